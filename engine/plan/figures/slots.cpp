#include "figures/slots.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "coffer/model/thing_names.hpp"

namespace coffer::plan {

using model::Indicator;
using Kind = model::Dimension::Kind;

namespace {

void add_districts(Indicator indicator, std::set<std::string> districts, std::vector<Slot>& slots) {
    districts.erase("");
    for (const auto& district : districts) slots.push_back({indicator, {Kind::district, district}});
}

}  // namespace

std::vector<Slot> make_slots(const model::Model& model) {
    std::vector<Slot> slots;
    for (const Figure& figure : year_figures) slots.push_back({figure.indicator, figure.dimension});
    std::set<std::string> investing;
    for (const auto& project : model.projects) investing.insert(project.district);
    for (const auto& pipeline : model.pipelines) investing.insert(pipeline.district);
    add_districts(Indicator::fai, investing, slots);
    add_districts(Indicator::general_revenue, model.revenue_districts(), slots);
    for (const auto& series : model.economic_series) {
        slots.push_back({Indicator::economy, {Kind::series, series.id}});
        slots.push_back({Indicator::economy_growth, {Kind::series, series.id}});
    }
    return slots;
}

void add_watched_figures(const model::Model& model, FiguresPart& figures) {
    // In the order of their texts.
    std::map<std::string, model::Dimension> watched;
    for (const auto& debt : model::debts_of(model)) {
        const bool asked =
            std::any_of(model.targets.begin(), model.targets.end(),
                        [&](const model::Target& target) { return target.dimension == debt; });
        if (model.simulation.each_debt || asked) watched.emplace(debt.text(), debt);
    }
    for (const auto& [text, debt] : watched) {
        figures.slots.push_back({Indicator::debt_service, debt});
    }
}

std::size_t find_slot(const std::vector<Slot>& slots, Indicator indicator,
                      const model::Dimension& dimension) {
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        if (slots[slot].indicator == indicator && slots[slot].dimension == dimension) return slot;
    }
    return no_slot;
}

void say_what_slots_are(const model::Model& model, FiguresPart& figures) {
    // Each indicator's dimensions once: they may be as many as the slots.
    std::map<Indicator, std::set<model::Dimension>> offered;
    for (auto& slot : figures.slots) {
        const auto& indicator = model::info(slot.indicator);
        const auto [known, is_new] = offered.try_emplace(slot.indicator);
        if (is_new && !indicator.extent.missing(model)) {
            const auto dimensions = indicator.extent.dimensions(model);
            known->second.insert(dimensions.begin(), dimensions.end());
        }
        slot.unit = indicator.unit;
        slot.offered = known->second.contains(slot.dimension);
    }
    const model::ThingNames names(model);
    const auto name_thing = [&](const model::Dimension& dimension) {
        if (auto name = names.of(dimension)) {
            figures.dimension_names.try_emplace(dimension.text(), std::move(*name));
        }
    };
    for (const auto& slot : figures.slots) name_thing(slot.dimension);
    for (const auto& target : model.targets) name_thing(target.dimension);
}

bool Plan::reported(std::size_t slot, int year) const {
    if (!slots[slot].offered) return false;
    switch (static_cast<YearSlot>(slot)) {
        case YearSlot::fai_growth:
            return year > 0 || base_fai > 0.0;
        case YearSlot::general_revenue_growth:
            return year > 0 || base_general_revenue > 0.0;
        case YearSlot::first_year_execution:
            return year == 0 && first_year_plan > 0.0;
        default:
            return true;
    }
}

}  // namespace coffer::plan
