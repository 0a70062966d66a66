#include "roof/roof.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "coffer/random/elementary.hpp"
#include "coffer/random/normal.hpp"
#include "coffer/random/philox.hpp"
#include "coffer/run/run.hpp"

namespace coffer::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int width = 64;  // lanes of a block
constexpr std::size_t rows =
    128;  // of three tables, 192 KiB together: beyond the first cache, within the second

double sink = 0.0;  // keeps what is measured from being left out

/// Nanoseconds for one of `count` that `work` does; the least of some, since nothing makes it
/// faster than it is.
template <class Work>
double least(double count, Work work) {
    double best = 1e30;
    for (int i = 0; i < 7; ++i) {
        const auto start = Clock::now();
        work();
        best =
            std::min(best, std::chrono::duration<double, std::nano>(Clock::now() - start).count());
    }
    return best / count;
}

double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double nanoseconds(const Counts& counts, const Rates& rates) {
    return counts.calls * rates.call + counts.normals * rates.normal +
           counts.exponentials * rates.exponential + counts.multiply_adds * rates.multiply_add;
}

}  // namespace

Rates measure_rates() {
    constexpr int times = 2000;
    Rates rates;
    double uniforms[2 * width], values[width];
    rates.call = least(times * width, [&] {
        for (int i = 0; i < times; ++i) {
            random::draw_uniform_pairs<width>(
                1, static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(i), 17,
                random::Purpose::driver_innovation, static_cast<std::uint32_t>(i), uniforms,
                uniforms + width);
            sink += uniforms[i % width];
        }
    });
    rates.normal = least(times * width, [&] {
        for (int i = 0; i < times; ++i) {
            random::normal_quantiles<width>(uniforms + (i % 2) * width, values);
            sink += values[i % width];
        }
    });
    rates.exponential = least(times * width, [&] {
        for (int i = 0; i < times; ++i) {
            random::exponentials<width>(uniforms + (i % 2) * width, values);
            sink += values[i % width];
        }
    });
    std::vector<double> a(rows * width, 0.5), b(rows * width, 0.999), c(rows * width, 0.001);
    rates.multiply_add = least(20.0 * rows * width, [&] {
        for (int i = 0; i < 20; ++i) {
            double* const to = a.data();
            const double* const factor = b.data();
            const double* const more = c.data();
            for (std::size_t k = 0; k < rows * width; ++k) to[k] = to[k] * factor[k] + more[k];
            sink += to[static_cast<std::size_t>(i)];
        }
    });
    return rates;
}

Roof measure_roof(const plan::Plan& plan, std::uint64_t paths, int repeats) {
    Roof roof;
    roof.counts = counts_of(plan);
    run::Options options;
    options.paths = paths;
    options.threads = 1;
    static_cast<void>(run::run(plan, options, {}));  // warm-up
    std::vector<double> calls, normals, exponentials, multiply_adds, simulated, shares;
    for (int i = 0; i < repeats; ++i) {
        const Rates rates = measure_rates();
        const double took =
            run::run(plan, options, {})->timings.simulate * 1e9 / static_cast<double>(paths);
        calls.push_back(rates.call);
        normals.push_back(rates.normal);
        exponentials.push_back(rates.exponential);
        multiply_adds.push_back(rates.multiply_add);
        simulated.push_back(took);
        shares.push_back(nanoseconds(roof.counts, rates) / took);
    }
    roof.rates = {middle(calls), middle(normals), middle(exponentials), middle(multiply_adds)};
    roof.nanoseconds = nanoseconds(roof.counts, roof.rates);
    roof.simulated = middle(simulated);
    roof.share = middle(shares);
    return roof;
}

void print(const std::string& name, const Roof& roof) {
    const Counts& n = roof.counts;
    const Rates& r = roof.rates;
    std::printf("%s: roof of the simulation, by path\n", name.c_str());
    std::printf("  %8.0f calls of Philox      at %6.3f ns  %10.0f ns\n", n.calls, r.call,
                n.calls * r.call);
    std::printf("  %8.0f normal quantiles     at %6.3f ns  %10.0f ns\n", n.normals, r.normal,
                n.normals * r.normal);
    std::printf("  %8.0f exponentials         at %6.3f ns  %10.0f ns\n", n.exponentials,
                r.exponential, n.exponentials * r.exponential);
    std::printf("  %8.0f multiply-adds        at %6.3f ns  %10.0f ns\n", n.multiply_adds,
                r.multiply_add, n.multiply_adds * r.multiply_add);
    std::printf("  at least %.0f ns, simulated in %.0f ns: %.0f %% of the roof\n", roof.nanoseconds,
                roof.simulated, 100.0 * roof.share);
    std::printf(
        "{\"roof\":\"%s\",\"calls\":%.0f,\"normals\":%.0f,\"exponentials\":%.0f,\"multiply_adds\":%"
        ".0f,"
        "\"roof_ns\":%.1f,\"simulated_ns\":%.1f,\"share\":%.3f}\n",
        name.c_str(), n.calls, n.normals, n.exponentials, n.multiply_adds, roof.nanoseconds,
        roof.simulated, roof.share);
    std::fflush(stdout);
}

}  // namespace coffer::bench
