#include "coffer/calibration/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"
#include "coffer/base/money.hpp"
#include "coffer/calibration/fit.hpp"
#include "coffer/model/growth_weights.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/random/normal.hpp"
#include "coffer/run/run.hpp"

namespace coffer::calibration {
namespace {

/// Every series begins here, in fen: figures are told relative to the last year's value.
constexpr std::int64_t base_fen = 1'000'000'000'000;
/// Of a walk by months 0.247 of last year's deviation shows again in the next year's growth.
constexpr double carried_over = 0.247;

/// A plan of one series a unit. Peers' growth is a driver; each unit's luck is its own.
model::Model plan_of(const Fit& fit, const model::LineKindInfo& kind, int years) {
    model::Model model;
    model.id = "backtest";
    model.name = {"回测", "Backtest"};
    model.first_year = fit.until + 1;
    model.years = years;
    const bool land = kind.kind == model::LineKind::land;

    model::Driver peers;
    peers.id = "peers";
    peers.stream = stream_of("driver", "peers");
    for (int h = 1; h <= years; ++h) {
        peers.mean.push_back(std::exp(expected_growth(fit, kind, h)) - 1.0);
    }
    // Waves of the land market are wider than places' own luck; of other kinds places share turns
    // that no history of a decade tells: their drift is uncertain, no more (docs/calibration.md).
    const double common = fit.alone ? fit.common_sd : kind.common_sd;
    peers.annual_sd = land ? common : 0.0;
    peers.persistence = land ? model::persistence_of(kind.common_half_life) : 0.0;
    peers.volatility =
        peers.annual_sd / model::growth_weights(model::even_months(), peers.persistence).year_sd;
    peers.drawn_start = true;
    model.drivers.push_back(peers);
    model.correlation_factor = {{1.0}};

    for (std::size_t u = 0; u < fit.units.size(); ++u) {
        const auto& unit = fit.units[u];
        model::EconomicSeries series;
        series.id = fmt::format("u{:05}", u);
        series.name = {unit.unit, unit.unit};
        series.flow.stream = stream_of("economy", series.id);
        series.flow.profile = model::even_months();
        series.flow.sensitivities = {{Index<model::Driver>{0}, 1.0}};
        const double again = land ? 0.0 : carried_over * unit.last_deviation.value_or(0.0);
        const double base = static_cast<double>(base_fen) * std::exp(again);
        series.flow.annual.assign(static_cast<std::size_t>(years),
                                  Money::from_fen(static_cast<std::int64_t>(round_fen(base))));
        auto& luck = series.flow.uncertainty;
        // A place alone has no peers: all that it has shown is its own.
        luck.annual_sd = fit.alone && !land ? std::hypot(unit.own_sd, common) : unit.own_sd;
        luck.permanent = land ? kind.own_permanent : 1.0;
        luck.history_years = std::max(0.5, static_cast<double>(unit.years));
        luck.shock = {model.shocks.size()};
        model.shocks.push_back({series.id, stream_of("shock", series.id), {}, {}});
        model.economic_series.push_back(std::move(series));
    }
    return model;
}

/// Continuous ranked probability score of a sample (sorted) for what came.
double sample_crps(const std::vector<double>& sorted, double came) {
    const auto n = static_cast<double>(sorted.size());
    double distance = 0.0;
    double among = 0.0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        distance += std::abs(sorted[i] - came);
        among += sorted[i] * (2.0 * static_cast<double>(i) + 1.0 - n);
    }
    return distance / n - among / (n * n);
}

/// Of a normal distribution (Gneiting and Raftery 2007, equation 21).
double normal_crps(double mean, double sd, double came) {
    const double z = (came - mean) / sd;
    const double density = std::exp(-z * z / 2.0) / std::sqrt(2.0 * std::numbers::pi);
    return sd * (z * (2.0 * random::normal_probability(z) - 1.0) + 2.0 * density -
                 1.0 / std::sqrt(std::numbers::pi));
}

double quantile_of(const std::vector<double>& sorted, double p) {
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// Gneiting and Raftery 2007, equation 43.
double interval_score(const std::vector<double>& sorted, double came) {
    constexpr double alpha = 0.1;
    const double low = quantile_of(sorted, alpha / 2.0);
    const double high = quantile_of(sorted, 1.0 - alpha / 2.0);
    return high - low + 2.0 / alpha * (std::max(0.0, low - came) + std::max(0.0, came - high));
}

Score score_of(const std::vector<double>& sorted, const Fit& fit, const UnitFit& unit, int h,
               double came) {
    Score score;
    score.unit = unit.unit;
    score.origin = fit.until;
    score.horizon = h;
    const auto below = std::lower_bound(sorted.begin(), sorted.end(), came) - sorted.begin();
    score.pit = static_cast<double>(below) / static_cast<double>(sorted.size());
    score.crps = sample_crps(sorted, came);
    score.interval = interval_score(sorted, came);
    // Everything is told relative to the last value, logs.
    score.crps_last_value = std::abs(came);
    const double last_growth =
        unit.last_deviation ? *unit.last_deviation + fit.peers.at(fit.until) : fit.growth;
    score.crps_last_growth = std::abs(came - h * last_growth);
    const double root = std::sqrt(static_cast<double>(h));
    score.crps_own_drift = normal_crps(unit.own_growth.value_or(fit.growth) * h,
                                       unit.own_growth_sd.value_or(fit.growth_sd) * root, came);
    score.crps_pooled_drift = normal_crps(fit.growth * h, fit.growth_sd * root, came);
    return score;
}

double kupiec_ratio(std::size_t n, std::size_t outside) {
    constexpr double expected = 0.1;
    const double x = static_cast<double>(outside);
    const double rest = static_cast<double>(n - outside);
    const double share = x / static_cast<double>(n);
    const auto log_likelihood = [&](double p) {
        return (x > 0.0 ? x * std::log(p) : 0.0) + (rest > 0.0 ? rest * std::log(1.0 - p) : 0.0);
    };
    return 2.0 * (log_likelihood(share) - log_likelihood(expected));
}

ScoreRow row_of(const std::vector<Score>& scores, int first, int last) {
    ScoreRow row;
    row.horizon = first == last ? first : 0;
    std::size_t in50 = 0, in80 = 0, in90 = 0;
    for (const Score& score : scores) {
        if (score.horizon < first || score.horizon > last) continue;
        ++row.n;
        const auto inside = [&](double level) {
            return score.pit >= (1.0 - level) / 2.0 && score.pit <= (1.0 + level) / 2.0 ? 1U : 0U;
        };
        in50 += inside(0.5);
        in80 += inside(0.8);
        in90 += inside(0.9);
        row.crps += score.crps;
        row.crps_last_value += score.crps_last_value;
        row.crps_last_growth += score.crps_last_growth;
        row.crps_own_drift += score.crps_own_drift;
        row.crps_pooled_drift += score.crps_pooled_drift;
        row.interval += score.interval;
    }
    if (row.n == 0) return row;
    const auto n = static_cast<double>(row.n);
    row.coverage50 = static_cast<double>(in50) / n;
    row.coverage80 = static_cast<double>(in80) / n;
    row.coverage90 = static_cast<double>(in90) / n;
    for (double* sum : {&row.crps, &row.crps_last_value, &row.crps_last_growth, &row.crps_own_drift,
                        &row.crps_pooled_drift, &row.interval}) {
        *sum /= n;
    }
    row.kupiec = kupiec_ratio(row.n, row.n - in90);
    return row;
}

/// Of horizons 1 to 3. Places of one origin share the national years: the bands go by origins.
std::array<PitDecile, 10> deciles_of(const std::vector<Score>& scores) {
    std::array<PitDecile, 10> deciles;
    std::map<int, std::pair<double, std::array<double, 10>>> by_origin;
    double n = 0.0;
    for (const Score& score : scores) {
        if (score.horizon > 3) continue;
        auto& [count, tenths] = by_origin[score.origin];
        const auto tenth = std::min<std::size_t>(9, static_cast<std::size_t>(score.pit * 10.0));
        count += 1.0;
        tenths[tenth] += 1.0;
        n += 1.0;
    }
    for (std::size_t i = 0; i < 10 && n > 0.0; ++i) {
        double hits = 0.0;
        for (const auto& [origin, all] : by_origin) hits += all.second[i];
        const double share = hits / n;
        double variance = 0.0;
        for (const auto& [origin, all] : by_origin) {
            const double off = all.second[i] - share * all.first;
            variance += off * off;
        }
        const double band = 2.0 * std::sqrt(variance) / n;
        deciles[i] = {share, std::max(0.0, share - band), share + band};
    }
    return deciles;
}

/// All scores of one origin.
void score_origin(const Panel& panel, const Fit& fit, const model::LineKindInfo& kind,
                  const BacktestOptions& options, std::vector<Score>& scores) {
    Diagnostics diagnostics;
    const auto plan = plan::compile(plan_of(fit, kind, options.last_horizon), diagnostics);
    COFFER_EXPECT(plan.has_value());
    run::Options how;
    how.paths = options.paths;
    how.threads = options.threads;
    how.draws = kernel::Draws(options.seed);
    const auto paths = run::simulate(*plan, how, [](auto, auto) { return true; });
    COFFER_EXPECT(paths.has_value());
    for (std::size_t u = 0; u < fit.units.size(); ++u) {
        const auto& unit = fit.units[u];
        const auto series = std::lower_bound(
            panel.series.begin(), panel.series.end(), unit.unit,
            [](const Series& each, const std::string& name) { return each.unit < name; });
        for (int h = options.first_horizon; h <= options.last_horizon; ++h) {
            const auto came = series->logs.find(fit.until + h);
            if (came == series->logs.end()) continue;
            const auto column = paths->store.yearly.col(
                kernel::PathStore::year_column(*plan, plan->economic_series[u].level, h - 1));
            std::vector<double> sample(column.data(), column.data() + column.size());
            for (double& level : sample) level = std::log(level * 100.0 / base_fen);
            std::sort(sample.begin(), sample.end());
            scores.push_back(score_of(sample, fit, unit, h, came->second - unit.last_log));
        }
    }
}

}  // namespace

std::optional<Backtest> backtest(const Panel& panel, const model::LineKindInfo& kind,
                                 const BacktestOptions& options,
                                 const std::function<bool(int done, int all)>& go_on) {
    Backtest result;
    result.value = panel.value;
    const int all = options.last_origin - options.first_origin + 1;
    for (int origin = options.first_origin; origin <= options.last_origin; ++origin) {
        if (!go_on(origin - options.first_origin, all)) return std::nullopt;
        const auto known = fit(panel, origin, kind, kind.panel_sd);
        if (known) score_origin(panel, *known, kind, options, result.scores);
    }
    for (int h = options.first_horizon; h <= options.last_horizon; ++h) {
        result.rows.push_back(row_of(result.scores, h, h));
    }
    auto together = row_of(result.scores, 1, 3);
    together.horizon = 0;
    result.rows.push_back(together);
    result.deciles = deciles_of(result.scores);
    return result;
}

}  // namespace coffer::calibration
