#pragma once
// Changes to a plan, in one small language for every question: `--set`, change files, stress
// suites, levers of a search. docs/changes.md is the reference for users.
//
//     treasury.cash_floor=500万                       a key of scenario.toml
//     revenue[land_sale].base*=0.7                    cells of the rows that match
//     revenue[account=fund].multiplier*=0.9@2027-2028 some years of a series
//     stages[g20,construction].not_before+=6          months later
//     drop projects[g36]                              with all rows that speak of it
//
// They change the text of a document, so that a changed plan is checked like any other and an
// error in it names the change as its place.
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"
#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

/// One line of the language, and where it was written.
struct Statement {
    std::string text;
    Position at;
};

/// A row to add to a table; columns that are left out are blank.
struct NewRow {
    std::string table;
    std::map<std::string, Cell> cells;
    Position at;
};

/// A named change, as a change file holds it.
struct Change {
    std::string id;
    Text name;
    Text reason;         ///< why it is of this size; may be empty
    std::string source;  ///< where the size comes from; may be empty
    /// A selector that matches no row is no mistake: the change is written for any plan.
    bool where_present = false;
    std::vector<Statement> statements;
    std::vector<NewRow> rows;
    Position at;
};

/// What a change did to a document.
struct Applied {
    std::size_t cells = 0;  ///< keys and cells that it wrote, rows that it added or dropped
    std::vector<std::string> unmatched;  ///< statements whose selector matched no row
    /// Of the errors reported those that cells of this document cause; of another the same
    /// statements may be made.
    std::size_t misfits = 0;
};

/// A statement of the command line: its place is "--set" and the text itself.
[[nodiscard]] Statement command_line_statement(const std::string& text);

/// Applies the statements in their order, then adds the rows, and makes the document's hash anew.
/// Every mistake is a diagnostic at its statement: an unknown table, column or key, a selector
/// that matches nothing (with the nearest id), arithmetic on what is no number. The document must
/// not be used after an error.
Applied apply(const std::vector<Statement>& statements, bool where_present, Document& document,
              Diagnostics& diagnostics);
Applied apply(const Change& change, Document& document, Diagnostics& diagnostics);

/// The changes of a change file (TOML), in their order; ids are unique. Unknown keys and wrong
/// forms are diagnostics.
[[nodiscard]] std::vector<Change> read_changes(const std::string& bytes, const std::string& file,
                                               Diagnostics& diagnostics);
/// Changes chosen by "FILE" (all of it) or "FILE#id,id"; an id that it does not have is reported.
[[nodiscard]] std::vector<Change> read_change_choice(const std::string& choice,
                                                     Diagnostics& diagnostics);
/// Reads the file, of at most 1 MiB.
[[nodiscard]] std::vector<Change> read_change_file(const std::filesystem::path& file,
                                                   Diagnostics& diagnostics);

}  // namespace coffer::scenario
