#pragma once
#include <cstdint>

#include "coffer/kernel/path_store.hpp"
#include "coffer/kernel/recorder.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::kernel {

/// The door of this floor: simulates `count` consecutive paths in blocks of `width` (1, 16 or
/// 64) side by side and writes their rows of the store, as far as it has them; rows that a store
/// was made with, not those of an earlier simulation. `first_path` begins a piece of the store. The
/// same figures for every width. Thread-safe for different pieces.
void simulate_paths(const plan::Plan& plan, std::uint64_t seed, std::uint64_t first_path,
                    std::uint64_t count, int width, PathStore& store);

/// Simulates one path with its books open; writes row 0 of the store. The same code, one lane wide.
void simulate_recorded(const plan::Plan& plan, std::uint64_t seed, std::uint64_t path,
                       Recorder& recorder, PathStore& store);

}  // namespace coffer::kernel
