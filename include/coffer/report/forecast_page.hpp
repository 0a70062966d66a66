#pragma once
#include "coffer/report/page.hpp"
#include "coffer/results/read.hpp"

namespace coffer::report {

/// The report of a run. What the results lack is left out, with the reason where a chart would
/// stand.
[[nodiscard]] page::Page forecast_page(const results::RunResults& results);

}  // namespace coffer::report
