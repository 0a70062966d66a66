// A model in memory: projects, their stages and links, capacities, who draws on which source.
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "building.hpp"
#include "checking.hpp"
#include "coffer/scenario/wording.hpp"
#include "projects/cycles.hpp"
#include "projects/s_curve.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

bool is_whole(double value) { return std::floor(value) == value; }

/// What a project and a pipeline have in common.
template <class Rows>
void check_fundables(Checking& check, const char* table, const Rows& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Fundable& each = rows[i];
        const Subject row{table, &each.id, i};
        if (!check.id(row, "id", each.id)) continue;
        if (i > 0 &&
            !(std::tie(rows[i - 1].priority, rows[i - 1].id) < std::tie(each.priority, each.id))) {
            check.disorder(row);
        }
        check.claim("project", row);
        check.names(row, each.name);
        check.text(row, "department", each.department, true);
        check.text(row, "basis", each.basis, false);
        if (!each.district.empty()) check.id(row, "district", each.district);
        check.whole(row, "priority", each.priority, ranges::priority);
        check.number(row, "fai_share", each.fai_share, ranges::share);
        const Subject drawn{"funding", &each.id, i};
        std::set<std::size_t> sources;
        for (const Funding& funding : each.funding) {
            check.refers(drawn, "source", funding.source.value, check.model.sources.size());
            check.number(drawn, "cap", funding.cap, ranges::share_above_zero);
            check.must(sources.insert(funding.source.value).second, drawn, "source",
                       {"这一对项目和来源重复", "this pair of project and source stands twice"},
                       {"每个来源一次", "each source stands once"});
        }
    }
}

void check_amounts(Checking& check, const Subject& row, const Project& project) {
    bool ok = check.amount(row, "total_investment", project.total_investment);
    const Money spent = project.spent_to_date.value_or(Money{});
    const Money first_year = project.first_year_investment.value_or(Money{});
    ok = check.amount(row, "spent_to_date", spent) && ok;
    ok = check.amount(row, "first_year_investment", first_year) && ok;
    if (!ok) return;
    check.must(spent + first_year <= project.total_investment, row, "spent_to_date",
               {"已完成投资加首年投资超过总投资",
                "spent_to_date and first_year_investment exceed the total investment"},
               {"三者互相矛盾", "the three contradict each other"});
}

/// The word for it; none for what is no kind of stage.
const char* stage_word(StageKind kind) {
    const auto& words = stage_choices();
    const auto place = static_cast<std::size_t>(kind);
    return place < words.size() ? words[place].first.c_str() : nullptr;
}

/// What says when a stage begins, beside what it waits for.
void check_timing(Checking& check, const Subject& row, const Stage& stage) {
    using Timing = Stage::Timing;
    if (!check.word(row, "timing", stage.timing, Timing::must_finish)) return;
    const bool starts = stage.timing == Timing::must_start;
    const char* field = starts ? "must_start" : "must_finish";
    const bool has_date = starts || stage.timing == Timing::must_finish;
    check.idle(stage.dated != 0, has_date, row, field,
               {"这个阶段没有定日期", "the stage is not one with a date"});
    if (!has_date) return;
    check.whole(row, field, stage.dated, {0, ranges::month_index.most});
    if (!stage.deadline) return;
    check.must(starts, row, "deadline", {"deadline 与 must_finish 重复", "it repeats must_finish"},
               {"must_finish 本身就是期限", "must_finish is a deadline, too"});
    check.must(!starts || *stage.deadline >= stage.dated || stage.dated >= check.model.months(),
               row, "deadline", {"期限早于 must_start", "the deadline lies before must_start"},
               {"期限不可能满足", "it cannot be met"});
}

