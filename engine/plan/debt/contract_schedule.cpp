#include "debt/contract_schedule.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace coffer::plan {
namespace {

using Repayment = model::LoanTerms::Repayment;
using Holiday = model::PaymentHoliday;

/// What happens on a day. `month` is when the plan sees it: a reset at the beginning of a month
/// counts up to the last day of the month before.
struct Event {
    Date date;
    int month = 0;
    bool pays_interest = false;
    bool repays = false;
    bool resets = false;
    double share = 0.0;
    std::optional<double> added_rate;
};

/// In time; on one day what is paid before what changes the rate for the month after.
using Events = std::map<std::pair<long, int>, Event>;

/// Of several days agreed on that are one day of a short month, the one entered first counts.
Event& on(Events& events, Date date, int month) {
    Event fresh;
    fresh.date = date;
    fresh.month = month;
    return events.try_emplace({day_number(date), month}, fresh).first->second;
}
Event& on(Events& events, Date date) { return on(events, date, date.months); }

/// Days whole periods away from the anchor, after the start and before the end, and the end.
std::vector<Date> payment_days(const Contract& contract, int period) {
    std::vector<Date> days;
    // A first payment may lie long before the plan: what was paid up to the start is past.
    const auto allowed = [&](Date date) {
        return contract.start < date && !(contract.first && date < *contract.first);
    };
    int steps = (contract.start.months - contract.anchor.months) / period - 1;
    for (;; ++steps) {
        const Date date = contract.anchor.after(steps * period);
        if (!(date < contract.end)) break;
        if (allowed(date)) days.push_back(date);
    }
    days.push_back(contract.end);
    return days;
}

bool stops(const std::optional<Holiday>& holiday, Date date, bool principal) {
    if (!holiday || date.months < holiday->from || date.months > holiday->to) return false;
    return principal ? holiday->stops_principal : holiday->stops_interest;
}

void enter_interest(const Contract& contract, Events& events) {
    if (contract.loan->interest_at_maturity) {
        on(events, contract.end).pays_interest = true;
        return;
    }
    for (const Date date : payment_days(contract, contract.loan->interest_period())) {
        on(events, date).pays_interest = true;
    }
}

/// Returns the days whose principal a holiday leaves out, in time.
std::vector<Date> enter_principal(const Contract& contract, Events& events) {
    std::vector<Date> missed;
    on(events, contract.end).repays = true;
    switch (contract.loan->repayment) {
        case Repayment::bullet:
            break;
        case Repayment::custom:
            for (const auto& [month, share] : contract.redemption) {
                Event& event = on(events, Date{month, contract.end.day});
                event.repays = true;
                event.share += share;
            }
            break;
        default:
            for (const Date date : payment_days(contract, contract.loan->principal_period())) {
                if (date.months < contract.principal_from) continue;
                if (date < contract.end && stops(contract.holiday, date, true)) {
                    missed.push_back(date);
                } else {
                    on(events, date).repays = true;
                }
            }
    }
    return missed;
}

/// The end of the regular period that an interest payment ends or, at maturity, is cut out of:
/// days counted forward from a first payment go on behind it.
Date regular_end(const Contract& contract, Date payment) {
    if (payment < contract.end || contract.loan->interest_at_maturity) return payment;
    const int period = contract.loan->interest_period();
    int steps = (payment.months - contract.anchor.months) / period - 1;
    while (contract.anchor.after(steps * period) < payment) ++steps;
    return contract.anchor.after(steps * period);
}

void enter_rates(const Contract& contract, Events& events) {
    const auto& steps = contract.loan->rate_steps;
    for (std::size_t year = 1; year < steps.size(); ++year) {
        const Date date = contract.issued.after(12 * static_cast<int>(year));
        if (steps[year] == steps[year - 1] || !(date < contract.end)) continue;
        if (contract.start < date) on(events, date).added_rate = steps[year];
    }
    if (!contract.first_reset) return;
    for (Date date = *contract.first_reset; date < contract.end;
         date = date.after(contract.reset_months)) {
        const int month = date.months + (contract.resets_at_month_begin ? 1 : 0);
        if (month < contract.plan_begin) continue;
        if (!(date < contract.start)) on(events, date, month).resets = true;
    }
}

double rate_added_at(const Contract& contract, Date date) {
    const auto& steps = contract.loan->rate_steps;
    double added = 0.0;
    for (std::size_t year = 0; year < steps.size(); ++year) {
        if (date < contract.issued.after(12 * static_cast<int>(year))) break;
        added = steps[year];
    }
    return added;
}

InterestRule interest_rule(const Contract& contract, const Event& event) {
    if (!event.pays_interest) return InterestRule::count;
    const bool last = !(event.date < contract.end);
    if (last || !stops(contract.holiday, event.date, false)) return InterestRule::pay;
    switch (contract.holiday->interest) {
        case Holiday::Interest::capitalised:
            return InterestRule::capitalise;
        case Holiday::Interest::forgiven:
            return InterestRule::forgive;
        case Holiday::Interest::deferred:
            break;
    }
    return InterestRule::defer;
}

/// The rule of a payment that repays principal and is not the last.
PrincipalRule principal_rule(Repayment repayment) {
    switch (repayment) {
        case Repayment::equal_principal:
            return PrincipalRule::part;
        case Repayment::level_payment:
            return PrincipalRule::level;
        case Repayment::declining:
            return PrincipalRule::balance;
        case Repayment::custom:
            return PrincipalRule::face;
        case Repayment::bullet:
            break;
    }
    return PrincipalRule::none;
}

double value_of(const Contract& contract, const Event& event) {
    const auto repayment = contract.loan->repayment;
    if (repayment == Repayment::equal_principal || repayment == Repayment::level_payment) {
        return contract.loan->balloon;
    }
    if (contract.balance_share == nullptr) return event.share;
    const auto& shares = *contract.balance_share;
    const auto month = static_cast<std::size_t>(std::max(0, event.month - contract.plan_begin));
    return shares[std::min(month, shares.size() - 1)];
}

}  // namespace

