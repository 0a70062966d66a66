#pragma once
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

/// The data alone, as the page reads it.
[[nodiscard]] std::string page_json(const page::Page& page, Language language);

}  // namespace coffer::report
