// coffer backtest: how well forecasts of years that have passed would have done.
#include "coffer/calibration/backtest.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "coffer/report/text_table.hpp"
#include "coffer/results/csv.hpp"
#include "coffer/results/folder.hpp"
#include "command.hpp"
#include "history_file.hpp"

namespace coffer::tool::commands {
namespace {

struct Range {
    int first = 0;
    int last = 0;
};

struct Options {
    std::string panel;
    std::string unit;
    std::string year = "year";
    std::vector<std::string> values;
    std::optional<std::string> like;
    Range origins{0, 0};
    Range horizons{1, 3};
    std::uint64_t paths = 2000;
    std::uint64_t seed = 1;
    int threads = 0;
    std::optional<std::filesystem::path> out;
};

/// "2006-2012", or one number.
Value range(Range& target, int least, int most) {
    return value<Range>(target, [least, most](const std::string& text) -> Parsed<Range> {
        Range read;
        const char* end = text.data() + text.size();
        auto place = std::from_chars(text.data(), end, read.first);
        read.last = read.first;
        if (place.ec == std::errc() && place.ptr != end && *place.ptr == '-') {
            place = std::from_chars(place.ptr + 1, end, read.last);
        }
        if (place.ec != std::errc() || place.ptr != end || read.first < least || read.last > most ||
            read.last < read.first) {
            return {std::nullopt,
                    {fmt::format("应是 {} 至 {} 之间的范围，例如 {}-{}", least, most, least,
                                 std::min(most, least + 2)),
                     fmt::format("it must be a range within {} to {}, such as {}-{}", least, most,
                                 least, std::min(most, least + 2))}};
        }
        return {read, {}};
    });
}

void describe(Usage& usage, Options& options) {
    usage.argument(
        "PANEL", file(options.panel),
        {"历史数据表（CSV）：地区、年份、数值", "table of histories (CSV): unit, year, values"});
    usage.option(
        "--unit", "COLUMN", word(options.unit),
        {"地区所在的列；省略则整表是一个地区", "column of the place; left out: one place"});
    usage.option("--year", "COLUMN", word(options.year),
                 {"年份所在的列（year）", "column of the year (year)"});
    usage.required_option("--value", "COLUMN", words(options.values),
                          {"要回测的列，可以多个", "column to test, may be repeated"},
                          {"不知道回测哪一列", "which column to test is not known"},
                          {"例如 --value budget_revenue", "Such as --value budget_revenue"});
    usage.option(
        "--like", "KIND", word(options.like),
        {"数值属于哪一类（docs/line-kinds.zh-CN.md）；缺省按列名推断",
         "kind of the values (docs/line-kinds.md); by default told from the column's name"});
    usage.required_option("--origins", "FROM-TO", range(options.origins, 1900, 2200),
                          {"从哪些年末作预测", "years at whose end forecasts are made"},
                          {"不知道从哪一年预测", "where forecasts begin is not known"},
                          {"例如 --origins 2006-2012", "Such as --origins 2006-2012"});
    usage.option("--horizons", "FROM-TO", range(options.horizons, 1, 30),
                 {"预测几年以后（1-3）", "how many years ahead (1-3)"});
    usage.option("--paths", "N", whole(options.paths, 100, 1'000'000),
                 {"每次预测的路径数（2000）", "paths of each forecast (2000)"});
    usage.option("--seed", "N", whole(options.seed), {"随机数种子（1）", "seed of the draws (1)"});
    usage.option("--threads", "N", whole(options.threads, 1, 1024),
                 {"线程数；缺省用满", "threads; all there are by default"});
    usage.option(
        "--out", "DIR", written(folder(options.out)),
        {"结果写入的目录：scores.csv、pit.csv", "folder for results: scores.csv, pit.csv"});
}

std::string horizon_of(const calibration::ScoreRow& row) {
    return row.horizon == 0 ? "all" : std::to_string(row.horizon);
}

results::File scores_file(const std::vector<calibration::Backtest>& tests) {
    results::CsvWriter csv(
        "value,horizon,n,coverage50,coverage80,coverage90,crps,crps_last_value,crps_own_drift,"
        "crps_pooled_drift");
    for (const auto& test : tests) {
        for (const auto& row : test.rows) {
            csv.text(test.value).raw(horizon_of(row)).value(static_cast<std::uint64_t>(row.n));
            csv.value(row.coverage50).value(row.coverage80).value(row.coverage90);
            csv.value(row.crps).value(row.crps_last_value);
            csv.value(row.crps_own_drift).value(row.crps_pooled_drift).end_row();
        }
    }
    return {"scores.csv", csv.content_for_spreadsheets()};
}

results::File more_scores_file(const std::vector<calibration::Backtest>& tests) {
    results::CsvWriter csv("value,horizon,n,crps_last_growth,interval_score90,kupiec90");
    for (const auto& test : tests) {
        for (const auto& row : test.rows) {
            csv.text(test.value).raw(horizon_of(row)).value(static_cast<std::uint64_t>(row.n));
            csv.value(row.crps_last_growth).value(row.interval).value(row.kupiec).end_row();
        }
    }
    return {"more_scores.csv", csv.content_for_spreadsheets()};
}

results::File pit_file(const std::vector<calibration::Backtest>& tests) {
    results::CsvWriter csv("value,decile,share,low,high");
    for (const auto& test : tests) {
        for (std::size_t i = 0; i < test.deciles.size(); ++i) {
            const auto& decile = test.deciles[i];
            csv.text(test.value).value(static_cast<std::uint64_t>(i + 1));
            csv.value(decile.share).value(decile.low).value(decile.high).end_row();
        }
    }
    return {"pit.csv", csv.content_for_spreadsheets()};
}

results::File forecasts_file(const std::vector<calibration::Backtest>& tests) {
    results::CsvWriter csv("value,unit,origin,horizon,pit,crps");
    for (const auto& test : tests) {
        for (const auto& score : test.scores) {
            csv.text(test.value).text(score.unit);
            csv.value(static_cast<std::uint64_t>(score.origin));
            csv.value(static_cast<std::uint64_t>(score.horizon));
            csv.value(score.pit).value(score.crps).end_row();
        }
    }
    return {"forecasts.csv", csv.content_for_spreadsheets()};
}

results::File left_out_file(
    const std::vector<std::pair<calibration::Panel, const model::LineKindInfo*>>& panels) {
    results::CsvWriter csv("value,unit,year,why");
    for (const auto& [panel, kind] : panels) {
        for (const auto& cell : panel.left_out) {
            csv.text(panel.value).text(cell.unit);
            csv.value(static_cast<std::uint64_t>(cell.year));
            csv.raw(calibration::word(cell.why)).end_row();
        }
    }
    return {"left_out.csv", csv.content_for_spreadsheets()};
}

std::string table_of(const std::vector<calibration::Backtest>& tests, const Speech& speech) {
    using report::Align;
    const bool zh = speech.chinese();
    report::TextTable table({{zh ? "指标" : "value", Align::left},
                             {zh ? "年数" : "horizon", Align::right},
                             {zh ? "预测数" : "forecasts", Align::right},
                             {"50 %", Align::right},
                             {"80 %", Align::right},
                             {"90 %", Align::right},
                             {"CRPS", Align::right},
                             {zh ? "比照搬上年" : "/ last value", Align::right},
                             {zh ? "比自身趋势" : "/ own drift", Align::right},
                             {zh ? "比共同趋势" : "/ pooled drift", Align::right}});
    const auto ratio = [](double a, double b) {
        return b > 0.0 ? fmt::format("{:.2f}", a / b) : std::string("-");
    };
    for (const auto& test : tests) {
        for (const auto& row : test.rows) {
            table.add({test.value, horizon_of(row), std::to_string(row.n),
                       fmt::format("{:.1f}", 100.0 * row.coverage50),
                       fmt::format("{:.1f}", 100.0 * row.coverage80),
                       fmt::format("{:.1f}", 100.0 * row.coverage90),
                       fmt::format("{:.4f}", row.crps), ratio(row.crps, row.crps_last_value),
                       ratio(row.crps, row.crps_own_drift),
                       ratio(row.crps, row.crps_pooled_drift)});
        }
    }
    return (zh ? "\n落在预测区间内的比例（%）与 CRPS（对数，越小越好）；all 为 1 至 3 年\n\n"
               : "\nShare of outcomes inside the fans (%), and CRPS (logs, less is better); all: 1 "
                 "to 3 "
                 "years\n\n") +
           table.render();
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const auto text = read_history(options.panel, diagnostics);
    std::vector<std::pair<calibration::Panel, const model::LineKindInfo*>> panels;
    for (const auto& column : options.values) {
        if (!text) break;
        const auto* kind = kind_of(options.like, column, diagnostics);
        auto panel = calibration::read_panel(*text, options.panel,
                                             {options.unit, options.year, column, ""}, diagnostics);
        if (panel && kind != nullptr) panels.emplace_back(std::move(*panel), kind);
    }
    if (options.out && !diagnostics.has_errors()) {
        static_cast<void>(results::check_folder(*options.out, std::nullopt, diagnostics));
    }
    print(diagnostics, speech);
    if (diagnostics.has_errors()) return mistake;

    catch_stop_signals();
    ProgressBar bar(speech);
    calibration::BacktestOptions how;
    how.first_origin = options.origins.first;
    how.last_origin = options.origins.last;
    how.first_horizon = options.horizons.first;
    how.last_horizon = options.horizons.last;
    how.paths = options.paths;
    how.seed = options.seed;
    how.threads = options.threads;
    std::vector<calibration::Backtest> tests;
    for (std::size_t i = 0; i < panels.size(); ++i) {
        auto test =
            calibration::backtest(panels[i].first, *panels[i].second, how, [&](int done, int all) {
                bar.show(i * static_cast<std::uint64_t>(all) + static_cast<std::uint64_t>(done),
                         panels.size() * static_cast<std::uint64_t>(all));
                return !stop_requested();
            });
        if (!test) return stopped;
        tests.push_back(std::move(*test));
    }
    if (options.out) {
        Diagnostics writing;
        if (!results::write_folder(*options.out,
                                   {scores_file(tests), more_scores_file(tests), pit_file(tests),
                                    forecasts_file(tests), left_out_file(panels)},
                                   std::nullopt, writing)) {
            print(writing, speech);
            return failure;
        }
    }
    if (speech.quiet()) return success;
    return print(table_of(tests, speech)) ? success : failure;
}

}  // namespace

Command backtest() {
    return define<Options>(
        {.name = "backtest",
         .chapter = Chapter::history,
         .summary = {"用历史检验：当年若作预测，后来的数有多少落在区间内",
                     "test on history: would forecasts of past years have held what came"},
         .examples = {{"coffer backtest panel.csv --unit city --value budget_revenue --origins "
                       "2006-2012 --horizons 1-5 --out scores",
                       {"每年只用此前的数据校准并预测，打分写入 scores",
                        "calibrate on earlier years only, forecast, and write scores"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
