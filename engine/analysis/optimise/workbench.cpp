#include "workbench.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "coffer/run/parallel.hpp"

namespace coffer::analysis {
namespace {

constexpr Eigen::Index jackknife_groups = 50;

/// Adds the bits of numbers (FNV-1a by words).
void add_to(std::uint64_t& print, const Eigen::ArrayXd& values) {
    for (const double value : values) {
        print = (print ^ std::bit_cast<std::uint64_t>(value + 0.0)) * 1099511628211U;
    }
}

/// What the figure is without each group of paths, less what it is with all.
Eigen::ArrayXf without_groups(const Measure& measure, const Eigen::ArrayXd& values, double whole) {
    const Eigen::Index n = values.size();
    if (n < 2 * jackknife_groups) return {};
    Eigen::ArrayXf without(jackknife_groups);
    if (measure.is_probability() || measure.kind == Measure::Kind::mean) {
        // From the differences from the mean, so that large amounts lose nothing.
        for (Eigen::Index group = 0; group < jackknife_groups; ++group) {
            double sum = 0.0;
            Eigen::Index count = 0;
            for (Eigen::Index path = group; path < n; path += jackknife_groups, ++count) {
                sum += values[path] - whole;
            }
            without[group] = static_cast<float>(-sum / static_cast<double>(n - count));
        }
        return without;
    }
    for (Eigen::Index group = 0; group < jackknife_groups; ++group) {
        Eigen::ArrayXd left(n - (n - group + jackknife_groups - 1) / jackknife_groups);
        Eigen::Index next = 0;
        for (Eigen::Index path = 0; path < n; ++path) {
            if (path % jackknife_groups != group) left[next++] = values[path];
        }
        without[group] = static_cast<float>(value_of(measure, left) - whole);
    }
    return without;
}

}  // namespace

Workbench::Workbench(const Case& base, const std::vector<Decision>& decisions,
                     const std::vector<Objective>& objectives,
                     const std::vector<Requirement>& constraints, const run::Options& how,
                     const run::Progress& progress)
    : base_(base),
      decisions_(decisions),
      objectives_(objectives),
      constraints_(constraints),
      how_(how),
      progress_(progress),
      plan_choice_(nearest_to_plan()) {}

Choice Workbench::nearest_to_plan() const {
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

Trial Workbench::trial_of(Choice choice) const {
    Trial trial;
    for (std::size_t d = 0; d < choice.size(); ++d) {
        trial.steps += choice[d] == plan_choice_[d] ? 0 : 1;
    }
    trial.choice = std::move(choice);
    trial.looked.resize(objectives_.size());
    return trial;
}

/// How far a condition is missed, in standard errors; it is met when it would be with the interval
/// of all paths against it.
double Workbench::shortfall(const Requirement& constraint, const statistics::Estimate& found,
                            Eigen::Index paths) const {
    const double share = static_cast<double>(paths) / static_cast<double>(how_.paths);
    const double margin = statistics::errors_either_side * found.se * std::sqrt(share);
    const double careful = found.value + (constraint.wants_more() ? -margin : margin);
    if (constraint.holds(careful)) return 0.0;
    const double unit =
        std::max(found.se, 1e-9 * std::max(std::fabs(constraint.condition.value), 1.0));
    return std::fabs(careful - constraint.condition.value) / unit;
}

void Workbench::measure(const plan::Plan& plan, const kernel::PathStore& paths, bool keep_values,
                        Trial& trial) const {
    const bool first = trial.objectives.empty();
    trial.objectives.clear();
    trial.constraints.clear();
    trial.shortfalls.clear();
    trial.depths.clear();
    if (first) trial.fingerprint = 14695981039346656037U;
    const auto behind = [&](const Measure& measure, const Eigen::ArrayXd& values) {
        return measure.is_probability() ? margins_on(plan, paths, measure) : values;
    };
    for (std::size_t o = 0; o < objectives_.size(); ++o) {
        const Measure& measure = objectives_[o].measure;
        const Eigen::ArrayXd values = values_on(plan, paths, measure);
        trial.objectives.push_back(estimate_of(measure, values));
        const double value = trial.objectives.back().value;
        trial.looked[o].push_back({trial.paths, value, without_groups(measure, values, value)});
        if (first) add_to(trial.fingerprint, behind(measure, values));
        if (o == 0 && keep_values) trial.values = values;
    }
    for (const Requirement& constraint : constraints_) {
        const Eigen::ArrayXd values = values_on(plan, paths, constraint.measure);
        trial.constraints.push_back(estimate_of(constraint.measure, values));
        trial.shortfalls.push_back(
            shortfall(constraint, trial.constraints.back(), paths.yearly.rows()));
        double miss = 0.0;
        if (first || constraint.measure.is_probability()) {
            const Eigen::ArrayXd margins = behind(constraint.measure, values);
            if (first) add_to(trial.fingerprint, margins);
            if (constraint.measure.is_probability()) {
                // Where it shall seldom come true, a path misses by how far it is on that side.
                const double sign = constraint.wants_more() ? -1.0 : 1.0;
                miss = (sign * margins).max(0.0).mean();
            }
        }
        trial.depths.push_back(miss);
    }
    trial.violation = violation(trial, constraints_.size());
    trial.surely_feasible = surely_holds(trial, constraints_.size());
}

/// One trial on one thread.
void Workbench::run_one(Trial& trial, std::uint64_t paths, const kernel::Draws& draws,
                        bool keep_values) {
    Diagnostics unused;
    std::vector<scenario::Change> changes;
    for (std::size_t d = 0; d < trial.choice.size(); ++d) {
        if (auto change = decisions_[d].at(trial.choice[d])) changes.push_back(std::move(*change));
    }
    Varied varied;
    if (!changes.empty()) varied = vary(base_.document, changes, unused);
    const bool unchanged = changes.empty() || (varied.cells == 0 && !unused.has_errors());
    trial.paths = paths;
    if (!unchanged && !varied.changed) {
        trial.possible = false;
        return;
    }
    const plan::Plan& plan = unchanged ? base_.plan : varied.changed->plan;
    for (const Objective& objective : objectives_) {
        trial.possible = trial.possible && has(plan, objective.measure);
    }
    for (const Requirement& constraint : constraints_) {
        trial.possible = trial.possible && has(plan, constraint.measure);
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
    measure(plan, ran->store, keep_values, trial);
}

bool Workbench::run(const std::vector<Trial*>& trials, std::uint64_t paths,
                    const kernel::Draws& draws, bool keep_values) {
    constexpr std::uint64_t whole = 1'000'000;
    std::atomic_flag reporting;
    run::for_each(trials.size(), how_.threads, [&](std::size_t i) {
        if (stopped_) return;
        run_one(*trials[i], paths, draws, keep_values);
        done_ += paths;
        // Only one reports at a time, and nobody waits to draw a bar.
        if (reporting.test_and_set(std::memory_order_acquire)) return;
        const double share = std::min(static_cast<double>(done_) / expected_, 1.0);
        const auto told = static_cast<std::uint64_t>(share * static_cast<double>(whole));
        if (progress_ && !progress_(told, whole)) stopped_ = true;
        reporting.clear(std::memory_order_release);
    });
    return !stopped_;
}

bool Workbench::Gain::clear() const {
    return value != 0.0 && std::fabs(value) > statistics::errors_either_side * se;
}

Workbench::Gain Workbench::gain(const Trial& a, const Trial& b, std::size_t objective) const {
    const auto &first = a.looked[objective], &second = b.looked[objective];
    const double sign = objectives_[objective].maximise ? 1.0 : -1.0;
    for (auto left = first.rbegin(); left != first.rend(); ++left) {
        const auto right = std::find_if(second.begin(), second.end(), [&](const Looked& looked) {
            return looked.paths == left->paths;
        });
        if (right == second.end()) continue;
        Gain gain{sign * (left->value - right->value), 0.0};
        if (left->without.size() > 0) {
            const Eigen::ArrayXd apart = (left->without - right->without).cast<double>();
            const double groups = static_cast<double>(jackknife_groups);
            gain.se = std::sqrt((groups - 1.0) / groups * (apart - apart.mean()).square().sum());
        }
        return gain;
    }
    return {worth(a, objective) - worth(b, objective),
            std::hypot(a.objectives[objective].se, b.objectives[objective].se)};
}

double Workbench::violation(const Trial& trial, std::size_t left_out) const {
    double sum = 0.0;
    for (std::size_t c = 0; c < constraints_.size(); ++c) {
        if (c != left_out) sum += trial.shortfalls[c];
    }
    return sum;
}

double Workbench::depth(const Trial& trial, std::size_t left_out) const {
    double sum = 0.0;
    for (std::size_t c = 0; c < constraints_.size(); ++c) {
        if (c != left_out && trial.shortfalls[c] > 0.0) sum += trial.depths[c];
    }
    return sum;
}

bool Workbench::surely_holds(const Trial& trial, std::size_t left_out) const {
    for (std::size_t c = 0; c < constraints_.size(); ++c) {
        const auto& interval = trial.constraints[c].interval;
        const auto& against = constraints_[c].wants_more() ? interval.low : interval.high;
        if (c != left_out && !(against && constraints_[c].holds(*against))) return false;
    }
    return true;
}

bool Workbench::may_hold(const Trial& trial, std::size_t left_out) const {
    if (!trial.possible) return false;
    constexpr double wider = 1.5;  // three standard errors: one in 700 is given up wrongly
    for (std::size_t c = 0; c < constraints_.size(); ++c) {
        if (c == left_out) continue;
        const auto& found = trial.constraints[c];
        const auto& side = constraints_[c].wants_more() ? found.interval.high : found.interval.low;
        const double hoped = side ? found.value + wider * (*side - found.value) : found.value;
        if (!constraints_[c].holds(hoped)) return false;
    }
    return true;
}

bool Workbench::better(const Trial& a, const Trial& b, std::size_t left_out) const {
    if (a.possible != b.possible) return a.possible;
    if (!a.possible) return a.choice < b.choice;
    const double far_a = violation(a, left_out), far_b = violation(b, left_out);
    if (far_a != far_b) return far_a < far_b;
    const double deep_a = depth(a, left_out), deep_b = depth(b, left_out);
    if (deep_a != deep_b) return deep_a < deep_b;
    if (worth(a, 0) != worth(b, 0)) return worth(a, 0) > worth(b, 0);
    if (a.steps != b.steps) return a.steps < b.steps;
    return a.choice < b.choice;  // so that equals always come in one order
}

bool Workbench::more_hopeful(const Trial& a, const Trial& b, std::size_t left_out) const {
    const bool hope_a = may_hold(a, left_out), hope_b = may_hold(b, left_out);
    if (hope_a != hope_b) return hope_a;
    if (!hope_a) return better(a, b, left_out);
    if (worth(a, 0) != worth(b, 0)) return worth(a, 0) > worth(b, 0);
    if (a.steps != b.steps) return a.steps < b.steps;
    return a.choice < b.choice;
}

}  // namespace coffer::analysis
