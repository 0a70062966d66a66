#include "coffer/analysis/optimise.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "additive.hpp"
#include "coffer/random/philox.hpp"
#include "coffer/run/parallel.hpp"

namespace coffer::analysis {
namespace {

constexpr std::uint64_t first_paths = 500;
constexpr std::uint64_t second_paths = 2500;
constexpr std::size_t second_round = 24;
constexpr std::size_t third_round = 8;

class Search {
  public:
    Search(const Case& base, const std::vector<Decision>& decisions,
           const std::vector<Objective>& objectives, const std::vector<Requirement>& constraints,
           const OptimiseOptions& options, const run::Options& how, const run::Progress& progress)
        : base_(base),
          decisions_(decisions),
          objectives_(objectives),
          constraints_(constraints),
          options_(options),
          how_(how),
          progress_(progress) {}

    std::optional<Optimum> search() {
        Optimum optimum;
        optimum.exhaustive = combinations() <= static_cast<double>(options_.candidates);
        const std::uint64_t few = std::min(first_paths, how_.paths);
        if (!(optimum.exhaustive ? try_all(few) : climb(few))) return std::nullopt;
        const auto all = sorted(tried_);
        auto second = best_of(all, second_round);
        if (!run_all(second, std::min(second_paths, how_.paths), how_.draws)) return std::nullopt;
        optimum.costs = costs_of(second);
        auto third = best_of(second, objectives_.size() > 1 ? 2 * third_round : third_round);
        if (!run_all(third, how_.paths, how_.draws)) return std::nullopt;
        optimum.finalists = sorted(third);
        optimum.base = trial_of(Choice{});
        std::vector<Trial> base{optimum.base};
        if (!run_all(base, how_.paths, how_.draws)) return std::nullopt;
        optimum.base = base.front();
        for (const Trial& trial : optimum.finalists) {
            if (!trial.possible || !trial.surely_feasible) continue;
            optimum.winner = trial;
            break;
        }
        if (optimum.winner) {
            std::vector<Trial> audited{trial_of(optimum.winner->choice)};
            if (!run_all(audited, how_.paths, kernel::Draws(options_.fresh_seed))) {
                return std::nullopt;
            }
            optimum.audited = audited.front();
        }
        optimum.tried = tried_.size();
        for (const Trial& trial : tried_) {
            optimum.impossible += trial.possible ? 0 : 1;
            optimum.proposed += trial.proposed ? 1 : 0;
        }
        return optimum;
    }

  private:
    [[nodiscard]] double combinations() const {
        double all = 1.0;
        for (const Decision& decision : decisions_) {
            all *= static_cast<double>(decision.levels.size());
        }
        return all;
    }

    /// An empty choice is the plan as it is.
    [[nodiscard]] static Trial trial_of(Choice choice) {
        Trial trial;
        trial.choice = std::move(choice);
        return trial;
    }

    [[nodiscard]] std::vector<scenario::Change> changes_of(const Choice& choice) const {
        std::vector<scenario::Change> changes;
        for (std::size_t d = 0; d < choice.size(); ++d) {
            if (auto change = decisions_[d].at(choice[d])) changes.push_back(std::move(*change));
        }
        return changes;
    }

    /// How far a condition is missed, in standard errors; it is met when it would be with the
    /// interval of all paths against it.
    [[nodiscard]] double shortfall(const Requirement& constraint, const statistics::Estimate& found,
                                   Eigen::Index paths) const {
        const double share = static_cast<double>(paths) / static_cast<double>(how_.paths);
        const double margin = statistics::errors_either_side * found.se * std::sqrt(share);
        const double careful = found.value + (constraint.wants_more() ? -margin : margin);
        if (constraint.holds(careful)) return 0.0;
        const double unit =
            std::max(found.se, 1e-9 * std::max(std::fabs(constraint.condition.value), 1.0));
        return std::fabs(careful - constraint.condition.value) / unit;
    }

