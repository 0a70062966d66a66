#pragma once
// The parts that schema.cpp puts together, and the words they are written with.
#include <initializer_list>

#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// Short words for the tables below; a namespace, because "text" and "line" mean other things too.
namespace parts {

inline constexpr bool required = true;
inline constexpr bool optional = false;
inline constexpr bool list = true;

inline const Holds text{Content::text, {}, {}};
inline const Holds line{Content::line, {}, {}};
inline const Holds id{Content::id, {}, {}};
inline const Holds amount{Content::amount, {}, {}};
inline const Holds ratio{Content::ratio, {}, {}};
inline const Holds number{Content::number, {}, {}};
inline const Holds whole{Content::whole, {}, {}};
inline const Holds month{Content::month, {}, {}};
inline const Holds period{Content::period, {}, {}};
inline const Holds distribution{Content::distribution, "distribution", {}};
inline const Holds s_curve{Content::s_curve, "s_curve", {}};
inline const Holds amounts{Content::amounts, {}, {}};
inline const Holds ratios{Content::ratios, {}, {}};
inline const Holds numbers{Content::numbers, {}, {}};
inline const Holds indicator{Content::indicator, {}, {}};
inline const Holds dimension{Content::dimension, "dimension", {}};
inline const Holds target_value{Content::target_value, {}, {}};

[[nodiscard]] inline Holds choice(const char* words) { return {Content::choice, words, {}}; }
[[nodiscard]] inline Holds reference(std::vector<std::string> tables) {
    return {Content::reference, {}, std::move(tables)};
}

}  // namespace parts

/// The table with the columns about terms of new debt in front of its `basis`.
[[nodiscard]] TableSchema with_issue_terms(TableSchema table);

[[nodiscard]] std::vector<Field> settings_of_schema();
[[nodiscard]] std::vector<TableSchema> projects_tables();
[[nodiscard]] std::vector<TableSchema> funding_tables();
[[nodiscard]] std::vector<TableSchema> budget_tables();
[[nodiscard]] std::vector<TableSchema> debt_tables();
[[nodiscard]] std::vector<TableSchema> economy_tables();
[[nodiscard]] std::vector<TableSchema> targets_tables();

}  // namespace coffer::scenario
