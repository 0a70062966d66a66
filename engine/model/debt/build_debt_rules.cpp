// Rules on debt: tiers that act, what counts as full-calibre debt, the accounts that serve general
// and special debt, fiscal restructuring.
#include "building.hpp"
#include "coffer/base/contract.hpp"
#include "coffer/model/names.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// The items of a list of scenario.toml, each at most once; nothing when the key is missing.
template <class Enum>
std::optional<std::vector<Enum>> read_list(Building& building, const std::string& key,
                                           const Choices<Enum>& choices) {
    const auto setting = building.document.settings.find(key);
    if (setting == building.document.settings.end()) return std::nullopt;
    std::vector<std::string> words;
    for (const auto& [word, value] : choices) words.push_back(word);
    std::vector<Enum> values;
    for (const auto& item : setting->second.items) {
        const auto choice = std::find_if(choices.begin(), choices.end(), [&item](const auto& each) {
            return each.first == item.text;
        });
        if (choice == choices.end()) {
            building.report.error(
                item.at, say("{} 不能有 {}", "{} cannot hold {}", key, quote(item.text)),
                say("只能是：{}", "one of: {}", scenario::listed(words)),
                scenario::did_you_mean(item.text, words, {"请改正。", "Correct it."}));
        } else if (std::find(values.begin(), values.end(), choice->second) != values.end()) {
            building.report.error(item.at, say("{} 出现两次", "{} appears twice", item.text),
                                  {"每项至多一次", "each item stands at most once"},
                                  {"请删去一个。", "Delete one."});
        } else {
            values.push_back(choice->second);
        }
    }
    return values;
}

PayingAccounts read_accounts(Building& building, const std::string& key, PayingAccounts by_law) {
    const auto accounts = read_list(building, key, account_choices());
    if (accounts && accounts->empty()) {
        building.report.error(building.document.settings.at(key).at,
                              say("{} 是空的", "{} is empty", key),
                              {"没有账户就没有钱还债", "without an account nothing pays the debt"},
                              {"请列出账户，或删去这一行。", "List accounts or delete the line."});
    }
    return accounts.value_or(std::move(by_law));
}

void read_debt_policy(Building& building) {
    DebtPolicy& policy = building.model.debt_policy;
    policy.general = read_accounts(building, "debt.general_accounts", policy.general);
    policy.special = read_accounts(building, "debt.special_accounts", policy.special);
    static const Choices<DebtClass> beyond_statutory = {{"bank", DebtClass::bank},
                                                        {"platform", DebtClass::platform},
                                                        {"hidden", DebtClass::hidden},
                                                        {"other", DebtClass::other}};
    if (const auto classes = read_list(building, "debt.full_calibre", beyond_statutory)) {
        policy.full_calibre.emplace();
        policy.full_calibre->fill(false);
        for (const auto each : {DebtClass::general, DebtClass::special}) {
            (*policy.full_calibre)[static_cast<std::size_t>(each)] = true;
        }
        for (const auto each : *classes) {
            (*policy.full_calibre)[static_cast<std::size_t>(each)] = true;
        }
    }
}

const Choices<Tier>& tier_choices() {
    static const Choices<Tier> choices = {{"green", Tier::green},
                                          {"yellow", Tier::yellow},
                                          {"orange", Tier::orange},
                                          {"red", Tier::red}};
    return choices;
}

void read_tier(FieldReader& row, TierRules& rules, std::map<Tier, Position>& places) {
    const Tier tier = row.choice("tier", tier_choices(), Tier::green);
    const bool tier_ok = row.ok();
    TierRule rule;
    rule.spread = row.ratio("spread", 0.0, ranges::share);
    // At most one half, so that the market stays open on the reference path.
    rule.market_closes = row.ratio("market_closes", 0.0, ranges::up_to_half);
    rule.market_opens = row.share("market_opens", 1.0);
    rule.borrowing_limit = row.share("borrowing_limit", 1.0);
    if (rule.market_closes > 0.0) {
        row.must_be_given({"market_opens"}, {"会关闭的市场要说怎样重开",
                                             "a market that can close needs a way to open again"});
    }
    if (!tier_ok) return;
    const auto [place, is_new] = places.emplace(tier, row.at());
    if (!is_new) {
        row.error("tier", {"这一等级重复", "this tier stands twice"},
                  say("已在 {}", "it stands at {}", where(place->second)),
                  {"每个等级至多一行。", "Write at most one row a tier."});
        return;
    }
    rules.rules[static_cast<std::size_t>(tier)] = rule;
}

