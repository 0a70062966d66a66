#include "tables.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "coffer/base/from_chars.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::audit {

using scenario::Cell;
using scenario::Row;
using scenario::Table;

namespace {

std::string_view stripped(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool drop_end(std::string_view& text, std::string_view end) {
    if (!text.ends_with(end)) return false;
    text = stripped(text.substr(0, text.size() - end.size()));
    return true;
}

/// Yuan; 0 where the word is no unit: then amounts without one of their own say nothing.
double unit_of(std::string_view word) {
    if (word == "亿元") return 1e8;
    if (word == "万元") return 1e4;
    return word == "元" ? 1.0 : 0.0;
}

/// The columns that name a row, where that is not its id.
const std::vector<std::string>& key_columns(const std::string& table) {
    static const std::vector<std::string> id = {"id"};
    static const std::map<std::string, std::vector<std::string>> others = {
        {"actuals", {"kind", "id", "month"}},
        {"stages", {"project", "stage"}},
        {"links", {"from_project", "from_stage", "to_project", "to_stage"}},
        {"demands", {"project", "stage", "capacity"}},
        {"funding", {"project", "source"}},
        {"sensitivities", {"item", "driver"}},
        {"correlations", {"driver_a", "driver_b"}},
        {"spillovers", {"driver", "on"}},
        {"capital", {"sector"}},
        {"debt_limits", {"class"}},
        {"debt_schedule", {"instrument", "month"}},
        {"refinancing", {"class"}},
        {"tiers", {"tier"}},
        {"acknowledgements", {"code", "place"}}};
    const auto found = others.find(table);
    return found == others.end() ? id : found->second;
}

double median_of(std::vector<double> values) {
    if (values.empty()) return 0.0;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    // Of an even number the geometric mean of the middle two: amounts differ by factors.
    return values.size() % 2 == 1 ? values[half] : std::sqrt(values[half - 1] * values[half]);
}

int whole_number(const Tables& tables, const std::string& key, int fallback) {
    const auto value = number_in(tables.setting_text(key));
    return value && *value >= 1.0 && *value <= 9999.0 ? static_cast<int>(*value) : fallback;
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
    std::string digits;
    for (const char c : stripped(text)) {
        if (c != ',' && c != '_') digits += c;
    }
    if (digits.starts_with('+')) digits.erase(0, 1);
    double value = 0.0;
    const char* const end = digits.data() + digits.size();
    const auto read = from_chars(digits.data(), end, value);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> ratio_in(std::string_view text) {
    std::string_view number = stripped(text);
    const bool percent = drop_end(number, "%");
    const auto value = number_in(number);
    return value && percent ? *value / 100.0 : value;
}

std::vector<Item> items_of(const std::string& text) {
    std::vector<Item> items(1);
    int offset = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++offset;
        if (c == ';') {
            items.push_back({{}, offset});
        } else if (items.back().text.empty() && c == ' ') {
            items.back().offset = offset;
        } else {
            items.back().text += c;
        }
    }
    return items;
}

Position at_item(const Position& cell, const Item& item) {
    Position at = cell;
    if (at.sheet.empty()) at.column += item.offset;
    return at;
}

const Cell* Line::cell(std::string_view column) const {
    const auto& names = table_->columns;
    const auto found = std::find(names.begin(), names.end(), column);
    const auto place = static_cast<std::size_t>(found - names.begin());
    return place < row_->cells.size() && found != names.end() ? &row_->cells[place] : nullptr;
}

const std::string& Line::text(std::string_view column) const {
    static const std::string blank;
    const Cell* found = cell(column);
    return found == nullptr ? blank : found->text;
}

const Position& Line::at(std::string_view column) const {
    const Cell* found = cell(column);
    return found == nullptr ? row_->at : found->at;
}

std::string Line::place() const {
    std::string place = table_->name + "/";
    bool first = true;
    for (const std::string& column : key_columns(table_->name)) {
        if (!first) place += "+";
        place += text(column);
        first = false;
    }
    return place;
}

Text Line::name() const {
    const std::string key = place().substr(table_->name.size() + 1);
    const std::string& zh = text("name_zh");
    const std::string& en = text("name_en");
    return {zh.empty() ? key : zh, en.empty() ? key : en};
}

Tables::Tables(const scenario::Document& document) : document_(document), naming_(document) {
    for (const auto& [name, table] : document.tables) {
        if (key_columns(name).front() != "id") continue;
        std::size_t place = 0;
        for (const Row& row : table.rows) {
            const std::string& id = Line(table, row).text("id");
            if (!id.empty()) rows_[name].emplace(id, place);
            ++place;
        }
    }
    // Where every heading names another unit the setting is wrong, and told by itself.
    const std::string unit = document.unit_of_headings.empty() ? setting_text("scenario.unit")
                                                               : document.unit_of_headings;
    unit_ = unit_of(unit);
    unit_word_ = scenario::unit_called(unit);
    first_year_ = whole_number(*this, "scenario.first_year", 2020);
    const int first_month = std::clamp(whole_number(*this, "scenario.first_month", 1), 1, 12);
    start_ = begin_of_year(first_year_, first_month);
    years_ = whole_number(*this, "scenario.years", 5);
    scale_ = measure_scale();
}

std::vector<Line> Tables::lines(const std::string& table) const {
    std::vector<Line> all;
    const auto found = document_.tables.find(table);
    if (found == document_.tables.end()) return all;
    for (const Row& row : found->second.rows) {
        if (!row.malformed) all.emplace_back(found->second, row);
    }
    return all;
}

std::optional<Line> Tables::find(const std::string& table, const std::string& id) const {
    const auto ids = rows_.find(table);
    if (ids == rows_.end()) return std::nullopt;
    const auto row = ids->second.find(id);
    if (row == ids->second.end()) return std::nullopt;
    const Table& found = document_.tables.at(table);
    return Line(found, found.rows[row->second]);
}

const Cell* Tables::setting(const std::string& key) const {
    const auto found = document_.settings.find(key);
    if (found == document_.settings.end() || found->second.items.empty()) return nullptr;
    return &found->second.items.front();
}

std::string Tables::setting_text(const std::string& key) const {
    const Cell* found = setting(key);
    return found == nullptr ? std::string{} : found->text;
}

Position Tables::at_setting(const std::string& key) const {
    const Cell* found = setting(key);
    if (found != nullptr) return found->at;
    return naming_.at_table("scenario");
}

std::optional<double> Tables::yuan_in(std::string_view text) const {
    std::string_view number = stripped(text);
    double unit = unit_;
    if (drop_end(number, "亿元") || drop_end(number, "亿")) {
        unit = 1e8;
    } else if (drop_end(number, "万元") || drop_end(number, "万")) {
        unit = 1e4;
    } else if (drop_end(number, "元")) {
        unit = 1.0;
    }
    const auto value = number_in(number);
    if (!value || unit == 0.0) return std::nullopt;
    return *value * unit;
}

Text Tables::money(double yuan) const {
    const std::string text = scenario::money_text(yuan, unit_word_);
    return {text, text};
}

double Tables::yuan(const Line& line, std::string_view column) const {
    const std::string& text = line.text(column);
    return text.empty() ? 0.0 : yuan_in(items_of(text).front().text).value_or(0.0);
}

std::optional<Extent> Tables::extent_in(const std::string& text, bool amounts) const {
    const auto value_in = [&](std::string_view part) {
        return amounts ? yuan_in(part) : number_in(part);
    };
    const std::size_t open = text.find('(');
    if (open == std::string::npos || !text.ends_with(')')) {
        const auto value = value_in(text);
        if (!value) return std::nullopt;
        return Extent{*value, *value};
    }
    std::vector<double> values;
    std::string_view inside = std::string_view(text).substr(open + 1, text.size() - open - 2);
    while (true) {
        const std::size_t comma = inside.find(',');
        const auto value = value_in(inside.substr(0, comma));
        if (!value) return std::nullopt;
        values.push_back(*value);
        if (comma == std::string_view::npos) break;
        inside.remove_prefix(comma + 1);
    }
    const std::string_view name = stripped(std::string_view(text).substr(0, open));
    if (values.size() == 1) return Extent{values[0], values[0]};  // fixed, or a reference class
    if (values.size() == 3) return Extent{values[1], values[2]};
    if (name == "lognormal") return Extent{values[0], values[1]};
    return Extent{0.5 * (values[0] + values[1]), values[1]};
}

double Tables::measure_scale() const {
    const auto sum = [this](const std::string& table, const std::string& amount,
                            const std::string& quantity, const std::string& price) {
        double total = 0.0;
        for (const Line& line : lines(table)) {
            total += yuan(line, amount);
            if (!quantity.empty()) {
                const auto number = number_in(items_of(line.text(quantity)).front().text);
                total += number.value_or(0.0) * yuan(line, price);
            }
        }
        return total;
    };
    const auto key = [this](const std::string& name) {
        return yuan_in(items_of(setting_text(name)).front().text).value_or(0.0);
    };
    std::vector<double> parts = {
        sum("revenue", "base", "", ""),
        sum("expenditure", "base", "quantity", "unit_cost"),
        sum("sources", "annual", "quantity", "unit_price"),
        sum("debt", "principal", "", ""),
        sum("pipelines", "annual", "", "") +
            sum("projects", "total_investment", "", "") / static_cast<double>(years_),
        key("base_year.fai"),
        // A county's own revenue is about a third of what it has, which is a quarter of its GDP.
        3.0 * key("base_year.general_revenue"),
        key("economy.gdp") / 4.0,
    };
    parts.erase(std::remove(parts.begin(), parts.end(), 0.0), parts.end());
    // Two parts that differ do not say which of them is out of line.
    if (parts.size() < 3) return 0.0;
    return median_of(std::move(parts));
}

std::string number_text(double value) { return scenario::plain_number(value, 3); }

std::string percent_text(double ratio) { return scenario::plain_number(ratio * 100.0, 4) + "%"; }

}  // namespace coffer::audit
