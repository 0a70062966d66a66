#include "values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "coffer/base/day_count.hpp"
#include "coffer/base/from_chars.hpp"
#include "coffer/model/reference_classes.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Full-width forms (U+FF01 to U+FF5E) are what a Chinese input method types for ASCII.
bool has_full_width(std::string_view text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const auto second = static_cast<unsigned char>(text[i + 1]);
        if (text[i] == '\xEF' && (second == 0xBCU || second == 0xBDU)) return true;
    }
    return false;
}

Refusal refuse(std::string_view text, Text why, Text suggestion) {
    if (has_full_width(text)) {
        suggestion = {"数字和标点请用半角。", "Type digits and punctuation in half width."};
    }
    return {std::move(why), std::move(suggestion)};
}

/// The digits of `text` without grouping, or nothing when the grouping is irregular.
std::optional<std::string> ungrouped(std::string_view text) {
    const std::size_t whole_end = text.find_first_of(".eE");
    const std::string_view whole = text.substr(0, whole_end);
    std::string digits;
    std::size_t since_comma = 0;
    bool commas = false;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const char c = whole[i];
        if (c == ',' || c == '_') {
            const bool between =
                i > 0 && is_digit(whole[i - 1]) && i + 1 < whole.size() && is_digit(whole[i + 1]);
            if (!between) return std::nullopt;
            if (c == ',') {
                if (commas ? since_comma != 3 : since_comma > 3) return std::nullopt;
                commas = true;
                since_comma = 0;
            }
            continue;
        }
        if (is_digit(c)) ++since_comma;
        digits += c;
    }
    if (commas && since_comma != 3) return std::nullopt;
    if (whole_end != std::string_view::npos) digits += text.substr(whole_end);
    return digits;
}

/// `text` times 10^shift, rounded once: the power goes into the text before it becomes binary, so
/// that "4.35%" and "0.0435" are the same double.
Parsed<double> shifted_number(std::string_view text, int shift) {
    const Text like = {"请写成 1350、1,350 或 0.35。", "Write 1350, 1,350 or 0.35."};
    auto digits = ungrouped(trim(text));
    if (!digits) {
        return refuse(text, {"逗号没有按三位分组", "the commas do not group by three digits"},
                      like);
    }
    if (!digits->empty() && digits->front() == '+') digits->erase(0, 1);
    const std::size_t first = !digits->empty() && digits->front() == '-' ? 1 : 0;
    // from_chars also reads "inf" and "nan", which are no amounts of anything.
    if (first >= digits->size() || (!is_digit((*digits)[first]) && (*digits)[first] != '.')) {
        return refuse(text, {"这不是一个数", "this is not a number"}, like);
    }
    if (shift != 0) {
        const std::size_t exponent = digits->find_first_of("eE");
        if (exponent != std::string::npos) {
            int written = 0;
            const char* begin = digits->data() + exponent + 1;
            const char* const end = digits->data() + digits->size();
            if (begin != end && *begin == '+') ++begin;
            const auto read = std::from_chars(begin, end, written);
            const bool number_before =
                digits->find_first_not_of("0123456789.-") >= exponent && exponent > first;
            if (!number_before) {
                return refuse(text, {"这不是一个数", "this is not a number"}, like);
            }
            if (read.ec != std::errc{} || read.ptr != end || written > 400 || written < -400) {
                return refuse(text, {"指数无法读取", "the exponent cannot be read"}, like);
            }
            shift += written;
            digits->resize(exponent);
        }
        *digits += "e" + std::to_string(shift);
    }
    double value = 0.0;
    const char* const end = digits->data() + digits->size();
    const auto read = from_chars(digits->data(), end, value);
    if (read.ec == std::errc::result_out_of_range) {
        return refuse(text, {"数字太大或太小", "the number is too large or too small"}, like);
    }
    if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) {
        return refuse(text, {"这不是一个数", "this is not a number"}, like);
    }
    return value;
}

bool drop_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    text = trim(text);
    return true;
}

