// Single amounts that sources may receive: grants applied for, assets sold.
#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {

bool takes_receipts(Source::Kind kind) {
    using Kind = Source::Kind;
    return kind == Kind::grant || kind == Kind::platform || kind == Kind::investor ||
           kind == Kind::land_quota || kind == Kind::asset_disposal;
}

namespace {

using scenario::quote;
using scenario::say;

void check_source(FieldReader& row, const Source& source) {
    if (!takes_receipts(source.kind)) {
        row.error("source",
                  say("来源 {} 不能收一次性款项", "source {} cannot take a single receipt",
                      quote(source.id)),
                  {"债券和贷款的钱要借，财政资金是支出授权",
                   "bonds and loans are borrowed, fiscal funds are an authority to spend"},
                  {"请用 grant、platform、investor、land_quota 或 asset_disposal 类来源。",
                   "Use a source of kind grant, platform, investor, land_quota or "
                   "asset_disposal."});
    } else if (source.unlimited) {
        row.error("source", say("来源 {} 没有 annual", "source {} has no annual", quote(source.id)),
                  {"它没有额度，用多少到多少，再多一笔也没有意义",
                   "it has no limit: it arrives when drawn, and more of it means nothing"},
                  {"只靠一次性款项的来源请写 annual 0。",
                   "Write annual 0 for a source that has only single receipts."});
    }
}

void read_month(Building& building, FieldReader& row, Receipt& receipt) {
    const auto month = row.month("month");
    if (!month) return;
    receipt.month = *month;
    if (*month < 0) {
        row.error("month", {"到账月早于计划开始", "the month lies before the plan"},
                  say("计划从 {} 开始", "the plan starts in {}", to_string(building.frame.start())),
                  {"已到账的钱请计入期初余额。",
                   "Money that has arrived belongs into the opening balances."});
    } else if (*month >= 12 * building.frame.years) {
        row.warning("month", {"到账月在计划之后", "the month lies after the plan"},
                    {"规划期内收不到这笔钱", "it does not arrive within the plan"},
                    {"请核对，或删去这一行。", "Check it or delete the row."});
    }
}

/// The project that alone may use the money; it must be able to draw on the source.
void read_project(Building& building, FieldReader& row, Receipt& receipt,
                  const std::optional<std::size_t>& source) {
    const std::string& id = row.raw("project");
    if (id.empty()) return;
    if (building.pipelines.entries.contains(id)) {
        row.error("project", say("{} 是项目池", "{} is a pipeline", quote(id)),
                  {"款项只能定向给一个项目", "a receipt can be tied to a project only"},
                  {"请改为项目，或留空。", "Name a project or leave it blank."});
        return;
    }
    const auto index = building.refer(row, "project", building.projects);
    if (!index || *index >= building.model.projects.size() || building.is_unread("funding")) return;
    receipt.project = Index<Project>{*index};
    const auto& funding = building.model.projects[*index].funding;
    const bool eligible = std::any_of(
        funding.begin(), funding.end(),
        [&source](const Funding& each) { return source && each.source.value == *source; });
    if (eligible || !row.ok() || !source) return;
    row.error("project",
              say("项目 {} 不能用来源 {}", "project {} may not draw on source {}", quote(id),
                  quote(row.raw("source"))),
              {"funding.csv 没有这一对，钱到了也用不上",
               "funding.csv has no such pair: the money could not be used"},
              {"请在 funding.csv 加一行。", "Add the row to funding.csv."});
}

}  // namespace

void build_receipts(Building& building) {
    building.each_row("receipts", [&building](FieldReader& row) {
        Receipt receipt;
        receipt.id = Building::define(row, building.receipts);
        receipt.name = row.names();
        receipt.stream = building.stream(row, "receipt", receipt.id);
        const auto source = building.refer(row, "source", building.sources);
        if (source) {
            receipt.source = {*source};
            check_source(row, building.model.sources[*source]);
        }
        receipt.amount = row.amount_distribution("amount");
        receipt.probability = row.ratio("probability", 1.0, ranges::share_above_zero);
        read_month(building, row, receipt);
        receipt.delay = row.distribution("delay_months",
                                         {Distribution::Shape::fixed, 0.0, 0.0, 0.0}, most_months);
        read_project(building, row, receipt, source);
        if (!receipt.id.empty()) building.model.receipts.push_back(std::move(receipt));
    });
    Building::sort_by_id(building.model.receipts, building.receipts);
}

}  // namespace coffer::model
