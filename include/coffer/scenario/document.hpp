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
    Position at;  ///< the key
};

struct Row {
    std::vector<Cell> cells;  ///< one for each column of its table
    Position at;              ///< the first cell
    /// The row did not have one cell a column (reported by parse); `cells` is padded or cut.
    bool malformed = false;
};

struct Table {
    std::string name;                  ///< "projects" for projects.csv
    std::vector<std::string> columns;  ///< as in the header
    std::vector<Row> rows;
    Position at;  ///< the header line
};

/// A scenario as text with positions; nothing is interpreted beyond encoding and structure.
struct Document {
    std::filesystem::path folder;
    std::map<std::string, Setting> settings;  ///< by dotted key, only those that are given
    std::map<std::string, Table> tables;      ///< by name, only those that are there
    /// Tables that are there but could not be read, or not to their end (reported): an id that is
    /// missing from them says nothing.
    std::set<std::string> unread;
    /// Keys that are there in a form that could not be read (reported): they are not missing.
    std::set<std::string> unread_keys;
    std::string sha256;  ///< hex, over settings and tables, with changes; row order counts
};

struct Change;

/// The door of this floor. Reads scenario.toml and the tables of `schema.hpp` from `folder`,
/// applies the changes in their order, and reports unknown files' columns, unknown and missing
/// keys, broken encodings, duplicate columns and the like. Sizes are bounded (files of other people
/// are hostile). Returns a document even with errors, so that build can add what it finds; none
/// when the folder or scenario.toml cannot be read at all.
[[nodiscard]] std::optional<Document> parse(const std::filesystem::path& folder,
                                            const std::vector<Change>& changes,
                                            Diagnostics& diagnostics);

/// The same on bytes in memory, by bare file name ("projects.csv"); `folder` only names positions.
[[nodiscard]] std::optional<Document> parse_texts(const std::map<std::string, std::string>& files,
                                                  const std::filesystem::path& folder,
                                                  const std::vector<Change>& changes,
                                                  Diagnostics& diagnostics);

/// For each table that has rows whose `basis` is blank: how many.
[[nodiscard]] std::map<std::string, std::size_t> rows_without_basis(const Document& document);

}  // namespace coffer::scenario
