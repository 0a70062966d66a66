// The schema; docs/night.md describes tables and views for who queries them.
#include "schema.hpp"

namespace coffer::store::sqlite {
namespace {

constexpr const char* step_1 = R"sql(
CREATE TABLE nights (
    night   TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    program TEXT NOT NULL,
    started TEXT NOT NULL,
    ended   TEXT,
    state   TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'complete'))
) STRICT;

CREATE TABLE tasks (
    task           INTEGER PRIMARY KEY,
    key            TEXT NOT NULL UNIQUE,
    plan_sha256    TEXT NOT NULL,
    changes_sha256 TEXT NOT NULL,
    draws          TEXT NOT NULL,
    paths          TEXT NOT NULL,
    keep           TEXT NOT NULL,
    program        TEXT NOT NULL,
    state          TEXT NOT NULL DEFAULT 'waiting'
                   CHECK (state IN ('waiting', 'running', 'done', 'invalid', 'failed')),
    attempts       INTEGER NOT NULL DEFAULT 0,
    seconds        REAL NOT NULL DEFAULT 0,
    bytes          INTEGER NOT NULL DEFAULT 0,
    trouble_zh     TEXT,
    trouble_en     TEXT
) STRICT;

CREATE TABLE inputs (
    plan_sha256 TEXT NOT NULL,
    file        TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    PRIMARY KEY (plan_sha256, file)
) STRICT, WITHOUT ROWID;

CREATE TABLE night_tasks (
    night      TEXT NOT NULL REFERENCES nights ON DELETE CASCADE,
    plan       TEXT NOT NULL,
    variant    TEXT NOT NULL,
    variant_zh TEXT NOT NULL,
    variant_en TEXT NOT NULL,
    task       INTEGER NOT NULL REFERENCES tasks,
    PRIMARY KEY (night, plan, variant)
) STRICT, WITHOUT ROWID;
CREATE INDEX night_tasks_by_task ON night_tasks (task);

CREATE TABLE runs (
    task       INTEGER PRIMARY KEY REFERENCES tasks ON DELETE CASCADE,
    plan_id    TEXT NOT NULL,
    name_zh    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    first_year INTEGER NOT NULL,
    years      INTEGER NOT NULL,
    seed       TEXT NOT NULL,
    paths      INTEGER NOT NULL,
    digest     TEXT NOT NULL
) STRICT;

CREATE TABLE series (
    series    INTEGER PRIMARY KEY,
    indicator TEXT NOT NULL,
    dimension TEXT NOT NULL,
    UNIQUE (indicator, dimension)
) STRICT;

