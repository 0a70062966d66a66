#include "unit_check.hpp"

#include <algorithm>
#include <string_view>

#include "coffer/scenario/wording.hpp"

namespace coffer::scenario {
namespace {

/// A unit of time as people write it.
struct TimeUnit {
    std::vector<std::string_view> words;
    Text name;
};

const std::vector<TimeUnit>& time_units() {
    static const std::vector<TimeUnit> all = {
        {{"月", "个月", "months", "month", "mo", "m"}, {"月", "months"}},
        {{"年", "years", "year", "yr", "yrs", "y"}, {"年", "years"}},
        {{"天", "日", "日历天", "工作日", "工日", "days", "day", "d", "working days"},
         {"天", "days"}},
        {{"周", "星期", "weeks", "week", "w"}, {"周", "weeks"}},
        {{"季", "季度", "quarters", "quarter"}, {"季度", "quarters"}},
        {{"小时", "时", "hours", "hour", "h"}, {"小时", "hours"}}};
    return all;
}

/// The unit of a column that counts time, by its names; null for others.
const TimeUnit* unit_of(const Field& field) {
    const auto has = [&field](std::string_view zh, std::string_view en) {
        return field.zh.find(zh) != std::string::npos || field.name.ends_with(en);
    };
    if (has("（月）", "_months") || has("月数", "_months")) return &time_units()[0];
    if (has("（年）", "_years") || has("年限", "_years")) return &time_units()[1];
    return nullptr;
}

}  // namespace

std::string unit_of_all(const std::vector<Cell>& units) {
    constexpr std::size_t several = 3;
    if (units.size() < several) return {};
    const bool one = std::all_of(units.begin(), units.end(), [&units](const Cell& heading) {
        return heading.text == units.front().text;
    });
    return one ? units.front().text : std::string{};
}

void check_units(const Document& document, const std::vector<Cell>& units,
                 Diagnostics& diagnostics) {
    const auto setting = document.settings.find("scenario.unit");
    if (setting == document.settings.end() || setting->second.items.size() != 1) return;
    const Cell& setting_cell = setting->second.items.front();
    const std::string& unit = setting_cell.text;
    if (const std::string all = unit_of_all(units); !all.empty() && all != unit) {
        diagnostics.error(
            setting_cell.at,
            say("方案的金额单位是{}，各表表头都写{}", "the plan's unit is {}, all headings say {}",
                unit, all),
            {"没有写单位的金额一律按方案的单位", "amounts without a unit are in that of the plan"},
            say("是不是{}？", "Is {} meant?", all));
        return;
    }
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

void check_unit_of_time(const Field& field, const std::string& bracket, const Position& at,
                        Diagnostics& diagnostics) {
    const TimeUnit* own = unit_of(field);
    if (own == nullptr) return;
    for (const TimeUnit& unit : time_units()) {
        if (&unit == own ||
            std::find(unit.words.begin(), unit.words.end(), bracket) == unit.words.end()) {
            continue;
        }
        diagnostics.error(
            at,
            {"表头写的单位是" + unit.name.zh + "，这一列的单位是" + own->name.zh,
             "the heading says " + unit.name.en + ", the column is in " + own->name.en},
            {"数字不会换算", "numbers are not converted"},
            {"请把各行换算成" + own->name.zh + "，表头写“" + field.zh + "”。",
             "Write the rows in " + own->name.en + ", under the heading " + field.name + "."});
    }
}

}  // namespace coffer::scenario
