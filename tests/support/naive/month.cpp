// Sections 6 and 7 of docs/model: the month.
#include <algorithm>
#include <cmath>

#include <support/naive/path.hpp>

namespace coffer::naive {

Simulator::Path::Path(const Setup& s, std::uint64_t seed, std::uint64_t path, FlatResult& result)
    : setup(s), model(s.model), draws(seed, path, s.model.simulation.median), out(result) {
    const auto months = static_cast<std::size_t>(setup.months);
    out.annual.assign(setup.series.size() * static_cast<std::size_t>(model.years), 0.0);
    out.monthly.assign(monthly_count * months, 0.0);
    out.finish.assign(model.projects.size(), -1.0);
    out.first_hit.clear();

    for (const model::Driver& driver : model.drivers) {
        x.push_back(driver.initial_deviation);
        log_index.push_back(0.0);
        value.emplace_back(months, 0.0);
        driver_spread.push_back(spread(driver.history_years, driver.stream));
    }
    for (std::size_t d = 0; d < model.drivers.size(); ++d) {
        if (model.drivers[d].drawn_start)
            x[d] = model.drivers[d].volatility * driver_spread[d] * driver_normal(d, beginning, 0);
    }
    for_all_flows([this](const model::Flow& f) { begin_luck(f); });
    if (model.economy.gdp) {
        model::MonthProfile even;
        even.fill(1.0 / 12.0);
        gdp_start = start_of(model.economy.gdp_driver->value, even);
    }
    innovations.assign(model.drivers.size(), 0.0);
    driver_luck.assign(model.drivers.size(), 0.0);
    land_sold.assign(model.project_income.size(), 0.0);
    left_of_revenue.resize(model.revenue.size());
    left_of_remittance.resize(model.expenditure.size());
    came_by_line.assign(model.revenue.size(), 0.0);
    came_by_payer.assign(model.taxpayers.size(), 0.0);
    came_by_income.assign(model.project_income.size(), 0.0);
    outage_left.assign(model.taxpayers.size(), 0);
    pool.assign(model.sources.size(), 0.0);
    untied_arrivals.assign(model.sources.size(),
                           std::vector<double>(static_cast<std::size_t>(model.years), 0.0));
    bank_drawn.assign(model.sources.size(), 0.0);
    waiting.assign(model.sources.size(), 0.0);
    if (model.tier_rules) last_tier = model.tier_rules->initial;
    if (model.platform) company_cash = amount(model.platform->opening_cash);
    if (model.stabilisation) fund_for_bad_years = amount(model.stabilisation->opening);
    advanced.assign(months, 0.0);
    unissued.assign(model.sources.size(), 0.0);
    line_due.assign(model.expenditure.size(), 0.0);
    for (std::size_t a = 0; a < model::account_count; ++a) {
        account[a] = amount(model.treasury.opening[a]);
    }
    for (auto* each : {&bonds_earned, &bonds_cost, &bonds_owed}) {
        each->assign(model.coverages.size(), 0.0);
    }
    for (const model::Instrument& instrument : model.debt) take_over(instrument);
    for (const ProjectSetup& project : setup.projects) begin_project(project);
    for (const model::Funnel& funnel : model.funnels) {
        prospects.push_back({static_cast<double>(funnel.initial[0]),
                             static_cast<double>(funnel.initial[1]),
                             static_cast<double>(funnel.initial[2]), 0.0});
    }
    units_left.assign(model.capacities.size(), 0.0);
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        const model::Project& project = model.projects[i];
        if (project.progress > 0.0) hold(i, 0, project.stages[0], 0.0);
    }
    for (const Claimant& claimant : setup.claimants) {
        counted.emplace_back(months, 0.0);
        claims.emplace_back();
        claims.back().is_project = claimant.is_project;
        claims.back().drawn.assign(claimant.fundable->funding.size(), 0.0);
        claims.back().tied.assign(claimant.fundable->funding.size(), 0.0);
        for (auto* each :
             {&claims.back().loan, &claims.back().loan_drawn, &claims.back().loan_interest}) {
            each->assign(claimant.fundable->funding.size(), 0.0);
        }
        claims.back().loan_begun.assign(claimant.fundable->funding.size(), -1);
        claims.back().committed_to.assign(claimant.fundable->funding.size(), 0.0);
    }
    for (std::size_t i = 0; i < model.receipts.size(); ++i) {
        const model::Receipt& receipt = model.receipts[i];
        // With certainty u is always below 1.
        if (draws.u(receipt.stream, receipt_comes, 0) >= receipt.probability) continue;
        const double delay =
            setup.receipt_delays[i].at(draws.u(receipt.stream, receipt_lateness, 0));
        promises.push_back(
            {&receipt, receipt.month + delay,
             fen(setup.receipt_sizes[i].at(draws.u(receipt.stream, receipt_size, 0)))});
    }
}