const Text& distribution_forms() {
    static const Text forms = {
        "请写一个数，或 "
        "fixed(6)、uniform(4,8)、triangular(4,6,12)、pert(4,6,12)、lognormal(5,9)（p50 和 "
        "p90）、lognormal(4,5,9)（p10、p50、p90）、lognormal_mean_sd(6,2)（均值和标准差）。",
        "Write a number or fixed(6), uniform(4,8), triangular(4,6,12), pert(4,6,12), "
        "lognormal(5,9) "
        "(p50 and p90), lognormal(4,5,9) (p10, p50, p90), lognormal_mean_sd(6,2)."};
    return forms;
}

struct Call {
    std::string_view name;
    std::vector<std::string_view> arguments;
};

/// "name(a,b,c)" taken apart.
std::optional<Call> parse_call(std::string_view text) {
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos || !text.ends_with(')')) return std::nullopt;
    Call call{trim(text.substr(0, open)), {}};
    std::string_view inside = text.substr(open + 1, text.size() - open - 2);
    while (true) {
        const std::size_t comma = inside.find(',');
        call.arguments.push_back(trim(inside.substr(0, comma)));
        if (comma == std::string_view::npos || call.arguments.size() > 8) break;
        inside.remove_prefix(comma + 1);
    }
    return call;
}

std::optional<Text> broken_order(const Distribution& d) {
    using Shape = Distribution::Shape;
    const bool has_mode = d.shape == Shape::triangular || d.shape == Shape::pert;
    if (d.shape == Shape::fixed) return std::nullopt;
    if (d.shape == Shape::lognormal) {
        if (d.a > 0.0 && d.a < d.b) return std::nullopt;
        return Text{"须 0 < p50 < p90", "0 < p50 < p90 must hold"};
    }
    if (d.shape == Distribution::Shape::split_lognormal) {
        if (d.a > 0.0 && d.a < d.mode && d.mode < d.b) return std::nullopt;
        return Text{"须 0 < p10 < p50 < p90", "0 < p10 < p50 < p90 must hold"};
    }
    if (!(d.a < d.b))
        return Text{"最小值须小于最大值", "the least must be below the largest value"};
    if (has_mode && (d.mode < d.a || d.mode > d.b)) {
        return Text{"最可能值须在最小值与最大值之间",
                    "the mode must lie between least and largest"};
    }
    return std::nullopt;
}

/// The lognormal with this mean and standard deviation, by its median and p90.
void set_moments(Distribution& d, double mean, double sd) {
    constexpr double z90 = 1.2815515655446004;
    const double variance = std::log1p((sd / mean) * (sd / mean));
    d.a = mean * std::exp(-0.5 * variance);
    d.b = d.a * std::exp(z90 * std::sqrt(variance));
}

/// A lognormal whose upper half spans more than a thousandfold says nothing, and its tail leaves
/// the range of any amount.
bool spans_too_much(const Distribution& d) {
    constexpr double most = 1000.0;
    if (d.shape == Distribution::Shape::lognormal) return d.b > most * d.a;
    return d.shape == Distribution::Shape::split_lognormal &&
           (d.b > most * d.mode || d.mode > most * d.a);
}

/// What to do about parameters out of order: two that fall are often a mean and a standard
/// deviation.
Text suggestion_for(const Distribution& d) {
    if (d.shape == Distribution::Shape::lognormal && d.a > 0.0 && d.b > 0.0) {
        return say(
            "lognormal 的两个参数是 p50（中位数）和 p90；按均值和标准差给出时请写 "
            "lognormal_mean_sd({0:g},{1:g})，没有不确定性时写 fixed({0:g})。",
            "lognormal takes p50 (the median) and p90; with a mean and a standard deviation "
            "write lognormal_mean_sd({0:g},{1:g}), without uncertainty fixed({0:g}).",
            d.a, d.b);
    }
    return {"请调整参数；没有不确定性时写 fixed(6)。",
            "Reorder them; write fixed(6) where nothing is uncertain."};
}

}  // namespace

