#include "commands/progress/earlier.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

#include "coffer/model/indicators.hpp"
#include "coffer/results/read.hpp"
#include "coffer/scenario/wording.hpp"
#include "coffer/store/store.hpp"

namespace coffer::tool::commands {
namespace {

using scenario::say;

void read_folder(const std::string& folder, const model::Model& model, std::vector<Earlier>& all,
                 Diagnostics& diagnostics) {
    auto read = results::read_run(folder, diagnostics);
    if (!read) return;
    const Position at{folder, 0, 0};
    if (!read->changed.empty()) {
        diagnostics.error(at, {"结果被改动过", "the results were changed"},
                          {"与写出时不同：" + read->changed.front(),
                           "not what was written: " + read->changed.front()},
                          {"请用没有改动过的结果。", "Use results as they were written."});
    }
    if (read->results.manifest.scenario_id != model.id) {
        diagnostics.error(at, {"这是另一个方案的结果", "these are results of another plan"},
                          {"它的编号是 " + read->results.manifest.scenario_id,
                           "its id is " + read->results.manifest.scenario_id},
                          {"请给出这个方案以前的结果。", "Name earlier results of this plan."});
    }
    all.push_back({folder, std::move(read->results.forecast)});
}

/// What the track record asks of a forecast: its figures.
statistics::Forecast forecast_of(const store::Record& record) {
    statistics::Forecast forecast;
    for (const auto& row : record.figures) {
        const auto* info = model::find_indicator(row.indicator);
        // An indicator that an older program had, and this one has not.
        if (info == nullptr) continue;
        forecast.series.push_back(
            {info->indicator, row.dimension, row.year, row.month, row.summary, row.reference_path});
    }
    // As a run tells them; a store has an order of its own.
    std::sort(forecast.series.begin(), forecast.series.end(),
              [](const statistics::SeriesSummary& a, const statistics::SeriesSummary& b) {
                  return std::tie(a.indicator, a.dimension, a.year, a.month) <
                         std::tie(b.indicator, b.dimension, b.year, b.month);
              });
    return forecast;
}

void read_store(const std::string& place, const model::Model& model, std::vector<Earlier>& all,
                Diagnostics& diagnostics) {
    const Position at{store::shown(place), 0, 0};
    try {
        const auto store = store::open(place, store::Access::read, diagnostics);
        if (!store) return;
        std::vector<std::pair<std::string, std::int64_t>> tasks;
        store->query(
            "SELECT min(night_tasks.night) AS night, runs.task AS task FROM runs "
            "JOIN night_tasks ON night_tasks.task = runs.task "
            "WHERE runs.plan_id = ?1 AND night_tasks.variant = '' "
            "GROUP BY runs.task ORDER BY night, task",
            {model.id},
            [&](const std::vector<std::string>&, const std::vector<store::Value>& values) {
                tasks.emplace_back(std::get<std::string>(values.at(0)),
                                   std::get<std::int64_t>(values.at(1)));
            });
        for (const auto& [night, task] : tasks) {
            const auto record = store->read(task);
            if (!record) continue;
            all.push_back({store::shown(place) + " " + night, forecast_of(*record)});
        }
        if (!tasks.empty()) return;
        diagnostics.error(
            at, {"存储里没有这个方案的结果", "the store has no results of this plan"},
            say("没有一夜算过编号为 {} 的方案", "no night has computed a plan of id {}",
                scenario::quote(model.id)),
            {"coffer store STORE 列出各夜；请给出算过这个方案的存储。",
             "coffer store STORE lists the nights; name a store that has computed this plan."});
    } catch (const store::Failure& error) {
        diagnostics.error(at, {"存储读不了", "the store cannot be read"}, error.why(),
                          {"文件可能已损坏：coffer store STORE verify 会检查它。",
                           "The file may be damaged; coffer store STORE verify checks it."});
    }
}

}  // namespace

std::vector<Earlier> earlier_forecasts(const std::vector<std::string>& places,
                                       const model::Model& model, Diagnostics& diagnostics) {
    std::vector<Earlier> all;
    for (const auto& place : places) {
        // What is neither there nor a server is for the folder's reader to complain of.
        if (store::is_server(place) || std::filesystem::is_regular_file(place)) {
            read_store(place, model, all, diagnostics);
        } else {
            read_folder(place, model, all, diagnostics);
        }
    }
    return all;
}

}  // namespace coffer::tool::commands
