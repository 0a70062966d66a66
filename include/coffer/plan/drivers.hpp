#pragma once
// What moves a plan from outside: drivers, luck that lines share, flows, and the months of which it
// is known what happened.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/plan/figures.hpp"

namespace coffer::plan {

/// Part of another driver's deviation of the month before.
struct SpilloverPlan {
    std::size_t driver = 0;
    double coefficient = 0.0;
};

/// A driver month by month.
struct DriverPlan {
    std::string id;
    std::uint32_t stream = 0;
    bool growth = true;
    double persistence = 0.0;
    double sd = 0.0;             ///< stationary, of the deviation
    double innovation_sd = 0.0;  ///< sd * sqrt(1 - persistence^2)
    bool drawn_start = false;
    double transitory_sd = 0.0;  ///< of what passes of a year's luck
    double drift_sd = 0.0;       ///< of its yearly growth
    std::vector<double> spread;  ///< at pert_knots equally spaced z; empty: known for sure
    double initial_deviation = 0.0;
    std::vector<double> mean;        ///< by month
    std::vector<double> log_growth;  ///< by month: ln(1 + mean) in January, growth only
    std::vector<double> tail_scale;  ///< Student t: S_nu at pert_knots equally spaced z, else empty
    double crisis_shift = 0.0;
    double crisis_volatility = 1.0;
    double jump_probability = 0.0;
    double jump_mean = 0.0;
    double jump_sd = 0.0;
    std::vector<SpilloverPlan> spillovers;
    std::vector<double> known;  ///< value in each known month; empty: unknown
};

struct SensitivityPlan {
    std::size_t driver = 0;
    double elasticity = 0.0;
};

/// One entry of a row of a Cholesky factor.
struct WeightPlan {
    std::size_t from = 0;
    double weight = 0.0;
};

/// Luck that lines share.
struct ShockPlan {
    std::string id;
    std::uint32_t stream = 0;
    std::vector<WeightPlan> factor;       ///< of drivers, then of shocks
    std::vector<WeightPlan> year_factor;  ///< of shocks
    std::vector<std::size_t> walks;
    bool moves = false;          ///< from month to month
    bool yearly = false;         ///< some of a year's luck passes
    bool shares_months = false;  ///< months vary within the year
};

/// A log index of standard deviation one (stationary, annualised) that lines of one shock follow.
struct WalkPlan {
    std::size_t shock = 0;
    double persistence = 0.0;
    double innovation_sd = 1.0;
    double history_years = 0.0;
    std::vector<double> spread;  ///< as of DriverPlan
};

/// How far a line stands above its base year's sum when the plan begins: the two start normals of
/// a driver, or behind the drivers of a walk, times these.
struct StartPlan {
    std::size_t walk = 0;
    double level = 0.0;
    double rest = 0.0;
};

/// Standard deviation of a yearly growth that is known from few years, the same for all lines: in
/// the panel of 140 cities pooled growth of one decade missed that of the next by as much.
inline constexpr double drift_sd = 0.02;

struct FlowPlan {
    std::uint32_t stream = 0;  ///< of what else it draws: outages
    std::vector<SensitivityPlan> sensitivities;
    std::vector<double> amount;  ///< by month: yearly amount times profile, not rounded
    std::vector<double> offset;  ///< by month: minus the mean path's exponent, or 0
    std::size_t walk = nowhere;  ///< given when anything of its own varies
    double walk_sd = 0.0;        ///< what of the walk's index moves it
    double transitory_sd = 0.0;
    double drift_sd = 0.0;
    double month_sd = 0.0;
    model::MonthProfile profile{};  ///< sums to one
    std::vector<StartPlan> starts;
    std::vector<double> known;       ///< fen, of its known months; empty: none
    std::size_t observed = nowhere;  ///< first of its columns of State::observed: one a known year
    std::vector<double> gains;       ///< what known years say of later months (KnownPlan)

    /// Nothing moves it from month to month within a year but the shares of its months.
    [[nodiscard]] bool steady() const { return sensitivities.empty() && walk_sd == 0.0; }
    [[nodiscard]] bool certain() const {
        return steady() && transitory_sd == 0.0 && drift_sd == 0.0 && month_sd == 0.0;
    }
};

struct DistributionPlan {
    model::Distribution distribution;
    double log_sd = 0.0;        ///< lognormal: s of p50 * exp(s z)
    double lower_log_sd = 0.0;  ///< split_lognormal: s for z < 0, log_sd is the one for z > 0
    std::vector<double> table;  ///< pert: quantiles at pert_knots equally spaced z
};

inline constexpr int pert_knots = 1025;

inline constexpr double pert_reach = 6.0;

/// The months at the beginning of the plan of which it is known what happened.
///
/// A flow whose months are known is what it was. What it would have been on the path still says
/// where the path stands: for each known year, the log of what was over what would have been is the
/// miss of the path. A later month m moves by exp(sum over years of gains[year * months + m] *
/// miss), the gains being those of a linear-Gaussian regression (docs/model.md section 1).
struct KnownPlan {
    int months = 0;
    std::size_t columns = 0;           ///< of State::observed
    std::vector<std::size_t> drivers;  ///< whose values are known
    /// By driver, then by known driver: what the latter's missing innovation adds to the former's
    /// normal.
    std::vector<std::vector<double>> weights;
    bool projects = false;  ///< some project's months are known
};

struct DriversPart {
    std::vector<DriverPlan> drivers;
    std::vector<std::vector<double>> correlation_factor;  ///< lower triangle, row by row
    std::uint32_t drivers_stream = 0;
    bool heavy_tails = false;  ///< some driver has a tail_scale
    bool spillovers = false;   ///< between some drivers
    std::vector<ShockPlan> shocks;
    std::vector<WalkPlan> walks;
    bool draws_starts = false;    ///< something stands elsewhere than at its mean when it begins
    bool draws_drift = false;     ///< some growth is not known for sure
    bool averages_years = false;  ///< figures that follow a year's average index
    KnownPlan known;
    double crisis_entry = 0.0;  ///< 0: there are no crises
    double crisis_exit = 1.0;

    [[nodiscard]] bool differs_between_paths() const {
        return !drivers.empty() || !shocks.empty() || !walks.empty() || crisis_entry != 0.0;
    }
};

}  // namespace coffer::plan
