#pragma once
// What finished projects cost and how long they took against their plans, and what that says of the
// next one: how reference classes are made (docs/reference-classes.md).
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::calibration {

/// Finished projects of one lender or place: logs of actual over planned.
struct FinishedProjects {
    double mean = 0.0;
    double sd = 0.0;
    double projects = 0.0;
};

/// None below two projects, or with a ratio that is not above 0.
[[nodiscard]] std::optional<FinishedProjects> finished_projects(const std::vector<double>& ratios);

/// The next project of a lender or place that is none of these: logs, a Student t.
struct NextProject {
    double centre = 0.0;
    double sd = 0.0;
    double degrees = 0.0;

    /// p10, p50 and p90 of its ratio.
    [[nodiscard]] std::array<double, 3> quantiles() const;
};

/// Projects vary within a group, groups among each other, and what is known of both is uncertain.
[[nodiscard]] NextProject next_project(const std::vector<FinishedProjects>& groups);

/// By how much the centre of a part (a sector) lies off that of its whole: the part's own mean
/// counts the more the more projects it has.
[[nodiscard]] double offset_of_part(const FinishedProjects& part, const FinishedProjects& whole);

/// A place's own next project: its own finished ones, leaning on a class (p10, p50 and p90 of its
/// ratios) that counts for ten of them.
[[nodiscard]] NextProject next_project_of(const FinishedProjects& own,
                                          const std::array<double, 3>& like);

/// A table of finished projects.
struct FinishedTable {
    FinishedProjects projects;
    std::size_t left_out = 0;  ///< rows without both figures, or with one that is not above 0
};

/// Reads the columns of what was planned and what came. Reports columns that are missing, cells
/// that are no numbers, and fewer than two projects.
[[nodiscard]] std::optional<FinishedTable> read_finished(const std::string& text,
                                                         const std::string& file,
                                                         const std::string& planned,
                                                         const std::string& actual,
                                                         Diagnostics& diagnostics);

/// Where a class of one's own goes: cells of `row` ("projects[*]"). Of durations it is that of a
/// work planned at so many months.
struct OverrunPlace {
    std::string row;
    std::string column;  ///< cost_overrun or duration
    double times = 1.0;
};

/// The change file; `like` is the class that the projects lean on, `source` goes into the reason.
[[nodiscard]] std::string overrun_file(const FinishedTable& table,
                                       const std::array<double, 3>& like, std::string_view like_id,
                                       const OverrunPlace& place, const std::string& source);

}  // namespace coffer::calibration
