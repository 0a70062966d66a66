#include "coffer/audit/audit.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "coffer/base/contract.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

/// Rows of acknowledgements.csv by code and place, and whether each was of use.
using Acknowledged = std::map<std::pair<std::string, std::string>, bool>;

/// "expenditure/wages" of "支出/wages": the table may be called in either language.
std::string place_in(const Line& line) {
    std::string place = line.text("place");
    const std::string wide = "／";
    const auto slash = std::min(place.find('/'), place.find(wide));
    if (slash == std::string::npos) return place;
    const scenario::TableSchema* const schema = scenario::find_table(place.substr(0, slash));
    if (schema == nullptr) return place;
    const std::size_t after = slash + (place[slash] == '/' ? 1 : wide.size());
    return schema->name + "/" + place.substr(after);
}

Acknowledged acknowledged_in(const Tables& tables) {
    Acknowledged rows;
    for (const Line& line : tables.lines("acknowledgements")) {
        rows[{line.text("code"), place_in(line)}] = false;
    }
    return rows;
}

Warnings run_table_rules(const Tables& tables) {
    Warnings found;
    for (const TableRule rule : table_rules()) {
        for (Warning& warning : rule(tables)) found.push_back(std::move(warning));
    }
    return found;
}

/// What says of one value that it is too large or too small; such a slip explains sums and ratios
/// that are out of line. How much something varies or when it happens explains none.
bool names_a_value(const Warning& warning) {
    static const std::set<std::string> codes = {"amount",
                                                "multiplier",
                                                "tax-rate",
                                                "retained-share",
                                                "bond-rate",
                                                "loan-rate",
                                                "growth",
                                                "rate-spread",
                                                "rate-level",
                                                "elasticity",
                                                "land-price",
                                                "total-row",
                                                "copied-row",
                                                "jump-in-series",
                                                "cost-factor",
                                                "out-of-class",
                                                "total-among-years",
                                                "counted-twice",
                                                "first-year-investment",
                                                "land-balance"};
    return codes.contains(warning.code);
}

/// Values that are named and not acknowledged, by place: the first of each.
std::map<std::string, const Warning*> named_values(const Warnings& found,
                                                   const Acknowledged& acknowledged) {
    std::map<std::string, const Warning*> named;
    for (const Warning& warning : found) {
        if (!names_a_value(warning) || !warning.follows_from.empty()) continue;
        if (acknowledged.contains({warning.code, warning.place})) continue;
        named.emplace(warning.place, &warning);
    }
    return named;
}

/// Leaves out what follows from a value that is named by its own range.
void drop_what_follows(Warnings& found, const Acknowledged& acknowledged) {
    std::set<std::string> named;
    for (const auto& [place, warning] : named_values(found, acknowledged)) named.insert(place);
    const auto follows = [&](const Warning& warning) {
        return !acknowledged.contains({warning.code, warning.place}) &&
               std::any_of(warning.follows_from.begin(), warning.follows_from.end(),
                           [&](const std::string& place) { return named.contains(place); });
    };
    found.erase(std::remove_if(found.begin(), found.end(), follows), found.end());
    for (Warning& warning : found) warning.follows_from.clear();  // they speak for themselves
}

/// Names tables, columns and words as the document does.
void put_names(const Tables& tables, Warning& warning) {
    Diagnostic entry{Severity::warning, warning.at, std::move(warning.problem),
                     std::move(warning.why), std::move(warning.meant)};
    tables.naming().put_into(entry);
    warning.problem = std::move(entry.problem);
    warning.why = std::move(entry.why);
    warning.meant = std::move(entry.suggestion);
}

/// Leaves out what the plan acknowledges. A row that acknowledges nothing is told of where all
/// rules were asked: it hides nothing, and what it was about may have been mended.
Findings settle(const Tables& tables, Warnings found, Acknowledged rows, bool all_rules) {
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
        if (!all_rules || rows[{code, place_in(line)}]) continue;
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
    for (Warning& warning : result.warnings) put_names(tables, warning);
    std::stable_sort(result.warnings.begin(), result.warnings.end(),
                     [](const Warning& a, const Warning& b) {
                         return std::tie(a.at.file, a.at.sheet, a.at.line, a.at.column) <
                                std::tie(b.at.file, b.at.sheet, b.at.line, b.at.column);
                     });
    return result;
}

