// Section 1 of docs/model, "Known months": what they say of drivers and flows. Projects in them are
// in projects.cpp.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <support/naive/path.hpp>

namespace coffer::naive {
namespace {

/// A linear function of standard normals, each by the draw it is.
using Draw = std::tuple<std::uint32_t, Purpose, int>;
using Form = std::map<Draw, double>;

void add(double times, const Form& part, Form& sum) {
    for (const auto& [draw, weight] : part) sum[draw] += times * weight;
}

double covariance(const Form& a, const Form& b) {
    double sum = 0.0;
    for (const auto& [draw, weight] : a) {
        const auto same = b.find(draw);
        if (same != b.end()) sum += weight * same->second;
    }
    return sum;
}

/// x of V x = c; what follows from what stands before it says nothing more, so that its x is 0.
std::vector<double> solve(std::vector<std::vector<double>> V, std::vector<double> c) {
    const std::size_t n = c.size();
    std::vector<char> left(n, 1);
    for (std::size_t k = 0; k < n; ++k) {
        double before = V[k][k];
        for (std::size_t j = 0; j < k; ++j) {
            if (left[j] == 0) continue;
            const double times = V[k][j] / V[j][j];
            for (std::size_t i = 0; i < n; ++i) V[k][i] -= times * V[j][i];
            c[k] -= times * c[j];
        }
        if (V[k][k] <= 1e-12 * before) left[k] = 0;
    }
    std::vector<double> x(n, 0.0);
    for (std::size_t k = n; k-- > 0;) {
        if (left[k] == 0) continue;
        double sum = c[k];
        for (std::size_t j = k + 1; j < n; ++j) sum -= V[k][j] * x[j];
        x[k] = sum / V[k][k];
    }
    return x;
}

}  // namespace

/// Gains of a flow's misses, from the exponent of section 3 written as a Form.
class Simulator::Setup::GainsOf {
  public:
    GainsOf(const Setup& setup, const model::Flow& flow)
        : setup_(setup),
          model_(setup.model),
          flow_(flow),
          known_(static_cast<int>(flow.known.size())),
          years_((known_ + 11) / 12) {}

    /// By year with known months, then by month of the plan.
    [[nodiscard]] std::vector<std::vector<double>> all() const {
        std::vector<Form> observed;
        for (int year = 0; year < years_; ++year) observed.push_back(mean_of_year(year));
        std::vector<std::vector<double>> V;
        for (const Form& one : observed) {
            V.emplace_back();
            for (const Form& other : observed) V.back().push_back(covariance(one, other));
        }
        for (std::size_t year = 0; year < V.size(); ++year) {
            if (V[year][year] < 1e-20) V[year][year] = 1.0;  // nothing could have been otherwise
        }
        std::vector<std::vector<double>> of_month(V.size());
        for (int month = 0; month < setup_.months; ++month) {
            const Form later = exponent(month);
            std::vector<double> with;
            for (const Form& one : observed) with.push_back(covariance(one, later));
            const auto x = solve(V, with);
            for (std::size_t year = 0; year < V.size(); ++year) of_month[year].push_back(x[year]);
        }
        return of_month;
    }

  private:
    [[nodiscard]] Form mean_of_year(int year) const {
        double whole = 0.0;
        const int end = std::min(12 * year + 12, known_);
        for (int month = 12 * year; month < end; ++month) whole += planned(month);
        Form mean;
        for (int month = 12 * year; month < end && whole > 0.0; ++month) {
            add(planned(month) / whole, exponent(month), mean);
        }
        return mean;
    }

    [[nodiscard]] double planned(int month) const {
        return amount(flow_.annual[static_cast<std::size_t>(month / 12)]) *
               flow_.profile[static_cast<std::size_t>(month % 12)];
    }

    /// The exponent of a month as far as it is drawn by the end of the known ones.
    [[nodiscard]] Form exponent(int month) const {
        Form form;
        const int years_passed = month / 12 + 1;
        for (const auto& [driver, elasticity] : flow_.sensitivities) {
            add_driver(driver.value, elasticity, month, form);
        }
        const model::Uncertainty& u = flow_.uncertainty;
        const Draw drift{model_.drivers_stream, growth_missed, 0};
        if (u.history_years > 0.0) form[drift] += 0.02 * years_passed;
        if (!u.shock) return form;
        const std::size_t s = u.shock->value;
        if (u.annual_sd > 0.0 && u.permanent > 0.0) {
            const double rho = monthly_persistence(u.half_life_months);
            const YearOfSteps steps(flow_.profile, rho);
            const double sd = u.annual_sd * std::sqrt(u.permanent) / steps.year_sd;
            add_start(steps, sd, shock_row(s), form);
            add_index(sd, rho, true, shock_row(s), month, form);
        }
        if (u.annual_sd > 0.0 && u.permanent < 1.0) {
            // Yearly normals of a shock, whatever they are made of, are of variance one.
            const double sd = u.annual_sd * std::sqrt((1.0 - u.permanent) / 2.0);
            add_luck(sd, model_.shocks[s].stream, month, form);
        }
        if (u.month_sd > 0.0 && month / 12 < years_) {
            double all = 0.0;
            for (const double share : flow_.profile) all += share;
            const int january = month - month % 12;
            for (int k = 0; k < 12; ++k) {
                form[{model_.shocks[s].stream, share_of_month, january + k}] -=
                    u.month_sd * flow_.profile[static_cast<std::size_t>(k)] / all;
            }
            form[{model_.shocks[s].stream, share_of_month, month}] += u.month_sd;
        }
        return form;
    }

