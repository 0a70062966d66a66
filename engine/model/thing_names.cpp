#include "coffer/model/thing_names.hpp"

#include "coffer/scenario/dimension_kinds.hpp"

namespace coffer::model {

ThingNames::ThingNames(const Model& model) {
    const auto add = [this](const char* table, const auto& things) {
        for (const auto& thing : things) tables_[table].emplace(thing.id, thing.name);
    };
    add("drivers", model.drivers);
    add("projects", model.projects);
    add("pipelines", model.pipelines);
    add("capacities", model.capacities);
    add("sources", model.sources);
    add("receipts", model.receipts);
    add("funnels", model.funnels);
    add("revenue", model.revenue);
    add("taxpayers", model.taxpayers);
    add("expenditure", model.expenditure);
    add("account_transfers", model.account_transfers);
    add("economy", model.economic_series);
    add("debt", model.debt);
    for (const auto& income : model.project_income) {
        const bool named = income.name.zh != income.id;
        tables_["project_income"].emplace(
            income.id, named ? income.name : model.projects[income.project.value].name);
    }
}

std::optional<Text> ThingNames::find(std::string_view table, std::string_view id) const {
    const auto names = tables_.find(table);
    if (names == tables_.end()) return std::nullopt;
    const auto found = names->second.find(id);
    if (found == names->second.end()) return std::nullopt;
    return found->second;
}

std::optional<Text> ThingNames::find(std::span<const std::string_view> tables,
                                     std::string_view id) const {
    for (const std::string_view table : tables) {
        if (auto name = find(table, id)) return name;
    }
    return std::nullopt;
}

Text ThingNames::of(std::string_view table, std::string_view id) const {
    return find(table, id).value_or(Text{std::string(id), std::string(id)});
}

std::optional<Text> ThingNames::of(const Dimension& dimension) const {
    if (dimension.id.empty()) return std::nullopt;
    return find(scenario::words_of(dimension.kind).table, dimension.id);
}

}  // namespace coffer::model
