// Lines that say what the plan computes or keeps elsewhere: they count twice.
#include <algorithm>
#include <map>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

/// A row whose name says what is counted already.
struct Twice {
    const char* table;
    Words words;
    Words unless;
    Text why;
    Text meant;
    const char* with_setting = nullptr;  ///< only where the plan has this setting
};

const std::vector<Twice>& counted_elsewhere() {
    static const std::vector<Twice> all = {
        {"expenditure",
         {"还本付息", "债务付息", "付息支出", "还本支出", "债务利息", "偿还债务", "debt service",
          "interest on debt", "interest payment", "repayment of debt"},
         {"发行费"},
         {"还本付息由债务表推算", "interest and repayment follow from debt.csv"},
         {"请删去这一行；没有列出的债务写进债务表。",
          "Delete the row; debt that is missing belongs into debt.csv."}},
        {"expenditure",
         {"隐性债务化解", "化解隐性债务", "化债支出", "resolution of hidden debt"},
         {},
         {"化债就是偿还债务，由债务表推算", "to resolve debt is to repay it, as debt.csv says"},
         {"请在债务表写 class 为 hidden 的债务，删去这一行。",
          "Write it as a debt of the class hidden, and delete the row."}},
        {"expenditure",
         {"预备费", "budget reserve"},
         {"基本预备费"},
         {"预备费由 reserve.share 计提", "the reserve follows from reserve.share"},
         {"请删去这一行，或不写 reserve。", "Delete the row, or leave out reserve."},
         "reserve.share"},
        {"expenditure",
         {"基本建设项目", "政府投资项目支出", "重点项目建设", "capital works"},
         {},
         {"项目的投资由项目表、项目池和资金来源推算",
          "what is built follows from projects, pipelines and their sources"},
         {"请只写表中没有的项目的支出，否则删去。",
          "Keep only what is spent on works that no table lists; else delete the row."}},
        {"expenditure",
         {"调出资金", "补充预算稳定", "安排预算稳定", "transfer to other accounts"},
         {},
         {"账户之间的调动和稳定调节基金各有其表和设置",
          "money between accounts and the stabilisation fund have a table and settings of their "
          "own"},
         {"请写进账户调拨表或 stabilisation，删去这一行。",
          "Write it in account_transfers or under stabilisation, and delete the row."}},
        {"revenue",
         {"债券收入", "债务收入", "转贷收入", "银行贷款", "政策性银行", "贷款收入", "借款收入",
          "bond proceeds", "loan proceeds", "borrowing"},
         {"贴息"},
         {"举债不是收入，还要偿还", "what is borrowed is no revenue"},
         {"请写进资金来源表或再融资表，删去这一行。",
          "Write it in sources.csv or refinancing.csv, and delete the row."}},
        {"revenue",
         {"调入资金", "调入一般公共预算", "transfer from other accounts"},
         {},
         {"账户之间的调动不是收入", "money between accounts is no revenue"},
         {"请写进账户调拨表，删去这一行。", "Write it in account_transfers, and delete the row."}},
        {"revenue",
         {"预算稳定调节基金", "稳定调节基金", "stabilisation fund"},
         {},
         {"动用稳定调节基金由 stabilisation 推算", "it follows from stabilisation"},
         {"请写 stabilisation.opening，删去这一行。",
          "Write stabilisation.opening, and delete the row."}},
        {"revenue",
         {"上年结余", "上年结转", "年初结余", "结转收入", "净结余", "brought forward"},
         {},
         {"结余已在期初库款里", "it is in the opening cash already"},
         {"请写进 treasury.opening_general 等，删去这一行。",
          "Write it under treasury.opening_general and so on, and delete the row."}},
        {"revenue",
         {"社会保险费", "社保基金", "养老保险费", "医疗保险费", "social insurance"},
         {"补助"},
         {"社会保险基金是另一本预算，只用于待遇支付",
          "social insurance is a budget of its own and pays benefits only"},
         {"请删去这一行。", "Delete the row."}},
    };
    return all;
}

Warning twice(const Line& line, Text why, Text meant) {
    const Text shown = line.name();
    return {"counted-twice",
            line.place(),
            line.at(line.cell("base") != nullptr ? "base" : "annual"),
            {quote(shown.zh) + " 会被重复计算", quote(shown.en) + " would count twice"},
            std::move(why),
            std::move(meant)};
}

/// "新钢税收" beside the taxpayer 抚顺新钢铁: what is left of the name without the word for tax.
void look_at_taxpayers(const Tables& tables, Warnings& found) {
    for (const Line& line : tables.lines("revenue")) {
        std::string name = line.text("name_zh");
        if (name.find("税") == std::string::npos) continue;
        for (const std::string word : {"税收", "税款", "纳税", "收入", "公司", "集团", "税"}) {
            for (std::size_t at = name.find(word); at != std::string::npos; at = name.find(word)) {
                name.erase(at, word.size());
            }
        }
        constexpr std::size_t two_characters = 6;
        if (name.size() < two_characters || has_any(name, {"工业", "企业", "规模", "其他", "行业"}))
            continue;
        for (const Line& payer : tables.lines("taxpayers")) {
            if (payer.text("name_zh").find(name) == std::string::npos) continue;
            found.push_back(
                twice(line,
                      say("重点税源 {} 的税收已按产值推算", "the tax of {} follows from its output",
                          quote(payer.text("id"))),
                      {"请删去这一行，或不列为重点税源。",
                       "Delete the row, or list it as no key taxpayer."}));
        }
    }
}

}  // namespace

Warnings counted_twice(const Tables& tables) {
    Warnings found;
    for (const Twice& rule : counted_elsewhere()) {
        if (rule.with_setting != nullptr && tables.setting(rule.with_setting) == nullptr) continue;
        for (const Line& line : tables.lines(rule.table)) {
            const std::string name = names_of(line);
            if (!has_any(name, rule.words) || has_any(name, rule.unless)) continue;
            found.push_back(twice(line, rule.why, rule.meant));
        }
    }
    look_at_taxpayers(tables, found);
    std::map<std::string, std::string> projects;
    for (const Line& project : tables.lines("projects")) {
        if (!project.text("name_zh").empty()) {
            projects[project.text("name_zh")] = project.text("id");
        }
    }
    for (const Line& pipeline : tables.lines("pipelines")) {
        const auto same = projects.find(pipeline.text("name_zh"));
        if (same == projects.end()) continue;
        found.push_back(
            twice(pipeline,
                  say("项目 {} 与它同名", "the project {} has the same name", quote(same->second)),
                  {"请删去一处。", "Delete one of them."}));
    }
    for (const Line& receipt : tables.lines("receipts")) {
        const auto source = tables.find("sources", receipt.text("source"));
        const std::string name = names_of(receipt);
        if (!source || has_any(name, {"贴息", "国债", "interest subsidy"}) ||
            !has_any(name, {"债券", "专项债", "一般债", "贷款", "bond", " loan"})) {
            continue;
        }
        if (source->text("kind") != "grant" && source->text("kind") != "fiscal") continue;
        Warning warning =
            twice(receipt,
                  say("它进入 {}，那是不用偿还的资金", "it goes to {}, money that is not repaid",
                      quote(source->text("id"))),
                  {"债券和贷款请写进对应的资金来源。",
                   "Write bonds and loans as sources of their kind."});
        warning.at = receipt.at("source");
        warning.problem = say("{} 是借来的钱", "{} is borrowed", quote(receipt.text("id")));
        found.push_back(std::move(warning));
    }
    return found;
}

}  // namespace coffer::audit
