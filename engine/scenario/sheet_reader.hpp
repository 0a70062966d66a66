#pragma once
#include <string>

#include "shared_parts.hpp"
#include "workbook.hpp"

namespace coffer::scenario {

/// Reads the XML of one sheet into `sheet`, whose name is set. `text_room` is how many bytes of
/// text the workbook may still have: shared strings can be repeated without end.
void read_sheet(const pugi::xml_node& root, const SharedParts& shared, const std::string& file,
                std::size_t& text_room, Sheet& sheet, Diagnostics& diagnostics);

}  // namespace coffer::scenario
