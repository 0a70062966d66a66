#pragma once
// A plan and what becomes of it under changes: every question varies plans and runs them on the
// same draws.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::analysis {

/// A plan from its text to what is computed.
struct Case {
    scenario::Document document;
    model::Model model;
    plan::Plan plan;
};

/// build -> compile. None, with diagnostics, when the document has mistakes.
[[nodiscard]] std::optional<Case> make_case(scenario::Document document, Diagnostics& diagnostics);

struct Varied {
    /// None when the change has mistakes (reported) or matches nothing in this plan.
    std::optional<Case> changed;
    std::size_t cells = 0;               ///< that it wrote
    std::vector<std::string> unmatched;  ///< statements that matched no row
    /// Whether every mistake is of what the changes meet or make in this plan, and none of how they
    /// are written.
    bool unfit_here = false;
    /// Warnings at the statements themselves.
    std::vector<Diagnostic> warnings;
};

/// The plan after the changes, made one after another. Only errors are reported: warnings are those
/// of the unchanged plan, but for those at the changes' own places.
[[nodiscard]] Varied vary(const scenario::Document& document,
                          const std::vector<scenario::Change>& changes, Diagnostics& diagnostics);

/// Whether two plans came to the same on every path: every yearly figure, first hit and finish.
[[nodiscard]] bool are_the_same(const kernel::PathStore& first, const kernel::PathStore& second);

/// Warns that what is written at `at` changes nothing on these paths; `warnings` may say why.
void warn_of_no_effect(const Position& at, const std::string& what, std::uint64_t paths,
                       const std::vector<Diagnostic>& warnings, Diagnostics& diagnostics);

/// Why runs ended early.
struct Interrupted {
    /// The first path on which an amount outgrew the exact range; none when the user stopped.
    std::optional<std::uint64_t> out_of_range;
};

/// Runs plan after plan the same way, with one progress for all of them.
class Runner {
  public:
    /// `runs` is how many are expected; it only shapes the progress.
    Runner(run::Options options, run::Progress progress, std::uint64_t runs);

    /// All paths of the plan. None when interrupted; then nothing more is run.
    [[nodiscard]] std::optional<kernel::PathStore> run(const plan::Plan& plan);
    /// The same on other draws.
    [[nodiscard]] std::optional<kernel::PathStore> run(const plan::Plan& plan,
                                                       const kernel::Draws& draws);
    /// The same with another number of paths and detail.
    [[nodiscard]] std::optional<kernel::PathStore> run(const plan::Plan& plan,
                                                       const run::Options& options);

    /// More runs than expected at first.
    void expect(std::uint64_t runs) { expected_ += static_cast<double>(runs); }
    [[nodiscard]] const run::Options& options() const { return options_; }
    [[nodiscard]] const std::optional<Interrupted>& interrupted() const { return interrupted_; }
    /// Runs done, in runs of the first options' number of paths.
    [[nodiscard]] double done() const { return done_; }

  private:
    run::Options options_;
    run::Progress progress_;
    double expected_;
    double done_ = 0.0;
    std::optional<Interrupted> interrupted_;
};

}  // namespace coffer::analysis
