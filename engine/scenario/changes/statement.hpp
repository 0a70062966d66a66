#pragma once
// The grammar of a change statement.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/changes.hpp"

namespace coffer::scenario::changes {

enum class Operator { set, multiply, add, subtract };

struct Target;

/// One condition on a row.
struct Condition {
    enum class Kind {
        any,       ///< `*`: at its place, any id
        id,        ///< a bare word: the id column at its place, or a name of the thing
        equals,    ///< column=value; `*` in the value stands for any text
        differs,   ///< column!=value
        largest,   ///< max(column): the row with the largest number, among those that match;
                   ///< max(a*b): with the largest product
        smallest,  ///< min(column)
        named,     ///< in(key) or in(table[…].column): its first column is named there
    };
    Kind kind = Kind::any;
    std::string column;
    std::string value;
    std::shared_ptr<Target> place = nullptr;  ///< of `named`
};

/// What a statement changes: a key when there are no brackets, else cells or whole rows.
struct Target {
    std::string key;    ///< "treasury.cash_floor"
    std::string table;  ///< "revenue"
    std::vector<Condition> conditions;
    std::string column;  ///< "" when rows are dropped
};

struct Years {
    int first = 0, last = 0;  ///< both included; calendar years, or
    bool of_plan = false;     ///< years of the plan, from 1
};

struct ParsedStatement {
    bool drops = false;
    Target target;
    Operator op = Operator::set;
    std::string value;
    std::optional<Years> years;
};

/// The columns of max(a*b).
[[nodiscard]] std::vector<std::string> factors_of(const Condition& condition);

/// None, and reported at the statement, when it has another form.
[[nodiscard]] std::optional<ParsedStatement> parse_statement(const Statement& statement,
                                                             Diagnostics& diagnostics);

}  // namespace coffer::scenario::changes
