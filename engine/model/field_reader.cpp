#include "field_reader.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "coffer/scenario/wording.hpp"

namespace coffer::model {

using scenario::Cell;
using scenario::quote;
using scenario::say;

namespace {

const std::string blank;

/// What stands between marks that people take for the `;` of a series.
std::vector<std::string> parts_by_other_marks(const std::string& text) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < text.size();) {
        std::size_t mark = 0;
        for (const std::string_view each : {",", "，", "；", "、", "|", "/"}) {
            if (text.compare(i, each.size(), each) == 0) mark = each.size();
        }
        if (mark > 0) {
            parts.emplace_back();
            i += mark;
        } else {
            parts.back() += text[i++];
        }
    }
    return parts;
}

Refusal wrong_separator(const std::vector<std::string>& parts) {
    std::string joined;
    for (const std::string& part : parts) joined += (joined.empty() ? "" : ";") + part;
    return {say("看来是 {} 年的值", "it seems to hold the values of {} years", parts.size()),
            say("各年的值请用半角分号 ; 分隔：{}", "Separate years by ; like this: {}", joined)};
}

/// A name that ends in Latin letters stands apart from the Chinese that follows.
std::string spaced(std::string name) {
    const bool wide = !name.empty() && static_cast<unsigned char>(name.back()) >= 0x80U;
    return wide ? name : name + ' ';
}

Refusal blank_year(std::size_t which, std::size_t count) {
    return {say("{} 个值中的第 {} 个是空的", "value {1} of {0} is blank", count, which),
            {"各年都要写，用 ; 分隔；与上一年相同就重复写。",
             "Write every year, separated by ;, also one like the year before."}};
}

}  // namespace

Columns::Columns(const std::vector<std::string>& names, const std::vector<scenario::Field>& schema,
                 std::set<std::string> unread, const std::vector<std::string>& headings)
    : headings_(headings), unread_(std::move(unread)) {
    // Of a column that appears twice (reported by parse) the first counts.
    for (std::size_t i = 0; i < names.size(); ++i) places_.emplace(names[i], i);
    for (const auto& field : schema) fields_[field.name] = &field;
}

const scenario::Field* Columns::field(const std::string& name) const {
    const auto found = fields_.find(name);
    return found == fields_.end() ? nullptr : found->second;
}

Text Columns::label(const std::string& name) const {
    const auto place = places_.find(name);
    if (place != places_.end() && place->second < headings_.size()) {
        const std::string& heading = headings_[place->second];
        return {heading, heading};
    }
    const scenario::Field* known = field(name);
    if (known == nullptr) return {name, name};
    return {name + "（" + known->zh + "）", name};
}

std::optional<std::size_t> Columns::find(const std::string& name) const {
    const auto found = places_.find(name);
    if (found == places_.end()) return std::nullopt;
    return found->second;
}

std::optional<std::size_t> Columns::find_sibling(const std::string& name) const {
    const auto dot = name.find('.');
    if (dot == std::string::npos) return std::nullopt;
    const std::string group = name.substr(0, dot + 1);
    const auto found = places_.lower_bound(group);
    if (found == places_.end() || !found->first.starts_with(group)) return std::nullopt;
    return found->second;
}

bool Columns::is_unread(const std::string& name) const {
    return !unread_.empty() && unread_.contains(name) && !places_.contains(name);
}

bool Columns::is_required(const std::string& name) const {
    const scenario::Field* known = field(name);
    return known != nullptr && known->required;
}

const Cell* FieldReader::cell(const std::string& name) const {
    const auto place = columns_.find(name);
    return place && *place < row_.cells.size() ? &row_.cells[*place] : nullptr;
}

const Position& FieldReader::at(const std::string& name) const {
    if (const Cell* found = cell(name)) return found->at;
    const auto sibling = columns_.find_sibling(name);
    return sibling ? row_.cells[*sibling].at : row_.at;
}

bool FieldReader::given(const std::string& name) const {
    return !raw(name).empty() || columns_.is_unread(name);
}

const std::string& FieldReader::raw(const std::string& name) const {
    const Cell* found = cell(name);
    return found == nullptr ? blank : found->text;
}

