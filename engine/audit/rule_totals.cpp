// Rows that are sums of other rows, or copies of them: pasted tables count twice.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "coffer/scenario/totals.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

/// The amounts by which rows add up.
const std::vector<std::pair<std::string, std::string>>& additive_columns() {
    static const std::vector<std::pair<std::string, std::string>> all = {
        {"revenue", "base"},   {"expenditure", "base"},          {"taxpayers", "output"},
        {"debt", "principal"}, {"projects", "total_investment"}, {"pipelines", "annual"},
        {"sources", "annual"}, {"project_income", "amount"},     {"receipts", "amount"}};
    return all;
}

/// Values of one row, item by item: a series is a total only where all its years are.
using Amounts = std::vector<double>;

Amounts amounts_of(const Tables& tables, const Line& line, const std::string& column) {
    Amounts amounts;
    for (const Item& item : items_of(line.text(column))) {
        const auto extent = tables.extent_in(item.text, true);
        if (!extent) return {};
        amounts.push_back(extent->median);
    }
    return amounts;
}

bool equal(const Amounts& a, const Amounts& b) {
    if (a.empty() || a.size() != b.size()) return false;
    bool some = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::abs(a[i] - b[i]) > 1e-6 * std::max(std::abs(a[i]), std::abs(b[i]))) return false;
        some = some || a[i] != 0.0;
    }
    return some;
}

bool is_zero(const Amounts& amounts) {
    return std::all_of(amounts.begin(), amounts.end(), [](double value) { return value == 0.0; });
}

/// How many others a row is the sum of: all others, or those just above it; 0 for none. Round
/// amounts add up by chance (three debts of Guzhang's four are the fourth), so a row that is not
/// named a total must stand below what it sums: at the end, or under many.
std::size_t summands(const std::vector<Amounts>& rows, std::size_t row, bool named) {
    const Amounts& own = rows[row];
    if (own.empty() || is_zero(own)) return 0;
    const auto add = [&own](Amounts& sum, const Amounts& more) {
        for (std::size_t i = 0; i < own.size() && !more.empty(); ++i) {
            sum[i] += more[std::min(i, more.size() - 1)];
        }
        return more.empty() || is_zero(more) ? std::size_t{0} : std::size_t{1};
    };
    constexpr std::size_t many = 5;
    if (named) {
        Amounts all(own.size(), 0.0);
        std::size_t count = 0;
        for (std::size_t other = 0; other < rows.size(); ++other) {
            if (other != row) count += add(all, rows[other]);
        }
        if (count >= 2 && equal(own, all)) return count;
    }
    const bool last = row + 1 == rows.size();
    const std::size_t enough = named ? 2 : last ? 3 : many;
    Amounts above(own.size(), 0.0);
    std::size_t count = 0;
    for (std::size_t other = row; other-- > 0;) {
        count += add(above, rows[other]);
        if (count >= enough && equal(own, above)) return count;
    }
    return 0;
}

/// Names of whole budgets: right for a line that has no parts in the table.
bool may_be_a_sum(const Line& line) {
    static const std::vector<std::string> words = {
        "本级收入",         "上级补助收入", "政府性基金收入", "一般公共预算收入",
        "国有资本经营收入", "公共财政收入", "三保支出",       "全年支出",
        "全年收入",         "政府债务",     "政府性债务",     "一般公共预算支出",
        "基金支出",         "法定债务"};
    const std::string& name = line.text("name_zh");
    return std::any_of(words.begin(), words.end(), [&name](const std::string& word) {
        return name.find(word) != std::string::npos;
    });
}

/// Three significant figures or more: such sums do not come about by chance among a few rows.
bool is_exact(const Tables& tables, const Line& line, const std::string& column) {
    const auto amount = tables.extent_in(line.text(column), true);
    if (!amount || amount->median <= 0.0) return false;
    double rest = amount->median;
    while (rest >= 100.0) rest /= 10.0;
    return std::abs(rest - std::round(rest)) > 1e-6;  // of "16" nothing is left, of 2.23 much
}

bool same_class(const Line& a, const Line& b) {
    for (const char* column : {"account", "category", "class", "kind", "project"}) {
        if (a.cell(column) != nullptr && a.text(column) != b.text(column)) return false;
    }
    return true;
}

/// Rows just above, or just below, of one class with the row, that it is the sum of; 0 for none.
std::size_t sum_of_class(const std::vector<Line>& lines, const std::vector<Amounts>& rows,
                         std::size_t row, std::size_t enough, bool below) {
    const Amounts& own = rows[row];
    if (own.empty() || is_zero(own)) return 0;
    Amounts sum(own.size(), 0.0);
    std::size_t count = 0;
    std::size_t other = row;
    while (below ? other + 1 < rows.size() : other > 0) {
        other = below ? other + 1 : other - 1;
        if (!same_class(lines[row], lines[other]) || rows[other].empty()) return 0;
        for (std::size_t i = 0; i < own.size(); ++i) {
            sum[i] += rows[other][std::min(i, rows[other].size() - 1)];
        }
        ++count;
        if (count >= enough && equal(own, sum)) return count;
    }
    return 0;
}

