#include "dump.hpp"

#include <fmt/format.h>

namespace coffer::test {
namespace {

using namespace model;

template <class Range>
std::string row(const Range& values) {
    std::string text;
    for (const auto& value : values) {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Money>) {
            text += fmt::format("{} ", value.fen());
        } else {
            text += fmt::format("{} ", value);
        }
    }
    return text;
}

std::string dump(const Distribution& d) {
    return fmt::format("{}({},{},{})", static_cast<int>(d.shape), d.a, d.mode, d.b);
}

std::string dump(const Flow& flow) {
    const Uncertainty& u = flow.uncertainty;
    const std::string luck =
        fmt::format("{} {} {} {} {} {}", u.annual_sd, u.permanent, u.half_life_months, u.month_sd,
                    u.history_years, u.shock ? static_cast<int>(u.shock->value) : -1);
    std::string text = fmt::format("{} {}| {}| {} {}", flow.stream, row(flow.annual),
                                   row(flow.profile), flow.around_mean_path, luck);
    for (const Sensitivity& s : flow.sensitivities)
        text += fmt::format(" {}:{}", s.driver.value, s.elasticity);
    return text;
}

std::string dump(const LoanTerms& terms) {
    std::string text = fmt::format(
        "{} {} {}{} {} {} {} {} {} {}",
        terms.rate_driver ? static_cast<int>(terms.rate_driver->value) : -1, terms.rate.per_year,
        row(terms.rate_steps), terms.rate_floor.value_or(-9.0), terms.payments_per_year,
        terms.interest_at_maturity, terms.principal_per_year, static_cast<int>(terms.day_count),
        static_cast<int>(terms.repayment), terms.balloon);
    if (const auto& holiday = terms.holiday) {
        text += fmt::format(" holiday {} {} {} {} {}", holiday->from, holiday->to,
                            holiday->stops_interest, holiday->stops_principal,
                            static_cast<int>(holiday->interest));
    }
    return text;
}

std::string dump(const NewDebtTerms& terms) {
    return dump(terms.loan) + fmt::format(" {} {} {}{} {}", terms.tenor_months,
                                          terms.grace_payments, row(terms.redemption),
                                          terms.issue_day, terms.payment_month);
}

std::string dump(const std::optional<ContractDay>& day) {
    return day ? fmt::format("{}/{}", day->month, day->day) : "-";
}

std::string dump(const std::optional<Money>& money) {
    return money ? std::to_string(money->fen()) : "-";
}
std::string dump(const std::optional<int>& month) { return month ? std::to_string(*month) : "-"; }

std::string dump(const Fundable& f) {
    std::string text = fmt::format("{} {}/{} {} {} {} {}", f.id, f.name.zh, f.name.en, f.district,
                                   f.department, f.priority, f.fai_share);
    for (const Funding& each : f.funding)
        text += fmt::format(" {}:{}", each.source.value, each.cap);
    return text;
}

}  // namespace

