#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::report {

/// What a page says to who sees no pictures.
struct Gist {
    Text title;
    std::vector<Text> sentences;
};

struct KnownData {
    Gist gist;
    std::string json;
};

/// Data that `page_json` wrote, made by `command`, to be opened in `language`; none when it is of
/// another format.
[[nodiscard]] std::optional<KnownData> known_data(std::string_view data, const std::string& command,
                                                  Language language);

}  // namespace coffer::report
