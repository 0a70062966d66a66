// Catches: heavy tails, crises and jumps of drivers with the wrong distribution, or in the wrong
// month. Closed forms at a false-alarm rate of 1e-6 each, with a wrong one that must be rejected.
#include <cmath>
#include <string>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

#include "support/checks.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using support::distance_to;
using support::dkw_bound;
using support::mean_differs;
using support::normal_cdf;

constexpr int paths = 40000;

/// On every path what the growth drivers have added up to by the end of `month`, in units of
/// `unit`: revenue follows their log indices, in which a month counts one twelfth.
std::vector<double> moved(model::Model model, const std::vector<model::Sensitivity>& by, int month,
                          double unit) {
    add_revenue(model, "tax", 1.2e12).flow.sensitivities = by;
    const auto slot = static_cast<Eigen::Index>(plan::MonthSlot::general_revenue);
    const auto store = simulated(model, paths);
    const Eigen::ArrayXd column = store.monthly.col(slot * model.months() + month);
    std::vector<double> sample(column.data(), column.data() + column.size());
    for (auto& revenue : sample) revenue = std::log(revenue / 1.0e11) * 12.0 / unit;
    return sample;
}

std::vector<double> product(std::vector<double> a, const std::vector<double>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] *= b[i];
    return a;
}

std::vector<double> squares(const std::vector<double>& a) { return product(a, a); }

double share(const std::vector<double>& sample, double least, double most) {
    double count = 0.0;
    for (const double value : sample) count += value >= least && value <= most ? 1.0 : 0.0;
    return count / static_cast<double>(sample.size());
}

bool share_differs(double share, double expected) {
    return support::share_differs(share, expected, paths);
}

/// Two growths of volatility 12 % without persistence, so that one month is one innovation.
model::Model two_drivers(double correlation, double degrees_of_freedom) {
    auto model = empty_model(1);
    add_growth(model, "a", 0.0, 0.12);
    add_growth(model, "b", 0.0, 0.12);
    set_correlations(model, {{1.0, correlation}, {correlation, 1.0}});
    for (auto& driver : model.drivers) driver.degrees_of_freedom = degrees_of_freedom;
    return model;
}

const Index<model::Driver> first{0};
const Index<model::Driver> second{1};

}  // namespace

TEST_CASE("heavy tails: a difference of correlated drivers is Student t",
          "[kernel][drivers][statistical]") {
    const double nu = 4.0;
    const double scale = 0.12 * std::sqrt(2.0 - 2.0 * 0.6) * std::sqrt((nu - 2.0) / nu);
    const auto sample = moved(two_drivers(0.6, nu), {{first, 1.0}, {second, -1.0}}, 0, scale);
    const boost::math::students_t student(nu);
    const auto t_cdf = [&](double x) { return boost::math::cdf(student, x); };
    CHECK(distance_to(sample, t_cdf) < dkw_bound(paths));
    // Negative controls: a normal of the same variance; another correlation.
    CHECK(distance_to(sample, [](double x) { return normal_cdf(x / std::sqrt(2.0)); }) >
          dkw_bound(paths));
    CHECK(distance_to(sample, [&](double x) { return t_cdf(x * std::sqrt(0.8 / 1.4)); }) >
          dkw_bound(paths));
    // One path in a thousand beyond the 0.05 % quantiles; of a normal it would be one in 1e9.
    const double q = boost::math::quantile(student, 0.9995);
    const double beyond = 1.0 - share(sample, -q, q);
    CHECK_FALSE(share_differs(beyond, 0.001));
    CHECK(share_differs(beyond, 0.0002));
}

TEST_CASE("heavy tails: variance one, the correlation as given, wide months common to all",
          "[kernel][drivers][statistical]") {
    // The same draws, seen through one driver and through the other.
    const double nu = 12.0;
    const auto correlated = two_drivers(0.6, nu);
    const auto a = moved(correlated, {{first, 1.0}}, 0, 0.12);
    const auto b = moved(correlated, {{second, 1.0}}, 0, 0.12);
    CHECK_FALSE(mean_differs(squares(a), 1.0));
    CHECK(mean_differs(squares(a), nu / (nu - 2.0)));  // a Student t that is not scaled
    CHECK_FALSE(mean_differs(product(a, b), 0.6));
    CHECK(mean_differs(product(a, b), 0.5));

    // Without correlation E a^2 b^2 = E S^4 = (nu - 2) / (nu - 4); 1 if each had its own S.
    const auto tied = two_drivers(0.0, nu);
    const auto together = product(squares(moved(tied, {{first, 1.0}}, 0, 0.12)),
                                  squares(moved(tied, {{second, 1.0}}, 0, 0.12)));
    CHECK_FALSE(mean_differs(together, (nu - 2.0) / (nu - 4.0)));
    CHECK(mean_differs(together, 1.0));
}

