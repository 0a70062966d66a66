#pragma once
// What every step is made of: tables of lanes, and loops over the lanes of one variable.
#include <Eigen/Core>

#include "coffer/base/money.hpp"
#include "coffer/random/lanes.hpp"

namespace coffer::kernel {

/// Columns of lanes, one an item; a view into the block's one piece of memory.
template <int width>
using LaneTable = Eigen::Map<Eigen::Array<double, width, Eigen::Dynamic>>;

/// The lanes of one variable.
template <int width, class Size>
[[nodiscard]] inline double* lanes_of(LaneTable<width>& table, Size column) {
    return table.col(static_cast<Eigen::Index>(column)).data();
}

/// Sets all lanes to one value. Eigen writes them as vectors; a plain loop or an initialiser
/// becomes a call of memset or `rep stos`, whose start takes longer than the writing.
template <int width>
// NOLINTNEXTLINE(readability-non-const-parameter): written through the map.
inline void fill_lanes(double* lanes, double value) {
    Eigen::Map<Eigen::Array<double, width, 1>>(lanes).setConstant(value);
}

using random::flagged_lanes;

template <int width>
inline void add_lanes(double* to, const double* amounts) {
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) to[lane] += amounts[lane];
}

}  // namespace coffer::kernel
