#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "coffer/kernel/draws.hpp"
#include "coffer/kernel/events.hpp"
#include "coffer/kernel/path_store.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::analysis {

/// One line of the monthly ledger: items "opening" and "closing" beside signed flows; opening plus
/// flows equals closing to the fen.
struct LedgerRow {
    int month = 0;        ///< month index since the start
    std::string account;  ///< "general", "pool:<source>", "debt:<class>", "arrears:<class>",
                          ///< "payables", "platform", "fai"
    std::string item;
    double fen = 0.0;
};

/// Something that happened on the path, with the draw, trigger or shortfall behind it.
struct EventRow {
    int month = 0;
    std::string subject;  ///< an id, or a word of the kernel
    kernel::EventKind kind{};
    kernel::Cause cause;
    double amount = 0.0;  ///< of what the register of events says

    /// As files tell it.
    [[nodiscard]] std::string event() const { return kernel::info(kind).code; }
    [[nodiscard]] std::string why() const { return kernel::code(cause); }
};

/// What one debt owes in a month (kernel::Recorder::due); a debt may have several rows a month.
struct DueRow {
    int month = 0;
    std::string debt;
    double interest = 0.0, principal = 0.0;  ///< fen
};

struct Replay {
    std::vector<LedgerRow> ledger;
    std::vector<EventRow> events;
    std::vector<DueRow> dues;   ///< without existing debt at fixed rates
    bool out_of_range = false;  ///< an amount left the exact range; the ledger must not be used
};

/// Computes path `path` of the run with these draws alone, with its books open. The same code as
/// the run, one lane wide.
[[nodiscard]] Replay replay(const plan::Plan& plan, const kernel::Draws& draws, std::uint64_t path);
/// The same; `store`, traced and of one path, keeps its figures.
[[nodiscard]] Replay replay(const plan::Plan& plan, const kernel::Draws& draws, std::uint64_t path,
                            kernel::PathStore& store);

}  // namespace coffer::analysis
