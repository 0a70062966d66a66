#pragma once
// What the parts of `validate` share: how a place in a model is named, and checks of single values.
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "ranges.hpp"

namespace coffer::model {

/// An object of a model: a row of a table, told by its id, or a group of the plan's settings. Names
/// are those of the register of names, so that a message says what a document's would.
struct Subject {
    const char* table;
    const std::string* id = nullptr;  ///< none: a group of settings
    std::size_t place = 0;            ///< in its table, for one without an id
    const char* part = nullptr;       ///< the rest of the key: the stage of a project's
};

/// A text in both languages that costs nothing until it is told.
struct Words {
    const char* zh;
    const char* en;

    [[nodiscard]] Text text() const { return {zh, en}; }
};

/// Every check reports what is wrong and returns whether all is right. Thread-compatible.
class Checking {
  public:
    explicit Checking(const Model& checked) : model(checked) {}

    const Model& model;

    [[nodiscard]] bool clean() const { return errors_ == 0; }
    [[nodiscard]] Diagnostics take() { return std::move(diagnostics_); }

    void error(const Subject& subject, std::string_view field, Text problem, Text why,
               Text suggestion = {"请改正。", "Correct it."});
    /// Something that must hold of a field and others.
    bool must(bool holds, const Subject& subject, std::string_view field, const Words& problem,
              const Words& why);
    /// A field that has a meaning only where `has_meaning`.
    bool idle(bool is_set, bool has_meaning, const Subject& subject, std::string_view field,
              const Words& why);
    bool number(const Subject& subject, std::string_view field, double value, const Bounds& bounds);
    bool whole(const Subject& subject, std::string_view field, long long value,
               const WholeBounds& bounds);
    bool amount(const Subject& subject, std::string_view field, Money value);
    /// One value for each plan year.
    bool series(const Subject& subject, std::string_view field, const YearSeries& values,
                const Bounds& bounds);
    bool amounts(const Subject& subject, std::string_view field, const YearMoney& values);
    bool distribution(const Subject& subject, std::string_view field, const Distribution& value,
                      double most);
    /// An index into a table of `size` rows.
    bool refers(const Subject& subject, std::string_view field, std::size_t index,
                std::size_t size);
    bool driver(const Subject& subject, std::string_view field, Index<Driver> index,
                Driver::Kind kind);
    bool id(const Subject& subject, std::string_view field, const std::string& text);
    /// A display name or a remark: characters that may stand in a plan; a name is one line.
    bool text(const Subject& subject, std::string_view field, const std::string& value,
              bool one_line);
    void names(const Subject& subject, const Text& name);
    /// The hash of "kind/id", which no other name has.
    bool stream(const Subject& subject, std::uint32_t value, const std::string& kind,
                const std::string& id);
    /// Takes an id in a space that several tables share.
    void claim(const char* space, const Subject& subject);

    template <class Enum>
    bool word(const Subject& subject, std::string_view field, Enum value, Enum last) {
        static_assert(std::is_enum_v<Enum>);
        return whole(subject, field, static_cast<long long>(value),
                     {0, static_cast<long long>(last)});
    }

    /// Rows in the order of their ids, each id once.
    template <class Row>
    void ordered(const char* table, const std::vector<Row>& rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Subject row{table, &rows[i].id, i};
            if (!id(row, "id", rows[i].id)) continue;
            names(row, rows[i].name);
            if (i > 0 && !(rows[i - 1].id < rows[i].id)) disorder(row);
        }
    }
    void disorder(const Subject& subject);

  private:
    void refuse(const Subject& subject, std::string_view field, const std::string& value, Text why);
    bool as_many_as_years(const Subject& subject, std::string_view field, std::size_t length);

    Diagnostics diagnostics_;
    std::size_t errors_ = 0;
    std::unordered_map<std::uint32_t, std::string> streams_;
    std::unordered_map<std::string, const char*> claimed_;  ///< "space/id"
};

/// The parts. Those called `between` look at what must hold between values that are right by
/// themselves; they are called when all are.
void validate_plan(Checking& check);
void validate_drivers(Checking& check);
void validate_lines(Checking& check);
void validate_funding(Checking& check);
void validate_reserves(Checking& check);
void validate_projects(Checking& check);
void validate_debt(Checking& check);
void validate_between_drivers(Checking& check);
void validate_between_lines(Checking& check);
void validate_between_funding(Checking& check);
void validate_between_projects(Checking& check);
void validate_between_debts(Checking& check);
void validate_actuals(Checking& check);
void validate_targets(Checking& check);

/// The flow of a line; `of_ones` where each month takes a share of one amount.
void validate_flow(Checking& check, const Subject& subject, const Flow& flow,
                   const std::string& kind, bool of_ones = false);

}  // namespace coffer::model
