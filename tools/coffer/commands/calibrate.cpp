// coffer calibrate: what a history says a plan should write, as a change file.
#include <filesystem>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "coffer/calibration/overruns.hpp"
#include "coffer/calibration/proposal.hpp"
#include "coffer/model/reference_classes.hpp"
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
    std::optional<std::string> value;
    std::optional<std::string> planned, actual;
    std::string reference = "china.infrastructure";
    std::optional<std::uint64_t> months;
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
    usage.option("--value", "COLUMN", word(options.value),
                 {"要校准的列", "column to calibrate on"});
    usage.option("--planned", "COLUMN", word(options.planned),
                 {"完工项目：计划造价或计划工期所在的列，与 --actual 同用",
                  "of finished projects: column of planned costs or durations, with --actual"});
    usage.option("--actual", "COLUMN", word(options.actual),
                 {"完工项目：实际造价或工期所在的列",
                  "of finished projects: column of what they cost or took"});
    usage.option("--class", "CLASS", word(options.reference),
                 {"完工项目不多时所依的参考类（china.infrastructure）",
                  "reference class that few projects lean on (china.infrastructure)"});
    usage.option("--months", "N", whole(options.months, 1, 1200),
                 {"工期写到的那一行计划多少个月：写了它，就是工期而不是造价",
                  "months planned in the row that takes a duration; given, durations and not costs "
                  "are meant"});
    usage.required_option("--line", "TABLE[ID]", word(options.line),
                          {"写到方案的哪一行", "row of the plan that takes the values"},
                          {"不知道写到哪一行", "where the values go is not known"},
                          {"例如 --line 'revenue[tax]'", "Such as --line 'revenue[tax]'"});
    usage.option(
        "--driver", "ID", word(options.driver),
        {"共同增速和共同波动写到这个驱动因素；省略则共同波动也记在这一行",
         "driver that takes the common growth and its spread; left out, the line takes the "
         "common spread too"});
    usage.option(
        "--unit", "COLUMN", word(options.unit),
        {"地区所在的列；省略则整表是一个地区", "column of the place; left out: one place"});
    usage.option("--place", "NAME", word(options.place),
                 {"哪个地区；省略则为“与表中各地相似的地区”；只有一个地区时就是它",
                  "which place; left out: one like those of the table, or the only one there is"});
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
    usage.option("--out", "FILE", written(file(options.out)),
                 {"改动文件；省略则打印", "change file; printed when left out"});
    usage.rule([&options](Diagnostics& diagnostics) {
        const bool projects = options.planned && options.actual;
        if (options.planned.has_value() == options.actual.has_value() &&
            projects != options.value.has_value()) {
            return;
        }
        diagnostics.error(
            {},
            {"要写 --value，或者 --planned 和 --actual",
             "write --value, or --planned and --actual"},
            {"前者是历年的数，后者是完工项目", "the one is for years, the others for projects"},
            {"如 --value revenue，或 --planned plan_cost --actual final_cost。",
             "Such as --value revenue, or --planned plan_cost --actual final_cost."});
    });
}

/// Prints the change file, or writes it where it was asked for.
ExitCode deliver_file(const std::string& content, const Options& options, const Speech& speech) {
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

/// Finished projects become a distribution of overruns or durations.
ExitCode calibrate_overruns(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const auto* reference = model::find_reference_class(options.reference);
    if (reference == nullptr) {
        std::string names;
        for (const auto& each : model::reference_classes()) {
            names += (names.empty() ? "" : ", ") + std::string(each.id);
        }
        diagnostics.error(
            {"--class", 0, 0},
            scenario::say("没有参考类 {}", "there is no reference class {}",
                          scenario::quote(options.reference)),
            scenario::say("有：{}", "there are: {}", names),
            {"见 docs/reference-classes.zh-CN.md。", "See docs/reference-classes.md."});
    }
    const auto text = read_history(options.history, diagnostics);
    std::optional<calibration::FinishedTable> table;
    if (text) {
        table = calibration::read_finished(*text, options.history, *options.planned,
                                           *options.actual, diagnostics);
    }
    print(diagnostics, speech);
    if (!table || diagnostics.has_errors()) return mistake;
    const bool durations = options.months.has_value();
    return deliver_file(
        calibration::overrun_file(*table, durations ? reference->duration : reference->cost,
                                  reference->id,
                                  {options.line, durations ? "duration" : "cost_overrun",
                                   durations ? static_cast<double>(*options.months) : 1.0},
                                  options.history + " " + *options.planned + " " + *options.actual),
        options, speech);
}

ExitCode execute(const Options& options, const Speech& speech) {
    if (options.planned) return calibrate_overruns(options, speech);
    Diagnostics diagnostics;
    const std::string& value = *options.value;
    const auto text = read_history(options.history, diagnostics);
    const auto* kind = kind_of(options.like, value, diagnostics);
    std::optional<calibration::Panel> panel;
    if (text && kind != nullptr) {
        panel = calibration::read_panel(*text, options.history,
                                        {options.unit, options.year, value, options.month},
                                        diagnostics);
    }
    std::optional<calibration::Proposal> proposal;
    if (panel) {
        calibration::leave_out_jumps(*panel);
        proposal = calibration::propose(*panel, options.unit.empty() ? "" : options.place, *kind);
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
        options.history + " " + value + (options.place.empty() ? "" : " " + options.place);
    const std::string content = calibration::change_file(
        *proposal, *kind, {options.line, options.driver}, options.years, value, source);
    return deliver_file(content, options, speech);
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
                        "calibrate tax and nominal growth on a county's own years, for --change"}},
                      {"coffer calibrate finished.csv --planned plan_cost --actual final_cost "
                       "--line 'projects[*]' --out overruns.toml",
                       {"用本县完工项目校准造价超支",
                        "overruns from a county's finished projects"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
