#pragma once
// Projects with their stages, links and scarce capacities, pipelines, and the policy towards them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/index.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/distribution.hpp"
#include "coffer/model/drivers.hpp"
#include "coffer/model/frame.hpp"

namespace coffer::model {

struct Source;

/// Something scarce that stages take from when they start. Amounts and units are whole thousandths,
/// so that sums are exact.
struct Capacity {
    enum class Kind {
        quota,       ///< used up by those that start; amount is a year's
        throughput,  ///< used by those that start in a month; amount is a month's
        renewable,   ///< held from start to finish; amount is what can be held at a time
        investors    ///< used up by those that start; each investor that arrives brings one
    };

    std::string id;
    Text name;
    Kind kind = Kind::quota;
    YearSeries amount;          ///< thousandths, by plan year; a renewable one never falls
    bool carries_over = false;  ///< quota: what is left at the end of a year adds to the next
    std::size_t inflow = 0;     ///< investors: position in its list of what fills it
};

struct Demand {
    Index<Capacity> capacity;
    double units = 0.0;  ///< thousandths, above 0
};

struct Stage {
    /// What says when it is planned to be worked on, beside what it waits for.
    enum class Timing {
        early,       ///< as soon as it can
        late,        ///< as late as nothing planned after it moves
        must_start,  ///< in the month `dated`
        must_finish  ///< by the end of the month `dated`, and not sooner
    };

    StageKind kind = StageKind::construction;
    Distribution duration;  ///< months of full work
    double cost_share = 0.0;
    std::vector<Demand> demands;    ///< by capacity
    std::optional<int> not_before;  ///< month index since the start
    std::optional<int> deadline;    ///< month index; met when finished by the end of it
    bool any_link = false;          ///< a gate opens with the first of its links, not with all
    Timing timing = Timing::early;
    int dated = 0;  ///< month index, with must_start and must_finish
};

struct Funding {
    Index<Source> source;
    double cap = 1.0;  ///< largest share of cost
};

/// What a project and a pipeline have in common where money is allocated.
struct Fundable {
    std::string id;
    Text name;
    std::string district;    ///< "" when none
    std::string department;  ///< that answers for its progress, for reports only; "" when none
    std::string basis;       ///< where the row's numbers come from, for reports only
    Position at;             ///< the row, for diagnostics of later floors
    int priority = 100;
    double fai_share = 1.0;
    std::vector<Funding> funding;  ///< in the order of drawing
};

/// What a project has done in the known months.
struct ProjectActuals {
    /// How far it had come at the end of a month: stages before this one are finished.
    struct Point {
        int month = 0;
        std::size_t stage = 0;  ///< position in the project's stages
        double share = 0.0;     ///< of the stage's work; 1: it is finished
    };

    /// What it drew: by funding row, then by month.
    std::vector<std::vector<Money>> drawn;
    std::vector<Point> progress;  ///< by month; stands still after the last and before the first
};

struct Project : Fundable {
    std::uint32_t stream = 0;
    std::string sector;               ///< "" when none
    std::uint32_t sector_stream = 0;  ///< hash of "sector/<sector>"
    Money total_investment;
    std::optional<Money> spent_to_date;
    std::optional<Money> first_year_investment;
    double progress = 0.0;  ///< of the first stage; above 0 the project is running
    /// Share of total investment up to which contractors go on working unpaid.
    double contractors_carry = 0.0;
    std::optional<bool> has_income;  ///< of its own, so that special bonds may fund it
    int s_curve_a = 2;
    int s_curve_b = 2;
    MonthProfile productivity{};
    Distribution cost_overrun{Distribution::Shape::fixed, 1.0, 0.0, 0.0};
    Money new_output;
    double tax_rate = 0.0;
    /// What is reached of the new output, as a factor, once it runs in full.
    Distribution output_factor{Distribution::Shape::fixed, 1.0, 0.0, 0.0};
    double output_probability = 1.0;  ///< that it ever produces
    Distribution ramp_up;             ///< months from the finish to full output or operation
    std::vector<Stage> stages;        ///< in order, at least one
    YearSeries minimum_capital;       ///< share of total investment, of its sector; empty for none
    bool bars_debt = false;           ///< other money may cover the rest of its cost only
    std::optional<ProjectActuals> actuals;  ///< none: it is simulated from the beginning
};

struct Pipeline : Fundable {
    Flow need;
};

/// A dependency between stages that are both still to be done: the start or finish of the later one
/// waits for that of the earlier one.
struct Link {
    enum class Kind { finish_start, start_start, finish_finish, start_finish };
    /// What passes while a lag does: time, or the work of one of the two projects' calendars.
    enum class LagTime { elapsed, predecessor, successor };

