#include "plan.hpp"

#include <algorithm>

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/report/plan_files.hpp"
#include "coffer/scenario/package.hpp"
#include "coffer/scenario/rewrite.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::browser {
namespace {

bool is_workbook(const std::string& name) {
    return name.ends_with(".xlsx") || name.ends_with(".XLSX");
}

std::optional<scenario::Document> parsed(const Files& files,
                                         const std::vector<scenario::Change>& changes,
                                         Diagnostics& diagnostics) {
    const auto book = std::find_if(files.begin(), files.end(),
                                   [](const auto& file) { return is_workbook(file.first); });
    if (book != files.end()) {
        return scenario::parse_workbook(book->second, book->first, changes, diagnostics);
    }
    return scenario::parse_texts(files, {}, changes, diagnostics);
}

std::string shown(const scenario::Field* field, const std::string& text, Language language) {
    if (field == nullptr || language == Language::english) return text;
    return scenario::in_chinese(*field, text);
}

Json json_of(const scenario::Field& field) {
    Json json = {{"name", field.name},
                 {"zh", field.zh},
                 {"required", field.required},
                 {"meaning", browser::json_of(field.meaning)}};
    if (field.holds.content == scenario::Content::choice) {
        Json words = Json::array();
        for (const scenario::Word& word : scenario::enumeration(field.holds.words).words) {
            words.push_back({{"zh", word.zh}, {"en", word.name}});
        }
        json["words"] = std::move(words);
    }
    return json;
}

/// Every table that there can be; those that are not there have no rows.
Json tables_of(const scenario::Document& document, Language language) {
    Json tables = Json::array();
    for (const scenario::TableSchema& schema : scenario::table_schemas()) {
        Json fields = Json::array();
        for (const scenario::Field& field : schema.columns) fields.push_back(json_of(field));
        Json columns = Json::array();
        Json rows = Json::array();
        const auto found = document.tables.find(schema.name);
        if (found != document.tables.end()) {
            std::vector<const scenario::Field*> known;
            for (const std::string& column : found->second.columns) {
                known.push_back(scenario::find_field(schema.columns, column));
                columns.push_back(column);
            }
            for (const scenario::Row& row : found->second.rows) {
                Json cells = Json::array();
                for (std::size_t i = 0; i < row.cells.size(); ++i) {
                    cells.push_back(
                        shown(i < known.size() ? known[i] : nullptr, row.cells[i].text, language));
                }
                rows.push_back(std::move(cells));
            }
        }
        tables.push_back({{"name", schema.name},
                          {"zh", schema.zh},
                          {"meaning", browser::json_of(schema.meaning)},
                          {"fields", std::move(fields)},
                          {"columns", std::move(columns)},
                          {"rows", std::move(rows)}});
    }
    return tables;
}

Json settings_of(const scenario::Document& document, Language language) {
    Json settings = Json::array();
    for (const scenario::Field& field : scenario::setting_fields()) {
        Json json = json_of(field);
        json["list"] = field.is_list;
        const auto found = document.settings.find(field.name);
        if (found != document.settings.end()) {
            std::string text;
            for (const scenario::Cell& item : found->second.items) {
                text += (text.empty() ? "" : "; ") + shown(&field, item.text, language);
            }
            json["text"] = text;
        }
        settings.push_back(std::move(json));
    }
    return settings;
}

Json told(const Read& plan, Language language) {
    Json json = {{"ok", plan.plan.has_value()},
                 {"messages",
                  browser::json_of(plan.diagnostics, plan.document ? &*plan.document : nullptr)}};
    if (!plan.document) return json;
    json["tables"] = tables_of(*plan.document, language);
    json["settings"] = settings_of(*plan.document, language);
    json["sha256"] = plan.document->sha256;
    if (plan.plan) {
        json["name"] = browser::json_of(plan.plan->model.name);
        json["paths"] = plan.plan->model.simulation.paths;
    }
    return json;
}

scenario::Table& table_for(const std::string& name, scenario::Document& document) {
    scenario::Table& table = document.tables[name];
    table.name = name;
    return table;
}

/// The place of the column, which is added when the table lacks it.
std::size_t column_for(const std::string& name, scenario::Table& table) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), name);
    if (found != table.columns.end()) {
        return static_cast<std::size_t>(found - table.columns.begin());
    }
    table.columns.push_back(name);
    table.headings.push_back(name);
    for (scenario::Row& row : table.rows) row.cells.resize(table.columns.size());
    return table.columns.size() - 1;
}

void set_key(const std::string& key, const std::string& text, scenario::Document& document) {
    const scenario::Field* field = scenario::find_field(scenario::setting_fields(), key);
    if (field == nullptr) return;
    if (text.empty()) {
        document.settings.erase(field->name);
        return;
    }
    scenario::Setting& setting = document.settings[field->name];
    setting.is_list = field->is_list;
    setting.items.clear();
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = field->is_list ? text.find(';', begin) : std::string::npos;
        std::string item = text.substr(begin, end == std::string::npos ? end : end - begin);
        item.erase(0, item.find_first_not_of(' '));
        setting.items.push_back({scenario::canonical(*field, item), {}});
        if (end == std::string::npos) break;
        begin = end + 1;
    }
}

