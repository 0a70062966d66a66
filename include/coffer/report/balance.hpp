#pragma once
#include <string>
#include <vector>

#include "coffer/audit/audit.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"

namespace coffer::report {

/// The years of the reference path as a table (收支平衡表), amounts in `unit`.
[[nodiscard]] std::string balance_text(const std::vector<audit::BalanceYear>& years, MoneyUnit unit,
                                       Language language);

}  // namespace coffer::report
