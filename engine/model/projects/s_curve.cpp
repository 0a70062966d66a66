#include "projects/s_curve.hpp"

#include <cmath>

namespace coffer::model {

double s_curve(int a, int b, double x) {
    // For whole parameters it is the chance of at least a successes in a + b - 1 trials.
    const int trials = a + b - 1;
    double sum = 0.0;
    double ways = 1.0;  // trials over j
    for (int j = 0; j <= trials; ++j) {
        if (j >= a) sum += ways * std::pow(x, j) * std::pow(1.0 - x, trials - j);
        ways = ways * (trials - j) / (j + 1);
    }
    return sum;
}

}  // namespace coffer::model
