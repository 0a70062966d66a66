#include <cmath>
#include <numeric>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// Whole thousandths; a number that is none is an error.
double in_thousandths(FieldReader& row, const std::string& field, double value) {
    const double whole = std::round(value * thousandths);
    if (std::abs(value * thousandths - whole) > 1e-6 + 1e-15 * whole && row.ok()) {
        row.error(field, {"小数多于三位", "more than three decimals"},
                  {"要素按千分之一计量，这样加总才准确",
                   "capacities are counted in thousandths, so that sums are exact"},
                  {"请改为至多三位小数。", "Write at most three decimals."});
    }
    return whole;
}

const Choices<Capacity::Kind>& capacity_choices() {
    static const Choices<Capacity::Kind> choices = {{"quota", Capacity::Kind::quota},
                                                    {"throughput", Capacity::Kind::throughput},
                                                    {"renewable", Capacity::Kind::renewable},
                                                    {"investors", Capacity::Kind::investors}};
    return choices;
}

void read_capacity(Building& building, FieldReader& row) {
    Capacity capacity;
    capacity.id = Building::define(row, building.capacities);
    capacity.name = row.names();
    capacity.kind = row.choice("kind", capacity_choices(), Capacity::Kind::quota);
    capacity.amount = row.number_series("amount", 0.0, ranges::capacity);
    static const Choices<bool> unused = {{"lapses", false}, {"carries_over", true}};
    capacity.carries_over = row.choice("unused", unused, false);
    if (capacity.kind != Capacity::Kind::quota) {
        row.must_be_blank({"unused"}, {"只有年度指标 (quota) 会剩到年末",
                                       "only a quota has something left at the end of a year"});
    }
    capacity.inflow = read_inflow(building, row, capacity.kind);
    if (capacity.kind == Capacity::Kind::investors) {
        row.must_be_blank({"amount"}, {"每家到位的投资者带来一个单位",
                                       "each investor whose money arrives brings one unit"});
    } else if (row.ok() || row.given("kind")) {
        row.must_be_given({"amount"}, {"这类要素要有数量", "a capacity of this kind needs one"});
    }
    for (double& amount : capacity.amount) amount = in_thousandths(row, "amount", amount);
    const bool falls = !std::is_sorted(capacity.amount.begin(), capacity.amount.end());
    if (row.ok() && capacity.kind == Capacity::Kind::renewable && falls) {
        row.error("amount", {"可周转的要素逐年减少", "a renewable capacity falls"},
                  {"已被占用的不能收回，占用量会超过要素的数量",
                   "what is held cannot be taken away, so more would be held than there is"},
                  {"请写不减的序列；要减少，可另立一个项目长期占用它。",
                   "Write a series that does not fall; to shrink it, let a project of its own "
                   "hold the rest."});
    }
    if (!capacity.id.empty()) building.model.capacities.push_back(std::move(capacity));
}

/// The most that one stage could ever get of a capacity, in thousandths.
double most_at_once(const Model& model, const Capacity& capacity) {
    if (capacity.kind == Capacity::Kind::investors) {
        return model.most_inflow(capacity) * thousandths;
    }
    if (capacity.carries_over) {
        return std::accumulate(capacity.amount.begin(), capacity.amount.end(), 0.0);
    }
    return *std::max_element(capacity.amount.begin(), capacity.amount.end());
}

std::string plain(double thousands) { return fmt::format("{:g}", thousands / thousandths); }

struct DemandPlace {
    std::size_t project = 0;
    std::size_t stage = 0;
};

/// The stage that a row names; reports one that is not there.
std::optional<DemandPlace> find_stage(Building& building, FieldReader& row) {
    if (building.pipelines.entries.contains(row.raw("project"))) {
        row.error("project", say("{} 是项目池", "{} is a pipeline", quote(row.raw("project"))),
                  {"项目池没有阶段，不能占用要素", "a pipeline has no stages to take capacity"},
                  {"请改为项目。", "Name a project."});
        return std::nullopt;
    }
    const auto index = building.refer(row, "project", building.projects);
    const StageKind kind = row.choice("stage", stage_choices(), StageKind::construction);
    if (!row.ok() || !index || building.is_unread("stages")) return std::nullopt;
    if (!building.project_notes[row.raw("project")].ok) return std::nullopt;
    const auto& stages = building.model.projects[*index].stages;
    if (stages.empty()) return std::nullopt;
    for (std::size_t s = 0; s < stages.size(); ++s) {
        if (stages[s].kind == kind) return DemandPlace{*index, s};
    }
    row.error(
        "stage",
        say("项目 {} 没有列出阶段 {}", "project {} lists no stage {}", quote(row.raw("project")),
            row.raw("stage")),
        {"没有要占用要素的工作", "there is no work that could take capacity"},
        {"请在 stages.csv 列出它，或删去这一行。", "List it in stages.csv or delete the row."});
    return std::nullopt;
}

