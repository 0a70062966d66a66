#pragma once
// Units in which readers see money. Inside, money is fen or yuan; files are in yuan.
#include <array>
#include <optional>
#include <string_view>

namespace coffer {

enum class MoneyUnit { yuan, wan, yi };

struct MoneyUnitInfo {
    MoneyUnit unit;
    std::string_view id;  ///< in files and on the command line
    std::string_view zh;  ///< the same word in Chinese
    double yuan;          ///< in one of it
};

inline constexpr std::array<MoneyUnitInfo, 3> money_units{{{MoneyUnit::yi, "yi", "亿元", 1e8},
                                                           {MoneyUnit::wan, "wan", "万元", 1e4},
                                                           {MoneyUnit::yuan, "yuan", "元", 1.0}}};

[[nodiscard]] constexpr const MoneyUnitInfo& info(MoneyUnit unit) {
    for (const MoneyUnitInfo& each : money_units) {
        if (each.unit == unit) return each;
    }
    return money_units.front();
}

/// "yi" or "亿元"; none for any other word.
[[nodiscard]] constexpr std::optional<MoneyUnit> money_unit_named(std::string_view word) {
    for (const MoneyUnitInfo& each : money_units) {
        if (each.id == word || each.zh == word) return each.unit;
    }
    return std::nullopt;
}

}  // namespace coffer
