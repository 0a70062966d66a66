#pragma once
// What is usual: one row a quantity, with its source. docs/audit.md prints the same table, and a
// test compares the two.
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::audit {

/// How a cell is read.
enum class Measure {
    ratio,        ///< "5%" or 0.05; each value of a series
    number,       ///< each value of a series
    months,       ///< the median of a distribution of months
    factor,       ///< the median of a distribution of factors
    spread,       ///< of a distribution: its 90 % quantile (or largest value) over its median
    years_ahead,  ///< of a month: years from the start of the plan
    scale,        ///< an amount (or the median of a distribution of amounts), over that of the plan
    yuan,         ///< an amount in yuan
    class_share   ///< an amount, over the sum of the rows that its conditions but `name` pick
};

/// Only rows whose `column` says one of these words; "" is a blank cell, "*" any that is filled,
/// "~wages" any that has the word in it. `name` stands for both names of a row, in lower case,
/// `role` for what the settings use a driver as ("cost_driver", "gdp_driver").
struct Where {
    std::string column;
    std::vector<std::string> words;
};

struct UsualRange {
    std::string code;
    std::string table;   ///< "scenario" for scenario.toml
    std::string column;  ///< or dotted key
    Measure measure = Measure::number;
    double low = 0.0;
    double high = 0.0;
    bool zero_is_usual = false;
    std::vector<Where> where = {};
    Text quantity = {};
    Text source = {};
    Text meant_low = {};                    ///< what was probably meant below the range
    Text meant_high = {};                   ///< and above it
    std::vector<std::string> excused = {};  ///< words of a row's name for which none is too high
};

[[nodiscard]] const std::vector<UsualRange>& usual_ranges();

/// "0.5 % – 6 %", as docs/audit.md and messages say it.
[[nodiscard]] std::string range_text(const UsualRange& range);

}  // namespace coffer::audit
