// Revenue lines, taxpayers, expenditure lines, pipelines, economic series: what moves by a flow.
#include "building.hpp"
#include "coffer/model/growth_weights.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {

std::vector<const Names*> flow_names(const Building& building) {
    return {&building.revenue,       &building.taxpayers, &building.expenditure,
            &building.sources,       &building.pipelines, &building.economic_series,
            &building.project_income};
}

namespace {

using scenario::quote;
using scenario::say;

/// The columns of every flow: its profile, and how it varies.
void read_shape(Building& building, FieldReader& row, Flow& flow, const LineDefaults& defaults) {
    flow.profile = building.profile(row, "profile");
    read_uncertainty(building, row, flow, defaults);
}

/// Luck belongs to the account, so that cutting a line into parts does not remove it.
LineDefaults defaults_of(const RevenueLine& line) {
    if (line.platform) return {std::nullopt, "platform"};
    if (line.category == RevenueLine::Category::transfer) return {LineKind::transfer, "transfers"};
    if (line.account == Account::fund) return {LineKind::land, "fund"};
    if (line.account == Account::state_capital) return {LineKind::non_tax, "state_capital"};
    return {LineKind::general_revenue, "general"};
}

/// What higher levels and investors bring varies; what is borrowed or budgeted is decided.
LineDefaults defaults_of(const Source& source) {
    using Kind = Source::Kind;
    if (source.unlimited) return {std::nullopt, source.id};
    if (source.kind == Kind::grant) return {LineKind::transfer, "transfers"};
    if (source.kind == Kind::land_quota) return {LineKind::land, "fund"};
    if (source.kind == Kind::investor || source.kind == Kind::platform)
        return {LineKind::pipeline, "investment"};
    return {std::nullopt, source.id};
}

}  // namespace

namespace {

/// What is settled in the year after, where the higher level is the other side.
std::optional<Settlement> read_settlement(const Building& building, FieldReader& row,
                                          bool with_higher_level) {
    if (!with_higher_level) {
        row.must_be_blank({"settled_share", "unsettled"},
                          {"只有转移支付和上解支出与上级结算",
                           "only transfers and remittance are settled with the higher level"});
        return std::nullopt;
    }
    if (!row.given("settled_share")) {
        row.must_be_blank({"unsettled"}, {"没有 settled_share，没有留到下一年结算的钱",
                                          "without settled_share nothing is left to settle"});
        return std::nullopt;
    }
    row.must_be_given({"unsettled"}, {"上一年的也要到本年结算；没有请填 0",
                                      "the year before the plan has been left to settle, too; "
                                      "write 0 for nothing"});
    const Settlement settlement{row.ratio("settled_share", 0.0, ranges::share),
                                row.amount("unsettled")};
    if (building.model.treasury.settlement_month == 0) {
        row.error("settled_share", {"没有写哪个月结算", "the month of the settlement is not said"},
                  {"scenario.toml 没有 treasury.settlement_month",
                   "scenario.toml has no treasury.settlement_month"},
                  {"请写 settlement_month = 3 一类，或删去 settled_share。",
                   "Write settlement_month = 3 or the like, or delete settled_share."});
    }
    return settlement;
}

}  // namespace

