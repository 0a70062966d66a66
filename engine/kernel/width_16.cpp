#include "simulate_block.hpp"

namespace coffer::kernel {

template void simulate_block<16, NoRecorder>(const plan::Plan&, const Draws&, std::uint64_t, Rows,
                                             NoRecorder&, State<16>&, PathStore&,
                                             PathStore::Writers&);

}  // namespace coffer::kernel
