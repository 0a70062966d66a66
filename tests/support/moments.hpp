#pragma once
// Moments of projects on paths and on the planned schedule, in the engine and in the naive
// implementation.
#include <algorithm>
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "finishes.hpp"
#include "support/naive/simulation.hpp"

namespace coffer::testing {

struct Moments {
    std::vector<double> engine, naive, planned;  // finish by project
    double spending_apart = 0.0;                 // largest difference of yearly investment, yuan
};

inline Moments moments(const model::Model& model, std::uint64_t path = 0) {
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan.has_value());
    kernel::PathStore store(*plan, static_cast<Eigen::Index>(path) + 1);
    kernel::simulate_paths(*plan, 5, 0, path + 1, 64, store);
    const auto naive = naive::simulate(model, 5, path);
    Moments result;
    for (std::size_t p = 0; p < plan->projects.size(); ++p) {
        result.engine.push_back(finish_of(*plan, store, static_cast<Eigen::Index>(path), p));
        const auto found = naive.finish.find(plan->projects[p].id);
        result.naive.push_back(found == naive.finish.end() ? kernel::never : found->second);
        result.planned.push_back(plan->stages[plan->projects[p].last_stage].planned_finish);
    }
    for (int year = 0; year < plan->years; ++year) {
        const auto fai = static_cast<std::size_t>(plan::YearSlot::fai_total);
        const double engine = store.yearly(static_cast<Eigen::Index>(path),
                                           kernel::PathStore::year_column(*plan, fai, year));
        result.spending_apart = std::max(
            result.spending_apart, std::abs(engine - naive.annual.at({"fai", "total", year})));
    }
    return result;
}

inline void check_finish(const model::Model& model, std::size_t project, double expected) {
    const auto found = moments(model);
    CAPTURE(project);
    CHECK(found.engine[project] == Approx(expected).margin(half_a_thousandth));
    CHECK(found.naive[project] == Approx(expected).margin(1e-9));
    CHECK(found.planned[project] == Approx(expected).margin(1e-9));
}

}  // namespace coffer::testing
