#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
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

    /// The moment from which on work goes on when `work` lies behind: the largest with C <= work,
    /// behind any months without work; nothing when that much never lies behind.
    [[nodiscard]] std::optional<double> continues_at(double work) const {
        constexpr double slack = 1e-9;
        const auto after = std::upper_bound(cumulative.begin(), cumulative.end(), work + slack);
        if (after == cumulative.end()) return std::nullopt;
        if (after == cumulative.begin()) return 0.0;
        const auto month = static_cast<std::size_t>(after - cumulative.begin()) - 1;
        const double into = (work - cumulative[month]) * time_per_work[month];
        return static_cast<double>(month) + std::max(0.0, into);
    }

    /// The moment at which something starts that goes on in `month` when `work` lies behind: what
    /// is no work starts when it ends, before any months without work.
    [[nodiscard]] double start_of(double work, bool is_work, int month) const {
        const double end = moment_of(work, month);
        return is_work ? continues_at(work).value_or(end) : end;
    }

    /// C(t), also behind the last month, where the last twelve repeat.
    [[nodiscard]] double work_ahead(double moment) const {
        const auto months = static_cast<double>(productivity.size());
        if (moment <= months) return work_before(moment);
        const double years = std::ceil((moment - months) / 12.0);
        return work_before(moment - 12.0 * years) + years * work_of_last_year();
    }
    /// C^-1, likewise; nothing where so much work is never done.
    [[nodiscard]] std::optional<double> moment_ahead(double work) const {
        constexpr double slack = 1e-9;
        const int last = static_cast<int>(productivity.size()) - 1;
        const double behind = work - cumulative.back();
        if (behind <= slack) return moment_of(work, last);
        const double year = work_of_last_year();
        if (!(year > 0.0)) return std::nullopt;
        const double years = std::ceil((behind - slack) / year);
        return moment_of(work - years * year, last) + 12.0 * years;
    }

    /// The moment at which `lag` of work has been done since a moment, or is still to be done until
    /// it where it is negative. A lag that begins behind the last month is time.
    [[nodiscard]] double moment_after(double moment, double lag) const {
        const auto months = static_cast<double>(productivity.size());
        if (lag < 0.0) {
            return std::min(moment, moment_ahead(work_ahead(moment) + lag).value_or(moment));
        }
        if (moment >= months) return moment + lag;
        const double then = moment_of(work_before(moment) + lag, static_cast<int>(months) - 1);
        return std::max(moment, then);
    }

  private:
    [[nodiscard]] double work_of_last_year() const {
        return cumulative.back() -
               cumulative[cumulative.size() - std::min<std::size_t>(cumulative.size(), 13)];
    }
};

}  // namespace coffer::plan
