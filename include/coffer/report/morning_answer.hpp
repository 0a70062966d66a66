#pragma once
#include "coffer/batch/morning.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The id of why a plan's figures may differ, in JSON.
[[nodiscard]] std::string id_of(batch::Reason reason);

/// What a night changed and why, whose targets fell, what has no results, who is to be looked at.
[[nodiscard]] results::Answer morning_answer(const batch::Morning& morning);

}  // namespace coffer::report
