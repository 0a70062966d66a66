// Common factors: what the fields become, and mistakes in them.
#include <catch2/catch.hpp>

#include "coffer/base/stream.hpp"
#include "coffer/model/build.hpp"
#include "support/built_model.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::build;
using test::Files;

namespace {

/// The minimal scenario with these loadings, and a sector for its first project or for none.
Files with(const std::string& loadings, const std::string& sector) {
    Files files = test::minimal_files();
    files["scenario.toml"] += "\n[common_factors]\n" + loadings;
    std::string& projects = files["projects.csv"];
    std::string changed;
    bool heading = true;
    for (std::size_t begin = 0; begin < projects.size();) {
        const auto end = std::min(projects.find('\n', begin), projects.size());
        const std::string line = projects.substr(begin, end - begin);
        const bool row = !line.empty() && line.front() != '#';
        changed += line;
        if (row) changed += heading ? ",sector" : "," + sector;
        changed += "\n";
        if (row) heading = false;
        begin = end + 1;
    }
    projects = changed;
    return files;
}

}  // namespace

TEST_CASE("common factors are read", "[model][common_factors]") {
    Diagnostics diagnostics;
    const auto m = build(with("duration_sector = 0.4\nduration_year = \"20%\"\ncost_sector = 0.6\n"
                              "cost_year = 0.8\n",
                              "水利"),
                         diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(m);
    CHECK(diagnostics.sorted().empty());
    CHECK(m->common_factors.duration_sector == 0.4);
    CHECK(m->common_factors.duration_year == 0.2);
    CHECK(m->common_factors.cost_sector == 0.6);
    CHECK(m->common_factors.cost_year == 0.8);
    for (const auto& project : m->projects) {
        CHECK(project.sector == "水利");
        CHECK(project.sector_stream == stream_of("sector", "水利"));
    }
}

TEST_CASE("mistakes in common factors", "[model][common_factors][diagnostics]") {
    struct Mistake {
        std::string loadings, sector, where, words;
    };
    const std::vector<Mistake> mistakes = {
        {"cost_sector = \"120%\"\n", "roads", "s/scenario.toml:", "at most 100%"},
        {"cost_sector = -0.2\n", "roads", "s/scenario.toml:", "at least 0%"},
        {"cost_sector = \"much\"\n", "roads", "s/scenario.toml:", "not a number"},
        {"cost_district = 0.2\n", "roads", "s/scenario.toml:", "cost_district"},
        {"duration_sector = 0.8\nduration_year = 0.7\n", "roads",
         "s/scenario.toml:", "the squares of duration_sector and duration_year sum to more than 1"},
        {"cost_sector = 0.8\ncost_year = 0.7\n", "roads", "s/scenario.toml:", "1.1300"},
        {"cost_sector = 0.5\n", "", "s/scenario.toml:", "warning: no project has a sector"},
        {"duration_sector = 0.5\n", "", "s/scenario.toml:", "warning: no project has a sector"},
    };
    for (const auto& mistake : mistakes) {
        Diagnostics diagnostics;
        const auto m = build(with(mistake.loadings, mistake.sector), diagnostics);
        INFO(mistake.loadings << "\n" << test::shown(diagnostics));
        const auto found = diagnostics.sorted();
        REQUIRE(found.size() == 1);
        CHECK(test::is_complete(found[0]));
        CHECK(m.has_value() == (found[0].severity == Severity::warning));
        const std::string text = test::shown(found[0]);
        CHECK(text.starts_with(mistake.where));
        CHECK(text.find(mistake.words) != std::string::npos);
    }
    // A year's shock needs no sector.
    Diagnostics diagnostics;
    CHECK(build(with("cost_year = 0.5\n", ""), diagnostics));
    CHECK(diagnostics.sorted().empty());
}
