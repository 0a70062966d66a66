#pragma once
// Why a figure is what it is: which chances explain it, what each costs, how it is missed.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/factors.hpp"
#include "coffer/analysis/measure.hpp"
#include "coffer/analysis/variant.hpp"
#include "coffer/statistics/main_effects.hpp"

namespace coffer::analysis {

/// What is asked of each path: whether it is a miss, and the figure behind it, if there is one.
struct Subject {
    Measure measure;
    std::optional<Measure> figure;  ///< mean of the quantity that the measure is about
    bool happening_is_bad = false;  ///< an event: a miss is that it happens
};
/// The side of an amount that is looked at: beyond the quantile asked about, or its worse tenth.
struct Tail {
    bool high = false;
    bool is_bad = false;  ///< known to be the worse side
    double level = 0.1;
};
[[nodiscard]] Tail tail_of(const Subject& subject);
[[nodiscard]] Subject subject_of(const plan::Plan& plan, const Measure& measure);
/// 1 on the paths that miss: the target or condition not met, the event happened, the amount in
/// its worse tenth or beyond the quantile.
[[nodiscard]] Eigen::ArrayXd misses_on(const plan::Plan& plan, const kernel::PathStore& paths,
                                       const Subject& subject);

struct FactorEffect {
    Factor factor;
    std::optional<statistics::MainEffect> on_miss;    ///< none where misses do not tell
    std::optional<statistics::MainEffect> on_figure;  ///< none without a figure that varies
    double floor = 0.0;         ///< of shares: a factor without effect stays below
    double given_miss = 0.0;    ///< mean of the factor on the misses
    double given_others = 0.0;  ///< on the others

    [[nodiscard]] double share() const {
        return on_figure ? on_figure->share : on_miss ? on_miss->share : 0.0;
    }
    [[nodiscard]] bool counts() const {
        return (on_miss && on_miss->share > floor) || (on_figure && on_figure->share > floor);
    }
};

/// (c): what the figure would be if something were certain.
struct Exclusion {
    std::string id;
    Text name;
    statistics::Difference measure;                 ///< after: without this uncertainty
    std::vector<statistics::Difference> quantiles;  ///< P5, P50, P95 of the figure; or none
};

/// (b): the variance that a group of chances is responsible for.
struct GroupShare {
    Group group;
    double share = 0.0;  ///< of the variance; all of them sum to 1
    double se = 0.0;
};

/// (d).
struct ProjectEffect {
    std::string id;
    Text name;
    /// P(it is late on a miss), and on the other paths: past the deadline of its last
    /// stage, or without one more than
    /// a month after its planned finish. None where misses do not tell.
    std::optional<double> criticality, usual;
    std::optional<double> cruciality;  ///< rank correlation of its finish and the figure
    std::optional<statistics::Difference> dropped, delayed, funded;  ///< of the measure
};

/// (e).
struct GivenMiss {
    statistics::FigureId id;
    double usual = 0.0;     ///< mean on the paths that do not miss
    double miss = 0.0;      ///< mean on those that do
    double distance = 0.0;  ///< of the two, in standard deviations of the figure
    /// Farther than the farthest of as many figures without any connection would lie in 95 of 100
    /// cases.
    bool clear = false;
    bool same_as_before = false;  ///< another indicator that has the same values in this plan
};
struct TypicalMiss {
    std::vector<GivenMiss> figures;    ///< farthest apart first
    std::uint64_t representative = 0;  ///< path nearest to the mean of the misses
};

struct Explanation {
    Subject subject;
    double value = 0.0;  ///< of the measure
    std::uint64_t misses = 0;
    std::vector<FactorEffect> factors;  ///< largest share first
    std::size_t asked = 0;              ///< factors looked at
    std::vector<Exclusion> exclusions;
    std::vector<GroupShare> groups;
    double variance = 0.0;  ///< that they add up to
    std::vector<ProjectEffect> projects;
    std::optional<TypicalMiss> typical;  ///< none where misses do not tell
    bool misses_tell = false;            ///< there are enough of them, and enough others
    bool figure_tells = false;           ///< there is a figure, and it varies on enough paths
};
inline constexpr std::uint64_t least_misses = 30;
/// At least `least_misses` paths differ from the most usual value: below, shares of a variance say
/// nothing.
[[nodiscard]] bool varies(const Eigen::ArrayXd& values);

struct ExplainOptions {
    bool single_run = false;      ///< (a) and (e) alone
    bool groups = true;           ///< (b)
    bool projects = true;         ///< (d): three runs a project
    std::size_t exclusions = 20;  ///< single streams of (c), beside drivers and groups
};

/// Runs that it will take, in forecasts.
[[nodiscard]] std::uint64_t explain_runs(const Case& base, const ExplainOptions& options);

/// None when interrupted.
[[nodiscard]] std::optional<Explanation> explain(const Case& base, const Measure& measure,
                                                 const ExplainOptions& options, Runner& runner);

}  // namespace coffer::analysis
