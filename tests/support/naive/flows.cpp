// Section 3 of docs/model: flows.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <support/naive/path.hpp>

namespace coffer::naive {

void Simulator::Path::begin_luck(const model::Flow& f) {
    Luck luck;
    luck.flow = &f;
    for (const auto& sensitivity : f.sensitivities) {
        luck.start += sensitivity.elasticity * start_of(sensitivity.driver.value, f.profile);
    }
    const model::Uncertainty& u = f.uncertainty;
    if (u.shock) {
        const std::size_t s = u.shock->value;
        luck.spread = spread(u.history_years, model.shocks[s].stream);
        luck.persistence = monthly_persistence(u.half_life_months);
        if (u.annual_sd > 0.0 && u.permanent > 0.0) {
            const YearOfSteps steps(f.profile, luck.persistence);
            luck.walk_sd = u.annual_sd * std::sqrt(u.permanent) / steps.year_sd;
            const double first = shock_normal(s, beginning, 0, false);
            const double second = shock_normal(s, beginning, 1, false);
            luck.deviation = luck.spread * first;
            luck.start += luck.walk_sd * luck.spread *
                          (steps.with_deviation * first + steps.beside_it * second);
        }
    }
    lucks[f.stream] = luck;
}

void Simulator::Path::begin_year_of(Luck& luck) {
    const model::Uncertainty& u = luck.flow->uncertainty;
    const int year_number = static_cast<int>(y) + 1;
    luck.of_year = luck.start;
    luck.exponents = 0.0;
    luck.moved = {};
    if (u.history_years > 0.0) {
        luck.of_year += 0.02 * year_number * draws.z(model.drivers_stream, growth_missed, 0);
    }
    if (!u.shock) return;
    const std::size_t s = u.shock->value;
    if (u.annual_sd > 0.0 && u.permanent < 1.0) {
        luck.of_year += u.annual_sd * std::sqrt((1.0 - u.permanent) / 2.0) * luck.spread *
                        (shock_normal(s, yearly_noise, year_number, true) -
                         shock_normal(s, yearly_noise, 0, true));
    }
    double all = 0.0;
    luck.share_mean = 0.0;
    for (int month = 0; month < 12; ++month) {
        const double share = luck.flow->profile[static_cast<std::size_t>(month)];
        all += share;
        luck.share_mean += share * month_noise(s, 12 * static_cast<int>(y) + month);
    }
    luck.share_mean /= all;
}

/// After the drivers have moved.
void Simulator::Path::move_luck() {
    for (auto& [stream, luck] : lucks) {
        if (m % 12 == 0) begin_year_of(luck);
        if (luck.walk_sd > 0.0) {
            const double innovation =
                shock_normal(luck.flow->uncertainty.shock->value, driver_innovation, m, false);
            luck.deviation =
                luck.persistence * luck.deviation +
                std::sqrt(1.0 - luck.persistence * luck.persistence) * luck.spread * innovation;
            luck.index += luck.deviation / 12.0;
        }
        luck.exponents += exponent_of(*luck.flow, luck);
        watch(luck);
    }
    if (m % 12 == 0) gdp_exponents = 0.0;
    if (m % 12 == 0) {
        tax_moved.assign(model.projects.size(), {});
        output_moved.assign(model.projects.size(), {});
        payer_tax_moved.assign(model.taxpayers.size(), {});
    }
    if (model.economy.gdp) gdp_exponents += log_index[model.economy.gdp_driver->value];
}

double Simulator::Path::exponent_of(const model::Flow& f, const Luck& luck) const {
    double exponent = luck.of_year + luck.walk_sd * luck.index;
    for (const model::Sensitivity& s : f.sensitivities) {
        const std::size_t d = s.driver.value;
        const double mean_path =
            f.around_mean_path ? setup.mean_log_index[d][static_cast<std::size_t>(m)] : 0.0;
        exponent += s.elasticity * (log_index[d] - mean_path);
    }
    return exponent;
}

/// The month's share of a year's amount in whole fen: rounded down, and one more where few
/// enough months have a larger remainder, so that the months sum to the year. Where the shares
/// are no parts of one whole (a profile of ones) the product as it is.
double Simulator::Path::part_of_year(double whole, const model::MonthProfile& shares,
                                     std::size_t now) {
    double sum = 0.0, left = whole;
    for (const double share : shares) {
        sum += share;
        left -= std::floor(whole * share);
    }
    if (std::abs(sum - 1.0) > 1e-9) return whole * shares[now];
    const auto remainder = [&](std::size_t i) {
        return whole * shares[i] - std::floor(whole * shares[i]);
    };
    double before = 0.0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const bool larger = remainder(i) > remainder(now);
        before += larger || (remainder(i) == remainder(now) && i < now) ? 1.0 : 0.0;
    }
    double part = std::floor(whole * shares[now]);
    if (before < left) part += 1.0;
    if (left < 0.0 && before >= 12.0 + left) part -= 1.0;
    return part;
}

