// How lines and drivers vary: annual_sd and what goes with it, the kind of a line whose defaults
// it takes, the shock whose luck it shares (docs/model.md sections 2 and 3).
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "building.hpp"
#include "coffer/model/growth_weights.hpp"
#include "coffer/model/narrow_fans.hpp"
#include "coffer/scenario/wording.hpp"
#include "drivers/former_noise.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

std::string percent(double share) { return fmt::format("{:.3g}%", share * 100.0); }

/// `like`: a kind, `none` for no kind at all, or what the row's place says.
std::optional<LineKind> read_kind(FieldReader& row, std::optional<LineKind> by_place) {
    if (!row.given("like")) return by_place;
    Choices<std::optional<LineKind>> choices = {{"none", std::nullopt}};
    for (const auto& each : line_kinds()) choices.emplace_back(each.id, each.kind);
    return row.choice("like", choices, by_place);
}

/// A field that is no more: what to write in place of its value.
void refuse_volatility(FieldReader& row, double annual_sd, bool transitory, const Text& why) {
    std::string zh = fmt::format("请改写 annual_sd = {}", percent(annual_sd));
    std::string en = fmt::format("Write annual_sd = {}", percent(annual_sd));
    if (transitory) {
        zh += "、permanent = 0";
        en += " and permanent = 0";
    }
    zh += transitory ? "（同样的波动）；历史支持的缺省值：annual_sd 留空。" : "（同样的波动）。";
    en += transitory ? " for the same noise, or leave annual_sd blank for what history says of its "
                       "kind."
                     : " for the same noise.";
    row.error("volatility", {"volatility 已经取消", "volatility is no more"}, why, {zh, en});
}

void read_rate_sd(FieldReader& row, Driver& driver) {
    row.must_be_blank({"permanent", "history_years", "like"},
                      {"只有 growth 有这一项", "only a growth has it"});
    driver.annual_sd = row.ratio("annual_sd", 0.0, ranges::annual_sd);
    driver.volatility = driver.annual_sd / rate_change_sd(driver.persistence);
}

void read_growth_sd(FieldReader& row, Driver& driver) {
    const auto kind = read_kind(row, std::nullopt);
    driver.drawn_start = true;
    if (kind) {
        // Prices and GDP are a region's own; of other kinds what all places share.
        const auto& usual = info(*kind);
        driver.annual_sd = *kind == LineKind::gdp ? usual.whole_sd() : usual.common_sd;
        driver.permanent = usual.common_permanent;
        if (!row.given("half_life_months") && !row.given("persistence"))
            driver.persistence = persistence_of(usual.common_half_life);
    }
    if (row.given("annual_sd")) driver.annual_sd = row.ratio("annual_sd", 0.0, ranges::annual_sd);
    driver.permanent = row.share("permanent", driver.permanent);
    driver.history_years = row.number("history_years", 0.0, ranges::history_years);
    driver.volatility = driver.annual_sd * std::sqrt(driver.permanent) /
                        growth_weights(even_months(), driver.persistence).year_sd;
}

}  // namespace

const std::vector<std::string>& uncertainty_columns() {
    static const std::vector<std::string> columns = {"annual_sd", "permanent", "half_life_months",
                                                     "month_sd",  "shock",     "history_years",
                                                     "like",      "volatility"};
    return columns;
}

void read_driver_uncertainty(FieldReader& row, Driver& driver) {
    const bool growth = driver.kind == Driver::Kind::growth;
    driver.persistence = row.ratio("persistence", 0.0, ranges::persistence);
    if (row.given("half_life_months")) {
        driver.persistence = persistence_of(row.number("half_life_months", 0.0, ranges::months));
        row.must_be_blank({"persistence"}, {"half_life_months 已经说了同一件事",
                                            "half_life_months says the same thing"});
    }
    if (row.given("volatility")) {
        const double old = row.ratio("volatility", 0.0, ranges::annual_sd);
        const double now =
            growth ? growth_sd_of(old, driver.persistence) : rate_sd_of(old, driver.persistence);
        refuse_volatility(row, now, false,
                          growth
                              ? Text{"它是月度增速折成年率后的标准差，不是一年增速的标准差",
                                     "it was of an annualised monthly rate, not of a year's growth"}
                              : Text{"它是长期的标准差，annual_sd 是十二个月变动的标准差",
                                     "it was the long-run spread; annual_sd is of the change over "
                                     "twelve months"});
        return;
    }
    if (growth) {
        read_growth_sd(row, driver);
    } else {
        read_rate_sd(row, driver);
    }
}

