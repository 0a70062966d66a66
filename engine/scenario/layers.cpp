#include "layers.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "coffer/scenario/bases.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "fingerprint.hpp"
#include "limits.hpp"
#include "settings_reader.hpp"
#include "table_columns.hpp"
#include "table_keys.hpp"
#include "unit_check.hpp"

namespace coffer::scenario {
namespace {

namespace fs = std::filesystem;

/// Who a plan is does not pass from its base to it, nor which base that one has.
bool is_own(const std::string& key) {
    static const std::set<std::string> own = {"extends",          "format",
                                              "scenario.id",      "scenario.name_zh",
                                              "scenario.name_en", "simulation.region"};
    return own.contains(key);
}

const std::string& setting_of(const Document& document, const std::string& key) {
    static const std::string none;
    const auto found = document.settings.find(key);
    const bool one = found != document.settings.end() && found->second.items.size() == 1;
    return one ? found->second.items.front().text : none;
}

/// What gives the base's bare numbers their meaning must be the same for both.
void check_frames(const Document& base, const Document& plan, Diagnostics& diagnostics) {
    for (const char* key : {"format", "scenario.unit"}) {
        if (!setting_of(base, key).empty() || base.unread_keys.contains(key)) continue;
        diagnostics.error(base.settings_at, say("缺少 {}", "{} is missing", key),
                          {"别的方案继承它，须说明其中数字的写法",
                           "other plans extend it, so it must say how its numbers are written"},
                          {"请补上。", "Add it."});
    }
    for (const char* key :
         {"format", "scenario.unit", "scenario.first_year", "scenario.first_month"}) {
        const std::string& below = setting_of(base, key);
        const std::string& above = setting_of(plan, key);
        if (below.empty() || above.empty() || below == above) continue;
        diagnostics.error(
            plan.settings.at(key).items.front().at,
            say("{} 与所继承的方案不同：{} 与 {}",
                "{} differs from that of the extended plan: {} and {}", key, quote(above),
                quote(below)),
            say("{} 中的金额和各年的值是按它写的",
                "amounts and yearly values in {} are written by it", base.settings_at.file),
            {"请改成一样，或删去这里的。", "Make them the same, or delete it here."});
    }
}

std::vector<std::size_t> places_of(const Table& table, const std::vector<std::string>& columns) {
    std::vector<std::size_t> places;
    for (const std::string& name : columns) {
        places.push_back(static_cast<std::size_t>(
            std::find(table.columns.begin(), table.columns.end(), name) - table.columns.begin()));
    }
    return places;
}

/// What a row is about; empty when it does not say.
std::vector<std::string> key_of_row(const Row& row, const std::vector<std::size_t>& places,
                                    bool ordered) {
    std::vector<std::string> key;
    for (const std::size_t place : places) {
        key.push_back(place < row.cells.size() ? row.cells[place].text : "");
    }
    if (!ordered) std::sort(key.begin(), key.end());
    const bool blank =
        std::all_of(key.begin(), key.end(), [](const std::string& part) { return part.empty(); });
    return blank ? std::vector<std::string>{} : key;
}

std::set<std::vector<std::string>> keys_of(const Table& table, const TableKey& key) {
    const auto places = places_of(table, key.columns);
    std::set<std::vector<std::string>> keys;
    for (const Row& row : table.rows) {
        auto one = key_of_row(row, places, key.ordered);
        if (!one.empty()) keys.insert(std::move(one));
    }
    return keys;
}

/// The base's rows that the plan does not replace, then the plan's.
Table laid_over(Table base, Table plan) {
    const TableKey key = key_of_table(base.name);
    const auto replaced = keys_of(plan, key);
    const auto places = places_of(base, key.columns);
    std::vector<Row> kept;
    for (Row& row : base.rows) {
        if (!replaced.contains(key_of_row(row, places, key.ordered)))
            kept.push_back(std::move(row));
    }
    base.rows = std::move(kept);
    std::vector<std::size_t> to;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        const std::string heading = i < plan.headings.size() ? plan.headings[i] : plan.columns[i];
        to.push_back(add_column(base, plan.columns[i], heading));
    }
    base.notes = std::move(plan.notes);
    for (Note& note : base.notes) note.before += base.rows.size();
    for (Row& row : plan.rows) {
        Row wide;
        wide.at = row.at;
        wide.malformed = row.malformed;
        for (const std::string& column : base.columns) {
            wide.cells.push_back({said_without(base.name, column), row.at});
        }
        for (std::size_t i = 0; i < to.size() && i < row.cells.size(); ++i) {
            wide.cells[to[i]] = std::move(row.cells[i]);
        }
        base.rows.push_back(std::move(wide));
    }
    base.at = plan.at;
    return base;
}

/// Drivers of the base move all plans that extend it by the same draws, unless a row says
/// otherwise. Written into the rows, so that a copy of the whole plan in one piece says the same.
void mark_common_drivers(const std::set<std::vector<std::string>>& of_base, Document& document) {
    const auto found = document.tables.find("drivers");
    if (found == document.tables.end() || of_base.empty()) return;
    Table& table = found->second;
    const auto ids = places_of(table, {"id"});
    const std::size_t draws = add_column(table, "draws", "draws");
    for (Row& row : table.rows) {
        if (!of_base.contains(key_of_row(row, ids, true))) continue;
        if (row.cells[draws].text.empty()) row.cells[draws].text = "common";
    }
}

/// `plan` over `base`.
void lay_over(Layer& plan, Layer base, Diagnostics& diagnostics) {
    Document& document = plan.document;
    check_frames(base.document, document, diagnostics);
    std::set<std::vector<std::string>> drivers;
    if (const auto found = base.document.tables.find("drivers");
        found != base.document.tables.end()) {
        drivers = keys_of(found->second, key_of_table("drivers"));
    }
    for (auto& [key, setting] : base.document.settings) {
        if (!is_own(key)) document.settings.emplace(key, std::move(setting));
    }
    for (auto& [name, table] : base.document.tables) {
        const auto own = document.tables.find(name);
        if (own == document.tables.end()) {
            table.notes.clear();
            document.tables.emplace(name, std::move(table));
        } else {
            own->second = laid_over(std::move(table), std::move(own->second));
        }
    }
    document.unread.merge(base.document.unread);
    for (const std::string& key : base.document.unread_keys) {
        if (!is_own(key)) document.unread_keys.insert(key);
    }
    mark_common_drivers(drivers, document);
}

/// Nothing is missing from a plan whose base could not be read: it might have been there.
void forgive_missing(Document& document) {
    for (const TableSchema& schema : table_schemas()) document.unread.insert(schema.name);
    for (const Field& field : setting_fields()) {
        if (!is_own(field.name)) document.unread_keys.insert(field.name);
    }
}

bool stands_in(const Position& at, const fs::path& place) {
    const fs::path file(at.file);
    return file == place || file.parent_path() == place;
}

void count_origins(Document& document) {
    for (Base& base : document.bases) {
        for (const auto& [name, table] : document.tables) {
            const auto rows = static_cast<std::size_t>(
                std::count_if(table.rows.begin(), table.rows.end(),
                              [&](const Row& row) { return stands_in(row.at, base.place); }));
            if (rows > 0) base.rows[name] = rows;
        }
        for (const auto& [key, setting] : document.settings) {
            base.settings += stands_in(setting.at, base.place) ? 1 : 0;
        }
    }
}

}  // namespace

