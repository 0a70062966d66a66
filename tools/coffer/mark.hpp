#pragma once
// coffer check --mark: mistakes come back in the workbook.
#include <filesystem>
#include <optional>

#include "coffer/base/diagnostic.hpp"
#include "terminal.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --mark and --force.
struct MarkOption {
    std::optional<std::filesystem::path> file;
    bool force = false;

    void describe(Usage& usage);
};

/// Whether the option asks for something that can be written: the plan is a workbook, and the file
/// is free. Reports what is wrong; true without the option.
[[nodiscard]] bool check_mark(const MarkOption& option, const std::filesystem::path& plan,
                              Diagnostics& diagnostics);

/// Writes the plan with every cell that `found` is about coloured and commented. False, and
/// printed, when it cannot; true without the option.
[[nodiscard]] bool write_marked(const MarkOption& option, const std::filesystem::path& plan,
                                const Diagnostics& found, const Speech& speech);

}  // namespace coffer::tool