std::optional<Refusal> check_shape(const Distribution& distribution) {
    if (auto why = broken_order(distribution)) {
        return Refusal{std::move(*why), suggestion_for(distribution)};
    }
    if (spans_too_much(distribution)) {
        return Refusal{{"p90 超过 p50 的 1000 倍，或 p50 超过 p10 的 1000 倍",
                        "p90 is above 1000 times p50, or p50 above 1000 times p10"},
                       {"请检查参数和单位。", "Check the parameters and their units."}};
    }
    return std::nullopt;
}

Parsed<double> parse_number(const std::string& text) { return shifted_number(text, 0); }

Parsed<double> parse_ratio(const std::string& text, bool bare_above_one) {
    std::string_view number = trim(text);
    const bool percent = drop_suffix(number, "%");
    auto parsed = shifted_number(number, percent ? -2 : 0);
    if (const double* value = std::get_if<double>(&parsed);
        value != nullptr && !percent && !bare_above_one && std::abs(*value) > 1.0) {
        return Refusal{
            say("{} 是 {}%", "{} means {}%", number, *value * 100.0),
            say("请写成 {}%，或不大于 1 的小数。", "Write {}%, or a fraction up to 1.", number)};
    }
    return parsed;
}

Parsed<Money> parse_amount(const std::string& text, AmountUnit unit) {
    std::string_view number = trim(text);
    int shift = static_cast<int>(unit);
    if (drop_suffix(number, "亿元") || drop_suffix(number, "亿")) {
        shift = static_cast<int>(AmountUnit::hundred_million);
    } else if (drop_suffix(number, "万元") || drop_suffix(number, "万")) {
        shift = static_cast<int>(AmountUnit::ten_thousand);
    } else if (drop_suffix(number, "元")) {
        shift = static_cast<int>(AmountUnit::yuan);
    }
    const auto parsed = shifted_number(number, shift);
    if (const auto* refusal = std::get_if<Refusal>(&parsed)) {
        return refuse(text, refusal->why,
                      {"金额请写成 350、2.2亿、7000万 或 350元。",
                       "Write an amount as 350, 2.2亿, 7000万 or 350元."});
    }
    const double fen = std::get<double>(parsed);
    if (fen < 0.0) {
        return Refusal{{"金额不能为负", "an amount cannot be negative"},
                       {"请写 0 或正数。", "Write 0 or more."}};
    }
    if (fen > largest_fen) {
        return Refusal{{"金额超过 22.5 万亿元", "the amount is above 22.5 trillion yuan"},
                       {"请检查单位：scenario.unit 已经是万元或亿元吗？",
                        "Check the unit: is scenario.unit already 万元 or 亿元?"}};
    }
    return Money::from_fen(static_cast<std::int64_t>(round_fen(fen)));
}

namespace {

/// Takes `least` to `most` digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
    std::size_t digits = 0;
    int number = 0;
    for (; digits < std::min(most, text.size()) && is_digit(text[digits]); ++digits) {
        number = 10 * number + (text[digits] - '0');
    }
    if (digits < least) return std::nullopt;
    text.remove_prefix(digits);
    return number;
}

bool take(std::string_view& text, std::string_view front) {
    if (text.substr(0, front.size()) != front) return false;
    text.remove_prefix(front.size());
    return true;
}

/// What may follow the month: nothing, or the first day as Excel writes it.
bool ends_month(std::string_view rest, std::string_view separator) {
    if (separator == "年") return rest == "月" || rest == "月1日";
    for (const auto* day : {"1", "01"}) {
        if (rest == std::string(separator) + day) return true;
    }
    return rest.empty();
}

/// A day of the month instead.
bool ends_day(std::string_view rest, std::string_view separator) {
    if (separator == "年") {
        if (!take(rest, "月")) return false;
    } else if (!take(rest, separator)) {
        return false;
    }
    const auto day = take_number(rest, 1, 2);
    return day && *day >= 1 && *day <= 31 && (rest.empty() || rest == "日");
}

