#pragma once
// Scenarios as texts in memory, edited to be wrong in one place.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "folders.hpp"
#include "temporary_folder.hpp"

namespace coffer::test {

using Files = std::map<std::string, std::string>;

using testing::read_text;
using testing::TemporaryFolder;

/// The files of scenarios/minimal, which has nothing to complain about.
inline Files minimal_files() {
    Files files;
    for (const auto& entry :
         std::filesystem::directory_iterator(testing::source_folder() / "scenarios" / "minimal")) {
        files[entry.path().filename().string()] = read_text(entry.path());
    }
    return files;
}

/// Replaces the first `from` in a file; a test that edits nothing would test nothing.
inline void replace(Files& files, const std::string& file, const std::string& from,
                    const std::string& to) {
    REQUIRE(files.contains(file));
    const auto place = files[file].find(from);
    INFO(file << " has no \"" << from << "\"");
    REQUIRE(place != std::string::npos);
    files[file].replace(place, from.size(), to);
}

/// "error projects.csv:3:5 problem (why) suggestion", English then Chinese on one line.
inline std::string shown(const Diagnostic& diagnostic) {
    return format(diagnostic, Language::english) + " | " + format(diagnostic, Language::chinese);
}

inline std::string shown(const Diagnostics& diagnostics) {
    std::string all;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) all += shown(diagnostic) + "\n";
    return all;
}

/// Both languages of all three parts are there.
inline bool is_complete(const Diagnostic& diagnostic) {
    for (const Text* text : {&diagnostic.problem, &diagnostic.why, &diagnostic.suggestion}) {
        if (text->zh.empty() || text->en.empty()) return false;
    }
    return !diagnostic.at.file.empty();
}

inline void write(const TemporaryFolder& folder, const Files& files) {
    for (const auto& [name, bytes] : files) testing::put(folder.path() / name, bytes);
}

}  // namespace coffer::test
