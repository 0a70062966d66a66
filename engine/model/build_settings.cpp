#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::Cell;
using scenario::quote;
using scenario::say;

/// A tier above it is most likely a percentage without its sign.
constexpr double most_plausible_tier = 10.0;

/// scenario.toml as a table of one row, so that one class reads both.
struct SettingsRow {
    explicit SettingsRow(const scenario::Document& document) {
        row.at = document.settings_at;
        for (const auto& [key, setting] : document.settings) {
            if (setting.is_list || setting.items.size() != 1) continue;
            names.push_back(key);
            row.cells.push_back(setting.items.front());
        }
    }
    std::vector<std::string> names;
    scenario::Row row;
};

template <class Read>
void with_settings(Building& building, Read read) {
    const SettingsRow settings(building.document);
    const Columns columns(settings.names, scenario::setting_fields(),
                          building.document.unread_keys);
    FieldReader reader(columns, settings.row, building.frame, building.report);
    read(reader);
}

void build_fai(FieldReader& row, FaiPolicy& fai) {
    using Basis = FaiPolicy::Basis;
    static const Choices<bool> land = {{"counted", true}, {"excluded", false}};
    static const Choices<Basis> bases = {{"expenditure", Basis::expenditure},
                                         {"progress", Basis::progress}};
    fai.threshold = row.amount("fai.threshold", fai.threshold);
    fai.land_counts = row.choice("fai.land", land, true);
    fai.basis = row.choice("fai.basis", bases, Basis::expenditure);
    fai.lag_months = row.integer("fai.lag_months", 0, ranges::fai_lag);
    fai.carried_in = row.amount("fai.carried_in");
    if (fai.lag_months == 0) {
        row.must_be_blank({"fai.carried_in"},
                          {"没有 fai.lag_months，计划开始前的投资不会在规划期内上报",
                           "without fai.lag_months nothing of before the plan is reported in it"});
    }
}

void build_budget(FieldReader& row, Model& model) {
    const std::string key = "budget.general_revenue";
    if (!row.given(key)) return;
    const YearMoney budget = row.amount_series(key);
    const auto zero = std::find(budget.begin(), budget.end(), Money{});
    if (row.ok() && zero != budget.end()) {
        row.error(key,
                  say("{1} 年的 {0} 是 0", "{0} of {1} is 0", key,
                      model.first_year + (zero - budget.begin())),
                  {"收入要除以它", "revenue is divided by it"},
                  {"请写各年的预算；不知道时请删去这一行。",
                   "Write the budget of each year; delete the line when it is unknown."});
    }
    model.budget.general_revenue = budget;
}

void read_as_of(FieldReader& row, Model& model) {
    const auto as_of = row.month("scenario.as_of");
    if (!as_of) return;
    if (*as_of >= 0 && *as_of < model.months()) {
        model.known_months = *as_of + 1;
        return;
    }
    // Rows of actuals are no mistakes of their own.
    model.known_months = model.months();
    row.error("scenario.as_of", {"执行截至月不在规划期内", "the month lies outside the plan"},
              say("规划期为 {} 至 {}", "the plan lasts from {} to {}", to_string(model.start()),
                  to_string(month_after(model.start(), model.months() - 1))),
              {"请写规划期内的月份；还没有执行数时删去这一行。",
               "Write a month of the plan, or delete the line when nothing has happened yet."});
}

}  // namespace

void build_settings(Building& building) {
    with_settings(building, [&building](FieldReader& row) {
        Model& model = building.model;
        static_cast<void>(row.integer("format", 1, {1, 1}));
        model.id = row.id("scenario.id");
        model.name = {row.line("scenario.name_zh"), row.line("scenario.name_en")};
        if (model.name.zh.empty()) model.name.zh = model.id;
        if (model.name.en.empty()) model.name.en = model.name.zh;
        model.first_year = row.integer("scenario.first_year", 2020, ranges::first_year);
        model.years = row.integer("scenario.years", 5, ranges::years);
        model.first_month = row.integer("scenario.first_month", 1, ranges::month_of_year);
        static const Choices<AmountUnit> units = {{"元", AmountUnit::yuan},
                                                  {"万元", AmountUnit::ten_thousand},
                                                  {"亿元", AmountUnit::hundred_million}};
        building.frame.unit = row.choice("scenario.unit", units, AmountUnit::ten_thousand);
        building.frame.first_year = model.first_year;
        building.frame.first_month = model.first_month;
        building.frame.years = model.years;
        read_as_of(row, model);

        static const Choices<bool> draws = {{"random", false}, {"median", true}};
        model.simulation.paths =
            row.count("simulation.paths", 10000, ranges::paths.least, ranges::paths.most);
        model.simulation.seed =
            row.count("simulation.seed", 1, 0, std::numeric_limits<std::uint64_t>::max());
        model.simulation.median = row.choice("simulation.draws", draws, false);
        static const Choices<bool> keeps = {{"yes", true}, {"no", false}};
        model.simulation.each_debt = row.choice("simulation.each_debt", keeps, false);
        if (row.given("simulation.region")) model.simulation.region = row.id("simulation.region");

        if (row.given("crisis.entry") || row.given("crisis.exit")) {
            row.must_be_given({"crisis.entry", "crisis.exit"},
                              {"危机的开始和结束须一起给出",
                               "how often a crisis begins and how it ends go together"});
            model.crisis = Crisis{row.ratio("crisis.entry", 0.5, ranges::up_to_half_above_zero),
                                  row.ratio("crisis.exit", 1.0, ranges::share_above_zero)};
        }
    });
}

