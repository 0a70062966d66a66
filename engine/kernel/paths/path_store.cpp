#include "coffer/kernel/path_store.hpp"

#include <algorithm>
#include <optional>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/by_month.hpp"

namespace coffer::kernel {

/// What is the same on all paths, by column.
struct PathStore::Alike {
    std::vector<std::optional<double>> yearly, monthly, first_hit;
    bool out_of_range = false;
};

namespace {

std::vector<std::optional<double>> first_row(const SampleTable& table) {
    std::vector<std::optional<double>> values;
    for (Eigen::Index column = 0; column < table.cols(); ++column) {
        values.emplace_back(table(0, column));
    }
    return values;
}

/// What the columns of a plan's yearly slots are kept in.
[[nodiscard]] std::vector<double> yearly_units(const plan::Plan& plan) {
    std::vector<double> units;
    for (const auto& slot : plan.slots) {
        units.insert(units.end(), static_cast<std::size_t>(plan.years), parts_of(slot.unit));
    }
    return units;
}

[[nodiscard]] std::size_t monthly_columns(const plan::Plan& plan) {
    return plan.kept_months.size() * static_cast<std::size_t>(plan.months);
}

}  // namespace

/// What is not kept reads as zero; where only schedules differ, figures are as any one path has
/// them.
PathStore::Alike PathStore::alike_on_all_paths(const plan::Plan& plan) {
    Alike alike;
    if (!plan.only_schedule) {
        alike.yearly.resize(plan.slots.size() * static_cast<std::size_t>(plan.years));
        for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
            if (plan.slots[slot].offered) continue;
            std::fill_n(alike.yearly.begin() + PathStore::year_column(plan, slot, 0), plan.years,
                        0.0);
        }
        return alike;
    }
    const auto by_month = plan::all_by_month(plan);
    PathStore one(by_month, 1);
    simulate_paths(by_month, Draws::at_median(), 0, 1, 1, one);
    alike.yearly = first_row(one.yearly);
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        if (!plan.varies(slot)) continue;
        std::fill_n(alike.yearly.begin() + PathStore::year_column(plan, slot, 0), plan.years,
                    std::nullopt);
    }
    alike.monthly = first_row(one.monthly);
    alike.first_hit = first_row(one.first_hit);
    alike.out_of_range = one.out_of_range(0, 0) != 0;
    return alike;
}

PathStore::PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted)
    : PathStore(plan, paths, wanted, alike_on_all_paths(plan)) {}

// It is moved from.
// cppcheck-suppress passedByValue
PathStore::PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted, Alike alike)
    : yearly(paths, yearly_units(plan), std::move(alike.yearly)),
      monthly(paths, std::vector<double>(monthly_columns(plan), fen_per_yuan),
              std::move(alike.monthly)),
      finish(paths, std::vector<double>(plan.projects.size(), parts_of_month)),
      first_hit(paths, std::vector<double>(plan.first_hits(), 1.0), std::move(alike.first_hit)),
      joint(plan::joint_goal(plan)),
      cost(paths, std::vector<double>(joint.projects.empty() ? 0 : 1, fen_per_yuan)),
      totals(plan.projects.size()),
      first_year_fai_sum(plan.projects.size() + plan.pipelines.size()),
      out_of_range(Flags::Constant(paths, 1, alike.out_of_range ? 1 : 0)),
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
    std::size_t slots = 0;
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        slots += plan.slots[slot].offered && plan.varies(slot) ? 1 : 0;
    }
    const auto columns = slots * static_cast<std::size_t>(plan.years);
    const auto of_months = plan.only_schedule ? 0 : monthly_columns(plan);
    const auto hits = plan.only_schedule ? 0 : plan.first_hits();
    const std::size_t costs = plan::joint_goal(plan).projects.empty() ? 0 : 1;
    return SampleTable::most_bytes(paths, columns + costs) +
           SampleTable::most_bytes(paths, of_months) +
           SampleTable::most_bytes(paths, plan.projects.size() + hits);
}

}  // namespace coffer::kernel
