// Section 4 of docs/model: projects.
#include <algorithm>
#include <cmath>
#include <utility>

#include <boost/math/distributions/binomial.hpp>

#include <support/naive/path.hpp>

namespace coffer::naive {

void Simulator::Path::receive_new_money() {
    using Kind = model::Source::Kind;
    for (std::size_t i = 0; i < model.sources.size(); ++i) {
        const model::Source& source = model.sources[i];
        if (source.unlimited) continue;
        if (source.carry_years && m % 12 == 0) drop_what_lapsed(i, *source.carry_years);
        double tied_now = 0.0;
        double arrived = whole_flow(source.arrival);
        const bool known = is_known(source.arrival);  // what was issued was allowed
        if (!known && (source.kind == Kind::special_bond || source.kind == Kind::general_bond ||
                       source.kind == Kind::platform_bond)) {
            arrived = issued(i, arrived);
        }
        if (source.kind == Kind::platform_bond) {
            company_cash += proceeds(*source.debt, arrived);
            borrow(source, arrived);
            year(new_debt) += arrived;
            continue;
        }
        for (const Promise& promise : promises) {
            if (promise.receipt->source.value != i) continue;
            if (promise.arrives < m || promise.arrives >= m + 1) continue;
            arrived += promise.size;
            if (!promise.receipt->project) continue;
            tie(*promise.receipt, promise.size);
            tied_now += promise.size;
        }
        if (source.kind == Kind::special_bond || source.kind == Kind::general_bond) {
            const bool special = source.kind == Kind::special_bond;
            const double earned = fen(pool[i] * source.deposit_rate.per_year / 12.0);
            account[index_of(special ? model::Account::fund : model::Account::general)] += earned;
            if (special) {
                year(fund_revenue) += earned;
            } else {
                count_general_revenue(earned, "");
            }
            if (!known) arrived = issue(i, arrived);
        }
        const bool bond = source.kind == Kind::special_bond || source.kind == Kind::general_bond;
        pool[i] += bond ? proceeds(*source.debt, arrived) : arrived;
        untied_arrivals[i][static_cast<std::size_t>(m / 12)] += arrived - tied_now;
        if (source.kind == Kind::grant) year(transfers) += arrived;
        if (source.kind == Kind::land_quota) year(fund_revenue) += arrived;
        if (source.kind == Kind::asset_disposal) year(state_capital_revenue) += arrived;
        if (source.kind == Kind::special_bond || source.kind == Kind::general_bond) {
            borrow(source, arrived);
            year(new_debt) += arrived;
        }
    }
}

/// The oldest money is spent first, so what is left is the youngest; of it stays what is tied
/// to somebody and what arrived in the last `years` years.
void Simulator::Path::drop_what_lapsed(std::size_t i, int years) {
    double may_stay = 0.0;
    for (std::size_t c = 0; c < claims.size(); ++c) {
        const auto& funding = setup.claimants[c].fundable->funding;
        for (std::size_t j = 0; j < funding.size(); ++j) {
            if (funding[j].source.value == i) may_stay += claims[c].tied[j];
        }
    }
    const int now = m / 12;
    for (int then = std::max(0, now - years); then < now; ++then) {
        may_stay += untied_arrivals[i][static_cast<std::size_t>(then)];
    }
    const double gone = pool[i] - std::min(pool[i], may_stay);
    pool[i] -= gone;
    using LapsedTo = model::Source::LapsedTo;
    if (model.sources[i].lapsed_to == LapsedTo::general) {
        account[index_of(model::Account::general)] += gone;
    } else if (model.sources[i].lapsed_to == LapsedTo::stabilisation) {
        fund_for_bad_years += gone;
    }
}

void Simulator::Path::tie(const model::Receipt& receipt, double size) {
    for (std::size_t c = 0; c < claims.size(); ++c) {
        const Claimant& claimant = setup.claimants[c];
        if (!claimant.is_project || claimant.index != receipt.project->value) continue;
        for (std::size_t j = 0; j < claimant.fundable->funding.size(); ++j) {
            if (claimant.fundable->funding[j].source == receipt.source) {
                claims[c].tied[j] += size;
            }
        }
    }
}

/// Money in a pool that is set aside for others than this claim.
double Simulator::Path::tied_to_others(std::size_t source, const Claim& mine) const {
    double sum = 0.0;
    for (std::size_t c = 0; c < claims.size(); ++c) {
        if (&claims[c] == &mine) continue;
        const auto& funding = setup.claimants[c].fundable->funding;
        for (std::size_t j = 0; j < funding.size(); ++j) {
            if (funding[j].source.value == source) sum += claims[c].tied[j];
        }
    }
    return sum;
}

/// The smallest count with at least u of the probability.
int Simulator::Path::binomial(int n, double p, double u) {
    if (n == 0) return 0;
    const boost::math::binomial_distribution<double, Policy> counts(n, p);
    int k = 0;
    while (k < n && cdf(counts, k) < u) ++k;
    return k;
}

void Simulator::Path::attract_investors() {
    for (std::size_t f = 0; f < model.funnels.size(); ++f) {
        const model::Funnel& funnel = model.funnels[f];
        std::array<double, 4>& counts = prospects[f];
        std::array<double, 3> leaving{};
        std::array<double, 3> going_on{};
        for (std::size_t s = 0; s < 3; ++s) {
            const int number = 2 * (3 * m + static_cast<int>(s));
            if (model.simulation.median) {
                leaving[s] = counts[s] / funnel.months[s];
                going_on[s] = leaving[s] * funnel.probability[s];
                continue;
            }
            leaving[s] = binomial(static_cast<int>(counts[s]), 1.0 / funnel.months[s],
                                  draws.u(funnel.stream, prospect_moves, number));
            going_on[s] = binomial(static_cast<int>(leaving[s]), funnel.probability[s],
                                   draws.u(funnel.stream, prospect_moves, number + 1));
        }
        counts[3] = 0;
        for (std::size_t s = 0; s < 3; ++s) {
            counts[s] -= leaving[s];
            counts[s + 1] += going_on[s];
        }
        const double rate = funnel.new_prospects[y];
        const double part = rate - std::floor(rate);
        if (model.simulation.median) {
            counts[0] += rate;
        } else {
            counts[0] += std::floor(rate);
            if (draws.u(funnel.stream, prospect_appears, m) < part) ++counts[0];
        }

        const double money = funnel.source ? fen(counts[3] * amount(funnel.investment)) : 0.0;
        if (funnel.source) pool[funnel.source->value] += money;
        year(setup.funnel_series) += money;
        note_of_funnel(f, "investment_attracted", "funnel:", money);
        const auto note = [&](std::size_t place, const char* count, double number) {
            year(setup.funnel_series + place) += number;
            note_of_funnel(f, "prospects", count + std::string(":"), number);
        };
        if (m % 12 == 11) {
            note(1, "negotiating", counts[0]);
            note(2, "signed", counts[1]);
            note(3, "landed", counts[2]);
        }
        note(4, "arrived", counts[3]);
        note(5, "newly_signed", going_on[0]);
        note(6, "newly_landed", going_on[1]);
    }
}

/// A figure of one funnel, where it is told.
void Simulator::Path::note_of_funnel(std::size_t f, const std::string& indicator,
                                     const std::string& prefix, double number) {
    const std::size_t place = setup.series_of(indicator, prefix + model.funnels[f].id);
    if (place != 0) year(place) += number;
}

/// The uniform whose normal is partly that of the sector and of the year of approval.
double Simulator::Path::together(const ProjectSetup& s, double u, double by_sector,
                                 double by_year) const {
    if (s.project->sector.empty()) by_sector = 0.0;
    if (by_sector == 0.0 && by_year == 0.0) return u;
    const double of_sector = draws.z(s.project->sector_stream, shock_of_sector, 0);
    const double of_year = draws.z(model.projects_stream, shock_of_year, s.approval_year);
    const double alone = std::sqrt(std::max(0.0, 1.0 - by_sector * by_sector - by_year * by_year));
    return cdf(standard_normal,
               alone * inverse_normal(u) + by_sector * of_sector + by_year * of_year);
}

void Simulator::Path::begin_project(const ProjectSetup& s) {
    ProjectState p;
    std::vector<double> durations;
    const model::CommonFactors& shocks = model.common_factors;
    for (std::size_t k = 0; k < s.stages(); ++k) {
        const auto number = static_cast<int>(s.project->stages[k].kind);
        const double u = draws.u(s.project->stream, stage_duration, number);
        durations.push_back(
            s.durations[k].at(together(s, u, shocks.duration_sector, shocks.duration_year)));
    }
    p.B = stage_ends(durations);
    p.passed.assign(s.stages(), 0);
    p.end_open.assign(s.stages(), 0);
    p.stage_start.assign(s.stages(), -1.0);
    p.final_cost = amount(s.project->total_investment) *
                   s.overrun.at(together(s, draws.u(s.project->stream, cost_overrun, 0),
                                         shocks.cost_sector, shocks.cost_year));
    p.ramp_up = std::max(1.0, s.ramp_up.at(draws.u(s.project->stream, ramp_up, 0)));
    p.attained = s.output_factor.at(draws.u(s.project->stream, output_factor, 0));
    if (s.project->output_probability < 1.0 &&
        draws.u(s.project->stream, output_begins, 0) >= s.project->output_probability) {
        p.attained = 0.0;
    }
    p.x = s.project->progress * p.B[0];
    p.g = s.g0;
    p.started = p.running = s.project->progress > 0.0;
    projects.push_back(std::move(p));
}

/// The moment of a link, nothing when it is not known yet.
std::optional<double> Simulator::Path::moment_of(const model::Link& link) const {
    const ProjectState& from = projects[link.from_project.value];
    if (link.from_start()) {
        const double start = from.stage_start[link.from_stage];
        return start < 0.0 ? std::nullopt : std::optional(setup.after_lag(link, start));
    }
    if (link.from_stage >= from.stage) {
        const auto seen = foreseen.find(&link);
        return seen == foreseen.end() ? std::nullopt : std::optional(seen->second);
    }
    return setup.after_lag(link, from.stage_finish[link.from_stage]);
}

/// When links are released that are leads from the finish of work under way: it goes on to its end,
/// so its moment can be told.
void Simulator::Path::look_ahead() {
    foreseen.clear();
    for (const model::Link& link : model.links) {
        if (link.from_start() || link.lag_months >= 0.0) continue;
        const std::size_t i = link.from_project.value;
        const ProjectSetup& s = setup.projects[i];
        const ProjectState& p = projects[i];
        const bool goes_on = p.finish < 0.0 && !p.cancelled && p.pause == 0 && !p.restarts_now &&
                             !at_gate(s, p) && !p.waits_at_end;
        if (!goes_on || link.from_stage < p.stage) continue;
        bool stops_before = held_back(s, p, link.from_stage);
        for (std::size_t k = p.stage; k < link.from_stage; ++k) {
            if (held_back(s, p, k) || s.gated[k + 1]) stops_before = true;
        }
        if (stops_before) continue;
        const double due = p.cursor + std::max(0.0, p.B[link.from_stage] - p.x);
        foreseen[&link] = setup.after_lag(link, s.calendar.moment(due));
    }
}

/// The moment of a gate: of the last of its links, or with `any` of the first one known.
std::optional<double> Simulator::Path::opening_of(const std::vector<const model::Link*>& links,
                                                  bool any) const {
    if (links.empty()) return 0.0;
    std::vector<double> known;
    for (const model::Link* link : links) {
        if (const auto moment = moment_of(*link)) known.push_back(*moment);
    }
    if (any) {
        if (known.empty()) return std::nullopt;
        return *std::min_element(known.begin(), known.end());
    }
    if (known.size() < links.size()) return std::nullopt;
    return *std::max_element(known.begin(), known.end());
}

void Simulator::Path::hold(std::size_t i, std::size_t k, const model::Stage& stage, double from) {
    for (const model::Demand& demand : stage.demands) {
        const std::size_t c = demand.capacity.value;
        if (model.capacities[c].kind != model::Capacity::Kind::renewable) continue;
        holdings.push_back({c, i, k, demand.units, from, std::nullopt});
    }
}

void Simulator::Path::let_go(std::size_t i, std::size_t k, double moment) {
    for (Holding& each : holdings) {
        if (each.project == i && each.stage == k) each.to = std::max(each.from, moment);
    }
}

/// What is held of a capacity in the instants after a moment.
double Simulator::Path::held_after(std::size_t capacity, double moment) const {
    double sum = 0.0;
    for (const Holding& each : holdings) {
        if (each.capacity != capacity || each.from > moment) continue;
        if (!each.to || *each.to > moment) sum += each.units;
    }
    return sum;
}

/// Whether `units` more could be held from a moment on for ever.
bool Simulator::Path::spare_from(std::size_t capacity, double units, double moment) const {
    std::vector<double> changes{moment};
    for (const Holding& each : holdings) {
        if (each.from > moment) changes.push_back(each.from);
        if (each.to && *each.to > moment) changes.push_back(*each.to);
    }
    for (std::size_t later = 0; later <= y; ++later) {
        if (12.0 * static_cast<double>(later) > moment) {
            changes.push_back(12.0 * static_cast<double>(later));
        }
    }
    return std::all_of(changes.begin(), changes.end(), [&](double change) {
        const auto year = std::min(y, static_cast<std::size_t>(change / 12.0));
        return held_after(capacity, change) + units <= model.capacities[capacity].amount[year];
    });
}

/// Cancellations; what such a project holds is free from the beginning of the month.
void Simulator::Path::give_up_projects() {
    for (std::size_t i = 0; i < projects.size(); ++i) {
        ProjectState& p = projects[i];
        if (p.pause == 0 || p.cancelled || known_project(i) != nullptr) continue;
        const double u = draws.u(model.projects[i].stream, giving_up, m);
        if (u >= model.project_policy.cancellation_hazard) continue;
        p.cancelled = true;
        year(projects_cancelled) += 1.0;
        let_go(i, p.stage, m);
    }
    // Nothing is kept for them any more, nor what is meant for them and arrives later.
    for (std::size_t i = 0; i < projects.size(); ++i) {
        if (!projects[i].cancelled) continue;
        Claim& claim = claim_of(i);
        std::fill(claim.tied.begin(), claim.tied.end(), 0.0);
        std::fill(claim.committed_to.begin(), claim.committed_to.end(), 0.0);
    }
}

void Simulator::Path::share_capacities() {
    using Kind = model::Capacity::Kind;
    for (std::size_t c = 0; c < units_left.size(); ++c) {
        const model::Capacity& capacity = model.capacities[c];
        if (capacity.kind == Kind::throughput) units_left[c] = capacity.amount[y];
        if (capacity.kind == Kind::investors) {
            units_left[c] += 1000.0 * prospects[capacity.inflow][3];
        }
        if (capacity.kind == Kind::quota && m % 12 == 0) {
            units_left[c] = capacity.amount[y] + (capacity.carries_over ? units_left[c] : 0.0);
        }
    }
    std::vector<std::size_t> order;
    for (const bool running : {true, false}) {
        for (std::size_t i = 0; i < projects.size(); ++i) {
            if (projects[i].running == running) order.push_back(i);
        }
    }
    for (const std::size_t i : order) {
        const ProjectSetup& s = setup.projects[i];
        ProjectState& p = projects[i];
        if (p.finish >= 0.0 || p.cancelled || !at_gate(s, p)) continue;
        if (known_project(i) != nullptr) continue;
        const model::Stage& stage = s.project->stages[p.stage];
        const bool capital = needs_capital(*s.project, stage);
        if (!takes_its_turn(*s.project, p.stage)) continue;
        const auto known = opening_of(s.incoming[p.stage], stage.any_link);
        if (!known) continue;
        const double ready =
            std::max({nothing_new_before(i), p.at_gate_since, *known, s.earliest[p.stage]});
        if (ready >= m + 1) continue;
        if (!capital) {
            take(i, stage, ready);
            continue;
        }
        std::vector<double> parts;
        if (raise_capital(i, parts)) {
            Claim& claim = claim_of(i);
            if (!take(i, stage, ready)) continue;
            for (std::size_t j = 0; j < parts.size(); ++j) {
                if (parts[j] > 0.0) claim.committed_to[j] = claim.drawn[j] + parts[j];
            }
        } else {
            p.at_gate_since = m + 1.0;
        }
    }
}

Simulator::Path::Claim& Simulator::Path::claim_of(std::size_t project) {
    for (std::size_t k = 0; k < claims.size(); ++k) {
        const Claimant& claimant = setup.claimants[k];
        if (claimant.is_project && claimant.index == project) return claims[k];
    }
    return claims.front();  // every project is a claimant
}

/// What of a source's pool and of its planned arrivals nobody has brought up as capital, and
/// is not set aside for others than `mine`.
double Simulator::Path::unpledged(std::size_t s, const Claim& mine) {
    const model::Source& source = model.sources[s];
    if (source.unlimited) return 1e18;
    double sum = pool[s];
    const auto commitment = model.project_policy.capital_commitment;
    int last = m;
    if (commitment == model::CapitalCommitment::year) last = m / 12 * 12 + 11;
    if (commitment == model::CapitalCommitment::plan) last = setup.months - 1;
    for (int later = m + 1; later <= last; ++later) {
        sum += std::floor(amount(source.arrival.annual[static_cast<std::size_t>(later / 12)]) *
                          source.arrival.profile[static_cast<std::size_t>(later % 12)]);
    }
    for (std::size_t k = 0; k < claims.size(); ++k) {
        const auto& rows = setup.claimants[k].fundable->funding;
        for (std::size_t j = 0; j < rows.size(); ++j) {
            if (rows[j].source.value != s) continue;
            const double pledged = claims[k].committed_to[j] - claims[k].drawn[j];
            sum -= std::max(&claims[k] == &mine ? 0.0 : claims[k].tied[j], pledged);
        }
    }
    return std::max(0.0, sum);
}

/// Whether a project's capital is there, and what each row of its funding brings to it.
bool Simulator::Path::raise_capital(std::size_t i, std::vector<double>& parts) {
    const model::Project& project = model.projects[i];
    const Claim& claim = claim_of(i);
    const double total = amount(project.total_investment);
    double missing = up(project.minimum_capital[y] * total) - fen(setup.projects[i].g0 * total);
    const auto counts = [&](std::size_t j) {
        return model.sources[project.funding[j].source.value].counts_as_capital;
    };
    parts.assign(project.funding.size(), 0.0);
    for (std::size_t j = 0; j < parts.size(); ++j) {
        if (counts(j)) missing -= claim.drawn[j];
    }
    for (std::size_t j = 0; j < parts.size(); ++j) {
        if (!counts(j) || missing <= 0.0) continue;
        const double within_cap = up(project.funding[j].cap * total) - claim.drawn[j];
        parts[j] = std::max(0.0, std::min(within_cap, missing));
        parts[j] = std::min(parts[j], unpledged(project.funding[j].source.value, claim));
        missing -= parts[j];
    }
    return missing <= 0.0;
}

bool Simulator::Path::take(std::size_t i, const model::Stage& stage, double ready) {
    using Kind = model::Capacity::Kind;
    ProjectState& p = projects[i];
    bool all_there = true;
    // The moments at which something changes are the only ones that can be the earliest.
    std::vector<double> candidates{ready};
    for (const Holding& each : holdings) {
        if (each.to && *each.to > ready) candidates.push_back(*each.to);
    }
    if (12.0 * static_cast<double>(y) > ready) {
        candidates.push_back(12.0 * static_cast<double>(y));
    }
    for (std::size_t before = 1; before < y; ++before) {
        candidates.push_back(std::max(ready, 12.0 * static_cast<double>(before)));
    }
    std::sort(candidates.begin(), candidates.end());
    for (const model::Demand& demand : stage.demands) {
        const std::size_t c = demand.capacity.value;
        if (model.capacities[c].kind == Kind::renewable) {
            if (!spare_from(c, demand.units, m + 2.0)) all_there = false;
        } else if (units_left[c] < demand.units) {
            all_there = false;
            p.at_gate_since = m + 1.0;
        }
    }
    if (!all_there) return false;
    const auto moment = std::find_if(candidates.begin(), candidates.end(), [&](double t) {
        return std::all_of(stage.demands.begin(), stage.demands.end(),
                           [&](const model::Demand& demand) {
                               const std::size_t c = demand.capacity.value;
                               return model.capacities[c].kind != Kind::renewable ||
                                      spare_from(c, demand.units, t);
                           });
    });
    for (const model::Demand& demand : stage.demands) {
        const std::size_t c = demand.capacity.value;
        if (model.capacities[c].kind != Kind::renewable) units_left[c] -= demand.units;
    }
    hold(i, p.stage, stage, *moment);
    p.passed[p.stage] = 1;
    p.cursor = std::max(p.cursor, setup.projects[i].calendar.work(*moment));
    return true;
}

void Simulator::Path::try_gate(const ProjectSetup& s, ProjectState& p) {
    const model::Stage& stage = s.project->stages[p.stage];
    // Passed in share_capacities or not at all.
    if (takes_its_turn(*s.project, p.stage)) return;
    const auto known = opening_of(s.incoming[p.stage], stage.any_link);
    if (!known) return;
    const auto i = static_cast<std::size_t>(s.project - model.projects.data());
    const double opening = std::max({nothing_new_before(i), *known, s.earliest[p.stage]});
    if (opening >= m + 1) return;
    p.passed[p.stage] = 1;
    p.cursor = std::max(p.cursor, s.calendar.work(opening));
}

/// Finishes that are held back: the one the project waits at opens within the month, those
/// ahead when their moment lies before it.
void Simulator::Path::try_ends(const ProjectSetup& s, ProjectState& p) {
    const auto i = static_cast<std::size_t>(s.project - model.projects.data());
    for (std::size_t k = p.stage; k < s.stages(); ++k) {
        if (s.into_end[k].empty() || p.end_open[k] != 0) continue;
        auto known = opening_of(s.into_end[k], s.project->stages[k].any_link);
        if (!known) continue;
        known = std::max(*known, nothing_new_before(i));
        if (k == p.stage && p.waits_at_end) {
            if (*known >= m + 1) continue;
            p.waits_at_end = false;
            p.held_until = *known;
            p.cursor = std::max(p.cursor, s.calendar.work(*known));
        } else if (*known > m || s.calendar.work(*known) >= p.cursor + (p.B[k] - p.x) - 1e-9) {
            continue;  // its work may end before that
        }
        p.end_open[k] = 1;
    }
}

double Simulator::Path::escalation() const {
    if (!model.project_policy.cost_driver) return 1.0;
    const std::size_t c = model.project_policy.cost_driver->value;
    // Costs rise by a twelfth of the year's growth each month.
    double steady = 0.0;
    for (int month = 0; month <= m; ++month) {
        steady += std::log(1.0 + model.drivers[c].mean[static_cast<std::size_t>(month / 12)]);
    }
    const double off = log_index[c] - setup.mean_log_index[c][static_cast<std::size_t>(m)];
    return std::exp(steady / 12.0 + off);
}

/// Section 5: restructuring leaves alone what investors alone pay for.
bool Simulator::Path::has_public_money(const model::Fundable& fundable) const {
    for (const auto& funding : fundable.funding) {
        if (model.sources[funding.source.value].kind != model::Source::Kind::investor) return true;
    }
    return false;
}

double Simulator::Path::project_need(const ProjectSetup& s, ProjectState& p, double esc) {
    p.asks = false;
    p.kept_back = false;
    p.restart_asked = 0.0;
    const auto i = static_cast<std::size_t>(s.project - model.projects.data());
    if (const auto* known = known_project(i)) return known->spent(m);
    if (p.finish >= 0.0 || p.cancelled) return 0.0;
    if (p.restarts_now) {
        p.restarts_now = false;
        p.restart_unpaid = model.project_policy.restart_cost;
        p.restart_until = s.calendar.at_month(m) + model.project_policy.restart_months;
        p.cursor = p.restart_until;
    }
    p.held_until = 0.0;
    if (at_gate(s, p)) try_gate(s, p);
    try_ends(s, p);
    if (in_restructuring && !p.started && !at_gate(s, p) && !p.waits_at_end &&
        has_public_money(*s.project) && amount(s.project->total_investment) > 0.0 &&
        draws.u(s.project->stream, start_held_back, static_cast<int>(y)) <
            model.restructuring->new_project_cut) {
        p.kept_back = true;
        p.pause = std::max(p.pause, 1);
        if (!p.kept_back_this_year) year(projects_held_back) += 1.0;
        p.kept_back_this_year = true;
    }
    if (p.pause > 0 || at_gate(s, p) || p.waits_at_end) return 0.0;
    p.asks = true;
    p.last = p.stage;
    while (p.last + 1 < s.stages() && !s.gated[p.last + 1] && !held_back(s, p, p.last)) {
        ++p.last;
    }
    p.limit = p.B[p.last];
    p.speed = 1.0;
    if (in_restructuring && p.started && has_public_money(*s.project) &&
        amount(s.project->total_investment) > 0.0) {
        p.speed = 1.0 - model.restructuring->running_project_cut;
    }
    const double time = std::max(0.0, s.calendar.at_month(m + 1) - p.cursor);
    p.target = std::min(p.limit, p.x + p.speed * time);
    const double G = s.share_of_spending(s.share_of_cost(p.target, p.B));
    const double need = fen(p.final_cost * esc * std::max(0.0, G - p.g));
    p.rise = need / (p.final_cost * esc);
    p.restart_asked = fen(p.final_cost * esc * p.restart_unpaid);
    return p.restart_asked + need;
}

/// How much more a project may draw from sources that are no capital, from this one.
double Simulator::Path::other_money_allowed(const model::Source& source, const Claim& claim) const {
    const std::size_t i = setup.claimants[static_cast<std::size_t>(&claim - claims.data())].index;
    const model::Project& project = model.projects[i];
    const double total = amount(project.total_investment);
    if (project.minimum_capital.empty() || total == 0.0) return 1e18;
    const double before = fen(setup.projects[i].g0 * total);
    const double share = project.minimum_capital[y];
    double own = before;
    double others = 0.0;
    for (std::size_t j = 0; j < claim.drawn.size(); ++j) {
        const bool counts = model.sources[project.funding[j].source.value].counts_as_capital;
        (counts ? own : others) += claim.drawn[j];
    }
    if (source.capital_first && own < up(share * total)) return 0.0;
    if (!project.bars_debt) return 1e18;
    return std::max(0.0, up((1.0 - share) * (before + claim.spent + claim.wants())) - others);
}

void Simulator::Path::fund(const model::Fundable& fundable, Claim& claim) {
    using Kind = model::Source::Kind;
    for (std::size_t j = 0; j < fundable.funding.size(); ++j) {
        const model::Funding& row = fundable.funding[j];
        const std::size_t s = row.source.value;
        const model::Source& source = model.sources[s];
        double draw = claim.wants() - claim.paid;
        draw = std::min(draw, up(row.cap * (claim.spent + claim.wants())) - claim.drawn[j]);
        if (claim.is_project && !source.counts_as_capital) {
            draw = std::min(draw, other_money_allowed(source, claim));
        }
        if (!source.unlimited) draw = std::min(draw, pool[s] - tied_to_others(s, claim));
        if (source.kind == Kind::fiscal) draw = std::min(draw, above_floor());
        const bool of_company = source.kind == Kind::platform && model.platform.has_value();
        if (of_company) draw = std::min(draw, company_cash);
        if (draw <= 0.0) continue;
        take_from(fundable, claim, j, draw);
    }
    claim.spent += claim.paid;
    claim.paid_for_before = std::min(claim.paid, claim.owed);
}

/// Contractors are paid what they were owed, and go on without money as far as they can bear it.
void Simulator::Path::settle_with_contractors() {
    for (std::size_t i = 0; i < claims.size(); ++i) {
        Claim& claim = claims[i];
        claim.owed -= claim.paid_for_before;
        claim.paid -= claim.paid_for_before;
        if (!claim.is_project || !projects[setup.claimants[i].index].running) continue;
        if (known_project(setup.claimants[i].index) != nullptr) continue;
        const model::Project& project = *setup.projects[setup.claimants[i].index].project;
        const double most =
            std::floor(project.contractors_carry * amount(project.total_investment));
        const double on_credit =
            std::min(claim.need - claim.paid, std::max(0.0, most - claim.owed));
        claim.owed += on_credit;
        claim.paid += on_credit;
    }
}

double Simulator::Path::owed_to_contractors() const {
    double sum = 0.0;
    for (const Claim& claim : claims) sum += claim.owed;
    return sum;
}

/// What projects drew in a known month, whatever their limits are now.
void Simulator::Path::draw_known() {
    bool any = false;
    for (std::size_t c = 0; c < claims.size(); ++c) {
        const Claimant& claimant = setup.claimants[c];
        const auto* known = claimant.is_project ? known_project(claimant.index) : nullptr;
        if (known == nullptr) continue;
        any = true;
        Claim& claim = claims[c];
        for (std::size_t j = 0; j < known->drawn.size(); ++j) {
            const std::size_t s = claimant.fundable->funding[j].source.value;
            const model::Source& source = model.sources[s];
            double draw = known->drawn[j][static_cast<std::size_t>(m)];
            if (!source.unlimited) draw = std::min(draw, pool[s]);
            if (source.kind == model::Source::Kind::fiscal) draw = std::min(draw, treasury());
            if (source.kind == model::Source::Kind::platform && model.platform) {
                draw = std::min(draw, company_cash);
            }
            if (draw > 0.0) take_from(*claimant.fundable, claim, j, draw);
        }
        claim.spent += claim.paid;
    }
    if (any) let_the_reserve_be_used();
}

/// A claim takes money from the source of one of its rows.
void Simulator::Path::take_from(const model::Fundable& fundable, Claim& claim, std::size_t j,
                                double draw) {
    using Kind = model::Source::Kind;
    const std::size_t s = fundable.funding[j].source.value;
    const model::Source& source = model.sources[s];
    const bool of_company = source.kind == Kind::platform && model.platform.has_value();
    if (!source.unlimited) pool[s] -= draw;
    if (of_company) company_cash -= draw;
    if (source.kind == Kind::grant || source.kind == Kind::special_bond ||
        source.kind == Kind::general_bond || source.kind == Kind::land_quota ||
        source.kind == Kind::asset_disposal) {
        year_paid_out += draw;
    }
    if (source.kind == Kind::fiscal) {
        pay(model::Account::general, draw, draw);
        year(fiscal_project_spending) += draw;
    }
    const bool grows = source.capitalises_interest && claim.is_project;
    if (grows) {
        claim.loan_drawn[j] += draw;
        year(new_debt) += draw;
    } else if (source.kind == Kind::bank_loan) {
        bank_drawn[s] += draw;
    }
    if (source.kind == Kind::grant || source.kind == Kind::general_bond ||
        source.kind == Kind::fiscal) {
        count_budget(model::Account::general, draw);
    }
    if (source.kind == Kind::special_bond || source.kind == Kind::land_quota) {
        count_budget(model::Account::fund, draw);
    }
    claim.drawn[j] += draw;
    claim.tied[j] -= std::min(claim.tied[j], draw);
    claim.paid += draw;
}

void Simulator::Path::progress_projects() {
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const Claimant& claimant = setup.claimants[i];
        const Claim& claim = claims[i];
        if (claimant.is_project) {
            const ProjectState before = projects[claimant.index];
            progress(claimant.index, claim);
            counted[i][static_cast<std::size_t>(m)] =
                countable(claimant.index, claim, before, projects[claimant.index]);
        } else {
            counted[i][static_cast<std::size_t>(m)] =
                fen(claim.paid * claimant.fundable->fai_share);
        }
        const int of = m - model.fai.lag_months;
        const double invested = of < 0 ? 0.0 : counted[i][static_cast<std::size_t>(of)];
        year(fai) += invested;
        month(monthly_fai) += invested;
        year(claimant.is_project ? fai_named : fai_pipeline) += invested;
        const std::size_t district = claimant.is_project ? setup.projects[claimant.index].district
                                                         : setup.pipeline_district[claimant.index];
        if (district != 0) year(district) += invested;
        if (claim.need > 0.0) {
            const double unmet = claim.need - claim.paid;
            lacking[i] = claimant.is_project ? unmet : lacking[i] + unmet;
        }
        if (!claimant.is_project) continue;
        if (m < 12 && model.projects[claimant.index].first_year_investment) {
            first_year_spending += claim.paid;
        }
    }
    if (m < model.fai.lag_months) {
        const auto until = [&](int n) {
            return fen(amount(model.fai.carried_in) * n / model.fai.lag_months);
        };
        const double from_before = until(m + 1) - until(m);
        year(fai) += from_before;
        month(monthly_fai) += from_before;
        year(fai_pipeline) += from_before;
    }
}

