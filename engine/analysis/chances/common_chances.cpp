#include "coffer/analysis/common_chances.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "coffer/random/normal.hpp"
#include "coffer/run/parallel.hpp"
#include "coffer/statistics/figures.hpp"

namespace coffer::analysis {
namespace {

using kernel::Chance;
using random::Purpose;

constexpr std::uint64_t pilot_paths = 2048;

/// Adds the normals of one number to `to`.
void add_normals_of(const kernel::Draws& draws, std::uint32_t stream, Purpose purpose, int number,
                    std::vector<double>& to) {
    // A width that no block has: of two copies of a template the linker keeps one, and this floor's
    // is compiled without the kernel's optimisations.
    constexpr int chunk = 32;
    const auto key = draws.key(stream, purpose);
    if (key.median) return;
    double uniforms[chunk], normals[chunk];
    for (std::size_t first = 0; first < to.size(); first += chunk) {
        random::draw_uniforms<chunk>(key.seed, first, stream, purpose,
                                     static_cast<std::uint32_t>(number), uniforms);
        random::normal_quantiles<chunk>(uniforms, normals);
        const std::size_t count = std::min<std::size_t>(chunk, to.size() - first);
        for (std::size_t i = 0; i < count; ++i) to[first + i] += normals[i];
    }
}

/// Values less their mean, over their length; none where they are all the same.
std::vector<double> standardised(std::vector<double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    const double mean = sum / static_cast<double>(values.size());
    double squares = 0.0;
    for (double& value : values) {
        value -= mean;
        squares += value * value;
    }
    // Money is told to the fen: what spreads less than that is the same on all paths.
    if (squares <= 1e-12 * (1.0 + mean * mean)) return {};
    for (double& value : values) value /= std::sqrt(squares);
    return values;
}

/// The sum of products of two pilot samples, in eight parts that need not wait for one another.
double product_of(const std::vector<double>& a, const std::vector<double>& b) {
    constexpr std::size_t parts = 8;
    static_assert(pilot_paths % parts == 0);
    double sums[parts] = {};
    for (std::size_t path = 0; path < a.size(); path += parts) {
        for (std::size_t part = 0; part < parts; ++part) {
            sums[part] += a[path + part] * b[path + part];
        }
    }
    double sum = 0.0;
    for (const double each : sums) sum += each;
    return sum;
}

/// What the plan tells readers of each path: yearly figures and targets.
std::vector<std::vector<double>> told_of(const plan::Plan& plan, const kernel::PathStore& paths) {
    std::vector<std::vector<double>> told;
    const auto add = [&](const Eigen::ArrayXd& values) {
        auto each = standardised({values.begin(), values.end()});
        if (!each.empty()) told.push_back(std::move(each));
    };
    for (const auto& figure : statistics::figures_of(plan)) {
        if (figure.id.month == 0) add(statistics::sample_of(paths, figure));
    }
    for (const auto& target : plan.targets) add(statistics::met_on(plan, target, paths));
    return told;
}

}  // namespace

std::vector<Chance> common_chances(const plan::Plan& plan) {
    std::vector<Chance> chances;
    const auto add = [&](std::uint32_t stream, Purpose purpose, int number, bool of_year = false) {
        chances.push_back({stream, purpose, number, of_year});
    };
    const auto moves = [&](std::uint32_t stream) {
        for (int year = 0; year < plan.years; ++year) {
            add(stream, Purpose::driver_innovation, year, true);
        }
    };
    // Number 0 is the base year's own luck.
    const auto passes = [&](std::uint32_t stream) {
        for (int year = 0; year <= plan.years; ++year) add(stream, Purpose::flow_noise, year);
    };
    const auto starts = [&](std::uint32_t stream) {
        if (!plan.draws_starts) return;
        add(stream, Purpose::start, 0);
        add(stream, Purpose::start, 1);
    };
    for (const auto& driver : plan.drivers) {
        if (driver.innovation_sd > 0.0) moves(driver.stream);
        if (driver.transitory_sd > 0.0) passes(driver.stream);
        starts(driver.stream);
        if (!driver.spread.empty()) add(driver.stream, Purpose::spread, 0);
    }
    std::vector<bool> spreads(plan.shocks.size(), false);
    for (const auto& walk : plan.walks) {
        if (!walk.spread.empty()) spreads[walk.shock] = true;
    }
    for (std::size_t s = 0; s < plan.shocks.size(); ++s) {
        const auto& shock = plan.shocks[s];
        if (shock.yearly) passes(shock.stream);
        if (shock.moves) {
            moves(shock.stream);
            starts(shock.stream);
        }
        if (spreads[s]) add(shock.stream, Purpose::spread, 0);
    }
    if (plan.heavy_tails) {
        for (int year = 0; year < plan.years; ++year) {
            add(plan.drivers_stream, Purpose::driver_tail, year);
        }
    }
    if (plan.draws_drift) add(plan.drivers_stream, Purpose::drift, 0);
    for (const auto& sector : plan.sectors) add(sector.stream, Purpose::sector_shock, 0);
    for (const int year : plan.approval_years) {
        add(plan.projects_stream, Purpose::approval_year_shock, year);
    }
    return chances;
}

std::vector<double> normals_of(const kernel::Draws& draws, const Chance& chance,
                               std::size_t paths) {
    std::vector<double> normals(paths, 0.0);
    if (!chance.of_year) {
        add_normals_of(draws, chance.stream, chance.purpose, chance.number, normals);
        return normals;
    }
    for (int month = 12 * chance.number; month < 12 * chance.number + 12; ++month) {
        add_normals_of(draws, chance.stream, chance.purpose, month, normals);
    }
    for (double& normal : normals) normal /= std::sqrt(12.0);
    return normals;
}

kernel::Draws even_draws(const plan::Plan& plan, const run::Options& options) {
    // Of another seed, so that what is chosen does not depend on the draws that stay.
    const std::uint64_t seed = options.draws.seed();
    run::Options how = options;
    how.paths = pilot_paths;
    how.draws = kernel::Draws(seed ^ 0x5851F42D4C957F2DULL);
    const auto pilot = run::simulate(plan, how, {});
    const auto told = told_of(plan, pilot->store);
    const auto chances = common_chances(plan);
    std::vector<double> scores(chances.size(), 0.0);
    run::for_each(chances.size(), options.threads, [&](std::size_t c) {
        // Of two samples without connection, n times the squared correlation is above 15 once in
        // ten thousand.
        constexpr double floor = 15.0 / static_cast<double>(pilot_paths);
        const auto normals = standardised(normals_of(how.draws, chances[c], pilot_paths));
        for (const auto& figure : told) {
            const double product = normals.empty() ? 0.0 : product_of(normals, figure);
            if (product * product > floor) scores[c] += product * product;
        }
    });
    std::vector<std::size_t> order(chances.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    std::vector<Chance> chosen;
    for (const std::size_t c : order) {
        if (scores[c] > 0.0 && chosen.size() < most_even_chances) chosen.push_back(chances[c]);
    }
    kernel::Draws draws = options.draws;
    if (!chosen.empty()) draws.steer(kernel::Steering::evenly(chosen, seed));
    return draws;
}

}  // namespace coffer::analysis
