#pragma once
// What a path of a plan cannot do without: the draws that its model page names, their normals, the
// exponentials of what moves, and the multiply-adds of its formulas. Counted by hand from the plan
// and docs/model, not from the kernel.
#include "coffer/plan/plan.hpp"

namespace coffer::bench {

/// By path.
struct Counts {
    double calls = 0.0;    ///< of Philox: four words, two uniforms
    double normals = 0.0;  ///< quantiles of uniforms
    double exponentials = 0.0;
    double multiply_adds = 0.0;

    Counts& operator+=(const Counts& more);
};

[[nodiscard]] Counts counts_of(const plan::Plan& plan);

}  // namespace coffer::bench
