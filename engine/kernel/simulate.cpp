#include "coffer/kernel/simulate.hpp"

#include <algorithm>
#include <memory>

#include "coffer/base/contract.hpp"
#include "keep.hpp"
#include "state.hpp"

namespace coffer::kernel {

// In units of their own: width_64.cpp and so on.
template <int width, class Observer>
void simulate_block(const plan::Plan& plan, const Draws& draws, std::uint64_t first_path, Rows rows,
                    Observer& observer, State<width>& state, PathStore& store,
                    PathStore::Writers& samples);

class Simulator::Blocks {
  public:
    Blocks() = default;
    Blocks(const Blocks&) = delete;
    Blocks& operator=(const Blocks&) = delete;
    Blocks(Blocks&&) = delete;
    Blocks& operator=(Blocks&&) = delete;
    virtual ~Blocks() = default;
    virtual void simulate(std::uint64_t first_path, std::uint64_t count) = 0;
};

/// Blocks of one width, one after the other in the same memory: a state is too large to allocate
/// anew for every block.
template <int width>
class Simulator::BlocksOf final : public Simulator::Blocks {
  public:
    BlocksOf(const plan::Plan& plan, const Draws& draws, PathStore& store)
        : plan_(plan), draws_(draws), store_(store), samples_(store), state_(plan) {}

    void simulate(std::uint64_t first_path, std::uint64_t count) override {
        NoRecorder none;
        const auto end =
            std::min(first_path + count,
                     store_.first_path + static_cast<std::uint64_t>(store_.yearly.rows()));
        for (std::uint64_t path = first_path; path < end; path += width) {
            const Rows rows{static_cast<Eigen::Index>(path - store_.first_path),
                            static_cast<Eigen::Index>(std::min<std::uint64_t>(width, end - path))};
            simulate_block<width>(plan_, draws_, path, rows, none, state_, store_, samples_);
        }
        SampleTable::Writer::publish();
    }

  private:
    const plan::Plan& plan_;
    const Draws draws_;
    PathStore& store_;
    PathStore::Writers samples_;
    State<width> state_;
};

Simulator::Simulator(const plan::Plan& plan, const Draws& draws, int width, PathStore& store) {
    switch (width) {
        case 1:
            blocks_ = std::make_unique<BlocksOf<1>>(plan, draws, store);
            break;
        case 64:
            blocks_ = std::make_unique<BlocksOf<64>>(plan, draws, store);
            break;
        default:
            COFFER_EXPECT(width == 1 || width == 64);
    }
}

Simulator::~Simulator() = default;

void Simulator::simulate(std::uint64_t first_path, std::uint64_t count) {
    COFFER_EXPECT(first_path % SampleTable::piece_rows == 0);
    blocks_->simulate(first_path, count);
}

void simulate_paths(const plan::Plan& plan, const Draws& draws, std::uint64_t first_path,
                    std::uint64_t count, int width, PathStore& store) {
    Simulator(plan, draws, width, store).simulate(first_path, count);
}

void simulate_chosen(const plan::Plan& plan, const Draws& draws,
                     const std::vector<std::uint64_t>& paths, PathStore& store) {
    NoRecorder none;
    State<1> state(plan);
    PathStore::Writers samples(store);
    for (std::size_t row = 0; row < paths.size(); ++row) {
        simulate_block<1>(plan, draws, paths[row], {static_cast<Eigen::Index>(row), 1}, none, state,
                          store, samples);
    }
    SampleTable::Writer::publish();
}

void simulate_recorded(const plan::Plan& plan, const Draws& draws, std::uint64_t path,
                       Recorder& recorder, PathStore& store) {
    State<1> state(plan);
    PathStore::Writers samples(store);
    simulate_block<1>(plan, draws, path, {0, 1}, recorder, state, store, samples);
}

}  // namespace coffer::kernel
