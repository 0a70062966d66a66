#include "additive.hpp"

#include <algorithm>
#include <cmath>

#include "coffer/random/normal.hpp"

namespace coffer::analysis {
namespace {

using Effects = Programme::Effects;

/// Of equal choices the one nearer to the plan.
constexpr double worth_of_leaving = 1e-6;

/// Where effects add up: probabilities as normal quantiles, so that what moves one of 50 % by ten
/// points moves one of 99 % by less than one.
class Latent {
  public:
    Latent(const Measure& measure, double paths)
        : probability_(measure.is_probability()), paths_(paths) {}

    [[nodiscard]] double operator()(double value) const {
        if (!probability_) return value;
        // Half a path of each side: no number of paths shows that a probability is 0 or 1.
        const double count = std::clamp(value, 0.0, 1.0) * paths_;
        return random::normal_quantile((count + 0.5) / (paths_ + 1.0));
    }

  private:
    bool probability_;
    double paths_;
};

double most_of(const Effects& effects, std::size_t d) {
    return *std::max_element(effects[d].begin(), effects[d].end());
}
double least_of(const Effects& effects, std::size_t d) {
    return *std::min_element(effects[d].begin(), effects[d].end());
}

/// How far the sums of all choices lie apart.
double reach_of(const Effects& effects) {
    double reach = 0.0;
    for (std::size_t d = 0; d < effects.size(); ++d) {
        reach += most_of(effects, d) - least_of(effects, d);
    }
    return reach;
}

void divide(Effects& effects, double by) {
    for (auto& levels : effects) {
        for (double& effect : levels) effect /= by;
    }
}

std::size_t decision_of(const Trial& single, const Trial& plan) {
    std::size_t d = 0;
    while (single.choice[d] == plan.choice[d]) ++d;
    return d;
}

class Additive {
  public:
    Additive(const Trial& plan, const std::vector<Trial>& singles,
             const std::vector<Decision>& decisions)
        : plan_(plan), singles_(singles), decisions_(decisions) {}

    /// Whose level was tried and can be had.
    [[nodiscard]] std::vector<std::vector<bool>> offered() const {
        std::vector<std::vector<bool>> all;
        for (std::size_t d = 0; d < decisions_.size(); ++d) {
            all.emplace_back(decisions_[d].levels.size(), false);
            all[d][plan_.choice[d]] = true;
        }
        for (const Trial& single : singles_) {
            if (!single.possible) continue;
            const std::size_t d = decision_of(single, plan_);
            all[d][single.choice[d]] = true;
        }
        return all;
    }

    /// What each level changes in a figure that `of` takes from a trial, times `sign`.
    template <class Of>
    [[nodiscard]] Effects effects(const Measure& measure, double sign, const Of& of) const {
        Effects all;
        for (const Decision& decision : decisions_) all.emplace_back(decision.levels.size(), 0.0);
        const Latent latent(measure, static_cast<double>(plan_.paths));
        const double before = latent(of(plan_).value);
        for (const Trial& single : singles_) {
            if (!single.possible) continue;
            const std::size_t d = decision_of(single, plan_);
            all[d][single.choice[d]] = sign * (latent(of(single).value) - before);
        }
        return all;
    }

    [[nodiscard]] Effects worth(const Objective& objective, std::size_t o) const {
        Effects effect = effects(objective.measure, objective.maximise ? 1.0 : -1.0,
                                 [o](const Trial& trial) { return trial.objectives[o]; });
        const double reach = reach_of(effect);
        if (reach > 0.0) divide(effect, reach);
        return effect;
    }

    /// A condition in its own standard errors of these few paths.
    [[nodiscard]] Programme::Row row(const Requirement& constraint, std::size_t c,
                                     double all_paths) const {
        const double sign = constraint.wants_more() ? 1.0 : -1.0;
        const double few = static_cast<double>(plan_.paths);
        Programme::Row row{effects(constraint.measure, sign,
                                   [c](const Trial& trial) { return trial.constraints[c]; }),
                           0.0};
        const double asked = constraint.condition.value;
        const auto& now = plan_.constraints[c];
        const double se = constraint.measure.is_probability()
                              ? std::sqrt(std::max(asked * (1.0 - asked), 0.0) / few)
                              : now.se;
        const double margin = statistics::errors_either_side * se * std::sqrt(few / all_paths);
        const Latent latent(constraint.measure, few);
        const double reach = reach_of(row.effects);
        if (reach == 0.0) return row;  // nothing can be done for it or against it
        row.least = sign * (latent(asked + sign * margin) - latent(now.value));
        const double unit = std::max((latent(asked + se) - latent(asked - se)) / 2.0, 1e-3 * reach);
        row.least /= unit;
        divide(row.effects, unit);
        return row;
    }

  private:
    const Trial& plan_;
    const std::vector<Trial>& singles_;
    const std::vector<Decision>& decisions_;
};

}  // namespace

std::vector<Choice> propose(const Trial& plan, const std::vector<Trial>& singles,
                            const std::vector<Decision>& decisions,
                            const std::vector<Objective>& objectives,
                            const std::vector<Requirement>& constraints, std::size_t left_out,
                            std::uint64_t all_paths, std::vector<Choice> known, std::size_t count) {
    const Additive additive(plan, singles, decisions);
    Programme programme;
    programme.offered = additive.offered();
    programme.known = std::move(known);
    for (std::size_t c = 0; c < constraints.size(); ++c) {
        if (c == left_out) continue;
        programme.rows.push_back(additive.row(constraints[c], c, static_cast<double>(all_paths)));
    }
    std::vector<Effects> worths;
    for (std::size_t o = 0; o < objectives.size(); ++o) {
        worths.push_back(additive.worth(objectives[o], o));
    }
    // Of two figures the way from one to the other.
    const std::vector<double> shares = worths.size() > 1
                                           ? std::vector<double>{1.0, 0.75, 0.5, 0.25, 0.0}
                                           : std::vector<double>{1.0};
    std::vector<Choice> proposed;
    for (std::size_t s = 0; s < shares.size(); ++s) {
        programme.worth = worths.front();
        for (std::size_t d = 0; d < programme.worth.size(); ++d) {
            for (std::size_t level = 0; level < programme.worth[d].size(); ++level) {
                double& worth = programme.worth[d][level];
                worth *= shares[s];
                if (worths.size() > 1) worth += (1.0 - shares[s]) * worths[1][d][level];
                if (level == plan.choice[d]) worth += worth_of_leaving;
            }
        }
        const std::size_t so_far = count * (s + 1) / shares.size();
        for (Choice& choice : best_choices(programme, so_far - proposed.size())) {
            programme.known.push_back(choice);
            proposed.push_back(std::move(choice));
        }
    }
    return proposed;
}

}  // namespace coffer::analysis
