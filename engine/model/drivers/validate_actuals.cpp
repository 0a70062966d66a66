// A model in memory: what happened in the known months. After all else is right.
#include "checking.hpp"

namespace coffer::model {
namespace {

constexpr Words wrong_length = {"执行数的月数太多", "too many of its months are known"};
constexpr Words why_length = {"执行数到执行截至月为止", "what is known ends with known_months"};

bool has_months(Checking& check, const Subject& row, std::size_t length) {
    const auto known = static_cast<std::size_t>(check.model.known_months);
    return check.must(length <= known, row, "actuals", wrong_length, why_length);
}

void check_known(Checking& check, const Subject& row, const Flow& flow, bool may_be_known) {
    check.must(flow.known.empty() || may_be_known, row, "actuals",
               {"它不能有执行数", "nothing can be known of it"},
               {"它的金额由别处算出", "its amounts follow from others"});
    if (!has_months(check, row, flow.known.size())) return;
    for (const Money amount : flow.known) check.amount(row, "actuals", amount);
}

template <class Row, class FlowOf, class MayBeKnown>
void check_lines(Checking& check, const char* table, const std::vector<Row>& rows, FlowOf flow_of,
                 MayBeKnown may_be_known) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        check_known(check, {table, &rows[i].id, i}, flow_of(rows[i]), may_be_known(rows[i]));
    }
}

void check_project_actuals(Checking& check, const Subject& row, const Project& project) {
    const ProjectActuals& actuals = *project.actuals;
    check.must(project.total_investment > Money{}, row, "actuals",
               {"没有投资的项目不能有执行数", "of a project without cost nothing can be known"},
               {"没有要支出的钱", "it has nothing to spend"});
    check.must(check.model.known_months > 0, row, "actuals",
               {"没有执行截至月", "no month is known"},
               {"执行数只到那个月", "what is known ends with it"});
    check.must(actuals.drawn.size() == project.funding.size(), row, "actuals",
               {"每个资金来源要有一列", "it needs a series for each source"},
               {"按资金安排的次序", "in the order of its funding"});
    for (const auto& drawn : actuals.drawn) {
        has_months(check, row, drawn.size());
        check.must(drawn.size() == actuals.drawn.front().size(), row, "actuals",
                   {"各资金来源的月数不同", "its sources have different numbers of months"},
                   {"同一个月的支出要齐全", "a month is known as a whole"});
        for (const Money amount : drawn) check.amount(row, "actuals", amount);
    }
    const ProjectActuals::Point* last = nullptr;
    for (const auto& point : actuals.progress) {
        check.whole(row, "actuals", point.month, {0, check.model.known_months - 1});
        check.refers(row, "stage", point.stage, project.stages.size());
        check.number(row, "actuals", point.share, ranges::share);
        check.must(point.stage > 0 || point.share >= project.progress, row, "actuals",
                   {"形象进度低于规划开始时", "progress is less than when the plan began"},
                   {"只进不退", "it never goes back"});
        if (last != nullptr) {
            const bool later = point.month > last->month;
            const bool further = point.stage > last->stage ||
                                 (point.stage == last->stage && point.share >= last->share);
            check.must(later && further, row, "actuals",
                       {"形象进度倒退，或次序不对", "progress goes backwards or is out of order"},
                       {"按月份排列，只进不退", "by month, never back"});
        }
        last = &point;
    }
}

}  // namespace

void validate_actuals(Checking& check) {
    const Model& model = check.model;
    if (!check.whole({"scenario"}, "as_of", model.known_months, {0, model.months()})) return;
    const auto always = [](const auto&) { return true; };
    const auto never = [](const auto&) { return false; };
    const auto flow = [](const auto& line) -> const Flow& { return line.flow; };
    check_lines(check, "revenue", model.revenue, flow, always);
    check_lines(
        check, "taxpayers", model.taxpayers,
        [](const auto& each) -> const Flow& { return each.output; }, always);
    check_lines(check, "expenditure", model.expenditure, flow,
                [](const auto& line) { return !line.of_revenue; });
    check_lines(
        check, "sources", model.sources,
        [](const auto& each) -> const Flow& { return each.arrival; },
        [](const auto& each) { return !each.unlimited; });
    check_lines(
        check, "pipelines", model.pipelines,
        [](const auto& each) -> const Flow& { return each.need; }, always);
    check_lines(check, "account_transfers", model.account_transfers, flow, never);
    check_lines(check, "economy", model.economic_series, flow, never);
    check_lines(check, "project_income", model.project_income, flow, never);
    for (std::size_t i = 0; i < model.drivers.size(); ++i) {
        const Driver& driver = model.drivers[i];
        const Subject row{"drivers", &driver.id, i};
        if (!has_months(check, row, driver.known.size())) continue;
        for (const double value : driver.known) {
            check.number(
                row, "actuals", value,
                driver.kind == Driver::Kind::growth ? ranges::known_growth : ranges::mean_rate);
        }
    }
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        if (!model.projects[i].actuals) continue;
        check_project_actuals(check, {"projects", &model.projects[i].id, i}, model.projects[i]);
    }
}

}  // namespace coffer::model
