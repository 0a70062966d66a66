#include "sketch_option.hpp"

#include <utility>

namespace coffer::tool {

void SketchOption::describe(Usage& usage) {
    usage.flag("--sketch", given,
               {"不保留各路径，边算边计数：内存不随路径数增长，分位数误差不超过 0.05%",
                "count paths instead of keeping them: memory does not grow with their number, "
                "quantiles to within 0.05 % of their value"});
}

void SketchOption::check(bool until, bool even_draws, Diagnostics& diagnostics) const {
    const auto refuse = [&diagnostics](const std::string& other, Text why) {
        diagnostics.error(
            {}, {"--sketch 不能与 " + other + " 同用", "--sketch does not go with " + other},
            std::move(why), {"请去掉其中一个。", "Leave out one of the two."});
    };
    if (!given) return;
    if (until) refuse("--until", {"--until 要回头看已算的路径", "--until looks at paths again"});
    if (even_draws) {
        refuse("--even-draws", {"均匀布点的误差要从整组路径估计",
                                "errors of even draws are told from whole sets of paths"});
    }
}

std::string SketchOption::told(Language language) const {
    if (!given) return "";
    return language == Language::chinese ? "分位数、尾部均值和完工月份由计数得出，误差不超过其值的 "
                                           "0.05%；均值和概率是准确的\n"
                                         : "Quantiles, tail means and months of finishes come from "
                                           "counts, to within 0.05 % of "
                                           "their value; means and probabilities are exact\n";
}

}  // namespace coffer::tool
