#pragma once
#include <string>
#include <vector>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::scenario {

/// The key called so, group and key each in either language: "scenario.years", "方案.年数".
[[nodiscard]] const Field* find_setting(const std::string& key);
/// Warns when the group of a key has another name now.
void answer_former_group(const std::string& key, const Position& at, Diagnostics& diagnostics);
/// Whether it is a group, the part of a key before the dot.
[[nodiscard]] bool is_group(const std::string& key);
[[nodiscard]] std::vector<const Field*> settings_of_group(const std::string& group);
/// The English name of the key that an unknown one was probably meant as, or "".
[[nodiscard]] std::string setting_meant_by(const std::string& key);

/// What may be meant instead: a key, or in scenario.toml also a group.
enum class Meant { key, key_or_group };
void report_unknown_setting(const std::string& key, const Position& at, Diagnostics& diagnostics,
                            Meant meant = Meant::key_or_group);
void report_group(const std::string& key, const Position& at, Diagnostics& diagnostics);
/// The same key again, in the other language or written another way.
void report_twice(const Field& field, const Position& at, Diagnostics& diagnostics);

/// The items of a list in one text: "a,b", also separated as Chinese text is.
[[nodiscard]] std::vector<Cell> list_items(const std::string& value, const Position& at);

}  // namespace coffer::scenario
