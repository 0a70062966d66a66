#pragma once
// A page as PDF, printed by a browser that is installed. Why so: docs/decisions/0049-pdf.md.
#include <filesystem>
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"

namespace coffer::tool {

/// A browser of the Chromium family on the PATH; none when there is none.
[[nodiscard]] std::optional<std::filesystem::path> find_browser();

/// Complains when there is no browser that could print.
void check_browser(Diagnostics& diagnostics);

/// Prints `html`, a whole page, to `file`. False, with a diagnostic and nothing left behind, when
/// it could not.
[[nodiscard]] bool write_pdf(const std::string& html, const std::filesystem::path& file,
                             Diagnostics& diagnostics);

}  // namespace coffer::tool
