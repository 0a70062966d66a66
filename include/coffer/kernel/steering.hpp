#pragma once
// Draws that are not taken at random one by one: spread evenly over the paths, or moved towards
// where something rare happens. Every other draw of the run stays what it was.
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "coffer/kernel/even_points.hpp"
#include "coffer/random/philox.hpp"

namespace coffer::kernel {

/// A standard normal of every path: one draw, or what the twelve monthly draws of a plan year have
/// in common, their sum over the root of 12.
struct Chance {
    std::uint32_t stream = 0;
    random::Purpose purpose{};
    int number = 0;        ///< of the draw; of a year, the plan year y: numbers 12 y to 12 y + 11
    bool of_year = false;  ///< only of driver_innovation
};

/// Thread-safe to read.
class Steering {
  public:
    struct Steer {
        int number = 0;
        bool of_year = false;
        /// The coordinate of the path's point that its uniform is; none: what is drawn.
        std::optional<std::size_t> dimension;
        /// Then its normal z becomes shift + scale * z.
        double shift = 0.0, scale = 1.0;
    };

    /// Spreads chance number d evenly, along dimension d of the points.
    [[nodiscard]] static Steering evenly(const std::vector<Chance>& chances, std::uint64_t seed);
    /// Moves each chance by its shift and widens it, on all paths but those whose number is a
    /// multiple of `plain_every` (0: on all).
    [[nodiscard]] static Steering moved(const std::vector<Chance>& chances,
                                        const std::vector<double>& shifts, double scale,
                                        std::uint64_t plain_every);

    [[nodiscard]] const std::vector<Steer>* of(std::uint32_t stream,
                                               random::Purpose purpose) const {
        const auto found = steers_.find(place(stream, purpose));
        return found == steers_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] const EvenPoints* points() const { return points_ ? &*points_ : nullptr; }
    [[nodiscard]] bool is_plain(std::uint64_t path) const {
        return plain_every_ > 0 && path % plain_every_ == 0;
    }

  private:
    [[nodiscard]] static constexpr std::uint64_t place(std::uint32_t stream,
                                                       random::Purpose purpose) {
        return static_cast<std::uint64_t>(stream) << 32 | static_cast<std::uint32_t>(purpose);
    }

    std::unordered_map<std::uint64_t, std::vector<Steer>> steers_;
    std::optional<EvenPoints> points_;
    std::uint64_t plain_every_ = 0;
};

}  // namespace coffer::kernel
