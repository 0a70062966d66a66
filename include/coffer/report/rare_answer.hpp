#pragma once
#include "coffer/analysis/rare.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// How rare it is, how far that is to be trusted, where common chances had to be moved, and what
/// the rare case looks like.
[[nodiscard]] results::Answer rare_answer(const analysis::Rarity& rarity, const plan::Plan& plan,
                                          std::uint64_t paths, MoneyUnit unit);

}  // namespace coffer::report
