#include "coffer/analysis/optimise.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "additive.hpp"
#include "coffer/random/philox.hpp"
#include "fronts.hpp"
#include "workbench.hpp"

namespace coffer::analysis {
namespace {

constexpr std::uint64_t first_paths = 500;
constexpr std::uint64_t second_paths = 2500;
/// Plans that go on at once, and how many may go on in all.
constexpr std::size_t batch = 8;
constexpr std::uint64_t second_round = 24, third_round = 14;
/// The same to learn what one condition costs.
constexpr std::uint64_t second_without = 6, third_without = 3;
/// The same for a frontier.
constexpr std::size_t second_front = 48, third_front = 24;
constexpr std::size_t finalists_told = 8;

/// Fewer candidates say nothing of what a condition costs.
constexpr std::uint64_t least_without = 20;

class Search {
  public:
    Search(const Case& base, const std::vector<Decision>& decisions,
           const std::vector<Objective>& objectives, const std::vector<Requirement>& constraints,
           const OptimiseOptions& options, const run::Options& how, const run::Progress& progress)
        : decisions_(decisions),
          objectives_(objectives),
          constraints_(constraints),
          options_(options),
          how_(how),
          bench_(base, decisions, objectives, constraints, how, progress),
          few_(std::min(first_paths, how.paths)),
          some_(std::min(second_paths, how.paths)),
          none_(constraints.size()) {}

    std::optional<Optimum> search() {
        Optimum optimum;
        optimum.exhaustive = combinations() <= static_cast<double>(options_.candidates);
        expect();
        limit_ = options_.candidates;
        if (!(optimum.exhaustive ? try_all() : climb(none_, true))) return std::nullopt;
        for (std::size_t c = 0; c < constraints_.size() && !optimum.exhaustive; ++c) {
            // A search of its own, from all that is known.
            limit_ = known_.size() + std::max(options_.candidates / 10,
                                              std::min(options_.candidates / 2, least_without));
            const std::size_t before = tried_.size();
            if (!climb(c, false)) return std::nullopt;
            optimum.tried_without += tried_.size() - before;
        }
        optimum.base = bench_.trial_of({});
        if (!bench_.run({&optimum.base}, how_.paths, how_.draws)) return std::nullopt;
        const bool found = objectives_.size() > 1 ? frontier(optimum) : best(optimum);
        if (!found || !fresh(optimum)) return std::nullopt;
        optimum.tried = tried_.size() - optimum.tried_without;
        for (std::size_t i = 0; i < optimum.tried; ++i) {
            optimum.impossible += tried_[i].possible ? 0 : 1;
            optimum.proposed += tried_[i].proposed ? 1 : 0;
        }
        return optimum;
    }

  private:
    using Field = std::vector<std::size_t>;  ///< of `tried_`

    [[nodiscard]] double combinations() const {
        double all = 1.0;
        for (const Decision& decision : decisions_) {
            all *= static_cast<double>(decision.levels.size());
        }
        return all;
    }

    void expect() {
        const double tried = std::min(static_cast<double>(options_.candidates), combinations());
        const bool front = objectives_.size() > 1;
        const std::uint64_t second = front ? second_front : second_round;
        const std::uint64_t third = (front ? third_front : third_round) + 3;
        bench_.expect(static_cast<std::uint64_t>(tried) * few_ + second * some_ +
                      third * how_.paths);
    }

    // ---- What is tried on few paths

    [[nodiscard]] bool try_all() {
        Choice choice(decisions_.size(), 0);
        while (true) {
            tried_.push_back(bench_.trial_of(choice));
            std::size_t d = 0;
            while (d < choice.size() && ++choice[d] == decisions_[d].levels.size()) choice[d++] = 0;
            if (d == choice.size()) break;
        }
        std::vector<Trial*> all;
        for (Trial& trial : tried_) all.push_back(&trial);
        return bench_.run(all, few_, how_.draws);
    }

