#pragma once
// Values put over keys of scenario.toml, as tests write them.
#include <string>
#include <utility>
#include <vector>

#include "coffer/scenario/changes.hpp"

namespace coffer::testing {

/// key and value, in the order given
using Overrides = std::vector<std::pair<std::string, std::string>>;

inline std::vector<scenario::Change> changes_of(const Overrides& overrides) {
    scenario::Change change;
    for (const auto& [key, value] : overrides) {
        change.statements.push_back(scenario::command_line_statement(key + "=" + value));
    }
    return {change};
}

}  // namespace coffer::testing
