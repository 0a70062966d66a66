#include "arithmetic.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "coffer/base/from_chars.hpp"
#include "coffer/base/trimmed.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::scenario::changes {
namespace {

using Result = std::variant<std::string, Misfit>;

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        const auto end = text.find(separator, begin);
        parts.push_back(trimmed(std::string_view(text).substr(begin, end - begin)));
        if (end == std::string::npos) return parts;
        begin = end + 1;
    }
}

/// A number and the unit behind it.
struct Quantity {
    double number = 0.0;
    std::string unit;
};

struct UnitShift {
    std::string_view unit;
    int shift;
};
constexpr std::array<UnitShift, 5> amount_units{
    {{"亿元", 8}, {"亿", 8}, {"万元", 4}, {"万", 4}, {"元", 0}}};

/// Powers of ten of a unit of amounts; none of other units.
std::optional<int> shift_of(const std::string& unit) {
    for (const auto& each : amount_units) {
        if (each.unit == unit) return each.shift;
    }
    return std::nullopt;
}

std::optional<Quantity> quantity_of(const std::string& text) {
    std::string digits;
    std::size_t i = 0;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) {
        if (text[i] == '-') digits += '-';
        ++i;
    }
    const std::size_t first = i;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        const bool exponent = (c == 'e' || c == 'E') && i > first && i + 1 < text.size();
        const bool sign =
            (c == '-' || c == '+') && i > first && (text[i - 1] == 'e' || text[i - 1] == 'E');
        if ((c >= '0' && c <= '9') || c == '.' || exponent || sign) {
            digits += c;
        } else if (c != ',' && c != '_') {
            break;
        }
    }
    Quantity quantity;
    const auto* const end = digits.data() + digits.size();
    const auto read = from_chars(digits.data(), end, quantity.number);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    quantity.unit = trimmed(std::string_view(text).substr(i));
    if (!quantity.unit.empty() && quantity.unit != "%" && !shift_of(quantity.unit)) {
        return std::nullopt;
    }
    return quantity;
}

/// Fifteen digits: what a plan can hold, without the rounding errors of binary products.
std::string written(double number) {
    std::string text = fmt::format("{:.15g}", number);
    return text == "-0" ? "0" : text;
}

/// A month as a number of months, and how it was written.
std::optional<int> month_of(const std::string& text) {
    if (text.size() < 6 || text.size() > 7) return std::nullopt;
    const char separator = text[4];
    if (separator != '-' && separator != '/') return std::nullopt;
    int year = 0, month = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    if (std::from_chars(begin, begin + 4, year).ptr != begin + 4) return std::nullopt;
    if (std::from_chars(begin + 5, end, month).ptr != end) return std::nullopt;
    if (month < 1 || month > 12) return std::nullopt;
    return 12 * year + month - 1;
}

Misfit cannot(const std::string& cell, const std::string& operand) {
    return {say("不能拿 {} 与 {} 计算", "{} and {} cannot be computed with", quote(cell),
                quote(operand)),
            {"数、百分数、金额、月份（加减月数）和分布可以计算；其他内容请用 = 直接写。",
             "Numbers, percentages, amounts, months (plus or minus months) and distributions can "
             "be; write other contents with =."}};
}

Result compute_months(int month, Operator op, const std::string& cell, const std::string& operand) {
    const auto by = quantity_of(operand);
    if (!by || !by->unit.empty() || by->number != std::floor(by->number) ||
        op == Operator::multiply || std::abs(by->number) > 1200.0) {
        return Misfit{say("{} 是月份，只能加减整月数",
                          "{} is a month: whole months can be added or taken off", quote(cell)),
                      {"如 +=6。", "Like +=6."}};
    }
    const int moved = month + (op == Operator::add ? 1 : -1) * static_cast<int>(by->number);
    return fmt::format("{:04d}-{:02d}", moved / 12, moved % 12 + 1);
}

