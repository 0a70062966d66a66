#include "checking.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "coffer/base/stream.hpp"
#include "coffer/scenario/characters.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "values.hpp"

namespace coffer::model {
namespace {

using scenario::say;

constexpr std::size_t most_errors = 500;

/// "debt[loan1].maturity", "stages[road,land].duration"; a row without an id by its number:
/// "debt[#2].id".
std::string place_of_field(const Subject& subject, std::string_view field) {
    std::string place = subject.table;
    if (subject.id != nullptr) {
        place += '[';
        place += subject.id->empty() ? "#" + std::to_string(subject.place + 1) : *subject.id;
        if (subject.part != nullptr) (place += ',') += subject.part;
        place += ']';
    }
    if (!field.empty()) (place += '.') += field;
    return place;
}

/// The field's entry in the register of names; none for what documents do not have.
const scenario::Field* entry_of(const Subject& subject, std::string_view field) {
    if (const auto* table = scenario::find_table(subject.table); table && subject.id) {
        return scenario::find_field(table->columns, field);
    }
    return scenario::find_field(scenario::setting_fields(),
                                std::string(subject.table) + "." + std::string(field));
}

Text label_of(const Subject& subject, std::string_view field) {
    const std::string name(field);
    const auto* entry = entry_of(subject, field);
    if (entry == nullptr) return {name, name};
    return {name + "（" + entry->zh + "）", name};
}

bool is_ratio(const Subject& subject, std::string_view field) {
    const auto* entry = entry_of(subject, field);
    return entry != nullptr && (entry->holds.content == scenario::Content::ratio ||
                                entry->holds.content == scenario::Content::ratios);
}

}  // namespace

void Checking::error(const Subject& subject, std::string_view field, Text problem, Text why,
                     Text suggestion) {
    ++errors_;
    if (errors_ > most_errors + 1) return;
    if (errors_ == most_errors + 1) {
        diagnostics_.error({}, {"这个模型还有更多问题", "there is more wrong with this model"},
                           say("只列出前 {} 个", "only the first {} are listed", most_errors),
                           {"请先改正列出的。", "Correct those first."});
        return;
    }
    diagnostics_.error({place_of_field(subject, field)}, std::move(problem), std::move(why),
                       std::move(suggestion));
}

void Checking::refuse(const Subject& subject, std::string_view field, const std::string& value,
                      Text why) {
    const Text label = label_of(subject, field);
    error(subject, field, {label.zh + " 的值 " + value + " 不对", label.en + " cannot be " + value},
          std::move(why), {"请检查数字和单位。", "Check the number and its unit."});
}

bool Checking::must(bool holds, const Subject& subject, std::string_view field,
                    const Words& problem, const Words& why) {
    if (!holds) error(subject, field, problem.text(), why.text());
    return holds;
}

bool Checking::idle(bool is_set, bool has_meaning, const Subject& subject, std::string_view field,
                    const Words& why) {
    if (!is_set || has_meaning) return true;
    const Text label = label_of(subject, field);
    error(subject, field, {label.zh + " 在这里没有意义", label.en + " has no meaning here"},
          why.text(), {"请留空。", "Leave it blank."});
    return false;
}

bool Checking::number(const Subject& subject, std::string_view field, double value,
                      const Bounds& bounds) {
    if (std::isfinite(value) && bounds.admit(value)) return true;
    const bool percent = is_ratio(subject, field);
    const Text range = describe(bounds, percent);
    refuse(subject, field,
           percent ? fmt::format("{:g}%", value * 100.0) : fmt::format("{:g}", value),
           {"须" + range.zh, "it must be " + range.en});
    return false;
}

bool Checking::whole(const Subject& subject, std::string_view field, long long value,
                     const WholeBounds& bounds) {
    if (bounds.admit(value)) return true;
    refuse(subject, field, std::to_string(value), describe(bounds));
    return false;
}

bool Checking::amount(const Subject& subject, std::string_view field, Money value) {
    if (value >= Money{} && value.fen() <= static_cast<std::int64_t>(largest_fen)) return true;
    refuse(subject, field, fmt::format("{:.2f}", value.yuan()),
           {"金额须不小于 0、不大于 22.5 万亿元",
            "an amount must be at least 0 and at most 22.5 trillion yuan"});
    return false;
}

bool Checking::as_many_as_years(const Subject& subject, std::string_view field,
                                std::size_t length) {
    if (length == static_cast<std::size_t>(model.years)) return true;
    error(subject, field,
          say("{} 有 {} 个值，计划有 {} 年", "{} has {} values for {} plan years", field, length,
              model.years),
          {"每个规划年一个值", "there is one value for each plan year"});
    return false;
}

bool Checking::series(const Subject& subject, std::string_view field, const YearSeries& values,
                      const Bounds& bounds) {
    if (!as_many_as_years(subject, field, values.size())) return false;
    return std::all_of(values.begin(), values.end(),
                       [&](double each) { return number(subject, field, each, bounds); });
}

bool Checking::amounts(const Subject& subject, std::string_view field, const YearMoney& values) {
    if (!as_many_as_years(subject, field, values.size())) return false;
    return std::all_of(values.begin(), values.end(),
                       [&](Money each) { return amount(subject, field, each); });
}

bool Checking::distribution(const Subject& subject, std::string_view field,
                            const Distribution& value, double most) {
    using Shape = Distribution::Shape;
    if (!word(subject, field, value.shape, Shape::split_lognormal)) return false;
    const bool has_mode = value.shape == Shape::triangular || value.shape == Shape::pert ||
                          value.shape == Shape::split_lognormal;
    const Bounds bounds{0.0, most};
    if (!number(subject, field, value.a, bounds)) return false;
    if (has_mode && !number(subject, field, value.mode, bounds)) return false;
    // A lognormal given by its mean and spread may have a p90 above what can be written.
    const Bounds upper{0.0, value.shape == Shape::lognormal ? 1000.0 * most : most};
    if (value.shape != Shape::fixed && !number(subject, field, value.b, upper)) return false;
    auto refusal = check_shape(value);
    if (!refusal) return true;
    const Text label = label_of(subject, field);
    error(subject, field, {label.zh + " 不是分布", label.en + " is no distribution"},
          std::move(refusal->why), std::move(refusal->suggestion));
    return false;
}

bool Checking::refers(const Subject& subject, std::string_view field, std::size_t index,
                      std::size_t size) {
    if (index < size) return true;
    const Text label = label_of(subject, field);
    error(subject, field,
          {label.zh + " 指向不存在的行", label.en + " refers to a row that is not there"},
          say("序号 {}，表中有 {} 行", "its index is {}, the table has {} rows", index, size));
    return false;
}

bool Checking::driver(const Subject& subject, std::string_view field, Index<Driver> index,
                      Driver::Kind kind) {
    if (!refers(subject, field, index.value, model.drivers.size())) return false;
    const Driver& named = model.drivers[index.value];
    if (named.kind == kind) return true;
    error(
        subject, field,
        say("驱动因素 {} 的种类不对", "driver {} is of the wrong kind", scenario::quote(named.id)),
        kind == Driver::Kind::growth
            ? Text{"这里要 growth；rate 不累积成指数", "a growth is wanted; a rate has no index"}
            : Text{"这里要 rate；growth 不能给债务定价",
                   "a rate is wanted; a growth cannot price debt"});
    return false;
}

bool Checking::id(const Subject& subject, std::string_view field, const std::string& value) {
    if (!text(subject, field, value, true)) return false;
    auto refusal = check_id(value);
    if (!refusal) return true;
    const Text label = label_of(subject, field);
    error(subject, field,
          {label.zh + " 的值 " + scenario::quote(value) + " 不对",
           label.en + " cannot be " + scenario::quote(value)},
          std::move(refusal->why), std::move(refusal->suggestion));
    return false;
}

bool Checking::text(const Subject& subject, std::string_view field, const std::string& value,
                    bool one_line) {
    for (std::size_t at = 0; at < value.size();) {
        const std::size_t length = scenario::character_length(value, at);
        const bool breaks = value[at] == '\n' || value[at] == '\r' || value[at] == '\t';
        if (length == 0 || scenario::forbidden_character(value, at) != 0 || (one_line && breaks)) {
            error(subject, field,
                  say("第 {} 个字节处有不能用的字符",
                      "there is a character at byte {} that may not be there", at + 1),
                  {"文字须是 UTF-8，没有控制字符；名称写在一行里",
                   "texts are UTF-8 without control characters; a name stands on one line"});
            return false;
        }
        at += length;
    }
    return true;
}

void Checking::names(const Subject& subject, const Text& name) {
    text(subject, "name_zh", name.zh, true);
    text(subject, "name_en", name.en, true);
}

bool Checking::stream(const Subject& subject, std::uint32_t value, const std::string& kind,
                      const std::string& id) {
    const std::string name = kind + "/" + id;
    if (value != stream_of(kind, id)) {
        error(
            subject, "stream",
            say("随机数流不是 {} 的", "the random stream is not that of {}", scenario::quote(name)),
            {"须是这个名字的哈希（stream_of），这样抽样只随名字而变",
             "it is the hash of that name (stream_of), so that draws follow names alone"});
        return false;
    }
    const auto [place, is_new] = streams_.emplace(value, name);
    if (is_new || place->second == name) return true;
    error(subject, "id",
          say("{} 与 {} 的随机数流相同", "{} and {} have the same random stream",
              scenario::quote(name), scenario::quote(place->second)),
          {"两个名字的 32 位哈希恰好相等，抽样会相关",
           "the 32-bit hashes of the two names coincide, their draws would be the same"});
    return false;
}

void Checking::claim(const char* space, const Subject& subject) {
    const auto [place, is_new] =
        claimed_.emplace(std::string(space) + "/" + *subject.id, subject.table);
    if (is_new) return;
    error(subject, "id", say("标识 {} 重复", "the id {} is taken", scenario::quote(*subject.id)),
          say("已在 {} 用过", "it is used in {}", place->second));
}

void Checking::disorder(const Subject& subject) {
    error(subject, "id",
          say("{} 的次序不对，或重复", "{} is out of order or stands twice",
              scenario::quote(*subject.id)),
          {"同一张表按标识排列（项目和项目池先按 priority），每个标识一次；结果不随行的次序而变",
           "rows stand in the order of their ids (projects and pipelines by priority first), each "
           "once, so that results do not follow the order of rows"},
          {"请排序，并相应改正各处的序号。", "Sort them, and the indices with them."});
}

}  // namespace coffer::model
