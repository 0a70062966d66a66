#pragma once
// A plan as the page shows and edits it.
#include <optional>
#include <vector>

#include "coffer/analysis/variant.hpp"
#include "coffer/audit/audit.hpp"
#include "coffer/scenario/changes.hpp"
#include "json.hpp"

namespace coffer::browser {

/// A plan from its files to what is computed, as far as it goes.
struct Read {
    std::optional<scenario::Document> document;
    std::optional<analysis::Case> plan;  ///< none when something is wrong
    Diagnostics diagnostics;             ///< what is wrong, and what the audit doubts
};

/// The files of a folder, or one workbook.
[[nodiscard]] Read read(const Files& files, const std::vector<scenario::Change>& changes = {});

/// The plan's tables and settings in the language asked for, and what is wrong with them.
[[nodiscard]] Json look(const Files& files, const Json& request);
/// Makes the edits, writes the plan's files anew to `out`, and looks at them.
[[nodiscard]] Json edit(const Files& files, const Json& request, Files& out);
/// The plan as one file: a workbook, or a zip archive of its tables.
[[nodiscard]] Json save(const Files& files, const Json& request, Files& out);

[[nodiscard]] Language language_of(const Json& request);

}  // namespace coffer::browser
