#pragma once
#include "ruled_county.hpp"

namespace coffer::testing {

/// A founding scenario in distress in which new and existing debt has grace, instruments have
/// rights of their own to be refinanced, bonds end with what they pay for, and restructuring cuts
/// all that it can.
inline model::Model debt_terms_county(const std::string& name) {
    using Repayment = model::LoanTerms::Repayment;
    using Kind = model::Source::Kind;
    auto model = ruled_county(name);
    model.restructuring->running_project_cut = 0.35;
    model.restructuring->pipeline_cut = 0.15;
    model.project_policy.restart_cost = 0.02;
    model.project_policy.restart_months = 0.7;
    // Room for general bonds beside the instruments added there.
    for (auto& limit : model.debt_limits) {
        for (auto& amount : limit.limit) amount = Money::from_fen(2 * amount.fen());
    }
    const Repayment kinds[] = {Repayment::equal_principal, Repayment::level_payment,
                               Repayment::bullet};
    std::size_t next = 0;
    for (auto& source : model.sources) {
        if (!source.debt) continue;
        source.debt->tenor_months = 24;
        source.debt->loan.payments_per_year = 4;
        source.debt->loan.repayment = kinds[next++ % 3];
        source.debt->grace_payments = source.debt->loan.repayment == Repayment::bullet ? 0 : 3;
        if (source.kind == Kind::bank_loan) continue;
        source.asset_life_years = 3;
    }
    next = 0;
    for (auto& refinancing : model.refinancing) {
        refinancing.terms.tenor_months = 24;
        refinancing.terms.loan.payments_per_year = 2;
        refinancing.terms.loan.repayment = kinds[next++ % 2];
        refinancing.terms.grace_payments = 2;
    }
    next = 0;
    for (auto& instrument : model.debt) {
        const int period = 12 / instrument.loan.payments_per_year;
        if (next % 2 == 0) instrument.loan.repayment = Repayment::level_payment;
        // The third or fourth payment is the first one of principal.
        instrument.principal_from =
            instrument.maturity % period + period * (2 + static_cast<int>(next % 2));
        if (next % 3 == 1) {
            instrument.refinancing_share.assign(static_cast<std::size_t>(model.years), 0.45);
            instrument.refinancing_share[0] = 0.0;
        }
        ++next;
    }
    return model;
}

}  // namespace coffer::testing
