// What projects bring and cost once they, or their land stages, are finished.
#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;
using ProjectIncomeKind = ProjectIncome::Kind;

const Choices<ProjectIncomeKind>& project_income_kinds() {
    static const Choices<ProjectIncomeKind> choices = {
        {"operating_revenue", ProjectIncomeKind::operating_revenue},
        {"tax", ProjectIncomeKind::tax},
        {"operating_cost", ProjectIncomeKind::operating_cost},
        {"land_sale", ProjectIncomeKind::land_sale}};
    return choices;
}

void read_income_account(Building& building, FieldReader& row, ProjectIncome& income) {
    if (income.kind == ProjectIncomeKind::tax) {
        row.must_be_blank({"account"}, {"税收进一般账户", "tax goes into the general account"});
        return;
    }
    if (income.kind != ProjectIncomeKind::land_sale) {
        row.must_be_given({"account"}, {"要说钱进哪个账户，或从哪个账户出",
                                        "it must be said which account is paid, or pays"});
    }
    const Account usual =
        income.kind == ProjectIncomeKind::land_sale ? Account::fund : Account::general;
    income.platform = row.raw("account") == "platform";
    if (!income.platform) {
        income.account = row.choice("account", account_choices(), usual);
    } else if (income.kind == ProjectIncomeKind::operating_cost) {
        row.error(
            "account", {"平台公司不列运营支出", "the platform company has no expenditure lines"},
            {"operating_cost 由财政支付", "the county pays an operating_cost"},
            {"请从它的 operating_revenue 中扣除。", "Give its operating_revenue net of the cost."});
    } else {
        static_cast<void>(needs_platform(building, row, "account"));
    }
}

/// The stage whose finish releases the land: the one named, or the last.
std::size_t read_release(FieldReader& row, const Project& project) {
    if (project.stages.empty()) return 0;
    if (!row.given("stage")) return project.stages.size() - 1;
    const bool ok_before = row.ok();
    const StageKind wanted = row.choice("stage", stage_choices(), StageKind::land);
    for (std::size_t k = 0; k < project.stages.size(); ++k) {
        if (project.stages[k].kind == wanted) return k;
    }
    if (row.ok() || !ok_before) {
        row.error("stage",
                  say("项目 {} 没有这个阶段", "project {} has no such stage", quote(project.id)),
                  {"stages.csv 中没有它，土地无从释放",
                   "stages.csv does not list it: nothing releases the land"},
                  {"请写一个已列出的阶段，或留空（最后一个）。",
                   "Name a stage that is listed, or leave it blank for the last one."});
    }
    return 0;
}

/// What all the land is worth, at prices of the year before the plan; sold evenly.
void read_land_sale(Building& building, FieldReader& row, const Project* project,
                    ProjectIncome& income) {
    const Text why = {"土地按 数量×单价 出让，两项都要", "land sold is quantity times unit_price"};
    row.must_be_given({"quantity", "unit_price"}, why);
    row.must_be_blank({"amount", "profile"},
                      {"土地按 quantity、unit_price 和 sell_months 出让",
                       "land is sold by quantity, unit_price and sell_months"});
    if (project != nullptr) income.stage = read_release(row, *project);
    const double quantity = row.number("quantity", 0.0, ranges::quantity);
    const double price = static_cast<double>(row.amount("unit_price").fen());
    const double worth = quantity * row.share("sell_through", 1.0) * price;
    income.months = row.number("sell_months", 0.0, ranges::months);
    income.flow.profile.fill(1.0);
    Money annual;
    if (worth > largest_fen) {
        row.error("quantity",
                  {"quantity 乘以 unit_price 太大", "quantity times unit_price is too large"},
                  {"超过 22.5 万亿元", "it is above 22.5 trillion yuan"},
                  {"请检查单位。", "Check the unit."});
    } else {
        annual = Money::from_fen(static_cast<std::int64_t>(round_fen(worth)));
    }
    income.flow.annual.assign(static_cast<std::size_t>(building.frame.years), annual);
}

