#pragma once
// The blocks of the text report. Each returns whole lines, or "" when the forecast has nothing
// for it.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::report {

/// What every block needs.
struct Report {
    const statistics::Forecast& forecast;
    const results::Manifest& manifest;
    Language language;

    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(language == Language::chinese ? zh : en);
    }
    /// Yuan in the unit of the report.
    [[nodiscard]] std::string money(double yuan) const;
    /// The unit of the report, for headings.
    [[nodiscard]] std::string unit() const;
    /// A display name with its dimension, if that says anything.
    [[nodiscard]] std::string name(model::Indicator indicator, std::string_view dimension) const;
    /// What the target asks for.
    [[nodiscard]] std::string condition(const statistics::TargetResult& target) const;
    /// The series of one period; null when the forecast has none.
    [[nodiscard]] const statistics::SeriesSummary* find(model::Indicator indicator,
                                                        std::string_view dimension, int year,
                                                        int month) const;
};

/// What a planner asks for first; everything else stands in indicators.csv.
inline constexpr std::array main_indicators{model::Indicator::fai,
                                            model::Indicator::fai_growth,
                                            model::Indicator::funding_shortfall,
                                            model::Indicator::new_output,
                                            model::Indicator::projects_completed,
                                            model::Indicator::general_revenue,
                                            model::Indicator::general_revenue_growth,
                                            model::Indicator::fiscal_capacity,
                                            model::Indicator::financing_gap,
                                            model::Indicator::debt_statutory,
                                            model::Indicator::debt_total,
                                            model::Indicator::debt_ratio,
                                            model::Indicator::debt_service,
                                            model::Indicator::arrears};

/// Years side by side in one table, so that it fits 80 columns.
inline constexpr int years_across = 5;

// Places in statistics::quantile_levels.
inline constexpr std::size_t p01_place = 0;
inline constexpr std::size_t p05_place = 1;
inline constexpr std::size_t p50_place = 4;
inline constexpr std::size_t p95_place = 7;
static_assert(statistics::quantile_levels[p01_place] == 0.01);
static_assert(statistics::quantile_levels[p05_place] == 0.05);
static_assert(statistics::quantile_levels[p50_place] == 0.50);
static_assert(statistics::quantile_levels[p95_place] == 0.95);

/// What the figures say, a sentence each: what is likely, which target is at risk, what breaks
/// first and when, which project is in trouble, what the check warned of.
[[nodiscard]] std::vector<std::string> verdict_sentences(const Report& report);

[[nodiscard]] std::string title(const Report& report);
[[nodiscard]] std::string verdict(const Report& report);
[[nodiscard]] std::string fans(const Report& report);
[[nodiscard]] std::string targets(const Report& report);
[[nodiscard]] std::string worst_cash(const Report& report);
[[nodiscard]] std::string tiers(const Report& report);
[[nodiscard]] std::string first_hits(const Report& report);
[[nodiscard]] std::string projects_at_risk(const Report& report);
[[nodiscard]] std::string first_year(const Report& report);

}  // namespace coffer::report
