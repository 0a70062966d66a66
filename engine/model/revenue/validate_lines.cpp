// A model in memory: flows and the lines that have one, receipts, project income.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "checking.hpp"
#include "coffer/model/revenue_shares.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

void check_luck(Checking& check, const Subject& row, const Flow& flow) {
    const Uncertainty& luck = flow.uncertainty;
    check.number(row, "annual_sd", luck.annual_sd, ranges::annual_sd);
    check.number(row, "permanent", luck.permanent, ranges::share);
    check.number(row, "half_life_months", luck.half_life_months, ranges::months);
    check.number(row, "month_sd", luck.month_sd, ranges::month_sd);
    if (luck.history_years != 0.0) {
        check.number(row, "history_years", luck.history_years, ranges::history_years);
    }
    if (luck.shock) check.refers(row, "shock", luck.shock->value, check.model.shocks.size());
    check.must(luck.shock || (luck.annual_sd == 0.0 && luck.month_sd == 0.0), row, "shock",
               {"没有 shock", "it has no shock"},
               {"波动的行要说与谁同运气", "a line that varies needs the shock whose luck it has"});
    if (flow.kind) check.word(row, "like", *flow.kind, LineKind::house_price);
    check.must(flow.kind || !flow.sd_by_kind, row, "like", {"没有种类", "it has no kind"},
               {"annual_sd 取自它的种类", "its annual_sd is that of its kind"});
}

/// No line comes in, is spent and earns nothing.
constexpr Words needs_ledger_problem = {"平台公司没有自己的账",
                                        "the platform company has no ledger of its own"};
constexpr Words needs_ledger_why = {"方案没有 platform", "the plan has no platform"};

void check_ledger(Checking& check, const Subject& row, const char* field, bool uses) {
    check.must(!uses || check.model.platform.has_value(), row, field, needs_ledger_problem,
               needs_ledger_why);
}

void check_district(Checking& check, const Subject& row, const std::string& district) {
    if (!district.empty()) check.id(row, "district", district);
}

void check_settlement(Checking& check, const Subject& row,
                      const std::optional<Settlement>& settlement, bool with_higher_level) {
    if (!settlement) return;
    check.idle(true, with_higher_level, row, "settled_share",
               {"只有转移支付和上解支出与上级结算",
                "only transfers and remittance are settled with the higher level"});
    check.number(row, "settled_share", settlement->share, ranges::share);
    check.amount(row, "unsettled", settlement->unsettled);
    check.must(check.model.treasury.settlement_month != 0, row, "settled_share",
               {"没有写哪个月结算", "the month of the settlement is not said"},
               {"treasury.settlement_month 是 0", "treasury.settlement_month is 0"});
}

void check_revenue(Checking& check) {
    const auto& lines = check.model.revenue;
    check.ordered("revenue", lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const RevenueLine& line = lines[i];
        const Subject row{"revenue", &line.id, i};
        check.word(row, "account", line.account, Account::state_capital);
        check.word(row, "category", line.category, RevenueLine::Category::transfer);
        check_ledger(check, row, "account", line.platform);
        const bool own = line.category == RevenueLine::Category::own;
        check.must(!line.platform || own, row, "category",
                   {"平台公司的收入只能是 own", "income of the company is its own"},
                   {"补助给财政，不给平台公司",
                    "transfers go to the county, not to the platform company"});
        check_district(check, row, line.district);
        check.idle(!line.district.empty(),
                   !line.platform && own && line.account == Account::general, row, "district",
                   {"只有一般账户的自有收入分地区",
                    "only own revenue of the general account is told by district"});
        validate_flow(check, row, line.flow, "revenue");
        check_settlement(check, row, line.settlement, !own);
    }
}

void check_taxpayers(Checking& check) {
    const auto& taxpayers = check.model.taxpayers;
    check.ordered("taxpayers", taxpayers);
    for (std::size_t i = 0; i < taxpayers.size(); ++i) {
        const Taxpayer& taxpayer = taxpayers[i];
        const Subject row{"taxpayers", &taxpayer.id, i};
        check_district(check, row, taxpayer.district);
        validate_flow(check, row, taxpayer.output, "taxpayer");
        check.number(row, "tax_rate", taxpayer.tax_rate, ranges::share);
        check.number(row, "retained_share", taxpayer.retained_share, ranges::share);
        check.number(row, "outage_hazard", taxpayer.outage_hazard, ranges::share);
        check.distribution(row, "outage_duration", taxpayer.outage_duration, most_months);
        check.number(row, "outage_loss", taxpayer.outage_loss, ranges::share);
    }
}

constexpr Words follows_revenue = {"金额随收入变化", "its amounts follow revenue alone"};