    void add_driver(std::size_t d, double elasticity, int month, Form& form) const {
        const model::Driver& driver = model_.drivers[d];
        const double sd = elasticity * driver.volatility;
        if (driver.drawn_start) {
            add_start(YearOfSteps(flow_.profile, driver.persistence), sd, driver_row(d), form);
        }
        if (!driver.known.empty()) return;  // it moves nothing that is not known
        add_index(sd, driver.persistence, driver.drawn_start, driver_row(d), month, form);
        add_luck(elasticity * driver.annual_sd * std::sqrt((1.0 - driver.permanent) / 2.0),
                 driver.stream, month, form);
        if (driver.history_years > 0.0) {
            form[{model_.drivers_stream, growth_missed, 0}] += elasticity * 0.02 * (month / 12 + 1);
        }
    }

    /// Weights of the month's normals, by stream: of a driver, and of a shock.
    using Row = std::map<std::uint32_t, double>;
    [[nodiscard]] Row driver_row(std::size_t d) const {
        Row row;
        for (std::size_t j = 0; j <= d; ++j) {
            row[model_.drivers[j].stream] = model_.correlation_factor[d][j];
        }
        return row;
    }
    [[nodiscard]] Row shock_row(std::size_t s) const {
        const model::Shock& shock = model_.shocks[s];
        if (shock.factor.empty()) return {{shock.stream, 1.0}};
        Row row;
        const std::size_t n = model_.drivers.size();
        for (const auto& [place, weight] : shock.factor) {
            row[place < n ? model_.drivers[place].stream : model_.shocks[place - n].stream] +=
                weight;
        }
        return row;
    }

    static void add_row(double times, const Row& row, Purpose purpose, int number, Form& form) {
        for (const auto& [stream, weight] : row) form[{stream, purpose, number}] += times * weight;
    }
    static void add_start(const YearOfSteps& steps, double sd, const Row& row, Form& form) {
        add_row(sd * steps.with_deviation, row, beginning, 0, form);
        add_row(sd * steps.beside_it, row, beginning, 1, form);
    }

    /// The mean of the deviations so far over twelve months, of what is moved by `row`.
    void add_index(double sd, double rho, bool from_start, const Row& row, int month,
                   Form& form) const {
        const Row open = not_known(row);
        for (int of = 0; of <= month; ++of) {
            if (from_start) add_row(sd / 12.0 * std::pow(rho, of + 1), row, beginning, 0, form);
            for (int k = 0; k <= of && k < known_; ++k) {
                add_row(sd / 12.0 * std::sqrt(1.0 - rho * rho) * std::pow(rho, of - k), open,
                        driver_innovation, k, form);
            }
        }
    }

    /// What the values of known drivers leave open of a month's normals.
    [[nodiscard]] Row not_known(const Row& row) const {
        Row open = row;
        for (std::size_t k = 0; k < setup_.known_drivers.size(); ++k) {
            double moved = 0.0;
            for (std::size_t j = 0; j < model_.drivers.size(); ++j) {
                const auto weight = row.find(model_.drivers[j].stream);
                if (weight != row.end()) moved += weight->second * setup_.known_gain[j][k];
            }
            const std::size_t d = setup_.known_drivers[k];
            for (std::size_t j = 0; j <= d; ++j) {
                open[model_.drivers[j].stream] -= moved * model_.correlation_factor[d][j];
            }
        }
        return open;
    }

    void add_luck(double sd, std::uint32_t stream, int month, Form& form) const {
        form[{stream, yearly_noise, 0}] -= sd;
        if (month / 12 < years_) form[{stream, yearly_noise, month / 12 + 1}] += sd;
    }

