// Debt against its limits, and GDP against all that is measured by it.
#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::say;

double setting_yuan(const Tables& tables, const std::string& key) {
    return tables.yuan_in(items_of(tables.setting_text(key)).front().text).value_or(0.0);
}

/// The debt of a class that, ten times smaller or larger, brings the class's balance under its
/// limit and near it; none when no single one does.
std::optional<Line> row_out_by_ten(const Tables& tables, const std::string& name, double owed,
                                   double limit) {
    std::optional<Line> found;
    double largest = 0.0;
    for (const Line& debt : tables.lines("debt")) {
        if (debt.text("class") != name) continue;
        const double own = tables.yuan(debt, "principal");
        const double mended = owed > limit ? owed - own + own / 10.0 : owed - own + own * 10.0;
        if (mended > limit || mended < 0.5 * limit || own <= largest) continue;
        found = debt;
        largest = own;
    }
    return found;
}

/// Of a series; its last value goes on to the end of the plan.
double sum_of_years(const Tables& tables, const std::string& series) {
    double sum = 0.0;
    for (int y = 0; y < tables.years(); ++y) {
        sum += tables.yuan_in(item_of_year(series, static_cast<std::size_t>(y))).value_or(0.0);
    }
    return sum;
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
        constexpr double by_far = 1.3;  // a slip of ten moves more than this
        if (limit < owed && owed < by_far * limit) continue;
        const auto debt = row_out_by_ten(tables, line.text("class"), owed, limit);
        if (!debt) continue;
        found.push_back({"debt-limit",
                         debt->place(),
                         debt->at("principal"),
                         {fmt::format("{} 的本金是 {}", scenario::quote(debt->text("id")),
                                      debt->text("principal")),
                          fmt::format("{} has a principal of {}", scenario::quote(debt->text("id")),
                                      debt->text("principal"))},
                         {fmt::format("{} 债务余额 {}，限额 {}；这一笔差十倍时两者才相称",
                                      line.text("class"), owed_text.zh, limit_text.zh),
                          fmt::format("{} debt is {}, its limit {}; were this row out by ten, they "
                                      "would agree",
                                      line.text("class"), owed_text.en, limit_text.en)},
                         {"请核对单位和小数点。", "Check its unit and decimal point."}});
    }
    return found;
}

Warnings bonds_against_limits(const Tables& tables) {
    constexpr double over = 1.2;
    constexpr double small = 0.25;  // of the balance: what falls due may be issued anew
    Warnings found;
    for (const Line& limit : tables.lines("debt_limits")) {
        double most = 0.0;
        for (const Item& item : items_of(limit.text("limit"))) {
            most = std::max(most, tables.yuan_in(item.text).value_or(0.0));
        }
        double owed = 0.0;
        double due = 0.0;  // within the plan
        for (const Line& debt : tables.lines("debt")) {
            if (debt.text("class") != limit.text("class")) continue;
            const double principal = tables.yuan(debt, "principal");
            owed += principal;
            const double months = months_ahead(tables, debt.text("maturity")).value_or(120);
            const double plan = 12.0 * tables.years();
            const bool at_once = debt.text("repayment") == "bullet";
            due += at_once ? (months < plan ? principal : 0.0)
                           : principal * std::min(1.0, plan / std::max(months, 1.0));
        }
        const double room = std::max(over * (most - owed), small * owed);
        if (most <= 0.0 || owed <= 0.0 || room <= 0.0) continue;
        for (const Line& source : tables.lines("sources")) {
            if (source.text("kind") != limit.text("class") + "_bond") continue;
            bool told = false;
            for (const Item& item : items_of(source.text("annual"))) {
                const double year = tables.yuan_in(item.text).value_or(0.0);
                if (year <= room) continue;
                const Text issued = tables.money(year);
                const Text left = tables.money(std::max(0.0, most - owed));
                found.push_back(
                    {"bonds-beyond-limit",
                     source.place(),
                     at_item(source.at("annual"), item),
                     {fmt::format("{} 一年发行 {}，限额到规划末年只多 {}",
                                  scenario::quote(source.text("id")), issued.zh, left.zh),
                      fmt::format("{} issues {} in one year; the limit leaves room for {} until "
                                  "the end of the plan",
                                  scenario::quote(source.text("id")), issued.en, left.en)},
                     {"超过限额的发不出来", "what exceeds the limit cannot be issued"},
                     {"请核对单位和小数点。", "Check its unit and decimal point."}});
                told = true;
                break;
            }
            // All years together: what falls due of the debt there is gives room as well.
            const double all = sum_of_years(tables, source.text("annual"));
            const double most_room = 1.5 * (std::max(0.0, most - owed) + due);
            if (told || all <= most_room) continue;
            const Text issued = tables.money(all);
            const Text left = tables.money(std::max(0.0, most - owed) + due);
            found.push_back({"bonds-beyond-limit",
                             source.place(),
                             source.at("annual"),
                             {fmt::format("{} 规划期内共发行 {}",
                                          scenario::quote(source.text("id")), issued.zh),
                              fmt::format("{} issues {} within the plan",
                                          scenario::quote(source.text("id")), issued.en)},
                             {"限额的增加和到期的旧债只腾出 " + left.zh,
                              "the limit and what falls due leave room for " + left.en},
                             {"annual 是每年的金额：是不是写了各年合计？",
                              "annual is a year's amount: is it a total of all years?"}});
        }
    }
    return found;
}

