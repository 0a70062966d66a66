#include <algorithm>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "coffer/base/from_chars.hpp"
#include "coffer/report/plan_files.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::report {
namespace {

using scenario::Field;

std::string csv_cell(const std::string& text) {
    if (text.find_first_of("\",\r\n#") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

/// Columns that are needed or say something, by their place in the table. A blank one does where a
/// table without it says something else.
std::vector<std::size_t> told_columns(const scenario::Table& table,
                                      const scenario::TableSchema& schema) {
    std::vector<std::size_t> told;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Field* field = scenario::find_field(schema.columns, table.columns[i]);
        const bool filled =
            std::any_of(table.rows.begin(), table.rows.end(),
                        [i](const scenario::Row& row) { return !row.cells[i].text.empty(); });
        const bool needed = field != nullptr && (field->required || !field->without.empty());
        if (filled || needed) told.push_back(i);
    }
    return told;
}

std::string table_csv(const scenario::Table& table, const scenario::TableSchema& schema,
                      bool chinese) {
    const auto columns = told_columns(table, schema);
    std::vector<const Field*> fields;
    std::string text;
    for (const std::size_t column : columns) {
        const Field* field = scenario::find_field(schema.columns, table.columns[column]);
        fields.push_back(field);
        text += (fields.size() > 1 ? "," : "") + csv_cell(chinese ? field->zh : field->name);
    }
    text += '\n';
    std::size_t note = 0;
    const auto add_notes = [&](std::size_t row) {
        for (; note < table.notes.size() && table.notes[note].before <= row; ++note) {
            text += table.notes[note].text + "\n";
        }
    };
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        add_notes(row);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string& cell = table.rows[row].cells[columns[i]].text;
            text += (i > 0 ? "," : "") +
                    csv_cell(chinese ? scenario::in_chinese(*fields[i], cell) : cell);
        }
        text += '\n';
    }
    add_notes(table.rows.size());
    return "\xEF\xBB\xBF" + text;
}

/// A number that TOML reads back as the same text, bare; else a string in quotes.
std::string toml_value(const std::string& text) {
    std::int64_t whole = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, whole);
    if (read.ec == std::errc{} && read.ptr == end && std::to_string(whole) == text) return text;
    double number = 0.0;
    const auto real = from_chars(text.data(), end, number);
    if (real.ec == std::errc{} && real.ptr == end && text.find('.') != std::string::npos &&
        fmt::format("{}", number) == text) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (c == '\n') {
            quoted += "\\n";
        } else if (c == '\r') {
            quoted += "\\r";
        } else if (c == '\t') {
            quoted += "\\t";
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

std::string toml_line(const Field& field, const scenario::Setting& setting, Language language) {
    const std::string key = field.name.substr(field.name.find('.') + 1);
    const std::string name = language == Language::chinese
                                 ? "  # " + field.zh.substr(field.zh.find('.') + 1)
                                 : std::string{};
    return key + " = " + setting_in_toml(field, setting, language) + name + "\n";
}

std::string settings_toml(const scenario::Document& document, Language language) {
    const bool chinese = language == Language::chinese;
    std::string text;
    std::vector<std::string> done;
    for (const Field& first : scenario::setting_fields()) {
        const std::size_t dot = first.name.find('.');
        const std::string group = dot == std::string::npos ? "" : first.name.substr(0, dot);
        if (std::find(done.begin(), done.end(), group) != done.end()) continue;
        done.push_back(group);
        std::string lines;
        for (const Field& field : scenario::setting_fields()) {
            const std::size_t point = field.name.find('.');
            const std::string in = point == std::string::npos ? "" : field.name.substr(0, point);
            const auto setting = document.settings.find(field.name);
            if (in != group || setting == document.settings.end()) continue;
            lines += toml_line(field, setting->second, language);
        }
        if (lines.empty()) continue;
        if (!group.empty()) {
            text += "\n[" + group + "]";
            if (chinese) text += "  # " + first.zh.substr(0, first.zh.find('.'));
            text += "\n";
        }
        text += lines;
    }
    return text;
}

}  // namespace

std::string setting_in_toml(const Field& field, const scenario::Setting& setting,
                            Language language) {
    const auto told = [&](const std::string& text) {
        return toml_value(language == Language::chinese ? scenario::in_chinese(field, text) : text);
    };
    if (!setting.is_list) return told(setting.items.front().text);
    std::string list;
    for (const scenario::Cell& item : setting.items) {
        list += (list.empty() ? "" : ", ") + told(item.text);
    }
    return "[" + list + "]";
}

std::vector<results::File> plan_folder(const scenario::Document& document, Language language) {
    const bool chinese = language == Language::chinese;
    std::vector<results::File> files = {{"scenario.toml", settings_toml(document, language)}};
    for (const scenario::TableSchema& schema : scenario::table_schemas()) {
        const auto table = document.tables.find(schema.name);
        if (table == document.tables.end()) continue;
        if (table->second.rows.empty() && table->second.notes.empty()) continue;
        files.push_back({(chinese ? schema.zh : schema.name) + ".csv",
                         table_csv(table->second, schema, chinese)});
    }
    return files;
}

}  // namespace coffer::report
