// Terms that contradict one another: of a debt, of the tiers, of what drivers are used for.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

bool is_bond(const Line& debt) {
    return debt.text("class") == "general" || debt.text("class") == "special";
}

void look_at_term(const Line& debt, Warnings& found) {
    const auto issued = month_in(debt.text("issued"));
    const auto maturity = month_in(debt.text("maturity"));
    if (!issued || !maturity) return;
    const double years = months_since(*issued, *maturity) / 12.0;
    const double most = is_bond(debt) ? 30.1 : 40.0;
    if (years <= most) return;
    found.push_back(
        {"maturity",
         debt.place(),
         debt.at("maturity"),
         say("{} 从发行到到期有 {:.3g} 年", "{} runs for {:.3g} years from its issue",
             quote(debt.text("id")), years),
         is_bond(debt)
             ? Text{"地方政府债券最长 30 年", "local-government bonds run for 30 years at most"}
             : Text{"项目贷款很少超过 40 年", "project loans seldom run for 40 years"},
         {"请核对发行日期和到期月的年份。", "Check the years of issue and maturity."}});
}

void look_at_reset(const Tables& tables, const Line& debt, Warnings& found) {
    const auto reset = month_in(debt.text("first_reset"));
    const auto interval = number_in(debt.text("reset_months"));
    if (!reset) return;
    const auto maturity = month_in(debt.text("maturity"));
    const int ahead = months_since(tables.start(), *reset);
    const bool after = maturity && !(*reset < *maturity);
    if (!after && (!interval || ahead <= *interval)) return;
    found.push_back(
        {"first-reset",
         debt.place(),
         debt.at("first_reset"),
         say("{} 的下一次重定价在 {}", "the next reset of {} is in {}", quote(debt.text("id")),
             debt.text("first_reset")),
         after ? Text{"到期以后才重定价，利率等于不变", "after it matures: the rate never changes"}
               : Text{"超过了一个重定价间隔", "more than one interval away"},
         {"请核对年份。", "Check the year."}});
}

void look_at_rate(const Tables& tables, const Line& debt, Warnings& found) {
    constexpr double far = 0.02;
    const auto driver = tables.find("drivers", debt.text("rate_driver"));
    if (!driver) return;
    const std::string driver_name = names_of(*driver) + " " + debt.text("rate_driver");
    const bool of_bonds = has_any(driver_name, {"地方债", "国债", "债券", "bond", "lgb"});
    if (debt.text("class") == "bank" && of_bonds) {
        found.push_back({"rate-base",
                         debt.place(),
                         debt.at("rate_driver"),
                         say("贷款 {} 的基准是 {}", "the loan {} follows {}",
                             quote(debt.text("id")), quote(debt.text("rate_driver"))),
                         {"银行贷款按 LPR 定价", "bank loans are priced over the LPR"},
                         {"请核对 rate_driver。", "Check rate_driver."}});
    }
    const auto spread = ratio_in(debt.text("rate"));
    const auto now = ratio_in(debt.text("current_rate"));
    const std::string& level =
        driver->text("initial").empty() ? driver->text("mean") : driver->text("initial");
    const auto base = ratio_in(items_of(level).front().text);
    if (!spread || !now || !base || std::abs(*now - *base - *spread) <= far) return;
    if (*now < 0.005 || *now > 0.12) return;  // told by its range
    found.push_back(
        {"current-rate",
         debt.place(),
         debt.at("current_rate"),
         say("{} 现行利率 {}，基准加点为 {}", "{} now pays {}; its base and spread are {}",
             quote(debt.text("id")), percent_text(*now), percent_text(*base + *spread)),
         {"相差超过 2 个百分点", "more than two points apart"},
         {"请核对 current_rate 和 rate（rate 是加点）。",
          "Check current_rate and rate (which is the spread)."}});
}

}  // namespace