    Kind kind = Kind::finish_start;
    Index<Project> from_project;
    std::size_t from_stage = 0;  ///< position in from_project's stages
    Index<Project> to_project;
    std::size_t to_stage = 0;
    double lag_months = 0.0;
    LagTime lag_time = LagTime::elapsed;

    [[nodiscard]] bool from_start() const {
        return kind == Kind::start_start || kind == Kind::start_finish;
    }
    [[nodiscard]] bool to_finish() const {
        return kind == Kind::finish_finish || kind == Kind::start_finish;
    }
};

/// What counts as project capital beside the money in the pools: planned arrivals until then.
enum class CapitalCommitment { pool, year, plan };

/// What becomes of a stage that has begun although what it waits for is not there: the rest of it
/// waits (planners' tools call it retained logic), or it goes on (progress override).
enum class OutOfSequence { retained, overridden };

struct ProjectPolicy {
    std::optional<Index<Driver>> cost_driver;
    double suspension_threshold = 0.3;
    int suspension_after_months = 3;
    int suspension_pause_months = 3;
    double restart_cost = 0.0;         ///< share of final cost that a restart costs
    double restart_months = 0.0;       ///< months of work that it takes
    double cancellation_hazard = 0.0;  ///< a month, of a suspended project
    CapitalCommitment capital_commitment = CapitalCommitment::year;
    OutOfSequence out_of_sequence = OutOfSequence::retained;
};

/// What counts as fixed-asset investment (FAI), and when it is reported.
struct FaiPolicy {
    enum class Basis { expenditure, progress };

    /// Least planned total of a project that counts: since 2011 five million yuan (National Bureau
    /// of Statistics). Decides where a project's fai_share is left blank.
    Money threshold = Money::from_fen(500'000'000);
    bool land_counts = true;  ///< the cost of land stages
    Basis basis = Basis::expenditure;
    int lag_months = 0;
    Money carried_in;  ///< counted before the plan, reported in its first lag_months
};

/// Loadings of what projects of one sector, and those approved in one year, have in common: a
/// one-factor Gaussian copula each of stage durations and overruns.
struct CommonFactors {
    double duration_sector = 0.0;
    double duration_year = 0.0;
    double cost_sector = 0.0;
    double cost_year = 0.0;
};

struct ProjectsPart {
    ProjectPolicy project_policy;
    CommonFactors common_factors;
    FaiPolicy fai;
    std::uint32_t projects_stream = stream_of("plan", "projects");  ///< what all projects share
    std::vector<Capacity> capacities;                               ///< by id
    std::vector<Project> projects;                                  ///< by priority, then id
    std::vector<Pipeline> pipelines;                                ///< by priority, then id
    std::vector<Link> links;  ///< by (to project, to stage, from project, from stage, kind)

    /// Whether contractors of some project go on working unpaid.
    [[nodiscard]] bool owes_contractors() const {
        return std::any_of(projects.begin(), projects.end(), [](const Project& project) {
            return project.contractors_carry > 0.0 && project.total_investment > Money{};
        });
    }
};

}  // namespace coffer::model
