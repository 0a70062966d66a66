#include "paths_apart.hpp"

#include <algorithm>
#include <system_error>

namespace coffer::tool {
namespace {

namespace fs = std::filesystem;

/// Without links and dots as far as it exists, so that two names of one place are equal.
fs::path place_of(const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(path, error), error);
    // A folder may be named with a slash behind it.
    return whole.has_filename() ? whole : whole.parent_path();
}

bool is_same(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return a == b || fs::equivalent(a, b, error);  // by another hard link
}

bool is_within(const fs::path& inner, const fs::path& outer) {
    const auto ends = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return ends.first == outer.end() && ends.second != inner.end();
}

/// Whether writing `target` would harm `other`, which is read or written too.
bool harms(const NamedPath& target, const NamedPath& other) {
    const fs::path at = place_of(target.path), there = place_of(other.path);
    std::error_code error;
    if (is_same(at, there) || is_within(there, at)) return true;
    // A new file may stand beside what is read; one that is there already is part of it.
    return !other.written && is_within(at, there) && fs::exists(at, error);
}

}  // namespace

void check_paths_apart(const std::vector<NamedPath>& paths, Diagnostics& diagnostics) {
    std::error_code error;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (!paths[i].written) continue;
        for (std::size_t j = 0; j < paths.size(); ++j) {
            const NamedPath& other = paths[j];
            // Two that are written are told of once; words that name nothing are not paths.
            if (i == j || (other.written ? j < i : !fs::exists(other.path, error))) continue;
            if (!harms(paths[i], other)) continue;
            const std::string& by = other.by;
            diagnostics.error({paths[i].path.string(), 0, 0},
                              {"不能写到 " + paths[i].by + " 所说的地方",
                               "what " + paths[i].by + " names cannot be written"},
                              other.written
                                  ? Text{by + " 也要写到那里", by + " writes there too"}
                                  : Text{"那是 " + by + " 要读的，写了就没有了",
                                         "it is what " + by + " reads, which would be lost"},
                              {"请换一个名字；--force 只替换以前的结果。",
                               "Choose another name; --force replaces earlier results only."});
        }
    }
}

}  // namespace coffer::tool
