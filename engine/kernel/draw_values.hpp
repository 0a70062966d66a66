#pragma once
#include <string>

#include "coffer/plan/sample.hpp"
#include "draws.hpp"

namespace coffer::kernel {

/// One drawing, and how the recorder calls it.
struct Drawing {
    random::Purpose purpose{};
    int number = 0;
    const char* event = nullptr;
    const char* what = nullptr;
    double unit = 1.0;  ///< what the recorder counts in: 100 for yuan of fen
};

/// Draws a distribution for all lanes; a fixed one needs no draw. Where something is shared, `mix`
/// may replace the draws.
template <int width, class Observer, class Mix>
void draw_values(Block<width, Observer>& block, const plan::DistributionPlan& distribution,
                 std::uint32_t stream, const std::string& subject, const Drawing& drawing,
                 bool shared, Mix mix, double* values) {
    double uniforms[width], normals[width];
    std::string cause;
    if (distribution.distribution.shape == model::Distribution::Shape::fixed) {
        if constexpr (Observer::enabled) cause = " fixed";
    } else {
        if (shared || !plan::needs_uniform(distribution)) {
            draw(block, stream, drawing.purpose, drawing.number, uniforms, normals);
        } else {
            draw_chances(block, stream, drawing.purpose, drawing.number, uniforms);
        }
        if constexpr (Observer::enabled) cause = " u=" + std::to_string(uniforms[0]);
        if (shared) mix(uniforms, normals);
        if (Observer::enabled && shared) {
            cause += ", with common shocks u=" + std::to_string(uniforms[0]);
        }
    }
    plan::sample_lanes<width>(distribution, uniforms, normals, values);
    if constexpr (Observer::enabled) {
        block.observer.event(0, subject, drawing.event, drawing.what + cause,
                             values[0] / drawing.unit);
    }
}

/// The same where nothing is shared.
template <int width, class Observer>
void draw_values(Block<width, Observer>& block, const plan::DistributionPlan& distribution,
                 std::uint32_t stream, const std::string& subject, const Drawing& drawing,
                 double* values) {
    draw_values(
        block, distribution, stream, subject, drawing, false, [](double*, double*) {}, values);
}

}  // namespace coffer::kernel
