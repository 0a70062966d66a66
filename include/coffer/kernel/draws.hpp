#pragma once
// How a run makes its draws: an option of the run, so that a question can hold one stream at its
// median or give it other numbers while every other stream keeps its own (docs/model.md section
// 1). Rejected: a flag of the compiled plan, which had to be copied to be changed.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "coffer/base/stream.hpp"
#include "coffer/kernel/steering.hpp"
#include "coffer/model/model.hpp"
#include "coffer/random/philox.hpp"

namespace coffer::kernel {

/// Where the numbers of a stream come from. Thread-safe to read.
class Draws {
  public:
    /// Either from Philox under this seed, or the median of everything: 0.5 of uniforms, 0 of
    /// normals, expected numbers of prospects.
    struct Key {
        std::uint64_t seed = 1;
        bool median = false;
    };

    Draws() = default;
    /// All random under one seed. Implicit: a seed is the usual way to say how to draw.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Draws(std::uint64_t seed) : all_{seed, false}, own_(all_) {}

    /// The reference path: everything at its median.
    [[nodiscard]] static Draws at_median() {
        Draws draws;
        draws.all_.median = draws.own_.median = true;
        return draws;
    }

    /// As a plan asks for: at random under its own seed or the given one, or at the median. A
    /// region's draws are its own, but those of the streams that are common to all.
    [[nodiscard]] static Draws of(const model::Simulation& simulation,
                                  std::optional<std::uint64_t> seed = std::nullopt) {
        Draws draws = seed.value_or(simulation.seed);
        draws.all_.median = draws.own_.median = simulation.median;
        if (!simulation.region.empty()) {
            draws.own_.seed = region_seed(draws.all_.seed, simulation.region);
            draws.common_ = simulation.common;
        }
        return draws;
    }

    [[nodiscard]] std::uint64_t seed() const { return all_.seed; }

    /// All that `stream` draws, or all that it draws for `purpose`; what is said for a purpose goes
    /// before what is said for its stream.
    void choose(std::uint32_t stream, Key key) { chosen_[place(stream, any)] = key; }
    void choose(std::uint32_t stream, random::Purpose purpose, Key key) {
        chosen_[place(stream, static_cast<std::uint32_t>(purpose))] = key;
    }

    /// Draws that are spread evenly or moved; streams at their median stay there.
    void steer(Steering steering) {
        steering_ = std::make_shared<const Steering>(std::move(steering));
    }
    [[nodiscard]] const Steering* steering() const { return steering_.get(); }

    [[nodiscard]] Key key(std::uint32_t stream, random::Purpose purpose) const {
        return chosen_.empty() ? usual(stream)
                               : look_up(stream, static_cast<std::uint32_t>(purpose));
    }

  private:
    static constexpr std::uint32_t any = 0;  // no purpose has this code

    [[nodiscard]] static constexpr std::uint64_t place(std::uint32_t stream,
                                                       std::uint32_t purpose) {
        return static_cast<std::uint64_t>(stream) << 32 | purpose;
    }
    [[nodiscard]] Key usual(std::uint32_t stream) const {
        return std::binary_search(common_.begin(), common_.end(), stream) ? all_ : own_;
    }
    [[nodiscard]] Key look_up(std::uint32_t stream, std::uint32_t purpose) const {
        auto found = chosen_.find(place(stream, purpose));
        if (found == chosen_.end()) found = chosen_.find(place(stream, any));
        return found == chosen_.end() ? usual(stream) : found->second;
    }

    Key all_;
    Key own_;  ///< of streams that are not common: another seed in a region
    std::vector<std::uint32_t> common_;  ///< ascending
    std::unordered_map<std::uint64_t, Key> chosen_;
    std::shared_ptr<const Steering> steering_;
};

}  // namespace coffer::kernel
