#include "fingerprint.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "coffer/base/contract.hpp"

namespace coffer::scenario {
namespace {

class Sha256 {
  public:
    Sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        COFFER_EXPECT(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    }

    /// The length goes first, so that no two documents run together to the same bytes.
    void add(const std::string& text) {
        const std::string framed = std::to_string(text.size()) + ":" + text;
        COFFER_EXPECT(EVP_DigestUpdate(context_.get(), framed.data(), framed.size()) == 1);
    }
    void add(std::size_t count) { add(std::to_string(count)); }

    std::string hex() {
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned size = 0;
        COFFER_EXPECT(EVP_DigestFinal_ex(context_.get(), digest, &size) == 1);
        std::string text;
        for (unsigned i = 0; i < size; ++i) {
            constexpr char digits[] = "0123456789abcdef";
            text += digits[digest[i] >> 4U];
            text += digits[digest[i] & 15U];
        }
        return text;
    }

  private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

namespace {

/// A column that says something: where it stands in the table.
struct Told {
    std::string name;
    std::size_t place = 0;
};

/// The columns that are not blank throughout, by name: neither their order nor a blank one says
/// anything.
std::vector<Told> told_columns(const Table& table) {
    std::vector<Told> told;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool blank = std::all_of(table.rows.begin(), table.rows.end(), [i](const Row& row) {
            return i >= row.cells.size() || row.cells[i].text.empty();
        });
        if (!blank) told.push_back({table.columns[i], i});
    }
    std::stable_sort(told.begin(), told.end(),
                     [](const Told& a, const Told& b) { return a.name < b.name; });
    return told;
}

void add_table(const std::string& name, const Table& table, Sha256& hash) {
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
    Sha256 hash;
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
