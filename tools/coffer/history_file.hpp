#pragma once
// Tables of histories, which backtest and calibrate read.
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/line_kinds.hpp"

namespace coffer::tool {

/// The text of a file, without byte order mark. Reports one that cannot be read.
[[nodiscard]] std::optional<std::string> read_history(const std::string& path,
                                                      Diagnostics& diagnostics);

/// The kind that `like` names, else the one that the column's name tells; general revenue when it
/// tells nothing. Null, with a diagnostic, when there is no such kind.
[[nodiscard]] const model::LineKindInfo* kind_of(const std::optional<std::string>& like,
                                                 const std::string& column,
                                                 Diagnostics& diagnostics);

}  // namespace coffer::tool