/// A yearly amount in full operation.
void read_operation(Building& building, FieldReader& row, const Project* project,
                    ProjectIncome& income) {
    row.must_be_given({"amount"},
                      {"要有建成后一年的数", "it needs the amount of a year in full operation"});
    row.must_be_blank({"stage", "quantity", "unit_price", "sell_through", "sell_months"},
                      {"这些只用于 land_sale", "these belong to a land_sale"});
    if (project != nullptr) {
        income.stage = project->stages.empty() ? 0 : project->stages.size() - 1;
    }
    income.flow.annual.assign(static_cast<std::size_t>(building.frame.years), row.amount("amount"));
    income.flow.profile = building.profile(row, "profile");
}

/// What earns is a project with income, whatever else is said about it.
void note_income(Building& building, FieldReader& row, const ProjectIncome& income,
                 Project& project) {
    if (income.kind != ProjectIncomeKind::operating_revenue &&
        income.kind != ProjectIncomeKind::land_sale)
        return;
    if (!project.has_income.value_or(true)) {
        // Which of the two is wrong cannot be told; the project says it of itself.
        row.error_at(building.project_notes[project.id].at,
                     say("项目 {} 的 income 写着 no，却有收益",
                         "project {} says income no and has some", quote(project.id)),
                     say("它的收益在 {}", "its income stands at {}", where(row.at())),
                     {"请在 projects.csv 把 income 改为 yes 或留空，或在 project_income.csv "
                      "删去它的收益。",
                      "Write income yes or leave it blank in projects.csv, or delete its rows of "
                      "project_income.csv."});
    }
    project.has_income = true;
}

}  // namespace

void build_project_income(Building& building) {
    std::set<std::string> operated;  // projects with income that ramps up
    building.each_row("project_income", [&](FieldReader& row) {
        ProjectIncome income;
        income.id = Building::define(row, building.project_income, flow_names(building));
        income.name = row.names();
        income.kind =
            row.choice("kind", project_income_kinds(), ProjectIncomeKind::operating_revenue);
        const auto& kinds = project_income_kinds();
        const bool known_kind = std::any_of(kinds.begin(), kinds.end(), [&row](const auto& kind) {
            return kind.first == row.raw("kind");
        });
        const auto index = building.refer(row, "project", building.projects);
        if (income.kind != ProjectIncomeKind::land_sale || !known_kind)
            operated.insert(row.raw("project"));
        // While some project row is broken an index is not to be relied on.
        Project* project = index && *index < building.model.projects.size()
                               ? &building.model.projects[*index]
                               : nullptr;
        income.flow.stream = building.stream(row, "yield", income.id);
        if (known_kind) read_income_account(building, row, income);
        if (known_kind && income.kind == ProjectIncomeKind::land_sale) {
            read_land_sale(building, row, project, income);
        } else if (known_kind) {
            read_operation(building, row, project, income);
        }
        const bool land = income.kind == ProjectIncomeKind::land_sale;
        read_uncertainty(
            building, row, income.flow,
            {land ? std::optional(LineKind::land) : std::nullopt, land ? "fund" : income.id});
        if (project == nullptr) {
            building.project_income.refused.insert(income.id);
            return;
        }
        income.project = {*index};
        if (row.ok()) note_income(building, row, income, *project);
        if (!income.id.empty()) building.model.project_income.push_back(std::move(income));
    });
    Building::sort_by_id(building.model.project_income, building.project_income);
    if (building.is_unread("project_income")) return;
    for (const auto& [id, notes] : building.project_notes) {
        if (!notes.ramp_up_at || operated.contains(id)) continue;
        building.report.error(
            *notes.ramp_up_at,
            {"ramp_up_months 在这里没有意义", "ramp_up_months has no meaning here"},
            {"项目没有 new_output，也没有经营收入、税收或运营支出",
             "the project has no new_output and brings no operating revenue, tax or cost"},
            {"请留空。", "Leave it blank."});
    }
}

}  // namespace coffer::model
