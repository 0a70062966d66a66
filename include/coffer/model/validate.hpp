#pragma once
#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"

namespace coffer::model {

/// Holds a model that was made or changed in memory to what `build` holds documents to: ids, order,
/// indices, lengths of series, ranges of numbers, and what must hold between them. Empty when the
/// model may be compiled; else errors, at most 500, each at the id of an object and the name of its
/// field in place of file and line: "debt[loan1].maturity",
/// "stages[road,land].duration", "treasury.penalty_rate". What lies
/// between parts (cycles, sums, correlations) is looked at once each part is right by itself.
/// Warnings are `build`'s alone. Any Model will do, however wrong; nothing is thrown for it.
[[nodiscard]] Diagnostics validate(const Model& model);

}  // namespace coffer::model