void build_policy(Building& building) {
    with_settings(building, [&building](FieldReader& row) {
        Model& model = building.model;
        for (const auto& [key, target] :
             {std::pair{"base_year.fai", &model.base_year.fai},
              std::pair{"base_year.general_revenue", &model.base_year.general_revenue}}) {
            *target = row.optional_amount(key);
            if (*target && *target == Money{}) {
                row.error(key, say("{} 不能为 0", "{} cannot be 0", key),
                          {"增速要除以它", "growth is divided by it"},
                          {"不知道时请删去这一行。", "Delete the line when it is unknown."});
            }
        }
        build_budget(row, model);
        model.economy.gdp = row.optional_amount("economy.gdp");
        model.economy.gdp_driver =
            building.refer_driver(row, "economy.gdp_driver", Driver::Kind::growth);
        if (row.given("economy.gdp") != row.given("economy.gdp_driver")) {
            row.error(row.given("economy.gdp") ? "economy.gdp" : "economy.gdp_driver",
                      {"economy.gdp 和 economy.gdp_driver 要一起写",
                       "economy.gdp and economy.gdp_driver go together"},
                      {"有了基数和增速才有各年 GDP", "GDP follows from its base and its growth"},
                      {"请补上另一个，或都删去。", "Add the other one, or delete both."});
        } else if (model.economy.gdp && *model.economy.gdp == Money{}) {
            row.error("economy.gdp", {"economy.gdp 不能为 0", "economy.gdp cannot be 0"},
                      {"债务要除以它", "debt is divided by it"},
                      {"不知道时请删去这一行。", "Delete the line when it is unknown."});
        }
        model.economy.gdp_new_output_share = row.share("economy.gdp_new_output_share");
        if (!row.given("economy.gdp")) {
            row.must_be_blank({"economy.gdp_new_output_share"},
                              {"没有 economy.gdp，就没有要增加的 GDP",
                               "without economy.gdp there is no GDP to add to"});
        }
        Treasury& treasury = model.treasury;
        treasury.opening = {row.amount("treasury.opening_general"),
                            row.amount("treasury.opening_fund"),
                            row.amount("treasury.opening_state_capital")};
        treasury.cash_floor = row.amount("treasury.cash_floor");
        treasury.penalty_rate.per_year = row.ratio("treasury.penalty_rate", 0.0, ranges::share);
        if (row.given("treasury.settlement_month")) {
            treasury.settlement_month =
                row.integer("treasury.settlement_month", 1, ranges::month_of_year);
        }

        ProjectPolicy& policy = model.project_policy;
        policy.cost_driver =
            building.refer_driver(row, "projects.cost_driver", Driver::Kind::growth);
        policy.suspension_threshold = row.share("projects.suspension_threshold", 0.3);
        policy.suspension_after_months =
            row.integer("projects.suspension_after_months", 3, ranges::suspension_months);
        policy.suspension_pause_months =
            row.integer("projects.suspension_pause_months", 3, ranges::suspension_months);
        static const Choices<CapitalCommitment> commitments = {{"pool", CapitalCommitment::pool},
                                                               {"year", CapitalCommitment::year},
                                                               {"plan", CapitalCommitment::plan}};
        policy.capital_commitment =
            row.choice("projects.capital_commitment", commitments, CapitalCommitment::year);

        static const Choices<OutOfSequence> sequences = {{"retained", OutOfSequence::retained},
                                                         {"override", OutOfSequence::overridden}};
        policy.out_of_sequence =
            row.choice("projects.out_of_sequence", sequences, OutOfSequence::retained);

        policy.restart_cost = row.share("projects.restart_cost");
        policy.restart_months = row.number("projects.restart_months", 0.0, ranges::restart_months);
        policy.cancellation_hazard =
            row.ratio("projects.cancellation_hazard", 0.0, ranges::up_to_half);
        build_common_factors(building, row);
        build_fai(row, model.fai);

        Tiers& tiers = model.tiers;
        const Bounds& positive = ranges::tier;
        tiers.yellow = row.multiple("tiers.yellow", tiers.yellow, positive);
        tiers.orange = row.multiple("tiers.orange", tiers.orange, positive);
        tiers.red = row.multiple("tiers.red", tiers.red, positive);
        for (const auto& [key, tier] :
             {std::pair{"tiers.yellow", tiers.yellow}, std::pair{"tiers.orange", tiers.orange},
              std::pair{"tiers.red", tiers.red}}) {
            if (tier <= most_plausible_tier) continue;
            row.warning(key, say("{} 是 {:g}%", "{} is {:g} %", key, tier * 100.0),
                        {"债务率很少超过 1000%", "debt ratios are rarely above 1000 %"},
                        say("您是否想写 {0:.1f} 或 {1:g}%？", "Did you mean {0:.1f} or {1:g}%?",
                            tier / 100.0, tier));
        }
        if (row.ok() && !(tiers.yellow < tiers.orange && tiers.orange < tiers.red)) {
            row.error("tiers.orange", {"债务风险等级的界限没有递增", "the tiers do not rise"},
                      {"须 yellow < orange < red", "yellow < orange < red must hold"},
                      {"请调整 tiers。", "Correct the tiers."});
        }
        build_debt_rules(building, row);
        build_reserves(building, row);
    });
}

}  // namespace coffer::model
