#include "coffer/results/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include "coffer/results/json.hpp"
#include "sha256.hpp"
#include "staging.hpp"

namespace coffer::results {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view manifest_name = "manifest.json";

void refuse(const fs::path& folder, Text why, Diagnostics& diagnostics) {
    diagnostics.error({folder.string(), 0, 0}, {"不能写到这里", "this folder cannot be written"},
                      std::move(why),
                      {"请换一个新的目录名；coffer 从不删除别人的文件。",
                       "Name a new folder; coffer never deletes files that are not its own."});
}

/// What an earlier command left in `folder`, from its manifest.
std::optional<Listing> earlier_results(const fs::path& folder) {
    constexpr std::size_t largest = 64u << 20u;
    std::error_code error;
    const fs::path file = folder / manifest_name;
    if (!fs::is_regular_file(file, error) || fs::file_size(file, error) > largest) return {};
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return listing_in_manifest(text);
}

/// `inner` is `outer` or lies in it.
bool lies_in(const fs::path& inner, const fs::path& outer) {
    const auto [end_of_outer, place] =
        std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end_of_outer == outer.end();
}

/// Files can be made in `existing`, as far as rights tell.
bool check_rights(const fs::path& folder, const fs::path& existing, Diagnostics& diagnostics) {
    if (::faccessat(AT_FDCWD, existing.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return true;
    const std::string why = std::error_code(errno, std::generic_category()).message();
    refuse(folder,
           {"没有写入 " + existing.string() + " 的权限（" + why + "）",
            existing.string() + " may not be written: " + why},
           diagnostics);
    return false;
}

/// `path`, where nothing stands, can be made.
bool check_new(const fs::path& folder, const fs::path& path, Diagnostics& diagnostics) {
    std::error_code error;
    // The folder that will have to take it.
    fs::path above = path;
    while (!fs::exists(above, error) && above != above.parent_path()) {
        if (fs::is_symlink(fs::symlink_status(above, error))) {
            refuse(folder,
                   {above.string() + " 是一个链接，指向不存在的东西",
                    above.string() + " is a link to something that does not exist"},
                   diagnostics);
            return false;
        }
        above = above.parent_path();
    }
    if (fs::is_directory(above, error)) return check_rights(folder, above, diagnostics);
    refuse(folder, {above.string() + " 不是目录", above.string() + " is not a folder"},
           diagnostics);
    return false;
}

/// The results of `command` in `folder` may give way to those that `may_replace` speaks of.
bool check_command(const fs::path& folder, const std::string& command, MayReplace may_replace,
                   Diagnostics& diagnostics) {
    const bool is_run = command == "run";
    if (is_run == (may_replace == MayReplace::results_of_run)) return true;
    refuse(folder,
           is_run ? Text{"其中是 coffer run 的结果，不会用 coffer replay 的结果替换",
                         "it holds results of coffer run, which coffer replay does not replace"}
                  : Text{"其中是 coffer replay 的结果，不会用 coffer run 的结果替换",
                         "it holds results of coffer replay, which coffer run does not replace"},
           diagnostics);
    return false;
}

}  // namespace

bool check_folder(const fs::path& folder, MayReplace may_replace, Diagnostics& diagnostics) {
    std::error_code error;
    const fs::path path = resolved(folder);
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) return check_new(folder, path, diagnostics);
    if (status.type() != fs::file_type::directory) {
        refuse(folder,
               {"已有同名的东西，但不是可读的目录", "what stands there is not a readable folder"},
               diagnostics);
        return false;
    }
    if (lies_in(fs::current_path(error), path)) {
        refuse(folder,
               {"结果会整体替换这个目录，而当前目录就在其中",
                "results replace the folder as a whole, and the current folder lies in it"},
               diagnostics);
        return false;
    }

    std::vector<std::string> present;
    std::vector<std::string> other_than_files;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
        const bool is_file = entry->symlink_status().type() == fs::file_type::regular;
        (is_file ? present : other_than_files).push_back(entry->path().filename().string());
    }
    if (error) {
        refuse(folder, {error.message(), error.message()}, diagnostics);
        return false;
    }
    // The new folder is made beside it, and what it holds now is deleted.
    const auto has_rights = [&] {
        return check_rights(folder, path.parent_path(), diagnostics) &&
               check_rights(folder, path, diagnostics);
    };
    if (present.empty() && other_than_files.empty()) return has_rights();
    if (may_replace == MayReplace::nothing) {
        refuse(folder, {"目录已存在而且不是空的", "it exists and is not empty"}, diagnostics);
        return false;
    }
    auto known = earlier_results(path);
    if (!known) {
        refuse(folder,
               {"目录不是空的，也不是 coffer 以前的结果（没有它的 manifest.json）",
                "it is not empty and holds no earlier results of coffer (no manifest.json of its)"},
               diagnostics);
        return false;
    }
    if (!check_command(folder, known->command, may_replace, diagnostics)) return false;
    known->files.emplace_back(manifest_name);
    std::vector<std::string> foreign = other_than_files;
    for (const std::string& name : present) {
        const auto found = std::find(known->files.begin(), known->files.end(), name);
        if (found == known->files.end()) foreign.push_back(name);
    }
    if (foreign.empty()) return has_rights();
    const std::string& first = *std::min_element(foreign.begin(), foreign.end());
    refuse(folder,
           {"其中的“" + first + "”不是 coffer 写的",
            "coffer did not write \"" + first + "\" that stands in it"},
           diagnostics);
    return false;
}

bool write_folder(const fs::path& folder, const std::vector<File>& files, MayReplace may_replace,
                  Diagnostics& diagnostics) {
    Staging staging(folder, may_replace, diagnostics);
    if (!staging.is_open()) return false;
    for (const File& file : files) {
        if (!staging.add(file.name, file.content)) return false;
    }
    return staging.publish();
}

std::optional<Manifest> write(const fs::path& folder, const std::vector<File>& files,
                              Manifest manifest, const std::function<double()>& seconds,
                              Diagnostics& diagnostics) {
    const MayReplace may_replace =
        manifest.command == "replay" ? MayReplace::results_of_replay : MayReplace::results_of_run;
    Staging staging(folder, may_replace, diagnostics);
    if (!staging.is_open()) return std::nullopt;
    manifest.files.clear();
    for (const File& file : files) {
        if (!staging.add(file.name, file.content)) return std::nullopt;
        manifest.files.push_back({file.name, file.content.size(), sha256(file.content)});
    }
    manifest.timings.write = seconds();
    if (!staging.add(std::string(manifest_name), manifest_json(manifest))) return std::nullopt;
    if (!staging.publish()) return std::nullopt;
    return manifest;
}

}  // namespace coffer::results
