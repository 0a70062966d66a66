#pragma once
// What stands behind mandatory payments: the budget reserve, the stabilisation fund, and treasury
// advances of the higher level.
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "coffer/plan/figures.hpp"

namespace coffer::plan {

struct StabilisationPlan {
    double opening = 0.0;               ///< fen
    std::vector<double> deposit_share;  ///< by plan year
    std::vector<double> ceiling;        ///< by plan year, fen; infinite without
};

struct AdvancesPlan {
    std::vector<double> limit;  ///< by plan year, fen
    int repay_months = 1;
    double monthly_rate = 0.0;
};

enum class ReserveSlot : std::size_t { used, count };
inline constexpr std::array reserve_figures = {Figure{model::Indicator::reserve_used}};

enum class StabilisationSlot : std::size_t { fund, used, count };
inline constexpr std::array stabilisation_figures = {Figure{model::Indicator::stabilisation_fund},
                                                     Figure{model::Indicator::stabilisation_used}};

enum class AdvancesSlot : std::size_t { outstanding, drawn, count };
inline constexpr std::array advances_figures = {Figure{model::Indicator::advances},
                                                Figure{model::Indicator::advances_drawn}};

struct ReservesPart {
    std::vector<double> reserve;  ///< by plan year: to be set aside, fen; empty without
    std::optional<StabilisationPlan> stabilisation;
    std::optional<AdvancesPlan> advances;
    SlotGroup<ReserveSlot> reserve_slots;
    SlotGroup<StabilisationSlot> stabilisation_slots;
    SlotGroup<AdvancesSlot> advances_slots;

    [[nodiscard]] bool differs_between_paths() const {
        return !reserve.empty() || stabilisation || advances;
    }
};

}  // namespace coffer::plan
