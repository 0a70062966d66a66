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

/// What becomes of the normals of a chance on a block's paths, from `first_path` on.
template <int width>
void steer_normals(const Steering& steering, const Steering::Steer& steer, std::uint64_t first_path,
                   double* normals) {
    for (int lane = 0; lane < width; ++lane) {
        const std::uint64_t path = first_path + static_cast<std::uint64_t>(lane);
        if (steering.is_plain(path)) continue;
        if (steer.dimension) {
            normals[lane] =
                random::normal_quantile(steering.points()->coordinate(path, *steer.dimension));
        }
        normals[lane] = steer.shift + steer.scale * normals[lane];
    }
}

/// Gives the uniforms of one number what the run steers them to.
template <int width>
void steer_uniforms(const Steering& steering, std::uint64_t first_path, std::uint32_t stream,
                    random::Purpose purpose, int number, double* uniforms) {
    const auto* steers = steering.of(stream, purpose);
    if (steers == nullptr) return;
    for (const Steering::Steer& steer : *steers) {
        if (steer.of_year || steer.number != number) continue;
        if (steer.dimension && steer.shift == 0.0 && steer.scale == 1.0) {
            for (int lane = 0; lane < width; ++lane) {
                uniforms[lane] = steering.points()->coordinate(
                    first_path + static_cast<std::uint64_t>(lane), *steer.dimension);
            }
            continue;
        }
        double normals[width];
        random::normal_quantiles<width>(uniforms, normals);
        steer_normals<width>(steering, steer, first_path, normals);
        constexpr double least = 0x1.0p-53;  // of random::to_uniform
        for (int lane = 0; lane < width; ++lane) {
            uniforms[lane] =
                std::clamp(random::normal_probability(normals[lane]), least, 1.0 - least);
        }
    }
}

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
    if (const Steering* steering = block.draws.steering()) {
        steer_uniforms<width>(*steering, block.first_path, stream, purpose, number, uniforms);
    }
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
    if (const Steering* steering = block.draws.steering()) {
        steer_uniforms<width>(*steering, block.first_path, stream, purpose, number, uniforms);
    }
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
    if (const Steering* steering = block.draws.steering()) {
        steer_uniforms<width>(*steering, block.first_path, stream, purpose, 2 * pair, even);
        steer_uniforms<width>(*steering, block.first_path, stream, purpose, 2 * pair + 1, odd);
    }
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

/// The innovations of two consecutive months, of which the first is even. Where the run steers what
/// those of a year have in common, each moves by a twelfth of what their sum has to: `of_year`,
/// which January finds.
template <int width, class Observer>
inline void draw_innovations(const Block<width, Observer>& block, std::uint32_t stream,
                             double* even, double* odd, double* of_year) {
    constexpr random::Purpose purpose = random::Purpose::driver_innovation;
    draw_normal_pairs(block, stream, purpose, block.month / 2, even, odd);
    const Steering* steering = block.draws.steering();
    const auto* steers = steering == nullptr ? nullptr : steering->of(stream, purpose);
    if (steers == nullptr || block.draws.key(stream, purpose).median) return;
    for (const Steering::Steer& steer : *steers) {
        if (!steer.of_year || steer.number != block.year()) continue;
        if (block.month % 12 == 0) {
            constexpr double root_of_12 = 3.4641016151377546;
            double sum[width];
            for (int lane = 0; lane < width; ++lane) sum[lane] = even[lane] + odd[lane];
            for (int pair = block.month / 2 + 1; pair < block.month / 2 + 6; ++pair) {
                double first[width], second[width];
                draw_normal_pairs(block, stream, purpose, pair, first, second);
                for (int lane = 0; lane < width; ++lane) sum[lane] += first[lane] + second[lane];
            }
            for (int lane = 0; lane < width; ++lane) of_year[lane] = sum[lane] / root_of_12;
            steer_normals<width>(*steering, steer, block.first_path, of_year);
            for (int lane = 0; lane < width; ++lane) {
                of_year[lane] = (of_year[lane] - sum[lane] / root_of_12) / root_of_12;
            }
        }
        for (int lane = 0; lane < width; ++lane) {
            even[lane] += of_year[lane];
            odd[lane] += of_year[lane];
        }
    }
}

}  // namespace coffer::kernel
