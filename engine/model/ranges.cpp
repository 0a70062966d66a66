#include "ranges.hpp"

#include <cmath>

#include "coffer/scenario/wording.hpp"

namespace coffer::model {

Text describe(const Bounds& bounds, bool percent) {
    using scenario::say;
    const auto shown = [percent](double value) {
        return percent ? fmt::format("{:g}%", value * 100.0) : fmt::format("{:g}", value);
    };
    Text text;
    if (std::isfinite(bounds.least)) {
        text = bounds.least_excluded ? say("大于 {}", "above {}", shown(bounds.least))
                                     : say("不小于 {}", "at least {}", shown(bounds.least));
    }
    if (std::isfinite(bounds.most)) {
        const Text upper = bounds.most_excluded
                               ? say("小于 {}", "below {}", shown(bounds.most))
                               : say("不大于 {}", "at most {}", shown(bounds.most));
        text.zh += (text.zh.empty() ? "" : "、") + upper.zh;
        text.en += (text.en.empty() ? "" : " and ") + upper.en;
    }
    return text;
}

Text describe(const WholeBounds& bounds) {
    return scenario::say("须是 {} 到 {} 的整数", "a whole number from {} to {} is wanted",
                         bounds.least, bounds.most);
}

}  // namespace coffer::model
