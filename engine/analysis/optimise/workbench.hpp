#pragma once
// Plans under trial: made from choices, run, measured, held against the conditions.
#include <atomic>
#include <cstdint>
#include <vector>

#include "coffer/analysis/optimise.hpp"

namespace coffer::analysis {

class Workbench {
  public:
    Workbench(const Case& base, const std::vector<Decision>& decisions,
              const std::vector<Objective>& objectives, const std::vector<Requirement>& constraints,
              const run::Options& how, const run::Progress& progress);

    /// The level of each decision that leaves the plan's text as it is; without one the least.
    [[nodiscard]] const Choice& plan_choice() const { return plan_choice_; }
    /// An empty choice is the plan as it is.
    [[nodiscard]] Trial trial_of(Choice choice) const;

    /// Trials side by side. False when the user stopped.
    [[nodiscard]] bool run(const std::vector<Trial*>& trials, std::uint64_t paths,
                           const kernel::Draws& draws, bool keep_values = false);
    /// Paths that are expected in all; it only shapes the progress.
    void expect(std::uint64_t paths) { expected_ = static_cast<double>(paths); }
    [[nodiscard]] std::uint64_t done() const { return done_; }

    /// Larger is better.
    [[nodiscard]] double worth(const Trial& trial, std::size_t objective) const {
        return (objectives_[objective].maximise ? 1.0 : -1.0) * trial.objectives[objective].value;
    }
    /// By how much `a` is better than `b`, on the most paths that both were looked at.
    struct Gain {
        double value = 0.0, se = 0.0;
        [[nodiscard]] bool clear() const;
    };
    [[nodiscard]] Gain gain(const Trial& a, const Trial& b, std::size_t objective) const;

    // The conditions, but for the one `left_out` (their number: none is).
    [[nodiscard]] double violation(const Trial& trial, std::size_t left_out) const;
    [[nodiscard]] bool surely_holds(const Trial& trial, std::size_t left_out) const;
    /// Sampling error alone may be why a condition does not seem to hold.
    [[nodiscard]] bool may_hold(const Trial& trial, std::size_t left_out) const;
    /// Better: possible, nearer to the conditions, then by the first objective.
    [[nodiscard]] bool better(const Trial& a, const Trial& b, std::size_t left_out) const;
    /// The same where all that may hold the conditions count as equally near.
    [[nodiscard]] bool more_hopeful(const Trial& a, const Trial& b, std::size_t left_out) const;

  private:
    void run_one(Trial& trial, std::uint64_t paths, const kernel::Draws& draws, bool keep_values);
    void measure(const plan::Plan& plan, const kernel::PathStore& paths, bool keep_values,
                 Trial& trial) const;
    [[nodiscard]] double shortfall(const Requirement& constraint, const statistics::Estimate& found,
                                   Eigen::Index paths) const;
    [[nodiscard]] double depth(const Trial& trial, std::size_t left_out) const;
    [[nodiscard]] Choice nearest_to_plan() const;

    const Case& base_;
    const std::vector<Decision>& decisions_;
    const std::vector<Objective>& objectives_;
    const std::vector<Requirement>& constraints_;
    const run::Options& how_;
    const run::Progress& progress_;
    Choice plan_choice_;
    std::atomic<bool> stopped_{false};
    std::atomic<std::uint64_t> done_{0};  ///< paths
    double expected_ = 1.0;
};

}  // namespace coffer::analysis
