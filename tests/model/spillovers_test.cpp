// Spillovers between drivers: what the table becomes, and mistakes in it.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/built_model.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::build;
using test::Files;

namespace {

Files with(const std::string& rows) {
    Files files = test::minimal_files();
    files["spillovers.csv"] = "driver,on,coefficient\n" + rows;
    return files;
}

}  // namespace

TEST_CASE("spillovers are read", "[model][drivers]") {
    Diagnostics diagnostics;
    const auto m = build(with("prices,lpr,-0.8\nlpr,prices,0.05\n"), diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(m);
    CHECK(diagnostics.sorted().empty());
    REQUIRE(m->drivers[0].spillovers.size() == 1);  // lpr
    CHECK(m->drivers[0].spillovers[0].from.value == 1);
    CHECK(m->drivers[0].spillovers[0].coefficient == 0.05);
    REQUIRE(m->drivers[1].spillovers.size() == 1);
    CHECK(m->drivers[1].spillovers[0].from.value == 0);
    CHECK(m->drivers[1].spillovers[0].coefficient == -0.8);
}

TEST_CASE("mistakes in spillovers", "[model][drivers][diagnostics]") {
    struct Mistake {
        std::string rows, where, words;
    };
    // Persistences 0.95 (lpr) and 0.9 (prices): with coefficients a and b the eigenvalues are
    // 0.925 +- sqrt(0.025^2 + a b), so that a b = 0.005 is the limit.
    const std::vector<Mistake> mistakes = {
        {"prices,lqr,0.1\n", "s/spillovers.csv:2:8", "unknown driver"},
        {"prices,prices,0.1\n", "s/spillovers.csv:2:8", "its persistence"},
        {"prices,lpr,0.1\nprices,lpr,0.2\n", "s/spillovers.csv:3:1", "stands twice"},
        {"prices,lpr,\n", "s/spillovers.csv:2:", "coefficient is blank"},
        {"prices,lpr,200\n", "s/spillovers.csv:2:12", "at most 100"},
        {"prices,lpr,0.2\nlpr,prices,0.12\n",
         "s/spillovers.csv:", "spectral radius of the transition"},
        {"prices,lpr,0.2\nlpr,prices,0.12\n", "s/spillovers.csv:", "1.0819"},
        {"prices,lpr,0.2\nlpr,prices,0.12\n", "s/spillovers.csv:", "times 0.45"},
    };
    for (const auto& mistake : mistakes) {
        Diagnostics diagnostics;
        const auto m = build(with(mistake.rows), diagnostics);
        INFO(mistake.rows << "\n" << test::shown(diagnostics));
        const auto found = diagnostics.sorted();
        REQUIRE(found.size() == 1);
        CHECK(test::is_complete(found[0]));
        CHECK_FALSE(m.has_value());
        const std::string text = test::shown(found[0]);
        CHECK(text.starts_with(mistake.where));
        CHECK(text.find(mistake.words) != std::string::npos);
    }
    // Just below the limit; and one way only, however strong, it dies away.
    for (const std::string rows : {"prices,lpr,0.2\nlpr,prices,0.0249\n", "prices,lpr,50\n"}) {
        Diagnostics diagnostics;
        CHECK(build(with(rows), diagnostics));
        CHECK(diagnostics.sorted().empty());
    }
}
