#include "coffer/results/numbers.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace coffer::results {

std::string number(double value) {
    if (!std::isfinite(value)) return {};
    if (value == 0.0) return "0";
    const double size = std::abs(value);
    const auto format =
        size >= 1e-7 && size < 1e21 ? std::chars_format::fixed : std::chars_format::general;
    std::array<char, 64> buffer{};
    char* const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
    return {buffer.data(), end};
}

std::string number(const std::optional<double>& value) {
    return value ? number(*value) : std::string{};
}

std::string yuan_from_fen(double fen) {
    // llround: a ledger holds whole fen, so this only changes the type.
    const std::int64_t whole = std::llround(fen);
    const std::int64_t size = whole < 0 ? -whole : whole;
    return fmt::format("{}{}.{:02}", whole < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace coffer::results
