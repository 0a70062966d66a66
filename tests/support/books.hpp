#pragma once
// Workbooks built by hand, part by part, so that a test says what is odd about them.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/package.hpp"

namespace coffer::test {

/// The XML of the rows of a sheet: text cells inline, "" left out.
inline std::string sheet_rows(const std::vector<std::vector<std::string>>& rows) {
    std::string xml;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        xml += "<row r=\"" + std::to_string(r + 1) + "\">";
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            if (rows[r][c].empty()) continue;
            std::string text;
            for (const char letter : rows[r][c]) {
                text += letter == '<' ? "&lt;" : letter == '&' ? "&amp;" : std::string(1, letter);
            }
            xml += "<c r=\"" + cell_name(static_cast<int>(r) + 1, static_cast<int>(c) + 1) +
                   "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
        }
        xml += "</row>";
    }
    return xml;
}

/// A workbook as its parts. Sheets are the XML inside <worksheet>.
struct HandmadeBook {
    std::map<std::string, std::string> sheets;
    std::map<std::string, std::string> states;  ///< "hidden"
    std::string strings;                        ///< inside <sst>
    std::string styles;                         ///< inside <styleSheet>
    std::string properties;                     ///< <workbookPr/>

    void table(const std::string& name, const std::vector<std::vector<std::string>>& rows) {
        sheets[name] = "<sheetData>" + sheet_rows(rows) + "</sheetData>";
    }

    [[nodiscard]] scenario::Package package() const {
        const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const std::string relations =
            "http://schemas.openxmlformats.org/package/2006/relationships";
        const std::string type =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        scenario::Package parts;
        parts["_rels/.rels"] = head + "<Relationships xmlns=\"" + relations +
                               "\"><Relationship Id=\"rId1\" Type=\"" + type +
                               "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
        std::string list;
        std::string rels;
        int number = 0;
        for (const auto& [name, content] : sheets) {
            const std::string id = std::to_string(++number);
            const auto state = states.find(name);
            list += "<sheet name=\"" + name + "\" sheetId=\"" + id + "\" r:id=\"rId" + id + "\"" +
                    (state == states.end() ? "" : " state=\"" + state->second + "\"") + "/>";
            rels += "<Relationship Id=\"rId" + id + "\" Type=\"" + type +
                    "/worksheet\" Target=\"worksheets/sheet" + id + ".xml\"/>";
            parts["xl/worksheets/sheet" + id + ".xml"] =
                head + "<worksheet xmlns=\"" + main + "\">" + content + "</worksheet>";
        }
        if (!strings.empty()) {
            rels += "<Relationship Id=\"rIdS\" Type=\"" + type +
                    "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>";
            parts["xl/sharedStrings.xml"] =
                head + "<sst xmlns=\"" + main + "\">" + strings + "</sst>";
        }
        if (!styles.empty()) {
            rels +=
                "<Relationship Id=\"rIdF\" Type=\"" + type + "/styles\" Target=\"styles.xml\"/>";
            parts["xl/styles.xml"] =
                head + "<styleSheet xmlns=\"" + main + "\">" + styles + "</styleSheet>";
        }
        parts["xl/workbook.xml"] = head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + type +
                                   "\">" + properties + "<sheets>" + list + "</sheets></workbook>";
        parts["xl/_rels/workbook.xml.rels"] =
            head + "<Relationships xmlns=\"" + relations + "\">" + rels + "</Relationships>";
        return parts;
    }
};

/// Settings that are complete.
inline std::vector<std::vector<std::string>> settings_rows() {
    return {{"项", "值"},
            {"格式版本", "1"},
            {"方案.编号", "book"},
            {"方案.起始年份", "2026"},
            {"方案.金额单位", "万元"}};
}

inline HandmadeBook book_with(const std::string& table,
                              const std::vector<std::vector<std::string>>& rows) {
    HandmadeBook book;
    book.table("设置", settings_rows());
    book.table(table, rows);
    return book;
}

struct ReadBook {
    std::optional<scenario::Document> document;
    Diagnostics diagnostics;
};

inline ReadBook read_book(const std::string& bytes) {
    ReadBook read;
    read.document = scenario::parse_workbook(bytes, "plan.xlsx", {}, read.diagnostics);
    return read;
}

inline ReadBook read_book(const scenario::Package& parts) {
    const auto bytes = scenario::pack(parts);
    REQUIRE(bytes);
    return read_book(*bytes);
}

inline ReadBook read_book(const HandmadeBook& book) { return read_book(book.package()); }

}  // namespace coffer::test
