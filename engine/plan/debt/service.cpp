#include "debt/service.hpp"

#include <algorithm>
#include <utility>

#include "coffer/base/contract.hpp"
#include "coffer/model/names.hpp"
#include "debt/contract_schedule.hpp"
#include "debt/coverage.hpp"
#include "debt/refinancing_rights.hpp"
#include "figures/slots.hpp"

namespace coffer::plan {

namespace {

using Repayment = model::LoanTerms::Repayment;

/// The first month of the plan, in months since January of the year 0.
int plan_begin(const Plan& plan) { return 12 * plan.start.year + plan.start.month - 1; }

Date date_of(const model::ContractDay& day, const Plan& plan) {
    return {plan_begin(plan) + day.month, day.day};
}

std::optional<model::PaymentHoliday> shifted(std::optional<model::PaymentHoliday> holiday,
                                             int months) {
    if (holiday) {
        holiday->from += months;
        holiday->to += months;
    }
    return holiday;
}

/// The day from which interest of the first payment in the plan is counted: that of the payment
/// before it, or of issue where that is later.
Date start_of(const Contract& contract, const model::Instrument& instrument, const Plan& plan) {
    const int begin = plan_begin(plan);
    const bool at_maturity = instrument.loan.interest_at_maturity;
    if (at_maturity) return contract.issued;
    const int period = instrument.loan.interest_period();
    Date day = contract.anchor;
    while (day.months >= begin) day = day.after(-period);
    while (day.after(period).months < begin) day = day.after(period);
    if (contract.first && day < *contract.first) {
        // No payment yet: from issue, or for a period of the usual length.
        return instrument.issued ? contract.issued : contract.first->after(-period);
    }
    return instrument.issued && day < contract.issued ? contract.issued : day;
}

ContractSchedule schedule_of(const model::Instrument& instrument, const Plan& plan) {
    Contract contract;
    const int begin = plan_begin(plan);
    contract.loan = &instrument.loan;
    contract.plan_begin = begin;
    contract.end = {begin + instrument.maturity, instrument.payment_day};
    contract.anchor = contract.end;
    if (instrument.first_payment) {
        contract.first = date_of(*instrument.first_payment, plan);
        contract.anchor = *contract.first;
    }
    // Without a date of issue no rule asks for it.
    contract.issued = instrument.issued ? date_of(*instrument.issued, plan) : contract.end;
    contract.start = start_of(contract, instrument, plan);
    contract.principal_from = begin + std::max(0, instrument.principal_from);
    contract.holiday = shifted(instrument.loan.holiday, begin);
    const auto outstanding = static_cast<double>(instrument.principal.fen());
    for (const auto& [month, principal] : instrument.schedule) {
        // Of nothing there are no shares.
        if (outstanding == 0.0) break;
        contract.redemption.emplace_back(begin + month,
                                         static_cast<double>(principal.fen()) / outstanding);
    }
    if (instrument.loan.rate_driver) {
        contract.reset_months = instrument.reset_months;
        contract.resets_at_month_begin =
            !instrument.first_reset || instrument.first_reset->day == 0;
        // A month stands for its beginning, the last day of the month before.
        const Date first =
            instrument.first_reset ? date_of(*instrument.first_reset, plan) : Date{begin, 0};
        contract.first_reset = contract.resets_at_month_begin ? Date{first.months - 1, 0} : first;
    }
    return make_schedule(contract, begin, plan.months);
}

model::Dimension debt_of(const model::Instrument& instrument) {
    return {model::Dimension::Kind::instrument, instrument.id};
}

/// The slot of the instrument's own service, where a target asks for it.
std::size_t service_slot(const model::Instrument& instrument, const Plan& plan) {
    return find_slot(plan.slots, model::Indicator::debt_service, debt_of(instrument));
}

void add_fixed(const model::Instrument& instrument, std::size_t coverage, Plan& plan) {
    const auto years = static_cast<std::size_t>(plan.years);
    InstrumentService own{debt_of(instrument).text(), {}, {}};
    own.interest.assign(years, 0.0);
    own.principal.assign(years, 0.0);
    auto& service = plan.fixed_service[static_cast<std::size_t>(instrument.debt_class)];
    const ContractSchedule schedule = schedule_of(instrument, plan);
    const std::size_t right = right_of(instrument, plan);
    const double rate = instrument.loan.rate.per_year;
    double face = static_cast<double>(instrument.principal.fen());
    double balance = face, counted = 0.0, owed = 0.0, part = 0.0;
    for (const auto& step : schedule.steps) {
        double interest = 0.0, principal = 0.0, capitalised = 0.0;
        take_step<1>(step, schedule.payments_per_year, &rate,
                     {&balance, &face, &counted, &owed, &part}, &interest, &principal,
                     &capitalised);
        const auto month = static_cast<std::size_t>(step.month);
        service.interest[month] += interest;
        service.principal[month] += principal;
        service.capitalised[month] += capitalised;
        if (coverage != nowhere) {
            plan.coverages[coverage].service[month / 12] += interest + principal;
        }
        own.interest[month / 12] += interest;
        own.principal[month / 12] += principal;
        if (right != class_right) plan.refinancing_rights[right].principal[month] += principal;
    }
    if (const auto slot = service_slot(instrument, plan); slot != no_slot) {
        WatchedService watched{slot, own.interest};
        for (std::size_t y = 0; y < years; ++y) watched.by_year[y] += own.principal[y];
        plan.watched_service.push_back(std::move(watched));
    }
    plan.instrument_service.push_back(std::move(own));
}

void index_steps(FloatingInstrument& floating, int months) {
    const auto& steps = floating.schedule.steps;
    for (int month = 0; month <= months; ++month) {
        const auto first =
            std::find_if(steps.begin(), steps.end(),
                         [month](const ContractStep& step) { return step.month >= month; });
        floating.first_step.push_back(static_cast<std::size_t>(first - steps.begin()));
    }
}

void add_floating(const model::Instrument& instrument, std::size_t driver, std::size_t coverage,
                  Plan& plan) {
    FloatingInstrument floating;
    floating.debt = debt_of(instrument).text();
    floating.debt_class = static_cast<std::size_t>(instrument.debt_class);
    floating.principal = static_cast<double>(instrument.principal.fen());
    floating.driver = driver;
    floating.spread = instrument.loan.rate.per_year;
    floating.rate_floor = instrument.loan.rate_floor.value_or(no_floor);
    floating.current_rate = instrument.current_rate;
    floating.right = right_of(instrument, plan);
    floating.coverage = coverage;
    floating.service_slot = service_slot(instrument, plan);
    floating.schedule = schedule_of(instrument, plan);
    index_steps(floating, plan.months);
    plan.floating.push_back(std::move(floating));
}

bool capitalises(const model::LoanTerms& loan) {
    return loan.holiday && loan.holiday->stops_interest &&
           loan.holiday->interest == model::PaymentHoliday::Interest::capitalised;
}

/// Whether two months of issue may have different schedules.
bool follows_calendar(const model::NewDebtTerms& terms) {
    return terms.loan.day_count != DayCount::months || terms.payment_month != 0 ||
           terms.loan.repayment == Repayment::declining;
}

/// The day from which payments are counted whole periods: the issue, or its day in the calendar
/// month of a payment.
Date anchor_of(const model::NewDebtTerms& terms, Date issued) {
    if (terms.payment_month == 0) return issued;
    const int month = issued.months - issued.months % 12 + terms.payment_month - 1;
    return {month, issued.day};
}

ContractSchedule schedule_of(const model::NewDebtTerms& terms, int tenor_months,
                             const std::vector<double>& balance_share, int issue_month,
                             const Plan& plan) {
    Contract contract;
    const int begin = plan_begin(plan);
    contract.loan = &terms.loan;
    contract.plan_begin = begin;
    contract.issued = contract.start = {begin + issue_month, terms.issue_day};
    contract.end = contract.start.after(tenor_months);
    contract.anchor = anchor_of(terms, contract.issued);
    // A limited life may leave fewer payments than the grace has; the last one repays.
    const int grace = terms.grace_payments * terms.loan.principal_period();
    contract.principal_from = contract.start.months + std::min(grace + 1, tenor_months);
    contract.holiday = shifted(terms.loan.holiday, contract.start.months);
    for (std::size_t year = 0; year < terms.redemption.size(); ++year) {
        const int month = 12 * static_cast<int>(year + 1);
        if (terms.redemption[year] == 0.0 || month >= tenor_months) continue;
        contract.redemption.emplace_back(contract.start.months + month, terms.redemption[year]);
    }
    if (!balance_share.empty()) contract.balance_share = &balance_share;
    if (terms.reset_months > 0) {
        contract.reset_months = terms.reset_months;
        contract.first_reset = contract.start.after(terms.reset_months);
    }
    return make_schedule(contract, contract.start.months, plan.months - issue_month);
}

}  // namespace

std::vector<double> by_month(const model::YearSeries& series, int months) {
    std::vector<double> result;
    for (int month = 0; month < months; ++month) {
        result.push_back(series[static_cast<std::size_t>(month / 12)]);
    }
    return result;
}

std::size_t add_schedule(const model::NewDebtTerms& terms, int tenor_months, int issue_month,
                         const Plan& plan, DebtTermsPlan& to) {
    std::vector<double> balance_share;
    if (!terms.repayment_share.empty())
        balance_share = by_month(terms.repayment_share, plan.months);
    to.schedules.push_back(schedule_of(terms, tenor_months, balance_share, issue_month, plan));
    return to.schedules.size() - 1;
}

DebtTermsPlan compile_terms(const model::Dimension& debt, const model::NewDebtTerms& terms,
                            Plan& plan) {
    DebtTermsPlan result;
    const std::size_t slot = find_slot(plan.slots, model::Indicator::debt_service, debt);
    result.debt = debt.text();
    if (slot != no_slot) {
        const auto found = std::find(plan.kept_service.begin(), plan.kept_service.end(), slot);
        result.kept = static_cast<std::size_t>(found - plan.kept_service.begin());
        if (found == plan.kept_service.end()) plan.kept_service.push_back(slot);
    }
    result.has_driver = terms.loan.rate_driver.has_value();
    if (result.has_driver) result.driver = terms.loan.rate_driver->value;
    result.rate = terms.loan.rate.per_year;
    result.rate_floor = terms.loan.rate_floor.value_or(no_floor);
    result.net_share = terms.issue_price - terms.issue_fee;
    plan.costs_issue = plan.costs_issue || result.net_share != 1.0;
    result.tenor_months = terms.tenor_months;
    result.principal_period = terms.loan.principal_period();
    for (int month = -1; month < plan.months; ++month) {
        const bool new_one = result.schedules.empty() || follows_calendar(terms);
        result.by_month.push_back(
            new_one ? add_schedule(terms, result.tenor_months, month, plan, result) : 0);
    }
    double years = 0.0;
    for (int month = 0; month <= plan.months; ++month) {
        result.years_at.push_back(years);
        const Date end{plan_begin(plan) + month, 0};
        years += year_fraction(terms.loan.day_count, end.after(-1), end, {end, 1});
    }
    if (capitalises(terms.loan)) plan.new_debt_capitalises = plan.capitalises = true;
    return result;
}

void add_floating_issues(std::size_t debt_class, const model::NewDebtTerms& terms, Plan& plan,
                         DebtTermsPlan& to) {
    if (terms.reset_months == 0) return;
    for (int month = 0; month < plan.months; ++month) {
        FloatingInstrument floating;
        floating.debt = to.debt;
        if (to.kept != nowhere) floating.service_slot = plan.kept_service[to.kept];
        floating.debt_class = debt_class;
        floating.issued = month;
        floating.driver = to.driver;
        floating.spread = to.rate;
        floating.rate_floor = to.rate_floor;
        floating.schedule = to.schedule(month);
        for (auto& step : floating.schedule.steps) step.month += month;
        index_steps(floating, plan.months);
        to.floating.push_back(plan.floating.size());
        plan.floating.push_back(std::move(floating));
    }
}

void add_refinancing(const model::Refinancing& refinancing, Plan& plan) {
    RefinancingPlan result;
    result.debt_class = static_cast<std::size_t>(refinancing.debt_class);
    result.new_class = static_cast<std::size_t>(refinancing.new_class());
    result.share = by_month(refinancing.share, plan.months);
    result.terms = compile_terms(
        {model::Dimension::Kind::refinancing, model::debt_class_names[result.new_class]},
        refinancing.terms, plan);
    if (refinancing.quota) {
        plan.refinancing_quotas = true;
        for (const Money amount : *refinancing.quota) {
            result.quota.push_back(static_cast<double>(amount.fen()));
        }
    }
    plan.class_used[result.new_class] = true;
    plan.changes_class = plan.changes_class || result.new_class != result.debt_class;
    plan.refinancing_of[result.debt_class].push_back(plan.refinancing.size());
    plan.refinancing.push_back(std::move(result));
}

void add_instrument(const model::Instrument& instrument, std::size_t coverage, Plan& plan) {
    const auto debt_class = static_cast<std::size_t>(instrument.debt_class);
    plan.opening_debt[debt_class] += static_cast<double>(instrument.principal.fen());
    plan.capitalises = plan.capitalises || capitalises(instrument.loan);
    if (instrument.loan.rate_driver) {
        add_floating(instrument, instrument.loan.rate_driver->value, coverage, plan);
    } else {
        add_fixed(instrument, coverage, plan);
    }
}

void add_debt(const model::Model& model, Plan& plan) {
    plan.tiers = model.tiers;
    plan.monthly_penalty = model.treasury.penalty_rate.per_year / 12.0;
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
}

}  // namespace coffer::plan
