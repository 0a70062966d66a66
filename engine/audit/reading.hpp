#pragma once
// How rules read what rows say in words, and how long the stages of a project take.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tables.hpp"

namespace coffer::audit {

using Words = std::vector<std::string>;

/// Both names of a row (its id where it has none) in lower case, "天然气费 | gas charges".
[[nodiscard]] std::string names_of(const Line& line);
[[nodiscard]] bool has_any(const std::string& text, const Words& words);

/// "expenditure.csv:3:45", "支出!E2": a cell, without the folder or the workbook.
[[nodiscard]] std::string where_in_plan(Position at);

/// What land is called in names of revenue.
[[nodiscard]] const Words& land_words();
/// Of a revenue line or a driver: whether its name or its kind of history says land.
[[nodiscard]] bool is_of_land(const Line& line);

/// Months from the start of the plan to the month that `text` names, in any form `build` reads.
[[nodiscard]] std::optional<int> months_ahead(const Tables& tables, std::string_view text);
/// The month that `text` names.
[[nodiscard]] std::optional<Month> month_in(std::string_view text);

/// The planned months of a stage: the median of a distribution, what a reference class has in its
/// brackets; 0 when it is no such thing.
[[nodiscard]] double planned_months(const Tables& tables, const std::string& duration);

/// The value of a series in plan year `year` (from 0); its last value goes on.
[[nodiscard]] std::string item_of_year(const std::string& series, std::size_t year);

/// The share of a year that falls into a calendar month (1–12), by a profile's id; 1/12 without.
[[nodiscard]] double share_of_month(const Tables& tables, const std::string& profile, int month);

}  // namespace coffer::audit
