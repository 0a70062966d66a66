#include "selection.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "arithmetic.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::scenario::changes {
namespace {

/// Whether `text` is `pattern`, in which each `*` stands for any text.
bool fits(std::string_view text, std::string_view pattern) {
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) return text == pattern;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    text.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (std::size_t from = 0; from <= text.size(); ++from) {
        if (fits(text.substr(from), pattern)) return true;
    }
    return false;
}

std::string cell_of(const Table& table, const Row& row, const std::string& column) {
    const auto place = column_in(table, column);
    return place && *place < row.cells.size() ? row.cells[*place].text : std::string();
}

bool has_column(const TableSchema& schema, const std::string& column) {
    return std::any_of(schema.columns.begin(), schema.columns.end(),
                       [&](const Field& field) { return field.name == column; });
}

/// The first column also answers to the names of the thing.
bool is_named(const Table& table, const TableSchema& schema, const Row& row, std::size_t place,
              const std::string& word) {
    if (cell_of(table, row, schema.columns[place].name) == word) return true;
    if (place > 0) return false;
    return (has_column(schema, "name_zh") && cell_of(table, row, "name_zh") == word) ||
           (has_column(schema, "name_en") && cell_of(table, row, "name_en") == word);
}

/// Of the rows, the one with the extreme number in the column; the first of equals by id, so that
/// the order of rows does not matter.
std::optional<std::size_t> extreme(const Table& table, const TableSchema& schema,
                                   const std::vector<std::size_t>& rows,
                                   const Condition& condition) {
    std::optional<std::size_t> best;
    double best_number = 0.0;
    for (const std::size_t row : rows) {
        auto number = leading_number(cell_of(table, table.rows[row], condition.column));
        if (!number) continue;
        if (condition.kind == Condition::Kind::smallest) *number = -*number;
        const auto id = [&](std::size_t of) {
            return cell_of(table, table.rows[of], schema.columns.front().name);
        };
        if (!best || *number > best_number || (*number == best_number && id(row) < id(*best))) {
            best = row;
            best_number = *number;
        }
    }
    return best;
}

bool may_stand(const TableSchema& schema, const std::vector<Condition>& conditions,
               const Statement& statement, Diagnostics& diagnostics) {
    std::vector<std::string> names;
    for (const Field& field : schema.columns) names.push_back(field.name);
    for (std::size_t place = 0; place < conditions.size(); ++place) {
        const auto& condition = conditions[place];
        if (condition.kind == Condition::Kind::id || condition.kind == Condition::Kind::any) {
            if (place < schema.columns.size()) continue;
            diagnostics.error(statement.at,
                              say("{} 的条件太多", "too many conditions on {}", schema.name),
                              {"编号按列的顺序对应", "ids stand for the columns in their order"},
                              {"请删去多余的条件。", "Leave out what is too many."});
            return false;
        }
        if (has_column(schema, condition.column)) continue;
        diagnostics.error(
            statement.at,
            say("{} 没有列 {}", "{} has no column {}", schema.name, quote(condition.column)),
            {"条件用到了它", "a condition names it"},
            did_you_mean(condition.column, names,
                         say("列有：{}。", "Its columns are: {}.", listed(names))));
        return false;
    }
    return true;
}

}  // namespace

std::optional<std::size_t> column_in(const Table& table, const std::string& column) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    if (found == table.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - table.columns.begin());
}

std::optional<std::vector<std::size_t>> select(const Table& table, const TableSchema& schema,
                                               const std::vector<Condition>& conditions,
                                               const Statement& statement,
                                               Diagnostics& diagnostics) {
    if (!may_stand(schema, conditions, statement, diagnostics)) return std::nullopt;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        bool all = true;
        for (std::size_t place = 0; all && place < conditions.size(); ++place) {
            const auto& condition = conditions[place];
            const auto& cells = table.rows[row];
            switch (condition.kind) {
                case Condition::Kind::id:
                    all = is_named(table, schema, cells, place, condition.value);
                    break;
                case Condition::Kind::equals:
                    all = fits(cell_of(table, cells, condition.column), condition.value);
                    break;
                case Condition::Kind::differs:
                    all = !fits(cell_of(table, cells, condition.column), condition.value);
                    break;
                case Condition::Kind::any:
                case Condition::Kind::largest:
                case Condition::Kind::smallest:
                    break;
            }
        }
        if (all) rows.push_back(row);
    }
    for (const auto& condition : conditions) {
        if (condition.kind != Condition::Kind::largest &&
            condition.kind != Condition::Kind::smallest) {
            continue;
        }
        const auto best = extreme(table, schema, rows, condition);
        rows.clear();
        if (best) rows.push_back(*best);
    }
    return rows;
}

}  // namespace coffer::scenario::changes
