// Section 5 of docs/model: debt.
#include <algorithm>
#include <cmath>

#include "coffer/model/names.hpp"
#include <support/naive/path.hpp>

namespace coffer::naive {

void Simulator::Path::move_market() {
    if (model.tier_rules) {
        const double u = draws.u(model.tier_rules->stream, market_switch, m);
        if (closed) {
            closed = u >= tier_rule().market_opens;
        } else {
            closed = u < tier_rule().market_closes;
        }
    }
    if (closed) year(market_closed) += 1.0;
    if (in_restructuring) year(restructuring_months) += 1.0;
}

/// What is received for a face of new debt.
double Simulator::Path::proceeds(const model::NewDebtTerms& terms, double face) {
    const double share = terms.issue_price - terms.issue_fee;
    const double received = share == 1.0 ? face : fen(face * share);
    if (setup.optional.issue_costs > 0) year(setup.optional.issue_costs) += face - received;
    return received;
}

/// What of a bond source's amount can be issued this month.
double Simulator::Path::issued(std::size_t source, double planned) {
    if (!model.tier_rules) return planned;
    const double allowed = fen(planned * tier_rule().borrowing_limit);
    year(bonds_refused) += planned - allowed;
    waiting[source] += allowed;
    double out_now = 0.0;
    if (!closed) std::swap(out_now, waiting[source]);
    if (m % 12 == 11 && !model.sources[source].carries_quota) {
        year(bonds_refused) += waiting[source];
        waiting[source] = 0.0;
    }
    return out_now;
}

const model::DebtLimit* Simulator::Path::limit_of(DebtClass debt_class) const {
    for (const model::DebtLimit& limit : model.debt_limits) {
        if (limit.debt_class == debt_class) return &limit;
    }
    return nullptr;
}

/// All that is owed in a class, what falls due this month included.
double Simulator::Path::owed_in(DebtClass debt_class) const {
    double sum = principal_arrears[index_of(debt_class)] + principal_due[index_of(debt_class)];
    for (const Debt& debt : loans) {
        if (debt.debt_class == debt_class) sum += debt.loan.balance();
    }
    return sum;
}

/// As much as the limit of the class allows.
double Simulator::Path::within_limit(DebtClass debt_class, double wanted) const {
    const model::DebtLimit* limit = limit_of(debt_class);
    if (limit == nullptr) return wanted;
    return std::min(wanted, std::max(0.0, amount(limit->limit[y]) - owed_in(debt_class)));
}

/// What a bond source issues of this month's quota and of what is left of earlier ones.
double Simulator::Path::issue(std::size_t i, double quota) {
    const model::Source& bond = model.sources[i];
    if (m % 12 == 0 && !bond.carries_quota) unissued[i] = 0.0;
    // What was cut is offered again in the next window in which the market is open.
    const bool window = bond.arrival.profile[static_cast<std::size_t>(m % 12)] != 0.0;
    double wanted = quota;
    if (window && !closed) {
        wanted += unissued[i];
        unissued[i] = 0.0;
    }
    const double out_now = within_limit(class_of(bond), wanted);
    unissued[i] += wanted - out_now;
    return out_now;
}

/// Interest during construction: half of the month's drawings bear it (建设项目经济评价方法与
/// 参数), until the project is finished; it is added on the loan's days of payment.
void Simulator::Path::let_building_loans_grow() {
    for (std::size_t c = 0; c < claims.size(); ++c) {
        const Claimant& claimant = setup.claimants[c];
        for (std::size_t j = 0; j < claims[c].loan.size(); ++j) {
            double& balance = claims[c].loan[j];
            double& drawn = claims[c].loan_drawn[j];
            double& interest = claims[c].loan_interest[j];
            int& begun = claims[c].loan_begun[j];
            if (balance + drawn == 0.0) continue;
            if (begun < 0) begun = m;
            const model::Source& source = model.sources[claimant.fundable->funding[j].source.value];
            const model::NewDebtTerms& terms = *source.debt;
            double rate = terms.loan.rate.per_year;
            if (const auto driver = terms.loan.rate_driver) {
                rate += value[driver->value][static_cast<std::size_t>(m)];
            }
            if (model.tier_rules) rate += tier_rule().spread;
            if (terms.loan.rate_floor) rate = std::max(rate, *terms.loan.rate_floor);
            const ProjectState& project = projects[claimant.index];
            double moment = m + 1.0;  // until when it is being built
            bool ended = false;
            if (project.cancelled) {
                moment = m;
                ended = true;
            } else if (project.finish >= 0.0 && project.finish <= m + 1.0) {
                moment = std::max(project.finish, static_cast<double>(m));
                ended = true;
            }
            interest +=
                (balance + 0.5 * drawn) * rate *
                (naive::years_of_month(terms.loan.day_count, model.start(), m) * (moment - m));
            balance += drawn;
            drawn = 0.0;
            const int term = terms.tenor_months;
            const naive::Loan contract(terms, balance, rate, begun - 1, term, model.start());
            if (m - (begun - 1) >= term - 1) ended = true;
            if (!ended && !contract.settles_in(m)) continue;
            const double added = fen(interest);
            interest = 0.0;
            balance += added;
            year(setup.optional.capitalised) += added;
            if (!ended) continue;
            loans.push_back(
                {DebtClass::bank,
                 naive::Loan(terms, balance, rate, begun - 1, term, model.start(), moment),
                 std::nullopt,
                 {}});
            loans.back().source = &source;
            loans.back().name = "source:" + source.id;
            balance = 0.0;
            begun = -1;
        }
    }
}

void Simulator::Path::take_over(const model::Instrument& instrument) {
    loans.push_back(
        {instrument.debt_class,
         naive::Loan(
             instrument, model.start(),
             [this, &instrument](int month) {
                 return value[instrument.loan.rate_driver->value][static_cast<std::size_t>(month)];
             }),
         instrument.asset_life_end, instrument.refinancing_share, nullptr, &instrument,
         "instrument:" + instrument.id});
}

/// A bond of a source.
void Simulator::Path::borrow(const model::Source& source, double borrowed) {
    const DebtClass debt_class =
        source.kind == model::Source::Kind::platform_bond ? DebtClass::platform : class_of(source);
    std::optional<int> end;
    if (source.asset_life_years) {
        end = m + 12 * *source.asset_life_years;
        int longest = 0;
        for (const model::Refinancing& rule : model.refinancing) {
            longest = std::max(longest, rule.terms.tenor_months);
        }
        if (*end >= 12 * model.years - 1 + longest) end.reset();
    }
    borrow(debt_class, borrowed, *source.debt, source.debt->tenor_months, end);
    if (borrowed == 0.0) return;
    loans.back().source = &source;
    loans.back().name = "source:" + source.id;
}

/// With a term of its own in months.
void Simulator::Path::borrow(DebtClass debt_class, double borrowed,
                             const model::NewDebtTerms& terms, int term,
                             std::optional<int> asset_life_end) {
    if (borrowed == 0.0) return;
    double margin = terms.loan.rate.per_year;
    if (model.tier_rules) margin += tier_rule().spread;
    double rate = margin;
    naive::Loan::RateOf driver;
    if (terms.loan.rate_driver) {
        const auto& values = value[terms.loan.rate_driver->value];
        rate += values[static_cast<std::size_t>(m)];
        driver = [&values](int month) { return values[static_cast<std::size_t>(month)]; };
    }
    if (terms.loan.rate_floor) rate = std::max(rate, *terms.loan.rate_floor);
    loans.push_back({debt_class,
                     naive::Loan(terms, borrowed, rate, m, term, model.start(), driver, margin),
                     asset_life_end,
                     {}});
}

void Simulator::Path::serve(Debt& debt) {
    const naive::Loan::Due due = debt.loan.serve(m);
    interest_due[index_of(debt.debt_class)] += due.interest;
    principal_due[index_of(debt.debt_class)] += due.principal;
    if (due.capitalised != 0.0) year(setup.optional.capitalised) += due.capitalised;
    const double service = due.interest + due.principal;
    const auto asked = setup.optional.each_debt.find(debt.name);
    if (asked != setup.optional.each_debt.end()) year(asked->second) += service;
    if (debt.source != nullptr) {
        count_for_bonds(&model::Coverage::sources,
                        static_cast<std::size_t>(debt.source - model.sources.data()), 0.0, 0.0,
                        service);
    }
    if (debt.instrument != nullptr) {
        count_for_bonds(&model::Coverage::instruments,
                        static_cast<std::size_t>(debt.instrument - model.debt.data()), 0.0, 0.0,
                        service);
    }
    if (!debt.asset_life_end && debt.share.empty()) return;
    for (Maturing& same : maturing) {
        if (same.debt_class != debt.debt_class || same.asset_life_end != debt.asset_life_end ||
            same.share != debt.share) {
            continue;
        }
        same.principal += due.principal;
        return;
    }
    maturing.push_back({debt.debt_class, debt.asset_life_end, debt.share, due.principal});
}

void Simulator::Path::let_debt_fall_due() {
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        interest_arrears[c] += fen((interest_arrears[c] + principal_arrears[c]) *
                                   model.treasury.penalty_rate.per_year / 12.0);
    }
    interest_due.fill(0.0);
    principal_due.fill(0.0);
    maturing.clear();
    for (Debt& debt : loans) serve(debt);
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        year(interest) += interest_due[c];
        year(principal) += principal_due[c];
        year(debt_service) += interest_due[c] + principal_due[c];
        month(monthly_debt_service) += interest_due[c] + principal_due[c];
    }
    year_general_interest += interest_due[index_of(DebtClass::general)];
    year_special_interest += interest_due[index_of(DebtClass::special)];
    year_special_service +=
        interest_due[index_of(DebtClass::special)] + principal_due[index_of(DebtClass::special)];
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (interest_due[c] >= 0.0) continue;
        if (model.platform && c == index_of(DebtClass::platform)) {
            company_cash -= interest_due[c];
        } else {
            account[index_of(accounts_for(c).front())] -= interest_due[c];
        }
        interest_due[c] = 0.0;
    }
    for (std::size_t r = 0; r < model.refinancing.size(); ++r) {
        if (m % 12 == 0 && model.refinancing[r].quota) {
            quota_left[r] = amount((*model.refinancing[r].quota)[y]);
        }
    }
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        refinance(static_cast<DebtClass>(c));
    }
}

