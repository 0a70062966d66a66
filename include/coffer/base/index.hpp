#pragma once
#include <compare>
#include <cstddef>

namespace coffer {

/// The place of an entity in its table, typed so that a project is never taken for a source.
template <class Entity>
struct Index {
    std::size_t value = 0;

    friend auto operator<=>(const Index&, const Index&) = default;
};

}  // namespace coffer
