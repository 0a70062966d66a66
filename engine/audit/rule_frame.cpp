// The plan's own frame, its first year, its years and its unit, against what all tables say. One
// wrong setting makes many right cells odd: the setting is told, and they are not.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::Content;
using scenario::quote;
using scenario::say;

/// Calls `use(line, column, content)` for every cell that is not blank.
template <class Use>
void for_each_cell(const Tables& tables, Use use) {
    for (const auto& schema : scenario::table_schemas()) {
        for (const Line& line : tables.lines(schema.name)) {
            for (const auto& field : schema.columns) {
                const auto* cell = line.cell(field.name);
                if (cell != nullptr && !cell->text.empty()) use(line, *cell, field);
            }
        }
    }
}

/// A month or a year that belongs into the plan, or, of a debt, not before it.
struct Date {
    const scenario::Cell* cell;
    int year = 0;
    bool open_end = false;
};

std::vector<Date> dates_of(const Tables& tables) {
    // When a debt was issued and what it has already paid lies before the plan.
    static const std::set<std::string> before = {"issued", "first_payment", "principal_from",
                                                 "asset_life_end", "first_reset"};
    std::vector<Date> dates;
    for_each_cell(tables,
                  [&](const Line& line, const scenario::Cell& cell, const scenario::Field& field) {
                      const Content content = field.holds.content;
                      if (content != Content::month && content != Content::period) return;
                      if (before.contains(field.name)) return;
                      const auto month = month_in(cell.text);
                      const auto number = number_in(cell.text.substr(0, 4));
                      const int year = month ? month->year : number ? static_cast<int>(*number) : 0;
                      if (year < 1950 || year > 2150) return;
                      const bool later = line.table() == "debt" || line.table() == "debt_schedule";
                      dates.push_back({&cell, year, later});
                  });
    return dates;
}

bool lies_in(const Date& date, int first, int years) {
    constexpr int longest = 31;  // what is left of a debt, years
    return date.year >= first && date.year < first + (date.open_end ? longest : years);
}

Warning of_setting(const Tables& tables, const char* code, const std::string& key, Text problem,
                   Text why, Text meant) {
    return {code,           "scenario/" + key, tables.at_setting(key), std::move(problem),
            std::move(why), std::move(meant)};
}

/// The first year into whose plan the most dates fall.
int best_first_year(const std::vector<Date>& dates, int years) {
    std::map<int, std::size_t> fits;
    for (const Date& date : dates) fits[date.year] = 0;
    int best = 0;
    for (auto& [year, count] : fits) {
        for (const Date& date : dates) count += lies_in(date, year, years) ? 1 : 0;
        // Of years that fit alike the last: a plan begins with its first dates.
        if (best == 0 || count >= fits[best]) best = year;
    }
    return best;
}

void look_at_first_year(const Tables& tables, Warnings& found) {
    constexpr std::size_t few = 4;
    constexpr double most_fit = 0.9;  // of the dates, in the plan that is meant
    constexpr double worth = 0.2;     // and how many more than now
    const std::vector<Date> dates = dates_of(tables);
    const std::string written = tables.setting_text("scenario.first_year");
    if (dates.size() < few || !number_in(written)) return;
    const int first = static_cast<int>(*number_in(written));
    const int meant = best_first_year(dates, tables.years());
    std::size_t now = 0;
    std::size_t then = 0;
    Warning warning;
    for (const Date& date : dates) {
        const bool fits = lies_in(date, first, tables.years());
        now += fits ? 1 : 0;
        then += lies_in(date, meant, tables.years()) ? 1 : 0;
        if (!fits) warning.explains.push_back(date.cell->at);
    }
    const auto all = static_cast<double>(dates.size());
    if (static_cast<double>(then) < most_fit * all ||
        static_cast<double>(then) < static_cast<double>(now) + worth * all) {
        return;
    }
    const std::size_t outside = dates.size() - now;
    std::vector<Position> cells = std::move(warning.explains);
    warning = of_setting(tables, "plan-years", "scenario.first_year",
                         say("起始年份是 {}", "the first year is {}", quote(written)),
                         say("各表 {} 个日期中有 {} 个不在计划的 {} 年内",
                             "of {} dates in the tables {} lie outside its {} years", dates.size(),
                             outside, tables.years()),
                         say("是不是 {}？由此引起的提示没有逐条列出。",
                             "Is it {}? What follows from it is not told one by one.", meant));
    warning.explains = std::move(cells);
    found.push_back(std::move(warning));
}

