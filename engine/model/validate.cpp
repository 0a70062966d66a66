// A model in memory: the door, the plan's settings, drivers and what moves them.
#include "coffer/model/validate.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "checking.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/model/growth_weights.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

/// What sums and products of doubles may be off by.
constexpr double sum_rounding = 1e-9;

void check_treasury(Checking& check) {
    const Subject treasury{"treasury"};
    const Treasury& of = check.model.treasury;
    constexpr std::array<const char*, account_count> openings = {"opening_general", "opening_fund",
                                                                 "opening_state_capital"};
    for (std::size_t i = 0; i < account_count; ++i) {
        check.amount(treasury, openings[i], of.opening[i]);
    }
    check.amount(treasury, "cash_floor", of.cash_floor);
    check.number(treasury, "penalty_rate", of.penalty_rate.per_year, ranges::share);
    check.whole(treasury, "settlement_month", of.settlement_month, {0, ranges::month_of_year.most});
    for (const WaterfallPayment& payment : of.waterfall) {
        check.word(treasury, "waterfall", payment.step, WaterfallStep::other);
        if (!payment.debt_class) continue;
        check.word(treasury, "waterfall", *payment.debt_class, DebtClass::other);
        check.must(
            payment.step == WaterfallStep::interest || payment.step == WaterfallStep::principal,
            treasury, "waterfall",
            {"只有 interest 和 principal 分债务类别",
             "only interest and principal are split by class of debt"},
            {"其余步骤不还债", "the other steps pay no debt"});
    }
}

void check_policies(Checking& check) {
    const Model& model = check.model;
    const ProjectPolicy& policy = model.project_policy;
    const Subject projects{"projects"};
    if (policy.cost_driver) {
        check.driver(projects, "cost_driver", *policy.cost_driver, Driver::Kind::growth);
    }
    check.number(projects, "suspension_threshold", policy.suspension_threshold, ranges::share);
    check.whole(projects, "suspension_after_months", policy.suspension_after_months,
                ranges::suspension_months);
    check.whole(projects, "suspension_pause_months", policy.suspension_pause_months,
                ranges::suspension_months);
    check.number(projects, "restart_cost", policy.restart_cost, ranges::share);
    check.number(projects, "restart_months", policy.restart_months, ranges::restart_months);
    check.number(projects, "cancellation_hazard", policy.cancellation_hazard, ranges::up_to_half);
    check.word(projects, "out_of_sequence", policy.out_of_sequence, OutOfSequence::overridden);
    check.word(projects, "capital_commitment", policy.capital_commitment, CapitalCommitment::plan);

    const Subject common{"common_factors"};
    const CommonFactors& shocks = model.common_factors;
    check.number(common, "duration_sector", shocks.duration_sector, ranges::share);
    check.number(common, "duration_year", shocks.duration_year, ranges::share);
    check.number(common, "cost_sector", shocks.cost_sector, ranges::share);
    check.number(common, "cost_year", shocks.cost_year, ranges::share);
    const auto loadings = [&](const char* field, double sector, double year) {
        check.must(!(sector * sector + year * year > 1.0 + 1e-12), common, field,
                   {"行业与年份两项的平方和大于 1",
                    "the squares of what a sector and what a year share sum to more than 1"},
                   {"共同部分不能超过全部方差", "what is common cannot exceed the whole variance"});
    };
    loadings("duration_sector", shocks.duration_sector, shocks.duration_year);
    loadings("cost_sector", shocks.cost_sector, shocks.cost_year);

    const Subject fai{"fai"};
    check.amount(fai, "threshold", model.fai.threshold);
    check.word(fai, "basis", model.fai.basis, FaiPolicy::Basis::progress);
    check.whole(fai, "lag_months", model.fai.lag_months, ranges::fai_lag);
    check.amount(fai, "carried_in", model.fai.carried_in);
    check.idle(model.fai.carried_in != Money{}, model.fai.lag_months > 0, fai, "carried_in",
               {"没有 fai.lag_months，计划开始前的投资不会在规划期内上报",
                "without fai.lag_months nothing of before the plan is reported in it"});
}

