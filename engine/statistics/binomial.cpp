#include "binomial.hpp"

#include <boost/math/distributions/binomial.hpp>

namespace coffer::statistics {

double binomial_at_most(std::size_t n, double p, std::size_t k) {
    const boost::math::binomial distribution(static_cast<double>(n), p);
    return boost::math::cdf(distribution, static_cast<double>(k));
}

}  // namespace coffer::statistics
