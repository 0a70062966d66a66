#pragma once
// The register of names: every table, column, key and enumeration word with its English name (which
// the model reads), its Chinese name and what it means. Headings of workbooks, messages, the lists
// to choose from and docs/names.md follow from it.
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::scenario {

/// What the cells of a column, or the value of a key, hold.
enum class Content {
    text,
    line,  ///< a display name
    id,
    reference,  ///< an id of another table
    choice,     ///< a word of an enumeration
    amount,
    ratio,
    number,
    whole,
    month,
    period,  ///< a plan year, or a month
    distribution,
    s_curve,
    amounts,  ///< a series: one a plan year
    ratios,
    numbers,
    indicator,
    dimension,
    target_value
};

struct Holds {
    Content content = Content::text;
    std::string words;                ///< of a choice: which enumeration
    std::vector<std::string> tables;  ///< of a reference: where the ids are
};

/// A column of a table or a key of scenario.toml. Documented, name by name, in docs/scenario.md.
struct Field {
    std::string name;  ///< English, as the model knows it
    std::string zh;    ///< Chinese, for headings; keys with their group, as "方案.年数"
    bool required = false;
    Holds holds;
    Text meaning;                        ///< one sentence, as in a comment on the heading
    std::vector<std::string> also = {};  ///< other Chinese names that are understood
    bool is_list = false;                ///< settings only: a TOML array of text
    /// What a table without the column says in each row, where a blank cell says something else.
    std::string without = {};
    std::string instead = {};  ///< is no more: the column to write instead
};

struct TableSchema {
    std::string name;
    std::string zh;
    Text meaning;
    std::vector<Field> columns;
};

/// The dotted keys of scenario.toml.
[[nodiscard]] const std::vector<Field>& setting_fields();
/// Every table a scenario may hold. A table that is left out is empty.
[[nodiscard]] const std::vector<TableSchema>& table_schemas();

/// A word of an enumeration.
struct Word {
    std::string name;  ///< English
    std::string zh;
    std::vector<std::string> also = {};  ///< other Chinese words that are understood
};
struct Enumeration {
    std::string name;
    std::vector<Word> words;
};
[[nodiscard]] const std::vector<Enumeration>& enumerations();
/// The enumeration of this name, which must exist.
[[nodiscard]] const Enumeration& enumeration(std::string_view name);

/// The table called so in either language, or by its former name; none when there is none.
[[nodiscard]] const TableSchema* find_table(std::string_view name);
/// The field called so in either language, with or without a unit in brackets: "工期（月）".
[[nodiscard]] const Field* find_field(const std::vector<Field>& fields, std::string_view name);
/// What the brackets at the end of a heading hold, as "万元" in "总投资（万元）" and "元" in
/// "单价（元/亩）", or "".
[[nodiscard]] std::string unit_in_heading(std::string_view heading);

/// `text` with Chinese words of the field's enumeration, names of distributions and full-width
/// digits and punctuation of numbers put as the model reads them; what is not known stays as it is.
[[nodiscard]] std::string canonical(const Field& field, const std::string& text);
/// The other way: a canonical text as a Chinese reader would write it.
[[nodiscard]] std::string in_chinese(const Field& field, const std::string& text);

}  // namespace coffer::scenario
