#include <algorithm>
#include <charconv>
#include <set>

#include "arithmetic.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/former_names.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "fingerprint.hpp"
#include "references.hpp"
#include "selection.hpp"
#include "setting_names.hpp"
#include "settings_reader.hpp"
#include "statement.hpp"
#include "table_columns.hpp"

namespace coffer::scenario {
namespace {

using namespace changes;

std::string setting_text(const Document& document, const std::string& key) {
    const auto found = document.settings.find(key);
    if (found == document.settings.end() || found->second.items.empty()) return {};
    return found->second.items.front().text;
}

int whole_setting(const Document& document, const std::string& key, int otherwise) {
    const std::string text = setting_text(document, key);
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// What blank cells of a column that arithmetic is done on stand for (docs/scenario.md).
std::string blank_value(const std::string& column) {
    if (column == "multiplier" || column == "crisis_volatility" || column == "probability" ||
        column == "cap" || column == "fai_share") {
        return "1";
    }
    if (column == "priority") return "100";
    if (column == "lag_months" || column == "ramp_up_months" || column == "delay_months" ||
        column == "jump_probability" || column == "outage_hazard" || column == "progress") {
        return "0";
    }
    return {};
}

/// Columns of which a blank cell follows another one of its row: arithmetic leaves it blank, and
/// what is done to the other is done to it (a rate without `initial` begins at its mean).
bool follows(const TableSchema& schema, const std::string& column) {
    return schema.name == "drivers" && column == "initial";
}

CellContext context_of(const Document& document, const std::string& column) {
    CellContext context;
    context.blank = blank_value(column);
    const std::string unit = setting_text(document, "scenario.unit");
    context.bare_shift = unit == "亿元" ? 8 : unit == "万元" ? 4 : 0;
    context.first_year = whole_setting(document, "scenario.first_year", 0);
    context.years = std::clamp(whole_setting(document, "scenario.years", 5), 1, 100);
    return context;
}

/// A column's English name and, where it holds words of an enumeration, the value's.
void put_in_english(const TableSchema& schema, std::string& column, std::string& value) {
    const Field* field = find_field(schema.columns, column);
    if (field == nullptr) return;
    column = field->name;
    value = canonical(*field, value);
}

bool is_by_year(Content content) {
    return content == Content::amounts || content == Content::ratios || content == Content::numbers;
}

/// Documents know English names only; statements may be in Chinese.
void put_in_english(const TableSchema& schema, ParsedStatement& parsed) {
    if (!parsed.drops) put_in_english(schema, parsed.target.column, parsed.value);
    changes::put_in_english(schema, parsed.target.conditions);
}

/// One statement at work on a document.
class Editor {
  public:
    Editor(const Statement& statement, bool where_present, Document& document,
           Diagnostics& diagnostics, Applied& applied)
        : statement_(statement),
          where_present_(where_present),
          document_(document),
          diagnostics_(diagnostics),
          applied_(applied) {}

    void apply() {
        auto parsed = parse_statement(statement_, diagnostics_);
        if (!parsed) return;
        if (parsed->target.table.empty()) return change_key(*parsed);
        const TableSchema* schema = find_table(parsed->target.table);
        if (schema == nullptr) return report_unknown_table(parsed->target.table);
        answer_former_name(FormerName::Of::table, parsed->target.table, statement_.at,
                           diagnostics_);
        put_in_english(*schema, *parsed);
        if (!parsed->drops &&
            (!knows_column(*schema, parsed->target.column) || !is_changeable(*schema, *parsed))) {
            return;
        }
        Table& table = document_.tables[schema->name];
        if (table.name.empty()) table.name = schema->name;
        const auto rows =
            select(document_, table, *schema, parsed->target.conditions, statement_, diagnostics_);
        if (!rows) return;
        if (rows->empty()) return report_nothing(table, *schema, parsed->target.conditions);
        if (parsed->drops) {
            drop(*schema, *rows);
        } else {
            change_cells(*schema, table, *rows, *parsed);
        }
    }

  private:
    void change_key(const ParsedStatement& parsed) {
        if (where_present_ && !document_.settings.contains(parsed.target.key)) {
            applied_.unmatched.push_back(statement_.text);
            return;
        }
        std::string value = parsed.value;
        if (parsed.op != Operator::set) {
            const Field* field = find_setting(parsed.target.key);
            const std::string before =
                setting_text(document_, field == nullptr ? parsed.target.key : field->name);
            auto result = computed(before, parsed.op, parsed.value, std::nullopt,
                                   context_of(document_, parsed.target.key));
            if (const auto* misfit = std::get_if<Misfit>(&result)) return report(*misfit);
            value = std::get<std::string>(std::move(result));
        }
        set_setting(document_, parsed.target.key, value, statement_.at, diagnostics_);
        ++applied_.cells;
    }

    /// Whether the column can be changed as asked: one that is no more cannot, nor can single years
    /// of one that has none.
    bool is_changeable(const TableSchema& schema, const ParsedStatement& parsed) {
        const Field* field = find_field(schema.columns, parsed.target.column);
        if (field == nullptr) return true;
        if (!field->instead.empty()) {
            refuse({say("{} 已经取消", "{} is no more", field->name),
                    say("请改 {}。", "Change {} instead.", field->instead)});
            return false;
        }
        if (!parsed.years || is_by_year(field->holds.content)) return true;
        std::vector<std::string> by_year;
        for (const Field& other : schema.columns) {
            if (is_by_year(other.holds.content)) by_year.push_back(other.name);
        }
        refuse({say("{} 只有一个数，不分年", "{} is one value, not one a year", field->name),
                by_year.empty()
                    ? Text{"请去掉 @ 和年份。", "Leave out the @ and the years."}
                    : say("请去掉 @ 和年份，或改逐年的列：{}。",
                          "Leave out the @ and the years, or change what goes by year: {}.",
                          listed(by_year))});
        return false;
    }

    void change_cells(const TableSchema& schema, Table& table, const std::vector<std::size_t>& rows,
                      const ParsedStatement& parsed) {
        const std::string& column = parsed.target.column;
        // It may be an optional one that the file leaves out.
        const std::size_t place = add_column(table, column, column);
        const CellContext context = context_of(document_, column);
        for (const std::size_t row : rows) {
            Cell& cell = table.rows[row].cells[place];
            if (cell.text.empty() && parsed.op != Operator::set && follows(schema, column)) {
                continue;
            }
            auto result = computed(cell.text, parsed.op, parsed.value, parsed.years, context);
            if (auto* misfit = std::get_if<Misfit>(&result)) {
                const std::string& id = table.rows[row].cells.empty()
                                            ? schema.name
                                            : table.rows[row].cells.front().text;
                misfit->why.zh = id + "：" + misfit->why.zh;
                misfit->why.en = id + ": " + misfit->why.en;
                if (cell.text.empty() && rows.size() > 1) {
                    misfit->suggestion.zh += "只改有值的行：在方括号里加 " + column + "!=。";
                    misfit->suggestion.en +=
                        " For the rows that have one, add " + column + "!= to the brackets.";
                }
                return report(*misfit);
            }
            cell.text = std::get<std::string>(std::move(result));
            cell.at = statement_.at;
            ++applied_.cells;
        }
    }

    /// Removes rows, and those of other tables that are about what they name.
    void drop(const TableSchema& schema, const std::vector<std::size_t>& rows) {
        Table& table = document_.tables[schema.name];
        std::set<std::string> ids;
        const auto id = column_in(table, schema.columns.front().name);
        for (const std::size_t row : rows) {
            if (id && schema.columns.front().name == "id")
                ids.insert(table.rows[row].cells[*id].text);
        }
        std::vector<Row> kept;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            if (!std::binary_search(rows.begin(), rows.end(), row)) {
                kept.push_back(std::move(table.rows[row]));
            }
        }
        applied_.cells += rows.size();
        table.rows = std::move(kept);
        for (const Reference& reference : rows_about(schema.name)) drop_about(reference, ids);
    }

    void drop_about(const Reference& reference, const std::set<std::string>& ids) {
        const auto found = document_.tables.find(reference.table);
        if (found == document_.tables.end()) return;
        Table& table = found->second;
        const auto column = column_in(table, reference.column);
        if (!column) return;
        // A partition: what std::remove_if leaves behind has no cells to read ids from.
        const auto first = std::stable_partition(
            table.rows.begin(), table.rows.end(),
            [&](const Row& row) { return !ids.contains(row.cells[*column].text); });
        applied_.cells += static_cast<std::size_t>(table.rows.end() - first);
        // A table of its own ids takes what is about them with it: project income its
        // sensitivities.
        std::set<std::string> below;
        const auto own = column_in(table, "id");
        for (auto row = first; own && row != table.rows.end(); ++row) {
            below.insert(row->cells[*own].text);
        }
        table.rows.erase(first, table.rows.end());
        if (below.empty()) return;
        for (const Reference& next : rows_about(reference.table)) drop_about(next, below);
    }

    bool knows_column(const TableSchema& schema, const std::string& column) {
        std::vector<std::string> names;
        for (const Field& field : schema.columns) names.push_back(field.name);
        if (std::find(names.begin(), names.end(), column) != names.end()) return true;
        diagnostics_.error(
            statement_.at, say("{} 没有列 {}", "{} has no column {}", schema.name, quote(column)),
            {"不能改它", "it cannot be changed"},
            did_you_mean(column, names, say("列有：{}。", "Its columns are: {}.", listed(names))));
        return false;
    }

    void report_unknown_table(const std::string& name) {
        std::vector<std::string> names;
        for (const auto& schema : table_schemas()) names.push_back(schema.name);
        diagnostics_.error(
            statement_.at, say("没有表 {}", "there is no table {}", quote(name)),
            {"改动指到了它", "the change names it"},
            did_you_mean(name, names, say("表有：{}。", "The tables are: {}.", listed(names))));
    }

    void report_nothing(const Table& table, const TableSchema& schema,
                        const std::vector<Condition>& conditions) {
        applied_.unmatched.push_back(statement_.text);
        if (where_present_) return;
        Text suggestion = say("{} 里没有行。", "There are no rows in {}.", schema.name);
        for (std::size_t place = 0; place < conditions.size(); ++place) {
            const auto& condition = conditions[place];
            const bool by_id = condition.kind == Condition::Kind::id;
            if (!by_id && condition.kind != Condition::Kind::equals) continue;
            const auto column =
                column_in(table, by_id ? schema.columns[place].name : condition.column);
            std::vector<std::string> values;
            for (const Row& row : table.rows) {
                if (!column || row.cells[*column].text.empty()) continue;
                if (std::find(values.begin(), values.end(), row.cells[*column].text) ==
                    values.end()) {
                    values.push_back(row.cells[*column].text);
                }
            }
            if (std::find(values.begin(), values.end(), condition.value) != values.end()) continue;
            if (values.empty()) continue;
            suggestion = did_you_mean(condition.value, values,
                                      say("有：{}。", "There are: {}.", listed(values)));
            break;
        }
        diagnostics_.error(
            statement_.at,
            say("改动 {} 没有选中任何行", "the change {} matches no row", quote(statement_.text)),
            say("{} 有 {} 行", "{} has {} rows", schema.name, table.rows.size()),
            std::move(suggestion));
    }

    /// A cell of this document does not bear the change.
    void report(const Misfit& misfit) {
        ++applied_.misfits;
        refuse(misfit);
    }
    void refuse(const Misfit& misfit) {
        diagnostics_.error(
            statement_.at,
            say("改动 {} 做不了", "the change {} cannot be made", quote(statement_.text)),
            misfit.why, misfit.suggestion);
    }

    const Statement& statement_;
    bool where_present_;
    Document& document_;
    Diagnostics& diagnostics_;
    Applied& applied_;
};

void add_row(const NewRow& row, Document& document, Diagnostics& diagnostics, Applied& applied) {
    const TableSchema* schema = find_table(row.table);
    if (schema == nullptr) {
        std::vector<std::string> names;
        for (const auto& each : table_schemas()) names.push_back(each.name);
        diagnostics.error(row.at, say("没有表 {}", "there is no table {}", quote(row.table)),
                          {"要添加的行属于它", "a row to add belongs to it"},
                          did_you_mean(row.table, names,
                                       say("表有：{}。", "The tables are: {}.", listed(names))));
        return;
    }
    std::vector<std::string> names;
    for (const Field& field : schema->columns) names.push_back(field.name);
    Table& table = document.tables[schema->name];
    if (table.name.empty()) {
        table.name = schema->name;
        table.at = row.at;
    }
    for (const Field& field : schema->columns) {
        if (row.cells.contains(field.name) || field.required) {
            add_column(table, field.name, field.name);
        }
    }
    Row added;
    added.at = row.at;
    for (const std::string& column : table.columns) {
        const auto found = row.cells.find(column);
        added.cells.push_back(found == row.cells.end() ? Cell{{}, row.at} : found->second);
    }
    table.rows.push_back(std::move(added));
    ++applied.cells;
    for (const auto& [column, cell] : row.cells) {
        if (std::find(names.begin(), names.end(), column) != names.end()) continue;
        diagnostics.error(
            cell.at, say("{} 没有列 {}", "{} has no column {}", schema->name, quote(column)),
            {"要添加的行写了它", "a row to add has it"},
            did_you_mean(column, names, say("列有：{}。", "Its columns are: {}.", listed(names))));
    }
}

}  // namespace

Statement command_line_statement(const std::string& text) {
    return {text, {"--set " + text, 0, 0}};
}

Applied apply(const std::vector<Statement>& statements, bool where_present, Document& document,
              Diagnostics& diagnostics) {
    Applied applied;
    for (const Statement& statement : statements) {
        Editor(statement, where_present, document, diagnostics, applied).apply();
    }
    document.sha256 = fingerprint(document);
    return applied;
}

Applied apply(const Change& change, Document& document, Diagnostics& diagnostics) {
    Applied applied = apply(change.statements, change.where_present, document, diagnostics);
    // Rows that are added serve what the statements do: without that they are nothing.
    const bool idle = !change.statements.empty() &&
                      applied.unmatched.size() == change.statements.size() && applied.cells == 0;
    if (idle) return applied;
    for (const NewRow& row : change.rows) add_row(row, document, diagnostics, applied);
    document.sha256 = fingerprint(document);
    return applied;
}

}  // namespace coffer::scenario
