#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "folders.hpp"
#include "support/overrides.hpp"

namespace coffer::testing {

/// The project's own scenarios by folder name.
inline const std::vector<std::string>& founding_scenarios() {
    static const std::vector<std::string> names{"guzhang-2020", "wanghua-2021"};
    return names;
}

/// Loads a scenario folder of the repository; throws with all diagnostics when it is not valid.
inline model::Model load_model(const std::string& name, const testing::Overrides& overrides = {}) {
    Diagnostics diagnostics;
    const auto document = scenario::parse(source_folder() / "scenarios" / name,
                                          testing::changes_of(overrides), diagnostics);
    auto model = document ? model::build(*document, diagnostics) : std::nullopt;
    if (!model) {
        std::string text;
        for (const auto& entry : diagnostics.sorted()) {
            text += format(entry, Language::english) + "\n";
        }
        throw std::runtime_error(text);
    }
    return *model;
}

inline plan::Plan load_plan(const std::string& name, const testing::Overrides& overrides = {}) {
    Diagnostics diagnostics;
    auto plan = plan::compile(load_model(name, overrides), diagnostics);
    if (!plan) {
        std::string text;
        for (const auto& entry : diagnostics.sorted()) {
            text += format(entry, Language::english) + "\n";
        }
        throw std::runtime_error(text);
    }
    return *plan;
}

}  // namespace coffer::testing