void build_revenue(Building& building) {
    using Category = RevenueLine::Category;
    static const Choices<Category> categories = {{"own", Category::own},
                                                 {"transfer", Category::transfer}};
    building.each_row("revenue", [&building](FieldReader& row) {
        RevenueLine line;
        line.id = Building::define(row, building.revenue, flow_names(building));
        line.name = row.names();
        line.platform = row.raw("account") == "platform";
        if (!line.platform) {
            line.account = row.choice("account", account_choices(), Account::general);
        }
        line.category = row.choice("category", categories, Category::own);
        if (line.platform && needs_platform(building, row, "account") &&
            line.category != Category::own) {
            row.error("category", {"平台公司的收入只能是 own", "income of the company is its own"},
                      {"补助给财政，不给平台公司",
                       "transfers go to the county, not to the platform company"},
                      {"请写 own，或换一个账户。", "Write own or name another account."});
        }
        line.district = row.id("district");
        if (row.ok() && !line.district.empty() &&
            (line.platform || line.account != Account::general || line.category != Category::own)) {
            row.error("district",
                      {"只有一般账户的自有收入分地区",
                       "only own revenue of the general account is told by district"},
                      {"指标 general_revenue 才有地区维度",
                       "the indicator general_revenue alone has that dimension"},
                      {"请留空。", "Leave it blank."});
        }
        line.flow.stream = building.stream(row, "revenue", line.id);
        line.flow.annual = read_annual(building, row, "base");
        read_shape(building, row, line.flow, defaults_of(line));
        line.settlement =
            read_settlement(building, row, line.category == RevenueLine::Category::transfer);
        if (!line.id.empty()) building.model.revenue.push_back(std::move(line));
    });
    Building::sort_by_id(building.model.revenue, building.revenue);
}

void build_taxpayers(Building& building) {
    building.each_row("taxpayers", [&building](FieldReader& row) {
        Taxpayer taxpayer;
        taxpayer.id = Building::define(row, building.taxpayers, flow_names(building));
        taxpayer.name = row.names();
        taxpayer.district = row.id("district");
        taxpayer.output.stream = building.stream(row, "taxpayer", taxpayer.id);
        taxpayer.output.annual = read_annual(building, row, "output");
        read_shape(building, row, taxpayer.output, {LineKind::tax, taxpayer.id});
        taxpayer.tax_rate = row.share("tax_rate");
        taxpayer.retained_share = row.share("retained_share");
        taxpayer.outage_hazard = row.share("outage_hazard");
        taxpayer.outage_duration = row.distribution("outage_duration", {}, most_months);
        taxpayer.outage_loss = row.share("outage_loss", 1.0);
        if (taxpayer.outage_hazard > 0.0) {
            row.must_be_given({"outage_duration"}, {"有停产概率就要有停产时长",
                                                    "an outage that can begin needs a length"});
        } else if (!row.given("outage_hazard")) {
            row.must_be_blank({"outage_duration", "outage_loss"},
                              {"没有 outage_hazard，停产不会发生",
                               "without outage_hazard no outage will ever begin"});
        }
        if (!taxpayer.id.empty()) building.model.taxpayers.push_back(std::move(taxpayer));
    });
    Building::sort_by_id(building.model.taxpayers, building.taxpayers);
}

namespace {

/// A line whose amounts follow revenue: they are read once that is known (build_revenue_shares).
void refuse_own_amounts(Building& building, FieldReader& row, Flow& flow) {
    row.must_be_given({"share_of", "share"},
                      {"按收入的比例列支，两项都要", "a share needs a line and a share of it"});
    const Text why = {"金额逐月由收入和比例决定",
                      "revenue and share give the amount of each month"};
    row.must_be_blank({"base", "multiplier", "quantity", "unit_cost", "profile"}, why);
    row.must_be_blank(uncertainty_columns(), why);
    flow.annual.assign(static_cast<std::size_t>(building.frame.years), Money{});
    flow.profile = even_months();
}

/// `base` times `multiplier`, or `quantity` times `unit_cost` of each year.
void read_spending(Building& building, FieldReader& row, Flow& flow) {
    if (!row.given("quantity") && !row.given("unit_cost")) {
        row.must_be_given({"base"}, {"支出要有上年数，或 quantity 和 unit_cost",
                                     "a line needs the amount of the year before the plan, or "
                                     "quantity and unit_cost"});
        flow.annual = read_annual(building, row, "base");
        return;
    }
    row.must_be_given(
        {"quantity", "unit_cost"},
        {"按数量算的支出，两项都要", "spending by number is quantity times unit_cost"});
    row.must_be_blank({"base", "multiplier"}, {"各年的数已由 quantity 和 unit_cost 给出",
                                               "quantity and unit_cost give the amounts"});
    flow.annual = read_product(row, "unit_cost");
    // Each year has its own cost, so drivers move it around their mean paths.
    flow.around_mean_path = true;
}

}  // namespace

