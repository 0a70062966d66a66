#pragma once
// Figures of a scenario written as texts: what a user writes and what a user gets.
#include <string>

#include "built_model.hpp"
#include "figures.hpp"

namespace coffer::testing {

/// Settings of a plan in yuan.
inline std::string plain_settings(int first_year, int years) {
    return "format = 1\n[scenario]\nid = \"case\"\nname_zh = \"例\"\nname_en = \"Case\"\n"
           "first_year = " +
           std::to_string(first_year) + "\nyears = " + std::to_string(years) +
           "\nunit = \"元\"\n[treasury]\nopening_general = 100000000\n";
}

/// The figures of files that have nothing to complain about.
inline Figures figures_of(const test::Files& files, int paths = 1) {
    Diagnostics diagnostics;
    const auto model = test::build(files, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(model.has_value());
    return {*model, paths};
}

}  // namespace coffer::testing
