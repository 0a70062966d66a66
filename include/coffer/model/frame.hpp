#pragma once
// What all rooms of a model speak of (accounts, classes of debt, tiers, steps of payment) and the
// frame of a plan: its name, its months, how it is simulated.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/text.hpp"

namespace coffer::model {

/// One value for each plan year, already extended to all years.
using YearSeries = std::vector<double>;
using YearMoney = std::vector<Money>;
/// One value for each month of a budget year, its first month first.
using MonthProfile = std::array<double, 12>;

enum class Account { general, fund, state_capital };
inline constexpr std::size_t account_count = 3;

/// General and special bonds are statutory debt; the others may count as full-calibre debt.
enum class DebtClass { general, special, bank, platform, hidden, other };
inline constexpr std::size_t debt_class_count = 6;

enum class Tier { green, yellow, orange, red };
inline constexpr std::size_t tier_count = 4;

enum class StageKind { reserve, approval, land, construction, commissioning };

enum class WaterfallStep {
    three_guarantees,
    interest,
    principal,
    running_projects,
    new_projects,
    other
};

/// One payment of the waterfall: a step, or its part that serves one class of debt.
struct WaterfallPayment {
    WaterfallStep step = WaterfallStep::other;
    /// `interest` and `principal` only; none: all classes that no payment of the step names.
    std::optional<DebtClass> debt_class;

    WaterfallPayment(WaterfallStep which,  // NOLINT(google-explicit-constructor): a whole step
                     std::optional<DebtClass> of = std::nullopt)
        : step(which), debt_class(of) {}
    friend bool operator==(const WaterfallPayment&, const WaterfallPayment&) = default;
};

struct Simulation {
    std::uint64_t paths = 10000;
    std::uint64_t seed = 1;
    bool median = false;  ///< every draw at its median
    /// The region that all draws belong to, but those of `common` streams; "": no region's.
    std::string region;
    std::vector<std::uint32_t> common;  ///< streams that regions share: of drivers; ascending
    bool each_debt = false;             ///< keep the service of each debt on every path
};

struct FramePart {
    std::string id;
    Text name;
    int first_year = 2020;
    int years = 5;
    int first_month = 1;  ///< calendar month in which budget years begin
    /// Months from the beginning of which it is known what happened (docs/model.md section 1). Of a
    /// single flow, driver or project fewer may be known.
    int known_months = 0;
    Simulation simulation;

    [[nodiscard]] Month start() const { return begin_of_year(first_year, first_month); }
    [[nodiscard]] int months() const { return years * 12; }
};

}  // namespace coffer::model
