#include <algorithm>

#include "cell_text.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/former_names.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "layers.hpp"
#include "settings_reader.hpp"
#include "table_files.hpp"
#include "table_reader.hpp"

namespace coffer::scenario {
namespace {

void read_table_file(const std::string& name, const std::string& bytes, const std::string& file,
                     bool among_gb18030, Document& document, std::vector<Cell>& units,
                     Diagnostics& diagnostics) {
    const TableSchema* schema =
        name.ends_with(".csv") ? find_table(name.substr(0, name.size() - 4)) : nullptr;
    if (schema == nullptr) {
        std::vector<std::string> known;
        for (const TableSchema& table : table_schemas()) {
            known.push_back((is_ascii(name) ? table.name : table.zh) + ".csv");
        }
        Text otherwise = say("表只能是：{}。", "The tables are: {}.", listed(known));
        diagnostics.error({file, 0, 0}, {"没有这个名字的表", "no table has this name"},
                          {"不会被读取", "it would be ignored"},
                          did_you_mean(name, known, std::move(otherwise)));
        // What refers to the table that was meant would all be reported as unknown.
        const std::string meant = nearest(name, known);
        if (meant.empty()) return;
        document.unread.insert(find_table(meant.substr(0, meant.size() - 4))->name);
        return;
    }
    answer_former_name(FormerName::Of::table, name.substr(0, name.size() - 4), {file, 0, 0},
                       diagnostics);
    if (document.tables.contains(schema->name)) {
        diagnostics.error(
            {file, 0, 0}, {"同一张表有两个文件", "two files are the same table"},
            {"一个用中文名，一个用英文名，或有一个用旧名",
             "one by its Chinese, one by its English name, or one by its former name"},
            {"请合并成一个。", "Make them one."});
        return;
    }
    if (const auto text = to_utf8(bytes, file, among_gb18030, diagnostics)) {
        ReadTable read = read_table(*schema, *text, file, diagnostics);
        if (!read.whole) document.unread.insert(schema->name);
        units.insert(units.end(), read.units.begin(), read.units.end());
        document.tables.emplace(schema->name, std::move(read.table));
    } else {
        document.unread.insert(schema->name);
    }
}

}  // namespace

bool is_table_file(const std::string& name) {
    if (name.size() < 4 || name.starts_with(".") || name.starts_with("~$")) return false;
    std::string ending = name.substr(name.size() - 4);
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return ending == ".csv";
}

void read_table_files(const std::map<std::string, std::string>& files,
                      const std::filesystem::path& folder, Document& document,
                      std::vector<Cell>& units, Diagnostics& diagnostics) {
    const bool among_gb18030 = std::any_of(files.begin(), files.end(), [](const auto& file) {
        return is_table_file(file.first) && is_gb18030(file.second);
    });
    for (const auto& [name, bytes] : files) {
        if (!is_table_file(name)) continue;
        read_table_file(name, bytes, (folder / name).generic_string(), among_gb18030, document,
                        units, diagnostics);
    }
}

std::optional<Layer> read_texts_layer(const std::map<std::string, std::string>& files,
                                      const std::filesystem::path& folder,
                                      Diagnostics& diagnostics) {
    Layer layer;
    Document& document = layer.document;
    document.folder = folder;
    read_table_files(files, folder, document, layer.units, diagnostics);
    const std::string file = (folder / "scenario.toml").generic_string();
    document.settings_at = {file, 0, 0};
    const auto settings_file = files.find("scenario.toml");
    if (settings_file == files.end()) {
        diagnostics.error({file, 0, 0}, {"没有 scenario.toml", "there is no scenario.toml"},
                          {"每个方案都从它开始", "every plan starts with it"},
                          {"请检查文件夹；coffer init DIR 可新建一个。",
                           "Check the folder; coffer init DIR makes one."});
        return std::nullopt;
    }
    const auto text = to_utf8(settings_file->second, file, false, diagnostics);
    if (!text) return std::nullopt;
    if (!read_settings(*text, file, document, diagnostics)) return std::nullopt;
    return layer;
}

std::optional<Document> parse_texts(const std::map<std::string, std::string>& files,
                                    const std::filesystem::path& folder,
                                    const std::vector<Change>& changes, Diagnostics& diagnostics) {
    auto layer = read_texts_layer(files, folder, diagnostics);
    if (!layer) return std::nullopt;
    return join_layers(std::move(*layer), nullptr, changes, diagnostics);
}

std::optional<Document> parse_workbook(const std::string& bytes, const std::filesystem::path& path,
                                       const std::vector<Change>& changes,
                                       Diagnostics& diagnostics) {
    auto layer = read_workbook_layer(bytes, path, diagnostics);
    if (!layer) return std::nullopt;
    return join_layers(std::move(*layer), nullptr, changes, diagnostics);
}

std::map<std::string, std::size_t> rows_without_basis(const Document& document) {
    std::map<std::string, std::size_t> counts;
    for (const auto& [name, table] : document.tables) {
        const auto& schemas = table_schemas();
        const bool has_basis =
            std::any_of(schemas.begin(), schemas.end(), [&](const TableSchema& s) {
                return s.name == name && !s.columns.empty() && s.columns.back().name == "basis";
            });
        if (!has_basis) continue;
        const auto column = static_cast<std::size_t>(
            std::find(table.columns.begin(), table.columns.end(), "basis") - table.columns.begin());
        for (const Row& row : table.rows) {
            if (column >= row.cells.size() || row.cells[column].text.empty()) ++counts[name];
        }
    }
    return counts;
}

}  // namespace coffer::scenario