Warnings terms_of_debt(const Tables& tables) {
    Warnings found;
    for (const Line& debt : tables.lines("debt")) {
        look_at_term(debt, found);
        look_at_reset(tables, debt, found);
        look_at_rate(tables, debt, found);
    }
    for (const Line& row : tables.lines("debt_schedule")) {
        const auto debt = tables.find("debt", row.text("instrument"));
        const auto month = month_in(row.text("month"));
        if (!debt || !month) continue;
        const auto maturity = month_in(debt->text("maturity"));
        const auto times = number_in(debt->text("payments_per_year"));
        if (!maturity || !times || *times < 1.0 || *times > 12.0) continue;
        const int step = static_cast<int>(12.0 / *times);
        if (step < 2 || months_since(*month, *maturity) % step == 0) continue;
        found.push_back(
            {"schedule-month",
             row.place(),
             row.at("month"),
             say("{} 在 {} 还本，那个月不是付款月",
                 "{} repays in {}, no month in which it "
                 "pays",
                 quote(row.text("instrument")), row.text("month")),
             say("它每年付款 {} 次，到期月是 {}", "it pays {} times a year and matures in {}",
                 debt->text("payments_per_year"), debt->text("maturity")),
             {"请核对月份。", "Check the month."}});
    }
    return found;
}

Warnings tiers_in_order(const Tables& tables) {
    struct Column {
        const char* name;
        bool rises;  ///< from green to red
    };
    static const std::vector<Column> columns = {{"spread", true},
                                                {"borrowing_limit", false},
                                                {"market_closes", true},
                                                {"market_opens", false}};
    static const std::vector<std::string> order = {"green", "yellow", "orange", "red"};
    Warnings found;
    for (const Column& column : columns) {
        std::vector<std::pair<Line, double>> rows;
        for (const std::string& tier : order) {
            for (const Line& line : tables.lines("tiers")) {
                const auto value = ratio_in(line.text(column.name));
                if (line.text("tier") == tier && value) rows.emplace_back(line, *value);
            }
        }
        const auto turned = [&column, &rows](std::size_t a, std::size_t b) {
            return column.rises ? rows[b].second < rows[a].second : rows[b].second > rows[a].second;
        };
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
            if (!turned(i, i + 1)) continue;
            // Which of the two is it? The one without which the rest is in order; else the first.
            const bool second = i > 0 && turned(i - 1, i + 1);
            const Line& line = rows[second ? i + 1 : i].first;
            found.push_back(
                {"tier-order",
                 line.place(),
                 line.at(column.name),
                 say("{}：{} 是 {}，{} 是 {}", "{}: {} has {}, {} has {}", column.name,
                     rows[i].first.text("tier"), rows[i].first.text(column.name),
                     rows[i + 1].first.text("tier"), rows[i + 1].first.text(column.name)),
                 {"等级越差，融资应当越难", "the worse the tier, the harder it is to borrow"},
                 {"请核对这两行的百分号和小数点。",
                  "Check the % signs and decimal points of both rows."}});
        }
    }
    return found;
}

