#include "known_plan.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "coffer/random/elementary.hpp"

namespace coffer::plan {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A variance below it, of a log, is none.
constexpr double no_variance = 1e-20;

std::vector<double> in_fen(const std::vector<Money>& amounts) {
    std::vector<double> fen;
    for (const Money amount : amounts) fen.push_back(static_cast<double>(amount.fen()));
    return fen;
}

/// A shock's and a driver's rows of the common Cholesky factor.
struct Factor {
    explicit Factor(const Plan& of)
        : plan(of),
          drivers(static_cast<Index>(of.drivers.size())),
          columns(drivers + static_cast<Index>(of.shocks.size())) {
        // What is known of some drivers leaves of the normals of all only the part that moves
        // none of those.
        MatrixXd known(static_cast<Index>(of.known.drivers.size()), drivers);
        for (Index k = 0; k < known.rows(); ++k) {
            known.row(k) = driver(of.known.drivers[static_cast<std::size_t>(k)]).head(drivers);
        }
        rest = MatrixXd::Identity(drivers, drivers);
        if (known.rows() == 0) return;
        const MatrixXd covariance = known * known.transpose();
        weights = covariance.ldlt().solve(known).transpose();
        rest -= weights * known;
    }

    [[nodiscard]] VectorXd driver(std::size_t d) const {
        VectorXd row = VectorXd::Zero(columns);
        for (std::size_t from = 0; from <= d; ++from) {
            row[static_cast<Index>(from)] = plan.correlation_factor[d][from];
        }
        return row;
    }
    [[nodiscard]] VectorXd shock(std::size_t s) const {
        VectorXd row = VectorXd::Zero(columns);
        for (const auto& [from, weight] : plan.shocks[s].factor) {
            row[static_cast<Index>(from)] = weight;
        }
        return row;
    }
    /// Of a row, what is still open in a known month.
    [[nodiscard]] VectorXd open(VectorXd row) const {
        row.head(drivers) = (rest * row.head(drivers)).eval();
        return row;
    }

    const Plan& plan;
    Index drivers = 0, columns = 0;
    MatrixXd weights;  ///< driver by known driver; empty when none is known
    MatrixXd rest;     ///< a projection: its own square
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
          known_(static_cast<int>(flow.known.size())),
          years_((known_ + 11) / 12) {
        add_starts();
        if (flow.walk != nowhere) add_walk(flow.walk, flow.walk_sd);
        for (const auto& [d, elasticity] : flow.sensitivities) add_driver(d, elasticity);
        width_ =
            factor.columns * (2 + known_) + (years_ + 1) * (1 + lucky_drivers()) + 1 + 12 * years_;
    }

