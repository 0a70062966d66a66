#include "coffer/report/names_page.hpp"

#include <algorithm>

#include "coffer/model/indicators.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::report {
namespace {

using scenario::Field;

std::string code(const std::string& text) { return "`" + text + "`"; }

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : "、") + text;
    return all;
}

/// A bar would end the cell of the table.
std::string escaped(std::string text) {
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
        text.insert(at, "\\");
    }
    return text;
}

std::string fields_table(const std::vector<Field>& fields) {
    std::string text = "| 中文 | English | 必填 | 说明 |\n|---|---|---|---|\n";
    for (const Field& field : fields) {
        std::string zh = field.zh;
        if (!field.also.empty()) zh += "（也可写 " + joined(field.also) + "）";
        text += "| " + zh + " | " + code(field.name) + " | " + (field.required ? "是" : "") +
                " | " + escaped(field.meaning.zh) + " |\n";
    }
    return text;
}

/// Where an enumeration is used: "项目.有无收益".
std::string users_of(const std::string& words) {
    std::vector<std::string> users;
    for (const Field& field : scenario::setting_fields()) {
        if (field.holds.words == words) users.push_back(field.zh);
    }
    for (const auto& table : scenario::table_schemas()) {
        for (const Field& field : table.columns) {
            if (field.holds.words == words) users.push_back(table.zh + "." + field.zh);
        }
    }
    return joined(users);
}

}  // namespace

std::string names_page() {
    std::string text =
        "# 中英文名称对照\n\n"
        "表名（文件名、工作表名）、列名、设置项、取值、指标和分布函数都可以写中文或英文，"
        "也可以混写，意思完全一样。列名后可以加单位，如“总投资（万元）”。本页由 `coffer names` "
        "写成。\n\n"
        "Names of tables (files, sheets), columns, keys, words, indicators and distributions may "
        "be "
        "written in Chinese or English, mixed; they mean the same. `coffer names` writes this "
        "page.\n\n"
        "## 表 Tables\n\n| 中文 | English | 内容 |\n|---|---|---|\n";
    for (const auto& table : scenario::table_schemas()) {
        text += "| " + table.zh + " | " + code(table.name) + " | " + table.meaning.zh + " |\n";
    }
    text += "\n## 设置 Settings\n\n工作簿中是工作表“设置”，目录中是 `scenario.toml`。\n\n";
    text += fields_table(scenario::setting_fields());
    for (const auto& table : scenario::table_schemas()) {
        text += "\n## " + table.zh + " " + code(table.name) + "\n\n" + fields_table(table.columns);
    }
    text += "\n## 取值 Words\n\n| 用于 | 中文 | English |\n|---|---|---|\n";
    for (const auto& words : scenario::enumerations()) {
        if (words.name == "indicator") continue;  // below, with what they mean
        const std::string users = users_of(words.name);
        for (const auto& word : words.words) {
            std::string zh = word.zh;
            if (!word.also.empty()) zh += "（也可写 " + joined(word.also) + "）";
            text += "| " + (&word == &words.words.front() ? users : "") + " | " + zh + " | " +
                    code(word.name) + " |\n";
        }
    }
    text += "\n## 指标 Indicators\n\n| 中文 | English | 含义 |\n|---|---|---|\n";
    for (const auto& indicator : model::indicator_register()) {
        text += "| " + indicator.name.zh + " | " + code(indicator.id) + " | " +
                escaped(indicator.definition.zh) + " |\n";
    }
    return text;
}

}  // namespace coffer::report
