#include "counties.hpp"

#include <map>
#include <set>
#include <utility>

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::batch {

std::optional<ReadCounty> read_county(const PlanPlace& place, const scenario::Source& source,
                                      const std::vector<scenario::Change>& changes,
                                      Diagnostics& diagnostics) {
    const auto document = scenario::parse_source(source, changes, diagnostics);
    if (!document) return std::nullopt;
    auto model = model::build(*document, diagnostics);
    if (!model) return std::nullopt;
    auto plan = plan::compile(*model, diagnostics);
    if (!plan || diagnostics.has_errors()) return std::nullopt;
    if (model->simulation.region.empty()) model->simulation.region = model->id;
    return ReadCounty{
        {place.plan, model->id, model->name, model->simulation.region, document->sha256},
        std::move(*model),
        std::move(*plan)};
}

std::optional<ReadCounty> read_county(const PlanPlace& place,
                                      const std::vector<scenario::Change>& changes,
                                      Diagnostics& diagnostics) {
    const auto source = scenario::read_source(place.place, diagnostics);
    if (!source || diagnostics.has_errors()) return std::nullopt;
    return read_county(place, *source, changes, diagnostics);
}

Diagnostic reason(const PlanPlace& place, Text problem, Text why, Text suggestion) {
    return {Severity::error,
            {place.place.generic_string(), 0, 0},
            std::move(problem),
            std::move(why),
            std::move(suggestion)};
}

Diagnostic no_memory(const PlanPlace& place, std::uint64_t paths, std::uint64_t bytes) {
    return reason(
        place, {"内存不够", "not enough memory"},
        scenario::say("{} 条路径最多需要 {} MB", "{} paths may need {} MB", paths,
                      bytes / 1'000'000),
        {"请减少路径数，或放宽 --max-memory。", "Ask for fewer paths, or raise --max-memory."});
}

Diagnostic beyond_range(const PlanPlace& place, std::uint64_t path) {
    return reason(place,
                  scenario::say("路径 {} 上有金额超过 22.5 万亿元",
                                "an amount on path {} is beyond 22.5 trillion yuan", path),
                  {"超过后不能精确到分，结果不可用", "beyond it amounts are not exact to the fen"},
                  {"请检查金额单位、增长率、波动率和弹性。",
                   "Check units of amounts, growth, volatilities and elasticities."});
}

std::optional<Frame> Counties::agree(const std::vector<PlanPlace>& plans,
                                     Diagnostics& diagnostics) {
    const auto first = std::find_if(frames.begin(), frames.end(),
                                    [](const auto& frame) { return frame.has_value(); });
    if (first == frames.end()) {
        tell_none_left(diagnostics);
        return std::nullopt;
    }
    const Frame frame = **first;
    std::map<std::string, std::size_t> regions;
    for (std::size_t place = 0; place < found.size(); ++place) {
        if (!found[place]) continue;
        if (frames[place] != frame) {
            leave_out(
                place,
                reason(plans[place],
                       {"规划期与别的县不同", "its years are not those of the others"},
                       scenario::say("它从 {} 年 {} 月起 {} 年，第一个县从 {} 年 {} 月起 {} 年",
                                     "it begins in {}-{:02} and has {} years, the first county in "
                                     "{}-{:02} and has {}",
                                     frames[place]->first_year, frames[place]->first_month,
                                     frames[place]->years, frame.first_year, frame.first_month,
                                     frame.years),
                       {"请统一 first_year、first_month 和 years。",
                        "Make first_year, first_month and years the same."}));
            continue;
        }
        const auto [other, is_new] = regions.emplace(found[place]->region, place);
        if (is_new) continue;
        const std::string& region = found[place]->region;
        diagnostics.error({plans[place].place.generic_string(), 0, 0},
                          scenario::say("与 {} 同为地区 {}", "it is region {1}, as {0} is",
                                        plans[other->second].plan, scenario::quote(region)),
                          {"两个县的抽样会完全一样，合计的风险就偏大",
                           "both would have the same luck, and the sum too wide a distribution"},
                          {"请给每个县自己的 simulation.region 或 scenario.id。",
                           "Give each a simulation.region or scenario.id of its own."});
    }
    if (diagnostics.has_errors()) return std::nullopt;
    return frame;
}

void Counties::tell_none_left(Diagnostics& diagnostics) const {
    // A mistake of what all extend is one mistake.
    std::set<std::string> told;
    for (const auto& of_county : left) {
        for (const Diagnostic& each : of_county) {
            if (each.severity != Severity::error) continue;
            if (!told.insert(format(each, Language::english)).second) continue;
            diagnostics.error(each.at, each.problem, each.why, each.suggestion);
        }
    }
    diagnostics.error(
        {}, {"没有一个县可以推演", "no county can be computed"},
        {"每个方案都有错误", "every plan has mistakes"},
        {"请先改正；coffer check 逐个检查。", "Correct them first; coffer check tells of each."});
}

std::vector<County> Counties::those_found() const {
    std::vector<County> all;
    for (const auto& each : found) {
        if (each) all.push_back(*each);
    }
    return all;
}

std::vector<LeftOut> Counties::those_left(const std::vector<PlanPlace>& plans) const {
    std::vector<LeftOut> all;
    for (std::size_t place = 0; place < found.size(); ++place) {
        if (!found[place]) all.push_back({plans[place].plan, left[place]});
    }
    return all;
}

}  // namespace coffer::batch
