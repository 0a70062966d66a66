#pragma once
// What a history says a plan should write, as a change file (docs/calibration.md).
#include <optional>
#include <string>
#include <vector>

#include "coffer/calibration/fit.hpp"
#include "coffer/calibration/panel.hpp"
#include "coffer/model/line_kinds.hpp"

namespace coffer::calibration {

/// A value with its 90 % interval.
struct Estimate {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
};

/// For one place, or for a place like those of the panel.
struct Proposal {
    std::string unit;  ///< blank: none in particular
    int first_year = 0;
    int last_year = 0;
    int own_years = 0;          ///< growths of its own
    double own_weight = 0.0;    ///< of its own years in the spread
    double peers_weight = 0.0;  ///< of what all places of the table show; the rest is the kind's
    std::vector<LeftOut> left_out;  ///< cells, of the whole panel
    std::size_t places = 0;         ///< that its peers' growth is told from
    bool alone = false;             ///< its one spread is split as the kind's
    Estimate growth;                ///< of the next year
    Estimate own_sd, common_sd;
    double permanent = 1.0, common_permanent = 1.0, common_half_life = 0.0;
};

/// `unit` is one of the panel's, or blank: the only one there is, or a place like those of the
/// panel. None without a growth of it, or of anything.
[[nodiscard]] std::optional<Proposal> propose(const Panel& panel, const std::string& unit,
                                              const model::LineKindInfo& kind);

/// Where the values go in a plan: a row as a change file selects it, "revenue[tax]", and a driver,
/// without which the line takes the common spread too.
struct Place {
    std::string line;
    std::optional<std::string> driver;
};

/// The change file. Yearly means of the driver fade for `years` plan years. `source` goes into
/// the rows' `basis`.
[[nodiscard]] std::string change_file(const Proposal& proposal, const model::LineKindInfo& kind,
                                      const Place& place, int years, const std::string& value,
                                      const std::string& source);

}  // namespace coffer::calibration
