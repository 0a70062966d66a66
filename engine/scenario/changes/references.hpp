#pragma once
// Which rows of a plan speak of a thing, so that dropping it drops them too.
#include <string>
#include <vector>

namespace coffer::scenario::changes {

/// A column whose rows are about the thing it names.
struct Reference {
    std::string table, column;
};

/// Of the things whose ids stand in the first column of `table`. A row that only uses the thing
/// (the driver of a loan's rate, the source that an issue goes to) is no such row: without the
/// thing it is a mistake of its own, which the check of the changed plan reports.
[[nodiscard]] const std::vector<Reference>& rows_about(const std::string& table);

}  // namespace coffer::scenario::changes