ContractSchedule make_schedule(const Contract& contract, int origin, int horizon) {
    Events events;
    enter_interest(contract, events);
    const std::vector<Date> missed = enter_principal(contract, events);
    enter_rates(contract, events);

    const auto& loan = *contract.loan;
    const int period = loan.interest_at_maturity ? 12 : loan.interest_period();
    int left = static_cast<int>(std::count_if(events.begin(), events.end(),
                                              [](const auto& each) { return each.second.repays; }));
    ContractSchedule schedule;
    schedule.payments_per_year = loan.payments_per_year;
    double added = rate_added_at(contract, contract.start);
    Date before = contract.start;
    bool anew = true;
    for (auto place = events.begin(); place != events.end(); ++place) {
        const Event& event = place->second;
        ContractStep step;
        step.month = std::max(0, event.month - origin);
        if (step.month >= horizon) break;
        const auto next_payment = std::find_if(
            place, events.end(), [](const auto& each) { return each.second.pays_interest; });
        step.years = year_fraction(loan.day_count, before, event.date,
                                   {regular_end(contract, next_payment->second.date), period});
        step.added_rate = added;
        step.interest = interest_rule(contract, event);
        step.resets = event.resets;
        // What a missed payment leaves or adds is spread over the payments that are left; before it
        // is missed it is one of them.
        const auto later = std::find_if(missed.begin(), missed.end(),
                                        [&](Date date) { return event.date < date; });
        const bool missed_some = later != missed.begin() && before < *std::prev(later);
        anew = anew || step.interest == InterestRule::capitalise || missed_some ||
               stops(contract.holiday, event.date, true);
        if (event.repays) {
            step.principal = left == 1 ? PrincipalRule::rest : principal_rule(loan.repayment);
            step.payments_left = left-- + static_cast<int>(missed.end() - later);
            step.value = value_of(contract, event);
            const bool follows_rate =
                loan.repayment == Repayment::level_payment && contract.first_reset.has_value();
            step.anew = anew || follows_rate;
            anew = false;
        }
        if (event.added_rate) {
            added = *event.added_rate;
            anew = true;
        }
        before = event.date;
        schedule.steps.push_back(step);
    }
    return schedule;
}

}  // namespace coffer::plan