void Simulator::Path::run() {
    for (m = 0; m < setup.months; ++m) {
        y = static_cast<std::size_t>(m / 12);
        if (m % 12 == 0) begin_year();
        move_drivers();
        move_luck();
        move_market();
        receive_revenue();
        receive_new_money();
        attract_investors();
        return_advances_that_are_due();
        let_debt_fall_due();
        borrow_the_deficit();
        set_the_reserve_aside();
        give_up_projects();
        look_ahead();
        share_capacities();
        form_needs();
        pay_in_order();
        return_advances_from_what_is_left();
        if (m % 12 == 11) fill_the_fund();
        book_bank_loans();
        settle_with_contractors();
        progress_projects();
        let_building_loans_grow();
        pass_whole_flows();
        end_month();
        if (m % 12 == 11) end_year();
    }
    for (std::size_t s = 0; s < setup.series.size(); ++s) {
        if (!counts_fen(s) || setup.series[s].indicator == "economy_growth" ||
            setup.series[s].indicator == "special_coverage" ||
            setup.series[s].indicator == "prospects") {
            continue;
        }
        for (int year = 0; year < model.years; ++year) {
            annual(s, static_cast<std::size_t>(year)) /= 100.0;
        }
    }
    for (double& figure : out.monthly) figure /= 100.0;
}

void Simulator::Path::begin_year() {
    for (ProjectState& p : projects) p.suspended_this_year = p.kept_back_this_year = false;
    year_general_interest = year_special_interest = 0.0;
    year_general_budget = year_fund_budget = year_special_service = 0.0;
}

/// This month's amount of an expenditure line, after the cuts of a restructuring.
double Simulator::Path::expenditure_due(std::size_t i) {
    const model::ExpenditureLine& line = model.expenditure[i];
    const double planned =
        line.of_revenue ? part_of_revenue(*line.of_revenue) : whole_flow(line.flow);
    const bool is_owed = line.category == Category::three_guarantees ||
                         line.category == Category::contracted ||
                         line.category == Category::remittance;
    return is_owed || is_known(line.flow) ? planned : after_cuts(planned);
}

/// This month's cost of running a finished project; 0 for what is no cost.
double Simulator::Path::operating_due(std::size_t i) {
    const model::ProjectIncome& income = model.project_income[i];
    if (income.kind != model::ProjectIncome::Kind::operating_cost) return 0.0;
    return after_cuts(whole_flow(income.flow, share_in_flow(income)));
}

void Simulator::Path::form_needs() {
    const double esc = escalation();
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const Claimant& claimant = setup.claimants[i];
        Claim& claim = claims[i];
        claim.paid = claim.paid_for_before = 0.0;
        claim.need = claimant.is_project ? project_need(setup.projects[claimant.index],
                                                        projects[claimant.index], esc)
                                         : whole_flow(model.pipelines[claimant.index].need);
        if (!claimant.is_project && in_restructuring &&
            !is_known(model.pipelines[claimant.index].need) &&
            has_public_money(model.pipelines[claimant.index])) {
            claim.need = fen(claim.need * (1.0 - model.restructuring->pipeline_cut));
        }
    }
}

