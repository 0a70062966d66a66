#include "coffer/plan/compile.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "coffer/base/contract.hpp"
#include "coffer/base/money.hpp"
#include "coffer/model/growth_weights.hpp"
#include "coffer/model/validate.hpp"
#include "debt/coverage.hpp"
#include "debt/refinancing_rights.hpp"
#include "debt/rules.hpp"
#include "debt/service.hpp"
#include "drivers/flows.hpp"
#include "drivers/known.hpp"
#include "drivers/shocks.hpp"
#include "figures/slots.hpp"
#include "figures/targets.hpp"
#include "projects/fai.hpp"
#include "projects/projects.hpp"
#include "projects/timed_projects.hpp"
#include "revenue/revenue_shares.hpp"
#include "revenue/yields.hpp"
#include "treasury/reserves.hpp"

namespace coffer::plan {

namespace {

void fill_fundable(const model::Model& model, const model::Fundable& from, Plan& plan,
                   FundablePlan& to) {
    to.id = from.id;
    to.name = from.name;
    to.basis = from.basis;
    to.fai_share = from.fai_share;
    to.priority = from.priority;
    to.district = find_slot(plan.slots, model::Indicator::fai, "district:" + from.district);
    to.first_row = plan.funding_rows;
    for (const auto& funding : from.funding) {
        to.funding.push_back({funding.source.value, funding.cap});
        const auto kind = model.sources[funding.source.value].kind;
        if (kind != model::Source::Kind::investor) to.public_money = true;
    }
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

void add_receipts(const model::Model& model, Plan& plan, DistributionCompiler& distributions) {
    for (const auto& receipt : model.receipts) {
        ReceiptPlan result;
        result.id = receipt.id;
        result.name = receipt.name;
        result.stream = receipt.stream;
        result.source = receipt.source.value;
        result.amount = distributions(receipt.amount);
        result.probability = receipt.probability;
        result.month = receipt.month;
        result.delay = distributions(receipt.delay);
        auto& source = plan.sources[result.source];
        if (receipt.project) {
            const auto& project = plan.projects[receipt.project->value];
            const auto place = std::find_if(
                project.funding.begin(), project.funding.end(),
                [&](const FundingPlan& funding) { return funding.source == result.source; });
            const bool build_found_the_row = place != project.funding.end();
            COFFER_EXPECT(build_found_the_row);
            result.tied = source.holds_tied = plan.ties_receipts = true;
            result.row =
                project.first_row + static_cast<std::size_t>(place - project.funding.begin());
        }
        source.receipts.push_back(plan.receipts.size());
        plan.receipts.push_back(std::move(result));
    }
}

/// What minimum capital means for drawings.
void add_capital_rules(const model::Model& model, Plan& plan) {
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        auto& project = plan.projects[p];
        bool waits = false;
        for (auto& funding : project.funding) {
            const auto& source = model.sources[funding.source];
            funding.counts_as_capital = source.counts_as_capital;
            funding.capital_first = source.capital_first && !project.minimum_capital.empty();
            waits = waits || funding.capital_first;
        }
        const bool bars = model.projects[p].bars_debt && !project.minimum_capital.empty();
        project.guards_capital = project.total > 0.0 && (bars || waits);
        if (!project.guards_capital) continue;
        project.spent_before = round_fen(project.spent_start * project.total);
        project.capital = project.minimum_capital;
        for (const double share : model.projects[p].minimum_capital) {
            if (bars) project.other_share.push_back(1.0 - share);
        }
    }
}

/// What limits bonds and what their idle money earns.
void add_bond_rules(const model::Source& source, Plan& plan, SourcePlan& result) {
    const auto months = static_cast<std::size_t>(plan.months);
    result.monthly_deposit_rate = source.deposit_rate.per_year / 12.0;
    plan.earns_deposit_rate = plan.earns_deposit_rate || source.deposit_rate.per_year > 0.0;
    result.carries_quota = source.carries_quota;
    result.carry_years = source.carry_years;
    if (source.carry_years) {
        result.arrived_column = plan.arrived_columns;
        plan.arrived_columns += static_cast<std::size_t>(*source.carry_years);
    }
    for (std::size_t month = 0; month < months && !source.unlimited; ++month) {
        result.window.push_back(source.arrival.profile[month % 12] > 0.0 ? 1 : 0);
    }
}

/// A balance for each project that may draw on a loan whose interest is capitalised.
void add_construction_loans(const model::Model& model, Plan& plan) {
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        auto& project = plan.projects[p];
        for (std::size_t i = 0; i < project.funding.size(); ++i) {
            auto& funding = project.funding[i];
            funding.capitalises = model.sources[funding.source].capitalises_interest;
            if (funding.capitalises) {
                plan.construction_loans.push_back({p, funding.source, project.first_row + i});
                plan.capitalises = true;
            }
        }
    }
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

/// What else the category of the line just added means.
void add_kind(const model::ExpenditureLine& line, Plan& plan) {
    using Category = model::ExpenditureLine::Category;
    auto& added = plan.expenditure.back();
    added.rank = line.rank;
    added.contracted = line.category == Category::contracted;
    added.remittance = line.category == Category::remittance;
    const auto group = [&plan](std::size_t& at, const std::vector<Slot>& slots) {
        if (at != no_slot) return;
        at = plan.slots.size();
        plan.slots.insert(plan.slots.end(), slots.begin(), slots.end());
    };
    if (added.contracted) {
        plan.owes_suppliers = true;
        group(plan.optional_slots.payables, {{model::Indicator::payables, "total"},
                                             {model::Indicator::payables, "suppliers"},
                                             {model::Indicator::payables, "three_guarantees"}});
    }
    if (added.remittance) {
        plan.remits = true;
        group(plan.optional_slots.remittance, {{model::Indicator::remittance, "total"}});
    }
}

/// A payment without a class serves those that no other of its step names.
void add_waterfall(const model::Model& model, Plan& plan) {
    const auto& payments = model.treasury.waterfall;
    for (const auto& payment : payments) {
        PaymentPlan result;
        result.step = payment.step;
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            const auto named = [&](const model::WaterfallPayment& other) {
                return other.step == payment.step && other.debt_class &&
                       static_cast<std::size_t>(*other.debt_class) == c;
            };
            const bool serves = payment.debt_class
                                    ? named(payment)
                                    : std::none_of(payments.begin(), payments.end(), named);
            if (plan.class_used[c] && serves) result.classes.push_back(c);
        }
        plan.waterfall.push_back(std::move(result));
    }
}

}  // namespace

