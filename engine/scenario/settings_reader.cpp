#include "settings_reader.hpp"

#include <algorithm>
#include <charconv>

#include <toml++/toml.h>

#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

const Field* find_setting(const std::string& key) {
    const auto& fields = setting_fields();
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&key](const Field& field) { return field.name == key; });
    return found == fields.end() ? nullptr : &*found;
}

bool is_group(const std::string& key) {
    const auto& fields = setting_fields();
    return std::any_of(fields.begin(), fields.end(),
                       [&key](const Field& field) { return field.name.starts_with(key + "."); });
}

/// Known keys and the groups before their dots, for suggestions.
std::vector<std::string> known_names() {
    std::vector<std::string> names;
    for (const Field& field : setting_fields()) {
        names.push_back(field.name);
        const std::string group = field.name.substr(0, field.name.find('.'));
        if (group != names.back() && std::find(names.begin(), names.end(), group) == names.end()) {
            names.push_back(group);
        }
    }
    return names;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

void report_unknown(const std::string& key, const Position& at, Diagnostics& diagnostics) {
    const auto known = known_names();
    Text otherwise = say("请查阅 docs/scenario.md；组：{}。", "See docs/scenario.md; groups: {}.",
                         "scenario, simulation, base_year, treasury, projects, tiers");
    diagnostics.error(at, say("没有名为 {} 的键", "unknown key {}", quote(key)),
                      {"不会被读取", "it would be ignored"},
                      did_you_mean(key, known, std::move(otherwise)));
}

class Flattener {
  public:
    Flattener(const std::string& file, Diagnostics& diagnostics)
        : file_(file), diagnostics_(diagnostics) {}

    void flatten(const toml::table& table, const std::string& prefix) {
        for (const auto& [key, node] : table) {
            std::string name(key.str());
            // A quoted key may hold a dot, which must not be mistaken for a group.
            if (name.find('.') != std::string::npos) name = "'" + name + "'";
            flatten_node(node, prefix + name, position(key.source()));
        }
    }

    Settings take() { return std::move(settings_); }

  private:
    Position position(const toml::source_region& region) const {
        return {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
    }

    void flatten_node(const toml::node& node, const std::string& key, const Position& key_at) {
        const Field* field = find_setting(key);
        if (field == nullptr && is_group(key)) {
            if (const auto* group = node.as_table()) return flatten(*group, key + ".");
            return wrong_kind(
                key_at, key, {"这是一组键，不是一个值", "it is a group of keys, not a value"},
                say("请写成 [{}]，下一行再写键。", "Write [{}] and its keys below.", key));
        }
        if (field == nullptr) return report_unknown(key, key_at, diagnostics_);
        Setting setting;
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
        settings_[key] = std::move(setting);
    }

    /// Text as the user would write it in quotes; floats as the shortest text that reads back.
    std::optional<Cell> scalar(const toml::node& node) const {
        Cell cell{{}, position(node.source())};
        if (const auto* text = node.as_string()) {
            cell.text = trimmed(text->get());
        } else if (const auto* integer = node.as_integer()) {
            cell.text = std::to_string(integer->get());
        } else if (const auto* number = node.as_floating_point()) {
            char buffer[64];
            const auto end = std::to_chars(buffer, buffer + sizeof buffer, number->get());
            cell.text.assign(buffer, end.ptr);
        } else if (const auto* flag = node.as_boolean()) {
            cell.text = flag->get() ? "true" : "false";
        } else {
            return std::nullopt;
        }
        return cell;
    }

    void wrong_kind(const Position& at, const std::string& key, Text why, Text suggestion) {
        diagnostics_.error(at, say("{} 的写法不对", "{} has the wrong form", key), std::move(why),
                           std::move(suggestion));
    }

    const std::string& file_;
    Diagnostics& diagnostics_;
    Settings settings_;
};

}  // namespace

std::optional<Settings> read_settings(const std::string& text, const std::string& file,
                                      Diagnostics& diagnostics) {
    try {
        const toml::table table = toml::parse(text);
        Flattener flattener(file, diagnostics);
        flattener.flatten(table, "");
        return flattener.take();
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        const std::string description(error.description());
        diagnostics.error({file, static_cast<int>(at.line), static_cast<int>(at.column)},
                          {"TOML 语法错误", "TOML syntax error"}, say("{}", "{}", description),
                          {"文字要加引号，每行一个“键 = 值”。",
                           "Quote text, and write one \"key = value\" a line."});
    }
    return std::nullopt;
}

void apply_overrides(Settings& settings, const Overrides& overrides, Diagnostics& diagnostics) {
    const Position at{"--set", 0, 0};
    for (const auto& [key, value] : overrides) {
        const Field* field = find_setting(key);
        if (field == nullptr) {
            report_unknown(key, at, diagnostics);
            continue;
        }
        if (value.size() > limits::cell_bytes || value.find('\0') != std::string::npos) {
            diagnostics.error(at, say("{} 的值不可读", "the value of {} cannot be read", key),
                              {"太长或含有空字符", "too long, or with a NUL in it"},
                              {"请检查命令行。", "Check the command line."});
            continue;
        }
        Setting setting;
        setting.is_list = field->is_list;
        std::size_t begin = 0;
        while (true) {
            const std::size_t comma = field->is_list ? value.find(',', begin) : std::string::npos;
            setting.items.push_back({trimmed(value.substr(begin, comma - begin)), at});
            if (comma == std::string::npos) break;
            begin = comma + 1;
        }
        settings[key] = std::move(setting);
    }
}

void check_required(const Settings& settings, const std::string& file, Diagnostics& diagnostics) {
    for (const Field& field : setting_fields()) {
        if (!field.required || settings.contains(field.name)) continue;
        diagnostics.error(
            {file, 0, 0}, say("缺少 {}", "{} is missing", field.name),
            {"这个键必须给出", "this key is required"},
            {"请补上；docs/scenario.md 说明了写法。", "Add it; docs/scenario.md shows how."});
    }
}

}  // namespace coffer::scenario
