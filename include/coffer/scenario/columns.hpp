#pragma once
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

/// The same diagnostics, those on a cell of a CSV file with its column as a spreadsheet shows it
/// before the problem: "column L maturity: …", "L 列 maturity（到期）：…". The place itself counts
/// characters, as editors do, which nobody can count in a spreadsheet. Reads the files once more;
/// one that is not there any more leaves its diagnostics as they are.
[[nodiscard]] std::vector<Diagnostic> with_columns(std::vector<Diagnostic> found);

}  // namespace coffer::scenario
