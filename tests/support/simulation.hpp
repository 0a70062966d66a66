#pragma once
// A model's plan and paths, for tests that hold samples of them against something.
#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/scenario_files.hpp"

namespace coffer::testing {

/// The plan of a model that compiles.
inline plan::Plan compiled(const model::Model& model) {
    Diagnostics diagnostics;
    auto plan = plan::compile(model, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(plan.has_value());
    return std::move(*plan);
}

/// Its first `paths` paths, with all that a path may be remembered by.
inline kernel::PathStore simulated(const plan::Plan& plan, int paths,
                                   const kernel::Draws& draws = 20201122) {
    kernel::PathStore store(plan, paths, kernel::Detail::traced);
    kernel::simulate_paths(plan, draws, 0, static_cast<std::uint64_t>(paths), 64, store);
    return store;
}
inline kernel::PathStore simulated(const model::Model& model, int paths) {
    return simulated(compiled(model), paths, kernel::Draws::of(model.simulation, 20201122));
}

/// All values of a table of samples, paths by columns.
inline Eigen::ArrayXXd table_of(const kernel::SampleTable& table) {
    Eigen::ArrayXXd values(table.rows(), table.cols());
    for (Eigen::Index column = 0; column < table.cols(); ++column) {
        values.col(column) = table.col(column);
    }
    return values;
}

}  // namespace coffer::testing
