#pragma once
// A change with a size: statements of the change language in which values may hold an expression in
// x, like `revenue[land_sale].base*=1-x`, `sources[bonds].annual+=x亿元@2022-2024` or
// `stages[g20,construction].not_before+=round(x)`.
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/changes.hpp"

namespace coffer::analysis {

/// Arithmetic in x: numbers, x, + - * /, brackets, round(...).
class Expression {
  public:
    /// Reads as much of the front of `text` as is one. None when there is none; `taken` is how many
    /// bytes it has.
    static std::optional<Expression> read(const std::string& text, std::size_t& taken);

    [[nodiscard]] double at(double x) const;
    [[nodiscard]] bool uses_x() const;

    /// Reverse Polish: numbers, and operators that take what stands before them.
    struct Step {
        enum class Kind { number, x, add, subtract, multiply, divide, negate, round };
        Kind kind = Kind::number;
        double number = 0.0;
    };

  private:
    std::vector<Step> steps_;
};

struct Range {
    double low = 0.0, high = 1.0;
    double step = 0.0;  ///< of levels to choose from; 0: anything between
};

/// Statements that one x moves together.
class Lever {
  public:
    /// Every statement that does not depend on x stays as it is; one must. `x in 0..0.5` among them
    /// is the range. None, and reported, when a statement has another form.
    static std::optional<Lever> read(const scenario::Change& change, Diagnostics& diagnostics);

    [[nodiscard]] const Range& range() const { return range_; }
    void set_range(const Range& range) { range_ = range; }
    [[nodiscard]] const scenario::Change& change() const { return change_; }
    /// The change at this x; numbers are written with twelve digits.
    [[nodiscard]] scenario::Change at(double x) const;

  private:
    struct Part {
        std::string before, after;  ///< around the expression
        std::optional<Expression> expression;
        Position place;
    };

    scenario::Change change_;
    std::vector<Part> parts_;
    Range range_;
};

/// "0..0.6", "-1..1", "0..12 by 3". None when it is no range, or empty.
[[nodiscard]] std::optional<Range> read_range(const std::string& text);

}  // namespace coffer::analysis
