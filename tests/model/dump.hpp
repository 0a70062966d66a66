#pragma once
#include <string>

#include "coffer/model/model.hpp"

namespace coffer::test {

/// Every field of a model as text: equal texts, equal models.
[[nodiscard]] std::string dump(const model::Model& model);

}  // namespace coffer::test