/// A line that is a share of revenue.
void check_revenue_share(Checking& check, const Subject& row, const RevenueShare& of,
                         const Flow& flow) {
    const Model& model = check.model;
    check.series(row, "share", of.share, ranges::share);
    check.must(!names_nothing(of), row, "share_of", {"没有写收入", "no line is named"},
               {"没有可以乘的收入", "there is no revenue to take a share of"});
    const auto named = [&](const std::vector<std::size_t>& places, std::size_t size) {
        std::set<std::size_t> seen;
        for (const std::size_t place : places) {
            check.refers(row, "share_of", place, size);
            check.must(seen.insert(place).second, row, "share_of",
                       {"同一笔收入写了两次", "a line stands there twice"},
                       {"同一笔只能算一次", "it counts once"});
        }
    };
    named(of.revenue, model.revenue.size());
    named(of.taxpayers, model.taxpayers.size());
    named(of.project_income, model.project_income.size());
    check.idle(!flow.sensitivities.empty(), false, row, "sensitivities", follows_revenue);
    const bool even = std::all_of(flow.profile.begin(), flow.profile.end(),
                                  [&](double share) { return share == flow.profile.front(); });
    check.idle(!even, false, row, "profile", follows_revenue);
}

/// What has no luck of its own.
void check_no_luck(Checking& check, const Subject& row, const Flow& flow, const Words& why) {
    const bool any = flow.uncertainty.annual_sd > 0.0 || flow.uncertainty.month_sd > 0.0;
    check.idle(any, false, row, "annual_sd", why);
}

void check_expenditure(Checking& check) {
    using Category = ExpenditureLine::Category;
    const auto& lines = check.model.expenditure;
    check.ordered("expenditure", lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const ExpenditureLine& line = lines[i];
        const Subject row{"expenditure", &line.id, i};
        check.word(row, "category", line.category, Category::remittance);
        check.word(row, "account", line.account, Account::state_capital);
        check_ledger(check, row, "category", line.category == Category::platform_subsidy);
        check.whole(row, "rank", line.rank, ranges::payment_rank);
        check.idle(line.rank != default_rank, line.category != Category::remittance, row, "rank",
                   {"上解支出先于一切支付扣缴", "remittance is deducted before anything is paid"});
        validate_flow(check, row, line.flow, "expenditure");
        check_settlement(check, row, line.settlement, line.category == Category::remittance);
        if (!line.of_revenue) continue;
        check_revenue_share(check, row, *line.of_revenue, line.flow);
        check_no_luck(check, row, line.flow, follows_revenue);
    }
}

void check_account_transfers(Checking& check) {
    const auto& transfers = check.model.account_transfers;
    check.ordered("account_transfers", transfers);
    for (std::size_t i = 0; i < transfers.size(); ++i) {
        const AccountTransfer& transfer = transfers[i];
        const Subject row{"account_transfers", &transfer.id, i};
        check.word(row, "from", transfer.from, Account::state_capital);
        check.word(row, "to", transfer.to, Account::state_capital);
        check.must(transfer.from != transfer.to, row, "to",
                   {"转出和转入是同一个账户", "from and to are the same account"},
                   {"这样的调拨不改变任何数", "such a transfer changes nothing"});
        validate_flow(check, row, transfer.flow, "account_transfer");
        constexpr Words decided = {"调拨的金额是定好的", "what is moved is decided"};
        check.idle(!transfer.flow.sensitivities.empty(), false, row, "sensitivities", decided);
        check_no_luck(check, row, transfer.flow, decided);
        if (transfer.of_revenue) {
            check_revenue_share(check, row, *transfer.of_revenue, transfer.flow);
        }
    }
}

void check_economy(Checking& check) {
    const auto& all = check.model.economic_series;
    check.ordered("economy", all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const EconomicSeries& series = all[i];
        const Subject row{"economy", &series.id, i};
        validate_flow(check, row, series.flow, "economy");
        check.number(row, "new_output_share", series.new_output_share, ranges::share);
        const auto& annual = series.flow.annual;
        const bool one_base = std::all_of(annual.begin(), annual.end(),
                                          [&](Money each) { return each == annual.front(); });
        check.must(one_base && !annual.empty() && annual.front() != Money{}, row, "base",
                   {"基数为 0，或各年不同", "its base is 0, or not the same each year"},
                   {"各年都是计划前一年的数，增速要除以它",
                    "each year holds the figure of the year before the plan, by which growth is "
                    "divided"});
    }
}

void check_pipelines(Checking& check) {
    const auto& all = check.model.pipelines;
    for (std::size_t i = 0; i < all.size(); ++i) {
        validate_flow(check, {"pipelines", &all[i].id, i}, all[i].need, "pipeline");
    }
}

