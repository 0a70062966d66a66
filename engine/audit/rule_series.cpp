// Years of a series against each other, and lines against the rest of their class.
#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "rules.hpp"
#include "usual/usual.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

double median_of_others(const std::vector<double>& values, std::size_t left_out) {
    std::vector<double> others;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i != left_out && values[i] > 0.0) others.push_back(values[i]);
    }
    if (others.empty()) return 0.0;
    std::sort(others.begin(), others.end());
    return others[(others.size() - 1) / 2];
}

/// Of a series the year that fits the others least, when it does not fit them.
std::optional<std::size_t> odd_year(const std::vector<double>& values, const UsualSeries& column) {
    std::size_t worst = 0;
    double distance = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double others = median_of_others(values, i);
        if (values[i] <= 0.0 || others <= 0.0) continue;
        const double factor = std::abs(std::log(values[i] / others));
        // Of two years each is as far from the other; a multiplier is usually about 1.
        const bool tie = std::abs(factor - distance) < 1e-9 && i > 0;
        const bool farther =
            tie ? column.amounts ? values[i] > values[worst]
                                 : std::abs(std::log(values[i])) > std::abs(std::log(values[worst]))
                : factor > distance;
        if (farther) {
            distance = factor;
            worst = i;
        }
    }
    if (distance > std::log(column.spread)) return worst;
    if (column.step == 0.0) return std::nullopt;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        if (values[i] <= 0.0 || values[i + 1] <= 0.0) continue;
        if (std::abs(std::log(values[i + 1] / values[i])) > std::log(column.step)) return worst;
    }
    return std::nullopt;
}

/// One year out of a series that is otherwise smooth: where the others lie within a factor of three
/// a decimal point that slipped stands out, which in a series of large steps nobody could tell.
std::optional<std::size_t> spike(const std::vector<double>& values) {
    constexpr double smooth = 3.0;
    constexpr double high = 5.0;
    constexpr double low = 8.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        double least = 0.0;
        double most = 0.0;
        std::size_t others = 0;
        for (std::size_t j = 0; j < values.size(); ++j) {
            if (j == i || values[j] <= 0.0) continue;
            least = others == 0 ? values[j] : std::min(least, values[j]);
            most = std::max(most, values[j]);
            ++others;
        }
        if (others < 2 || values[i] <= 0.0 || most > smooth * least) continue;
        const double median = median_of_others(values, i);
        // Money runs out at the end of a programme; a sum that is ten times too small in between
        // does not.
        const bool tail = i + 1 == values.size();
        if (values[i] > high * median || (!tail && values[i] * low < median)) return i;
    }
    return std::nullopt;
}

/// A limit that falls: they are balances, and rise.
std::optional<std::size_t> fallen(const std::vector<double>& values) {
    constexpr double lowest = 0.97;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        if (values[i] <= 0.0 || values[i + 1] >= lowest * values[i]) continue;
        const bool before_is_high = i == 0 || values[i + 1] >= values[i - 1];
        return before_is_high ? i : i + 1;
    }
    return std::nullopt;
}

/// A year that is the sum of all others: a total pasted among the years.
std::optional<std::size_t> year_of_total(const std::vector<double>& values) {
    if (values.size() < 4) return std::nullopt;
    double sum = 0.0;
    for (const double value : values) sum += value;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto positive =
            std::count_if(values.begin(), values.end(), [](double value) { return value > 0.0; });
        if (positive >= 4 && std::abs(2.0 * values[i] - sum) < 1e-6 * sum) return i;
    }
    return std::nullopt;
}

