// coffer calibrate: what a history says a plan should write, as a change file.
#include <filesystem>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "coffer/calibration/proposal.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/scenario/wording.hpp"
#include "command.hpp"
#include "history_file.hpp"
#include "text_file.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::string history;
    std::string unit;
    std::string place;
    std::string year = "year";
    std::string month;
    std::string value;
    std::optional<std::string> like;
    std::string line;
    std::optional<std::string> driver;
    int years = 5;
    std::optional<std::filesystem::path> out;
};

void describe(Usage& usage, Options& options) {
    usage.argument("HISTORY", file(options.history),
                   {"历史数据表（CSV）：年份、数值，可有地区和月份",
                    "table of histories (CSV): year, values, perhaps unit and month"});
    usage.required_option("--value", "COLUMN", word(options.value),
                          {"要校准的列", "column to calibrate on"},
                          {"不知道用哪一列", "which column is meant is not known"},
                          {"例如 --value budget_revenue", "Such as --value budget_revenue"});
    usage.required_option("--line", "TABLE[ID]", word(options.line),
                          {"写到方案的哪一行", "row of the plan that takes the values"},
                          {"不知道写到哪一行", "where the values go is not known"},
                          {"例如 --line 'revenue[tax]'", "Such as --line 'revenue[tax]'"});
    usage.option("--driver", "ID", word(options.driver),
                 {"共同增速和共同波动写到这个驱动因素",
                  "driver that takes the common growth and its spread"});
    usage.option(
        "--unit", "COLUMN", word(options.unit),
        {"地区所在的列；省略则整表是一个地区", "column of the place; left out: one place"});
    usage.option("--place", "NAME", word(options.place),
                 {"哪个地区；省略则为“与表中各地相似的地区”",
                  "which place; left out: one like those of the table"});
    usage.option("--year", "COLUMN", word(options.year),
                 {"年份所在的列（year）", "column of the year (year)"});
    usage.option("--month", "COLUMN", word(options.month),
                 {"月份所在的列：月度数据按年加总，不足十二个月的年份略去",
                  "column of the month: months are added up, years without twelve are left out"});
    usage.option(
        "--like", "KIND", word(options.like),
        {"数值属于哪一类（docs/line-kinds.zh-CN.md）；缺省按列名推断",
         "kind of the values (docs/line-kinds.md); by default told from the column's name"});
    usage.option("--years", "N", whole(options.years, 1, 50),
                 {"规划年数，用于逐年增速（5）", "plan years, for the growth of each (5)"});
    usage.option("--out", "FILE", file(options.out),
                 {"改动文件；省略则打印", "change file; printed when left out"});
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const auto text = read_history(options.history, diagnostics);
    const auto* kind = kind_of(options.like, options.value, diagnostics);
    std::optional<calibration::Panel> panel;
    if (text && kind != nullptr) {
        panel = calibration::read_panel(*text, options.history,
                                        {options.unit, options.year, options.value, options.month},
                                        diagnostics);
    }
    std::optional<calibration::Proposal> proposal;
    if (panel) {
        const bool alone = options.unit.empty();
        proposal =
            calibration::propose(*panel, alone ? panel->series.front().unit : options.place, *kind);
        // The only place of a table without a column of places has no name.
        if (alone && !proposal) proposal = calibration::propose(*panel, "", *kind);
        if (!proposal) {
            diagnostics.error(
                {options.history, 0, 0},
                options.place.empty()
                    ? Text{"没有相邻两年的数", "there are no two years in a row"}
                    : scenario::say("没有 {} 相邻两年的数", "there are no two years in a row of {}",
                                    scenario::quote(options.place)),
                {"增速要用相邻两年算", "a growth needs the year before"},
                {"请补充历史，或改正 --place。", "Give more history, or correct --place."});
        }
    }
    print(diagnostics, speech);
    if (diagnostics.has_errors()) return mistake;
    const std::string source =
        options.history + " " + options.value + (options.place.empty() ? "" : " " + options.place);
    const std::string content = calibration::change_file(
        *proposal, *kind, {options.line, options.driver}, options.years, options.value, source);
    if (!options.out) return print(content) ? success : failure;
    if (!write_text_file(*options.out, content, speech)) return failure;
    if (speech.quiet()) return success;
    const std::string name = report::printable(options.out->string());
    return print(fmt::format(
               fmt::runtime(speech.chinese()
                                ? "已写入 {0}。接下来：coffer run 方案 --change {0}\n"
                                : "Written to {0}. Next: coffer run PLAN --change {0}\n"),
               name))
               ? success
               : failure;
}

}  // namespace

Command calibrate() {
    return define<Options>(
        {.name = "calibrate",
         .chapter = Chapter::history,
         .summary = {"用历史数据算出增速与波动，写成改动文件",
                     "take growth and spreads from a history, as a change file"},
         .examples = {{"coffer calibrate county.csv --value revenue --line 'revenue[tax]' --driver "
                       "nominal --out calibrated.toml",
                       {"用本县历年数据校准税收和名义增速，再用 --change 采用",
                        "calibrate tax and nominal growth on a county's own years, for --change"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
