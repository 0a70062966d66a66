#include "coffer/model/growth_weights.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "coffer/base/contract.hpp"
#include "coffer/random/elementary.hpp"

namespace coffer::model {
namespace {

/// sum over i, j of w_i w_j persistence^|i-j|.
double variance_of(const std::vector<double>& weights, const std::vector<double>& powers) {
    double sum = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        for (std::size_t j = 0; j < weights.size(); ++j) {
            sum += weights[i] * weights[j] * powers[i > j ? i - j : j - i];
        }
    }
    return sum;
}

}  // namespace

GrowthWeights growth_weights(const MonthProfile& profile, double persistence) {
    const double whole = std::accumulate(profile.begin(), profile.end(), 0.0);
    COFFER_EXPECT(whole > 0.0);
    // P_1 ... P_11: the share that has come by the end of each month but December.
    std::vector<double> before;
    for (std::size_t month = 0; month + 1 < profile.size(); ++month) {
        before.push_back((before.empty() ? 0.0 : before.back()) + profile[month] / whole);
    }
    std::vector<double> powers{1.0};
    while (powers.size() < 24) powers.push_back(powers.back() * persistence);
    std::vector<double> year = before;
    year.push_back(1.0);
    for (const double share : before) year.push_back(1.0 - share);

    GrowthWeights result;
    result.year_sd = std::sqrt(variance_of(year, powers)) / 12.0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        result.start_level += before[i] * powers[before.size() - 1 - i] / 12.0;
    }
    const double start = variance_of(before, powers) / 144.0;
    const double level = result.start_level * result.start_level;
    result.start_rest = start > level ? std::sqrt(start - level) : 0.0;
    return result;
}

double persistence_of(double half_life_months) {
    if (half_life_months <= 0.0) return 0.0;
    return random::exponential(random::logarithm(0.5) / half_life_months);
}

double rate_change_sd(double persistence) {
    double power = 1.0;
    for (int month = 0; month < 12; ++month) power *= persistence;
    return std::sqrt(2.0 * (1.0 - power));
}

MonthProfile even_months() {
    MonthProfile months{};
    months.fill(1.0 / 12.0);
    return months;
}

}  // namespace coffer::model
