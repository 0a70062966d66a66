#pragma once
// The model as flat arrays, ready for the kernel: everything that does not depend on a path is
// computed here once. Amounts are fen in doubles, times are months since the start. Immutable after
// `compile`; thread-safe to read. docs/model.md gives the formulas.
//
// A plan is composed of the parts of its features, each in a header of its own; their names are one
// flat space, so that who reads a plan need not know which feature a field belongs to.
#include "coffer/plan/debt.hpp"
#include "coffer/plan/drivers.hpp"
#include "coffer/plan/figures.hpp"
#include "coffer/plan/frame.hpp"
#include "coffer/plan/funding.hpp"
#include "coffer/plan/funnels.hpp"
#include "coffer/plan/projects.hpp"
#include "coffer/plan/reserves.hpp"
#include "coffer/plan/revenue.hpp"
#include "coffer/plan/treasury.hpp"

namespace coffer::plan {

template <class... Part>
struct Parts : Part... {
    /// Whether paths differ by what some part holds, as the parts say themselves. A part that says
    /// nothing is the same on all.
    [[nodiscard]] bool differs_between_paths() const {
        const auto of = []<class Each>(const Each& part) {
            if constexpr (requires { part.differs_between_paths(); }) {
                return part.differs_between_paths();
            }
            return false;
        };
        return (of(static_cast<const Part&>(*this)) || ...);
    }
};

struct Plan : Parts<Frame, FiguresPart, DriversPart, RevenuePart, EconomyPart, DebtPart,
                    ProjectsPart, SourcesPart, FunnelsPart, TreasuryPart, ReservesPart> {
    /// Without restructuring there are only the first two.
    [[nodiscard]] std::size_t first_hits() const {
        return static_cast<std::size_t>(restructuring ? FirstHit::count
                                                      : FirstHit::restructuring_general);
    }

    /// Whether a yearly figure can differ between paths.
    [[nodiscard]] bool varies(std::size_t slot) const {
        return !only_schedule || slot == static_cast<std::size_t>(YearSlot::projects_started) ||
               slot == static_cast<std::size_t>(YearSlot::projects_completed);
    }

    /// Whether a slot has a meaning in a plan year (growth without a base year has none).
    [[nodiscard]] bool reported(std::size_t slot, int year) const;
};

}  // namespace coffer::plan
