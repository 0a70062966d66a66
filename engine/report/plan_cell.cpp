#include "plan_cell.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "coffer/base/from_chars.hpp"

namespace coffer::report {
namespace {

std::optional<double> read_plain(std::string_view text) {
    double number = 0.0;
    const auto read = from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

/// "#,##0.00" with as many decimals as the text has.
std::string with_decimals(const std::string& whole, std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return whole;
    return whole + "." + std::string(text.size() - point - 1, '0');
}

/// The serial number of "2026-03", its first day.
std::optional<double> serial_of_month(std::string_view text) {
    using namespace std::chrono;
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    int year_number = 0;
    unsigned month_number = 0;
    const auto year_read = std::from_chars(text.data(), text.data() + 4, year_number);
    const auto month_read = std::from_chars(text.data() + 5, text.data() + 7, month_number);
    if (year_read.ptr != text.data() + 4 || month_read.ptr != text.data() + 7) return std::nullopt;
    if (year_number < 1901 || month_number < 1 || month_number > 12) return std::nullopt;
    const sys_days day = year(year_number) / month(month_number) / 1;
    return static_cast<double>((day - sys_days(year(1899) / 12 / 30)).count());
}

bool is_numeric(scenario::Content content) {
    using scenario::Content;
    switch (content) {
        case Content::text:
        case Content::line:
        case Content::id:
        case Content::reference:
        case Content::indicator:
        case Content::dimension:
        case Content::s_curve:
            return false;
        default:
            return true;
    }
}

}  // namespace

PlanCell plan_cell(const scenario::Field& field, const std::string& text) {
    const scenario::Content content = field.holds.content;
    if (content == scenario::Content::month || content == scenario::Content::period) {
        if (const auto serial = serial_of_month(text)) return {*serial, "yyyy-mm"};
        if (content == scenario::Content::month) return {text, "@"};
    }
    if (!is_numeric(content)) return {text, "@"};
    if (const auto number = read_plain(text); number && fmt::format("{:.15g}", *number) == text) {
        const bool money =
            content == scenario::Content::amount || content == scenario::Content::amounts;
        return {*number, money ? with_decimals("#,##0", text) : "General"};
    }
    if (text.ends_with('%')) {
        const std::string_view digits = std::string_view(text).substr(0, text.size() - 1);
        const auto number = read_plain(digits);
        if (number && fmt::format("{:.15g}", *number / 100.0 * 100.0) == digits) {
            return {*number / 100.0, with_decimals("0", digits) + "%"};
        }
    }
    return {text, "@"};
}

}  // namespace coffer::report
