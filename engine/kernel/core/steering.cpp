#include "coffer/kernel/steering.hpp"

#include "coffer/base/contract.hpp"

namespace coffer::kernel {

Steering Steering::evenly(const std::vector<Chance>& chances, std::uint64_t seed) {
    Steering steering;
    if (!chances.empty()) steering.points_.emplace(seed, chances.size());
    for (std::size_t d = 0; d < chances.size(); ++d) {
        const Chance& chance = chances[d];
        steering.steers_[place(chance.stream, chance.purpose)].push_back(
            {chance.number, chance.of_year, d, 0.0, 1.0});
    }
    return steering;
}

Steering Steering::moved(const std::vector<Chance>& chances, const std::vector<double>& shifts,
                         double scale, std::uint64_t plain_every) {
    COFFER_EXPECT(chances.size() == shifts.size() && scale > 0.0);
    Steering steering;
    steering.plain_every_ = plain_every;
    for (std::size_t c = 0; c < chances.size(); ++c) {
        if (shifts[c] == 0.0 && scale == 1.0) continue;
        const Chance& chance = chances[c];
        steering.steers_[place(chance.stream, chance.purpose)].push_back(
            {chance.number, chance.of_year, std::nullopt, shifts[c], scale});
    }
    return steering;
}

}  // namespace coffer::kernel
