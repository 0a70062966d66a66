#include "drivers/known.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "coffer/random/elementary.hpp"

namespace coffer::plan {
namespace {

// Plain loops in one order: Eigen's sums depend on the instruction set, and these reach figures.
using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;  ///< by row

/// A variance below it, of a log, is none.
constexpr double no_variance = 1e-20;

double dot(const Vector& a, const Vector& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

void add_times(double times, const Vector& part, Vector& sum, std::size_t from = 0) {
    for (std::size_t i = 0; i < part.size(); ++i) sum[from + i] += times * part[i];
}

/// x of A x = b, A a covariance, by elimination. What follows from what stands before it (two years
/// that nothing but their growth makes uncertain) says nothing more: its x is 0.
Vector solve(Matrix a, Vector b) {
    constexpr double nothing_left = 1e-12;
    const std::size_t n = b.size();
    std::vector<bool> says_more;
    Vector before;
    for (std::size_t k = 0; k < n; ++k) before.push_back(a[k][k]);
    for (std::size_t k = 0; k < n; ++k) {
        says_more.push_back(a[k][k] > nothing_left * before[k]);
        for (std::size_t i = k + 1; says_more[k] && i < n; ++i) {
            const double factor = a[i][k] / a[k][k];
            for (std::size_t j = k; j < n; ++j) a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j) b[k] -= a[k][j] * b[j];
        b[k] = says_more[k] ? b[k] / a[k][k] : 0.0;
    }
    return b;
}

std::vector<double> in_fen(const std::vector<Money>& amounts) {
    std::vector<double> fen;
    for (const Money amount : amounts) fen.push_back(static_cast<double>(amount.fen()));
    return fen;
}

/// A shock's and a driver's rows of the common Cholesky factor.
struct Factor {
    explicit Factor(const Plan& of)
        : plan(of), drivers(of.drivers.size()), columns(drivers + of.shocks.size()) {
        // What is known of some drivers leaves of the normals of all only the part that moves
        // none of those.
        for (const std::size_t d : of.known.drivers) {
            known.push_back(driver(d));
            known.back().resize(drivers);
        }
        for (const Vector& row : known) {
            covariance.emplace_back();
            for (const Vector& other : known) covariance.back().push_back(dot(row, other));
        }
    }

    [[nodiscard]] Vector driver(std::size_t d) const {
        Vector row(columns, 0.0);
        for (std::size_t from = 0; from <= d; ++from) row[from] = plan.correlation_factor[d][from];
        return row;
    }
    [[nodiscard]] Vector shock(std::size_t s) const {
        Vector row(columns, 0.0);
        for (const auto& [from, weight] : plan.shocks[s].factor) row[from] += weight;
        return row;
    }
    /// What the missing innovations of known drivers add to normals that a row of these sums up.
    [[nodiscard]] Vector weights_of(const Vector& row) const {
        Vector with;
        for (const Vector& each : known) {
            with.push_back(dot(each, row));
        }
        return solve(covariance, with);
    }
    /// Of a row, what is still open in a known month.
    [[nodiscard]] Vector open(Vector row) const {
        const Vector weights = weights_of(row);
        for (std::size_t k = 0; k < known.size(); ++k) add_times(-weights[k], known[k], row);
        return row;
    }

    const Plan& plan;
    std::size_t drivers = 0, columns = 0;
    Matrix known;       ///< rows of known drivers, over drivers
    Matrix covariance;  ///< of their innovations
};

/// The log of a flow in each month as a linear function of standard normals, as far as these are
/// drawn by the end of the known months: the two of the start and one of each known month for each
/// column of the factor, luck of the years, growth that is known from few years, shares of months.
/// Spreads, tails and crises are left out: they would make it a function that is not linear.
class LogOfFlow {
  public:
    LogOfFlow(const Plan& plan, const FlowPlan& flow, const Factor& factor)
        : plan_(plan),
          flow_(flow),
          factor_(factor),
          known_(flow.known.size()),
          years_((known_ + 11) / 12),
          width_(factor.columns * (2 + known_) + (years_ + 1) * (1 + flow.sensitivities.size()) +
                 1 + 12 * years_) {
        add_starts();
        if (flow.walk != nowhere) add_walk(flow.walk, flow.walk_sd);
        for (const auto& [d, elasticity] : flow.sensitivities) add_driver(d, elasticity);
    }

    [[nodiscard]] Vector at(std::size_t month) const {
        Vector row(width_, 0.0);
        const std::size_t year = month / 12;
        add_times(1.0, start_level_, row);
        add_times(1.0, start_rest_, row, factor_.columns);
        for (const Moving& part : moving_) add_index(part, month, row);
        std::size_t place = factor_.columns * (2 + known_);
        const auto add_luck = [&](double sd) {
            row[place] -= sd;
            if (year < years_) row[place + 1 + year] += sd;
            place += years_ + 1;
        };
        const auto years_passed = static_cast<double>(year + 1);
        add_luck(flow_.transitory_sd);
        double drift = flow_.drift_sd * years_passed;
        for (const auto& [d, elasticity] : flow_.sensitivities) {
            const DriverPlan& driver = plan_.drivers[d];
            const bool open = driver.known.empty();
            add_luck(open ? elasticity * driver.transitory_sd : 0.0);
            if (open) drift += elasticity * driver.drift_sd * years_passed;
        }
        row[place++] = drift;
        if (year < years_ && flow_.month_sd > 0.0) {
            const std::size_t first = place + 12 * year;
            for (std::size_t k = 0; k < 12; ++k) {
                row[first + k] -= flow_.month_sd * flow_.profile[k];
            }
            row[first + month % 12] += flow_.month_sd;
        }
        return row;
    }

  private:
    /// What moves from month to month: its standard deviation, persistence and innovations.
    struct Moving {
        double sd = 0.0;
        double persistence = 0.0;
        double innovation = 1.0;
        bool from_start = false;  ///< its deviation at the beginning is drawn
        Vector start;             ///< rows of the factor: of the start,
        Vector row;               ///< and of a known month
    };

    void add_starts() {
        start_level_.assign(factor_.columns, 0.0);
        start_rest_ = start_level_;
        for (const auto& [walk, level, rest] : flow_.starts) {
            const Vector row = walk < plan_.drivers.size()
                                   ? factor_.driver(walk)
                                   : factor_.shock(plan_.walks[walk - plan_.drivers.size()].shock);
            add_times(level, row, start_level_);
            add_times(rest, row, start_rest_);
        }
    }

    void add_walk(std::size_t w, double sd) {
        if (sd == 0.0) return;
        const WalkPlan& walk = plan_.walks[w];
        const Vector row = factor_.shock(walk.shock);
        moving_.push_back({sd, walk.persistence, walk.innovation_sd, true, row, factor_.open(row)});
    }

    void add_driver(std::size_t d, double elasticity) {
        const DriverPlan& driver = plan_.drivers[d];
        // What is known moves nothing that is not.
        if (!driver.known.empty() || driver.sd == 0.0) return;
        const Vector row = factor_.driver(d);
        moving_.push_back({elasticity * driver.sd, driver.persistence,
                           driver.innovation_sd / driver.sd, driver.drawn_start, row,
                           factor_.open(row)});
    }

    void add_index(const Moving& part, std::size_t month, Vector& row) const {
        double power = 1.0, start = 0.0;
        for (std::size_t k = 0; k <= month; ++k) {
            power *= part.persistence;
            start += power / 12.0;
        }
        if (part.from_start) add_times(part.sd * start, part.start, row);
        for (std::size_t j = 0; j < known_ && j <= month; ++j) {
            double sum = 0.0, weight = 1.0;
            for (std::size_t k = j; k <= month; ++k) {
                sum += weight / 12.0;
                weight *= part.persistence;
            }
            add_times(part.sd * part.innovation * sum, part.row, row, factor_.columns * (2 + j));
        }
    }

    const Plan& plan_;
    const FlowPlan& flow_;
    const Factor& factor_;
    std::size_t known_ = 0;
    std::size_t years_ = 0;
    std::size_t width_ = 0;
    Vector start_level_, start_rest_;
    std::vector<Moving> moving_;
};

/// The gains of a flow: for each known year and month of the plan, what the year's miss adds.
Vector gains_of(const Plan& plan, const FlowPlan& flow, const Factor& factor) {
    const LogOfFlow log_of(plan, flow, factor);
    const std::size_t known = flow.known.size();
    const std::size_t years = (known + 11) / 12;
    const auto months = static_cast<std::size_t>(plan.months);
    Matrix sums;
    for (std::size_t year = 0; year < years; ++year) {
        const std::size_t end = std::min(12 * year + 12, known);
        double whole = 0.0;
        for (std::size_t m = 12 * year; m < end; ++m) whole += flow.amount[m];
        Vector sum(log_of.at(0).size(), 0.0);
        for (std::size_t m = 12 * year; m < end && whole > 0.0; ++m) {
            add_times(flow.amount[m] / whole, log_of.at(m), sum);
        }
        sums.push_back(std::move(sum));
    }
    Matrix covariance(years, Vector(years));
    for (std::size_t i = 0; i < years; ++i) {
        for (std::size_t j = 0; j < years; ++j) covariance[i][j] = dot(sums[i], sums[j]);
        // A year in which nothing could have been otherwise says nothing.
        if (covariance[i][i] < no_variance) covariance[i][i] = 1.0;
    }
    Vector gains(years * months, 0.0);
    for (std::size_t month = known; month < months; ++month) {
        const Vector row = log_of.at(month);
        Vector with;
        for (const Vector& sum : sums) with.push_back(dot(sum, row));
        const Vector gain = solve(covariance, with);
        for (std::size_t i = 0; i < years; ++i) gains[i * months + month] = gain[i];
    }
    return gains;
}

void add_flow(const model::Flow& flow, const Factor& factor, Plan& plan, FlowPlan& result) {
    if (flow.known.empty()) return;
    result.known = in_fen(flow.known);
    if (result.certain()) return;
    result.observed = plan.known.columns;
    plan.known.columns += (result.known.size() + 11) / 12;
    result.gains = gains_of(plan, result, factor);
}

/// Progress between two months of which it is known goes evenly, stages that were finished in
/// between as a whole in the later one.
void add_project(const model::Project& project, Plan& plan, ProjectPlan& result) {
    const auto& drawings = project.actuals->drawn;
    // Without sources nothing can be spent: it stands still.
    const int known =
        drawings.empty() ? plan.known.months : static_cast<int>(drawings.front().size());
    ProjectActualsPlan actuals;
    actuals.spent.assign(static_cast<std::size_t>(known), 0.0);
    for (const auto& drawn : drawings) {
        actuals.drawn.push_back(in_fen(drawn));
        for (std::size_t m = 0; m < actuals.spent.size(); ++m) {
            actuals.spent[m] += actuals.drawn.back()[m];
        }
    }
    std::vector<std::size_t> flat;
    for (std::size_t s = result.first_stage; s <= result.last_stage; ++s) {
        if (!plan.stages[s].closing) flat.push_back(s);
    }
    const auto& points = project.actuals->progress;
    model::ProjectActuals::Point last{-1, 0, project.progress};
    std::size_t next = 0;
    for (int month = 0; month < known; ++month) {
        if (next < points.size() && points[next].month < month) last = points[next++];
        double share = last.share;
        std::size_t stage = last.stage;
        if (next < points.size()) {
            const auto& point = points[next];
            const double passed = static_cast<double>(month - last.month) /
                                  static_cast<double>(point.month - last.month);
            if (point.stage == stage) {
                share += passed * (point.share - share);
            } else if (month == point.month) {
                stage = point.stage;
                share = point.share;
            }
        }
        const bool moved = stage > 0 || share > 0.0;
        // What is finished is, whatever held its finish back.
        const auto at = flat[stage];
        const bool passed = share >= 1.0 && at < result.last_stage && plan.stages[at + 1].closing;
        actuals.stage.push_back(!moved ? nowhere : passed ? at + 1 : at);
        actuals.share.push_back(share);
    }
    result.actuals = std::move(actuals);
    plan.known.projects = true;
}

}  // namespace

void add_known(const model::Model& model, Plan& plan) {
    plan.known.months = model.known_months;
    if (model.known_months == 0) return;
    for (std::size_t d = 0; d < model.drivers.size(); ++d) {
        plan.drivers[d].known = model.drivers[d].known;
        if (!model.drivers[d].known.empty()) plan.known.drivers.push_back(d);
    }
    const Factor factor(plan);
    for (std::size_t d = 0; d < factor.drivers; ++d) {
        Vector itself(factor.drivers, 0.0);
        itself[d] = 1.0;
        plan.known.weights.push_back(factor.weights_of(itself));
    }
    // Lines of projects may stand between those of the model.
    const auto add = [&](const auto& lines, auto& compiled, auto flow_of, auto plan_of) {
        std::map<std::string, FlowPlan*> by_id;
        for (auto& each : compiled) by_id.emplace(each.id, &plan_of(each));
        for (const auto& line : lines) add_flow(flow_of(line), factor, plan, *by_id.at(line.id));
    };
    const auto flow = [](const auto& line) -> const model::Flow& { return line.flow; };
    const auto flow_plan = [](auto& line) -> FlowPlan& { return line.flow; };
    add(model.revenue, plan.revenue, flow, flow_plan);
    add(
        model.taxpayers, plan.taxpayers,
        [](const auto& each) -> const model::Flow& { return each.output; },
        [](auto& each) -> FlowPlan& { return each.output; });
    add(model.expenditure, plan.expenditure, flow, flow_plan);
    add(
        model.sources, plan.sources,
        [](const auto& each) -> const model::Flow& { return each.arrival; },
        [](auto& each) -> FlowPlan& { return each.arrival; });
    add(
        model.pipelines, plan.pipelines,
        [](const auto& each) -> const model::Flow& { return each.need; },
        [](auto& each) -> FlowPlan& { return each.need; });
    for (std::size_t p = 0; p < model.projects.size(); ++p) {
        if (!model.projects[p].actuals) continue;
        add_project(model.projects[p], plan, plan.projects[p]);
    }
}

}  // namespace coffer::plan
