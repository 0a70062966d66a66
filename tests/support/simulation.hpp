#pragma once
// A model's paths, for tests that hold samples of them against something.
#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"

namespace coffer::testing {

/// The first `paths` paths of a model that compiles.
inline kernel::PathStore simulated(const model::Model& model, int paths) {
    Diagnostics diagnostics;
    const auto plan = plan::compile(model, diagnostics);
    REQUIRE(plan.has_value());
    kernel::PathStore store(*plan, paths);
    kernel::simulate_paths(*plan, 20201122, 0, static_cast<std::uint64_t>(paths), 64, store);
    return store;
}

}  // namespace coffer::testing
