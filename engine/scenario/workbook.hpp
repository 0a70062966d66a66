#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/package.hpp"

namespace coffer::scenario {

/// A range of merged cells.
struct MergedCells {
    Position first;
    int last_line = 0;
};

/// A sheet of a workbook as records: rows that are blank throughout or begin with # are left out,
/// rows end with their last cell that is not blank.
struct Sheet {
    std::string name;
    bool hidden = false;
    Records records;
    std::vector<MergedCells> merged;
};

/// Reads the sheets of a workbook: shared, inline and rich text, numbers by their formats (dates
/// and percent), results of formulas. Reports, at sheet!cell, what has no value that can be
/// trusted: failed formulas and formulas without a result. None when it is no workbook.
[[nodiscard]] std::optional<std::vector<Sheet>> read_sheets(const Package& package,
                                                            const std::string& file,
                                                            Diagnostics& diagnostics);

/// Where the parts of a workbook are in its archive.
struct WorkbookParts {
    std::map<std::string, std::string> sheets;  ///< by the sheet's name
    std::string styles;                         ///< "" when it has none
};
[[nodiscard]] std::optional<WorkbookParts> sheet_parts(const Package& package,
                                                       const std::string& file,
                                                       Diagnostics& diagnostics);

}  // namespace coffer::scenario
