// Catches: forecasts that know years after their origin, scores of the wrong outcome, fans that do
// not hold what comes when places move as the model says.
#include "coffer/calibration/backtest.hpp"

#include <cmath>
#include <random>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/calibration/fit.hpp"
#include "coffer/calibration/panel.hpp"
#include "coffer/calibration/proposal.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

const auto& gdp = model::info(model::LineKind::gdp);

/// Places whose log level is a yearly average of a monthly walk: growth 8 %, sd `sd` of a year's.
calibration::Panel walking_panel(int places, double sd, unsigned seed) {
    std::mt19937 bits(seed);
    std::normal_distribution<double> normal;
    // Twelve months of a walk have 1/4.24 of the year's deviation in each annualised month.
    const double month = sd * 4.24 / 12.0;
    calibration::Panel panel;
    panel.value = "made";
    panel.first_year = 2000;
    panel.last_year = 2013;
    for (int place = 0; place < places; ++place) {
        calibration::Series series;
        series.unit = "place" + std::to_string(1000 + place);
        double level = 0.0;
        for (int year = 2000; year <= 2013; ++year) {
            double sum = 0.0;
            for (int m = 0; m < 12; ++m) {
                level += month * normal(bits);
                sum += std::exp(level + 0.08 * (year - 2000));
            }
            series.logs[year] = std::log(sum);
        }
        panel.series.push_back(std::move(series));
    }
    return panel;
}

calibration::Backtest tested(const calibration::Panel& panel) {
    calibration::BacktestOptions options;
    options.first_origin = 2006;
    options.last_origin = 2010;
    options.paths = 1000;
    const auto test = calibration::backtest(panel, gdp, options, [](int, int) { return true; });
    REQUIRE(test);
    return *test;
}

}  // namespace

TEST_CASE("fans hold what comes when places move as the model says", "[calibration][statistical]") {
    // 60 places, 15 forecasts each that overlap: about 300 independent ones. Standard error of a
    // coverage of 90 % is 1.7 points; drift uncertainty of 2 % widens what is known to be 8 %.
    const auto test = tested(walking_panel(60, 0.06, 7));
    const auto& all = test.rows.back();
    CHECK(all.horizon == 0);
    CHECK(all.n == 60U * 15U);
    CHECK(all.coverage90 > 0.84);
    CHECK(all.coverage50 > 0.42);
    CHECK(all.coverage50 < 0.72);
    CHECK(all.crps < all.crps_own_drift);
    CHECK(all.crps < all.crps_last_value);
    // Negative control: places that move four times as much as their kind and their own past said.
    auto broken = walking_panel(60, 0.06, 7);
    for (auto& series : broken.series) {
        const double before = series.logs.at(2006);
        for (auto& [year, log] : series.logs) {
            if (year > 2006)
                log = before + 0.08 * (year - 2006) + 6.0 * (log - before - 0.08 * (year - 2006));
        }
    }
    calibration::BacktestOptions options;
    options.first_origin = options.last_origin = 2006;
    options.paths = 1000;
    const auto worse = calibration::backtest(broken, gdp, options, [](int, int) { return true; });
    REQUIRE(worse);
    CHECK(worse->rows.back().coverage90 < 0.7);
}

TEST_CASE("a forecast knows nothing of the years after its origin", "[calibration]") {
    const auto panel = walking_panel(10, 0.06, 3);
    auto other = panel;
    for (auto& series : other.series) {
        for (auto& [year, log] : series.logs) log += year > 2008 ? 1.0 : 0.0;
    }
    const auto a = calibration::fit(panel, 2008, gdp);
    const auto b = calibration::fit(other, 2008, gdp);
    REQUIRE(a);
    REQUIRE(b);
    CHECK(a->growth == b->growth);
    CHECK(a->common_sd == b->common_sd);
    REQUIRE(a->units.size() == b->units.size());
    for (std::size_t i = 0; i < a->units.size(); ++i) {
        CHECK(a->units[i].own_sd == b->units[i].own_sd);
        CHECK(a->units[i].last_log == b->units[i].last_log);
    }
    // Negative control: a year before it is known.
    CHECK(a->growth != calibration::fit(panel, 2009, gdp)->growth);
}

TEST_CASE("a panel leaves out marked cells and names mistakes", "[calibration]") {
    const std::string header = "city,year,revenue,suspect_revenue\n";
    Diagnostics diagnostics;
    const auto panel =
        calibration::read_panel(header + "a,2010,100,0\na,2011,900,1\na,2012,121,0\nb,2012,,0\n",
                                "p.csv", {"city", "year", "revenue"}, diagnostics);
    CHECK(diagnostics.sorted().empty());
    REQUIRE(panel);
    REQUIRE(panel->series.size() == 1);
    CHECK(panel->series[0].logs.size() == 2);
    CHECK(panel->left_out == 2);
    for (const auto& [text, words] :
         {std::pair<std::string, std::string>{header + "a,2010,many,0\n", "not a number"},
          {header + "a,20x0,1,0\n", "not a year"},
          {header + "a,2010,1,0\na,2010,2,0\n", "two rows of 2010"},
          {"city,year,income\na,2010,1\n", "no column \"revenue\""}}) {
        Diagnostics found;
        CHECK_FALSE(calibration::read_panel(text, "p.csv", {"city", "year", "revenue"}, found));
        CAPTURE(test::shown(found));
        CHECK(test::shown(found).find(words) != std::string::npos);
    }
}

TEST_CASE("months are added up, and a year without twelve is left out", "[calibration]") {
    std::string text = "year,month,revenue\n";
    for (int m = 1; m <= 12; ++m) text += "2010," + std::to_string(m) + ",10\n";
    for (int m = 1; m <= 12; ++m) text += "2011," + std::to_string(m) + ",12\n";
    for (int m = 1; m <= 5; ++m) text += "2012," + std::to_string(m) + ",12\n";
    Diagnostics diagnostics;
    const auto panel =
        calibration::read_panel(text, "p.csv", {"", "year", "revenue", "month"}, diagnostics);
    REQUIRE(panel);
    REQUIRE(panel->series.size() == 1);
    const auto& logs = panel->series[0].logs;
    REQUIRE(logs.size() == 2);
    CHECK(std::exp(logs.at(2010)) == Approx(120.0));
    CHECK(panel->left_out == 5);
}

TEST_CASE("few own years lean on the kind, and the change file says how much", "[calibration]") {
    auto panel = walking_panel(1, 0.30, 5);
    auto& logs = panel.series[0].logs;
    while (logs.begin()->first < 2008) logs.erase(logs.begin());
    panel.first_year = 2008;
    const auto proposal =
        calibration::propose(panel, panel.series[0].unit, model::info(model::LineKind::tax));
    REQUIRE(proposal);
    CHECK(proposal->own_years == 5);
    CHECK(proposal->own_weight == Approx(1.0 / 3.0));
    CHECK(proposal->own_sd.low < proposal->own_sd.value);
    CHECK(proposal->own_sd.value < proposal->own_sd.high);
    const auto text =
        calibration::change_file(*proposal, model::info(model::LineKind::tax),
                                 {"revenue[tax]", "nominal"}, 3, "revenue", "county.csv");
    CAPTURE(text);
    CHECK(text.find("\"revenue[tax].history_years=5\"") != std::string::npos);
    CHECK(text.find("\"revenue[tax].basis=county.csv 2008-2013\"") != std::string::npos);
    CHECK(text.find("\"drivers[nominal].mean=") != std::string::npos);
}
