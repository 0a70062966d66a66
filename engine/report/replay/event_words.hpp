#pragma once
// What kinds of events and causes are called, keyed by the register of the kernel.
#include <array>
#include <string_view>

#include "coffer/kernel/events.hpp"

namespace coffer::report {

/// How much an event tells of a path, most first.
enum class Weight { broken, cut, strained, short_of_money, milestone, step, draw };

/// Patterns take {0}, whom it concerns; {1}, its amount; {2}, its cause. A cause that the pattern
/// has no place for follows in brackets.
struct EventWords {
    kernel::EventKind kind{};
    Weight weight{};
    std::string_view name_zh, name_en;
    std::string_view zh, en;
};

/// Patterns take the arguments of the cause by number.
struct CauseWords {
    kernel::CauseKind kind{};
    std::string_view zh, en;
    bool plain = false;  ///< goes without saying
};

extern const std::array<EventWords, kernel::event_kinds> event_words;
extern const std::array<CauseWords, kernel::cause_kinds> cause_words;

}  // namespace coffer::report