CREATE TABLE figures (
    task    INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    series  INTEGER NOT NULL REFERENCES series,
    year    INTEGER NOT NULL,
    month   INTEGER NOT NULL,
    mean    REAL NOT NULL, se REAL NOT NULL, sd REAL NOT NULL, min REAL NOT NULL,
    p01     REAL NOT NULL, p05 REAL NOT NULL, p10 REAL NOT NULL, p25 REAL NOT NULL,
    p50     REAL NOT NULL, p75 REAL NOT NULL, p90 REAL NOT NULL, p95 REAL NOT NULL,
    p99     REAL NOT NULL, max REAL NOT NULL,
    es05    REAL NOT NULL, es95 REAL NOT NULL, es05_se REAL NOT NULL, es95_se REAL NOT NULL,
    median_path REAL NOT NULL,
    PRIMARY KEY (task, series, year, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE targets (
    task        INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    target      TEXT NOT NULL,
    name_zh     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    indicator   TEXT NOT NULL,
    dimension   TEXT NOT NULL,
    year        INTEGER NOT NULL,
    relation    TEXT NOT NULL,
    value       REAL NOT NULL,
    probability REAL NOT NULL,
    se          REAL NOT NULL,
    PRIMARY KEY (task, target, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE first_hits (
    task       INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    event      TEXT NOT NULL,
    year       INTEGER NOT NULL,
    month      INTEGER NOT NULL,
    p_first    REAL NOT NULL,
    p_by       REAL NOT NULL,
    mean_month REAL,
    PRIMARY KEY (task, event, year, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE projects (
    task             INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    project          TEXT NOT NULL,
    name_zh          TEXT NOT NULL,
    name_en          TEXT NOT NULL,
    total_investment REAL NOT NULL,
    p_finished       REAL NOT NULL,
    finish_p10       REAL,
    finish_p50       REAL,
    finish_p90       REAL,
    p_late           REAL,
    p_suspended      REAL NOT NULL,
    p_cancelled      REAL NOT NULL,
    funded_share     REAL NOT NULL,
    p_short          REAL NOT NULL,
    PRIMARY KEY (task, project)
) STRICT, WITHOUT ROWID;

CREATE TABLE diagnostics (
    task          INTEGER NOT NULL REFERENCES tasks ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    severity      TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
    file          TEXT NOT NULL,
    line          INTEGER NOT NULL,
    "column"      INTEGER NOT NULL,
    problem_zh    TEXT NOT NULL,
    problem_en    TEXT NOT NULL,
    why_zh        TEXT NOT NULL,
    why_en        TEXT NOT NULL,
    suggestion_zh TEXT NOT NULL,
    suggestion_en TEXT NOT NULL,
    PRIMARY KEY (task, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE manifests (
    task     INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    manifest TEXT NOT NULL
) STRICT;

CREATE VIEW latest_night AS
    SELECT max(night) AS night FROM nights WHERE state = 'complete';

CREATE VIEW night_pairs AS
    SELECT night, lag(night) OVER (ORDER BY night) AS before FROM nights WHERE state = 'complete';

CREATE VIEW all_plans AS
    SELECT wanted.night, wanted.plan, wanted.variant, tasks.state, tasks.seconds, tasks.attempts,
           runs.plan_id, runs.name_zh, runs.name_en, runs.first_year, runs.years, runs.seed,
           runs.paths, tasks.key, wanted.task
    FROM night_tasks AS wanted JOIN tasks USING (task) LEFT JOIN runs USING (task);

CREATE VIEW all_figures AS
    SELECT wanted.night, wanted.plan, wanted.variant, series.indicator, series.dimension,
           figures.year, figures.month, mean, se, sd, min, p01, p05, p10, p25, p50, p75, p90, p95,
           p99, max, es05, es95, es05_se, es95_se, median_path
    FROM night_tasks AS wanted JOIN figures USING (task) JOIN series USING (series);

CREATE VIEW all_targets AS
    SELECT wanted.night, wanted.plan, wanted.variant, target, name_zh, name_en, indicator,
           dimension, year, relation, value, probability, se
    FROM night_tasks AS wanted JOIN targets USING (task);

CREATE VIEW latest_plans AS SELECT * FROM all_plans WHERE night = (SELECT night FROM latest_night);
CREATE VIEW latest_figures AS
    SELECT * FROM all_figures WHERE night = (SELECT night FROM latest_night);
CREATE VIEW latest_targets AS
    SELECT * FROM all_targets WHERE night = (SELECT night FROM latest_night);

CREATE VIEW figure_changes AS
    SELECT pairs.night, pairs.before, now.plan, now.variant, series.indicator, series.dimension,
           f.year, f.month, was_f.mean AS mean_before, f.mean, f.mean - was_f.mean AS change,
           was_f.p05 AS p05_before, f.p05, was_f.p95 AS p95_before, f.p95
    FROM night_pairs AS pairs
    JOIN night_tasks AS now ON now.night = pairs.night
    JOIN night_tasks AS was ON was.night = pairs.before AND was.plan = now.plan
                           AND was.variant = now.variant AND was.task <> now.task
    JOIN figures AS f ON f.task = now.task
    JOIN figures AS was_f ON was_f.task = was.task AND was_f.series = f.series
                         AND was_f.year = f.year AND was_f.month = f.month
    JOIN series ON series.series = f.series;

CREATE VIEW target_changes AS
    SELECT pairs.night, pairs.before, now.plan, now.variant, t.target, t.year,
           was_t.probability AS probability_before, t.probability,
           t.probability - was_t.probability AS change, was_t.se AS se_before, t.se
    FROM night_pairs AS pairs
    JOIN night_tasks AS now ON now.night = pairs.night
    JOIN night_tasks AS was ON was.night = pairs.before AND was.plan = now.plan
                           AND was.variant = now.variant AND was.task <> now.task
    JOIN targets AS t ON t.task = now.task
    JOIN targets AS was_t ON was_t.task = was.task AND was_t.target = t.target
                         AND was_t.year = t.year;

CREATE VIEW league AS
    SELECT night, variant, indicator, dimension, year, plan, mean, p05, p95,
           rank() OVER (PARTITION BY night, variant, indicator, dimension, year
                        ORDER BY mean DESC) AS place
    FROM all_figures WHERE month = 0;
)sql";

}  // namespace

const std::vector<const char*>& migrations() {
    static const std::vector<const char*> steps{step_1};
    return steps;
}

}  // namespace coffer::store::sqlite