void build_expenditure(Building& building) {
    using Category = ExpenditureLine::Category;
    static const Choices<Category> categories = {{"three_guarantees", Category::three_guarantees},
                                                 {"other", Category::other},
                                                 {"platform_subsidy", Category::platform_subsidy},
                                                 {"contracted", Category::contracted},
                                                 {"remittance", Category::remittance}};
    building.each_row("expenditure", [&building](FieldReader& row) {
        ExpenditureLine line;
        line.id = Building::define(row, building.expenditure, flow_names(building));
        line.name = row.names();
        line.category = row.choice("category", categories, Category::other);
        if (line.category == Category::platform_subsidy) {
            static_cast<void>(needs_platform(building, row, "category"));
        }
        line.account = row.choice("account", account_choices(), Account::general);
        line.rank = row.integer("rank", default_rank, ranges::payment_rank);
        if (line.category == Category::remittance) {
            row.must_be_blank({"rank"}, {"上解支出先于一切支付扣缴",
                                         "remittance is deducted before anything is paid"});
        }
        line.settlement = read_settlement(building, row, line.category == Category::remittance);
        line.flow.stream = building.stream(row, "expenditure", line.id);
        if (row.given("share_of") || row.given("share")) {
            refuse_own_amounts(building, row, line.flow);
        } else {
            read_spending(building, row, line.flow);
            const bool decided = line.category == Category::platform_subsidy ||
                                 line.category == Category::remittance;
            read_shape(
                building, row, line.flow,
                {decided ? std::nullopt : std::optional(LineKind::expenditure), "expenditure"});
        }
        if (!line.id.empty()) building.model.expenditure.push_back(std::move(line));
    });
    Building::sort_by_id(building.model.expenditure, building.expenditure);
}

