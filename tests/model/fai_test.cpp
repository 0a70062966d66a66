// How fixed-asset investment is counted: what the fields become, and mistakes in them.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/built_model.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::build;
using test::Files;

namespace {

Files with(const std::string& settings) {
    Files files = test::minimal_files();
    files["scenario.toml"] += "\n[fai]\n" + settings;
    return files;
}

}  // namespace

TEST_CASE("the FAI policy is read", "[model][fai]") {
    Diagnostics diagnostics;
    auto m = build(with("threshold = \"300万\"\nland = \"excluded\"\nbasis = \"progress\"\n"
                        "lag_months = 2\ncarried_in = 500\n"),
                   diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(m);
    CHECK(diagnostics.sorted().empty());
    CHECK(m->fai.threshold == Money::from_fen(300'000'000));
    CHECK_FALSE(m->fai.land_counts);
    CHECK(m->fai.basis == model::FaiPolicy::Basis::progress);
    CHECK(m->fai.lag_months == 2);
    CHECK(m->fai.carried_in == Money::from_fen(500'000'000));

    m = build(test::minimal_files(), diagnostics);
    REQUIRE(m);
    CHECK(m->fai.threshold == Money::from_fen(500'000'000));
    CHECK(m->fai.land_counts);
    CHECK(m->fai.basis == model::FaiPolicy::Basis::expenditure);
    CHECK(m->fai.lag_months == 0);
}

TEST_CASE("the FAI threshold decides where fai_share is blank", "[model][fai]") {
    // The two projects of the minimal scenario have 120 and 80 million yuan, one of them 90 %.
    const auto shares = [](const std::string& threshold, bool blank) {
        Files files = with("threshold = \"" + threshold + "\"\n");
        if (blank) {
            test::replace(files, "projects.csv", "90%", "");
            test::replace(files, "projects.csv", "100%", "");
        }
        Diagnostics diagnostics;
        const auto m = build(files, diagnostics);
        INFO(test::shown(diagnostics));
        REQUIRE(m);
        double sum = 0.0;
        for (const auto& project : m->projects) sum += project.fai_share;
        return sum;
    };
    CHECK(shares("500万", true) == 2.0);
    CHECK(shares("8000万", true) == 2.0);  // at the threshold it counts
    CHECK(shares("1亿", true) == 1.0);
    CHECK(shares("2亿", true) == 0.0);
    CHECK(shares("2亿", false) == 1.9);
}

TEST_CASE("mistakes in the FAI policy", "[model][fai][diagnostics]") {
    struct Mistake {
        std::string settings, words;
    };
    const std::vector<Mistake> mistakes = {
        {"threshold = -5\n", "negative"},
        {"land = \"none\"\n", "one of"},
        {"basis = \"spending\"\n", "one of"},
        {"lag_months = 12\n", "from 0 to 11"},
        {"lag_months = \"soon\"\n", "a whole number from 0 to 11"},
        {"carried_in = 500\n", "without fai.lag_months"},
        {"lag_months = 1\ncarried_in = -1\n", "negative"},
        {"share = 1\n", "fai.share"},
    };
    for (const auto& mistake : mistakes) {
        Diagnostics diagnostics;
        const auto m = build(with(mistake.settings), diagnostics);
        INFO(mistake.settings << "\n" << test::shown(diagnostics));
        const auto found = diagnostics.sorted();
        REQUIRE(found.size() == 1);
        CHECK(test::is_complete(found[0]));
        CHECK_FALSE(m.has_value());
        const std::string text = test::shown(found[0]);
        CHECK(text.starts_with("s/scenario.toml:"));
        CHECK(text.find(mistake.words) != std::string::npos);
    }
}
