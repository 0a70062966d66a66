#pragma once
// When projects finish, in the engine and in the naive implementation.
#include <string>
#include <vector>

#include "simulation.hpp"
#include "support/naive/simulation.hpp"

namespace coffer::testing {

/// How far a moment of the store may lie from the exact one: it is kept to a thousandth of a month.
inline constexpr double half_a_thousandth = 0.5 / kernel::parts_of_month + 1e-9;

/// The moment at which a project finishes on a path of the store, or kernel::never.
inline double finish_of(const plan::Plan& plan, const kernel::PathStore& store, Eigen::Index path,
                        std::size_t project) {
    const double moment = store.finish(path, static_cast<Eigen::Index>(project));
    return moment < kernel::PathStore::beyond(plan) ? moment : kernel::never;
}

/// Checks the finish moments on path 0 against `expected`, by project.
inline void check_finishes(const model::Model& model, const std::vector<double>& expected) {
    const auto plan = compiled(model);
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 5, 0, 1, 1, store);
    const auto naive = naive::simulate(model, 5, 0);
    for (std::size_t p = 0; p < expected.size(); ++p) {
        const std::string& id = plan.projects[p].id;
        CAPTURE(id);
        CHECK(finish_of(plan, store, 0, p) == Approx(expected[p]).margin(half_a_thousandth));
        const auto found = naive.finish.find(id);
        CHECK((found == naive.finish.end() ? kernel::never : found->second) ==
              Approx(expected[p]).margin(1e-9));
    }
}

}  // namespace coffer::testing
