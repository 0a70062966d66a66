// Catches: construction that starts without its sector's share of capital, or later than with it;
// the same money counted as capital of two projects; money that does not count counted all the
// same; disagreement with the naive implementation.
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/finishes.hpp"
#include "support/model_builder.hpp"
#include "support/naive/simulation.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using model::CapitalCommitment;
using model::StageKind;

/// Projects of 100 million yuan and four months each, 20 % of it capital. Ten million of it come a
/// month; the money to build with is there, but does not count.
model::Model builders(int count, CapitalCommitment commitment) {
    auto model = empty_model(4);
    model.project_policy.capital_commitment = commitment;
    add_source(model, "grant", model::Source::Kind::grant, 1.2e8).counts_as_capital = true;
    add_unlimited(model, "other").counts_as_capital = false;
    for (int i = 0; i < count; ++i) {
        auto& project = add_project(model, std::string(1, static_cast<char>('a' + i)), 1e8, 4.0);
        project.minimum_capital.assign(4, 0.2);
        add_funding(model, project, "other");
        add_funding(model, project, "grant");
    }
    return model;
}

}  // namespace

TEST_CASE("construction waits for its capital", "[kernel][capital]") {
    check_finishes(builders(1, CapitalCommitment::pool), {1.0 + 4.0});
    check_finishes(builders(1, CapitalCommitment::year), {4.0});
    auto model = builders(1, CapitalCommitment::pool);
    model.projects[0].minimum_capital = {0.55, 0.2, 0.2, 0.2};
    check_finishes(model, {5.0 + 4.0});
    model.projects[0].minimum_capital = {1.0, 0.9, 0.2, 0.2};
    model.projects[0].funding[1].cap = 0.5;  // 50 million of the grant at most
    check_finishes(model, {24.0 + 4.0});
    model.projects[0].minimum_capital.clear();
    check_finishes(model, {4.0});
}

TEST_CASE("a yuan is capital of one project", "[kernel][capital]") {
    check_finishes(builders(3, CapitalCommitment::pool), {5.0, 7.0, 9.0});
    // 120 million in the first year are capital of six projects; the seventh waits for the second.
    check_finishes(builders(7, CapitalCommitment::year), {4, 4, 4, 4, 4, 4, 16});
    // 480 million in the plan: 24 projects.
    const auto plan = compiled(builders(25, CapitalCommitment::plan));
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 5, 0, 1, 1, store);
    CHECK(store.finish(0, 23) == 4.0);
    CHECK(finish_of(plan, store, 0, 24) == kernel::never);
    // Drawn money is no longer in the pool and no longer committed: the next one is not held back
    // twice.
    auto model = builders(2, CapitalCommitment::pool);
    for (auto& project : model.projects) std::swap(project.funding[0], project.funding[1]);
    model.projects[0].funding[0].cap = model.projects[1].funding[0].cap = 0.2;
    check_finishes(model, {5.0, 7.0});
}

TEST_CASE("what counts as capital", "[kernel][capital]") {
    auto model = builders(1, CapitalCommitment::pool);
    model.sources[0].counts_as_capital = false;
    check_finishes(model, {kernel::never});
    model.sources[1].counts_as_capital = true;  // without a limit
    check_finishes(model, {4.0});
    // What was spent before the plan.
    model = builders(1, CapitalCommitment::pool);
    model.projects[0].spent_to_date = yuan(1.0e7);
    check_finishes(model, {4.0});
}

TEST_CASE("money tied to another project is no capital", "[kernel][capital]") {
    // 20 million, all that there ever is, are tied to the second of two projects.
    auto model = builders(2, CapitalCommitment::plan);
    model.sources[0].arrival.annual.assign(4, Money{});
    add_receipt(model, "tied", "grant", fixed(2e7)).project = Index<model::Project>{1};
    check_finishes(model, {kernel::never, 4.0});
    // Negative control: free money is capital of the first.
    model.receipts[0].project.reset();
    check_finishes(model, {4.0, kernel::never});
}

TEST_CASE("only construction has the gate, and not when under way", "[kernel][capital]") {
    auto model = builders(1, CapitalCommitment::pool);
    model.projects[0].stages = {stage(StageKind::approval, fixed(2.5)),
                                stage(StageKind::construction, fixed(4.0), 1.0)};
    check_finishes(model, {6.5});
    model.projects[0].stages = {stage(StageKind::land, fixed(4.0), 1.0)};
    check_finishes(model, {4.0});
    model = builders(1, CapitalCommitment::pool);
    model.projects[0].progress = 0.5;
    check_finishes(model, {2.0});
}