/// What a project's month counts as FAI.
double Simulator::Path::countable(std::size_t i, const Claim& claim, const ProjectState& before,
                                  const ProjectState& after) const {
    const ProjectSetup& s = setup.projects[i];
    const double share = s.project->fai_share;
    const auto part_within = [](double from, double to, double low, double high) {
        return std::max(0.0, std::min(to, high) - std::max(from, low));
    };
    if (model.fai.basis == model::FaiPolicy::Basis::progress) {
        const auto until = [&](const ProjectState& p) {
            const double to = s.share_of_cost(p.x, p.B);
            const double land = part_within(0.0, to, s.land_from, s.land_to);
            return fen(amount(s.project->total_investment) * (to - land) * share);
        };
        return until(after) - until(before);
    }
    const double land = part_within(before.g, after.g, s.land_money_from, s.land_money_to);
    const double for_work = claim.paid - std::min(claim.paid, before.restart_asked);
    if (land <= 0.0 || for_work <= 0.0) return fen(claim.paid * share);
    return fen((claim.paid - for_work * land / (after.g - before.g)) * share);
}

/// A project is completed in the year in which its finish lies, to a thousandth of a month,
/// whenever that is seen; a year's end belongs to it.
void Simulator::Path::count_completion(std::size_t i) {
    const double thousandths = std::round(1000.0 * projects[i].finish);
    std::size_t of = 0;
    while (12000.0 * static_cast<double>(of + 1) < thousandths) ++of;
    annual(projects_completed, of) += 1.0;
    for (std::size_t later = of; later < static_cast<std::size_t>(model.years); ++later) {
        annual(new_capacity, later) += amount(model.projects[i].new_output);
    }
}

