#include "record_tables.hpp"

#include <charconv>

#include <SQLiteCpp/Statement.h>

namespace coffer::store::sqlite {
namespace {

using SQLite::Database;
using SQLite::Statement;

/// Binds one parameter after another and steps: a row.
class Row {
  public:
    explicit Row(Statement& statement) : statement_(statement) { statement_.reset(); }

    Row& operator<<(std::int64_t value) {
        statement_.bind(next_++, value);
        return *this;
    }
    Row& operator<<(int value) { return *this << static_cast<std::int64_t>(value); }
    Row& operator<<(double value) {
        statement_.bind(next_++, value);
        return *this;
    }
    Row& operator<<(const std::optional<double>& value) {
        if (value) return *this << *value;
        statement_.bind(next_++);
        return *this;
    }
    Row& operator<<(const std::string& value) {
        statement_.bind(next_++, value);
        return *this;
    }
    Row& operator<<(const Text& value) { return *this << value.zh << value.en; }
    void insert() { statement_.exec(); }

  private:
    Statement& statement_;
    int next_ = 1;
};

/// Reads one column after another.
class Columns {
  public:
    explicit Columns(Statement& statement) : statement_(statement) {}

    Columns& operator>>(std::string& to) {
        const SQLite::Column column = statement_.getColumn(next_++);
        to.assign(static_cast<const char*>(column.getBlob()),
                  static_cast<std::size_t>(column.getBytes()));
        return *this;
    }
    Columns& operator>>(int& to) {
        to = statement_.getColumn(next_++).getInt();
        return *this;
    }
    Columns& operator>>(double& to) {
        to = statement_.getColumn(next_++).getDouble();
        return *this;
    }
    Columns& operator>>(std::optional<double>& to) {
        const SQLite::Column column = statement_.getColumn(next_++);
        to = column.isNull() ? std::nullopt : std::optional(column.getDouble());
        return *this;
    }
    Columns& operator>>(Text& to) { return *this >> to.zh >> to.en; }

  private:
    Statement& statement_;
    int next_ = 0;
};

/// `count` question marks, in brackets.
std::string places(int count) {
    std::string text = "(?";
    for (int i = 1; i < count; ++i) text += ",?";
    return text + ")";
}

/// Numbers of series, made when they are new.
class SeriesNumbers {
  public:
    explicit SeriesNumbers(Database& database)
        : find_(database, "SELECT series FROM series WHERE indicator = ? AND dimension = ?"),
          add_(database, "INSERT INTO series (indicator, dimension) VALUES (?, ?)"),
          database_(database) {}

    std::int64_t of(const std::string& indicator, const std::string& dimension) {
        find_.reset();
        find_.bind(1, indicator);
        find_.bind(2, dimension);
        if (find_.executeStep()) return find_.getColumn(0).getInt64();
        Row(add_) << indicator << dimension;
        add_.exec();
        return database_.getLastInsertRowid();
    }