/// What is known, or what is drawn and what the known months say of it.
double Simulator::Path::flow(const model::Flow& f) const {
    if (is_known(f)) return amount(f.known[static_cast<std::size_t>(m)]);
    return drawn_flow(f) * learnt(f);
}

double Simulator::Path::whole_flow(const model::Flow& f, double part) {
    return lucks.at(f.stream).moved.whole(flow(f) * part);
}

void Simulator::Path::pass_whole_flows() {
    for (auto& [stream, luck] : lucks) luck.moved.pass();
    for (auto* list : {&tax_moved, &output_moved, &payer_tax_moved}) {
        for (InYear& each : *list) each.pass();
    }
}

double Simulator::Path::drawn_flow(const model::Flow& f) const {
    const auto now = static_cast<std::size_t>(m % 12);
    const bool moved = !f.sensitivities.empty() || f.uncertainty.annual_sd != 0.0 ||
                       f.uncertainty.month_sd != 0.0 || f.uncertainty.history_years != 0.0;
    const double planned = moved ? amount(f.annual[y]) * f.profile[now]
                                 : part_of_year(amount(f.annual[y]), f.profile, now);
    const Luck& luck = lucks.at(f.stream);
    double share = 1.0;
    if (f.uncertainty.month_sd > 0.0) {
        share +=
            f.uncertainty.month_sd * (month_noise(f.uncertainty.shock->value, m) - luck.share_mean);
    }
    return planned * std::exp(exponent_of(f, luck)) * share;
}

void Simulator::Path::receive_revenue() {
    for (std::size_t i = 0; i < model.revenue.size(); ++i) {
        const model::RevenueLine& line = model.revenue[i];
        const double received = whole_flow(line.flow);
        came_by_line[i] = received;
        count_for_bonds(&model::Coverage::revenue, i, received, 0.0, 0.0);
        if (line.platform) {
            company_cash += received;
            year(platform_income) += received;
            continue;
        }
        account[index_of(line.account)] +=
            received + settled_now(line.settlement, left_of_revenue[i], received);
        if (line.category == model::RevenueLine::Category::transfer) {
            year(transfers) += received;
        } else if (line.account == model::Account::general) {
            count_general_revenue(received, line.district);
        } else if (line.account == model::Account::fund) {
            year(fund_revenue) += received;
        } else {
            year(state_capital_revenue) += received;
        }
    }
    for (std::size_t i = 0; i < model.taxpayers.size(); ++i) tax(i);
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        const model::Project& project = model.projects[i];
        const double finish = projects[i].finish;
        if (finish < 0.0 || finish > m) continue;
        const double c = std::min(1.0, (m + 1 - finish) / projects[i].ramp_up);
        const double output = amount(project.new_output) / 12.0 * projects[i].attained * c;
        const double tax =
            tax_moved[i].whole(output * (project.tax_rate * model.economy.additional_share));
        year(new_output) += output_moved[i].whole(output);
        account[index_of(model::Account::general)] += tax;
        count_general_revenue(tax, project.district);
    }
    for (std::size_t i = 0; i < model.project_income.size(); ++i) receive_project_income(i);
    for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
        const model::ExpenditureLine& line = model.expenditure[i];
        if (line.category != Category::remittance) continue;
        const double due = expenditure_due(i);
        year(remittance) += due;
        const double now = due + settled_now(line.settlement, left_of_remittance[i], due);
        payables += now - pay(line.account, now, treasury());
    }
    for (const model::AccountTransfer& each : model.account_transfers) {
        const double wanted =
            each.of_revenue ? part_of_revenue(*each.of_revenue) : fen(flow(each.flow));
        double& from = account[index_of(each.from)];
        const double moved = from > 0.0 ? std::min(wanted, from) : 0.0;
        from -= moved;
        account[index_of(each.to)] += moved;
        year(account_transfers) += moved;
    }
}

