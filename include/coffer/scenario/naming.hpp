#pragma once
// Tables, columns, keys and words as a plan's own document writes them. Messages are worded with
// the names of the register (`maturity`, `funding.csv`, `fund`); whoever filled in 到期月 in
// 债务.csv is told of 到期月, of 资金安排.csv and of 政府性基金.
#include <map>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

class Naming {
  public:
    explicit Naming(const Document& document);

    /// The file or sheet of a table, as it is there; what it would be called where it is missing.
    [[nodiscard]] Text file(const std::string& table) const;
    /// A column of a table by its heading, without the unit in its brackets.
    [[nodiscard]] Text column(const std::string& table, const std::string& column) const;
    /// What the document calls the table's file, for the place of a whole table.
    [[nodiscard]] Position at_table(const std::string& table) const;

    /// Puts the names of the register in a message as the document has them. Text between quotation
    /// marks is the user's and stays.
    void put_into(Diagnostic& diagnostic) const;

  private:
    struct Known {
        Position at;
        bool chinese = false;
        std::map<std::string, std::string> headings;  ///< by column; only Chinese ones
    };
    class Rewriter;

    std::map<std::string, Known> tables_;
    std::string folder_;
    Position settings_at_;
    bool workbook_ = false;
    bool chinese_ = false;           ///< most tables have Chinese headings
    bool chinese_files_ = false;     ///< most tables have Chinese names
    bool chinese_settings_ = false;  ///< most keys are written in Chinese
};

}  // namespace coffer::scenario