void check_stage(Checking& check, const Subject& project, const Stage& stage) {
    const Subject row{"stages", project.id, project.place, stage_word(stage.kind)};
    check.word(row, "stage", stage.kind, StageKind::commissioning);
    check.distribution(row, "duration", stage.duration, most_months);
    check.number(row, "cost_share", stage.cost_share, ranges::share);
    check.must(!(stage.cost_share > 0.0 && stage.duration.shape == Distribution::Shape::fixed &&
                 !(stage.duration.a > 0.0)),
               row, "duration", {"有造价的阶段工期为 0", "a stage with cost takes no time"},
               {"钱无法在 0 个月里花出去", "money cannot be spent in no time"});
    if (stage.not_before) {
        check.whole(row, "not_before", *stage.not_before, ranges::month_index);
    }
    if (stage.deadline) {
        check.whole(row, "deadline", *stage.deadline, {0, ranges::month_index.most});
        check.must(!stage.not_before || *stage.deadline >= *stage.not_before, row, "deadline",
                   {"期限早于最早开工月", "the deadline lies before not_before"},
                   {"期限不可能满足", "it cannot be met"});
    }
    check_timing(check, row, stage);
    const Subject taken{"demands", project.id, project.place, row.part};
    for (std::size_t i = 0; i < stage.demands.size(); ++i) {
        const Demand& demand = stage.demands[i];
        check.refers(taken, "capacity", demand.capacity.value, check.model.capacities.size());
        check.number(taken, "units", demand.units / thousandths, ranges::units);
        check.must(is_whole(demand.units), taken, "units",
                   {"小数多于三位", "more than three decimals"},
                   {"要素按千分之一计量", "capacities are counted in thousandths"});
        check.must(i == 0 || stage.demands[i - 1].capacity < demand.capacity, taken, "capacity",
                   {"占用的次序不对，或重复", "demands are out of order or stand twice"},
                   {"按要素排列，每种一次", "they stand in the order of capacities, each once"});
    }
}

void check_stages(Checking& check, const Subject& of, const Project& project) {
    const Subject row{"stages", of.id, of.place};
    if (!check.must(!project.stages.empty(), row, "stage",
                    {"项目没有阶段", "the project has no stages"},
                    {"至少要有一个阶段", "it needs one at least"})) {
        return;
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < project.stages.size(); ++i) {
        check_stage(check, row, project.stages[i]);
        sum += project.stages[i].cost_share;
        check.must(i == 0 || project.stages[i - 1].kind < project.stages[i].kind, row, "stage",
                   {"阶段的次序不对，或重复", "stages are out of order or stand twice"},
                   {"储备、审批、用地、施工、验收，各一次",
                    "reserve, approval, land, construction, commissioning, each once"});
    }
    const Stage::Timing first = project.stages.front().timing;
    check.must(!(project.progress > 0.0) ||
                   (first != Stage::Timing::must_start && first != Stage::Timing::late),
               row, "timing",
               {"已经开工的阶段不能再定开工时间",
                "a stage under way has begun: its start cannot be dated"},
               {"项目的 progress 大于 0", "the project has a progress above 0"});
    const bool costs = project.total_investment > Money{} || sum > 0.0;
    check.must(!costs || std::abs(sum - 1.0) <= 1e-9, row, "cost_share",
               {"各阶段 cost_share 之和不是 100%", "the cost shares do not sum to 100 %"},
               {"造价要全部分到各阶段", "the whole cost belongs to the stages"});
}

void check_project(Checking& check, const Subject& row, const Project& project) {
    check.stream(row, project.stream, "project", project.id);
    if (!project.sector.empty() && check.id(row, "sector", project.sector)) {
        check.stream(row, project.sector_stream, "sector", project.sector);
    }
    check_amounts(check, row, project);
    check.number(row, "progress", project.progress, ranges::progress);
    check.whole(row, "s_curve", project.s_curve_a, ranges::s_curve);
    check.whole(row, "s_curve", project.s_curve_b, ranges::s_curve);
    double work = 0.0;
    for (const double month : project.productivity) {
        if (check.number(row, "work_calendar", month, ranges::share)) work += month;
    }
    check.must(work > 0.0, row, "work_calendar",
               {"全年没有一个月能施工", "no month of the year allows any work"},
               {"项目永远完不成", "the project would never finish"});
    check.distribution(row, "cost_overrun", project.cost_overrun, most_cost_factor);
    check.must(
        project.cost_overrun.shape != Distribution::Shape::fixed || project.cost_overrun.a > 0.0,
        row, "cost_overrun", {"造价系数是 0", "the cost factor is 0"},
        {"项目就没有造价了", "the project would cost nothing"});
    check.amount(row, "new_output", project.new_output);
    check.number(row, "tax_rate", project.tax_rate, ranges::share);
    check.number(row, "contractors_carry", project.contractors_carry, ranges::share);
    for (const Funding& funding : project.funding) {
        if (funding.source.value >= check.model.sources.size()) continue;
        check.must(project.contractors_carry <= 0.0 ||
                       !check.model.sources[funding.source.value].capitalises_interest,
                   row, "contractors_carry",
                   {"项目用建设期利息资本化的贷款，施工方不能垫付",
                    "the project draws on a loan whose interest is capitalised"},
                   {"这种贷款到完工为止，欠施工方的钱可能更晚才付",
                    "such a loan ends with construction, what contractors are owed may not"});
    }
    check.distribution(row, "output_factor", project.output_factor, most_output_factor);
    check.number(row, "output_probability", project.output_probability, ranges::share);
    check.distribution(row, "ramp_up_months", project.ramp_up, most_months);
    check_stages(check, row, project);
    if (!project.minimum_capital.empty()) {
        check.series(row, "minimum_capital", project.minimum_capital, ranges::share);
    }
}

