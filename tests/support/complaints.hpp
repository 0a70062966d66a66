#pragma once
// What `build` says of a scenario in memory that is wrong in one place.
#include <string>

#include <catch2/catch.hpp>

#include "built_model.hpp"

namespace coffer::test {

/// With `from` replaced by `to` there is one diagnostic, complete in both languages, that holds
/// `words`.
inline void check_complaint(Files files, const std::string& file, const std::string& from,
                            const std::string& to, const std::string& words) {
    replace(files, file, from, to);
    Diagnostics diagnostics;
    static_cast<void>(build(files, diagnostics));
    const auto all = shown(diagnostics);
    CAPTURE(from, to, words, all);
    CHECK(all.find(words) != std::string::npos);
    CHECK(diagnostics.sorted().size() == 1);
    for (const auto& entry : diagnostics.sorted()) CHECK(is_complete(entry));
}

}  // namespace coffer::test
