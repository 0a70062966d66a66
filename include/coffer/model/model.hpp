#pragma once
// The domain objects of a plan, complete and valid after `build`, immutable from then on. The
// meaning of every field stands in docs/model.md and docs/scenario.md. Entities are sorted as
// docs/model.md section 1 (Order) says; they refer to each other by Index. Thread-safe to read.
//
// A model is composed of the parts of its rooms, each in a header of its own; their names are one
// flat space, as in a plan.
#include <algorithm>
#include <set>
#include <string>

#include "coffer/model/debt.hpp"
#include "coffer/model/drivers.hpp"
#include "coffer/model/frame.hpp"
#include "coffer/model/funding.hpp"
#include "coffer/model/projects.hpp"
#include "coffer/model/revenue.hpp"
#include "coffer/model/targets.hpp"
#include "coffer/model/treasury.hpp"

namespace coffer::model {

template <class... Part>
struct Parts : Part... {};

struct Model : Parts<FramePart, DriversPart, RevenuePart, DebtPart, ProjectsPart, FundingPart,
                     TreasuryPart, TargetsPart> {
    /// Districts of which general budget revenue is told.
    [[nodiscard]] std::set<std::string> revenue_districts() const;
    /// The same of FAI.
    [[nodiscard]] std::set<std::string> investing_districts() const;

    /// Whether refinancing may be refused: the market can close, or what debt paid for come to its
    /// end.
    [[nodiscard]] bool limits_refinancing() const {
        const auto ends = [](const Instrument& each) { return each.asset_life_end.has_value(); };
        const auto lasts = [](const Source& each) { return each.asset_life_years.has_value(); };
        return tier_rules || std::any_of(debt.begin(), debt.end(), ends) ||
               std::any_of(sources.begin(), sources.end(), lasts);
    }
};

}  // namespace coffer::model