/// By how much the settlement with the higher level changes what moves this month. `left` is what
/// each year leaves, the year before the plan first.
double Simulator::Path::settled_now(const std::optional<model::Settlement>& settlement,
                                    std::vector<double>& left, double whole) const {
    if (!settlement) return 0.0;
    if (m == 0) {
        left.assign(static_cast<std::size_t>(model.years) + 1, 0.0);
        left[0] = amount(settlement->unsettled);
    }
    const double later = fen(settlement->share * whole);
    left[y + 1] += later;
    const int calendar_month = (model.first_month - 1 + m) % 12 + 1;
    return calendar_month == model.treasury.settlement_month ? left[y] - later : -later;
}

/// What of this month's revenue is the share.
double Simulator::Path::part_of_revenue(const model::RevenueShare& of) const {
    double came = 0.0;
    for (const std::size_t i : of.revenue) came += came_by_line[i];
    for (const std::size_t i : of.taxpayers) came += came_by_payer[i];
    for (const std::size_t i : of.project_income) came += came_by_income[i];
    return fen(came * of.share[y]);
}

/// How much of project income flows by the end of the month: nothing until its stage is known to be
/// finished, all of it after its months.
double Simulator::Path::share_in_flow(const model::ProjectIncome& income) const {
    const std::vector<double>& finishes = projects[income.project.value].stage_finish;
    if (income.stage >= finishes.size()) return 0.0;
    const double since = m + 1 - finishes[income.stage];
    const double months = income.kind == model::ProjectIncome::Kind::land_sale
                              ? std::max(1.0, income.months)
                              : projects[income.project.value].ramp_up;
    return std::min(since / months, 1.0);
}

/// What a project earns, costs and owes on its bonds, since the plan began.
void Simulator::Path::count_for_bonds(std::vector<std::size_t> model::Coverage::* list,
                                      std::size_t index, double earned, double cost, double owed) {
    for (std::size_t c = 0; c < model.coverages.size(); ++c) {
        for (const std::size_t each : model.coverages[c].*list) {
            if (each != index) continue;
            bonds_earned[c] += earned;
            bonds_cost[c] += cost;
            bonds_owed[c] += owed;
        }
    }
}

void Simulator::Path::receive_project_income(std::size_t i) {
    const model::ProjectIncome& income = model.project_income[i];
    if (income.kind == model::ProjectIncome::Kind::operating_cost) return;
    double part = share_in_flow(income);
    if (income.kind == model::ProjectIncome::Kind::land_sale) {
        part -= land_sold[i];
        land_sold[i] += part;
    }
    const double received = whole_flow(income.flow, part);
    came_by_income[i] = received;
    if (setup.optional.project_income.contains(income.kind)) {
        year(setup.optional.project_income.at(income.kind)) += received;
    }
    count_for_bonds(&model::Coverage::project_income, i, received, 0.0, 0.0);
    if (income.platform) {
        company_cash += received;
        year(platform_income) += received;
        return;
    }
    account[index_of(income.account)] += received;
    switch (income.account) {
        case model::Account::general:
            count_general_revenue(received, model.projects[income.project.value].district);
            break;
        case model::Account::fund:
            year(fund_revenue) += received;
            break;
        case model::Account::state_capital:
            year(state_capital_revenue) += received;
            break;
    }
}

void Simulator::Path::tax(std::size_t i) {
    const model::Taxpayer& taxpayer = model.taxpayers[i];
    const std::uint32_t stream = taxpayer.output.stream;
    if (outage_left[i] == 0 && taxpayer.outage_hazard > 0.0 &&
        draws.u(stream, outage_start, m) < taxpayer.outage_hazard) {
        const double length = setup.outage_durations[i].at(draws.u(stream, outage_length, m));
        outage_left[i] = static_cast<int>(std::max(1.0, std::nearbyint(length)));
    }
    double loss = outage_left[i] > 0 ? taxpayer.outage_loss : 0.0;
    if (is_known(taxpayer.output)) loss = 0.0;  // what is known is so after all outages
    if (outage_left[i] > 0) --outage_left[i];
    const double output = whole_flow(taxpayer.output, 1.0 - loss);
    const double kept =
        payer_tax_moved[i].whole(output * taxpayer.tax_rate * taxpayer.retained_share);
    came_by_payer[i] = kept;
    year(taxpayer_output) += output;
    account[index_of(model::Account::general)] += kept;
    count_general_revenue(kept, taxpayer.district);
}

void Simulator::Path::count_general_revenue(double received, const std::string& district) {
    year(general_revenue) += received;
    if (!district.empty()) {
        year(setup.series_of("general_revenue", "district:" + district)) += received;
    }
    month(monthly_general_revenue) += received;
}

}  // namespace coffer::naive
