// Values one by one against the table of usual ranges, and the plan's unit against what counties
// are.
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "coffer/audit/ranges.hpp"
#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::say;

std::string word_of(const Tables& tables, const Line& line, const std::string& column) {
    if (column == "name") return names_of(line);
    if (column != "role") return line.text(column);
    const std::string& id = line.text("id");
    if (tables.setting_text("projects.cost_driver") == id) return "cost_driver";
    return tables.setting_text("economy.gdp_driver") == id ? "gdp_driver" : "";
}

bool applies(const Tables& tables, const UsualRange& range, const Line& line) {
    for (const Where& where : range.where) {
        const std::string word = word_of(tables, line, where.column);
        bool any = false;
        for (const std::string& wanted : where.words) {
            any =
                any || (wanted == "*"             ? !word.empty()
                        : wanted.starts_with('~') ? word.find(wanted.substr(1)) != std::string::npos
                                                  : word == wanted);
        }
        if (!any) return false;
    }
    return true;
}

/// Years from the start of the plan to the end of a month, in any form that `build` reads.
std::optional<double> years_ahead(const Tables& tables, const std::string& text) {
    const auto months = months_ahead(tables, text);
    if (!months) return std::nullopt;
    return *months / 12.0;
}

struct Value {
    double measured = 0.0;
    double zero = 0.0;  ///< what says whether it is 0
    std::string text;
    int offset = 0;
};

std::vector<Value> measure(const Tables& tables, const UsualRange& range, const std::string& text) {
    std::vector<Value> values;
    const auto add = [&](std::optional<double> value, const Item& item) {
        if (value) values.push_back({*value, *value, item.text, item.offset});
    };
    switch (range.measure) {
        case Measure::ratio:
            for (const Item& item : items_of(text)) add(ratio_in(item.text), item);
            break;
        case Measure::number:
            for (const Item& item : items_of(text)) add(number_in(item.text), item);
            break;
        case Measure::yuan:
            for (const Item& item : items_of(text)) add(tables.yuan_in(item.text), item);
            break;
        case Measure::scale:
            if (tables.scale() <= 0.0) break;
            for (const Item& item : items_of(text)) {
                const auto extent = tables.extent_in(item.text, true);
                if (extent) add(extent->median / tables.scale(), item);
            }
            break;
        case Measure::months:
        case Measure::factor:
            if (const auto extent = tables.extent_in(text, false)) add(extent->median, {text, 0});
            break;
        case Measure::spread:
            if (const auto extent = tables.extent_in(text, false);
                extent && extent->median > 0.0 && extent->upper > extent->median) {
                add(extent->upper / extent->median, {text, 0});
            }
            break;
        case Measure::class_share:
            break;  // asks more than the cell
        case Measure::years_ahead:
            add(years_ahead(tables, text), {text, 0});
            break;
    }
    return values;
}

/// An amount over the sum of its group; nothing where the group or the row's name in it is no
/// telling one: few rows, or several of the name.
std::optional<double> share_of_group(const Tables& tables, const UsualRange& range,
                                     const Line& line) {
    UsualRange group = range;
    std::erase_if(group.where, [](const Where& where) { return where.column == "name"; });
    double sum = 0.0;
    std::size_t rows = 0;
    std::size_t alike = 0;
    for (const Line& other : tables.lines(range.table)) {
        if (!applies(tables, group, other)) continue;
        ++rows;
        alike += applies(tables, range, other) ? 1 : 0;
        sum += tables.yuan(other, range.column);
    }
    const double own = tables.yuan(line, range.column);
    if (rows < 3 || alike != 1 || sum <= 0.0 || own <= 0.0) return std::nullopt;
    return own / sum;
}

/// Small amounts are usual in any plan: a line of half a million yuan is never called too small.
constexpr double never_too_small = 5e5;

double lowest(const UsualRange& range, const Tables& tables) {
    if (range.measure != Measure::scale || tables.scale() <= 0.0) return range.low;
    // What is part of the plan's size itself, GDP or a large firm's output, is another matter.
    if (range.low > 4e-3) return range.low;
    return std::min(range.low, never_too_small / tables.scale());
}

/// A whole number of 万元, from ten on, says a small amount on purpose: who slips from 亿 into 万
/// writes 8.8 for 88000, not 12. `text` may carry its own unit.
bool is_small_on_purpose(const UsualRange& range, const Tables& tables, const std::string& text) {
    constexpr double ten_wan = 1e5;
    constexpr double wan = 1e4;
    if (range.measure != Measure::scale || range.low > 4e-3) return false;
    if (range.column == "new_output") return false;  // a firm's, never that small
    // "0.0040" in a plan of 亿元 is 40万 to the 万: no slip makes an amount that small there.
    const bool to_the_wan = tables.unit() == MoneyUnit::yi && text.starts_with("0.00");
    const bool in_wan = to_the_wan || text.find("万") != std::string::npos ||
                        (tables.unit() == MoneyUnit::wan && text.find("亿") == std::string::npos);
    const auto extent = tables.extent_in(text, true);
    return in_wan && extent && extent->median >= ten_wan &&
           std::abs(std::remainder(extent->median, wan)) < 1.0;
}

