#include "reading.hpp"

#include <algorithm>
#include <array>

namespace coffer::audit {

std::string names_of(const Line& line) {
    std::string text = line.text("name_zh") + " | " + line.text("name_en");
    if (text == " | ") text = line.text("id");
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

bool has_any(const std::string& text, const Words& words) {
    return std::any_of(words.begin(), words.end(), [&text](const std::string& word) {
        return text.find(word) != std::string::npos;
    });
}

std::string where_in_plan(Position at) {
    const std::string file = at.file;
    at.file = file.substr(file.find_last_of('/') + 1);
    const std::string place = where(at);
    return at.sheet.empty() ? place : place.substr(at.file.size() + 1);
}

const Words& land_words() {
    static const Words words = {"土地出让",  "土地使用权出让", "国有土地收益", "土地收入",
                                "land sale", "land-use right", "land revenue", "land premium"};
    return words;
}

bool is_of_land(const Line& line) {
    static const Words more = {"土地", "地价", "land"};
    const std::string& like = line.text("like");
    if (!like.empty()) return like == "land";
    const std::string names = names_of(line);
    return has_any(names, land_words()) || (line.table() == "drivers" && has_any(names, more));
}

std::optional<Month> month_in(std::string_view text) {
    std::vector<int> parts;
    std::string digits;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : '-';
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (!digits.empty()) {
            if (digits.size() > 4) return std::nullopt;
            parts.push_back(std::stoi(digits));
            digits.clear();
        }
    }
    if (parts.size() < 2 || parts[0] < 1900 || parts[1] < 1 || parts[1] > 12) return std::nullopt;
    return Month{parts[0], parts[1]};
}

std::optional<int> months_ahead(const Tables& tables, std::string_view text) {
    const auto month = month_in(text);
    if (!month) return std::nullopt;
    return months_since(tables.start(), *month);
}

double planned_months(const Tables& tables, const std::string& duration) {
    const auto extent = tables.extent_in(duration, false);
    // A reference class has a point in its name and its planned months in brackets.
    const std::size_t open = duration.find('(');
    if (extent || open == std::string::npos) return extent ? extent->median : 0.0;
    return number_in(duration.substr(open + 1, duration.size() - open - 2)).value_or(0.0);
}

std::string item_of_year(const std::string& series, std::size_t year) {
    const std::vector<Item> items = items_of(series);
    return items[std::min(year, items.size() - 1)].text;
}

double share_of_month(const Tables& tables, const std::string& profile, int month) {
    static const std::array<const char*, 12> columns = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    constexpr double even = 1.0 / 12.0;
    const auto line = tables.find("calendars", profile);
    if (!line || month < 1 || month > 12) return even;
    return ratio_in(line->text(columns[static_cast<std::size_t>(month - 1)])).value_or(even);
}

}  // namespace coffer::audit