/// Principal of a class that falls due, what has a right of its own by itself, is replaced in
/// the ways of its class by rank.
void Simulator::Path::refinance(DebtClass debt_class) {
    double rest = principal_due[index_of(debt_class)];
    std::vector<Maturing> parts;
    for (const Maturing& part : maturing) {
        if (part.debt_class == debt_class) parts.push_back(part);
    }
    std::sort(parts.begin(), parts.end(), [](const Maturing& one, const Maturing& other) {
        const int never = std::numeric_limits<int>::max();
        const int end = one.asset_life_end.value_or(never);
        const int other_end = other.asset_life_end.value_or(never);
        return end != other_end ? end < other_end : one.share < other.share;
    });
    for (const Maturing& part : parts) {
        rest -= part.principal;
        replace(part);
    }
    replace({debt_class, std::nullopt, {}, rest});
}

void Simulator::Path::replace(const Maturing& part) {
    double left = part.principal;
    bool first = true;
    for (std::size_t r = 0; r < model.refinancing.size(); ++r) {
        const model::Refinancing& rule = model.refinancing[r];
        if (rule.debt_class != part.debt_class) continue;
        if (!first && !part.share.empty()) break;
        const double share = part.share.empty() ? rule.share[y] : part.share[y];
        first = false;
        double wanted = std::min(left, fen(share * part.principal));
        int term = rule.terms.tenor_months;
        if (part.asset_life_end) {
            const int step = rule.terms.loan.principal_period();
            const int life = std::max(0, *part.asset_life_end - m);
            term = std::min(term, life - life % step);
        }
        if (closed || term == 0) {
            year(refinancing_refused) += wanted;
            continue;
        }
        const DebtClass into = rule.into.value_or(rule.debt_class);
        if (into != rule.debt_class) wanted = within_limit(into, wanted);
        if (rule.quota) {
            wanted = std::min(wanted, quota_left[r]);
            quota_left[r] -= wanted;
        }
        // The end goes on only where the new class is refinanced at all.
        std::optional<int> end = part.asset_life_end;
        if (std::none_of(model.refinancing.begin(), model.refinancing.end(),
                         [into](const auto& each) { return each.debt_class == into; })) {
            end.reset();
        }
        borrow(into, wanted, rule.terms, term, end);
        if (wanted != 0.0) {
            loans.back().name =
                std::string("refinancing:") + model::debt_class_names[index_of(into)];
        }
        const double repaid = proceeds(rule.terms, wanted);
        left -= repaid;
        principal_due[index_of(rule.debt_class)] -= repaid;
        year(refinanced) += repaid;
        if (into != rule.debt_class) year(setup.optional.resolved) += repaid;
    }
}

