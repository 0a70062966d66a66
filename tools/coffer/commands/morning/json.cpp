#include "json.hpp"

#include <nlohmann/json.hpp>

#include "coffer/report/morning_answer.hpp"

namespace coffer::tool {
namespace {

using batch::Morning;
using batch::Moved;

using Json = nlohmann::ordered_json;

Json json_of(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }
Json json_of(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

/// A night, where there is one.
Json nights_name(const std::string& night) { return night.empty() ? Json(nullptr) : Json(night); }

Json json_of(const std::vector<Moved>& rows, const char* id) {
    Json list = Json::array();
    for (const Moved& row : rows) {
        Json json = {{"plan", row.plan}, {"variant", row.variant}, {id, row.id}};
        if (row.year > 0) {
            json["name"] = json_of(row.name);
            json["year"] = row.year;
            if (!row.period.empty()) json["period"] = row.period;
        }
        json["compared"] = row.compared;
        json["before"] = row.before;
        json["now"] = row.now;
        json["error"] = row.error;
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace

std::string morning_json(const Morning& morning) {
    const auto& counts = morning.counts;
    Json json = {{"night", morning.night},
                 {"name", json_of(morning.name)},
                 {"before", morning.before ? Json(*morning.before) : Json(nullptr)},
                 {"incomplete", morning.incomplete ? Json(*morning.incomplete) : Json(nullptr)},
                 {"alerts", morning.alerts()},
                 {"items", counts.all()},
                 {"done", counts.done},
                 {"invalid", counts.invalid},
                 {"failed", counts.failed},
                 {"unchanged", morning.unchanged}};
    json["changes"] = Json::array();
    for (const auto& change : morning.changes) {
        json["changes"].push_back({{"plan", change.plan},
                                   {"variant", change.variant},
                                   {"reason", report::id_of(change.reason)},
                                   {"compared", nights_name(change.compared)},
                                   {"files", change.files}});
    }
    json["gone"] = Json::array();
    for (const auto& gone : morning.gone) {
        json["gone"].push_back(
            {{"plan", gone.plan}, {"items", gone.items}, {"last", nights_name(gone.last)}});
    }
    json["falls"] = json_of(morning.falls, "target");
    json["rises"] = json_of(morning.rises, "target");
    json["new_hits"] = json_of(morning.new_hits, "event");
    json["troubles"] = Json::array();
    for (const auto& trouble : morning.troubles) {
        json["troubles"].push_back({{"plan", trouble.plan},
                                    {"variant", trouble.variant},
                                    {"state", trouble.invalid ? "invalid" : "failed"},
                                    {"last", nights_name(trouble.last)},
                                    {"mistakes", trouble.errors},
                                    {"place", trouble.place},
                                    {"what", json_of(trouble.what)}});
    }
    json["worst"] = Json::array();
    for (const auto& standing : morning.worst) {
        json["worst"].push_back({{"plan", standing.plan},
                                 {"name", json_of(standing.name)},
                                 {"p_arrears", json_of(standing.arrears)},
                                 {"p_below_floor", json_of(standing.below_floor)},
                                 {"p_red_last_year", json_of(standing.red)},
                                 {"p_lowest_target", json_of(standing.lowest_target)}});
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace coffer::tool
