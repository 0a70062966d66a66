#include "coffer/scenario/schema.hpp"

#include <iterator>

#include "schema_parts.hpp"

namespace coffer::scenario {

// tests/docs/scenario_fields.cpp holds this against docs/scenario.md.

const std::vector<Field>& setting_fields() {
    static const std::vector<Field> fields = settings_of_schema();
    return fields;
}

const std::vector<TableSchema>& table_schemas() {
    static const std::vector<TableSchema> tables = [] {
        std::vector<TableSchema> all;
        for (const auto part : {projects_tables, funding_tables, budget_tables, debt_tables,
                                economy_tables, actuals_tables, targets_tables}) {
            auto some = part();
            std::move(some.begin(), some.end(), std::back_inserter(all));
        }
        return all;
    }();
    return tables;
}

}  // namespace coffer::scenario