std::optional<Plan> compile(const model::Model& model, Diagnostics& diagnostics) {
    // What follows takes every index and every length for right.
    if (const Diagnostics wrong = model::validate(model); wrong.has_errors()) {
        diagnostics.append(wrong);
        return std::nullopt;
    }
    Plan plan;
    plan.id = model.id;
    plan.name = model.name;
    plan.first_year = model.first_year;
    plan.start = model.start();
    plan.years = model.years;
    plan.months = model.months();
    plan.correlation_factor = model.correlation_factor;
    plan.tiers = model.tiers;
    plan.cash_floor = static_cast<double>(model.treasury.cash_floor.fen());
    plan.monthly_penalty = model.treasury.penalty_rate.per_year / 12.0;
    for (std::size_t account = 0; account < model::account_count; ++account) {
        plan.opening_cash[account] = static_cast<double>(model.treasury.opening[account].fen());
    }
    if (model.base_year.fai) plan.base_fai = static_cast<double>(model.base_year.fai->fen());
    if (model.base_year.general_revenue) {
        plan.base_general_revenue = static_cast<double>(model.base_year.general_revenue->fen());
    }
    if (model.budget.general_revenue) {
        for (const auto& budget : *model.budget.general_revenue) {
            plan.general_revenue_budget.push_back(static_cast<double>(budget.fen()));
        }
    }
    if (model.economy.gdp) {
        plan.base_gdp = static_cast<double>(model.economy.gdp->fen());
        plan.gdp_driver = model.economy.gdp_driver->value;
        plan.gdp_new_output_share = model.economy.gdp_new_output_share;
    }

    plan.drivers_stream = model.drivers_stream;
    if (model.crisis) {
        plan.crisis_entry = model.crisis->entry;
        plan.crisis_exit = model.crisis->exit;
    }
    std::vector<std::vector<double>> mean_index;
    for (const auto& driver : model.drivers) {
        plan.drivers.push_back(compile_driver(driver, plan.months));
        plan.draws_drift = plan.draws_drift || driver.history_years > 0.0;
        plan.heavy_tails = plan.heavy_tails || driver.degrees_of_freedom.has_value();
        plan.spillovers = plan.spillovers || !driver.spillovers.empty();
        mean_index.push_back(mean_log_index(plan.drivers.back(), plan.months));
    }
    add_shocks(model, plan);
    DistributionCompiler distributions;
    const auto flow = [&](const model::Flow& f) {
        FlowPlan result = compile_flow(f, plan.months, mean_index);
        add_luck(f, plan, result);
        return result;
    };
    if (model.economy.gdp) {
        model::Flow gdp;
        gdp.annual.assign(static_cast<std::size_t>(plan.years), *model.economy.gdp);
        gdp.profile = model::even_months();
        gdp.sensitivities = {{*model.economy.gdp_driver, 1.0}};
        plan.gdp = flow(gdp);
    }

    if (model.project_policy.cost_driver) {
        plan.has_cost_driver = true;
        plan.cost_driver = model.project_policy.cost_driver->value;
        plan.cost_steps = monthly_prices(plan.drivers[plan.cost_driver], plan.months);
    }
    plan.suspension_threshold = model.project_policy.suspension_threshold;
    plan.suspension_after = model.project_policy.suspension_after_months;
    plan.suspension_pause = model.project_policy.suspension_pause_months;
    plan.restart_cost = model.project_policy.restart_cost;
    plan.restart_months = model.project_policy.restart_months;
    plan.cancellation_hazard = model.project_policy.cancellation_hazard;

    plan.slots = make_slots(model);
    plan.optional_slots.budget =
        find_slot(plan.slots, model::Indicator::general_revenue_execution, "total");
    plan.optional_slots.gdp = find_slot(plan.slots, model::Indicator::gdp_growth, "total");
    plan.optional_slots.funnels =
        find_slot(plan.slots, model::Indicator::investment_attracted, "total");
    const auto planned_share = add_projects(model, plan, distributions, diagnostics);
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        fill_fundable(model, model.projects[i], plan, plan.projects[i]);
    }
    add_fai(model, planned_share, plan);
    for (const auto& pipeline : model.pipelines) {
        plan.pipelines.emplace_back();
        fill_fundable(model, pipeline, plan, plan.pipelines.back());
        plan.pipelines.back().need = flow(pipeline.need);
    }
    order_allocation(plan);

    for (auto& service : plan.fixed_service) {
        service.interest.assign(static_cast<std::size_t>(plan.months), 0.0);
        service.principal.assign(static_cast<std::size_t>(plan.months), 0.0);
        service.capitalised.assign(static_cast<std::size_t>(plan.months), 0.0);
    }
    for (const auto& refinancing : model.refinancing) {
        add_refinancing(refinancing, plan);
    }
    add_coverages(model, plan);
    for (std::size_t i = 0; i < model.debt.size(); ++i) {
        plan.class_used[static_cast<std::size_t>(model.debt[i].debt_class)] = true;
        add_instrument(model.debt[i], coverage_of_instrument(model, i), plan);
    }
    for (const auto& limit : model.debt_limits) {
        auto& by_class = plan.debt_limit[static_cast<std::size_t>(limit.debt_class)];
        for (std::size_t month = 0; month < static_cast<std::size_t>(plan.months); ++month) {
            by_class.push_back(static_cast<double>(limit.limit[month / 12].fen()));
        }
        plan.limits_debt = true;
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
            result.debt = compile_terms(*source.debt, plan);
            const auto debt_class = debt_class_of(source.kind);
            plan.class_used[static_cast<std::size_t>(debt_class)] = true;
            add_floating_issues(source.id, static_cast<std::size_t>(debt_class), *source.debt, plan,
                                result.debt);
        }
        if (!source.deficit_share.empty()) {
            result.deficit_share = by_month(source.deficit_share, plan.months);
            plan.covers_deficit = true;
        }
        add_bond_rules(source, plan, result);
        if (model::lies_in_treasury(source.kind) && !source.unlimited) {
            plan.treasury_pools.push_back(plan.sources.size());
        }
        plan.sources.push_back(std::move(result));
    }
    add_receipts(model, plan, distributions);
    add_construction_loans(model, plan);
    add_capital_rules(model, plan);
    add_financing_slots(plan);
    add_waterfall(model, plan);
    for (const auto& project : plan.projects) {
        for (std::size_t i = 0; i < project.funding.size(); ++i) {
            plan.sources[project.funding[i].source].funding_rows.push_back(project.first_row + i);
        }
    }
    for (const auto& funnel : model.funnels) {
        FunnelPlan result;
        result.id = funnel.id;
        result.name = funnel.name;
        result.stream = funnel.stream;
        result.initial = funnel.initial;
        result.new_prospects = funnel.new_prospects;
        for (std::size_t s = 0; s < model::funnel_steps; ++s) {
            result.leaving.emplace_back(1.0 / funnel.months[s], model::most_prospects);
            result.going_on.emplace_back(funnel.probability[s], model::most_prospects);
        }
        result.investment = static_cast<double>(funnel.investment.fen());
        if (funnel.source) result.source = funnel.source->value;
        result.own_slots = slots_of_funnel(plan.slots, funnel.id);
        plan.funnels.push_back(std::move(result));
    }
    for (const auto& line : model.revenue) {
        plan.revenue.push_back({line.id, line.account,
                                line.category == model::RevenueLine::Category::transfer,
                                line.platform, flow(line.flow),
                                find_slot(plan.slots, model::Indicator::general_revenue,
                                          "district:" + line.district)});
    }
    for (const auto& taxpayer : model.taxpayers) {
        plan.taxpayers.push_back({taxpayer.id,
                                  find_slot(plan.slots, model::Indicator::general_revenue,
                                            "district:" + taxpayer.district),
                                  flow(taxpayer.output),
                                  taxpayer.tax_rate * taxpayer.retained_share,
                                  taxpayer.outage_hazard, taxpayer.outage_loss,
                                  distributions(taxpayer.outage_duration)});
    }
    for (const auto& line : model.expenditure) {
        plan.expenditure.push_back(
            {line.id, line.account,
             line.category == model::ExpenditureLine::Category::three_guarantees,
             line.category == model::ExpenditureLine::Category::platform_subsidy, flow(line.flow)});
        add_kind(line, plan);
    }
    add_debt_rules(model, plan);
    add_yields(model, flow, plan);
    add_revenue_shares(model, flow, plan);
    link_coverages(model, plan);
    add_bond_rights(model, plan);
    add_reserves(model, plan);
    for (const auto& series : model.economic_series) {
        const auto dimension = "series:" + series.id;
        plan.economic_series.push_back(
            {series.id, series.name, flow(series.flow),
             static_cast<double>(series.flow.annual.front().fen()), series.new_output_share,
             find_slot(plan.slots, model::Indicator::economy, dimension),
             find_slot(plan.slots, model::Indicator::economy_growth, dimension)});
    }
    finish_shocks(plan);
    add_known(model, plan);
    add_targets(model, plan);
    for (auto& slot : plan.slots) slot.unit = model::info(slot.indicator).unit;
    find_timed_projects(plan);
    if (diagnostics.has_errors()) return std::nullopt;
    return plan;
}

}  // namespace coffer::plan
