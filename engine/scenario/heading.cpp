#include "heading.hpp"

#include <algorithm>

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

std::string unit_in_title(std::string_view title) {
    constexpr std::string_view word = "单位";
    const std::size_t at = title.find(word);
    if (at == std::string_view::npos) return {};
    std::string_view after = title.substr(at + word.size());
    for (bool shorter = true; shorter;) {
        shorter = false;
        for (const std::string_view mark : {"：", ":", " ", "\u3000", "人民币"}) {
            if (!after.starts_with(mark)) continue;
            after.remove_prefix(mark.size());
            shorter = true;
        }
    }
    for (const std::string_view unit : {"亿元", "万元", "元"}) {
        if (after.starts_with(unit)) return std::string(unit);
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