void look(const Tables& tables, const UsualSeries& column, const scenario::Cell& cell,
          const std::string& place, Warnings& found) {
    const std::vector<Item> items = items_of(cell.text);
    std::vector<double> values;
    for (const Item& item : items) {
        const auto value = column.amounts ? tables.yuan_in(item.text) : ratio_in(item.text);
        if (!value) return;
        values.push_back(*value);
    }
    const auto year = [&](std::size_t i) { return tables.first_year() + static_cast<int>(i); };
    if (column.amounts) {
        if (const auto total = year_of_total(values)) {
            found.push_back(
                {"total-among-years",
                 place,
                 at_item(cell.at, items[*total]),
                 say("{} {} 年的 {} 等于其余各年之和", "{} of {}: {} is the sum of all other years",
                     column.column, year(*total), quote(items[*total].text)),
                 {"看来把合计当作了一年", "a total seems to stand where a year should"},
                 {"一年一个值，用 ; 分隔，不写合计。",
                  "Write one value a plan year, separated by ;, and no total."}});
            return;
        }
    }
    if (values.size() < 2) return;
    auto odd = odd_year(values, column);
    if (!odd) odd = spike(values);
    const bool is_limit = std::string_view(column.table) == "debt_limits";
    if (!odd && is_limit) odd = fallen(values);
    if (!odd) return;
    const double factor = values[*odd] / median_of_others(values, *odd);
    found.push_back(
        {"jump-in-series",
         place,
         at_item(cell.at, items[*odd]),
         say("{} {} 年的 {} 是其他年份的 {} 倍", "{} of {}: {} is {} times the other years",
             column.column, year(*odd), quote(items[*odd].text), number_text(factor)),
         {"同一项各年很少差这么多", "years of one item seldom differ so much"},
         {"请核对单位和小数点；各年合计不能当作一年。",
          "Check its unit and decimal point; a total of all years is no year."}});
}

/// A line and what it is compared with.
struct Member {
    const Line* line;
    double amount;
};

/// A small row beside a large one does not make the large one odd: it is so where the table's sum,
/// with it ten times smaller, comes nearer to the size of the plan.
bool is_beyond_plan(const Tables& tables, const std::string& table, const std::string& column,
                    const Member& large) {
    if (tables.scale() <= 0.0) return true;
    double sum = 0.0;
    for (const Line& line : tables.lines(table)) sum += tables.yuan(line, column);
    const double mended = sum - large.amount + large.amount / 10.0;
    return std::abs(std::log(mended / tables.scale())) < std::abs(std::log(sum / tables.scale()));
}

/// A class is out of proportion when its largest line is too large, and when another is too small:
/// which, the size of the plan says. Puts the small one in `odd` where it is.
bool another_is_too_small(const Tables& tables, const std::vector<Member>& all, Member& odd) {
    if (tables.scale() <= 0.0) return false;
    const std::string& table = odd.line->table();
    double sum = 0.0;
    for (const Line& line : tables.lines(table)) sum += tables.yuan(line, "base");
    const auto distance = [&](double mended) {
        return mended > 0.0 ? std::abs(std::log(mended / tables.scale())) : HUGE_VAL;
    };
    double best = HUGE_VAL;
    double down = HUGE_VAL;
    const Member* small = nullptr;
    for (const double factor : {10.0, 100.0, 1e3, 1e4}) {
        down = std::min(down, distance(sum - odd.amount + odd.amount / factor));
        for (const Member& member : all) {
            const double raised = member.amount * factor;
            if (member.line == odd.line || raised > odd.amount) continue;
            const double mended = distance(sum - member.amount + raised);
            if (mended >= best) continue;
            best = mended;
            small = &member;
        }
    }
    constexpr double clearly = 0.2;
    if (small == nullptr || best + clearly > down) return false;
    odd = *small;
    return true;
}

}  // namespace

Warnings jumps_in_series(const Tables& tables) {
    Warnings found;
    for (const UsualSeries& column : usual().series) {
        if (std::string(column.table) == "scenario") {
            const auto* cell = tables.setting(column.column);
            if (cell != nullptr) {
                look(tables, column, *cell, "scenario/" + std::string(column.column), found);
            }
            continue;
        }
        for (const Line& line : tables.lines(column.table)) {
            const auto* cell = line.cell(column.column);
            if (cell != nullptr && !cell->text.empty()) {
                look(tables, column, *cell, line.place(), found);
            }
        }
    }
    return found;
}

