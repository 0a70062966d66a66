#include "building.hpp"

#include "coffer/base/contract.hpp"
#include "coffer/base/stream.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {

using scenario::quote;
using scenario::say;

const std::vector<scenario::Field>& Building::schema_of(const std::string& table) {
    for (const auto& schema : scenario::table_schemas()) {
        if (schema.name == table) return schema.columns;
    }
    constexpr bool schema_knows_the_table = false;
    COFFER_EXPECT(schema_knows_the_table);
    static const std::vector<scenario::Field> none;
    return none;
}

std::string Building::define(FieldReader& row, Names& names,
                             const std::vector<const Names*>& shared) {
    std::string id = row.id("id");
    if (id.empty()) return id;
    std::vector<const Names*> spaces = shared;
    spaces.push_back(&names);
    for (const Names* space : spaces) {
        const auto taken = space->entries.find(id);
        if (taken == space->entries.end()) continue;
        const Position& first = taken->second.at;
        row.error("id", say("标识 {} 重复", "the id {} is taken", quote(id)),
                  say("已在 {} 用过", "it is used at {}", where(first)),
                  {"请换一个标识，或删去重复的行。", "Choose another id or delete the row."});
        if (space != &names) names.refused.insert(id);
        return {};
    }
    names.entries[id] = {row.at("id"), 0};
    return id;
}

std::uint32_t Building::stream(FieldReader& row, const std::string& kind, const std::string& id) {
    const std::uint32_t hash = stream_of(kind, id);
    const std::string name = kind + "/" + id;
    const auto [place, is_new] = streams.emplace(hash, name);
    if (!is_new && place->second != name) {
        row.error("id",
                  say("{} 与 {} 的随机数流相同", "{} and {} have the same random stream",
                      quote(name), quote(place->second)),
                  {"两个名字的 32 位哈希恰好相等，抽样会相关",
                   "the 32-bit hashes of the two names coincide, their draws would be the same"},
                  {"请把其中一个标识改一个字。", "Change a letter of one of the ids."});
    }
    return hash;
}

void Building::report_unknown(FieldReader& row, const std::string& field,
                              const std::vector<const Names*>& names) const {
    std::vector<std::string> candidates;
    std::vector<std::string> tables;
    Text kinds;
    for (const Names* each : names) {
        if (is_unread(each->table.substr(0, each->table.find('.')))) return row.fail();
        if (each->refused.contains(row.raw(field))) return row.fail();
        for (auto& id : each->ids()) candidates.push_back(std::move(id));
        if (!each->table.empty()) tables.push_back(each->table);
        kinds.zh += (kinds.zh.empty() ? "" : "或") + each->kind.zh;
        kinds.en += (kinds.en.empty() ? "" : " or ") + each->kind.en;
    }
    Text where = {"", scenario::listed(tables)};
    for (const std::string& table : tables) where.zh += (where.zh.empty() ? "" : "、") + table;
    Text why = candidates.empty() ? Text{where.zh + " 中没有任何行", where.en + " has no rows"}
                                  : Text{where.zh + " 中没有它", "it is not in " + where.en};
    row.error(field,
              {"没有名为 " + quote(row.raw(field)) + " 的" + kinds.zh,
               "unknown " + kinds.en + " " + quote(row.raw(field))},
              std::move(why),
              scenario::did_you_mean(row.raw(field), candidates,
                                     {"请在 " + where.zh + " 中定义，或改正这里。",
                                      "Define it in " + where.en + " or correct it."}));
}

std::optional<std::size_t> Building::refer(FieldReader& row, const std::string& field,
                                           const Names& names) const {
    const std::string id = row.text(field);
    if (id.empty()) return std::nullopt;
    const auto found = names.entries.find(id);
    if (found != names.entries.end()) return found->second.index;
    report_unknown(row, field, {&names});
    return std::nullopt;
}

