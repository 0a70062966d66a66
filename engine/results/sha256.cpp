#include "coffer/results/sha256.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "coffer/base/contract.hpp"

namespace coffer::results {

std::string sha256(std::string_view content) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const int done =
        EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
    COFFER_EXPECT(done == 1);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

}  // namespace coffer::results
