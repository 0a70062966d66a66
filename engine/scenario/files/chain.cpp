// Where `extends` leads, on disk.
#include <algorithm>
#include <system_error>
#include <utility>

#include "coffer/scenario/wording.hpp"
#include "layers.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

namespace fs = std::filesystem;

fs::path folder_of_place(const fs::path& place) {
    std::error_code failed;
    if (fs::is_directory(place, failed)) return place;
    if (fs::is_regular_file(place, failed)) return place.parent_path();
    // A place that is not there any more, as of a plan in memory, goes by its name.
    return place.extension() == ".xlsx" ? place.parent_path() : place;
}

fs::path without_links(const fs::path& place) {
    std::error_code failed;
    fs::path real = fs::weakly_canonical(place, failed);
    if (failed) return place.lexically_normal();
    return real.has_filename() ? real : real.parent_path();
}

/// How often a path goes up before it goes down, when it does so at its beginning only.
std::optional<std::size_t> steps_up(const fs::path& path) {
    std::size_t up = 0;
    bool down = false;
    for (const fs::path& part : path) {
        if (part == "..") {
            if (down) return std::nullopt;
            ++up;
        } else if (part != "." && !part.empty()) {
            down = true;
        }
    }
    return up;
}

}  // namespace

Chain::Chain(const fs::path& plan) : places_{plan}, real_{without_links(plan)} {}

std::optional<fs::path> Chain::follow(const Cell& extends, Diagnostics& diagnostics) {
    const fs::path written(extends.text);
    const Text as = {"请写从方案所在处算起的路径，如 \"../province\" 或 \"../province.xlsx\"。",
                     "Write a path from the plan, like \"../province\" or \"../province.xlsx\"."};
    if (written.is_absolute() || extends.text.find('\\') != std::string::npos) {
        refuse_base(extends,
                    {"须是相对路径，用 / 分隔：方案会被拷到别的机器",
                     "it must be relative, with /: plans are copied to other machines"},
                    as, diagnostics);
        return std::nullopt;
    }
    const auto up = steps_up(written);
    if (!up || *up > limits::extends_up) {
        refuse_base(extends,
                    say("路径只能在开头向上，至多 {} 级，免得读到不相干的文件",
                        "a path goes up at its beginning only, at most {} times, so that no "
                        "files of others are read",
                        limits::extends_up),
                    as, diagnostics);
        return std::nullopt;
    }
    if (places_.size() > limits::bases) {
        refuse_base(extends,
                    say("继承已有 {} 层", "plans already extend each other {} deep", limits::bases),
                    {"请把几层合并。", "Make some of them one."}, diagnostics);
        return std::nullopt;
    }
    fs::path place = (folder_of_place(places_.back()) / written).lexically_normal();
    if (!place.has_filename()) place = place.parent_path();
    if (place.empty()) place = ".";
    const fs::path real = without_links(place);
    if (std::find(real_.begin(), real_.end(), real) != real_.end()) {
        refuse_base(extends,
                    {"转了一圈又回到同一个方案", "that leads in a circle to the same plan"},
                    {"请删去其中一处 extends。", "Delete one extends of the circle."}, diagnostics);
        return std::nullopt;
    }
    places_.push_back(place);
    real_.push_back(real);
    return place;
}

}  // namespace coffer::scenario
