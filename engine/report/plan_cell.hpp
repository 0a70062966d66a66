#pragma once
#include <string>
#include <variant>

#include "coffer/scenario/schema.hpp"
#include "xlsx.hpp"

namespace coffer::report {

/// A text of a plan as a cell of a workbook: a number with its format where a spreadsheet that
/// shows it gives exactly the same text back, else text.
struct PlanCell {
    std::variant<std::string, double> value;
    std::string number_format;
};

[[nodiscard]] PlanCell plan_cell(const scenario::Field& field, const std::string& text);

}  // namespace coffer::report
