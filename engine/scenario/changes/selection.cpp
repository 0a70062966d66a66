#include "selection.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "arithmetic.hpp"
#include "coffer/scenario/wording.hpp"
#include "setting_names.hpp"

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
        std::optional<double> number = 1.0;
        for (const std::string& column : factors_of(condition)) {
            const auto factor = leading_number(cell_of(table, table.rows[row], column));
            number = number && factor ? std::optional(*number * *factor) : std::nullopt;
        }
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
        if (condition.kind == Condition::Kind::named) continue;
        const bool factors = condition.kind == Condition::Kind::largest ||
                             condition.kind == Condition::Kind::smallest;
        for (const std::string& column :
             factors ? factors_of(condition) : std::vector<std::string>{condition.column}) {
            if (has_column(schema, column)) continue;
            diagnostics.error(
                statement.at,
                say("{} 没有列 {}", "{} has no column {}", schema.name, quote(column)),
                {"条件用到了它", "a condition names it"},
                did_you_mean(column, names,
                             say("列有：{}。", "Its columns are: {}.", listed(names))));
            return false;
        }
    }
    return true;
}

/// What stands at the place of in(…); none, and reported, when there is no such place.
std::optional<std::set<std::string>> words_at(const Document& document, Target place,
                                              const Statement& statement,
                                              Diagnostics& diagnostics) {
    std::set<std::string> words;
    if (place.table.empty()) {
        const Field* field = find_setting(place.key);
        if (field == nullptr) {
            diagnostics.error(statement.at,
                              say("没有键 {}", "there is no key {}", quote(place.key)),
                              {"条件 in(…) 用到了它", "a condition in(…) names it"},
                              {"请写 scenario.toml 的键，或 表[条件].列。",
                               "Write a key of scenario.toml, or table[conditions].column."});
            return std::nullopt;
        }
        const auto found = document.settings.find(field->name);
        if (found == document.settings.end()) return words;
        for (const auto& item : found->second.items) words.insert(item.text);
        return words;
    }
    const TableSchema* schema = find_table(place.table);
    if (schema == nullptr) {
        diagnostics.error(statement.at,
                          say("没有表 {}", "there is no table {}", quote(place.table)),
                          {"条件 in(…) 用到了它", "a condition in(…) names it"},
                          {"表名见 docs/names.md。", "The names of tables are in docs/names.md."});
        return std::nullopt;
    }
    put_in_english(*schema, place.conditions);
    if (const Field* field = find_field(schema->columns, place.column)) place.column = field->name;
    if (!has_column(*schema, place.column)) {
        diagnostics.error(
            statement.at,
            say("{} 没有列 {}", "{} has no column {}", schema->name, quote(place.column)),
            {"条件 in(…) 用到了它", "a condition in(…) names it"},
            {"请写它的一列。", "Write one of its columns."});
        return std::nullopt;
    }
    const auto found = document.tables.find(schema->name);
    const Table none;
    const Table& table = found == document.tables.end() ? none : found->second;
    const auto rows = select(document, table, *schema, place.conditions, statement, diagnostics);
    if (!rows) return std::nullopt;
    for (const std::size_t row : *rows) {
        words.insert(cell_of(table, table.rows[row], place.column));
    }
    words.erase("");
    return words;
}

}  // namespace

void put_in_english(const TableSchema& schema, std::vector<Condition>& conditions) {
    for (std::size_t place = 0; place < conditions.size(); ++place) {
        Condition& condition = conditions[place];
        if (condition.kind == Condition::Kind::largest ||
            condition.kind == Condition::Kind::smallest) {
            std::string columns;
            for (const std::string& column : factors_of(condition)) {
                const Field* field = find_field(schema.columns, column);
                columns += (columns.empty() ? "" : "*") + (field == nullptr ? column : field->name);
            }
            condition.column = columns;
        } else if (!condition.column.empty()) {
            const Field* field = find_field(schema.columns, condition.column);
            if (field == nullptr) continue;
            condition.column = field->name;
            condition.value = canonical(*field, condition.value);
        } else if (place < schema.columns.size()) {
            condition.value = canonical(schema.columns[place], condition.value);
        }
    }
}

std::optional<std::size_t> column_in(const Table& table, const std::string& column) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    if (found == table.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - table.columns.begin());
}

std::optional<std::vector<std::size_t>> select(const Document& document, const Table& table,
                                               const TableSchema& schema,
                                               const std::vector<Condition>& conditions,
                                               const Statement& statement,
                                               Diagnostics& diagnostics) {
    if (!may_stand(schema, conditions, statement, diagnostics)) return std::nullopt;
    std::vector<std::set<std::string>> named(conditions.size());
    for (std::size_t place = 0; place < conditions.size(); ++place) {
        if (conditions[place].kind != Condition::Kind::named) continue;
        auto words = words_at(document, *conditions[place].place, statement, diagnostics);
        if (!words) return std::nullopt;
        named[place] = std::move(*words);
    }
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
                case Condition::Kind::named:
                    all = named[place].contains(cell_of(table, cells, schema.columns.front().name));
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