void check_receipts(Checking& check) {
    const auto& receipts = check.model.receipts;
    check.ordered("receipts", receipts);
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        const Receipt& receipt = receipts[i];
        const Subject row{"receipts", &receipt.id, i};
        check.stream(row, receipt.stream, "receipt", receipt.id);
        check.refers(row, "source", receipt.source.value, check.model.sources.size());
        check.distribution(row, "amount", receipt.amount, largest_fen);
        check.number(row, "probability", receipt.probability, ranges::share_above_zero);
        check.whole(row, "month", receipt.month, {0, ranges::month_index.most});
        check.distribution(row, "delay_months", receipt.delay, most_months);
        if (receipt.project) {
            check.refers(row, "project", receipt.project->value, check.model.projects.size());
        }
    }
}

void check_project_income(Checking& check) {
    using Kind = ProjectIncome::Kind;
    const auto& project_income = check.model.project_income;
    check.ordered("project_income", project_income);
    for (std::size_t i = 0; i < project_income.size(); ++i) {
        const ProjectIncome& income = project_income[i];
        const Subject row{"project_income", &income.id, i};
        check.word(row, "kind", income.kind, Kind::land_sale);
        check.word(row, "account", income.account, Account::state_capital);
        check_ledger(check, row, "account", income.platform);
        check.must(!income.platform || income.kind == Kind::operating_revenue ||
                       income.kind == Kind::land_sale,
                   row, "account",
                   {"平台公司没有税收，也不列运营支出",
                    "the platform company has no taxes and no expenditure lines"},
                   {"税收进一般账户，operating_cost 由财政支付",
                    "tax goes into the general account, the county pays an operating_cost"});
        check.must(income.kind != Kind::tax || income.account == Account::general, row, "account",
                   {"税收进一般账户", "tax goes into the general account"},
                   {"不能指定别的账户", "no other account can be named"});
        const bool land = income.kind == Kind::land_sale;
        validate_flow(check, row, income.flow, "yield", land);
        const auto& annual = income.flow.annual;
        check.must(
            std::all_of(annual.begin(), annual.end(),
                        [&](Money each) { return each == annual.front(); }),
            row, land ? "quantity" : "amount",
            {"各年的数不同", "its amount is not the same each year"},
            {"它从完工起算，不按规划年", "it is counted from completion, not by plan years"});
        check.number(row, land ? "sell_months" : "months", income.months, ranges::months);
        if (!check.refers(row, "project", income.project.value, check.model.projects.size())) {
            continue;
        }
        const Project& project = check.model.projects[income.project.value];
        check.refers(row, "stage", income.stage, project.stages.size());
        check.must(land || income.stage + 1 == project.stages.size(), row, "stage",
                   {"不是最后一个阶段", "it is not the last stage"},
                   {"项目建成后才有经营收支；stage 只用于 land_sale",
                    "what is operated begins when the project is finished; stage belongs to a "
                    "land_sale"});
    }
}

}  // namespace

void validate_flow(Checking& check, const Subject& row, const Flow& flow, const std::string& kind,
                   bool of_ones) {
    check.claim("line", row);
    check.stream(row, flow.stream, kind, *row.id);
    check.amounts(row, "annual", flow.annual);
    double sum = 0.0;
    for (const double share : flow.profile) {
        if (!check.number(row, "profile", share, ranges::share)) return;
        sum += share;
    }
    // Shares that a person types are scaled by `build`; here they are shares already.
    check.must(std::abs(sum - (of_ones ? 12.0 : 1.0)) <= 1e-9, row, "profile",
               {"各月占比之和不对", "the shares of the months do not sum as they must"},
               {"应是 100%；土地出让各月都是 1", "they make 100 %; of land sold each is 1"});
    const Subject moved{"sensitivities", row.id, row.place};
    for (std::size_t i = 0; i < flow.sensitivities.size(); ++i) {
        const Sensitivity& each = flow.sensitivities[i];
        check.driver(moved, "driver", each.driver, Driver::Kind::growth);
        check.number(moved, "elasticity", each.elasticity, ranges::elasticity);
        check.must(i == 0 || flow.sensitivities[i - 1].driver < each.driver, moved, "driver",
                   {"弹性的次序不对，或重复", "sensitivities are out of order or stand twice"},
                   {"按驱动因素排列，每个一次", "they stand in driver order, each driver once"});
    }
    check_luck(check, row, flow);
    // Of expenditure those that are given by number and price.
    const bool always = kind == "source" || kind == "pipeline";
    const bool ever = always || kind == "expenditure";
    check.must(flow.around_mean_path ? ever : !always, row, "annual",
               {"各年金额的含义不对", "its yearly amounts mean something else"},
               {"来源和项目池的金额是均值路径上的数，收入的不是",
                "of sources and pipelines they stand for the mean path, of revenue they do not"});
    if (kind != "account_transfer") return;
    const bool varies = !flow.sensitivities.empty() || flow.uncertainty.shock.has_value() ||
                        flow.uncertainty.history_years != 0.0;
    check.idle(varies, false, row, "annual",
               {"调拨不随任何东西波动", "a transfer between accounts does not vary"});
}

