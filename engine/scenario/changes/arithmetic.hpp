#pragma once
// Arithmetic on the text of a cell: the unit it was written in stays.
#include <string>
#include <variant>

#include "coffer/base/text.hpp"
#include "statement.hpp"

namespace coffer::scenario::changes {

/// How a plan reads a cell that is blank, and what its bare amounts are in.
struct CellContext {
    std::string blank;   ///< what a blank cell stands for; "" when nothing can be said
    int bare_shift = 0;  ///< powers of ten of an amount without a unit (万元: 4)
    int first_year = 0;  ///< of the plan
    int years = 1;       ///< of the plan
};

struct Misfit {
    Text why, suggestion;
};

/// The cell after `op operand`: of every item of a series (`;`), or only of the plan years named.
/// Numbers, percentages, amounts with units, months (`2027-03`, plus or minus months) and
/// distributions (all of whose parameters are quantities of the cell) can be computed with.
[[nodiscard]] std::variant<std::string, Misfit> computed(const std::string& cell, Operator op,
                                                         const std::string& operand,
                                                         const std::optional<Years>& years,
                                                         const CellContext& context);

/// The number a cell begins with, for comparisons; none when it holds no number.
[[nodiscard]] std::optional<double> leading_number(const std::string& cell);

}  // namespace coffer::scenario::changes
