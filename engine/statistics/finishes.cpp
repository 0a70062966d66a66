#include "finishes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <Eigen/Core>

#include "coffer/statistics/summary.hpp"

namespace coffer::statistics {

namespace {

using kernel::PathStore;

/// Places of p10, p50 and p90 among quantile_levels.
constexpr std::array<std::size_t, 3> finish_levels{2, 4, 6};

/// Moments are whole thousandths of a month of which a plan has some hundred thousand: counted by
/// value, they need neither bins nor sorting.
class CountedMoments {
  public:
    CountedMoments(const kernel::SampleTable& table, Eigen::Index column, double beyond)
        : paths_(static_cast<std::size_t>(table.rows())) {
        const auto size = paths_;
        // Not vectors: they would be filled with zeros first.
        const auto moments = std::make_unique_for_overwrite<double[]>(size);
        table.copy_parts(column, moments.get());
        const Eigen::Map<const Eigen::ArrayXd> all(moments.get(), table.rows());
        const auto end = static_cast<std::int32_t>(beyond * kernel::parts_of_month);
        const auto most = static_cast<std::int32_t>(all.maxCoeff());
        least_ = static_cast<std::int32_t>(all.minCoeff());
        counts_.resize(static_cast<std::size_t>(most - least_) + 1, 0);
        // A piece at a time, so that conversions are vectors.
        constexpr std::size_t at_once = 64;
        std::int32_t parts[at_once];
        for (std::size_t from = 0; from < size; from += at_once) {
            const std::size_t count = std::min(at_once, size - from);
            for (std::size_t i = 0; i < count; ++i) {
                parts[i] = static_cast<std::int32_t>(moments[from + i]) - least_;
            }
            for (std::size_t i = 0; i < count; ++i) ++counts_[static_cast<std::size_t>(parts[i])];
        }
        unfinished_ = most == end ? counts_.back() : 0;
        if (unfinished_ > 0) counts_.back() = 0;
    }

    [[nodiscard]] std::size_t finished() const { return paths_ - unfinished_; }
    /// The moments of ranks; `far` of those that do not finish. Quick where ranks ascend, which
    /// those of neighbouring quantiles do but for a handful of paths.
    [[nodiscard]] std::vector<double> at(const std::vector<std::size_t>& ranks, double far) const {
        std::vector<double> moments;
        std::size_t before = 0, place = 0;
        for (const auto rank : ranks) {
            if (rank >= finished()) {
                moments.push_back(far);
                continue;
            }
            if (rank < before) before = place = 0;
            while (before + counts_[place] <= rank) before += counts_[place++];
            moments.push_back((least_ + static_cast<double>(place)) / kernel::parts_of_month);
        }
        return moments;
    }

  private:
    std::size_t paths_;
    std::int32_t least_ = 0;
    std::vector<std::uint32_t> counts_;
    std::size_t unfinished_ = 0;
};

/// Farther than any interpolation: a quantile between a path that finishes and one that does not
/// lies beyond the plan.
constexpr double far_beyond = 1e12;

Finishes counted(const CountedMoments& moments, std::size_t paths, double beyond) {
    const double count = static_cast<double>(paths);
    Finishes result;
    result.probability = static_cast<double>(moments.finished()) / count;
    std::vector<std::size_t> ranks;
    for (const auto level : finish_levels) {
        const auto rank = static_cast<std::size_t>(quantile_levels[level] * (count - 1.0));
        ranks.push_back(rank);
        ranks.push_back(std::min(rank + 1, paths - 1));
    }
    const auto found = moments.at(ranks, far_beyond);
    std::array<std::optional<double>, finish_levels.size()> quantiles;
    for (std::size_t i = 0; i < finish_levels.size(); ++i) {
        const double place = quantile_levels[finish_levels[i]] * (count - 1.0);
        const double fraction = place - static_cast<double>(static_cast<std::size_t>(place));
        const double at = found[2 * i];
        const double quantile = at + fraction * (found[2 * i + 1] - at);
        if (quantile < beyond) quantiles[i] = quantile;
    }
    result.p10 = quantiles[0];
    result.p50 = quantiles[1];
    result.p90 = quantiles[2];
    return result;
}

}  // namespace

Finishes finishes_of(const plan::Plan& plan, std::size_t project, const PathStore& paths,
                     const Weights& weights) {
    const auto column = static_cast<Eigen::Index>(project);
    const double beyond = PathStore::beyond(plan);
    if (weights.alike()) {
        return counted(CountedMoments(paths.finish, column, beyond), weights.size(), beyond);
    }
    const Eigen::ArrayXd finish = paths.finish.col(column);
    Finishes result;
    result.probability = weights
                             .share([&](std::size_t path) {
                                 return finish[static_cast<Eigen::Index>(path)] < beyond;
                             })
                             .probability;
    const Eigen::ArrayXd moments = (finish < beyond).select(finish, far_beyond);
    const Summary summary =
        weights.summarise({moments.data(), static_cast<std::size_t>(moments.size())});
    const auto finished_by = [&](std::size_t level) -> std::optional<double> {
        if (summary.quantiles[level] >= beyond) return std::nullopt;
        return summary.quantiles[level];
    };
    result.p10 = finished_by(finish_levels[0]);
    result.p50 = finished_by(finish_levels[1]);
    result.p90 = finished_by(finish_levels[2]);
    return result;
}

}  // namespace coffer::statistics
