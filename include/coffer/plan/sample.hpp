#pragma once
#include <algorithm>
#include <cmath>

#include "coffer/plan/plan.hpp"
#include "coffer/random/elementary.hpp"

namespace coffer::plan {

/// A function tabulated at pert_knots equally spaced z, between its knots linearly.
[[nodiscard]] inline double interpolate(const std::vector<double>& table, double z) {
    const double step = 2.0 * pert_reach / (pert_knots - 1);
    const double place =
        std::clamp((z + pert_reach) / step, 0.0, static_cast<double>(pert_knots - 1));
    const auto knot =
        std::min(static_cast<std::size_t>(place), static_cast<std::size_t>(pert_knots - 2));
    const double fraction = place - static_cast<double>(knot);
    return table[knot] + fraction * (table[knot + 1] - table[knot]);
}

/// The quantile of a distribution at the uniform `u`, whose normal is `z` (docs/model.md section
/// 1).
[[nodiscard]] inline double sample(const DistributionPlan& plan, double u, double z) {
    using Shape = model::Distribution::Shape;
    const auto& d = plan.distribution;
    switch (d.shape) {
        case Shape::fixed:
            return d.a;
        case Shape::uniform:
            return d.a + (d.b - d.a) * u;
        case Shape::triangular: {
            const double width = d.b - d.a;
            if (u * width < d.mode - d.a) return d.a + std::sqrt(u * width * (d.mode - d.a));
            return d.b - std::sqrt((1.0 - u) * width * (d.b - d.mode));
        }
        case Shape::pert:
            return interpolate(plan.table, z);
        case Shape::lognormal:
            return d.a * random::exponential(plan.log_sd * z);
        case Shape::split_lognormal:
            return d.mode * random::exponential((z < 0.0 ? plan.lower_log_sd : plan.log_sd) * z);
    }
    return d.a;
}

/// Whether `sample` looks at the uniform, not at its normal alone.
[[nodiscard]] inline bool needs_uniform(const DistributionPlan& plan) {
    using Shape = model::Distribution::Shape;
    return plan.distribution.shape == Shape::uniform ||
           plan.distribution.shape == Shape::triangular;
}

/// `sample` of a triangular distribution, side by side. Which side of the mode a draw lies on is a
/// choice of numbers; the root stands in a loop of its own, or compilers take both sides' roots.
template <int width>
inline void sample_triangular(const model::Distribution& distribution, const double* uniforms,
                              double* values) {
    const double low = distribution.a, high = distribution.b;
    const double range = high - low;
    const double below = distribution.mode - low, above = high - distribution.mode;
    double squares[width], ends[width];
    for (int lane = 0; lane < width; ++lane) {
        const double u = uniforms[lane];
        const bool rises = u * range < below;
        squares[lane] = (rises ? u : 1.0 - u) * range * (rises ? below : above);
        ends[lane] = rises ? low : high;
    }
    for (int lane = 0; lane < width; ++lane) squares[lane] = std::sqrt(squares[lane]);
    for (int lane = 0; lane < width; ++lane) {
        const bool rises = ends[lane] == low;
        values[lane] = rises ? low + squares[lane] : high - squares[lane];
    }
}

/// The same for `width` draws at once.
template <int width>
inline void sample_lanes(const DistributionPlan& plan, const double* uniforms,
                         const double* normals, double* values) {
    using Shape = model::Distribution::Shape;
    switch (plan.distribution.shape) {
        case Shape::fixed:
            std::fill_n(values, width, plan.distribution.a);
            return;
        case Shape::lognormal:
            for (int lane = 0; lane < width; ++lane) values[lane] = plan.log_sd * normals[lane];
            random::exponentials<width>(values, values);
            for (int lane = 0; lane < width; ++lane) values[lane] *= plan.distribution.a;
            return;
        case Shape::split_lognormal:
            for (int lane = 0; lane < width; ++lane) {
                const double log_sd = normals[lane] < 0.0 ? plan.lower_log_sd : plan.log_sd;
                values[lane] = log_sd * normals[lane];
            }
            random::exponentials<width>(values, values);
            for (int lane = 0; lane < width; ++lane) values[lane] *= plan.distribution.mode;
            return;
        case Shape::uniform: {
            const double low = plan.distribution.a;
            const double range = plan.distribution.b - low;
            for (int lane = 0; lane < width; ++lane) values[lane] = low + range * uniforms[lane];
            return;
        }
        case Shape::triangular:
            sample_triangular<width>(plan.distribution, uniforms, values);
            return;
        default:
            for (int lane = 0; lane < width; ++lane) {
                values[lane] = sample(plan, uniforms[lane], normals[lane]);
            }
    }
}

}  // namespace coffer::plan
