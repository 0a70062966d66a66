#include "simulate_block.hpp"

namespace coffer::kernel {

template void simulate_block<1, NoRecorder>(const plan::Plan&, const Draws&, std::uint64_t, Rows,
                                            NoRecorder&, State<1>&, PathStore&,
                                            PathStore::Writers&);
template void simulate_block<1, Recorder>(const plan::Plan&, const Draws&, std::uint64_t, Rows,
                                          Recorder&, State<1>&, PathStore&, PathStore::Writers&);

}  // namespace coffer::kernel
