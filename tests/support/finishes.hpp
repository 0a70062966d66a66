#pragma once
// When projects finish, in the engine and in the naive implementation.
#include <string>
#include <vector>

#include "naive_simulation.hpp"
#include "simulation.hpp"

namespace coffer::testing {

/// Checks the finish moments on path 0 against `expected`, by project.
inline void check_finishes(const model::Model& model, const std::vector<double>& expected) {
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 5, 0, 1, 16, store);
    const auto naive = naive::simulate(model, 5, 0);
    for (std::size_t p = 0; p < expected.size(); ++p) {
        const std::string& id = plan.projects[p].id;
        CAPTURE(id);
        CHECK(static_cast<double>(store.finish(0, static_cast<Eigen::Index>(p))) ==
              Approx(expected[p]).margin(1e-5));
        const auto found = naive.finish.find(id);
        CHECK((found == naive.finish.end() ? kernel::never : found->second) ==
              Approx(expected[p]).margin(1e-9));
    }
}

}  // namespace coffer::testing
