#pragma once
#include <map>
#include <string>

namespace coffer::scenario {

/// A TOML text in which bare keys that hold Chinese characters are quoted, as TOML 1.0 wants them:
/// nobody who writes Chinese should have to know.
struct QuotedKeys {
    std::string text;
    std::map<int, int> added;  ///< characters that a line has gained

    /// The column in the text as it was written.
    [[nodiscard]] int column(int line, int column) const {
        const auto found = added.find(line);
        if (found == added.end() || column <= found->second + 1) return column;
        return column - found->second;
    }
};

[[nodiscard]] QuotedKeys quote_keys(const std::string& text);

}  // namespace coffer::scenario
