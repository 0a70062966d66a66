#pragma once
#include <string>

namespace coffer::store {

/// What a database says about `place`, which may quote its passwords, or parts of them.
[[nodiscard]] std::string without_secrets(std::string message, const std::string& place);

}  // namespace coffer::store
