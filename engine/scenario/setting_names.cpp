#include "setting_names.hpp"

#include <algorithm>
#include <array>

#include "cell_text.hpp"
#include "coffer/scenario/former_names.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::scenario {
namespace {

struct Key {
    std::string group;
    std::string leaf;
};

Key taken_apart(const std::string& key) {
    const std::size_t dot = key.find('.');
    if (dot == std::string::npos) return {{}, key};
    return {todays_name(FormerName::Of::group, key.substr(0, dot)), key.substr(dot + 1)};
}

/// Keys and groups, for suggestions in the language that was written.
std::vector<std::string> known_names(bool chinese, Meant meant) {
    std::vector<std::string> names;
    for (const Field& field : setting_fields()) {
        const std::string& name = chinese ? field.zh : field.name;
        names.push_back(name);
        if (meant == Meant::key) continue;
        const std::string group = taken_apart(name).group;
        if (!group.empty() && std::find(names.begin(), names.end(), group) == names.end()) {
            names.push_back(group);
        }
    }
    return names;
}

}  // namespace

const Field* find_setting(const std::string& key) {
    const auto [group, leaf] = taken_apart(key);
    for (const Field& field : setting_fields()) {
        const Key en = taken_apart(field.name);
        const Key zh = taken_apart(field.zh);
        if ((group == en.group || group == zh.group) && (leaf == en.leaf || leaf == zh.leaf)) {
            return &field;
        }
    }
    return nullptr;
}

std::vector<const Field*> settings_of_group(const std::string& group) {
    std::vector<const Field*> fields;
    const std::string today = todays_name(FormerName::Of::group, group);
    for (const Field& field : setting_fields()) {
        if (taken_apart(field.name).group == today || taken_apart(field.zh).group == today) {
            if (!today.empty()) fields.push_back(&field);
        }
    }
    return fields;
}

void answer_former_group(const std::string& key, const Position& at, Diagnostics& diagnostics) {
    answer_former_name(FormerName::Of::group, key.substr(0, key.find('.')), at, diagnostics);
}

bool is_group(const std::string& key) { return !settings_of_group(key).empty(); }

std::string setting_meant_by(const std::string& key) {
    const std::string meant = nearest(key, known_names(!is_ascii(key), Meant::key_or_group));
    const Field* field = find_setting(meant);
    return field == nullptr ? meant : field->name;
}

void report_unknown_setting(const std::string& key, const Position& at, Diagnostics& diagnostics,
                            Meant meant) {
    std::vector<std::string> groups_zh;
    std::vector<std::string> groups_en;
    for (const Field& field : setting_fields()) {
        const std::string zh = taken_apart(field.zh).group;
        if (zh.empty() || std::find(groups_zh.begin(), groups_zh.end(), zh) != groups_zh.end()) {
            continue;
        }
        groups_zh.push_back(zh);
        groups_en.push_back(taken_apart(field.name).group);
    }
    Text otherwise = {"请查阅 docs/scenario.zh-CN.md；组：" + listed(groups_zh) + "。",
                      "See docs/scenario.md; groups: " + listed(groups_en) + "."};
    diagnostics.error(at, say("没有名为 {} 的键", "unknown key {}", quote(key)),
                      {"不会被读取", "it would be ignored"},
                      did_you_mean(key, known_names(!is_ascii(key), meant), std::move(otherwise)));
}

void report_group(const std::string& key, const Position& at, Diagnostics& diagnostics) {
    std::vector<std::string> zh;
    std::vector<std::string> en;
    for (const Field* field : settings_of_group(key)) {
        zh.push_back(field->zh);
        en.push_back(field->name);
    }
    diagnostics.error(at, say("{} 是一组键", "{} is a group of keys", key),
                      {"只有键才有值", "only a key has a value"},
                      {"请写其中一个：" + listed(is_ascii(key) ? en : zh) + "。",
                       "Write one of them: " + listed(en) + "."});
}

void report_twice(const Field& field, const Position& at, Diagnostics& diagnostics) {
    diagnostics.error(at,
                      {field.name + "（" + field.zh + "）出现两次", field.name + " appears twice"},
                      {"无法判断用哪一个", "it is unclear which one counts"},
                      {"请删去一个。", "Delete one of them."});
}

std::vector<Cell> list_items(const std::string& value, const Position& at) {
    static constexpr std::array<std::string_view, 6> separators = {",",  ";",  "，",
                                                                   "、", "；", "\n"};
    std::vector<Cell> items;
    std::string item;
    const auto end_item = [&] {
        Cell cell{item, at};
        trim(cell);
        cell.at = at;
        items.push_back(std::move(cell));
        item.clear();
    };
    for (std::size_t i = 0; i < value.size();) {
        const std::string_view rest = std::string_view(value).substr(i);
        const auto separator =
            std::find_if(separators.begin(), separators.end(),
                         [rest](std::string_view each) { return rest.starts_with(each); });
        if (separator == separators.end()) {
            item += value[i++];
        } else {
            end_item();
            i += separator->size();
        }
    }
    end_item();
    return items;
}

}  // namespace coffer::scenario
