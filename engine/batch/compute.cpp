#include "coffer/batch/compute.hpp"

#include <chrono>
#include <utility>

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/source.hpp"
#include "coffer/scenario/wording.hpp"
#include "record.hpp"

namespace coffer::batch {
namespace {

using scenario::say;

class Stopwatch {
  public:
    double lap() {
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - begin_).count();
        begin_ = now;
        return seconds;
    }

  private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

struct Compiled {
    std::string sha256;
    model::Model model;
    plan::Plan plan;
};

std::optional<Compiled> compiled(const scenario::Source& source, const scenario::Change* variant,
                                 results::Timings& timings, Diagnostics& diagnostics) {
    Stopwatch watch;
    std::vector<scenario::Change> changes;
    if (variant != nullptr) changes.push_back(*variant);
    const auto document = scenario::parse_source(source, changes, diagnostics);
    timings.parse = watch.lap();
    if (!document) return std::nullopt;
    auto model = model::build(*document, diagnostics);
    timings.build = watch.lap();
    if (!model) return std::nullopt;
    auto plan = plan::compile(*model, diagnostics);
    timings.compile = watch.lap();
    if (!plan || diagnostics.has_errors()) return std::nullopt;
    return Compiled{document->sha256, std::move(*model), std::move(*plan)};
}

/// Memory granted, until the end of the scope.
class Granted {
  public:
    Granted(const MemoryGate& gate, std::uint64_t bytes)
        : gate_(gate), bytes_(bytes), granted_(gate.take(bytes)) {}
    ~Granted() {
        if (granted_) gate_.release(bytes_);
    }
    Granted(const Granted&) = delete;
    Granted& operator=(const Granted&) = delete;
    explicit operator bool() const { return granted_; }

  private:
    const MemoryGate& gate_;
    std::uint64_t bytes_;
    bool granted_;
};

std::string manifest_of(const Compiled& compiled, const store::Record& record,
                        const PlanPlace& place, const store::PlannedTask& task,
                        const scenario::Change* variant, const results::Timings& timings,
                        const run::Outcome& outcome, const Method& method) {
    results::Manifest manifest;
    manifest.coffer_version = method.coffer_version;
    manifest.command = "batch";
    manifest.scenario_id = record.plan_id;
    manifest.scenario_name = record.name;
    manifest.scenario_folder = place.plan;
    manifest.scenario_sha256 = compiled.sha256;
    manifest.first_year = record.first_year;
    manifest.years = record.years;
    if (variant != nullptr) manifest.changes.push_back(task.variant);
    manifest.seed = record.seed;
    manifest.paths = record.paths;
    manifest.threads = outcome.threads;
    manifest.timings = timings;
    manifest.timings.simulate = outcome.timings.simulate;
    manifest.timings.first_path = outcome.timings.first_path;
    manifest.timings.summarise = outcome.timings.summarise;
    manifest.warnings = record.diagnostics;
    return results::manifest_json(manifest);
}

Diagnostic out_of_range(std::uint64_t path) {
    return {Severity::error,
            {},
            say("路径 {} 上有金额超过 22.5 万亿元",
                "an amount on path {} is beyond 22.5 trillion yuan", path),
            {"超过后不能精确到分，结果不可用",
             "beyond it amounts are not exact to the fen, so the figures cannot be used"},
            {"请检查金额单位、增长率、波动率和弹性。",
             "Check units of amounts, growth, volatilities and elasticities."}};
}

}  // namespace

Computed compute(const store::PlannedTask& task, const PlanPlace& place,
                 const scenario::Change* variant, const Method& method) {
    Computed computed;
    Diagnostics diagnostics;
    const auto source = scenario::read_source(place.place, diagnostics);
    const bool whole = source && !diagnostics.has_errors();
    const auto told = [&] { return told_of(place, source ? &*source : nullptr, diagnostics); };
    auto now = whole ? task_of(*method.night, place, *source, variant, method.program)
                     : task_of_unreadable(*method.night, place, told(), variant, method.program);
    if (now.key != task.key) {
        computed.result = Changed{std::move(now)};
        return computed;
    }
    if (!whole) {
        computed.result = Invalid{told()};
        return computed;
    }
    results::Timings timings;
    const auto plan = compiled(*source, variant, timings, diagnostics);
    if (!plan) {
        computed.result = Invalid{told()};
        return computed;
    }
    run::Options options;
    options.paths = method.night->paths.value_or(plan->model.simulation.paths);
    options.draws = kernel::Draws::of(plan->model.simulation, method.night->seed);
    options.threads = method.threads;
    computed.bytes = run::memory_needed(plan->plan, options);
    const Granted memory(method.memory, computed.bytes);
    if (!memory) {
        const double megabytes = static_cast<double>(computed.bytes) / 1e6;
        computed.result =
            Failed{say("内存不够：{} 条路径最多需要 {:.0f} MB",
                       "not enough memory: {} paths may need {:.0f} MB", options.paths, megabytes)};
        return computed;
    }
    const auto outcome = run::run(plan->plan, options, [&](std::uint64_t, std::uint64_t) {
        return !method.stop_requested();
    });
    if (!outcome) {
        computed.result = Stopped{};
    } else if (outcome->out_of_range) {
        computed.result = Invalid{{out_of_range(*outcome->out_of_range)}};
    } else {
        store::Record record = record_of(outcome->forecast, plan->model, plan->plan, *method.night);
        record.sha256 = plan->sha256;
        record.seed = options.draws.seed();
        record.diagnostics = told();
        record.manifest =
            manifest_of(*plan, record, place, task, variant, timings, *outcome, method);
        computed.result = std::move(record);
    }
    return computed;
}

}  // namespace coffer::batch
