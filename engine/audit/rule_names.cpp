// What a line is called against where it is booked.
#include <algorithm>

#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

using Words = std::vector<std::string>;

/// A name with one of `words` and none of `unless` does not belong where `column` says one of
/// `wrong`.
struct Booking {
    const char* code;
    const char* table;
    const char* column;
    Words words;
    Words unless;
    Words wrong;
    Text why;
    Text meant;
};

std::vector<Booking> make_bookings() {
    const Words transfers = {"转移支付", "上级补助", "补助收入", "返还收入",    "上级资金",
                             "税收返还", "transfer", "grant",    "subsidy from"};
    const Words taxes = {"税收收入", "增值税",      "所得税",          "契税",      "城建税",
                         "非税收入", "tax revenue", "value-added tax", "income tax"};
    const Words land = {"土地出让",  "土地使用权出让", "国有土地收益", "土地收入",
                        "land sale", "land-use right", "land revenue", "land premium"};
    return {
        {"transfer-as-own",
         "revenue",
         "category",
         transfers,
         {},
         {"own"},
         {"它是上级转移支付，记作自有收入会虚增财力的自给部分和收入增速",
          "it is a transfer from above; booked as own it inflates own revenue and its growth"},
         {"category 请写 transfer。", "Write the category transfer."}},
        {"own-as-transfer",
         "revenue",
         "category",
         {"税收", "增值税", "所得税", "契税", "非税", "taxes", "土地出让", "土地使用权出让",
          "国有资本经营", "tax revenue", "land sale", "land-use right", "non-tax"},
         {"转移", "返还", "补助", "上级", "transfer"},
         {"transfer"},
         {"它是本级收入，不是上级补助", "it is revenue of one's own, not a transfer"},
         {"category 请写 own。", "Write the category own."}},
        {"land-in-general",
         "revenue",
         "account",
         land,
         {"税", " tax"},
         {"general", "state_capital"},
         {"土地出让收入属于政府性基金预算，不进一般公共预算",
          "land revenue belongs to the government-fund budget, not to the general one"},
         {"account 请写 fund。", "Write the account fund."}},
        {"fund-in-general",
         "revenue",
         "account",
         {"政府性基金", "government-fund", "government fund"},
         {},
         {"general", "state_capital"},
         {"它属于政府性基金预算", "it belongs to the government-fund budget"},
         {"account 请写 fund。", "Write the account fund."}},
        {"capital-in-general",
         "revenue",
         "account",
         {"国有资本经营", "state-capital", "state capital"},
         {},
         {"general", "fund"},
         {"它属于国有资本经营预算", "it belongs to the state-capital budget"},
         {"account 请写 state_capital。", "Write the account state_capital."}},
        {"tax-in-fund",
         "revenue",
         "account",
         taxes,
         {},
         {"fund", "state_capital"},
         {"税收和非税收入属于一般公共预算",
          "taxes and non-tax revenue belong to the general budget"},
         {"account 请写 general。", "Write the account general."}},
        {"guarantee-as-other",
         "expenditure",
         "category",
         {"三保", "保工资", "保运转", "保基本民生", "工资", "three guarantees", "wages",
          "salaries"},
         {"平台", "企业", "platform"},
         {"other", "platform_subsidy"},
         {"“三保”支出最先支付，记作其他支出会在缺钱时落空",
          "the three guarantees are paid first; booked as other they lapse when money is short"},
         {"category 请写 three_guarantees。", "Write the category three_guarantees."}},
        {"land-cost-in-general",
         "expenditure",
         "account",
         {"土地开发", "征地", "拆迁补偿", "土地成本", "土地收储", "land development", "land cost",
          "land clearing"},
         {},
         {"general", "state_capital"},
         {"土地成本由土地出让收入即政府性基金列支",
          "the cost of land is paid from the fund account"},
         {"account 请写 fund。", "Write the account fund."}},
        {"bond-class",
         "debt",
         "class",
         {"专项债", "special bond", "special debt"},
         {"隐性", "hidden"},
         {"general", "bank", "platform", "hidden", "other"},
         {"专项债务由政府性基金偿还，与一般债务分别计算限额和重整",
          "special debt is served from the fund account and has a limit of its own"},
         {"class 请写 special。", "Write the class special."}},
        {"bond-class",
         "debt",
         "class",
         {"一般债", "general bond", "general debt"},
         {"隐性", "hidden"},
         {"special", "bank", "platform", "hidden", "other"},
         {"一般债务由一般公共预算偿还，与专项债务分别计算限额和重整",
          "general debt is served from the general account and has a limit of its own"},
         {"class 请写 general。", "Write the class general."}},
        {"bond-class",
         "debt",
         "class",
         {"银行贷款", "银行借款", "开行贷款", "农发行贷款", "平台公司债", "城投债", "隐性债",
          "bank loan", "platform debt", "platform-company debt", "hidden debt"},
         {},
         {"general", "special"},
         {"它不是政府法定债务，记作债券会虚增债务率",
          "it is no statutory debt; booked as bonds it inflates the debt ratio"},
         {"class 请写 bank、platform 或 hidden。", "Write the class bank, platform or hidden."}},
        {"source-kind",
         "sources",
         "kind",
         {"专项债", "special bond"},
         {},
         {"general_bond", "platform_bond", "bank_loan", "grant", "fiscal", "investor"},
         {"专项债券只能用于有收益的项目，由基金和项目收益偿还",
          "special bonds are for projects with income and served from it and the fund account"},
         {"kind 请写 special_bond。", "Write the kind special_bond."}},
        {"source-kind",
         "sources",
         "kind",
         {"一般债", "general bond"},
         {},
         {"special_bond", "platform_bond", "bank_loan", "grant", "fiscal", "investor"},
         {"一般债券由一般公共预算偿还", "general bonds are served from the general account"},
         {"kind 请写 general_bond。", "Write the kind general_bond."}},
        {"source-kind",
         "sources",
         "kind",
         {"银行贷款", "政策性银行", "bank loan", "policy-bank"},
         {},
         {"special_bond", "general_bond", "grant", "fiscal", "investor", "platform_bond"},
         {"贷款要还本付息，按提款计债", "loans are drawn as debt and must be repaid"},
         {"kind 请写 bank_loan。", "Write the kind bank_loan."}},
        {"source-kind",
         "sources",
         "kind",
         {"上级专项", "上级补助", "转移支付", "grants from above"},
         {"债"},
         {"fiscal", "investor", "special_bond", "general_bond", "bank_loan"},
         {"上级补助是到账的资金，不占本级财力，也不用偿还",
          "a grant is money from above: neither the county's own budget nor debt"},
         {"kind 请写 grant。", "Write the kind grant."}},
    };
}

std::string lower_name(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

bool has_any(const std::string& text, const Words& words) {
    return std::any_of(words.begin(), words.end(), [&text](const std::string& word) {
        return text.find(word) != std::string::npos;
    });
}

}  // namespace

Warnings names_against_classes(const Tables& tables) {
    static const std::vector<Booking> bookings = make_bookings();
    Warnings found;
    for (const Booking& rule : bookings) {
        for (const Line& line : tables.lines(rule.table)) {
            const std::string name =
                lower_name(line.text("name_zh") + " | " + line.text("name_en"));
            const std::string& booked = line.text(rule.column);
            if (std::find(rule.wrong.begin(), rule.wrong.end(), booked) == rule.wrong.end())
                continue;
            if (!has_any(name, rule.words) || has_any(name, rule.unless)) continue;
            const Text shown = line.name();
            found.push_back({rule.code,
                             line.place(),
                             line.at(rule.column),
                             {quote(shown.zh) + " 的 " + rule.column + " 是 " + booked,
                              quote(shown.en) + " has the " + rule.column + " " + booked},
                             rule.why,
                             rule.meant});
        }
    }
    return found;
}

}  // namespace coffer::audit
