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
    std::filesystem::path place;               ///< folder of the plan, or the workbook
    std::map<std::string, std::string> files;  ///< bytes by bare name
    bool workbook = false;                     ///< the one file is a workbook
    /// How a plan that extends this one leads to it, "../province"; empty for the plan itself.
    std::string extended_as;
    std::vector<Source> bases;  ///< of the plan itself: what it extends, nearest first
};

/// Whether a file of this name can be a plan: *.xlsx, but no lock file of a spreadsheet.
[[nodiscard]] bool is_workbook_name(const std::string& name);

/// Reads the plan and what it extends, until a whole reading has passed in which no file changed.
/// None when the plan cannot be opened, or will not hold still; `diagnostics` has all that could
/// not be read.
[[nodiscard]] std::optional<Source> read_source(const std::filesystem::path& place,
                                                Diagnostics& diagnostics);

/// As parse() of its place would.
[[nodiscard]] std::optional<Document> parse_source(const Source& source,
                                                   const std::vector<Change>& changes,
                                                   Diagnostics& diagnostics);

}  // namespace coffer::scenario
