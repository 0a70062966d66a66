#include "coffer/audit/audit.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "coffer/base/contract.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

void run_table_rules(const Tables& tables, Warnings& found) {
    for (const TableRule rule : table_rules()) {
        for (Warning& warning : rule(tables)) found.push_back(std::move(warning));
    }
}

/// Leaves out what the plan acknowledges. A row that acknowledges nothing is told of where all
/// rules were asked: it hides nothing, and what it was about may have been mended.
Findings settle(const Tables& tables, Warnings found, bool all_rules) {
    std::map<std::pair<std::string, std::string>, bool> rows;  // whether it was of use
    for (const Line& line : tables.lines("acknowledgements")) {
        rows[{line.text("code"), line.text("place")}] = false;
    }
    Findings result;
    for (Warning& warning : found) {
        const auto row = rows.find({warning.code, warning.place});
        if (row == rows.end()) {
            result.warnings.push_back(std::move(warning));
        } else {
            row->second = true;
            ++result.acknowledged;
        }
    }
    for (const Line& line : tables.lines("acknowledgements")) {
        const std::string& code = line.text("code");
        if (line.text("reason").empty()) {
            result.warnings.push_back(
                {"no-reason",
                 line.place(),
                 line.at(),
                 say("{} 的确认没有写理由", "no reason is given for {}", quote(code)),
                 {"日后无人知道为什么可以放过", "later nobody will know why it was let pass"},
                 {"请在 reason 写明理由。", "Write it under reason."}});
        }
        if (!all_rules || rows[{code, line.text("place")}]) continue;
        result.warnings.push_back(
            {"stale-acknowledgement",
             line.place(),
             line.at(),
             say("{} {} 没有对应的提示", "nothing is warned of as {} {}", quote(code),
                 quote(line.text("place"))),
             {"问题已经改正，或 code、place 写错了",
              "it has been mended, or code or place is misspelt"},
             {"请照提示末尾方括号中的两个词填写，或删去这一行。",
              "Copy the two words in brackets at the end of the warning, or delete the row."}});
    }
    std::stable_sort(result.warnings.begin(), result.warnings.end(),
                     [](const Warning& a, const Warning& b) {
                         return std::tie(a.at.file, a.at.line, a.at.column) <
                                std::tie(b.at.file, b.at.line, b.at.column);
                     });
    return result;
}

}  // namespace

std::optional<Trial> try_out(const plan::Plan& plan, StructuralTest test) {
    run::Options options;
    options.paths = 1;
    options.threads = 1;
    options.block_width = 1;
    auto outcome = run::run(plan, options, [](auto, auto) { return true; });
    COFFER_EXPECT(outcome);  // nobody stops it
    if (outcome->out_of_range) return std::nullopt;
    Trial trial{std::move(outcome->forecast), analysis::financing_problem(plan), {}};
    if (test == StructuralTest::yes) trial.structure = analysis::structural_test(trial.problem);
    return trial;
}

Findings audit_tables(const scenario::Document& document) {
    const Tables tables(document);
    Warnings found;
    run_table_rules(tables, found);
    return settle(tables, std::move(found), false);
}

Findings audit(const scenario::Document& document, const model::Model& model, const Trial& trial) {
    const Tables tables(document);
    Warnings found;
    run_table_rules(tables, found);
    const Subject subject{tables, model, trial};
    for (const PlanRule rule : plan_rules()) {
        for (Warning& warning : rule(subject)) found.push_back(std::move(warning));
    }
    return settle(tables, std::move(found), true);
}

void add_to(Diagnostics& diagnostics, const Findings& findings) {
    // Of a cell that is refused the error says enough.
    std::set<std::tuple<std::string, int, int>> refused;
    for (const Diagnostic& entry : diagnostics.sorted()) {
        if (entry.severity == Severity::error && entry.at.line > 0) {
            refused.insert({entry.at.file, entry.at.line, entry.at.column});
        }
    }
    for (const Warning& warning : findings.warnings) {
        if (refused.contains({warning.at.file, warning.at.line, warning.at.column})) continue;
        const std::string tag = " [" + warning.code + " " + warning.place + "]";
        diagnostics.warning(warning.at, warning.problem, warning.why,
                            {warning.meant.zh + tag, warning.meant.en + tag});
    }
}

}  // namespace coffer::audit
