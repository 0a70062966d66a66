#include "coffer/report/forecast_page.hpp"

#include "forecast_view.hpp"
#include "manifest_block.hpp"

namespace coffer::report {

page::Page forecast_page(const results::RunResults& results) {
    const ForecastView view(results);
    const results::Manifest& manifest = results.manifest;
    page::Page page;
    page.title = {manifest.scenario_name.zh + " 推演报告",
                  manifest.scenario_name.en + ": forecast"};
    page.subtitle = say_both("{}–{} 年，{} 条随机路径", "{}–{}, {} random paths",
                             manifest.first_year, view.last_year(), results.forecast.paths);
    page.facts = facts_of(manifest);
    page.unit = manifest.unit;
    page.start = manifest.start();
    for (auto* const section :
         {verdict_section, indicators_section, targets_section, debt_section, cash_section,
          projects_section, funding_section, tables_section, assumptions_section, origin_section}) {
        page::Section made = section(view);
        if (!made.blocks.empty()) page.sections.push_back(std::move(made));
    }
    return page;
}

}  // namespace coffer::report
