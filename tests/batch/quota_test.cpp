// Catches: a split that is not the best of all there are; quota that is lost or made; effects of
// other paths than the county's own; a search that believes itself; an outcome that depends on
// threads.
#include "coffer/batch/quota.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include <fmt/format.h>

#include "invented_province.hpp"

using namespace coffer;
using namespace coffer::test;

namespace {

constexpr double quota = 1e8;  // of each county: 5000 and 5000, in 10^4 yuan

/// Three counties with one quota each, whose road costs half of the usual, the usual, and twice as
/// much.
struct Unequal : Invented {
    batch::QuotaOptions question;

    Unequal() : Invented(3) {
        const char* costs[] = {"6000", "1.2亿", "2.4亿"};
        for (int i = 0; i < 3; ++i) {
            const std::string id = "c" + std::to_string(10 + i);
            Files files = county_files(id, 1.0);
            replace(files, "projects.csv", "1.2亿,1000,6000", std::string(costs[i]) + ",1000,3000");
            write_plan(folder.path() / "counties" / id, files);
        }
        question.province = options;
        question.province.tail = Indicator::fai;
        question.fresh_seed = 77;
    }

    [[nodiscard]] batch::QuotaSplit found() const {
        Diagnostics diagnostics;
        auto split = batch::split_quota(question, nullptr, diagnostics);
        INFO(shown(diagnostics));
        REQUIRE(split);
        return std::move(*split);
    }

    /// The figure of a county alone under `steps` quarters more of quota.
    [[nodiscard]] Eigen::ArrayXd county(int number, int steps, std::uint64_t seed) const {
        const std::string id = "c" + std::to_string(10 + number);
        std::vector<std::string> changes;
        if (steps != 0) {
            changes.push_back(
                fmt::format("sources[kind=special_bond].annual*={}", 1.0 + 0.25 * steps));
        }
        return figure(alone(folder.path() / "counties" / id, id, seed, paths, changes),
                      question.province.tail, 2);
    }
};

/// The mean of the lowest fifty of a thousand.
double tail_of(const Eigen::ArrayXd& sums) {
    std::vector<double> values(sums.data(), sums.data() + sums.size());
    std::sort(values.begin(), values.end());
    return std::accumulate(values.begin(), values.begin() + 50, 0.0) / 50.0;
}

}  // namespace

TEST_CASE("the split that is found is the best of all", "[quota]") {
    const Unequal unequal;
    const auto split = unequal.found();
    CHECK(split.total == Approx(3 * quota).epsilon(1e-12));
    CHECK(split.step == Approx(quota / 4).epsilon(1e-12));

    // Every split in quarters of a county's quota.
    constexpr int least = -4, most = 8;
    std::vector<std::vector<Eigen::ArrayXd>> levels(3);
    for (int i = 0; i < 3; ++i) {
        for (int steps = least; steps <= most; ++steps) {
            levels[static_cast<std::size_t>(i)].push_back(unequal.county(i, steps, 11));
        }
    }
    const auto at = [&](std::size_t county, int steps) -> const Eigen::ArrayXd& {
        return levels[county][static_cast<std::size_t>(steps - least)];
    };
    double best = 0.0, as_is = 0.0;
    int splits = 0;
    for (int a = least; a <= most; ++a) {
        for (int b = least; b <= most; ++b) {
            const int c = -a - b;
            if (c < least || c > most) continue;
            ++splits;
            const double tail = tail_of(at(0, a) + at(1, b) + at(2, c));
            if (a == 0 && b == 0) as_is = tail;
            best = std::max(best, tail);
        }
    }
    CHECK(splits == 91);
    CHECK(split.found.before == Approx(as_is).epsilon(1e-9));
    CHECK(split.found.after == Approx(best).epsilon(1e-9));
    CHECK(best > 1.01 * as_is);  // there was something to find
    CHECK_FALSE(split.moves.empty());
    CHECK(split.ended);

    // Nothing is lost on the way, and the statements give what was found.
    double then = 0.0;
    std::vector<int> steps;
    for (const auto& share : split.shares) {
        CHECK(share.now == Approx(quota));
        then += share.then;
        steps.push_back(static_cast<int>(std::lround((share.then - share.now) / split.step)));
        CHECK(share.statement.empty() == (steps.back() == 0));
    }
    CHECK(then == Approx(split.total).epsilon(1e-12));
    CHECK(tail_of(at(0, steps[0]) + at(1, steps[1]) + at(2, steps[2])) ==
          Approx(best).epsilon(1e-9));
    // On fresh paths, by the same counties alone.
    const double fresh_before =
        tail_of(unequal.county(0, 0, 77) + unequal.county(1, 0, 77) + unequal.county(2, 0, 77));
    const double fresh_after =
        tail_of(unequal.county(0, steps[0], 77) + unequal.county(1, steps[1], 77) +
                unequal.county(2, steps[2], 77));
    CHECK(split.checked.before == Approx(fresh_before).epsilon(1e-9));
    CHECK(split.checked.after == Approx(fresh_after).epsilon(1e-9));
    CHECK(split.checked.before != Approx(split.found.before).epsilon(1e-9));

    // One county alone has a step more.
    const double more = tail_of(at(0, 0) + at(1, 0) + at(2, 1));
    REQUIRE(split.shares[2].more);
    CHECK(split.shares[2].more->change == Approx(more - as_is).epsilon(1e-6));
    REQUIRE(split.shares[0].less);
    CHECK(split.shares[0].less->change ==
          Approx(tail_of(at(0, -1) + at(1, 0) + at(2, 0)) - as_is).margin(1.0));
}

