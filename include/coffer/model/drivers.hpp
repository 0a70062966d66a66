#pragma once
// What moves amounts: drivers, crises, the luck that lines share, and flows that follow them.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/index.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/frame.hpp"
#include "coffer/model/line_kinds.hpp"

namespace coffer::model {

struct Driver;

/// What a driver's deviation takes over from another driver's of the month before.
struct Spillover {
    Index<Driver> from;
    double coefficient = 0.0;
};

struct Driver {
    enum class Kind { growth, rate };

    std::string id;
    Text name;
    std::uint32_t stream = 0;  ///< hash of "driver/<id>"
    Kind kind = Kind::growth;
    YearSeries mean;
    double initial_deviation = 0.0;  ///< x(-1)
    double persistence = 0.0;
    double volatility = 0.0;     ///< stationary standard deviation of the deviation, from annual_sd
    double annual_sd = 0.0;      ///< of one year's growth of an even year's sum; of a rate's change
    double permanent = 1.0;      ///< share of its variance that stays
    double history_years = 0.0;  ///< its growth and spread are known from so many; 0: for sure
    bool drawn_start = false;    ///< where it stands when the plan begins is drawn, not its mean
    std::optional<double> degrees_of_freedom;  ///< innovations Student t by years; none: normal
    double crisis_shift = 0.0;                 ///< added to the mean in a crisis
    double crisis_volatility = 1.0;            ///< multiple of the volatility in a crisis
    double jump_probability = 0.0;             ///< a month
    double jump_mean = 0.0;
    double jump_sd = 0.0;
    std::vector<Spillover> spillovers;  ///< in driver order
    /// Its value in its known months, of a growth the annualised rate of the month; empty: none.
    std::vector<double> known;
};

/// Monthly probabilities that a crisis begins and that it ends.
struct Crisis {
    double entry = 0.0;
    double exit = 1.0;
};

struct Sensitivity {
    Index<Driver> driver;
    double elasticity = 0.0;
};

/// Luck that lines share: of an account, of a group, or one line's own (docs/model.md section 3).
struct Shock {
    std::string id;
    std::uint32_t stream = 0;  ///< hash of "shock/<id>"
    /// Its row of the Cholesky factor of all correlations: positions among the drivers, then,
    /// behind them, among the shocks; empty: independent of everything.
    std::vector<std::pair<std::size_t, double>> factor;
    std::vector<std::pair<std::size_t, double>> year_factor;  ///< among the shocks alone
};

/// How a line's yearly sums vary beside its drivers.
struct Uncertainty {
    double annual_sd = 0.0;  ///< of one year's growth of the year's sum
    double permanent = 1.0;  ///< share of its variance that stays
    double half_life_months = 0.0;
    double month_sd = 0.0;              ///< of a month's share of the year
    double history_years = 0.0;         ///< spread and growth are known from so many; 0: for sure
    std::optional<Index<Shock>> shock;  ///< given when anything varies
};

/// A yearly amount spread over months, moved by drivers and its own noise (docs/model.md section
/// 3).
struct Flow {
    std::uint32_t stream = 0;
    YearMoney annual;  ///< base times multiplier is rounded to fen here
    MonthProfile profile{};
    std::vector<Sensitivity> sensitivities;  ///< in driver order
    bool around_mean_path = false;           ///< i_d = l_d - mean l_d (sources, pipelines)
    Uncertainty uncertainty;
    std::optional<LineKind> kind;  ///< whose history its defaults are
    bool sd_by_kind = false;       ///< annual_sd is that of its kind
    std::vector<Money> known;      ///< its amounts in its known months; empty: none
    Position at;                   ///< the row, for diagnostics of later floors
};

struct DriversPart {
    std::vector<Driver> drivers;                                  ///< by id
    std::uint32_t drivers_stream = stream_of("plan", "drivers");  ///< what all drivers share
    std::optional<Crisis> crisis;
    /// Lower Cholesky factor of the innovations' correlation matrix, row by row, full square.
    std::vector<std::vector<double>> correlation_factor;
    std::vector<Shock> shocks;  ///< by id
};

}  // namespace coffer::model
