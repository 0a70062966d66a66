#include "number_format.hpp"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace coffer::scenario {
namespace {

/// The first section of a code without what is shown literally: quoted text, escaped characters,
/// colours and conditions in brackets.
std::string active_part(const std::string& code) {
    std::string part;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == ';') break;
        if (c == '"') {
            const std::size_t end = code.find('"', i + 1);
            if (end == std::string::npos) break;
            i = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const std::size_t end = code.find(']', i);
            if (end == std::string::npos) break;
            i = end;
        } else {
            part += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return part;
}

}  // namespace

NumberKind kind_of_format(const std::string& code) {
    const std::string part = active_part(code);
    if (part.find("general") != std::string::npos) return NumberKind::plain;
    if (part.find('%') != std::string::npos) return NumberKind::percent;
    if (part.find('y') == std::string::npos && part.find('m') == std::string::npos) {
        return part.find('d') == std::string::npos ? NumberKind::plain : NumberKind::date;
    }
    return part.find('d') == std::string::npos ? NumberKind::month : NumberKind::date;
}

NumberKind kind_of_built_in(int format) {
    switch (format) {
        case 9:
        case 10:
            return NumberKind::percent;
        case 17:  // mmm-yy
        case 27:  // in Chinese: yyyy"年"m"月"
        case 36:
        case 50:
        case 52:
        case 57:
            return NumberKind::month;
        case 14:
        case 15:
        case 16:
        case 22:
        case 28:
        case 29:
        case 30:
        case 31:
        case 51:
        case 53:
        case 54:
        case 58:
            return NumberKind::date;
        default:
            return NumberKind::plain;
    }
}

std::string text_of_number(double number, NumberKind kind, bool from_1904) {
    if (kind == NumberKind::percent) return fmt::format("{:.15g}%", number * 100.0);
    if (kind == NumberKind::month || kind == NumberKind::date) {
        using namespace std::chrono;
        const double day = std::floor(number) + (from_1904 ? 1462.0 : 0.0);
        if (day >= 61.0 && day < 2958466.0) {
            const sys_days date = sys_days(year(1899) / 12 / 30) + days(static_cast<int>(day));
            const year_month_day parts(date);
            const std::string text = fmt::format("{:04}-{:02}", static_cast<int>(parts.year()),
                                                 static_cast<unsigned>(parts.month()));
            if (kind == NumberKind::month) return text;
            return text + fmt::format("-{:02}", static_cast<unsigned>(parts.day()));
        }
    }
    return fmt::format("{:.15g}", number);
}

}  // namespace coffer::scenario
