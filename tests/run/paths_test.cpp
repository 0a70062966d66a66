// Catches: a run whose draws are chosen by stream moving what does not draw from it; weighed and
// kept paths that do not say what the forecast says; figures that change when others are not kept,
// or when paths are counted as they come.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/run/run.hpp"
#include "coffer/statistics/figures.hpp"
#include "coffer/statistics/gathered.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using model::Indicator;

constexpr std::uint64_t paths = 512;

run::Paths simulated(const plan::Plan& plan, const kernel::Draws& draws,
                     kernel::Detail detail = kernel::Detail::forecast) {
    run::Options options;
    options.paths = paths;
    options.draws = draws;
    options.threads = 2;
    options.detail = detail;
    auto result = run::simulate(plan, options, {});
    REQUIRE(result.has_value());
    return std::move(*result);
}

Eigen::ArrayXd sample(const plan::Plan& plan, const run::Paths& run, Indicator indicator,
                      int year) {
    const auto figure = statistics::find_figure(plan, {indicator, "total", year, 0});
    REQUIRE(figure.has_value());
    return statistics::sample_of(run.store, *figure);
}

}  // namespace

TEST_CASE("a stream at its median or under another key moves only what draws from it",
          "[run][paths]") {
    const auto plan = testing::load_plan("guzhang-2020");
    const auto base = simulated(plan, 42);
    REQUIRE_FALSE(plan.projects.empty());
    // Every project's own draws: stages and overruns.
    kernel::Draws still = 42, other = 42, same = 42;
    for (const auto& project : plan.projects) {
        still.choose(project.stream, {42, true});
        other.choose(project.stream, {43, false});
        same.choose(project.stream, {42, false});
    }
    const int year = plan.first_year;
    const auto fai = sample(plan, base, Indicator::fai, year);
    const auto output = [&](const kernel::Draws& draws) {
        return sample(plan, simulated(plan, draws), Indicator::fai, year);
    };
    CHECK((output(same) == fai).all());
    CHECK_FALSE((output(still) == fai).all());
    CHECK_FALSE((output(other) == fai).all());
    // What the economy draws is left alone: transfers hang on no project.
    for (const auto* draws : {&still, &other}) {
        const auto run = simulated(plan, *draws);
        CHECK((sample(plan, run, Indicator::transfers, year) ==
               sample(plan, base, Indicator::transfers, year))
                  .all());
    }
    // The purpose goes before the stream.
    kernel::Draws durations_only = 42;
    for (const auto& project : plan.projects) {
        durations_only.choose(project.stream, {42, true});
        durations_only.choose(project.stream, random::Purpose::stage_duration, {42, false});
    }
    const auto with_durations = output(durations_only);
    CHECK_FALSE((with_durations == output(still)).all());
    CHECK_FALSE((with_durations == fai).all());
}

TEST_CASE("all at the median is the reference path of the forecast", "[run][paths]") {
    const auto plan = testing::load_plan("wanghua-2021");
    const auto reference = simulated(plan, kernel::Draws::at_median());
    const auto base = simulated(plan, 1);
    const auto forecast = run::describe(plan, base.store, statistics::Weights(paths), 2);
    for (const auto& series : forecast.series) {
        const auto figure = statistics::find_figure(
            plan, {series.indicator, series.dimension, series.year, series.month});
        REQUIRE(figure.has_value());
        const auto values = statistics::sample_of(reference.store, *figure);
        CHECK((values == series.reference_path).all());
    }
}

