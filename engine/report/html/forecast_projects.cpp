// Projects over time, and the first plan year against the plan document.
#include <algorithm>

#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "forecast_view.hpp"

namespace coffer::report {
namespace {

using page::Quantity;

page::GanttBlock gantt(const ForecastView& view) {
    page::GanttBlock block;
    block.title = {"项目进度：计划与推演", "Projects: plan and forecast"};
    block.note = {
        "计划工期按中位工期、资金按时到位计算。延期：错过任一阶段期限的概率，“–”为没有期限。资金到"
        "位：到位资金占所需资金的比重，各路径平均。",
        "Planned: median durations, all money there. Late: probability of missing the deadline of "
        "any stage; – has none. Funded: share of the money that comes, mean over the paths."};
    block.months = 12 * view.manifest.years;
    for (const auto& project : view.forecast.projects) {
        page::GanttRow row;
        row.id = project.id;
        row.name = project.name;
        row.start = project.planned_start;
        row.planned = project.planned_finish;
        if (row.planned && *row.planned > view.months()) row.planned.reset();
        row.p10 = project.finish_p10;
        row.p50 = project.finish_p50;
        row.p90 = project.finish_p90;
        row.finished = project.probability_finished;
        row.late = project.probability_late;
        row.funded = project.funded_share;
        block.rows.push_back(std::move(row));
    }
    const auto moment = [&](const page::GanttRow& row) {
        return std::pair(row.start.value_or(0.0), row.planned.value_or(view.months() + 1.0));
    };
    std::stable_sort(block.rows.begin(), block.rows.end(),
                     [&](const auto& a, const auto& b) { return moment(a) < moment(b); });
    return block;
}

page::Cell cell(const std::optional<double>& value) {
    return value ? page::Cell(*value) : page::Cell();
}

/// The likeliest of a project's troubles: late, stopped, short of money for good, or not finished
/// within the plan though it should be.
double worst_trouble(const ForecastView& view, const statistics::ProjectResult& project) {
    const bool due = project.planned_finish && *project.planned_finish <= view.months();
    return std::max({project.probability_late.value_or(0.0), project.probability_suspended,
                     1.0 - project.funded_share, due ? 1.0 - project.probability_finished : 0.0});
}

page::TableBlock risks(const ForecastView& view) {
    page::TableBlock table;
    table.title = {"项目的风险", "Risks of the projects"};
    table.note = {"按最可能出现的问题排列；点标题可以另排。",
                  "In the order of the likeliest trouble; a heading sorts otherwise."};
    table.columns = {{{"项目", "Project"}, std::nullopt, false},
                     {{"计划总投资", "Investment"}, Quantity::money, false},
                     {{"期内完工", "Finished"}, Quantity::probability, false},
                     {{"延期", "Late"}, Quantity::probability, false},
                     {{"停工", "Stopped"}, Quantity::probability, false},
                     {{"曾经缺钱", "Short"}, Quantity::probability, false},
                     {{"取消", "Given up"}, Quantity::probability, false},
                     {{"资金到位", "Funded"}, Quantity::ratio, false}};
    std::vector<const statistics::ProjectResult*> projects;
    for (const auto& project : view.forecast.projects) projects.push_back(&project);
    std::stable_sort(projects.begin(), projects.end(), [&](const auto* a, const auto* b) {
        return worst_trouble(view, *a) > worst_trouble(view, *b);
    });
    for (const auto* const entry : projects) {
        const auto& project = *entry;
        table.rows.push_back({project.name, project.total_investment, project.probability_finished,
                              cell(project.probability_late), project.probability_suspended,
                              project.probability_short, project.probability_cancelled,
                              project.funded_share});
    }
    return table;
}

page::TableBlock first_year(const ForecastView& view) {
    page::TableBlock table;
    table.title = say_both("{} 年固定资产投资：计划与推演", "Investment in {}: plan and forecast",
                           view.manifest.first_year);
    const Text path = reference_path_note();
    table.note = {
        path.zh + "缺钱：年末仍未到位的资金。价格：物价变动。平均：所有路径的平均。",
        path.en +
            " Unfunded: need not met at the end of the year. Price: escalation. Mean: over all "
            "paths."};
    table.columns = {{{"项目", "Project"}, std::nullopt, false},
                     {{"计划", "Planned"}, Quantity::money, false},
                     {{"参考路径", "Reference path"}, Quantity::money, false},
                     {{"差额", "Difference"}, Quantity::money, false},
                     {{"其中缺钱", "Unfunded"}, Quantity::money, false},
                     {{"其中价格", "Price"}, Quantity::money, false},
                     {{"平均", "Mean"}, Quantity::money, false},
                     {{"依据", "Basis"}, std::nullopt, false}};
    for (const auto& row : view.forecast.first_year) {
        table.rows.push_back({row.name, row.planned, row.reference_path,
                              row.reference_path - row.planned, -row.unfunded, row.price_effect,
                              row.mean, row.basis});
    }
    return table;
}

/// Of a table by month, paper has the ends of years: the rows that sum up.
page::TableBlock by_month(page::TableBlock table) {
    table.pinned.clear();
    table.totals_on_paper = !table.totals.empty();
    if (table.totals_on_paper) {
        table.note.zh += "打印时只印各年年末的行。";
        table.note.en += " Paper has the rows of the years' ends only.";
    }
    return table;
}

/// What the plan's own budget and date are worth, in a sentence, and around them.
void add_joint(const ForecastView& view, std::vector<page::Block>& blocks) {
    const auto& rows = view.forecast.joint;
    const auto own = std::find_if(rows.begin(), rows.end(), [](const auto& row) {
        return row.budget_share == 1.0 && row.months_later == 0.0;
    });
    if (own == rows.end()) return;
    const auto percent_of = [](double share) { return fmt::format("{:.1f}%", share * 100.0); };
    page::HeatBlock heat;
    heat.title = {"造价与工期的联合置信度", "Joint confidence in cost and date"};
    heat.quantity = page::Quantity::probability;
    heat.low_is_dark = true;
    heat.corner = {"造价不超过 \\ 完工不晚于", "Cost at most \\ finished by"};
    std::optional<std::optional<double>> share;
    for (const auto& row : rows) {
        if (!share || *share != row.budget_share) {
            share = row.budget_share;
            const Text money =
                row.cost ? money_text(*row.cost, view.manifest.unit) : Text{"不论多少", "any"};
            const std::string times =
                row.budget_share ? fmt::format("{:.0f}%", *row.budget_share * 100.0) : "";
            heat.rows.push_back({times.empty() ? money
                                               : Text{money.zh + "（计划的 " + times + "）",
                                                      money.en + " (" + times + " of plan)"},
                                 {}});
        }
        if (heat.rows.size() == 1) {
            const std::string month = month_of_moment(*row.finish, view.manifest.start());
            const auto later = static_cast<int>(row.months_later.value_or(0.0));
            heat.columns.push_back(later == 0 ? Text{month + "（计划）", month + " (plan)"}
                                              : Text{fmt::format("{}（晚 {} 个月）", month, later),
                                                     fmt::format("{} (+{} months)", month, later)});
        }
        heat.rows.back().values.push_back(row.probability);
    }
    const Text budget = money_text(*own->cost, view.manifest.unit);
    const std::string date = month_of_moment(*own->finish, view.manifest.start());
    heat.note = {"计划在规划期内完工的项目合在一起，计划投资 " + budget.zh + "，最后一项计划 " +
                     date + " 完工。在这个造价和日期之内全部完工的概率（联合置信度）为 " +
                     percent_of(own->probability) + "（95% 区间 " + percent_of(own->low) + " 至 " +
                     percent_of(own->high) + "）。造价含规划期前已花的钱和仍缺的钱，按当时价格。",
                 "The projects that are planned to finish within the plan, together: planned to "
                 "cost " +
                     budget.en + ", the last to be finished in " + date +
                     ". All of them stay within both with a probability (joint confidence) of " +
                     percent_of(own->probability) + " (95 % interval " + percent_of(own->low) +
                     " to " + percent_of(own->high) +
                     "). Cost: with what was spent before the plan and what they still lack, in "
                     "prices of the day."};
    blocks.emplace_back(std::move(heat));
}

}  // namespace

page::Section projects_section(const ForecastView& view) {
    page::Section section{"projects", {"项目", "Projects"}, {}};
    if (!view.forecast.projects.empty()) {
        section.blocks.emplace_back(gantt(view));
        section.blocks.emplace_back(risks(view));
    }
    add_joint(view, section.blocks);
    if (!view.forecast.first_year.empty()) section.blocks.emplace_back(first_year(view));
    const auto progress = results::progress_table(view.results);
    if (!progress.rows.empty()) section.blocks.emplace_back(by_month(core_block(progress)));
    const auto departments = results::department_progress_table(view.results);
    if (!departments.rows.empty()) section.blocks.emplace_back(by_month(core_block(departments)));
    return section;
}

}  // namespace coffer::report