void read_uncertainty(Building& building, FieldReader& row, Flow& flow,
                      const LineDefaults& defaults) {
    flow.kind = read_kind(row, defaults.kind);
    flow.at = row.at("id");
    Uncertainty& luck = flow.uncertainty;
    const LineKindInfo* usual = flow.kind ? &info(*flow.kind) : nullptr;
    if (row.given("volatility")) {
        refuse_volatility(row, line_sd_of(row.ratio("volatility", 0.0, ranges::annual_sd)), true,
                          {"它是每年重新抽样、彼此无关的波动，拆细科目就消失",
                           "it was noise drawn anew each year for each line alone, which "
                           "splitting a line removed"});
    }
    // A table without the column is a plan that says what moves its lines, or that nothing does.
    const bool tells = row.has_column("annual_sd");
    flow.sd_by_kind = tells && usual != nullptr && !row.given("annual_sd");
    luck.annual_sd = row.ratio("annual_sd", 0.0, ranges::annual_sd);
    const bool varies = flow.sd_by_kind || luck.annual_sd > 0.0;
    luck.permanent = row.share("permanent", usual != nullptr ? usual->own_permanent : 1.0);
    luck.half_life_months = row.number("half_life_months", 0.0, ranges::months);
    luck.month_sd =
        row.ratio("month_sd", varies && usual != nullptr ? usual->month_sd : 0.0, ranges::month_sd);
    luck.history_years = row.number("history_years", 0.0, ranges::history_years);
    // An annual_sd of 0 that is written, as by a what-if, leaves the rest of the row as it is.
    if (!varies && !row.given("annual_sd")) {
        row.must_be_blank(
            {"permanent", "half_life_months", "history_years"},
            {"没有 annual_sd，也没有可用的缺省值，这一行不波动",
             "without annual_sd, and without a kind to take it from, nothing varies"});
    }
    const std::string shock = row.id("shock");
    building.line_shocks[flow.stream] = shock.empty() ? defaults.shock : shock;
}

namespace {

/// Every flow under its line's id, to be written to where the model may be.
template <class AnyModel>
auto flows_by_id(AnyModel& model) {
    std::map<std::string, decltype(&model.revenue.front().flow)> flows;
    for (auto& line : model.revenue) flows[line.id] = &line.flow;
    for (auto& taxpayer : model.taxpayers) flows[taxpayer.id] = &taxpayer.output;
    for (auto& line : model.expenditure) flows[line.id] = &line.flow;
    for (auto& income : model.project_income) flows[income.id] = &income.flow;
    for (auto& pipeline : model.pipelines) flows[pipeline.id] = &pipeline.need;
    for (auto& series : model.economic_series) flows[series.id] = &series.flow;
    for (auto& source : model.sources) flows[source.id] = &source.arrival;
    return flows;
}

}  // namespace

void build_shocks(Building& building) {
    auto& model = building.model;
    auto flows = flows_by_id(model);
    std::map<std::string, std::vector<Flow*>> members;
    for (auto& [id, flow] : flows) {
        Uncertainty& luck = flow->uncertainty;
        if (flow->sd_by_kind) {
            // What all places share comes with the drivers, where the line has any.
            const auto& usual = info(*flow->kind);
            luck.annual_sd = flow->sensitivities.empty() ? usual.whole_sd() : usual.own_sd;
        }
        if (luck.annual_sd == 0.0 && luck.month_sd == 0.0) continue;
        members[building.line_shocks.at(flow->stream)].push_back(flow);
    }
    for (auto& [id, lines] : members) {
        building.shocks.entries[id].index = model.shocks.size();
        for (Flow* flow : lines) flow->uncertainty.shock = {model.shocks.size()};
        model.shocks.push_back({id, stream_of("shock", id), {}, {}});
        const auto [place, is_new] =
            building.streams.emplace(model.shocks.back().stream, "shock/" + id);
        if (is_new) continue;
        building.report.error(
            lines.front()->at,
            say("shock {} 与 {} 的随机数流相同", "shock {} and {} have the same random stream",
                quote(id), quote(place->second)),
            {"两者会抽到同样的数", "both would draw the same numbers"},
            {"请换一个名字。", "Choose another name."});
    }
}

std::vector<NarrowFan> narrow_fans(const Model& model) {
    std::vector<NarrowFan> narrow;
    for (const auto& [id, flow] : flows_by_id(model)) {
        if (!flow->kind) continue;
        const bool flows_at_all = std::any_of(flow->annual.begin(), flow->annual.end(),
                                              [](Money amount) { return amount.fen() != 0; });
        if (!flows_at_all) continue;
        double variance = flow->uncertainty.annual_sd * flow->uncertainty.annual_sd;
        // Drivers of one line hardly ever offset each other; correlations are left out.
        for (const auto& [driver, elasticity] : flow->sensitivities) {
            const double part = elasticity * model.drivers[driver.value].annual_sd;
            variance += part * part;
        }
        const double sd = std::sqrt(variance);
        const double usual = info(*flow->kind).whole_sd();
        if (sd < usual / 3.0) narrow.push_back({id, flow->at, *flow->kind, sd, usual});
    }
    return narrow;
}

}  // namespace coffer::model