/// Whether a place lies in a cell that a finding explains. In text files a message may stand at a
/// later value of the cell.
bool covers(const Warning& cause, const Position& at) {
    return std::any_of(cause.explains.begin(), cause.explains.end(), [&at](const Position& cell) {
        return cell.file == at.file && cell.sheet == at.sheet && cell.line == at.line &&
               cell.column == at.column;
    });
}

struct Cause {
    const Warning* warning;
    Diagnostics::Held held;
};

/// Findings that explain others, with what they held back of what was said already.
std::vector<Cause> causes_among(const Findings& findings, Diagnostics& diagnostics) {
    std::vector<Cause> causes;
    for (const Warning& warning : findings.warnings) {
        if (warning.explains.empty()) continue;
        causes.push_back({&warning, diagnostics.hold_back([&warning](const Diagnostic& entry) {
                              return covers(warning, entry.at);
                          })});
    }
    return causes;
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
    Acknowledged acknowledged = acknowledged_in(tables);
    Warnings found = run_table_rules(tables);
    drop_what_follows(found, acknowledged);
    return settle(tables, std::move(found), std::move(acknowledged), false);
}

Findings audit(const scenario::Document& document, const model::Model& model, const Trial& trial) {
    const Tables tables(document);
    Acknowledged acknowledged = acknowledged_in(tables);
    Warnings found = run_table_rules(tables);
    drop_what_follows(found, acknowledged);
    Warnings of_plan;
    const auto named = named_values(found, acknowledged);
    Warnings said;
    for (const Warning& warning : found) {
        if (!acknowledged.contains({warning.code, warning.place})) said.push_back(warning);
    }
    const Subject subject{tables, model, trial, named, said};
    for (const PlanRule rule : plan_rules()) {
        for (Warning& warning : rule(subject)) {
            if (!acknowledged.contains({warning.code, warning.place})) said.push_back(warning);
            of_plan.push_back(std::move(warning));
        }
    }
    std::move(of_plan.begin(), of_plan.end(), std::back_inserter(found));
    return settle(tables, std::move(found), std::move(acknowledged), true);
}

void add_to(Diagnostics& diagnostics, const Findings& findings) {
    const std::vector<Cause> causes = causes_among(findings, diagnostics);
    // Of a cell that is refused the error says enough.
    std::set<std::tuple<std::string, std::string, int, int>> refused;
    for (const Diagnostic& entry : diagnostics.sorted()) {
        if (entry.severity == Severity::error && entry.at.line > 0) {
            refused.insert({entry.at.file, entry.at.sheet, entry.at.line, entry.at.column});
        }
    }
    for (const Warning& warning : findings.warnings) {
        // … except of a row that should not be there at all.
        const bool said =
            warning.code != "total-row" && refused.contains({warning.at.file, warning.at.sheet,
                                                             warning.at.line, warning.at.column});
        const bool explained =
            std::any_of(causes.begin(), causes.end(), [&warning](const Cause& cause) {
                return cause.warning != &warning && covers(*cause.warning, warning.at);
            });
        if (said || explained) continue;
        const std::string tag = " [" + warning.code + " " + warning.place + "]";
        Text meant = {warning.meant.zh + tag, warning.meant.en + tag};
        const auto cause =
            std::find_if(causes.begin(), causes.end(),
                         [&warning](const Cause& each) { return each.warning == &warning; });
        if (cause != causes.end() && cause->held.errors > 0) {
            diagnostics.error(warning.at, warning.problem, warning.why, std::move(meant));
        } else {
            diagnostics.warning(warning.at, warning.problem, warning.why, std::move(meant));
        }
    }
}

}  // namespace coffer::audit
