#pragma once
// Uniforms and normals for all lanes of a block, each a function of seed, path, stream, purpose and
// number (docs/decisions/0002-draw-keys.md).
#include <algorithm>
#include <cstdint>

#include "coffer/kernel/draws.hpp"
#include "coffer/random/normal.hpp"
#include "coffer/random/philox.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"

namespace coffer::kernel {

/// Uniforms and their normals for all lanes, from where the run takes those of the stream.
template <int width, class Observer>
inline void draw(const Block<width, Observer>& block, std::uint32_t stream, random::Purpose purpose,
                 int number, double* uniforms, double* normals) {
    const Draws::Key key = block.draws.key(stream, purpose);
    if (key.median) {
        fill_lanes<width>(uniforms, 0.5);
        fill_lanes<width>(normals, 0.0);
        return;
    }
    random::draw_uniforms<width>(key.seed, block.first_path, stream, purpose,
                                 static_cast<std::uint32_t>(number), uniforms);
    random::normal_quantiles<width>(uniforms, normals);
}

/// The uniforms alone, for an event that happens below its probability.
template <int width, class Observer>
inline void draw_chances(const Block<width, Observer>& block, std::uint32_t stream,
                         random::Purpose purpose, int number, double* uniforms) {
    const Draws::Key key = block.draws.key(stream, purpose);
    if (key.median) {
        fill_lanes<width>(uniforms, 0.5);
        return;
    }
    random::draw_uniforms<width>(key.seed, block.first_path, stream, purpose,
                                 static_cast<std::uint32_t>(number), uniforms);
}

/// The same for some lanes; what `uniforms` holds for the others is not defined.
template <int width, class Observer>
inline void draw_chances_of(const Block<width, Observer>& block, std::uint32_t stream,
                            random::Purpose purpose, int number, const int* lanes, int count,
                            double* uniforms) {
    const Draws::Key key = block.draws.key(stream, purpose);
    if (key.median || count > width / 4) {
        draw_chances(block, stream, purpose, number, uniforms);
        return;
    }
    random::draw_uniforms_of(key.seed, block.first_path, lanes, count, stream, purpose,
                             static_cast<std::uint32_t>(number), uniforms);
}

/// The uniforms alone of two consecutive numbers, 2 * pair and 2 * pair + 1, from one call.
template <int width, class Observer>
inline void draw_chance_pairs(const Block<width, Observer>& block, std::uint32_t stream,
                              random::Purpose purpose, int pair, double* even, double* odd) {
    const Draws::Key key = block.draws.key(stream, purpose);
    if (key.median) {
        fill_lanes<width>(even, 0.5);
        fill_lanes<width>(odd, 0.5);
        return;
    }
    random::draw_uniform_pairs<width>(key.seed, block.first_path, stream, purpose,
                                      static_cast<std::uint32_t>(pair), even, odd);
}

/// The uniforms of a number that is drawn after every number before it, one a month or a year: two
/// share a call, and the odd one's wait meanwhile.
template <int width, class Observer>
inline void draw_next_chances(const Block<width, Observer>& block, std::uint32_t stream,
                              random::Purpose purpose, int number, double* waiting,
                              double* uniforms) {
    if (number % 2 == 0) {
        draw_chance_pairs(block, stream, purpose, number / 2, uniforms, waiting);
    } else {
        std::copy_n(waiting, width, uniforms);
    }
}

/// The normals of two consecutive numbers, 2 * pair and 2 * pair + 1, from one call.
template <int width, class Observer>
inline void draw_normal_pairs(const Block<width, Observer>& block, std::uint32_t stream,
                              random::Purpose purpose, int pair, double* even, double* odd) {
    const Draws::Key key = block.draws.key(stream, purpose);
    if (key.median) {
        fill_lanes<width>(even, 0.0);
        fill_lanes<width>(odd, 0.0);
        return;
    }
    double uniforms[2][width];
    draw_chance_pairs(block, stream, purpose, pair, uniforms[0], uniforms[1]);
    random::normal_quantiles<width>(uniforms[0], even);
    random::normal_quantiles<width>(uniforms[1], odd);
}

}  // namespace coffer::kernel
