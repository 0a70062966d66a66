#include "drivers/shocks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "coffer/model/growth_weights.hpp"
#include "drivers/flows.hpp"

namespace coffer::plan {
namespace {

std::vector<WeightPlan> row_of(const std::vector<std::pair<std::size_t, double>>& factor,
                               std::size_t itself) {
    if (factor.empty()) return {{itself, 1.0}};
    std::vector<WeightPlan> row;
    for (const auto& [from, weight] : factor) {
        if (weight != 0.0) row.push_back({from, weight});
    }
    return row;
}

/// Tables are slow to make: one that is there already is copied.
std::vector<double> spread_of(double history_years, const Plan& plan) {
    for (const auto& walk : plan.walks) {
        if (walk.history_years == history_years) return walk.spread;
    }
    return spread_table(history_years);
}

/// Lines of one shock, persistence and length of history move along one walk.
std::size_t walk_of(std::size_t shock, double persistence, double history_years, Plan& plan) {
    for (const std::size_t w : plan.shocks[shock].walks) {
        const auto& walk = plan.walks[w];
        if (walk.persistence == persistence && walk.history_years == history_years) return w;
    }
    WalkPlan walk;
    walk.shock = shock;
    walk.persistence = persistence;
    walk.innovation_sd = std::sqrt(1.0 - persistence * persistence);
    walk.history_years = history_years;
    if (history_years > 0.0) walk.spread = spread_of(history_years, plan);
    plan.walks.push_back(std::move(walk));
    plan.shocks[shock].walks.push_back(plan.walks.size() - 1);
    return plan.walks.size() - 1;
}

model::MonthProfile normalised(model::MonthProfile profile) {
    const double whole = std::accumulate(profile.begin(), profile.end(), 0.0);
    for (double& share : profile) share = whole > 0.0 ? share / whole : 1.0 / 12.0;
    return profile;
}

}  // namespace

std::vector<double> spread_table(double history_years) {
    // What is known of spreads beforehand counts as ten years.
    const double degrees = 10.0 + history_years;
    std::vector<double> table = tail_scale(degrees);
    for (double& width : table) width *= std::sqrt(degrees / (degrees - 2.0));
    return table;
}

void add_shocks(const model::Model& model, Plan& plan) {
    const std::size_t drivers = model.drivers.size();
    for (std::size_t s = 0; s < model.shocks.size(); ++s) {
        const auto& shock = model.shocks[s];
        ShockPlan result;
        result.id = shock.id;
        result.stream = shock.stream;
        result.factor = row_of(shock.factor, drivers + s);
        result.year_factor = row_of(shock.year_factor, s);
        plan.shocks.push_back(std::move(result));
    }
}

void add_luck(const model::Flow& flow, Plan& plan, FlowPlan& result) {
    result.profile = normalised(flow.profile);
    for (const auto& [driver, elasticity] : flow.sensitivities) {
        const auto& moved_by = plan.drivers[driver.value];
        if (!moved_by.drawn_start) continue;
        const auto weights = model::growth_weights(result.profile, moved_by.persistence);
        const double sd = elasticity * moved_by.sd;
        result.starts.push_back({driver.value, sd * weights.start_level, sd * weights.start_rest});
    }
    const auto& luck = flow.uncertainty;
    if (luck.history_years > 0.0) {
        result.drift_sd = drift_sd;
        plan.draws_drift = true;
    }
    if (!luck.shock || (luck.annual_sd == 0.0 && luck.month_sd == 0.0)) return;
    const std::size_t s = luck.shock->value;
    const double persistence = model::persistence_of(luck.half_life_months);
    result.walk = walk_of(s, persistence, luck.history_years, plan);
    const double lasting = luck.annual_sd * std::sqrt(luck.permanent);
    if (lasting > 0.0) {
        const auto weights = model::growth_weights(result.profile, persistence);
        result.walk_sd = lasting / weights.year_sd;
        result.starts.push_back({plan.drivers.size() + result.walk,
                                 result.walk_sd * weights.start_level,
                                 result.walk_sd * weights.start_rest});
        plan.shocks[s].moves = true;
    }
    result.transitory_sd = luck.annual_sd * std::sqrt((1.0 - luck.permanent) / 2.0);
    plan.shocks[s].yearly = plan.shocks[s].yearly || result.transitory_sd > 0.0;
    result.month_sd = luck.month_sd;
    plan.shocks[s].shares_months = plan.shocks[s].shares_months || luck.month_sd > 0.0;
}

void finish_shocks(Plan& plan) {
    const std::size_t drivers = plan.drivers.size();
    for (bool changed = true; changed;) {
        changed = false;
        const auto need = [&changed](bool& drawn) {
            changed = changed || !drawn;
            drawn = true;
        };
        for (const auto& shock : plan.shocks) {
            for (const auto& [from, weight] : shock.factor) {
                if (shock.moves && from >= drivers) need(plan.shocks[from - drivers].moves);
            }
            for (const auto& [from, weight] : shock.year_factor) {
                if (shock.yearly) need(plan.shocks[from].yearly);
            }
        }
    }
    plan.draws_starts = !plan.shocks.empty() || plan.draws_drift ||
                        std::any_of(plan.drivers.begin(), plan.drivers.end(),
                                    [](const auto& each) { return each.drawn_start; });
    plan.averages_years = plan.base_gdp > 0.0 || !plan.economic_series.empty();
}

}  // namespace coffer::plan