double Simulator::Path::planned_general_expenditure() const {
    double sum = 0.0;
    for (const model::ExpenditureLine& line : model.expenditure) {
        if (line.category == Category::remittance) continue;
        if (line.account == model::Account::general) sum += amount(line.flow.annual[y]);
    }
    return sum;
}

void Simulator::Path::let_the_reserve_be_used() {
    const double still = std::min(set_aside, above_floor_with_reserve());
    year(reserve_used) += set_aside - still;
    set_aside = still;
}

/// Advances that are not due yet at the beginning of a month, and those of that month.
double Simulator::Path::advances_not_due() const {
    double sum = 0.0;
    for (int i = 0; i < model.advances->repay_months && i <= m; ++i) {
        sum += advanced[static_cast<std::size_t>(m - i)];
    }
    return sum;
}

void Simulator::Path::return_advances_that_are_due() {
    if (model.advances) {
        owed_above += fen(owed_above * model.advances->rate.per_year / 12.0);
        const double due = std::max(0.0, owed_above - advances_not_due());
        give_back(due, general_cash());
    }
    let_the_reserve_be_used();
}

/// A mandatory payment is about to be made from these accounts.
void Simulator::Path::help_with(double owed, const std::vector<model::Account>& accounts) {
    double there = 0.0;
    bool general = false;
    for (const model::Account which : accounts) {
        there += account[index_of(which)];
        general = general || which == model::Account::general;
    }
    if (!general || owed <= there) return;
    const double lacks = owed - there;
    const double from_fund = std::min(lacks, fund_for_bad_years);
    fund_for_bad_years -= from_fund;
    account[index_of(model::Account::general)] += from_fund;
    if (model.stabilisation) year(stabilisation_used) += from_fund;
    if (!model.advances || owed_above > advances_not_due()) return;
    const double limit = amount(model.advances->limit[y]);
    if (limit <= owed_above) return;
    const double more = std::min(lacks - from_fund, limit - owed_above);
    owed_above += more;
    advanced[static_cast<std::size_t>(m)] += more;
    account[index_of(model::Account::general)] += more;
    year(advances_drawn) += more;
}

/// What goes back to the higher level is no payment of the year.
void Simulator::Path::give_back(double owed, double available) {
    const double paid_out = year_paid_out;
    owed_above -= pay(model::Account::general, owed, available);
    year_paid_out = paid_out;
}

void Simulator::Path::fill_the_fund() {
    if (model.stabilisation) {
        double& general = account[index_of(model::Account::general)];
        const double own = std::min(general, above_floor_with_reserve());
        const double unused = std::min(set_aside, own);
        double put_in = unused + fen(model.stabilisation->deposit_share[y] * (own - unused));
        if (model.stabilisation->ceiling_share) {
            const double ceiling =
                fen((*model.stabilisation->ceiling_share)[y] * planned_general_expenditure());
            put_in = std::min(put_in, std::max(0.0, ceiling - fund_for_bad_years));
        }
        general -= put_in;
        fund_for_bad_years += put_in;
    }
    set_aside = 0.0;
}

/// Pays as much of `owed` as `available` and the accounts allow; returns what was paid.
double Simulator::Path::pay(model::Account home, double owed, double available) {
    double left = std::min(owed, available);
    const auto take = [&](std::size_t a) {
        const double part = std::min(left, account[a]);
        account[a] -= part;
        left -= part;
    };
    take(index_of(home));
    for (std::size_t a = 0; a < model::account_count; ++a) take(a);
    year_paid_out += std::min(owed, available) - left;
    return std::min(owed, available) - left;
}