void check_demand(const Building& building, FieldReader& row, const Capacity& capacity,
                  const Project& project, const DemandPlace& place, double units) {
    const bool under_way = place.stage == 0 && project.progress > 0.0;
    if (under_way && capacity.kind != Capacity::Kind::renewable) {
        row.error("stage",
                  say("项目 {} 的这个阶段已在进行", "this stage of project {} is under way",
                      quote(project.id)),
                  {"它在开工时已经用过", "it has used what it needed when it started"},
                  {"请删去这一行。", "Delete the row."});
    } else if (units > most_at_once(building.model, capacity)) {
        row.error(
            "units",
            say("需要 {}，但 {} 至多 {}", "{} units are needed, but {} has at most {}",
                plain(units), quote(capacity.id), plain(most_at_once(building.model, capacity))),
            {"这个阶段永远不能开始", "the stage could never start"},
            {"请核对两个数，单位是否一致？", "Check both, and their units."});
    }
}

/// What the demands on a capacity come to.
struct Demanded {
    std::size_t rows = 0;
    double units = 0.0;
    double under_way = 0.0;  ///< by stages under way
};

void check_sums(Building& building, const std::vector<Demanded>& demanded, bool complete) {
    for (std::size_t c = 0; c < demanded.size() && complete; ++c) {
        const Capacity& capacity = building.model.capacities[c];
        const Position& at = building.capacities.entries[capacity.id].at;
        const double in_all = std::accumulate(capacity.amount.begin(), capacity.amount.end(), 0.0);
        if (demanded[c].rows == 0) {
            building.report.warning(
                at, say("要素 {} 没有用处", "capacity {} is not used", quote(capacity.id)),
                {"demands.csv 中没有它的行", "demands.csv has no row for it"},
                {"请在 demands.csv 使用它，或删去这一行。",
                 "Use it in demands.csv or delete the row."});
        } else if (demanded[c].under_way > capacity.amount.front()) {
            building.report.error(
                at,
                say("在建阶段占用 {} 共 {}，多于第一年的 {}",
                    "stages under way hold {1} of {0}, more than the {2} of the first year",
                    quote(capacity.id), plain(demanded[c].under_way),
                    plain(capacity.amount.front())),
                {"规划期开始时就超过了要素的数量", "it would be exceeded when the plan begins"},
                {"请提高 amount，或核对 demands.csv。", "Raise the amount or check demands.csv."});
        } else if (capacity.kind == Capacity::Kind::quota && demanded[c].units > in_all) {
            building.report.warning(
                at,
                say("各阶段共需 {1} {0}，规划期内只有 {2}",
                    "stages need {1} of {0} in all, the plan has {2}", quote(capacity.id),
                    plain(demanded[c].units), plain(in_all)),
                {"有的阶段在规划期内不能开始", "some stages cannot start within the plan"},
                {"请核对 amount；排在前面的项目先得。",
                 "Check the amount; projects earlier in the order get theirs."});
        }
    }
}

}  // namespace

void build_capacities(Building& building) {
    Model& model = building.model;
    bool amounts_known = true;
    building.each_row("capacities", [&](FieldReader& row) {
        read_capacity(building, row);
        amounts_known = amounts_known && row.ok();
    });
    Building::sort_by_id(model.capacities, building.capacities);

    std::vector<Demanded> demanded(model.capacities.size());
    std::map<std::array<std::size_t, 3>, Position> places;
    bool complete = !building.is_unread("demands") && !building.report.has_errors();
    building.each_row("demands", [&](FieldReader& row) {
        const auto place = find_stage(building, row);
        const auto capacity = building.refer(row, "capacity", building.capacities);
        const double units = in_thousandths(row, "units", row.number("units", 0.0, ranges::units));
        complete = complete && row.ok();
        if (!row.ok() || !place || !capacity) return;
        const auto [first, is_new] =
            places.emplace(std::array{place->project, place->stage, *capacity}, row.at());
        if (!is_new) {
            row.error("capacity", {"这一行重复", "this demand stands twice"},
                      say("已在 {}", "it stands at {}", where(first->second)),
                      {"请合并成一行。", "Merge the two rows."});
            return;
        }
        Project& project = model.projects[place->project];
        if (amounts_known) {
            check_demand(building, row, model.capacities[*capacity], project, *place, units);
        }
        demanded[*capacity].rows += 1;
        demanded[*capacity].units += units;
        const bool under_way = place->stage == 0 && project.progress > 0.0;
        if (under_way) demanded[*capacity].under_way += units;
        project.stages[place->stage].demands.push_back({{*capacity}, units});
    });
    for (Project& project : model.projects) {
        for (Stage& stage : project.stages) {
            std::sort(stage.demands.begin(), stage.demands.end(),
                      [](const Demand& a, const Demand& b) { return a.capacity < b.capacity; });
        }
    }
    check_sums(building, demanded, complete && !building.report.has_errors());
}

}  // namespace coffer::model
