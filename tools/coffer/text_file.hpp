#pragma once
#include <filesystem>
#include <string>

#include "terminal.hpp"

namespace coffer::tool {

/// Writes a new file, all of it or nothing; says why when it cannot, or when it is there already.
[[nodiscard]] bool write_text_file(const std::filesystem::path& file, const std::string& content,
                                   const Speech& speech);

}  // namespace coffer::tool
