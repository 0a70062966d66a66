#pragma once
#include "coffer/report/page.hpp"
#include "coffer/results/manifest.hpp"

namespace coffer::report {

/// Where results come from: all that is needed to compute them again.
[[nodiscard]] page::TableBlock manifest_block(const results::Manifest& manifest);

/// What stands of it under the title of a page.
[[nodiscard]] std::vector<std::pair<Text, Text>> facts_of(const results::Manifest& manifest);

}  // namespace coffer::report
