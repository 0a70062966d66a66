#include "load.hpp"

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "terminal.hpp"

namespace coffer::tool {

double Stopwatch::lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    begin_ = now;
    return seconds;
}

std::optional<Loaded> load(const Request& request, report::Timings& timings,
                           Diagnostics& diagnostics) {
    Stopwatch watch;
    auto document = scenario::parse(request.folder, request.overrides, diagnostics);
    timings.parse = watch.lap();
    if (!document) return std::nullopt;
    auto model = model::build(*document, diagnostics);
    timings.build = watch.lap();
    if (!model) return std::nullopt;
    auto plan = plan::compile(*model, diagnostics);
    timings.compile = watch.lap();
    if (!plan || diagnostics.has_errors()) return std::nullopt;
    return Loaded{std::move(*document), std::move(*model), std::move(*plan)};
}

report::Manifest manifest_of(const Loaded& loaded, const Request& request,
                             const report::Timings& timings, const Diagnostics& diagnostics) {
    report::Manifest manifest;
    manifest.coffer_version = COFFER_VERSION;
    manifest.scenario_id = loaded.model.id;
    manifest.scenario_name = loaded.model.name;
    manifest.scenario_folder = request.folder.string();
    manifest.scenario_sha256 = loaded.document.sha256;
    manifest.first_year = loaded.model.first_year;
    manifest.years = loaded.model.years;
    manifest.overrides = request.overrides;
    manifest.seed = request.seed.value_or(loaded.model.simulation.seed);
    manifest.timings = timings;
    manifest.warnings = diagnostics.sorted();
    return manifest;
}

ExitCode report_out_of_range(const Request& request, std::uint64_t path) {
    Diagnostics diagnostics;
    const std::string number = std::to_string(path);
    diagnostics.error({},
                      {"路径 " + number + " 上有金额超过 22.5 万亿元",
                       "an amount on path " + number + " is beyond 22.5 trillion yuan"},
                      {"超过后不能精确到分，结果不可用，没有写任何文件",
                       "beyond it amounts are not exact to the fen, so the figures cannot be used; "
                       "nothing was written"},
                      {"请检查金额单位、增长率、波动率和弹性。",
                       "Check units of amounts, growth, volatilities and elasticities."});
    print(diagnostics, request.language, Show::errors);
    return mistake;
}

ExitCode report_stop(const Request& request) {
    if (request.output != Output::quiet) {
        print_error(request.language == Language::chinese ? "已停止，没有写任何文件。\n"
                                                          : "Stopped; nothing was written.\n");
    }
    return stopped;
}

std::filesystem::path out_folder(const Request& request, const std::string& name) {
    return request.out.value_or(std::filesystem::path("out") / name);
}

}  // namespace coffer::tool
