#include "treasury/reserves.hpp"

#include <limits>

#include "coffer/base/money.hpp"

namespace coffer::plan {

namespace {

using model::Indicator;

/// Planned expenditure of the general account in a plan year, fen.
double planned_expenditure(const model::Model& model, std::size_t year) {
    double sum = 0.0;
    for (const auto& line : model.expenditure) {
        if (line.account != model::Account::general) continue;
        if (line.category == model::ExpenditureLine::Category::remittance) continue;
        sum += static_cast<double>(line.flow.annual[year].fen());
    }
    return sum;
}

}  // namespace

void add_reserves(const model::Model& model, Plan& plan) {
    const auto years = static_cast<std::size_t>(plan.years);
    auto& at = plan.optional_slots;
    // Slots in the order of the enumerations in plan.hpp.
    if (model.reserve) {
        for (std::size_t year = 0; year < years; ++year) {
            plan.reserve.push_back(
                round_fen(model.reserve->share[year] * planned_expenditure(model, year)));
        }
        at.reserve = plan.slots.size();
        plan.slots.push_back({Indicator::reserve_used, "total"});
    }
    if (model.stabilisation) {
        const auto& fund = *model.stabilisation;
        StabilisationPlan result;
        result.opening = static_cast<double>(fund.opening.fen());
        result.deposit_share = fund.deposit_share;
        for (std::size_t year = 0; year < years; ++year) {
            result.ceiling.push_back(
                fund.ceiling_share
                    ? round_fen((*fund.ceiling_share)[year] * planned_expenditure(model, year))
                    : std::numeric_limits<double>::infinity());
        }
        plan.stabilisation = result;
        at.stabilisation = plan.slots.size();
        plan.slots.push_back({Indicator::stabilisation_fund, "total"});
        plan.slots.push_back({Indicator::stabilisation_used, "total"});
    }
    if (model.advances) {
        AdvancesPlan result;
        for (const auto& limit : model.advances->limit) {
            result.limit.push_back(static_cast<double>(limit.fen()));
        }
        result.repay_months = model.advances->repay_months;
        result.monthly_rate = model.advances->rate.per_year / 12.0;
        plan.advances = result;
        at.advances = plan.slots.size();
        plan.slots.push_back({Indicator::advances, "total"});
        plan.slots.push_back({Indicator::advances_drawn, "total"});
    }
}

}  // namespace coffer::plan