void look_at_years(const Tables& tables, Warnings& found) {
    constexpr std::size_t several = 3;
    const auto* setting = tables.setting("scenario.years");
    // A shorter plan of the same files (--set scenario.years) is no mistake.
    if (setting == nullptr || setting->at.file != tables.naming().at_table("scenario").file) return;
    std::map<std::size_t, std::vector<Position>> lengths;
    for_each_cell(tables,
                  [&](const Line&, const scenario::Cell& cell, const scenario::Field& field) {
                      const Content content = field.holds.content;
                      if (content != Content::amounts && content != Content::ratios &&
                          content != Content::numbers) {
                          return;
                      }
                      const std::size_t items = items_of(cell.text).size();
                      if (items > 1) lengths[items].push_back(cell.at);
                  });
    if (lengths.empty()) return;
    const auto [most, cells] = *lengths.rbegin();
    const auto years = static_cast<std::size_t>(tables.years());
    if (most <= years || cells.size() < several) return;
    Warning warning =
        of_setting(tables, "plan-years", "scenario.years",
                   say("计划只有 {} 年", "the plan has {} years", years),
                   say("各表中有 {} 个序列写了 {} 年", "{} series in the tables have {} values",
                       cells.size(), most),
                   say("是不是 {} 年？由此引起的提示没有逐条列出。",
                       "Are {} meant? What follows from it is not told one by one.", most));
    for (const auto& [length, places] : lengths) {
        if (length <= years) continue;
        warning.explains.insert(warning.explains.end(), places.begin(), places.end());
    }
    for (const Date& date : dates_of(tables)) {
        if (!lies_in(date, tables.first_year(), tables.years())) {
            warning.explains.push_back(date.cell->at);
        }
    }
    found.push_back(std::move(warning));
}

double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Amounts with their own unit, "2.4亿", against those in the plan's: were the plan's unit another
/// one, would both be of a size?
void look_at_unit(const Tables& tables, Warnings& found) {
    constexpr std::size_t several = 3;
    constexpr double apart = 1000.0;
    constexpr double alike = 40.0;
    struct Unit {
        const char* name;
        double yuan;
    };
    const std::string written = tables.setting_text("scenario.unit");
    std::vector<double> bare;
    std::vector<double> own;
    std::vector<Position> cells;
    for_each_cell(
        tables, [&](const Line& line, const scenario::Cell& cell, const scenario::Field& field) {
            const Content content = field.holds.content;
            if (field.name == "progress") cells.push_back(cell.at);  // it is held against amounts
            const bool amounts = content == Content::amount || content == Content::amounts ||
                                 content == Content::distribution;
            // Prices of a piece say nothing of the plan's size; durations are no amounts.
            if (!amounts || field.name.starts_with("unit_") || line.table() == "stages") return;
            if (field.name == "cost_overrun" || field.name == "outage_duration") return;
            cells.push_back(cell.at);
            for (const Item& item : items_of(cell.text)) {
                const auto extent = tables.extent_in(item.text, true);
                if (!extent || extent->median <= 0.0) continue;
                const bool has_unit = item.text.find("万") != std::string::npos ||
                                      item.text.find("亿") != std::string::npos ||
                                      item.text.find("元") != std::string::npos;
                (has_unit ? own : bare).push_back(extent->median);
            }
        });
    if (bare.size() < several || own.size() < several) return;
    const double ratio = middle(bare) / middle(own);
    if (ratio < apart && ratio > 1.0 / apart) return;
    for (const Unit& unit : {Unit{"元", 1.0}, {"万元", 1e4}, {"亿元", 1e8}}) {
        const double mended = ratio * unit.yuan / info(tables.unit()).yuan;
        if (unit.name == written || mended > alike || mended < 1.0 / alike) continue;
        Warning warning = of_setting(
            tables, "plan-unit", "scenario.unit", say("金额单位是{}", "amounts are in {}", written),
            say("没有写单位的金额多在 {} 上下，写了单位的多在 {} 上下",
                "amounts without a unit are about {}, those with their own about {}",
                tables.money(middle(bare)).zh, tables.money(middle(own)).zh),
            say("是不是{}？由此引起的提示没有逐条列出。",
                "Is it {}? What follows from it is not told one by one.", unit.name));
        warning.explains = std::move(cells);
        found.push_back(std::move(warning));
        return;
    }
}

}  // namespace

Warnings frame_of_the_plan(const Tables& tables) {
    Warnings found;
    look_at_first_year(tables, found);
    if (found.empty()) look_at_years(tables, found);
    look_at_unit(tables, found);
    return found;
}

}  // namespace coffer::audit