std::string dump(const Model& m) {
    std::string t;
    const auto line = [&t]<class... A>(fmt::format_string<A...> form, A&&... a) {
        t += fmt::format(form, std::forward<A>(a)...) + "\n";
    };
    line("{} {}/{} {} {}", m.id, m.name.zh, m.name.en, m.first_year, m.years);
    line("{} {} {} {}", m.simulation.paths, m.simulation.seed, m.simulation.median,
         m.simulation.each_debt);
    line("{} {}", dump(m.base_year.fai), dump(m.base_year.general_revenue));
    if (m.budget.general_revenue) line("budget {}", row(*m.budget.general_revenue));
    line("{}{} {}", row(m.treasury.opening), m.treasury.cash_floor.fen(),
         m.treasury.penalty_rate.per_year);
    for (const auto& payment : m.treasury.waterfall) {
        line("step {} {}", static_cast<int>(payment.step),
             payment.debt_class ? static_cast<int>(*payment.debt_class) : -1);
    }
    line("{} {} {} {}",
         m.project_policy.cost_driver ? static_cast<int>(m.project_policy.cost_driver->value) : -1,
         m.project_policy.suspension_threshold, m.project_policy.suspension_after_months,
         m.project_policy.suspension_pause_months);
    line("{} {} {}", m.tiers.yellow, m.tiers.orange, m.tiers.red);
    if (m.tier_rules) {
        line("tiers {} {}", m.tier_rules->full_calibre, static_cast<int>(m.tier_rules->initial));
        for (const auto& r : m.tier_rules->rules) {
            line("tier {} {} {} {}", r.spread, r.market_closes, r.market_opens, r.borrowing_limit);
        }
    }
    if (m.debt_policy.full_calibre) line("full calibre {}", row(*m.debt_policy.full_calibre));
    for (const auto* accounts : {&m.debt_policy.general, &m.debt_policy.special}) {
        for (const auto account : *accounts) line("pays {}", static_cast<int>(account));
    }
    if (m.restructuring) {
        line("restructuring {} {} {} {} {} {} {}", m.restructuring->general_threshold,
             m.restructuring->special_threshold, m.restructuring->other_cut,
             m.restructuring->new_project_cut, m.restructuring->exit_years,
             m.restructuring->running_project_cut, m.restructuring->pipeline_cut);
    }
    if (m.platform) {
        line("platform {} {}", m.platform->opening_cash.fen(), m.platform->call_probability);
    }
    if (m.reserve) line("reserve {}", row(m.reserve->share));
    if (m.stabilisation) {
        line("stabilisation {} {}", m.stabilisation->opening.fen(),
             row(m.stabilisation->deposit_share));
        if (m.stabilisation->ceiling_share)
            line("ceiling {}", row(*m.stabilisation->ceiling_share));
    }
    if (m.advances) {
        line("advances {} {} {}", row(m.advances->limit), m.advances->repay_months,
             m.advances->rate.per_year);
    }
    for (const auto& d : m.drivers) {
        line("driver {} {}/{} {} {} {}{} {} {} {} {} {} {} {} {}", d.id, d.name.zh, d.name.en,
             d.stream, static_cast<int>(d.kind), row(d.mean), d.initial_deviation, d.persistence,
             d.volatility, d.degrees_of_freedom.value_or(0.0), d.crisis_shift, d.crisis_volatility,
             d.jump_probability, d.jump_mean, d.jump_sd);
        for (const auto& s : d.spillovers) line("spillover {} {}", s.from.value, s.coefficient);
    }
    for (const auto& s : m.shocks) {
        line("shock {} {}", s.id, s.stream);
        for (const auto& [from, weight] : s.factor) line("from {} {}", from, weight);
        for (const auto& [from, weight] : s.year_factor) line("year from {} {}", from, weight);
    }
    if (m.crisis) line("crisis {} {}", m.crisis->entry, m.crisis->exit);
    for (const auto& r : m.correlation_factor) line("factor {}", row(r));
    line("restart {} {} {}", m.project_policy.restart_cost, m.project_policy.restart_months,
         m.project_policy.cancellation_hazard);
    line("fai {} {} {} {} {}", m.fai.threshold.fen(), m.fai.land_counts,
         static_cast<int>(m.fai.basis), m.fai.lag_months, m.fai.carried_in.fen());
    line("common factors {} {} {} {}", m.common_factors.duration_sector,
         m.common_factors.duration_year, m.common_factors.cost_sector, m.common_factors.cost_year);
    for (const auto& p : m.projects) {
        line("project {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}",
             dump(static_cast<const Fundable&>(p)), p.stream, p.sector, p.total_investment.fen(),
             dump(p.spent_to_date), dump(p.first_year_investment), p.progress, p.s_curve_a,
             p.s_curve_b, row(p.productivity), dump(p.cost_overrun), p.new_output.fen(), p.tax_rate,
             dump(p.output_factor), p.output_probability, dump(p.ramp_up));
        for (const auto& s : p.stages) {
            line("stage {} {} {} {} {} {}", static_cast<int>(s.kind), dump(s.duration),
                 s.cost_share, dump(s.not_before), dump(s.deadline), s.any_link);
            line("capital {} {}", row(p.minimum_capital), p.bars_debt);
            for (const auto& d : s.demands) line("demand {} {}", d.capacity.value, d.units);
        }
    }
    for (const auto& c : m.capacities) {
        line("capacity {} {}/{} {} {}{} {}", c.id, c.name.zh, c.name.en, static_cast<int>(c.kind),
             row(c.amount), c.carries_over, c.inflow);
    }
    for (const auto& f : m.funnels) {
        line("funnel {} {}/{} {} {}{}{}{}{} {}", f.id, f.name.zh, f.name.en, f.stream,
             row(f.initial), row(f.new_prospects), row(f.months), row(f.probability),
             f.investment.fen(), f.source ? static_cast<int>(f.source->value) : -1);
    }
    for (const auto& p : m.pipelines)
        line("pipeline {} {}", dump(static_cast<const Fundable&>(p)), dump(p.need));
    for (const auto& l : m.links) {
        line("link {} {} {} {} {} {}", l.from_project.value, l.from_stage, l.to_project.value,
             l.to_stage, static_cast<int>(l.kind), l.lag_months);
    }
    for (const auto& s : m.sources) {
        line("source {} {}/{} {} {} {} {} {} {} {} {} {} {}", s.id, s.name.zh, s.name.en,
             static_cast<int>(s.kind), s.unlimited, s.counts_as_capital, dump(s.arrival),
             s.debt ? dump(*s.debt) : "-", s.carries_quota, s.deposit_rate.per_year,
             s.capitalises_interest, s.capital_first, dump(s.asset_life_years));
    }
    for (const auto& l : m.debt_limits) {
        line("limit {} {}", static_cast<int>(l.debt_class), row(l.limit));
    }
    for (const auto& r : m.receipts) {
        line("receipt {} {}/{} {} {} {} {} {} {} {}", r.id, r.name.zh, r.name.en, r.stream,
             r.source.value, dump(r.amount), r.probability, r.month, dump(r.delay),
             r.project ? static_cast<int>(r.project->value) : -1);
    }
    for (const auto& r : m.revenue) {
        line("revenue {} {}/{} {} {} {} {}", r.id, r.name.zh, r.name.en,
             static_cast<int>(r.account), static_cast<int>(r.category), r.platform, dump(r.flow));
    }
    for (const auto& x : m.taxpayers) {
        line("taxpayer {} {}/{} {} {} {} {} {} {} {}", x.id, x.name.zh, x.name.en, x.district,
             dump(x.output), x.tax_rate, x.retained_share, x.outage_hazard, dump(x.outage_duration),
             x.outage_loss);
    }
    for (const auto& e : m.expenditure) {
        line("expenditure {} {}/{} {} {} {}", e.id, e.name.zh, e.name.en,
             static_cast<int>(e.category), static_cast<int>(e.account), dump(e.flow));
    }
    for (const auto& y : m.project_income) {
        line("project income {} {}/{} {} {} {} {} {} {} {}", y.id, y.name.zh, y.name.en,
             static_cast<int>(y.kind), y.project.value, y.stage, static_cast<int>(y.account),
             y.platform, dump(y.flow), y.months);
    }
    for (const auto& i : m.debt) {
        line("days {} {} {} {} {}", i.payment_day, dump(i.issued), dump(i.first_payment),
             dump(i.first_reset), i.current_rate.value_or(-9.0));
        line("debt {} {}/{} {} {} {} {} {} {} {} {}", i.id, i.name.zh, i.name.en,
             static_cast<int>(i.debt_class), i.principal.fen(), dump(i.loan), i.reset_months,
             i.maturity, i.principal_from, dump(i.asset_life_end), row(i.refinancing_share));
        for (const auto& [month, principal] : i.schedule) line("due {} {}", month, principal.fen());
    }
    for (const auto& r : m.refinancing) {
        line("refinancing {} {}{}", static_cast<int>(r.debt_class), row(r.share), dump(r.terms));
    }
    for (const auto& x : m.targets) {
        line("target {} {}/{} {} {} {}-{} {}-{} {} {} {}", x.id, x.name.zh, x.name.en, x.indicator,
             x.dimension.text(), x.span.first.year, x.span.first.month, x.span.last.year,
             x.span.last.month, static_cast<int>(x.over), static_cast<int>(x.relation), x.value);
    }
    return t;
}

}  // namespace coffer::test
