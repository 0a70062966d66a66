#pragma once
// A page as a file, for every command that writes one.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "coffer/base/diagnostic.hpp"
#include "coffer/report/page.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// The data of the page of a question, among its results: `coffer report` writes the page of it.
inline constexpr std::string_view page_file = "page.json";

/// --report: for a command that computes results and may write a page of them at once.
struct ReportOption {
    std::optional<std::filesystem::path> file;

    void describe(Usage& usage);
};

/// Where a command that writes a page puts it.
struct ReportFiles {
    std::filesystem::path page;
    std::optional<std::filesystem::path> pdf;
};

enum class IfThere { refuse, replace };

/// Complains when the files cannot stand there, by what is there and by how this program was built,
/// or cannot be made here.
void check_report(const ReportFiles& files, IfThere if_there, Diagnostics& diagnostics);

/// The same of a page that is made.
[[nodiscard]] std::optional<std::size_t> write_report(const std::string& content,
                                                      const ReportFiles& files,
                                                      Diagnostics& diagnostics);
/// Each file whole or not at all. The number of bytes of the page; none, with a diagnostic, when
/// one could not be written.
[[nodiscard]] std::optional<std::size_t> write_report(const report::page::Page& page,
                                                      const ReportFiles& files, Language language,
                                                      Diagnostics& diagnostics);

}  // namespace coffer::tool
