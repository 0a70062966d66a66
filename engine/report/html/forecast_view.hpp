#pragma once
// What every section of the page of a run needs: series by name, names in both languages.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "coffer/report/page.hpp"
#include "coffer/results/core_tables.hpp"
#include "coffer/results/read.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::report {

class ForecastView {
  public:
    explicit ForecastView(const results::RunResults& of)
        : results(of), forecast(of.forecast), manifest(of.manifest) {}

    const results::RunResults& results;
    const statistics::Forecast& forecast;
    const results::Manifest& manifest;

    [[nodiscard]] int last_year() const { return manifest.first_year + manifest.years - 1; }
    [[nodiscard]] double months() const { return 12.0 * manifest.years; }
    /// "2020", "2021", …
    [[nodiscard]] std::vector<std::string> years() const;

    /// Null when the forecast has none.
    [[nodiscard]] const statistics::SeriesSummary* find(model::Indicator indicator,
                                                        std::string_view dimension, int year,
                                                        int month = 0) const;
    /// Any year of it is there, and any of its values is not zero.
    [[nodiscard]] bool is_of_interest(model::Indicator indicator, std::string_view dimension) const;
    /// The same of what a fan shows, P5 to P95.
    [[nodiscard]] bool has_fan(model::Indicator indicator) const;

    using Figure = std::function<double(const statistics::Summary&)>;
    /// A figure of each year.
    [[nodiscard]] page::Numbers yearly(model::Indicator indicator, std::string_view dimension,
                                       const Figure& figure) const;

    /// Quantiles of each year.
    [[nodiscard]] page::FanBlock yearly_fan(model::Indicator indicator) const;

    /// With its dimension, where that says anything.
    [[nodiscard]] Text name(model::Indicator indicator, std::string_view dimension) const;

  private:
    [[nodiscard]] std::string name(model::Indicator indicator, std::string_view dimension,
                                   Language language) const;
};

/// That reading the plan gave no warning. Whether it can be financed is a test of its own.
[[nodiscard]] inline Text no_warnings() {
    return {"读取方案时没有提示；资金能否筹足，由 coffer check 另行检查。",
            "Reading the plan gave no warning; whether it can be financed, coffer check tests."};
}

[[nodiscard]] page::Quantity page_quantity_of(model::Indicator indicator);

[[nodiscard]] inline double mean_of(const statistics::Summary& summary) { return summary.mean; }
/// A function that takes one quantile; `place` in statistics::quantile_levels.
[[nodiscard]] inline ForecastView::Figure quantile(std::size_t place) {
    return [place](const statistics::Summary& summary) { return summary.quantiles[place]; };
}

// Places in statistics::quantile_levels.
inline constexpr std::size_t at_p05 = 1;
inline constexpr std::size_t at_p25 = 3;
inline constexpr std::size_t at_p50 = 4;
inline constexpr std::size_t at_p75 = 5;
inline constexpr std::size_t at_p95 = 7;
static_assert(statistics::quantile_levels[at_p05] == 0.05);
static_assert(statistics::quantile_levels[at_p25] == 0.25);
static_assert(statistics::quantile_levels[at_p50] == 0.50);
static_assert(statistics::quantile_levels[at_p75] == 0.75);
static_assert(statistics::quantile_levels[at_p95] == 0.95);

/// The same values put into a sentence of each language.
template <class... Values>
[[nodiscard]] Text say_both(std::string_view zh, std::string_view en, const Values&... values) {
    return {fmt::format(fmt::runtime(zh), values...), fmt::format(fmt::runtime(en), values...)};
}

// The sections of the page, in its order. None has no blocks when there is nothing to show.
[[nodiscard]] page::Section verdict_section(const ForecastView& view);
[[nodiscard]] page::Section indicators_section(const ForecastView& view);
[[nodiscard]] page::Section targets_section(const ForecastView& view);
[[nodiscard]] page::Section debt_section(const ForecastView& view);
[[nodiscard]] page::Section cash_section(const ForecastView& view);
[[nodiscard]] page::Section funding_section(const ForecastView& view);
[[nodiscard]] page::Section projects_section(const ForecastView& view);
[[nodiscard]] page::Section tables_section(const ForecastView& view);
[[nodiscard]] page::Section assumptions_section(const ForecastView& view);
[[nodiscard]] page::Section origin_section(const ForecastView& view);

/// A core table as it stands in results.
[[nodiscard]] page::TableBlock core_block(const results::CoreTable& table);

/// Interest and principal: paid by class of debt, as a chart and as a table, and owed by single
/// debts, as a table; none without books.
[[nodiscard]] std::vector<page::Block> service_by_class(const ForecastView& view);

}  // namespace coffer::report