void Simulator::Path::pay_in_order() {
    for (const model::WaterfallPayment& payment : model.treasury.waterfall) {
        switch (payment.step) {
            case WaterfallStep::three_guarantees:
                pay_three_guarantees();
                let_the_reserve_be_used();
                break;
            case WaterfallStep::interest:
                pay_debt(payment, interest_due, interest_arrears, true);
                let_the_reserve_be_used();
                break;
            case WaterfallStep::principal:
                pay_debt(payment, principal_due, principal_arrears, false);
                let_the_reserve_be_used();
                break;
            case WaterfallStep::running_projects:
                draw_known();
                allocate(true);
                break;
            case WaterfallStep::new_projects:
                allocate(false);
                break;
            case WaterfallStep::other:
                pay_other();
                break;
        }
    }
}

std::vector<std::size_t> Simulator::Path::lines_by_rank() const {
    std::map<std::pair<int, std::string>, std::size_t> order;
    for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
        order[{model.expenditure[i].rank, model.expenditure[i].id}] = i;
    }
    std::vector<std::size_t> result;
    for (const auto& [key, i] : order) result.push_back(i);
    return result;
}

void Simulator::Path::pay_three_guarantees() {
    help_with(payables, any_account);
    const double old = pay(model::Account::general, payables, treasury());
    payables -= old;
    count_budget(model::Account::general, old);
    double due = 0.0;
    double paid = old;
    for (const std::size_t i : lines_by_rank()) {
        const model::ExpenditureLine& line = model.expenditure[i];
        if (line.category != Category::three_guarantees) continue;
        const double this_month = expenditure_due(i);
        count_for_bonds(&model::Coverage::expenditure, i, 0.0, this_month, 0.0);
        help_with(this_month, any_account);
        const double part = pay(line.account, this_month, treasury());
        payables += this_month - part;
        count_budget(line.account, part);
        due += this_month;
        paid += part;
    }
    year(three_guarantees) += paid;
    year(expenditure) += paid;
    year(financing_gap) += std::max(0.0, due - paid);
}

/// The accounts that serve a class of debt, first to last.
std::vector<model::Account> Simulator::Path::accounts_for(std::size_t c) const {
    using A = model::Account;
    if (c == index_of(DebtClass::general)) return model.debt_policy.general;
    if (c == index_of(DebtClass::special)) return model.debt_policy.special;
    return {A::general, A::fund, A::state_capital};
}

/// A whole step serves the classes that no payment of its kind names.
bool Simulator::Path::serves(const model::WaterfallPayment& payment, std::size_t c) const {
    if (payment.debt_class) return index_of(*payment.debt_class) == c;
    for (const model::WaterfallPayment& other : model.treasury.waterfall) {
        if (other.step != payment.step || !other.debt_class) continue;
        if (index_of(*other.debt_class) == c) return false;
    }
    return true;
}

void Simulator::Path::pay_debt(const model::WaterfallPayment& payment,
                               const std::array<double, model::debt_class_count>& due,
                               std::array<double, model::debt_class_count>& owed_before,
                               bool is_interest) {
    for (std::size_t c = 0; c < model::debt_class_count; ++c) {
        if (!serves(payment, c)) continue;
        const double owed = owed_before[c] + due[c];
        double paid = 0.0;
        if (model.platform && c == index_of(DebtClass::platform)) {
            paid = pay_company_debt(owed_before[c], due[c]);
            owed_before[c] = owed - paid;
            year(financing_gap) += std::max(0.0, due[c] - paid);
            continue;
        }
        help_with(owed, accounts_for(c));
        for (const model::Account which : accounts_for(c)) {
            double& has = account[index_of(which)];
            const double part = std::min(owed - paid, has);
            has -= part;
            paid += part;
            year_paid_out += part;
            if (c == index_of(DebtClass::special) && which != accounts_for(c).front()) {
                year(special_fallback) += part;
            }
        }
        owed_before[c] = owed - paid;
        year(financing_gap) += std::max(0.0, due[c] - paid);
        if (!is_interest) continue;
        if (c == index_of(DebtClass::general)) count_budget(model::Account::general, paid);
        if (c == index_of(DebtClass::special)) count_budget(model::Account::fund, paid);
    }
}

