// Heavy tails, crises and jumps: what the fields become, and mistakes in them.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/built_model.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::build;
using test::Files;

namespace {

const std::string crisis = "\n[crisis]\nentry = 0.01\nexit = 0.2\n";

/// The minimal scenario with these columns more in drivers.csv, filled for prices and blank for
/// lpr, and more settings.
Files with(const std::string& columns, const std::string& cells, const std::string& settings) {
    Files files = test::minimal_files();
    std::string blanks;
    for (const char c : columns) blanks += c == ',' ? "," : "";
    test::replace(files, "drivers.csv", "annual_sd,basis", "annual_sd,basis," + columns);
    test::replace(files, "drivers.csv", "0.9,1%,A1", "0.9,1%,A1," + cells);
    test::replace(files, "drivers.csv", "0.3%,A1", "0.3%,A1," + blanks);
    files["scenario.toml"] += settings;
    return files;
}

}  // namespace

TEST_CASE("drivers with heavy tails, crises and jumps", "[model][drivers]") {
    Diagnostics diagnostics;
    const auto m = build(with("degrees_of_freedom,crisis_shift,crisis_volatility,jump_probability,"
                              "jump_mean,jump_sd",
                              "5,-2%,1.5,1%,-3%,4%", crisis),
                         diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(m);
    CHECK(diagnostics.sorted().empty());
    REQUIRE(m->crisis);
    CHECK(m->crisis->entry == 0.01);
    CHECK(m->crisis->exit == 0.2);
    const auto& prices = m->drivers[1];
    CHECK(prices.degrees_of_freedom == 5.0);
    CHECK(prices.crisis_shift == -0.02);
    CHECK(prices.crisis_volatility == 1.5);
    CHECK(prices.jump_probability == 0.01);
    CHECK(prices.jump_mean == -0.03);
    CHECK(prices.jump_sd == 0.04);
    const auto& lpr = m->drivers[0];
    CHECK_FALSE(lpr.degrees_of_freedom);
    CHECK(lpr.crisis_volatility == 1.0);
    CHECK(lpr.jump_probability == 0.0);
}

TEST_CASE("mistakes in heavy tails, crises and jumps", "[model][drivers][diagnostics]") {
    struct Mistake {
        std::string columns, cells, settings, where;
        std::string words;
    };
    const std::string prices = "s/drivers.csv:4:";
    const std::vector<Mistake> mistakes = {
        {"degrees_of_freedom", "2", "", prices, "2 degrees of freedom are too few"},
        {"degrees_of_freedom", "-3", "", prices, "must be at least 0"},
        {"degrees_of_freedom", "many", "", prices, "not a number"},
        {"crisis_shift", "-2%", "", prices, "has no crisis.entry"},
        {"crisis_volatility", "2", "", prices, "has no crisis.entry"},
        {"crisis_shift", "-200%", crisis, prices, "at least -100%"},
        {"crisis_volatility", "20", crisis, prices, "at most 10"},
        {"crisis_volatility", "-1", crisis, prices, "at least 0"},
        {"jump_probability,jump_mean", "60%,1%", "", prices, "at most 50%"},
        {"jump_probability,jump_sd", "1%,-1%", "", prices, "at least 0%"},
        {"jump_probability", "1%", "", prices, "the jumps have no size"},
        {"jump_mean", "1%", "", prices, "without jump_probability there is no jump"},
        {"jump_sd", "1%", "", prices, "without jump_probability there is no jump"},
        {"jump_size", "1%", "", "s/drivers.csv:3:", "jump_size"},
        {"crisis_shift", "-2%", "\n[crisis]\nentry = 0\nexit = 0.2\n",
         "s/scenario.toml:", "above 0%"},
        {"crisis_shift", "-2%", "\n[crisis]\nentry = 0.6\nexit = 0.2\n",
         "s/scenario.toml:", "at most 50%"},
        {"crisis_shift", "-2%", "\n[crisis]\nentry = 0.01\nexit = 0\n",
         "s/scenario.toml:", "above 0%"},
        {"crisis_shift", "-2%", "\n[crisis]\nentry = 0.01\n", "s/scenario.toml",
         "crisis.exit is blank"},
        {"crisis_shift", "-2%", "\n[crisis]\nexit = 0.01\n", "s/scenario.toml",
         "crisis.entry is blank"},
        {"crisis_shift", "", crisis, "s/scenario.toml:", "warning: no driver changes in a crisis"},
    };
    for (const auto& mistake : mistakes) {
        Diagnostics diagnostics;
        const auto m = build(with(mistake.columns, mistake.cells, mistake.settings), diagnostics);
        INFO(mistake.columns << "=" << mistake.cells << mistake.settings << "\n"
                             << test::shown(diagnostics));
        const auto found = diagnostics.sorted();
        REQUIRE(found.size() == 1);
        CHECK(test::is_complete(found[0]));
        CHECK(m.has_value() == (found[0].severity == Severity::warning));
        const std::string text = test::shown(found[0]);
        CHECK(text.starts_with(mistake.where));
        CHECK(text.find(mistake.words) != std::string::npos);
    }
    // A driver that does not vary has no tails and no spread to multiply.
    for (const std::string column : {"degrees_of_freedom", "crisis_volatility"}) {
        Files files = with(column, "3", column == "crisis_volatility" ? crisis : "");
        test::replace(files, "drivers.csv", "0.9,1%", "0.9,0");
        Diagnostics diagnostics;
        CHECK_FALSE(build(files, diagnostics));
        INFO(test::shown(diagnostics));
        REQUIRE(diagnostics.sorted().size() == 1);
        CHECK(test::shown(diagnostics).find("annual_sd is 0") != std::string::npos);
    }
}

TEST_CASE("a jump probability of 0 switches jumps off", "[model][drivers]") {
    Diagnostics diagnostics;
    const auto m = build(with("jump_probability,jump_mean", "0,1%", ""), diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(m);
    CHECK(diagnostics.sorted().empty());
}