    const Setup& setup_;
    const model::Model& model_;
    const model::Flow& flow_;
    int known_ = 0;
    int years_ = 0;
};

void Simulator::Setup::learn_what_is_known() {
    for (std::size_t d = 0; d < model.drivers.size(); ++d) {
        if (!model.drivers[d].known.empty()) known_drivers.push_back(d);
    }
    // Of A z = e the z nearest to what is drawn: it moves by A' (A A')^-1 of what lacks.
    const auto A = [this](std::size_t k, std::size_t j) {
        const std::size_t d = known_drivers[k];
        return j <= d ? model.correlation_factor[d][j] : 0.0;
    };
    const std::size_t n = model.drivers.size();
    std::vector<std::vector<double>> AA;
    for (std::size_t k = 0; k < known_drivers.size(); ++k) {
        AA.emplace_back();
        for (std::size_t l = 0; l < known_drivers.size(); ++l) {
            double sum = 0.0;
            for (std::size_t j = 0; j < n; ++j) sum += A(k, j) * A(l, j);
            AA.back().push_back(sum);
        }
    }
    for (std::size_t j = 0; j < n; ++j) {
        std::vector<double> column;
        for (std::size_t k = 0; k < known_drivers.size(); ++k) column.push_back(A(k, j));
        known_gain.push_back(solve(AA, column));
    }
    const auto learn = [this](const model::Flow& flow) {
        if (!flow.known.empty()) gains[flow.stream] = GainsOf(*this, flow).all();
    };
    for (const auto& each : model.revenue) learn(each.flow);
    for (const auto& each : model.taxpayers) learn(each.output);
    for (const auto& each : model.expenditure) learn(each.flow);
    for (const auto& each : model.sources) learn(each.arrival);
    for (const auto& each : model.pipelines) learn(each.need);
    for (const auto& each : model.projects) learn_of_project(each);
}

/// Between two months of which its progress is told it moves evenly within a stage; into a later
/// stage it comes in the month that says so. After the last it stands.
void Simulator::Setup::learn_of_project(const model::Project& project) {
    known_projects.emplace_back();
    if (!project.actuals) return;
    KnownProject known;
    known.months = model.known_months;
    for (const auto& row : project.actuals->drawn) {
        known.drawn.emplace_back();
        for (const Money each : row) known.drawn.back().push_back(amount(each));
        known.months = static_cast<int>(row.size());
    }
    const auto& points = project.actuals->progress;
    for (int month = 0; month < known.months; ++month) {
        std::size_t stage = 0;
        double share = project.progress;
        int at = -1;
        for (const auto& point : points) {
            if (point.month < month) {
                stage = point.stage;
                share = point.share;
                at = point.month;
                continue;
            }
            if (point.stage == stage) {
                share += (point.share - share) * (month - at) / (point.month - at);
            } else if (point.month == month) {
                stage = point.stage;
                share = point.share;
            }
            break;
        }
        known.stage.push_back(stage);
        known.share.push_back(share);
    }
    known_projects.back() = std::move(known);
}

/// Moves the month's normals of drivers so that known ones take their values. After the crisis.
void Simulator::Path::meet_known_drivers(const std::vector<double>& before) {
    std::vector<double> missing;
    for (const std::size_t d : setup.known_drivers) {
        const model::Driver& driver = model.drivers[d];
        missing.push_back(0.0);
        double innovation = driver.volatility *
                            std::sqrt(1.0 - driver.persistence * driver.persistence) *
                            driver_spread[d] * tail_of(d);
        if (in_crisis) innovation *= driver.crisis_volatility;
        if (!is_known(driver) || innovation <= 0.0) continue;
        double rest = known_deviation(d) - driver.persistence * before[d];
        for (const model::Spillover& spillover : driver.spillovers) {
            rest -= spillover.coefficient * before[spillover.from.value];
        }
        double drawn = 0.0;
        for (std::size_t j = 0; j <= d; ++j) {
            drawn += model.correlation_factor[d][j] * innovations[j];
        }
        missing.back() = rest / innovation - drawn;
    }
    for (std::size_t j = 0; j < innovations.size(); ++j) {
        for (std::size_t k = 0; k < missing.size(); ++k) {
            innovations[j] += setup.known_gain[j][k] * missing[k];
        }
    }
}

/// What a driver deviates by in a known month, besides a crisis.
double Simulator::Path::known_deviation(std::size_t d) const {
    const model::Driver& driver = model.drivers[d];
    return driver.known[static_cast<std::size_t>(m)] - driver.mean[y] -
           (in_crisis ? driver.crisis_shift : 0.0);
}

/// Adds up what a known flow would have been; at the end of what is known of a year, by how much
/// what it was missed that.
void Simulator::Path::watch(Luck& luck) {
    const auto& known = luck.flow->known;
    const auto month = static_cast<std::size_t>(m);
    if (month >= known.size()) return;
    if (m % 12 == 0) {
        luck.would_have_been = luck.was = 0.0;
        luck.misses.push_back(0.0);
    }
    luck.would_have_been += drawn_flow(*luck.flow);
    luck.was += amount(known[month]);
    // A year of nothing has no log.
    if (luck.was > 0.0 && luck.would_have_been > 0.0) {
        luck.misses.back() = std::log(luck.was) - std::log(luck.would_have_been);
    } else {
        luck.misses.back() = 0.0;
    }
}

/// By what the known months move a later one.
double Simulator::Path::learnt(const model::Flow& flow) const {
    const auto gains = setup.gains.find(flow.stream);
    if (gains == setup.gains.end()) return 1.0;
    const Luck& luck = lucks.at(flow.stream);
    double exponent = 0.0;
    for (std::size_t year = 0; year < luck.misses.size(); ++year) {
        exponent += gains->second[year][static_cast<std::size_t>(m)] * luck.misses[year];
    }
    return std::exp(exponent);
}

}  // namespace coffer::naive
