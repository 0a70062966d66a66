#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::results {

/// The text of manifest.json.
[[nodiscard]] std::string manifest_json(const Manifest& manifest);

/// One document: the manifest, yearly indicators, targets, projects, the first plan year.
[[nodiscard]] std::string forecast_json(const statistics::Forecast& forecast,
                                        const Manifest& manifest);

/// What a manifest says about the folder it stands in.
struct Listing {
    std::string command;  ///< "run" or "replay"
    std::vector<std::string> files;
};

/// None when `text` is no manifest of coffer.
[[nodiscard]] std::optional<Listing> listing_in_manifest(std::string_view text);

}  // namespace coffer::results
