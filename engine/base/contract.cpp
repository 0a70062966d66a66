#include "coffer/base/contract.hpp"

#include <cstdlib>
#include <string>
#include <unistd.h>

namespace coffer {

void contract_violated(const char* condition, const char* file, int line) noexcept {
    const std::string message = std::string("coffer: internal error: contract '") + condition +
                                "' broken at " + file + ":" + std::to_string(line) +
                                "; please report this with the scenario that caused it\n";
    // write() because the process is going down: no stream state to trust any more.
    [[maybe_unused]] const auto written = ::write(2, message.data(), message.size());
    std::abort();
}

}  // namespace coffer
