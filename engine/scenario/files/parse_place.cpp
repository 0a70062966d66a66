// A plan where it lies.
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"
#include "folder.hpp"
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

std::optional<Document> parse(const std::filesystem::path& folder,
                              const std::vector<Change>& changes, Diagnostics& diagnostics) {
    std::error_code failed;
    if (std::filesystem::is_regular_file(folder, failed)) {
        const auto bytes = read_workbook_file(folder, diagnostics);
        if (!bytes) return std::nullopt;
        return parse_workbook(*bytes, folder, changes, diagnostics);
    }
    const auto files = read_folder(folder, diagnostics);
    if (!files) return std::nullopt;
    if (was_refused("scenario.toml", *files, folder)) {
        Document tables;
        std::vector<Cell> units;
        read_table_files(*files, folder, tables, units, diagnostics);
        return std::nullopt;
    }
    auto document = parse_texts(*files, folder, changes, diagnostics);
    if (!document) return std::nullopt;
    document->other_files = other_files(folder);
    for (const TableSchema& schema : table_schemas()) {
        if (was_refused(schema.name + ".csv", *files, folder)) document->unread.insert(schema.name);
    }
    return document;
}

}  // namespace coffer::scenario