TEST_CASE("capital first, then capacities, both at once", "[kernel][capital][capacities]") {
    auto model = builders(2, CapitalCommitment::pool);
    add_capacity(model, "crew", model::Capacity::Kind::renewable, 1.0);
    for (auto& project : model.projects) add_demand(model, project.stages[0], "crew", 1.0);
    // b's capital is there in month 3, the crew at moment 5.
    check_finishes(model, {5.0, 9.0});
    // While b waits for the crew it commits nothing: c, without a crew, goes first.
    auto three = builders(3, CapitalCommitment::pool);
    three.capacities = model.capacities;
    for (std::size_t p : {0U, 1U}) add_demand(three, three.projects[p].stages[0], "crew", 1.0);
    check_finishes(three, {5.0, 9.0, 7.0});
}

TEST_CASE("the naive implementation agrees on capital", "[kernel][capital][naive]") {
    auto model = empty_model(5);
    model.project_policy.capital_commitment = CapitalCommitment::year;
    model.project_policy.suspension_threshold = 0.0;  // nothing is suspended
    add_capacity(model, "crew", model::Capacity::Kind::renewable, 3.0);
    auto& grant = add_source(model, "grant", model::Source::Kind::grant, 2.5e8);
    grant.counts_as_capital = true;
    add_noise(model, grant.arrival, "grant", 0.4);
    add_source(model, "other", model::Source::Kind::grant, 3.0e8);
    auto& own = add_source(model, "own", model::Source::Kind::investor, 0.6e8);
    own.counts_as_capital = true;
    own.arrival.profile = all_in_month(6);
    for (int i = 0; i < 10; ++i) {
        auto& project = add_project(model, "p" + std::to_string(i), 1.0e8 + 1.3e7 * i,
                                    {stage(StageKind::approval, lognormal(0.5, 2.0, 4.0), 0.05),
                                     stage(StageKind::construction, pert(4, 8, 20), 0.95)});
        if (i % 3 == 0) project.productivity = work_except({0, 1, 11});
        project.cost_overrun = lognormal(0.8, 1.04, 1.33);
        if (i != 4) project.minimum_capital = {0.25, 0.25, 0.2, 0.3, 0.2};
        if (i % 4 == 1) add_demand(model, project.stages[1], "crew", 2.0);
        add_funding(model, project, "grant", 0.35);
        add_funding(model, project, "other");
        if (i % 2 == 0) add_funding(model, project, "own", 0.25);
    }
    const auto differences = [](const model::Model& one, const model::Model& other) {
        const auto plan = compiled(one);
        constexpr int paths = 60;
        kernel::PathStore store(plan, paths);
        kernel::simulate_paths(plan, 5, 0, paths, 64, store);
        int count = 0;
        for (int path = 0; path < paths; ++path) {
            const auto naive = naive::simulate(other, 5, static_cast<std::uint64_t>(path));
            for (std::size_t p = 0; p < plan.projects.size(); ++p) {
                const auto found = naive.finish.find(plan.projects[p].id);
                const double finish = found == naive.finish.end() ? kernel::never : found->second;
                const double engine = finish_of(plan, store, path, p);
                if (std::abs(engine - finish) > half_a_thousandth) ++count;
            }
            for (int year = 0; year < plan.years; ++year) {
                const auto fai = static_cast<std::size_t>(plan::YearSlot::fai_total);
                const double engine =
                    store.yearly(path, kernel::PathStore::year_column(plan, fai, year));
                if (std::abs(engine - naive.annual.at({"fai", "total", year})) > 1.0) ++count;
            }
        }
        return count;
    };
    CHECK(differences(model, model) == 0);
    // The capital of cancelled projects counts for others.
    auto cancelling = model;
    cancelling.project_policy.suspension_threshold = 0.9;
    cancelling.project_policy.cancellation_hazard = 0.2;
    CHECK(differences(cancelling, cancelling) == 0);
    // Negative controls: other shares, another commitment, money that does not count.
    auto other = model;
    for (auto& project : other.projects) {
        for (double& share : project.minimum_capital) share += 0.05;
    }
    CHECK(differences(model, other) > 0);
    other = model;
    other.project_policy.capital_commitment = CapitalCommitment::pool;
    CHECK(differences(model, other) > 0);
    other = model;
    other.sources[2].counts_as_capital = false;
    CHECK(differences(model, other) > 0);
}
