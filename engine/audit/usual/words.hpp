#pragma once
// What ranges say again and again.
#include <string>
#include <utility>
#include <vector>

#include "coffer/audit/ranges.hpp"

namespace coffer::audit {

inline const Text judgement = {"判断", "judgement"};
inline const Text coupons = {
    "地方政府债券票面利率：2018 年各期限 3.69%–4.29%，2021–2025 年加权 3.36%–1.97%",
    "coupons of local-government bonds: 3.69–4.29 % by term in 2018, 3.36–1.97 % on average "
    "2021–2025"};
inline const Text loans = {
    "LPR 2019–2025 年 3.0%–4.85%；2018 年县级城投债 6.81%（标准差 1.06 个百分点）；民间借贷司法保护"
    "上限为一年期 LPR 的四倍",
    "LPR 3.0–4.85 % in 2019–2025; county platform bonds 6.81 % (sd 1.06) in 2018; courts protect "
    "at "
    "most four times the one-year LPR"};
inline const Text scale_source = {
    "与计划规模之比：规模是收入、支出、投资、债务等各部分的中位数",
    "over the size of the plan: the median of its revenue, expenditure, "
    "investment, debt and so on"};
inline const Text unit_low = {"是不是把“亿”写成了“万”，或漏写单位？",
                              "Was 亿 meant where 万 stands, or is the unit missing?"};
inline const Text unit_high = {
    "是不是把“万”写成了“亿”，或把元、万元的数当作了 scenario.unit 的数？",
    "Was 万 meant where 亿 stands, or is a number in 元 or 万元 read in "
    "scenario.unit?"};
inline const Text percent_low = {"是不是多写了百分号（5% 写成了 0.05%）？",
                                 "Is there a % too many (0.05% for 5%)?"};
inline const Text percent_high = {"是不是漏写了百分号或小数点？",
                                  "Is a % or a decimal point missing?"};
inline const Text multiplier_low = {
    "倍数以 1 为不变；增长 3% 请写 1.03。",
    "A multiplier of 1 is no change; write 1.03 for growth of 3 %."};
inline const Text multiplier_high = {"倍数以 1 为不变；103% 请写 1.03。",
                                     "A multiplier of 1 is no change; write 1.03 for 103 %."};
inline const Text months_low = {"单位是月：2 年请写 24。",
                                "The unit is months: write 24 for 2 years."};
inline const Text months_high = {"单位是月：180 天请写 6。",
                                 "The unit is months: write 6 for 180 days."};
inline const Text volatility_meant = {"年波动是一年增速的标准差，5% 请写 5% 或 0.05。",
                                      "It is a year's standard deviation: write 5% or 0.05."};

/// What stands over the rate of a driver, by who borrows.
struct UsualSpread {
    double low, high;
    Text source;
};
inline const UsualSpread bond_spread{
    -0.005,
    0.01,
    {"地方政府债券以国债收益率为基准发行，利差在 1 个百分点以内",
     "local-government bonds are issued within a point of the treasury yield"}};
inline const UsualSpread loan_spread{
    -0.015,
    0.02,
    {"LPR 减 20 个基点至加 100 个基点的政策性和商业贷款；留一倍余量",
     "policy and commercial loans at LPR less 20 to plus 100 basis points, with as much room "
     "again"}};
inline const UsualSpread platform_spread{
    -0.02,
    0.06,
    {"2018 年县级城投债对五年期地方债利差 3.0 个百分点",
     "county platform bonds stood 3.0 points above local-government "
     "bonds in 2018"}};
[[nodiscard]] inline UsualRange spread(const char* table, Where borrower, const UsualSpread& usual,
                                       Text quantity) {
    const Text meant = {"有 rate_driver 时 rate 是加点，不是利率本身。",
                        "With a rate_driver, rate is the spread over it, not the rate."};
    return {
        "rate-spread",       table,        "rate", Measure::ratio,
        usual.low,           usual.high,   true,   {{"rate_driver", {"*"}}, std::move(borrower)},
        std::move(quantity), usual.source, meant,  meant};
}

/// Goods whose excise is a large part of their price.
inline const std::vector<std::string> goods_with_excise = {
    "烟",     "酒",     "成品油",  "炼油",    "炼化",   "tobacco", "Tobacco", "cigar",  "Cigar",
    "liquor", "Liquor", "spirits", "Spirits", "brewer", "Brewer",  "refiner", "Refiner"};

/// Amounts are compared with the size of the plan.
[[nodiscard]] inline UsualRange amount(const char* table, const char* column, double low,
                                       double high, Text quantity, bool zero = true) {
    return {"amount", table, column,   Measure::scale, low,      high,
            zero,     {},    quantity, scale_source,   unit_low, unit_high};
}

[[nodiscard]] inline UsualRange volatility(const char* table, Text quantity) {
    return {"volatility",
            table,
            "annual_sd",
            Measure::ratio,
            0.003,
            0.6,
            true,
            {},
            std::move(quantity),
            {"五省政府性基金收入 2016–2024 年的对数增长标准差 0.29，是最大的一类",
             "log growth of government-fund revenue of five provinces 2016–2024 has sd 0.29, the "
             "largest of all"},
            percent_low,
            volatility_meant};
}

[[nodiscard]] inline UsualRange multiplier(const char* table, Text quantity) {
    return {"multiplier", table,     "multiplier",   Measure::number, 0.2, 4.0, true, {},
            quantity,     judgement, multiplier_low, multiplier_high};
}

}  // namespace coffer::audit
