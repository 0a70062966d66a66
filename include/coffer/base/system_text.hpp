#pragma once
#include "coffer/base/text.hpp"

namespace coffer {

/// What an error number of the system means to a user: ENOENT is "没有这个文件夹或文件".
[[nodiscard]] Text system_text(int error);

}  // namespace coffer