/// {"key", "text"}, {"table", "row", "column", "text"}, {"table", "add"} or {"table", "drop"}.
void make(const Json& edit, scenario::Document& document) {
    if (edit.contains("key")) {
        return set_key(edit.value("key", ""), edit.value("text", ""), document);
    }
    const scenario::TableSchema* schema = scenario::find_table(edit.value("table", ""));
    if (schema == nullptr) return;
    scenario::Table& table = table_for(schema->name, document);
    if (edit.value("add", false)) {
        if (table.columns.empty()) {
            for (const scenario::Field& field : schema->columns) {
                if (field.required) static_cast<void>(column_for(field.name, table));
            }
        }
        scenario::Row row;
        row.cells.resize(table.columns.size());
        table.rows.push_back(std::move(row));
        return;
    }
    if (edit.contains("drop")) {
        const auto row = edit.value("drop", std::size_t{0});
        if (row >= table.rows.size()) return;
        table.rows.erase(table.rows.begin() + static_cast<std::ptrdiff_t>(row));
        for (scenario::Note& note : table.notes) note.before -= note.before > row ? 1 : 0;
        return;
    }
    const scenario::Field* field = scenario::find_field(schema->columns, edit.value("column", ""));
    const auto row = edit.value("row", std::size_t{0});
    if (field == nullptr || row >= table.rows.size()) return;
    const std::size_t column = column_for(field->name, table);
    if (column >= table.rows[row].cells.size()) return;
    table.rows[row].cells[column].text = scenario::canonical(*field, edit.value("text", ""));
}

/// The text of the settings with what the edits say, comments and order kept; none where an edit
/// adds or removes a key or changes a value that is spread over lines.
std::optional<std::string> edited_settings(std::string toml, const Json& edits,
                                           const scenario::Document& document, Language language) {
    for (const Json& edit : edits) {
        if (!edit.contains("key")) continue;
        const scenario::Field* field =
            scenario::find_field(scenario::setting_fields(), edit.value("key", ""));
        if (field == nullptr) continue;
        const auto setting = document.settings.find(field->name);
        if (setting == document.settings.end()) return std::nullopt;
        auto changed =
            scenario::rewrite_value(toml, setting->second.at.line,
                                    report::setting_in_toml(*field, setting->second, language));
        if (!changed) return std::nullopt;
        toml = *std::move(changed);
    }
    return toml;
}

}  // namespace

Language language_of(const Json& request) {
    return request.value("language", "zh") == "en" ? Language::english : Language::chinese;
}

Read read(const Files& files, const std::vector<scenario::Change>& changes) {
    Read result;
    Diagnostics& diagnostics = result.diagnostics;
    result.document = parsed(files, changes, diagnostics);
    if (!result.document) return result;
    auto model = model::build(*result.document, diagnostics);
    std::optional<plan::Plan> plan;
    if (model) plan = plan::compile(*model, diagnostics);
    if (!plan || diagnostics.has_errors()) {
        audit::add_to(diagnostics, audit::audit_tables(*result.document));
        return result;
    }
    if (const auto trial = audit::try_out(*plan, audit::StructuralTest::no)) {
        audit::add_to(diagnostics, audit::audit(*result.document, *model, *trial));
    } else {
        audit::add_to(diagnostics, audit::audit_tables(*result.document));
    }
    result.plan = analysis::Case{*result.document, std::move(*model), std::move(*plan)};
    return result;
}

Json look(const Files& files, const Json& request) {
    return told(read(files), language_of(request));
}

Json edit(const Files& files, const Json& request, Files& out) {
    Diagnostics ignored;
    auto document = parsed(files, {}, ignored);
    const Language language = language_of(request);
    if (!document) return told(read(files), language);
    for (const Json& each : request.value("edits", Json::array())) make(each, *document);
    for (results::File& file : report::plan_folder(*document, language)) {
        out[file.name] = std::move(file.content);
    }
    constexpr const char* settings = "scenario.toml";
    if (const auto written = files.find(settings); written != files.end()) {
        auto kept = edited_settings(written->second, request.value("edits", Json::array()),
                                    *document, language);
        if (kept) out[settings] = *std::move(kept);
    }
    Json json = told(read(out), language);
    json["files"] = Json::array();
    for (const auto& [name, bytes] : out) json["files"].push_back(name);
    return json;
}

Json save(const Files& files, const Json& request, Files& out) {
    Diagnostics diagnostics;
    const auto document = parsed(files, {}, diagnostics);
    const Language language = language_of(request);
    std::optional<std::string> bytes;
    std::string name;
    if (document && request.value("as", "") == "xlsx") {
        name = "plan.xlsx";
        bytes = report::plan_workbook(*document, language, diagnostics);
    } else if (document) {
        name = "plan.zip";
        scenario::Package package;
        for (results::File& file : report::plan_folder(*document, language)) {
            package[file.name] = std::move(file.content);
        }
        bytes = scenario::pack(package);
    }
    Json json = {{"ok", bytes.has_value()}, {"files", Json::array()}};
    json["messages"] = browser::json_of(diagnostics, document ? &*document : nullptr);
    if (bytes) {
        out[name] = std::move(*bytes);
        json["files"].push_back(name);
    }
    return json;
}

}  // namespace coffer::browser
