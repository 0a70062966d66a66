#pragma once
#include <compare>
#include <cstdint>

namespace coffer {

/// An amount in whole fen (1/100 yuan). Adds exactly; leaves its unit only by a named function.
class Money {
  public:
    constexpr Money() = default;
    [[nodiscard]] static constexpr Money from_fen(std::int64_t fen) { return Money(fen); }

    [[nodiscard]] constexpr std::int64_t fen() const { return fen_; }
    [[nodiscard]] constexpr double yuan() const { return static_cast<double>(fen_) / 100.0; }

    friend constexpr Money operator+(Money a, Money b) { return Money(a.fen_ + b.fen_); }
    friend constexpr Money operator-(Money a, Money b) { return Money(a.fen_ - b.fen_); }
    constexpr Money& operator+=(Money other) { return *this = *this + other; }
    friend constexpr auto operator<=>(Money, Money) = default;

  private:
    explicit constexpr Money(std::int64_t fen) : fen_(fen) {}
    std::int64_t fen_ = 0;
};

/// The largest amount coffer accepts or computes with: whole fen stay exact in a double, and the
/// rounding below stays valid, up to 2^51 fen (22.5 trillion yuan).
inline constexpr double largest_fen = 2251799813685248.0;

/// Divide by it: a product with 0.01 would not be the number nearest to the amount in yuan.
inline constexpr double fen_per_yuan = 100.0;

/// Rounds to whole fen, half to even. Valid for |fen| < 2^51; a plain addition, so that loops over
/// lanes vectorise on every instruction set and give the same bits. Needs strict floating point
/// (no reassociation).
[[nodiscard]] inline double round_fen(double fen) {
    constexpr double shift = 6755399441055744.0;  // 1.5 * 2^52
    return (fen + shift) - shift;
}

/// Rounds up to whole fen, on the same terms.
[[nodiscard]] inline double round_fen_up(double fen) {
    const double nearest = round_fen(fen);
    return nearest < fen ? nearest + 1.0 : nearest;
}

/// A yearly rate as a fraction (0.035 is 3.5 % a year).
struct Rate {
    double per_year = 0.0;

    friend constexpr auto operator<=>(Rate, Rate) = default;
};

}  // namespace coffer
