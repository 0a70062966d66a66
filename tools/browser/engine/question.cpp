#include "question.hpp"

#include <fmt/format.h>

#include "coffer/analysis/books.hpp"
#include "coffer/analysis/compare.hpp"
#include "coffer/base/sha256.hpp"
#include "coffer/report/answer_page.hpp"
#include "coffer/report/compare_answer.hpp"
#include "coffer/report/forecast_page.hpp"
#include "coffer/report/html.hpp"
#include "coffer/report/reader_tables.hpp"
#include "coffer/report/verdict.hpp"
#include "coffer/results/read.hpp"
#include "coffer/scenario/package.hpp"
#include "plan.hpp"

/// Tells the page how far a run is.
extern "C" [[clang::import_module("page"), clang::import_name("progress")]] void page_progress(
    double done, double total);

namespace coffer::browser {
namespace {

/// Of the four gigabytes that a module can address, what samples may take.
constexpr std::uint64_t most_memory = 2'500'000'000;

bool tell_progress(std::uint64_t done, std::uint64_t total) {
    page_progress(static_cast<double>(done), static_cast<double>(total));
    return true;  // who stops a run ends the worker
}

/// Takes the shell of the report's page from the files, which else are the plan's.
std::string take_shell(Files& files) {
    const auto node = files.extract("shell");
    return node ? node.mapped() : std::string{};
}

std::vector<std::string> statements_of(const Json& request) {
    std::vector<std::string> texts;
    for (const Json& each : request.value("set", Json::array())) {
        if (each.is_string()) texts.push_back(each.get<std::string>());
    }
    return texts;
}

scenario::Change change_of(const std::vector<std::string>& texts) {
    scenario::Change change;
    for (const std::string& text : texts) {
        change.statements.push_back(scenario::command_line_statement(text));
    }
    return change;
}

run::Options how_of(const Json& request, const model::Simulation& simulation) {
    run::Options options;
    options.paths = request.value("paths", simulation.paths);
    std::optional<std::uint64_t> seed;
    if (request.contains("seed")) seed = request.value("seed", std::uint64_t{0});
    options.draws = kernel::Draws::of(simulation, seed);
    options.threads = 1;
    return options;
}

bool check(const plan::Plan& plan, const run::Options& how, std::uint64_t stores,
           Diagnostics& diagnostics) {
    if (!run::check(how, diagnostics)) return false;
    run::Options all = how;
    all.paths *= stores;
    if (run::memory_needed(plan, all) <= most_memory) return true;
    diagnostics.error({}, {"内存不够", "not enough memory"},
                      {fmt::format("浏览器里算不了 {} 条路径", how.paths),
                       fmt::format("a browser has no room for {} paths", how.paths)},
                      {"请减少路径数；命令行的 coffer 没有这个限制。",
                       "Take fewer paths; coffer on the command line has no such limit."});
    return false;
}

void tell_out_of_range(std::uint64_t path, Diagnostics& diagnostics) {
    diagnostics.error({},
                      {fmt::format("路径 {} 上有金额超过 22.5 万亿元", path),
                       fmt::format("an amount on path {} is beyond 22.5 trillion yuan", path)},
                      {"超过后不能精确到分，结果不可用",
                       "beyond it amounts are not exact to the fen, so the figures cannot be used"},
                      {"请检查金额单位、增长率、波动率和弹性。",
                       "Check units of amounts, growth, volatilities and elasticities."});
}

results::Manifest manifest_of(const analysis::Case& plan, const std::string& command,
                              const std::vector<std::string>& changes, const run::Options& how,
                              const Diagnostics& diagnostics) {
    results::Manifest manifest;
    manifest.coffer_version = COFFER_VERSION;
    manifest.command = command;
    manifest.scenario_id = plan.model.id;
    manifest.scenario_name = plan.model.name;
    manifest.scenario_sha256 = plan.document.sha256;
    manifest.first_year = plan.model.first_year;
    manifest.first_month = plan.model.first_month;
    manifest.years = plan.model.years;
    manifest.unit = results::money_unit_of(plan.document);
    manifest.changes = changes;
    manifest.seed = how.draws.seed();
    manifest.paths = how.paths;
    manifest.threads = 1;
    manifest.warnings = diagnostics.sorted();
    return manifest;
}

/// The files, their manifest, and all of them in one archive, as the page offers them.
void deliver(std::vector<results::File> files, results::Manifest& manifest, Files& out) {
    scenario::Package package;
    for (results::File& file : files) {
        manifest.files.push_back({file.name, file.content.size(), sha256(file.content)});
        package[file.name] = file.content;
        out[file.name] = std::move(file.content);
    }
    package[std::string(results::manifest_name)] = results::manifest_json(manifest);
    if (auto archive = scenario::pack(package)) out["results.zip"] = std::move(*archive);
}

Json failed(const Diagnostics& diagnostics, const Read& plan) {
    return {{"ok", false},
            {"messages", json_of(diagnostics, plan.document ? &*plan.document : nullptr)}};
}

Json done(const Files& out) {
    Json json = {{"ok", true}, {"files", Json::array()}};
    for (const auto& [name, bytes] : out) json["files"].push_back(name);
    return json;
}

}  // namespace

Json run(Files& files, const Json& request, Files& out) {
    const std::string shell = take_shell(files);
    const auto changes = statements_of(request);
    Read plan = read(
        files, changes.empty() ? std::vector<scenario::Change>{} : std::vector{change_of(changes)});
    if (!plan.plan) return failed(plan.diagnostics, plan);
    const analysis::Case& base = *plan.plan;
    const run::Options how = how_of(request, base.model.simulation);
    if (!check(base.plan, how, 1, plan.diagnostics)) return failed(plan.diagnostics, plan);
    const auto outcome = run::run(base.plan, how, tell_progress);
    if (!outcome || outcome->out_of_range) {
        if (outcome) tell_out_of_range(*outcome->out_of_range, plan.diagnostics);
        return failed(plan.diagnostics, plan);
    }
    const auto median = analysis::replay(base.plan, kernel::Draws::at_median(), 0);
    results::RunResults found{manifest_of(base, "run", changes, how, plan.diagnostics),
                              outcome->forecast,
                              analysis::yearly_books(median, base.model),
                              analysis::yearly_dues(median, base.plan, base.model),
                              analysis::monthly_spending(median, base.plan, base.model),
                              results::assumptions_of(base.document)};
    found.manifest.timings.simulate = outcome->timings.simulate;
    found.manifest.timings.first_path = outcome->timings.first_path;
    found.manifest.timings.summarise = outcome->timings.summarise;
    auto written = results::run_files(found);
    for (auto& file : report::reader_files(report::reader_tables(found), language_of(request))) {
        written.push_back(std::move(file));
    }
    deliver(std::move(written), found.manifest, out);
    out["report.html"] = report::html(report::forecast_page(found), shell, language_of(request));
    Json json = done(out);
    json["seconds"] = outcome->timings.simulate;
    return json;
}

Json compare(Files& files, const Json& request, Files& out) {
    const std::string shell = take_shell(files);
    Read plan = read(files);
    if (!plan.plan) return failed(plan.diagnostics, plan);
    const analysis::Case& base = *plan.plan;
    Diagnostics found;
    const auto changes = statements_of(request);
    auto varied = analysis::vary(base.document, {change_of(changes)}, found);
    std::string label;
    for (const std::string& text : changes) label += (label.empty() ? "" : "; ") + text;
    if (!varied.changed) {
        if (!found.has_errors()) {
            found.error({label, 0, 0}, {"改动没有改到任何东西", "the change changes nothing"},
                        {"方案里没有它所选的行", "the plan has none of the rows it selects"},
                        {"请检查方括号里的条件。", "Check the conditions in its brackets."});
        }
        return failed(found, plan);
    }
    const run::Options how = how_of(request, base.model.simulation);
    if (!analysis::check_comparable(base, *varied.changed, {label, 0, 0}, found) ||
        !check(base.plan, how, 2, found)) {
        return failed(found, plan);
    }
    analysis::Runner runner(how, tell_progress, 2);
    const auto before = runner.run(base.plan);
    const auto after = before ? runner.run(varied.changed->plan) : std::nullopt;
    if (!after) {
        if (runner.interrupted() && runner.interrupted()->out_of_range) {
            tell_out_of_range(*runner.interrupted()->out_of_range, found);
        }
        return failed(found, plan);
    }
    results::Manifest manifest = manifest_of(base, "compare", {}, how, plan.diagnostics);
    manifest.others.push_back({label, changes, varied.changed->document.sha256});
    const statistics::Resamples resamples(static_cast<std::size_t>(how.paths));
    const std::vector<report::ComparedPlan> compared = {
        {label,
         {label, label},
         analysis::compare(base.plan, *before, varied.changed->plan, *after, resamples, 1),
         analysis::differing_assumptions(base.document, varied.changed->document)}};
    const results::Answer answer = report::compare_answer(
        base.model.name, {base.model.start(), manifest.unit}, how.paths, compared);
    auto written = results::answer_files(answer);
    for (auto& file : report::reader_files(answer, language_of(request))) {
        written.push_back(std::move(file));
    }
    deliver(std::move(written), manifest, out);
    out["report.html"] =
        report::html(report::answer_page(answer, manifest), shell, language_of(request));
    return done(out);
}

}  // namespace coffer::browser