Warnings uses_of_drivers(const Tables& tables) {
    Warnings found;
    for (const Line& row : tables.lines("correlations")) {
        const auto a = tables.find("drivers", row.text("driver_a"));
        const auto b = tables.find("drivers", row.text("driver_b"));
        const auto value = number_in(row.text("correlation"));
        if (!a || !b || !value || *value >= 0.0) continue;
        if (a->text("kind") != "rate" || b->text("kind") != "rate") continue;
        found.push_back(
            {"rates-apart",
             row.place(),
             row.at("correlation"),
             say("两个利率 {} 和 {} 的相关系数是 {}", "the rates {} and {} correlate by {}",
                 quote(a->text("id")), quote(b->text("id")), row.text("correlation")),
             {"市场利率同升同降", "market rates rise and fall together"},
             {"负号是不是多写了？", "Is the sign right?"}});
    }
    for (const Line& driver : tables.lines("drivers")) {
        constexpr double far = 3.0;
        const auto start = ratio_in(driver.text("initial"));
        const auto mean = ratio_in(items_of(driver.text("mean")).front().text);
        if (driver.text("kind") != "rate" || !start || !mean || *start <= 0.0 || *mean <= 0.0)
            continue;
        if (*start < far * *mean && *mean < far * *start) continue;
        if (*start > 0.1) continue;  // told by its range
        found.push_back({"rate-level",
                         driver.place(),
                         driver.at("initial"),
                         say("{} 从 {} 起，均值是 {}", "{} starts at {}, its mean is {}",
                             quote(driver.text("id")), driver.text("initial"), driver.text("mean")),
                         {"相差三倍以上", "more than a factor of three apart"},
                         {"请核对小数点。", "Check the decimal point."}});
    }
    const auto of = [&tables](const char* key) {
        return tables.find("drivers", tables.setting_text(key));
    };
    const auto tell = [&](const char* key, const Line& driver, Text why) {
        found.push_back({"driver-use",
                         "scenario/" + std::string(key),
                         tables.at_setting(key),
                         say("{} 是 {}", "{} is {}", key, quote(driver.text("id"))),
                         std::move(why),
                         {"请核对写的是哪个驱动因素。", "Check which driver is named."}});
    };
    const Words prices = {"价格", "造价", "prices", "costs"};
    if (const auto gdp = of("economy.gdp_driver")) {
        if (is_of_land(*gdp) || gdp->text("kind") == "rate" || has_any(names_of(*gdp), prices)) {
            tell("economy.gdp_driver", *gdp, {"它不是经济增长", "it is no growth of the economy"});
        }
    }
    if (const auto cost = of("projects.cost_driver")) {
        const std::string names = names_of(*cost);
        if (is_of_land(*cost) || cost->text("like") == "gdp" || cost->text("kind") == "rate") {
            tell("projects.cost_driver", *cost, {"它不是造价", "it is no price of construction"});
        }
    }
    bool land_driver = false;
    for (const Line& driver : tables.lines("drivers")) {
        land_driver = land_driver || is_of_land(driver);
    }
    for (const Line& row : tables.lines("sensitivities")) {
        const auto driver = tables.find("drivers", row.text("driver"));
        const auto revenue = tables.find("revenue", row.text("item"));
        if (!driver) continue;
        if (revenue && land_driver && is_of_land(*revenue) && !is_of_land(*driver)) {
            found.push_back(
                {"driver-use",
                 row.place(),
                 row.at("driver"),
                 say("土地收入 {} 随 {} 变动", "the land revenue {} moves with {}",
                     quote(row.text("item")), quote(row.text("driver"))),
                 {"方案中有土地市场的驱动因素", "the plan has a driver of the land market"},
                 {"driver 请写土地市场。", "Name the land market as its driver."}});
        }
        const auto elasticity = number_in(row.text("elasticity"));
        // What equalises rises when the county falls behind.
        const bool own = revenue && revenue->text("category") != "transfer";
        const bool earns = own || tables.find("taxpayers", row.text("item")) ||
                           tables.find("pipelines", row.text("item")) ||
                           tables.find("economy", row.text("item"));
        const bool grows = driver->text("kind") == "growth" &&
                           !has_any(names_of(*driver), {"造价", "成本", "cost", "construction"});
        if (elasticity && *elasticity < 0.0 && earns && grows) {
            found.push_back(
                {"elasticity",
                 row.place(),
                 row.at("elasticity"),
                 say("{} 对 {} 的弹性是 {}", "{0} has an elasticity of {2} to {1}",
                     quote(row.text("item")), quote(row.text("driver")), row.text("elasticity")),
                 {"经济越好它越少", "the better the economy, the less of it"},
                 {"负号是不是多写了？", "Is the sign right?"}});
        }
    }
    return found;
}

}  // namespace coffer::audit
