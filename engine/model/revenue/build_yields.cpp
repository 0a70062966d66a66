// What projects bring and cost once they, or their land stages, are finished.
#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;
using YieldKind = Yield::Kind;

const Choices<YieldKind>& yield_kind_choices() {
    static const Choices<YieldKind> choices = {{"operating_revenue", YieldKind::operating_revenue},
                                               {"tax", YieldKind::tax},
                                               {"operating_cost", YieldKind::operating_cost},
                                               {"land_sale", YieldKind::land_sale}};
    return choices;
}

void read_yield_account(Building& building, FieldReader& row, Yield& yield) {
    if (yield.kind == YieldKind::tax) {
        row.must_be_blank({"account"}, {"税收进一般账户", "tax goes into the general account"});
        return;
    }
    if (yield.kind != YieldKind::land_sale) {
        row.must_be_given({"account"}, {"要说钱进哪个账户，或从哪个账户出",
                                        "it must be said which account is paid, or pays"});
    }
    const Account usual = yield.kind == YieldKind::land_sale ? Account::fund : Account::general;
    yield.platform = row.raw("account") == "platform";
    if (!yield.platform) {
        yield.account = row.choice("account", account_choices(), usual);
    } else if (yield.kind == YieldKind::operating_cost) {
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
void read_land_sale(Building& building, FieldReader& row, const Project* project, Yield& yield) {
    const Text why = {"土地按 数量×单价 出让，两项都要", "land sold is quantity times unit_price"};
    row.must_be_given({"quantity", "unit_price"}, why);
    row.must_be_blank({"amount", "profile"},
                      {"土地按 quantity、unit_price 和 sell_months 出让",
                       "land is sold by quantity, unit_price and sell_months"});
    if (project != nullptr) yield.stage = read_release(row, *project);
    const double quantity = row.number("quantity", 0.0, ranges::quantity);
    const double price = static_cast<double>(row.amount("unit_price").fen());
    const double worth = quantity * row.share("sell_through", 1.0) * price;
    yield.months = row.number("sell_months", 0.0, ranges::months);
    yield.flow.profile.fill(1.0);
    Money annual;
    if (worth > largest_fen) {
        row.error("quantity",
                  {"quantity 乘以 unit_price 太大", "quantity times unit_price is too large"},
                  {"超过 22.5 万亿元", "it is above 22.5 trillion yuan"},
                  {"请检查单位。", "Check the unit."});
    } else {
        annual = Money::from_fen(static_cast<std::int64_t>(round_fen(worth)));
    }
    yield.flow.annual.assign(static_cast<std::size_t>(building.frame.years), annual);
}

/// A yearly amount in full operation.
void read_operation(Building& building, FieldReader& row, const Project* project, Yield& yield) {
    row.must_be_given({"amount"},
                      {"要有建成后一年的数", "it needs the amount of a year in full operation"});
    row.must_be_blank({"stage", "quantity", "unit_price", "sell_through", "sell_months"},
                      {"这些只用于 land_sale", "these belong to a land_sale"});
    if (project != nullptr) {
        yield.stage = project->stages.empty() ? 0 : project->stages.size() - 1;
        yield.months = project->ramp_up_months;
    }
    yield.flow.annual.assign(static_cast<std::size_t>(building.frame.years), row.amount("amount"));
    yield.flow.profile = building.profile(row, "profile");
}

/// What earns is a project with income, whatever else is said about it.
void note_income(FieldReader& row, const Yield& yield, Project& project) {
    if (yield.kind != YieldKind::operating_revenue && yield.kind != YieldKind::land_sale) return;
    if (!project.has_income.value_or(true)) {
        row.error("kind",
                  say("项目 {} 既写没有收益又有收益", "project {} has income and has none",
                      quote(project.id)),
                  {"projects.csv 写着 income 为 no", "projects.csv says income no"},
                  {"请把 income 改为 yes 或留空，或删去这一行。",
                   "Write income yes, leave it blank, or delete this row."});
    }
    project.has_income = true;
}

}  // namespace

void build_yields(Building& building) {
    std::set<std::string> operated;  // projects with a yield that ramps up
    building.each_row("yields", [&](FieldReader& row) {
        Yield yield;
        yield.id = Building::define(row, building.yields, flow_names(building));
        yield.name = row.names();
        yield.kind = row.choice("kind", yield_kind_choices(), YieldKind::operating_revenue);
        const auto& kinds = yield_kind_choices();
        const bool known_kind = std::any_of(kinds.begin(), kinds.end(), [&row](const auto& kind) {
            return kind.first == row.raw("kind");
        });
        const auto index = building.refer(row, "project", building.projects);
        if (yield.kind != YieldKind::land_sale || !known_kind) operated.insert(row.raw("project"));
        // While some project row is broken an index is not to be relied on.
        Project* project = index && *index < building.model.projects.size()
                               ? &building.model.projects[*index]
                               : nullptr;
        yield.flow.stream = building.stream(row, "yield", yield.id);
        if (known_kind) read_yield_account(building, row, yield);
        if (known_kind && yield.kind == YieldKind::land_sale) {
            read_land_sale(building, row, project, yield);
        } else if (known_kind) {
            read_operation(building, row, project, yield);
        }
        const bool land = yield.kind == YieldKind::land_sale;
        read_uncertainty(
            building, row, yield.flow,
            {land ? std::optional(LineKind::land) : std::nullopt, land ? "fund" : yield.id});
        if (project == nullptr) {
            building.yields.refused.insert(yield.id);
            return;
        }
        yield.project = {*index};
        if (row.ok()) note_income(row, yield, *project);
        if (!yield.id.empty()) building.model.yields.push_back(std::move(yield));
    });
    Building::sort_by_id(building.model.yields, building.yields);
    if (building.is_unread("yields")) return;
    for (const auto& [id, notes] : building.project_notes) {
        if (!notes.ramp_up_at || operated.contains(id)) continue;
        building.report.error(
            *notes.ramp_up_at,
            {"ramp_up_months 在这里没有意义", "ramp_up_months has no meaning here"},
            {"项目没有 new_output，也没有经营收入、税收或运营支出",
             "the project has no new_output and yields no operating revenue, tax or cost"},
            {"请留空。", "Leave it blank."});
    }
}

}  // namespace coffer::model