Warnings accounts_that_serve_debt(const Tables& tables) {
    struct Rule {
        const char* key;
        const char* first;
        Text why;
    };
    static const std::vector<Rule> rules = {
        {"debt.special_accounts",
         "fund",
         {"法定由政府性基金和项目收益偿还专项债务，不足时才由一般公共预算补",
          "by law special debt is served from the fund account and project income, and only what "
          "is missing from the general budget"}},
        {"debt.general_accounts",
         "general",
         {"法定由一般公共预算偿还一般债务",
          "by law general debt is served from the general budget"}}};
    Warnings found;
    for (const Rule& rule : rules) {
        const std::string written = tables.setting_text(rule.key);
        if (written.empty() || written == rule.first) continue;
        found.push_back({"served-from",
                         "scenario/" + std::string(rule.key),
                         tables.at_setting(rule.key),
                         say("{} 先写 {}", "{} begins with {}", rule.key, scenario::quote(written)),
                         rule.why,
                         {"如确如此，请在 acknowledgements.csv 写明理由。",
                          "If it is so, acknowledge it with the reason."}});
    }
    return found;
}

Warnings order_of_payment(const Tables& tables) {
    const auto& settings = tables.document().settings;
    const auto order = settings.find("treasury.waterfall");
    if (order == settings.end() || order->second.items.empty()) return {};
    const auto& items = order->second.items;
    if (items.front().text == "three_guarantees") return {};
    const bool named = std::any_of(items.begin(), items.end(), [](const scenario::Cell& cell) {
        return cell.text == "three_guarantees";
    });
    if (!named) return {};
    return {{"payment-order",
             "scenario/treasury.waterfall",
             items.front().at,
             say("treasury.waterfall 先写 {}", "treasury.waterfall begins with {}",
                 scenario::quote(items.front().text)),
             {"“三保”支出优先（财预〔2019〕128号）",
              "the three guarantees come first (Caiyu [2019] 128)"},
             {"请把 three_guarantees 写在最前。", "Write three_guarantees first."}}};
}

Warnings land_against_its_cost(const Tables& tables) {
    // The cost of land takes half to four fifths of what it sells for: ten times beside that, one
    // of the two is out.
    constexpr double least = 0.15;
    constexpr double most = 3.0;
    double sold = 0.0;
    double spent = 0.0;
    std::optional<Line> sale;
    std::optional<Line> cost;
    for (const Line& line : tables.lines("revenue")) {
        if (!is_of_land(line) || line.text("account") != "fund") continue;
        sold += tables.yuan(line, "base");
        if (!sale || tables.yuan(line, "base") > tables.yuan(*sale, "base")) sale = line;
    }
    for (const Line& line : tables.lines("expenditure")) {
        if (!has_any(names_of(line), {"土地开发", "土地成本", "征地", "拆迁", "土地收储",
                                      "land development", "land cost", "land clearing"}) ||
            line.text("base").empty() || line.text("account") != "fund") {
            continue;
        }
        spent += tables.yuan(line, "base");
        if (!cost || tables.yuan(line, "base") > tables.yuan(*cost, "base")) cost = line;
    }
    if (!sale || !cost || sold <= 0.0 || spent <= 0.0 || tables.scale() <= 0.0) return {};
    const double ratio = spent / sold;
    if (ratio >= least && ratio <= most) return {};
    // Land brings a county some hundredths to some tenths of its budget: what is beyond is out.
    const double share = sold / tables.scale();
    const bool of_sale = share > 0.45 || share < 0.03;
    const Line& odd = of_sale ? *sale : *cost;
    const Line& other = of_sale ? *cost : *sale;
    return {{"land-balance",
             odd.place(),
             odd.at("base"),
             say("土地成本是土地出让收入的 {}", "land costs {} of what it sells for",
                 percent_text(ratio)),
             say("通常为五成至八成；另一边是 {} base {}",
                 "usually half to four fifths; the other side is {} base {}",
                 where_in_plan(other.at("base")), scenario::quote(other.text("base"))),
             {"请核对单位和小数点。", "Check its unit and decimal point."}}};
}

