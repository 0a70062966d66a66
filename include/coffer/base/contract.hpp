#pragma once
// Contracts are for programmer errors only; what a user can cause is a Diagnostic.

namespace coffer {

/// Reports a broken contract on standard error and aborts. Never returns.
[[noreturn]] void contract_violated(const char* condition, const char* file, int line) noexcept;

}  // namespace coffer

#define COFFER_EXPECT(condition)            \
    (static_cast<bool>(condition) ? void(0) \
                                  : ::coffer::contract_violated(#condition, __FILE__, __LINE__))
