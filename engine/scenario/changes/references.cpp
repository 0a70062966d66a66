#include "references.hpp"

#include <map>

namespace coffer::scenario::changes {

const std::vector<Reference>& rows_about(const std::string& table) {
    static const std::vector<Reference> sensitivity = {{"sensitivities", "item"}};
    static const std::map<std::string, std::vector<Reference>> all = {
        {"projects",
         {{"stages", "project"},
          {"funding", "project"},
          {"links", "from_project"},
          {"links", "to_project"},
          {"demands", "project"},
          {"receipts", "project"},
          {"project_income", "project"}}},
        {"pipelines", {{"funding", "project"}, {"sensitivities", "item"}}},
        {"sources", {{"funding", "source"}, {"receipts", "source"}, {"sensitivities", "item"}}},
        {"drivers",
         {{"correlations", "driver_a"},
          {"correlations", "driver_b"},
          {"spillovers", "driver"},
          {"spillovers", "on"},
          {"sensitivities", "driver"}}},
        {"capacities", {{"demands", "capacity"}}},
        {"debt", {{"debt_schedule", "instrument"}}},
        {"revenue", sensitivity},
        {"taxpayers", sensitivity},
        {"expenditure", sensitivity},
        {"economy", sensitivity},
        {"project_income", sensitivity},
    };
    static const std::vector<Reference> none;
    const auto found = all.find(table);
    return found == all.end() ? none : found->second;
}

}  // namespace coffer::scenario::changes