namespace {

void read_deficit_share(FieldReader& row, Source& source) {
    using Kind = Source::Kind;
    source.deficit_share = row.ratio_series("deficit_share", ranges::share);
    row.must_be_blank({"annual"}, {"弥补赤字的来源缺多少借多少",
                                   "a source that covers the deficit borrows what is lacking"});
    if (!row.ok() || source.kind == Kind::general_bond || source.kind == Kind::special_bond) return;
    row.error(
        "deficit_share", {"只有债券可以弥补赤字", "only bonds can cover the deficit"},
        {"kind 须是 general_bond 或 special_bond", "the kind must be general_bond or special_bond"},
        {"请删去 deficit_share，或改 kind。", "Delete deficit_share or change the kind."});
}

/// What becomes of money or quota that its year leaves: `lapse`, `carry`, or the number of years
/// for which it may wait.
void read_unused(FieldReader& row, Source& source, bool known_kind) {
    using Kind = Source::Kind;
    static const Choices<bool> choices = {{"lapse", false}, {"carry", true}};
    const bool waits_in_pool = source.kind == Kind::fiscal || source.kind == Kind::grant;
    const std::string& text = row.raw("unused_quota");
    if (known_kind && waits_in_pool) {
        if (text.empty() || text == "carry") return;
        source.carry_years =
            text == "lapse" ? 0 : row.integer("unused_quota", 0, ranges::carry_years);
        return;
    }
    source.carries_quota = row.choice("unused_quota", choices, false);
    if (!known_kind) return;
    if (source.kind != Kind::special_bond && source.kind != Kind::general_bond) {
        row.must_be_blank({"unused_quota"}, {"只有财政资金、上级补助和债券有这一项",
                                             "only fiscal funds, grants and bonds have it"});
    }
}

/// Who gets a grant that lapses.
void read_lapsed_to(const Building& building, FieldReader& row, Source& source) {
    using LapsedTo = Source::LapsedTo;
    static const Choices<LapsedTo> choices = {{"higher_level", LapsedTo::higher_level},
                                              {"general", LapsedTo::general},
                                              {"stabilisation", LapsedTo::stabilisation}};
    source.lapsed_to = row.choice("lapsed_to", choices, LapsedTo::higher_level);
    if (source.kind != Source::Kind::grant || !source.carry_years) {
        row.must_be_blank({"lapsed_to"}, {"只有会失效的上级补助才有去向",
                                          "only grants whose unused money lapses have it"});
    } else if (source.lapsed_to == LapsedTo::stabilisation && !building.model.stabilisation) {
        row.error(
            "lapsed_to", {"方案没有预算稳定调节基金", "there is no stabilisation fund"},
            {"scenario.toml 没有 [stabilisation]", "scenario.toml has no [stabilisation]"},
            {"请写 [stabilisation]，或改为 general。", "Write [stabilisation], or general here."});
    }
}

/// What only bonds have: what idle money earns.
void read_bond_rules(FieldReader& row, Source& source, bool known_kind) {
    using Kind = Source::Kind;
    source.deposit_rate.per_year = row.ratio("deposit_rate", 0.0, ranges::share);
    if (!known_kind) return;
    if (source.kind != Kind::special_bond && source.kind != Kind::general_bond) {
        row.must_be_blank({"deposit_rate"},
                          {"只有债券先发行、后使用", "only bonds are issued before they are used"});
    } else if (source.unlimited) {
        row.must_be_blank({"unused_quota", "deposit_rate"},
                          {"弥补赤字的债券没有额度，钱直接进国库",
                           "bonds that cover the deficit have no quota and no idle money"});
    }
}

/// For how long what bonds pay for lasts: not less than the bonds themselves.
void read_asset_life(FieldReader& row, Source& source, bool known_kind) {
    using Kind = Source::Kind;
    if (!row.given("asset_life_years")) return;
    const int years = row.integer("asset_life_years", 1, ranges::asset_life_years);
    if (known_kind && source.kind != Kind::special_bond && source.kind != Kind::general_bond &&
        source.kind != Kind::platform_bond) {
        row.must_be_blank({"asset_life_years"}, {"只有债券有这一项", "only bonds have it"});
    }
    if (!row.ok() || !source.debt) return;
    source.asset_life_years = years;
    if (12 * years >= source.debt->tenor_months) return;
    row.error("asset_life_years", {"债券的期限超过资产寿命", "the bond outlives what it pays for"},
              say("期限是 {} 个月，资产只用 {} 年",
                  "its tenor is {} months, what it pays for lasts {} years",
                  source.debt->tenor_months, years),
              {"请缩短期限，或改正资产寿命。", "Shorten the tenor or correct the life."});
}

/// How often the rate of what a source issues is set anew.
void read_new_resets(FieldReader& row, Source& source) {
    source.debt->reset_months = row.integer("reset_months", 0, ranges::reset_months);
    if (!source.debt->loan.rate_driver) {
        row.must_be_blank({"reset_months"}, {"固定利率没有重定价", "a fixed rate is never reset"});
    } else if (source.capitalises_interest) {
        row.must_be_blank(
            {"reset_months"},
            {"建设期利率逐月随驱动因素变化，完工后固定",
             "during construction the rate follows the driver each month, afterwards it is fixed"});
    }
}

/// What only bank loans have: whether interest is added to the loan during construction.
void read_loan_rules(FieldReader& row, Source& source, bool known_kind) {
    static const Choices<bool> choices = {{"paid", false}, {"capitalised", true}};
    static const Choices<bool> answers = {{"yes", true}, {"no", false}};
    source.capitalises_interest = row.choice("construction_interest", choices, false);
    source.capital_first = row.choice("capital_first", answers, false);
    if (source.debt) read_new_resets(row, source);
    if (source.capitalises_interest) {
        row.must_be_blank({"issue_day"}, {"建设期内逐月提款，没有单一的发行日",
                                          "it is drawn month by month, on no day of issue"});
    }
    if (source.kind == Source::Kind::bank_loan) {
        row.must_be_blank({"issue_price", "issue_fee"},
                          {"贷款按面值提取", "loans are drawn at their face"});
    }
    if (!known_kind || source.kind == Source::Kind::bank_loan) return;
    row.must_be_blank({"construction_interest", "capital_first"},
                      {"只有银行贷款有这一项", "only bank loans have it"});
}

/// `quantity` times `unit_price`, in place of `annual`: what is sold each year, and for how much.
YearMoney read_sales(FieldReader& row) {
    const Text why = {"来源按 数量×单价 到账，两项都要",
                      "what a source sells is quantity times unit_price"};
    row.must_be_given({"quantity", "unit_price"}, why);
    row.must_be_blank({"annual", "deficit_share"}, {"到账额已由 quantity 和 unit_price 给出",
                                                    "quantity and unit_price give its amount"});
    return read_product(row, "unit_price");
}

/// The shares of all sources that cover the deficit sum to one in every year.
void share_out_deficit(Building& building) {
    constexpr double rounding = 1e-4;
    auto& sources = building.model.sources;
    const auto covers = [](const Source& source) { return !source.deficit_share.empty(); };
    const auto first = std::find_if(sources.begin(), sources.end(), covers);
    for (std::size_t year = 0; first != sources.end() && year < first->deficit_share.size();
         ++year) {
        double sum = 0.0;
        for (const Source& source : sources)
            sum += covers(source) ? source.deficit_share[year] : 0.0;
        if (std::abs(sum - 1.0) <= rounding) {
            for (Source& source : sources) {
                if (covers(source)) source.deficit_share[year] /= sum;
            }
            continue;
        }
        building.report.error(
            building.sources.entries[first->id].at,
            say("{} 年各来源的 deficit_share 之和是 {:.2f}%",
                "the deficit shares of {} sum to {:.2f} %",
                building.frame.first_year + static_cast<int>(year), sum * 100.0),
            {"赤字要全部借到，不多也不少", "the whole deficit is borrowed, no more and no less"},
            {"请让各来源之和为 100%。", "Make the shares sum to 100 %."});
        return;
    }
}

}  // namespace

