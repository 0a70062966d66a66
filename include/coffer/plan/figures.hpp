#pragma once
// Figures that the kernel keeps: by year in slots, by month, and the first month of what a county
// must not run into. A feature's own slots are a group, in its header: an enumeration, and beside
// it what each of them is.
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/model/model.hpp"

namespace coffer::plan {

/// Of a place in a list: there is none.
inline constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

/// A figure that is not kept.
inline constexpr std::size_t no_slot = static_cast<std::size_t>(-1);

/// An indicator in one of its dimensions.
struct Figure {
    model::Indicator indicator{};
    model::Dimension::Kind dimension = model::Dimension::Kind::total;
};

/// A yearly figure that the kernel keeps: an indicator in one dimension.
struct Slot {
    model::Indicator indicator;
    model::Dimension dimension;
    model::Unit unit = model::Unit::money;
    /// The model has it and it is kept; else it stands only beside others of its group.
    bool offered = true;
};

/// Where the slots of a group stand among all; nowhere in a plan that has no use for it.
template <class Which>
struct SlotGroup {
    std::size_t first = no_slot;

    [[nodiscard]] bool any() const { return first != no_slot; }
    [[nodiscard]] std::size_t of(Which which) const {
        return first + static_cast<std::size_t>(which);
    }
    /// Whether a slot is one of the group.
    [[nodiscard]] bool has(std::size_t slot) const {
        return any() && slot >= first && slot < of(Which::count);
    }
};

/// The fixed slots in the order of `Plan::slots`; those of districts and economic series follow.
enum class YearSlot : std::size_t {
    fai_total,
    fai_named,
    fai_pipeline,
    fai_growth,
    first_year_execution,
    funding_shortfall,
    projects_started,
    projects_completed,
    projects_suspended,
    projects_cancelled,
    new_capacity,
    new_output,
    taxpayer_output,
    general_revenue,
    general_revenue_growth,
    transfers,
    fund_revenue,
    state_capital_revenue,
    fiscal_capacity,
    expenditure,
    three_guarantees,
    three_guarantees_cover,
    fiscal_project_spending,
    financing_gap,
    cash,
    cash_min,
    gdp,
    debt_statutory,
    debt_statutory_general,
    debt_statutory_special,
    debt_total,
    new_debt,
    debt_ratio,
    debt_to_gdp,
    tier_green,
    tier_yellow,
    tier_orange,
    tier_red,
    debt_service,
    interest,
    implicit_interest_rate,
    principal,
    refinanced,
    arrears,
    cash_held,
    cash_cover,
    count
};

inline constexpr std::size_t fixed_slots = static_cast<std::size_t>(YearSlot::count);
/// What each of them is.
inline constexpr std::array<Figure, fixed_slots> year_figures = [] {
    using I = model::Indicator;
    using D = model::Dimension::Kind;
    return std::array{Figure{I::fai},
                      Figure{I::fai, D::named},
                      Figure{I::fai, D::pipeline},
                      Figure{I::fai_growth},
                      Figure{I::first_year_execution},
                      Figure{I::funding_shortfall},
                      Figure{I::projects_started},
                      Figure{I::projects_completed},
                      Figure{I::projects_suspended},
                      Figure{I::projects_cancelled},
                      Figure{I::new_capacity},
                      Figure{I::new_output},
                      Figure{I::taxpayer_output},
                      Figure{I::general_revenue},
                      Figure{I::general_revenue_growth},
                      Figure{I::transfers},
                      Figure{I::fund_revenue},
                      Figure{I::state_capital_revenue},
                      Figure{I::fiscal_capacity},
                      Figure{I::expenditure},
                      Figure{I::three_guarantees},
                      Figure{I::three_guarantees_cover},
                      Figure{I::fiscal_project_spending},
                      Figure{I::financing_gap},
                      Figure{I::cash},
                      Figure{I::cash_min},
                      Figure{I::gdp},
                      Figure{I::debt_statutory},
                      Figure{I::debt_statutory, D::general},
                      Figure{I::debt_statutory, D::special},
                      Figure{I::debt_total},
                      Figure{I::new_debt},
                      Figure{I::debt_ratio},
                      Figure{I::debt_to_gdp},
                      Figure{I::debt_tier, D::green},
                      Figure{I::debt_tier, D::yellow},
                      Figure{I::debt_tier, D::orange},
                      Figure{I::debt_tier, D::red},
                      Figure{I::debt_service},
                      Figure{I::interest},
                      Figure{I::implicit_interest_rate},
                      Figure{I::principal},
                      Figure{I::refinanced},
                      Figure{I::arrears},
                      Figure{I::cash_held},
                      Figure{I::cash_cover}};
}();

/// Figures kept month by month: the first ones unless a run asks for less, the others where a
/// target asks for them.
enum class MonthSlot : std::size_t {
    fai,
    general_revenue,
    debt_service,
    cash,
    arrears,
    payables,
    count
};

inline constexpr std::size_t usual_months = static_cast<std::size_t>(MonthSlot::arrears);

/// What each of them is.
inline constexpr std::array<Figure, static_cast<std::size_t>(MonthSlot::count)> month_figures{
    Figure{model::Indicator::fai},          Figure{model::Indicator::general_revenue},
    Figure{model::Indicator::debt_service}, Figure{model::Indicator::cash},
    Figure{model::Indicator::arrears},      Figure{model::Indicator::payables}};
[[nodiscard]] constexpr model::Indicator indicator_of(MonthSlot slot) {
    return month_figures[static_cast<std::size_t>(slot)].indicator;
}

/// Events of which each path keeps the first month (docs/model.md section 8).
enum class FirstHit : std::size_t {
    cash_below_floor,
    arrears,
    restructuring_general,
    restructuring_special,
    count
};

inline constexpr std::array<const char*, static_cast<std::size_t>(FirstHit::count)> first_hit_names{
    "cash_below_floor", "arrears", "restructuring_general", "restructuring_special"};

struct TargetPlan {
    std::string id;
    Text name;
    model::Indicator indicator{};
    std::string dimension;  ///< as results have it
    model::Span span;
    std::size_t slot = no_slot;     ///< of the yearly figures, or place of the monthly ones
    std::size_t project = nowhere;  ///< whose completion is asked for; then there is no slot
    int first = 0;                  ///< plan year, or month of the plan
    int last = 0;                   ///< likewise, included
    model::Target::Over over = model::Target::Over::every;
    model::Target::Relation relation = model::Target::Relation::at_least;
    double value = 0.0;
};

/// Service of one existing instrument that is asked for, as far as it does not depend on the path;
/// a slot of its own.
struct WatchedService {
    std::size_t slot = 0;
    std::vector<double> by_year;  ///< fen
};

struct FiguresPart {
    std::vector<Slot> slots;

    /// Appends a group; `figures` says what each of its slots is.
    template <class Which>
    void add_figures(SlotGroup<Which>& group,
                     const std::array<Figure, static_cast<std::size_t>(Which::count)>& figures) {
        group.first = slots.size();
        for (const Figure& figure : figures) slots.push_back({figure.indicator, figure.dimension});
    }

    /// Figures kept month by month, by place.
    std::vector<MonthSlot> kept_months{MonthSlot::fai, MonthSlot::general_revenue,
                                       MonthSlot::debt_service, MonthSlot::cash};
    std::vector<WatchedService> watched_service;
    /// What the things are called that dimensions of slots and targets are of, by their text.
    std::map<std::string, Text> dimension_names;
    std::vector<TargetPlan> targets;
};

/// Keeps only these indicators and what targets are about, of years and months: a run then neither
/// stores nor describes the others, which the plan no longer reports. Figures that stay are the
/// same bytes.
void keep_only(const std::set<model::Indicator>& wanted, FiguresPart& figures);

}  // namespace coffer::plan
