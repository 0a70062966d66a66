#pragma once
// Where this build's sources, programs and outside data lie. Functions and not macros, so that only
// one object file knows the paths of the machine: a compiler cache serves all others anywhere.
#include <filesystem>

namespace coffer::testing {

/// The top of the source tree.
[[nodiscard]] std::filesystem::path source_folder();
/// Where the programs of this build lie.
[[nodiscard]] std::filesystem::path binary_folder();
/// Data from outside the project; may be absent.
[[nodiscard]] std::filesystem::path shared_folder();

}  // namespace coffer::testing
