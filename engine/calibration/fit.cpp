#include "coffer/calibration/fit.hpp"

#include <cmath>

namespace coffer::calibration {
namespace {

struct Growth {
    std::size_t unit = 0;
    int year = 0;
    double log = 0.0;
};

std::vector<Growth> growths_until(const Panel& panel, int until) {
    std::vector<Growth> growths;
    for (std::size_t u = 0; u < panel.series.size(); ++u) {
        const auto& logs = panel.series[u].logs;
        for (const auto& [year, log] : logs) {
            const auto before = logs.find(year - 1);
            if (year > until || before == logs.end()) continue;
            growths.push_back({u, year, log - before->second});
        }
    }
    return growths;
}

}  // namespace

std::optional<Fit> fit(const Panel& panel, int until, const model::LineKindInfo& kind,
                       double own_before) {
    const auto growths = growths_until(panel, until);
    if (growths.empty()) return std::nullopt;
    Fit result;
    result.until = until;
    std::map<int, int> counts;
    for (const auto& each : growths) {
        result.growth += each.log / static_cast<double>(growths.size());
        result.peers[each.year] += each.log;
        ++counts[each.year];
    }
    double common = 0.0;
    for (auto& [year, mean] : result.peers) {
        mean /= counts[year];
        common += (mean - result.growth) * (mean - result.growth);
    }
    result.common_sd = std::sqrt((prior_years * kind.common_sd * kind.common_sd + common) /
                                 (prior_years + static_cast<double>(result.peers.size())));

    std::vector<double> squares(panel.series.size(), 0.0), sums(panel.series.size(), 0.0),
        own_squares(panel.series.size(), 0.0);
    std::vector<int> years(panel.series.size(), 0);
    double pool = 0.0;
    double all = 0.0;
    const bool alone = result.alone = panel.series.size() == 1;
    for (const auto& each : growths) {
        // A place alone has no peers to be measured against but its own mean.
        const double deviation = each.log - (alone ? result.growth : result.peers[each.year]);
        squares[each.unit] += deviation * deviation;
        sums[each.unit] += each.log;
        own_squares[each.unit] += each.log * each.log;
        ++years[each.unit];
        pool += deviation * deviation;
        all += (each.log - result.growth) * (each.log - result.growth);
    }
    result.pool_sd = std::sqrt(pool / static_cast<double>(growths.size()));
    result.growth_sd = std::sqrt(all / static_cast<double>(growths.size()));
    const double own_part = own_before * own_before;
    const double common_part = kind.common_sd * kind.common_sd;
    double own_alone = 0.0;
    if (alone) {
        const double whole = own_part + common_part;
        const double variance =
            (prior_years * whole + all) / (prior_years + static_cast<double>(growths.size()));
        result.common_sd = std::sqrt(variance * common_part / whole);
        own_alone = std::sqrt(variance * own_part / whole);
    }
    for (std::size_t u = 0; u < panel.series.size(); ++u) {
        const auto& logs = panel.series[u].logs;
        const auto last = logs.find(until);
        if (last == logs.end()) continue;
        UnitFit unit;
        unit.unit = panel.series[u].unit;
        unit.last_log = last->second;
        unit.years = years[u];
        unit.own_sd =
            alone ? own_alone
                  : std::sqrt((prior_years * own_part + squares[u]) / (prior_years + years[u]));
        const auto before = logs.find(until - 1);
        if (before != logs.end()) {
            unit.last_deviation =
                last->second - before->second - (alone ? result.growth : result.peers[until]);
        }
        if (years[u] >= 2) {
            unit.own_growth = sums[u] / years[u];
            const double variance =
                (own_squares[u] - sums[u] * sums[u] / years[u]) / (years[u] - 1);
            unit.own_growth_sd = std::sqrt(std::max(variance, 1e-6));
        }
        result.units.push_back(std::move(unit));
    }
    return result;
}

double expected_growth(const Fit& fit, const model::LineKindInfo& kind, int h) {
    if (kind.kind == model::LineKind::land) {
        const auto last = fit.peers.find(fit.until);
        return last == fit.peers.end() ? 0.0 : last->second * std::pow(0.5, h);
    }
    return fit.growth * std::pow(1.0 - fading, h);
}

}  // namespace coffer::calibration
