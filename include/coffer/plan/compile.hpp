#pragma once
#include <optional>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::plan {

/// The door of this floor: the model as flat arrays, whether it was built from documents or made in
/// memory. Adds what `model::validate` finds wrong with it, and what only the planned schedule
/// shows (a first-year amount for a project that cannot work then, money that does not fit); none
/// when there are errors.
[[nodiscard]] std::optional<Plan> compile(const model::Model& model, Diagnostics& diagnostics);

}  // namespace coffer::plan
