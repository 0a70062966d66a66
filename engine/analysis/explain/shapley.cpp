#include "shapley.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "coffer/random/philox.hpp"
#include "ordered_sum.hpp"

namespace coffer::analysis {
namespace {

/// Orders that are drawn; each has its share of one forecast's paths.
constexpr std::size_t orders = 16;

/// A permutation of `count` things, always the same for the same number.
std::vector<std::size_t> order_number(std::size_t number, std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) {
        const auto words = random::philox_words(
            {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(i), 0, 0},
            {0x73686170U, 0x6C657900U});
        std::swap(order[i - 1], order[words[0] % i]);
    }
    return order;
}

}  // namespace

std::optional<Shapley> shapley_shares(const Case& base, const Measure& figure, Runner& runner) {
    const auto groups = groups_of(base.plan);
    run::Options how = runner.options();
    how.paths = std::max<std::uint64_t>(how.paths / orders, 64);
    const std::uint64_t other_seed = how.draws.seed() ^ 0xD1B54A32D192ED03ULL;
    std::vector<std::vector<double>> parts(groups.size());
    std::vector<double> variances;
    for (std::size_t number = 0; number < orders; ++number) {
        // Each order on paths of its own.
        run::Options first = how;
        first.draws = kernel::Draws(how.draws.seed() + 0x9E3779B97F4A7C15ULL * (number + 1));
        const kernel::Draws::Key other{other_seed + 0x9E3779B97F4A7C15ULL * (number + 1), false};
        const auto begin = runner.run(base.plan, first);
        if (!begin) return std::nullopt;
        const Eigen::ArrayXd start = values_on(base.plan, *begin, figure);
        Eigen::ArrayXd before = start;
        kernel::Draws draws = first.draws;
        double total = 0.0;
        for (const std::size_t group : order_number(number, groups.size())) {
            groups[group].draw_with(other, draws);
            run::Options step = how;
            step.draws = draws;
            const auto paths = runner.run(base.plan, step);
            if (!paths) return std::nullopt;
            const Eigen::ArrayXd after = values_on(base.plan, *paths, figure);
            // (start - after)^2 / 2 - (start - before)^2 / 2, without the difference of squares.
            const double part = ordered_mean((before - after) * (start - 0.5 * (before + after)));
            parts[group].push_back(part);
            total += part;
            before = after;
        }
        variances.push_back(total);
    }
    Shapley shapley;
    const auto mean = [](const std::vector<double>& of) {
        return std::accumulate(of.begin(), of.end(), 0.0) / static_cast<double>(of.size());
    };
    shapley.variance = mean(variances);
    for (std::size_t group = 0; group < groups.size(); ++group) {
        GroupShare share{groups[group], 0.0, 0.0};
        if (shapley.variance > 0.0) {
            share.share = mean(parts[group]) / shapley.variance;
            double squares = 0.0;
            for (std::size_t i = 0; i < orders; ++i) {
                // A ratio of means: the error of what is left of each part.
                const double rest = parts[group][i] - share.share * variances[i];
                squares += rest * rest;
            }
            share.se = std::sqrt(squares / (orders * (orders - 1.0))) / shapley.variance;
        }
        shapley.groups.push_back(std::move(share));
    }
    std::stable_sort(shapley.groups.begin(), shapley.groups.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    return shapley;
}

}  // namespace coffer::analysis
