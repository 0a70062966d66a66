#pragma once
// A small CSV reader of its own, so that tests of the project's data do not lean on the engine:
// quotes doubled inside, a BOM, CRLF, and lines that are empty or begin with # are known.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace coffer::testing {

using CsvRow = std::map<std::string, std::string>;

struct CsvTable {
    std::vector<std::string> columns;
    std::vector<CsvRow> rows;
};

inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    INFO(path.string());
    REQUIRE(stream);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
}

/// Lines of cells. A quoted cell may hold commas and line ends.
inline std::vector<std::vector<std::string>> csv_lines(const std::string& text) {
    std::vector<std::vector<std::string>> lines;
    std::vector<std::string> cells;
    std::string cell;
    bool quoted = false;
    bool fresh = true;  // nothing of this line has been read
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                cell += text[++i];
            } else if (c == '"') {
                quoted = false;
            } else {
                cell += c;
            }
            continue;
        }
        if (fresh && c == '#') {
            i = text.find('\n', i);
            if (i == std::string::npos) break;
            continue;
        }
        if (c == '\n') {
            if (!fresh) {
                cells.push_back(cell);
                lines.push_back(cells);
            }
            cells.clear();
            cell.clear();
            fresh = true;
            continue;
        }
        if (c == '\r') continue;
        fresh = false;
        if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            cells.push_back(cell);
            cell.clear();
        } else {
            cell += c;
        }
    }
    REQUIRE_FALSE(quoted);
    if (!fresh) {
        cells.push_back(cell);
        lines.push_back(cells);
    }
    return lines;
}

inline CsvTable csv_rows(const std::filesystem::path& path) {
    INFO(path.string());
    const auto lines = csv_lines(file_text(path));
    REQUIRE_FALSE(lines.empty());
    CsvTable table{lines.front(), {}};
    for (std::size_t i = 1; i < lines.size(); ++i) {
        INFO("row " << i << " of the table");
        REQUIRE(lines[i].size() == table.columns.size());
        CsvRow row;
        for (std::size_t k = 0; k < table.columns.size(); ++k) row[table.columns[k]] = lines[i][k];
        table.rows.push_back(row);
    }
    return table;
}

/// The values of a series such as "4.50;6.00".
inline std::vector<double> series(const std::string& text) {
    std::vector<double> values;
    std::istringstream stream(text);
    for (std::string value; std::getline(stream, value, ';');) values.push_back(std::stod(value));
    return values;
}

}  // namespace coffer::testing
