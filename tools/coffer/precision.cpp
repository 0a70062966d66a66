#include "precision.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/scenario/wording.hpp"
#include "coffer/statistics/weights.hpp"
#include "forecast.hpp"
#include "memory.hpp"

namespace coffer::tool {
namespace {

/// A figure of which all paths agree has no spread to take an error from: as far as its interval
/// reaches.
double error_of(const statistics::Estimate& estimate) {
    if (estimate.se > 0.0 || !estimate.interval.low || !estimate.interval.high) return estimate.se;
    return (*estimate.interval.high - *estimate.interval.low) /
           (2.0 * statistics::errors_either_side);
}

std::vector<Reached> reached_by(const plan::Plan& plan, const kernel::PathStore& paths,
                                const std::vector<Precision>& wanted, bool dealt) {
    std::vector<Reached> all;
    for (const Precision& each : wanted) {
        const auto values = analysis::values_on(plan, paths, each.measure);
        all.push_back({each, error_of(analysis::estimate_of(each.measure, values, dealt))});
    }
    return all;
}

/// Times as many paths as errors ask for that fall with their root.
double factor_of(const std::vector<Reached>& reached) {
    double factor = 1.0;
    for (const Reached& each : reached) {
        const double ratio = each.se / std::max(each.wanted.most, 1e-300);
        factor = std::max(factor, ratio * ratio);
    }
    return factor;
}

/// With two digits of the error that was asked for at least.
std::string error_text(double value, const Precision& wanted, const results::Telling& telling,
                       Language language) {
    double unit = 1.0;
    Text after;
    switch (wanted.measure.scale()) {
        case analysis::Measure::Scale::money: {
            unit = info(telling.unit).yuan;
            const Text name = report::unit_name(telling.unit);
            after = {" " + name.zh, " (" + name.en + ")"};
            break;
        }
        case analysis::Measure::Scale::months:
            after = {" 个月", " months"};
            break;
        case analysis::Measure::Scale::probability:
        case analysis::Measure::Scale::ratio:
            unit = 0.01;
            after = {"%", "%"};
            break;
        case analysis::Measure::Scale::count:
            break;
    }
    const int digits =
        std::clamp(static_cast<int>(std::ceil(-std::log10(wanted.most / unit))) + 1, 1, 12);
    return fmt::format("{:.{}f}", value / unit, digits) + after.in(language);
}

/// "0.2%", "50万元", "0.5个月" or "0.5 months", by what the figure is in.
std::optional<double> read_error(std::string text, const analysis::Measure& measure, Month start) {
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    if (measure.scale() != analysis::Measure::Scale::months) {
        return analysis::read_value(text, measure.scale(), start);
    }
    for (const std::string_view unit : {"个月", "months", "month"}) {
        if (!text.ends_with(unit)) continue;
        text.erase(text.size() - unit.size());
        text.erase(text.find_last_not_of(' ') + 1);
        return analysis::read_value(text, analysis::Measure::Scale::count, start);
    }
    return std::nullopt;
}

Text units_of(const analysis::Measure& measure) {
    switch (measure.scale()) {
        case analysis::Measure::Scale::money:
            return {"金额，如 50万元", "an amount, like 50wan"};
        case analysis::Measure::Scale::months:
            return {"月数，如 0.5个月", "a number of months, like 0.5 months"};
        case analysis::Measure::Scale::count:
            return {"数，如 0.1", "a number, like 0.1"};
        default:
            return {"百分比，如 0.2%", "a percentage, like 0.2%"};
    }
}

}  // namespace

void PrecisionOptions::describe(Usage& usage) {
    usage.option("--until", "PRECISION", words(until),
                 {"加路径直到标准误够小，可重复，如 'se(P(no_arrears))<=0.2%'",
                  "take more paths until standard errors are small, repeatable, like "
                  "'se(P(no_arrears))<=0.2%'"});
    usage.option("--max-time", "SECONDS", number(max_seconds, 0.001, 1e9),
                 {"与 --until 一起用：最多算多少秒", "with --until: seconds at most"});
    usage.rule([this](Diagnostics& diagnostics) {
        if (!max_seconds || !until.empty()) return;
        diagnostics.error(
            {}, {"--max-time 要与 --until 一起用", "--max-time goes with --until"},
            {"没有 --until 就只算一次", "without --until there is one run of known size"},
            {"如 --until 'se(P(no_arrears))<=0.2%' --max-time 60。",
             "For example --until 'se(P(no_arrears))<=0.2%' --max-time 60."});
    });
}

std::vector<Precision> PrecisionOptions::read(const plan::Plan& plan,
                                              Diagnostics& diagnostics) const {
    std::vector<Precision> all;
    for (const std::string& text : until) {
        const Position at{"--until", 0, 0};
        // Where in the text of the option, from 1.
        const auto wrong = [&](std::size_t place, Text why) {
            diagnostics.error(
                {at.file, 1, static_cast<int>(place) + 1},
                scenario::say("{} 读不懂", "{} cannot be read", scenario::quote(text)),
                std::move(why), {"如 se(P(no_arrears))<=0.2%。", "Like se(P(no_arrears))<=0.2%."});
        };
        const auto sign = text.rfind("<=");
        const auto open = text.find("se(");
        const auto close = sign == std::string::npos ? sign : text.rfind(')', sign);
        if (open != 0) {
            wrong(0, {"须写成 se(指标)<=值", "it must be written as se(figure)<=value"});
            continue;
        }
        if (close == std::string::npos || close < 3) {
            wrong(text.size(), {"须写成 se(指标)<=值", "it must be written as se(figure)<=value"});
            continue;
        }
        auto measure =
            analysis::read_measure(text.substr(3, close - 3), plan, {at.file, 1, 4}, diagnostics);
        if (!measure) continue;
        const auto most = read_error(text.substr(sign + 2), *measure, plan.start);
        if (!most) {
            const Text units = units_of(*measure);
            wrong(sign + 2, {"这里的标准误须是" + units.zh,
                             "the standard error must be " + units.en + " here"});
            continue;
        }
        if (!(*most > 0.0)) {
            wrong(sign + 2, {"标准误须大于 0", "a standard error must be above 0"});
            continue;
        }
        all.push_back({std::move(*measure), *most, text});
    }
    return all;
}

std::optional<PreciseOutcome> forecast_until(const plan::Plan& plan, run::Options options,
                                             const std::vector<Precision>& wanted,
                                             const PrecisionOptions& limits,
                                             std::optional<std::uint64_t> max_memory,
                                             const Speech& speech) {
    constexpr double most_growth = 8.0;  // errors of few paths are known badly
    constexpr double spare = 1.05;
    const auto begin = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    if (!max_memory) max_memory = available_memory();
    PreciseOutcome result;
    while (true) {
        const double started = seconds();
        auto paths = [&] {
            ProgressBar bar(speech);
            return run::simulate(plan, options, [&](std::uint64_t done, std::uint64_t total) {
                bar.show(done, total);
                return !stop_requested();
            });
        }();
        if (!paths) return std::nullopt;
        result.outcome.timings = paths->timings;
        result.outcome.threads = paths->threads;
        result.outcome.out_of_range = paths->out_of_range;
        result.paths = options.paths;
        if (paths->out_of_range) return result;
        result.reached = reached_by(plan, paths->store, wanted, run::weights_of(options).dealt());
        const bool enough = std::all_of(result.reached.begin(), result.reached.end(),
                                        [](const Reached& each) { return each.enough(); });
        const double growth = std::min(factor_of(result.reached) * spare, most_growth);
        run::Options next = options;
        next.paths = static_cast<std::uint64_t>(
            std::min(static_cast<double>(options.paths) * growth, 4294967295.0));
        if (!enough && limits.max_seconds) {
            // What is left of the time, at the speed of this run.
            const double left = *limits.max_seconds - seconds();
            const double a_path = (seconds() - started) / static_cast<double>(options.paths);
            const double affordable = left / a_path;
            if (affordable < static_cast<double>(next.paths)) {
                result.out_of_time = affordable <= static_cast<double>(options.paths) * 1.2;
                next.paths = static_cast<std::uint64_t>(std::max(affordable, 0.0));
            }
        }
        if (!enough && max_memory && run::memory_needed(plan, next) > *max_memory) {
            result.out_of_memory = true;
        }
        const bool stuck = next.paths <= options.paths;
        if (enough || result.out_of_time || result.out_of_memory || stuck) {
            result.outcome.forecast =
                run::describe(plan, paths->store, run::weights_of(options), paths->threads);
            result.out_of_time = result.out_of_time || (!enough && stuck);
            if (stop_requested()) return std::nullopt;
            return result;
        }
        options = next;
    }
}

std::string told(const PreciseOutcome& outcome, const results::Telling& telling,
                 Language language) {
    const bool chinese = language == Language::chinese;
    std::string text;
    for (const Reached& each : outcome.reached) {
        const auto shown = [&](double value) {
            return error_text(value, each.wanted, telling, language);
        };
        const std::string verdict =
            each.enough() ? (chinese ? "达到" : "reached")
            : outcome.out_of_memory
                ? (chinese ? "没有达到：内存不够" : "not reached: memory would not hold more paths")
                : (chinese ? "没有达到：时间到了" : "not reached: the time is up");
        text += chinese ? fmt::format("{}：{} 条路径的标准误为 {}，要求 {}，{}\n",
                                      each.wanted.measure.text, outcome.paths, shown(each.se),
                                      shown(each.wanted.most), verdict)
                        : fmt::format("{}: standard error {} with {} paths, asked for {}, {}\n",
                                      each.wanted.measure.text, shown(each.se), outcome.paths,
                                      shown(each.wanted.most), verdict);
    }
    return text;
}

}  // namespace coffer::tool
