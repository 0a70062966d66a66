#include "coffer/scenario/source.hpp"

#include <cstdint>
#include <system_error>

#include "coffer/scenario/changes.hpp"
#include "folder.hpp"
#include "table_files.hpp"

namespace coffer::scenario {
namespace {

namespace fs = std::filesystem;

struct Stamp {
    std::uintmax_t bytes = 0;
    fs::file_time_type written;

    friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// What tells that a file was written: its size and time. Files that come or go between two looks
/// show as well.
std::map<std::string, Stamp> stamps_of(const fs::path& place) {
    std::map<std::string, Stamp> stamps;
    std::error_code failed;
    const auto add = [&](const fs::path& file) {
        std::error_code unknown;
        stamps[file.filename().string()] = {fs::file_size(file, unknown),
                                            fs::last_write_time(file, unknown)};
    };
    if (fs::is_regular_file(place, failed)) {
        add(place);
        return stamps;
    }
    fs::directory_iterator entry(place, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (name == "scenario.toml" || is_table_file(name)) add(entry->path());
    }
    return stamps;
}

std::optional<Source> read_once(const fs::path& place, Diagnostics& diagnostics) {
    std::error_code failed;
    if (fs::is_regular_file(place, failed)) {
        auto bytes = read_workbook_file(place, diagnostics);
        if (!bytes) return std::nullopt;
        return Source{place, {{place.filename().string(), std::move(*bytes)}}, true};
    }
    auto files = read_folder(place, diagnostics);
    if (!files) return std::nullopt;
    return Source{place, std::move(*files)};
}

}  // namespace

bool is_workbook_name(const std::string& name) {
    return name.ends_with(".xlsx") && !name.starts_with(".") && !name.starts_with("~$");
}

std::optional<Source> read_source(const fs::path& place, Diagnostics& diagnostics) {
    constexpr int patience = 5;
    for (int attempt = 0; attempt < patience; ++attempt) {
        const auto before = stamps_of(place);
        Diagnostics found;
        auto source = read_once(place, found);
        if (stamps_of(place) != before) continue;
        for (Diagnostic& each : found.sorted()) {
            auto& [severity, at, problem, why, suggestion] = each;
            if (severity == Severity::error) {
                diagnostics.error(at, problem, why, suggestion);
            } else {
                diagnostics.warning(at, problem, why, suggestion);
            }
        }
        return source;
    }
    diagnostics.error({place.generic_string(), 0, 0},
                      {"方案一直在变", "the plan does not hold still"},
                      {"每次读取时都有文件正被改写", "files were written during every reading"},
                      {"请等保存完毕后再运行。", "Run again when it has been saved."});
    return std::nullopt;
}

std::optional<Document> parse_source(const Source& source, const std::vector<Change>& changes,
                                     Diagnostics& diagnostics) {
    if (source.workbook) {
        return parse_workbook(source.files.begin()->second, source.place, changes, diagnostics);
    }
    return parse_texts(source.files, source.place, changes, diagnostics);
}

}  // namespace coffer::scenario