const Cell* FieldReader::filled(const std::string& name) {
    const Cell* found = cell(name);
    if (found != nullptr && !found->text.empty()) return found;
    if (columns_.is_unread(name)) ok_ = false;
    if (columns_.is_required(name)) {
        if (found == nullptr) {
            ok_ = false;  // parse has reported the missing column
        } else {
            const Text label = columns_.label(name);
            error(name, {spaced(label.zh) + "没有填", label.en + " is blank"},
                  {"这一项必须给出", "it is required"}, {"请补上。", "Fill it in."});
        }
    }
    return nullptr;
}

void FieldReader::error_at(const Position& at, Text problem, Text why, Text suggestion) {
    ok_ = false;
    if (row_.malformed) return;
    reporter_.error(at, std::move(problem), std::move(why), std::move(suggestion));
}

void FieldReader::error(const std::string& name, Text problem, Text why, Text suggestion) {
    error_at(at(name), std::move(problem), std::move(why), std::move(suggestion));
}

void FieldReader::warning(const std::string& name, Text problem, Text why, Text suggestion) {
    if (row_.malformed) return;
    reporter_.warning(at(name), std::move(problem), std::move(why), std::move(suggestion));
}

void FieldReader::must_be_blank(const std::vector<std::string>& names, const Text& why) {
    for (const std::string& name : names) {
        if (raw(name).empty()) continue;
        const Text label = columns_.label(name);
        error(name, {spaced(label.zh) + "在这里没有意义", label.en + " has no meaning here"}, why,
              {"请留空。", "Leave it blank."});
    }
}

void FieldReader::must_be_given(const std::vector<std::string>& names, const Text& why) {
    for (const std::string& name : names) {
        if (given(name)) continue;
        const Text label = columns_.label(name);
        error(name, {spaced(label.zh) + "没有填", label.en + " is blank"}, why,
              {"请补上。", "Fill it in."});
    }
}

void FieldReader::refuse(const std::string& name, const Position& at, const std::string& text,
                         Refusal refusal) {
    const Text label = columns_.label(name);
    const scenario::Field* field = columns_.field(name);
    const std::string zh = field == nullptr ? text : scenario::in_chinese(*field, text);
    error_at(
        at,
        {spaced(label.zh) + "的值 " + quote(zh) + " 不对", label.en + " cannot be " + quote(text)},
        std::move(refusal.why), std::move(refusal.suggestion));
}

void FieldReader::refuse_choice(const std::string& name, const Cell& cell,
                                const std::vector<std::string>& words) {
    const scenario::Field* field = columns_.field(name);
    std::vector<std::string> known = words;
    std::vector<std::string> zh;
    for (const std::string& word : words) {
        zh.push_back(field == nullptr ? word : scenario::in_chinese(*field, word));
        if (zh.back() != word) known.push_back(zh.back());
    }
    refuse(name, cell.at, cell.text,
           {{"只能是：" + scenario::listed(zh), "one of: " + scenario::listed(words)},
            scenario::did_you_mean(cell.text, known, {"请从中选一个。", "Choose one of them."})});
}

bool FieldReader::within(const std::string& name, const Position& at, const std::string& text,
                         double value, const Bounds& bounds, bool percent) {
    if (bounds.admit(value)) return true;
    const Text range = describe(bounds, percent);
    refuse(name, at, text,
           {{"须" + range.zh, "it must be " + range.en},
            {"请检查数字和单位。", "Check the number and its unit."}});
    return false;
}

std::string FieldReader::text(const std::string& name) {
    const Cell* found = filled(name);
    return found == nullptr ? std::string{} : found->text;
}

std::string FieldReader::id(const std::string& name) {
    const Cell* found = filled(name);
    if (found == nullptr) return {};
    if (auto refusal = check_id(found->text))
        refuse(name, found->at, found->text, std::move(*refusal));
    return found->text;
}

Text FieldReader::names() {
    Text names = {line("name_zh"), line("name_en")};
    if (names.zh.empty()) names.zh = raw("id");
    if (names.en.empty()) names.en = names.zh;
    return names;
}

std::string FieldReader::line(const std::string& name) {
    const Cell* found = filled(name);
    if (found == nullptr) return {};
    if (found->text.find_first_of("\n\r\t") != std::string::npos) {
        refuse(name, found->at, found->text,
               {{"名称中有换行或制表符", "a name holds a line break or a tab"},
                {"请写在一行里。", "Write it on one line."}});
    }
    return found->text;
}