/// What expenditure and debt service need beyond cash above the floor.
void Simulator::Path::borrow_the_deficit() {
    double needed = amount(model.treasury.cash_floor) + payables + owed_to_suppliers;
    for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
        if (model.expenditure[i].category != Category::remittance) needed += expenditure_due(i);
    }
    for (std::size_t i = 0; i < model.project_income.size(); ++i) needed += operating_due(i);
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (model.platform && c == index_of(DebtClass::platform)) continue;
        needed += interest_due[c] + principal_due[c];
        needed += interest_arrears[c] + principal_arrears[c];
    }
    needed += m % 12 == 0 ? reserve_planned() : set_aside;
    const double short_of = std::max(0.0, needed - treasury());
    for (const model::Source& source : model.sources) {
        if (source.deficit_share.empty()) continue;
        double borrowed = up(short_of * source.deficit_share[y] /
                             (source.debt->issue_price - source.debt->issue_fee));
        if (closed) {
            year(bonds_refused) += borrowed;
            borrowed = 0.0;
        }
        borrowed = within_limit(class_of(source), borrowed);
        borrow(source, borrowed);
        account[index_of(model::Account::general)] += proceeds(*source.debt, borrowed);
        year(new_debt) += borrowed;
    }
}

void Simulator::Path::book_bank_loans() {
    for (std::size_t s = 0; s < model.sources.size(); ++s) {
        if (bank_drawn[s] == 0.0) continue;
        borrow(DebtClass::bank, bank_drawn[s], *model.sources[s].debt);
        loans.back().source = &model.sources[s];
        loans.back().name = "source:" + model.sources[s].id;
        year(new_debt) += bank_drawn[s];
        bank_drawn[s] = 0.0;
    }
}

}  // namespace coffer::naive
