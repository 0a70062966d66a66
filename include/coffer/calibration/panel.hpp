#pragma once
// Histories: one figure of many places over years, as a table of rows (unit, year, value).
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::calibration {

/// Which columns of a table are read.
struct PanelColumns {
    std::string unit;  ///< blank: the table is of one place
    std::string year;
    std::string value;
    std::string month = {};  ///< given: months are added up to years; those without twelve left out
};

struct Series {
    std::string unit;
    std::map<int, double> logs;  ///< by calendar year: natural log of the value
};

enum class WhyLeftOut {
    suspect,    ///< marked by a column suspect_<value>
    jump,       ///< there and back within two years: a slip of typing (leave_out_jumps)
    blank,      ///< nothing written
    not_above,  ///< 0 or less: has no logarithm
    few_months  ///< of a year without all twelve
};

/// As files for programs say it.
[[nodiscard]] std::string_view word(WhyLeftOut why);

/// A cell that is not used; of months one for each.
struct LeftOut {
    std::string unit;
    int year = 0;
    WhyLeftOut why = WhyLeftOut::blank;
};

/// Thread-safe to read.
struct Panel {
    std::string value;
    std::vector<Series> series;     ///< by unit
    std::vector<LeftOut> left_out;  ///< by unit and year
    int first_year = 0;
    int last_year = 0;
};

/// Reads a CSV text. Cells of a row whose column `suspect_<value>` says 1 are left out, and said.
/// Reports columns that are missing, cells that are no numbers, years and months that stand twice.
[[nodiscard]] std::optional<Panel> read_panel(const std::string& text, const std::string& file,
                                              const PanelColumns& columns,
                                              Diagnostics& diagnostics);

/// A year more than three times as large or as small as the years beside it, which are themselves
/// within a factor of two, is a digit lost or gained and no growth; the first and the last year
/// cannot be told so. Only for looking back: a forecast from that year could not know.
void leave_out_jumps(Panel& panel);

/// The columns of the table that hold numbers beside unit, year and marks: what can be a value.
[[nodiscard]] std::vector<std::string> columns_of(const std::string& text, const std::string& file);

}  // namespace coffer::calibration
