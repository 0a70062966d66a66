#pragma once
// SHA-256 (FIPS 180-4): names what a plan says and what a file holds. Written here, for it is
// short, and the engine runs where no library has it.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace coffer {

/// A digest of text that comes in pieces. Thread-compatible.
class Sha256 {
  public:
    void add(std::string_view text);
    /// Of all that was added, in hex; nothing may be added any more.
    [[nodiscard]] std::string hex();

  private:
    void mix(const unsigned char* block);

    std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<unsigned char, 64> rest_{};  ///< what does not fill a block yet
    std::size_t held_ = 0;
    std::uint64_t bytes_ = 0;
};

/// In hex.
[[nodiscard]] std::string sha256(std::string_view content);

}  // namespace coffer
