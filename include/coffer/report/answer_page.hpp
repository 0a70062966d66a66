#pragma once
#include "coffer/report/page.hpp"
#include "coffer/results/answer.hpp"
#include "coffer/results/manifest.hpp"

namespace coffer::report {

/// The answer to a question as a page: its sentences, its tables, what made it.
[[nodiscard]] page::Page answer_page(const results::Answer& answer,
                                     const results::Manifest& manifest);

}  // namespace coffer::report