    void measure(const plan::Plan& plan, const kernel::PathStore& paths, Trial& trial) const {
        trial.objectives.clear();
        trial.constraints.clear();
        trial.violation = 0.0;
        trial.surely_feasible = true;
        const auto estimate = [&](const Measure& measure) {
            return estimate_of(measure, values_on(plan, paths, measure));
        };
        for (const Objective& objective : objectives_) {
            trial.objectives.push_back(estimate(objective.measure));
        }
        for (const Requirement& constraint : constraints_) {
            const auto found = estimate(constraint.measure);
            const auto& against =
                constraint.wants_more() ? found.interval.low : found.interval.high;
            trial.surely_feasible = trial.surely_feasible &&
                                    constraint.holds(against.value_or(found.value)) &&
                                    against.has_value();
            trial.violation += shortfall(constraint, found, paths.yearly.rows());
            trial.constraints.push_back(found);
        }
    }

    /// One trial on one thread.
    void run_one(Trial& trial, std::uint64_t paths, const kernel::Draws& draws) {
        Diagnostics unused;
        const auto changes = changes_of(trial.choice);
        Varied varied;
        if (!changes.empty()) varied = vary(base_.document, changes, unused);
        const bool unchanged = changes.empty() || (varied.cells == 0 && !unused.has_errors());
        trial.paths = paths;
        if (!unchanged && !varied.changed) {
            trial.possible = false;
            return;
        }
        const plan::Plan& plan = unchanged ? base_.plan : varied.changed->plan;
        const auto missing = [&](const Measure& measure) { return !has(plan, measure); };
        for (const Objective& objective : objectives_) {
            trial.possible = trial.possible && !missing(objective.measure);
        }
        for (const Requirement& constraint : constraints_) {
            trial.possible = trial.possible && !missing(constraint.measure);
        }
        if (!trial.possible) return;
        run::Options how = how_;
        how.paths = paths;
        how.draws = draws;
        how.threads = 1;
        const auto ran = run::simulate(plan, how, [this](std::uint64_t, std::uint64_t) {
            return !stopped_.load(std::memory_order_relaxed);
        });
        // Amounts beyond the exact range: no plan that anybody would want.
        if (!ran || ran->out_of_range) {
            trial.possible = false;
            return;
        }
        measure(plan, ran->store, trial);
    }

    /// Trials side by side. False when the user stopped.
    bool run_all(std::vector<Trial>& trials, std::uint64_t paths, const kernel::Draws& draws) {
        std::atomic_flag reporting;
        run::for_each(trials.size(), how_.threads, [&](std::size_t i) {
            if (stopped_) return;
            run_one(trials[i], paths, draws);
            done_ += paths;
            // Only one reports at a time, and nobody waits to draw a bar.
            if (reporting.test_and_set(std::memory_order_acquire)) return;
            if (progress_ && !progress_(told(), told_of)) stopped_ = true;
            reporting.clear(std::memory_order_release);
        });
        return !stopped_;
    }

    static constexpr std::uint64_t told_of = 1'000'000;
    [[nodiscard]] std::uint64_t told() const {
        const double first = static_cast<double>(
            std::min(first_paths, how_.paths) *
            std::min<std::uint64_t>(options_.candidates,
                                    static_cast<std::uint64_t>(std::min(combinations(), 1e9))));
        const double all = first +
                           static_cast<double>(second_round * std::min(second_paths, how_.paths)) +
                           static_cast<double>((third_round + 2) * how_.paths);
        return static_cast<std::uint64_t>(std::min(static_cast<double>(done_) / all, 1.0) *
                                          told_of);
    }

    /// Better: possible, nearer to the conditions, then by the first objective.
    [[nodiscard]] bool better(const Trial& a, const Trial& b) const {
        if (a.possible != b.possible) return a.possible;
        if (!a.possible) return a.choice < b.choice;
        if (a.violation != b.violation) return a.violation < b.violation;
        const double left = a.objectives.front().value, right = b.objectives.front().value;
        if (left != right) return objectives_.front().maximise ? left > right : left < right;
        return a.choice < b.choice;  // so that equals always come in one order
    }

    [[nodiscard]] std::vector<Trial> sorted(std::vector<Trial> trials) const {
        std::sort(trials.begin(), trials.end(),
                  [this](const Trial& a, const Trial& b) { return better(a, b); });
        return trials;
    }

    [[nodiscard]] bool dominates(const Trial& a, const Trial& b) const {
        bool any = false;
        for (std::size_t o = 0; o < objectives_.size(); ++o) {
            const double sign = objectives_[o].maximise ? 1.0 : -1.0;
            const double gain = sign * (a.objectives[o].value - b.objectives[o].value);
            if (gain < 0.0) return false;
            any = any || gain > 0.0;
        }
        return any;
    }

