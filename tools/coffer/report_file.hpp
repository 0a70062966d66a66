#pragma once
// A page as a file, for every command that writes one.
#include <filesystem>
#include <optional>

#include "coffer/base/diagnostic.hpp"
#include "coffer/report/page.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --report: for a command that computes results and may write a page of them at once.
struct ReportOption {
    std::optional<std::filesystem::path> file;

    void describe(Usage& usage);
};

enum class IfThere { refuse, replace };

/// Complains when no report can stand at `file`, by what is there and by how this program was
/// built.
void check_report(const std::filesystem::path& file, IfThere if_there, Diagnostics& diagnostics);

/// The page as one HTML file, whole or not at all. The number of bytes; none, with a diagnostic,
/// when it could not be written.
[[nodiscard]] std::optional<std::size_t> write_report(const report::page::Page& page,
                                                      const std::filesystem::path& file,
                                                      Language language, Diagnostics& diagnostics);

}  // namespace coffer::tool