/// A name that says why the value is high: tobacco is taxed at half its price.
bool is_excused(const UsualRange& range, const Line& line) {
    const std::string name = line.text("name_zh") + " " + line.text("name_en") + " " +
                             line.text("id") + " " + line.text("like");
    return std::any_of(
        range.excused.begin(), range.excused.end(),
        [&name](const std::string& word) { return name.find(word) != std::string::npos; });
}

Text usual_text(const UsualRange& range, const Tables& tables) {
    if (range.measure == Measure::scale) {
        const Text low = tables.money(lowest(range, tables) * tables.scale());
        const Text high = tables.money(range.high * tables.scale());
        const Text size = tables.money(tables.scale());
        return {fmt::format("{}在规模约 {} 的计划里通常为 {} 至 {}", range.quantity.zh, size.zh,
                            low.zh, high.zh),
                fmt::format("{}: usually {} to {} in a plan of about {} a year", range.quantity.en,
                            low.en, high.en, size.en)};
    }
    std::string zh = range_text(range);
    for (const auto& [from, to] : {std::pair<std::string, std::string>{" %", "%"},
                                   {" months", " 个月"},
                                   {" years", " 年"},
                                   {" yuan", " 元"},
                                   {" – ", " 至 "}}) {
        for (std::size_t at = zh.find(from); at != std::string::npos;
             at = zh.find(from, at + to.size()))
            zh.replace(at, from.size(), to);
    }
    return {
        fmt::format("{}通常为 {}；{}", range.quantity.zh, zh, range.source.zh),
        fmt::format("{}: usually {}; {}", range.quantity.en, range_text(range), range.source.en)};
}

void compare(const Tables& tables, const UsualRange& range, const scenario::Cell& cell,
             const std::vector<Value>& values, const std::string& place, bool excused,
             Warnings& found) {
    const double low = lowest(range, tables);
    const std::string& column = range.column;
    for (const Value& value : values) {
        if (value.zero == 0.0 && range.zero_is_usual) continue;
        constexpr double margin = 1e-9;
        const bool below = value.measured < low - margin;
        if (!below && (excused || value.measured <= range.high + margin)) continue;
        if (below && is_small_on_purpose(range, tables, value.text)) continue;
        found.push_back({range.code, place, at_item(cell.at, {value.text, value.offset}),
                         say("{} 是 {}", "{} is {}", column, scenario::quote(value.text)),
                         usual_text(range, tables), below ? range.meant_low : range.meant_high});
        return;  // one a cell
    }
}

/// The first of what is said of a cell: its range in general before that of its class.
Warnings once_a_cell(Warnings all) {
    std::set<std::tuple<std::string, int, int>> told;
    std::erase_if(all, [&told](const Warning& warning) {
        return !told.insert(
                        {warning.at.file + warning.at.sheet, warning.at.line, warning.at.column})
                    .second;
    });
    return all;
}

}  // namespace

Warnings values_out_of_range(const Tables& tables) {
    Warnings found;
    for (const UsualRange& range : usual_ranges()) {
        if (range.table == "scenario") {
            if (const auto* cell = tables.setting(range.column)) {
                compare(tables, range, *cell, measure(tables, range, cell->text),
                        "scenario/" + range.column, false, found);
            }
            continue;
        }
        for (const Line& line : tables.lines(range.table)) {
            const scenario::Cell* cell = line.cell(range.column);
            if (cell == nullptr || cell->text.empty() || !applies(tables, range, line)) continue;
            std::vector<Value> values;
            if (range.measure != Measure::class_share) {
                values = measure(tables, range, cell->text);
            } else if (const auto share = share_of_group(tables, range, line)) {
                values.push_back({*share, *share, cell->text, 0});
            }
            compare(tables, range, *cell, values, line.place(), is_excused(range, line), found);
        }
    }
    return once_a_cell(std::move(found));
}

Warnings unit_of_the_plan(const Tables& tables) {
    // Counties' budgets lie between some hundred million and some ten billion yuan; provinces'
    // reach a trillion.
    constexpr double smallest = 1e7;
    constexpr double largest = 2e12;
    const double scale = tables.scale();
    if (scale == 0.0 || (scale >= smallest && scale <= largest)) return {};
    const Text size = tables.money(scale);
    return {{"plan-unit",
             "scenario/scenario.unit",
             tables.at_setting("scenario.unit"),
             {"计划的规模约为每年 " + size.zh, "the plan comes to about " + size.en + " a year"},
             {"一个县每年收支在几亿到几百亿元之间",
              "a county's year lies between some hundred million and some ten billion yuan"},
             {"请核对 scenario.unit：表里的数是元、万元还是亿元？",
              "Check scenario.unit: are the tables in 元, 万元 or 亿元?"}}};
}

}  // namespace coffer::audit
