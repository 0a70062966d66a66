#pragma once
// Rows that sum up others: pasted tables have them, and they would count twice.
#include <string>

namespace coffer::scenario {

/// Without letter case, blanks and signs: what is the same when it is read aloud.
[[nodiscard]] std::string bare_word(std::string text);
/// Nothing but the word for a total: "合计", "小计1", "以上小计", "SUM". Such a row is no thing.
[[nodiscard]] bool is_called_total(const std::string& text);
/// Whether it sounds like a total or a part of one, as "税收合计", "其中：增值税", "Total revenue".
[[nodiscard]] bool names_a_total(const std::string& text);

}  // namespace coffer::scenario
