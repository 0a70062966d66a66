#pragma once

namespace coffer::model {

/// A distribution of a duration (months) or a factor, sampled by inversion (docs/model.md section
/// 1).
struct Distribution {
    enum class Shape { fixed, uniform, triangular, pert, lognormal, split_lognormal };

    Shape shape = Shape::fixed;
    /// fixed: a. uniform: a, b. triangular, pert: a, mode, b. lognormal: a = p50, b = p90.
    /// split_lognormal: a = p10, mode = p50, b = p90.
    double a = 0.0;
    double mode = 0.0;
    double b = 0.0;
};

}  // namespace coffer::model