void Simulator::Path::progress(std::size_t i, const Claim& claim) {
    const ProjectSetup& s = setup.projects[i];
    ProjectState& p = projects[i];
    if (const auto* known = known_project(i)) {
        p.g += claim.paid / (p.final_cost * escalation());
        move_to_known(i, *known);
        return;
    }
    if (p.finish >= 0.0 || p.cancelled) return;
    if (p.pause > 0) {
        --p.pause;
        p.restarts_now = p.pause == 0 && p.started;
        if (!p.kept_back) p.suspended_this_year = true;
        p.cursor = s.calendar.at_month(m + 1);
    }
    if (!p.asks) return;

    const double funded_share = claim.need > 0.0 ? claim.paid / claim.need : 1.0;
    // The restart is paid first; work gets the rest, and nothing before all of it is paid.
    const double for_work = claim.paid - std::min(claim.paid, p.restart_asked);
    const double work_need = claim.need - p.restart_asked;
    double r = work_need > 0.0 ? for_work / work_need : 1.0;
    if (claim.paid < p.restart_asked) {
        r = 0.0;
        p.restart_unpaid *= (p.restart_asked - claim.paid) / p.restart_asked;
    } else {
        p.restart_unpaid = 0.0;
    }
    const double x_old = p.x;
    p.x += r * (p.target - p.x);
    p.g += r * p.rise;
    // The value of C at which the position b was reached.
    const double pace = r * p.speed;
    const auto clock = [&](double b) {
        return pace > 0.0 ? p.cursor + (b - x_old) / pace : p.cursor;
    };

    // Starts are seen in the first month with work on the stage, and lie where that work begins.
    for (std::size_t k = p.stage; k <= p.last; ++k) {
        const double begin = k == 0 ? 0.0 : p.B[k - 1];
        const bool is_work = p.x > begin + 1e-9;
        const bool works = pace > 0.0 && (is_work || p.x >= p.B[k] - 1e-9);
        if (!works || p.stage_start[k] >= 0.0) continue;
        const double done = begin > x_old ? clock(begin) : p.cursor;
        p.stage_start[k] =
            std::min(m + 1.0, is_work ? s.calendar.last_moment(done) : s.calendar.moment(done));
    }

    bool finished_stage = false;
    while (pace > 0.0 && p.stage < s.stages() && !at_gate(s, p) && p.x >= p.B[p.stage] - 1e-9) {
        if (held_back(s, p, p.stage)) {
            p.waits_at_end = true;
            finished_stage = true;
            break;
        }
        // By definition not after this month; rounding of C at a month's end must not carry
        // the moment over a winter stop.
        const double done = std::min(m + 1.0, s.calendar.moment(clock(p.B[p.stage])));
        p.stage_finish.push_back(finished_stage ? done : std::max(p.held_until, done));
        p.at_gate_since = p.stage_finish.back();
        let_go(i, p.stage, p.at_gate_since);
        ++p.stage;
        finished_stage = true;
    }
    if (p.stage == s.stages()) {
        p.finish = p.stage_finish.back();
        out.finish[i] = p.finish;
        count_completion(i);
    }
    if (!p.started && ((p.target > x_old && r > 0.0) || finished_stage)) {
        p.started = p.running = true;
        year(projects_started) += 1.0;
    }
    p.cursor = pace > 0.0 && p.x >= p.limit - 1e-9
                   ? clock(p.limit)
                   : std::max(s.calendar.at_month(m + 1), p.restart_until);

    if (claim.need > 0.0 && funded_share < model.project_policy.suspension_threshold) {
        if (++p.short_months >= model.project_policy.suspension_after_months) {
            p.pause = model.project_policy.suspension_pause_months;
            p.short_months = 0;
        }
    } else {
        p.short_months = 0;
    }
}

