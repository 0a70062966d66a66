#include "record_tables.hpp"

#include <charconv>

#include "cells.hpp"
#include "coffer/base/contract.hpp"

namespace coffer::store {
namespace {

using Results = std::vector<Filled>;

/// Rows of every record for one table.
template <class RowsOf>
void load_records(Database& database, const char* table, int columns, const Results& results,
                  const RowsOf& rows_of) {
    const auto to = database.load(table, columns);
    for (const Filled& each : results) {
        if (each.record != nullptr) rows_of(each, *to);
    }
    to->finish();
}

void add_run(const Filled& filled, Loader& to) {
    const Record& record = *filled.record;
    to << filled.task << record.plan_id << record.name << record.sha256 << record.first_year
       << record.years << std::to_string(record.seed) << static_cast<std::int64_t>(record.paths)
       << filled.digest;
    to.end_row();
}

void add_figures(std::int64_t task, const Record& record, const SeriesNumbers& series, Loader& to) {
    for (const FigureRow& row : record.figures) {
        const auto& summary = row.summary;
        to << task << series.of(row) << row.year << row.month;
        to << summary.mean << summary.se << summary.sd << summary.min;
        for (const double quantile : summary.quantiles) to << quantile;
        to << summary.max << summary.es05 << summary.es95 << summary.es05_se << summary.es95_se
           << row.reference_path;
        to.end_row();
    }
}

void add_targets(std::int64_t task, const Record& record, Loader& to) {
    for (const TargetRow& row : record.targets) {
        to << task << row.target << row.name << row.indicator << row.dimension << row.year
           << row.relation << row.value << row.probability << row.standard_error << row.period
           << row.over;
        to.end_row();
    }
}

void add_first_hits(std::int64_t task, const Record& record, Loader& to) {
    for (const FirstHitRow& row : record.first_hits) {
        to << task << row.event << row.year << row.month << row.p_first << row.p_by
           << row.mean_month;
        to.end_row();
    }
}

void add_projects(std::int64_t task, const Record& record, Loader& to) {
    for (const ProjectRow& row : record.projects) {
        to << task << row.project << row.name << row.total_investment << row.p_finished
           << row.finish_p10 << row.finish_p50 << row.finish_p90 << row.p_late << row.p_suspended
           << row.p_cancelled << row.funded_share << row.p_short;
        to.end_row();
    }
}

void add_manifest(std::int64_t task, const Record& record, Loader& to) {
    to << task << record.manifest;
    to.end_row();
}

void add_diagnostics(std::int64_t task, const std::vector<Diagnostic>& diagnostics, Loader& to) {
    int number = 0;
    for (const Diagnostic& row : diagnostics) {
        to << task << ++number << std::string(row.severity == Severity::error ? "error" : "warning")
           << row.at.file << row.at.line << row.at.column << row.problem << row.why
           << row.suggestion;
        to.end_row();
    }
}

template <class ReadRow>
void each_row(Database& database, const std::string& sql, std::int64_t task,
              const ReadRow& read_row) {
    for (const Database::Row& row : database.rows(sql, {task})) {
        Cells cells(row);
        read_row(cells);
    }
}

void read_figures(Database& database, std::int64_t task, Record& record) {
    each_row(database,
             "SELECT indicator, dimension, year, month, mean, se, sd, min, p01, p05, p10, p25, "
             "p50, p75, p90, p95, p99, max, es05, es95, es05_se, es95_se, reference_path "
             "FROM figures JOIN series USING (series) WHERE task = ?1",
             task, [&](Cells& cells) {
                 FigureRow row;
                 auto& summary = row.summary;
                 cells >> row.indicator >> row.dimension >> row.year >> row.month;
                 cells >> summary.mean >> summary.se >> summary.sd >> summary.min;
                 for (double& quantile : summary.quantiles) cells >> quantile;
                 cells >> summary.max >> summary.es05 >> summary.es95 >> summary.es05_se >>
                     summary.es95_se >> row.reference_path;
                 summary.n = record.paths;
                 record.figures.push_back(std::move(row));
             });
}

void read_targets(Database& database, std::int64_t task, Record& record) {
    each_row(database,
             "SELECT target, name_zh, name_en, indicator, dimension, year, relation, value, "
             "probability, se, period, \"over\" FROM targets WHERE task = ?1",
             task, [&](Cells& cells) {
                 TargetRow row;
                 cells >> row.target >> row.name >> row.indicator >> row.dimension >> row.year >>
                     row.relation >> row.value >> row.probability >> row.standard_error >>
                     row.period >> row.over;
                 record.targets.push_back(std::move(row));
             });
}

void read_rest(Database& database, std::int64_t task, Record& record) {
    each_row(database,
             "SELECT event, year, month, p_first, p_by, mean_month FROM first_hits WHERE task = ?1",
             task, [&](Cells& cells) {
                 FirstHitRow row;
                 cells >> row.event >> row.year >> row.month >> row.p_first >> row.p_by >>
                     row.mean_month;
                 record.first_hits.push_back(std::move(row));
             });
    each_row(database,
             "SELECT project, name_zh, name_en, total_investment, p_finished, finish_p10, "
             "finish_p50, finish_p90, p_late, p_suspended, p_cancelled, funded_share, p_short "
             "FROM projects WHERE task = ?1",
             task, [&](Cells& cells) {
                 ProjectRow row;
                 cells >> row.project >> row.name >> row.total_investment >> row.p_finished >>
                     row.finish_p10 >> row.finish_p50 >> row.finish_p90 >> row.p_late >>
                     row.p_suspended >> row.p_cancelled >> row.funded_share >> row.p_short;
                 record.projects.push_back(std::move(row));
             });
}

}  // namespace

void SeriesNumbers::know(Database& database, const std::vector<const Record*>& records) {
    // In the order of their names: two who add the same ones do not wait for each other in turn.
    std::map<std::pair<std::string, std::string>, bool> added;
    for (const Record* record : records) {
        for (const FigureRow& row : record->figures) {
            std::pair name{row.indicator, row.dimension};
            if (!numbers_.contains(name)) added.emplace(std::move(name), true);
        }
    }
    if (added.empty()) return;
    for (const auto& [name, unused] : added) {
        database.run(
            "INSERT INTO series (indicator, dimension) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            {name.first, name.second});
    }
    for (const Database::Row& row :
         database.rows("SELECT indicator, dimension, series FROM series")) {
        std::pair<std::string, std::string> name;
        std::int64_t number = 0;
        Cells(row) >> name.first >> name.second >> number;
        numbers_[std::move(name)] = number;
    }
}

std::int64_t SeriesNumbers::of(const FigureRow& row) const {
    const auto found = numbers_.find({row.indicator, row.dimension});
    COFFER_EXPECT(found != numbers_.end());
    return found->second;
}

void insert_results(Database& database, const Results& results, SeriesNumbers& series) {
    std::vector<const Record*> records;
    for (const Filled& each : results) {
        if (each.record != nullptr) records.push_back(each.record);
    }
    if (!records.empty()) {
        series.know(database, records);
        load_records(database, "runs", 10, results, add_run);
        const auto of_record = [](auto add) {
            return [add](const Filled& each, Loader& to) { add(each.task, *each.record, to); };
        };
        load_records(database, "figures", 23, results, [&](const Filled& each, Loader& to) {
            add_figures(each.task, *each.record, series, to);
        });
        load_records(database, "targets", 13, results, of_record(add_targets));
        load_records(database, "first_hits", 7, results, of_record(add_first_hits));
        load_records(database, "projects", 14, results, of_record(add_projects));
        load_records(database, "manifests", 2, results, of_record(add_manifest));
    }
    const auto to = database.load("diagnostics", 12);
    for (const Filled& each : results) {
        const auto* told = each.record != nullptr ? &each.record->diagnostics : each.diagnostics;
        if (told != nullptr) add_diagnostics(each.task, *told, *to);
    }
    to->finish();
}

std::optional<Record> read_record(Database& database, std::int64_t task) {
    const auto rows = database.rows(
        "SELECT plan_id, name_zh, name_en, sha256, first_year, years, seed, paths "
        "FROM runs WHERE task = ?1",
        {task});
    if (rows.empty()) return std::nullopt;
    Record record;
    std::string seed;
    std::int64_t paths = 0;
    Cells(rows.front()) >> record.plan_id >> record.name >> record.sha256 >> record.first_year >>
        record.years >> seed >> paths;
    // What is no number reads as 0, and the digest tells.
    std::from_chars(seed.data(), seed.data() + seed.size(), record.seed);
    record.paths = static_cast<std::uint64_t>(paths);
    read_figures(database, task, record);
    read_targets(database, task, record);
    read_rest(database, task, record);
    record.diagnostics = read_diagnostics(database, task);
    const auto manifest = database.rows("SELECT manifest FROM manifests WHERE task = ?1", {task});
    if (!manifest.empty()) Cells(manifest.front()) >> record.manifest;
    return record;
}

std::vector<Diagnostic> read_diagnostics(Database& database, std::int64_t task) {
    std::vector<Diagnostic> diagnostics;
    each_row(database,
             "SELECT severity, file, line, \"column\", problem_zh, problem_en, why_zh, why_en, "
             "suggestion_zh, suggestion_en FROM diagnostics WHERE task = ?1 ORDER BY number",
             task, [&](Cells& cells) {
                 Diagnostic row;
                 std::string severity;
                 cells >> severity >> row.at.file >> row.at.line >> row.at.column >> row.problem >>
                     row.why >> row.suggestion;
                 row.severity = severity == "error" ? Severity::error : Severity::warning;
                 diagnostics.push_back(std::move(row));
             });
    return diagnostics;
}

std::optional<Ended> read_ended(Database& database, std::int64_t task) {
    const auto rows = database.rows(
        "SELECT state, seconds, bytes, coalesce(trouble_zh, ''), coalesce(trouble_en, '') FROM "
        "tasks WHERE task = ?1",
        {task});
    if (rows.empty()) return std::nullopt;
    std::string state;
    std::int64_t bytes = 0;
    Text trouble;
    Ended ended;
    Cells(rows.front()) >> state >> ended.cost.seconds >> bytes >> trouble;
    ended.task = task;
    ended.cost.bytes = static_cast<std::uint64_t>(bytes);
    if (state == "failed") {
        ended.result = trouble;
    } else if (state == "invalid") {
        ended.result = read_diagnostics(database, task);
    } else if (state == "done") {
        // Without its row of `runs` it is an empty record, which no digest fits.
        ended.result = read_record(database, task).value_or(Record());
    } else {
        return std::nullopt;
    }
    return ended;
}

std::string stored_digest(Database& database, std::int64_t task) {
    const auto rows = database.rows("SELECT digest FROM runs WHERE task = ?1", {task});
    std::string digest;
    if (!rows.empty()) Cells(rows.front()) >> digest;
    return digest;
}

}  // namespace coffer::store
