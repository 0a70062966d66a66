#pragma once
// What is usual of each feature's tables, a file a feature. Of a number by itself: ranges; of a
// number beside those of other years: series; of an amount beside those of other rows: classes.
#include <cstddef>
#include <vector>

#include "coffer/audit/ranges.hpp"

namespace coffer::audit {

/// A column with a value a year.
struct UsualSeries {
    const char* table;
    const char* column;
    bool amounts;
    double step;    ///< largest usual factor from one year to the next
    double spread;  ///< and between a year and the median of the others
};

/// Rows of which the largest should not be beyond `factor` times the others.
struct UsualClass {
    const char* table;
    const char* column;
    std::vector<const char*> by;  ///< columns that make a class
    std::size_t least_others;
    bool over_sum;  ///< compared with the sum of the others, else with the largest of them
    double factor;
    bool fits_plan = false;  ///< the smallest may be too small instead
    bool of_size = false;    ///< the table's sum is about the size of the plan
};

struct Usual {
    std::vector<UsualRange> ranges;
    std::vector<UsualSeries> series;
    std::vector<UsualClass> classes;
};

[[nodiscard]] Usual usual_drivers();
[[nodiscard]] Usual usual_revenue();
[[nodiscard]] Usual usual_debt();
[[nodiscard]] Usual usual_projects();
[[nodiscard]] Usual usual_funding();
[[nodiscard]] Usual usual_treasury();

/// Of all features together, made once; thread-safe to read.
[[nodiscard]] const Usual& usual();

}  // namespace coffer::audit
