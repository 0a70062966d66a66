#include "heading.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cell_text.hpp"
#include "coffer/scenario/wording.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

/// The names that a heading may have been meant as, in the language it is written in.
std::vector<std::string> names_like(const std::string& text, const std::vector<Field>& fields) {
    std::vector<std::string> names;
    for (const Field& field : fields) names.push_back(is_ascii(text) ? field.name : field.zh);
    return names;
}

Text all_names(const std::vector<Field>& fields) {
    std::vector<std::string> zh;
    std::vector<std::string> en;
    for (const Field& field : fields) {
        zh.push_back(field.zh);
        en.push_back(field.name);
    }
    return {"可用的列：" + listed(zh) + "。", "Known columns: " + listed(en) + "."};
}

void report_unknown_column(const TableSchema& schema, const Cell& cell, Diagnostics& diagnostics) {
    if (cell.text.empty()) {
        diagnostics.error(cell.at, {"这一列没有列名", "this column has no heading"},
                          {"它有内容，但不会被读取", "it is filled, but would be ignored"},
                          {"请写上列名，或清空这一列。", "Name the column, or clear it."});
        return;
    }
    diagnostics.error(
        cell.at, say("没有名为 {} 的列", "unknown column {}", quote(cell.text)),
        {"“" + schema.zh + "”表没有这一列，不会被读取",
         "table " + schema.name + " has no such column; it would be ignored"},
        did_you_mean(cell.text, names_like(cell.text, schema.columns), all_names(schema.columns)));
}

}  // namespace

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

/// The unit that `text` begins with, in Chinese.
std::string leading_unit(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> units = {{
        {"亿元", "亿元"},
        {"千万元", "千万元"},
        {"百万元", "百万元"},
        {"万元", "万元"},
        {"千元", "千元"},
        {"元", "元"},
        {"100 million", "亿元"},
        {"100m", "亿元"},
        {"hundred million", "亿元"},
        {"10 million", "千万元"},
        {"10,000", "万元"},
        {"10000", "万元"},
        {"10k", "万元"},
        {"ten thousand", "万元"},
        {"billion", "十亿元"},
        {"million", "百万元"},
        {"thousand", "千元"},
        {"yuan", "元"},
    }};
    for (const auto& [written, unit] : units) {
        if (text.starts_with(written)) return std::string(unit);
    }
    return {};
}

}  // namespace

std::string unit_of_money(std::string_view words) {
    const std::string text = lower(words);
    std::string_view rest = text;
    for (bool shorter = true; shorter;) {
        shorter = false;
        for (const std::string_view mark :
             {"：", ":", " ", "\u3000", "人民币", "rmb", "cny", "yuan ", "in ", "is "}) {
            if (!rest.starts_with(mark) || rest.size() == mark.size()) continue;
            rest.remove_prefix(mark.size());
            shorter = true;
        }
    }
    return leading_unit(rest);
}

std::string unit_in_title(std::string_view title) {
    const std::string text = lower(title);
    for (const std::string_view word : {"单位", "units", "unit", "amounts in", "figures in"}) {
        const std::size_t at = text.find(word);
        if (at == std::string::npos) continue;
        const std::string unit = unit_of_money(std::string_view(text).substr(at + word.size()));
        if (!unit.empty()) return unit;
    }
    return {};
}

bool is_header(const std::vector<Cell>& record, const std::vector<Field>& fields) {
    std::size_t filled = 0;
    std::size_t known = 0;
    for (const Cell& cell : record) {
        filled += cell.text.empty() ? 0 : 1;
        known += find_field(fields, cell.text) == nullptr ? 0 : 1;
    }
    return known >= 2 && 2 * known >= filled;
}

std::size_t find_header(const std::vector<std::vector<Cell>>& records,
                        const std::vector<Field>& fields) {
    constexpr std::size_t looked_at = 10;
    for (std::size_t i = 0; i < std::min(looked_at, records.size()); ++i) {
        if (is_header(records[i], fields)) return i;
    }
    return 0;
}

void check_header(const TableSchema& schema, const std::vector<Cell>& header,
                  Diagnostics& diagnostics) {
    if (header.size() > limits::columns) {
        diagnostics.error(header[limits::columns].at,
                          say("表头有 {} 列", "the header has {} columns", header.size()),
                          say("至多 {} 列", "at most {} are read", limits::columns),
                          {"“" + schema.zh + "”表的列见 docs/scenario.zh-CN.md。",
                           "docs/scenario.md lists the columns of " + schema.name + "."});
        return;
    }
    std::vector<const Field*> found;
    std::vector<std::string> misspelt;  // what unknown columns are taken to mean
    for (const Cell& cell : header) {
        const Field* field = find_field(schema.columns, cell.text);
        if (field == nullptr) {
            misspelt.push_back(nearest(cell.text, names_like(cell.text, schema.columns)));
            report_unknown_column(schema, cell, diagnostics);
        } else if (std::find(found.begin(), found.end(), field) != found.end()) {
            diagnostics.error(cell.at,
                              say("列 {} 出现两次", "column {} appears twice", quote(cell.text)),
                              {"无法判断用哪一列", "it is unclear which one counts"},
                              {"请删去一列。", "Delete one of them."});
        }
        found.push_back(field);
    }
    for (const Field& field : schema.columns) {
        if (!field.required || std::find(found.begin(), found.end(), &field) != found.end()) {
            continue;
        }
        const auto meant = [&field](const std::string& name) {
            return name == field.name || name == field.zh;
        };
        if (std::any_of(misspelt.begin(), misspelt.end(), meant)) continue;
        diagnostics.error(
            header.front().at,
            {"缺少列“" + field.zh + "”（" + field.name + "）",
             "column " + field.name + " is missing"},
            {"“" + schema.zh + "”表必须有这一列", "table " + schema.name + " needs it"},
            {"请在表头加上“" + field.zh + "”。", "Add " + field.name + " to the header."});
    }
}

}  // namespace coffer::scenario
