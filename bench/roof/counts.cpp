#include "roof/counts.hpp"

#include <algorithm>

#include "coffer/plan/sample.hpp"

namespace coffer::bench {
namespace {

using Shape = model::Distribution::Shape;

// Multiply-adds of one formula, by the model page: a sum, a product, a least or largest and a
// rounding are one each.
constexpr double moving_one = 4.0;      // x = rho x + q e + J; v = mean + x; index += v / 12
constexpr double forming_a_flow = 4.0;  // planned * exp * share, rounded, booked
constexpr double paying =
    6.0;  // least of what is due and there, from home and the next account, arrears
constexpr double serving_a_contract = 3.0;  // balance * rate * time, counted, repaid
constexpr double issuing = 2.0;  // for each payment within the plan: interest and balance
constexpr double spending_of_a_stage = 6.0;  // F: place within the stage, a cubic, its share
constexpr double asking = 8.0;               // calendar, limit, G, need
constexpr double drawing_a_source = 6.0;     // least of need, cap, pool and cash; pool, drawn, paid
constexpr double going_on = 10.0;            // funded share, x, g, cursor, end reached, short month
constexpr double passing_a_link = 2.0;       // finish plus lag, latest of them
constexpr double timing_a_stage = 3.0;       // start plus duration, kept
constexpr double keeping_a_figure = 1.0;     // added up over the year, or written

/// `count` uniforms of one stream and purpose, numbered one after the other: two of them from each
/// call.
Counts uniforms(double count) { return {.calls = count / 2.0}; }
Counts normals(double count) { return {.calls = count / 2.0, .normals = count}; }

/// A single draw of a stream: a call of its own.
Counts sampled(const plan::DistributionPlan& distribution, bool shared) {
    Counts result;
    if (distribution.distribution.shape == Shape::fixed) return result;
    result.calls = 1.0;
    result.multiply_adds = 4.0;
    if (shared || !plan::needs_uniform(distribution)) result.normals = 1.0;
    switch (distribution.distribution.shape) {
        case Shape::lognormal:
        case Shape::split_lognormal:
            result.exponentials = 1.0;
            break;
        default:
            break;
    }
    return result;
}

class Counter {
  public:
    explicit Counter(const plan::Plan& the_plan)
        : plan_(the_plan), months_(the_plan.months), years_(the_plan.years) {}

    Counts all() {
        count_projects();
        if (plan_.only_schedule) return sum_;
        count_drivers();
        count_flows();
        count_debt();
        count_funnels();
        count_figures();
        return sum_;
    }

  private:
    void add(double multiply_adds) { sum_.multiply_adds += multiply_adds; }

    void count_drivers() {
        const auto n = static_cast<double>(plan_.drivers.size());
        bool tails = false;
        for (const auto& driver : plan_.drivers) {
            if (driver.innovation_sd > 0.0) sum_ += normals(months_);
            if (driver.drawn_start) sum_ += normals(2);
            if (driver.transitory_sd > 0.0) sum_ += normals(years_ + 1);
            if (driver.jump_probability > 0.0) sum_ += uniforms(months_);
            add(months_ * (moving_one + static_cast<double>(driver.spillovers.size())));
            tails = tails || !driver.tail_scale.empty();
        }
        add(months_ * n * (n + 1.0) / 2.0);  // correlation
        if (tails) sum_ += normals(years_);
        if (plan_.crisis_entry > 0.0) sum_ += uniforms(months_);
        for (const auto& shock : plan_.shocks) {
            if (shock.moves) {
                sum_ += normals(months_ + 2);
                add(months_ * (moving_one + static_cast<double>(shock.factor.size())));
            }
            if (shock.yearly) sum_ += normals(years_ + 1);
            if (shock.shares_months) sum_ += uniforms(months_);
        }
        if (plan_.has_cost_driver) sum_.exponentials += months_;
    }

    /// A flow by month.
    void count(const plan::FlowPlan& flow) {
        if (flow.certain()) return;
        const double times = flow.steady() ? years_ : months_;
        sum_.exponentials += times;
        add(times * static_cast<double>(flow.sensitivities.size() + 1) + months_ * forming_a_flow);
    }

