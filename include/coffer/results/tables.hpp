#pragma once
// The tables of a forecast, each column described once: what programs and people call it, where its
// value comes from and where it goes to. CSV, JSON, headings and reading back follow from it.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::results {

/// Nothing, a text, a count or a number.
using Value = std::variant<std::monostate, std::string, std::uint64_t, double>;

enum class Kind { text, count, number };

template <class Row>
struct Column {
    std::string id;  ///< in CSV and JSON; docs/cli.md explains it
    Text name;       ///< for people
    Kind kind = Kind::text;
    std::function<Value(const Row& row)> get;
    /// Gives a row what `get` took from it; false when it cannot be that.
    std::function<bool(Row& row, const Value& value)> set;
};

template <class Row>
using Columns = std::vector<Column<Row>>;

[[nodiscard]] Columns<statistics::SeriesSummary> series_columns();
[[nodiscard]] Columns<statistics::TargetResult> target_columns();
[[nodiscard]] Columns<statistics::ProjectResult> project_columns();
[[nodiscard]] Columns<statistics::FirstYearRow> first_year_columns();
[[nodiscard]] Columns<statistics::JointRow> joint_columns();

/// What people call the column `id`, which must be one of `columns`.
template <class Row>
[[nodiscard]] const Text& heading(const Columns<Row>& columns, std::string_view id);

}  // namespace coffer::results
