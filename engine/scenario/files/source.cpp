#include "coffer/scenario/source.hpp"

#include <algorithm>
#include <cstdint>
#include <system_error>

#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/package.hpp"
#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "folder.hpp"
#include "layers.hpp"
#include "settings_reader.hpp"
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

std::optional<Source> read_one(const fs::path& place, Diagnostics& diagnostics) {
    std::error_code failed;
    if (fs::is_regular_file(place, failed)) {
        auto bytes = read_workbook_file(place, diagnostics);
        if (!bytes) return std::nullopt;
        return Source{place, {{place.filename().string(), std::move(*bytes)}}, true, {}, {}};
    }
    auto files = read_folder(place, diagnostics);
    if (!files) return std::nullopt;
    return Source{place, std::move(*files), false, {}, {}};
}

/// Whether a workbook may have the setting: it has the word somewhere. Few have, and the others are
/// not read twice.
bool may_extend(const std::string& workbook) {
    Diagnostics later;
    const auto package = unpack(workbook, "", later);
    if (!package) return false;
    return std::any_of(package->begin(), package->end(), [](const auto& part) {
        return part.second.find("extends") != std::string::npos ||
               part.second.find("继承") != std::string::npos;
    });
}

/// The setting `extends` of a source by itself; mistakes are told when it is parsed.
std::optional<Cell> extends_of_source(const Source& source) {
    Diagnostics later;
    Document document;
    if (source.workbook) {
        const std::string& bytes = source.files.begin()->second;
        if (!may_extend(bytes)) return std::nullopt;
        auto layer = read_workbook_layer(bytes, source.place, later);
        if (!layer) return std::nullopt;
        document = std::move(layer->document);
    } else {
        const auto settings = source.files.find("scenario.toml");
        if (settings == source.files.end()) return std::nullopt;
        const std::string file = (source.place / "scenario.toml").generic_string();
        const auto text = to_utf8(settings->second, file, false, later);
        if (!text || !read_settings(*text, file, document, later)) return std::nullopt;
    }
    const Cell* extends = extends_of(document);
    if (extends == nullptr) return std::nullopt;
    return *extends;
}

using Stamps = std::vector<std::map<std::string, Stamp>>;

Stamps stamps_of_all(const std::vector<fs::path>& places) {
    Stamps stamps;
    for (const fs::path& place : places) stamps.push_back(stamps_of(place));
    return stamps;
}

/// The plan and what it extends; `places` and `before` tell what was read, and how it stood just
/// before.
std::optional<Source> read_once(const fs::path& place, std::vector<fs::path>& places,
                                Stamps& before, Diagnostics& diagnostics) {
    const auto read = [&](const fs::path& one) {
        places.push_back(one);
        before.push_back(stamps_of(one));
        return read_one(one, diagnostics);
    };
    auto source = read(place);
    if (!source) return std::nullopt;
    Chain chain(place);
    fs::path written;
    auto extends = extends_of_source(*source);
    while (extends) {
        // A wrong path is told of when the plan is parsed.
        Diagnostics later;
        const auto base_place = chain.follow(*extends, later);
        if (!base_place) break;
        auto base = read(*base_place);
        if (!base) return std::nullopt;
        const bool in_workbook = written.extension() == ".xlsx";
        written =
            ((in_workbook ? written.parent_path() : written) / extends->text).lexically_normal();
        if (!written.has_filename()) written = written.parent_path();
        base->extended_as = written.generic_string();
        extends = extends_of_source(*base);
        source->bases.push_back(std::move(*base));
    }
    return source;
}

}  // namespace

bool is_workbook_name(const std::string& name) {
    return name.ends_with(".xlsx") && !name.starts_with(".") && !name.starts_with("~$");
}

std::optional<Source> read_source(const fs::path& place, Diagnostics& diagnostics) {
    constexpr int patience = 5;
    for (int attempt = 0; attempt < patience; ++attempt) {
        std::vector<fs::path> places;
        Stamps before;
        Diagnostics found;
        auto source = read_once(place, places, before, found);
        if (stamps_of_all(places) != before) continue;
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
    const auto layer_of = [](const Source& one, Diagnostics& found) {
        return one.workbook ? read_workbook_layer(one.files.begin()->second, one.place, found)
                            : read_texts_layer(one.files, one.place, found);
    };
    auto layer = layer_of(source, diagnostics);
    if (!layer) return std::nullopt;
    Chain chain(source.place);
    std::size_t next = 0;
    const auto read_base = [&](const Cell& extends, Diagnostics& found) -> std::optional<Layer> {
        if (!chain.follow(extends, found)) return std::nullopt;
        if (next < source.bases.size()) return layer_of(source.bases[next++], found);
        found.error(
            extends.at,
            say("继承的 {} 没有读到", "{}, which is extended, was not read", quote(extends.text)),
            {"读取时这项设置还不是这样写的", "the setting was not found when files were read"},
            {"请重新保存方案后再运行。", "Save the plan again and run once more."});
        return std::nullopt;
    };
    return join_layers(std::move(*layer), read_base, changes, diagnostics);
}

}  // namespace coffer::scenario
