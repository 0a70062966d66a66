#pragma once
// What results tell beside the forecast: the books of the path on which every draw is its median,
// by year, and the assumptions that the plan names.
#include <string>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"
#include "coffer/results/files.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::results {

/// What flowed through one account in a year; items "opening" and "closing" are its balances.
/// Opening plus flows is closing, to the fen.
struct BookRow {
    int year = 0;
    std::string account;  ///< as in ledger.csv: "general", "pool:<source>", …
    std::string item;     ///< "drawn:<project>", "interest:special", …
    Text account_name, item_name;
    double amount = 0.0;  ///< yuan
    /// Of a line of revenue or expenditure its category, as revenue.csv and expenditure.csv name
    /// it; else "".
    std::string category = {};
};

/// What one debt owes in a year on the same path, before refinancing.
struct DebtDue {
    int year = 0;
    std::string debt;  ///< "instrument:<id>", "source:<id>", "refinancing:<class>"
    Text name;
    double interest = 0.0, principal = 0.0;  ///< yuan
};

/// What the projects and pipelines of one department spend in a month.
struct DepartmentMonth {
    Month month;
    std::string department;  ///< "" of those without
    double planned = 0.0;    ///< on the planned schedule, at planned prices; yuan
    double forecast = 0.0;   ///< on the reference path, yuan
};

/// A table, and how many of its rows name an assumption in their basis.
struct UseOfAssumption {
    std::string table;
    std::size_t rows = 0;
};

/// A row of the plan's assumptions.csv.
struct Assumption {
    std::string id;
    Text statement;
    std::string reason, source;
    std::vector<UseOfAssumption> used_by;
};

/// "项目 3；阶段 12".
[[nodiscard]] Text told_uses(const std::vector<UseOfAssumption>& uses);

/// The plan's own unit, scenario.unit; 亿元 when the plan does not write it.
[[nodiscard]] MoneyUnit money_unit_of(const scenario::Document& document);

[[nodiscard]] std::vector<Assumption> assumptions_of(const scenario::Document& document);

/// books.csv, debt_due.csv, spending.csv, assumptions.csv.
[[nodiscard]] File books_file(const std::vector<BookRow>& books);
[[nodiscard]] File debt_due_file(const std::vector<DebtDue>& dues);
[[nodiscard]] File spending_file(const std::vector<DepartmentMonth>& months);
[[nodiscard]] File assumptions_file(const std::vector<Assumption>& assumptions);

}  // namespace coffer::results
