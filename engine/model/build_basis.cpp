// Where numbers come from: the ids of assumptions.csv in the `basis` of other tables.
#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// Letters, digits and marks of ASCII that may belong to a longer word; Chinese text may touch.
bool joins(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || c == '.';
}

/// "G20; A3" -> A3.
std::vector<std::string> assumption_ids(const std::string& basis) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < basis.size(); ++i) {
        if (basis[i] != 'A' || (i > 0 && joins(basis[i - 1]))) continue;
        std::size_t end = i + 1;
        while (end < basis.size() && is_digit(basis[end])) ++end;
        // A full stop or hyphen after the digits ends a sentence or a range ("A3.", "A1-A4").
        const bool longer =
            end < basis.size() && joins(basis[end]) && basis[end] != '.' && basis[end] != '-';
        if (end > i + 1 && !longer) ids.push_back(basis.substr(i, end - i));
    }
    return ids;
}

bool is_assumption_id(const std::string& id) {
    return id.size() > 1 && id[0] == 'A' && std::all_of(id.begin() + 1, id.end(), is_digit);
}

}  // namespace

void check_basis(Building& building) {
    Names assumptions{"assumptions", "assumption"};
    building.each_row("assumptions", [&](FieldReader& row) {
        const std::string id = Building::define(row, assumptions);
        for (const char* field : {"statement_zh", "statement_en", "reason", "source"}) {
            static_cast<void>(row.text(field));
        }
        if (id.empty() || is_assumption_id(id)) return;
        row.error("id",
                  say("{} 不能作假设的标识", "{} cannot be the id of an assumption", quote(id)),
                  {"在 basis 里要能认出它", "it must be recognisable in a basis"},
                  {"请写 A 加数字，例如 A12。", "Write A and digits, such as A12."});
    });
    std::set<std::string> used;
    for (const auto& [name, table] : building.document.tables) {
        if (name == "assumptions") continue;
        building.each_row(name, [&](FieldReader& row) {
            for (const std::string& id : assumption_ids(row.raw("basis"))) {
                used.insert(id);
                if (building.is_unread("assumptions") || assumptions.entries.contains(id)) continue;
                row.error("basis", say("没有名为 {} 的假设", "unknown assumption {}", quote(id)),
                          assumptions.entries.empty() ? Text{"没有 assumptions.csv 或其中没有行",
                                                             "assumptions.csv is missing or empty"}
                                                      : Text{"assumptions.csv 中没有它",
                                                             "assumptions.csv does not list it"},
                          scenario::did_you_mean(
                              id, assumptions.ids(),
                              {"请在 assumptions.csv 写明。", "State it in assumptions.csv."}));
            }
        });
    }
    // Rows that could not be read may use any of them.
    if (!building.document.unread.empty()) return;
    for (const auto& [id, entry] : assumptions.entries) {
        if (used.contains(id) || !is_assumption_id(id)) continue;
        building.report.warning(
            entry.at, say("假设 {} 没有用到", "assumption {} is not used", quote(id)),
            {"没有任何一行的 basis 提到它", "no row names it in its basis"},
            {"请在用到它的行注明，或删去。", "Name it where it is used, or delete it."});
    }
}

}  // namespace coffer::model
