// Catches: a solver that returns another choice than the best, or not in order, one that is not
// offered or known already; rows that are let go for worth.
#include "coffer/analysis/programme.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "coffer/random/philox.hpp"

namespace {

using namespace coffer;
using analysis::Choice;
using analysis::Programme;

/// Numbers between -1 and 1, always the same.
class Numbers {
  public:
    explicit Numbers(std::uint32_t instance) : instance_(instance) {}
    double operator()() {
        const auto words = random::philox_words({count_++, instance_, 0, 0}, {1, 2});
        return static_cast<double>(words[0]) / 2147483648.0 - 1.0;
    }

  private:
    std::uint32_t instance_, count_ = 0;
};

Programme::Effects effects(const std::vector<std::size_t>& levels, Numbers& numbers, double size) {
    Programme::Effects all;
    for (const std::size_t count : levels) {
        all.emplace_back();
        for (std::size_t level = 0; level < count; ++level) {
            all.back().push_back(level == 0 ? 0.0 : size * numbers());
        }
    }
    return all;
}

double sum_of(const Programme::Effects& all, const Choice& choice) {
    double sum = 0.0;
    for (std::size_t d = 0; d < choice.size(); ++d) sum += all[d][choice[d]];
    return sum;
}

double score_of(const Programme& programme, const Choice& choice) {
    double score = sum_of(programme.worth, choice);
    for (const auto& row : programme.rows) {
        score -= analysis::missing_cost * std::max(0.0, row.least - sum_of(row.effects, choice));
    }
    return score;
}

/// Every choice that is offered and not known, best first.
std::vector<Choice> enumerated(const Programme& programme) {
    std::vector<Choice> all;
    Choice choice(programme.worth.size(), 0);
    while (true) {
        bool offered = std::find(programme.known.begin(), programme.known.end(), choice) ==
                       programme.known.end();
        for (std::size_t d = 0; d < choice.size(); ++d) {
            offered = offered && programme.offered[d][choice[d]];
        }
        if (offered) all.push_back(choice);
        std::size_t d = 0;
        while (d < choice.size() && ++choice[d] == programme.worth[d].size()) choice[d++] = 0;
        if (d == choice.size()) break;
    }
    std::stable_sort(all.begin(), all.end(), [&](const Choice& a, const Choice& b) {
        return score_of(programme, a) > score_of(programme, b);
    });
    return all;
}

}  // namespace

TEST_CASE("programmes are solved as by enumeration", "[analysis][optimise]") {
    if (!analysis::programmes_are_solved()) {
        WARN("SKIPPED: built without a solver (COFFER_CBC)");
        return;
    }
    for (std::uint32_t instance = 0; instance < 60; ++instance) {
        INFO(instance);
        Numbers numbers(instance);
        const std::vector<std::size_t> levels{2, 5, 3, 2, 4};
        Programme programme;
        programme.worth = effects(levels, numbers, 0.1);
        for (int row = 0; row < 2; ++row) {
            programme.rows.push_back({effects(levels, numbers, 1.0), 0.8 * numbers()});
        }
        for (const std::size_t count : levels) programme.offered.emplace_back(count, true);
        programme.offered[1][3] = false;
        programme.known = {Choice(5, 0), Choice{1, 1, 1, 1, 1}};
        const auto expected = enumerated(programme);
        REQUIRE(expected.size() == 2 * 4 * 3 * 2 * 4 - 2);
        const auto found = analysis::best_choices(programme, 8);
        REQUIRE(found.size() == 8);
        for (std::size_t i = 0; i < found.size(); ++i) {
            INFO(i);
            // By score: choices of one score may come in any order.
            CHECK(score_of(programme, found[i]) ==
                  Approx(score_of(programme, expected[i])).margin(1e-5));
            CHECK(std::find(expected.begin(), expected.end(), found[i]) != expected.end());
            CHECK(std::count(found.begin(), found.end(), found[i]) == 1);
        }
        // The same again, whatever was solved before.
        CHECK(analysis::best_choices(programme, 8) == found);
    }
}

TEST_CASE("when no choice is left the answer is short", "[analysis][optimise]") {
    if (!analysis::programmes_are_solved()) return;
    Programme programme;
    programme.worth = {{0.0, 1.0}, {0.0, 1.0}};
    programme.offered = {{true, true}, {true, false}};
    CHECK(analysis::best_choices(programme, 5) == std::vector<Choice>{{1, 0}, {0, 0}});
}
