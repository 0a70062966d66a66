#pragma once
// What the numbers of a column are counted in: one mechanism for terminals, files and workbooks.
#include <set>
#include <string>

#include "coffer/base/text.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

enum class CountedIn { itself, money, points, months };

[[nodiscard]] CountedIn counted_in(const results::Answered& cell);
[[nodiscard]] Text name_of(CountedIn unit, MoneyUnit money);

/// In its heading where all numbers of the column have one unit, in a column of the sheet, or in
/// each cell.
class UnitOfColumn {
  public:
    UnitOfColumn(const results::Sheet& sheet, std::size_t column, const results::Telling& telling);

    /// "总投资（万元）"; as it is where it says so already.
    [[nodiscard]] std::string heading(const std::string& title, Language language) const;
    /// What only the cell can say: "个月".
    [[nodiscard]] std::string after(const results::Answered& cell, Language language) const;
    /// Units that only cells, or a note, can tell.
    [[nodiscard]] std::set<CountedIn> untold() const;

  private:
    MoneyUnit money_;
    std::set<CountedIn> units_;
    bool told_beside_ = false;
};

/// "金额：亿元；比率的变化：百分点": of columns that hold several units; empty where headings tell
/// all.
[[nodiscard]] Text note_of_units(const results::Sheet& sheet, const results::Telling& telling);

}  // namespace coffer::report
