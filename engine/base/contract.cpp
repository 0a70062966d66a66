#include "coffer/base/contract.hpp"

#include <string>

namespace coffer {

void contract_violated(const char* condition, const char* file, int line) {
    throw BrokenContract(std::string("internal error: contract '") + condition + "' broken at " +
                         file + ":" + std::to_string(line) +
                         "; please report this with the plan that caused it");
}

}  // namespace coffer
