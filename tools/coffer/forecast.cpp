#include "forecast.hpp"

#include <string>

#include <fmt/format.h>

#include "memory.hpp"

namespace coffer::tool {
namespace {

std::string memory_text(std::uint64_t bytes) {
    const auto count = static_cast<double>(bytes);
    return count < 1e9 ? fmt::format("{:.1f} MB", count / 1e6)
                       : fmt::format("{:.2f} GB", count / 1e9);
}

}  // namespace

void check_memory(const plan::Plan& plan, const run::Options& options,
                  std::optional<std::uint64_t> limit, Diagnostics& diagnostics) {
    const std::uint64_t needed = run::memory_needed(plan, options);
    if (!limit) limit = available_memory();
    if (!limit || needed <= *limit) return;
    diagnostics.error({}, {"内存不够", "not enough memory"},
                      {fmt::format("{} 条路径最多需要 {}，只有 {}", options.paths,
                                   memory_text(needed), memory_text(*limit)),
                       fmt::format("{} paths may need {}, there is {}", options.paths,
                                   memory_text(needed), memory_text(*limit))},
                      {"减少 --paths；coffer run 还可用 --figures 少留指标，或用 --sketch 只计数；"
                       "也可用 --max-memory 放宽上限。",
                       "Take fewer --paths; coffer run also keeps less with --figures, or counts "
                       "only with --sketch; or raise the limit with --max-memory."});
}

std::optional<run::Outcome> forecast(const plan::Plan& plan, const run::Options& options,
                                     const Speech& speech) {
    auto outcome = [&] {
        ProgressBar bar(speech);
        return run::run(plan, options, [&](std::uint64_t done, std::uint64_t total) {
            bar.show(done, total);
            return !stop_requested();
        });
    }();
    // Ctrl-C while the last paths were summarised: the user does not want the files any more.
    if (stop_requested()) return std::nullopt;
    return outcome;
}

ExitCode report_out_of_range(const Speech& speech, std::uint64_t path) {
    Diagnostics diagnostics;
    const std::string number = std::to_string(path);
    diagnostics.error({},
                      {"路径 " + number + " 上有金额超过 22.5 万亿元",
                       "an amount on path " + number + " is beyond 22.5 trillion yuan"},
                      {"超过后不能精确到分，结果不可用，没有写任何文件",
                       "beyond it amounts are not exact to the fen, so the figures cannot be used; "
                       "nothing was written"},
                      {"请检查金额单位、增长率、波动率和弹性。",
                       "Check units of amounts, growth, volatilities and elasticities."});
    print(diagnostics, speech);
    return mistake;
}

ExitCode report_stop(const Speech& speech) {
    if (!speech.quiet()) {
        print_error(speech.chinese() ? "已停止，没有写任何文件。\n"
                                     : "Stopped; nothing was written.\n");
    }
    return stopped;
}

}  // namespace coffer::tool
