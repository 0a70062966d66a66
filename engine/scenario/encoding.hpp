#pragma once
#include <optional>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/characters.hpp"

namespace coffer::scenario {

/// Whether bytes can only be GB18030: they are marked so, or are not UTF-8.
[[nodiscard]] bool is_gb18030(const std::string& bytes);

/// `bytes` as UTF-8 without BOM. Accepts UTF-8 and, when that fails, GB18030 (what Chinese
/// spreadsheets write); reports the first byte that is neither, or a NUL, and returns nothing. Some
/// Chinese words of GB18030 are rare letters of UTF-8 (学校 is ѧУ): a file of nothing else is
/// GB18030 where its neighbours are, or, with a warning, where it is not a matter of single signs.
[[nodiscard]] std::optional<std::string> to_utf8(const std::string& bytes, const std::string& file,
                                                 bool among_gb18030, Diagnostics& diagnostics);

}  // namespace coffer::scenario