/// To where the project stood at the end of a known month, whatever its gates say; the month's work
/// goes evenly, so that the stages it ends end at some moment of it.
void Simulator::Path::move_to_known(std::size_t i, const Setup::KnownProject& known) {
    const ProjectSetup& s = setup.projects[i];
    ProjectState& p = projects[i];
    const std::size_t stage = known.stage[static_cast<std::size_t>(m)];
    const double share = known.share[static_cast<std::size_t>(m)];
    const double begin = stage == 0 ? 0.0 : p.B[stage - 1];
    const double target = share >= 1.0 ? p.B[stage] : begin + share * (p.B[stage] - begin);
    const bool has_moved = stage > 0 || share > 0.0;
    const auto told_finished = [&](std::size_t k) {
        return k < stage || (k == stage && share >= 1.0);
    };
    while (has_moved && p.finish < 0.0) {
        if (p.waits_at_end) {
            if (!told_finished(p.stage)) break;
            p.waits_at_end = false;
            p.cursor = std::max(p.cursor, s.calendar.at_month(m));
        }
        if (at_gate(s, p)) {
            if (p.stage > stage || (p.stage == stage && share <= 0.0)) break;
            p.passed[p.stage] = 1;
            p.cursor = std::max(p.cursor, s.calendar.at_month(m));
        }
        const double x_old = p.x;
        const double time = s.calendar.at_month(m + 1) - p.cursor;
        p.x = std::max(p.x, target);
        const double moved = p.x - x_old;
        if (!p.running && moved > 0.0) {
            p.started = p.running = true;
            year(projects_started) += 1.0;
        }
        const bool works = time > 1e-9 && moved > 0.0;  // else it is done at once
        double clock = p.cursor;
        while (p.stage < s.stages() && !at_gate(s, p) && p.x >= p.B[p.stage] - 1e-9) {
            const double ahead = std::max(0.0, p.B[p.stage] - x_old);
            clock = p.cursor + (works ? ahead * time / moved : 0.0);
            if (held_back(s, p, p.stage) && !told_finished(p.stage)) {
                p.waits_at_end = true;
                break;
            }
            p.stage_finish.push_back(std::clamp(s.calendar.moment(clock), m + 0.0, m + 1.0));
            p.at_gate_since = p.stage_finish.back();
            let_go(i, p.stage, p.at_gate_since);
            ++p.stage;
        }
        if (p.stage == s.stages()) {
            p.finish = p.stage_finish.back();
            out.finish[i] = p.finish;
            count_completion(i);
            break;
        }
        if (p.waits_at_end) {
            p.x = p.B[p.stage];
            p.cursor = clock;
            break;
        }
        if (!at_gate(s, p)) break;
        p.x = p.B[p.stage - 1];
        p.cursor = clock;
    }
    if (p.finish < 0.0 && !at_gate(s, p) && !p.waits_at_end) {
        p.cursor = std::max(p.cursor, s.calendar.at_month(m + 1));
    }
    if (m + 1 == known.months) wait_for_links(s, p);
    for (std::size_t k = 0; k < s.stages(); ++k) {
        const double from = k == 0 ? 0.0 : p.B[k - 1];
        const bool begun = k < p.stage || (k == p.stage && p.x > from + 1e-9);
        if (begun && p.stage_start[k] < 0.0) p.stage_start[k] = m;
    }
}

/// A stage that ran ahead of its links in known months goes on when they are there, like one that
/// has not begun.
void Simulator::Path::wait_for_links(const ProjectSetup& s, ProjectState& p) {
    if (model.project_policy.out_of_sequence != model::OutOfSequence::retained) return;
    if (p.finish >= 0.0 || at_gate(s, p) || p.waits_at_end) return;
    if (s.incoming[p.stage].empty()) return;
    const auto known = opening_of(s.incoming[p.stage], s.project->stages[p.stage].any_link);
    if (!known || std::max(*known, s.earliest[p.stage]) > m + 1.0) p.passed[p.stage] = 0;
}

}  // namespace coffer::naive
