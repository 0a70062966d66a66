#pragma once
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "coffer/batch/province.hpp"
#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::batch {

/// The total of a figure in a year on each path, in whole parts (kernel::parts_of): what is added
/// up in whole numbers does not depend on the order. None when the plan does not have it.
[[nodiscard]] std::optional<std::vector<std::int64_t>> parts_of_year(const plan::Plan& plan,
                                                                     const kernel::PathStore& store,
                                                                     model::Indicator indicator,
                                                                     int year);

/// Paths on which the county is in danger in the year.
[[nodiscard]] std::vector<bool> paths_in_danger(const plan::Plan& plan,
                                                const kernel::PathStore& store, Danger danger,
                                                int year);

/// Of whole parts, in units of the indicator; the sum over many paths may be beyond 64 bits.
[[nodiscard]] double mean_of_parts(const std::vector<std::int64_t>& parts,
                                   model::Indicator indicator);

/// Sums over counties, path by path. Thread-safe.
class ProvinceSums {
  public:
    ProvinceSums(const ProvinceOptions& options, int years);

    /// Adds a county; returns the mean of the tail's figure.
    double add(const plan::Plan& plan, const kernel::PathStore& store, model::Indicator tail,
               int tail_year);

    /// Each figure and danger, once all counties are there.
    void describe(std::size_t counties, int first_year, int threads, Province& province) const;
    /// The worst one of twenty paths, of which there is always one.
    [[nodiscard]] ProvinceTail worst_paths(model::Indicator indicator, int year, Side side) const;

    /// The sums of the tail's figure on its paths.
    [[nodiscard]] std::vector<std::int64_t> sums_on(const ProvinceTail& tail, int year) const;

  private:
    [[nodiscard]] const std::vector<std::int64_t>& sums_of(model::Indicator indicator,
                                                           int year) const;
    [[nodiscard]] std::size_t column(std::size_t item, int year) const {
        return item * static_cast<std::size_t>(years_) + static_cast<std::size_t>(year);
    }

    std::vector<model::Indicator> figures_;
    std::size_t paths_;
    int years_;
    std::mutex mutex_;
    std::vector<std::vector<std::int64_t>> sums_;      ///< by figure and year
    std::vector<std::size_t> without_;                 ///< counties, likewise
    std::vector<std::vector<std::uint32_t>> dangers_;  ///< counties in danger, by danger and year
};

}  // namespace coffer::batch
