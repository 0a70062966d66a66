#pragma once
// A document as the rules read it: rows by name, cells as lenient numbers. What is no number was
// refused by `build` and says nothing here.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/naming.hpp"

namespace coffer::audit {

/// Nothing where the text is no such value.
[[nodiscard]] std::optional<double> number_in(std::string_view text);
/// "5%" or "0.05".
[[nodiscard]] std::optional<double> ratio_in(std::string_view text);

/// The items of a series and their offset in characters.
struct Item {
    std::string text;
    int offset = 0;
};
[[nodiscard]] std::vector<Item> items_of(const std::string& text);

/// Where an item of a cell begins: a text file counts characters, of a sheet the cell is the place.
[[nodiscard]] Position at_item(const Position& cell, const Item& item);

/// Median and upper end (p90, or the largest value) of what a distribution says.
struct Extent {
    double median = 0.0;
    double upper = 0.0;
};

/// A row of a table by the names of its columns.
class Line {
  public:
    Line(const scenario::Table& table, const scenario::Row& row) : table_(&table), row_(&row) {}

    [[nodiscard]] const std::string& table() const { return table_->name; }
    [[nodiscard]] const scenario::Cell* cell(std::string_view column) const;
    [[nodiscard]] const std::string& text(std::string_view column) const;  ///< "" when not there
    [[nodiscard]] const Position& at(std::string_view column) const;       ///< or of the row
    [[nodiscard]] const Position& at() const { return row_->at; }
    /// "debt/gen_bonds", "stages/road+land".
    [[nodiscard]] std::string place() const;
    /// Its name in both languages, or its id.
    [[nodiscard]] Text name() const;

  private:
    const scenario::Table* table_;
    const scenario::Row* row_;
};

class Tables {
  public:
    explicit Tables(const scenario::Document& document);

    [[nodiscard]] const scenario::Document& document() const { return document_; }
    /// Rows that are whole, in file order.
    [[nodiscard]] std::vector<Line> lines(const std::string& table) const;
    [[nodiscard]] std::optional<Line> find(const std::string& table, const std::string& id) const;
    [[nodiscard]] const scenario::Cell* setting(const std::string& key) const;
    [[nodiscard]] std::string setting_text(const std::string& key) const;
    /// Of a key, or of the file where it is not given.
    [[nodiscard]] Position at_setting(const std::string& key) const;

    [[nodiscard]] std::optional<double> yuan_in(std::string_view text) const;
    [[nodiscard]] double yuan(const Line& line,
                              std::string_view column) const;  ///< first item, or 0
    [[nodiscard]] std::optional<Extent> extent_in(const std::string& text, bool amounts) const;
    /// Yuan in the unit of the plan's tables.
    [[nodiscard]] Text money(double yuan) const;
    [[nodiscard]] MoneyUnit unit() const { return unit_word_; }
    [[nodiscard]] const scenario::Naming& naming() const { return naming_; }
    [[nodiscard]] int first_year() const { return first_year_; }
    [[nodiscard]] Month start() const { return start_; }  ///< the plan's first month
    [[nodiscard]] int years() const { return years_; }
    /// The size of the plan in yuan a year: the median of what its parts say (revenue, expenditure,
    /// investment, …), so that one part out of line does not move it. 0 when fewer than three parts
    /// say it.
    [[nodiscard]] double scale() const { return scale_; }

  private:
    [[nodiscard]] double measure_scale() const;

    const scenario::Document& document_;
    scenario::Naming naming_;
    MoneyUnit unit_word_ = MoneyUnit::yuan;
    double unit_ = 1.0;
    int first_year_ = 0;
    Month start_;
    int years_ = 5;
    double scale_ = 0.0;
    std::map<std::string, std::map<std::string, std::size_t>> rows_;  ///< by table and id
};

/// "0.082", "1.45", "18.1", "10,000".
[[nodiscard]] std::string number_text(double value);
/// "12.5%".
[[nodiscard]] std::string percent_text(double ratio);

}  // namespace coffer::audit
