// The approved balance of statutory debt, by class and year.
#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// Without a limit everything is issued in its own window.
void check_carried_quota(Building& building) {
    for (const Source& source : building.model.sources) {
        if (!source.carries_quota || building.model.tier_rules) continue;
        const DebtClass debt_class =
            source.kind == Source::Kind::special_bond ? DebtClass::special : DebtClass::general;
        const auto& limits = building.model.debt_limits;
        if (std::any_of(limits.begin(), limits.end(),
                        [&](const DebtLimit& limit) { return limit.debt_class == debt_class; })) {
            continue;
        }
        building.report.warning(
            building.sources.entries[source.id].at,
            say("来源 {} 的 unused_quota 没有作用", "unused_quota has no effect in source {}",
                quote(source.id)),
            {"debt_limits.csv 没有这一类债务的限额，额度总是发完",
             "debt_limits.csv has no limit for its class: all of the quota is issued"},
            {"请给出限额，或留空。", "Write the limit, or leave it blank."});
    }
}

}  // namespace

void build_debt_limits(Building& building) {
    Model& model = building.model;
    std::map<DebtClass, Position> places;
    building.each_row("debt_limits", [&](FieldReader& row) {
        DebtLimit read;
        read.debt_class = row.choice("class", debt_class_choices(), DebtClass::general);
        read.limit = row.amount_series("limit");
        if (!row.ok() || !row.given("class")) return;
        if (read.debt_class != DebtClass::general && read.debt_class != DebtClass::special) {
            row.error(
                "class",
                say("{} 类债务没有法定限额", "{} debt has no statutory limit",
                    quote(row.raw("class"))),
                {"限额只管一般债务和专项债务", "limits are approved for general and special debt"},
                {"贷款的额度请写在 sources.csv 的 annual。",
                 "Write a loan's credit limit as annual in sources.csv."});
            return;
        }
        const auto [place, is_new] = places.emplace(read.debt_class, row.at());
        if (!is_new) {
            row.error(
                "class", {"这一类债务重复", "this class stands twice"},
                say("已在 {}", "it stands at {}", where(place->second)),
                {"每类一行，各年用 ; 分隔。", "Write one row a class, years separated by ;."});
            return;
        }
        model.debt_limits.push_back(std::move(read));
    });
    std::sort(model.debt_limits.begin(), model.debt_limits.end(),
              [](const DebtLimit& a, const DebtLimit& b) { return a.debt_class < b.debt_class; });
    if (!building.is_unread("debt_limits")) check_carried_quota(building);
}

}  // namespace coffer::model
