#include "coffer/model/reference_classes.hpp"

namespace coffer::model {
namespace {

constexpr std::string_view both_banks =
    "World Bank (81) and Asian Development Bank (98), finished projects in China: planned and "
    "actual "
    "cost and closing dates; the lognormal of the next project, with uncertain parameters";
constexpr std::string_view part_of_both =
    "the same; centred by the sector's projects of the World Bank";

}  // namespace

const std::vector<ReferenceClass>& reference_classes() {
    static const std::vector<ReferenceClass> classes = {
        {"china.energy", {0.72, 0.99, 1.38}, {0.92, 1.19, 1.54}, 13, part_of_both, "low"},
        {"china.infrastructure", {0.73, 1.02, 1.42}, {0.93, 1.21, 1.56}, 179, both_banks, "high"},
        {"china.transport", {0.75, 1.05, 1.46}, {0.93, 1.20, 1.55}, 47, part_of_both, "medium"},
        {"china.water", {0.71, 0.99, 1.38}, {0.95, 1.23, 1.59}, 21, part_of_both, "low"},
    };
    return classes;
}

const ReferenceClass* find_reference_class(std::string_view id) {
    for (const auto& each : reference_classes()) {
        if (each.id == id) return &each;
    }
    return nullptr;
}

Distribution distribution_of(const std::array<double, 3>& quantiles, double plan) {
    return {Distribution::Shape::split_lognormal, plan * quantiles[0], plan * quantiles[1],
            plan * quantiles[2]};
}

}  // namespace coffer::model
