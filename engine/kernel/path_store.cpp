#include "coffer/kernel/path_store.hpp"

namespace coffer::kernel {

namespace {

/// What the columns of a plan's yearly slots are kept in.
[[nodiscard]] std::vector<double> yearly_units(const plan::Plan& plan) {
    std::vector<double> units;
    for (const auto& slot : plan.slots) {
        units.insert(units.end(), static_cast<std::size_t>(plan.years), parts_of(slot.unit));
    }
    return units;
}

[[nodiscard]] std::size_t monthly_columns(const plan::Plan& plan) {
    return plan.month_places() * static_cast<std::size_t>(plan.months);
}

}  // namespace

PathStore::PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted)
    : yearly(paths, yearly_units(plan)),
      monthly(paths, std::vector<double>(monthly_columns(plan), fen_per_yuan)),
      finish(paths, std::vector<double>(plan.projects.size(), parts_of_month)),
      first_hit(paths, std::vector<double>(plan.first_hits(), 1.0)),
      totals(plan.projects.size()),
      first_year_fai_sum(plan.projects.size() + plan.pipelines.size()),
      out_of_range(Flags::Zero(paths, 1)),
      detail(wanted) {
    if (detail == Detail::traced) {
        const auto projects = static_cast<Eigen::Index>(plan.projects.size());
        project_flags.setZero(paths, projects);
        project_funded.setOnes(paths, projects);
        for (auto* table :
             {&first_year_fai, &first_year_unmet, &first_year_price, &first_year_unreported}) {
            table->setZero(paths, static_cast<Eigen::Index>(first_year_fai_sum.size()));
        }
    }
}

std::uint64_t PathStore::most_bytes(const plan::Plan& plan, std::uint64_t paths) {
    const auto columns = plan.slots.size() * static_cast<std::size_t>(plan.years);
    return SampleTable::most_bytes(paths, columns) +
           SampleTable::most_bytes(paths, monthly_columns(plan)) +
           SampleTable::most_bytes(paths, plan.projects.size() + plan.first_hits());
}

}  // namespace coffer::kernel
