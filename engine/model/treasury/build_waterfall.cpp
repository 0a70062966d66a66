// The order of payment: six steps, of which interest and principal may be split by class of debt.
#include <algorithm>
#include <set>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

using scenario::Cell;
using scenario::quote;
using scenario::say;

const Choices<WaterfallStep>& steps() {
    static const Choices<WaterfallStep> all = {
        {"three_guarantees", WaterfallStep::three_guarantees},
        {"interest", WaterfallStep::interest},
        {"principal", WaterfallStep::principal},
        {"running_projects", WaterfallStep::running_projects},
        {"new_projects", WaterfallStep::new_projects},
        {"other", WaterfallStep::other}};
    return all;
}

/// Every text that may stand in the list.
const Choices<WaterfallPayment>& payments() {
    static const Choices<WaterfallPayment> all = [] {
        Choices<WaterfallPayment> list;
        for (const auto& [word, step] : steps()) list.emplace_back(word, step);
        for (const auto& [word, step] : steps()) {
            if (step != WaterfallStep::interest && step != WaterfallStep::principal) continue;
            for (const auto& [name, debt_class] : debt_class_choices()) {
                list.emplace_back(word + (":" + name), WaterfallPayment(step, debt_class));
            }
        }
        return list;
    }();
    return all;
}

/// Classes that the plan owes or may come to owe.
std::set<DebtClass> classes_of(const Model& model) {
    std::set<DebtClass> classes;
    for (const auto& instrument : model.debt) classes.insert(instrument.debt_class);
    for (const auto& refinancing : model.refinancing) classes.insert(refinancing.debt_class);
    for (const auto& source : model.sources) {
        if (source.debt) classes.insert(debt_class_of(source.kind));
    }
    return classes;
}

}  // namespace

std::vector<WaterfallPayment> unlisted_payments(const Model& model,
                                                const std::vector<WaterfallPayment>& listed) {
    std::vector<WaterfallPayment> result;
    const auto has = [&](const WaterfallPayment& payment) {
        return std::find(listed.begin(), listed.end(), payment) != listed.end();
    };
    const auto pays_line = [&](bool three_guarantees) {
        return std::any_of(model.expenditure.begin(), model.expenditure.end(), [&](const auto& e) {
            return e.category != ExpenditureLine::Category::remittance &&
                   (e.category == ExpenditureLine::Category::three_guarantees) == three_guarantees;
        });
    };
    if (pays_line(true)) result.emplace_back(WaterfallStep::three_guarantees);
    for (const auto step : {WaterfallStep::interest, WaterfallStep::principal}) {
        const auto classes = classes_of(model);
        const bool split = std::any_of(listed.begin(), listed.end(), [&](const auto& payment) {
            return payment.step == step && payment.debt_class;
        });
        if (has(step) || classes.empty()) continue;
        if (!split) {
            result.emplace_back(step);
            continue;
        }
        for (const auto debt_class : classes) result.emplace_back(step, debt_class);
    }
    const bool works = !model.projects.empty() || !model.pipelines.empty();
    if (works) result.emplace_back(WaterfallStep::running_projects);
    if (!model.projects.empty()) result.emplace_back(WaterfallStep::new_projects);
    // Costs of completed projects are other expenditure too.
    const bool costs = std::any_of(
        model.project_income.begin(), model.project_income.end(),
        [](const ProjectIncome& y) { return y.kind == ProjectIncome::Kind::operating_cost; });
    if (pays_line(false) || costs) result.emplace_back(WaterfallStep::other);
    std::erase_if(result, has);
    return result;
}

std::string word_of(const WaterfallPayment& payment) {
    const auto found = std::find_if(payments().begin(), payments().end(),
                                    [&](const auto& each) { return each.second == payment; });
    return found == payments().end() ? std::string{} : found->first;
}

void build_waterfall(Building& building) {
    const auto setting = building.document.settings.find("treasury.waterfall");
    if (setting == building.document.settings.end()) return;
    std::vector<std::string> words;
    std::vector<std::string> words_zh;
    const auto* field = scenario::find_field(scenario::setting_fields(), "treasury.waterfall");
    for (const auto& [word, payment] : payments()) {
        words.push_back(word);
        words_zh.push_back(field == nullptr ? word : scenario::in_chinese(*field, word));
    }
    std::vector<std::string> known = words;
    known.insert(known.end(), words_zh.begin(), words_zh.end());
    std::vector<WaterfallPayment> listed;
    bool all_known = true;
    const auto& items = setting->second.items;
    for (const Cell& item : items) {
        const auto payment =
            std::find_if(payments().begin(), payments().end(),
                         [&item](const auto& each) { return each.first == item.text; });
        if (payment == payments().end()) {
            all_known = false;
            building.report.error(
                item.at,
                say("没有名为 {} 的支付步骤", "unknown waterfall step {}", quote(item.text)),
                {"只能是：" + scenario::listed(words_zh), "one of: " + scenario::listed(words)},
                scenario::did_you_mean(item.text, known, {"请改正。", "Correct it."}));
        } else if (std::find(listed.begin(), listed.end(), payment->second) != listed.end()) {
            all_known = false;
            building.report.error(
                item.at, say("支付步骤 {} 出现两次", "the step {} appears twice", item.text),
                {"每一步至多一次", "each step stands at most once"},
                {"请删去一个。", "Delete one."});
        } else {
            listed.push_back(payment->second);
        }
    }
    const Position& at = items.empty() ? setting->second.at : items.front().at;
    if (all_known) {
        for (const auto& payment : unlisted_payments(building.model, listed)) {
            building.report.error(
                at, say("支付顺序缺少 {}", "the waterfall lacks {}", word_of(payment)),
                {"方案中有这样的支付，没有它就永远不付",
                 "the plan has such payments, which would never be made"},
                {"请补上。", "Add it."});
        }
    }
    building.model.treasury.waterfall = std::move(listed);
}

}  // namespace coffer::model
