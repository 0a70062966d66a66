#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "coffer/analysis/replay.hpp"
#include "coffer/model/model.hpp"
#include "coffer/model/thing_names.hpp"
#include "coffer/results/plan_facts.hpp"

namespace coffer::analysis {

/// What the accounts and items of a ledger are called. What it does not know it calls by its id.
class BookNames {
  public:
    explicit BookNames(const model::Model& model);

    [[nodiscard]] Text account(std::string_view id) const;  ///< "pool:bond"
    /// "revenue:vat" or the balance of a year, in that account.
    [[nodiscard]] Text item(std::string_view account, std::string_view id) const;
    /// A debt class, or what a payment is for: a line of expenditure, a cost of operation.
    [[nodiscard]] Text purpose(std::string_view id) const;

  private:
    model::ThingNames names_;
};

/// The ledger of `replay`, a path of `model`, by year: accounts in the order in which they first
/// appear, each with its opening, what flowed, largest first, and its closing. Accounts through
/// which nothing flows in the whole plan are left out.
[[nodiscard]] std::vector<results::BookRow> yearly_books(const Replay& replay,
                                                         const model::Model& model);

/// What each debt of `model` owes by year on the path of `replay`, before refinancing: existing
/// instruments, then what sources borrow, then what refinancing borrows by class, each in the order
/// of the model. Debts that owe nothing within the plan are left out.
[[nodiscard]] std::vector<results::DebtDue> yearly_dues(const Replay& replay,
                                                        const plan::Plan& plan,
                                                        const model::Model& model);

/// What the projects and pipelines of each department spend by month: as planned, and drawn on the
/// path of `replay`. Departments in the order of their names, those of no department last;
/// without any project that costs something there is none.
[[nodiscard]] std::vector<results::DepartmentMonth> monthly_spending(const Replay& replay,
                                                                     const plan::Plan& plan,
                                                                     const model::Model& model);

}  // namespace coffer::analysis
