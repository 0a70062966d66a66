#include "coffer/scenario/night_file.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <toml++/toml.h>

#include "coffer/scenario/wording.hpp"
#include "encoding.hpp"
#include "limits.hpp"
#include "toml_text.hpp"

namespace coffer::scenario {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t most_paths = 4294967295;

class NightReader {
  public:
    NightReader(const fs::path& file, Diagnostics& diagnostics)
        : path_(file), name_(file.generic_string()), diagnostics_(diagnostics) {
        night_.file = file;
    }

    NightFile read(const toml::table& table) {
        read_keys(table, "",
                  {{"format", [this](const toml::node& node) { read_format(node); }},
                   {"name_zh", [this](const toml::node& node) { read_text(node, night_.name.zh); }},
                   {"name_en", [this](const toml::node& node) { read_text(node, night_.name.en); }},
                   {"plans", [this](const toml::node& node) { night_.plans = list(node); }},
                   {"as_they_are",
                    [this](const toml::node& node) { read_flag(node, night_.as_they_are); }},
                   {"variants", [this](const toml::node& node) { variants_ = list(node); }},
                   {"seed", [this](const toml::node& node) { night_.seed = whole(node, 0); }},
                   {"paths", [this](const toml::node& node) { night_.paths = whole(node, 1); }},
                   {"store", [this](const toml::node& node) { read_store(node); }},
                   {"keep", [this](const toml::node& node) { read_keep(node); }}});
        if (!table.contains("format"))
            wrong({name_, 0, 0}, {"缺少 format = 1", "format = 1 is missing"});
        if (night_.plans.empty() && !diagnostics_.has_errors()) {
            wrong({name_, 0, 0}, {"没有列出方案", "it lists no plans"});
        }
        fill_names();
        read_variants();
        if (!night_.as_they_are && night_.variants.empty() && !diagnostics_.has_errors()) {
            wrong({name_, 0, 0},
                  {"既不算原方案，也没有变体", "neither plans as they are nor variants"});
        }
        return std::move(night_);
    }

  private:
    using Readers = std::map<std::string, std::function<void(const toml::node&)>>;

    void read_keys(const toml::table& table, const std::string& group, const Readers& readers) {
        std::vector<std::string> known;
        for (const auto& [key, reader] : readers) known.push_back(group + key);
        for (const auto& [key, node] : table) {
            const auto reader = readers.find(std::string(key.str()));
            if (reader != readers.end()) {
                reader->second(node);
                continue;
            }
            const std::string name = group + std::string(key.str());
            diagnostics_.error(
                at(key.source()), say("没有名为 {} 的键", "unknown key {}", quote(name)),
                {"不会被读取", "it would be ignored"},
                did_you_mean(name, known, say("键有：{}。", "The keys are: {}.", listed(known))));
        }
    }

    void read_format(const toml::node& node) {
        if (node.value<std::int64_t>() != 1) wrong(at(node), {"format 须为 1", "format must be 1"});
    }
    void read_text(const toml::node& node, std::string& to) {
        if (const auto* text = node.as_string()) {
            to = text->get();
        } else {
            wrong(at(node), {"须是带引号的文字", "it must be quoted text"});
        }
    }
    void read_flag(const toml::node& node, bool& to) {
        if (const auto* flag = node.as_boolean()) {
            to = flag->get();
        } else {
            wrong(at(node), {"须是 true 或 false", "it must be true or false"});
        }
    }
    std::optional<std::uint64_t> whole(const toml::node& node, std::int64_t least) {
        const auto* number = node.as_integer();
        const std::int64_t most = least > 0 ? most_paths : std::numeric_limits<std::int64_t>::max();
        if (number != nullptr && number->get() >= least && number->get() <= most) {
            return static_cast<std::uint64_t>(number->get());
        }
        wrong(at(node),
              say("须是 {} 到 {} 的整数", "it must be a whole number from {} to {}", least, most));
        return std::nullopt;
    }
    /// Items of text, none twice.
    std::vector<Cell> list(const toml::node& node) {
        std::vector<Cell> items;
        std::set<std::string> seen;
        const toml::array* array = node.as_array();
        if (array == nullptr || array->size() > limits::rows) {
            wrong(at(node), {"须是带引号的文字的列表", "it must be a list of quoted texts"});
            return items;
        }
        for (const toml::node& item : *array) {
            const auto* text = item.as_string();
            if (text == nullptr || text->get().empty()) {
                wrong(at(item), {"每一项须是带引号的文字", "each item must be quoted text"});
            } else if (!seen.insert(text->get()).second) {
                wrong(at(item), say("{} 写了两次", "{} comes twice", quote(text->get())));
            } else {
                items.push_back({text->get(), at(item)});
            }
        }
        return items;
    }