    void count_flows() {
        for (const auto& line : plan_.revenue) count(line.flow);
        for (const auto& payer : plan_.taxpayers) {
            count(payer.output);
            if (payer.hazard > 0.0) sum_ += uniforms(months_);
        }
        for (const auto& transfer : plan_.account_transfers) count(transfer.flow);
        for (const auto& line : plan_.expenditure) {
            count(line.flow);
            add(months_ * paying);
        }
        for (const auto& source : plan_.sources) count(source.arrival);
        for (const auto& pipeline : plan_.pipelines) {
            count(pipeline.need);
            add(months_ * drawing_a_source * static_cast<double>(pipeline.funding.size()));
        }
        for (const auto& series : plan_.economic_series) {
            sum_.exponentials += years_;
            add(months_ * static_cast<double>(series.flow.sensitivities.size() + 1) +
                years_ * forming_a_flow);
        }
        for (const auto& receipt : plan_.receipts) {
            sum_ += uniforms(1);
            sum_ += sampled(receipt.amount, false);
            sum_ += sampled(receipt.delay, false);
        }
    }

    void count_debt() {
        for (const auto& instrument : plan_.floating) {
            const auto first =
                instrument.first_step.empty() ? std::size_t{0} : instrument.first_step.front();
            const auto steps = instrument.first_step.empty() ? std::size_t{0}
                                                             : instrument.first_step.back() - first;
            add(serving_a_contract * static_cast<double>(steps));
        }
        const auto issue = [&](const plan::DebtTermsPlan& terms) {
            // By month of issue, payments that are left within the plan.
            for (int month = 0; month < months_; ++month) {
                add(issuing * std::min<double>(months_ - month, terms.tenor_months) /
                    terms.principal_period);
            }
        };
        for (const auto& source : plan_.sources) {
            using Kind = model::Source::Kind;
            if (source.kind == Kind::special_bond || source.kind == Kind::general_bond ||
                source.kind == Kind::bank_loan || source.kind == Kind::platform_bond) {
                issue(source.debt);
            }
        }
        for (const auto& way : plan_.refinancing) issue(way.terms);
        for (const bool used : plan_.class_used) {
            if (used) add(2.0 * months_ * paying);  // interest and principal
        }
        if (plan_.tier_rules) sum_ += uniforms(months_);
        if (plan_.platform) sum_ += uniforms(months_);
    }

    void count_projects() {
        if (!plan_.projects.empty()) {
            for (std::size_t i = 0; i < plan_.sectors.size() + plan_.approval_years.size(); ++i)
                sum_ += Counts{.calls = 1.0, .normals = 1.0};
        }
        for (const auto& project : plan_.projects) {
            sum_ += sampled(project.overrun, project.cost_shocks.any());
            double begin = 1e18, end = 0.0, costed = 0.0;
            for (std::size_t s = project.first_stage; s <= project.last_stage; ++s) {
                const auto& stage = plan_.stages[s];
                if (!stage.closing) {
                    auto drawn = sampled(stage.duration, project.duration_shocks.any());
                    // Stages of a project are numbers of one stream.
                    if (s != project.first_stage) drawn.calls /= 2.0;
                    sum_ += drawn;
                }
                add(timing_a_stage + passing_a_link * static_cast<double>(stage.outgoing.size()));
                begin = std::min(begin, stage.planned_start);
                end = std::max(end, stage.planned_finish);
                if (stage.cost_share > 0.0) costed += 1.0;
            }
            if (project.timed) continue;
            // In the months in which it would be worked on if all its money came.
            const double active =
                std::max(0.0, std::min<double>(end, months_) - std::min<double>(begin, months_));
            add(active * (spending_of_a_stage * costed + asking + going_on +
                          drawing_a_source * static_cast<double>(project.funding.size())));
        }
    }

    void count_funnels() {
        for (std::size_t f = 0; f < plan_.funnels.size(); ++f) {
            sum_ += uniforms(7.0 * months_);
            add(7.0 * months_ * 2.0);
        }
    }

    void count_figures() {
        std::size_t figures = 0;
        for (int year = 0; year < plan_.years; ++year) {
            for (std::size_t slot = 0; slot < plan_.slots.size(); ++slot) {
                if (plan_.varies(slot) && plan_.reported(slot, year)) ++figures;
            }
        }
        add(keeping_a_figure * (2.0 * static_cast<double>(figures) + 4.0 * months_));
    }

    const plan::Plan& plan_;
    double months_, years_;
    Counts sum_;
};

}  // namespace

Counts& Counts::operator+=(const Counts& more) {
    calls += more.calls;
    normals += more.normals;
    exponentials += more.exponentials;
    multiply_adds += more.multiply_adds;
    return *this;
}

Counts counts_of(const plan::Plan& plan) { return Counter(plan).all(); }

}  // namespace coffer::bench
