#include "coffer/analysis/lever.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"
#include "coffer/base/from_chars.hpp"
#include "coffer/base/trimmed.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::analysis {
namespace {

using scenario::quote;
using scenario::say;
using Step = Expression::Step;

/// Recursive descent; brackets nest at most this deep.
class ExpressionParser {
  public:
    explicit ExpressionParser(const std::string& text) : text_(text) {}

    /// Null when the front is no expression.
    std::optional<std::vector<Step>> parse(std::size_t& taken) {
        if (!sum(0)) return std::nullopt;
        taken = end_;
        return std::move(steps_);
    }

  private:
    static constexpr int deepest = 32;

    void blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool take(char c) {
        blanks();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    bool sum(int depth) {
        if (!product(depth)) return false;
        while (true) {
            const std::size_t here = at_, steps = steps_.size();
            const bool adds = take('+');
            if (!adds && !take('-')) return true;
            if (!product(depth)) return rest(here, steps);
            steps_.push_back({adds ? Step::Kind::add : Step::Kind::subtract});
            end_ = at_;
        }
    }
    bool product(int depth) {
        if (!factor(depth)) return false;
        while (true) {
            const std::size_t here = at_, steps = steps_.size();
            const bool multiplies = take('*');
            if (!multiplies && !take('/')) return true;
            if (!factor(depth)) return rest(here, steps);
            steps_.push_back({multiplies ? Step::Kind::multiply : Step::Kind::divide});
            end_ = at_;
        }
    }
    /// What could not be read belongs to what follows the expression.
    bool rest(std::size_t here, std::size_t steps) {
        at_ = here;
        steps_.resize(steps);
        return true;
    }
    bool factor(int depth) {
        if (depth > deepest) return false;
        blanks();
        if (take('-')) {
            if (!factor(depth + 1)) return false;
            steps_.push_back({Step::Kind::negate});
            return true;
        }
        constexpr std::string_view round = "round(";
        const bool rounds = text_.compare(at_, round.size(), round) == 0;
        if (rounds) at_ += round.size();
        if (rounds || take('(')) {
            if (!sum(depth + 1) || !take(')')) return false;
            if (rounds) steps_.push_back({Step::Kind::round});
            end_ = at_;
            return true;
        }
        if (take('x')) {
            steps_.push_back({Step::Kind::x});
            end_ = at_;
            return true;
        }
        double number = 0.0;
        const char* begin = text_.data() + at_;
        const auto read = coffer::from_chars(begin, text_.data() + text_.size(), number,
                                             std::chars_format::fixed);
        if (read.ec != std::errc{}) return false;
        at_ += static_cast<std::size_t>(read.ptr - begin);
        steps_.push_back({Step::Kind::number, number});
        end_ = at_;
        return true;
    }

    const std::string& text_;
    std::vector<Step> steps_;
    std::size_t at_ = 0, end_ = 0;
};

/// After the first = outside brackets.
std::optional<std::size_t> value_begin(const std::string& text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '[') ++depth;
        if (text[i] == ']') --depth;
        if (text[i] == '=' && depth <= 0) return i + 1;
    }
    return std::nullopt;
}

