// A change file: named changes in TOML, for people to copy and edit (docs/changes.md).
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <toml++/toml.h>

#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "limits.hpp"
#include "toml_keys.hpp"
#include "toml_text.hpp"

namespace coffer::scenario {
namespace {

constexpr const char* form =
    "[[change]] id = \"land-30\" name_zh = \"…\" set = [\"revenue[land].base*=0.7\"]";

/// The keys of a change file in both languages.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> key_names{
    {{"格式版本", "format"},
     {"改动", "change"},
     {"编号", "id"},
     {"名称", "name_zh"},
     {"英文名称", "name_en"},
     {"理由", "reason_zh"},
     {"英文理由", "reason_en"},
     {"来源", "source"},
     {"有才改", "where_present"},
     {"语句", "set"},
     {"添加", "add"}}};

std::string in_english(std::string_view key) {
    for (const auto& [chinese, english] : key_names) {
        if (key == chinese) return std::string(english);
    }
    return std::string(key);
}

class Reader {
  public:
    Reader(const std::string& file, const QuotedKeys& keys, Diagnostics& diagnostics)
        : file_(file), keys_(keys), diagnostics_(diagnostics) {}

    std::vector<Change> read(const toml::table& table) {
        std::vector<Change> changes;
        bool has_format = false;
        for (const auto& [written, node] : table) {
            const std::string key = in_english(written.str());
            if (key == "format") {
                has_format = true;
                if (node.value<std::int64_t>() != 1) {
                    wrong(at(node), {"format 须为 1", "format must be 1"});
                }
            } else if (key == "change" && node.is_array()) {
                for (const toml::node& each : *node.as_array()) add(each, changes);
            } else {
                unknown(key, at(written.source()), {"format", "change"});
            }
        }
        if (!has_format) {
            wrong({file_, 0, 0}, {"缺少 format = 1", "format = 1 is missing"});
        }
        if (changes.empty() && !diagnostics_.has_errors()) {
            wrong({file_, 0, 0}, {"一个 [[change]] 也没有", "there is no [[change]] in it"});
        }
        return changes;
    }

  private:
    void add(const toml::node& node, std::vector<Change>& changes) {
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            return wrong(at(node), {"每个改动写成 [[change]]", "each change is a [[change]]"});
        }
        Change change;
        change.at = at(node);
        for (const auto& [key, value] : *table)
            read_key(in_english(key.str()), key.source(), value, change);
        if (change.name.zh.empty())
            change.name.zh = change.name.en.empty() ? change.id : change.name.en;
        if (change.name.en.empty()) change.name.en = change.name.zh;
        if (change.reason.en.empty()) change.reason.en = change.reason.zh;
        if (change.reason.zh.empty()) change.reason.zh = change.reason.en;
        if (change.id.empty()) {
            return wrong(change.at, {"改动没有 id", "the change has no id"});
        }
        if (!ids_.insert(change.id).second) {
            return wrong(change.at,
                         say("id {} 用了两次", "the id {} comes twice", quote(change.id)));
        }
        if (change.statements.empty() && change.rows.empty()) {
            return wrong(change.at, say("改动 {} 什么也没改", "the change {} changes nothing",
                                        quote(change.id)));
        }
        changes.push_back(std::move(change));
    }

    void read_key(const std::string& key, const toml::source_region& source,
                  const toml::node& value, Change& change) {
        const auto text = [&](std::string& to) {
            if (const auto* string = value.as_string()) {
                to = string->get();
            } else {
                wrong(at(value), say("{} 须是带引号的文字", "{} must be quoted text", key));
            }
        };
        if (key == "id") return text(change.id);
        if (key == "name_zh") return text(change.name.zh);
        if (key == "name_en") return text(change.name.en);
        if (key == "reason_zh") return text(change.reason.zh);
        if (key == "reason_en") return text(change.reason.en);
        if (key == "source") return text(change.source);
        if (key == "where_present") {
            if (const auto* flag = value.as_boolean()) {
                change.where_present = flag->get();
            } else {
                wrong(at(value),
                      {"where_present 须是 true 或 false", "where_present must be true or false"});
            }
            return;
        }
        if (key == "set") return read_statements(value, change);
        if (key == "add") return read_rows(value, change);
        unknown(key, at(source),
                {"id", "name_zh", "name_en", "reason_zh", "reason_en", "source", "where_present",
                 "set", "add"});
    }

