#pragma once
// Contracts of existing and of new debt that nobody wrote: every term drawn by itself, and drawn
// again until they go together.
#include <functional>

#include "model_fields.hpp"
#include <coffer/model/validate.hpp>

namespace coffer::testing {

/// Terms that existing and new debt share; whether they go together is asked later.
inline void draw_loan(model::LoanTerms& loan, Choices& choices) {
    using Repayment = model::LoanTerms::Repayment;
    constexpr int times_a_year[] = {1, 2, 4, 12};
    const auto some_rate = [&] { return static_cast<double>(choices.below(120)) / 1000.0 - 0.01; };
    loan.rate.per_year = some_rate();
    loan.rate_steps.clear();
    if (choices.below(4) == 0) loan.rate_steps = {0.0, some_rate() / 4.0, some_rate() / 4.0};
    loan.rate_floor.reset();
    loan.day_count = static_cast<DayCount>(choices.below(7));
    constexpr Repayment kinds[] = {Repayment::bullet, Repayment::equal_principal,
                                   Repayment::level_payment};
    loan.repayment = kinds[choices.below(3)];
    loan.payments_per_year = times_a_year[choices.below(4)];
    loan.interest_at_maturity = choices.below(8) == 0;
    if (loan.interest_at_maturity) loan.payments_per_year = 1;
    loan.principal_per_year = choices.below(3) == 0 ? times_a_year[choices.below(4)] : 0;
    loan.balloon = choices.below(4) == 0 ? static_cast<double>(choices.below(101)) / 100.0 : 0.0;
    loan.holiday.reset();
    if (choices.below(2) == 0) {
        const int from = static_cast<int>(choices.below(24));
        loan.holiday.emplace();
        loan.holiday->from = from;
        loan.holiday->to = from + static_cast<int>(choices.below(18));
        loan.holiday->stops_interest = choices.below(3) != 0;
        loan.holiday->stops_principal = choices.below(3) != 0;
        loan.holiday->interest = static_cast<model::PaymentHoliday::Interest>(choices.below(3));
    }
}

/// Draws until the whole model is one that may be run.
inline void draw_until_valid(const model::Model& model, const std::function<void()>& draw) {
    do draw();
    while (model::validate(model).has_errors());
}

inline int some_day(Choices& choices) {
    return choices.below(3) == 0 ? 0 : static_cast<int>(1 + choices.below(31));
}

inline void draw_instrument(model::Instrument& instrument, Choices& choices) {
    draw_loan(instrument.loan, choices);
    instrument.loan.rate_driver.reset();
    instrument.reset_months = 0;
    instrument.first_reset.reset();
    instrument.current_rate.reset();
    instrument.schedule.clear();
    instrument.maturity = static_cast<int>(choices.below(60));
    instrument.payment_day = some_day(choices);
    instrument.issued = model::ContractDay{-1 - static_cast<int>(choices.below(30)), 0};
    instrument.issued->day = some_day(choices);
    instrument.first_payment.reset();
    if (choices.below(2) == 0) {
        instrument.first_payment = model::ContractDay{
            instrument.issued->month + static_cast<int>(choices.below(20)), some_day(choices)};
    }
    instrument.principal_from = 0;
    if (choices.below(4) == 0) instrument.principal_from = static_cast<int>(choices.below(40));
}

inline void draw_new_debt(model::NewDebtTerms& terms, Choices& choices) {
    const auto driver = terms.loan.rate_driver;
    draw_loan(terms.loan, choices);
    terms.loan.rate_driver = driver;
    if (terms.loan.holiday) ++terms.loan.holiday->from, ++terms.loan.holiday->to;
    terms.redemption.clear();
    terms.repayment_share.clear();
    terms.tenor_months = choices.below(2) == 0 ? 12 * static_cast<int>(1 + choices.below(6))
                                               : static_cast<int>(1 + choices.below(50));
    terms.grace_payments = choices.below(3) == 0 ? static_cast<int>(choices.below(5)) : 0;
    terms.issue_day = some_day(choices);
    terms.payment_month = choices.below(3) == 0 ? static_cast<int>(1 + choices.below(12)) : 0;
}

/// Other contracts for all debt of a plan, and more existing debt of the classes it has.
inline void draw_contracts(model::Model& model, Choices& choices) {
    for (auto& instrument : model.debt) {
        draw_until_valid(model, [&] { draw_instrument(instrument, choices); });
    }
    for (auto& source : model.sources) {
        if (!source.debt || source.capitalises_interest) continue;
        draw_until_valid(model, [&] { draw_new_debt(*source.debt, choices); });
    }
    for (auto& way : model.refinancing) {
        draw_until_valid(model, [&] { draw_new_debt(way.terms, choices); });
    }
}

}  // namespace coffer::testing
