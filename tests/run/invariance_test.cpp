// Catches: figures that depend on threads, block width or the number of paths; draws shared between
// projects; state that leaks from one block into the next.
#include <algorithm>
#include <bit>

#include <catch2/catch.hpp>

#include "coffer/base/stream.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/run/run.hpp"
#include "support/model_builder.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;

statistics::Forecast forecast(const plan::Plan& plan, int threads, int width,
                              std::uint64_t paths = 1000) {
    run::Options options;
    options.paths = paths;
    options.draws = 42;
    options.threads = threads;
    options.block_width = width;
    const auto outcome = run::run(plan, options, {});
    REQUIRE(outcome.has_value());
    return outcome->forecast;
}

/// A plan whose drivers have heavy tails, crises and jumps, and its projects common factors.
plan::Plan plan_with_all_draws(const std::string& name) {
    auto model = testing::load_model(name);
    model.crisis = model::Crisis{0.04, 0.2};
    for (auto& driver : model.drivers) {
        driver.degrees_of_freedom = 4.0;
        driver.crisis_shift = -0.02;
        driver.crisis_volatility = 1.5;
        driver.jump_probability = 0.03;
        driver.jump_sd = 0.02;
    }
    for (std::size_t d = 1; d < model.drivers.size(); ++d) {
        model.drivers[d].spillovers = {{{d - 1}, 0.1}};
    }
    model.fai.lag_months = 2;
    model.fai.basis = model::FaiPolicy::Basis::progress;
    model.project_policy.restart_cost = 0.05;
    model.project_policy.cancellation_hazard = 0.02;
    model.common_factors = {0.5, 0.4, 0.6, 0.3};
    for (auto& project : model.projects) {
        project.sector = project.id.substr(0, 2);
        project.sector_stream = stream_of("sector", project.sector);
    }
    Diagnostics diagnostics;
    auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan);
    return *plan;
}

/// Every figure of a summary, bit for bit.
std::vector<std::uint64_t> bits(const statistics::Forecast& forecast) {
    std::vector<std::uint64_t> result;
    const auto add = [&](double value) { result.push_back(std::bit_cast<std::uint64_t>(value)); };
    for (const auto& series : forecast.series) {
        const auto& s = series.summary;
        for (const double value : {s.mean, s.se, s.sd, s.min, s.max, s.es05, s.es95}) add(value);
        for (const double value : s.quantiles) add(value);
    }
    for (const auto& target : forecast.targets) add(target.probability);
    for (const auto& project : forecast.projects) {
        add(project.finish_p50.value_or(-1.0));
        add(project.probability_late.value_or(-1.0));
        add(project.funded_share);
    }
    return result;
}

}  // namespace

TEST_CASE("bitwise the same for 1, 2, 3 and 8 threads and all block widths", "[run][invariance]") {
    for (const auto& name : testing::founding_scenarios()) {
        const auto plan = testing::load_plan(name);
        const auto reference = bits(forecast(plan, 1, 64));
        for (const int threads : {2, 3, 8}) CHECK(bits(forecast(plan, threads, 64)) == reference);
        CHECK(bits(forecast(plan, 2, 1)) == reference);
        // Negative control: another seed must not give the same bits.
        run::Options other;
        other.paths = 1000;
        other.draws = 43;
        CHECK(bits(run::run(plan, other, {})->forecast) != reference);
    }
}

TEST_CASE("bitwise the same with heavy tails, crises, jumps and common factors",
          "[run][invariance]") {
    const auto plan = plan_with_all_draws("guzhang-2020");
    const auto reference = bits(forecast(plan, 1, 64));
    CHECK(bits(forecast(plan, 3, 64)) == reference);
    CHECK(bits(forecast(plan, 2, 1)) == reference);
    // Negative control: without them the figures are others.
    CHECK(bits(forecast(testing::load_plan("guzhang-2020"), 1, 64)) != reference);
}

TEST_CASE("the first n of 2n paths are the same paths", "[run][invariance]") {
    const auto plan = testing::load_plan("guzhang-2020");
    kernel::PathStore small(plan, 100);
    kernel::PathStore large(plan, 200);
    kernel::simulate_paths(plan, 5, 0, 100, 64, small);
    kernel::simulate_paths(plan, 5, 0, 200, 1, large);
    CHECK((testing::table_of(small.yearly) == testing::table_of(large.yearly).topRows(100)).all());
    CHECK(
        (testing::table_of(small.monthly) == testing::table_of(large.monthly).topRows(100)).all());
    CHECK((testing::table_of(small.finish) == testing::table_of(large.finish).topRows(100)).all());
    CHECK_FALSE((testing::table_of(small.yearly).topRows(50) ==
                 testing::table_of(large.yearly).middleRows(50, 50))
                    .all());
}

TEST_CASE("an extra project with its own money leaves the others unchanged", "[run][invariance]") {
    auto model = testing::load_model("guzhang-2020");
    Diagnostics diagnostics;
    const auto before = plan::compile(model, diagnostics);
    REQUIRE(before.has_value());

    // The new source goes last, so that the indices of the others stay as they are.
    testing::add_unlimited(model, "zz-own-money");
    model::Project extra =
        *std::find_if(model.projects.begin(), model.projects.end(),
                      [](const auto& project) { return project.total_investment.fen() > 0; });
    extra.id = "zz-extra";
    extra.stream = stream_of("project", extra.id);
    extra.priority = 1000000;
    extra.new_output = {};
    extra.funding = {{{model.sources.size() - 1}, 1.0}};
    for (auto& stage : extra.stages) stage.not_before.reset();
    model.projects.push_back(extra);
    const auto after = plan::compile(model, diagnostics);
    REQUIRE(after.has_value());

    kernel::PathStore without(*before, 128, kernel::Detail::traced);
    kernel::PathStore with(*after, 128, kernel::Detail::traced);
    kernel::simulate_paths(*before, 9, 0, 128, 64, without);
    kernel::simulate_paths(*after, 9, 0, 128, 64, with);
    const auto projects = static_cast<Eigen::Index>(before->projects.size());
    CHECK((testing::table_of(without.finish) == testing::table_of(with.finish).leftCols(projects))
              .all());
    CHECK((without.first_year_fai.leftCols(projects) == with.first_year_fai.leftCols(projects))
              .all());
    const auto cash = static_cast<std::size_t>(plan::YearSlot::cash);
    const auto fai = static_cast<std::size_t>(plan::YearSlot::fai_total);
    for (int year = 0; year < before->years; ++year) {
        const auto of = [&](const kernel::PathStore& store, const plan::Plan& plan,
                            std::size_t slot) -> Eigen::ArrayXd {
            return store.yearly.col(kernel::PathStore::year_column(plan, slot, year));
        };
        CHECK((of(without, *before, cash) == of(with, *after, cash)).all());
        // Negative control: the extra project is there.
        if (year == 0) CHECK((of(with, *after, fai) > of(without, *before, fai)).all());
    }
}

TEST_CASE("a run that is told to stop returns nothing", "[run]") {
    const auto plan = testing::load_plan("minimal");
    run::Options options;
    options.paths = 100000;
    int calls = 0;
    const auto outcome = run::run(plan, options, [&](std::uint64_t done, std::uint64_t total) {
        CHECK(done <= total);
        return ++calls < 3;
    });
    CHECK_FALSE(outcome.has_value());
    CHECK(calls == 3);
}
