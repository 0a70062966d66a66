#pragma once
// What the store keeps of a night: plain rows, named as their columns are (docs/night.md).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"
#include "coffer/statistics/summary.hpp"

namespace coffer::store {

/// `text` as every database can hold it: bytes that are no UTF-8, and NUL, are written \xHH. What
/// is so already stays as it is. The store writes all texts so; digests and keys are over these.
[[nodiscard]] std::string storable(const std::string& text);

/// A file that a task reads.
struct InputFile {
    std::string name;
    std::string sha256;
};

/// All that decides the figures of a task. Two tasks with equal inputs have equal figures.
struct Inputs {
    std::string plan_sha256;     ///< over names and bytes of the plan's files
    std::string changes_sha256;  ///< over the variant's statements and rows; "" without any
    std::string draws;           ///< "plan", "seed 7", ...
    std::string paths;           ///< "plan" or a number
    std::string keep;            ///< what is kept of the results
    std::string program;         ///< version and build
};

/// The hash of all inputs, in hex.
[[nodiscard]] std::string key_of(const Inputs& inputs);

/// One plan under one variant, as a night wants it.
struct PlannedTask {
    std::string plan;     ///< as the night file reaches it
    std::string variant;  ///< id of the change; "" for the plan as it is
    Text variant_name;
    Inputs inputs;
    std::string key;
    std::vector<InputFile> files;
};

enum class TaskState { waiting, running, done, invalid, failed };
[[nodiscard]] const char* name_of(TaskState state);

struct FigureRow {
    std::string indicator, dimension;
    int year = 0, month = 0;  ///< month 0: the year
    statistics::Summary summary;
    double reference_path = 0.0;
};

struct TargetRow {
    std::string target;
    Text name;
    std::string indicator, dimension;
    int year = 0;        ///< the first of its span
    std::string period;  ///< the whole span, as in targets.csv of results: 2026, 2026-07/2027-06
    std::string over;    ///< how its periods count; "" for one
    std::string relation;
    double value = 0.0, probability = 0.0, standard_error = 0.0;
};

/// A month in which an event can come for the first time; year and month 0: the plan as a whole.
struct FirstHitRow {
    std::string event;
    int year = 0, month = 0;
    double p_first = 0.0;  ///< of the first time being in it
    double p_by = 0.0;     ///< of it having happened by its end
    std::optional<double> mean_month;
};

struct ProjectRow {
    std::string project;
    Text name;
    double total_investment = 0.0, p_finished = 0.0;
    std::optional<double> finish_p10, finish_p50, finish_p90, p_late;
    double p_suspended = 0.0, p_cancelled = 0.0, funded_share = 0.0, p_short = 0.0;
};

/// All results of a task.
struct Record {
    std::string plan_id;
    Text name;
    std::string sha256;  ///< of the plan's content with the changes
    int first_year = 0, years = 0;
    std::uint64_t seed = 0, paths = 0;
    std::vector<FigureRow> figures;
    std::vector<TargetRow> targets;
    std::vector<FirstHitRow> first_hits;
    std::vector<ProjectRow> projects;
    std::vector<Diagnostic> diagnostics;  ///< warnings
    std::string manifest;                 ///< JSON; tells times, so it is no part of the digest
};

/// SHA-256, in hex, over everything in the record but its manifest; rows in any order.
[[nodiscard]] std::string digest_of(const Record& record);

/// What a task took.
struct Cost {
    double seconds = 0.0;     ///< wall clock, of all attempts that ended
    std::uint64_t bytes = 0;  ///< the most that its run may have held at once
};

}  // namespace coffer::store
