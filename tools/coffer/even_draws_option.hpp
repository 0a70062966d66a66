#pragma once
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/run/run.hpp"
#include "load.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --even-draws: common yearly factors spread evenly over the paths.
struct EvenDrawsOption {
    bool given = false;

    void describe(Usage& usage);
    /// Whether the plan has draws to spread, and enough paths.
    void check(const Loaded& loaded, const run::Options& how, Diagnostics& diagnostics) const;
    /// The draws to use. Where the option is given, a pilot of 2,048 paths finds what to spread.
    [[nodiscard]] kernel::Draws applied_to(const plan::Plan& plan, const run::Options& how) const;
    /// How errors were told, a line; nothing without the option.
    [[nodiscard]] std::string told(const run::Options& how, Language language) const;
};

}  // namespace coffer::tool
