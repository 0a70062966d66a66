#pragma once
#include <string>

#include "coffer/batch/morning.hpp"

namespace coffer::tool {

/// One JSON document on one line, for a mail job.
[[nodiscard]] std::string morning_json(const batch::Morning& morning);

}  // namespace coffer::tool
