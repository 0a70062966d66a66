// The results workbook as a spreadsheet program reads it: every sheet of the core tables is the
// table of the same name among the result files, and live formulas show what they compute.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include <catch2/catch.hpp>

#include "program.hpp"
#include "support/csv_rows.hpp"

using namespace coffer::tool::test;
using coffer::testing::csv_lines;
using coffer::testing::file_text;

namespace {

using Lines = std::vector<std::vector<std::string>>;

/// "12.5" or "12.5%".
std::optional<double> number_in(const std::string& cell) {
    char* end = nullptr;
    const double value = std::strtod(cell.c_str(), &end);
    if (end == cell.c_str()) return std::nullopt;
    const std::string rest = end;
    if (rest == "%") return value / 100.0;
    return rest.empty() ? std::optional(value) : std::nullopt;
}

/// What LibreOffice reads in each sheet of the workbook, numbers unrounded, by the sheet's name.
std::map<std::string, Lines> sheets_of(const TemporaryFolder& work, const std::string& book) {
    const std::string command =
        "cd '" + work.path().string() + "' && soffice -env:UserInstallation=file://" +
        work.at("home") +
        " --headless --convert-to "
        "'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1' "
        "--outdir sheets " +
        book + " > /dev/null 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
    std::map<std::string, Lines> sheets;
    const std::string stem = fs::path(book).stem().string() + "-";
    for (const auto& entry : fs::directory_iterator(work.path() / "sheets")) {
        const std::string name = entry.path().stem().string();
        REQUIRE(name.starts_with(stem));
        sheets[name.substr(stem.size())] = csv_lines(file_text(entry.path()));
    }
    return sheets;
}

/// The places of the columns that a sheet in `language` shows: without the other one's names.
std::vector<std::size_t> shown_columns(const std::vector<std::string>& header,
                                       const std::string& language) {
    const std::string other = language == "zh" ? "_en" : "_zh";
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (header[i] != "row" && !header[i].ends_with(other)) places.push_back(i);
    }
    return places;
}

/// Cells of a sheet's table that are not those of the result file: amounts in the unit of the run,
/// to the fifteen digits that LibreOffice writes.
std::size_t cells_that_differ(const Lines& sheet, const Lines& file, double unit,
                              const std::string& language) {
    const auto places = shown_columns(file.front(), language);
    std::size_t differ = 0;
    for (std::size_t row = 1; row < file.size(); ++row) {
        // A title and the headings stand above.
        const auto& cells = sheet.at(row + 1);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const std::string& column = file.front()[places[i]];
            const std::string& wanted = file[row][places[i]];
            const bool head =
                column.ends_with("_" + language) || column == "id" || column == "month";
            if (head || wanted.empty()) {
                // A month is a date of the sheet: "2021-02" is "02/01/2021".
                const std::string day =
                    column == "month" ? wanted.substr(5) + "/01/" + wanted.substr(0, 4) : wanted;
                const bool same = cells.at(i) == day;
                differ += same ? 0 : 1;
                continue;
            }
            const bool share = column == "done" || column == "time" || column == "planned_done";
            const double value = *number_in(wanted) / (share ? 1.0 : unit);
            const auto shown = number_in(cells.at(i));
            differ += shown && std::abs(*shown - value) <= 1e-12 * std::abs(value) + 1e-13 ? 0 : 1;
        }
    }
    return differ;
}

}  // namespace

// Catches: a sheet that is missing or in disorder, a column under another's heading, amounts in
// another unit, rows cut, and formulas whose stored result is not their result.
TEST_CASE("LibreOffice reads the core tables out of the results workbook", "[workbook][slow]") {
    if (std::system("command -v soffice > /dev/null") != 0) {
        WARN("SKIPPED: no soffice");
        std::puts("SKIPPED: no soffice");
        return;
    }
    const TemporaryFolder work;
    const std::string plan =
        (coffer::testing::source_folder() / "scenarios" / "guzhang-2020").string();
    struct Case {
        std::string language, unit;
        double yuan;
        std::map<std::string, std::string> sheets;  ///< by the file's name
    };
    for (const Case& each : {Case{"zh",
                                  "亿元",
                                  1e8,
                                  {{"funds", "年度资金安排表"},
                                   {"debt_service", "偿债计划表"},
                                   {"debt_instruments", "逐笔偿债计划表"},
                                   {"balance", "收支平衡表"},
                                   {"progress", "序时进度表"},
                                   {"department_progress", "分单位序时进度表"}}},
                             Case{"en",
                                  "wan",
                                  1e4,
                                  {{"funds", "funds"},
                                   {"debt_service", "debt_service"},
                                   {"debt_instruments", "debt_instruments"},
                                   {"balance", "balance"},
                                   {"progress", "progress"},
                                   {"department_progress", "department_progress"}}}}) {
        INFO(each.language);
        const std::string book = each.language + ".xlsx";
        const Result ran =
            call(work, {"run", plan, "--paths", "200", "--quiet", "--out", each.language, "--xlsx",
                        book, "--lang", each.language, "--unit", each.unit});
        INFO(ran.err);
        REQUIRE(ran.code == 0);
        const auto sheets = sheets_of(work, book);
        for (const auto& [file, sheet] : each.sheets) {
            INFO(file);
            REQUIRE(sheets.contains(sheet));
            const Lines table = csv_lines(file_text(work.path() / each.language / (file + ".csv")));
            REQUIRE(table.size() > 5);
            REQUIRE(sheets.at(sheet).size() >= table.size() + 1);
            CHECK(cells_that_differ(sheets.at(sheet), table, each.yuan, each.language) == 0);
        }
        // Of everything that readers are given there is a sheet.
        for (const char* name : {"targets", "first_hits", "tiers", "assumptions", "charts"}) {
            const std::map<std::string, std::string> chinese{{"targets", "目标"},
                                                             {"first_hits", "首次发生"},
                                                             {"tiers", "债务风险等级"},
                                                             {"assumptions", "假设"},
                                                             {"charts", "图表"}};
            CHECK(sheets.contains(each.language == "zh" ? chinese.at(name) : name));
        }
        fs::remove_all(work.path() / "sheets");
    }
}
