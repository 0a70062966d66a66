#pragma once
// Work that is done and not paid yet: contractors go on up to a limit, and are paid with what their
// project gets first (docs/model.md section 4, "Contractors"). A plan without such limits does
// nothing here.
#include <algorithm>

#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"

namespace coffer::kernel {

template <int width>
struct ContractorsState {
    Table<width> owed_to_contractors;  ///< by project
    Table<width> contractor_payables;  ///< all together

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&owed_to_contractors}, plan.owes_contractors ? plan.projects.size() : 0);
        layout.zeroed({&contractor_payables}, plan.owes_contractors ? 1 : 0);
    }
};

/// Whether some lane of a project owes its contractors.
template <int width, class Observer>
bool owes_contractors(const Block<width, Observer>& block, std::size_t p) {
    if (!block.plan.owes_contractors) return false;
    return random::flag_bits<width>(lanes_of<width>(block.state.owed_to_contractors, p)) != 0;
}

/// Old bills are paid first; `got` keeps what is left for the work of the month.
template <int width, class Observer>
void pay_contractors(Block<width, Observer>& block, std::size_t p, double* got) {
    double* owed = lanes_of<width>(block.state.owed_to_contractors, p);
    double* all = lanes_of<width>(block.state.contractor_payables, 0);
    double paid[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        paid[lane] = std::min(got[lane], owed[lane]);
        owed[lane] -= paid[lane];
        all[lane] -= paid[lane];
        got[lane] -= paid[lane];
    }
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::contractor_payables, 0}, "paid:" + block.plan.projects[p].id,
               -paid[0]);
    }
}

/// What running projects lack is worked all the same as far as contractors bear it, and owed to
/// them. After all money of the month is given out.
template <int width, class Observer>
void carry_unpaid_work(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    if (!plan.owes_contractors) return;
    double* all = lanes_of<width>(state.contractor_payables, 0);
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        const auto& project = plan.projects[p];
        if (state.needs_running[p] == 0 || project.contractors_carry <= 0.0) continue;
        const double* need = lanes_of<width>(state.need, p);
        const double* running = lanes_of<width>(state.running, p);
        double* funded = lanes_of<width>(state.funded, p);
        double* owed = lanes_of<width>(state.owed_to_contractors, p);
        double carried[width];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const double room = std::max(0.0, project.contractors_carry - owed[lane]);
            carried[lane] = running[lane] * std::min(need[lane] - funded[lane], room);
            funded[lane] += carried[lane];
            owed[lane] += carried[lane];
            all[lane] += carried[lane];
        }
        if constexpr (Observer::enabled) {
            record(block, {Book::Kind::contractor_payables, 0}, "unpaid:" + project.id, carried[0]);
        }
    }
}

}  // namespace coffer::kernel
