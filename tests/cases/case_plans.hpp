#pragma once
// The plans beside this file, loaded as `coffer check` does.
#include <filesystem>
#include <optional>
#include <string>

#include "coffer/analysis/structure.hpp"
#include "coffer/audit/audit.hpp"
#include "support/scenario_files.hpp"
#include "support/scenarios.hpp"
#include "support/simulation.hpp"

namespace coffer::testing {

struct LoadedCase {
    std::optional<model::Model> model;  ///< none when the plan is refused
    std::string said;                   ///< everything that is said of it, in both languages
    std::size_t count = 0;              ///< diagnostics
    bool refused = false;
};

inline LoadedCase load_plan_folder(const std::filesystem::path& folder,
                                   const Overrides& changes = {}) {
    LoadedCase result;
    Diagnostics diagnostics;
    const auto document = scenario::parse(folder, changes_of(changes), diagnostics);
    auto model = document ? model::build(*document, diagnostics) : std::nullopt;
    auto plan = model ? plan::compile(*model, diagnostics) : std::nullopt;
    if (plan) {
        if (const auto trial = audit::try_out(*plan)) {
            audit::add_to(diagnostics, audit::audit(*document, *model, *trial));
        }
        result.model = std::move(model);
    }
    result.refused = diagnostics.has_errors();
    if (result.refused) result.model.reset();
    result.said = test::shown(diagnostics);
    result.count = diagnostics.sorted().size();
    return result;
}

inline LoadedCase load_case(const std::string& name, const Overrides& changes = {}) {
    return load_plan_folder(source_folder() / "tests" / "cases" / name, changes);
}

/// Yuan that no way of financing brings together.
inline double structural_shortfall(const std::string& name) {
    const auto loaded = load_case(name);
    INFO(loaded.said);
    REQUIRE(loaded.model);
    const auto plan = compiled(*loaded.model);
    return static_cast<double>(
               analysis::structural_test(analysis::financing_problem(plan)).shortfall) /
           100.0;
}

}  // namespace coffer::testing