void find_by_sum(const Tables& tables, const std::string& table, const std::string& column,
                 std::map<std::string, Warning>& found) {
    const std::vector<Line> lines = tables.lines(table);
    // Beyond this a table is no pasted page, and sums would be tried for long.
    constexpr std::size_t most_rows = 500;
    if (lines.size() < 3 || lines.size() > most_rows) return;
    std::vector<Amounts> rows;
    for (const Line& line : lines) rows.push_back(amounts_of(tables, line, column));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const Line& line = lines[row];
        const std::string place = line.place();
        std::size_t count = summands(rows, row, found.contains(place) || may_be_a_sum(line));
        if (count == 0) {
            const std::size_t enough = may_be_a_sum(line) || is_exact(tables, line, column) ? 2 : 3;
            count = sum_of_class(lines, rows, row, enough, false);
            if (count == 0 && may_be_a_sum(line)) {
                count = sum_of_class(lines, rows, row, 2, true);
            }
        }
        if (count == 0) continue;
        if (const auto named = found.find(place); named != found.end()) {
            named->second.why =
                say("它的 {} 正是 {} 行之和，会被重复计算",
                    "its {} is the sum of {} rows, and would count twice", column, count);
            continue;
        }
        found.emplace(place, Warning{"total-row",
                                     place,
                                     line.at(column),
                                     say("{} 的 {} 正好等于相邻 {} 行之和",
                                         "{} has a {} that is the sum of {} rows next to it",
                                         quote(line.text("id")), column, count),
                                     {"若是合计行，会被重复计算", "a total would count twice"},
                                     {"若是合计，请删去这一行；若不是，请核对金额。",
                                      "Delete the row if it is a total; else check its amount."}});
    }
}

}  // namespace

Warnings total_rows(const Tables& tables) {
    Warnings all;
    for (const auto& [name, table] : tables.document().tables) {
        if (name == "assumptions" || name == "acknowledgements") continue;
        std::map<std::string, Warning> found;
        for (const Line& line : tables.lines(name)) {
            for (const char* column : {"id", "name_zh", "name_en", "project", "item", "class"}) {
                const std::string& word = line.text(column);
                if (word.empty() || !scenario::names_a_total(word)) continue;
                found.emplace(
                    line.place(),
                    Warning{
                        "total-row",
                        line.place(),
                        line.at(column),
                        say("这一行叫 {}", "this row is called {}", quote(word)),
                        {"合计行和“其中”行会被当作单独的一项，重复计算",
                         "a total, or a part told beside its whole, counts as an item of its own, "
                         "twice"},
                        {"请删去合计行；“其中”的数从总数里减去后再写。",
                         "Delete the total; of a whole and its part write the parts."}});
                break;
            }
        }
        for (const auto& [table_name, column] : additive_columns()) {
            if (table_name == name) find_by_sum(tables, name, column, found);
        }
        for (auto& [place, warning] : found) all.push_back(std::move(warning));
    }
    return all;
}

Warnings copied_rows(const Tables& tables) {
    Warnings found;
    std::map<std::string, const Line*> asked;
    const std::vector<Line> targets = tables.lines("targets");
    for (const Line& line : targets) {
        std::string key;
        for (const char* column : {"indicator", "dimension", "year", "relation", "value", "over"}) {
            key += line.text(column) + "|";
        }
        const auto [first, is_new] = asked.emplace(key, &line);
        if (is_new) continue;
        found.push_back({"copied-row",
                         line.place(),
                         line.at(),
                         say("{} 与第 {} 行要求相同", "{} asks the same as line {}",
                             quote(line.text("id")), first->second->at().line),
                         {"看来同一项写了两遍", "the same target seems to stand twice"},
                         {"请删去一行。", "Delete one."}});
    }
    for (const auto& [table, column] : additive_columns()) {
        std::map<std::pair<std::string, std::string>, const Line*> seen;
        std::map<std::pair<std::string, std::string>, const Line*> spelt;  // by id, as read aloud
        const std::vector<Line> lines = tables.lines(table);
        for (const Line& line : lines) {
            const std::string name = line.text("name_zh") + "|" + line.text("project");
            const std::string& amount = line.text(column);
            if (amount.empty() || amount == "0") continue;
            const auto [alike, new_id] =
                spelt.emplace(std::pair(scenario::bare_word(line.text("id")), amount), &line);
            if (!new_id && !scenario::bare_word(line.text("id")).empty()) {
                found.push_back({"copied-row",
                                 line.place(),
                                 line.at("id"),
                                 say("{} 与第 {} 行的编号只差大小写或符号，金额相同",
                                     "{} differs from the id of line {} in letter case or signs "
                                     "only, with the same amount",
                                     quote(line.text("id")), alike->second->at().line),
                                 {"看来同一项写了两遍", "the same item seems to stand twice"},
                                 {"请删去一行；若确是两项，请改编号。",
                                  "Delete one; if they are two, give them other ids."}});
                continue;
            }
            if (line.text("name_zh").empty()) continue;
            const auto [first, is_new] = seen.emplace(std::pair(name, amount), &line);
            if (is_new) continue;
            found.push_back({"copied-row",
                             line.place(),
                             line.at(),
                             say("{} 与第 {} 行同名同额", "{} has the name and amount of line {}",
                                 quote(line.text("id")), first->second->at().line),
                             {"看来同一项写了两遍", "the same item seems to stand twice"},
                             {"请删去一行；若确是两项，请在名称中区分。",
                              "Delete one; if they are two, tell them apart by their names."}});
        }
    }
    return found;
}

}  // namespace coffer::audit
