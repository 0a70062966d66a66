#pragma once
#include <string>
#include <string_view>

#include "coffer/base/text.hpp"
#include "coffer/model/model.hpp"

namespace coffer::report {

/// ">=", ">", "<=", "<".
[[nodiscard]] std::string_view symbol(model::Target::Relation relation);

/// For readers: a dimension other than "total"; "district:a1" is "片区 a1".
[[nodiscard]] std::string dimension_name(std::string_view dimension, Language language);

}  // namespace coffer::report
