#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

void check_money(FieldReader& row, const Project& project) {
    const Money spent = project.spent_to_date.value_or(Money{});
    if (spent > project.total_investment) {
        row.error("spent_to_date",
                  {"已完成投资超过总投资", "more is spent than the total investment"},
                  {"须不大于 total_investment", "it may not exceed total_investment"},
                  {"请核对两个数，单位是否一致？", "Check both, and their units."});
    } else if (spent + project.first_year_investment.value_or(Money{}) > project.total_investment) {
        row.error("first_year_investment",
                  {"已完成投资加首年投资超过总投资",
                   "spent_to_date and first_year_investment exceed the total investment"},
                  {"三者互相矛盾", "the three contradict each other"},
                  {"请核对这三个数。", "Check the three amounts."});
    }
}

}  // namespace

void build_projects(Building& building) {
    building.each_row("projects", [&building](FieldReader& row) {
        Project project;
        project.id = Building::define(row, building.projects, {&building.pipelines});
        project.name = row.names();
        project.stream = building.stream(row, "project", project.id);
        project.district = row.id("district");
        project.department = row.line("department");
        project.sector = row.id("sector");
        if (!project.sector.empty()) {
            project.sector_stream = building.stream(row, "sector", project.sector);
        }
        project.basis = row.raw("basis");
        // Later floors complain about this project's money by year.
        project.at = row.at("first_year_investment");
        project.priority = row.integer("priority", 100, ranges::priority);
        project.total_investment = row.amount("total_investment");
        project.spent_to_date = row.optional_amount("spent_to_date");
        project.first_year_investment = row.optional_amount("first_year_investment");
        project.progress = row.ratio("progress", 0.0, ranges::progress);
        std::tie(project.s_curve_a, project.s_curve_b) = row.s_curve("s_curve", {2, 2});
        project.productivity = building.productivity(row, "work_calendar");
        project.cost_overrun =
            row.distribution("cost_overrun", {Distribution::Shape::fixed, 1.0, 0.0, 0.0},
                             most_cost_factor, Quantity::cost_factor);
        if (project.cost_overrun.shape == Distribution::Shape::fixed &&
            !(project.cost_overrun.a > 0.0)) {
            row.error("cost_overrun", {"造价系数是 0", "the cost factor is 0"},
                      {"项目就没有造价了", "the project would cost nothing"},
                      {"不超支请写 1 或留空。", "Write 1 or leave it blank for no overrun."});
        }
        // Below the threshold a project is not in the statistics, unless its row says otherwise.
        const bool counts = project.total_investment >= building.model.fai.threshold;
        project.fai_share = row.share("fai_share", counts ? 1.0 : 0.0);
        project.contractors_carry = row.share("contractors_carry");
        if (row.given("income")) {
            static const Choices<bool> choices = {{"yes", true}, {"no", false}};
            project.has_income = row.choice("income", choices, true);
        }
        project.new_output = row.amount("new_output");
        project.tax_rate = row.share("tax_rate");
        project.output_factor = row.distribution("output_factor", project.output_factor,
                                                 most_output_factor, Quantity::output_factor);
        project.output_probability = row.share("output_probability", 1.0);
        project.ramp_up = row.distribution("ramp_up_months", {}, most_months);
        if (!row.given("new_output")) {
            row.must_be_blank({"tax_rate", "output_factor", "output_probability"},
                              {"没有 new_output，建成后没有产值",
                               "without new_output nothing is produced after completion"});
        }
        if (row.ok()) check_money(row, project);
        if (project.id.empty()) return;
        ProjectNotes& notes = building.project_notes[project.id];
        notes = {row.at("id"), row.at("first_year_investment"), row.ok()};
        // Whether it has income that ramps up instead is known later.
        if (row.given("ramp_up_months") && !row.given("new_output")) {
            notes.ramp_up_at = row.at("ramp_up_months");
        }
        building.model.projects.push_back(std::move(project));
    });
    Building::sort_entities(building.model.projects, building.projects,
                            [](const Project& a, const Project& b) {
                                return std::tie(a.priority, a.id) < std::tie(b.priority, b.id);
                            });
    check_common_factors(building);
}

}  // namespace coffer::model
