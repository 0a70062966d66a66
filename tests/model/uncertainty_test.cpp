// Catches: the old volatility accepted or answered with the wrong value, defaults of the wrong kind
// or where nobody asked for them, fans too narrow that nobody hears of.
#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "coffer/model/build.hpp"
#include "coffer/model/growth_weights.hpp"
#include "coffer/model/narrow_fans.hpp"
#include "support/built_model.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::build;
using test::Files;

namespace {

/// The minimal scenario with one line of revenue.
Files with_revenue(const std::string& columns, const std::string& cells,
                   const std::string& category = "own", const std::string& account = "general") {
    Files files = test::minimal_files();
    files["revenue.csv"] = "id,name_zh,name_en,account,category,base" + columns +
                           "\ntaxes,税,Tax," + account + "," + category + ",6000" + cells + "\n";
    files.erase("sensitivities.csv");
    return files;
}

model::Uncertainty luck_of(const Files& files) {
    Diagnostics diagnostics;
    const auto model = build(files, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model);
    return model->revenue.front().flow.uncertainty;
}

std::string complaints(const Files& files) {
    Diagnostics diagnostics;
    static_cast<void>(build(files, diagnostics));
    return test::shown(diagnostics);
}

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("volatility is answered with what to write instead", "[model][diagnostics]") {
    // Two draws a year apart: sqrt(2) times 5 %.
    const auto flow = complaints(with_revenue(",volatility", ",5%"));
    CHECK(has(flow, "volatility is no more"));
    CHECK(has(flow, "annual_sd = 7.07% and permanent = 0"));
    CHECK(complaints(with_revenue(",volatility", ",")).empty());
    // A growth of persistence 0.9 gets 1/1.29 of it: the study's 1.31 is for a half-life of six.
    Files files = test::minimal_files();
    test::replace(files, "drivers.csv", "annual_sd,basis", "volatility,basis");
    const auto driver = complaints(files);
    const double k = model::growth_weights(model::even_months(), 0.9).year_sd;
    CHECK(has(driver, fmt::format("annual_sd = {:.3g}%", k)));
    CHECK(k == Approx(1.0 / 1.29).epsilon(0.02));
}

TEST_CASE("the weights of a year are those of the study", "[model]") {
    const double half_lives[] = {0.0, 2.0, 3.0, 6.0, 12.0};
    const double published[] = {4.24, 1.86, 1.60, 1.31, 1.16};
    for (int i = 0; i < 5; ++i) {
        const auto weights =
            model::growth_weights(model::even_months(), model::persistence_of(half_lives[i]));
        CHECK(1.0 / weights.year_sd == Approx(published[i]).margin(0.006));
    }
}

TEST_CASE("a line that says nothing takes the history of its kind", "[model]") {
    const auto general = luck_of(with_revenue(",annual_sd", ","));
    CHECK(general.annual_sd == Approx(std::hypot(0.12, 0.045)));
    CHECK(general.permanent == 0.75);
    CHECK(general.month_sd == 0.02);
    CHECK(luck_of(with_revenue(",annual_sd", ",", "transfer")).annual_sd ==
          Approx(std::hypot(0.12, 0.065)));
    CHECK(luck_of(with_revenue(",annual_sd", ",", "own", "fund")).permanent == 0.5);
    CHECK(luck_of(with_revenue(",annual_sd,like", ",,non_tax")).permanent == 0.3);
    CHECK(luck_of(with_revenue(",annual_sd,like", ",,none")).annual_sd == 0.0);
    CHECK(luck_of(with_revenue(",annual_sd", ",0")).annual_sd == 0.0);
    // A table that has no such column does not speak of uncertainty.
    CHECK(luck_of(with_revenue("", "")).annual_sd == 0.0);
    // What is common comes with a driver.
    Files files = with_revenue(",annual_sd", ",");
    files["sensitivities.csv"] = "item,driver,elasticity\ntaxes,prices,1\n";
    CHECK(luck_of(files).annual_sd == 0.12);
}

TEST_CASE("luck is shared by account unless a shock is named", "[model]") {
    Files files = with_revenue(",annual_sd,shock", ",10%,");
    files["revenue.csv"] +=
        "fees,费,Fees,general,own,100,5%,\nlone,独,Lone,general,own,100,5%,own\n";
    Diagnostics diagnostics;
    const auto model = build(files, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model);
    const auto shock = [&](std::size_t i) {
        return model->shocks[model->revenue[i].flow.uncertainty.shock->value].id;
    };
    CHECK(shock(0) == "general");
    CHECK(shock(1) == "own");
    CHECK(shock(2) == "general");
    // Correlated with expenditure as in history, unless the plan says otherwise.
    Files both = files;
    both["expenditure.csv"] =
        "id,name_zh,name_en,category,account,base,annual_sd\n"
        "roads,路,Roads,other,general,500,8%\n";
    for (const std::string correlation : {"", "0.2"}) {
        if (!correlation.empty()) {
            both["correlations.csv"] =
                "driver_a,driver_b,correlation\nexpenditure,general," + correlation + "\n";
        }
        Diagnostics found;
        const auto correlated = build(both, found);
        INFO(test::shown(found));
        REQUIRE(correlated);
        double product = 0.0;
        const auto& first = correlated->shocks[0].year_factor;
        const auto& second = correlated->shocks[1].year_factor;
        for (const auto& [a, x] : first) {
            for (const auto& [b, y] : second) product += a == b ? x * y : 0.0;
        }
        CHECK(product == Approx(correlation.empty() ? 0.44 : 0.2));
    }
}

TEST_CASE("fans narrower than a third of their kind's are listed", "[model]") {
    const auto narrow = [](const std::string& sd) {
        Diagnostics diagnostics;
        const auto model = build(with_revenue(",annual_sd", sd), diagnostics);
        REQUIRE(model);
        for (const auto& each : model::narrow_fans(*model)) {
            if (each.id == "taxes") return each.sd;
        }
        return -1.0;
    };
    CHECK(narrow(",3%") == 0.03);
    CHECK(narrow(",0") == 0.0);
    CHECK(narrow(",5%") == -1.0);
    CHECK(narrow(",") == -1.0);
}

TEST_CASE("mistakes in how lines vary", "[model][diagnostics]") {
    CHECK(has(complaints(with_revenue(",annual_sd", ",-5%")), "at least 0%"));
    CHECK(has(complaints(with_revenue(",annual_sd,like", ",5%,taxes")), "\"tax\""));
    CHECK(has(complaints(with_revenue(",annual_sd,month_sd", ",5%,40%")), "at most 25%"));
    CHECK(has(complaints(with_revenue(",permanent", ",50%")), "nothing varies"));
    Files files = test::minimal_files();
    test::replace(files, "drivers.csv", "persistence,annual_sd",
                  "persistence,half_life_months,annual_sd");
    test::replace(files, "drivers.csv", ",0.9,1%", ",0.9,6,1%");
    test::replace(files, "drivers.csv", ",0.95,0.3%", ",0.95,,0.3%");
    CHECK(has(complaints(files), "half_life_months says the same thing"));
}
