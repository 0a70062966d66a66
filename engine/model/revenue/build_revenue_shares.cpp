// Amounts that are shares of revenue: expenditure lines, and transfers between accounts.
#include <cmath>

#include "building.hpp"
#include "coffer/base/money.hpp"
#include "coffer/model/revenue_shares.hpp"
#include "coffer/scenario/wording.hpp"
#include "revenue/line_finder.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

void refuse_platform(FieldReader& row, const std::string& id) {
    row.error("share_of",
              say("{} 是平台公司的收入", "{} is income of the platform company", quote(id)),
              {"它不进财政账户", "it enters no account of the county"},
              {"请换一行收入。", "Name another line."});
}

/// `share_of` and `share`; the planned amounts of each year go to `annual`.
RevenueShare read_revenue_share(Building& building, FieldReader& row, YearMoney& annual) {
    const Model& model = building.model;
    RevenueShare result;
    result.share = row.ratio_series("share", ranges::share);
    LineFinder(building, row)
        .find("share_of", {{&building.revenue, &result.revenue},
                           {&building.taxpayers, &result.taxpayers},
                           {&building.project_income, &result.project_income}});
    if (row.ok() && names_nothing(result)) {
        row.error("share_of", {"没有写收入", "no line is named"},
                  {"没有可以乘的收入", "there is no revenue to take a share of"},
                  {"请写收入的标识。", "Write the ids of revenue."});
    }
    for (const std::size_t i : result.revenue) {
        if (i >= model.revenue.size()) return row.fail(), result;
        if (model.revenue[i].platform) refuse_platform(row, model.revenue[i].id);
    }
    for (const std::size_t i : result.taxpayers) {
        if (i >= model.taxpayers.size()) return row.fail(), result;
    }
    for (const std::size_t i : result.project_income) {
        if (i >= model.project_income.size()) return row.fail(), result;
        const ProjectIncome& income = model.project_income[i];
        if (income.platform) refuse_platform(row, income.id);
        if (income.kind != ProjectIncome::Kind::operating_cost) continue;
        row.error("share_of", say("{} 是支出", "{} is a cost", quote(income.id)),
                  {"只能按收入计提", "shares are of revenue"},
                  {"请换一行收入。", "Name a line that brings money."});
    }
    annual = planned_share(model, result);
    return result;
}

}  // namespace

bool names_nothing(const RevenueShare& of) {
    return of.revenue.empty() && of.taxpayers.empty() && of.project_income.empty();
}

YearMoney planned_share(const Model& model, const RevenueShare& of) {
    std::vector<double> planned(static_cast<std::size_t>(model.years), 0.0);
    const auto add = [&planned](const YearMoney& amounts, double factor) {
        for (std::size_t year = 0; year < planned.size() && year < amounts.size(); ++year) {
            planned[year] += factor * static_cast<double>(amounts[year].fen());
        }
    };
    for (const std::size_t i : of.revenue) add(model.revenue[i].flow.annual, 1.0);
    for (const std::size_t i : of.taxpayers) {
        const Taxpayer& payer = model.taxpayers[i];
        add(payer.output.annual, payer.tax_rate * payer.retained_share);
    }
    YearMoney result;
    for (std::size_t year = 0; year < planned.size(); ++year) {
        const double share = year < of.share.size() ? of.share[year] : 0.0;
        result.push_back(Money::from_fen(std::llround(round_fen(share * planned[year]))));
    }
    return result;
}

void plan_revenue_shares(Model& model) {
    const auto plan = [&model](auto& lines) {
        for (auto& line : lines) {
            if (line.of_revenue) line.flow.annual = planned_share(model, *line.of_revenue);
        }
    };
    plan(model.expenditure);
    plan(model.account_transfers);
}

void build_revenue_shares(Building& building) {
    building.each_row("expenditure", [&building](FieldReader& row) {
        if (!row.given("share_of") || !row.given("share")) return;
        // The rest of the row has been read and reported.
        const auto line = building.expenditure.entries.find(row.raw("id"));
        if (line == building.expenditure.entries.end()) return;
        ExpenditureLine& of = building.model.expenditure[line->second.index];
        of.of_revenue = read_revenue_share(building, row, of.flow.annual);
    });
}

void build_account_transfers(Building& building) {
    building.each_row("account_transfers", [&building](FieldReader& row) {
        AccountTransfer transfer;
        transfer.id = Building::define(row, building.account_transfers, flow_names(building));
        transfer.name = row.names();
        transfer.from = row.choice("from", account_choices(), Account::fund);
        transfer.to = row.choice("to", account_choices(), Account::general);
        if (row.ok() && transfer.from == transfer.to) {
            row.error("to", {"转出和转入是同一个账户", "from and to are the same account"},
                      {"这样的调拨不改变任何数", "such a transfer changes nothing"},
                      {"请改正其中一个。", "Correct one of them."});
        }
        transfer.flow.stream = building.stream(row, "account_transfer", transfer.id);
        transfer.flow.profile = building.profile(row, "profile");
        if (row.given("share_of") || row.given("share")) {
            row.must_be_given({"share_of", "share"}, {"按收入的比例调拨，两项都要",
                                                      "a share needs a line and a share of it"});
            row.must_be_blank({"annual", "profile"},
                              {"金额由收入和比例决定", "revenue and share give its amount"});
            transfer.of_revenue = read_revenue_share(building, row, transfer.flow.annual);
        } else {
            row.must_be_given({"annual"},
                              {"要有各年金额，或 share_of 和 share",
                               "it needs the amounts of the years, or share_of and share"});
            transfer.flow.annual = row.amount_series("annual");
        }
        if (!transfer.id.empty()) building.model.account_transfers.push_back(std::move(transfer));
    });
    Building::sort_by_id(building.model.account_transfers, building.account_transfers);
}

}  // namespace coffer::model
