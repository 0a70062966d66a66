#pragma once
#include <string_view>

#include "coffer/model/model.hpp"

namespace coffer::report {

/// ">=", ">", "<=", "<".
[[nodiscard]] std::string_view symbol(model::Target::Relation relation);

}  // namespace coffer::report