    /// The first of them, and of two objectives those that no other beats in both.
    [[nodiscard]] std::vector<Trial> best_of(const std::vector<Trial>& trials,
                                             std::size_t most) const {
        std::vector<Trial> chosen;
        const auto ordered = sorted(trials);
        if (objectives_.size() == 1) {
            chosen.assign(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(
                                                                 std::min(most, ordered.size())));
            return chosen;
        }
        for (const Trial& trial : ordered) {
            if (!trial.possible || chosen.size() == most) break;
            const bool beaten =
                std::any_of(ordered.begin(), ordered.end(), [&](const Trial& other) {
                    return other.possible && other.violation <= trial.violation &&
                           dominates(other, trial);
                });
            if (!beaten) chosen.push_back(trial);
        }
        return chosen;
    }

    bool try_all(std::uint64_t paths) {
        std::vector<Trial> trials;
        Choice choice(decisions_.size(), 0);
        while (true) {
            trials.push_back(trial_of(choice));
            std::size_t d = 0;
            while (d < choice.size() && ++choice[d] == decisions_[d].levels.size()) choice[d++] = 0;
            if (d == choice.size()) break;
        }
        const bool finished = run_all(trials, paths, how_.draws);
        tried_ = std::move(trials);
        return finished;
    }

    /// Tries choices that are not known yet, as far as more may be tried; `any`: there were some.
    bool try_these(const std::vector<Choice>& wanted, std::uint64_t paths, bool& any,
                   bool proposed = false) {
        std::vector<Trial> trials;
        for (const Choice& choice : wanted) {
            if (known_.size() >= options_.candidates) break;
            if (!known_.insert(choice).second) continue;
            trials.push_back(trial_of(choice));
            trials.back().proposed = proposed;
        }
        any = !trials.empty();
        if (!run_all(trials, paths, how_.draws)) return false;
        tried_.insert(tried_.end(), trials.begin(), trials.end());
        return true;
    }

    /// Every decision a level up or down, and every yes or no turned.
    [[nodiscard]] std::vector<Choice> neighbours(const Choice& choice) const {
        std::vector<Choice> around;
        for (std::size_t d = 0; d < choice.size(); ++d) {
            for (const int step : {1, -1}) {
                const int level = choice[d] + step;
                if (level < 0 || level >= static_cast<int>(decisions_[d].levels.size())) continue;
                Choice next = choice;
                next[d] = static_cast<std::uint8_t>(level);
                around.push_back(std::move(next));
            }
        }
        return around;
    }

    /// Choices spread over all combinations, always the same ones.
    [[nodiscard]] std::vector<Choice> spread(std::size_t count) const {
        std::vector<Choice> choices;
        for (std::size_t i = 0; i < count; ++i) {
            Choice choice;
            for (std::size_t d = 0; d < decisions_.size(); ++d) {
                const auto words = random::philox_words(
                    {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(d), 0, 0},
                    {0x6F707469U, 0x6D697365U});
                choice.push_back(static_cast<std::uint8_t>(words[0] % decisions_[d].levels.size()));
            }
            choices.push_back(std::move(choice));
        }
        return choices;
    }

