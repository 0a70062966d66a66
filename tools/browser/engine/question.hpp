#pragma once
// What the page asks of a plan that has no mistakes.
#include "json.hpp"

namespace coffer::browser {

/// A forecast: its report as a page ("shell" of `files` filled), the tables of its results in
/// `out`. {"paths", "seed", "set": [change, …]}.
[[nodiscard]] Json run(Files& files, const Json& request, Files& out);

/// The plan against itself changed, on the same paths.
[[nodiscard]] Json compare(Files& files, const Json& request, Files& out);

}  // namespace coffer::browser