namespace {

/// Own money counts as project capital unless told otherwise, debt does not.
void read_capital_flag(FieldReader& row, Source& source, bool is_debt) {
    static const Choices<bool> answers = {{"yes", true}, {"no", false}};
    source.counts_as_capital = row.choice("counts_as_capital", answers, !is_debt);
    if (source.counts_as_capital && source.kind == Source::Kind::bank_loan) {
        row.error("counts_as_capital",
                  {"银行贷款不能作项目资本金", "a bank loan cannot be project capital"},
                  {"债务性资金不得充当资本金，专项债券除外",
                   "debt may not serve as capital, special bonds in allowed sectors excepted"},
                  {"请改为 no 或留空。", "Write no or leave it blank."});
    }
}

}  // namespace

void build_sources(Building& building) {
    using Kind = Source::Kind;
    static const Choices<Kind> kinds = {{"fiscal", Kind::fiscal},
                                        {"grant", Kind::grant},
                                        {"special_bond", Kind::special_bond},
                                        {"general_bond", Kind::general_bond},
                                        {"platform_bond", Kind::platform_bond},
                                        {"bank_loan", Kind::bank_loan},
                                        {"platform", Kind::platform},
                                        {"investor", Kind::investor},
                                        {"land_quota", Kind::land_quota},
                                        {"asset_disposal", Kind::asset_disposal}};
    building.each_row("sources", [&building](FieldReader& row) {
        Source source;
        source.id = Building::define(row, building.sources, flow_names(building));
        source.name = row.names();
        source.kind = row.choice("kind", kinds, Kind::grant);
        source.arrival.stream = building.stream(row, "source", source.id);
        source.arrival.around_mean_path = true;
        const bool sells = row.given("quantity") || row.given("unit_price");
        source.arrival.annual = sells ? read_sales(row) : row.amount_series("annual");
        source.unlimited = !row.given("annual") && !sells;
        read_shape(building, row, source.arrival, defaults_of(source));
        const bool known_kind = row.ok() || row.raw("kind") == "fiscal";
        const bool covers_deficit = row.given("deficit_share");
        if (covers_deficit) read_deficit_share(row, source);
        if (source.unlimited && known_kind && !covers_deficit) {
            if (source.kind != Kind::platform && source.kind != Kind::investor) {
                row.must_be_given({"annual"},
                                  {"只有 platform 和 investor 可以没有额度",
                                   "only platform and investor may be without a limit"});
            }
        }
        if (source.unlimited && known_kind) {
            row.must_be_blank({"profile", "annual_sd", "shock"},
                              {"没有 annual 的来源用多少到多少，没有到账节奏",
                               "a source without annual arrives when drawn"});
        }
        if (source.kind == Kind::platform_bond) {
            static_cast<void>(needs_platform(building, row, "kind"));
        }
        const bool is_debt = source.kind == Kind::special_bond ||
                             source.kind == Kind::general_bond ||
                             source.kind == Kind::platform_bond || source.kind == Kind::bank_loan;
        if (is_debt) {
            row.must_be_given(
                {"rate", "repayment"},
                {"这类来源是债务，要有借款条件", "a source of this kind is debt and needs terms"});
            source.debt = read_new_debt(building, row, debt_class_of(source.kind));
        } else if (known_kind) {
            const Text why{"这类来源不是债务", "a source of this kind is no debt"};
            row.must_be_blank({"rate", "tenor_years", "repayment"}, why);
            row.must_be_blank({"reset_months"}, why);
            row.must_be_blank(new_debt_columns(), why);
        }
        read_unused(row, source, known_kind);
        if (known_kind) read_lapsed_to(building, row, source);
        read_bond_rules(row, source, known_kind);
        read_loan_rules(row, source, known_kind);
        read_asset_life(row, source, known_kind);
        read_capital_flag(row, source, is_debt);
        if (!source.id.empty()) building.model.sources.push_back(std::move(source));
    });
    Building::sort_by_id(building.model.sources, building.sources);
    share_out_deficit(building);
}

