#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "coffer/model/model.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/scenario/schema.hpp"
#include "ranges.hpp"
#include "reporter.hpp"
#include "values.hpp"

namespace coffer::model {

/// What values are read against.
struct Frame {
    AmountUnit unit = AmountUnit::yuan;
    int first_year = 2020;
    int first_month = 1;
    int years = 5;

    [[nodiscard]] Month start() const { return begin_of_year(first_year, first_month); }
};

template <class Enum>
using Choices = std::vector<std::pair<std::string, Enum>>;

/// Where the fields of a table's rows stand. Shared by the rows.
class Columns {
  public:
    /// `unread` are fields that are there in a form that could not be read, which is reported.
    /// `headings` are the names as they were written, for messages. The schema must outlive it.
    Columns(const std::vector<std::string>& names, const std::vector<scenario::Field>& schema,
            std::set<std::string> unread = {}, const std::vector<std::string>& headings = {});

    [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const;
    /// A field of the same group of scenario.toml: `tiers.red` for `tiers.orange`.
    [[nodiscard]] std::optional<std::size_t> find_sibling(const std::string& name) const;
    [[nodiscard]] bool is_required(const std::string& name) const;
    [[nodiscard]] bool is_unread(const std::string& name) const;
    /// The field's name in a message: as the user wrote it, else in the message's language.
    [[nodiscard]] Text label(const std::string& name) const;
    /// Its entry in the register; none for what is not there.
    [[nodiscard]] const scenario::Field* field(const std::string& name) const;

  private:
    std::map<std::string, std::size_t> places_;
    std::map<std::string, const scenario::Field*> fields_;
    std::vector<std::string> headings_;
    std::set<std::string> unread_;
};

/// Reads the fields of one row, or of scenario.toml, as typed values. Every method reports what is
/// wrong and goes on with `fallback`; a blank field is an error when the schema requires it. A
/// column that is missing altogether has been reported by parse. Thread-compatible.
class FieldReader {
  public:
    /// A `muted` reader reports nothing: the row is known to be broken.
    FieldReader(const Columns& columns, const scenario::Row& row, const Frame& frame,
                Reporter& reporter)
        : columns_(columns), row_(row), frame_(frame), reporter_(reporter), ok_(!row.malformed) {}

    /// Whether all that was read so far was right; checks across fields ask this first.
    [[nodiscard]] bool ok() const { return ok_; }
    /// The row as a whole.
    [[nodiscard]] const Position& at() const { return row_.at; }
    /// The field; when it is missing another one of its group, or the row.
    [[nodiscard]] const Position& at(const std::string& name) const;
    /// Whether it is there, be it in a form that could not be read.
    [[nodiscard]] bool given(const std::string& name) const;
    /// Whether the table has such a column at all.
    [[nodiscard]] bool has_column(const std::string& name) const {
        return columns_.find(name).has_value();
    }
    /// The text as it stands, "" when blank or missing.
    [[nodiscard]] const std::string& raw(const std::string& name) const;

    [[nodiscard]] std::string text(const std::string& name);
    [[nodiscard]] std::string id(const std::string& name);
    /// A text that tables of results can show: one line.
    [[nodiscard]] std::string line(const std::string& name);
    /// `name_zh`, or the id; `name_en`, or the Chinese one.
    [[nodiscard]] Text names();
    [[nodiscard]] Money amount(const std::string& name, Money fallback = {});
    [[nodiscard]] std::optional<Money> optional_amount(const std::string& name);
    /// A share of a whole, 0 to 100 %.
    [[nodiscard]] double share(const std::string& name, double fallback = 0.0);
    /// A ratio for which a bare number above 1 is a slip (growth, rates, volatility).
    [[nodiscard]] double ratio(const std::string& name, double fallback, const Bounds& bounds);
    /// A ratio that is often above 1 (tiers, target values).
    [[nodiscard]] double multiple(const std::string& name, double fallback, const Bounds& bounds);
    [[nodiscard]] double number(const std::string& name, double fallback, const Bounds& bounds);
    [[nodiscard]] int integer(const std::string& name, int fallback, const WholeBounds& bounds);
    [[nodiscard]] std::uint64_t count(const std::string& name, std::uint64_t fallback,
                                      std::uint64_t least, std::uint64_t most);
    /// Months since the start of the plan; negative before it.
    [[nodiscard]] std::optional<int> month(const std::string& name);
    /// A plan year (month 0), or a month of the plan.
    [[nodiscard]] std::optional<Month> period(const std::string& name);
    /// A month, or a day of one.
    [[nodiscard]] std::optional<ContractDay> day(const std::string& name);
    /// As many ratios as stand there, separated by `;`.
    [[nodiscard]] std::vector<double> ratios(const std::string& name, const Bounds& bounds);
    [[nodiscard]] Distribution distribution(const std::string& name, Distribution fallback,
                                            double most, Quantity quantity = Quantity::months);
    /// A distribution of amounts, in fen.
    [[nodiscard]] Distribution amount_distribution(const std::string& name);
    [[nodiscard]] std::pair<int, int> s_curve(const std::string& name,
                                              std::pair<int, int> fallback);
    [[nodiscard]] YearSeries ratio_series(const std::string& name, const Bounds& bounds);
    [[nodiscard]] YearSeries number_series(const std::string& name, double fallback,
                                           const Bounds& bounds);
    [[nodiscard]] YearMoney amount_series(const std::string& name);

    template <class Enum>
    [[nodiscard]] Enum choice(const std::string& name, const Choices<Enum>& choices,
                              Enum fallback) {
        const scenario::Cell* cell = filled(name);
        if (cell == nullptr) return fallback;
        std::vector<std::string> words;
        for (const auto& [word, value] : choices) {
            if (word == cell->text) return value;
            words.push_back(word);
        }
        refuse_choice(name, *cell, words);
        return fallback;
    }

    /// Marks the row as not ok when the reason has been reported elsewhere.
    void fail() { ok_ = false; }
    /// Reports a mistake in this row and marks it as not ok.
    void error(const std::string& name, Text problem, Text why, Text suggestion);
    void error_at(const Position& at, Text problem, Text why, Text suggestion);
    void warning(const std::string& name, Text problem, Text why, Text suggestion);
    /// Reports each of `names` that is given although it has no meaning here.
    void must_be_blank(const std::vector<std::string>& names, const Text& why);
    /// Reports each of `names` that is blank although it is needed here.
    void must_be_given(const std::vector<std::string>& names, const Text& why);

  private:
    [[nodiscard]] const scenario::Cell* cell(const std::string& name) const;
    /// The field when it is not blank; reports a blank one that is required.
    [[nodiscard]] const scenario::Cell* filled(const std::string& name);
    void refuse(const std::string& name, const Position& at, const std::string& text,
                Refusal refusal);
    void refuse_choice(const std::string& name, const scenario::Cell& cell,
                       const std::vector<std::string>& words);
    [[nodiscard]] bool within(const std::string& name, const Position& at, const std::string& text,
                              double value, const Bounds& bounds, bool percent);
    template <class T, class Parse>
    [[nodiscard]] std::vector<T> series(const std::string& name, T fallback, Parse parse);

    const Columns& columns_;
    const scenario::Row& row_;
    const Frame& frame_;
    Reporter& reporter_;
    bool ok_;
};

}  // namespace coffer::model