    /// A file lies where the night file says, a database where its URL does.
    void read_store(const toml::node& node) {
        std::string place;
        read_text(node, place);
        if (place.empty()) {
            if (node.is_string()) wrong(at(node), {"不能是空的", "it must not be empty"});
            return;
        }
        night_.store = place.find("://") != std::string::npos
                           ? place
                           : (path_.parent_path() / place).generic_string();
    }

    void read_keep(const toml::node& node) {
        night_.keep_months = night_.keep_projects = false;
        for (const Cell& item : list(node)) {
            if (item.text == "months") {
                night_.keep_months = true;
            } else if (item.text == "projects") {
                night_.keep_projects = true;
            } else {
                wrong(item.at,
                      {"只能是 months 或 projects（年度指标、目标和首次发生总是保留）",
                       "it can be months or projects (yearly figures, targets and first hits are "
                       "always kept)"});
            }
        }
    }

    void fill_names() {
        Text& name = night_.name;
        if (name.zh.empty()) name.zh = name.en.empty() ? path_.stem().string() : name.en;
        if (name.en.empty()) name.en = name.zh;
    }

    /// Each change of each file is a variant; their ids name rows of the store, so no two are
    /// alike.
    void read_variants() {
        std::set<std::string> ids;
        for (const Cell& choice : variants_) {
            // A reader of changes holds back after errors that are not its own.
            Diagnostics own;
            auto changes =
                read_change_choice((path_.parent_path() / choice.text).generic_string(), own);
            for (const Diagnostic& each : own.sorted()) {
                diagnostics_.error(each.at, each.problem, each.why, each.suggestion);
            }
            for (Change& change : changes) {
                if (ids.insert(change.id).second) {
                    night_.variants.push_back(std::move(change));
                } else {
                    wrong(choice.at, say("变体 {} 出现了两次", "the variant {} comes twice",
                                         quote(change.id)));
                }
            }
        }
    }

    [[nodiscard]] Position at(const toml::source_region& region) const {
        return {name_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
    }
    [[nodiscard]] Position at(const toml::node& node) const { return at(node.source()); }

    void wrong(Position place, Text why) {
        diagnostics_.error(
            std::move(place), {"批量文件的写法不对", "the night file has the wrong form"},
            std::move(why),
            {"写法见 docs/night.zh-CN.md。", "docs/night.md shows how it is written."});
    }

    fs::path path_;
    std::string name_;
    Diagnostics& diagnostics_;
    NightFile night_;
    std::vector<Cell> variants_;
};

std::optional<std::string> bytes_of(const fs::path& file, Diagnostics& diagnostics) {
    const auto cannot = [&](Text why) {
        diagnostics.error({file.generic_string(), 0, 0},
                          {"批量文件读不了", "the night file cannot be read"}, std::move(why),
                          {"请检查文件名。", "Check the name of the file."});
        return std::nullopt;
    };
    std::error_code failed;
    if (!fs::is_regular_file(file, failed))
        return cannot({"没有这个文件", "there is no such file"});
    if (fs::file_size(file, failed) > limits::settings_bytes || failed) {
        return cannot({"超过 1 MiB", "it has more than 1 MiB"});
    }
    std::ifstream stream(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) return cannot({"打不开", "it cannot be opened"});
    return bytes;
}

}  // namespace

std::optional<NightFile> read_night_file(const fs::path& file, Diagnostics& diagnostics) {
    const auto bytes = bytes_of(file, diagnostics);
    if (!bytes) return std::nullopt;
    const std::string name = file.generic_string();
    const auto text = to_utf8(*bytes, name, false, diagnostics);
    if (!text) return std::nullopt;
    const auto table = parse_toml(*text, name, diagnostics);
    if (!table) return std::nullopt;
    auto night = NightReader(file, diagnostics).read(*table);
    if (diagnostics.has_errors()) return std::nullopt;
    return night;
}

}  // namespace coffer::scenario
