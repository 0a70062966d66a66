#include <algorithm>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::say;

/// What is common cannot be more than all of a normal's variance.
void check_loadings(FieldReader& row, const std::string& what, double sector, double year) {
    const double squares = sector * sector + year * year;
    if (!row.ok() || squares <= 1.0 + 1e-12) return;
    const std::string key = "common_factors." + what;
    row.error(
        row.given(key + "_year") ? key + "_year" : key + "_sector",
        say("{0}_sector 与 {0}_year 的平方和大于 1",
            "the squares of {0}_sector and {0}_year "
            "sum to more than 1",
            what),
        say("平方和是 {:.4f}，共同部分不能超过全部方差",
            "they sum to {:.4f}; what is common cannot exceed the whole variance", squares),
        {"请降低其中一个，例如 0.5 和 0.3。", "Lower one of them, to 0.5 and 0.3 for example."});
}

}  // namespace

void build_common_factors(Building& building, FieldReader& row) {
    CommonFactors& shocks = building.model.common_factors;
    shocks.duration_sector = row.share("common_factors.duration_sector");
    shocks.duration_year = row.share("common_factors.duration_year");
    shocks.cost_sector = row.share("common_factors.cost_sector");
    shocks.cost_year = row.share("common_factors.cost_year");
    check_loadings(row, "duration", shocks.duration_sector, shocks.duration_year);
    check_loadings(row, "cost", shocks.cost_sector, shocks.cost_year);
}

void check_common_factors(Building& building) {
    const Model& model = building.model;
    const bool by_sector =
        model.common_factors.duration_sector > 0.0 || model.common_factors.cost_sector > 0.0;
    const bool has_sector = std::any_of(model.projects.begin(), model.projects.end(),
                                        [](const Project& each) { return !each.sector.empty(); });
    if (!by_sector || has_sector || building.report.has_errors()) return;
    const char* key = model.common_factors.duration_sector > 0.0 ? "common_factors.duration_sector"
                                                                 : "common_factors.cost_sector";
    building.report.warning(
        building.document.settings.at(key).items.front().at,
        {"没有项目填写行业", "no project has a sector"},
        {"行业的共同因素没有对象", "what a sector has in common reaches nobody"},
        {"请在 projects.csv 填写 sector，或删去这一行。",
         "Give sector in projects.csv, or delete the line."});
}

}  // namespace coffer::model
