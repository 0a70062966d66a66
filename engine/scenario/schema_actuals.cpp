// What has happened since the plan began.
#include "schema_parts.hpp"

namespace coffer::scenario {

std::vector<TableSchema> actuals_tables() {
    using namespace parts;
    return {
        {"actuals",
         "执行数",
         {"截至“方案.执行截至”各月实际发生的数：收支、到账、支出进度、形象进度、价格",
          "what happened in each month up to scenario.as_of"},
         {
             {"kind",
              "类别",
              required,
              choice("actual_kind"),
              {"这一行是什么的执行数", "what the row is about"}},
             {"id",
              "编号",
              required,
              reference({"revenue", "taxpayers", "expenditure", "sources", "pipelines", "projects",
                         "drivers"}),
              {"该类别的表中的编号", "id of that table"}},
             {"month", "月份", required, month, {"发生的月份", "the month in which it happened"}},
             {"source",
              "资金来源",
              optional,
              reference({"sources"}),
              {"仅项目支出：用的是哪个来源的钱，“资金安排”表中须有这一行",
               "spending only: whose money it was, a source that funding.csv gives the project"}},
             {"stage",
              "阶段",
              optional,
              choice("stage"),
              {"仅形象进度：月末正在进行的阶段，以前的阶段都已完成",
               "progress only: the stage under way at the end of the month; those before are "
               "finished"}},
             {"amount",
              "金额",
              optional,
              amount,
              {"当月发生额（不是累计数）；重点税源为产值",
               "amount of the month, not of the year to date; of a taxpayer its output"}},
             {"value",
              "数值",
              optional,
              ratio,
              {"驱动因素：增速为当月比上年同月，利率为当月水平；形象进度：该阶段已完成的比例",
               "drivers: a growth over the same month a year earlier, or the level of a rate; "
               "progress: share of the stage that is done"}},
         }},
    };
}

}  // namespace coffer::scenario
