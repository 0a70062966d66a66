#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "coffer/results/manifest.hpp"

namespace coffer::results {

using Json = nlohmann::ordered_json;

/// Names come from files of users: what is not UTF-8 must not stop the document.
[[nodiscard]] std::string json_text(const Json& json);

[[nodiscard]] Json json_of(const Manifest& manifest);

}  // namespace coffer::results
