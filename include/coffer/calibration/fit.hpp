#pragma once
// What a panel says of growth up to a year (docs/calibration.md): peers' growth, and how far each
// place strays from it, leaning on a kind's history where its own years are few.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "coffer/calibration/panel.hpp"
#include "coffer/model/line_kinds.hpp"

namespace coffer::calibration {

/// The years that what is known of a kind counts for beside a place's own.
inline constexpr double prior_years = 10.0;
/// Growth above or below none fades by this share a year.
inline constexpr double fading = 0.03;

struct UnitFit {
    std::string unit;
    double last_log = 0.0;  ///< of the last year
    int years = 0;          ///< growths of its own
    double own_sd = 0.0;    ///< of what is known beforehand and its own years together
    /// Its last growth less its peers': a monthly walk lets 0.247 of it show again next year.
    std::optional<double> last_deviation;
    std::optional<double> own_growth, own_growth_sd;  ///< from two growths on
};

struct Fit {
    int until = 0;
    double growth = 0.0;          ///< mean of all places and years, logs
    double growth_sd = 0.0;       ///< of all growths about it
    bool alone = false;           ///< one place: what is common cannot be seen
    std::map<int, double> peers;  ///< mean growth by year
    double common_sd = 0.0;       ///< of the years' means, with what is known beforehand
    double pool_sd = 0.0;         ///< of deviations from the year's mean
    std::vector<UnitFit> units;   ///< those that have a value in the last year
};

/// From years up to `until` only; `own_before` is the spread that is known beforehand of a place
/// beside all others. A place alone shows one spread, √(own² + common²), which is split as the
/// kind's. None without a single growth.
[[nodiscard]] std::optional<Fit> fit(const Panel& panel, int until, const model::LineKindInfo& kind,
                                     double own_before);

/// What the growth of the h-th year ahead is expected to be, logs: peers' growth, fading; of land
/// half of last year's, then half of that (its growth runs in waves and has no drift).
[[nodiscard]] double expected_growth(const Fit& fit, const model::LineKindInfo& kind, int h);

}  // namespace coffer::calibration
