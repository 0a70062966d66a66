#include "settings_reader.hpp"

#include <algorithm>
#include <iterator>

#include <toml++/toml.h>

#include "coffer/base/trimmed.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "limits.hpp"
#include "setting_names.hpp"
#include "toml_keys.hpp"
#include "toml_text.hpp"

namespace coffer::scenario {
namespace {

/// False, and reported, when text holds a character that may not stand in it.
bool check_characters(const std::string& key, const Cell& cell, Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < cell.text.size(); ++i) {
        const unsigned point = forbidden_character(cell.text, i);
        if (point == 0) continue;
        diagnostics.error(
            cell.at,
            say("{} 中有不可见的控制字符 U+{:04X}", "{} holds the control character U+{:04X}", key,
                point),
            {"它会改变终端和表格的显示", "it would change how terminals and tables show the text"},
            {"请删去它。", "Delete it."});
        return false;
    }
    return true;
}

void report_empty_group(const std::string& key, const Position& at, Diagnostics& diagnostics) {
    diagnostics.warning(at, say("[{}] 是空的", "[{}] is empty", key),
                        {"没有键的组不起作用", "a group without keys has no effect"},
                        {"请写它的键，或删去这一组。", "Write its keys, or delete the group."});
}

class Flattener {
  public:
    Flattener(const std::string& file, const QuotedKeys& keys, Document& document,
              Diagnostics& diagnostics)
        : file_(file), keys_(keys), document_(document), diagnostics_(diagnostics) {}

    void flatten(const toml::table& table, const std::string& prefix) {
        for (const auto& [key, node] : table) {
            std::string name(key.str());
            // A quoted key may hold a dot, which must not be mistaken for a group.
            if (name.find('.') != std::string::npos) name.insert(0, "'").append("'");
            flatten_node(node, prefix + name, position(key.source()));
        }
    }

  private:
    Position position(const toml::source_region& region) const {
        const auto line = static_cast<int>(region.begin.line);
        return {file_, line, keys_.column(line, static_cast<int>(region.begin.column))};
    }

    void flatten_node(const toml::node& node, const std::string& key, const Position& key_at) {
        const Field* field = find_setting(key);
        if (field == nullptr && is_group(key)) {
            if (const auto* group = node.as_table()) {
                if (group->empty()) report_empty_group(key, key_at, diagnostics_);
                answer_former_group(key, key_at, diagnostics_);
                return flatten(*group, key + ".");
            }
            for (const Field* each : settings_of_group(key)) {
                document_.unread_keys.insert(each->name);
            }
            return wrong_kind(
                key_at, key, {"这是一组键，不是一个值", "it is a group of keys, not a value"},
                say("请写成 [{}]，下一行再写键。", "Write [{}] and its keys below.", key));
        }
        if (field == nullptr) {
            // The key that was meant is not missing as well.
            document_.unread_keys.insert(setting_meant_by(key));
            return report_unknown_setting(key, key_at, diagnostics_);
        }
        if (document_.settings.contains(field->name)) {
            return report_twice(*field, key_at, diagnostics_);
        }
        Setting setting;
        setting.at = key_at;
        setting.written = key;
        if (const auto* array = node.as_array()) {
            if (!field->is_list) {
                return wrong_kind(position(node.source()), key,
                                  {"这里要一个值，不是列表", "one value is wanted, not a list"},
                                  {"请去掉方括号。", "Drop the brackets."});
            }
            setting.is_list = true;
            if (array->size() > limits::list_items) {
                return wrong_kind(
                    position(node.source()), key,
                    say("列表超过 {} 项", "the list has more than {} items", limits::list_items),
                    {"请缩短。", "Shorten it."});
            }
            for (const toml::node& item : *array) {
                if (auto cell = scalar(item)) {
                    setting.items.push_back(std::move(*cell));
                } else {
                    return wrong_kind(
                        position(item.source()), key,
                        {"列表的每一项须是文字", "each item of the list must be text"},
                        {"请用引号括住。", "Put quotes around it."});
                }
            }
        } else if (auto cell = scalar(node)) {
            if (field->is_list) {
                return wrong_kind(cell->at, key, {"这里要一个列表", "a list is wanted"},
                                  {"请写成 [\"...\", \"...\"]。", "Write [\"...\", \"...\"]."});
            }
            setting.items.push_back(std::move(*cell));
        } else {
            return wrong_kind(
                position(node.source()), key,
                {"这里要文字、数或 true/false", "text, a number or true/false is wanted"},
                {"请写一个值；日期要加引号。", "Write one value; quote a date."});
        }
        for (Cell& item : setting.items) {
            if (!check_characters(key, item, diagnostics_)) break;
            item.text = canonical(*field, item.text);
        }
        document_.settings[field->name] = std::move(setting);
    }

