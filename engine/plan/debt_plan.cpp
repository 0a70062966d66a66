#include "debt_plan.hpp"

#include <algorithm>

#include "coffer/plan/amortisation.hpp"
#include "refinancing_rights.hpp"

namespace coffer::plan {

namespace {

using Repayment = model::LoanTerms::Repayment;

/// Payments left at the beginning of each month of `instrument` (this month's included when it
/// pays), as far as its maturity, which may lie beyond the plan.
std::vector<int> payments_left_by_month(const model::Instrument& instrument) {
    const int period = 12 / instrument.loan.payments_per_year;
    std::vector<int> left(static_cast<std::size_t>(instrument.maturity) + 1, 0);
    int count = 0;
    for (int month = instrument.maturity; month >= 0; month -= period) {
        left[static_cast<std::size_t>(month)] = ++count;
    }
    return left;
}

std::vector<double> scheduled_principal(const model::Instrument& instrument) {
    std::vector<double> scheduled(static_cast<std::size_t>(instrument.maturity) + 1, 0.0);
    for (const auto& [month, principal] : instrument.schedule) {
        scheduled[static_cast<std::size_t>(month)] += static_cast<double>(principal.fen());
    }
    return scheduled;
}

/// Payments with principal.
int payment_count(const model::Instrument& instrument, const std::vector<int>& payments_left) {
    return *std::max_element(payments_left.begin() + instrument.principal_from,
                             payments_left.end());
}

void add_fixed(const model::Instrument& instrument, Plan& plan) {
    auto& service = plan.fixed_service[static_cast<std::size_t>(instrument.debt_class)];
    const auto left = payments_left_by_month(instrument);
    const auto scheduled = scheduled_principal(instrument);
    const double rate = instrument.loan.rate.per_year / instrument.loan.payments_per_year;
    const int payments = payment_count(instrument, left);
    auto balance = static_cast<double>(instrument.principal.fen());
    const double equal_part = round_fen(balance / payments);
    const double level = round_fen(level_payment(balance, rate, payments));

    const std::size_t right = right_of(instrument, plan);
    const auto first = static_cast<std::size_t>(instrument.principal_from);
    const auto horizon = std::min(left.size(), static_cast<std::size_t>(plan.months));
    for (std::size_t month = 0; month < horizon; ++month) {
        double principal = scheduled[month];
        if (left[month] > 0) {
            const double interest = round_fen(balance * rate);
            service.interest[month] += interest;
            if (month >= first && instrument.loan.repayment == Repayment::equal_principal) {
                principal = std::min(balance, equal_part);
            } else if (month >= first && instrument.loan.repayment == Repayment::level_payment) {
                principal = std::min(balance, std::max(0.0, level - interest));
            }
            if (left[month] == 1 && instrument.loan.repayment != Repayment::custom) {
                principal = balance;
            }
        }
        service.principal[month] += principal;
        if (right != class_right) plan.refinancing_rights[right].principal[month] += principal;
        balance -= principal;
    }
}

void add_floating(const model::Instrument& instrument, std::size_t driver, Plan& plan) {
    FloatingInstrument floating;
    floating.id = instrument.id;
    floating.debt_class = static_cast<std::size_t>(instrument.debt_class);
    floating.principal = static_cast<double>(instrument.principal.fen());
    floating.driver = driver;
    floating.spread = instrument.loan.rate.per_year;
    floating.reset_months = instrument.reset_months;
    floating.right = right_of(instrument, plan);
    floating.principal_from = instrument.principal_from;
    floating.period_months = 12 / instrument.loan.payments_per_year;
    floating.repayment = instrument.loan.repayment;
    floating.payments_left = payments_left_by_month(instrument);
    floating.scheduled = scheduled_principal(instrument);
    floating.equal_part =
        round_fen(floating.principal / payment_count(instrument, floating.payments_left));
    const auto months = static_cast<std::size_t>(plan.months);
    floating.payments_left.resize(months, 0);
    floating.scheduled.resize(months, 0.0);
    plan.floating.push_back(std::move(floating));
}

}  // namespace

std::vector<double> by_month(const model::YearSeries& series, int months) {
    std::vector<double> result;
    for (int month = 0; month < months; ++month) {
        result.push_back(series[static_cast<std::size_t>(month / 12)]);
    }
    return result;
}

DebtTermsPlan compile_terms(const model::NewDebtTerms& terms, int months) {
    DebtTermsPlan result;
    result.has_driver = terms.loan.rate_driver.has_value();
    if (result.has_driver) result.driver = terms.loan.rate_driver->value;
    result.rate = terms.loan.rate.per_year;
    result.period_months = 12 / terms.loan.payments_per_year;
    result.payments = terms.tenor_years * terms.loan.payments_per_year;
    result.grace = terms.grace_payments;
    result.repayment = terms.loan.repayment;
    if (!terms.repayment_share.empty())
        result.repayment_share = by_month(terms.repayment_share, months);
    return result;
}

void add_instrument(const model::Instrument& instrument, Plan& plan) {
    const auto debt_class = static_cast<std::size_t>(instrument.debt_class);
    plan.opening_debt[debt_class] += static_cast<double>(instrument.principal.fen());
    if (instrument.loan.rate_driver) {
        add_floating(instrument, instrument.loan.rate_driver->value, plan);
    } else {
        add_fixed(instrument, plan);
    }
}

}  // namespace coffer::plan
