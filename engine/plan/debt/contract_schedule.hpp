#pragma once
// From the words of a contract to its steps (docs/model.md section 5).
#include <optional>
#include <utility>
#include <vector>

#include "coffer/base/day_count.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/contract.hpp"

namespace coffer::plan {

/// One loan or bond with all its dates. Months of rules are months since January of the year 0.
struct Contract {
    const model::LoanTerms* loan = nullptr;
    Date start;  ///< interest is counted from here
    Date end;    ///< the last payment
    /// Payments lie whole periods before or after this day, none before `first`.
    Date anchor;
    std::optional<Date> first;
    /// Where years of contract begin: rate steps and redemption by year since issue.
    Date issued;
    int principal_from = 0;  ///< month: payments before it repay nothing
    std::optional<model::PaymentHoliday> holiday;
    std::vector<std::pair<int, double>> redemption;  ///< month and share of the face; custom only
    const std::vector<double>* balance_share = nullptr;  ///< declining: by month from `plan_begin`
    std::optional<Date> first_reset;                     ///< floating; and every so many months
    bool resets_at_month_begin = false;
    int reset_months = 0;
    int plan_begin = 0;  ///< month
};

/// The steps from `start` to `end`, their months counted from `origin`, those that would lie before
/// it moved there; those from `horizon` (a month counted from `origin`) on are left out.
[[nodiscard]] ContractSchedule make_schedule(const Contract& contract, int origin, int horizon);

}  // namespace coffer::plan
