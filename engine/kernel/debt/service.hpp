#pragma once
// What debt owes: the service of new debt written down when it is issued, what falls due in a
// month, and its refinancing (docs/model.md section 5).
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/plan/amortisation.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "debt/issue.hpp"
#include "debt/market.hpp"
#include "debt/restructuring.hpp"

namespace coffer::kernel {

template <int width>
struct DebtState {
    // By class.
    Table<width> debt, due_interest, due_principal, interest_arrears, principal_arrears;
    /// Column debt_class * months + month: what new debt pays then. Emptied when it falls due.
    Table<width> ladder_interest, ladder_principal;
    Table<width> due_capitalised, ladder_capitalised;  ///< interest that joins its debt
    /// A floating loan between two steps of its contract (plan::ContractLanes), and its rate.
    Table<width> floating_balance, floating_face, floating_counted, floating_owed, floating_part,
        floating_rate, floating_margin;
    Table<width> refinancing_quota;  ///< what is left of the year's, by way to refinance
    Table<width> due_by_right, ladder_by_right;  ///< principal with refinancing rights of its own
    /// Bonds of projects: income and cost so far, service so far, and by year to come.
    Table<width> coverage_income, coverage_cost, coverage_service, coverage_due;
    Table<width> kept_due;  ///< service of new debts that is asked for, by debt and year

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        const auto months = static_cast<std::size_t>(plan.months);
        const std::size_t coverages = plan.coverages.size();
        layout.zeroed({&debt, &due_interest, &due_principal, &interest_arrears, &principal_arrears,
                       &due_capitalised},
                      model::debt_class_count);
        layout.zeroed({&floating_balance, &floating_face, &floating_counted, &floating_owed,
                       &floating_part, &floating_rate, &floating_margin},
                      plan.floating.size());
        layout.zeroed({&due_by_right}, plan.refinancing_rights.size());
        layout.zeroed({&refinancing_quota}, plan.refinancing_quotas ? plan.refinancing.size() : 0);
        layout.zeroed({&coverage_income, &coverage_cost, &coverage_service}, coverages);
        layout.zeroed({&coverage_due}, coverages * static_cast<std::size_t>(plan.years));
        layout.zeroed({&kept_due}, plan.kept_service.size() * static_cast<std::size_t>(plan.years));
        // Empty again after the last month.
        layout.set_by_steps({&ladder_interest, &ladder_principal}, plan.ladders * months);
        layout.set_by_steps({&ladder_capitalised},
                            plan.new_debt_capitalises ? plan.ladders * months : 0);
        layout.set_by_steps({&ladder_by_right}, plan.right_ladders);
    }
};

/// The rate at which new debt is issued this month.
template <int width, class Observer>
void issue_rates(Block<width, Observer>& block, const plan::DebtTermsPlan& terms, double* rates) {
    fill_lanes<width>(rates, terms.rate);
    if (terms.has_driver)
        add_lanes<width>(rates, lanes_of<width>(block.state.driver_value, terms.driver));
    if (block.plan.tier_rules) add_lanes<width>(rates, lanes_of<width>(block.state.tier_spread, 0));
    const double floor = terms.rate_floor;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double rate = rates[lane];
        rates[lane] = std::max(floor, rate);
    }
}

/// Interest or principal of a month, towards the coverage it counts for.
template <int width, class Observer>
void count_service(Block<width, Observer>& block, std::size_t coverage, int month,
                   const double* amounts) {
    if (coverage == plan::nowhere) return;
    const auto column = coverage * static_cast<std::size_t>(block.plan.years) +
                        static_cast<std::size_t>(month / 12);
    add_lanes<width>(lanes_of<width>(block.state.coverage_due, column), amounts);
}

/// The same, towards the service of one debt that is asked for.
template <int width, class Observer>
void keep_service(Block<width, Observer>& block, std::size_t kept, int month,
                  const double* amounts) {
    if (kept == plan::nowhere) return;
    const auto column =
        kept * static_cast<std::size_t>(block.plan.years) + static_cast<std::size_t>(month / 12);
    add_lanes<width>(lanes_of<width>(block.state.kept_due, column), amounts);
}