void check_links(Checking& check) {
    const Model& model = check.model;
    const auto key = [](const Link& link) {
        return std::tie(link.to_project, link.to_stage, link.from_project, link.from_stage,
                        link.kind);
    };
    for (std::size_t i = 0; i < model.links.size(); ++i) {
        const Link& link = model.links[i];
        // A link is told by its number: it has no id.
        static const std::string none;
        const Subject row{"links", &none, i};
        check.word(row, "kind", link.kind, Link::Kind::start_finish);
        check.word(row, "lag_time", link.lag_time, Link::LagTime::successor);
        check.number(row, "lag_months", link.lag_months, ranges::lag_months);
        const auto stage = [&](const char* to, const char* stage_field, Index<Project> project,
                               std::size_t place) {
            if (!check.refers(row, to, project.value, model.projects.size())) return;
            check.refers(row, stage_field, place, model.projects[project.value].stages.size());
        };
        stage("from_project", "from_stage", link.from_project, link.from_stage);
        stage("to_project", "to_stage", link.to_project, link.to_stage);
        check.must(i == 0 || key(model.links[i - 1]) < key(link), row, "from_project",
                   {"先后关系的次序不对，或重复", "links are out of order or stand twice"},
                   {"按后面的项目和阶段、前面的项目和阶段、种类排列",
                    "they stand by the later project and stage, the earlier ones, and the kind"});
    }
}

void check_capacities(Checking& check) {
    const Model& model = check.model;
    check.ordered("capacities", model.capacities);
    for (std::size_t i = 0; i < model.capacities.size(); ++i) {
        const Capacity& capacity = model.capacities[i];
        const Subject row{"capacities", &capacity.id, i};
        check.word(row, "kind", capacity.kind, Capacity::Kind::investors);
        check.series(row, "amount", capacity.amount, {0.0, ranges::capacity.most * thousandths});
        check.must(std::all_of(capacity.amount.begin(), capacity.amount.end(), is_whole), row,
                   "amount", {"小数多于三位", "more than three decimals"},
                   {"要素按千分之一计量", "capacities are counted in thousandths"});
        check.must(capacity.kind != Capacity::Kind::renewable ||
                       std::is_sorted(capacity.amount.begin(), capacity.amount.end()),
                   row, "amount", {"可周转的要素逐年减少", "a renewable capacity falls"},
                   {"已被占用的不能收回，占用量会超过要素的数量",
                    "what is held cannot be taken away, so more would be held than there is"});
        check.idle(capacity.carries_over, capacity.kind == Capacity::Kind::quota, row, "unused",
                   {"只有年度指标 (quota) 会剩到年末",
                    "only a quota has something left at the end of a year"});
    }
}

}  // namespace

void validate_projects(Checking& check) {
    const Model& model = check.model;
    check_fundables(check, "projects", model.projects);
    check_fundables(check, "pipelines", model.pipelines);
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        check_project(check, {"projects", &model.projects[i].id, i}, model.projects[i]);
    }
    check_links(check);
    check_capacities(check);
}