std::optional<Index<Driver>> Building::refer_driver(FieldReader& row, const std::string& field,
                                                    Driver::Kind kind) {
    const auto index = refer(row, field, drivers);
    // While some driver row is broken its index is not to be relied on.
    if (!index || *index >= model.drivers.size()) return std::nullopt;
    if (model.drivers[*index].kind != kind) {
        const bool growth = kind == Driver::Kind::growth;
        row.error(
            field,
            say("驱动因素 {} 的种类不对", "driver {} is of the wrong kind", quote(row.raw(field))),
            growth ? Text{"这里要 growth；rate 不累积成指数",
                          "a growth is wanted; a rate has no index"}
                   : Text{"这里要 rate；growth 不能给债务定价",
                          "a rate is wanted; a growth cannot price debt"},
            {"请换一个驱动因素。", "Name another driver."});
        return std::nullopt;
    }
    return Index<Driver>{*index};
}

MonthProfile Building::profile(FieldReader& row, const std::string& field) {
    MonthProfile even;
    even.fill(1.0 / 12.0);
    if (!refer(row, field, calendars)) return even;
    const Calendar& calendar = calendar_values[row.raw(field)];
    if (calendar.is_profile) return calendar.months;
    row.error(
        field, say("日历 {} 的种类不对", "calendar {} is of the wrong kind", quote(row.raw(field))),
        {"这里要 profile（各月占比），不是 work", "a profile is wanted here, not a work calendar"},
        {"请换一个日历，或留空表示各月相等。", "Name another, or leave it blank for even months."});
    return even;
}

MonthProfile Building::productivity(FieldReader& row, const std::string& field) {
    MonthProfile full;
    full.fill(1.0);
    if (!refer(row, field, calendars)) return full;
    const Calendar& calendar = calendar_values[row.raw(field)];
    if (!calendar.is_profile) return calendar.months;
    row.error(
        field, say("日历 {} 的种类不对", "calendar {} is of the wrong kind", quote(row.raw(field))),
        {"这里要 work（各月工效），不是 profile", "a work calendar is wanted here, not a profile"},
        {"请换一个日历，或留空表示全年施工。", "Name another, or leave it blank for full work."});
    return full;
}

const Choices<Account>& account_choices() {
    static const Choices<Account> choices = {{"general", Account::general},
                                             {"fund", Account::fund},
                                             {"state_capital", Account::state_capital}};
    return choices;
}

const Choices<DebtClass>& debt_class_choices() {
    static const Choices<DebtClass> choices = {
        {"general", DebtClass::general}, {"special", DebtClass::special},
        {"bank", DebtClass::bank},       {"platform", DebtClass::platform},
        {"hidden", DebtClass::hidden},   {"other", DebtClass::other}};
    return choices;
}

YearMoney read_annual(Building& building, FieldReader& row, const std::string& base) {
    const double fen = static_cast<double>(row.amount(base).fen());
    const YearSeries multiplier = row.number_series("multiplier", 1.0, ranges::multiplier);
    YearMoney annual(static_cast<std::size_t>(building.frame.years));
    for (std::size_t y = 0; y < annual.size(); ++y) {
        const double product = fen * multiplier[y];
        if (product > largest_fen) {
            row.error("multiplier",
                      say("{} 乘以 multiplier 太大", "{} times multiplier is too large", base),
                      {"超过 22.5 万亿元", "it is above 22.5 trillion yuan"},
                      {"请检查单位。", "Check the unit."});
            break;
        }
        annual[y] = Money::from_fen(static_cast<std::int64_t>(round_fen(product)));
    }
    return annual;
}

YearMoney read_product(FieldReader& row, const std::string& price) {
    const YearSeries quantity = row.number_series("quantity", 0.0, ranges::quantity);
    YearMoney annual = row.amount_series(price);
    for (std::size_t year = 0; year < annual.size(); ++year) {
        const double product = quantity[year] * static_cast<double>(annual[year].fen());
        if (product > largest_fen) {
            row.error("quantity",
                      say("quantity 乘以 {} 太大", "quantity times {} is too large", price),
                      {"超过 22.5 万亿元", "it is above 22.5 trillion yuan"},
                      {"请检查单位。", "Check the unit."});
            break;
        }
        annual[year] = Money::from_fen(static_cast<std::int64_t>(round_fen(product)));
    }
    return annual;
}

}  // namespace coffer::model
