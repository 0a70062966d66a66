#pragma once
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "simulation.hpp"

namespace coffer::testing {

/// The figures of a plan by indicator, dimension and year.
class Figures {
  public:
    Figures(const model::Model& model, int paths) : plan_(compiled(model)), store_(plan_, paths) {
        kernel::simulate_paths(plan_, 20251122, 0, static_cast<std::uint64_t>(paths), 64, store_);
    }
    [[nodiscard]] std::vector<double> sample(model::Indicator indicator, int year,
                                             const std::string& dimension = "total") const {
        for (std::size_t slot = 0; slot < plan_.slots.size(); ++slot) {
            if (plan_.slots[slot].indicator != indicator) continue;
            if (plan_.slots[slot].dimension.text() != dimension) continue;
            const Eigen::ArrayXd values =
                store_.yearly.col(kernel::PathStore::year_column(plan_, slot, year));
            return {values.data(), values.data() + values.size()};
        }
        throw std::runtime_error("no such figure");
    }
    /// Of path 0, without the last bits of the conversion to yuan.
    [[nodiscard]] double figure(model::Indicator indicator, int year,
                                const std::string& dimension = "total") const {
        return std::round(sample(indicator, year, dimension).front() * 1e9) / 1e9;
    }

  private:
    plan::Plan plan_;
    kernel::PathStore store_;
};

}  // namespace coffer::testing