TEST_CASE("kept paths described with weights of one say what the forecast says", "[run][paths]") {
    const auto plan = testing::load_plan("guzhang-2020");
    const auto base = simulated(plan, 7, kernel::Detail::traced);
    const auto plain = run::describe(plan, base.store, statistics::Weights(paths));
    const auto ones =
        run::describe(plan, base.store, statistics::Weights(std::vector<double>(paths, 1.0)));
    REQUIRE(plain.series.size() == ones.series.size());
    for (std::size_t i = 0; i < plain.series.size(); ++i) {
        CHECK(ones.series[i].summary.mean ==
              Approx(plain.series[i].summary.mean).margin(1e-6).epsilon(1e-9));
        CHECK(ones.series[i].summary.quantiles[4] ==
              Approx(plain.series[i].summary.quantiles[4]).margin(1e-6).epsilon(1e-9));
    }
    for (std::size_t i = 0; i < plain.targets.size(); ++i) {
        CHECK(ones.targets[i].probability == Approx(plain.targets[i].probability));
        CHECK(ones.targets[i].standard_error == Approx(plain.targets[i].standard_error));
    }
    double late = 0.0;
    for (std::size_t i = 0; i < plain.projects.size(); ++i) {
        CHECK(ones.projects[i].probability_suspended == plain.projects[i].probability_suspended);
        CHECK(ones.projects[i].probability_short == plain.projects[i].probability_short);
        CHECK(ones.projects[i].finish_p50.has_value() == plain.projects[i].finish_p50.has_value());
        CHECK(ones.projects[i].funded_share == Approx(plain.projects[i].funded_share));
        CHECK(ones.projects[i].probability_late.value_or(-1.0) ==
              plain.projects[i].probability_late.value_or(-1.0));
        late += plain.projects[i].probability_late.value_or(0.0);
    }
    CHECK(late > 0.0);
    for (std::size_t i = 0; i < plain.first_year.size(); ++i) {
        CHECK(ones.first_year[i].mean == Approx(plain.first_year[i].mean).margin(1e-3));
    }
    // Negative control: half of the paths alone say something else.
    std::vector<double> half(paths, 1.0);
    std::fill(half.begin(), half.begin() + paths / 2, 0.0);
    const auto other = run::describe(plan, base.store, statistics::Weights(half));
    CHECK(other.series.front().summary.mean != Approx(plain.series.front().summary.mean));
}

TEST_CASE("a run that keeps few figures gives the same bytes of them, and reports no others",
          "[run][paths]") {
    for (const auto* name : {"guzhang-2020", "minimal"}) {
        const auto plan = testing::load_plan(name);
        auto few = plan;
        plan::keep_only({Indicator::fai, Indicator::cash}, few);
        run::Options options;
        options.paths = paths;
        options.threads = 2;
        const auto whole = run::run(plan, options, {});
        const auto part = run::run(few, options, {});
        REQUIRE((whole && part));
        std::set<Indicator> kept{Indicator::fai, Indicator::cash};
        for (const auto& target : plan.targets) kept.insert(target.indicator);
        std::size_t of_months = 0;
        for (const auto& series : part->forecast.series) {
            INFO(name << " " << model::info(series.indicator).id);
            CHECK(kept.contains(series.indicator));
            of_months += series.month > 0 ? 1 : 0;
            const auto same = std::ranges::find_if(whole->forecast.series, [&](const auto& each) {
                return each.indicator == series.indicator && each.dimension == series.dimension &&
                       each.year == series.year && each.month == series.month;
            });
            REQUIRE(same != whole->forecast.series.end());
            CHECK(series.summary.mean == same->summary.mean);
            CHECK(series.summary.quantiles == same->summary.quantiles);
            CHECK(series.reference_path == same->reference_path);
        }
        CHECK(of_months >= 2 * static_cast<std::size_t>(plan.months));
        CHECK(part->forecast.series.size() < whole->forecast.series.size() / 2);
        REQUIRE(part->forecast.targets.size() == whole->forecast.targets.size());
        for (std::size_t i = 0; i < part->forecast.targets.size(); ++i) {
            CHECK(part->forecast.targets[i].probability == whole->forecast.targets[i].probability);
        }
        CHECK(run::memory_needed(few, options) < run::memory_needed(plan, options));
    }
}

