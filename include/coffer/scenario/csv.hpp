#pragma once
#include <set>
#include <string>
#include <vector>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

struct Records {
    std::vector<std::vector<Cell>> records;
    std::vector<Note> notes;       ///< counted from the first record, the header
    std::set<std::size_t> broken;  ///< records with a cell that could not be read (reported)
    bool whole = true;             ///< false when a record was left out because of a mistake
};

/// Records of a CSV text (UTF-8): RFC 4180 with `#` comment lines; records whose cells are all
/// blank are skipped. Reports every broken cell; after an unclosed quote or beyond a size limit
/// nothing more is read. Why not a library: docs/decisions/0005-csv-reader.md.
[[nodiscard]] Records split_csv(const std::string& text, const std::string& file,
                                Diagnostics& diagnostics);

}  // namespace coffer::scenario
