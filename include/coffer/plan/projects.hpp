#pragma once
// Projects and pipelines: stages and what their gates wait for, what they cost, who may pay.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/drivers.hpp"
#include "coffer/plan/figures.hpp"
#include "coffer/plan/work_calendar.hpp"

namespace coffer::plan {

/// How much of a normal is a project's own and how much it shares: own * z + sector * s + year * t,
/// with variance one again.
struct ShockLoadings {
    double own = 1.0;
    double sector = 0.0;
    double year = 0.0;

    [[nodiscard]] bool any() const { return sector != 0.0 || year != 0.0; }
};

/// Projects that have part of their duration and cost normals in common.
struct SectorPlan {
    std::string id;
    std::uint32_t stream = 0;
};

struct LinkPlan {
    std::size_t to_stage = 0;  ///< flat stage index
    double lag = 0.0;
    std::size_t lag_calendar = nowhere;  ///< the lag is work of this calendar, not time
    std::size_t lead = nowhere;          ///< its place in ProjectsPart::leads, if it is one
};

/// A link from a finish that is released before it: what waits for it looks ahead.
struct LeadPlan {
    std::size_t from_stage = 0;
    LinkPlan link;
};

/// What a stage takes of a capacity when it passes its gate.
struct DemandPlan {
    std::size_t capacity = 0;
    double units = 0.0;
    std::size_t holding = 0;  ///< renewable only
};

/// What a stage holds of a renewable capacity from its gate to its finish.
struct HoldingPlan {
    std::size_t capacity = 0;
    double units = 0.0;
    bool from_the_start = false;  ///< the stage is under way when the plan begins
};

struct CapacityPlan {
    std::string id;
    model::Capacity::Kind kind = model::Capacity::Kind::quota;
    bool carries_over = false;
    std::vector<double> amount;         ///< by plan year
    std::size_t inflow = 0;             ///< investors only: place among the state's inflows
    std::vector<std::size_t> holdings;  ///< renewable only
};

/// The moment on the planned schedule of what never comes.
inline constexpr double horizon_limit = 1e6;

/// A stage, or the finish of one that links hold back: an empty stage after it whose
/// gate these links open.
/// What is looked at for every lane that reaches a mark stands first, close together.
struct StagePlan {
    std::size_t project = 0;
    /// Flat index of the next stage, or this one, whose finish matters to anything: it is the
    /// project's last, has a deadline, releases links or capacity, or a gate follows.
    std::size_t milestone = 0;
    std::size_t run_end = 0;            ///< flat index of the last stage before the next gate
    std::vector<LinkPlan> outgoing;     ///< released when this stage finishes
    std::vector<std::size_t> freed;     ///< holdings that end when this stage finishes
    std::size_t kept_finish = nowhere;  ///< among the finishes that project income begins with
    int deadline = -1;                  ///< month index, -1 without
    bool closing = false;               ///< it is the finish of the stage before
    bool gated = false;
    bool served = false;             ///< its gate is passed in the order of step_gates
    bool any_link = false;           ///< the first link released opens the gate, not the last
    bool needs_capital = false;      ///< its gate opens only to a project with its capital
    int incoming = 0;                ///< links into its gate
    std::vector<std::size_t> leads;  ///< of those, places in ProjectsPart::leads
    int start_by = -1;               ///< month index by whose end it should start, -1 without
    double not_before = 0.0;         ///< earliest opening moment of its gate
    /// What `schedule_plan` finds not_before from.
    model::Stage::Timing timing = model::Stage::Timing::early;
    double cost_share = 0.0;
    std::vector<LinkPlan> from_start;  ///< released when this stage starts
    std::vector<DemandPlan> demands;   ///< of its gate
    model::StageKind kind = model::StageKind::construction;
    DistributionPlan duration;
    double planned_start = 0.0;   ///< on the planned schedule
    double planned_finish = 0.0;  ///< at most horizon_limit
};

/// A link into a timed run, seen from its end.
struct IncomingLink {
    std::size_t from_stage = 0;
    bool from_start = false;
    LinkPlan link;
};

/// Stages of a timed project that are worked on without a stop, from a gate or the project's start
/// up to the next gate.
struct TimedRun {
    std::size_t first = 0, last = 0;  ///< flat stage indices
    bool even = false;                ///< every month of its calendar takes a month of work
    bool simple = false;  ///< nothing happens on the way: no start or finish but the last matters
    bool plain = false;   ///< even, simple, all of its project, with links of elapsed time alone
    std::vector<IncomingLink> incoming;  ///< into its gate
};

/// What a stage of a timed project does to the rest of the plan, in the month in which it happens.
struct TimedEvent {
    std::size_t stage = 0;
    bool start = false;              ///< when it starts, not when it finishes
    std::vector<LinkPlan> released;  ///< into gates of projects that are not timed
};

struct FundingPlan {
    std::size_t source = 0;
    double cap = 1.0;
    bool capitalises = false;  ///< drawings go to a construction loan
    bool counts_as_capital = false;
    bool capital_first = false;  ///< waits until the project has spent its capital
};

/// Where money can be allocated: projects first, then pipelines share this part.
struct FundablePlan {
    double fai_share = 1.0;
    std::size_t district = no_slot;  ///< slot of its district's FAI
    std::vector<FundingPlan> funding;
    std::size_t first_row = 0;  ///< of its funding rows in the flat numbering
    bool public_money = false;  ///< some of it may come from others than investors
    int priority = 100;
    // Projects with minimum capital (docs/model.md section 6).
    bool guards_capital = false;      ///< it limits what is drawn
    std::vector<double> other_share;  ///< by plan year: most that is not capital; empty for none
    std::vector<double> capital;      ///< by plan year: what `capital_first` waits for, fen
    double spent_before = 0.0;        ///< the plan, fen; counts as capital
    std::string id;
    Text name;
    std::string basis;
};

/// What counts as FAI when, and when it is reported.
struct FaiPlan {
    bool by_progress = false;        ///< work done at planned cost, not spending
    int lag = 0;                     ///< months
    std::vector<double> carried_in;  ///< reported in the first `lag` months, fen
};

/// An interval of the share of a project's cost, empty by default.
struct ShareRange {
    double begin = 0.0;
    double end = 0.0;