    [[nodiscard]] std::optional<Cell> scalar(const toml::node& node) const {
        auto text = scalar_text(node);
        if (!text) return std::nullopt;
        return Cell{std::move(*text), position(node.source())};
    }

    void wrong_kind(const Position& at, const std::string& key, Text why, Text suggestion) {
        const Field* field = find_setting(key);
        document_.unread_keys.insert(field == nullptr ? key : field->name);
        diagnostics_.error(at, say("{} 的写法不对", "{} has the wrong form", key), std::move(why),
                           std::move(suggestion));
    }

    const std::string& file_;
    const QuotedKeys& keys_;
    Document& document_;
    Diagnostics& diagnostics_;
};

}  // namespace

bool read_settings(const std::string& text, const std::string& file, Document& document,
                   Diagnostics& diagnostics) {
    const QuotedKeys keys = quote_keys(text);
    const auto table = parse_toml(keys.text, file, diagnostics);
    if (table) Flattener(file, keys, document, diagnostics).flatten(*table, "");
    return table.has_value();
}

void set_setting(Document& document, const std::string& key, const std::string& value,
                 const Position& at, Diagnostics& diagnostics) {
    const Field* field = find_setting(key);
    if (field == nullptr) {
        document.unread_keys.insert(setting_meant_by(key));
        if (is_group(key)) {
            report_group(key, at, diagnostics);
        } else {
            report_unknown_setting(key, at, diagnostics, Meant::key);
        }
        return;
    }
    answer_former_group(key, at, diagnostics);
    const auto refuse = [&](Text problem, Text why, Text suggestion) {
        diagnostics.error(at, std::move(problem), std::move(why), std::move(suggestion));
        document.unread_keys.insert(field->name);
    };
    if (value.size() > limits::cell_bytes || value.find('\0') != std::string::npos) {
        return refuse(say("{} 的值不可读", "the value of {} cannot be read", key),
                      {"太长或含有空字符", "too long, or with a NUL in it"},
                      {"请检查命令行。", "Check the command line."});
    }
    Setting setting;
    setting.is_list = field->is_list;
    setting.at = at;
    if (!field->is_list) {
        setting.items.push_back({trimmed(value), at});
    } else if (!trimmed(value).starts_with('[')) {
        setting.items = list_items(value, at);
    } else if (const auto items = parse_toml_list(trimmed(value))) {
        for (const auto& item : *items) setting.items.push_back({trimmed(item), at});
    } else {
        return refuse(say("{} 的写法不对", "{} has the wrong form", key),
                      {"方括号里不是文字的列表", "the brackets hold no list of text"},
                      {"请写成 a,b 或 [\"a\",\"b\"]。", "Write a,b or [\"a\",\"b\"]."});
    }
    for (const Cell& item : setting.items) {
        if (check_characters(key, item, diagnostics)) continue;
        document.unread_keys.insert(field->name);
        return;
    }
    for (Cell& item : setting.items) item.text = canonical(*field, item.text);
    document.settings[field->name] = std::move(setting);
}

void check_required(const Document& document, Diagnostics& diagnostics) {
    for (const Field& field : setting_fields()) {
        if (!field.required || document.settings.contains(field.name)) continue;
        if (document.unread_keys.contains(field.name)) continue;
        diagnostics.error(
            document.settings_at,
            {"缺少 " + field.name + "（" + field.zh + "）", field.name + " is missing"},
            {"这个键必须给出", "this key is required"},
            {"请补上；docs/scenario.zh-CN.md 说明了写法。", "Add it; docs/scenario.md shows how."});
    }
}

}  // namespace coffer::scenario
