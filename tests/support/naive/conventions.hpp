#pragma once
// Section 1 of docs/model: amounts, draws and distributions; and of section 2 what turns them into
// the spread of a year's sum. Amounts are in fen throughout; results become yuan at the very end.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <Random123/philox.h>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>

#include <coffer/model/model.hpp>

namespace coffer::naive {

using Category = model::ExpenditureLine::Category;
using model::DebtClass;
using model::Distribution;
using model::LoanTerms;
using model::WaterfallStep;

inline double fen(double x) { return std::nearbyint(x); }
inline double up(double x) { return std::ceil(x); }
inline double amount(Money money) { return static_cast<double>(money.fen()); }

template <class Enum>
constexpr std::size_t index_of(Enum value) {
    return static_cast<std::size_t>(value);
}

inline constexpr double one_yuan = 100.0;

// Section 1: draws and distributions

enum Purpose : std::uint32_t {
    driver_innovation = 1,
    yearly_noise = 2,
    outage_start = 3,
    outage_length = 4,
    stage_duration = 5,
    cost_overrun = 6,
    tail_width = 20,
    crisis_switch = 21,
    jump_happens = 22,
    jump_height = 23,
    shock_of_sector = 24,
    shock_of_year = 25,
    giving_up = 26,
    ramp_up = 27,
    output_factor = 28,
    output_begins = 29,
    prospect_moves = 30,
    prospect_appears = 32,
    receipt_comes = 36,
    receipt_size = 37,
    receipt_lateness = 38,
    market_switch = 42,
    start_held_back = 43,
    call_on_county = 44,
    beginning = 60,
    share_of_month = 61,
    width_of_spread = 62,
    growth_missed = 63
};

using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
inline const boost::math::normal_distribution<double, Policy> standard_normal;

inline double inverse_normal(double u) {
    return u == 0.5 ? 0.0 : boost::math::quantile(standard_normal, u);
}

class Draws {
  public:
    Draws(std::uint64_t seed, std::uint64_t path, bool median)
        : key_{{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}},
          path_(static_cast<std::uint32_t>(path)),
          median_(median) {}

    double u(std::uint32_t stream, Purpose purpose, int number) const {
        if (median_) return 0.5;
        const auto n = static_cast<std::uint32_t>(number);
        const r123::Philox4x32::ctr_type counter{{path_, stream, n / 2, purpose}};
        const r123::Philox4x32::ctr_type w = r123::Philox4x32{}(counter, key_);
        const std::uint64_t hi = n % 2 == 0 ? w[0] : w[2];
        const std::uint64_t lo = n % 2 == 0 ? w[1] : w[3];
        return (static_cast<double>((hi << 32 | lo) >> 12) + 0.5) * 0x1p-52;
    }
    double z(std::uint32_t stream, Purpose purpose, int number) const {
        return median_ ? 0.0 : inverse_normal(u(stream, purpose, number));
    }

  private:
    r123::Philox4x32::key_type key_;
    std::uint32_t path_;
    bool median_;
};

/// The quantile function of Beta(alpha, beta) on [0, 1], at equally spaced z.
class BetaTable {
  public:
    BetaTable(double alpha, double beta) {
        using boost::math::cdf;
        for (int i = 0; i <= intervals; ++i) {
            const double z = -reach + 2.0 * reach * i / intervals;
            // The upper half through the complement, where 1 - p would lose digits.
            table_.push_back(
                z <= 0.0
                    ? boost::math::ibeta_inv(alpha, beta, cdf(standard_normal, z), Policy())
                    : boost::math::ibetac_inv(alpha, beta, cdf(standard_normal, -z), Policy()));
        }
    }
    double at(double z) const {
        const double place = (std::clamp(z, -reach, reach) + reach) / (2.0 * reach) * intervals;
        const auto i = static_cast<std::size_t>(
            std::min(std::floor(place), static_cast<double>(intervals - 1)));
        const double weight = place - static_cast<double>(i);
        return table_[i] + weight * (table_[i + 1] - table_[i]);
    }

