#include "record.hpp"

#include <algorithm>

#include "coffer/base/calendar.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/results/files.hpp"

namespace coffer::batch {
namespace {

/// Every month in which the event can come for the first time, then the plan as a whole.
void add_first_hit(const statistics::FirstHitResult& hit, store::Record& record) {
    double by = 0.0;
    for (std::size_t month = 0; month < hit.probability.size(); ++month) {
        const double first = hit.probability[month];
        by = std::min(1.0, by + first);
        if (first == 0.0) continue;
        const Month when = month_after(hit.start, static_cast<int>(month));
        record.first_hits.push_back({hit.event, when.year, when.month, first, by, std::nullopt});
    }
    record.first_hits.push_back({hit.event, 0, 0, by, by, hit.mean_month});
}

}  // namespace

store::Record record_of(const statistics::Forecast& forecast, const model::Model& model,
                        const plan::Plan& plan, const scenario::NightFile& night) {
    store::Record record;
    record.plan_id = model.id;
    record.name = model.name;
    record.first_year = plan.first_year;
    record.years = plan.years;
    record.paths = forecast.paths;
    for (const auto& series : forecast.series) {
        if (series.month > 0 && !night.keep_months) continue;
        record.figures.push_back({model::info(series.indicator).id, series.dimension, series.year,
                                  series.month, series.summary, series.reference_path});
    }
    for (const auto& target : forecast.targets) {
        record.targets.push_back(
            {target.id, target.name, model::info(target.indicator).id, target.dimension,
             target.span.first.year, results::period_text(target.span),
             target.span.several() ? std::string(results::word(target.over)) : std::string(),
             std::string(results::symbol(target.relation)), target.value, target.probability,
             target.standard_error});
    }
    for (const auto& hit : forecast.first_hits) add_first_hit(hit, record);
    if (!night.keep_projects) return record;
    for (const auto& project : forecast.projects) {
        record.projects.push_back({project.id, project.name, project.total_investment,
                                   project.probability_finished, project.finish_p10,
                                   project.finish_p50, project.finish_p90, project.probability_late,
                                   project.probability_suspended, project.probability_cancelled,
                                   project.funded_share, project.probability_short});
    }
    return record;
}

}  // namespace coffer::batch