/// What is issued at a rate that is reset: the first until its first reset, with the margin of this
/// month for all later ones.
template <int width, class Observer>
void begin_floating(Block<width, Observer>& block, const plan::DebtTermsPlan& terms,
                    std::size_t instrument, const double* amounts) {
    auto& state = block.state;
    add_lanes<width>(lanes_of<width>(state.floating_balance, instrument), amounts);
    add_lanes<width>(lanes_of<width>(state.floating_face, instrument), amounts);
    issue_rates(block, terms, lanes_of<width>(state.floating_rate, instrument));
    if (!block.plan.tier_rules) return;
    double* margin = lanes_of<width>(state.floating_margin, instrument);
    const double* spread = lanes_of<width>(state.tier_spread, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) margin[lane] = terms.rate + spread[lane];
}

/// Writes the whole service of a new cohort into the ladder of its class, and its principal into
/// that of its right to be refinanced when that is not the class's: one cost at issue, none
/// afterwards, however many cohorts are alive. Payments beyond the plan are left out.
template <int width, class Observer>
void add_cohort(Block<width, Observer>& block, std::size_t debt_class,
                const plan::DebtTermsPlan& terms, const plan::ContractSchedule& schedule,
                std::size_t right, std::size_t coverage, const double* amounts) {
    if (random::flag_bits<width>(amounts) == 0) return;
    if (!terms.floating.empty()) {
        const auto at = static_cast<std::size_t>(block.month);
        return begin_floating(block, terms, terms.floating[at], amounts);
    }

    auto& state = block.state;
    const auto months = static_cast<std::size_t>(block.plan.months);
    double rates[width], balance[width], face[width], part[width], counted[width], owed[width];
    issue_rates(block, terms, rates);
    std::copy_n(amounts, width, balance);
    std::copy_n(amounts, width, face);
    fill_lanes<width>(counted, 0.0);
    fill_lanes<width>(owed, 0.0);
    const plan::ContractLanes at{balance, face, counted, owed, part};
    for (const auto& step : schedule.steps) {
        const int due = block.month + step.month;
        if (due >= block.plan.months) break;
        double interest[width], principal[width], capitalised[width];
        plan::take_step<width>(step, schedule.payments_per_year, rates, at, interest, principal,
                               capitalised);
        if constexpr (Observer::enabled) {
            block.observer.due(due, terms.debt, interest[0], principal[0]);
        }
        const auto column = debt_class * months + static_cast<std::size_t>(due);
        add_lanes<width>(lanes_of<width>(state.ladder_interest, column), interest);
        count_service(block, coverage, due, interest);
        count_service(block, coverage, due, principal);
        keep_service(block, terms.kept, due, interest);
        keep_service(block, terms.kept, due, principal);
        if (step.interest == plan::InterestRule::capitalise) {
            add_lanes<width>(lanes_of<width>(state.ladder_capitalised, column), capitalised);
        }
        if (step.principal == plan::PrincipalRule::none) continue;
        add_lanes<width>(lanes_of<width>(state.ladder_principal, column), principal);
        if (right == plan::class_right) continue;
        const auto& apart = block.plan.refinancing_rights[right];
        if (due < apart.from) continue;
        add_lanes<width>(lanes_of<width>(state.ladder_by_right, apart.column(due)), principal);
    }
}

/// Books new debt of a source and schedules its service.
template <int width, class Observer>
void issue_debt(Block<width, Observer>& block, const plan::SourcePlan& source,
                const double* amounts, std::string_view kind) {
    const auto debt_class = static_cast<std::size_t>(plan::debt_class_of(source.kind));
    add_lanes<width>(lanes_of<width>(block.state.debt, debt_class), amounts);
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::debt, debt_class}, std::string(kind) + source.id, amounts[0]);
    }
    const std::size_t right = source.rights.empty()
                                  ? plan::class_right
                                  : source.rights[static_cast<std::size_t>(block.month)];
    add_cohort(block, debt_class, source.debt, source.debt.schedule(block.month), right,
               source.coverage, amounts);
}

