// The sheet of settings of a workbook: scenario.toml as rows of key and value.
#include <algorithm>
#include <array>
#include <optional>

#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "limits.hpp"
#include "setting_names.hpp"
#include "settings_reader.hpp"

namespace coffer::scenario {
namespace {

struct Places {
    std::size_t header = 0;
    std::size_t key = 0;
    std::size_t value = 0;
};

std::optional<std::size_t> find_cell(const std::vector<Cell>& record,
                                     const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < record.size(); ++i) {
        if (std::find(names.begin(), names.end(), record[i].text) != names.end()) return i;
    }
    return std::nullopt;
}

std::optional<Places> find_places(const Records& sheet) {
    constexpr std::size_t looked_at = 10;
    for (std::size_t i = 0; i < std::min(looked_at, sheet.records.size()); ++i) {
        const auto key = find_cell(sheet.records[i], {"项", "设置项", "键", "key"});
        const auto value = find_cell(sheet.records[i], {"值", "取值", "value"});
        if (key && value) return Places{i, *key, *value};
    }
    return std::nullopt;
}

const Cell* cell_at(const std::vector<Cell>& record, std::size_t column) {
    if (column >= record.size() || record[column].text.empty()) return nullptr;
    return &record[column];
}

void read_row(const std::vector<Cell>& record, const Places& places, Document& document,
              Diagnostics& diagnostics) {
    const Cell* key = cell_at(record, places.key);
    const Cell* value = cell_at(record, places.value);
    if (value == nullptr) return;
    if (key == nullptr) {
        diagnostics.error(value->at, {"这个值没有对应的项", "this value has no key"},
                          {"不会被读取", "it would be ignored"},
                          {"请在“项”一列写上名称，或删去它。", "Name its key, or delete it."});
        return;
    }
    const Field* field = find_setting(key->text);
    if (field == nullptr) {
        document.unread_keys.insert(setting_meant_by(key->text));
        return report_unknown_setting(key->text, key->at, diagnostics, Meant::key);
    }
    answer_former_group(key->text, key->at, diagnostics);
    if (document.settings.contains(field->name)) return report_twice(*field, key->at, diagnostics);
    Setting setting;
    setting.at = key->at;
    setting.written = key->text;
    setting.is_list = field->is_list;
    if (field->is_list) {
        const bool none = value->text == "无" || value->text == "none";
        if (!none) setting.items = list_items(value->text, value->at);
    } else {
        setting.items.push_back(*value);
    }
    if (setting.items.size() > limits::list_items) {
        document.unread_keys.insert(field->name);
        diagnostics.error(
            value->at, say("列表超过 {} 项", "the list has more than {} items", limits::list_items),
            {"超出上限", "beyond the limit"}, {"请缩短。", "Shorten it."});
        return;
    }
    for (Cell& item : setting.items) item.text = canonical(*field, item.text);
    document.settings[field->name] = std::move(setting);
}

}  // namespace

void read_settings_sheet(const Records& sheet, Document& document, Diagnostics& diagnostics) {
    const auto places = find_places(sheet);
    if (!places) {
        diagnostics.error(document.settings_at,
                          {"找不到表头“项”和“值”", "no heading row with 项 (key) and 值 (value)"},
                          {"设置写成两列：项和值", "settings are two columns: key and value"},
                          {"请在第一行写“项”和“值”；coffer workbook --template 给出样表。",
                           "Write them in the first row; coffer workbook --template gives an "
                           "example."});
        for (const Field& field : setting_fields()) document.unread_keys.insert(field.name);
        return;
    }
    for (std::size_t i = places->header + 1; i < sheet.records.size(); ++i) {
        read_row(sheet.records[i], *places, document, diagnostics);
    }
}

}  // namespace coffer::scenario