TEST_CASE("crises: months in crisis as the Markov chain says", "[kernel][drivers][statistical]") {
    auto model = empty_model(5);
    add_growth(model, "a", 0.0);
    model.drivers[0].crisis_shift = 0.12;
    model.crisis = model::Crisis{0.03, 0.2};
    const double stationary = 0.03 / 0.23;
    const auto in_crisis = [&](int month) {
        return stationary * (1.0 - std::pow(0.77, month + 1));
    };
    const auto still = [&](int months) {
        return stationary + (1.0 - stationary) * std::pow(0.77, months);
    };
    for (const int month : {0, 11, 59}) {
        const auto months = moved(model, {{first, 1.0}}, month, 0.12);
        double mean = 0.0;
        double square = 0.0;
        double independent = 0.0;
        for (int i = 0; i <= month; ++i) {
            mean += in_crisis(i);
            square += in_crisis(i);
            for (int j = 0; j < i; ++j) square += 2.0 * in_crisis(j) * still(i - j);
            independent += in_crisis(i) * (1.0 - in_crisis(i));
        }
        independent += mean * mean;
        CAPTURE(month);
        CHECK_FALSE(mean_differs(months, mean));
        CHECK(mean_differs(months, 1.2 * mean));
        CHECK_FALSE(mean_differs(squares(months), square));
        // Negative control: crises without duration.
        if (month > 0) CHECK(mean_differs(squares(months), independent));
    }
    // In the last year the chain is stationary: the share of crisis months is entry/(entry+exit).
    const auto end = moved(model, {{first, 1.0}}, 59, 0.12);
    auto last_month = moved(model, {{first, 1.0}}, 58, 0.12);
    for (std::size_t i = 0; i < end.size(); ++i) last_month[i] = end[i] - last_month[i];
    CHECK(share(last_month, 0.01, 0.99) == 0.0);
    CHECK_FALSE(share_differs(share(last_month, 0.99, 1.01), stationary));
    CHECK(share_differs(share(last_month, 0.99, 1.01), 0.03 / 0.2));
}

TEST_CASE("crises multiply the volatility", "[kernel][drivers][statistical]") {
    auto model = empty_model(2);
    add_growth(model, "a", 0.0, 0.12);
    model.drivers[0].crisis_volatility = 3.0;
    model.crisis = model::Crisis{0.1, 0.3};
    for (const int month : {0, 23}) {
        double variance = 0.0;
        for (int i = 0; i <= month; ++i) {
            variance += 1.0 + (9.0 - 1.0) * 0.25 * (1.0 - std::pow(0.6, i + 1));
        }
        const auto sample = squares(moved(model, {{first, 1.0}}, month, 0.12));
        CAPTURE(month);
        CHECK_FALSE(mean_differs(sample, variance));
        CHECK(mean_differs(sample, month + 1.0));
    }
}

TEST_CASE("jumps: their number is binomial", "[kernel][drivers][statistical]") {
    auto model = empty_model(5);
    add_growth(model, "a", 0.0);
    model.drivers[0].jump_probability = 0.02;
    model.drivers[0].jump_mean = 0.12;
    for (const int month : {0, 59}) {
        const auto jumps = moved(model, {{first, 1.0}}, month, 0.12);
        const double n = month + 1.0;
        CAPTURE(month);
        CHECK_FALSE(mean_differs(jumps, 0.02 * n));
        CHECK(mean_differs(jumps, 0.03 * n));
        const double none = share(jumps, -0.01, 0.01);
        CHECK_FALSE(share_differs(none, std::pow(0.98, n)));
        CHECK(share_differs(none, std::pow(0.97, n)));
        CHECK_FALSE(mean_differs(squares(jumps), n * 0.02 * 0.98 + 0.0004 * n * n));
    }
}

TEST_CASE("jumps: size, and decay by the persistence", "[kernel][drivers][statistical]") {
    auto model = empty_model(1);
    add_growth(model, "a", 0.0, 0.0, 0.5);
    model.drivers[0].jump_probability = 0.1;
    model.drivers[0].jump_mean = -0.12;
    model.drivers[0].jump_sd = 0.24;
    const auto at_once = moved(model, {{first, 1.0}}, 0, 0.12);
    CHECK_FALSE(mean_differs(at_once, -0.1));
    CHECK(mean_differs(at_once, 0.0));
    CHECK_FALSE(mean_differs(squares(at_once), 0.1 * (1.0 + 4.0)));
    CHECK(mean_differs(squares(at_once), 0.1));
    // By the end of the year a jump of month i has added 1 + 1/2 + ... over 12 - i months.
    double weight = 0.0;
    for (int i = 0; i < 12; ++i) weight += 2.0 * (1.0 - std::pow(0.5, 12 - i));
    const auto year = moved(model, {{first, 1.0}}, 11, 0.12);
    CHECK_FALSE(mean_differs(year, -0.1 * weight));
    CHECK(mean_differs(year, -0.1 * 12.0));
}