std::string month_text(const Month& month) {
    return fmt::format("{:04}-{:02}", month.year, month.month);
}

/// The day of what Excel shows of a date in a column of numbers: days since 30 December 1899.
std::optional<DayOfMonth> day_of_serial(const std::string& text) {
    std::string_view rest = text;
    if (rest.ends_with(".0")) rest.remove_suffix(2);
    const auto days = take_number(rest, 5, 5);
    if (!days || !rest.empty() || *days < 29221 || *days > 73050) return std::nullopt;  // 1980–2099
    int left = *days - 2;  // days from 1 January 1900
    int month = 12 * 1900;
    for (; left >= days_in_month(month); ++month) left -= days_in_month(month);
    return DayOfMonth{{month / 12, month % 12 + 1}, left + 1};
}

/// Numbers with anything between them: "26.5.20", "2026年5月20日", "20260520".
std::vector<std::string> digit_groups(const std::string& text) {
    std::vector<std::string> groups(1);
    for (const char c : text) {
        if (is_digit(c)) {
            groups.back() += c;
        } else if (!groups.back().empty()) {
            groups.emplace_back();
        }
    }
    if (groups.back().empty()) groups.pop_back();
    if (groups.size() == 1 && (groups[0].size() == 8 || groups[0].size() == 6)) {
        const std::string all = groups[0];
        groups = {all.substr(0, 4), all.substr(4, 2)};
        if (all.size() == 8) groups.push_back(all.substr(6));
    }
    return groups;
}

/// What a date that is written in another way probably is: "20260520", "2026.5.20", "26-5-20",
/// "05/20/2026", a serial number of Excel.
std::optional<DayOfMonth> day_meant(const std::string& text) {
    if (const auto day = day_of_serial(text)) return day;
    std::vector<int> numbers;
    bool year_last = false;
    for (const std::string& group : digit_groups(text)) {
        if (group.size() > 4) return std::nullopt;
        numbers.push_back(std::stoi(group));
        year_last = group.size() == 4;
    }
    if (numbers.size() < 2 || numbers.size() > 3) return std::nullopt;
    if (year_last) {
        // An American writes the month first, and a day above twelve tells the European.
        std::rotate(numbers.begin(), numbers.end() - 1, numbers.end());
        if (numbers.size() == 3 && numbers[1] > 12) std::swap(numbers[1], numbers[2]);
    }
    if (numbers[0] < 100) numbers[0] += numbers[0] < 80 ? 2000 : 1900;
    const Month month{numbers[0], numbers[1]};
    if (month.year < 1900 || month.year > 2399 || month.month < 1 || month.month > 12) {
        return std::nullopt;
    }
    const int day = numbers.size() == 3 ? numbers[2] : 0;
    if (numbers.size() == 3 &&
        (day < 1 || day > days_in_month(12 * month.year + month.month - 1))) {
        return std::nullopt;
    }
    return DayOfMonth{month, day};
}

std::string day_text(const DayOfMonth& day) {
    return day.day == 0 ? month_text(day.month)
                        : month_text(day.month) + fmt::format("-{:02}", day.day);
}

/// "It seems to be 2026-05-20" where that can be guessed, else `otherwise`.
Refusal refuse_date(const std::string& text, bool month_only, Refusal otherwise) {
    auto meant = day_meant(text);
    if (!meant) return otherwise;
    const bool serial = day_of_serial(text).has_value();
    if (month_only) meant->day = 0;
    const std::string said = day_text(*meant);
    return {serial ? say("{} 是 Excel 的日期序号，即 {}", "{} is a date of Excel by its number: {}",
                         text, said)
                   : Text{otherwise.why.zh + "，看来是 " + said,
                          otherwise.why.en + "; it seems to be " + said},
            serial ? say("请写成 {}，或把该列设为“文本”再填。",
                         "Write {}, or format the column as Text and enter it again.", said)
                   : say("请写成 {}。", "Write {}.", said)};
}

}  // namespace