void check_base_year(Checking& check) {
    const Model& model = check.model;
    const auto divides = [&](const Subject& subject, const char* field, Money amount) {
        if (!check.amount(subject, field, amount)) return;
        check.must(amount != Money{}, subject, field, {"不能为 0", "it cannot be 0"},
                   {"有指标要除以它", "figures are divided by it"});
    };
    const Subject base{"base_year"}, budget{"budget"}, economy{"economy"};
    if (model.base_year.fai) divides(base, "fai", *model.base_year.fai);
    if (model.base_year.general_revenue) {
        divides(base, "general_revenue", *model.base_year.general_revenue);
    }
    if (const auto& adopted = model.budget.general_revenue;
        adopted && check.amounts(budget, "general_revenue", *adopted)) {
        for (const Money amount : *adopted) divides(budget, "general_revenue", amount);
    }
    check.must(model.economy.gdp.has_value() == model.economy.gdp_driver.has_value(), economy,
               "gdp",
               {"economy.gdp 和 economy.gdp_driver 要一起给出",
                "economy.gdp and economy.gdp_driver go together"},
               {"有了基数和增速才有各年 GDP", "GDP follows from its base and its growth"});
    if (model.economy.gdp) divides(economy, "gdp", *model.economy.gdp);
    if (model.economy.gdp_driver) {
        check.driver(economy, "gdp_driver", *model.economy.gdp_driver, Driver::Kind::growth);
    }
    check.number(economy, "gdp_new_output_share", model.economy.gdp_new_output_share,
                 ranges::share);
    check.number(economy, "additional_share", model.economy.additional_share, ranges::share);
    check.idle(
        model.economy.gdp_new_output_share != 0.0, model.economy.gdp.has_value(), economy,
        "gdp_new_output_share",
        {"没有 economy.gdp，就没有要增加的 GDP", "without economy.gdp there is no GDP to add to"});
}

}  // namespace

void validate_plan(Checking& check) {
    const Model& model = check.model;
    const Subject plan{"scenario"}, simulation{"simulation"}, crisis{"crisis"};
    check.id(plan, "id", model.id);
    check.names(plan, model.name);
    if (model.simulation.paths > static_cast<std::uint64_t>(ranges::paths.most)) {
        check.whole(simulation, "paths", ranges::paths.most + 1, ranges::paths);
    } else {
        check.whole(simulation, "paths", static_cast<long long>(model.simulation.paths),
                    ranges::paths);
    }
    if (!model.simulation.region.empty()) check.id(simulation, "region", model.simulation.region);
    const auto& common = model.simulation.common;
    check.must(std::is_sorted(common.begin(), common.end()), simulation, "common",
               {"共同的随机数流没有按大小排列", "the common streams are out of order"},
               {"它们须从小到大", "they stand in ascending order"});
    if (model.crisis) {
        check.number(crisis, "entry", model.crisis->entry, ranges::up_to_half_above_zero);
        check.number(crisis, "exit", model.crisis->exit, ranges::share_above_zero);
    }
    check.stream({"drivers"}, model.drivers_stream, "plan", "drivers");
    check.stream({"projects"}, model.projects_stream, "plan", "projects");
    check_base_year(check);
    check_treasury(check);
    check_policies(check);
    validate_reserves(check);
}

