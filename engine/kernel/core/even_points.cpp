#include "coffer/kernel/even_points.hpp"

#include <bit>

#include <boost/random/sobol.hpp>

#include "coffer/base/contract.hpp"
#include "coffer/random/philox.hpp"

namespace coffer::kernel {
namespace {

/// Direction numbers of all dimensions, by dimension and digit.
std::vector<std::uint32_t> joe_and_kuo(std::size_t dimensions, std::size_t digits) {
    boost::random::sobol_engine<std::uint32_t, 32> points(dimensions);
    std::vector<std::uint32_t> directions(dimensions * digits);
    for (std::size_t digit = 0; digit < digits; ++digit) {
        // The point of sequence number n is that of the Gray code of n + 1, which has one digit
        // where n + 2 is a power of two.
        points.seed(static_cast<std::uint32_t>((std::uint64_t{2} << digit) - 2));
        for (std::size_t d = 0; d < dimensions; ++d) directions[d * digits + digit] = points();
    }
    return directions;
}

/// 32 random digits that belong to (randomisation, dimension, row).
std::uint32_t random_digits(std::uint64_t seed, std::size_t randomisation, std::size_t dimension,
                            std::size_t row) {
    const std::array<std::uint32_t, 4> counter{
        static_cast<std::uint32_t>(randomisation), static_cast<std::uint32_t>(dimension),
        static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(random::Purpose::even_points)};
    return random::philox_words(
        counter, {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)})[0];
}

}  // namespace

EvenPoints::EvenPoints(std::uint64_t seed, std::size_t dimensions) : dimensions_(dimensions) {
    COFFER_EXPECT(dimensions >= 1 && dimensions <= most_dimensions);
    const auto plain = joe_and_kuo(dimensions, digits);
    directions_.resize(randomisations * dimensions * digits);
    shifts_.resize(randomisations * dimensions);
    for (std::size_t r = 0; r < randomisations; ++r) {
        for (std::size_t d = 0; d < dimensions; ++d) {
            const std::size_t place = r * dimensions + d;
            // Digit i of what is scrambled is a random sum of digits 0 to i, with digit i in it.
            for (std::size_t row = 0; row < digits; ++row) {
                const auto own = std::uint32_t{1} << (digits - 1 - row);
                const std::uint32_t before = ~(own - 1) ^ own;
                const std::uint32_t mask = (random_digits(seed, r, d, row) & before) | own;
                for (std::size_t digit = 0; digit < digits; ++digit) {
                    const bool odd = std::popcount(plain[d * digits + digit] & mask) % 2 == 1;
                    if (odd) directions_[place * digits + digit] |= own;
                }
            }
            const auto high = random_digits(seed, r, d, digits);
            const auto low = random_digits(seed, r, d, digits + 1);
            shifts_[place] = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
        }
    }
}

double EvenPoints::coordinate(std::uint64_t path, std::size_t dimension) const {
    const std::size_t place = path % randomisations * dimensions_ + dimension;
    const std::uint32_t* directions = directions_.data() + place * digits;
    std::uint32_t point = 0;
    auto index = static_cast<std::uint32_t>(path / randomisations);
    for (; index != 0; ++directions, index >>= 1) {
        if ((index & 1U) != 0) point ^= *directions;
    }
    // 52 digits and a half, as random::to_uniform.
    const std::uint64_t bits = static_cast<std::uint64_t>(point) << 20 ^ shifts_[place];
    return (static_cast<double>(static_cast<std::int64_t>(bits)) + 0.5) * 0x1.0p-52;
}

}  // namespace coffer::kernel
