#pragma once
// The part of an indicator that a figure is of: its total, a tier, one district, one project. A
// value; documents, measures and results have it as text, "district:a1".
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coffer/scenario/dimension_kinds.hpp"

namespace coffer::model {

struct Dimension {
    using Kind = scenario::DimensionKind;

    Kind kind = Kind::total;
    std::string id = {};  ///< of the thing, where the kind has one
    /// Of a project whose bonds are covered: a case (coverage_case_names), 0 as it is.
    std::size_t coverage_case = 0;

    Dimension() = default;
    Dimension(Kind only) : kind(only) {}  // NOLINT: a kind alone is a dimension
    Dimension(Kind of, std::string whose, std::size_t which = 0)
        : kind(of), id(std::move(whose)), coverage_case(which) {}

    [[nodiscard]] std::string text() const;
    /// None where the text is no dimension of any indicator.
    [[nodiscard]] static std::optional<Dimension> parse(std::string_view text);

    friend bool operator==(const Dimension&, const Dimension&) = default;
    friend auto operator<=>(const Dimension&, const Dimension&) = default;
};

[[nodiscard]] std::vector<std::string> texts_of(const std::vector<Dimension>& dimensions);

}  // namespace coffer::model
