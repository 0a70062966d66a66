#include "coffer/results/figures.hpp"

#include <catch2/catch.hpp>

#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;
using model::Indicator;

// Catches a key that leaves out one of the four parts: neighbours would be taken for each other.
TEST_CASE("every figure is found by its id and nothing else is") {
    const auto forecast = test::forecast();
    const Figures figures(forecast);
    for (const auto& series : forecast.series) {
        CHECK(figures.find({series.indicator, series.dimension, series.year, series.month}) ==
              &series);
    }
    CHECK(figures.find({Indicator::fai, "total", 2019, 0}) == nullptr);
    CHECK(figures.find({Indicator::fai, "total", 2020, 3}) == nullptr);
    CHECK(figures.find({Indicator::fai, "named", 2020, 0}) == nullptr);
    CHECK(figures.find({Indicator::debt_service, "total", 2020, 0}) == nullptr);
}
