#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

namespace coffer::plan {

/// Productivity of a work calendar and the work that fits between the start and each month's
/// beginning: cumulative[m] = C(m), months + 1 entries. Inline: the kernel asks for every lane that
/// reaches a mark.
struct WorkCalendar {
    std::vector<double> productivity;
    std::vector<double> cumulative{0.0};
    std::vector<double> time_per_work;  ///< 1 / productivity, 0 where no work is done

    void add_month(double work) {
        productivity.push_back(work);
        cumulative.push_back(cumulative.back() + work);
        time_per_work.push_back(work > 0.0 ? 1.0 / work : 0.0);
    }

    /// C(t) for a moment 0 <= t <= months.
    [[nodiscard]] double work_before(double moment) const {
        const auto months = productivity.size();
        const auto month = std::min(static_cast<std::size_t>(std::max(moment, 0.0)), months);
        if (month == months) return cumulative[months];
        return cumulative[month] + (moment - static_cast<double>(month)) * productivity[month];
    }

    /// C^-1: the smallest moment with C >= work, looking back from the end of `month`.
    [[nodiscard]] double moment_of(double work, int month) const {
        // Rounding of sums of productivities must not push a finish past an idle winter.
        constexpr double slack = 1e-9;
        auto k = static_cast<std::size_t>(month);
        while (k > 0 && cumulative[k] >= work - slack) --k;
        // A product: the kernel would wait for a division.
        const double fraction = (work - cumulative[k]) * time_per_work[k];
        return static_cast<double>(k) + std::clamp(fraction, 0.0, 1.0);
    }
};

}  // namespace coffer::plan
