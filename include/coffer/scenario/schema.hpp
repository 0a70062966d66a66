#pragma once
#include <string>
#include <vector>

namespace coffer::scenario {

/// A column of a table or a key of scenario.toml. Documented, name by name, in docs/scenario.md.
struct Field {
    std::string name;
    bool required = false;
    bool is_list = false;  ///< settings only: a TOML array of text
};

struct TableSchema {
    std::string name;
    std::vector<Field> columns;
};

/// The dotted keys of scenario.toml.
[[nodiscard]] const std::vector<Field>& setting_fields();
/// Every table a scenario may hold. A table that is left out is empty.
[[nodiscard]] const std::vector<TableSchema>& table_schemas();

}  // namespace coffer::scenario