    /// Every level of every decision, the others as in `choice`; nearest first, so that each
    /// decision is tried at all before one is tried everywhere.
    [[nodiscard]] std::vector<Choice> singles(const Choice& choice) const {
        std::vector<std::pair<int, Choice>> all;
        for (std::size_t d = 0; d < choice.size(); ++d) {
            for (std::size_t level = 0; level < decisions_[d].levels.size(); ++level) {
                const int steps = static_cast<int>(level) - choice[d];
                if (steps == 0) continue;
                Choice next = choice;
                next[d] = static_cast<std::uint8_t>(level);
                all.emplace_back(std::abs(steps), std::move(next));
            }
        }
        std::stable_sort(all.begin(), all.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<Choice> choices;
        for (auto& [steps, next] : all) choices.push_back(std::move(next));
        return choices;
    }

    /// The plan as it is, each level alone, and what should be best if these effects added up.
    bool try_proposals(std::uint64_t paths) {
        constexpr std::uint64_t most_proposals = 40;
        const Choice plan = nearest_to_plan();
        bool any = true;
        if (!try_these({plan}, paths, any) || !try_these(singles(plan), paths, any)) return false;
        const std::uint64_t left = options_.candidates - known_.size();
        const auto count = static_cast<std::size_t>(std::min((left + 1) / 2, most_proposals));
        if (!tried_.front().possible) return true;
        return try_these(
            propose(tried_.front(), {tried_.begin() + 1, tried_.end()}, decisions_, objectives_,
                    constraints_, how_.paths, {known_.begin(), known_.end()}, count),
            paths, any, true);
    }

    /// From what was proposed and from choices all over, always to the neighbours of the best.
    bool climb(std::uint64_t paths) {
        constexpr std::size_t beam = 4;
        if (!try_proposals(paths)) return false;
        bool any = true;
        if (!try_these(spread(static_cast<std::size_t>(options_.candidates / 5)), paths, any)) {
            return false;
        }
        any = true;
        while (any && known_.size() < options_.candidates) {
            const auto ordered = sorted(tried_);
            std::vector<Choice> wanted;
            for (std::size_t i = 0; i < std::min(beam, ordered.size()); ++i) {
                for (Choice& next : neighbours(ordered[i].choice))
                    wanted.push_back(std::move(next));
            }
            if (!try_these(wanted, paths, any)) return false;
        }
        return true;
    }

    /// The level of each decision that leaves the plan's text as it is; without one the least.
    [[nodiscard]] Choice nearest_to_plan() const {
        Choice choice;
        for (const Decision& decision : decisions_) {
            std::size_t best = 0;
            for (std::size_t level = 0; level < decision.levels.size(); ++level) {
                const auto change = decision.at(level);
                scenario::Document document = base_.document;
                Diagnostics unused;
                if (change) scenario::apply(*change, document, unused);
                if (document.sha256 != base_.document.sha256) continue;
                best = level;
                break;
            }
            choice.push_back(static_cast<std::uint8_t>(best));
        }
        return choice;
    }

    /// For each condition the best of the plans that break no other.
    [[nodiscard]] std::vector<ConstraintCost> costs_of(const std::vector<Trial>& second) const {
        std::vector<ConstraintCost> costs;
        const double sign = objectives_.front().maximise ? 1.0 : -1.0;
        const auto feasible_but = [&](const Trial& trial, std::size_t left_out) {
            if (!trial.possible) return false;
            for (std::size_t c = 0; c < constraints_.size(); ++c) {
                if (c != left_out && !constraints_[c].holds(trial.constraints[c].value)) {
                    return false;
                }
            }
            return true;
        };
        const auto best = [&](std::size_t left_out) -> std::optional<double> {
            std::optional<double> found;
            for (const auto* list : {&tried_, &second}) {
                for (const Trial& trial : *list) {
                    if (!feasible_but(trial, left_out)) continue;
                    const double value = sign * trial.objectives.front().value;
                    if (!found || value > *found) found = value;
                }
            }
            return found;
        };
        const auto with_all = best(constraints_.size());
        for (std::size_t c = 0; c < constraints_.size(); ++c) {
            ConstraintCost cost{c, std::nullopt};
            const auto without = best(c);
            if (without && (!with_all || *without > *with_all)) cost.objective = sign * *without;
            costs.push_back(cost);
        }
        return costs;
    }

    const Case& base_;
    const std::vector<Decision>& decisions_;
    const std::vector<Objective>& objectives_;
    const std::vector<Requirement>& constraints_;
    const OptimiseOptions& options_;
    const run::Options& how_;
    const run::Progress& progress_;
    std::vector<Trial> tried_;
    std::set<Choice> known_;
    std::atomic<bool> stopped_{false};
    std::atomic<std::uint64_t> done_{0};  ///< paths
};

}  // namespace

std::optional<Optimum> optimise(const Case& base, const std::vector<Decision>& decisions,
                                const std::vector<Objective>& objectives,
                                const std::vector<Requirement>& constraints,
                                const OptimiseOptions& options, const run::Options& how,
                                const run::Progress& progress) {
    return Search(base, decisions, objectives, constraints, options, how, progress).search();
}

}  // namespace coffer::analysis
