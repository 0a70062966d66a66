#pragma once
#include <string>

#include "coffer/base/text.hpp"
#include "coffer/batch/morning.hpp"

namespace coffer::tool {

[[nodiscard]] std::string morning_text(const batch::Morning& morning, Language language);
/// One JSON document on one line, for a mail job.
[[nodiscard]] std::string morning_json(const batch::Morning& morning);

}  // namespace coffer::tool
