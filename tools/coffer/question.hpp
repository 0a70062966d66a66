#pragma once
// What the commands that answer questions have in common around their work.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/variant.hpp"
#include "coffer/results/answer.hpp"
#include "coffer/results/folder.hpp"
#include "command.hpp"
#include "forecast.hpp"
#include "load.hpp"
#include "option_groups.hpp"
#include "report_file.hpp"

namespace coffer::tool {

/// PLAN, --set, --change, --paths, --seed, --threads, --max-memory, --out, --report.
struct QuestionOptions {
    ScenarioOptions scenario;
    RunOptions run;
    OutOptions out;
    ReportOption report;

    void describe(Usage& usage, const std::string& command);
};

/// A question that may be asked: the plan is sound, there is memory, the folder may be written.
struct Question {
    std::string command;
    Loaded base;
    run::Options how;
    std::filesystem::path folder;
    bool force = false;  ///< what may be replaced in it
    std::optional<std::filesystem::path> report;
    results::Manifest manifest;
};

/// `stores` is how many plans' paths are held at once. None when there are mistakes; then they are
/// in `diagnostics`. Prints nothing.
[[nodiscard]] std::optional<Question> ask(const std::string& command,
                                          const QuestionOptions& options, std::uint64_t stores,
                                          const Speech& speech, Diagnostics& diagnostics);

/// A seed for checking what was found under another: never that one.
[[nodiscard]] std::uint64_t fresh_seed(std::uint64_t seed);

/// For a manifest: what `changes`, made one after another, make of the plan.
[[nodiscard]] results::OtherPlan other_plan(const std::string& label,
                                            const std::vector<scenario::Change>& changes,
                                            const analysis::Case& base);

/// A bar for all runs of a question, and Ctrl-C.
[[nodiscard]] run::Progress progress_on(ProgressBar& bar);

/// Says why runs ended early.
[[nodiscard]] ExitCode report_interrupted(const Speech& speech,
                                          const analysis::Interrupted& interrupted);

/// Where an answer goes.
struct Delivery {
    std::filesystem::path folder;
    bool force = false;
    std::optional<std::filesystem::path> report;
    results::Manifest manifest;
};

/// Writes the answer's tables, `files` and the manifest, all or none, and prints the answer. Then
/// `result`, or failure.
[[nodiscard]] ExitCode deliver(const Delivery& delivery, const results::Answer& answer,
                               const Speech& speech, ExitCode result = success,
                               std::vector<results::File> files = {});
[[nodiscard]] ExitCode deliver(const Question& question, const results::Answer& answer,
                               const Speech& speech, ExitCode result = success,
                               std::vector<results::File> files = {});

}  // namespace coffer::tool