TEST_CASE("spillovers: the stationary covariance solves the Lyapunov equation",
          "[kernel][drivers][statistical]") {
    auto model = empty_model(10);
    add_growth(model, "a", 0.0, 0.12, 0.5);
    add_growth(model, "b", 0.0, 0.24, 0.3);
    set_correlations(model, {{1.0, 0.4}, {0.4, 1.0}});
    model.drivers[0].spillovers = {{second, 0.1}};
    model.drivers[1].spillovers = {{first, 0.6}};
    // Gamma = A Gamma A' + Q, by iteration; in units of 0.12 squared.
    struct Covariance {
        double aa = 0.0, ab = 0.0, bb = 0.0;
    };
    const double qa = std::sqrt(1.0 - 0.25);
    const double qb = 2.0 * std::sqrt(1.0 - 0.09);
    const auto stationary = [&](double a_on_b, double b_on_a) {
        Covariance c;
        for (int i = 0; i < 1000; ++i) {
            const Covariance old = c;
            c.aa = 0.25 * old.aa + 2.0 * 0.5 * a_on_b * old.ab + a_on_b * a_on_b * old.bb + qa * qa;
            c.bb = 0.09 * old.bb + 2.0 * 0.3 * b_on_a * old.ab + b_on_a * b_on_a * old.aa + qb * qb;
            c.ab = 0.5 * b_on_a * old.aa + (0.5 * 0.3 + a_on_b * b_on_a) * old.ab +
                   0.3 * a_on_b * old.bb + 0.4 * qa * qb;
        }
        return c;
    };
    const auto last_month = [&](Index<model::Driver> driver) {
        auto sample = moved(model, {{driver, 1.0}}, 119, 0.12);
        const auto before = moved(model, {{driver, 1.0}}, 118, 0.12);
        for (std::size_t i = 0; i < sample.size(); ++i) sample[i] -= before[i];
        return sample;
    };
    const auto a = last_month(first);
    const auto b = last_month(second);
    const auto expected = stationary(0.1, 0.6);
    CHECK_FALSE(mean_differs(a, 0.0));
    CHECK_FALSE(mean_differs(squares(a), expected.aa));
    CHECK_FALSE(mean_differs(squares(b), expected.bb));
    CHECK_FALSE(mean_differs(product(a, b), expected.ab));
    // Negative controls: rows and columns exchanged; no spillovers; only one of the two.
    for (const auto& wrong : {stationary(0.6, 0.1), stationary(0.0, 0.0), stationary(0.0, 0.6)}) {
        CHECK((mean_differs(squares(a), wrong.aa) || mean_differs(squares(b), wrong.bb)));
        CHECK(mean_differs(product(a, b), wrong.ab));
    }
}

TEST_CASE("spillovers: a jump is felt by the other driver a month later", "[kernel][drivers]") {
    auto model = empty_model(1);
    add_growth(model, "a", 0.0, 0.0, 0.5);
    add_growth(model, "b", 0.0, 0.0, 0.2);
    model.drivers[0].jump_probability = 0.1;
    model.drivers[0].jump_mean = 0.12;
    model.drivers[1].spillovers = {{first, 0.4}};
    const auto a = moved(model, {{first, 1.0}}, 0, 0.12);
    const auto at_once = moved(model, {{second, 1.0}}, 0, 0.12);
    const auto next = moved(model, {{second, 1.0}}, 1, 0.12);
    bool some = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        some |= a[i] > 0.5;
        if (std::abs(at_once[i]) < 1e-6 && std::abs(next[i] - 0.4 * a[i]) < 1e-6) continue;
        FAIL_CHECK(a[i] << " " << at_once[i] << " " << next[i]);
    }
    CHECK(some);
}

TEST_CASE("the reference path has neither tails nor crises nor jumps", "[kernel][drivers]") {
    auto plain = two_drivers(0.6, 4.0);
    plain.simulation.median = true;
    for (auto& driver : plain.drivers) driver.degrees_of_freedom.reset();
    auto all = two_drivers(0.6, 4.0);
    all.simulation.median = true;
    all.crisis = model::Crisis{0.5, 1.0};
    for (auto& driver : all.drivers) {
        driver.crisis_shift = 0.1;
        driver.crisis_volatility = 3.0;
        driver.jump_probability = 0.5;
        driver.jump_mean = 0.2;
    }
    const std::vector<model::Sensitivity> both{{first, 1.0}, {second, 1.0}};
    CHECK(moved(all, both, 11, 0.12) == moved(plain, both, 11, 0.12));
    // Negative control: on random paths they differ.
    plain.simulation.median = all.simulation.median = false;
    CHECK_FALSE(moved(all, both, 11, 0.12) == moved(plain, both, 11, 0.12));
}
