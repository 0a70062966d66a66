#pragma once
// What things are called in files: in scenario tables, ledgers and event logs alike.
#include <array>

#include "coffer/model/model.hpp"

namespace coffer::model {

inline constexpr std::array<const char*, account_count> account_names{"general", "fund",
                                                                      "state_capital"};
inline constexpr std::array<const char*, debt_class_count> debt_class_names{
    "general", "special", "bank", "platform", "hidden", "other"};
inline constexpr std::array<const char*, tier_count> tier_names{"green", "yellow", "orange", "red"};
inline constexpr std::array<const char*, 5> stage_names{"reserve", "approval", "land",
                                                        "construction", "commissioning"};

[[nodiscard]] constexpr const char* name_of(Account account) {
    return account_names[static_cast<std::size_t>(account)];
}
[[nodiscard]] constexpr const char* name_of(DebtClass debt_class) {
    return debt_class_names[static_cast<std::size_t>(debt_class)];
}
[[nodiscard]] constexpr const char* name_of(StageKind stage) {
    return stage_names[static_cast<std::size_t>(stage)];
}

}  // namespace coffer::model
