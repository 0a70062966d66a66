// A plan where it lies.
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"
#include "folder.hpp"
#include "layers.hpp"
#include "table_files.hpp"

namespace coffer::scenario {
namespace {

/// Whether a folder has a file that read_folder has refused and told of.
bool was_refused(const std::string& name, const std::map<std::string, std::string>& files,
                 const std::filesystem::path& folder) {
    std::error_code failed;
    return !files.contains(name) &&
           std::filesystem::exists(std::filesystem::symlink_status(folder / name, failed));
}

}  // namespace

std::optional<Layer> read_layer(const std::filesystem::path& folder, Diagnostics& diagnostics) {
    std::error_code failed;
    if (std::filesystem::is_regular_file(folder, failed)) {
        const auto bytes = read_workbook_file(folder, diagnostics);
        if (!bytes) return std::nullopt;
        return read_workbook_layer(*bytes, folder, diagnostics);
    }
    const auto files = read_folder(folder, diagnostics);
    if (!files) return std::nullopt;
    if (was_refused("scenario.toml", *files, folder)) {
        Document tables;
        std::vector<Cell> units;
        read_table_files(*files, folder, tables, units, diagnostics);
        return std::nullopt;
    }
    auto layer = read_texts_layer(*files, folder, diagnostics);
    if (!layer) return std::nullopt;
    for (const TableSchema& schema : table_schemas()) {
        if (was_refused(schema.name + ".csv", *files, folder)) {
            layer->document.unread.insert(schema.name);
        }
    }
    return layer;
}

std::optional<Document> parse(const std::filesystem::path& plan, const std::vector<Change>& changes,
                              Diagnostics& diagnostics) {
    auto layer = read_layer(plan, diagnostics);
    if (!layer) return std::nullopt;
    std::error_code failed;
    if (std::filesystem::is_directory(plan, failed))
        layer->document.other_files = other_files(plan);
    Chain chain(plan);
    const auto read_base = [&](const Cell& extends, Diagnostics& found) -> std::optional<Layer> {
        const auto place = chain.follow(extends, found);
        return place ? read_layer(*place, found) : std::nullopt;
    };
    return join_layers(std::move(*layer), read_base, changes, diagnostics);
}

}  // namespace coffer::scenario
