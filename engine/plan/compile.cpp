#include "coffer/plan/compile.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "coffer/base/contract.hpp"
#include "debt_plan.hpp"
#include "flow_plan.hpp"
#include "project_plan.hpp"
#include "slots.hpp"

namespace coffer::plan {

namespace {

std::vector<std::string> districts_of(const model::Model& model) {
    std::set<std::string> districts;
    for (const auto& project : model.projects) districts.insert(project.district);
    for (const auto& pipeline : model.pipelines) districts.insert(pipeline.district);
    districts.erase("");
    return {districts.begin(), districts.end()};
}

void fill_fundable(const model::Fundable& from, const std::vector<std::string>& districts,
                   Plan& plan, FundablePlan& to) {
    to.id = from.id;
    to.name = from.name;
    to.basis = from.basis;
    to.fai_share = from.fai_share;
    to.priority = from.priority;
    to.district = no_district;
    const auto district = std::find(districts.begin(), districts.end(), from.district);
    if (district != districts.end()) {
        to.district = fixed_slots + static_cast<std::size_t>(district - districts.begin());
    }
    to.first_row = plan.funding_rows;
    for (const auto& funding : from.funding)
        to.funding.push_back({funding.source.value, funding.cap});
    plan.funding_rows += to.funding.size();
}

void order_allocation(Plan& plan) {
    for (std::size_t i = 0; i < plan.projects.size(); ++i)
        plan.allocation_order.push_back({false, i});
    for (std::size_t i = 0; i < plan.pipelines.size(); ++i)
        plan.allocation_order.push_back({true, i});
    const auto fundable = [&plan](const FundableRef& ref) -> const FundablePlan& {
        if (ref.pipeline) return plan.pipelines[ref.index];
        return plan.projects[ref.index];
    };
    std::sort(plan.allocation_order.begin(), plan.allocation_order.end(),
              [&](const FundableRef& a, const FundableRef& b) {
                  const auto& first = fundable(a);
                  const auto& second = fundable(b);
                  return std::tie(first.priority, first.id) < std::tie(second.priority, second.id);
              });
}

/// By month, the planned arrivals of later months that count as capital already, whole fen.
std::vector<double> committed_arrivals(const model::Source& source,
                                       model::CapitalCommitment commitment, const Plan& plan) {
    using Commitment = model::CapitalCommitment;
    std::vector<double> result(static_cast<std::size_t>(plan.months), 0.0);
    if (source.unlimited || commitment == Commitment::pool) return result;
    double later = 0.0;
    for (int month = plan.months - 1; month >= 0; --month) {
        const bool december = month % 12 == 11;
        if (commitment == Commitment::year && december) later = 0.0;
        result[static_cast<std::size_t>(month)] = later;
        const auto year = static_cast<std::size_t>(month / 12);
        later += std::floor(static_cast<double>(source.arrival.annual[year].fen()) *
                            source.arrival.profile[static_cast<std::size_t>(month % 12)]);
    }
    return result;
}

std::size_t slot_of(const Plan& plan, const model::Target& target) {
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        if (model::info(plan.slots[slot].indicator).id == target.indicator &&
            plan.slots[slot].dimension == target.dimension) {
            return slot;
        }
    }
    constexpr bool build_checked_the_target = false;
    COFFER_EXPECT(build_checked_the_target);
    return 0;
}

}  // namespace

