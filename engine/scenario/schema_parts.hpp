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

// What the rows of nearly every table begin with.
inline const Field own_id{"id",
                          "编号",
                          required,
                          id,
                          {"唯一标识：汉字、字母、数字、-、_、.，不超过 100 字节",
                           "unique: letters (also Chinese), digits, -, _, ."}};
inline const Field name_zh{
    "name_zh",
    "名称",
    optional,
    line,
    {"中文名称，写在一行；空着用编号", "Chinese name, one line; the id when blank"}};
inline const Field name_en{
    "name_en",
    "英文名称",
    optional,
    line,
    {"英文名称，可空，空着用中文名称", "English name; the Chinese one when blank"}};

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
[[nodiscard]] std::vector<TableSchema> actuals_tables();
[[nodiscard]] std::vector<TableSchema> targets_tables();

}  // namespace coffer::scenario