std::optional<double> number_of(const std::string& text) {
    double value = 0.0;
    const auto read = from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() ||
        !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

std::optional<Expression> Expression::read(const std::string& text, std::size_t& taken) {
    ExpressionParser parser(text);
    auto steps = parser.parse(taken);
    if (!steps) return std::nullopt;
    Expression expression;
    expression.steps_ = std::move(*steps);
    return expression;
}

double Expression::at(double x) const {
    std::vector<double> stack;
    const auto pop = [&] {
        const double top = stack.back();
        stack.pop_back();
        return top;
    };
    for (const Step& step : steps_) {
        switch (step.kind) {
            case Step::Kind::number:
                stack.push_back(step.number);
                continue;
            case Step::Kind::x:
                stack.push_back(x);
                continue;
            case Step::Kind::negate:
                stack.back() = -stack.back();
                continue;
            case Step::Kind::round:
                stack.back() = std::round(stack.back());
                continue;
            default:
                break;
        }
        const double right = pop();
        double& left = stack.back();
        if (step.kind == Step::Kind::add) left += right;
        if (step.kind == Step::Kind::subtract) left -= right;
        if (step.kind == Step::Kind::multiply) left *= right;
        if (step.kind == Step::Kind::divide) left /= right;
    }
    COFFER_EXPECT(stack.size() == 1);
    return stack.back();
}

bool Expression::uses_x() const {
    for (const Step& step : steps_) {
        if (step.kind == Step::Kind::x) return true;
    }
    return false;
}

std::optional<Range> read_range(const std::string& text) {
    const auto dots = text.find("..");
    if (dots == std::string::npos) return std::nullopt;
    const auto by = text.find(" by ", dots);
    const auto low = number_of(trimmed(std::string_view(text).substr(0, dots)));
    const auto high = number_of(trimmed(
        std::string_view(text).substr(dots + 2, by == std::string::npos ? by : by - dots - 2)));
    if (!low || !high || !(*low < *high)) return std::nullopt;
    if (by == std::string::npos) return Range{*low, *high};
    const auto step = number_of(trimmed(std::string_view(text).substr(by + 4)));
    if (!step || !(*step > 0.0)) return std::nullopt;
    return Range{*low, *high, *step};
}

std::optional<Lever> Lever::read(const scenario::Change& change, Diagnostics& diagnostics) {
    Lever lever;
    lever.change_ = change;
    lever.change_.statements.clear();
    bool any = false;
    const auto wrong = [&](const scenario::Statement& statement, Text why, Text suggestion) {
        diagnostics.error(
            statement.at,
            say("手段 {} 读不懂", "the lever {} cannot be read", quote(statement.text)),
            std::move(why), std::move(suggestion));
    };
    for (const auto& statement : change.statements) {
        const std::string text = trimmed(statement.text);
        if (text.starts_with("x in ")) {
            const auto range = read_range(trimmed(text.substr(5)));
            if (!range) {
                wrong(statement, {"范围须是 低..高", "a range is low..high"},
                      {"如 x in 0..0.5。", "Like x in 0..0.5."});
                return std::nullopt;
            }
            lever.range_ = *range;
            continue;
        }
        const auto begin = value_begin(text);
        Part part;
        part.place = statement.at;
        std::size_t taken = 0;
        if (begin) {
            part.expression = Expression::read(text.substr(*begin), taken);
            if (part.expression && !part.expression->uses_x()) part.expression.reset();
        }
        if (!part.expression) {
            part.before = text;
            lever.parts_.push_back(std::move(part));
            continue;
        }
        any = true;
        part.before = text.substr(0, *begin);
        part.after = trimmed(text.substr(*begin + taken));
        lever.parts_.push_back(std::move(part));
    }
    if (!any) {
        diagnostics.error(
            change.at, {"手段里没有 x", "there is no x in the lever"},
            {"不知道要改多大", "its size is not known"},
            {"如 revenue[land_sale].base*=1-x。", "Like revenue[land_sale].base*=1-x."});
        return std::nullopt;
    }
    return lever;
}

scenario::Change Lever::at(double x) const {
    scenario::Change change = change_;
    for (const Part& part : parts_) {
        std::string text = part.before;
        if (part.expression) {
            // Not in scientific notation, which amounts do not know.
            std::string number = fmt::format("{:.12f}", part.expression->at(x));
            number.erase(number.find_last_not_of('0') + 1);
            if (number.ends_with('.')) number.pop_back();
            if (number == "-0") number = "0";
            text += number + part.after;
        }
        change.statements.push_back({text, part.place});
    }
    return change;
}

}  // namespace coffer::analysis
