// What regions share must be the same in all of them, so it follows nothing that one has alone.
#include <algorithm>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {

std::optional<FollowsLocal> common_that_follows_local(const Model& model) {
    const auto& common = model.simulation.common;
    const auto is_common = [&](std::size_t driver) {
        return std::binary_search(common.begin(), common.end(), model.drivers[driver].stream);
    };
    for (std::size_t i = 0; i < model.drivers.size() && !common.empty(); ++i) {
        if (!is_common(i)) continue;
        for (const Spillover& each : model.drivers[i].spillovers) {
            if (!is_common(each.from.value)) return FollowsLocal{i, each.from.value, false};
        }
        if (i >= model.correlation_factor.size()) continue;
        const auto& row = model.correlation_factor[i];
        for (std::size_t j = 0; j < i && j < row.size(); ++j) {
            if (row[j] != 0.0 && !is_common(j)) return FollowsLocal{i, j, true};
        }
    }
    return std::nullopt;
}

void check_common_drivers(Building& building) {
    using scenario::quote;
    using scenario::say;
    // An error before may be the reason.
    if (building.report.has_errors()) return;
    const auto found = common_that_follows_local(building.model);
    if (!found) return;
    const std::string common = quote(building.model.drivers[found->common].id);
    const std::string local = quote(building.model.drivers[found->local].id);
    building.report.error(
        building.drivers.entries.at(building.model.drivers[found->local].id).at,
        say("共同的驱动因素 {} 依赖本地的 {}", "the common driver {} follows the local driver {}",
            common, local),
        {"共同的驱动因素在各地区须完全一样",
         "a common driver must be exactly the same in every region"},
        found->by_correlation
            ? say("请把 {0} 改为共同，或改用排在 {1} 之后的编号：相关时编号在后的跟随在前的。",
                  "Make {0} common, or give it an id that sorts after {1}: of two correlated "
                  "drivers the later follows the earlier.",
                  local, common)
            : say("请把 {} 改为共同，或删去这条传导。", "Make {} common, or delete the spillover.",
                  local));
}

}  // namespace coffer::model
