#include "coffer/results/plan_facts.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "coffer/results/csv.hpp"
#include "coffer/results/numbers.hpp"
#include "coffer/scenario/schema.hpp"

namespace coffer::results {
namespace {

/// "projects 3; stages 12", as files have it.
std::string uses_text(const std::vector<UseOfAssumption>& uses) {
    std::string text;
    for (const auto& [table, rows] : uses) {
        text += (text.empty() ? "" : "; ") + table + " " + std::to_string(rows);
    }
    return text;
}

std::string cell_of(const scenario::Table& table, const scenario::Row& row,
                    std::string_view column) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), column);
    const auto place = static_cast<std::size_t>(found - table.columns.begin());
    return place < row.cells.size() ? row.cells[place].text : std::string{};
}

/// The words of "G20; A3".
std::vector<std::string> words_of(const std::string& basis) {
    std::vector<std::string> words{""};
    for (const char character : basis) {
        const bool part = std::isalnum(static_cast<unsigned char>(character)) != 0 ||
                          character == '_' || character == '-';
        if (part) {
            words.back() += character;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

}  // namespace

MoneyUnit money_unit_of(const scenario::Document& document) {
    const auto unit = document.settings.find("scenario.unit");
    if (unit == document.settings.end() || unit->second.items.empty()) return MoneyUnit::yi;
    return money_unit_named(unit->second.items.front().text).value_or(MoneyUnit::yi);
}

std::vector<Assumption> assumptions_of(const scenario::Document& document) {
    const auto found = document.tables.find("assumptions");
    if (found == document.tables.end()) return {};
    const scenario::Table& table = found->second;
    std::map<std::string, std::map<std::string, std::size_t>> uses;
    for (const auto& [name, other] : document.tables) {
        if (name == "assumptions") continue;
        for (const scenario::Row& row : other.rows) {
            for (const std::string& word : words_of(cell_of(other, row, "basis"))) {
                if (!word.empty()) ++uses[word][name];
            }
        }
    }
    std::vector<Assumption> assumptions;
    for (const scenario::Row& row : table.rows) {
        Assumption assumption;
        assumption.id = cell_of(table, row, "id");
        assumption.statement = {cell_of(table, row, "statement_zh"),
                                cell_of(table, row, "statement_en")};
        assumption.reason = cell_of(table, row, "reason");
        assumption.source = cell_of(table, row, "source");
        for (const auto& [name, count] : uses[assumption.id]) {
            assumption.used_by.push_back({name, count});
        }
        assumptions.push_back(std::move(assumption));
    }
    // A2 before A10, whatever the order of rows.
    std::sort(assumptions.begin(), assumptions.end(), [](const auto& a, const auto& b) {
        return std::pair(a.id.size(), a.id) < std::pair(b.id.size(), b.id);
    });
    return assumptions;
}

Text told_uses(const std::vector<UseOfAssumption>& uses) {
    Text text;
    for (const auto& [table, rows] : uses) {
        const scenario::TableSchema* const schema = scenario::find_table(table);
        text.zh += (text.zh.empty() ? "" : "；") + (schema == nullptr ? table : schema->zh) + " " +
                   std::to_string(rows);
    }
    text.en = uses_text(uses);
    return text;
}

File books_file(const std::vector<BookRow>& books) {
    CsvWriter csv("year,account,account_zh,account_en,item,item_zh,item_en,amount,category");
    for (const BookRow& row : books) {
        csv.raw(std::to_string(row.year)).text(row.account);
        csv.text(row.account_name.zh).text(row.account_name.en);
        csv.text(row.item).text(row.item_name.zh).text(row.item_name.en);
        csv.raw(yuan_from_fen(std::round(row.amount * 100.0))).raw(row.category);
        csv.end_row();
    }
    return {"books.csv", csv.content_for_spreadsheets()};
}

File debt_due_file(const std::vector<DebtDue>& dues) {
    CsvWriter csv("year,debt,name_zh,name_en,interest,principal");
    for (const DebtDue& due : dues) {
        csv.raw(std::to_string(due.year)).text(due.debt);
        csv.text(due.name.zh).text(due.name.en);
        csv.raw(yuan_from_fen(std::round(due.interest * 100.0)));
        csv.raw(yuan_from_fen(std::round(due.principal * 100.0)));
        csv.end_row();
    }
    return {"debt_due.csv", csv.content_for_spreadsheets()};
}

File spending_file(const std::vector<DepartmentMonth>& months) {
    CsvWriter csv("month,department,planned,forecast");
    for (const DepartmentMonth& row : months) {
        csv.raw(to_string(row.month)).text(row.department);
        csv.raw(yuan_from_fen(std::round(row.planned * 100.0)));
        csv.raw(yuan_from_fen(std::round(row.forecast * 100.0)));
        csv.end_row();
    }
    return {"spending.csv", csv.content_for_spreadsheets()};
}

File assumptions_file(const std::vector<Assumption>& assumptions) {
    CsvWriter csv("id,statement_zh,statement_en,reason,source,used_by");
    for (const Assumption& assumption : assumptions) {
        csv.text(assumption.id).text(assumption.statement.zh).text(assumption.statement.en);
        csv.text(assumption.reason).text(assumption.source).text(uses_text(assumption.used_by));
        csv.end_row();
    }
    return {"assumptions.csv", csv.content_for_spreadsheets()};
}

}  // namespace coffer::results
