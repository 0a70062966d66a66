#pragma once
#include <vector>

#include "coffer/report/page.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The pictures that a sheet asks for, from its cells; none of those without anything to draw.
[[nodiscard]] std::vector<page::Block> charts_of(const results::Sheet& sheet,
                                                 const results::Telling& telling);

}  // namespace coffer::report