Result compute_number(const Quantity& quantity, Operator op, const std::string& cell,
                      const std::string& operand, const CellContext& context) {
    const auto by = quantity_of(operand);
    if (!by) return cannot(cell, operand);
    if (op == Operator::multiply) {
        if (by->unit == "%") return written(quantity.number * by->number / 100.0) + quantity.unit;
        if (!by->unit.empty()) return cannot(cell, operand);
        return written(quantity.number * by->number) + quantity.unit;
    }
    const double sign = op == Operator::add ? 1.0 : -1.0;
    if (quantity.unit == by->unit) {
        return written(quantity.number + sign * by->number) + quantity.unit;
    }
    // 0 may lack its unit.
    if (quantity.number == 0.0 && quantity.unit.empty()) {
        return written(sign * by->number) + by->unit;
    }
    if (quantity.unit == "%" || by->unit == "%") {
        // 0.03 and 1 % are of one kind; 3 and 1 % may not be.
        const Quantity& bare = quantity.unit == "%" ? *by : quantity;
        if (!bare.unit.empty() || std::abs(bare.number) > 1.0 ||
            (&bare == &*by && by->number != 0.0)) {
            return Misfit{
                say("{} 与 {} 一个带 % 一个不带", "of {} and {} one has a %, the other none",
                    quote(cell), quote(operand)),
                {"请写成同样的形式。", "Write both in the same form."}};
        }
        return written(quantity.number * 100.0 + sign * by->number) + "%";
    }
    const int own = shift_of(quantity.unit).value_or(context.bare_shift);
    const int other = shift_of(by->unit).value_or(context.bare_shift);
    return written(quantity.number + sign * by->number * std::pow(10.0, other - own)) +
           quantity.unit;
}

Result compute_item(const std::string& cell, Operator op, const std::string& operand,
                    const CellContext& context);

/// Functions whose every argument is a quantity of the cell's kind.
constexpr std::array<std::string_view, 5> quantity_functions{"fixed", "uniform", "triangular",
                                                             "pert", "lognormal"};

Result compute_distribution(const std::string& cell, Operator op, const std::string& operand,
                            const CellContext& context) {
    const auto open = cell.find('(');
    const std::string name = trimmed(std::string_view(cell).substr(0, open));
    // A reference class is a function of the planned value: china.transport(24).
    const bool reference_class = name.find('.') != std::string::npos;
    const bool known = std::find(quantity_functions.begin(), quantity_functions.end(), name) !=
                       quantity_functions.end();
    if (!cell.ends_with(')') || !(known || reference_class)) {
        return cannot(cell, operand);
    }
    std::string result = name + "(";
    const auto arguments = split(cell.substr(open + 1, cell.size() - open - 2), ',');
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto item = compute_item(arguments[i], op, operand, context);
        if (std::holds_alternative<Misfit>(item)) return item;
        result += (i > 0 ? "," : "") + std::get<std::string>(item);
    }
    return result + ")";
}

Result compute_item(const std::string& cell, Operator op, const std::string& operand,
                    const CellContext& context) {
    if (op == Operator::set) return operand;
    if (cell.empty()) {
        return Misfit{{"单元格是空的", "the cell is blank"},
                      {"请用 = 写出值。", "Write its value with =."}};
    }
    if (const auto month = month_of(cell)) return compute_months(*month, op, cell, operand);
    if (const auto quantity = quantity_of(cell)) {
        return compute_number(*quantity, op, cell, operand, context);
    }
    if (cell.find('(') != std::string::npos) {
        return compute_distribution(cell, op, operand, context);
    }
    return cannot(cell, operand);
}

}  // namespace

std::optional<double> leading_number(const std::string& cell) {
    const auto quantity = quantity_of(split(cell, ';').front());
    if (!quantity) return std::nullopt;
    if (quantity->unit == "%") return quantity->number / 100.0;
    return quantity->number * std::pow(10.0, shift_of(quantity->unit).value_or(0));
}

Result computed(const std::string& cell, Operator op, const std::string& operand,
                const std::optional<Years>& years, const CellContext& context) {
    if (op == Operator::set && !years) return operand;
    const std::string start = cell.empty() ? context.blank : cell;
    auto items = split(start, ';');
    // In calendar years, of whatever plan.
    const int before = years && years->of_plan ? context.first_year - 1 : 0;
    const int first = years ? years->first + before : 0;
    const int last = years ? years->last + before : 0;
    if (years) {
        const int last_year = context.first_year + context.years - 1;
        if (first < context.first_year || last > last_year) {
            return Misfit{say("计划是 {} 到 {} 年", "the plan is of the years {} to {}",
                              context.first_year, last_year),
                          {"请改 @ 之后的年份。", "Change the years after the @."}};
        }
        // The last item of a series holds for all later years.
        items.resize(static_cast<std::size_t>(context.years), items.back());
    }
    std::string result;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const int year = context.first_year + static_cast<int>(i);
        std::string item = items[i];
        if (!years || (year >= first && year <= last)) {
            auto changed = compute_item(item, op, operand, context);
            if (std::holds_alternative<Misfit>(changed)) return changed;
            item = std::get<std::string>(std::move(changed));
        }
        result += (i > 0 ? ";" : "") + item;
    }
    return result;
}

}  // namespace coffer::scenario::changes
