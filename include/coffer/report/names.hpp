#pragma once
#include <map>
#include <string>
#include <string_view>

#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/model/model.hpp"

namespace coffer::report {

/// For readers: a dimension other than "total"; "district:a1" is "区域 a1"; one that `names`
/// has by its text is called by the name of its thing.
[[nodiscard]] std::string dimension_name(std::string_view dimension, Language language,
                                         const std::map<std::string, Text>& names = {});

/// An indicator's name, with its dimension in brackets where it is not the total.
[[nodiscard]] Text with_dimension(model::Indicator indicator, const std::string& dimension);

/// For readers: how several periods of a target count, in brackets.
[[nodiscard]] Text over_name(model::Target::Over over);

/// What the reference path is, wherever it is shown.
[[nodiscard]] Text reference_path_note();

}  // namespace coffer::report
