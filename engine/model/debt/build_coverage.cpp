// Bonds of one project and what is to pay for them: coverage.csv.
#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "revenue/line_finder.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// Months of the plan until the last bond is repaid.
int last_payment(const Model& model, const Coverage& coverage) {
    int last = 0;
    for (const std::size_t i : coverage.instruments) last = std::max(last, model.debt[i].maturity);
    for (const std::size_t i : coverage.sources) {
        const Source& source = model.sources[i];
        int issued = 0;
        for (std::size_t year = 0; year < source.arrival.annual.size(); ++year) {
            if (source.arrival.annual[year] > Money{}) issued = 12 * static_cast<int>(year);
        }
        if (source.debt) last = std::max(last, issued + source.debt->tenor_months);
    }
    return last;
}

void check_horizon(const Building& building, FieldReader& row, const Coverage& coverage) {
    if (!row.ok()) return;
    const int last = last_payment(building.model, coverage);
    const int end = 12 * building.frame.years;
    if (last < end) return;
    const int last_year = building.frame.first_year + last / 12;
    row.warning("bonds",
                say("债券 {} 年才还清，计划到 {} 年为止",
                    "the bonds are repaid in {}, the plan ends with {}", last_year,
                    building.frame.first_year + building.frame.years - 1),
                {"存续期覆盖倍数只算到计划结束",
                 "coverage over the life counts to the end of the plan only"},
                say("请把 scenario.years 设为 {}。", "Set scenario.years to {}.",
                    last_year - building.frame.first_year + 1));
}

void read_coverage(Building& building, FieldReader& row, Names& names,
                   std::set<std::string>& used) {
    Coverage coverage;
    coverage.id = Building::define(row, names);
    coverage.name = row.names();
    LineFinder finder(building, row, &used);
    std::vector<std::size_t> income_rows, cost_rows;
    finder.find("income",
                {{&building.revenue, &coverage.revenue}, {&building.project_income, &income_rows}});
    finder.find("cost", {{&building.expenditure, &coverage.expenditure},
                         {&building.project_income, &cost_rows}});
    finder.find("bonds", {{&building.instruments, &coverage.instruments},
                          {&building.sources, &coverage.sources}});
    const auto check_kind = [&](const std::string& field, std::size_t income, bool is_cost) {
        if (income >= building.model.project_income.size()) return row.fail();
        const ProjectIncome& which = building.model.project_income[income];
        if ((which.kind == ProjectIncome::Kind::operating_cost) == is_cost) return;
        row.error(field, say("{} 的种类不对", "{} is of the wrong kind", quote(which.id)),
                  {"运营成本写在 cost，其余写在 income",
                   "operating costs stand in cost, the others in income"},
                  {"请移到另一列。", "Move it to the other column."});
    };
    for (const std::size_t income : income_rows) check_kind("income", income, false);
    for (const std::size_t income : cost_rows) check_kind("cost", income, true);
    coverage.project_income = std::move(income_rows);
    coverage.project_income.insert(coverage.project_income.end(), cost_rows.begin(),
                                   cost_rows.end());
    for (const std::size_t source : coverage.sources) {
        if (source >= building.model.sources.size() || building.model.sources[source].debt) {
            continue;
        }
        row.error("bonds",
                  say("来源 {} 不是债务", "source {} is no debt",
                      quote(building.model.sources[source].id)),
                  {"只有债券和贷款有本息", "only bonds and loans have a service"},
                  {"请改正。", "Correct it."});
    }
    check_horizon(building, row, coverage);
    if (!coverage.id.empty()) building.model.coverages.push_back(std::move(coverage));
}

}  // namespace

void build_coverage(Building& building) {
    Names names{"coverage", "project of bonds"};
    std::set<std::string> used;
    building.each_row("coverage",
                      [&](FieldReader& row) { read_coverage(building, row, names, used); });
    Building::sort_by_id(building.model.coverages, names);
}

}  // namespace coffer::model
