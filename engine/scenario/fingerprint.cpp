#include "fingerprint.hpp"

#include <algorithm>
#include <vector>

#include "coffer/base/sha256.hpp"
#include "table_columns.hpp"

namespace coffer::scenario {
namespace {

/// The length goes first, so that no two documents run together to the same bytes.
class Framed {
  public:
    void add(const std::string& text) {
        digest_.add(std::to_string(text.size()) + ":");
        digest_.add(text);
    }
    void add(std::size_t count) { add(std::to_string(count)); }
    std::string hex() { return digest_.hex(); }

  private:
    Sha256 digest_;
};

/// A column that says something: where it stands in the table.
struct Told {
    std::string name;
    std::size_t place = 0;
};

/// The columns that say something, by name: neither their order nor a blank one does, but where a
/// table without it says something else.
std::vector<Told> told_columns(const Table& table) {
    std::vector<Told> told;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool blank = std::all_of(table.rows.begin(), table.rows.end(), [i](const Row& row) {
            return i >= row.cells.size() || row.cells[i].text.empty();
        });
        const bool tells = !said_without(table.name, table.columns[i]).empty();
        if (!blank || tells) told.push_back({table.columns[i], i});
    }
    std::stable_sort(told.begin(), told.end(),
                     [](const Told& a, const Told& b) { return a.name < b.name; });
    return told;
}

void add_table(const std::string& name, const Table& table, Framed& hash) {
    hash.add(name);
    const std::vector<Told> told = told_columns(table);
    hash.add(told.size());
    for (const Told& column : told) hash.add(column.name);
    hash.add(table.rows.size());
    for (const Row& row : table.rows) {
        for (const Told& column : told) hash.add(row.cells[column.place].text);
    }
}

}  // namespace

std::string fingerprint(const Document& document) {
    Framed hash;
    hash.add("coffer scenario 2");
    for (const auto& [key, setting] : document.settings) {
        // A blank value says as much as none.
        if (!setting.is_list && setting.items.front().text.empty()) continue;
        hash.add(key);
        hash.add(setting.items.size());
        for (const Cell& item : setting.items) hash.add(item.text);
    }
    // A table without rows says no more than one that is left out.
    for (const auto& [name, table] : document.tables) {
        if (!table.rows.empty()) add_table(name, table, hash);
    }
    return hash.hex();
}

}  // namespace coffer::scenario
