#include "drivers/flows.hpp"

#include <array>
#include <cmath>
#include <numeric>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "coffer/base/apportion.hpp"
#include "coffer/plan/sample.hpp"
#include "coffer/random/elementary.hpp"
#include "coffer/random/normal.hpp"
#include "drivers/shocks.hpp"

namespace coffer::plan {
namespace {

/// The z of a table's knot.
double knot_at(int knot) { return pert_reach * (2.0 * knot / (pert_knots - 1) - 1.0); }

}  // namespace

std::vector<double> tail_scale(double degrees_of_freedom) {
    const double shape = degrees_of_freedom / 2.0;
    std::vector<double> table;
    for (int knot = 0; knot < pert_knots; ++knot) {
        const double z = knot_at(knot);
        // From the smaller tail, where no digits are lost.
        const double half_quantile =
            z > 0.0 ? boost::math::gamma_p_inv(shape, random::normal_probability(-z))
                    : boost::math::gamma_q_inv(shape, random::normal_probability(z));
        table.push_back(std::sqrt((shape - 1.0) / half_quantile));
    }
    return table;
}

namespace {

/// Computed in long double, as Boost does unless told otherwise: in double the C library's
/// functions change their last bit with the processor.
std::vector<double> beta_quantiles(double alpha, double beta) {
    std::vector<double> quantiles;
    for (int knot = 0; knot < pert_knots; ++knot) {
        quantiles.push_back(
            boost::math::ibeta_inv(alpha, beta, random::normal_probability(knot_at(knot))));
    }
    return quantiles;
}

/// Nothing moves the flow.
bool is_certain(const model::Flow& flow) {
    const auto& uncertainty = flow.uncertainty;
    return flow.sensitivities.empty() && uncertainty.annual_sd == 0.0 &&
           uncertainty.month_sd == 0.0 && uncertainty.history_years == 0.0;
}

/// A year's amount by months; of a flow that is certain, in whole fen that sum to it. What grows or
/// varies is rounded when it is known. A profile of ones (a land sale, whose months take shares of
/// one amount) has no sum to keep.
std::array<double, 12> parts_of_year(const model::Flow& flow, std::size_t year) {
    const auto annual = static_cast<double>(flow.annual[year].fen());
    const double sum = std::accumulate(flow.profile.begin(), flow.profile.end(), 0.0);
    if (is_certain(flow) && std::abs(sum - 1.0) < 1e-9) return apportion(annual, flow.profile);
    std::array<double, 12> parts{};
    for (std::size_t month = 0; month < 12; ++month) parts[month] = annual * flow.profile[month];
    return parts;
}

}  // namespace

DriverPlan compile_driver(const model::Driver& driver, int months) {
    DriverPlan result;
    result.id = driver.id;
    result.stream = driver.stream;
    result.growth = driver.kind == model::Driver::Kind::growth;
    result.persistence = driver.persistence;
    result.sd = driver.volatility;
    result.innovation_sd =
        driver.volatility * std::sqrt(1.0 - driver.persistence * driver.persistence);
    result.drawn_start = driver.drawn_start;
    result.transitory_sd = driver.annual_sd * std::sqrt((1.0 - driver.permanent) / 2.0);
    if (driver.history_years > 0.0) {
        result.drift_sd = drift_sd;
        result.spread = spread_table(driver.history_years);
    }
    result.initial_deviation = driver.initial_deviation;
    if (driver.degrees_of_freedom) result.tail_scale = tail_scale(*driver.degrees_of_freedom);
    result.crisis_shift = driver.crisis_shift;
    result.crisis_volatility = driver.crisis_volatility;
    result.jump_probability = driver.jump_probability;
    result.jump_mean = driver.jump_mean;
    result.jump_sd = driver.jump_sd;
    for (const auto& spillover : driver.spillovers) {
        result.spillovers.push_back({spillover.from.value, spillover.coefficient});
    }
    for (int month = 0; month < months; ++month) {
        const double mean = driver.mean[static_cast<std::size_t>(month / 12)];
        result.mean.push_back(mean);
        // The whole year's growth comes in January: see docs/model.md section 2.
        const bool steps = result.growth && month % 12 == 0;
        result.log_growth.push_back(steps ? random::logarithm(1.0 + mean) : 0.0);
    }
    return result;
}

std::vector<double> mean_log_index(const DriverPlan& driver, int months) {
    std::vector<double> index;
    double log_index = 0.0;
    for (int month = 0; month < months; ++month) {
        log_index += driver.log_growth[static_cast<std::size_t>(month)];
        index.push_back(log_index);
    }
    return index;
}

std::vector<double> monthly_prices(const DriverPlan& driver, int months) {
    std::vector<double> beyond;
    double steps = 0.0;
    double steady = 0.0;
    for (int month = 0; month < months; ++month) {
        const auto m = static_cast<std::size_t>(month);
        steps += driver.log_growth[m];
        steady += driver.log_growth[m - m % 12] / 12.0;
        beyond.push_back(steady - steps);
    }
    return beyond;
}

FlowPlan compile_flow(const model::Flow& flow, int months,
                      const std::vector<std::vector<double>>& mean_log_index) {
    FlowPlan result;
    result.stream = flow.stream;
    for (const auto& sensitivity : flow.sensitivities) {
        result.sensitivities.push_back({sensitivity.driver.value, sensitivity.elasticity});
    }
    std::array<double, 12> of_year{};
    for (int month = 0; month < months; ++month) {
        const auto m = static_cast<std::size_t>(month);
        if (m % 12 == 0) of_year = parts_of_year(flow, m / 12);
        result.amount.push_back(of_year[m % 12]);
        double offset = 0.0;
        if (flow.around_mean_path) {
            for (const auto& sensitivity : result.sensitivities) {
                offset -= sensitivity.elasticity * mean_log_index[sensitivity.driver][m];
            }
        }
        result.offset.push_back(offset);
    }
    return result;
}

DistributionPlan DistributionCompiler::operator()(const model::Distribution& distribution) {
    using Shape = model::Distribution::Shape;
    DistributionPlan result;
    result.distribution = distribution;
    if (distribution.shape == Shape::lognormal) {
        result.log_sd =
            random::logarithm(distribution.b / distribution.a) / random::normal_quantile(0.9);
    }
    if (distribution.shape == Shape::split_lognormal) {
        const double p90 = random::normal_quantile(0.9);
        result.lower_log_sd = random::logarithm(distribution.mode / distribution.a) / p90;
        result.log_sd = random::logarithm(distribution.b / distribution.mode) / p90;
    }
    if (distribution.shape == Shape::pert) {
        const double width = distribution.b - distribution.a;
        const double alpha = 1.0 + 4.0 * (distribution.mode - distribution.a) / width;
        const double beta = 1.0 + 4.0 * (distribution.b - distribution.mode) / width;
        const auto [place, is_new] = beta_quantiles_.try_emplace({alpha, beta});
        if (is_new) place->second = beta_quantiles(alpha, beta);
        for (const double quantile : place->second) {
            result.table.push_back(distribution.a + width * quantile);
        }
    }
    return result;
}

double median_of(const DistributionPlan& distribution) { return sample(distribution, 0.5, 0.0); }

}  // namespace coffer::plan
