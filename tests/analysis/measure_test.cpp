// Catches: figures that are read as other figures, values without the right unit, messages that do
// not say what would be right.
#include "coffer/analysis/measure.hpp"

#include <catch2/catch.hpp>

#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using analysis::Measure;

/// Revenue of 1 to 3 million a year, one project, one target.
model::Model small_county() {
    auto model = testing::empty_model(2, 2020);
    testing::add_growth(model, "nominal", 0.0, 0.1, 0.5);
    auto& line = testing::add_revenue(model, "tax", 12e6);
    testing::add_noise(model, line.flow, "general", 0.3);
    testing::add_project(model, "road", 6e6, 10.0);
    return model;
}

std::string complaints(const std::string& text, const plan::Plan& plan) {
    Diagnostics diagnostics;
    CHECK_FALSE(analysis::read_requirement(text, plan, {"--for", 0, 0}, diagnostics).has_value());
    std::string all;
    for (const auto& each : diagnostics.sorted()) all += format(each, Language::english) + "\n";
    return all;
}

}  // namespace

TEST_CASE("figures and conditions are read", "[analysis][measure]") {
    const auto plan = testing::compiled(small_county());
    Diagnostics diagnostics;
    const Position at{"--for", 0, 0};
    const auto read = [&](const std::string& text) {
        auto requirement = analysis::read_requirement(text, plan, at, diagnostics);
        INFO(text);
        REQUIRE(requirement.has_value());
        return *requirement;
    };
    CHECK(read("P(arrears) <= 1%").condition.value == Approx(0.01));
    CHECK(read("P(arrears)<=0.01").measure.kind == Measure::Kind::event);
    CHECK(read("mean(general_revenue@2021) >= 0.1亿元").condition.value == Approx(1e7));
    CHECK(read("p95(general_revenue@2021)>=1500万").measure.level == Approx(0.95));
    CHECK(read("mean(general_revenue@2020-2021)>0").measure.quantity.last_year == 2021);
    const auto every_year = read("P(general_revenue >= 1000万) >= 90%");
    CHECK(every_year.measure.kind == Measure::Kind::condition);
    CHECK(every_year.measure.quantity.first_year == 0);
    CHECK(read("P(finish[road] <= 2020-10) >= 50%").measure.condition.value == Approx(10.0));
    CHECK(read("p90(finish[road]) ≤ 2020-12").condition.value == Approx(12.0));
    const auto chinese = read("均值（一般公共预算收入＠2021）>=0.1亿元");
    CHECK(chinese.measure.kind == Measure::Kind::mean);
    CHECK(chinese.measure.quantity.indicator == model::Indicator::general_revenue);
    CHECK(read("概率(拖欠债务、三保支出或账款)<=1％").measure.id == "arrears");
    CHECK(read("p90(完工[road]) ≤ 2020-12").measure.quantity.project == "road");
    CHECK(diagnostics.sorted().empty());
}

TEST_CASE("what cannot be read says why", "[analysis][measure]") {
    const auto plan = testing::compiled(small_county());
    using Catch::Matchers::Contains;
    CHECK_THAT(complaints("P(arrear)>=90%", plan), Contains("arrears"));
    CHECK_THAT(complaints("mean(general_revenue)>=1亿元", plan), Contains("year is missing"));
    CHECK_THAT(complaints("mean(general_revenue@2035)>=1亿元", plan), Contains("2020 to 2021"));
    CHECK_THAT(complaints("mean(general_revenu@2021)>=1亿元", plan), Contains("general_revenue"));
    CHECK_THAT(complaints("mean(general_revenue@2021)>=1", plan), Contains("need a unit"));
    CHECK_THAT(complaints("mean(debt_ratio@2020-2021)<1", plan), Contains("do not add up"));
    CHECK_THAT(complaints("median(general_revenue@2021)>=1亿元", plan), Contains("p1 to p99"));
    CHECK_THAT(complaints("P(arrears)", plan), Contains(">="));
    CHECK_THAT(complaints("P(arrears)>=130%", plan), Contains("130%"));
    CHECK_THAT(complaints("P(finish[raod]<=2020-10)>=1%", plan), Contains("road"));
}

TEST_CASE("figures are those of the paths", "[analysis][measure]") {
    const auto plan = testing::compiled(small_county());
    const auto paths = testing::simulated(plan, 2000);
    Diagnostics diagnostics;
    const auto value = [&](const std::string& text) {
        const auto measure = analysis::read_measure(text, plan, {}, diagnostics);
        REQUIRE(measure.has_value());
        return analysis::value_of(*measure, analysis::values_on(plan, paths, *measure));
    };
    const auto figure =
        statistics::find_figure(plan, {model::Indicator::general_revenue, "total", 2021, 0});
    REQUIRE(figure.has_value());
    const Eigen::ArrayXd sample = statistics::sample_of(paths, *figure);
    const auto summary = statistics::summarise({sample.data(), 2000});
    CHECK(value("mean(general_revenue@2021)") == Approx(summary.mean));
    CHECK(value("p95(general_revenue@2021)") == Approx(summary.quantiles[7]).epsilon(1e-12));
    CHECK(value("sd(general_revenue@2021)") == Approx(summary.sd));
    CHECK(value("es05(general_revenue@2021)") == Approx(summary.es05));
    double both = 0.0;
    const auto first =
        statistics::find_figure(plan, {model::Indicator::general_revenue, "total", 2020, 0});
    const Eigen::ArrayXd before = statistics::sample_of(paths, *first);
    for (Eigen::Index i = 0; i < 2000; ++i) both += before[i] >= 12e6 && sample[i] >= 12e6;
    CHECK(value("P(general_revenue >= 1200万)") == Approx(both / 2000.0));
    CHECK(value("mean(general_revenue@2020-2021)") == Approx(before.mean() + sample.mean()));
}
