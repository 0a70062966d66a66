#pragma once
// scenarios/minimal as a case, as it is or changed, for tests of questions.
#include <string>
#include <vector>

#include "coffer/analysis/variant.hpp"
#include "scenario_files.hpp"

namespace coffer::testing {

inline analysis::Case minimal_case() {
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(test::minimal_files(), "minimal", {}, diagnostics);
    REQUIRE(document.has_value());
    auto made = analysis::make_case(std::move(*document), diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(made.has_value());
    return std::move(*made);
}

inline scenario::Change change_of(const std::vector<std::string>& statements,
                                  bool where_present = false) {
    scenario::Change change;
    change.id = "test";
    change.name = {"试", "test"};
    change.where_present = where_present;
    change.at = {"test", 0, 0};
    for (const auto& text : statements) change.statements.push_back({text, {"test", 0, 0}});
    return change;
}

inline analysis::Case changed(const analysis::Case& base,
                              const std::vector<std::string>& statements) {
    Diagnostics diagnostics;
    auto varied = analysis::vary(base.document, {change_of(statements)}, diagnostics);
    INFO(test::shown(diagnostics));
    REQUIRE(varied.changed.has_value());
    return std::move(*varied.changed);
}

inline run::Options options_of(std::uint64_t paths, int threads = 2) {
    run::Options options;
    options.paths = paths;
    options.draws = kernel::Draws(7);
    options.threads = threads;
    return options;
}

}  // namespace coffer::testing