Warnings lines_out_of_class(const Tables& tables) {
    std::map<std::string, Warning> by_place;
    for (const UsualClass& rule : usual().classes) {
        const std::vector<Line> lines = tables.lines(rule.table);
        std::map<std::string, std::vector<Member>> members;
        for (const Line& line : lines) {
            std::string key;
            for (const char* column : rule.by) key += line.text(column) + "|";
            double amount = 0.0;
            for (const Item& item : items_of(line.text(rule.column))) {
                const auto extent = tables.extent_in(item.text, true);
                if (extent) amount = std::max(amount, extent->median);
            }
            if (amount > 0.0) members[key].push_back({&line, amount});
        }
        for (const auto& [key, all] : members) {
            if (all.size() < rule.least_others + 1) continue;
            const auto largest = std::max_element(
                all.begin(), all.end(),
                [](const Member& a, const Member& b) { return a.amount < b.amount; });
            double others = 0.0;
            for (const Member& member : all) {
                if (member.line == largest->line) continue;
                others = rule.over_sum ? others + member.amount : std::max(others, member.amount);
            }
            if (largest->amount < rule.factor * others) continue;
            if (rule.of_size && !is_beyond_plan(tables, rule.table, rule.column, *largest))
                continue;
            Member odd = *largest;
            const bool too_small = rule.fits_plan && another_is_too_small(tables, all, odd);
            const Line& line = *odd.line;
            const std::string times =
                number_text(too_small ? largest->amount / odd.amount : largest->amount / others);
            Warning warning{
                "out-of-class",
                line.place(),
                line.at(rule.column),
                say("{} 的 {} 是 {}", "{} has a {} of {}", quote(line.text("id")), rule.column,
                    quote(line.text(rule.column))),
                too_small ? say("同类的 {} 是它的 {} 倍", "{1} times as much is that of {0}",
                                quote(largest->line->text("id")), times)
                : rule.over_sum
                    ? say("是同类其他各行之和的 {} 倍",
                          "{} times the sum of all others of its class", times)
                    : say("是表中次大一行的 {} 倍", "{} times the next largest row", times),
                too_small
                    ? Text{"请核对单位和小数点：是不是小了 10 倍或 10,000 倍？",
                           "Check its unit and decimal point: ten or 10,000 times too small?"}
                    : Text{"请核对单位和小数点：是不是大了 10 倍或 10,000 倍？",
                           "Check its unit and decimal point: ten or 10,000 times too large?"}};
            for (const Member& member : all) warning.follows_from.push_back(member.line->place());
            by_place.emplace(line.place(), std::move(warning));
        }
    }
    Warnings found;
    for (auto& [place, warning] : by_place) found.push_back(std::move(warning));
    return found;
}

Warnings lines_below_class(const Tables& tables) {
    // A key taxpayer is one of the largest: one far below the next smallest is a slip. A debt far
    // above its class and as large as much of the rest is one too.
    constexpr double far_below = 25.0;
    constexpr double far_above = 10.0;
    constexpr double of_all = 0.5;
    Warnings found;
    const auto tell = [&found](const Line& line, const char* column, Text why) {
        found.push_back({"out-of-class",
                         line.place(),
                         line.at(column),
                         say("{} 的 {} 是 {}", "{} has a {} of {}", quote(line.text("id")), column,
                             quote(line.text(column))),
                         std::move(why),
                         {"请核对单位和小数点。", "Check its unit and decimal point."}});
    };
    const std::vector<Line> payers = tables.lines("taxpayers");
    const Line* smallest = nullptr;
    double least = 0.0;
    double next = 0.0;
    for (const Line& line : payers) {
        const double output = tables.yuan(line, "output");
        if (output <= 0.0) continue;
        if (smallest == nullptr || output < least) {
            next = least;
            least = output;
            smallest = &line;
        } else if (next == 0.0 || output < next) {
            next = output;
        }
    }
    if (smallest != nullptr && next > far_below * least) {
        tell(*smallest, "output",
             say("次小的一户是它的 {:.3g} 倍", "the next smallest is {:.3g} times as large",
                 next / least));
    }
    std::map<std::string, std::vector<Member>> classes;
    const std::vector<Line> debts = tables.lines("debt");
    double all = 0.0;
    for (const Line& line : debts) {
        const double principal = tables.yuan(line, "principal");
        all += principal;
        classes[line.text("class")].push_back({&line, principal});
    }
    for (const auto& [name, members] : classes) {
        double sum = 0.0;
        const Member* largest = nullptr;
        for (const Member& member : members) {
            sum += member.amount;
            if (largest == nullptr || member.amount > largest->amount) largest = &member;
        }
        const double own = largest->amount;
        if (members.size() < 2 || own <= far_above * (sum - own)) continue;
        if (own <= of_all * (all - own)) continue;
        if (!is_beyond_plan(tables, "debt", "principal", *largest)) continue;
        tell(*largest->line, "principal",
             say("是同类其余各笔之和的 {:.3g} 倍，也超过其他债务的一半",
                 "{:.3g} times all others of its class, and more than half of all other debt",
                 own / std::max(sum - own, 1.0)));
    }
    return found;
}

}  // namespace coffer::audit
