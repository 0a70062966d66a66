#pragma once
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --sketch: paths are counted instead of kept.
struct SketchOption {
    bool given = false;

    void describe(Usage& usage);
    /// What it does not go with: --until looks at paths again, even draws need whole sets of them.
    void check(bool until, bool even_draws, Diagnostics& diagnostics) const;
    /// How far off quantiles may be, a line; nothing without the option.
    [[nodiscard]] std::string told(Language language) const;
};

}  // namespace coffer::tool