    /// Tries choices that are not known yet, as far as more may be tried; `any`: there were some.
    bool try_these(const std::vector<Choice>& wanted, bool& any, bool proposed = false) {
        const std::size_t before = tried_.size();
        for (const Choice& choice : wanted) {
            if (known_.size() >= limit_) break;
            if (!known_.insert(choice).second) continue;
            tried_.push_back(bench_.trial_of(choice));
            tried_.back().proposed = proposed;
        }
        any = tried_.size() > before;
        std::vector<Trial*> added;
        for (std::size_t i = before; i < tried_.size(); ++i) added.push_back(&tried_[i]);
        return bench_.run(added, few_, how_.draws);
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

    /// What should be best if the effects of each level alone added up.
    bool try_proposals(std::size_t left_out) {
        constexpr std::uint64_t most_proposals = 40;
        if (!tried_.front().possible || known_.size() >= limit_) return true;
        const std::uint64_t left = limit_ - known_.size();
        const auto count = static_cast<std::size_t>(std::min((left + 1) / 2, most_proposals));
        bool any = true;
        return try_these(
            propose(tried_.front(),
                    {tried_.begin() + 1, tried_.begin() + static_cast<std::ptrdiff_t>(1 + alone_)},
                    decisions_, objectives_, constraints_, left_out, how_.paths,
                    {known_.begin(), known_.end()}, count),
            any, true);
    }

    /// From the plan and each level alone, from what was proposed and, `afresh`, from choices all
    /// over, always to the neighbours of the best.
    bool climb(std::size_t left_out, bool afresh) {
        constexpr std::size_t beam = 4;
        bool any = true;
        if (afresh) {
            if (!try_these({bench_.plan_choice()}, any)) return false;
            if (!try_these(singles(bench_.plan_choice()), any)) return false;
            alone_ = tried_.size() - 1;
        }
        if (!try_proposals(left_out)) return false;
        if (afresh && !try_these(spread(static_cast<std::size_t>(options_.candidates / 5)), any)) {
            return false;
        }
        any = true;
        while (any && known_.size() < limit_) {
            std::vector<Choice> wanted;
            for (const std::size_t i : best_so_far(left_out, beam)) {
                for (Choice& next : neighbours(tried_[i].choice)) wanted.push_back(std::move(next));
            }
            if (!try_these(wanted, any)) return false;
        }
        return true;
    }

    // ---- Which go on

    /// Possible plans; of those that differ in nothing asked about the one with fewest changes.
    [[nodiscard]] Field field() const {
        std::map<std::uint64_t, std::size_t> by_print;
        for (std::size_t i = 0; i < tried_.size(); ++i) {
            const Trial& trial = tried_[i];
            if (!trial.possible) continue;
            const auto [place, added] = by_print.try_emplace(trial.fingerprint, i);
            const Trial& other = tried_[place->second];
            if (!added && (trial.steps < other.steps ||
                           (trial.steps == other.steps && trial.choice < other.choice))) {
                place->second = i;
            }
        }
        Field all;
        for (const auto& [print, i] : by_print) all.push_back(i);
        std::sort(all.begin(), all.end());
        return all;
    }

    void sort_by_care(std::size_t left_out, Field& of) const {
        std::sort(of.begin(), of.end(), [&](std::size_t a, std::size_t b) {
            return bench_.better(tried_[a], tried_[b], left_out);
        });
    }
    void sort_by_hope(std::size_t left_out, Field& of) const {
        std::sort(of.begin(), of.end(), [&](std::size_t a, std::size_t b) {
            return bench_.more_hopeful(tried_[a], tried_[b], left_out);
        });
    }
    static void keep(std::size_t most, Field& of) { of.resize(std::min(most, of.size())); }

    /// Of one objective some that hold the conditions with a margin and some that may hold them; of
    /// two, all along the front.
    [[nodiscard]] Field best_so_far(std::size_t left_out, std::size_t count) const {
        if (objectives_.size() > 1) return along_front(field(), left_out, count);
        Field careful = field(), hopeful = careful;
        sort_by_care(left_out, careful);
        sort_by_hope(left_out, hopeful);
        keep((count + 1) / 2, careful);
        for (const std::size_t i : hopeful) {
            if (careful.size() >= count) break;
            if (std::find(careful.begin(), careful.end(), i) == careful.end()) careful.push_back(i);
        }
        return careful;
    }

    /// Half of the places for those that hold the conditions with a margin, half for those that may
    /// hold them; without any the nearest.
    [[nodiscard]] Field along_front(Field of, std::size_t left_out, std::size_t count) const {
        sort_by_care(left_out, of);
        std::set<std::size_t> chosen;
        for (const bool careful : {true, false}) {
            Field which;
            std::vector<Worth> points;
            for (const std::size_t i : of) {
                const bool in = careful ? bench_.violation(tried_[i], left_out) == 0.0
                                        : bench_.may_hold(tried_[i], left_out);
                if (!in || chosen.contains(i)) continue;
                which.push_back(i);
                points.push_back({bench_.worth(tried_[i], 0), bench_.worth(tried_[i], 1)});
            }
            const std::size_t places = careful && !constraints_.empty() ? count / 2 : count;
            for (const std::size_t i : layers(points, places - std::min(places, chosen.size()))) {
                chosen.insert(which[i]);
            }
        }
        for (const std::size_t i : of) {
            if (chosen.size() >= std::min(count, batch)) break;
            chosen.insert(i);
        }
        return {chosen.begin(), chosen.end()};
    }

    bool go_on(const Field& which, std::uint64_t paths) {
        std::vector<Trial*> trials;
        for (const std::size_t i : which) {
            if (tried_[i].paths < paths) trials.push_back(&tried_[i]);
        }
        return bench_.run(trials, paths, how_.draws);
    }
    [[nodiscard]] std::uint64_t next(std::uint64_t paths) const {
        return paths < some_ ? some_ : how_.paths;
    }

    /// The best that surely holds on all paths.
    [[nodiscard]] const Trial* leader(const Field& field, std::size_t left_out) const {
        const Trial* best = nullptr;
        for (const std::size_t i : field) {
            const Trial& trial = tried_[i];
            if (trial.paths < how_.paths || !bench_.surely_holds(trial, left_out)) continue;
            const bool ahead =
                best == nullptr || bench_.worth(trial, 0) > bench_.worth(*best, 0) ||
                (bench_.worth(trial, 0) == bench_.worth(*best, 0) && trial.steps < best->steps);
            if (ahead) best = &trial;
        }
        return best;
    }

    /// On the paths that both were looked at, not clearly behind.
    [[nodiscard]] bool may_beat(const Trial& trial, const Trial& leader) const {
        const auto gain = bench_.gain(trial, leader, 0);
        double error = gain.se;
        // A probability may differ though it does not on these few paths.
        if (objectives_.front().measure.is_probability()) {
            error = std::max(error, 0.5 / static_cast<double>(trial.paths));
        }
        return gain.value + statistics::errors_either_side * error > 0.0;
    }

    /// Plans go on, best first, until none is left that may hold the conditions and be better than
    /// the leader, or the paths are spent. How many are left.
    bool race(const Field& field, std::size_t left_out, std::uint64_t budget, std::uint64_t& left) {
        const std::uint64_t start = bench_.done();
        while (true) {
            const Trial* ahead = leader(field, left_out);
            Field open;
            for (const std::size_t i : field) {
                const Trial& trial = tried_[i];
                if (trial.paths < how_.paths && bench_.may_hold(trial, left_out) &&
                    (ahead == nullptr || may_beat(trial, *ahead))) {
                    open.push_back(i);
                }
            }
            sort_by_hope(left_out, open);
            std::map<std::uint64_t, Field> by_paths;
            std::uint64_t cost = bench_.done() - start;
            std::size_t chosen = 0;
            for (const std::size_t i : open) {
                const std::uint64_t paths = next(tried_[i].paths);
                if (chosen == batch || cost + paths > budget) break;
                cost += paths;
                ++chosen;
                by_paths[paths].push_back(i);
            }
            left = open.size();
            if (chosen == 0) return true;
            for (const auto& [paths, which] : by_paths) {
                if (!go_on(which, paths)) return false;
            }
        }
    }

    /// Some that hold the conditions with a margin, in any case.
    bool be_careful(const Field& field, std::size_t left_out, std::size_t second,
                    std::size_t third) {
        Field careful = field;
        sort_by_care(left_out, careful);
        keep(second, careful);
        if (!go_on(careful, some_)) return false;
        sort_by_care(left_out, careful);
        keep(third, careful);
        return go_on(careful, how_.paths);
    }

    [[nodiscard]] std::uint64_t budget(std::uint64_t second, std::uint64_t third) const {
        return second * some_ + third * how_.paths;
    }

    bool best(Optimum& optimum) {
        const Field all = field();
        if (!be_careful(all, none_, batch, 2) ||
            !race(all, none_, budget(second_round - batch, third_round - 2), optimum.open)) {
            return false;
        }
        if (leader(all, none_) == nullptr && !be_careful(all, none_, batch, batch)) return false;
        if (!race_without_each(all)) return false;
        Field told;
        for (const std::size_t i : all) {
            if (tried_[i].paths == how_.paths) told.push_back(i);
        }
        sort_by_care(none_, told);
        std::stable_partition(told.begin(), told.end(),
                              [&](std::size_t i) { return tried_[i].surely_feasible; });
        keep(finalists_told, told);
        for (const std::size_t i : told) optimum.finalists.push_back(tried_[i]);
        if (const Trial* winner = leader(all, none_)) optimum.winner = *winner;
        return true;
    }

    bool race_without_each(const Field& all) {
        for (std::size_t c = 0; c < constraints_.size(); ++c) {
            std::uint64_t left = 0;
            if (leader(all, none_) == nullptr) return true;
            if (!race(all, c, budget(second_without, third_without), left)) return false;
        }
        return true;
    }

    /// Better in one by more than the error, worse in none by more than it.
    [[nodiscard]] bool beats(const Trial& a, const Trial& b) const {
        bool any = false;
        for (std::size_t o = 0; o < objectives_.size(); ++o) {
            const auto gain = bench_.gain(a, b, o);
            if (gain.clear() && gain.value < 0.0) return false;
            any = any || gain.clear();
        }
        return any;
    }
    [[nodiscard]] bool dominates(const Trial& a, const Trial& b) const {
        bool any = false;
        for (std::size_t o = 0; o < objectives_.size(); ++o) {
            const double gain = bench_.worth(a, o) - bench_.worth(b, o);
            if (gain < 0.0) return false;
            any = any || gain > 0.0;
        }
        return any;
    }

    bool frontier(Optimum& optimum) {
        const Field all = field();
        Field going = along_front(all, none_, second_front);
        if (!go_on(going, some_)) return false;
        going = along_front(going, none_, third_front);
        if (!go_on(going, how_.paths)) return false;
        if (!race_without_each(all)) return false;
        std::vector<Trial> trials;
        for (const std::size_t i : going) {
            if (tried_[i].surely_feasible) trials.push_back(tried_[i]);
        }
        if (trials.empty()) {
            sort_by_care(none_, going);
            keep(finalists_told, going);
            for (const std::size_t i : going) optimum.finalists.push_back(tried_[i]);
            return true;
        }
        for (const auto& beaten :
             {std::function([&](const Trial& a, const Trial& b) { return dominates(a, b); }),
              std::function([&](const Trial& a, const Trial& b) { return beats(a, b); })}) {
            std::vector<Trial> kept;
            for (const std::size_t i : unbeaten(trials.size(), [&](std::size_t a, std::size_t b) {
                     return beaten(trials[a], trials[b]);
                 })) {
                kept.push_back(trials[i]);
            }
            trials = std::move(kept);
        }
        std::sort(trials.begin(), trials.end(), [&](const Trial& a, const Trial& b) {
            return bench_.worth(a, 0) > bench_.worth(b, 0);
        });
        optimum.winner = trials[chosen_of(trials, optimum.base)];
        optimum.finalists = std::move(trials);
        return true;
    }

    /// The greatest sum of both, each from 0 at its worst on the frontier to 1 at its best; of
    /// those that are better than the plan in one and not worse in the other, if there are such.
    [[nodiscard]] std::size_t chosen_of(const std::vector<Trial>& front, const Trial& plan) const {
        std::vector<double> sums(front.size(), 0.0);
        for (std::size_t o = 0; o < objectives_.size(); ++o) {
            double least = bench_.worth(front.front(), o), most = least;
            for (const Trial& trial : front) {
                least = std::min(least, bench_.worth(trial, o));
                most = std::max(most, bench_.worth(trial, o));
            }
            for (std::size_t i = 0; i < front.size() && most > least; ++i) {
                sums[i] += (bench_.worth(front[i], o) - least) / (most - least);
            }
        }
        std::optional<std::size_t> best, best_for_nothing;
        for (std::size_t i = 0; i < front.size(); ++i) {
            if (!best || sums[i] > sums[*best]) best = i;
            if (!plan.possible || !beats(front[i], plan)) continue;
            if (!best_for_nothing || sums[i] > sums[*best_for_nothing]) best_for_nothing = i;
        }
        return best_for_nothing.value_or(*best);
    }

    // ---- On a fresh seed

    bool fresh(Optimum& optimum) {
        if (!optimum.winner) return true;
        if (optimum.base.possible) {
            for (std::size_t o = 0; o < objectives_.size(); ++o) {
                const auto gain = bench_.gain(*optimum.winner, optimum.base, o);
                optimum.against_plan.push_back(!gain.clear() ? 0 : gain.value > 0.0 ? 1 : -1);
            }
        }
        std::map<Choice, Trial> runs;
        const auto run = [&](const Choice& choice) {
            const auto [place, added] = runs.try_emplace(choice, bench_.trial_of(choice));
            return !added || bench_.run({&place->second}, how_.paths,
                                        kernel::Draws(options_.fresh_seed), true);
        };
        if (!run(optimum.winner->choice)) return false;
        const Field all = field();
        const Measure& first = objectives_.front().measure;
        // Of two objectives the winner is no extreme: the best with all conditions is.
        const Trial* with_all = leader(all, none_);
        std::optional<statistics::Resamples> resamples;
        for (std::size_t c = 0; c < constraints_.size() && with_all != nullptr; ++c) {
            ConstraintCost cost;
            cost.constraint = c;
            const Trial* without = leader(all, c);
            cost.binds = without != with_all;
            if (cost.binds) {
                if (!run(with_all->choice) || !run(without->choice)) return false;
                const Trial& before = runs.at(with_all->choice);
                const Trial& after = runs.at(without->choice);
                if (!resamples) resamples.emplace(static_cast<std::size_t>(before.values.size()));
                cost.gain = difference_of(first, before.values, after.values, *resamples);
                cost.without = after.objectives.front();
            }
            optimum.costs.push_back(cost);
        }
        optimum.audited = std::move(runs.at(optimum.winner->choice));
        return true;
    }

    const std::vector<Decision>& decisions_;
    const std::vector<Objective>& objectives_;
    const std::vector<Requirement>& constraints_;
    const OptimiseOptions& options_;
    const run::Options& how_;
    Workbench bench_;
    std::uint64_t few_, some_;
    std::size_t none_;  ///< no condition is left out
    std::uint64_t limit_ = 0;
    std::size_t alone_ = 0;  ///< trials after the first, each of one level alone
    std::vector<Trial> tried_;
    std::set<Choice> known_;
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
