// Six correlated growths by month from QuantLib's path generator, and what coffer makes of them:
// the yearly figure of a series that follows each (docs/model, chapters drivers and flows).
//
// usage: drivers NUMBERS PATHS SEED [SAMPLES]
//
// A stationary Ornstein-Uhlenbeck process seen every month is the AR(1) of the model; its two draws
// from before the plan are two steps so long that nothing of what came before is left. NUMBERS is
// what coupled_plan.py writes. Prints the quantiles of all figures as JSON; SAMPLES gets every
// path's figures.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <ql/math/randomnumbers/rngtraits.hpp>
#include <ql/methods/montecarlo/multipathgenerator.hpp>
#include <ql/processes/ornsteinuhlenbeckprocess.hpp>
#include <ql/processes/stochasticprocessarray.hpp>

#include "hand_on.hpp"

namespace {

namespace ql = QuantLib;

constexpr double base = 100.0;  // of every series of bench/plans/drivers
constexpr double far_away = 1000.0;

std::vector<double> numbers;
std::size_t place = 0;

double number() {
    if (place == numbers.size()) {
        std::fprintf(stderr, "drivers: the file of numbers ends too early\n");
        std::exit(1);
    }
    return numbers[place++];
}

std::vector<double> list() {
    std::vector<double> result(static_cast<std::size_t>(number()));
    for (double& each : result) each = number();
    return result;
}

}  // namespace

int main(int count, char** words) {
    if (count < 4) {
        std::fprintf(stderr, "usage: drivers NUMBERS PATHS SEED [SAMPLES]\n");
        return 2;
    }
    std::ifstream file(words[1]);
    for (double each = 0.0; file >> each;) numbers.push_back(each);
    const auto paths = static_cast<std::size_t>(std::atoll(words[2]));
    const auto seed = static_cast<ql::BigNatural>(std::atoll(words[3]));

    const auto years = static_cast<std::size_t>(number());
    const std::size_t months = 12 * years;
    const auto n = static_cast<std::size_t>(number());
    std::vector<ql::ext::shared_ptr<ql::StochasticProcess1D>> processes;
    std::vector<double> sigma(n), with_first(n), with_second(n);
    std::vector<std::vector<double>> log_means(n);
    for (std::size_t d = 0; d < n; ++d) {
        number();  // a growth
        double sum = 0.0;
        for (const double mean : list()) log_means[d].push_back(sum += std::log(1.0 + mean));
        const double rho = number();
        sigma[d] = number();
        number();  // the innovation, which follows
        number();  // the first value of a rate
        const auto start = list();
        with_first[d] = start[0] / sigma[d];
        with_second[d] = start[1] / sigma[d];
        const double speed = -12.0 * std::log(rho);
        processes.push_back(ql::ext::make_shared<ql::OrnsteinUhlenbeckProcess>(
            speed, sigma[d] * std::sqrt(2.0 * speed), 0.0, 0.0));
    }
    ql::Matrix correlations(n, n, 0.0);
    number();
    std::vector<std::vector<double>> factor;
    for (std::size_t d = 0; d < n; ++d) factor.push_back(list());
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            for (std::size_t k = 0; k < n; ++k) correlations[i][j] += factor[i][k] * factor[j][k];
        }
    }
    const auto all = ql::ext::make_shared<ql::StochasticProcessArray>(processes, correlations);
    std::vector<ql::Time> times{far_away, 2.0 * far_away};
    for (std::size_t m = 1; m <= months; ++m)
        times.push_back(2.0 * far_away + static_cast<double>(m) / 12.0);
    const ql::TimeGrid grid(times.begin(), times.end());
    const auto sequence = ql::PseudoRandom::make_sequence_generator(n * (grid.size() - 1), seed);
    ql::MultiPathGenerator<ql::PseudoRandom::rsg_type> generator(all, grid, sequence, false);

    const std::size_t columns = n * years;
    std::vector<double> samples(columns * paths);
    for (std::size_t path = 0; path < paths; ++path) {
        const ql::MultiPath& moved = generator.next().value;
        for (std::size_t d = 0; d < n; ++d) {
            const ql::Path& x = moved[d];
            const double start = with_second[d] * x[1] + with_first[d] * x[2];
            double index = 0.0;
            for (std::size_t year = 0; year < years; ++year) {
                double sum = 0.0;
                for (std::size_t m = 0; m < 12; ++m) sum += index += x[3 + 12 * year + m] / 12.0;
                samples[(d * years + year) * paths + path] =
                    base * std::exp(log_means[d][year] + sum / 12.0 + start);
            }
        }
    }
    return hand_on(samples, columns, paths, count > 4 ? words[4] : nullptr);
}