Parsed<Month> parse_month(const std::string& text) {
    const Refusal refusal =
        refuse_date(text, true,
                    refuse(text, {"这不是月份", "this is not a month"},
                           {"请写成 2020-07；若被 Excel 改写，请把该列设为“文本”再填。",
                            "Write 2020-07; where Excel rewrote it, format the column as "
                            "Text and enter it again."}));
    std::string_view rest = text;
    const auto year = take_number(rest, 4, 4);
    if (!year) return refusal;
    for (const std::string_view separator : {"-", "/", "年"}) {
        if (!take(rest, separator)) continue;
        const auto number = take_number(rest, 1, 2);
        if (!number || *number < 1 || *number > 12) return refusal;
        if (!ends_month(rest, separator)) {
            const std::string said = month_text({*year, *number});
            if (!ends_day(rest, separator)) return refusal;
            return Refusal{{"这不是月份，是日期", "this is not a month but a day"},
                           say("请写成 {}。", "Write {}.", said)};
        }
        if (*year < 1900 || *year > 2399) {
            return refuse(text, {"年份须在 1900 到 2399 之间", "the year must lie in 1900 to 2399"},
                          {"请改正。", "Correct it."});
        }
        return Month{*year, *number};
    }
    return refusal;
}

Parsed<DayOfMonth> parse_day(const std::string& text) {
    // The month without its day, then the day.
    const std::string_view all = text;
    for (const std::string_view separator : {"-", "/", "月"}) {
        const auto place = all.rfind(separator);
        const bool chinese = separator == "月";
        if (place == std::string_view::npos) continue;
        std::string_view rest = all.substr(place + separator.size());
        const auto day = take_number(rest, 1, 2);
        const auto front = std::string(all.substr(0, place)) + (chinese ? "月" : "");
        const auto month = parse_month(front);
        if (!day || rest != (chinese ? "日" : "") || !std::holds_alternative<Month>(month)) break;
        const Month in = std::get<Month>(month);
        if (*day < 1 || *day > days_in_month(12 * in.year + in.month - 1)) {
            return refuse(text, {"没有这一天", "there is no such day"},
                          {"请改正。", "Correct it."});
        }
        return DayOfMonth{in, *day};
    }
    const auto month = parse_month(text);
    if (!std::holds_alternative<Month>(month)) {
        return refuse_date(
            text, false,
            refuse(text, {"这不是日期或月份", "this is neither a day nor a month"},
                   {"请写成 2032-10-28 或 2032-10。", "Write 2032-10-28 or 2032-10."}));
    }
    return DayOfMonth{std::get<Month>(month), 0};
}

namespace {

template <class Whole>
Parsed<Whole> parse_whole(const std::string& text, Whole least, Whole most) {
    Whole value = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end || value < least || value > most) {
        return refuse(
            text,
            say("须是 {} 到 {} 的整数", "a whole number from {} to {} is wanted", least, most),
            {"请改正。", "Correct it."});
    }
    return value;
}

}  // namespace

Parsed<long long> parse_integer(const std::string& text, long long least, long long most) {
    return parse_whole(text, least, most);
}

Parsed<std::uint64_t> parse_count(const std::string& text, std::uint64_t least,
                                  std::uint64_t most) {
    return parse_whole(text, least, most);
}

