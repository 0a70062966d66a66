#pragma once
// What earlier builds called tables and groups of keys. A plan that says so is read all the same,
// and told today's name; `coffer upgrade` writes it.
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

struct FormerName {
    enum class Of { table, group };
    Of of = Of::table;
    std::string_view was, is;
};

[[nodiscard]] const std::vector<FormerName>& former_names();

/// Today's name of the table or group that was called so once; any other name as it is.
[[nodiscard]] std::string todays_name(FormerName::Of of, const std::string& name);

/// Warns when `name` is a former one.
void answer_former_name(FormerName::Of of, const std::string& name, const Position& at,
                        Diagnostics& diagnostics);

/// The text of scenario.toml with groups under today's names; comments and order stay.
[[nodiscard]] std::string with_todays_groups(const std::string& settings);

}  // namespace coffer::scenario