    void read_statements(const toml::node& value, Change& change) {
        const toml::array* array = value.as_array();
        if (array == nullptr || array->size() > limits::rows) {
            return wrong(at(value),
                         {"set 须是列表，每项一个改动", "set must be a list of changes"});
        }
        for (const toml::node& item : *array) {
            if (const auto* string = item.as_string()) {
                change.statements.push_back({string->get(), at(item)});
            } else {
                wrong(at(item), {"每个改动须是带引号的文字", "each change must be quoted text"});
            }
        }
    }

    /// add.<table> is a list of tables, one a row.
    void read_rows(const toml::node& value, Change& change) {
        const toml::table* tables = value.as_table();
        if (tables == nullptr) {
            return wrong(at(value), {"请写成 [[change.add.表名]]", "write [[change.add.table]]"});
        }
        for (const auto& [name, rows] : *tables) {
            const toml::array* array = rows.as_array();
            if (array == nullptr) {
                wrong(at(rows), {"请写成 [[change.add.表名]]", "write [[change.add.table]]"});
                continue;
            }
            for (const toml::node& each : *array) {
                const toml::table* cells = each.as_table();
                if (cells == nullptr) {
                    wrong(at(each), {"一行须写成 列 = 值", "a row is written as column = value"});
                    continue;
                }
                NewRow row{std::string(name.str()), {}, at(each)};
                for (const auto& [column, cell] : *cells) {
                    if (auto text = scalar_text(cell)) {
                        add_cell(std::string(column.str()), {std::move(*text), at(cell)}, row);
                    } else {
                        wrong(at(cell), {"一格须是文字、数或 true/false",
                                         "a cell must be text, a number or true/false"});
                    }
                }
                change.rows.push_back(std::move(row));
            }
        }
    }

    /// Under the column's English name, as documents have it.
    static void add_cell(const std::string& column, Cell cell, NewRow& row) {
        const TableSchema* const schema = find_table(row.table);
        const Field* const field =
            schema == nullptr ? nullptr : find_field(schema->columns, column);
        if (field != nullptr) cell.text = canonical(*field, cell.text);
        row.cells[field == nullptr ? column : field->name] = std::move(cell);
    }

    [[nodiscard]] Position at(const toml::source_region& region) const {
        const int line = static_cast<int>(region.begin.line);
        return {file_, line, keys_.column(line, static_cast<int>(region.begin.column))};
    }
    [[nodiscard]] Position at(const toml::node& node) const { return at(node.source()); }

    void wrong(Position place, Text why) {
        diagnostics_.error(
            std::move(place), {"改动文件的写法不对", "the change file has the wrong form"},
            std::move(why), {std::string("如 ") + form, std::string("Like ") + form});
    }
    void unknown(const std::string& key, Position place, const std::vector<std::string>& known) {
        diagnostics_.error(
            std::move(place), say("没有名为 {} 的键", "unknown key {}", quote(key)),
            {"不会被读取", "it would be ignored"},
            did_you_mean(key, known, say("键有：{}。", "The keys are: {}.", listed(known))));
    }

    const std::string& file_;
    const QuotedKeys& keys_;
    Diagnostics& diagnostics_;
    std::set<std::string> ids_;
};

}  // namespace

std::vector<Change> read_changes(const std::string& bytes, const std::string& file,
                                 Diagnostics& diagnostics) {
    const auto text = to_utf8(bytes, file, false, diagnostics);
    if (!text) return {};
    const QuotedKeys keys = quote_keys(*text);
    const auto table = parse_toml(keys.text, file, diagnostics);
    if (!table) return {};
    return Reader(file, keys, diagnostics).read(*table);
}

}  // namespace coffer::scenario
