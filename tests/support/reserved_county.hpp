#pragma once
#include "ruled_county.hpp"

namespace coffer::testing {

/// A budget reserve, a stabilisation fund that reaches its ceiling, and advances that may fall due
/// before there is cash.
inline void add_reserves(model::Model& model) {
    const auto years = static_cast<std::size_t>(model.years);
    model.reserve = model::Reserve{model::YearSeries(years, 0.02)};
    model.reserve->share.front() = 0.03;
    model.stabilisation =
        model::StabilisationFund{Money::from_fen(1'000'000'000), model::YearSeries(years, 0.3),
                                 model::YearSeries(years, 0.01)};
    model.stabilisation->deposit_share.back() = 0.6;
    model.advances = model::Advances{
        model::YearMoney(years, Money::from_fen(3'000'000'000)), 4, {0.01}};
    model.advances->limit.back() = Money::from_fen(2'000'000'000);
}

/// The county on which every rule on debt acts, with these.
inline model::Model reserved_county(const std::string& name) {
    auto model = ruled_county(name);
    add_reserves(model);
    return model;
}

}  // namespace coffer::testing