void refuse_base(const Cell& extends, Text why, Text suggestion, Diagnostics& diagnostics) {
    diagnostics.error(extends.at,
                      say("extends 不能指向 {}", "extends cannot lead to {}", quote(extends.text)),
                      std::move(why), std::move(suggestion));
}

const Base* base_of(const Document& document, const Position& at) {
    const auto found = std::find_if(document.bases.begin(), document.bases.end(),
                                    [&at](const Base& base) { return stands_in(at, base.place); });
    return found == document.bases.end() ? nullptr : &*found;
}

const Cell* extends_of(const Document& document) {
    const auto found = document.settings.find("extends");
    if (found == document.settings.end() || found->second.items.size() != 1) return nullptr;
    const Cell& cell = found->second.items.front();
    return cell.text.empty() ? nullptr : &cell;
}

Document join_layers(Layer plan, const BaseReader& read_base, const std::vector<Change>& changes,
                     Diagnostics& diagnostics) {
    std::vector<Layer> layers;
    layers.push_back(std::move(plan));
    bool missing = false;
    while (const Cell* extends = extends_of(layers.back().document)) {
        const Cell written = *extends;  // layers move when one more is put in
        std::optional<Layer> base;
        if (read_base) {
            base = read_base(written, diagnostics);
        } else {
            refuse_base(written,
                        {"这个方案不在磁盘上，没有从它算起的路径",
                         "this plan is not on disk, so no path begins at it"},
                        {"请先合成一个：coffer workbook。", "Make it one first: coffer workbook."},
                        diagnostics);
        }
        if (!base) {
            missing = true;
            break;
        }
        layers.push_back(std::move(*base));
    }
    for (const Layer& layer : layers) check_units(layer.document, layer.units, diagnostics);
    std::vector<Base> bases;
    for (std::size_t i = 1; i < layers.size(); ++i) {
        bases.push_back({layers[i].document.folder, {}, 0});
    }
    for (std::size_t i = layers.size() - 1; i > 0; --i) {
        lay_over(layers[i - 1], std::move(layers[i]), diagnostics);
    }
    Document document = std::move(layers.front().document);
    if (missing) forgive_missing(document);
    document.settings.erase("extends");
    document.bases = std::move(bases);
    count_origins(document);
    for (const Change& change : changes) apply(change, document, diagnostics);
    if (const Cell* changed = extends_of(document)) {
        refuse_base(
            *changed, {"改动作用于合成之后的方案", "changes are made to the plan put together"},
            {"请在方案自己的设置里写 extends。", "Write extends in the plan's own settings."},
            diagnostics);
        document.settings.erase("extends");
    }
    check_required(document, diagnostics);
    document.sha256 = fingerprint(document);
    return document;
}

}  // namespace coffer::scenario
