// The project's speed, printed for people and as one JSON line a scenario for scripts. Every figure
// is the median of several repeats in this process; the naive implementation is compiled with the
// same flags and runs in the same process, so their ratio is fair.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/run/run.hpp"
#include "support/naive/simulation.hpp"
#include "support/scenarios.hpp"

namespace {

using namespace coffer;
using Clock = std::chrono::steady_clock;

double seconds_of(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median_seconds(int repeats, const std::function<void()>& work) {
    work();  // warm-up
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) times.push_back(seconds_of(work));
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

run::Outcome forecast(const plan::Plan& plan, std::uint64_t paths, int threads, int width) {
    run::Options options;
    options.paths = paths;
    options.threads = threads;
    options.block_width = width;
    return *run::run(plan, options, {});
}

void measure(const std::string& scenario) {
    constexpr std::uint64_t paths = 100000;
    model::Model model;
    plan::Plan plan;
    const double prepare = seconds_of([&] {
        model = testing::load_model(scenario);
        plan = testing::load_plan(scenario);
    });
    const double project_months =
        static_cast<double>(plan.projects.size() + plan.pipelines.size()) * plan.months;

    run::Timings timings;
    const double two = median_seconds(3, [&] { timings = forecast(plan, paths, 2, 64).timings; });
    const double peak = peak_megabytes();
    const double one = median_seconds(3, [&] { forecast(plan, paths / 4, 1, 64); }) * 4.0;
    const double narrow = median_seconds(3, [&] { forecast(plan, paths / 4, 1, 16); }) * 4.0;

    constexpr std::uint64_t naive_paths = 500;
    const naive::Simulator simulator(model);
    const double naive =
        median_seconds(3,
                       [&] {
                           naive::FlatResult result;
                           for (std::uint64_t path = 0; path < naive_paths; ++path) {
                               simulator.run(1, path, result);
                           }
                       }) /
        static_cast<double>(naive_paths) * static_cast<double>(paths);

    std::vector<double> simulations;
    for (int i = 0; i < 3; ++i) {
        timings = forecast(plan, paths / 4, 1, 64).timings;
        simulations.push_back(timings.simulate * 4.0);
    }
    std::sort(simulations.begin(), simulations.end());
    const double engine_alone = simulations[1];
    const double per = 1e9 / (static_cast<double>(paths) * project_months);
    std::printf("%s: %zu projects and pipelines, %d months, %llu paths\n", scenario.c_str(),
                plan.projects.size() + plan.pipelines.size(), plan.months,
                static_cast<unsigned long long>(paths));
    std::printf("  whole forecast, 2 threads        %8.3f s   (goal: below 2 s)\n", two);
    std::printf("  whole forecast, 1 thread         %8.3f s   width 16: %.3f s\n", one, narrow);
    std::printf("  simulation alone, 1 thread       %8.2f ns per project-month-path\n",
                engine_alone * per);
    std::printf("  naive implementation, 1 thread   %8.2f ns per project-month-path\n",
                naive * per);
    std::printf("  ratio naive / engine             %8.1f x\n", naive / engine_alone);
    std::printf(
        "  parse, build, compile            %8.3f s   first block %.3f s   (goal: below 0.2 s)\n",
        prepare, timings.first_path);
    std::printf("  peak memory                      %8.0f MB  (goal: below 500 MB)\n", peak);
    std::printf(
        "{\"scenario\":\"%s\",\"paths\":%llu,\"seconds_2_threads\":%.4f,"
        "\"seconds_1_thread\":%.4f,\"ns_project_month_path\":%.4f,"
        "\"naive_ratio\":%.3f,\"first_path_seconds\":%.4f,\"peak_mb\":%.0f}\n",
        scenario.c_str(), static_cast<unsigned long long>(paths), two, one, engine_alone * per,
        naive / engine_alone, prepare + timings.first_path, peak);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> scenarios(argv + 1, argv + argc);
    const std::filesystem::path folder = std::string(COFFER_SOURCE_DIR) + "/scenarios";
    for (const auto& scenario : scenarios) {
        if (scenario.find('/') == std::string::npos &&
            std::filesystem::exists(folder / scenario / "scenario.toml")) {
            continue;
        }
        const bool help = scenario == "--help";
        if (!help)
            std::fprintf(stderr, "%s: error: is no folder of scenarios/\n", scenario.c_str());
        std::fprintf(
            help ? stdout : stderr,
            "usage: coffer_bench [SCENARIO...]\n"
            "SCENARIO is the name of a folder of scenarios/; when left out, the founding ones.\n");
        return help ? EXIT_SUCCESS : 2;
    }
    if (scenarios.empty()) scenarios = testing::founding_scenarios();
    for (const auto& scenario : scenarios) measure(scenario);
    return EXIT_SUCCESS;
}