/// Floating instruments: this month's rate, interest and principal.
template <int width, class Observer>
void floating_service(Block<width, Observer>& block) {
    auto& state = block.state;
    const auto month = static_cast<std::size_t>(block.month);
    for (std::size_t i = 0; i < block.plan.floating.size(); ++i) {
        const auto& loan = block.plan.floating[i];
        if (loan.issued >= block.month) continue;
        double* rate = lanes_of<width>(state.floating_rate, i);
        const double* margin = lanes_of<width>(state.floating_margin, i);
        const auto set_rate = [&] {
            const double* value = lanes_of<width>(state.driver_value, loan.driver);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                rate[lane] = std::max(loan.rate_floor, value[lane] + margin[lane]);
            }
        };
        if (month == 0) {
            set_rate();
            if (loan.current_rate) fill_lanes<width>(rate, *loan.current_rate);
        }
        const plan::ContractLanes at{
            lanes_of<width>(state.floating_balance, i), lanes_of<width>(state.floating_face, i),
            lanes_of<width>(state.floating_counted, i), lanes_of<width>(state.floating_owed, i),
            lanes_of<width>(state.floating_part, i)};
        for (std::size_t s = loan.first_step[month]; s < loan.first_step[month + 1]; ++s) {
            const auto& step = loan.schedule.steps[s];
            double interest[width], principal[width], capitalised[width];
            plan::take_step<width>(step, loan.schedule.payments_per_year, rate, at, interest,
                                   principal, capitalised);
            if (step.resets) set_rate();
            if constexpr (Observer::enabled) {
                block.observer.due(block.month, loan.debt, interest[0], principal[0]);
            }
            add_lanes<width>(lanes_of<width>(state.due_interest, loan.debt_class), interest);
            add_lanes<width>(lanes_of<width>(state.due_principal, loan.debt_class), principal);
            if (step.interest == plan::InterestRule::capitalise) {
                add_lanes<width>(lanes_of<width>(state.due_capitalised, loan.debt_class),
                                 capitalised);
            }
            count_service(block, loan.coverage, block.month, interest);
            count_service(block, loan.coverage, block.month, principal);
            if (loan.service_slot != plan::no_slot) {
                add_lanes<width>(lanes_of<width>(state.yearly, loan.service_slot), interest);
                add_lanes<width>(lanes_of<width>(state.yearly, loan.service_slot), principal);
            }
            if (loan.right != plan::class_right) {
                add_lanes<width>(lanes_of<width>(state.due_by_right, loan.right), principal);
            }
        }
    }
}

/// What a quota of the year, and the limit on another class that the debt moves into, leave of a
/// wanted replacement; it must be paid.
template <int width, class Observer>
void keep_within_quota(Block<width, Observer>& block, std::size_t way, double* rolled) {
    const auto& plan = block.plan;
    const auto& refinancing = plan.refinancing[way];
    const bool limited = refinancing.new_class != refinancing.debt_class &&
                         !plan.debt_limit[refinancing.new_class].empty();
    if (refinancing.quota.empty() && !limited) return;
    [[maybe_unused]] const double wanted = rolled[0];
    if (limited) {
        double room[width];
        room_below_limit(block, refinancing.new_class, room);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) rolled[lane] = std::min(rolled[lane], room[lane]);
    }
    if (!refinancing.quota.empty()) {
        double* left = lanes_of<width>(block.state.refinancing_quota, way);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            rolled[lane] = std::min(rolled[lane], left[lane]);
            left[lane] -= rolled[lane];
        }
    }
    if constexpr (Observer::enabled) {
        if (rolled[0] < wanted) {
            block.observer.event(block.month, model::debt_class_names[refinancing.debt_class],
                                 EventKind::refinancing_cut, CauseKind::quota_or_limit,
                                 (wanted - rolled[0]) / 100.0);
        }
    }
}

