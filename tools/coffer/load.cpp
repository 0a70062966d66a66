#include "load.hpp"

#include "coffer/audit/audit.hpp"
#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"

namespace coffer::tool {

double Stopwatch::lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    begin_ = now;
    return seconds;
}

std::optional<Loaded> load(const ScenarioOptions& options, results::Timings& timings,
                           Diagnostics& diagnostics) {
    Stopwatch watch;
    const auto changes = options.changes.read(diagnostics);
    auto document = scenario::parse(options.folder, changes, diagnostics);
    timings.parse = watch.lap();
    if (!document) return std::nullopt;
    auto model = model::build(*document, diagnostics);
    timings.build = watch.lap();
    // Who is told of mistakes wants to hear of doubts at once, as far as the tables show them.
    if (!model) {
        audit::add_to(diagnostics, audit::audit_tables(*document));
        return std::nullopt;
    }
    auto plan = plan::compile(*model, diagnostics);
    timings.compile = watch.lap();
    if (!plan || diagnostics.has_errors()) {
        audit::add_to(diagnostics, audit::audit_tables(*document));
        return std::nullopt;
    }
    return Loaded{std::move(*document), std::move(*model), std::move(*plan)};
}

results::Manifest manifest_of(const Loaded& loaded, const ScenarioOptions& options,
                              const results::Timings& timings, const Diagnostics& diagnostics) {
    results::Manifest manifest;
    manifest.coffer_version = COFFER_VERSION;
    manifest.scenario_id = loaded.model.id;
    manifest.scenario_name = loaded.model.name;
    manifest.scenario_folder = options.folder.string();
    manifest.scenario_sha256 = loaded.document.sha256;
    manifest.first_year = loaded.model.first_year;
    manifest.first_month = loaded.model.first_month;
    manifest.years = loaded.model.years;
    manifest.unit = options.unit.of(loaded.document);
    manifest.changes = options.changes.files;
    manifest.changes.insert(manifest.changes.end(), options.changes.set.begin(),
                            options.changes.set.end());
    manifest.timings = timings;
    manifest.warnings = diagnostics.sorted();
    return manifest;
}

}  // namespace coffer::tool
