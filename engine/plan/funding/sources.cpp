#include "funding/sources.hpp"

#include <algorithm>
#include <cmath>

#include "coffer/base/contract.hpp"
#include "coffer/base/money.hpp"
#include "debt/service.hpp"

namespace coffer::plan {

namespace {

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
    result.lapsed_to = source.lapsed_to;
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

}  // namespace

void add_sources(const model::Model& model, const FlowCompiler& flow,
                 DistributionCompiler& distributions, Plan& plan) {
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
            result.debt =
                compile_terms({model::Dimension::Kind::source, source.id}, *source.debt, plan);
            const auto debt_class = debt_class_of(source.kind);
            plan.class_used[static_cast<std::size_t>(debt_class)] = true;
            add_floating_issues(static_cast<std::size_t>(debt_class), *source.debt, plan,
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
    for (const auto& project : plan.projects) {
        for (std::size_t i = 0; i < project.funding.size(); ++i) {
            plan.sources[project.funding[i].source].funding_rows.push_back(project.first_row + i);
        }
    }
}

}  // namespace coffer::plan
