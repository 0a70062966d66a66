#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"

namespace coffer::scenario {

/// A piece of input text and where it stands.
struct Cell {
    std::string text;  ///< UTF-8, without surrounding blanks; "" when empty
    Position at;
};

/// One value of scenario.toml: a scalar has one item, a list any number.
struct Setting {
    std::vector<Cell> items;
    bool is_list = false;
    Position at;               ///< the key
    std::string written = {};  ///< the key as it stands there; "" when given otherwise
};

struct Row {
    std::vector<Cell> cells;  ///< one for each column of its table
    Position at;              ///< the first cell
    /// The row did not have one cell a column (reported by parse); `cells` is padded or cut.
    bool malformed = false;
};

/// A comment line: not part of what the document says, kept so that it can be written again.
struct Note {
    std::size_t before = 0;  ///< the row (from 0) that it stands before
    std::string text;        ///< with its "#"
    Position at = {};
};

struct Table {
    std::string name;                   ///< "projects" for projects.csv
    std::vector<std::string> columns;   ///< by their English names; as written when unknown
    std::vector<std::string> headings;  ///< as they were written
    std::vector<Row> rows;
    std::vector<Note> notes;
    Position at;  ///< the header line
};

/// A plan that another one extends, and what of it is left in that one.
struct Base {
    std::filesystem::path place;
    std::map<std::string, std::size_t> rows;  ///< by table, only where there are any
    std::size_t settings = 0;
};

/// A scenario as text with positions; nothing is interpreted beyond encoding, structure and the
/// names in both languages: columns, keys and words of enumerations are the English ones.
struct Document {
    std::filesystem::path folder;             ///< or the workbook
    Position settings_at;                     ///< scenario.toml, or the sheet of settings
    std::map<std::string, Setting> settings;  ///< by dotted key, only those that are given
    std::map<std::string, Table> tables;      ///< by name, only those that are there
    /// Tables that are there but could not be read, or not to their end (reported): an id that is
    /// missing from them says nothing.
    std::set<std::string> unread;
    /// Keys that are there in a form that could not be read (reported): they are not missing.
    std::set<std::string> unread_keys;
    /// The unit of amounts that all headings name, several of them; "" where they do not.
    std::string unit_of_headings = {};
    /// Names, from the folder down, of files that lie in it and are no part of the scenario.
    std::vector<std::string> other_files;
    /// What the plan extends, nearest first; their settings and rows are part of the document.
    std::vector<Base> bases;
    /// Hex, over settings and tables, with changes: what they say, not how. Row order counts;
    /// the order of columns, blank columns, comments and the language of names do not.
    std::string sha256;
};

struct Change;

/// The door of this floor. Reads the settings and the tables of `schema.hpp` from a folder
/// (scenario.toml and CSV files) or a workbook (.xlsx), with those of the plans that it extends,
/// applies the changes in their order, and
/// reports unknown files' columns, unknown and missing keys, broken encodings, duplicate columns
/// and the like. Sizes are bounded (files of other people are hostile). Returns a document even
/// with errors, so that build can add what it finds; none when the plan or its settings cannot be
/// read at all.
[[nodiscard]] std::optional<Document> parse(const std::filesystem::path& plan,
                                            const std::vector<Change>& changes,
                                            Diagnostics& diagnostics);

/// The same on bytes in memory, by bare file name ("projects.csv"); `folder` only names positions.
/// A plan in memory extends no other.
[[nodiscard]] std::optional<Document> parse_texts(const std::map<std::string, std::string>& files,
                                                  const std::filesystem::path& folder,
                                                  const std::vector<Change>& changes,
                                                  Diagnostics& diagnostics);

/// The same on the bytes of a workbook; `file` only names positions.
[[nodiscard]] std::optional<Document> parse_workbook(const std::string& bytes,
                                                     const std::filesystem::path& file,
                                                     const std::vector<Change>& changes,
                                                     Diagnostics& diagnostics);

/// For each table that has rows whose `basis` is blank: how many.
[[nodiscard]] std::map<std::string, std::size_t> rows_without_basis(const Document& document);

}  // namespace coffer::scenario
