// What land brings and costs, against the plan's land revenue; shares of one revenue line together.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

double revenue_of_land(const Tables& tables) {
    double sum = 0.0;
    for (const Line& line : tables.lines("revenue")) {
        if (is_of_land(line)) sum += tables.yuan(line, "base");
    }
    return sum;
}

void look_at_sale(const Tables& tables, const Line& sale, double usual, Warnings& found) {
    constexpr double most = 3.0;    // a year's sale over the plan's land revenue
    constexpr double least = 0.04;  // all of it over the investment that made it ready
    const double number = number_in(item_of_year(sale.text("quantity"), 0)).value_or(0.0);
    const double share = ratio_in(sale.text("sell_through")).value_or(1.0);
    const double months = std::max(12.0, number_in(sale.text("sell_months")).value_or(12.0));
    const double value = number * tables.yuan(sale, "unit_price") * share;
    if (value <= 0.0) return;
    const Text all = tables.money(value);
    const double year = value * 12.0 / months;
    if (usual > 0.0 && year > most * usual) {
        const Text per_year = tables.money(year);
        const Text revenue = tables.money(usual);
        found.push_back({"land-sale",
                         sale.place(),
                         sale.at("quantity"),
                         {fmt::format("{} 一年卖地 {}，全县土地出让收入一年 {}",
                                      quote(sale.text("id")), per_year.zh, revenue.zh),
                          fmt::format("{} sells land for {} a year; the whole plan's land revenue "
                                      "is {}",
                                      quote(sale.text("id")), per_year.en, revenue.en)},
                         {"一个项目很少超过全县的三倍",
                          "one project seldom sells three times what the county does"},
                         {"请核对 quantity（亩）和 unit_price 的单位。",
                          "Check quantity (mu) and the unit of unit_price."}});
        return;
    }
    const auto project = tables.find("projects", sale.text("project"));
    const double cost = project ? tables.yuan(*project, "total_investment") : 0.0;
    if (cost <= 0.0 || value >= least * cost) return;
    const Text invested = tables.money(cost);
    found.push_back(
        {"land-sale",
         sale.place(),
         sale.at("quantity"),
         {fmt::format("{} 的土地共卖 {}，项目总投资 {}", quote(sale.text("id")), all.zh,
                      invested.zh),
          fmt::format("the land of {} sells for {} in all; the project costs {}",
                      quote(sale.text("id")), all.en, invested.en)},
         {"卖地收入不到投资的几十分之一", "it brings back a small part of what it costs"},
         {"请核对 quantity（亩）和 unit_price 的单位。",
          "Check quantity (mu) and the unit of unit_price."}});
}

}  // namespace

Warnings land_income(const Tables& tables) {
    const double usual = revenue_of_land(tables);
    Warnings found;
    for (const Line& sale : tables.lines("project_income")) {
        if (sale.text("kind") == "land_sale") look_at_sale(tables, sale, usual, found);
    }
    return found;
}

Warnings shares_of_revenue(const Tables& tables) {
    static const Words land_costs = {"征地",          "征拆",      "拆迁",
                                     "土地开发",      "土地成本",  "土地收储",
                                     "land clearing", "land cost", "land development"};
    struct Part {
        const Line* line;
        double share;
    };
    Warnings found;
    std::map<std::string, std::vector<std::vector<Part>>> parts;  // by revenue line and year
    const std::vector<Line> lines = tables.lines("expenditure");
    for (const Line& line : lines) {
        if (line.text("share_of").empty()) continue;
        bool of_land = false;
        for (const Item& item : items_of(line.text("share_of"))) {
            auto& years = parts[item.text];
            years.resize(static_cast<std::size_t>(tables.years()));
            for (std::size_t y = 0; y < years.size(); ++y) {
                const auto share = ratio_in(item_of_year(line.text("share"), y));
                if (share) years[y].push_back({&line, *share});
            }
            const auto revenue = tables.find("revenue", item.text);
            of_land = of_land || !revenue || is_of_land(*revenue);
        }
        if (of_land || !has_any(names_of(line), land_costs)) continue;
        found.push_back({"land-cost-of",
                         line.place(),
                         line.at("share_of"),
                         say("{} 按 {} 计提", "{} is a share of {}", quote(line.text("id")),
                             quote(line.text("share_of"))),
                         {"土地成本随土地出让收入变动，那一行不是土地收入",
                          "the cost of land follows what land is sold for; that line is no land "
                          "revenue"},
                         {"share_of 请写土地出让收入的编号。",
                          "Name the line of land revenue under share_of."}});
    }
    for (const auto& [id, years] : parts) {
        for (std::size_t y = 0; y < years.size(); ++y) {
            double sum = 0.0;
            const Part* largest = nullptr;
            for (const Part& part : years[y]) {
                sum += part.share;
                if (largest == nullptr || part.share > largest->share) largest = &part;
            }
            if (sum <= 1.0 + 1e-9) continue;
            found.push_back(
                {"shares-beyond-revenue",
                 largest->line->place(),
                 largest->line->at("share"),
                 say("{} 年按 {} 计提的比例合计 {}", "in {} shares of {} come to {}",
                     tables.first_year() + static_cast<int>(y), quote(id), percent_text(sum)),
                 {"计提超过了这项收入本身", "more is spent of the line than it brings"},
                 {"这一行最大；请核对百分号和小数点。",
                  "This row is the largest: check its % sign and decimal point."}});
            break;
        }
    }
    return found;
}

}  // namespace coffer::audit
