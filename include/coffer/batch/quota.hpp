#pragma once
// Which split of a province's bond quota over its counties makes its tail least bad. What a county
// does on a path depends on the other counties by common drivers only, not by their quotas: each is
// computed under each quota that it may have, and every split is a sum of these.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/batch/province.hpp"
#include "coffer/model/model.hpp"
#include "coffer/statistics/paired.hpp"

namespace coffer::batch {

struct QuotaOptions {
    ProvinceOptions province;  ///< its counties, draws, and the figure and year of its tail
    model::Source::Kind kind = model::Source::Kind::special_bond;
    /// Lower the probability that at least so many counties are red at the end of the year; none:
    /// make the tail's mean less bad.
    std::optional<std::size_t> red;
    double step = 0.25;  ///< what moves at once, as a share of an average county's quota
    std::size_t most_moves = 100;
    std::uint64_t fresh_seed = 2;  ///< of the paths on which the split found is tried again
};

/// A county's quota, over all years of the plan, in yuan.
struct QuotaShare {
    std::size_t county = 0;
    double now = 0.0, then = 0.0;
    /// What becomes of the goal when this county alone has one step more, or less. None where it
    /// has no quota that could be changed, or less than a step.
    std::optional<statistics::Difference> more, less;
    std::string statement;  ///< the change that gives the county its new quota; "" for none
};

/// One step from a county to another, and where that leaves the goal.
struct QuotaMove {
    std::size_t from = 0, to = 0;
    double goal = 0.0;
};

/// The goal is the mean of the tail's figure on the worst twentieth of the paths, or a probability.
struct QuotaSplit {
    int first_year = 0;
    int first_month = 1;
    int years = 0;
    int year = 0;
    std::uint64_t paths = 0, seed = 0, fresh_seed = 0;
    std::vector<County> counties;
    std::vector<LeftOut> left_out;
    double total = 0.0, step = 0.0;  ///< yuan
    std::vector<QuotaShare> shares;  ///< by county
    std::vector<QuotaMove> moves;
    bool ended = true;             ///< no step more helps; else `most_moves` were made
    statistics::Difference found;  ///< of the goal, on the paths on which the split was looked for
    statistics::Difference checked;  ///< the same under the fresh seed
};

/// Begins with the split that the plans have, and moves one step at a time from the county that
/// misses it least to the one that it helps most, as long as the goal comes down; then tries the
/// outcome on fresh paths. Counties are left out as in run_province; one without such bonds has
/// none to change. None, with diagnostics, when nothing can be split, or memory for the samples is
/// not there; none without any when stopped. Does not depend on threads or the order of plans.
[[nodiscard]] std::optional<QuotaSplit> split_quota(const QuotaOptions& options,
                                                    const ProvinceProgress& progress,
                                                    Diagnostics& diagnostics);

}  // namespace coffer::batch
