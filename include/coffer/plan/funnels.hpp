#pragma once
// Funnels of investment promotion (docs/model.md section 4).
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/figures.hpp"
#include "coffer/random/binomial.hpp"

namespace coffer::plan {

/// What is told of funnels.
enum class FunnelSlot : std::size_t {
    attracted,
    negotiating,
    signed_up,
    landed,
    arrived,
    newly_signed,
    newly_landed,
    count
};
inline constexpr std::array funnel_figures = {
    Figure{model::Indicator::investment_attracted},
    Figure{model::Indicator::prospects, model::Dimension::Kind::negotiating},
    Figure{model::Indicator::prospects, model::Dimension::Kind::signed_up},
    Figure{model::Indicator::prospects, model::Dimension::Kind::landed},
    Figure{model::Indicator::prospects, model::Dimension::Kind::arrived},
    Figure{model::Indicator::prospects, model::Dimension::Kind::newly_signed},
    Figure{model::Indicator::prospects, model::Dimension::Kind::newly_landed}};

using FunnelSlots = std::array<std::size_t, static_cast<std::size_t>(FunnelSlot::count)>;

struct FunnelPlan {
    std::string id;
    std::uint32_t stream = 0;
    std::array<int, model::funnel_steps> initial{};
    std::vector<double> new_prospects;      ///< a month, by plan year
    std::vector<random::Binomial> leaving;  ///< by step: a month, 1/months
    std::vector<random::Binomial> going_on;
    double investment = 0.0;  ///< fen
    std::optional<std::size_t> source;
    FunnelSlots own_slots{};  ///< where there are other funnels; or no_slot
};

struct FunnelsPart {
    std::vector<FunnelPlan> funnels;
    SlotGroup<FunnelSlot> funnel_slots;  ///< of all together

    [[nodiscard]] bool differs_between_paths() const { return !funnels.empty(); }
};

}  // namespace coffer::plan
