#pragma once
#include <cstdint>
#include <string_view>

namespace coffer {

/// The random stream of an entity: the 32-bit FNV-1a hash of the UTF-8 text "kind/id"
/// (docs/model.md section 1). A pure function of names, so that adding a project moves no draw of
/// another. Two texts may collide; `model::build` refuses such a scenario.
[[nodiscard]] constexpr std::uint32_t stream_of(std::string_view kind, std::string_view id) {
    constexpr std::uint32_t offset_basis = 2166136261U;  // of Fowler, Noll and Vo
    constexpr std::uint32_t prime = 16777619U;
    std::uint32_t hash = offset_basis;
    const auto add = [&hash](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    };
    add(kind);
    add("/");
    add(id);
    return hash;
}

/// The seed of a region's own draws. A seed has 64 bits where a stream has 32: the hundred streams
/// of each of three thousand counties, hashed into 32 bits, would meet nine times by accident.
/// Formulas: FNV-1a with 64 bits, and the last steps of splitmix64 (Steele, Lea and Flood, 2014),
/// which lose nothing, so that regions meet only where their hashes do.
[[nodiscard]] constexpr std::uint64_t region_seed(std::uint64_t seed, std::string_view region) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : region) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    const auto mixed = [](std::uint64_t x) {
        x = (x ^ x >> 30U) * 0xBF58476D1CE4E5B9U;
        x = (x ^ x >> 27U) * 0x94D049BB133111EBU;
        return x ^ x >> 31U;
    };
    return mixed(seed + mixed(hash));
}

}  // namespace coffer
