#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

struct FundingRow {
    int rank = 1;
    Funding funding;
    Position at;
    Position cap_at;
};

using FundingRows = std::map<std::string, std::vector<FundingRow>>;

void attach(Building& building, Fundable& fundable, const Names& names, bool costs,
            FundingRows& by_fundable, bool check) {
    std::vector<FundingRow>& rows = by_fundable[fundable.id];
    // Sources are sorted by id, so their indices break ties as ids do.
    std::sort(rows.begin(), rows.end(), [](const FundingRow& a, const FundingRow& b) {
        return std::tie(a.rank, a.funding.source) < std::tie(b.rank, b.funding.source);
    });
    double caps = 0.0;
    for (const FundingRow& row : rows) {
        caps += row.funding.cap;
        fundable.funding.push_back(row.funding);
    }
    if (!check || !costs) return;
    if (rows.empty()) {
        const auto place = names.entries.find(fundable.id);
        building.report.warning(place == names.entries.end() ? Position{} : place->second.at,
                                say("{} 没有资金来源", "{} has no funding", quote(fundable.id)),
                                {"funding.csv 中没有它的行，它永远得不到钱",
                                 "funding.csv has no row for it: it never gets money"},
                                {"请在 funding.csv 加一行。", "Add a row to funding.csv."});
    } else if (caps < 1.0 - 1e-9) {
        building.report.warning(
            rows.front().cap_at,
            say("{} 的 cap 之和是 {:.2f}%", "the caps of {} sum to {:.2f} %", quote(fundable.id),
                caps * 100.0),
            {"不到 100%，它永远凑不齐资金", "below 100 %: it can never be funded in full"},
            {"请提高 cap，或增加来源。", "Raise a cap or add a source."});
    }
}

/// None for what is no project, or was refused.
const Project* project_named(const Building& building, const std::string& id) {
    const auto found = building.projects.entries.find(id);
    const auto& projects = building.model.projects;
    if (found == building.projects.entries.end() || found->second.index >= projects.size()) {
        return nullptr;
    }
    const Project& project = projects[found->second.index];
    return project.id == id ? &project : nullptr;
}

/// Special bonds are served from a project's own income.
void check_income(const Building& building, FieldReader& row, const std::string& id,
                  const Source& source) {
    if (source.kind != Source::Kind::special_bond) return;
    const Project* project = project_named(building, id);
    if (project == nullptr || project->has_income.value_or(true)) return;
    row.error("source",
              say("项目 {} 没有收益，不能用专项债券 {}",
                  "project {} has no income and may not use the special bonds {}", quote(id),
                  quote(source.id)),
              {"projects.csv 写着 income 为 no；专项债券要靠项目收益偿还",
               "projects.csv says income no; special bonds are repaid from a project's income"},
              {"请用别的来源，或核对 income。", "Use another source, or check income."});
}

/// A loan whose interest is capitalised ends with construction, what contractors are owed does not.
void check_contractors(const Building& building, FieldReader& row, const std::string& id,
                       const Source& source) {
    if (!source.capitalises_interest) return;
    const Project* project = project_named(building, id);
    if (project == nullptr || !(project->contractors_carry > 0.0)) return;
    row.error("source",
              say("项目 {} 的施工方可以垫付，不能用建设期利息资本化的贷款 {}",
                  "contractors of project {} may go on unpaid; it may not use the loan {}, whose "
                  "interest is capitalised",
                  quote(id), quote(source.id)),
              {"这种贷款到完工为止，欠施工方的钱可能更晚才付",
               "such a loan ends with construction, what contractors are owed may not"},
              {"请删去 projects.csv 的 contractors_carry，或改用利息不资本化的贷款。",
               "Delete contractors_carry in projects.csv, or use a loan that pays its interest."});
}

bool has_cost(const YearMoney& annual) {
    return std::any_of(annual.begin(), annual.end(), [](Money money) { return money > Money{}; });
}

}  // namespace

void build_funding(Building& building) {
    Model& model = building.model;
    FundingRows by_fundable;
    std::map<std::pair<std::string, std::string>, Position> places;
    std::set<std::size_t> used;
    bool all_ok = !building.is_unread("funding");
    building.each_row("funding", [&](FieldReader& row) {
        FundingRow read;
        const std::string id = row.text("project");
        if (!id.empty() && !building.projects.entries.contains(id) &&
            !building.pipelines.entries.contains(id)) {
            building.report_unknown(row, "project", {&building.projects, &building.pipelines});
        }
        const auto source = building.refer(row, "source", building.sources);
        read.rank = row.integer("rank", 1, ranges::funding_rank);
        read.funding.cap = row.ratio("cap", 1.0, ranges::share_above_zero);
        read.at = row.at();
        read.cap_at = row.at("cap");
        if (source) {
            used.insert(*source);
            if (!model.sources[*source].deficit_share.empty()) {
                row.error(
                    "source",
                    say("来源 {} 用来弥补赤字", "source {} covers the budget deficit",
                        quote(model.sources[*source].id)),
                    {"它的钱进国库，不拨给项目", "its money goes to the treasury, not to projects"},
                    {"请用别的来源。", "Use another source."});
            }
        }
        if (source && model.sources[*source].kind == Source::Kind::platform_bond) {
            row.error("source",
                      say("来源 {} 的钱归平台公司", "source {} pays the platform company",
                          quote(model.sources[*source].id)),
                      {"它进平台公司的现金，不直接拨给项目",
                       "its money joins the company's cash, not a project"},
                      {"请用 platform 类的来源。", "Use a source of kind platform."});
        }
        if (source) check_income(building, row, id, model.sources[*source]);
        if (source) check_contractors(building, row, id, model.sources[*source]);
        if (row.ok()) {
            const auto [place, is_new] = places.emplace(std::pair(id, row.raw("source")), row.at());
            if (!is_new) {
                row.error("source",
                          {"这一对项目和来源重复", "this pair of project and source stands twice"},
                          say("已在 {}", "it stands at {}", where(place->second)),
                          {"请合并成一行。", "Merge the two rows."});
            }
        }
        all_ok = all_ok && row.ok();
        if (!row.ok() || !source) return;
        read.funding.source = {*source};
        by_fundable[id].push_back(std::move(read));
    });
    for (Project& project : model.projects) {
        const bool check = all_ok && building.project_notes[project.id].ok;
        attach(building, project, building.projects, project.total_investment > Money{},
               by_fundable, check);
    }
    for (Pipeline& pipeline : model.pipelines) {
        attach(building, pipeline, building.pipelines, has_cost(pipeline.need.annual), by_fundable,
               all_ok);
    }
    for (std::size_t i = 0; i < model.sources.size() && all_ok; ++i) {
        if (used.contains(i) || !model.sources[i].deficit_share.empty()) continue;
        if (model.sources[i].kind == Source::Kind::platform_bond) continue;
        const std::string& id = model.sources[i].id;
        building.report.warning(building.sources.entries[id].at,
                                say("来源 {} 没有用处", "source {} is not used", quote(id)),
                                {"funding.csv 中没有它的行", "funding.csv has no row for it"},
                                {"请在 funding.csv 使用它，或删去这一行。",
                                 "Use it in funding.csv or delete the row."});
    }
}

}  // namespace coffer::model
