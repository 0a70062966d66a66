#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer {

/// A place in an input file. Line and column count from 1; 0 means "the file as a whole".
/// Columns count characters (code points), as editors do; in a sheet they are its columns.
struct Position {
    std::string file;
    int line = 0;
    int column = 0;
    std::string sheet = {};  ///< of a workbook; "" for a text file

    friend bool operator==(const Position&, const Position&) = default;
};

enum class Severity { error, warning };

/// Something wrong with the user's input: what, why it is wrong, what to do about it.
struct Diagnostic {
    Severity severity = Severity::error;
    Position at;
    Text problem;
    Text why;
    Text suggestion;
};

/// "projects.csv:3:5", in a workbook "plan.xlsx:项目!E3"; the file alone without a line.
[[nodiscard]] std::string where(const Position& at);
/// "E3": the column's letters and the row.
[[nodiscard]] std::string cell_name(int row, int column);

/// "file:line:column: error: problem (why) suggestion", without a trailing newline.
[[nodiscard]] std::string format(const Diagnostic& diagnostic, Language language);

/// Collects everything that is wrong, so that a user sees it all at once. Thread-compatible.
class Diagnostics {
  public:
    void error(Position at, Text problem, Text why, Text suggestion);
    void warning(Position at, Text problem, Text why, Text suggestion);
    /// Adds all of `more`, in its order.
    void append(const Diagnostics& more);

    /// Takes out what `follows` holds of: the consequences of one mistake that is told by itself.
    /// Returns how many errors and warnings went.
    struct Held {
        std::size_t errors = 0;
        std::size_t warnings = 0;
    };
    Held hold_back(const std::function<bool(const Diagnostic&)>& follows);

    [[nodiscard]] bool has_errors() const { return errors_ > 0; }
    [[nodiscard]] std::size_t error_count() const { return errors_; }
    /// In the order of file, line and column; equal places keep the order of discovery.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;

  private:
    std::vector<Diagnostic> entries_;
    std::size_t errors_ = 0;
};

/// The candidate nearest to `word` by edit distance, or "" when none is near enough to be a
/// plausible misspelling.
[[nodiscard]] std::string nearest(const std::string& word,
                                  const std::vector<std::string>& candidates);

}  // namespace coffer
