#pragma once
#include <cstddef>
#include <string>

#include "coffer/kernel/events.hpp"

namespace coffer::kernel {

/// A book of a path: cash by account, pool by source, debt and arrears by class, payables of
/// three guarantees, to suppliers and to contractors, the platform company's cash, the budget
/// reserve (a part of the cash), the stabilisation fund, what is still to be settled with the
/// higher level (positive: it owes the county), treasury advances, and FAI that is counted but not
/// reported yet.
struct Book {
    enum class Kind {
        cash,
        pool,
        debt,
        arrears,
        payables,
        supplier_payables,
        contractor_payables,
        platform,
        reserve,
        stabilisation,
        settlement,
        advances,
        fai
    };
    Kind kind = Kind::cash;
    std::size_t index = 0;  ///< account, source or debt class
};

/// Flows that a reader of the books looks for; texts are for people.
enum class FlowKind {
    arrival,    ///< the planned money of a source enters its pool
    investors,  ///< money of investors enters the pool of its source
    other
};

/// Receives what happens on a path while it is computed one lane wide. Amounts in fen unless said
/// otherwise.
class Recorder {
  public:
    static constexpr bool enabled = true;

    virtual ~Recorder() = default;
    /// The balance that the kernel holds, before (opening) and after the month's flows.
    virtual void opening(int month, Book book, double fen) = 0;
    virtual void closing(int month, Book book, double fen) = 0;
    virtual void flow(int month, Book book, FlowKind kind, const std::string& item, double fen) = 0;
    /// What one debt (plan::DebtTermsPlan::debt) owes in a month, told when it is known: of new
    /// debt at a fixed rate when it is issued. That of existing debt at fixed rates is in the plan.
    virtual void due(int /*month*/, const std::string& /*debt*/, double /*interest*/,
                     double /*principal*/) {}
    /// What `subject` and `amount` are stands in the register of events.
    virtual void event(int month, const std::string& subject, EventKind kind, const Cause& cause,
                       double amount) = 0;
};

/// The recorder of the fast path: nothing, at no cost.
struct NoRecorder {
    static constexpr bool enabled = false;
};

}  // namespace coffer::kernel
