#include "colleague.hpp"

#include <string>

namespace coffer::tool {

void StrictOption::describe(Usage& usage) {
    usage.flag("--strict", strict, {"警告当作错误，退出码 2", "warnings are errors: exit code 2"});
}

Diagnostics StrictOption::applied_to(const Diagnostics& diagnostics) const {
    if (!strict) return diagnostics;
    Diagnostics all;
    for (const Diagnostic& entry : diagnostics.sorted()) {
        all.error(entry.at, entry.problem, entry.why, entry.suggestion);
    }
    return all;
}

Diagnostics with_some(const Diagnostics& diagnostics, const audit::Findings& findings) {
    constexpr std::size_t shown = 3;
    Diagnostics some = diagnostics;
    audit::Findings first = findings;
    if (first.warnings.size() > shown) first.warnings.resize(shown);
    audit::add_to(some, first);
    if (findings.warnings.size() > shown) {
        const std::string more = std::to_string(findings.warnings.size() - shown);
        some.warning({}, {"另有 " + more + " 处数字存疑", more + " more figures are doubtful"},
                     {"推演照常进行", "the forecast is made all the same"},
                     {"coffer check 逐条列出。", "coffer check lists them."});
    }
    return some;
}

}  // namespace coffer::tool
