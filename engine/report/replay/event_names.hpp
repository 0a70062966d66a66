#pragma once
// Events of a path in words: whom they concern, how much, and why.
#include <optional>
#include <string>

#include "coffer/analysis/books.hpp"
#include "coffer/analysis/replay.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/model/model.hpp"
#include "coffer/results/answer.hpp"

namespace coffer::report {

/// The model must outlive it. Thread-safe once made.
class EventNames {
  public:
    EventNames(const model::Model& model, MoneyUnit unit);

    /// What the subject is called, without its id; and its id, "" of what has none.
    [[nodiscard]] Text subject(const analysis::EventRow& event) const;
    [[nodiscard]] static std::string id(const analysis::EventRow& event);
    [[nodiscard]] Text cause(const kernel::Cause& cause) const;
    /// What the amount measures; none of an event that has none.
    [[nodiscard]] static std::optional<results::Answered> amount(const analysis::EventRow& event);
    [[nodiscard]] Text sentence(const analysis::EventRow& event) const;
    /// Of several that add up, told as the first with what they come to.
    [[nodiscard]] Text sentence_of_several(const analysis::EventRow& first, double total,
                                           bool same_cause) const;

  private:
    [[nodiscard]] Text sentence(const analysis::EventRow& event, double amount,
                                const Text& before_cause) const;
    [[nodiscard]] Text amount_text(const analysis::EventRow& event, double amount) const;
    [[nodiscard]] Text argument(kernel::ArgumentKind kind,
                                const kernel::CauseArgument& argument) const;

    const model::Model& model_;
    analysis::BookNames books_;
    MoneyUnit unit_;
};

}  // namespace coffer::report