void build_pipelines(Building& building) {
    building.each_row("pipelines", [&building](FieldReader& row) {
        Pipeline pipeline;
        pipeline.id = Building::define(row, building.pipelines, flow_names(building));
        pipeline.name = row.names();
        pipeline.district = row.id("district");
        pipeline.department = row.line("department");
        pipeline.basis = row.raw("basis");
        pipeline.at = row.at("id");
        pipeline.priority = row.integer("priority", 100, ranges::priority);
        pipeline.fai_share = row.share("fai_share", 1.0);
        pipeline.need.stream = building.stream(row, "pipeline", pipeline.id);
        pipeline.need.around_mean_path = true;
        pipeline.need.annual = row.amount_series("annual");
        read_shape(building, row, pipeline.need, {LineKind::pipeline, "investment"});
        if (!pipeline.id.empty()) building.model.pipelines.push_back(std::move(pipeline));
    });
    Building::sort_entities(building.model.pipelines, building.pipelines,
                            [](const Pipeline& a, const Pipeline& b) {
                                return std::tie(a.priority, a.id) < std::tie(b.priority, b.id);
                            });
}

void build_economy(Building& building) {
    building.each_row("economy", [&building](FieldReader& row) {
        EconomicSeries series;
        series.id = Building::define(row, building.economic_series, flow_names(building));
        series.name = row.names();
        series.flow.stream = building.stream(row, "economy", series.id);
        const Money base = row.amount("base");
        series.flow.annual.assign(static_cast<std::size_t>(building.frame.years), base);
        series.flow.profile = even_months();
        read_uncertainty(building, row, series.flow, {std::nullopt, series.id});
        series.new_output_share = row.share("new_output_share");
        if (row.ok() && base == Money{}) {
            row.error("base", {"base 不能为 0", "base cannot be 0"},
                      {"增速要除以它", "growth is divided by it"},
                      {"请填计划前一年的数。", "Give the figure of the year before the plan."});
        }
        if (!series.id.empty()) building.model.economic_series.push_back(std::move(series));
    });
    Building::sort_by_id(building.model.economic_series, building.economic_series);
}

