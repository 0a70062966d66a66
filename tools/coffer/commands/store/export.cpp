#include "export.hpp"

#include <fstream>
#include <functional>
#include <system_error>
#include <unistd.h>

#include "coffer/results/csv.hpp"
#include "coffer/results/numbers.hpp"
#include "coffer/scenario/wording.hpp"
#include "terminal.hpp"

namespace coffer::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk = 1U << 20U;

void add(const store::Value& value, results::CsvWriter& csv) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        csv.text(*text);
    } else if (const auto* number = std::get_if<double>(&value)) {
        csv.value(*number);
    } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        csv.raw(std::to_string(*whole));
    } else {
        csv.raw("");
    }
}

std::string header_of(const std::vector<std::string>& columns) {
    std::string header;
    for (const std::string& column : columns) header += (header.empty() ? "" : ",") + column;
    return header;
}

void write_table(store::Store& store, const store::Table& table, const std::string& night,
                 const fs::path& file) {
    std::ofstream stream;
    stream.exceptions(std::ios::failbit | std::ios::badbit);
    stream.open(file, std::ios::binary);
    results::CsvWriter csv;
    bool begun = false;
    store.query(table.sql, {night},
                [&](const std::vector<std::string>& columns, const auto& values) {
                    if (!begun) {
                        const std::string header = header_of(columns);
                        csv = results::CsvWriter(header);
                        // Rows go out as they come, so that the heading must tell.
                        if (header.find("_zh") != std::string::npos) stream << "\xEF\xBB\xBF";
                    }
                    begun = true;
                    for (const store::Value& value : values) add(value, csv);
                    csv.end_row();
                    if (csv.content().size() < chunk) return;
                    stream << csv.content();
                    csv = results::CsvWriter();
                });
    stream << csv.content();
    stream.close();
}

bool refuse(const fs::path& folder, Text why, Diagnostics& diagnostics) {
    diagnostics.error({folder.generic_string(), 0, 0}, {"导出失败", "the export failed"},
                      std::move(why),
                      {"请另选一个目录，或检查权限和磁盘。",
                       "Name another folder, or check permissions and the disk."});
    return false;
}

}  // namespace

bool export_night(store::Store& store, const std::string& night, const fs::path& folder,
                  Diagnostics& diagnostics) {
    std::error_code failed;
    if (fs::exists(fs::symlink_status(folder, failed))) {
        return refuse(folder, {"已经存在", "it exists already"}, diagnostics);
    }
    const fs::path parent = fs::absolute(folder).parent_path();
    const fs::path part = parent / (".coffer-export-" + std::to_string(::getpid()));
    try {
        fs::create_directories(part);
        for (const store::Table& table : store::tables_of_night()) {
            write_table(store, table, night, part / (table.name + ".csv"));
        }
        fs::rename(part, folder);
        return true;
    } catch (const std::ios::failure& error) {
        refuse(folder, {error.what(), error.what()}, diagnostics);
    } catch (const fs::filesystem_error& error) {
        refuse(folder, {error.what(), error.what()}, diagnostics);
    }
    fs::remove_all(part, failed);
    return false;
}

bool dump(store::Store& store) {
    std::string text;
    bool good = true;
    for (const store::Table& table : store::dump_tables()) {
        text += "# " + table.name + "\n";
        store.query(table.sql, {}, [&](const auto&, const std::vector<store::Value>& values) {
            std::string line;
            for (const store::Value& value : values) {
                if (!line.empty()) line += '\t';
                if (const auto* cell = std::get_if<std::string>(&value)) line += *cell;
                if (const auto* number = std::get_if<double>(&value)) {
                    line += results::number(*number);
                }
                if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                    line += std::to_string(*whole);
                }
            }
            text += line + "\n";
            if (text.size() < chunk || !good) return;
            good = print(text);
            text.clear();
        });
    }
    return good && print(text);
}

}  // namespace coffer::tool
