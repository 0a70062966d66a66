#pragma once
// The tables of a run as people open them: every one of them, with names in their language, money
// in their unit and months as months. Programs read the files beside them.
#include <vector>

#include "coffer/results/answer.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/read.hpp"

namespace coffer::report {

/// What the workbook and the files below show; a sheet that would be empty is left out.
[[nodiscard]] results::Answer reader_tables(const results::RunResults& results);

/// A CSV file a sheet, in the folder 表 or tables: "表/收支平衡表.csv". Headings name the unit of a
/// column that holds money alone; cells have no thousands separators, so that a spreadsheet reads
/// them as numbers.
[[nodiscard]] std::vector<results::File> reader_files(const results::Answer& tables,
                                                      Language language);

}  // namespace coffer::report
