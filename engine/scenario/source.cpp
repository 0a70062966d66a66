#include "coffer/scenario/source.hpp"

#include <cstdint>
#include <system_error>

#include "coffer/scenario/changes.hpp"
#include "folder.hpp"

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
std::map<std::string, Stamp> stamps_in(const fs::path& folder) {
    std::map<std::string, Stamp> stamps;
    std::error_code failed;
    fs::directory_iterator entry(folder, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (name != "scenario.toml" && !is_table_file(name)) continue;
        std::error_code unknown;
        Stamp stamp;
        stamp.bytes = fs::file_size(entry->path(), unknown);
        stamp.written = fs::last_write_time(entry->path(), unknown);
        stamps.emplace(name, stamp);
    }
    return stamps;
}

}  // namespace

std::optional<Source> read_source(const fs::path& place, Diagnostics& diagnostics) {
    constexpr int patience = 5;
    for (int attempt = 0; attempt < patience; ++attempt) {
        const auto before = stamps_in(place);
        Diagnostics found;
        auto files = read_folder(place, found);
        if (stamps_in(place) != before) continue;
        for (Diagnostic& each : found.sorted()) {
            auto& [severity, at, problem, why, suggestion] = each;
            if (severity == Severity::error) {
                diagnostics.error(at, problem, why, suggestion);
            } else {
                diagnostics.warning(at, problem, why, suggestion);
            }
        }
        if (!files) return std::nullopt;
        return Source{place, std::move(*files)};
    }
    diagnostics.error({place.generic_string(), 0, 0},
                      {"方案一直在变", "the plan does not hold still"},
                      {"每次读取时都有文件正被改写", "files were written during every reading"},
                      {"请等保存完毕后再运行。", "Run again when it has been saved."});
    return std::nullopt;
}

std::optional<Document> parse_source(const Source& source, const std::vector<Change>& changes,
                                     Diagnostics& diagnostics) {
    return parse_texts(source.files, source.place, changes, diagnostics);
}

}  // namespace coffer::scenario
