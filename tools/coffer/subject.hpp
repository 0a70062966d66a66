#pragma once
// What a question is about, for those that ask about one figure of one run.
#include <optional>
#include <string>

#include "coffer/analysis/measure.hpp"
#include "coffer/analysis/variant.hpp"
#include "coffer/base/diagnostic.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --target or --figure: one of them, and not both.
struct SubjectOptions {
    std::optional<std::string> target;
    std::optional<std::string> figure;

    /// `figures` says which figures may be asked about.
    void describe(Usage& usage, const std::string& placeholder, Text figures);
    /// None, and reported, when the plan has no such figure. A plan of which all paths are alike is
    /// reported too.
    [[nodiscard]] std::optional<analysis::Measure> read(const analysis::Case& base,
                                                        Diagnostics& diagnostics) const;
    [[nodiscard]] Position at() const { return {figure ? "--figure" : "--target", 0, 0}; }
};

}  // namespace coffer::tool