TEST_CASE("a split does not depend on threads or the order of plans", "[quota]") {
    Unequal unequal;
    unequal.question.province.threads = 1;
    const auto first = unequal.found();
    unequal.question.province.threads = 3;
    const auto second = unequal.found();
    REQUIRE(first.moves.size() == second.moves.size());
    CHECK(first.found.after == second.found.after);
    CHECK(first.checked.change == second.checked.change);
    std::reverse(unequal.question.province.plans.begin(), unequal.question.province.plans.end());
    const auto third = unequal.found();
    CHECK(third.found.after == first.found.after);
    CHECK(third.shares[0].then == first.shares[2].then);
}

TEST_CASE("a split by the chance of red counties counts paths", "[quota]") {
    Unequal unequal;
    unequal.question.red = 2;
    const auto split = unequal.found();
    Eigen::ArrayXd red = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(paths));
    for (int i = 0; i < 3; ++i) {
        const std::string id = "c" + std::to_string(10 + i);
        red += figure(alone(unequal.folder.path() / "counties" / id, id, 11, paths),
                      Indicator::debt_tier, 2, "red");
    }
    CHECK(split.found.before == Approx((red >= 2.0).cast<double>().mean()));
    CHECK(split.found.after <= split.found.before);
}

TEST_CASE("what cannot be split is told", "[quota]") {
    Unequal unequal;
    const auto refused = [&](const std::string& what) {
        Diagnostics diagnostics;
        CHECK_FALSE(batch::split_quota(unequal.question, nullptr, diagnostics));
        INFO(shown(diagnostics));
        CHECK(shown(diagnostics).find(what) != std::string::npos);
    };
    unequal.question.kind = model::Source::Kind::general_bond;
    refused("there is no quota to split");
    unequal.question.kind = model::Source::Kind::special_bond;
    unequal.question.province.memory = 20000;
    refused("not enough memory");
    unequal.question.province.memory = 4ULL << 30U;
    unequal.question.province.tail_year = 2030;
    refused("2030 is no year of the plans");
    // One county with mistakes is left out of the split, and told of.
    unequal.question.province.tail_year.reset();
    testing::put(unequal.folder.path() / "counties" / "c11" / "debt.csv", "id\nx\n");
    const auto split = unequal.found();
    CHECK(split.counties.size() == 2);
    REQUIRE(split.left_out.size() == 1);
    CHECK(split.left_out[0].plan == "counties/c11");
}
