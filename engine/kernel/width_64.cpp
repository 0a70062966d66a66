#include "simulate_block.hpp"

namespace coffer::kernel {

template void simulate_block<64, NoRecorder>(const plan::Plan&, const Draws&, std::uint64_t, Rows,
                                             NoRecorder&, State<64>&, PathStore&,
                                             PathStore::Writers&);

}  // namespace coffer::kernel