/// Replaces a share of maturing principal in one way, as far as the market, quotas and the
/// remaining life of its asset allow, by a cohort with the schedule at `place` of its terms and the
/// right `renewed`; what is replaced is taken off `left` and `principal`.
template <int width, class Observer>
void roll_over(Block<width, Observer>& block, std::size_t way, double share, std::size_t place,
               std::size_t renewed, const double* maturing, double* left, double* principal) {
    const auto& refinancing = block.plan.refinancing[way];
    const auto from = refinancing.debt_class;
    const auto into = refinancing.new_class;
    double rolled[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double wanted = round_fen(share * maturing[lane]);
        rolled[lane] = std::min(wanted, left[lane]);
    }
    const auto refused = [&] {
        return block.slot(block.plan.refusal_slots, plan::RefusalSlot::refinancing_refused);
    };
    if (block.plan.tier_rules) {
        refuse_while_closed(block, refused(), model::debt_class_names[from],
                            EventKind::refinancing_refused, rolled);
    }
    if (place == plan::nowhere) {
        add_lanes<width>(refused(), rolled);
        if constexpr (Observer::enabled) {
            if (rolled[0] > 0.0) {
                block.observer.event(block.month, model::debt_class_names[from],
                                     EventKind::refinancing_refused, CauseKind::no_remaining_life,
                                     rolled[0] / 100.0);
            }
        }
        return;
    }
    keep_within_quota(block, way, rolled);
    double repaid[width];
    std::copy_n(rolled, width, repaid);
    take_off_costs(block, refinancing.terms, repaid);
    double* old_debt = lanes_of<width>(block.state.debt, from);
    double* new_debt = lanes_of<width>(block.state.debt, into);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        principal[lane] -= repaid[lane];
        left[lane] -= repaid[lane];
        old_debt[lane] -= repaid[lane];
        new_debt[lane] += rolled[lane];
    }
    add_lanes<width>(block.slot(plan::YearSlot::refinanced), repaid);
    if (from != into) {
        add_lanes<width>(block.slot(block.plan.resolution_slots, plan::ResolutionSlot::refinanced),
                         repaid);
    }
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::debt, from}, "refinanced_out", -repaid[0]);
        record(block, {Book::Kind::debt, into}, "refinanced_in", rolled[0]);
    }
    add_cohort(block, into, refinancing.terms, refinancing.terms.schedules[place], renewed,
               plan::nowhere, rolled);
}

/// Replaces principal of one right, or of none, in all ways that its class has, by rank. A share
/// of its own takes the place of that of the first way and leaves nothing to the others.
template <int width, class Observer>
void replace_maturing(Block<width, Observer>& block, std::size_t debt_class,
                      const plan::RefinancingRightPlan* right, const double* maturing,
                      double* principal) {
    const auto& plan = block.plan;
    const auto month = static_cast<std::size_t>(block.month);
    const auto& ways = plan.refinancing_of[debt_class];
    const bool own_share = right != nullptr && !right->share.empty();
    double left[width];
    std::copy_n(maturing, width, left);
    for (std::size_t w = 0; w < (own_share ? 1 : ways.size()); ++w) {
        const auto& refinancing = plan.refinancing[ways[w]];
        const bool ends = right != nullptr && !right->schedules[w].empty();
        roll_over(block, ways[w], own_share ? right->share[month] : refinancing.share[month],
                  ends ? right->schedules[w][month] : refinancing.terms.by_month[month + 1],
                  right != nullptr ? right->renewed[w] : plan::class_right, maturing, left,
                  principal);
    }
}

/// Refinancing of a class: what has a right of its own by itself, then the rest.
template <int width, class Observer>
void refinance(Block<width, Observer>& block, std::size_t debt_class, double* principal) {
    const auto& plan = block.plan;
    double rest[width];
    std::copy_n(principal, width, rest);
    for (const std::size_t r : plan.rights_of[debt_class]) {
        const auto& right = plan.refinancing_rights[r];
        if (block.month < right.from) continue;
        const double* maturing = lanes_of<width>(block.state.due_by_right, r);
        double any = 0.0;
        for (int lane = 0; lane < width; ++lane) {
            rest[lane] -= maturing[lane];
            any = std::max(any, maturing[lane]);
        }
        if (any == 0.0) continue;
        replace_maturing(block, debt_class, &right, maturing, principal);
    }
    replace_maturing(block, debt_class, nullptr, rest, principal);
}

/// January: the year's quotas of refinancing.
template <int width, class Observer>
void renew_quotas(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.refinancing_quotas || block.month % 12 != 0) return;
    for (std::size_t way = 0; way < plan.refinancing.size(); ++way) {
        if (plan.refinancing[way].quota.empty()) continue;
        fill_lanes<width>(lanes_of<width>(block.state.refinancing_quota, way),
                          plan.refinancing[way].quota[static_cast<std::size_t>(block.year())]);
    }
}

/// Interest that joins the debt it was counted on.
template <int width, class Observer>
void capitalise(Block<width, Observer>& block, std::size_t debt_class, const double* interest) {
    if (random::flag_bits<width>(interest) == 0) return;
    add_lanes<width>(lanes_of<width>(block.state.debt, debt_class), interest);
    add_lanes<width>(
        block.slot(block.plan.financing_slots, plan::FinancingSlot::capitalised_interest),
        interest);
    record(block, {Book::Kind::debt, debt_class}, "capitalised", interest[0]);
}

