#include "revenue/revenue_shares.hpp"

#include <algorithm>

#include "coffer/base/contract.hpp"

namespace coffer::plan {
namespace {

template <class Lines>
auto& line_named(Lines& lines, const std::string& id) {
    const auto found =
        std::find_if(lines.begin(), lines.end(), [&id](const auto& line) { return line.id == id; });
    COFFER_EXPECT(found != lines.end());
    return *found;
}

RevenueSharePlan compiled_share(const model::Model& model, const model::RevenueShare& of,
                                Plan& plan) {
    RevenueSharePlan result;
    result.share = of.share;
    const auto follow = [&](std::size_t& realised) {
        if (realised == nowhere) realised = plan.realised_columns++;
        result.columns.push_back(realised);
    };
    for (const auto i : of.revenue) {
        follow(line_named(plan.revenue, model.revenue[i].id).realised);
    }
    for (const auto i : of.taxpayers) follow(plan.taxpayers[i].realised);
    for (const auto i : of.project_income)
        follow(line_named(plan.revenue, model.project_income[i].id).realised);
    return result;
}

}  // namespace

void add_revenue_shares(const model::Model& model,
                        const std::function<FlowPlan(const model::Flow&)>& flow, Plan& plan) {
    for (const auto& line : model.expenditure) {
        if (!line.of_revenue) continue;
        line_named(plan.expenditure, line.id).of_revenue =
            compiled_share(model, *line.of_revenue, plan);
    }
    for (const auto& transfer : model.account_transfers) {
        AccountTransferPlan result{
            transfer.id, transfer.from, transfer.to, flow(transfer.flow), {}};
        if (transfer.of_revenue) {
            result.of_revenue = compiled_share(model, *transfer.of_revenue, plan);
        }
        plan.account_transfers.push_back(std::move(result));
    }
    if (plan.account_transfers.empty()) return;
    plan.add_figures(plan.account_transfer_slots, account_transfer_figures);
}

}  // namespace coffer::plan