    [[nodiscard]] VectorXd at(int month) const {
        VectorXd row = VectorXd::Zero(width_);
        Index place = 0;
        for (const auto& start : {start_level_, start_rest_}) {
            row.segment(place, factor_.columns) = start;
            place += factor_.columns;
        }
        for (const Moving& part : moving_) add_index(part, month, row);
        place += factor_.columns * known_;
        const auto add_luck = [&](double sd) {
            row[place] -= sd;
            if (month / 12 < years_) row[place + 1 + month / 12] += sd;
            place += years_ + 1;
        };
        add_luck(flow_.transitory_sd);
        double drift = flow_.drift_sd * (month / 12 + 1);
        for (const auto& [d, elasticity] : flow_.sensitivities) {
            const DriverPlan& driver = plan_.drivers[d];
            add_luck(driver.known.empty() ? elasticity * driver.transitory_sd : 0.0);
            if (driver.known.empty()) drift += elasticity * driver.drift_sd * (month / 12 + 1);
        }
        row[place++] = drift;
        if (month / 12 < years_ && flow_.month_sd > 0.0) {
            const Index year = place + 12 * (month / 12);
            for (int k = 0; k < 12; ++k) {
                row[year + k] -= flow_.month_sd * flow_.profile[static_cast<std::size_t>(k)];
            }
            row[year + month % 12] += flow_.month_sd;
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
        VectorXd start;           ///< rows of the factor: of the start,
        VectorXd row;             ///< and of a known month
    };

    [[nodiscard]] Index lucky_drivers() const {
        return static_cast<Index>(flow_.sensitivities.size());
    }

    void add_starts() {
        start_level_ = VectorXd::Zero(factor_.columns);
        start_rest_ = VectorXd::Zero(factor_.columns);
        for (const auto& [walk, level, rest] : flow_.starts) {
            const VectorXd row =
                walk < plan_.drivers.size()
                    ? factor_.driver(walk)
                    : factor_.shock(plan_.walks[walk - plan_.drivers.size()].shock);
            start_level_ += level * row;
            start_rest_ += rest * row;
        }
    }

    void add_walk(std::size_t w, double sd) {
        if (sd == 0.0) return;
        const WalkPlan& walk = plan_.walks[w];
        const VectorXd row = factor_.shock(walk.shock);
        moving_.push_back({sd, walk.persistence, walk.innovation_sd, true, row, factor_.open(row)});
    }

    void add_driver(std::size_t d, double elasticity) {
        const DriverPlan& driver = plan_.drivers[d];
        // What is known moves nothing that is not.
        if (!driver.known.empty() || driver.sd == 0.0) return;
        const VectorXd row = factor_.driver(d);
        moving_.push_back({elasticity * driver.sd, driver.persistence,
                           driver.innovation_sd / driver.sd, driver.drawn_start, row,
                           factor_.open(row)});
    }

    void add_index(const Moving& part, int month, VectorXd& row) const {
        double power = 1.0, start = 0.0;
        for (int k = 0; k <= month; ++k) {
            power *= part.persistence;
            start += power / 12.0;
        }
        if (part.from_start) row.head(factor_.columns) += part.sd * start * part.start;
        for (int j = 0; j < known_ && j <= month; ++j) {
            double sum = 0.0, weight = 1.0;
            for (int k = j; k <= month; ++k) {
                sum += weight / 12.0;
                weight *= part.persistence;
            }
            row.segment(factor_.columns * (2 + j), factor_.columns) +=
                part.sd * part.innovation * sum * part.row;
        }
    }

    const Plan& plan_;
    const FlowPlan& flow_;
    const Factor& factor_;
    int known_ = 0;
    int years_ = 0;
    Index width_ = 0;
    VectorXd start_level_, start_rest_;
    std::vector<Moving> moving_;
};

/// The gains of a flow: for each known year and month of the plan, what the year's miss adds.
std::vector<double> gains_of(const Plan& plan, const FlowPlan& flow, const Factor& factor) {
    const LogOfFlow log_of(plan, flow, factor);
    const int known = static_cast<int>(flow.known.size());
    const auto years = static_cast<Index>((known + 11) / 12);
    std::vector<VectorXd> sums;
    for (Index year = 0; year < years; ++year) {
        const int begin = 12 * static_cast<int>(year);
        const int end = std::min(begin + 12, known);
        double whole = 0.0;
        for (int m = begin; m < end; ++m) whole += flow.amount[static_cast<std::size_t>(m)];
        VectorXd sum = VectorXd::Zero(log_of.at(0).size());
        for (int m = begin; m < end && whole > 0.0; ++m) {
            sum += flow.amount[static_cast<std::size_t>(m)] / whole * log_of.at(m);
        }
        sums.push_back(sum);
    }
    MatrixXd covariance(years, years);
    for (Index i = 0; i < years; ++i) {
        for (Index j = 0; j < years; ++j) {
            covariance(i, j) =
                sums[static_cast<std::size_t>(i)].dot(sums[static_cast<std::size_t>(j)]);
        }
        // A year in which nothing could have been otherwise says nothing.
        if (covariance(i, i) < no_variance) covariance(i, i) = 1.0;
    }
    const Eigen::LDLT<MatrixXd> solver(covariance);
    std::vector<double> gains(static_cast<std::size_t>(years * plan.months), 0.0);
    for (int month = known; month < plan.months; ++month) {
        const VectorXd row = log_of.at(month);
        VectorXd with(years);
        for (Index i = 0; i < years; ++i) with[i] = sums[static_cast<std::size_t>(i)].dot(row);
        const VectorXd gain = solver.solve(with);
        for (Index i = 0; i < years; ++i) {
            gains[static_cast<std::size_t>(i * plan.months + month)] = gain[i];
        }
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
        actuals.stage.push_back(moved ? flat[stage] : nowhere);
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
    for (Index d = 0; d < factor.weights.rows(); ++d) {
        const VectorXd row = factor.weights.row(d);
        plan.known.weights.emplace_back(row.data(), row.data() + row.size());
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
