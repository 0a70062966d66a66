#include "coffer/analysis/explain.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "coffer/analysis/stress.hpp"
#include "coffer/run/parallel.hpp"
#include "coffer/statistics/figures.hpp"
#include "project_effects.hpp"
#include "shapley.hpp"
#include "typical_miss.hpp"

namespace coffer::analysis {
namespace {

std::span<const double> as_span(const Eigen::ArrayXd& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

/// The plan year after whose end nothing matters to the subject.
int last_year_of(const plan::Plan& plan, const Subject& subject) {
    for (const auto& target : plan.targets) {
        if (subject.measure.kind == Measure::Kind::target && target.id == subject.measure.id) {
            return target.span.by_month() ? target.last / 12 : target.last;
        }
    }
    const Quantity& quantity = subject.measure.quantity;
    const bool named = !subject.measure.id.empty();
    if (!named && quantity.kind == Quantity::Kind::figure && quantity.last_year > 0) {
        return quantity.last_year - plan.first_year;
    }
    return plan.years - 1;
}

std::vector<FactorEffect> factor_effects(const Case& base, const Subject& subject,
                                         const Eigen::ArrayXd& miss,
                                         const std::optional<Eigen::ArrayXd>& figure,
                                         const Runner& runner) {
    const auto factors = factors_of(base.plan, base.model, last_year_of(base.plan, subject));
    const auto paths = static_cast<std::size_t>(miss.size());
    std::vector<FactorEffect> effects(factors.size());
    const double missed = miss.sum();
    const bool miss_tells = varies(miss);
    run::for_each(factors.size(), runner.options().threads, [&](std::size_t i) {
        const auto values = values_of(base.plan, factors[i], runner.options().draws, paths);
        const statistics::Bins bins(values);
        FactorEffect& effect = effects[i];
        effect.factor = factors[i];
        if (miss_tells) effect.on_miss = statistics::main_effect(bins, as_span(miss));
        if (figure) effect.on_figure = statistics::main_effect(bins, as_span(*figure));
        effect.floor = statistics::null_floor(bins, factors.size());
        double on_misses = 0.0, all = 0.0;
        for (std::size_t path = 0; path < paths; ++path) {
            on_misses += values[path] * miss[static_cast<Eigen::Index>(path)];
            all += values[path];
        }
        const double others = static_cast<double>(paths) - missed;
        if (missed > 0.0) effect.given_miss = on_misses / missed;
        if (others > 0.0) effect.given_others = (all - on_misses) / others;
    });
    const auto larger = [](const FactorEffect& effect) {
        return std::max(effect.on_miss ? effect.on_miss->share : effect.share(), effect.share());
    };
    std::stable_sort(effects.begin(), effects.end(),
                     [&](const auto& a, const auto& b) { return larger(a) > larger(b); });
    return effects;
}

/// Intervals for those that a reader will look at.
void add_errors(const Case& base, const Eigen::ArrayXd& miss,
                const std::optional<Eigen::ArrayXd>& figure, const Runner& runner,
                std::vector<FactorEffect>& effects) {
    constexpr std::size_t shown = 30;
    const auto paths = static_cast<std::size_t>(miss.size());
    const statistics::Resamples resamples(paths, 60);
    run::for_each(std::min(shown, effects.size()), runner.options().threads, [&](std::size_t i) {
        FactorEffect& effect = effects[i];
        const statistics::Bins bins(
            values_of(base.plan, effect.factor, runner.options().draws, paths));
        if (effect.on_miss) {
            effect.on_miss = statistics::main_effect(bins, as_span(miss), &resamples);
        }
        if (figure) effect.on_figure = statistics::main_effect(bins, as_span(*figure), &resamples);
    });
}

/// Streams worth a run of their own: all drivers, then those of the strongest factors.
std::vector<Group> worth_excluding(const Case& base, const std::vector<FactorEffect>& effects,
                                   std::size_t most) {
    const auto streams = streams_of(base.plan, base.model);
    std::vector<Group> chosen = groups_of(base.plan);
    for (const Group& stream : streams) {
        if (stream.id.starts_with("driver/")) chosen.push_back(stream);
    }
    std::vector<std::uint32_t> taken;
    for (const FactorEffect& effect : effects) {
        if (taken.size() == most || !effect.counts()) break;
        const auto found = std::find_if(streams.begin(), streams.end(), [&](const Group& stream) {
            return stream.parts.front().stream == effect.factor.stream;
        });
        if (found == streams.end() || found->id.starts_with("driver/")) continue;
        if (std::find(taken.begin(), taken.end(), effect.factor.stream) != taken.end()) continue;
        taken.push_back(effect.factor.stream);
        chosen.push_back(*found);
    }
    return chosen;
}

bool exclude(const Case& base, const Subject& subject, const std::vector<Group>& groups,
             const Eigen::ArrayXd& values, const std::optional<Eigen::ArrayXd>& figure,
             Runner& runner, std::vector<Exclusion>& exclusions) {
    const statistics::Resamples resamples(static_cast<std::size_t>(runner.options().paths), 99);
    constexpr std::array<double, 3> levels{0.05, 0.50, 0.95};
    for (const Group& group : groups) {
        kernel::Draws draws = runner.options().draws;
        group.draw_with({draws.seed(), true}, draws);
        const auto paths = runner.run(base.plan, draws);
        if (!paths) return false;
        Exclusion exclusion{group.id, group.name, {}, {}};
        exclusion.measure = difference_of(subject.measure, values,
                                          values_on(base.plan, *paths, subject.measure), resamples);
        if (figure) {
            exclusion.quantiles = statistics::quantile_differences(
                as_span(*figure), as_span(values_on(base.plan, *paths, *subject.figure)), levels,
                resamples);
        }
        exclusions.push_back(std::move(exclusion));
    }
    std::stable_sort(exclusions.begin(), exclusions.end(), [](const auto& a, const auto& b) {
        return std::fabs(a.measure.change) > std::fabs(b.measure.change);
    });
    return true;
}

}  // namespace

bool varies(const Eigen::ArrayXd& values) {
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    // The longest run of equal values; sums of fen may differ in their last digits.
    std::size_t longest = 0;
    for (std::size_t begin = 0, end = 0; begin < sorted.size(); begin = end) {
        const double limit = sorted[begin] + 1e-9 * std::fabs(sorted[begin]);
        while (end < sorted.size() && sorted[end] <= limit) ++end;
        longest = std::max(longest, end - begin);
    }
    return sorted.size() - longest >= least_misses;
}

Subject subject_of(const plan::Plan& plan, const Measure& measure) {
    Subject subject;
    subject.measure = measure;
    subject.happening_is_bad = measure.kind == Measure::Kind::event;
    const auto mean = [](Quantity quantity) {
        Measure figure;
        figure.quantity = std::move(quantity);
        return figure;
    };
    if (measure.kind == Measure::Kind::target) {
        for (const auto& target : plan.targets) {
            if (target.id != measure.id) continue;
            if (target.span.several() || target.slot == plan::no_slot) continue;
            if (target.span.by_month()) continue;
            subject.figure = mean_of(target.indicator, target.span.first.year, target.dimension);
        }
    } else if (measure.kind == Measure::Kind::condition) {
        if (measure.quantity.kind == Quantity::Kind::finish || measure.quantity.first_year != 0) {
            subject.figure = mean(measure.quantity);
        }
    } else if (measure.kind != Measure::Kind::event) {
        subject.figure = mean(measure.quantity);
    }
    return subject;
}

Tail tail_of(const Subject& subject) {
    const model::Better better = better_of(subject.measure);
    const bool quantile = subject.measure.kind == Measure::Kind::quantile;
    Tail tail;
    tail.high = quantile ? subject.measure.level >= 0.5 : better == model::Better::less;
    tail.is_bad = better == (tail.high ? model::Better::less : model::Better::more);
    tail.level = quantile ? subject.measure.level : tail.high ? 0.9 : 0.1;
    return tail;
}

Eigen::ArrayXd misses_on(const plan::Plan& plan, const kernel::PathStore& paths,
                         const Subject& subject) {
    Eigen::ArrayXd values = values_on(plan, paths, subject.measure);
    if (subject.measure.is_probability()) {
        if (!subject.happening_is_bad) {
            for (double& value : values) value = 1.0 - value;
        }
        return values;
    }
    const Tail tail = tail_of(subject);
    Measure bound = *subject.figure;
    bound.kind = Measure::Kind::quantile;
    bound.level = tail.level;
    const double limit = value_of(bound, values);
    for (double& value : values) value = (tail.high ? value > limit : value < limit) ? 1.0 : 0.0;
    return values;
}

std::uint64_t explain_runs(const Case& base, const ExplainOptions& options) {
    if (options.single_run) return 1;
    const auto groups = groups_of(base.plan).size();
    std::uint64_t runs = 1 + groups + base.plan.drivers.size() + options.exclusions;
    if (options.groups) runs += groups + 2;
    if (options.projects) runs += 3 * base.plan.projects.size();
    return runs;
}

std::optional<Explanation> explain(const Case& base, const Measure& measure,
                                   const ExplainOptions& options, Runner& runner) {
    run::Options traced = runner.options();
    const auto paths = runner.run(base.plan, traced);
    if (!paths) return std::nullopt;
    Explanation explanation;
    explanation.subject = subject_of(base.plan, measure);
    const Subject& subject = explanation.subject;
    const Eigen::ArrayXd values = values_on(base.plan, *paths, measure);
    const Eigen::ArrayXd miss = misses_on(base.plan, *paths, subject);
    std::optional<Eigen::ArrayXd> figure;
    if (subject.figure) {
        figure = values_on(base.plan, *paths, *subject.figure);
        explanation.figure_tells = varies(*figure);
        if (!explanation.figure_tells) figure.reset();
    }
    explanation.misses_tell = varies(miss);
    explanation.value = value_of(measure, values);
    explanation.misses = static_cast<std::uint64_t>(miss.sum());
    explanation.factors = factor_effects(base, subject, miss, figure, runner);
    explanation.asked = explanation.factors.size();
    add_errors(base, miss, figure, runner, explanation.factors);
    if (explanation.misses_tell) {
        explanation.typical = typical_miss(base.plan, *paths, miss);
    }
    if (options.single_run) return explanation;
    const auto excluded = worth_excluding(base, explanation.factors, options.exclusions);
    if (!exclude(base, subject, excluded, values, figure, runner, explanation.exclusions)) {
        return std::nullopt;
    }
    if (options.groups && varies(figure.value_or(values))) {
        const auto shapley = shapley_shares(base, figure ? *subject.figure : measure, runner);
        if (!shapley) return std::nullopt;
        explanation.groups = shapley->groups;
        explanation.variance = shapley->variance;
    }
    if (options.projects &&
        !project_effects(base, subject, *paths, miss, figure, runner, explanation.projects)) {
        return std::nullopt;
    }
    return explanation;
}

}  // namespace coffer::analysis
