#pragma once
// The project's programs as a user calls them, for tests that go the whole way.
#include <cstdlib>
#include <string>

#include "folders.hpp"
#include "temporary_folder.hpp"

namespace coffer::testing {

/// An argument for the shell, with a space behind; the names of tests hold no quotes.
inline std::string quoted(const std::string& argument) { return "'" + argument + "' "; }

/// A program of this build.
inline std::string program(const std::string& name) { return quoted(binary_folder() / name); }

inline bool succeeds(const std::string& command) {
    return std::system((command + " > /dev/null").c_str()) == 0;
}

/// Converts with `converter` and its arguments and runs one path; where indicators.csv and the
/// others lie, or "" when a step failed.
inline std::string converted_and_run(const TemporaryFolder& work, const std::string& converter,
                                     const std::string& before, const std::string& after = "") {
    const auto scenario = work.at("scenario");
    const auto out = work.at("out");
    const bool done = succeeds(program(converter) + before + quoted(scenario) + after) &&
                      succeeds(program("coffer") + "run " + quoted(scenario) +
                               "--paths 1 --quiet --out " + quoted(out));
    return done ? out : "";
}

}  // namespace coffer::testing
