#pragma once
#include <optional>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::model {

/// The door of this floor: reads every field of the document, checks all of it, and returns the
/// model, or none when there is any error (also one that parse has already reported in
/// `diagnostics`). All diagnostics at once; warnings do not stop it.
[[nodiscard]] std::optional<Model> build(const scenario::Document& document,
                                         Diagnostics& diagnostics);

}  // namespace coffer::model
