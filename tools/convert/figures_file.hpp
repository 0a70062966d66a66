#pragma once
// What the converters of published tables share: a CSV file of figures by column name, the numbers
// they write, and the end of a conversion.
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "coffer/base/diagnostic.hpp"
#include "coffer/results/folder.hpp"
#include "coffer/scenario/csv.hpp"

namespace coffer::convert {

/// A CSV file: its rows as column name -> text. Empty, with diagnostics, when it cannot be read.
struct FiguresFile {
    std::string name;
    std::vector<std::map<std::string, std::string>> rows;
};

inline void refuse(Diagnostics& diagnostics, const std::string& file, int line,
                   const std::string& problem) {
    diagnostics.error({file, line, 0}, {problem, problem}, {"", ""}, {"", ""});
}

inline FiguresFile read_figures(const std::filesystem::path& path,
                                const std::vector<std::string>& needed, Diagnostics& diagnostics) {
    constexpr std::uintmax_t largest = 16U << 20U;
    FiguresFile result{path.string(), {}};
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    std::ifstream input(path, std::ios::binary);
    if (failure || !input || size > largest) {
        refuse(diagnostics, result.name, 0,
               failure || !input ? "cannot be read" : "is larger than 16 MiB");
        return result;
    }
    std::ostringstream text;
    text << input.rdbuf();
    std::string content = text.str();
    if (content.starts_with("\xEF\xBB\xBF")) content.erase(0, 3);
    const auto records = scenario::split_csv(content, result.name, diagnostics).records;
    if (records.empty()) {
        refuse(diagnostics, result.name, 0, "is empty");
        return result;
    }
    std::vector<std::string> columns;
    for (const auto& cell : records.front()) columns.push_back(cell.text);
    for (const auto& name : needed) {
        if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
            refuse(diagnostics, result.name, 1, "the column " + name + " is missing");
        }
    }
    for (std::size_t r = 1; r < records.size() && !diagnostics.has_errors(); ++r) {
        auto& row = result.rows.emplace_back();
        for (std::size_t c = 0; c < columns.size(); ++c) {
            // A row that ends early has empty cells there.
            row[columns[c]] = c < records[r].size() ? records[r][c].text : std::string();
        }
    }
    return result;
}

inline std::optional<double> number(const std::string& text) {
    double value = 0.0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// A number as scenarios take it: plain decimals.
inline std::string decimal(double value) { return fmt::format("{:.12f}", value); }

/// A series of plan years.
inline std::string series(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) text += (text.empty() ? "" : ";") + decimal(value);
    return text;
}

/// Writes the scenario, or says why not; the exit code of the converter.
inline int finish(const std::filesystem::path& folder, const std::vector<results::File>& files,
                  Diagnostics& diagnostics) {
    const bool written = !diagnostics.has_errors() &&
                         results::check_folder(folder, std::nullopt, diagnostics) &&
                         results::write_folder(folder, files, std::nullopt, diagnostics);
    for (const auto& entry : diagnostics.sorted()) {
        std::cerr << format(entry, Language::english) << "\n";
    }
    return written ? EXIT_SUCCESS : 2;
}

}  // namespace coffer::convert
