#pragma once
// How much lines of one kind vary from year to year, as history says: what a line takes that says
// nothing, and the yardstick for one that says less. The table with its sources is told in
// docs/line-kinds.md; a test compares the two.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::model {

enum class LineKind {
    general_revenue,
    tax,
    non_tax,
    transfer,
    land,
    investment,
    pipeline,
    expenditure,
    gdp,
    ppi,
    cpi,
    deflator,
    house_price
};

struct LineKindInfo {
    LineKind kind;
    std::string_view id;  ///< as users write it in the column `like`
    Text name;
    double own_sd;            ///< of one year's growth beside that of all places alike
    double common_sd;         ///< of what all places share
    double own_permanent;     ///< share of the own variance that stays
    double common_permanent;  ///< likewise
    double common_half_life;  ///< months by which a deviation of the common growth has halved
    double month_sd;          ///< of a month's share of the year
    double panel_sd;          ///< own, of cities and regions: what a panel of them leans on
    std::string_view source;

    /// Of a line that carries both.
    [[nodiscard]] double whole_sd() const;
};

/// Every kind, in the order of the enumeration. Thread-safe.
[[nodiscard]] const std::vector<LineKindInfo>& line_kinds();
[[nodiscard]] const LineKindInfo& info(LineKind kind);

}  // namespace coffer::model
