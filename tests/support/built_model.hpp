#pragma once
// Scenarios in memory as the models they become.
#include <optional>

#include "coffer/model/build.hpp"
#include "scenario_files.hpp"

namespace coffer::test {

/// The model of files that can be read; nothing, and diagnostics, when they contradict.
inline std::optional<model::Model> build(const Files& files, Diagnostics& diagnostics) {
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    return model::build(*document, diagnostics);
}

}  // namespace coffer::test
