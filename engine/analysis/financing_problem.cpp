// From a plan to the money it asks for and the money there is.
#include <algorithm>
#include <cmath>

#include "coffer/analysis/structure.hpp"
#include "coffer/base/money.hpp"
#include "coffer/kernel/recorder.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/planned_spending.hpp"
#include "coffer/plan/sample.hpp"

namespace coffer::analysis {

namespace {

Fen whole(double fen) {
    return static_cast<Fen>(std::llround(std::clamp(fen, -largest_fen, largest_fen)));
}

/// On the reference path a flow is its expected amount: noise and drivers' deviations are 0.
std::vector<Fen> yearly(const plan::FlowPlan& flow, std::size_t years) {
    std::vector<Fen> result(years, 0);
    for (std::size_t month = 0; month < 12 * years; ++month) {
        result[month / 12] += whole(round_fen(flow.amount[month]));
    }
    return result;
}

/// What no indicator of every plan shows of the reference path: at the end of each year unpaid
/// three guarantees and advances, less the stabilisation fund; and what arrives in each pool in
/// each year, planned money and investors' apart.
class ReferenceBooks final : public kernel::Recorder {
  public:
    ReferenceBooks(std::size_t years, std::size_t sources)
        : owed(years, 0),
          arrivals(sources, std::vector<Fen>(years, 0)),
          investors(sources, std::vector<Fen>(years, 0)) {}

    void opening(int /*month*/, kernel::Book /*book*/, double /*fen*/) override {}
    void closing(int month, kernel::Book book, double fen) override {
        using Kind = kernel::Book::Kind;
        if (month % 12 != 11) return;
        auto& of_year = owed[static_cast<std::size_t>(month) / 12];
        if (book.kind == Kind::payables || book.kind == Kind::advances) of_year += whole(fen);
        if (book.kind == Kind::stabilisation) of_year -= whole(fen);
    }
    void flow(int month, kernel::Book book, kernel::FlowKind kind, const std::string& /*item*/,
              double fen) override {
        const auto year = static_cast<std::size_t>(month) / 12;
        if (kind == kernel::FlowKind::arrival) arrivals[book.index][year] += whole(fen);
        if (kind == kernel::FlowKind::investors) investors[book.index][year] += whole(fen);
    }
    void event(int /*month*/, const std::string& /*subject*/, kernel::EventKind /*kind*/,
               const kernel::Cause& /*cause*/, double /*amount*/) override {}

    std::vector<Fen> owed;
    std::vector<std::vector<Fen>> arrivals, investors;  ///< by source, plan year
};

struct ReferencePath {
    kernel::PathStore store;
    ReferenceBooks books;

