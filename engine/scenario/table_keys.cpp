#include "table_keys.hpp"

#include <map>

namespace coffer::scenario {

TableKey key_of_table(const std::string& table) {
    // Rows that only mean something together, as the payments of one debt, are replaced together.
    static const std::map<std::string, TableKey> without_id = {
        {"stages", {{"project", "stage"}}},
        {"links", {{"from_project", "from_stage", "to_project", "to_stage"}}},
        {"demands", {{"project", "stage", "capacity"}}},
        {"capital", {{"sector"}}},
        {"funding", {{"project", "source"}}},
        {"debt_limits", {{"class"}}},
        {"debt_schedule", {{"instrument"}}},
        {"refinancing", {{"class"}}},
        {"tiers", {{"tier"}}},
        {"correlations", {{"driver_a", "driver_b"}, false}},
        {"spillovers", {{"driver", "on"}}},
        {"sensitivities", {{"item", "driver"}}},
        {"actuals", {{"kind", "id", "month", "source"}}},
        {"acknowledgements", {{"code", "place"}}},
    };
    const auto found = without_id.find(table);
    return found == without_id.end() ? TableKey{{"id"}} : found->second;
}

}  // namespace coffer::scenario
