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
inline const Holds indicator{Content::indicator, "indicator", {}};
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

inline const Field profile{"profile",
                           "月度分布",
                           optional,
                           reference({"calendars"}),
                           {"“日历”表中“月度占比”的编号；空着为各月相等", "profile calendar"}};
// How a flow varies around what is planned (docs/model/flows.md).
inline const Field annual_sd{
    "annual_sd",
    "年波动",
    optional,
    ratio,
    {"全年数一年增速的标准差；空着用这一类的历史（docs/line-kinds.zh-CN.md），0 为不波动",
     "standard deviation of one year's growth of the year's sum; blank: that of its kind; 0: none. "
     "In a table without this column nothing varies but by drivers"},
    {},
    false,
    "0"};
inline const Field permanent{"permanent",
                             "长期占比",
                             optional,
                             ratio,
                             {"波动的方差中延续到以后各年的比例；空着用这一类的历史，否则 100%",
                              "share of its variance that stays; that of its kind, else 100 %"}};
inline const Field half_life_months{
    "half_life_months",
    "半衰期月数",
    optional,
    number,
    {"偏离消去一半的月数；空着为 0", "months by which half of a deviation is gone; 0"}};
inline const Field month_sd{
    "month_sd",
    "月份额波动",
    optional,
    ratio,
    {"一个月占全年份额的标准差，至多 25%；空着用这一类的历史，否则 0",
     "of a month's share of the year, at most 25 %; that of its kind, else 0"}};
inline const Field shock{
    "shock",
    "共同冲击",
    optional,
    text,
    {"与谁同好同坏：同一冲击的各行一起波动；空着为所在账户",
     "whose luck it shares: lines of one shock are lucky together; its account's"}};
inline const Field history_years{"history_years",
                                 "历史年数",
                                 optional,
                                 number,
                                 {"波动和增速由几年历史得出，逐条路径抽样；空着为确知",
                                  "growth and spread are known from so many years and drawn for "
                                  "each path; blank: known for sure"}};
inline const Field like{"like",
                        "历史类别",
                        optional,
                        text,
                        {"缺省值取哪一类的历史；空着按账户和类型，none 为没有",
                         "whose history its defaults are; by account and category; none: no kind"}};
inline const Field volatility{
    "volatility",
    "波动率（已取消）",
    optional,
    text,
    {"已取消，填数时会提示改写什么", "is no more; a value is answered with what to write instead"},
    {},
    false,
    {},
    "annual_sd"};
inline const Field unsettled{
    "unsettled",
    "上年待结算",
    optional,
    amount,
    {"规划期上一年的、到本年才结算的金额；没有填 0，填了结算比例时必填",
     "what is to be settled of the year before the plan; required with settled_share"}};
inline const Field basis{"basis",
                         "依据",
                         optional,
                         text,
                         {"这一行数字的来历，可引用“假设”表的编号，如 G20; A3",
                          "where the numbers of the row come from, with ids of assumptions"}};

/// The columns of what varies by itself (model::Uncertainty).
[[nodiscard]] inline std::vector<Field> varying() {
    return {annual_sd,     permanent, half_life_months, month_sd, shock,
            history_years, like,      volatility};
}

/// The columns of a table that shares some with others.
[[nodiscard]] inline std::vector<Field> together(
    std::initializer_list<std::vector<Field>> columns) {
    std::vector<Field> all;
    for (const auto& some : columns) all.insert(all.end(), some.begin(), some.end());
    return all;
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
