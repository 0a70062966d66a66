// What officers get wrong is found where it stands, and plans that are right are left alone.
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "coffer/audit/audit.hpp"
#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/scenario/changes.hpp"
#include "planted.hpp"

using namespace coffer;
using test::Files;
using test::Planted;

namespace {

Diagnostics checked(const Files& files, const std::vector<std::string>& other_files) {
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    if (!document) return diagnostics;
    document->other_files = other_files;
    const auto model = model::build(*document, diagnostics);
    const auto plan = model ? plan::compile(*model, diagnostics) : std::nullopt;
    const auto trial = plan ? audit::try_out(*plan) : std::nullopt;
    audit::add_to(diagnostics,
                  trial ? audit::audit(*document, *model, *trial) : audit::audit_tables(*document));
    return diagnostics;
}

bool is_found(const Planted& mistake, const Diagnostics& diagnostics) {
    for (const Diagnostic& entry : diagnostics.sorted()) {
        if (entry.at.file == "s/" + mistake.file &&
            (mistake.line == 0 || entry.at.line == mistake.line)) {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("the project's own plans raise no doubts", "[audit]") {
    for (const char* scenario : {"minimal", "guzhang-2020", "wanghua-2021"}) {
        INFO(scenario);
        const auto diagnostics = checked(test::files_of(scenario), {"README.md"});
        INFO(test::shown(diagnostics));
        CHECK(diagnostics.sorted().empty());
    }
}

TEST_CASE("planted mistakes are found where they stand", "[audit]") {
    // Since the clean scenarios say nothing, any message at the place is about the mistake.
    const auto mistakes = test::planted_mistakes();
    REQUIRE(mistakes.size() >= 241);
    std::map<std::string, std::pair<int, int>> by_kind;  // found, planted
    std::string missed;
    std::size_t found = 0;
    for (const Planted& mistake : mistakes) {
        const auto diagnostics = checked(mistake.files, mistake.other_files);
        const bool seen = is_found(mistake, diagnostics);
        found += seen ? 1 : 0;
        by_kind[mistake.kind].first += seen ? 1 : 0;
        by_kind[mistake.kind].second += 1;
        if (seen) continue;
        missed += mistake.kind + ": " + mistake.scenario + " " + mistake.what + " (line " +
                  std::to_string(mistake.line) + ")\n";
        for (const Diagnostic& entry : diagnostics.sorted()) {
            missed += "    " + format(entry, Language::english) + "\n";
        }
    }
    std::string kinds;
    for (const auto& [kind, counts] : by_kind) {
        kinds += fmt::format("{}: {} of {}\n", kind, counts.first, counts.second);
    }
    INFO(kinds << missed);
    CHECK(static_cast<double>(found) >= 0.95 * static_cast<double>(mistakes.size()));
}

TEST_CASE("one slip has one suspect, the cell that is wrong", "[audit]") {
    // Catches: a second, innocent row that is "most likely" out by ten.
    struct Slip {
        const char* table;
        const char* from;
        const char* to;
        int line;
    };
    for (const Slip& slip :
         {Slip{"expenditure.csv", "0.2万", "0.2亿", 7}, Slip{"debt.csv", ",7.90,", ",79000,", 3}}) {
        Files files = test::files_of("guzhang-2020");
        std::string& table = files.at(slip.table);
        const std::size_t at = table.find(slip.from);
        REQUIRE(at != std::string::npos);
        table.replace(at, std::string(slip.from).size(), slip.to);
        const auto diagnostics = checked(files, {});
        INFO(test::shown(diagnostics));
        for (const Diagnostic& entry : diagnostics.sorted()) {
            const bool accuses = entry.suggestion.en.find("Most likely") != std::string::npos;
            if (accuses)
                CHECK(entry.at.file + ":" + std::to_string(entry.at.line) ==
                      "s/" + std::string(slip.table) + ":" + std::to_string(slip.line));
        }
        CHECK_FALSE(diagnostics.sorted().empty());
    }
}

TEST_CASE("an unexplained gap accuses no innocent row", "[audit]") {
    // Catches: the largest debt, or any row that could explain a sum, accused of what a figure
    // elsewhere does; and no help at all where a few rows could explain it.
    const auto suggestions = [](const char* scenario, const char* table, const std::string& from,
                                const std::string& to) {
        Files files = test::files_of(scenario);
        std::string& text = files.at(table);
        const std::size_t at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        std::string all;
        for (const Diagnostic& entry : checked(files, {}).sorted()) {
            all += format(entry, Language::english) + "\n";
        }
        return all;
    };
    const std::string transfers =
        suggestions("wanghua-2021", "revenue.csv", "transfer,4.70", "transfer,0.47");
    INFO(transfers);
    CHECK(transfers.find("Most likely") == std::string::npos);
    CHECK(transfers.find("revenue.csv:6:82 base \"0.47\"") != std::string::npos);
    const std::string cash =
        suggestions("minimal", "scenario.toml", "cash_floor = 500", "cash_floor = \"500亿\"");
    INFO(cash);
    CHECK(cash.find("[debt-service") == std::string::npos);
    const std::string tight =
        suggestions("wanghua-2021", "taxpayers.csv", "64,1.02,5.0%,45%", "90,1.02,5.0%,30%");
    INFO(tight);
    CHECK(tight.find("[debt-service") == std::string::npos);
}
