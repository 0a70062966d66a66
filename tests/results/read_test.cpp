// What is written is read back: a report of a folder shows the figures of the run.
#include "coffer/results/read.hpp"

#include <catch2/catch.hpp>

#include "coffer/results/folder.hpp"
#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;

namespace {

RunResults sample() {
    RunResults results{test::manifest(), test::forecast(), {}, {}, {}, {}};
    results.forecast.names["series:loans"] = {"贷款", "=Loans"};
    results.forecast.targets[0].name = {"目标,\"一\"", "-Target"};
    results.books = {{2020,
                      "pool:bond",
                      "drawn:g01",
                      {"资金来源：债券", "Source: bond"},
                      {"拨付：高速公路", "Drawn: Motorway"},
                      -12345678901.23}};
    results.dues = {{2020, "source:bond", {"债券", "=Bond"}, 0.01, 12345678901.23}};
    results.departments = {{{2020, 1}, "@县交通局", 1.25, 0.0}, {{2020, 2}, "@县交通局", 0.0, 2.5}};
    results.assumptions = {{"A1",
                            {"假设", "Statement"},
                            "@reason",
                            "source\nof two lines",
                            {{"projects", 3}, {"stages", 12}}}};
    return results;
}

void write_to(const std::filesystem::path& folder, const RunResults& results) {
    Diagnostics troubles;
    REQUIRE(
        write(folder, run_files(results), results.manifest, false, [] { return 0.0; }, troubles));
}

}  // namespace

TEST_CASE("results are read back as they were written") {
    const test::TemporaryFolder place;
    const RunResults written = sample();
    write_to(place.path() / "r", written);
    Diagnostics diagnostics;
    const auto read = read_run(place.path() / "r", diagnostics);
    REQUIRE(read);
    CHECK(read->changed.empty());
    const RunResults& found = read->results;
    // The files are the whole of it, so equal files are equal results.
    const auto before = run_files(written);
    const auto after = run_files(found);
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        INFO(before[i].name);
        // Quantiles have no bounds in what is read.
        if (before[i].name != "intervals.csv") CHECK(after[i].content == before[i].content);
    }
    CHECK(found.manifest.scenario_name == written.manifest.scenario_name);
    CHECK(found.manifest.changes == written.manifest.changes);
    CHECK(found.manifest.seed == written.manifest.seed);
    CHECK(found.forecast.paths == written.forecast.paths);
    CHECK(found.forecast.names == written.forecast.names);
    CHECK(found.assumptions[0].source == written.assumptions[0].source);
}

TEST_CASE("a folder that is no finished run is refused") {
    const test::TemporaryFolder place;
    Diagnostics diagnostics;
    CHECK_FALSE(read_run(place.path(), diagnostics));
    CHECK(diagnostics.error_count() == 1);

    Manifest replay = test::manifest();
    replay.command = "replay";
    replay.path = 3;
    Diagnostics troubles;
    REQUIRE(write(place.path() / "p", {}, replay, false, [] { return 0.0; }, troubles));
    CHECK_FALSE(read_run(place.path() / "p", diagnostics));
    for (const char* text : {"", "[", "{}", "{\"made_by\":\"coffer\",\"command\":\"run\"}",
                             "{\"made_by\":1,\"complete\":true,\"command\":[]}"}) {
        INFO(text);
        test::put(place.path() / "m" / "manifest.json", text);
        Diagnostics mistakes;
        CHECK_FALSE(read_run(place.path() / "m", mistakes));
        CHECK(mistakes.has_errors());
    }
}

TEST_CASE("what was edited is told, what cannot be read is refused") {
    const test::TemporaryFolder place;
    write_to(place.path() / "r", sample());
    const auto targets = place.path() / "r" / "targets.csv";
    const std::string text = testing::read_text(targets);
    test::put(targets, text + "\n");
    Diagnostics diagnostics;
    const auto read = read_run(place.path() / "r", diagnostics);
    REQUIRE(read);
    CHECK(read->changed == std::vector<std::string>{"targets.csv"});

    std::string broken = text;
    broken.replace(broken.find("0.875"), 5, "often");
    test::put(targets, broken);
    CHECK_FALSE(read_run(place.path() / "r", diagnostics));
    CHECK(diagnostics.has_errors());
}