/// The platform company pays what it owes, old debts first; the county what it is called for.
double Simulator::Path::pay_company_debt(double old, double due) {
    const auto pay_from_cash = [this](double owed) {
        const double part = std::min(owed, company_cash);
        company_cash -= part;
        return part;
    };
    const double old_paid = pay_from_cash(old);
    const double due_paid = pay_from_cash(due);
    const double lacks = due - due_paid;
    year(platform_shortfall) += lacks;
    if (draws.u(model.platform->stream, call_on_county, m) >= model.platform->call_probability) {
        return old_paid + due_paid;
    }
    year(contingent_calls) += lacks;
    help_with(lacks, any_account);
    return old_paid + due_paid + pay(model::Account::general, lacks, treasury());
}

void Simulator::Path::pay_other() {
    const double old = pay(model::Account::general, owed_to_suppliers, above_floor());
    owed_to_suppliers -= old;
    count_budget(model::Account::general, old);
    year(expenditure) += old;
    // Lines and costs of finished projects together, by rank and id.
    std::map<std::pair<int, std::string>, std::pair<bool, std::size_t>> bills;
    for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
        const model::ExpenditureLine& line = model.expenditure[i];
        if (line.category == Category::three_guarantees) continue;
        if (line.category == Category::remittance) continue;
        bills[{line.rank, line.id}] = {false, i};
    }
    for (std::size_t i = 0; i < model.project_income.size(); ++i) {
        if (model.project_income[i].kind != model::ProjectIncome::Kind::operating_cost) continue;
        bills[{model::default_rank, model.project_income[i].id}] = {true, i};
    }
    for (const auto& [id, bill] : bills) {
        const auto [of_project, i] = bill;
        const double due = of_project ? operating_due(i) : expenditure_due(i);
        count_for_bonds(
            of_project ? &model::Coverage::project_income : &model::Coverage::expenditure, i, 0.0,
            due, 0.0);
        const model::Account home =
            of_project ? model.project_income[i].account : model.expenditure[i].account;
        const double paid = pay(home, due, above_floor());
        if (of_project) {
            year(setup.optional.project_income.at(model::ProjectIncome::Kind::operating_cost)) +=
                paid;
        } else if (model.expenditure[i].category == Category::contracted) {
            owed_to_suppliers += due - paid;
        } else if (model.expenditure[i].category == Category::platform_subsidy) {
            company_cash += paid;
            year(platform_subsidy) += paid;
        }
        count_budget(home, paid);
        year(expenditure) += paid;
        year(financing_gap) += std::max(0.0, due - paid);
    }
}

void Simulator::Path::allocate(bool running) {
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const Claimant& claimant = setup.claimants[i];
        if (claimant.is_project && known_project(claimant.index) != nullptr) continue;
        const bool is_running = claimant.is_project ? projects[claimant.index].running : true;
        if (is_running == running && claims[i].wants() > 0.0) {
            fund(*claimant.fundable, claims[i]);
        }
    }
}

void Simulator::Path::end_month() {
    principal_due.fill(0.0);  // paid, or in arrears
    const double now = treasury();
    month(monthly_cash) = now;
    year(cash_min) = m % 12 == 0 ? now : std::min(year(cash_min), now);
    // emplace leaves what is there already.
    if (now < amount(model.treasury.cash_floor)) out.first_hit.emplace("cash_below_floor", m);
    double owed = payables + owed_to_suppliers + owed_to_contractors();
    for (const double arrear : interest_arrears) owed += arrear;
    for (const double arrear : principal_arrears) owed += arrear;
    if (owed > 0.0) out.first_hit.emplace("arrears", m);
}

}  // namespace coffer::naive