TEST_CASE("a sketched run says what the exact one says, within its error", "[run][paths]") {
    constexpr double error = statistics::Sketch::error * (1.0 + 1e-9);
    const auto plan = testing::load_plan("guzhang-2020");
    run::Options options;
    options.paths = 3000;
    options.threads = 2;
    const auto exact = run::run(plan, options, {});
    options.sketch = true;
    std::uint64_t last = 0;
    const auto sketched = run::run(plan, options, [&](std::uint64_t done, std::uint64_t total) {
        last = done;
        return total == 3000;
    });
    REQUIRE((exact && sketched));
    CHECK(last == 3000);
    const auto& want = exact->forecast;
    const auto& got = sketched->forecast;
    REQUIRE(got.series.size() == want.series.size());
    for (std::size_t i = 0; i < want.series.size(); ++i) {
        const auto& a = want.series[i].summary;
        const auto& b = got.series[i].summary;
        INFO(model::info(want.series[i].indicator).id << " " << want.series[i].dimension << " "
                                                      << want.series[i].year);
        CHECK(want.series[i].indicator == got.series[i].indicator);
        CHECK(b.min == Approx(a.min).margin(1e-9));
        CHECK(b.max == Approx(a.max).margin(1e-9));
        CHECK(b.mean == Approx(a.mean).epsilon(1e-9).margin(1e-9));
        CHECK(b.sd == Approx(a.sd).epsilon(1e-6).margin(1e-8));
        for (std::size_t q = 0; q < a.quantiles.size(); ++q) {
            // Between two values of either sign an interpolated one may be smaller than both.
            const double reach = std::max(std::abs(a.quantiles[q]), 1e-3 * a.sd);
            CHECK(std::abs(b.quantiles[q] - a.quantiles[q]) <= error * reach + 1e-9);
        }
    }
    for (std::size_t t = 0; t < want.targets.size(); ++t) {
        CHECK(got.targets[t].probability == want.targets[t].probability);
        CHECK(got.targets[t].high == want.targets[t].high);
    }
    for (std::size_t p = 0; p < want.projects.size(); ++p) {
        const auto& a = want.projects[p];
        const auto& b = got.projects[p];
        CHECK(b.probability_finished == a.probability_finished);
        CHECK(b.probability_late == a.probability_late);
        CHECK(b.funded_share == a.funded_share);
        REQUIRE(b.finish_p50.has_value() == a.finish_p50.has_value());
        if (a.finish_p50) CHECK(*b.finish_p50 == Approx(*a.finish_p50).epsilon(error));
    }
    for (std::size_t f = 0; f < want.first_year.size(); ++f) {
        CHECK(got.first_year[f].mean == want.first_year[f].mean);
    }
    // Cost and date together: counted path by path, and likelier the more of both.
    REQUIRE(!want.joint.empty());
    REQUIRE(got.joint.size() == want.joint.size());
    for (std::size_t row = 0; row < want.joint.size(); ++row) {
        CHECK(got.joint[row].probability == want.joint[row].probability);
        for (const auto& other : want.joint) {
            const auto& one = want.joint[row];
            const bool less = (!other.cost || (one.cost && *one.cost <= *other.cost)) &&
                              (!other.finish || (one.finish && *one.finish <= *other.finish));
            if (less) CHECK(one.probability <= other.probability);
        }
    }
    for (std::size_t h = 0; h < want.first_hits.size(); ++h) {
        CHECK(got.first_hits[h].probability == want.first_hits[h].probability);
    }
}

TEST_CASE("pieces of a sketched run do not show", "[run][paths]") {
    const auto plan = testing::load_plan("minimal");
    const auto one_after_the_other = [](std::size_t count,
                                        const std::function<void(std::size_t)>& task) {
        for (std::size_t i = 0; i < count; ++i) task(i);
    };
    const auto reference = [&] {
        kernel::PathStore store(plan, 1, kernel::Detail::traced);
        kernel::simulate_paths(plan, kernel::Draws::at_median(), 0, 1, 1, store);
        return store;
    }();
    const auto forecast = [&](const std::vector<std::uint64_t>& cuts) {
        statistics::Gathered gathered(plan);
        for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
            const std::uint64_t count = cuts[i + 1] - cuts[i];
            kernel::PathStore store(plan, static_cast<Eigen::Index>(count));
            store.first_path = cuts[i];
            kernel::simulate_paths(plan, 7, cuts[i], count, 64, store);
            gathered.add(store, one_after_the_other);
        }
        return gathered.describe(reference, one_after_the_other);
    };
    const auto whole = forecast({0, 1000});
    const auto pieces = forecast({0, 64, 640, 1000});
    REQUIRE(whole.paths == 1000);
    for (std::size_t i = 0; i < whole.series.size(); ++i) {
        CHECK(whole.series[i].summary.mean == pieces.series[i].summary.mean);
        CHECK(whole.series[i].summary.sd == pieces.series[i].summary.sd);
        CHECK(whole.series[i].summary.quantiles == pieces.series[i].summary.quantiles);
    }
    CHECK(whole.targets[0].probability == pieces.targets[0].probability);
    // Negative control: other paths are other figures.
    const auto others = forecast({64, 1064});
    CHECK(others.series[0].summary.mean != whole.series[0].summary.mean);
}