  private:
    static constexpr int intervals = 1024;
    static constexpr double reach = 6.0;
    std::vector<double> table_;
};

/// Section 2: the square root of (nu - 2) over a chi-squared variable, falling as that rises, at
/// equally spaced normals and on straight lines between them.
class TailWidth {
  public:
    explicit TailWidth(double nu) {
        const boost::math::chi_squared_distribution<double, Policy> chi_squared(nu);
        for (int i = 0; i <= 1024; ++i) {
            const double w = (i - 512) * (12.0 / 1024.0);
            const double p = cdf(standard_normal, -w);
            const double q = w > 0.0 ? quantile(chi_squared, p)
                                     : quantile(complement(chi_squared, cdf(standard_normal, w)));
            widths_.push_back(std::sqrt((nu - 2.0) / q));
        }
    }
    double at(double w) const {
        const double steps = (std::min(std::max(w, -6.0), 6.0) + 6.0) * (1024.0 / 12.0);
        const auto below = static_cast<std::size_t>(std::min(steps, 1023.0));
        const double part = steps - static_cast<double>(below);
        return (1.0 - part) * widths_[below] + part * widths_[below + 1];
    }

  private:
    std::vector<double> widths_;
};

/// Section 2: what the growth of a year's sum makes of the index's twelve steps before and after
/// the end of a year, and where the index stands then over the sum.
struct YearOfSteps {
    double year_sd = 0.0;  ///< K
    double with_deviation = 0.0, beside_it = 0.0;

    YearOfSteps(const model::MonthProfile& profile, double rho) {
        double all = 0.0;
        for (const double share : profile) all += share;
        std::vector<double> P(13, 0.0);  // P[k]: share of the first k months
        for (std::size_t k = 1; k <= 12; ++k) P[k] = P[k - 1] + profile[k - 1] / all;
        std::vector<double> w;
        for (std::size_t k = 1; k <= 11; ++k) w.push_back(P[k]);
        const auto before = static_cast<int>(w.size());
        w.push_back(1.0);
        for (std::size_t k = 1; k <= 11; ++k) w.push_back(1.0 - P[k]);
        double growth = 0.0;
        double start = 0.0;
        for (int i = 0; i < static_cast<int>(w.size()); ++i) {
            for (int j = 0; j < static_cast<int>(w.size()); ++j) {
                const double part = w[static_cast<std::size_t>(i)] *
                                    w[static_cast<std::size_t>(j)] *
                                    std::pow(rho, std::abs(i - j)) / 144.0;
                growth += part;
                if (i < before && j < before) start += part;
            }
            if (i < before) {
                with_deviation +=
                    w[static_cast<std::size_t>(i)] * std::pow(rho, before - 1 - i) / 12.0;
            }
        }
        year_sd = std::sqrt(growth);
        beside_it = std::sqrt(std::max(0.0, start - with_deviation * with_deviation));
    }
};

inline double monthly_persistence(double half_life) {
    return half_life > 0.0 ? std::pow(0.5, 1.0 / half_life) : 0.0;
}

/// Tables are slow to make, and stages share their shapes.
using BetaTables = std::map<std::pair<double, double>, BetaTable>;

class Sampler {
  public:
    Sampler(const Distribution& d, BetaTables& tables) : d_(d) {
        if (d.shape != Distribution::Shape::pert || !(d.b > d.a)) return;
        const double alpha = 1.0 + 4.0 * (d.mode - d.a) / (d.b - d.a);
        const double beta = 1.0 + 4.0 * (d.b - d.mode) / (d.b - d.a);
        table_ = &tables.try_emplace({alpha, beta}, alpha, beta).first->second;
    }

    double at(double u) const {
        const double a = d_.a;
        const double b = d_.b;
        const double mode = d_.mode;
        switch (d_.shape) {
            case Distribution::Shape::fixed:
                return a;
            case Distribution::Shape::uniform:
                return a + (b - a) * u;
            case Distribution::Shape::triangular:
                if (!(b > a)) return a;
                return u * (b - a) < mode - a ? a + std::sqrt(u * (b - a) * (mode - a))
                                              : b - std::sqrt((1.0 - u) * (b - a) * (b - mode));
            case Distribution::Shape::pert:
                return table_ == nullptr ? a : a + (b - a) * table_->at(inverse_normal(u));
            case Distribution::Shape::lognormal:
                return a * std::exp(std::log(b / a) / inverse_normal(0.9) * inverse_normal(u));
            case Distribution::Shape::split_lognormal: {
                // The decile on its side is reached at the same number of deviations.
                const double decile = u < 0.5 ? a : b;
                return mode *
                       std::pow(decile / mode, std::abs(inverse_normal(u)) / inverse_normal(0.9));
            }
        }
        return a;
    }
    double median() const { return at(0.5); }

  private:
    Distribution d_;
    const BetaTable* table_ = nullptr;  // pert only; a map's elements stay where they are
};

}  // namespace coffer::naive