Warnings gdp_against_the_rest(const Tables& tables) {
    const double gdp = setting_yuan(tables, "economy.gdp");
    if (gdp <= 0.0) return {};
    Warnings of_series;
    for (const Line& line : tables.lines("economy")) {
        if (!has_any(names_of(line), {"零售", "增加值", "retail", "value added"})) continue;
        const double amount = tables.yuan(line, "base");
        if (amount <= 1.1 * gdp) continue;
        const Text value = tables.money(amount);
        const Text whole = tables.money(gdp);
        of_series.push_back(
            {"gdp",
             line.place(),
             line.at("base"),
             {scenario::quote(line.text("id")) + " 是 " + value.zh + "，GDP 是 " + whole.zh,
              scenario::quote(line.text("id")) + " is " + value.en + ", GDP is " + whole.en},
             {"它是 GDP 的一部分或小于 GDP", "it is part of GDP, or less than it"},
             {"请核对单位和小数点。", "Check its unit and decimal point."}});
    }
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
    if (low + high == 0) return of_series;
    const Text amount = tables.money(gdp);
    return {{"gdp",
             "scenario/economy.gdp",
             tables.at_setting("economy.gdp"),
             {"GDP 是 " + amount.zh, "GDP is " + amount.en},
             {odd_zh, odd_en},
             {"请核对 GDP、上年收入和上年投资的单位。",
              "Check the units of GDP and of the year before."}}};
}

Warnings debt_behind_gaps(const Subject& subject) {
    constexpr double small = 0.01;     // of a year's capacity
    constexpr double explains = 0.8;   // of the largest gap
    constexpr double of_others = 0.5;  // of all other debt
    // What an ordinary debt costs, a twentieth to an eighth of capacity, any plan that is tight
    // could be said to lack.
    constexpr double of_capacity = 0.15;
    if (subject.has_a_cause()) return {};
    double capacity = 0.0;
    double gap = 0.0;
    for (const BalanceYear& year : balance(subject.model, subject.trial)) {
        if (year.gap > small * std::max(year.revenue, 1.0)) gap = std::max(gap, year.gap);
        capacity = std::max(capacity, year.revenue);
    }
    if (gap == 0.0 || subject.tables.scale() == 0.0) return {};
    double all = 0.0;
    std::optional<Line> largest;
    double own = 0.0;
    for (const Line& debt : subject.tables.lines("debt")) {
        const double principal = subject.tables.yuan(debt, "principal");
        all += principal;
        if (principal <= own) continue;
        own = principal;
        largest = debt;
    }
    if (!largest || own <= of_others * (all - own)) return {};
    const auto months = months_ahead(subject.tables, largest->text("maturity"));
    const double years = months ? std::max(1.0, *months / 12.0) : 10.0;
    const double rate = std::max(0.0, ratio_in(largest->text("rate")).value_or(0.0));
    const double service = own / years + own * rate;
    if (service < explains * gap || service < of_capacity * capacity) return {};
    const Text due = subject.tables.money(service);
    const Text missing = subject.tables.money(gap);
    return {{"debt-service",
             largest->place(),
             largest->at("principal"),
             {fmt::format("没有任何不确定性时也收不抵支，一年至多缺 {}", missing.zh),
              fmt::format("the plan does not balance without any uncertainty: up to {} a year",
                          missing.en)},
             {fmt::format("{} 是最大的一笔债务，一年还本付息约 {}，与缺口相当",
                          scenario::quote(largest->text("id")), due.zh),
              fmt::format(
                  "{} is the largest debt; its service is about {} a year, as much as is missing",
                  scenario::quote(largest->text("id")), due.en)},
             {"请核对它的单位、小数点和到期月份。",
              "Check its unit, its decimal point and its maturity."}}};
}

}  // namespace coffer::audit