std::optional<Plan> compile(const model::Model& model, Diagnostics& diagnostics) {
    Plan plan;
    plan.id = model.id;
    plan.name = model.name;
    plan.first_year = model.first_year;
    plan.years = model.years;
    plan.months = model.months();
    plan.median = model.simulation.median;
    plan.correlation_factor = model.correlation_factor;
    plan.tiers = model.tiers;
    plan.waterfall = model.treasury.waterfall;
    plan.cash_floor = static_cast<double>(model.treasury.cash_floor.fen());
    plan.monthly_penalty = model.treasury.penalty_rate.per_year / 12.0;
    for (std::size_t account = 0; account < model::account_count; ++account) {
        plan.opening_cash[account] = static_cast<double>(model.treasury.opening[account].fen());
    }
    if (model.base_year.fai) plan.base_fai = static_cast<double>(model.base_year.fai->fen());
    if (model.base_year.general_revenue) {
        plan.base_general_revenue = static_cast<double>(model.base_year.general_revenue->fen());
    }
    if (model.economy.gdp) {
        plan.base_gdp = static_cast<double>(model.economy.gdp->fen());
        plan.gdp_driver = model.economy.gdp_driver->value;
    }

    plan.drivers_stream = model.drivers_stream;
    if (model.crisis) {
        plan.crisis_entry = model.crisis->entry;
        plan.crisis_exit = model.crisis->exit;
    }
    std::vector<std::vector<double>> mean_index;
    for (const auto& driver : model.drivers) {
        plan.drivers.push_back(compile_driver(driver, plan.months));
        plan.heavy_tails = plan.heavy_tails || driver.degrees_of_freedom.has_value();
        mean_index.push_back(mean_log_index(plan.drivers.back(), plan.months));
    }
    const auto flow = [&](const model::Flow& f) {
        return compile_flow(f, plan.months, mean_index);
    };

    if (model.project_policy.cost_driver) {
        plan.has_cost_driver = true;
        plan.cost_driver = model.project_policy.cost_driver->value;
    }
    plan.suspension_threshold = model.project_policy.suspension_threshold;
    plan.suspension_after = model.project_policy.suspension_after_months;
    plan.suspension_pause = model.project_policy.suspension_pause_months;

    const auto districts = districts_of(model);
    plan.slots = make_slots(districts, !model.funnels.empty());
    plan.funnel_slots = fixed_slots + districts.size();
    add_projects(model, plan, diagnostics);
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        fill_fundable(model.projects[i], districts, plan, plan.projects[i]);
    }
    for (const auto& pipeline : model.pipelines) {
        plan.pipelines.emplace_back();
        fill_fundable(pipeline, districts, plan, plan.pipelines.back());
        plan.pipelines.back().need = flow(pipeline.need);
    }
    order_allocation(plan);

    for (auto& service : plan.fixed_service) {
        service.interest.assign(static_cast<std::size_t>(plan.months), 0.0);
        service.principal.assign(static_cast<std::size_t>(plan.months), 0.0);
    }
    for (const auto& instrument : model.debt) {
        plan.class_used[static_cast<std::size_t>(instrument.debt_class)] = true;
        add_instrument(instrument, plan);
    }
    for (const auto& refinancing : model.refinancing) {
        auto& target = plan.refinancing[static_cast<std::size_t>(refinancing.debt_class)];
        target.terms = compile_terms(refinancing.terms, plan.months);
        target.share = by_month(refinancing.share, plan.months);
    }
    for (const auto& source : model.sources) {
        SourcePlan result;
        result.id = source.id;
        result.name = source.name;
        result.kind = source.kind;
        result.unlimited = source.unlimited;
        if (!source.unlimited) result.arrival = flow(source.arrival);
        result.counts_as_capital = source.counts_as_capital;
        if (plan.capital_gates && source.counts_as_capital) {
            result.committed =
                committed_arrivals(source, model.project_policy.capital_commitment, plan);
        }
        if (source.debt) {
            result.debt = compile_terms(*source.debt, plan.months);
            const auto debt_class = debt_class_of(source.kind);
            plan.class_used[static_cast<std::size_t>(debt_class)] = true;
        }
        if (!source.deficit_share.empty()) {
            result.deficit_share = by_month(source.deficit_share, plan.months);
            plan.covers_deficit = true;
        }
        plan.sources.push_back(std::move(result));
    }
    for (const auto& project : plan.projects) {
        for (std::size_t i = 0; i < project.funding.size(); ++i) {
            plan.sources[project.funding[i].source].funding_rows.push_back(project.first_row + i);
        }
    }
    for (const auto& funnel : model.funnels) {
        FunnelPlan result;
        result.id = funnel.id;
        result.stream = funnel.stream;
        result.initial = funnel.initial;
        result.new_prospects = funnel.new_prospects;
        for (std::size_t s = 0; s < model::funnel_steps; ++s) {
            result.leaving[s] = 1.0 / funnel.months[s];
        }
        result.probability = funnel.probability;
        result.investment = static_cast<double>(funnel.investment.fen());
        if (funnel.source) result.source = funnel.source->value;
        plan.funnels.push_back(std::move(result));
    }
    for (const auto& line : model.revenue) {
        plan.revenue.push_back({line.id, line.account,
                                line.category == model::RevenueLine::Category::transfer,
                                flow(line.flow)});
    }
    for (const auto& taxpayer : model.taxpayers) {
        plan.taxpayers.push_back({taxpayer.id, flow(taxpayer.output),
                                  taxpayer.tax_rate * taxpayer.retained_share,
                                  taxpayer.outage_hazard, taxpayer.outage_loss,
                                  compile_distribution(taxpayer.outage_duration)});
    }
    for (const auto& line : model.expenditure) {
        plan.expenditure.push_back(
            {line.id, line.account,
             line.category == model::ExpenditureLine::Category::three_guarantees, flow(line.flow)});
    }
    for (const auto& target : model.targets) {
        plan.targets.push_back({target.id, target.name, slot_of(plan, target),
                                target.year - model.first_year, target.relation, target.value});
    }
    if (diagnostics.has_errors()) return std::nullopt;
    return plan;
}

}  // namespace coffer::plan
