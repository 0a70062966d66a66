// The language of figures and conditions: a hand-written parser, because its few forms each deserve
// a message of their own.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "coffer/analysis/measure.hpp"
#include "coffer/base/from_chars.hpp"
#include "coffer/base/trimmed.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::analysis {
namespace {

using model::Target;
using scenario::did_you_mean;
using scenario::listed;
using scenario::quote;
using scenario::say;

/// What an input method for Chinese leaves in place of the signs of the language.
std::string in_half_width(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> signs{{{"（", "("},
                                                                                  {"）", ")"},
                                                                                  {"［", "["},
                                                                                  {"］", "]"},
                                                                                  {"＠", "@"},
                                                                                  {"％", "%"},
                                                                                  {"－", "-"}}};
    for (const auto& [wide, half] : signs) {
        for (auto at = text.find(wide); at != std::string::npos; at = text.find(wide, at)) {
            text.replace(at, wide.size(), half);
        }
    }
    return text;
}

std::optional<double> plain_number(std::string_view text) {
    double value = 0.0;
    const char* end = text.data() + text.size();
    const auto read = from_chars(text.data(), end, value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<int> year_of(std::string_view text) {
    int year = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, year);
    if (text.size() != 4 || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return year;
}

struct Split {
    std::string left, right;
    Target::Relation relation = Target::Relation::at_least;
};

/// Around the last relation outside brackets and parentheses.
std::optional<Split> split_at_relation(const std::string& text) {
    constexpr std::array<std::pair<std::string_view, Target::Relation>, 8> relations{
        {{">=", Target::Relation::at_least},
         {"<=", Target::Relation::at_most},
         {"≥", Target::Relation::at_least},
         {"≤", Target::Relation::at_most},
         {"＞", Target::Relation::above},
         {"＜", Target::Relation::below},
         {">", Target::Relation::above},
         {"<", Target::Relation::below}}};
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(' || text[i] == '[') ++depth;
        if (text[i] == ')' || text[i] == ']') --depth;
        if (depth > 0) continue;
        for (const auto& [sign, relation] : relations) {
            if (text.compare(i, sign.size(), sign) != 0) continue;
            return Split{trimmed(text.substr(0, i)), trimmed(text.substr(i + sign.size())),
                         relation};
        }
    }
    return std::nullopt;
}

class MeasureReader {
  public:
    MeasureReader(const std::string& text, const plan::Plan& plan, const Position& at,
                  Diagnostics& diagnostics)
        : text_(text), plan_(plan), at_(at), diagnostics_(diagnostics) {}

    std::optional<Measure> measure(const std::string& text) {
        const auto open = text.find('(');
        if (open == std::string::npos || text.back() != ')') {
            wrong({"须写成 函数(指标@年份) 或 P(…)",
                   "it must be written as function(figure@year) or P(...)"});
            return std::nullopt;
        }
        const std::string function = trimmed(text.substr(0, open));
        const std::string inside = trimmed(text.substr(open + 1, text.size() - open - 2));
        Measure measure;
        measure.text = text;
        if (function == "P" || function == "p" || function == "概率")
            return probability(inside, measure);
        if (!read_function(function, measure)) return std::nullopt;
        if (!read_quantity(inside, measure.quantity)) return std::nullopt;
        if (measure.quantity.kind == Quantity::Kind::figure && measure.quantity.first_year == 0) {
            wrong({"没有写哪一年", "the year is missing"},
                  say("如 {}({}@{})。", "Like {}({}@{}).", function, inside, plan_.first_year));
            return std::nullopt;
        }
        return measure;
    }

    std::optional<Requirement> requirement() {
        const auto split = split_at_relation(text_);
        if (!split) {
            wrong({"没有 >=、<=、> 或 <", "there is no >=, <=, > or <"},
                  {"如 P(no_arrears)>=90%。", "Like P(no_arrears)>=90%."});
            return std::nullopt;
        }
        auto read = measure(split->left);
        if (!read) return std::nullopt;
        const auto value = read_value(split->right, read->scale(), plan_.start);
        if (!value) {
            wrong_value(split->right, read->scale());
            return std::nullopt;
        }
        return Requirement{std::move(*read), {split->relation, *value}, text_};
    }

  private:
    std::optional<Measure> probability(const std::string& inside, Measure measure) {
        if (const auto split = split_at_relation(inside)) {
            measure.kind = Measure::Kind::condition;
            if (!read_quantity(split->left, measure.quantity)) return std::nullopt;
            Measure of;
            of.quantity = measure.quantity;
            const auto value = read_value(split->right, of.scale(), plan_.start);
            if (!value) {
                wrong_value(split->right, of.scale());
                return std::nullopt;
            }
            measure.condition = {split->relation, *value};
            return measure;
        }
        std::vector<std::string> known;
        // By its id or by what a reader sees of it.
        const auto found = [&](Measure::Kind kind, const std::string& id) {
            measure.kind = kind;
            measure.id = id;
            known.push_back(id);
            const Text name = name_of(plan_, measure);
            if (inside == id || inside == name.zh || inside == name.en) return true;
            known.push_back(name.zh);
            return false;
        };
        for (const auto& target : plan_.targets) {
            if (found(Measure::Kind::target, target.id)) return measure;
        }
        for (std::size_t hit = 0; hit < plan_.first_hits(); ++hit) {
            if (found(Measure::Kind::event, plan::first_hit_names[hit])) return measure;
        }
        wrong(say("没有目标或事件 {}", "there is no target or event {}", quote(inside)),
              did_you_mean(inside, known,
                           say("有：{}；也可写条件，如 P(debt_ratio<120%)。",
                               "There are: {}; or write a condition like P(debt_ratio<120%).",
                               listed(known))));
        return std::nullopt;
    }

    bool read_function(const std::string& name, Measure& measure) {
        if (name == "mean" || name == "均值") {
            measure.kind = Measure::Kind::mean;
        } else if (name == "sd" || name == "标准差") {
            measure.kind = Measure::Kind::deviation;
        } else if (name == "es05") {
            measure.kind = Measure::Kind::low_tail;
        } else if (name == "es95") {
            measure.kind = Measure::Kind::high_tail;
        } else {
            const auto level = (name.starts_with('p') || name.starts_with('P'))
                                   ? plain_number(std::string_view(name).substr(1))
                                   : std::nullopt;
            if (!level || *level <= 0.0 || *level >= 100.0) {
                wrong(say("没有函数 {}", "there is no function {}", quote(name)),
                      {"有 概率（P）、均值（mean）、标准差（sd）、p1 至 p99、es05、es95。",
                       "There are P, mean, sd, p1 to p99, es05, es95."});
                return false;
            }
            measure.kind = Measure::Kind::quantile;
            measure.level = *level / 100.0;
        }
        return true;
    }

    bool read_quantity(std::string text, Quantity& quantity) {
        if (const auto at = text.rfind('@'); at != std::string::npos) {
            if (!read_years(trimmed(text.substr(at + 1)), quantity)) return false;
            text = trimmed(text.substr(0, at));
        }
        if (const auto open = text.find('['); open != std::string::npos) {
            if (text.back() != ']') {
                wrong({"方括号不成对", "the brackets do not match"});
                return false;
            }
            quantity.dimension = trimmed(text.substr(open + 1, text.size() - open - 2));
            text = trimmed(text.substr(0, open));
        }
        return text == "finish" || text == "完工" ? find_project(quantity)
                                                  : find_figure(text, quantity);
    }

    bool read_years(const std::string& text, Quantity& quantity) {
        const auto dash = text.find('-');
        const auto first = year_of(trimmed(text.substr(0, dash)));
        const auto last =
            dash == std::string::npos ? first : year_of(trimmed(text.substr(dash + 1)));
        const int end = plan_.first_year + plan_.years - 1;
        if (!first || !last || *first > *last || *first < plan_.first_year || *last > end) {
            wrong(say("@ 之后须是 {} 到 {} 的年份", "after the @ must be years from {} to {}",
                      plan_.first_year, end));
            return false;
        }
        quantity.first_year = *first;
        quantity.last_year = *last;
        return true;
    }

    bool find_project(Quantity& quantity) {
        quantity.kind = Quantity::Kind::finish;
        quantity.project = quantity.dimension;
        std::vector<std::string> known;
        for (const auto& project : plan_.projects) known.push_back(project.id);
        if (quantity.first_year != 0) {
            wrong({"完工没有年份", "a finish has no year"},
                  {"如 P(finish[g36]<=2023-12)。", "Like P(finish[g36]<=2023-12)."});
            return false;
        }
        if (std::find(known.begin(), known.end(), quantity.project) != known.end()) return true;
        wrong(say("没有项目 {}", "there is no project {}", quote(quantity.project)),
              did_you_mean(quantity.project, known,
                           say("有：{}。", "There are: {}.", listed(known))));
        return false;
    }

    bool find_figure(const std::string& id, Quantity& quantity) {
        const model::IndicatorInfo* found = model::find_indicator(id);
        if (found == nullptr) {
            wrong(say("没有指标 {}", "there is no indicator {}", quote(id)),
                  did_you_mean(id, model::names_of_indicators(),
                               {"指标见 docs/indicators.zh-CN.md。",
                                "docs/indicators.md lists the indicators."}));
            return false;
        }
        quantity.indicator = found->indicator;
        std::vector<std::string> dimensions;
        bool reported = false;
        for (std::size_t slot = 0; slot < plan_.slots.size(); ++slot) {
            if (plan_.slots[slot].indicator != quantity.indicator) continue;
            dimensions.push_back(plan_.slots[slot].dimension.text());
            if (dimensions.back() != quantity.dimension) continue;
            for (int year = 0; year < plan_.years; ++year) {
                const int calendar = plan_.first_year + year;
                const bool asked = quantity.first_year == 0 || (calendar >= quantity.first_year &&
                                                                calendar <= quantity.last_year);
                reported = reported || (asked && plan_.reported(slot, year));
            }
        }
        if (reported) return several_years_add_up(quantity);
        wrong(
            say("方案没有指标 {} 的 {}", "the plan has no {} of {}", quote(quantity.dimension), id),
            dimensions.empty()
                ? Text{"方案没有用到它。", "The plan does not use it."}
                : did_you_mean(quantity.dimension, dimensions,
                               say("维度有：{}；或这些年份没有它。",
                                   "Its dimensions are: {}; or it has none in these years.",
                                   listed(dimensions))));
        return false;
    }

    bool several_years_add_up(const Quantity& quantity) {
        if (quantity.first_year == quantity.last_year) return true;
        if (model::info(quantity.indicator).unit != model::Unit::ratio) return true;
        wrong({"比率不能把几年加起来", "ratios of several years do not add up"},
              {"请写一个年份。", "Name one year."});
        return false;
    }

    void wrong_value(const std::string& value, Measure::Scale scale) {
        Text suggestion{"如 90%。", "Like 90%."};
        if (scale == Measure::Scale::money) {
            suggestion = {"金额要有单位：亿元、万元或元。",
                          "Amounts need a unit: 亿元 (yi), 万元 (wan) or 元 (yuan)."};
        }
        if (scale == Measure::Scale::months) suggestion = {"如 2023-12。", "Like 2023-12."};
        if (scale == Measure::Scale::count) suggestion = {"请写一个数。", "Write a number."};
        wrong(say("{} 不是这里能用的值", "{} is no value that fits here", quote(value)),
              suggestion);
    }

    void wrong(Text why, Text suggestion = {"写法见 docs/questions.zh-CN.md。",
                                            "docs/questions.md has the forms."}) {
        diagnostics_.error(at_, say("{} 读不懂", "{} cannot be read", quote(text_)), std::move(why),
                           std::move(suggestion));
    }

    const std::string& text_;
    const plan::Plan& plan_;
    const Position& at_;
    Diagnostics& diagnostics_;
};

std::optional<double> amount_of(const std::string& text) {
    constexpr std::array<std::pair<std::string_view, double>, 7> units{{{"亿元", 1e8},
                                                                        {"万元", 1e4},
                                                                        {"亿", 1e8},
                                                                        {"万", 1e4},
                                                                        {"yi", 1e8},
                                                                        {"wan", 1e4},
                                                                        {"元", 1.0}}};
    for (const auto& [unit, size] : units) {
        if (!text.ends_with(unit)) continue;
        const auto number =
            plain_number(trimmed(std::string_view(text).substr(0, text.size() - unit.size())));
        if (!number) return std::nullopt;
        return *number * size;
    }
    if (text.ends_with("yuan")) {
        return plain_number(trimmed(std::string_view(text).substr(0, text.size() - 4)));
    }
    // Zero is zero in any unit.
    const auto number = plain_number(text);
    return number && *number == 0.0 ? number : std::nullopt;
}

std::optional<double> share_of(const std::string& text) {
    if (!text.ends_with('%')) return plain_number(text);
    const auto number = plain_number(trimmed(std::string_view(text).substr(0, text.size() - 1)));
    if (!number) return std::nullopt;
    return *number / 100.0;
}

/// The end of a month, since a project finished in it is finished by then.
std::optional<double> moment_of(const std::string& text, Month start) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const auto year = year_of(text.substr(0, 4));
    const auto month = plain_number(text.substr(5));
    if (!year || !month || *month < 1.0 || *month > 12.0) return std::nullopt;
    return 12.0 * (*year - start.year) + *month - (start.month - 1);
}

}  // namespace

std::optional<double> read_value(const std::string& text, Measure::Scale scale, Month start) {
    switch (scale) {
        case Measure::Scale::money:
            return amount_of(text);
        case Measure::Scale::months:
            return moment_of(text, start);
        case Measure::Scale::count:
            return plain_number(text);
        case Measure::Scale::probability: {
            const auto value = share_of(text);
            return value && *value >= 0.0 && *value <= 1.0 ? value : std::nullopt;
        }
        case Measure::Scale::ratio:
            break;
    }
    return share_of(text);
}

std::optional<Measure> read_measure(const std::string& text, const plan::Plan& plan,
                                    const Position& at, Diagnostics& diagnostics) {
    const std::string written = in_half_width(trimmed(text));
    if (written.empty()) {
        diagnostics.error(at, {"没有写指标", "the figure is missing"}, {"是空的", "it is empty"},
                          {"如 P(no_arrears)。", "Like P(no_arrears)."});
        return std::nullopt;
    }
    return MeasureReader(written, plan, at, diagnostics).measure(written);
}

std::optional<Requirement> read_requirement(const std::string& text, const plan::Plan& plan,
                                            const Position& at, Diagnostics& diagnostics) {
    const std::string written = in_half_width(trimmed(text));
    return MeasureReader(written, plan, at, diagnostics).requirement();
}

}  // namespace coffer::analysis
