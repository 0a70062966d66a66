#include "coffer/report/figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "coffer/base/calendar.hpp"

namespace coffer::report {
namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

CodePoint decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1, true};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
    char32_t value = first & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u) return {};
        value = (value << 6) | (byte(i) & 0x3Fu);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return {};
    return {value, length, true};
}

struct Range {
    char32_t first, last;
};

bool within(char32_t value, const auto& ranges) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
        return value >= range.first && value <= range.last;
    });
}

// Unicode 15 EastAsianWidth.txt, classes W and F, adjoining blocks joined.
constexpr std::array<Range, 13> wide{{{0x1100, 0x115F},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xA960, 0xA97C},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE10, 0xFE19},
                                      {0xFE30, 0xFE6B},
                                      {0xFF01, 0xFF60},
                                      {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x1F64F},
                                      {0x1F900, 0x1F9FF},
                                      {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 5> combining{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};
// C0 and C1 controls, line separators, and the marks that reorder a line.
constexpr std::array<Range, 6> unprintable{{{0x00, 0x1F},
                                            {0x7F, 0x9F},
                                            {0x2028, 0x202E},
                                            {0x2066, 0x2069},
                                            {0xFEFF, 0xFEFF},
                                            {0x200E, 0x200F}}};

/// Thousands apart, where amounts are long: 亿元 hardly ever are.
std::string grouped(std::string digits, MoneyUnit unit) {
    if (unit == MoneyUnit::yi) return digits;
    constexpr std::size_t group = 3;
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = whole; at > first + group;) digits.insert(at -= group, ",");
    return digits;
}

/// Beyond these nobody reads: ten thousand yuan of 亿元, a hundred yuan of 万元.
int finest_decimals(MoneyUnit unit) {
    switch (unit) {
        case MoneyUnit::yi:
            return 4;
        case MoneyUnit::wan:
            return 2;
        case MoneyUnit::yuan:
            break;
    }
    return 0;
}

/// What an amount of this size deserves.
int decimals_of(double size, MoneyUnit unit) {
    if (unit == MoneyUnit::yuan) return 0;
    if (unit == MoneyUnit::wan) return size >= 100.0 ? 0 : size >= 10.0 ? 1 : 2;
    if (size >= 100000.0) return 0;
    if (size >= 1000.0) return 1;
    if (size >= 0.1) return 2;
    return size < 0.01 ? 4 : 3;
}

/// "-0.00" says nothing that "0.00" does not.
std::string without_minus_zero(std::string text) {
    if (text.starts_with('-') && text.find_first_of("123456789") == std::string::npos) {
        text.erase(0, 1);
    }
    return text;
}

}  // namespace

std::string amount_in(double yuan, MoneyUnit unit) {
    const double value = yuan / info(unit).yuan;
    const double size = std::abs(value);
    if (!std::isfinite(value)) return "-";
    if (size == 0.0) return "0";
    const int finest = finest_decimals(unit);
    const double smallest = std::pow(10.0, -finest);
    if (size < smallest / 2.0) {
        return fmt::format("{}{:.{}f}", value > 0.0 ? "<" : ">-", smallest, finest);
    }
    return grouped(fmt::format("{:.{}f}", value, decimals_of(size, unit)), unit);
}

Text unit_name(MoneyUnit unit) {
    const std::string zh(info(unit).zh);
    switch (unit) {
        case MoneyUnit::yi:
            return {zh, "100 million yuan"};
        case MoneyUnit::wan:
            return {zh, "10,000 yuan"};
        case MoneyUnit::yuan:
            break;
    }
    return {zh, "yuan"};
}

std::string percent(double ratio) {
    if (!std::isfinite(ratio)) return "-";
    return without_minus_zero(fmt::format("{:.1f}%", ratio * 100.0));
}

std::string probability(double value) {
    if (value > 0.0 && value < 0.0005) return "<0.1%";
    if (value < 1.0 && value >= 0.9995) return ">99.9%";
    return percent(value);
}