  private:
    Statement find_;
    Statement add_;
    Database& database_;
};

void insert_figures(Database& database, std::int64_t task, const Record& record,
                    SeriesNumbers& series) {
    Statement insert(database, "INSERT INTO figures VALUES " + places(23));
    for (const FigureRow& row : record.figures) {
        const auto& summary = row.summary;
        Row values(insert);
        values << task << series.of(row.indicator, row.dimension) << row.year << row.month;
        values << summary.mean << summary.se << summary.sd << summary.min;
        for (const double quantile : summary.quantiles) values << quantile;
        values << summary.max << summary.es05 << summary.es95 << summary.es05_se << summary.es95_se
               << row.median_path;
        values.insert();
    }
}

void insert_targets(Database& database, std::int64_t task, const Record& record) {
    Statement insert(database, "INSERT INTO targets VALUES " + places(11));
    for (const TargetRow& row : record.targets) {
        Row values(insert);
        values << task << row.target << row.name << row.indicator << row.dimension << row.year
               << row.relation << row.value << row.probability << row.standard_error;
        values.insert();
    }
}

void insert_first_hits(Database& database, std::int64_t task, const Record& record) {
    Statement insert(database, "INSERT INTO first_hits VALUES " + places(7));
    for (const FirstHitRow& row : record.first_hits) {
        Row values(insert);
        values << task << row.event << row.year << row.month << row.p_first << row.p_by
               << row.mean_month;
        values.insert();
    }
}

void insert_projects(Database& database, std::int64_t task, const Record& record) {
    Statement insert(database, "INSERT INTO projects VALUES " + places(14));
    for (const ProjectRow& row : record.projects) {
        Row values(insert);
        values << task << row.project << row.name << row.total_investment << row.p_finished
               << row.finish_p10 << row.finish_p50 << row.finish_p90 << row.p_late
               << row.p_suspended << row.p_cancelled << row.funded_share << row.p_short;
        values.insert();
    }
}

template <class ReadRow>
void each_row(Database& database, const char* sql, std::int64_t task, const ReadRow& read_row) {
    Statement select(database, sql);
    select.bind(1, task);
    while (select.executeStep()) {
        Columns columns(select);
        read_row(columns);
    }
}

void read_figures(Database& database, std::int64_t task, Record& record) {
    each_row(database,
             "SELECT indicator, dimension, year, month, mean, se, sd, min, p01, p05, p10, p25, "
             "p50, p75, p90, p95, p99, max, es05, es95, es05_se, es95_se, median_path "
             "FROM figures JOIN series USING (series) WHERE task = ?",
             task, [&](Columns& columns) {
                 FigureRow row;
                 auto& summary = row.summary;
                 columns >> row.indicator >> row.dimension >> row.year >> row.month;
                 columns >> summary.mean >> summary.se >> summary.sd >> summary.min;
                 for (double& quantile : summary.quantiles) columns >> quantile;
                 columns >> summary.max >> summary.es05 >> summary.es95 >> summary.es05_se >>
                     summary.es95_se >> row.median_path;
                 summary.n = record.paths;
                 record.figures.push_back(std::move(row));
             });
}

void read_targets(Database& database, std::int64_t task, Record& record) {
    each_row(database,
             "SELECT target, name_zh, name_en, indicator, dimension, year, relation, value, "
             "probability, se FROM targets WHERE task = ?",
             task, [&](Columns& columns) {
                 TargetRow row;
                 columns >> row.target >> row.name >> row.indicator >> row.dimension >> row.year >>
                     row.relation >> row.value >> row.probability >> row.standard_error;
                 record.targets.push_back(std::move(row));
             });
}

void read_rest(Database& database, std::int64_t task, Record& record) {
    each_row(database,
             "SELECT event, year, month, p_first, p_by, mean_month FROM first_hits WHERE task = ?",
             task, [&](Columns& columns) {
                 FirstHitRow row;
                 columns >> row.event >> row.year >> row.month >> row.p_first >> row.p_by >>
                     row.mean_month;
                 record.first_hits.push_back(std::move(row));
             });
    each_row(database,
             "SELECT project, name_zh, name_en, total_investment, p_finished, finish_p10, "
             "finish_p50, finish_p90, p_late, p_suspended, p_cancelled, funded_share, p_short "
             "FROM projects WHERE task = ?",
             task, [&](Columns& columns) {
                 ProjectRow row;
                 columns >> row.project >> row.name >> row.total_investment >> row.p_finished >>
                     row.finish_p10 >> row.finish_p50 >> row.finish_p90 >> row.p_late >>
                     row.p_suspended >> row.p_cancelled >> row.funded_share >> row.p_short;
                 record.projects.push_back(std::move(row));
             });
    each_row(database,
             "SELECT severity, file, line, \"column\", problem_zh, problem_en, why_zh, why_en, "
             "suggestion_zh, suggestion_en FROM diagnostics WHERE task = ? ORDER BY number",
             task, [&](Columns& columns) {
                 Diagnostic row;
                 std::string severity;
                 columns >> severity >> row.at.file >> row.at.line >> row.at.column >>
                     row.problem >> row.why >> row.suggestion;
                 row.severity = severity == "error" ? Severity::error : Severity::warning;
                 record.diagnostics.push_back(std::move(row));
             });
}

}  // namespace

void insert_diagnostics(Database& database, std::int64_t task,
                        const std::vector<Diagnostic>& diagnostics) {
    Statement insert(database, "INSERT INTO diagnostics VALUES " + places(12));
    int number = 0;
    for (const Diagnostic& row : diagnostics) {
        Row values(insert);
        values << task << ++number
               << std::string(row.severity == Severity::error ? "error" : "warning") << row.at.file
               << row.at.line << row.at.column << row.problem << row.why << row.suggestion;
        values.insert();
    }
}

void insert_record(Database& database, std::int64_t task, const Record& record) {
    Statement run(database, "INSERT INTO runs VALUES " + places(10));
    Row values(run);
    values << task << record.plan_id << record.name << record.sha256 << record.first_year
           << record.years << std::to_string(record.seed) << static_cast<std::int64_t>(record.paths)
           << digest_of(record);
    values.insert();
    SeriesNumbers series(database);
    insert_figures(database, task, record, series);
    insert_targets(database, task, record);
    insert_first_hits(database, task, record);
    insert_projects(database, task, record);
    insert_diagnostics(database, task, record.diagnostics);
    Statement manifest(database, "INSERT INTO manifests VALUES (?, ?)");
    (Row(manifest) << task << record.manifest).insert();
}

void remove_record(Database& database, std::int64_t task) {
    for (const char* sql :
         {"DELETE FROM runs WHERE task = ?", "DELETE FROM diagnostics WHERE task = ?"}) {
        Statement remove(database, sql);
        remove.bind(1, task);
        remove.exec();
    }
}

std::optional<Record> read_record(Database& database, std::int64_t task) {
    Statement select(database,
                     "SELECT plan_id, name_zh, name_en, sha256, first_year, years, seed, "
                     "CAST(paths AS TEXT) FROM runs WHERE task = ?");
    select.bind(1, task);
    if (!select.executeStep()) return std::nullopt;
    Record record;
    std::string seed, paths;
    Columns columns(select);
    columns >> record.plan_id >> record.name >> record.sha256 >> record.first_year >>
        record.years >> seed >> paths;
    // What is no number reads as 0, and the digest tells.
    std::from_chars(seed.data(), seed.data() + seed.size(), record.seed);
    std::from_chars(paths.data(), paths.data() + paths.size(), record.paths);
    read_figures(database, task, record);
    read_targets(database, task, record);
    read_rest(database, task, record);
    return record;
}

std::string stored_digest(Database& database, std::int64_t task) {
    Statement select(database, "SELECT digest FROM runs WHERE task = ?");
    select.bind(1, task);
    return select.executeStep() ? select.getColumn(0).getString() : std::string();
}

}  // namespace coffer::store::sqlite
