#pragma once
// A generator of mistakes that officers make: each takes one of the project's scenarios and is
// wrong in one place. Deterministic: the same list every time.
#include <functional>
#include <string>
#include <vector>

#include "support/scenario_files.hpp"

namespace coffer::test {

struct Planted {
    std::string kind;
    std::string scenario;
    std::string what;  ///< for the report of what was missed
    Files files;
    std::vector<std::string> other_files;
    std::string file;  ///< where a message should point
    int line = 0;      ///< 0: the file as a whole
};

/// All files of a scenario of the repository.
[[nodiscard]] Files files_of(const std::string& scenario);

[[nodiscard]] std::vector<Planted> planted_mistakes();

}  // namespace coffer::test
