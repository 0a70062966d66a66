#pragma once
// Cells of tables of histories.
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/from_chars.hpp"
#include "coffer/scenario/csv.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::calibration {

inline std::optional<double> number_in(const std::string& text) {
    double value = 0.0;
    const char* end = text.data() + text.size();
    const auto result = from_chars(text.data(), end, value);
    if (result.ec != std::errc() || result.ptr != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

inline std::optional<std::size_t> column_of(const std::vector<scenario::Cell>& header,
                                            const std::string& name) {
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (header[i].text == name) return i;
    }
    return std::nullopt;
}

inline std::string names_of(const std::vector<scenario::Cell>& header) {
    std::string names;
    for (const auto& cell : header) names += (names.empty() ? "" : ", ") + cell.text;
    return names;
}

/// The column of that name; reports one that is missing.
inline std::optional<std::size_t> column_in(const std::vector<scenario::Cell>& header,
                                            const std::string& name, Diagnostics& diagnostics) {
    const auto place = column_of(header, name);
    if (!place) {
        diagnostics.error(
            header.front().at,
            scenario::say("没有名为 {} 的列", "there is no column {}", scenario::quote(name)),
            scenario::say("表中的列：{}", "its columns: {}", names_of(header)),
            {"请改正列名。", "Correct the name."});
    }
    return place;
}

}  // namespace coffer::calibration
