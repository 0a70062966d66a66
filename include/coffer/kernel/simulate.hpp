#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "coffer/kernel/draws.hpp"
#include "coffer/kernel/path_store.hpp"
#include "coffer/kernel/recorder.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::kernel {

/// The door of this floor: simulates paths of a plan in blocks of `width` (1 or 64) side by
/// side and writes their rows of a store, as far as it has them; rows that a store was made with,
/// not those of an earlier simulation. The same figures for every width. Keeps the memory of a
/// block from call to call: one a thread; several may write different pieces of one store.
class Simulator {
  public:
    /// Plan and store must outlive it.
    Simulator(const plan::Plan& plan, const Draws& draws, int width, PathStore& store);
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;
    Simulator(Simulator&&) = delete;
    Simulator& operator=(Simulator&&) = delete;
    ~Simulator();

    /// Simulates `count` consecutive paths; `first_path` begins a piece of the store.
    void simulate(std::uint64_t first_path, std::uint64_t count);

  private:
    class Blocks;
    template <int width>
    class BlocksOf;
    std::unique_ptr<Blocks> blocks_;
};

/// The same for one call.
void simulate_paths(const plan::Plan& plan, const Draws& draws, std::uint64_t first_path,
                    std::uint64_t count, int width, PathStore& store);

/// Simulates some paths of many, in whichever order: path `paths[i]` writes row i of the store. One
/// lane wide, since they need not lie side by side.
void simulate_chosen(const plan::Plan& plan, const Draws& draws,
                     const std::vector<std::uint64_t>& paths, PathStore& store);

/// Simulates one path with its books open; writes row 0 of the store. The same code, one lane wide.
void simulate_recorded(const plan::Plan& plan, const Draws& draws, std::uint64_t path,
                       Recorder& recorder, PathStore& store);

}  // namespace coffer::kernel
