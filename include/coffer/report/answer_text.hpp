#pragma once
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The answer as a planner reads it in a terminal: sentences, then its tables. Money in the
/// answer's unit.
[[nodiscard]] std::string answer_text(const results::Answer& answer, Language language);

/// One cell as it stands there, with its interval if it has one: "+1.20 [0.95, 1.45]".
[[nodiscard]] std::string cell_text(const results::Answered& cell, const results::Telling& telling,
                                    Language language);
/// The same in a sentence: money carries its unit.
[[nodiscard]] Text told_cell(const results::Answered& cell, const results::Telling& telling);

/// What each sheet is called where a name must be short, each another: as a page of a workbook, as
/// a file. Its title as far as the first explanation, its id in English.
[[nodiscard]] std::vector<std::string> sheet_names(const results::Answer& answer,
                                                   Language language);
/// The file that a sheet of this name has in the folder of results.
[[nodiscard]] std::string reader_file_name(const std::string& sheet, Language language);

}  // namespace coffer::report