    explicit ReferencePath(const plan::Plan& plan)
        : store(plan, 1, kernel::Detail::traced),
          books(static_cast<std::size_t>(plan.years), plan.sources.size()) {
        kernel::simulate_recorded(plan, kernel::Draws::at_median(), 0, books, store);
    }
};

/// What the treasury can pay for projects by the end of each year and still meet all mandatory
/// payments of that year and of every later one; cumulative.
std::vector<Fen> spare_cash(const plan::Plan& plan, const ReferencePath& reference) {
    using plan::YearSlot;
    const auto yuan = [&](YearSlot slot, int year) {
        return reference.store.yearly(
            0, kernel::PathStore::year_column(plan, static_cast<std::size_t>(slot), year));
    };
    const auto place = [&plan](model::WaterfallStep step) {
        return std::find_if(plan.waterfall.begin(), plan.waterfall.end(),
                            [step](const auto& payment) { return payment.step == step; });
    };
    // Steps of the waterfall behind the projects get what these leave, so what they took was
    // within the projects' reach.
    const bool other_waits =
        place(model::WaterfallStep::other) > std::max(place(model::WaterfallStep::running_projects),
                                                      place(model::WaterfallStep::new_projects));
    std::vector<Fen> spare;
    Fen spent = 0;
    for (int year = 0; year < plan.years; ++year) {
        spent += whole(100.0 * yuan(YearSlot::fiscal_project_spending, year));
        if (other_waits) {
            spent += whole(100.0 * (yuan(YearSlot::expenditure, year) -
                                    yuan(YearSlot::three_guarantees, year)));
        }
        spare.push_back(spent + whole(100.0 * yuan(YearSlot::cash, year)) - whole(plan.cash_floor) -
                        whole(100.0 * yuan(YearSlot::arrears, year)) -
                        reference.books.owed[static_cast<std::size_t>(year)]);
    }
    for (std::size_t year = spare.size(); year-- > 0;) {
        if (year + 1 < spare.size()) spare[year] = std::min(spare[year], spare[year + 1]);
        spare[year] = std::max<Fen>(spare[year], 0);
    }
    return spare;
}

/// The budget's authority to spend, as far as there is cash for it.
void limit_to_cash(Supply& supply, const std::vector<Fen>& spare) {
    Fen authority = 0, before = 0;
    for (std::size_t year = 0; year < supply.arrivals.size(); ++year) {
        authority += supply.arrivals[year];
        const Fen usable = std::min(authority, spare[year]);
        supply.short_of_cash |= usable < authority;
        supply.arrivals[year] = usable - before;
        before = usable;
    }
}

Claim claim_of(const plan::FundablePlan& fundable) {
    Claim claim;
    claim.id = fundable.id;
    claim.name = fundable.name;
    for (const auto& row : fundable.funding)
        claim.funding.push_back({row.source, row.cap, row.counts_as_capital});
    return claim;
}

Claim project_claim(const plan::Plan& plan, std::size_t index) {
    const auto& project = plan.projects[index];
    Claim claim = claim_of(project);
    if (!project.other_share.empty()) {
        claim.other_share =
            *std::max_element(project.other_share.begin(), project.other_share.end());
        claim.before = whole(project.spent_before);
    }
    const auto years = static_cast<std::size_t>(plan.years);
    const auto spent = plan::planned_spending(plan, index);
    claim.due.assign(years, 0);
    for (std::size_t year = 0; year < years; ++year) {
        claim.planned.push_back(whole(spent[year]) - (year > 0 ? whole(spent[year - 1]) : 0));
    }
    // Cumulative: what is paid for by the end of each year at the latest.
    for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
        const auto& stage = plan.stages[s];
        if (stage.deadline < 0 || stage.deadline >= plan.months) continue;
        // A deadline that the planned schedule misses is not lost for want of money.
        if (stage.planned_finish > stage.deadline + 1) continue;
        auto& by_then = claim.due[static_cast<std::size_t>(stage.deadline) / 12];
        by_then = std::max(by_then, whole(plan::planned_spending_to_stage(plan, s)));
    }
    claim.due.back() = whole(spent.back());
    Fen before = 0;
    for (auto& due : claim.due) {
        const Fen by_then = std::clamp(due, before, whole(spent.back()));
        due = by_then - before;
        before = by_then;
    }
    return claim;
}

/// A receipt that comes on the reference path is money of its source; one for a single project is a
/// source of its own that only this project may use.
void add_receipts(const plan::Plan& plan, FinancingProblem& problem) {
    for (const auto& receipt : plan.receipts) {
        const auto median = [](const plan::DistributionPlan& distribution) {
            return plan::sample(distribution, 0.5, 0.0);
        };
        const double month = receipt.month + std::floor(median(receipt.delay));
        if (receipt.probability <= 0.5 || month >= plan.months) continue;
        const auto year = static_cast<std::size_t>(month) / 12;
        const Fen amount = whole(round_fen(median(receipt.amount)));
        if (!receipt.tied) {
            problem.supplies[receipt.source].arrivals[year] += amount;
            continue;
        }
        Supply supply;
        supply.id = receipt.id;
        supply.name = receipt.name;
        supply.arrivals.assign(problem.years, 0);
        supply.arrivals[year] = amount;
        for (std::size_t i = 0; i < plan.allocation_order.size(); ++i) {
            const auto& ref = plan.allocation_order[i];
            if (ref.pipeline) continue;
            const auto& project = plan.projects[ref.index];
            if (receipt.row < project.first_row ||
                receipt.row >= project.first_row + project.funding.size()) {
                continue;
            }
            problem.claims[i].funding.push_back(
                {problem.supplies.size(), project.funding[receipt.row - project.first_row].cap,
                 project.funding[receipt.row - project.first_row].counts_as_capital});
        }
        problem.supplies.push_back(std::move(supply));
    }
}

/// Bonds under a limit bring in what can be issued below it on the reference path.
void limit_issues(const plan::Plan& plan, const ReferencePath& reference,
                  FinancingProblem& problem) {
    for (std::size_t i = 0; i < plan.sources.size(); ++i) {
        const auto kind = plan.sources[i].kind;
        const bool bond =
            kind == model::Source::Kind::special_bond || kind == model::Source::Kind::general_bond;
        const auto debt_class = static_cast<std::size_t>(plan::debt_class_of(kind));
        if (!bond || plan.debt_limit[debt_class].empty()) continue;
        problem.supplies[i].arrivals = reference.books.arrivals[i];
    }
}

FinancingProblem add_claims(const plan::Plan& plan, FinancingProblem problem) {
    for (const auto& ref : plan.allocation_order) {
        if (!ref.pipeline) {
            problem.claims.push_back(project_claim(plan, ref.index));
            continue;
        }
        Claim claim = claim_of(plan.pipelines[ref.index]);
        claim.pipeline = true;
        claim.planned = yearly(plan.pipelines[ref.index].need, problem.years);
        claim.due = claim.planned;
        problem.claims.push_back(std::move(claim));
    }
    add_receipts(plan, problem);
    return problem;
}

}  // namespace

FinancingProblem financing_problem(const plan::Plan& plan) {
    FinancingProblem problem;
    problem.years = static_cast<std::size_t>(plan.years);
    const ReferencePath reference(plan);
    std::size_t fiscal_sources = 0;
    for (const auto& source : plan.sources) {
        Supply supply;
        supply.id = source.id;
        supply.name = source.name;
        supply.unlimited = source.unlimited;
        supply.carry_years = source.carry_years;
        supply.fiscal = source.kind == model::Source::Kind::fiscal;
        supply.arrivals = source.unlimited ? std::vector<Fen>(problem.years, 0)
                                           : yearly(source.arrival, problem.years);
        const auto& investors = reference.books.investors[problem.supplies.size()];
        for (std::size_t year = 0; year < problem.years; ++year) {
            supply.arrivals[year] += investors[year];
        }
        if (supply.fiscal) ++fiscal_sources;
        problem.supplies.push_back(std::move(supply));
    }
    limit_issues(plan, reference, problem);
    if (fiscal_sources > 0) {
        const auto spare = spare_cash(plan, reference);
        for (auto& supply : problem.supplies) {
            if (supply.fiscal) limit_to_cash(supply, spare);
        }
        // One source cannot spend more than the treasury spares, several could.
        if (fiscal_sources > 1) problem.treasury = spare.back();
    }
    return add_claims(plan, std::move(problem));
}

}  // namespace coffer::analysis
