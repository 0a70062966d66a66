#pragma once
// What the page and the engine tell each other: model.ts of the page mirrors it.
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::browser {

using Json = nlohmann::json;
using Files = std::map<std::string, std::string>;  // bytes by bare name

/// Names come from files of users: what is not UTF-8 must not stop the answer.
[[nodiscard]] std::string json_text(const Json& json);
[[nodiscard]] Json json_of(const Text& text);
/// Each with the cell of `document` that it speaks of, when there is one.
[[nodiscard]] Json json_of(const Diagnostics& diagnostics, const scenario::Document* document);

}  // namespace coffer::browser
