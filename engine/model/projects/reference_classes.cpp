#include "coffer/model/reference_classes.hpp"

namespace coffer::model {
namespace {

constexpr std::string_view world_bank =
    "World Bank, closed infrastructure projects in China: planned and actual cost and "
    "closing dates";
constexpr std::string_view asian_bank =
    "Asian Development Bank, completed projects with success ratings: initial and final cost and "
    "closing dates; from the mean and deviation of the logarithms";

}  // namespace

const std::vector<ReferenceClass>& reference_classes() {
    static const std::vector<ReferenceClass> classes = {
        {"china.adb", {0.76, 1.05, 1.46}, {0.93, 1.24, 1.66}, 98, asian_bank, "high"},
        {"china.energy", {0.59, 1.06, 1.21}, {1.00, 1.06, 1.40}, 13, world_bank, "low"},
        {"china.infrastructure", {0.73, 0.99, 1.29}, {1.00, 1.16, 1.38}, 81, world_bank, "high"},
        {"china.transport", {0.80, 1.04, 1.33}, {1.00, 1.15, 1.35}, 47, world_bank, "high"},
        {"china.water", {0.79, 0.93, 1.00}, {1.00, 1.18, 1.46}, 21, world_bank, "medium"},
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