/// Interest below zero is the county's income: it enters the account that serves the class, and
/// nothing falls due.
template <int width, class Observer>
void receive_interest(Block<width, Observer>& block, std::size_t debt_class, double* interest) {
    double received[width];
    double most = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        received[lane] = std::max(0.0, -interest[lane]);
        most = std::max(most, received[lane]);
    }
    if (most == 0.0) return;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) interest[lane] += received[lane];
    const char* name = model::debt_class_names[debt_class];
    if (block.plan.platform && debt_class == static_cast<std::size_t>(model::DebtClass::platform)) {
        receive_platform(block, received, "negative_interest", name);
    } else {
        receive(block, block.plan.paying_accounts[debt_class].order[0], received,
                "negative_interest", name);
    }
}

/// docs/model.md section 6, step 4: penalty, what falls due, refinancing.
template <int width, class Observer>
void step_debt_service(Block<width, Observer>& block) {
    using plan::YearSlot;
    const auto& plan = block.plan;
    auto& state = block.state;
    const auto month = static_cast<std::size_t>(block.month);
    double* service_this_month = block.slot(plan::MonthSlot::debt_service);
    fill_lanes<width>(service_this_month, 0.0);
    renew_quotas(block);

    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (!plan.class_used[c]) continue;
        double* arrears = lanes_of<width>(state.interest_arrears, c);
        const double* principal_arrears = lanes_of<width>(state.principal_arrears, c);
        double penalty[width];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            penalty[lane] =
                round_fen((arrears[lane] + principal_arrears[lane]) * plan.monthly_penalty);
            arrears[lane] += penalty[lane];
        }
        record(block, {Book::Kind::arrears, c}, "penalty", penalty[0]);
        double* interest = lanes_of<width>(state.due_interest, c);
        double* principal = lanes_of<width>(state.due_principal, c);
        const auto column = c * static_cast<std::size_t>(plan.months) + month;
        double* ladder_interest = lanes_of<width>(state.ladder_interest, column);
        double* ladder_principal = lanes_of<width>(state.ladder_principal, column);
        const double fixed_interest = plan.fixed_service[c].interest[month];
        const double fixed_principal = plan.fixed_service[c].principal[month];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            interest[lane] = fixed_interest + ladder_interest[lane];
            principal[lane] = fixed_principal + ladder_principal[lane];
            ladder_interest[lane] = 0.0;
            ladder_principal[lane] = 0.0;
        }
        double* capitalised = lanes_of<width>(state.due_capitalised, c);
        fill_lanes<width>(capitalised, plan.fixed_service[c].capitalised[month]);
        if (!plan.new_debt_capitalises) continue;
        double* ladder_capitalised = lanes_of<width>(state.ladder_capitalised, column);
        add_lanes<width>(capitalised, ladder_capitalised);
        fill_lanes<width>(ladder_capitalised, 0.0);
    }
    for (std::size_t r = 0; r < plan.refinancing_rights.size(); ++r) {
        const auto& right = plan.refinancing_rights[r];
        if (block.month < right.from) continue;
        double* due = lanes_of<width>(state.due_by_right, r);
        double* ladder = lanes_of<width>(state.ladder_by_right, right.column(block.month));
        const double fixed = right.principal[month];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            due[lane] = fixed + ladder[lane];
            ladder[lane] = 0.0;
        }
    }
    floating_service(block);

    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (!plan.class_used[c]) continue;
        double* interest = lanes_of<width>(state.due_interest, c);
        double* principal = lanes_of<width>(state.due_principal, c);
        capitalise(block, c, lanes_of<width>(state.due_capitalised, c));
        add_lanes<width>(block.slot(YearSlot::interest), interest);
        add_lanes<width>(block.slot(YearSlot::principal), principal);
        count_interest(block, c, interest);
        add_lanes<width>(service_this_month, interest);
        add_lanes<width>(service_this_month, principal);
        if (c == static_cast<std::size_t>(model::DebtClass::special)) {
            double* service = block.slot(plan.coverage_slots, plan::CoverageSlot::special_coverage);
            add_lanes<width>(service, interest);
            add_lanes<width>(service, principal);
        }
        receive_interest(block, c, interest);
        if (!plan.refinancing_of[c].empty()) refinance(block, c, principal);
    }
    add_lanes<width>(block.slot(YearSlot::debt_service), service_this_month);
}

}  // namespace coffer::kernel
