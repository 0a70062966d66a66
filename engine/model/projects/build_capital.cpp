#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

struct Minimum {
    YearSeries share;
    bool bars_debt = false;
    Position at;
};

/// Warns of a project that could never bring up its capital.
void check_reach(Building& building, const Project& project) {
    // What the S-curve says is spent counts too; only later floors know it.
    if (project.progress > 0.0 && !project.spent_to_date) return;
    double reach = 0.0;
    for (const Funding& row : project.funding) {
        if (building.model.sources[row.source.value].counts_as_capital) reach += row.cap;
    }
    const double total = project.total_investment.yuan();
    if (total > 0.0) reach += project.spent_to_date.value_or(Money{}).yuan() / total;
    const double least =
        *std::min_element(project.minimum_capital.begin(), project.minimum_capital.end());
    if (!(total > 0.0) || reach >= least - 1e-9) return;
    building.report.warning(
        building.project_notes[project.id].at,
        say("项目 {} 的资本金来源至多 {:.2f}%，行业 {} 至少要 {:.2f}%",
            "the capital sources of project {} reach {:.2f} %, sector {} needs {:.2f} %",
            quote(project.id), reach * 100.0, quote(project.sector), least * 100.0),
        {"它的施工阶段永远不能开始", "its construction stage can never start"},
        {"请在 funding.csv 增加可作资本金的来源，或核对 counts_as_capital。",
         "Add a source that counts as capital to funding.csv, or check counts_as_capital."});
}

/// A loan waits for capital only in projects whose sector asks for some.
void check_capital_first(Building& building) {
    const Model& model = building.model;
    for (std::size_t i = 0; i < model.sources.size(); ++i) {
        const Source& source = model.sources[i];
        if (!source.capital_first) continue;
        const bool waits =
            std::any_of(model.projects.begin(), model.projects.end(), [i](const Project& project) {
                return !project.minimum_capital.empty() &&
                       std::any_of(project.funding.begin(), project.funding.end(),
                                   [i](const Funding& row) { return row.source.value == i; });
            });
        if (waits) continue;
        building.report.warning(
            building.sources.entries[source.id].at,
            say("来源 {} 的 capital_first 没有作用", "capital_first has no effect in source {}",
                quote(source.id)),
            {"用它的项目都没有最低资本金（capital.csv）",
             "no project that draws on it has minimum capital (capital.csv)"},
            {"请在 capital.csv 写明行业的 minimum_share，或留空。",
             "Write the sector's minimum_share into capital.csv, or leave it blank."});
    }
}

}  // namespace

void build_capital(Building& building) {
    std::map<std::string, Minimum> sectors;
    std::set<std::string> used;
    building.each_row("capital", [&](FieldReader& row) {
        const std::string sector = row.id("sector");
        static const Choices<bool> answers = {{"yes", true}, {"no", false}};
        Minimum minimum{row.ratio_series("minimum_share", ranges::share),
                        row.choice("bars_debt", answers, false), row.at("sector")};
        if (sector.empty()) return;
        const auto [first, is_new] = sectors.emplace(sector, minimum);
        if (is_new) return;
        row.error("sector", say("行业 {} 重复", "the sector {} stands twice", quote(sector)),
                  say("已在 {}", "it stands at {}", where(first->second.at)),
                  {"每个行业一行。", "Write each sector once."});
    });
    const bool complete = !building.report.has_errors();
    for (Project& project : building.model.projects) {
        const auto found = sectors.find(project.sector);
        if (found == sectors.end()) continue;
        used.insert(project.sector);
        project.minimum_capital = found->second.share;
        project.bars_debt = found->second.bars_debt;
        if (complete) check_reach(building, project);
    }
    if (complete) check_capital_first(building);
    for (const auto& [sector, minimum] : sectors) {
        if (used.contains(sector) || !complete) continue;
        building.report.warning(
            minimum.at, say("没有项目属于行业 {}", "no project is of sector {}", quote(sector)),
            {"这一行没有用处", "the row has no effect"},
            {"请在 projects.csv 填写 sector，或删去这一行。",
             "Write the sector into projects.csv or delete the row."});
    }
}

}  // namespace coffer::model
