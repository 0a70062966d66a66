#pragma once
// What the cells of all sheets of a workbook refer to.
#include <string>
#include <string_view>
#include <vector>

#include "number_format.hpp"
#include "xml.hpp"

namespace coffer::scenario {

struct SharedParts {
    std::vector<std::string> strings;
    std::vector<NumberKind> styles;  ///< by the number of a cell's style
    bool from_1904 = false;
};

/// The text of a `<si>` or `<is>`: plain, or runs of rich text without what tells how to say them.
[[nodiscard]] std::string text_of(const pugi::xml_node& item);
void read_strings(const pugi::xml_node& root, SharedParts& shared);
void read_styles(const pugi::xml_node& root, SharedParts& shared);

}  // namespace coffer::scenario
