#pragma once
// The platform company's own ledger (docs/model.md section 5): what it earns, is given and borrows
// pays its debt and its projects; what its debt lacks may become a call on the county. A plan
// without it does nothing here.
#include <algorithm>
#include <string>
#include <string_view>

#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"
#include "treasury/reserves.hpp"

namespace coffer::kernel {

/// Interest or principal of the company's debt: `owed` are arrears and this month's `due`, arrears
/// first. What of `due` its cash does not cover is the county's when it is called, and otherwise
/// joins the company's arrears.
template <int width, class Observer>
void pay_platform_debt(Block<width, Observer>& block, const char* kind, const double* due,
                       const double* owed, double* paid) {
    using plan::PlatformSlot;
    const auto& plan = block.plan;
    if (!plan.platform) return;
    double* cash = lanes_of<width>(block.state.platform_cash, 0);
    double short_of[width];
    double most_short = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double covered = std::min(owed[lane], cash[lane]);
        const double lacking = std::min(due[lane], owed[lane] - covered);
        paid[lane] = covered;
        cash[lane] -= covered;
        short_of[lane] = lacking;
        most_short = std::max(most_short, lacking);
    }
    record(block, {Book::Kind::platform, 0}, kind, -paid[0]);
    if (most_short == 0.0) return;
    // One draw a month: interest and principal are called together or not at all.
    const double probability = plan.platform->call_probability;
    double uniforms[width], called[width], answered[width], fallback[width];
    draw_chances(block, plan.platform->stream, random::Purpose::contingent_call, block.month,
                 uniforms);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        called[lane] = uniforms[lane] < probability ? short_of[lane] : 0.0;
    }
    const auto platform = static_cast<std::size_t>(model::DebtClass::platform);
    if constexpr (Observer::enabled) {
        if (short_of[0] > 0.0) {
            block.observer.event(
                block.month, "platform",
                called[0] > 0.0 ? EventKind::contingent_call : EventKind::shortfall_not_called,
                Cause(called[0] > 0.0 ? CauseKind::call_made : CauseKind::call_not_made,
                      {kind, uniforms[0], probability}),
                short_of[0] / 100.0);
        }
    }
    pay_mandatory(block, plan.paying_accounts[platform], called, "call", kind, kind, answered,
                  fallback);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) paid[lane] += answered[lane];
    const auto first = plan.platform_slots;
    add_lanes<width>(block.slot(first, PlatformSlot::shortfall), short_of);
    add_lanes<width>(block.slot(first, PlatformSlot::calls), called);
}

/// The stock of the year.
template <int width, class Observer>
void close_platform(Block<width, Observer>& block) {
    if (!block.plan.platform) return;
    std::copy_n(lanes_of<width>(block.state.platform_cash, 0), width,
                block.slot(block.plan.platform_slots, plan::PlatformSlot::cash));
}

}  // namespace coffer::kernel