namespace {

/// Reference classes have a point in their names, which no other distribution has.
bool names_class(std::string_view name) {
    const bool letter =
        !name.empty() && ((name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z'));
    return letter && name.find('.') != std::string_view::npos;
}

/// An amount as fen.
Parsed<double> fen_of(std::string_view text, AmountUnit unit) {
    auto parsed = parse_amount(std::string(text), unit);
    if (auto* refusal = std::get_if<Refusal>(&parsed)) return std::move(*refusal);
    return static_cast<double>(std::get<Money>(parsed).fen());
}

Parsed<Distribution> parse_class(const std::string& text, const std::optional<Call>& call,
                                 double most, Quantity quantity) {
    const std::string id(call ? call->name : trim(text));
    const ReferenceClass* found = find_reference_class(id);
    if (found == nullptr) {
        std::vector<std::string> ids;
        for (const auto& each : reference_classes()) ids.emplace_back(each.id);
        return Refusal{
            say("没有名为 {} 的参照类", "unknown reference class {}", quote(id)),
            scenario::did_you_mean(
                id, ids, say("参照类有：{}。", "The classes are: {}.", scenario::listed(ids)))};
    }
    if (quantity == Quantity::amount) {
        return Refusal{{"参照类是工期和造价系数的分布，不是金额的",
                        "reference classes are of durations and cost factors, not of amounts"},
                       distribution_forms()};
    }
    if (quantity == Quantity::output_factor) {
        return Refusal{{"参照类是工期和造价系数的分布，不是产值的",
                        "reference classes are of durations and cost factors, not of output"},
                       distribution_forms()};
    }
    if (quantity == Quantity::cost_factor) {
        if (!call) return distribution_of(found->cost, 1.0);
        return Refusal{{"造价系数直接用参照类，没有参数",
                        "a cost factor is the reference class itself, without a parameter"},
                       say("请写 {}。", "Write {}.", id)};
    }
    const auto planned = call && call->arguments.size() == 1 ? shifted_number(call->arguments[0], 0)
                                                             : Parsed<double>(0.0);
    const double* months = std::get_if<double>(&planned);
    if (months == nullptr || !(*months > 0.0) || *months > most) {
        return Refusal{say("工期的参照类要一个参数：计划月数，大于 0，至多 {}",
                           "a reference class of durations takes the planned months, above 0 and "
                           "at most {}",
                           most),
                       say("例如 {}(24)。", "For example {}(24).", id)};
    }
    return distribution_of(found->duration, *months);
}

}  // namespace

Parsed<Distribution> parse_distribution(const std::string& text, double most, Quantity quantity,
                                        AmountUnit unit) {
    using Shape = Distribution::Shape;
    const auto call = parse_call(text);
    if (names_class(call ? call->name : std::string_view(text))) {
        return parse_class(text, call, most, quantity);
    }
    const Refusal unreadable =
        refuse(text, {"这不是数，也不是分布", "neither a number nor a distribution"},
               distribution_forms());
    if (!call && text.find_first_of("()") != std::string::npos) return unreadable;
    static constexpr std::array<std::pair<std::string_view, Shape>, 6> shapes = {
        {{"fixed", Shape::fixed},
         {"uniform", Shape::uniform},
         {"triangular", Shape::triangular},
         {"pert", Shape::pert},
         {"lognormal", Shape::lognormal},
         {"lognormal_mean_sd", Shape::lognormal}}};
    const bool by_moments = call && call->name == "lognormal_mean_sd";
    Distribution result;
    std::vector<std::string_view> arguments = {std::string_view(text)};
    if (call) {
        const std::pair<std::string_view, Shape>* found = nullptr;
        for (const auto& shape : shapes) {
            if (shape.first == call->name) found = &shape;
        }
        if (found == nullptr) return unreadable;
        result.shape = found->second;
        arguments = call->arguments;
    }
    if (result.shape == Shape::lognormal && arguments.size() == 3 && !by_moments) {
        result.shape = Shape::split_lognormal;
    }
    const bool has_mode = result.shape == Shape::triangular || result.shape == Shape::pert ||
                          result.shape == Shape::split_lognormal;
    const std::size_t wanted = result.shape == Shape::fixed ? 1 : has_mode ? 3 : 2;
    if (arguments.size() != wanted) {
        return Refusal{say("这个分布要 {} 个参数，这里有 {} 个",
                           "it takes {} parameters, here are {}", wanted, arguments.size()),
                       distribution_forms()};
    }
    std::array<double, 3> values{};
    for (std::size_t i = 0; i < wanted; ++i) {
        const auto value = quantity == Quantity::amount ? fen_of(arguments[i], unit)
                                                        : shifted_number(arguments[i], 0);
        if (const auto* refusal = std::get_if<Refusal>(&value)) {
            return Refusal{refusal->why, distribution_forms()};
        }
        values[i] = std::get<double>(value);
        if (values[i] < 0.0 || values[i] > most) {
            return Refusal{
                say("参数须在 0 与 {} 之间", "parameters must lie between 0 and {}", most),
                {"请检查数字和单位。", "Check the number and its unit."}};
        }
    }
    result.a = values[0];
    result.mode = has_mode ? values[1] : 0.0;
    result.b = wanted == 1 ? 0.0 : values[wanted - 1];
    if (by_moments) {
        if (!(values[0] > 0.0) || !(values[1] > 0.0)) {
            return Refusal{
                {"均值和标准差须大于 0", "mean and standard deviation must be above 0"},
                {"没有不确定性时写 fixed(6)。", "Write fixed(6) where nothing is uncertain."}};
        }
        set_moments(result, values[0], values[1]);
    }
    if (auto refusal = check_shape(result)) return std::move(*refusal);
    return result;
}

Parsed<std::pair<int, int>> parse_s_curve(const std::string& text) {
    const auto call = parse_call(text);
    const auto parameter = [](std::string_view argument) {
        return argument.size() == 1 && argument[0] >= '1' && argument[0] <= '3' ? argument[0] - '0'
                                                                                : 0;
    };
    if (call && call->name == "beta" && call->arguments.size() == 2) {
        const std::pair<int, int> shape = {parameter(call->arguments[0]),
                                           parameter(call->arguments[1])};
        if (shape.first > 0 && shape.second > 0) return shape;
    }
    return refuse(text,
                  {"S 曲线须是 beta(a,b)，a 和 b 为 1 到 3 的整数",
                   "an S-curve is beta(a,b) with whole a and b from 1 to 3"},
                  {"例如 beta(2,2)。", "For example beta(2,2)."});
}

std::optional<Refusal> check_id(const std::string& text) {
    const Text rule = {"标识只含字母、汉字、数字、-、_、.，并以字母、汉字或数字开头，至多 100 字节",
                       "an id has letters (Chinese too), digits, -, _ and ., begins with a letter "
                       "or digit, and has at most 100 bytes"};
    const Refusal refusal = {rule,
                             {"请换一个标识，例如 road-12。", "Choose another, such as road-12."}};
    if (text.empty() || text.size() > 100) return refusal;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        const bool mark = i > 0 && (byte == '-' || byte == '_' || byte == '.');
        if (letter || mark || is_digit(text[i])) continue;
        if (byte < 0xE3U || byte > 0xF0U) return refusal;
        // The encoding is valid (parse checked it): decode three or four bytes.
        const std::size_t length = byte < 0xF0U ? 3 : 4;
        if (i + length > text.size()) return refusal;
        char32_t point = byte & (length == 3 ? 0x0FU : 0x07U);
        for (std::size_t k = 1; k < length; ++k) {
            point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        }
        const bool chinese = point == 0x3007 || (point >= 0x3400 && point <= 0x4DBF) ||
                             (point >= 0x4E00 && point <= 0x9FFF) ||
                             (point >= 0xF900 && point <= 0xFAFF) ||
                             (point >= 0x20000 && point <= 0x3FFFF);
        if (!chinese) return refusal;
        i += length - 1;
    }
    return std::nullopt;
}

std::vector<SeriesItem> split_series(const std::string& text) {
    std::vector<SeriesItem> items(1);
    int offset = 0;
    for (const char c : text) {
        const bool begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (begins_character) ++offset;
        SeriesItem& item = items.back();
        if (c == ';') {
            item.text = std::string(trim(item.text));
            items.push_back({{}, offset});
        } else if (item.text.empty() && (c == ' ' || c == '\t')) {
            item.offset = offset;
        } else {
            item.text += c;
        }
    }
    items.back().text = std::string(trim(items.back().text));
    return items;
}

}  // namespace coffer::model