namespace {

/// What is spent so far follows from the S-curve where it is not said (docs/model.md section 4).
void check_first_year(Checking& check, const Subject& row, const Project& project) {
    if (!(project.total_investment > Money{}) || project.spent_to_date ||
        !project.first_year_investment) {
        return;
    }
    const double spent = project.stages.front().cost_share *
                         s_curve(project.s_curve_a, project.s_curve_b, project.progress);
    const double first_year =
        project.first_year_investment->yuan() / project.total_investment.yuan();
    check.must(
        first_year <= 1.0 - spent + 1e-9, row, "first_year_investment",
        {"首年投资超过尚未完成的投资", "first_year_investment exceeds what is left to spend"},
        {"按 S 曲线已完成一部分", "by the S-curve some is spent already"});
}

void check_sources(Checking& check, const Subject& row, const Fundable& fundable,
                   bool without_income) {
    for (const Funding& funding : fundable.funding) {
        const Source& source = check.model.sources[funding.source.value];
        check.must(source.deficit_share.empty(), row, "source",
                   {"来源用来弥补赤字", "a source covers the budget deficit"},
                   {"它的钱进国库，不拨给项目", "its money goes to the treasury, not to projects"});
        check.must(source.kind != Source::Kind::platform_bond, row, "source",
                   {"来源的钱归平台公司", "a source pays the platform company"},
                   {"它进平台公司的现金，不直接拨给项目",
                    "its money joins the company's cash, not a project"});
        check.must(
            source.kind != Source::Kind::special_bond || !without_income, row, "source",
            {"没有收益的项目不能用专项债券", "a project without income may not use special bonds"},
            {"专项债券要靠项目收益偿还", "special bonds are repaid from a project's income"});
    }
}

/// Demands that are past, or already more than there is. One that will never be met keeps its stage
/// from starting, which is a figure like any other: `build` alone asks whether it was meant.
void check_demands(Checking& check) {
    const Model& model = check.model;
    std::vector<double> held(model.capacities.size(), 0.0);
    for (std::size_t p = 0; p < model.projects.size(); ++p) {
        const Project& project = model.projects[p];
        for (std::size_t s = 0; s < project.stages.size(); ++s) {
            const Subject row{"demands", &project.id, p, stage_word(project.stages[s].kind)};
            for (const Demand& demand : project.stages[s].demands) {
                const Capacity& capacity = model.capacities[demand.capacity.value];
                const bool under_way = s == 0 && project.progress > 0.0;
                if (under_way) held[demand.capacity.value] += demand.units;
                check.must(!under_way || capacity.kind == Capacity::Kind::renewable, row, "stage",
                           {"这个阶段已在进行", "this stage is under way"},
                           {"它在开工时已经用过", "it has used what it needed when it started"});
            }
        }
    }
    for (std::size_t c = 0; c < held.size(); ++c) {
        check.must(held[c] == 0.0 || held[c] <= model.capacities[c].amount.front(),
                   {"capacities", &model.capacities[c].id, c}, "amount",
                   {"在建阶段占用的多于要素第一年的数量",
                    "stages under way hold more than there is in the first year"},
                   {"规划期开始时就超过了要素的数量", "it would be exceeded when the plan begins"});
    }
}

void check_gates(Checking& check) {
    const Model& model = check.model;
    static const std::string none;
    for (std::size_t i = 0; i < model.links.size(); ++i) {
        const Link& link = model.links[i];
        const Subject row{"links", &none, i};
        const bool passed = link.from_start() && link.from_stage == 0 &&
                            model.projects[link.from_project.value].progress > 0;
        check.must(!passed, row, "from_stage", {"这个阶段已在进行", "the stage is under way"},
                   {"计划开始时这个先后关系已经满足，要从表中去掉",
                    "the link is met when the plan begins, and does not belong in the list"});
    }
    for (const auto& cycle : find_cycles(model)) {
        const std::string& id = model.projects[cycle.front().project].id;
        check.error({"links"}, "", {"先后关系成环", "the links form a cycle"},
                    scenario::say("经过项目 {}", "through project {}", scenario::quote(id)),
                    {"请去掉环上的一个先后关系。", "Remove one of the links on it."});
    }
}

}  // namespace

void validate_between_projects(Checking& check) {
    const Model& model = check.model;
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        const Project& project = model.projects[i];
        const Subject row{"projects", &project.id, i};
        check_first_year(check, row, project);
        check_sources(check, {"funding", &project.id, i}, project,
                      !project.has_income.value_or(true));
    }
    for (std::size_t i = 0; i < model.pipelines.size(); ++i) {
        check_sources(check, {"funding", &model.pipelines[i].id, i}, model.pipelines[i], false);
    }
    check_demands(check);
    check_gates(check);
}

}  // namespace coffer::model
