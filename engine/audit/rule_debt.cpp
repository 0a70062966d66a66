// Debt against its limits, and GDP against all that is measured by it.
#include <map>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::say;

double setting_yuan(const Tables& tables, const std::string& key) {
    return tables.yuan_in(items_of(tables.setting_text(key)).front().text).value_or(0.0);
}

}  // namespace

Warnings limits_against_debt(const Tables& tables) {
    constexpr double much_room = 5.0;
    std::map<std::string, double> principal;
    std::map<std::string, std::vector<std::string>> places;
    for (const Line& line : tables.lines("debt")) {
        principal[line.text("class")] += tables.yuan(line, "principal");
        places[line.text("class")].push_back(line.place());
    }
    Warnings found;
    for (const Line& line : tables.lines("debt_limits")) {
        const double limit = tables.yuan(line, "limit");
        const double owed = principal[line.text("class")];
        if (limit <= 0.0 || owed <= 0.0) continue;
        if (limit >= owed && limit <= much_room * owed) continue;
        const Text limit_text = tables.money(limit);
        const Text owed_text = tables.money(owed);
        found.push_back({"debt-limit",
                         line.place(),
                         line.at("limit"),
                         {fmt::format("{} 的限额是 {}，期初余额 {}", line.text("class"),
                                      limit_text.zh, owed_text.zh),
                          fmt::format("the limit of {} debt is {}, the opening balance {}",
                                      line.text("class"), limit_text.en, owed_text.en)},
                         limit < owed ? Text{"限额低于余额，一张债券也发不出来",
                                             "below the balance no bond can be issued"}
                                      : Text{"限额远大于余额，等于没有限额",
                                             "far above the balance it limits nothing"},
                         {"限额是余额的上限，不是当年新增额；请核对单位。",
                          "A limit is of the balance, not of a year's issues; check the units."},
                         places[line.text("class")]});
    }
    return found;
}

Warnings gdp_against_the_rest(const Tables& tables) {
    const double gdp = setting_yuan(tables, "economy.gdp");
    if (gdp <= 0.0) return {};
    struct Part {
        const char* key;
        double low;
        double high;
        Text name;
    };
    // Fushun 2013: budget revenue 10 % of GDP, FAI 82 %; Guzhang's plan of 2020: FAI of 1.0 and
    // revenue of about 0.08 of its GDP.
    static const std::vector<Part> parts = {
        {"base_year.general_revenue", 0.02, 0.35, {"一般公共预算收入", "general revenue"}},
        {"base_year.fai", 0.04, 2.5, {"固定资产投资", "FAI"}}};
    std::string odd_zh;
    std::string odd_en;
    int low = 0;
    int high = 0;
    for (const Part& part : parts) {
        const double ratio = setting_yuan(tables, part.key) / gdp;
        if (ratio == 0.0 || (ratio >= part.low && ratio <= part.high)) continue;
        (ratio < part.low ? low : high) += 1;
        odd_zh += (odd_zh.empty() ? "" : "，") +
                  fmt::format("上年{}是 GDP 的 {}（通常 {} 至 {}）", part.name.zh,
                              percent_text(ratio), percent_text(part.low), percent_text(part.high));
        odd_en += (odd_en.empty() ? "" : ", ") +
                  fmt::format("{} of the year before is {} of GDP (usually {} to {})", part.name.en,
                              percent_text(ratio), percent_text(part.low), percent_text(part.high));
    }
    if (low + high == 0) return {};
    const Text amount = tables.money(gdp);
    return {{"gdp",
             "scenario/economy.gdp",
             tables.at_setting("economy.gdp"),
             {"GDP 是 " + amount.zh, "GDP is " + amount.en},
             {odd_zh, odd_en},
             {"请核对 GDP、上年收入和上年投资的单位。",
              "Check the units of GDP and of the year before."}}};
}

}  // namespace coffer::audit
