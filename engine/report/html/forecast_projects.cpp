// Projects over time, and the first plan year against the plan document.
#include <algorithm>

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
    const Text path = median_path_note();
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
        table.rows.push_back({row.name, row.planned, row.median_path, row.median_path - row.planned,
                              -row.unfunded, row.price_effect, row.mean, row.basis});
    }
    return table;
}

}  // namespace

page::Section projects_section(const ForecastView& view) {
    page::Section section{"projects", {"项目", "Projects"}, {}};
    if (!view.forecast.projects.empty()) {
        section.blocks.emplace_back(gantt(view));
        section.blocks.emplace_back(risks(view));
    }
    if (!view.forecast.first_year.empty()) section.blocks.emplace_back(first_year(view));
    const auto progress = results::progress_table(view.results);
    if (!progress.rows.empty()) section.blocks.emplace_back(core_block(progress));
    const auto departments = results::department_progress_table(view.results);
    if (!departments.rows.empty()) section.blocks.emplace_back(core_block(departments));
    return section;
}

}  // namespace coffer::report
