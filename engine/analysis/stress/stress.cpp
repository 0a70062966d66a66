#include "coffer/analysis/stress.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace coffer::analysis {
namespace {

using kernel::PathStore;
using model::Better;
using model::Indicator;

std::vector<StressHit> hits_of(const plan::Plan& plan, const PathStore& paths) {
    std::vector<StressHit> hits;
    for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
        const Eigen::ArrayXd months = paths.first_hit.col(static_cast<Eigen::Index>(hit));
        double count = 0.0, sum = 0.0;
        for (const double month : months) {
            if (month >= plan.months) continue;
            count += 1.0;
            sum += month;
        }
        StressHit result{
            plan::first_hit_names[hit], count / static_cast<double>(months.size()), {}};
        if (count > 0.0) result.mean_month = sum / count;
        hits.push_back(std::move(result));
    }
    return hits;
}

void add_if_there(const plan::Plan& plan, Measure measure, std::vector<Measure>& measures) {
    if (has(plan, measure)) measures.push_back(std::move(measure));
}

/// The sum over all years of the plan.
Measure over_the_plan(const plan::Plan& plan, Indicator indicator) {
    Measure measure = mean_of(indicator, plan.first_year);
    measure.quantity.last_year = plan.first_year + plan.years - 1;
    measure.text = fmt::format("mean({}@{}-{})", model::info(indicator).id,
                               measure.quantity.first_year, measure.quantity.last_year);
    return measure;
}

}  // namespace

bool is_same(const Measure& a, const Measure& b) {
    if (a.kind != b.kind || a.id != b.id) return false;
    if (a.kind == Measure::Kind::target || a.kind == Measure::Kind::event) return true;
    if (a.kind == Measure::Kind::condition &&
        (a.condition.relation != b.condition.relation || a.condition.value != b.condition.value)) {
        return false;
    }
    if (a.kind == Measure::Kind::quantile && a.level != b.level) return false;
    const Quantity &left = a.quantity, &right = b.quantity;
    if (left.kind != right.kind) return false;
    if (left.kind == Quantity::Kind::finish) return left.project == right.project;
    return left.indicator == right.indicator && left.dimension == right.dimension &&
           left.first_year == right.first_year && left.last_year == right.last_year;
}

double harm_of(const Measure& measure, const StressCell& cell) {
    if (!measure.is_probability() || cell.missing) return 0.0;
    switch (better_of(measure)) {
        case Better::less:
            return cell.difference.change;
        case Better::more:
            return -cell.difference.change;
        case Better::neither:
            break;
    }
    return 0.0;
}

Better better_of(const Measure& measure) {
    if (measure.kind == Measure::Kind::event) return Better::less;
    if (measure.kind == Measure::Kind::target) return Better::more;
    const Better of_figure = measure.quantity.kind == Quantity::Kind::finish
                                 ? Better::less
                                 : model::info(measure.quantity.indicator).better;
    if (measure.kind != Measure::Kind::condition || of_figure == Better::neither) return of_figure;
    const auto relation = measure.condition.relation;
    const bool above =
        relation == model::Target::Relation::at_least || relation == model::Target::Relation::above;
    return above == (of_figure == Better::more) ? Better::more : Better::less;
}

std::vector<Measure> usual_measures(const plan::Plan& plan) {
    std::vector<Measure> measures;
    const int last = plan.first_year + plan.years - 1;
    for (const auto& target : plan.targets) measures.push_back(probability_of_target(target.id));
    for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
        measures.push_back(probability_of_event(plan::first_hit_names[hit]));
    }
    add_if_there(plan, over_the_plan(plan, Indicator::fai), measures);
    add_if_there(plan, over_the_plan(plan, Indicator::funding_shortfall), measures);
    add_if_there(plan, mean_of(Indicator::fiscal_capacity, last), measures);
    add_if_there(plan, quantile_of(0.05, Indicator::cash_min, last), measures);
    add_if_there(plan, mean_of(Indicator::debt_ratio, last), measures);
    add_if_there(plan, quantile_of(0.95, Indicator::debt_ratio, last), measures);
    add_if_there(plan, mean_of(Indicator::debt_total, last), measures);
    add_if_there(plan, mean_of(Indicator::arrears, last), measures);
    return measures;
}

std::vector<PreparedStress> prepare(const Case& base, const std::vector<scenario::Change>& suite,
                                    Diagnostics& diagnostics) {
    std::vector<PreparedStress> prepared;
    for (const auto& change : suite) {
        Diagnostics found;
        auto varied = vary(base.document, {change}, found);
        if (!varied.unfit_here) diagnostics.append(found);
        prepared.push_back({change, std::move(varied.changed), varied.unmatched,
                            varied.unfit_here ? found.sorted() : std::vector<Diagnostic>{},
                            std::nullopt});
    }
    // The whole ones first: what is reduced to another is that other one.
    std::map<std::string, std::size_t> known;
    for (const bool whole : {true, false}) {
        for (std::size_t i = 0; i < prepared.size(); ++i) {
            if (!prepared[i].changed || prepared[i].unmatched.empty() != whole) continue;
            const auto [place, added] = known.emplace(prepared[i].changed->document.sha256, i);
            if (!added) prepared[i].same_as = place->second;
        }
    }
    return prepared;
}

std::optional<StressTest> stress(const Case& base, const std::vector<PreparedStress>& suite,
                                 const std::vector<Measure>& measures,
                                 const std::vector<std::size_t>& asked, Runner& runner) {
    const auto first = runner.run(base.plan);
    if (!first) return std::nullopt;
    const statistics::Resamples resamples(static_cast<std::size_t>(runner.options().paths));
    StressTest test;
    test.measures = measures;
    test.asked = asked;
    test.base_hits = hits_of(base.plan, *first);
    std::vector<Eigen::ArrayXd> before;
    for (const Measure& measure : measures) {
        before.push_back(values_on(base.plan, *first, measure));
        test.base.push_back(value_of(measure, before.back()));
    }
    for (const PreparedStress& prepared : suite) {
        StressRow row;
        row.stress = prepared.stress;
        row.unmatched = prepared.unmatched;
        row.mistakes = prepared.mistakes;
        row.applies = prepared.changed.has_value();
        row.same_as = prepared.same_as;
        if (row.applies && !row.same_as) {
            const plan::Plan& plan = prepared.changed->plan;
            const auto second = runner.run(plan);
            if (!second) return std::nullopt;
            for (std::size_t m = 0; m < measures.size(); ++m) {
                StressCell cell;
                cell.missing = !has(plan, measures[m]);
                if (!cell.missing) {
                    cell.difference = difference_of(
                        measures[m], before[m], values_on(plan, *second, measures[m]), resamples);
                }
                row.cells.push_back(std::move(cell));
            }
            row.hits = hits_of(plan, *second);
            for (std::size_t m = 0; m < measures.size(); ++m) {
                row.harm += harm_of(measures[m], row.cells[m]);
            }
            row.sha256 = prepared.changed->document.sha256;
        }
        test.rows.push_back(std::move(row));
    }
    for (StressRow& row : test.rows) {
        if (!row.same_as) continue;
        const StressRow& other = test.rows[*row.same_as];
        row.cells = other.cells;
        row.hits = other.hits;
        row.harm = other.harm;
        row.sha256 = other.sha256;
    }
    return test;
}

}  // namespace coffer::analysis
