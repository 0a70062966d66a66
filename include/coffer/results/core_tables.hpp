#pragma once
// The tables that every plan document has: funds by project and source, debt service, the balance
// of the accounts, progress by month. Made once from the results of a run; CSV, workbook and page
// write them as they stand here.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/read.hpp"

namespace coffer::results {

struct CoreHead {
    std::string id;  ///< files get <id>_zh and <id>_en
    Text title;
    bool is_id = false;  ///< the same in both languages; <id> in files
};

struct CoreColumn {
    std::string id;
    Text title;
    bool is_share = false;  ///< a fraction; else yuan
};

enum class RowKind {
    detail,
    subtotal,
    total,
    balance,  ///< of an account: adds up to nothing over the years
    paths,    ///< a figure over all paths; all others are of the reference path
    year_end  ///< of sums since the year began: the whole year
};
[[nodiscard]] std::string_view word(RowKind kind);

/// A row that a sum is made of: added, or taken off.
struct CorePart {
    std::size_t row = 0;
    bool taken_off = false;
};

struct CoreRow {
    std::vector<Text> heads;                    ///< one a head
    std::vector<std::optional<double>> values;  ///< one a column; none where it means nothing
    RowKind kind = RowKind::detail;
    std::vector<CorePart> sum_of;  ///< of a sum: rows before it
    /// What stands behind each head, an id or a word of the books: rows are told apart by these,
    /// for two projects may have one name. Empty of sums and of figures over all paths.
    std::vector<std::string> keys = {};
    /// Set apart for readers.
    [[nodiscard]] bool stands_out() const {
        return kind != RowKind::detail && kind != RowKind::paths;
    }
};

struct CoreTable {
    std::string id;  ///< <id>.csv
    Text title;
    Text note;
    std::vector<CoreHead> heads;
    std::vector<CoreColumn> columns;
    std::vector<CoreRow> rows;
};

/// 年度资金安排表: what each project draws from each source, by year, on the reference path, with
/// sums by source, and by project where it has several; the fiscal part over all paths.
[[nodiscard]] CoreTable funds_table(const RunResults& results);
/// 偿债计划表: what is paid on each class of debt, by year, on the reference path; what falls due
/// over all paths.
[[nodiscard]] CoreTable debt_service_table(const RunResults& results);
/// 逐笔偿债计划表: what each debt owes by year, on the reference path; the whole over all paths,
/// and single debts where the run has kept them.
[[nodiscard]] CoreTable debt_instruments_table(const RunResults& results);
/// 收支平衡表: of the county's three accounts, by year, on the reference path, what they begin
/// with, receipts by category and in all, payments likewise, what is left; main items over all
/// paths.
[[nodiscard]] CoreTable balance_table(const RunResults& results);
/// 序时进度表: investment month by month over all paths, how much of the year's expected investment
/// is done by then, and how much of the year has passed.
[[nodiscard]] CoreTable progress_table(const RunResults& results);
/// 分单位序时进度表: what the projects of each department spend month by month, as planned and on
/// the reference path, and how much of the year's plan is done by then.
[[nodiscard]] CoreTable department_progress_table(const RunResults& results);

/// Those that have rows, in this order.
[[nodiscard]] std::vector<CoreTable> core_tables(const RunResults& results);
[[nodiscard]] File core_file(const CoreTable& table);

/// Rows in which projects and pipelines draw from sources.
[[nodiscard]] std::vector<BookRow> draws_of(const std::vector<BookRow>& books);
/// A payment of interest or principal, by whichever account pays.
[[nodiscard]] bool is_debt_service(const BookRow& row);
/// What debt such a row serves.
[[nodiscard]] Text debt_served(const BookRow& row);
/// "资金来源：上级专项补助" is "上级专项补助".
[[nodiscard]] Text after_colon(const Text& name);

}  // namespace coffer::results
