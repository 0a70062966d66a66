#pragma once
// The audit as commands use it: --strict, and what the audit says beside mistakes.
#include "coffer/audit/audit.hpp"
#include "coffer/base/diagnostic.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --strict
struct StrictOption {
    bool strict = false;

    void describe(Usage& usage);
    /// The same diagnostics, with every warning an error where the user asked for it.
    [[nodiscard]] Diagnostics applied_to(const Diagnostics& diagnostics) const;
};

/// `diagnostics` with the first few findings and a line that counts the others; for commands of
/// which the audit is not the purpose.
[[nodiscard]] Diagnostics with_some(const Diagnostics& diagnostics,
                                    const audit::Findings& findings);

}  // namespace coffer::tool
