#pragma once
// The numbers a plan may hold, each range written once: fields of documents are read against it
// (FieldReader), and so are the members of a model that was made in memory (validate). Beyond them
// a value is surely a slip; they also keep exponentials finite.
#include <limits>

#include "coffer/base/text.hpp"
#include "coffer/model/model.hpp"

namespace coffer::model {

struct Bounds {
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
    bool least_excluded = false;
    bool most_excluded = false;

    /// False for what is no number.
    [[nodiscard]] constexpr bool admit(double value) const {
        return (least_excluded ? value > least : value >= least) &&
               (most_excluded ? value < most : value <= most);
    }
};

/// Of whole numbers; both ends belong to it.
struct WholeBounds {
    long long least = 0;
    long long most = 0;

    [[nodiscard]] constexpr bool admit(long long value) const {
        return value >= least && value <= most;
    }
};

/// What the bounds allow, in percent for ratios: "at least 0% and at most 100%".
[[nodiscard]] Text describe(const Bounds& bounds, bool percent);
[[nodiscard]] Text describe(const WholeBounds& bounds);

/// Shares as a person types them (8.33 %) miss 100 % by a little; they are scaled to it.
inline constexpr double share_tolerance = 1e-4;
inline constexpr double most_months = 1200.0;
inline constexpr double most_cost_factor = 100.0;
inline constexpr double most_output_factor = 10.0;
/// Cholesky takes their cube in time.
inline constexpr std::size_t most_drivers = 256;

/// Capacities are counted in thousandths, so that sums are exact.
inline constexpr double thousandths = 1000.0;

namespace ranges {

inline constexpr Bounds share{0.0, 1.0};
inline constexpr Bounds share_above_zero{0.0, 1.0, true};
/// Probabilities of events that the reference path is to stay without.
inline constexpr Bounds up_to_half{0.0, 0.5};
inline constexpr Bounds up_to_half_above_zero{0.0, 0.5, true};
inline constexpr Bounds months{0.0, most_months};
inline constexpr Bounds amount{0.0, largest_fen};  ///< fen

// drivers
/// A growth needs ln(1 + mean).
inline constexpr Bounds mean_growth{-0.99, 10.0};
inline constexpr Bounds mean_rate{-1.0, 10.0};
/// Of a known month, annualised: twelve times what a log index may move in a month.
inline constexpr Bounds known_growth{-200.0, 200.0};
inline constexpr Bounds persistence{0.0, 1.0, false, true};
inline constexpr Bounds annual_sd{0.0, 3.0};
inline constexpr Bounds history_years{0.0, 200.0, true};
/// Near 2 the variance rests on values too rare to be drawn.
inline constexpr Bounds degrees_of_freedom{2.5, 1000.0};
inline constexpr Bounds crisis_shift{-1.0, 1.0};
inline constexpr Bounds crisis_volatility{0.0, 10.0};
inline constexpr Bounds jump_mean{-10.0, 10.0};
inline constexpr Bounds jump_sd{0.0, 10.0};
inline constexpr Bounds spillover{-100.0, 100.0};
inline constexpr Bounds correlation{-1.0, 1.0};

// lines
inline constexpr Bounds elasticity{-20.0, 20.0};
/// Above it a month could turn negative.
inline constexpr Bounds month_sd{0.0, 0.25};
inline constexpr Bounds multiplier{0.0, 1e6};
inline constexpr Bounds quantity{0.0, 1e9};

// projects
/// A stage that is done to within a thousandth is done: it should not be listed.
inline constexpr Bounds progress{0.0, 0.999};
inline constexpr Bounds lag_months{-most_months, most_months};
inline constexpr Bounds restart_months{0.0, 120.0};
inline constexpr Bounds capacity{0.0, 1e9};
inline constexpr Bounds units{0.0, 1e9, true};
inline constexpr WholeBounds priority{-1'000'000, 1'000'000};
inline constexpr WholeBounds s_curve{1, 3};
inline constexpr WholeBounds suspension_months{1, 360};
/// Less than a year, so that something of every plan is reported within it.
inline constexpr WholeBounds fai_lag{0, 11};

// money
inline constexpr WholeBounds funding_rank{0, 1'000'000};
inline constexpr WholeBounds carry_years{0, 30};
inline constexpr WholeBounds asset_life_years{1, 100};
/// Of payments within a step.
inline constexpr WholeBounds payment_rank{-1'000'000, 1'000'000};
inline constexpr WholeBounds prospects{0, most_prospects};
inline constexpr Bounds new_prospects{0.0, most_prospects};
inline constexpr Bounds months_a_step{1.0, most_months};

// debt
inline constexpr Bounds rate{-0.2, 1.0};
inline constexpr Bounds issue_price{0.5, 1.5};
inline constexpr Bounds refinancing_price{0.5, 1.0};
inline constexpr Bounds issue_fee{0.0, 0.1};
inline constexpr WholeBounds tenor_years{1, 30};
inline constexpr WholeBounds tenor_months{1, 12 * 30};
inline constexpr WholeBounds reset_months{1, 360};
inline constexpr WholeBounds day_of_month{1, 31};
inline constexpr WholeBounds refinancing_rank{1, 100};
inline constexpr WholeBounds within_a_tenor{0, 12 * 30};  ///< months
inline constexpr Bounds tier{0.0, 1000.0, true};
inline constexpr WholeBounds exit_years{1, 30};
inline constexpr WholeBounds repay_months{1, 60};

// the plan
inline constexpr WholeBounds first_year{1900, 2200};
inline constexpr WholeBounds years{1, 30};
inline constexpr WholeBounds month_of_year{1, 12};
/// A path's number is one word of the draw's counter (docs/model.md section 1).
inline constexpr WholeBounds paths{1, 4294967295};
/// Months since the start of a plan of any that can be written (1900 to 2399).
inline constexpr WholeBounds month_index{-12 * 500, 12 * 500 + 11};
inline constexpr Bounds target_ratio{-1000.0, 1000.0};
inline constexpr Bounds target_count{0.0, 1e9};

}  // namespace ranges
}  // namespace coffer::model
