#include <algorithm>
#include <array>
#include <numeric>
#include <string>

#include "coffer/analysis/measure.hpp"
#include "coffer/base/calendar.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/text_table.hpp"
#include "sections.hpp"

namespace coffer::report {
std::string first_hits(const Report& report) {
    TextTable table({{report.say("事件", "Event"), Align::left},
                     {report.say("第一年内", "In the first year")},
                     {report.say("规划期内", "Within the plan")},
                     {report.say("首次月份(平均)", "First month (mean)")}});
    bool tests_restructuring = false;
    for (const statistics::FirstHitResult& hit : report.forecast.first_hits) {
        tests_restructuring = tests_restructuring || hit.event.starts_with("restructuring");
        const auto first_year =
            hit.probability.begin() +
            static_cast<std::ptrdiff_t>(std::min<std::size_t>(12, hit.probability.size()));
        const double within_year = std::accumulate(hit.probability.begin(), first_year, 0.0);
        const double in_all = std::accumulate(first_year, hit.probability.end(), within_year);
        table.add({analysis::event_name(hit.event).in(report.language), probability(within_year),
                   probability(in_all),
                   hit.mean_month ? month_of_mean(*hit.mean_month, hit.start) : "-"});
    }
    if (table.rows() == 0) return {};
    std::string text =
        report.say("首次发生的概率和月份\n", "When it happens for the first time\n") +
        table.render();
    if (tests_restructuring) {
        text +=
            report.say("  财政重整每年 12 月检验付息占支出的比重，次年起生效\n",
                       "  Restructuring: the interest shares are tested each December and act from "
                       "the next year on\n");
    }
    return text;
}

}  // namespace coffer::report