Money FieldReader::amount(const std::string& name, Money fallback) {
    return optional_amount(name).value_or(fallback);
}

std::optional<Money> FieldReader::optional_amount(const std::string& name) {
    const Cell* found = filled(name);
    if (found == nullptr) return std::nullopt;
    auto parsed = parse_amount(found->text, frame_.unit);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return std::nullopt;
    }
    return std::get<Money>(parsed);
}

double FieldReader::share(const std::string& name, double fallback) {
    return ratio(name, fallback, ranges::share);
}

double FieldReader::ratio(const std::string& name, double fallback, const Bounds& bounds) {
    const Cell* found = filled(name);
    if (found == nullptr) return fallback;
    auto parsed = parse_ratio(found->text, false);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return fallback;
    }
    const double value = std::get<double>(parsed);
    return within(name, found->at, found->text, value, bounds, true) ? value : fallback;
}

double FieldReader::multiple(const std::string& name, double fallback, const Bounds& bounds) {
    const Cell* found = filled(name);
    if (found == nullptr) return fallback;
    auto parsed = parse_ratio(found->text, true);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return fallback;
    }
    const double value = std::get<double>(parsed);
    return within(name, found->at, found->text, value, bounds, true) ? value : fallback;
}

double FieldReader::number(const std::string& name, double fallback, const Bounds& bounds) {
    const Cell* found = filled(name);
    if (found == nullptr) return fallback;
    auto parsed = parse_number(found->text);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return fallback;
    }
    const double value = std::get<double>(parsed);
    return within(name, found->at, found->text, value, bounds, false) ? value : fallback;
}

int FieldReader::integer(const std::string& name, int fallback, const WholeBounds& bounds) {
    const Cell* found = filled(name);
    if (found == nullptr) return fallback;
    auto parsed = parse_integer(found->text, bounds.least, bounds.most);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return fallback;
    }
    return static_cast<int>(std::get<long long>(parsed));
}

std::uint64_t FieldReader::count(const std::string& name, std::uint64_t fallback,
                                 std::uint64_t least, std::uint64_t most) {
    const Cell* found = filled(name);
    if (found == nullptr) return fallback;
    auto parsed = parse_count(found->text, least, most);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return fallback;
    }
    return std::get<std::uint64_t>(parsed);
}

std::optional<int> FieldReader::month(const std::string& name) {
    const Cell* found = filled(name);
    if (found == nullptr) return std::nullopt;
    auto parsed = parse_month(found->text);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return std::nullopt;
    }
    return months_since(frame_.start(), std::get<Month>(parsed));
}

std::optional<Month> FieldReader::period(const std::string& name) {
    const Cell* found = filled(name);
    if (found == nullptr) return std::nullopt;
    if (found->text.find_first_not_of("0123456789") == std::string::npos) {
        const int year =
            integer(name, 0, {frame_.first_year, frame_.first_year + frame_.years - 1});
        return year == 0 ? std::nullopt : std::optional(Month{year, 0});
    }
    if (found->text.size() == 7 && found->text.ends_with("年") &&
        found->text.find_first_not_of("0123456789") == 4) {
        const std::string year = found->text.substr(0, 4);
        refuse(name, found->at, found->text,
               {{"年份只写数字", "a year is a number"}, say("请写成 {}。", "Write {}.", year)});
        return std::nullopt;
    }
    const auto since = month(name);
    if (!since) return std::nullopt;
    const int months = 12 * frame_.years;
    if (*since >= 0 && *since < months) return month_after(frame_.start(), *since);
    error(name, say("{} 不在规划期内", "{} is outside the plan", quote(found->text)),
          say("规划期是 {} 至 {}", "the plan has the months {} to {}", to_string(frame_.start()),
              to_string(month_after(frame_.start(), months - 1))),
          {"请换一个月份。", "Take another month."});
    return std::nullopt;
}

std::optional<ContractDay> FieldReader::day(const std::string& name) {
    const Cell* found = filled(name);
    if (found == nullptr) return std::nullopt;
    auto parsed = parse_day(found->text);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return std::nullopt;
    }
    const auto& [month, day] = std::get<DayOfMonth>(parsed);
    return ContractDay{months_since(frame_.start(), month), day};
}

