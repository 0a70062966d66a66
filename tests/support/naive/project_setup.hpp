#pragma once
// Section 4 of docs/model: calendar, S-curve and spending curve of a project, the same on every
// path.
#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <support/naive/conventions.hpp>

namespace coffer::naive {

/// C(t) and its inverse, for a hundred years.
class WorkCalendar {
  public:
    WorkCalendar(const model::MonthProfile& productivity, int months) {
        c_.push_back(0.0);
        for (int m = 0; m < std::max(months, 1200); ++m) {
            c_.push_back(c_.back() + productivity[static_cast<std::size_t>(m % 12)]);
        }
    }
    double work(double t) const {
        const auto last = static_cast<double>(c_.size() - 1);
        if (t >= last) return c_.back() + (t - last);
        const auto m = static_cast<std::size_t>(t);
        return c_[m] + (t - static_cast<double>(m)) * (c_[m + 1] - c_[m]);
    }
    double at_month(int m) const { return c_[static_cast<std::size_t>(m)]; }
    /// The moment at which work goes on when c is done: the largest t with C(t) <= c.
    double last_moment(double c) const {
        if (c >= c_.back()) return static_cast<double>(c_.size() - 1) + (c - c_.back());
        const auto above = std::upper_bound(c_.begin(), c_.end(), c + 1e-9);
        if (above == c_.end()) return static_cast<double>(c_.size() - 1);
        const auto m = static_cast<std::size_t>(above - c_.begin()) - 1;
        return static_cast<double>(m) + std::max(0.0, (c - c_[m]) / (c_[m + 1] - c_[m]));
    }
    /// The smallest moment t with C(t) >= c.
    double moment(double c) const {
        if (c <= 0.0) return 0.0;
        if (c > c_.back()) return static_cast<double>(c_.size() - 1) + (c - c_.back());
        const auto above = std::lower_bound(c_.begin(), c_.end(), c);  // first C(m) >= c
        const auto m = static_cast<std::size_t>(above - c_.begin()) - 1;
        return static_cast<double>(m) + (c - c_[m]) / (c_[m + 1] - c_[m]);
    }

  private:
    std::vector<double> c_;  // at the beginning of each month
};

/// The distribution function of Beta(a, b) with whole a and b from 1 to 3: at least a of n = a+b-1
/// uniform draws lie below t.
inline double s_curve(int a, int b, double t) {
    static constexpr std::array<std::array<double, 6>, 6> binomial{{{1, 0, 0, 0, 0, 0},
                                                                    {1, 1, 0, 0, 0, 0},
                                                                    {1, 2, 1, 0, 0, 0},
                                                                    {1, 3, 3, 1, 0, 0},
                                                                    {1, 4, 6, 4, 1, 0},
                                                                    {1, 5, 10, 10, 5, 1}}};
    const int n = a + b - 1;
    double sum = 0.0;
    for (int j = a; j <= n; ++j) {
        double term = binomial[static_cast<std::size_t>(n)][static_cast<std::size_t>(j)];
        for (int i = 0; i < j; ++i) term *= t;
        for (int i = j; i < n; ++i) term *= 1.0 - t;
        sum += term;
    }
    return sum;
}

/// What is the same for a project on every path.
struct ProjectSetup {
    const model::Project* project = nullptr;
    WorkCalendar calendar;
    std::vector<Sampler> durations;
    Sampler overrun, ramp_up, output_factor;
    std::vector<std::vector<const model::Link*>> incoming;  // by stage, into its start
    std::vector<std::vector<const model::Link*>> into_end;  // by stage, into its finish
    std::vector<bool> gated;                                // by stage
    std::vector<double> earliest;                           // by stage, months
    double F0 = 0.0;
    double g0 = 0.0;
    double F1 = 1.0;
    double a = 1.0;
    double b = 0.0;
    std::size_t district = 0;  // series of its district, 0 when none
    int approval_year = 0;     // calendar year
    // Shares of cost between which money goes into land that does not count: of F and of G.
    double land_from = 0.0;
    double land_to = 0.0;
    double land_money_from = 0.0;
    double land_money_to = 0.0;

    std::size_t stages() const { return project->stages.size(); }

    /// F(x) for the stage ends B.
    double share_of_cost(double x, const std::vector<double>& B) const {
        double sum = 0.0;
        double begin = 0.0;
        for (std::size_t k = 0; k < stages(); ++k) {
            const double cost_share = project->stages[k].cost_share;
            if (cost_share != 0.0) {
                const double duration = B[k] - begin;
                const double done = duration > 0.0 ? std::clamp((x - begin) / duration, 0.0, 1.0)
                                    : x >= B[k]    ? 1.0
                                                   : 0.0;
                sum += cost_share * s_curve(project->s_curve_a, project->s_curve_b, done);
            }
            begin = B[k];
        }
        return sum;
    }
    /// G(F)
    double share_of_spending(double F) const {
        return g0 + a * std::min(F - F0, F1 - F0) + b * std::max(F - F1, 0.0);
    }
};

inline bool needs_capital(const model::Project& project, const model::Stage& stage) {
    return stage.kind == model::StageKind::construction && !project.minimum_capital.empty() &&
           project.total_investment > Money{};
}

inline bool under_way(const model::Project& project, std::size_t stage) {
    return stage == 0 && project.progress > 0.0;
}

/// Whether a stage takes its turn before it begins.
inline bool takes_its_turn(const model::Project& project, std::size_t k) {
    const model::Stage& stage = project.stages[k];
    return !under_way(project, k) && (!stage.demands.empty() || needs_capital(project, stage));
}

inline std::vector<double> stage_ends(const std::vector<double>& durations) {
    std::vector<double> B;
    double sum = 0.0;
    for (const double d : durations) B.push_back(sum += d);
    return B;
}

}  // namespace coffer::naive
