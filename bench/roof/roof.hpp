#pragma once
// How close the simulation of a plan comes to what its draws, normals, exponentials and
// multiply-adds take at least on this machine, measured in turn with it.
#include <string>

#include "coffer/plan/plan.hpp"
#include "roof/counts.hpp"

namespace coffer::bench {

/// Nanoseconds that one of them takes where nothing else is done: the engine's own random floor for
/// a block of paths, and multiply-adds that stream through tables of the size of a block's state.
struct Rates {
    double call = 0.0;
    double normal = 0.0;
    double exponential = 0.0;
    double multiply_add = 0.0;
};

[[nodiscard]] Rates measure_rates();

struct Roof {
    Counts counts;
    Rates rates;               ///< medians
    double nanoseconds = 0.0;  ///< a path, by these rates
    double simulated = 0.0;    ///< what a path took, median
    double share =
        0.0;  ///< of the roof that is reached: median of pairs measured right after one another
};

[[nodiscard]] Roof measure_roof(const plan::Plan& plan, std::uint64_t paths, int repeats);

void print(const std::string& name, const Roof& roof);

}  // namespace coffer::bench