void build_sensitivities(Building& building) {
    Model& model = building.model;
    // What an item id stands for; the flows do not move any more.
    std::map<std::string, Flow*> flows;
    std::set<std::string> unlimited, tied;
    for (const ExpenditureLine& line : model.expenditure) {
        if (line.of_revenue) tied.insert(line.id);
    }
    for (RevenueLine& line : model.revenue) flows[line.id] = &line.flow;
    for (Taxpayer& taxpayer : model.taxpayers) flows[taxpayer.id] = &taxpayer.output;
    for (ExpenditureLine& line : model.expenditure) flows[line.id] = &line.flow;
    for (ProjectIncome& income : model.project_income) flows[income.id] = &income.flow;
    for (Pipeline& pipeline : model.pipelines) flows[pipeline.id] = &pipeline.need;
    for (EconomicSeries& series : model.economic_series) flows[series.id] = &series.flow;
    for (Source& source : model.sources) {
        flows[source.id] = &source.arrival;
        if (source.unlimited) unlimited.insert(source.id);
    }
    std::map<std::pair<std::string, std::string>, Position> places;
    building.each_row("sensitivities", [&](FieldReader& row) {
        const std::string item = row.text("item");
        const auto driver = building.refer_driver(row, "driver", Driver::Kind::growth);
        const double elasticity = row.number("elasticity", 0.0, ranges::elasticity);
        if (item.empty()) return;
        const auto flow = flows.find(item);
        if (flow == flows.end()) {
            building.report_unknown(row, "item", flow_names(building));
            return;
        }
        if (unlimited.contains(item)) {
            row.error("item", say("来源 {} 没有 annual", "source {} has no annual", quote(item)),
                      {"没有额度就没有可以随驱动因素变化的东西",
                       "without a limit there is nothing that a driver could move"},
                      {"请删去这一行，或给出 annual。", "Delete the row or give annual."});
            return;
        }
        if (tied.contains(item)) {
            row.error("item", say("{} 是收入的一个比例", "{} is a share of revenue", quote(item)),
                      {"它随收入变化，没有自己的驱动因素",
                       "it moves with revenue and has no driver of its own"},
                      {"请删去这一行，或让那笔收入随驱动因素变化。",
                       "Delete the row, or let the driver move that revenue."});
            return;
        }
        if (!driver) return;
        const auto [place, is_new] = places.emplace(std::pair(item, row.raw("driver")), row.at());
        if (!is_new) {
            row.error("driver", {"这一对重复", "this pair stands twice"},
                      say("已在 {}", "it stands at {}", where(place->second)),
                      {"请删去一行。", "Delete one."});
            return;
        }
        flow->second->sensitivities.push_back({*driver, elasticity});
    });
    for (auto& [id, flow] : flows) {
        std::sort(flow->sensitivities.begin(), flow->sensitivities.end(),
                  [](const Sensitivity& a, const Sensitivity& b) { return a.driver < b.driver; });
    }
}

}  // namespace coffer::model
