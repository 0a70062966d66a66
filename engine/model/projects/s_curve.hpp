#pragma once

namespace coffer::model {

/// The Beta(a, b) distribution function at x in [0, 1], for whole a and b.
[[nodiscard]] double s_curve(int a, int b, double x);

}  // namespace coffer::model
