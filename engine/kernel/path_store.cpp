#include "coffer/kernel/path_store.hpp"

#include "coffer/base/money.hpp"

namespace coffer::kernel {

namespace {

/// What the columns of a plan's yearly slots are divided by.
[[nodiscard]] std::vector<double> yearly_units(const plan::Plan& plan) {
    std::vector<double> units;
    for (const auto& slot : plan.slots) {
        units.insert(units.end(), static_cast<std::size_t>(plan.years),
                     slot.money ? fen_per_yuan : 1.0);
    }
    return units;
}

[[nodiscard]] std::size_t monthly_columns(const plan::Plan& plan) {
    return plan::month_slots * static_cast<std::size_t>(plan.months);
}

}  // namespace

PathStore::PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted)
    : yearly(paths, yearly_units(plan)),
      monthly(paths, std::vector<double>(monthly_columns(plan), fen_per_yuan)),
      finish(paths, static_cast<Eigen::Index>(plan.projects.size())),
      totals(plan.projects.size()),
      first_hit(paths, static_cast<Eigen::Index>(plan.first_hits())),
      first_year_fai_sum(plan.projects.size() + plan.pipelines.size()),
      out_of_range(Flags::Zero(paths, 1)),
      detail(wanted) {
    if (detail == Detail::traced) {
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
           paths * (plan.first_hits() + plan.projects.size()) * sizeof(float);
}

}  // namespace coffer::kernel