namespace {

/// The largest stationary deviation that the largest annual_sd can come to.
Bounds volatility_bounds(const Driver& driver) {
    const double a_year = driver.kind == Driver::Kind::growth
                              ? growth_weights(even_months(), driver.persistence).year_sd
                              : rate_change_sd(driver.persistence);
    return {0.0, ranges::annual_sd.most / a_year * (1.0 + sum_rounding)};
}

void check_driver_spread(Checking& check, const Subject& row, const Driver& driver) {
    if (check.number(row, "persistence", driver.persistence, ranges::persistence)) {
        check.number(row, "volatility", driver.volatility, volatility_bounds(driver));
    }
    check.number(row, "annual_sd", driver.annual_sd, ranges::annual_sd);
    check.number(row, "permanent", driver.permanent, ranges::share);
    if (driver.history_years != 0.0) {
        check.number(row, "history_years", driver.history_years, ranges::history_years);
    }
    if (driver.degrees_of_freedom) {
        check.number(row, "degrees_of_freedom", *driver.degrees_of_freedom,
                     ranges::degrees_of_freedom);
    }
    check.number(row, "crisis_shift", driver.crisis_shift, ranges::crisis_shift);
    check.number(row, "crisis_volatility", driver.crisis_volatility, ranges::crisis_volatility);
    check.idle(
        driver.crisis_shift != 0.0 || driver.crisis_volatility != 1.0,
        check.model.crisis.has_value(), row, "crisis_shift",
        {"没有 crisis.entry，不会发生危机", "there is no crisis.entry, there is never a crisis"});
    check.number(row, "jump_probability", driver.jump_probability, ranges::up_to_half);
    check.number(row, "jump_mean", driver.jump_mean, ranges::jump_mean);
    check.number(row, "jump_sd", driver.jump_sd, ranges::jump_sd);
    check.must(driver.jump_probability == 0.0 || driver.jump_mean != 0.0 || driver.jump_sd != 0.0,
               row, "jump_probability", {"跳跃没有大小", "the jumps have no size"},
               {"jump_mean 和 jump_sd 都为 0", "jump_mean and jump_sd are both 0"});
}

void check_spillovers(Checking& check, const Subject& of, const Driver& driver) {
    const Subject row{"spillovers", of.id, of.place};
    for (std::size_t i = 0; i < driver.spillovers.size(); ++i) {
        const Spillover& each = driver.spillovers[i];
        if (!check.refers(row, "on", each.from.value, check.model.drivers.size())) continue;
        check.number(row, "coefficient", each.coefficient, ranges::spillover);
        check.must(each.from.value != row.place, row, "on",
                   {"一个驱动因素对自己溢出", "a driver spills over on itself"},
                   {"对自己上月的依赖是 persistence",
                    "what it keeps of its own last month is its persistence"});
        check.must(i == 0 || driver.spillovers[i - 1].from < each.from, row, "on",
                   {"溢出的次序不对，或重复", "spillovers are out of order or stand twice"},
                   {"按驱动因素排列，每个一次", "they stand in driver order, each driver once"});
    }
}

void check_driver(Checking& check, const Subject& row, const Driver& driver) {
    check.stream(row, driver.stream, "driver", driver.id);
    if (!check.word(row, "kind", driver.kind, Driver::Kind::rate)) return;
    const bool growth = driver.kind == Driver::Kind::growth;
    const bool known =
        check.series(row, "mean", driver.mean, growth ? ranges::mean_growth : ranges::mean_rate);
    check.idle(driver.initial_deviation != 0.0, !growth, row, "initial",
               {"只有 rate 有初值；growth 从均值开始",
                "only a rate has an initial value; a growth starts at its mean"});
    if (known) {
        const Bounds& rates = ranges::mean_rate;
        check.number(row, "initial", driver.initial_deviation,
                     {rates.least - driver.mean.front() - sum_rounding,
                      rates.most - driver.mean.front() + sum_rounding});
    }
    check.idle(driver.history_years != 0.0, growth, row, "history_years",
               {"只有 growth 有这一项", "only a growth has it"});
    check_driver_spread(check, row, driver);
    check_spillovers(check, row, driver);
}

/// Rows of a Cholesky factor have the length 1: what they are multiplied by are standard normals.
bool has_length_one(double squares) { return std::abs(squares - 1.0) <= 1e-6; }

constexpr Words no_factor = {"这一行不是相关矩阵的 Cholesky 因子",
                             "its row is not that of a correlation matrix's Cholesky factor"};
constexpr Words why_no_factor = {"各数须在 -1 与 1 之间，平方和为 1，只用前面的行",
                                 "numbers lie between -1 and 1, their squares sum to 1, and only "
                                 "earlier rows are used"};

void check_correlations(Checking& check) {
    const Model& model = check.model;
    const std::size_t n = model.drivers.size();
    const auto& factor = model.correlation_factor;
    if (!check.must(factor.size() == n, {"correlations"}, "",
                    {"相关矩阵的因子与驱动因素个数不符",
                     "the factor of the correlations has not one row a driver"},
                    {"每个驱动因素一行一列", "there is a row and a column for each driver"})) {
        return;
    }
    for (std::size_t i = 0; i < n; ++i) {
        const Subject row{"correlations", &model.drivers[i].id, i};
        bool ok = factor[i].size() == n;
        double squares = 0.0;
        for (std::size_t j = 0; j < n && ok; ++j) {
            ok = ranges::correlation.admit(factor[i][j]) && (j <= i || factor[i][j] == 0.0);
            squares += factor[i][j] * factor[i][j];
        }
        check.must(ok && has_length_one(squares) && factor[i][i] >= 0.0, row, "", no_factor,
                   why_no_factor);
    }
}

void check_shocks(Checking& check) {
    const Model& model = check.model;
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < model.shocks.size(); ++i) {
        const Shock& shock = model.shocks[i];
        const Subject row{"shocks", &shock.id, i};
        if (!check.id(row, "id", shock.id)) continue;
        check.must(ids.insert(shock.id).second, row, "id", {"标识重复", "the id is taken"},
                   {"每个冲击一次", "each shock stands once"});
        check.stream(row, shock.stream, "shock", shock.id);
        const auto is_row = [](const auto& weights, std::size_t size) {
            double squares = 0.0;
            for (const auto& [from, weight] : weights) {
                if (from >= size || !ranges::correlation.admit(weight)) return false;
                squares += weight * weight;
            }
            return weights.empty() || has_length_one(squares);
        };
        check.must(is_row(shock.factor, model.drivers.size() + model.shocks.size()), row, "factor",
                   no_factor, why_no_factor);
        check.must(is_row(shock.year_factor, model.shocks.size()), row, "year_factor", no_factor,
                   why_no_factor);
    }
}

}  // namespace

