// Indicators of projects.
#include <algorithm>

#include "coffer/model/model.hpp"
#include "figures/register.hpp"

namespace coffer::model {
namespace {

std::vector<Dimension> each_project(const Model& model) {
    std::vector<Dimension> dimensions = {Dimension::Kind::total};
    for (const Project& project : model.projects)
        dimensions.emplace_back(Dimension::Kind::project, project.id);
    return dimensions;
}

std::vector<Dimension> parts_of_fai(const Model& model) {
    std::vector<Dimension> dimensions = {Dimension::Kind::total, Dimension::Kind::named,
                                         Dimension::Kind::pipeline};
    for (const auto& district : model.investing_districts()) {
        dimensions.emplace_back(Dimension::Kind::district, district);
    }
    return dimensions;
}

}  // namespace

std::vector<IndicatorInfo> project_indicators() {
    using I = Indicator;
    return {
        {I::fai,
         "fai",
         Unit::money,
         Better::more,
         {"当年计入固定资产投资的支出", "Spending of the year that counts as FAI"},
         {.dimensions = parts_of_fai, .by_month = true}},
        {I::fai_growth,
         "fai_growth",
         Unit::ratio,
         Better::more,
         {"固定资产投资比上年的增长", "Growth of FAI over the year before"},
         {},
         values_of_growth},
        {I::first_year_execution,
         "first_year_execution",
         Unit::ratio,
         Better::more,
         {"项目首年支出除以首年投资计划之和",
          "Projects' spending in the first year over the sum of their first_year_investment"}},
        {I::funding_shortfall,
         "funding_shortfall",
         Unit::money,
         Better::less,
         {"年末项目尚缺的资金，加上当年项目池落空的需求",
          "What projects still lack at the end of the year, and what pipelines had to let lapse in "
          "it"}},
        {I::projects_started,
         "projects_started",
         Unit::count,
         Better::more,
         {"当年开工的项目数", "Projects that start in the year"}},
        {I::projects_completed,
         "projects_completed",
         Unit::count,
         Better::more,
         {"当年竣工的项目数", "Projects completed in the year"},
         {.dimensions = each_project}},
        {I::projects_suspended,
         "projects_suspended",
         Unit::count,
         Better::less,
         {"当年曾经停工的项目数", "Projects suspended at some time in the year"}},
        {I::projects_cancelled,
         "projects_cancelled",
         Unit::count,
         Better::less,
         {"当年停工后被取消的项目数", "Suspended projects given up in the year"}},
        {I::new_capacity,
         "new_capacity",
         Unit::money,
         Better::more,
         {"截至年末已竣工项目的年产值",
          "Yearly new output of all projects completed by the end of the year"}},
        {I::new_output,
         "new_output",
         Unit::money,
         Better::more,
         {"已竣工项目当年实现的产值", "Output of completed projects in the year"}}};
}

}  // namespace coffer::model