std::vector<double> FieldReader::ratios(const std::string& name, const Bounds& bounds) {
    std::vector<double> values;
    const Cell* found = filled(name);
    if (found == nullptr) return values;
    for (const SeriesItem& item : split_series(found->text)) {
        Position at = found->at;
        at.column += item.offset;
        auto parsed = parse_ratio(item.text, false);
        if (auto* refusal = std::get_if<Refusal>(&parsed)) {
            refuse(name, at, item.text, std::move(*refusal));
        } else if (within(name, at, item.text, std::get<double>(parsed), bounds, true)) {
            values.push_back(std::get<double>(parsed));
        }
    }
    return values;
}

Distribution FieldReader::distribution(const std::string& name, Distribution fallback, double most,
                                       Quantity quantity) {
    const Cell* found = filled(name);
    if (found == nullptr) return fallback;
    auto parsed = parse_distribution(found->text, most, quantity, frame_.unit);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return fallback;
    }
    return std::get<Distribution>(parsed);
}

Distribution FieldReader::amount_distribution(const std::string& name) {
    return distribution(name, {}, largest_fen, Quantity::amount);
}

std::pair<int, int> FieldReader::s_curve(const std::string& name, std::pair<int, int> fallback) {
    const Cell* found = filled(name);
    if (found == nullptr) return fallback;
    auto parsed = parse_s_curve(found->text);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) {
        refuse(name, found->at, found->text, std::move(*refusal));
        return fallback;
    }
    return std::get<std::pair<int, int>>(parsed);
}

template <class T, class Parse>
std::vector<T> FieldReader::series(const std::string& name, T fallback, Parse parse) {
    const auto years = static_cast<std::size_t>(frame_.years);
    std::vector<T> values(years, fallback);
    const Cell* found = filled(name);
    if (found == nullptr) return values;
    const std::vector<SeriesItem> items = split_series(found->text);
    for (std::size_t i = 0; i < items.size() && i < years; ++i) {
        Position at = found->at;
        if (at.sheet.empty()) at.column += items[i].offset;
        auto parsed = parse(items[i].text, at);
        if (auto* refusal = std::get_if<Refusal>(&parsed)) {
            const auto parts = parts_by_other_marks(items[i].text);
            const bool years_apart =
                parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [&](const auto& part) {
                    return std::holds_alternative<T>(parse(part, at));
                });
            if (years_apart) *refusal = wrong_separator(parts);
            if (items[i].text.empty()) *refusal = blank_year(i + 1, items.size());
            refuse(name, at, items[i].text, std::move(*refusal));
        } else {
            for (std::size_t y = i; y < years; ++y) values[y] = std::get<T>(parsed);
        }
    }
    if (items.size() > years) {
        // A shorter plan (--set scenario.years) of the same files is no mistake.
        warning(name,
                say("{} 有 {} 个值，计划只有 {} 年", "{} has {} values for {} plan years", name,
                    items.size(), years),
                {"多出的值不起作用", "the values beyond the plan have no effect"},
                {"一年一个值，用 ; 分隔。", "Write one value a plan year, separated by ;."});
    }
    return values;
}

YearSeries FieldReader::ratio_series(const std::string& name, const Bounds& bounds) {
    return series<double>(name, 0.0, [&](const std::string& text, const Position& at) {
        auto parsed = parse_ratio(text, false);
        if (const double* value = std::get_if<double>(&parsed)) {
            if (!within(name, at, text, *value, bounds, true)) parsed = 0.0;
        }
        return parsed;
    });
}

YearSeries FieldReader::number_series(const std::string& name, double fallback,
                                      const Bounds& bounds) {
    return series<double>(name, fallback, [&](const std::string& text, const Position& at) {
        auto parsed = parse_number(text);
        if (const double* value = std::get_if<double>(&parsed)) {
            if (!within(name, at, text, *value, bounds, false)) parsed = fallback;
        }
        return parsed;
    });
}

YearMoney FieldReader::amount_series(const std::string& name) {
    return series<Money>(name, Money{}, [&](const std::string& text, const Position&) {
        return parse_amount(text, frame_.unit);
    });
}

}  // namespace coffer::model
