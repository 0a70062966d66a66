#include "unit_check.hpp"

#include "coffer/scenario/wording.hpp"

namespace coffer::scenario {

void check_units(const Document& document, const std::vector<Cell>& units,
                 Diagnostics& diagnostics) {
    const auto setting = document.settings.find("scenario.unit");
    if (setting == document.settings.end() || setting->second.items.size() != 1) return;
    const std::string& unit = setting->second.items.front().text;
    for (const Cell& heading : units) {
        if (heading.text == unit) continue;
        diagnostics.error(
            heading.at,
            say("这里写的单位是{}，方案的金额单位是{}",
                "the unit named here is {}, that of the plan is {}", heading.text, unit),
            {"没有写单位的金额一律按方案的单位", "amounts without a unit are in that of the plan"},
            {"请统一单位，或在金额后写单位，如 2.2亿。",
             "Use one unit, or write it after the amounts, as 2.2亿."});
    }
}

}  // namespace coffer::scenario
