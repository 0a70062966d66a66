#pragma once
#include <map>
#include <optional>
#include <string>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

using Settings = std::map<std::string, Setting>;

/// The values of scenario.toml (UTF-8 text) by dotted key, known keys only. None when the text is
/// no TOML at all.
[[nodiscard]] std::optional<Settings> read_settings(const std::string& text,
                                                    const std::string& file,
                                                    Diagnostics& diagnostics);

/// Puts each `--set` over what the file says; unknown keys are reported at file "--set".
void apply_overrides(Settings& settings, const Overrides& overrides, Diagnostics& diagnostics);

/// Reports required keys that neither the file nor an override gives.
void check_required(const Settings& settings, const std::string& file, Diagnostics& diagnostics);

}  // namespace coffer::scenario
