#include "fingerprint.hpp"

#include <memory>

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

std::string fingerprint(const Document& document) {
    Sha256 hash;
    hash.add("coffer scenario 1");
    hash.add(document.settings.size());
    for (const auto& [key, setting] : document.settings) {
        hash.add(key);
        hash.add(setting.items.size());
        for (const Cell& item : setting.items) hash.add(item.text);
    }
    hash.add(document.tables.size());
    for (const auto& [name, table] : document.tables) {
        hash.add(name);
        hash.add(table.columns.size());
        for (const std::string& column : table.columns) hash.add(column);
        hash.add(table.rows.size());
        for (const Row& row : table.rows) {
            for (const Cell& cell : row.cells) hash.add(cell.text);
        }
    }
    return hash.hex();
}

}  // namespace coffer::scenario