void validate_lines(Checking& check) {
    check_revenue(check);
    check_taxpayers(check);
    check_expenditure(check);
    check_account_transfers(check);
    check_economy(check);
    check_pipelines(check);
    validate_funding(check);
    check_receipts(check);
    check_project_income(check);
}

namespace {

void check_receipt_source(Checking& check, const Subject& row, const Receipt& receipt) {
    const Source& source = check.model.sources[receipt.source.value];
    check.must(takes_receipts(source.kind) && !source.unlimited, row, "source",
               {"这个来源不能收一次性款项", "the source cannot take a single receipt"},
               {"债券和贷款的钱要借，财政资金是支出授权，没有 annual 的来源用多少到多少",
                "bonds and loans are borrowed, fiscal funds are an authority to spend, and a "
                "source without annual arrives when drawn"});
    if (!receipt.project) return;
    const auto& funding = check.model.projects[receipt.project->value].funding;
    check.must(std::any_of(funding.begin(), funding.end(),
                           [&](const Funding& each) { return each.source == receipt.source; }),
               row, "project", {"这个项目不能用这个来源", "the project may not draw on the source"},
               {"funding 没有这一对，钱到了也用不上",
                "its funding has no such pair: the money could not be used"});
}

/// Shares are of money that the county receives, and their planned amounts of what it plans.
void check_shared_lines(Checking& check, const Subject& row, const RevenueShare& of,
                        const Flow& flow) {
    const Model& model = check.model;
    constexpr Words company = {"收入是平台公司的", "a line is income of the platform company"};
    constexpr Words no_account = {"它不进财政账户", "it enters no account of the county"};
    for (const std::size_t i : of.revenue) {
        check.must(!model.revenue[i].platform, row, "share_of", company, no_account);
    }
    for (const std::size_t i : of.project_income) {
        const ProjectIncome& income = model.project_income[i];
        check.must(!income.platform, row, "share_of", company, no_account);
        check.must(income.kind != ProjectIncome::Kind::operating_cost, row, "share_of",
                   {"所写的是支出", "a line is a cost"},
                   {"只能按收入计提", "shares are of revenue"});
    }
    check.must(flow.annual == planned_share(model, of), row, "annual",
               {"各年金额不是收入的这一比例", "its amounts are not that share of planned revenue"},
               {"改了收入或比例，要用 plan_revenue_shares 重算",
                "plan_revenue_shares computes them again when revenue or a share has changed"});
}

/// What is a share of planned expenditure needs some.
void check_shares_of_expenditure(Checking& check) {
    const Model& model = check.model;
    const bool spends = std::any_of(
        model.expenditure.begin(), model.expenditure.end(), [](const ExpenditureLine& line) {
            return line.account == Account::general &&
                   line.category != ExpenditureLine::Category::remittance &&
                   std::any_of(line.flow.annual.begin(), line.flow.annual.end(),
                               [](Money each) { return each != Money{}; });
        });
    constexpr Words problem = {"没有可以乘的支出", "it is a share of nothing"};
    constexpr Words why = {"一般账户没有支出", "nothing is spent in the account general"};
    check.must(spends || !model.reserve, {"reserve"}, "share", problem, why);
    check.must(spends || !model.stabilisation || !model.stabilisation->ceiling_share,
               {"stabilisation"}, "ceiling_share", problem, why);
}

}  // namespace

void validate_between_lines(Checking& check) {
    const Model& model = check.model;
    validate_between_funding(check);
    for (std::size_t i = 0; i < model.receipts.size(); ++i) {
        check_receipt_source(check, {"receipts", &model.receipts[i].id, i}, model.receipts[i]);
    }
    for (std::size_t i = 0; i < model.project_income.size(); ++i) {
        const ProjectIncome& income = model.project_income[i];
        const bool earns = income.kind == ProjectIncome::Kind::operating_revenue ||
                           income.kind == ProjectIncome::Kind::land_sale;
        check.must(!earns || model.projects[income.project.value].has_income.value_or(true),
                   {"project_income", &income.id, i}, "kind",
                   {"项目既没有收益又有收益", "the project has income and has none"},
                   {"它的 has_income 是 false", "its has_income is false"});
    }
    const auto shared = [&check](const char* table, const auto& rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!rows[i].of_revenue) continue;
            check_shared_lines(check, {table, &rows[i].id, i}, *rows[i].of_revenue, rows[i].flow);
        }
    };
    shared("expenditure", model.expenditure);
    shared("account_transfers", model.account_transfers);
    check_shares_of_expenditure(check);
}

}  // namespace coffer::model
