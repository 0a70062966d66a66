// A direction is found in pilots, first with wider chances, then by cross-entropy: each common
// chance moves to its mean given the event (Rubinstein and Kroese, The Cross-Entropy Method, 2004).
// Chances whose mean cannot be told from zero stay, so that weights depend on few of them. The
// estimate is over a mixture of moved and plain paths with the weights of the mixture (Owen and
// Zhou, JASA 95, 2000): unbiased, and no weight above one over the plain share.
#include "coffer/analysis/rare.hpp"

#include <algorithm>
#include <cmath>

#include "chance_names.hpp"
#include "coffer/analysis/common_chances.hpp"
#include "coffer/base/contract.hpp"
#include "coffer/random/elementary.hpp"
#include "coffer/run/parallel.hpp"
#include "coffer/statistics/figures.hpp"

namespace coffer::analysis {
namespace {

using kernel::Chance;
using kernel::Steering;

constexpr std::uint64_t rare_pilot_paths = 4096;
/// Rounds that move to the mean given the event, and pilots for them at most.
constexpr int cross_entropy_rounds = 3;
constexpr int most_refining = 9;
/// Wide chances lie farther out than the event begins, by a fifth or so: pilots go back by this.
constexpr double one_step_back = 0.88;
/// Paths with the event from which a direction can be told.
constexpr double enough_seen = 200.0;
constexpr double least_seen = 40.0;
constexpr double enough_effective = 60.0;
/// Standard errors by which a chance's mean must differ from zero to be moved: with two hundred
/// chances, one without connection passes in a hundred pilots.
constexpr double clear_errors = 4.0;

Eigen::ArrayXd event_on(const Case& base, const kernel::PathStore& paths, const Rarity& rarity) {
    Eigen::ArrayXd event = values_on(base.plan, paths, rarity.measure);
    if (rarity.opposite) event = 1.0 - event;
    return event;
}

kernel::Draws pilot_draws(const Runner& runner, std::uint64_t round) {
    return {runner.options().draws.seed() ^ (0xD1342543DE82EF95ULL + round)};
}

std::optional<kernel::PathStore> run_pilot(const Case& base, const kernel::Draws& draws,
                                           Runner& runner) {
    run::Options how = runner.options();
    how.paths = rare_pilot_paths;
    how.draws = draws;
    return runner.run(base.plan, how);
}

/// The means of chances over paths of these weights, those that are not clear as zero.
std::vector<double> clear_means(const std::vector<Chance>& chances, const kernel::Draws& draws,
                                const std::vector<double>& shifts, double scale,
                                const std::vector<double>& weights, int threads) {
    double total = 0.0, squares = 0.0;
    for (const double weight : weights) {
        total += weight;
        squares += weight * weight;
    }
    const double least = clear_errors * scale * std::sqrt(squares) / total;
    std::vector<double> means(chances.size(), 0.0);
    run::for_each(chances.size(), threads, [&](std::size_t c) {
        const auto normals = normals_of(draws, chances[c], weights.size());
        double sum = 0.0;
        for (std::size_t path = 0; path < weights.size(); ++path) {
            sum += weights[path] * (shifts[c] + scale * normals[path]);
        }
        const double mean = sum / total;
        if (std::abs(mean) > least) means[c] = mean;
    });
    return means;
}

double square_of(const std::vector<double>& shifts) {
    double square = 0.0;
    for (const double shift : shifts) square += shift * shift;
    return square;
}

/// The sum of shift times normal over the chances that are moved, by path; of what was drawn, not
/// of where it was moved to.
std::vector<double> along(const std::vector<Chance>& chances, const std::vector<double>& shifts,
                          const kernel::Draws& draws, std::size_t paths) {
    std::vector<double> sums(paths, 0.0);
    for (std::size_t c = 0; c < chances.size(); ++c) {
        if (shifts[c] == 0.0) continue;
        const auto normals = normals_of(draws, chances[c], paths);
        for (std::size_t path = 0; path < paths; ++path) sums[path] += shifts[c] * normals[path];
    }
    return sums;
}

enum class Direction { found, nothing, interrupted };

/// Where the event happens, from plain and then wider chances.
Direction first_direction(const Case& base, const std::vector<Chance>& chances, Runner& runner,
                          Rarity& rarity, std::vector<double>& shifts) {
    const std::vector<double> still(chances.size(), 0.0);
    for (const double scale : {1.0, 1.5, 2.0, 3.0}) {
        const auto plain = pilot_draws(runner, static_cast<std::uint64_t>(10.0 * scale));
        kernel::Draws wide = plain;
        if (scale > 1.0) wide.steer(Steering::moved(chances, still, scale, 0));
        const auto paths = run_pilot(base, wide, runner);
        if (!paths) return Direction::interrupted;
        auto event = event_on(base, *paths, rarity);
        if (scale == 1.0 && event.sum() > 0.5 * static_cast<double>(rare_pilot_paths)) {
            rarity.opposite = true;
            event = 1.0 - event;
        }
        const double seen = event.sum();
        if (seen < (scale < 3.0 ? enough_seen : least_seen)) continue;
        shifts = clear_means(chances, plain, still, scale, {event.begin(), event.end()},
                             runner.options().threads);
        return Direction::found;
    }
    return Direction::nothing;
}

/// Each chance to its mean given the event, weighed back to how it should be drawn. Where too few
/// of the paths count because all lie far beyond where the event begins, a step back.
bool refine(const Case& base, const std::vector<Chance>& chances, Runner& runner,
            const Rarity& rarity, std::vector<double>& shifts) {
    int refined = 0;
    for (int pilot = 0; pilot < most_refining && refined < cross_entropy_rounds; ++pilot) {
        const auto plain = pilot_draws(runner, 100 + static_cast<std::uint64_t>(pilot));
        kernel::Draws moved = plain;
        moved.steer(Steering::moved(chances, shifts, 1.0, 0));
        const auto paths = run_pilot(base, moved, runner);
        if (!paths) return false;
        const auto event = event_on(base, *paths, rarity);
        if (event.sum() < least_seen) return true;  // what the pilot before found is better
        const auto sums = along(chances, shifts, plain, rare_pilot_paths);
        const double half = square_of(shifts) / 2.0;
        std::vector<double> weights(rare_pilot_paths, 0.0);
        double total = 0.0, squares = 0.0;
        for (std::size_t path = 0; path < weights.size(); ++path) {
            if (event[static_cast<Eigen::Index>(path)] == 0.0) continue;
            weights[path] = random::exponential(-sums[path] - half);
            total += weights[path];
            squares += weights[path] * weights[path];
        }
        if (total * total >= enough_effective * squares) {
            shifts = clear_means(chances, plain, shifts, 1.0, weights, runner.options().threads);
            ++refined;
            continue;
        }
        if (event.sum() < 0.3 * static_cast<double>(rare_pilot_paths)) return true;
        for (double& shift : shifts) shift *= one_step_back;
    }
    return true;
}

/// Of each path, how often it should be drawn over how often it was.
std::vector<double> mixture_weights(const std::vector<Chance>& chances,
                                    const std::vector<double>& shifts, const kernel::Draws& draws,
                                    const Steering& steering, std::size_t paths) {
    const auto sums = along(chances, shifts, draws, paths);
    const double square = square_of(shifts);
    const auto n = static_cast<double>(paths);
    const double plain = std::ceil(n / static_cast<double>(plain_every)) / n;
    std::vector<double> weights(paths);
    for (std::size_t path = 0; path < paths; ++path) {
        const double where = sums[path] + (steering.is_plain(path) ? 0.0 : square);
        weights[path] = 1.0 / (plain + (1.0 - plain) * random::exponential(where - square / 2.0));
    }
    return weights;
}

void estimate_rarity(const Eigen::ArrayXd& event, const std::vector<double>& weights,
                     const Steering& steering, Rarity& rarity) {
    const auto n = static_cast<double>(weights.size());
    double total = 0.0, squares = 0.0, heaviest = 0.0;
    for (std::size_t path = 0; path < weights.size(); ++path) {
        const bool happens = event[static_cast<Eigen::Index>(path)] > 0.0;
        if (steering.is_plain(path)) {
            ++rarity.plain_paths;
            rarity.plain_seen += happens ? 1 : 0;
        }
        if (!happens) continue;
        ++rarity.seen;
        total += weights[path];
        squares += weights[path] * weights[path];
        heaviest = std::max(heaviest, weights[path]);
    }
    rarity.plain_interval = statistics::share_interval(
        static_cast<double>(rarity.plain_seen) / static_cast<double>(rarity.plain_paths),
        static_cast<double>(rarity.plain_paths));
    if (total == 0.0) return;
    const double p = total / n;
    rarity.probability = p;
    rarity.se = std::sqrt(std::max(0.0, squares / n - p * p) / (n - 1.0));
    rarity.effective = total * total / squares;
    rarity.heaviest = heaviest / total;
    if (rarity.se > 0.0) rarity.plain_needed = p * (1.0 - p) / (rarity.se * rarity.se);
    const double factor = random::exponential(statistics::errors_either_side * rarity.se / p);
    rarity.interval = {p / factor, std::min(1.0, p * factor)};
    if (rarity.effective >= least_effective) rarity.outcome = Rarity::Outcome::known;
}

/// What the rare case looks like beside all that is usual.
void describe_case(const Case& base, const kernel::PathStore& paths, const Eigen::ArrayXd& event,
                   const std::vector<double>& weights, const Steering& steering, Rarity& rarity) {
    double total = 0.0;
    for (std::size_t path = 0; path < weights.size(); ++path) {
        total += weights[path] * event[static_cast<Eigen::Index>(path)];
    }
    for (const auto& figure : statistics::figures_of(base.plan)) {
        if (figure.id.month > 0) continue;
        const Eigen::ArrayXd sample = statistics::sample_of(paths, figure);
        double given = 0.0, sum = 0.0, squares = 0.0, n = 0.0;
        const double shift = sample[0];
        for (std::size_t path = 0; path < weights.size(); ++path) {
            const auto place = static_cast<Eigen::Index>(path);
            const double value = sample[place] - shift;
            given += weights[path] * event[place] * value;
            if (!steering.is_plain(path)) continue;
            sum += value;
            squares += value * value;
            n += 1.0;
        }
        const double mean = sum / n;
        const double variance = squares / n - mean * mean;
        const double sd = std::sqrt(std::max(0.0, variance));
        if (sd <= 1e-9 * (1.0 + std::abs(shift))) continue;
        rarity.figures.push_back(
            {figure.id, shift + mean, shift + given / total, (given / total - mean) / sd, true});
    }
    std::stable_sort(rarity.figures.begin(), rarity.figures.end(),
                     [](const GivenMiss& a, const GivenMiss& b) {
                         return std::abs(a.distance) > std::abs(b.distance);
                     });
}

}  // namespace

std::uint64_t rare_runs(std::uint64_t paths) {
    constexpr std::uint64_t pilots = 4 + most_refining;
    return 1 + (pilots * rare_pilot_paths + paths - 1) / paths;
}

std::optional<Rarity> rare(const Case& base, const Measure& measure, Runner& runner) {
    COFFER_EXPECT(measure.is_probability());
    Rarity rarity;
    rarity.measure = measure;
    const auto chances = common_chances(base.plan);
    std::vector<double> shifts;
    const Direction found = first_direction(base, chances, runner, rarity, shifts);
    if (found == Direction::interrupted) return std::nullopt;
    if (found == Direction::nothing) return rarity;
    if (!refine(base, chances, runner, rarity, shifts)) return std::nullopt;

    const kernel::Draws& plain = runner.options().draws;
    kernel::Draws moved = plain;
    const Steering steering = Steering::moved(chances, shifts, 1.0, plain_every);
    moved.steer(steering);
    const auto paths = runner.run(base.plan, moved);
    if (!paths) return std::nullopt;
    const auto event = event_on(base, *paths, rarity);
    const auto weights = mixture_weights(chances, shifts, plain, steering,
                                         static_cast<std::size_t>(runner.options().paths));
    rarity.outcome = Rarity::Outcome::too_few;
    estimate_rarity(event, weights, steering, rarity);
    for (std::size_t c = 0; c < chances.size(); ++c) {
        if (shifts[c] == 0.0) continue;
        rarity.moved.push_back({chances[c], name_of(base, chances[c]), shifts[c]});
    }
    std::stable_sort(rarity.moved.begin(), rarity.moved.end(),
                     [](const MovedChance& a, const MovedChance& b) {
                         return std::abs(a.shift) > std::abs(b.shift);
                     });
    if (rarity.outcome == Rarity::Outcome::known) {
        describe_case(base, *paths, event, weights, steering, rarity);
    }
    return rarity;
}

}  // namespace coffer::analysis
