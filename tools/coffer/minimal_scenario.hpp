#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "coffer/results/folder.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::tool {

/// The files of scenarios/minimal, taken into the program when it is built.
[[nodiscard]] std::vector<results::File> minimal_scenario();

/// Of a comment in both languages its Chinese part, which ends in a full stop; nothing when it has
/// none.
[[nodiscard]] inline std::string chinese_part(const std::string& comment) {
    constexpr std::string_view full_stop = "。";
    const auto end = comment.rfind(full_stop);
    return end == std::string::npos ? std::string{} : comment.substr(0, end + full_stop.size());
}

/// Its notes are in both languages.
inline void keep_chinese_notes(scenario::Document& document) {
    for (auto& [name, table] : document.tables) {
        for (auto& note : table.notes) note.text = chinese_part(note.text);
        std::erase_if(table.notes, [](const auto& note) { return note.text.empty(); });
    }
}

}  // namespace coffer::tool
