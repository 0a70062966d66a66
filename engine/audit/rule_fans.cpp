// Lines whose fan is narrower than history says of their kind.
#include <fmt/format.h>

#include "coffer/model/narrow_fans.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {

using scenario::quote;
using scenario::say;

Warnings narrow_fans(const Subject& subject) {
    Warnings found;
    for (const auto& fan : model::narrow_fans(subject.model)) {
        const std::string table = fan.at.file.substr(fan.at.file.find_last_of('/') + 1);
        const auto& kind = model::info(fan.kind);
        found.push_back(
            {"narrow-fan",
             table.substr(0, table.find('.')) + "/" + fan.id,
             fan.at,
             fan.sd == 0.0
                 ? say("{} 没有任何波动", "{} does not vary at all", quote(fan.id))
                 : say("{0} 一年增速的标准差只有 {1:.1f}%",
                       "a year's growth of {0} has a standard deviation of {1:.1f} % only",
                       quote(fan.id), 100.0 * fan.sd),
             say("历史上{0}是 {2:.1f}%", "history says {2:.1f} % of {1}", kind.name.zh,
                 kind.name.en, 100.0 * fan.usual),
             {"annual_sd 留空即取这一类的历史；确有把握（如合同已定）请在 acknowledgements.csv "
              "说明。",
              "Leave annual_sd blank for the history of its kind; what is known for sure, a "
              "contract, can be acknowledged."}});
    }
    return found;
}

}  // namespace coffer::audit