Text chance_text(double value) {
    if (value > 0.0 && value < 0.0005) return {"概率不到 0.1%", "a probability below 0.1%"};
    if (value < 1.0 && value >= 0.9995) return {"概率超过 99.9%", "a probability above 99.9%"};
    return {"概率为 " + percent(value), "a probability of " + percent(value)};
}

std::string interval_text(double low, double high) {
    // Near 0 and 100 % one decimal would hide the width.
    constexpr double near = 0.001;
    const int decimals = low < near || high > 1.0 - near ? 2 : 1;
    return fmt::format("{0:.{2}f}-{1:.{2}f}%", low * 100.0, high * 100.0, decimals);
}

std::string figure(double value, model::Unit unit, MoneyUnit money) {
    switch (unit) {
        case model::Unit::money:
            return amount_in(value, money);
        case model::Unit::ratio:
            return percent(value);
        case model::Unit::count:
            break;
    }
    if (!std::isfinite(value)) return "-";
    std::string text = without_minus_zero(fmt::format("{:.1f}", value));
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text;
}

Text times_text(double value) {
    if (!std::isfinite(value)) return {"-", "-"};
    const std::string number = without_minus_zero(fmt::format("{:.2f}", value));
    return {number + " 倍", number + " times"};
}

std::string month_of_moment(double moment, Month start) {
    constexpr double furthest = 12.0 * 1000.0;
    if (!std::isfinite(moment) || moment > furthest) return "-";
    const int months = moment <= 0.0 ? 0 : static_cast<int>(std::ceil(moment)) - 1;
    return to_string(month_after(start, months));
}

std::string month_of_mean(double number, Month start) {
    return month_of_moment(middle_of_month(number), start);
}

Text money_text(double yuan, MoneyUnit unit) {
    const std::string amount = amount_in(yuan, unit);
    Text text{amount + " " + unit_name(unit).zh, amount + " yuan"};
    if (unit == MoneyUnit::wan) text.en = amount + " wan yuan";
    if (unit != MoneyUnit::yi) return text;
    // English sentences count in millions.
    constexpr double yuan_per_million = 1e6;
    const double millions = yuan / yuan_per_million;
    const double size = std::abs(millions);
    const int decimals = yuan == 0.0 || size >= 100.0 ? 0 : size >= 10.0 ? 1 : 2;
    text.en =
        grouped(fmt::format("{:.{}f}", millions, decimals), MoneyUnit::yuan) + " million yuan";
    return text;
}

Text range_text(double low, double high, model::Unit unit, MoneyUnit money) {
    const auto bare = [=](double value) {
        const Text text = value_text(value, unit, money);
        // Percentages keep their sign.
        if (unit != model::Unit::money) return text;
        return Text{text.zh.substr(0, text.zh.find(' ')), text.en.substr(0, text.en.find(' '))};
    };
    return {bare(low).zh + " 至 " + bare(high).zh, bare(low).en + " to " + bare(high).en};
}

Text value_text(double value, model::Unit unit, MoneyUnit money) {
    if (unit == model::Unit::money) return money_text(value, money);
    const std::string text = figure(value, unit, money);
    return {text, text};
}

Text value_text(double value, model::Indicator indicator, MoneyUnit money) {
    if (model::info(indicator).values.is_multiple) return times_text(value);
    if (model::info(indicator).values.is_months) {
        const std::string months = fmt::format("{:.1f}", value);
        return {months + " 个月", months + " months"};
    }
    return value_text(value, model::info(indicator).unit, money);
}

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = decode(text);
        if (!point.valid) {
            result += "\xEF\xBF\xBD";  // U+FFFD
        } else if (within(point.value, unprintable)) {
            result += ' ';
        } else {
            result += text.substr(0, point.bytes);
        }
        text.remove_prefix(point.bytes);
    }
    return result;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint point = decode(text);
        if (within(point.value, wide)) {
            width += 2;
        } else if (!within(point.value, combining)) {
            width += 1;
        }
        text.remove_prefix(point.bytes);
    }
    return width;
}

}  // namespace coffer::report
