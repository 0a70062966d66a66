#pragma once
// A plan as bytes, before anything is understood: what a batch hashes is then what it computes,
// even while somebody saves the plan.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// The files of one plan as they stood together at one moment.
struct Source {
    std::filesystem::path place;               ///< folder of the plan
    std::map<std::string, std::string> files;  ///< bytes by bare name
};

/// Reads until a whole reading has passed in which no file changed. None when the folder cannot be
/// opened, or will not hold still; `diagnostics` has all that could not be read.
[[nodiscard]] std::optional<Source> read_source(const std::filesystem::path& place,
                                                Diagnostics& diagnostics);

/// As parse() of its folder would.
[[nodiscard]] std::optional<Document> parse_source(const Source& source,
                                                   const std::vector<Change>& changes,
                                                   Diagnostics& diagnostics);

}  // namespace coffer::scenario
