#include "folder.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "coffer/base/system_text.hpp"
#include "coffer/scenario/wording.hpp"
#include "limits.hpp"
#include "table_files.hpp"

namespace coffer::scenario {
namespace {

namespace fs = std::filesystem;

/// A link out of the folder could make messages quote files of the reader's machine; a pipe or
/// device could make reading never end.
bool is_plain_file_inside(const fs::path& path, const fs::path& folder) {
    std::error_code failed;
    if (!fs::is_regular_file(path, failed) || failed) return false;
    if (!fs::is_symlink(fs::symlink_status(path, failed))) return !failed;
    const fs::path target = fs::canonical(path, failed);
    if (failed) return false;
    const fs::path home = fs::canonical(folder, failed);
    return !failed && target.parent_path() == home;
}

std::optional<std::string> read_file(const fs::path& path, std::size_t most_bytes,
                                     Diagnostics& diagnostics) {
    const Position at{path.generic_string(), 0, 0};
    std::ifstream stream(path, std::ios::binary);
    std::string bytes;
    char buffer[1U << 16U];
    while (stream && bytes.size() <= most_bytes) {
        stream.read(buffer, sizeof buffer);
        bytes.append(buffer, static_cast<std::size_t>(stream.gcount()));
    }
    if (bytes.size() > most_bytes) {
        diagnostics.error(
            at, say("文件大于 {} MiB", "the file is larger than {} MiB", most_bytes >> 20U),
            {"超出上限，没有读", "beyond the limit, not read"},
            {"请检查是不是放错了文件。", "Check whether this is the right file."});
        return std::nullopt;
    }
    if (!stream.eof()) {
        diagnostics.error(at, {"文件无法读取", "the file cannot be read"},
                          {"没有权限，或磁盘出错", "no permission, or a disk error"},
                          {"请检查文件权限。", "Check its permissions."});
        return std::nullopt;
    }
    return bytes;
}

/// A folder of results has tables of its own; read as a plan it is one mistake in every column.
bool holds_results(const fs::path& folder) {
    std::error_code failed;
    return fs::is_regular_file(folder / "manifest.json", failed) &&
           !fs::exists(fs::symlink_status(folder / "scenario.toml", failed));
}

}  // namespace

std::optional<std::map<std::string, std::string>> read_folder(const fs::path& folder,
                                                              Diagnostics& diagnostics) {
    std::error_code failed;
    fs::directory_iterator entry(folder, failed);
    if (failed) {
        diagnostics.error({folder.generic_string(), 0, 0},
                          {"文件夹打不开", "the folder cannot be opened"},
                          system_text(failed.value()),
                          {"请给出含有 scenario.toml 的文件夹；coffer init DIR 可新建一个。",
                           "Name a folder that holds scenario.toml; coffer init DIR makes one."});
        return std::nullopt;
    }
    if (holds_results(folder)) {
        diagnostics.error({folder.generic_string(), 0, 0},
                          {"这是结果文件夹，不是方案", "this folder holds results, not a plan"},
                          {"其中有 manifest.json，没有 scenario.toml",
                           "it has a manifest.json and no scenario.toml"},
                          {"请给出算出这些结果的方案；coffer report 可由结果生成报告。",
                           "Name the plan they were computed from; coffer report makes a page of "
                           "results."});
        return std::nullopt;
    }
    std::map<std::string, std::string> files;
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        const bool settings = name == "scenario.toml";
        if (!settings && !is_table_file(name)) continue;
        const fs::path path = folder / name;
        if (!is_plain_file_inside(path, folder)) {
            diagnostics.error({path.generic_string(), 0, 0}, {"不是普通文件", "not a plain file"},
                              {"文件夹、管道和指向文件夹之外的链接都不读",
                               "folders, pipes and links that lead out of the folder are not read"},
                              {"请把文件本身放进文件夹。", "Put the file itself into the folder."});
            continue;
        }
        auto bytes =
            read_file(path, settings ? limits::settings_bytes : limits::file_bytes, diagnostics);
        if (bytes) files.emplace(name, std::move(*bytes));
    }
    return files;
}

std::vector<std::string> other_files(const fs::path& folder) {
    constexpr std::size_t most = 1000;
    std::vector<std::string> names;
    const auto list = [&names](const fs::path& place, const std::string& before, bool top,
                               auto& self) -> void {
        std::error_code failed;
        for (fs::directory_iterator entry(place, failed);
             !failed && entry != fs::directory_iterator() && names.size() < most;
             entry.increment(failed)) {
            const std::string name = entry->path().filename().string();
            if (name.starts_with(".") || name.starts_with("~$")) continue;
            std::error_code ignored;
            if (fs::is_directory(fs::symlink_status(entry->path(), ignored))) {
                if (top) self(entry->path(), before + name + "/", false, self);
            } else if (!top || (name != "scenario.toml" && !is_table_file(name))) {
                names.push_back(before + name);
            }
        }
    };
    list(folder, "", true, list);
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::string> read_workbook_file(const fs::path& file, Diagnostics& diagnostics) {
    const std::string name = file.filename().string();
    if (name == "scenario.toml" || is_table_file(name)) {
        diagnostics.error({file.generic_string(), 0, 0},
                          {"这是方案文件夹里的一个文件", "this is one file of a plan's folder"},
                          {"方案是整个文件夹，或一个 .xlsx 工作簿",
                           "a plan is the whole folder, or a workbook (.xlsx)"},
                          {"请给出它所在的文件夹。", "Name the folder that it lies in."});
        return std::nullopt;
    }
    return read_file(file, limits::file_bytes, diagnostics);
}

}  // namespace coffer::scenario
