#pragma once
// What a reader wants to know in the morning: what the last night changed, and why.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"
#include "coffer/store/store.hpp"

namespace coffer::batch {

/// Why a plan's figures may differ from those of the night before.
enum class Reason {
    added,     ///< no night before had figures of it, nor did the night before want it
    first,     ///< the night before wanted it, but no night has had figures of it until now
    again,     ///< it is as when it last had figures, which the night before had not
    removed,   ///< its plan is still there, but not under this variant
    inputs,    ///< its files
    changes,   ///< the statements of its variant
    settings,  ///< seed, number of paths or what is kept
    program    ///< only the program
};

struct PlanChange {
    std::string plan, variant;
    Reason reason = Reason::inputs;
    std::vector<std::string> files;  ///< that differ, came or went
    /// The night it is compared with: the night before, or the last that has figures of it where
    /// the night before has none. "" when there is none.
    std::string compared;
};

/// A plan that the night before wanted and this night does not, under any variant: its folder is
/// gone, or no pattern reaches it any more.
struct Gone {
    std::string plan;
    std::size_t items = 0;  ///< plans under variants that went with it
    std::string last;       ///< the last night that has figures of it; "" when none has
};

/// A probability that moved by more than its error.
struct Moved {
    std::string plan, variant;
    std::string compared;  ///< the night of `before`, as of PlanChange
    std::string id;        ///< of the target, or the event
    Text name;             ///< of the target
    int year = 0;          ///< of the target: the first
    std::string period;    ///< of the target: the whole span; "" where only its year was kept
    double before = 0.0, now = 0.0;
    double error = 0.0;  ///< what the change must pass to be more than chance
};

struct Trouble {
    std::string plan, variant;
    bool invalid = true;     ///< mistakes of the plan; else a failure of the program
    std::size_t errors = 0;  ///< mistakes
    std::string place;       ///< of the first one
    Text what;               ///< the first one
    std::string last;        ///< the last night that has figures of it; "" when none has
};

/// How a plan, as it is, stands.
struct Standing {
    std::string plan;
    Text name;
    std::optional<double> arrears, below_floor;  ///< probability, by the end of the plan
    std::optional<double> red;                   ///< in the last year
    std::optional<double> lowest_target;
};

struct Morning {
    std::string night;
    Text name;
    std::optional<std::string> before;  ///< the complete night before it
    /// A later night that has not been completed.
    std::optional<std::string> incomplete;
    store::Counts counts;
    std::vector<PlanChange> changes;
    std::size_t unchanged = 0;
    std::vector<Gone> gone;
    std::vector<Moved> falls, rises;  ///< targets, largest change first
    std::vector<Moved> new_hits;      ///< events that have become likelier, largest change first
    std::vector<Trouble> troubles;
    std::vector<Standing> worst;  ///< most in danger first

    /// Whether somebody should look: something fell, is newly possible, wrong, missing or gone.
    [[nodiscard]] bool alerts() const {
        return incomplete.has_value() || !falls.empty() || !new_hits.empty() || !troubles.empty() ||
               !gone.empty();
    }
};

/// The change of a probability between two runs of `paths_before` and `paths_now` paths that chance
/// passes in 5 of 100 cases when nothing has changed: 1.96 standard errors of the difference of
/// two shares under their common mean. Runs on the same draws differ by less.
[[nodiscard]] double error_of_change(double before, double paths_before, double now,
                                     double paths_now);

/// The last complete night, or the one named. None, with a diagnostic, when there is none.
[[nodiscard]] std::optional<Morning> morning(store::Store& store,
                                             const std::optional<std::string>& night,
                                             std::size_t most_worst, Diagnostics& diagnostics);

}  // namespace coffer::batch
