// Section 2 of docs/model: drivers.
#include <algorithm>
#include <cmath>

#include <support/naive/path.hpp>

namespace coffer::naive {

/// Section 2: a spread known from some years, nu = 10 + years.
double Simulator::Path::spread(double history_years, std::uint32_t stream) const {
    if (history_years <= 0.0) return 1.0;
    const double nu = 10.0 + history_years;
    return setup.spread_widths.at(nu).at(draws.z(stream, width_of_spread, 0)) *
           std::sqrt(nu / (nu - 2.0));
}

double Simulator::Path::driver_normal(std::size_t d, Purpose purpose, int number) const {
    double z = 0.0;
    for (std::size_t j = 0; j <= d; ++j) {
        z += model.correlation_factor[d][j] * draws.z(model.drivers[j].stream, purpose, number);
    }
    return z;
}

/// A shock's normal with its correlations: with drivers and shocks, or yearly with shocks
/// alone.
double Simulator::Path::shock_normal(std::size_t s, Purpose purpose, int number,
                                     bool yearly) const {
    const model::Shock& shock = model.shocks[s];
    const auto& factor = yearly ? shock.year_factor : shock.factor;
    if (factor.empty()) return draws.z(shock.stream, purpose, number);
    double z = 0.0;
    for (const auto& [place, weight] : factor) {
        const std::size_t n = yearly ? 0 : model.drivers.size();
        const std::uint32_t stream =
            place < n ? model.drivers[place].stream : model.shocks[place - n].stream;
        // Those of this month's innovations are as known drivers have moved them.
        const bool moved = place < n && purpose == driver_innovation;
        z += weight * (moved ? innovations[place] : draws.z(stream, purpose, number));
    }
    return z;
}

/// How far a line with this profile stands, for its driver, over the base year's sum.
double Simulator::Path::start_of(std::size_t d, const model::MonthProfile& profile) const {
    const model::Driver& driver = model.drivers[d];
    if (!driver.drawn_start) return 0.0;
    const YearOfSteps steps(profile, driver.persistence);
    return driver.volatility * driver_spread[d] *
           (steps.with_deviation * driver_normal(d, beginning, 0) +
            steps.beside_it * driver_normal(d, beginning, 1));
}

double Simulator::Path::tail_of(std::size_t d) const {
    if (!setup.tail_widths[d]) return 1.0;
    return setup.tail_widths[d]->at(draws.z(model.drivers_stream, tail_width, static_cast<int>(y)));
}

/// Luck that passes with the year, and growth that few years do not tell. A known driver's are part
/// of its values, and nothing of them passes with a later year.
void Simulator::Path::begin_year_of_driver(std::size_t d) {
    const model::Driver& driver = model.drivers[d];
    const int now = static_cast<int>(y) + 1;
    if (m == 0) driver_luck[d] = draws.z(driver.stream, yearly_noise, 0);
    if (is_known(driver)) {
        driver_luck[d] = 0.0;
        return;
    }
    const double luck = draws.z(driver.stream, yearly_noise, now);
    log_index[d] += driver.annual_sd * std::sqrt((1.0 - driver.permanent) / 2.0) *
                    driver_spread[d] * (luck - driver_luck[d]);
    driver_luck[d] = luck;
    if (driver.history_years > 0.0) {
        log_index[d] += 0.02 * draws.z(model.drivers_stream, growth_missed, 0);
    }
}

void Simulator::Path::move_drivers() {
    const std::size_t n = model.drivers.size();
    for (std::size_t d = 0; d < n; ++d) {
        innovations[d] = draws.z(model.drivers[d].stream, driver_innovation, m);
    }
    const std::vector<double> before = x;
    if (model.crisis) {
        const double u = draws.u(model.drivers_stream, crisis_switch, m);
        if (!in_crisis) {
            in_crisis = u < model.crisis->entry;
        } else if (u < model.crisis->exit) {
            in_crisis = false;
        }
    }
    meet_known_drivers(before);
    for (std::size_t d = 0; d < n; ++d) {
        const model::Driver& driver = model.drivers[d];
        double epsilon = 0.0;
        for (std::size_t j = 0; j <= d; ++j) {
            epsilon += model.correlation_factor[d][j] * innovations[j];
        }
        epsilon *= tail_of(d) * driver_spread[d];
        const double rho = driver.persistence;
        double sigma = driver.volatility;
        if (in_crisis) sigma *= driver.crisis_volatility;
        x[d] = rho * before[d] + sigma * std::sqrt(1.0 - rho * rho) * epsilon;
        for (const model::Spillover& spillover : driver.spillovers) {
            x[d] += spillover.coefficient * before[spillover.from.value];
        }
        if (is_known(driver)) {
            x[d] = known_deviation(d);
        } else if (draws.u(driver.stream, jump_happens, m) < driver.jump_probability) {
            x[d] += driver.jump_mean + driver.jump_sd * draws.z(driver.stream, jump_height, m);
        }
        const double off_the_mean = x[d] + (in_crisis ? driver.crisis_shift : 0.0);
        value[d][static_cast<std::size_t>(m)] = driver.mean[y] + off_the_mean;
        if (m % 12 == 0) {
            log_index[d] += std::log(1.0 + driver.mean[y]);
            begin_year_of_driver(d);
        }
        log_index[d] += off_the_mean / 12.0;
    }
}

}  // namespace coffer::naive
