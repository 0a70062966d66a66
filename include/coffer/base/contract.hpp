#pragma once
// Contracts are for programmer errors only; what a user can cause is a Diagnostic.
#include <stdexcept>

namespace coffer {

/// A broken contract: an error of the program, never of its input. An exception, so that it ends
/// the one run it was found in and not the process, which may have many others to do.
class BrokenContract : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// Throws BrokenContract, which says the condition and where it stands. Never returns.
[[noreturn]] void contract_violated(const char* condition, const char* file, int line);

}  // namespace coffer

#define COFFER_EXPECT(condition)            \
    (static_cast<bool>(condition) ? void(0) \
                                  : ::coffer::contract_violated(#condition, __FILE__, __LINE__))