void validate_drivers(Checking& check) {
    const Model& model = check.model;
    check.must(model.drivers.size() <= most_drivers, {"drivers"}, "",
               {"驱动因素超过 256 个", "there are more than 256 drivers"},
               {"超出上限", "beyond the limit"});
    check.ordered("drivers", model.drivers);
    for (std::size_t i = 0; i < model.drivers.size(); ++i) {
        check_driver(check, {"drivers", &model.drivers[i].id, i}, model.drivers[i]);
    }
    check_correlations(check);
    check_shocks(check);
}

void validate_between_drivers(Checking& check) {
    const auto& drivers = check.model.drivers;
    if (const auto found = common_that_follows_local(check.model)) {
        check.must(false, {"drivers", &drivers[found->common].id, found->common}, "",
                   {"共同的驱动因素依赖本地的", "a common driver follows a local one"},
                   {"共同的驱动因素在各地区须完全一样",
                    "a common driver must be exactly the same in every region"});
    }
    const bool spills = std::any_of(drivers.begin(), drivers.end(), [](const Driver& driver) {
        return !driver.spillovers.empty();
    });
    if (!spills) return;
    const double radius = long_run_growth(drivers);
    if (radius < 1.0) return;
    check.error({"spillovers"}, "",
                {"驱动因素互相推动，偏离不会消失", "drivers push each other ever further"},
                scenario::say("转移矩阵的谱半径是 {:.4f}，须小于 1",
                              "the spectral radius of the transition matrix is {:.4f}; it must be "
                              "below 1",
                              radius),
                {"请降低系数或 persistence。", "Lower coefficients or persistences."});
}

Diagnostics validate(const Model& model) {
    Checking check(model);
    const Subject plan{"scenario"};
    // Every length and index is held against these.
    check.whole(plan, "first_year", model.first_year, ranges::first_year);
    check.whole(plan, "years", model.years, ranges::years);
    check.whole(plan, "first_month", model.first_month, ranges::month_of_year);
    if (!check.clean()) return check.take();
    validate_plan(check);
    validate_drivers(check);
    validate_lines(check);
    validate_projects(check);
    validate_debt(check);
    if (!check.clean()) return check.take();
    validate_between_drivers(check);
    validate_between_lines(check);
    validate_between_projects(check);
    validate_between_debts(check);
    validate_actuals(check);
    if (check.clean()) validate_targets(check);
    return check.take();
}

}  // namespace coffer::model
