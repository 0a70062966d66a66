#include "treasury/reserves.hpp"

#include <limits>

#include "coffer/base/money.hpp"
#include "figures/slots.hpp"

namespace coffer::plan {

namespace {

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

ReservesPart compile_reserves(const model::Model& model, const Frame& frame, FiguresPart& figures) {
    ReservesPart result;
    const auto years = static_cast<std::size_t>(frame.years);
    if (model.reserve) {
        for (std::size_t year = 0; year < years; ++year) {
            result.reserve.push_back(
                round_fen(model.reserve->share[year] * planned_expenditure(model, year)));
        }
    }
    if (model.stabilisation) {
        const auto& fund = *model.stabilisation;
        StabilisationPlan each;
        each.opening = static_cast<double>(fund.opening.fen());
        each.deposit_share = fund.deposit_share;
        for (std::size_t year = 0; year < years; ++year) {
            each.ceiling.push_back(fund.ceiling_share ? round_fen((*fund.ceiling_share)[year] *
                                                                  planned_expenditure(model, year))
                                                      : std::numeric_limits<double>::infinity());
        }
        result.stabilisation = each;
    }
    if (model.advances) {
        AdvancesPlan each;
        for (const auto& limit : model.advances->limit) {
            each.limit.push_back(static_cast<double>(limit.fen()));
        }
        each.repay_months = model.advances->repay_months;
        each.monthly_rate = model.advances->rate.per_year / 12.0;
        result.advances = each;
    }
    add_if_there(model, figures, result.reserve_slots, reserve_figures);
    add_if_there(model, figures, result.stabilisation_slots, stabilisation_figures);
    add_if_there(model, figures, result.advances_slots, advances_figures);
    return result;
}

}  // namespace coffer::plan
