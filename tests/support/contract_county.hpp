#pragma once
#include "model_builder.hpp"
#include "ruled_county.hpp"

namespace coffer::testing {

/// A founding scenario in distress whose existing and new debt has contracts of every kind: counts
/// of days, frequencies, odd periods, holidays, redemption, steps, resets, rates below zero.
inline model::Model contract_county(const std::string& name) {
    using Repayment = model::LoanTerms::Repayment;
    using Interest = model::PaymentHoliday::Interest;
    using Kind = model::Source::Kind;
    constexpr DayCount counts[] = {DayCount::actual_365,   DayCount::actual_360,
                                   DayCount::thirty_360,   DayCount::actual_actual,
                                   DayCount::thirty_e_360, DayCount::actual_actual_icma};
    constexpr Interest treatments[] = {Interest::capitalised, Interest::deferred,
                                       Interest::forgiven};
    auto model = ruled_county(name);
    for (auto& limit : model.debt_limits) {
        for (auto& amount : limit.limit) amount = Money::from_fen(2 * amount.fen());
    }
    std::size_t next = 0;
    for (auto& instrument : model.debt) {
        auto& loan = instrument.loan;
        loan.day_count = counts[next % 6];
        instrument.payment_day = next % 3 == 0 ? 0 : 31 - static_cast<int>(next);
        instrument.issued = model::ContractDay{-14 - static_cast<int>(next), 17};
        if (loan.rate_driver) {
            instrument.first_reset = model::ContractDay{2, next % 2 == 0 ? 0 : 15};
            instrument.reset_months = 7;
            instrument.current_rate = 0.061;
            loan.repayment = Repayment::level_payment;
        } else {
            loan.rate_steps = {0.0, 0.01, 0.01, -0.07};
            loan.repayment = next % 2 == 0 ? Repayment::equal_principal : Repayment::level_payment;
            if (next % 2 == 0) loan.principal_per_year = 2;
            instrument.first_payment = model::ContractDay{static_cast<int>(next) - 3, 20};
        }
        loan.holiday =
            model::PaymentHoliday{8, 25, next % 3 != 2, next % 3 != 1, treatments[next % 3]};
        ++next;
    }
    next = 0;
    std::size_t bonds = 0;
    for (auto& source : model.sources) {
        if (!source.debt) continue;
        auto& terms = *source.debt;
        terms.tenor_months = 36;
        terms.grace_payments = 0;
        terms.loan.day_count = counts[next % 6];
        terms.loan.rate_floor = 0.031;
        const std::size_t form = source.kind == Kind::bank_loan ? 0 : bonds++ % 3;
        if (source.kind != Kind::bank_loan) {
            terms.issue_price = 0.98 + 0.01 * static_cast<double>(next % 5);
            terms.issue_fee = 0.001;
        }
        terms.loan.holiday =
            model::PaymentHoliday{4, 16, true, next % 2 == 0, treatments[next % 3]};
        if (source.kind == Kind::bank_loan) {
            terms.loan.repayment = Repayment::equal_principal;
            terms.grace_payments = 2;
            source.capitalises_interest = true;
        } else if (form == 0) {
            if (terms.loan.rate_driver) terms.reset_months = 5;
            terms.loan.repayment = Repayment::custom;
            terms.redemption = {0.25, 0.35, 0.4};
            terms.loan.rate_steps = {0.0, 0.0, 0.02};
        } else if (form == 1) {
            if (terms.loan.rate_driver) terms.reset_months = 12;
            terms.loan.repayment = Repayment::level_payment;
            terms.loan.payments_per_year = 4;
            terms.payment_month = 2;
            terms.issue_day = 30;
        } else {
            terms.loan.interest_at_maturity = true;
            terms.loan.payments_per_year = 1;
            terms.loan.repayment = Repayment::equal_principal;
            terms.loan.principal_per_year = 2;
        }
        ++next;
    }
    next = 0;
    for (auto& refinancing : model.refinancing) {
        refinancing.terms.tenor_months = 24;
        refinancing.terms.loan.payments_per_year = 2;
        refinancing.terms.loan.day_count = counts[next++ % 6];
        refinancing.terms.loan.repayment = Repayment::equal_principal;
        refinancing.terms.loan.principal_per_year = 4;
        refinancing.terms.payment_month = 3;
        refinancing.terms.issue_price = 0.995;
    }
    // A second way for each class, into another one, within a quota.
    const auto ways = model.refinancing;
    model.refinancing.clear();
    for (const auto& way : ways) {
        auto& first = model.refinancing.emplace_back(way);
        first.quota = model::YearMoney(static_cast<std::size_t>(model.years), yuan(3e6));
        for (double& share : first.share) share = 0.4;
        auto& second = model.refinancing.emplace_back(way);
        second.rank = 2;
        second.into = way.debt_class == model::DebtClass::special ? model::DebtClass::general
                                                                  : model::DebtClass::special;
        second.terms.loan.day_count = DayCount::actual_actual;
        second.terms.loan.repayment = Repayment::level_payment;
        second.terms.loan.principal_per_year = 0;
        second.terms.loan.payments_per_year = 4;
        for (double& share : second.share) share = 0.7;
    }
    // Two projects of bonds that share out what there is.
    model::Coverage one{"one", {"一", "One"}, {0, 1}, {0}, {}, {0}, {}};
    model::Coverage two{"two", {"二", "Two"}, {2}, {1, 2}, {}, {1, 2}, {}};
    for (std::size_t i = 0; i < model.project_income.size(); ++i) {
        (i % 2 == 0 ? one : two).project_income.push_back(i);
    }
    for (std::size_t i = 0; i < model.sources.size(); ++i) {
        if (model.sources[i].debt) (i % 2 == 0 ? one : two).sources.push_back(i);
    }
    model.coverages = {one, two};
    return model;
}

}  // namespace coffer::testing
