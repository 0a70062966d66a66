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

}  // namespace coffer
