#pragma once
#include <string>
#include <vector>

#include "coffer/audit/audit.hpp"
#include "coffer/base/text.hpp"

namespace coffer::report {

/// The years of the reference path as a table (收支平衡表), amounts in 亿元.
[[nodiscard]] std::string balance_text(const std::vector<audit::BalanceYear>& years,
                                       Language language);

}  // namespace coffer::report