    /// How much of [from, to] lies in it.
    [[nodiscard]] double overlap(double from, double to) const {
        const double high = to < end ? to : end;
        const double low = from > begin ? from : begin;
        return high > low ? high - low : 0.0;
    }
};

/// What a project has done in the known months; by month.
struct ProjectActualsPlan {
    std::vector<double> spent;               ///< fen, all rows together
    std::vector<std::vector<double>> drawn;  ///< fen, by funding row
    std::vector<std::size_t> stage;          ///< flat index; nowhere: it has not moved yet
    std::vector<double> share;               ///< of that stage's work
};

struct ProjectPlan : FundablePlan {
    std::uint32_t stream = 0;
    std::size_t first_stage = 0;
    std::size_t last_stage = 0;  ///< inclusive
    std::size_t calendar = 0;
    double total = 0.0;               ///< fen
    std::array<double, 6> s_curve{};  ///< polynomial coefficients, ascending, s_curve[0] = 0
    /// G(F) = g0 + slope_before * min(F - start, knee - start) + slope_after * max(F - knee, 0)
    double spent_start = 0.0, start = 0.0, knee = 1.0, slope_before = 1.0, slope_after = 0.0;
    bool first_year_given = false;  ///< the plan document gave it
    bool has_deadline = false;
    bool start_matters = false;  ///< of some stage: it releases links or is dated
    bool has_closing = false;    ///< some stage has its finish held back by links
    bool timed = false;          ///< when it runs hangs on time, links and durations alone
    double progress = 0.0;
    double contractors_carry = 0.0;       ///< most that they are owed while they go on working, fen
    ShareRange land_work, land_spending;  ///< of F and of G: land that does not count as FAI
    double yearly_output = 0.0;           ///< as planned
    std::vector<double> minimum_capital;  ///< by plan year, fen; empty for none
    DistributionPlan overrun;
    ShockLoadings duration_shocks, cost_shocks;
    std::size_t sector = 0;           ///< of Plan::sectors, where a loading is not 0
    std::size_t approval_year = 0;    ///< of Plan::approval_years, likewise
    double planned_first_year = 0.0;  ///< spending of the first year on the planned schedule, fen
    double planned_first_year_counted = 0.0;  ///< what of it is subject to fai_share
    std::optional<ProjectActualsPlan> actuals;
};

struct PipelinePlan : FundablePlan {
    FlowPlan need;
};

/// Order of allocation over projects and pipelines.
struct FundableRef {
    bool pipeline = false;
    std::size_t index = 0;
};

struct ProjectsPart {
    std::vector<WorkCalendar> calendars;
    std::vector<StagePlan> stages;
    std::vector<ProjectPlan> projects;
    std::uint32_t projects_stream = 0;
    std::vector<SectorPlan> sectors;  ///< those with a common factor
    std::vector<int> approval_years;  ///< calendar years, likewise
    std::vector<CapacityPlan> capacities;
    std::vector<HoldingPlan> holdings;
    /// Those whose gates are served in order, which is theirs: stages of projects that run already,
    /// then first stages, each in the order of projects.
    std::vector<std::size_t> served_stages;
    bool retains_logic = true;   ///< what runs ahead of its links waits for them
    bool capital_gates = false;  ///< some stage needs capital
    std::vector<LeadPlan> leads;
    std::vector<TimedRun> timed_runs;  ///< each behind all that it waits for
    std::vector<TimedEvent> timed_events;
    /// All projects are timed, and paths differ in nothing else: of the yearly figures only in how
    /// many projects start and are completed.
    bool only_schedule = false;
    std::vector<PipelinePlan> pipelines;
    std::vector<FundableRef> allocation_order;
    std::size_t funding_rows = 0;
    bool has_cost_driver = false;
    std::size_t cost_driver = 0;
    std::vector<double> cost_steps;  ///< by month: what its prices lie above its log index
    double suspension_threshold = 0.3;
    double suspension_after = 3.0;
    double suspension_pause = 3.0;
    double restart_cost = 0.0;         ///< share of final cost
    double restart_months = 0.0;       ///< of work
    double cancellation_hazard = 0.0;  ///< a month, while suspended
    FaiPlan fai;
    double base_fai = -1.0;        ///< fen; negative when not given
    double first_year_plan = 0.0;  ///< sum of the given first-year amounts, fen

    /// Of some stage: it releases links or is dated.
    [[nodiscard]] bool starts_matter() const {
        return std::any_of(projects.begin(), projects.end(),
                           [](const ProjectPlan& project) { return project.start_matters; });
    }
    [[nodiscard]] bool has_restarts() const { return restart_cost > 0.0 || restart_months > 0.0; }
    [[nodiscard]] bool has_cancellations() const { return cancellation_hazard > 0.0; }

    /// In more than how many start and are completed; once timed projects are known.
    [[nodiscard]] bool differs_between_paths() const {
        return !capacities.empty() || !pipelines.empty() || !timed_events.empty() ||
               std::any_of(projects.begin(), projects.end(),
                           [](const ProjectPlan& project) { return !project.timed; });
    }
};

}  // namespace coffer::plan
