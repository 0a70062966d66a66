// Catches: capacities and demands that contradict each other, or could never be met, and are
// accepted all the same; messages that point to the wrong row.
#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "dump.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;

namespace {

const std::string capacities =
    "id,name_zh,name_en,kind,amount,unused,basis\n"
    "crew,队,Crew,renewable,2;3,,A2\n"
    "land,地,Land,quota,100.5;50,carries_over,A2\n"
    "office,批,Office,throughput,1.5,,A2\n";
const std::string demands =
    "project,stage,capacity,units,basis\n"
    "road,land,crew,1,A2\n"
    "plant,construction,crew,3,A2\n"
    "plant,construction,land,120.125,A2\n"
    "plant,approval,office,1,A2\n";

std::string edited(std::string text, const std::string& from, const std::string& to) {
    if (from.empty()) return text + to;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// All messages of the minimal scenario with these two tables.
std::string complaints(const std::string& first, const std::string& second) {
    auto files = test::minimal_files();
    files["capacities.csv"] = first;
    files["demands.csv"] = second;
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    const auto model = model::build(*document, diagnostics);
    CHECK(model.has_value() != diagnostics.has_errors());
    for (const auto& diagnostic : diagnostics.sorted()) CHECK(test::is_complete(diagnostic));
    return test::shown(diagnostics);
}

}  // namespace

TEST_CASE("capacities: the right plan has no complaint", "[model][capacities]") {
    CHECK(complaints(capacities, demands).empty());
}

TEST_CASE("capacities: each mistake is told where it stands", "[model][capacities]") {
    const struct {
        bool in_demands;
        std::string from, to, at, words;
    } mistakes[] = {
        {false, "2;3", "3;2", "capacities.csv:2:23", "a renewable capacity falls"},
        {false, "2;3", "2;3.0001", "capacities.csv:2:23", "more than three decimals"},
        {false, "2;3", "-2;3", "capacities.csv:2:23", "-2"},
        {false, "renewable", "crews", "capacities.csv:2:13", "quota, throughput, renewable"},
        {false, "1.5,,", "1.5,lapses,", "capacities.csv:4:32", "unused has no meaning"},
        {false, "carries_over", "keeps", "capacities.csv:3:28", "lapses, carries_over"},
        {false, "land,地", "crew,地", "capacities.csv:3:1", "is taken"},
        {false, "", "idle,闲,Idle,quota,5,,A2\n", "capacities.csv:5:1", "is not used"},
        {false, "2;3", "0;3", "capacities.csv:2:1", "stages under way hold"},
        {true, "road,land,crew,1", "road,land,crew,0", "demands.csv:2:16", "0"},
        {true, "crew,3", "crew,3.5", "demands.csv:3:25", "has at most 3"},
        {true, "120.125", "201", "demands.csv:4:25", "has at most 200.5"},
        {true, "120.125", "120.1251", "demands.csv:4:25", "more than three decimals"},
        {true, "office,1", "office,2", "demands.csv:5:23", "has at most 1.5"},
        {true, "crew,3", "crews,3", "demands.csv:3:20", "Did you mean"},
        {true, "plant,construction,crew", "plants,construction,crew", "demands.csv:3:1",
         "Did you mean"},
        {true, "plant,construction,crew", "plant,land,crew", "demands.csv:3:7",
         "lists no stage land"},
        {true, "plant,construction,crew", "plant,build,crew", "demands.csv:3:7", "construction"},
        {true, "road,land,crew", "road,land,office", "demands.csv:2:6", "is under way"},
        {true, "", "plant,construction,crew,1,A2\n", "demands.csv:6:20", "stands twice"},
        {true, "", "road,construction,land,90,A2\n", "capacities.csv:3:1",
         "stages need 210.125 of"},
    };
    for (const auto& mistake : mistakes) {
        const auto said = mistake.in_demands
                              ? complaints(capacities, edited(demands, mistake.from, mistake.to))
                              : complaints(edited(capacities, mistake.from, mistake.to), demands);
        CAPTURE(mistake.from, mistake.to, said);
        CHECK(said.find("s/" + mistake.at + ":") != std::string::npos);
        CHECK(said.find(mistake.words) != std::string::npos);
    }
}

TEST_CASE("capacities: the order of rows does not matter", "[model][capacities]") {
    const auto dumped = [](const std::string& first, const std::string& second) {
        auto files = test::minimal_files();
        files["capacities.csv"] = first;
        files["demands.csv"] = second;
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
        REQUIRE(document);
        const auto model = model::build(*document, diagnostics);
        REQUIRE(model);
        return test::dump(*model);
    };
    const auto reversed = [](const std::string& text) {
        std::vector<std::string> lines;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) lines.push_back(line + "\n");
        std::string result = lines.front();
        for (std::size_t i = lines.size(); i-- > 1;) result += lines[i];
        return result;
    };
    CHECK(reversed(demands) != demands);
    CHECK(dumped(capacities, demands) == dumped(reversed(capacities), reversed(demands)));
}

TEST_CASE("capacities: a pipeline takes none", "[model][capacities]") {
    const auto pipeline = test::minimal_files().at("pipelines.csv");
    const auto line = pipeline.rfind('\n', pipeline.size() - 2) + 1;
    const std::string id = pipeline.substr(line, pipeline.find(',', line) - line);
    const auto said = complaints(capacities, demands + id + ",construction,crew,1,A2\n");
    CAPTURE(id, said);
    CHECK(said.find("is a pipeline") != std::string::npos);
}
