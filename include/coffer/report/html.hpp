#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "coffer/base/text.hpp"
#include "coffer/report/page.hpp"

namespace coffer::report {

/// The page as one HTML file that needs nothing else. `shell` is the built page of tools/browser
/// with places for title, plain text and data. All text of `page` may be hostile: it goes into the
/// file as JSON without "<", or as escaped text. Throws std::invalid_argument when the shell lacks
/// a place.
[[nodiscard]] std::string html(const page::Page& page, std::string_view shell, Language language);

/// The same from data that `page_json` wrote, perhaps long ago; none when this program's page does
/// not know it. `command` is what made it (page::Page::command).
[[nodiscard]] std::optional<std::string> html_of_data(std::string_view data,
                                                      const std::string& command,
                                                      std::string_view shell, Language language);

/// The data alone, as the page reads it.
[[nodiscard]] std::string page_json(const page::Page& page, Language language);

}  // namespace coffer::report
