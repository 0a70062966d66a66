// What may give way to results, and what may not.
#include "coffer/results/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include "coffer/base/sha256.hpp"
#include "coffer/base/system_text.hpp"
#include "staging.hpp"

namespace coffer::results {
namespace {

namespace fs = std::filesystem;

void refuse(const fs::path& folder, Text why, Diagnostics& diagnostics) {
    diagnostics.error({folder.string(), 0, 0}, {"不能写到这里", "this folder cannot be written"},
                      std::move(why),
                      {"请换一个新的目录名；coffer 从不删除别人的文件。",
                       "Name a new folder; coffer never deletes files that are not its own."});
}

/// The same for what --force would replace.
void refuse_unless_forced(const fs::path& folder, Text why, Diagnostics& diagnostics) {
    diagnostics.error({folder.string(), 0, 0}, {"不能写到这里", "this folder cannot be written"},
                      std::move(why),
                      {"请用 --out 另给一个目录；确认不要了，才用 --force 整个替换。",
                       "Name another folder with --out, or replace all of it with --force."});
}

/// None when it cannot be read; results are never as large as the limit.
std::optional<std::string> content_of(const fs::path& file) {
    constexpr std::uintmax_t largest = 1u << 30u;
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(file, error))) return std::nullopt;
    const auto size = fs::file_size(file, error);
    if (error || size > largest) return std::nullopt;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return std::nullopt;
    std::string content(static_cast<std::size_t>(size), '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(stream.gcount()));
    return content;
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
    const Text why = system_text(errno);
    refuse(folder,
           {"没有写入 " + existing.string() + " 的权限（" + why.zh + "）",
            existing.string() + " may not be written: " + why.en},
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

/// Names of what a folder holds, in order; of what stands in folders in it, the way to it.
struct Holding {
    std::vector<std::string> files;
    std::vector<std::string> others;  ///< empty folders, links and the like
};

std::optional<Holding> holding_of(const fs::path& path, std::error_code& error) {
    Holding holding;
    for (fs::recursive_directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
        const fs::file_type type = entry->symlink_status().type();
        // Its content speaks for a folder that has any.
        if (type == fs::file_type::directory && !fs::is_empty(entry->path(), error)) continue;
        const bool is_file = type == fs::file_type::regular;
        (is_file ? holding.files : holding.others)
            .push_back(entry->path().lexically_relative(path).generic_string());
    }
    if (error) return std::nullopt;
    std::sort(holding.files.begin(), holding.files.end());
    std::sort(holding.others.begin(), holding.others.end());
    return holding;
}

bool was_changed(const fs::path& path, const FileEntry& written) {
    const auto content = content_of(path / written.name);
    return !content || content->size() != written.bytes || sha256(*content) != written.sha256;
}

/// Why results that this manifest speaks of are not simply replaced; none when they may be.
std::optional<Text> why_kept(const fs::path& path, const Manifest& manifest, const Claim& claim,
                             const Holding& holding) {
    if (manifest.command != claim.command) {
        return Text{"其中是 coffer " + manifest.command + " 的结果，不会用 coffer " +
                        claim.command + " 的结果替换",
                    "it holds results of coffer " + manifest.command + ", which coffer " +
                        claim.command + " does not replace"};
    }
    if (resolved(path / manifest.scenario_from_here) != resolved(claim.scenario)) {
        return Text{"其中是另一个方案（" + manifest.scenario_folder + "）的结果",
                    "it holds results of another plan, " + manifest.scenario_folder};
    }
    std::vector<std::string> foreign = holding.others;
    for (const std::string& name : holding.files) {
        const auto written = std::find_if(manifest.files.begin(), manifest.files.end(),
                                          [&](const FileEntry& file) { return file.name == name; });
        if (written != manifest.files.end()) {
            if (was_changed(path, *written)) {
                return Text{"其中的“" + name + "”写出之后被改过",
                            "\"" + name + "\" in it was changed after it was written"};
            }
        } else if (name != manifest_name) {
            foreign.push_back(name);
        }
    }
    if (foreign.empty()) return std::nullopt;
    const std::string& first = *std::min_element(foreign.begin(), foreign.end());
    return Text{"其中的“" + first + "”不是 coffer 写的",
                "coffer did not write \"" + first + "\" that stands in it"};
}

/// What stands in `path` may give way to `claim`.
bool check_replacing(const fs::path& folder, const fs::path& path, const Claim& claim,
                     const Holding& holding, Diagnostics& diagnostics) {
    if (lies_in(resolved(claim.scenario), path)) {
        refuse(folder,
               {"结果会整体替换这个目录，而方案就在其中",
                "results replace the folder as a whole, and the plan lies in it"},
               diagnostics);
        return false;
    }
    const auto text = content_of(path / manifest_name);
    const ReadManifest read = text ? read_manifest(*text) : ReadManifest{};
    std::optional<Text> why;
    switch (read.state) {
        case ManifestState::foreign:
            refuse(folder,
                   {"目录不是空的，也不是 coffer 以前的结果（没有它的 manifest.json）",
                    "it is not empty and holds no earlier results of coffer (no manifest.json of "
                    "its)"},
                   diagnostics);
            return false;
        case ManifestState::other_format:
            why = Text{"其中是另一版本的 coffer 的结果，看不出属于谁",
                       "it holds results of another version of coffer, of which one cannot tell "
                       "whose they are"};
            break;
        case ManifestState::changed:
            why = Text{"其中的“manifest.json”写出之后被改过",
                       "\"manifest.json\" in it was changed after it was written"};
            break;
        case ManifestState::whole:
            why = why_kept(path, read.manifest, claim, holding);
            break;
    }
    if (!why || claim.force) return true;
    refuse_unless_forced(folder, *std::move(why), diagnostics);
    return false;
}

}  // namespace

bool check_folder(const fs::path& folder, const std::optional<Claim>& claim,
                  Diagnostics& diagnostics) {
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
    const auto holding = holding_of(path, error);
    if (!holding) {
        refuse(folder, system_text(error.value()), diagnostics);
        return false;
    }
    if (!holding->files.empty() || !holding->others.empty()) {
        if (!claim) {
            refuse(folder, {"目录已存在而且不是空的", "it exists and is not empty"}, diagnostics);
            return false;
        }
        if (!check_replacing(folder, path, *claim, *holding, diagnostics)) return false;
    }
    // The new folder is made beside it, and what it holds now is deleted.
    return check_rights(folder, path.parent_path(), diagnostics) &&
           check_rights(folder, path, diagnostics);
}

}  // namespace coffer::results