void read_tiers(Building& building, FieldReader& settings) {
    TierRules rules;
    std::map<Tier, Position> places;
    bool any = false;
    building.each_row("tiers", [&](FieldReader& row) {
        any = true;
        read_tier(row, rules, places);
    });
    static const Choices<bool> measures = {{"statutory", false}, {"full_calibre", true}};
    rules.full_calibre = settings.choice("tiers.measure", measures, false);
    rules.initial = settings.choice("tiers.initial", tier_choices(), Tier::green);
    if (building.is_unread("tiers")) return;
    if (!any) {
        settings.must_be_blank(
            {"tiers.measure", "tiers.initial"},
            {"没有 tiers.csv，等级不影响任何事", "without tiers.csv the tiers change nothing"});
        return;
    }
    settings.must_be_given({"tiers.initial"}, {"计划第一年适用上一年年末的等级",
                                               "the tier in which the year before the plan ended "
                                               "acts on the first plan year"});
    const bool unread = building.document.unread_keys.contains("debt.full_calibre");
    if (rules.full_calibre && !building.model.debt_policy.full_calibre && !unread) {
        settings.error(
            "tiers.measure",
            {"没有说哪些债务计入全口径", "what counts as full-calibre debt is not given"},
            {"等级按全口径债务率", "the tiers follow the full-calibre debt ratio"},
            {"请写 debt.full_calibre。", "Write debt.full_calibre."});
    }
    const auto [place, is_new] = building.streams.emplace(rules.stream, "plan/market");
    COFFER_EXPECT(is_new || place->second == "plan/market");
    building.model.tier_rules = rules;
}

void read_restructuring(Building& building, FieldReader& settings) {
    const std::vector<std::string> keys = {
        "restructuring.general_threshold", "restructuring.special_threshold",
        "restructuring.other_cut",         "restructuring.new_project_cut",
        "restructuring.exit_years",        "restructuring.running_project_cut",
        "restructuring.pipeline_cut"};
    if (std::none_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return settings.given(key); })) {
        return;
    }
    settings.must_be_given({"restructuring.other_cut", "restructuring.new_project_cut"},
                           {"财政重整压减什么要写明；不压减写 0",
                            "what a restructuring cuts must be said; write 0 for nothing"});
    Restructuring rule;
    const Bounds& positive = ranges::share_above_zero;
    rule.general_threshold =
        settings.ratio("restructuring.general_threshold", rule.general_threshold, positive);
    rule.special_threshold =
        settings.ratio("restructuring.special_threshold", rule.special_threshold, positive);
    rule.other_cut = settings.share("restructuring.other_cut");
    rule.new_project_cut = settings.share("restructuring.new_project_cut");
    rule.running_project_cut = settings.share("restructuring.running_project_cut");
    rule.pipeline_cut = settings.share("restructuring.pipeline_cut");
    rule.exit_years =
        settings.integer("restructuring.exit_years", rule.exit_years, ranges::exit_years);
    building.model.restructuring = rule;
}

void read_platform(Building& building, FieldReader& settings) {
    if (!settings.given("platform.opening_cash") && !settings.given("platform.call_probability")) {
        return;
    }
    settings.must_be_given(
        {"platform.opening_cash", "platform.call_probability"},
        {"平台公司有自己的账就要这两项", "a platform company with a ledger of its own needs both"});
    Platform platform;
    platform.opening_cash = settings.amount("platform.opening_cash");
    platform.call_probability = settings.share("platform.call_probability");
    const auto [place, is_new] = building.streams.emplace(platform.stream, "plan/platform");
    COFFER_EXPECT(is_new || place->second == "plan/platform");
    building.model.platform = platform;
}

}  // namespace

void build_debt_rules(Building& building, FieldReader& settings) {
    read_debt_policy(building);
    read_tiers(building, settings);
    read_restructuring(building, settings);
    read_platform(building, settings);
}

bool needs_platform(const Building& building, FieldReader& row, const std::string& field) {
    if (building.model.platform) return true;
    row.error(field, {"平台公司没有自己的账", "the platform company has no ledger of its own"},
              {"scenario.toml 没有 [platform]", "scenario.toml has no [platform]"},
              {"请写 platform.opening_cash 和 platform.call_probability。",
               "Write platform.opening_cash and platform.call_probability."});
    return false;
}

}  // namespace coffer::model
