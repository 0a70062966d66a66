#pragma once
#include "ruled_county.hpp"

namespace coffer::testing {

/// A budget reserve, a stabilisation fund that reaches its ceiling, and advances that may fall due
/// before there is cash: revenue is a tenth lower, and most wages are paid in June and December.
inline void add_reserves(model::Model& model) {
    const auto years = static_cast<std::size_t>(model.years);
    model.reserve = model::Reserve{model::YearSeries(years, 0.02)};
    model.reserve->share.front() = 0.03;
    model.stabilisation =
        model::StabilisationFund{Money::from_fen(1'000'000'000), model::YearSeries(years, 0.3),
                                 model::YearSeries(years, 0.04)};
    model.stabilisation->deposit_share.back() = 0.6;
    model.advances =
        model::Advances{model::YearMoney(years, Money::from_fen(15'000'000'000)), 2, {0.01}};
    model.advances->limit.back() = Money::from_fen(10'000'000'000);
    for (auto& line : model.revenue) {
        for (auto& amount : line.flow.annual) amount = Money::from_fen(amount.fen() / 10 * 9);
    }
    for (auto& line : model.expenditure) {
        if (line.id != "wages") continue;
        line.flow.profile.fill(0.03);
        line.flow.profile[5] = 0.4;
        line.flow.profile[11] = 0.3;
    }
}

/// The county on which every rule on debt acts, with these.
inline model::Model reserved_county(const std::string& name) {
    auto model = ruled_county(name);
    add_reserves(model);
    return model;
}

}  // namespace coffer::testing
