#pragma once
// Cash and who is paid first, and the ledgers beside it: platform company, reserve, stabilisation
// fund, advances of the higher level.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "coffer/base/money.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/model/frame.hpp"

namespace coffer::model {

struct Treasury {
    std::array<Money, account_count> opening{};
    Money cash_floor;
    Rate penalty_rate;
    int settlement_month = 0;  ///< calendar month; 0: nothing is settled later
    /// In order of payment, each once; what the plan has to pay has its place (build checks it).
    std::vector<WaterfallPayment> waterfall{
        WaterfallStep::three_guarantees, WaterfallStep::interest,     WaterfallStep::principal,
        WaterfallStep::running_projects, WaterfallStep::new_projects, WaterfallStep::other};
};

/// The platform company's own ledger.
struct Platform {
    Money opening_cash;
    double call_probability = 0.0;  ///< that a month's shortfall becomes a call on the county
    std::uint32_t stream = stream_of("plan", "platform");
};

/// Budget reserve (预备费): the share of planned general-account expenditure set aside each
/// January.
struct Reserve {
    YearSeries share;
};

/// Stabilisation fund (预算稳定调节基金).
struct StabilisationFund {
    Money opening;
    YearSeries deposit_share;                 ///< of the general account's cash above the floor
    std::optional<YearSeries> ceiling_share;  ///< of planned general-account expenditure
};

/// What the higher level's treasury advances (上级库款调度).
struct Advances {
    YearMoney limit;
    int repay_months = 1;
    Rate rate;
};

struct TreasuryPart {
    Treasury treasury;
    std::optional<Platform> platform;
    std::optional<Reserve> reserve;
    std::optional<StabilisationFund> stabilisation;
    std::optional<Advances> advances;
};

}  // namespace coffer::model
