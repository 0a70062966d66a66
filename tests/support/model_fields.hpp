#pragma once
// Every value that a model holds, to be changed one at a time: for tests that ask whether a model
// that is wrong in any one place is refused or harmless. The lists of members bind all of a struct,
// so that a member added to the model does not compile here until it is listed.
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <coffer/model/model.hpp>

namespace coffer::testing {

/// Where a change takes its choices from: numbers below a bound, as many as are asked for.
class Choices {
  public:
    explicit Choices(std::uint64_t seed) : random_(seed) {}
    Choices(const std::uint8_t* bytes, std::size_t size) : bytes_(bytes), left_(size) {}

    /// Below `bound`, which is above 0. Bytes that run out are zeros.
    [[nodiscard]] std::size_t below(std::size_t bound);

  private:
    std::mt19937_64 random_;
    const std::uint8_t* bytes_ = nullptr;
    std::size_t left_ = 0;
};

/// Puts a wild value into one place of the model that the choices name, makes a list shorter or
/// longer, or takes an optional part away; returns what was done, to be told.
std::string change_one(model::Model& model, Choices& choices);

}  // namespace coffer::testing
