#include "json.hpp"

#include <tuple>

namespace coffer::browser {
namespace {

using Place = std::tuple<std::string, std::string, int, int>;  // file, sheet, line, column

Place place_of(const Position& at) { return {at.file, at.sheet, at.line, at.column}; }

/// Where the cells of a document stand: each place as the page names it.
class Cells {
  public:
    explicit Cells(const scenario::Document& document) {
        for (const auto& [name, table] : document.tables) {
            places_[place_of({table.at.file, 0, 0, table.at.sheet})] = {{"table", name}};
            for (std::size_t row = 0; row < table.rows.size(); ++row) {
                const auto& cells = table.rows[row].cells;
                for (std::size_t column = 0; column < cells.size(); ++column) {
                    if (cells[column].at.line <= 0) continue;
                    places_.try_emplace(place_of(cells[column].at),
                                        Json{{"table", name}, {"row", row}, {"column", column}});
                }
            }
        }
        for (const auto& [key, setting] : document.settings) {
            places_.try_emplace(place_of(setting.at), Json{{"key", key}});
            for (const scenario::Cell& item : setting.items) {
                places_.try_emplace(place_of(item.at), Json{{"key", key}});
            }
        }
    }

    [[nodiscard]] Json find(const Position& at) const {
        const auto found = places_.find(place_of(at));
        return found == places_.end() ? Json() : found->second;
    }

  private:
    std::map<Place, Json> places_;
};

}  // namespace

std::string json_text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_of(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json json_of(const Diagnostics& diagnostics, const scenario::Document* document) {
    const Cells cells(document == nullptr ? scenario::Document{} : *document);
    Json all = Json::array();
    for (const Diagnostic& each : diagnostics.sorted()) {
        all.push_back({{"severity", each.severity == Severity::error ? "error" : "warning"},
                       {"where", where(each.at)},
                       {"problem", json_of(each.problem)},
                       {"why", json_of(each.why)},
                       {"suggestion", json_of(each.suggestion)},
                       {"cell", cells.find(each.at)}});
    }
    return all;
}

}  // namespace coffer::browser
