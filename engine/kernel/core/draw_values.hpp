#pragma once
// Values drawn from distributions, and what the recorder is told of them.
#include <cstdint>
#include <string>

#include "coffer/kernel/events.hpp"
#include "coffer/plan/sample.hpp"
#include "core/block.hpp"
#include "core/draws.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

/// One drawing, and how the recorder calls it.
struct Drawing {
    random::Purpose purpose{};
    int number = 0;
    EventKind event{};
    const char* what = nullptr;
    double unit = 1.0;  ///< what the recorder counts in: 100 for yuan of fen
};

/// Draws a distribution that looks at uniforms alone, in two halves of a block: the roots of one
/// are taken while the uniforms of the other are drawn.
template <int width, class Observer>
void draw_from_uniforms(Block<width, Observer>& block, const plan::DistributionPlan& distribution,
                        std::uint32_t stream, const Drawing& drawing, double* values) {
    constexpr int part = width > 32 ? 32 : width;
    const Draws::Key key = block.draws.key(stream, drawing.purpose);
    for (int begin = 0; begin < width; begin += part) {
        double uniforms[part];
        if (key.median) {
            fill_lanes<part>(uniforms, 0.5);
        } else {
            random::draw_uniforms<part>(
                key.seed, block.first_path + static_cast<std::uint64_t>(begin), stream,
                drawing.purpose, static_cast<std::uint32_t>(drawing.number), uniforms);
        }
        plan::sample_lanes<part>(distribution, uniforms, uniforms, values + begin);
    }
}

/// Draws a distribution for all lanes; a fixed one needs no draw. Where something is shared, `mix`
/// may replace the draws.
template <int width, class Observer, class Mix>
void draw_values(Block<width, Observer>& block, const plan::DistributionPlan& distribution,
                 std::uint32_t stream, const std::string& subject, const Drawing& drawing,
                 bool shared, Mix mix, double* values) {
    const bool looks_at_normals = shared || !plan::needs_uniform(distribution);
    if (!Observer::enabled && !looks_at_normals) {
        draw_from_uniforms(block, distribution, stream, drawing, values);
        return;
    }
    double uniforms[width], normals[width];
    [[maybe_unused]] double own = 0.5;
    if (distribution.distribution.shape == model::Distribution::Shape::fixed) {
        // Nothing reads them, which no compiler sees.
        fill_lanes<width>(uniforms, 0.5);
        fill_lanes<width>(normals, 0.0);
    } else {
        if (looks_at_normals) {
            draw(block, stream, drawing.purpose, drawing.number, uniforms, normals);
        } else {
            draw_chances(block, stream, drawing.purpose, drawing.number, uniforms);
            fill_lanes<width>(normals, 0.0);
        }
        if constexpr (Observer::enabled) own = uniforms[0];
        if (shared) mix(uniforms, normals);
    }
    plan::sample_lanes<width>(distribution, uniforms, normals, values);
    if constexpr (Observer::enabled) {
        const bool fixed = distribution.distribution.shape == model::Distribution::Shape::fixed;
        const Cause cause =
            fixed    ? Cause(CauseKind::fixed, {drawing.what})
            : shared ? Cause(CauseKind::drawn_with_others, {drawing.what, own, uniforms[0]})
                     : Cause(CauseKind::drawn, {drawing.what, own});
        block.observer.event(0, subject, drawing.event, cause, values[0] / drawing.unit);
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
