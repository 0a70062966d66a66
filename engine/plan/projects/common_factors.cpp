#include "projects/common_factors.hpp"

#include <cmath>
#include <map>
#include <utility>

namespace coffer::plan {

namespace {

/// The year of approval as an offset to the first plan year; -1 for what was approved before.
int approval_year_of(const Plan& plan, const ProjectPlan& project) {
    auto stage = project.first_stage;
    for (auto s = project.first_stage; s <= project.last_stage; ++s) {
        if (plan.stages[s].kind != model::StageKind::approval) continue;
        stage = s;
        break;
    }
    if (stage == project.first_stage && project.progress > 0.0) return -1;
    // A start on 1 January, computed as a sum, belongs to the year that begins.
    constexpr double slack = 1e-6;
    return static_cast<int>(std::floor((plan.stages[stage].planned_start + slack) / 12.0));
}

ShockLoadings loadings(double sector, double year) {
    return {std::sqrt(std::max(0.0, 1.0 - sector * sector - year * year)), sector, year};
}

/// The place of an item by its key; it is added when it is new.
template <class Key, class Item>
std::size_t place_of(std::map<Key, std::size_t>& places, const Key& key, std::vector<Item>& items,
                     Item item) {
    const auto [place, is_new] = places.emplace(key, items.size());
    if (is_new) items.push_back(std::move(item));
    return place->second;
}

}  // namespace

void add_common_factors(const model::Model& model, Plan& plan) {
    const auto& shocks = model.common_factors;
    plan.projects_stream = model.projects_stream;
    std::map<std::string, std::size_t> sectors;
    std::map<int, std::size_t> years;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        auto& project = plan.projects[p];
        const auto& source = model.projects[p];
        // Without a sector, that part is the project's own.
        const double in_sector = source.sector.empty() ? 0.0 : 1.0;
        project.duration_shocks =
            loadings(in_sector * shocks.duration_sector, shocks.duration_year);
        project.cost_shocks = loadings(in_sector * shocks.cost_sector, shocks.cost_year);
        if (project.duration_shocks.sector != 0.0 || project.cost_shocks.sector != 0.0) {
            project.sector = place_of(sectors, source.sector, plan.sectors,
                                      SectorPlan{source.sector, source.sector_stream});
        }
        if (project.duration_shocks.year != 0.0 || project.cost_shocks.year != 0.0) {
            const int year = plan.first_year + approval_year_of(plan, project);
            project.approval_year = place_of(years, year, plan.approval_years, year);
        }
    }
}

}  // namespace coffer::plan
