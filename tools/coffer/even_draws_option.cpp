#include "even_draws_option.hpp"

#include <fmt/format.h>

#include "coffer/analysis/common_chances.hpp"

namespace coffer::tool {

void EvenDrawsOption::describe(Usage& usage) {
    usage.flag(
        "--even-draws", given,
        {"年度共同因素改用随机化的 Sobol 点，在路径间散布得更均匀",
         "spread what years have in common evenly over the paths (randomised Sobol points)"});
}

void EvenDrawsOption::check(const Loaded& loaded, const run::Options& how,
                            Diagnostics& diagnostics) const {
    if (!given) return;
    if (loaded.model.simulation.median) {
        diagnostics.error({}, {"--even-draws 没有可布的点", "--even-draws has nothing to spread"},
                          {"simulation.draws 为 median，各路径都一样",
                           "simulation.draws is median, so all paths are alike"},
                          {"去掉 --even-draws，或用 --set simulation.draws=random。",
                           "Leave out --even-draws, or use --set simulation.draws=random."});
    }
    if (how.paths < run::least_even_paths) {
        diagnostics.error(
            {},
            {fmt::format("--even-draws 时 {} 条路径太少", how.paths),
             fmt::format("{} paths are too few for --even-draws", how.paths)},
            {"误差由 16 组独立的布点估计，每组至少要 16 条路径",
             "errors are told from 16 independent sets of points, of at least 16 paths each"},
            {fmt::format("请用 --paths {} 以上；2 的整数次幂最好，如 8192、16384。",
                         run::least_even_paths),
             fmt::format("Use --paths {} or more; powers of two are best, like 8192 or 16384.",
                         run::least_even_paths)});
    }
}

kernel::Draws EvenDrawsOption::applied_to(const plan::Plan& plan, const run::Options& how) const {
    return given ? analysis::even_draws(plan, how) : how.draws;
}

std::string EvenDrawsOption::told(const run::Options& how, Language language) const {
    if (!given) return "";
    const auto* steering = how.draws.steering();
    const std::size_t spread =
        steering == nullptr || steering->points() == nullptr ? 0 : steering->points()->dimensions();
    return fmt::format(
        fmt::runtime(
            language == Language::chinese
                ? "{} 个共同因素均匀布点；均值、分位数和目标概率的误差由 16 组独立的布点估计\n"
                : "{} common factors were spread evenly; errors of means, quantiles and "
                  "targets are told from 16 independent sets of points\n"),
        spread);
}

}  // namespace coffer::tool
