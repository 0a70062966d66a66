#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

/// Parses a part of a workbook. What could exhaust memory (size, number of tags, depth) and any
/// document type or entity is refused before the parser sees it. Reports at `file`.
[[nodiscard]] bool load_xml(pugi::xml_document& document, const std::string& text,
                            const std::string& part, const std::string& file,
                            Diagnostics& diagnostics);

/// The name without its namespace prefix: "row" for "x:row".
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node);
[[nodiscard]] std::string_view local_name(const pugi::xml_attribute& attribute);
/// The first child of that local name, empty when there is none.
[[nodiscard]] pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);
[[nodiscard]] pugi::xml_attribute attribute_of(const pugi::xml_node& node, std::string_view name);

}  // namespace coffer::scenario
