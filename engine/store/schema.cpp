// The schema; docs/night.md describes tables and views for who queries them.
// {words} are what systems spell differently.
#include "schema.hpp"

#include <array>
#include <utility>

namespace coffer::store {
namespace {

constexpr const char* step_1 = R"sql(
CREATE TABLE nights (
    night   {text} PRIMARY KEY,
    name_zh {text} NOT NULL,
    name_en {text} NOT NULL,
    program {text} NOT NULL,
    started {text} NOT NULL,
    ended   {text},
    state   {text} NOT NULL CHECK (state IN ('running', 'stopped', 'complete'))
){plain};

CREATE TABLE tasks (
    task           {row_number},
    key            {text} NOT NULL UNIQUE,
    plan_sha256    {text} NOT NULL,
    changes_sha256 {text} NOT NULL,
    draws          {text} NOT NULL,
    paths          {text} NOT NULL,
    keep           {text} NOT NULL,
    program        {text} NOT NULL,
    state          {text} NOT NULL DEFAULT 'waiting'
                   CHECK (state IN ('waiting', 'running', 'done', 'invalid', 'failed')),
    attempts       {whole} NOT NULL DEFAULT 0,
    seconds        {real} NOT NULL DEFAULT 0,
    bytes          {whole} NOT NULL DEFAULT 0,
    trouble_zh     {text},
    trouble_en     {text}
){plain};

CREATE TABLE inputs (
    plan_sha256 {text} NOT NULL,
    file        {text} NOT NULL,
    sha256      {text} NOT NULL,
    PRIMARY KEY (plan_sha256, file)
){by_key};

CREATE TABLE night_tasks (
    night      {text} NOT NULL REFERENCES nights ON DELETE CASCADE,
    plan       {text} NOT NULL,
    variant    {text} NOT NULL,
    variant_zh {text} NOT NULL,
    variant_en {text} NOT NULL,
    task       {whole} NOT NULL REFERENCES tasks,
    PRIMARY KEY (night, plan, variant)
){by_key};
CREATE INDEX night_tasks_by_task ON night_tasks (task);

CREATE TABLE runs (
    task       {whole} PRIMARY KEY REFERENCES tasks ON DELETE CASCADE,
    plan_id    {text} NOT NULL,
    name_zh    {text} NOT NULL,
    name_en    {text} NOT NULL,
    sha256     {text} NOT NULL,
    first_year {whole} NOT NULL,
    years      {whole} NOT NULL,
    seed       {text} NOT NULL,
    paths      {whole} NOT NULL,
    digest     {text} NOT NULL
){plain};

CREATE TABLE series (
    series    {row_number},
    indicator {text} NOT NULL,
    dimension {text} NOT NULL,
    UNIQUE (indicator, dimension)
){plain};

CREATE TABLE figures (
    task    {whole} NOT NULL REFERENCES runs ON DELETE CASCADE,
    series  {whole} NOT NULL REFERENCES series,
    year    {whole} NOT NULL,
    month   {whole} NOT NULL,
    mean    {real} NOT NULL, se {real} NOT NULL, sd {real} NOT NULL, min {real} NOT NULL,
    p01     {real} NOT NULL, p05 {real} NOT NULL, p10 {real} NOT NULL, p25 {real} NOT NULL,
    p50     {real} NOT NULL, p75 {real} NOT NULL, p90 {real} NOT NULL, p95 {real} NOT NULL,
    p99     {real} NOT NULL, max {real} NOT NULL,
    es05    {real} NOT NULL, es95 {real} NOT NULL, es05_se {real} NOT NULL, es95_se {real} NOT NULL,
    reference_path {real} NOT NULL,
    PRIMARY KEY (task, series, year, month)
){by_key};

CREATE TABLE targets (
    task        {whole} NOT NULL REFERENCES runs ON DELETE CASCADE,
    target      {text} NOT NULL,
    name_zh     {text} NOT NULL,
    name_en     {text} NOT NULL,
    indicator   {text} NOT NULL,
    dimension   {text} NOT NULL,
    year        {whole} NOT NULL,
    relation    {text} NOT NULL,
    value       {real} NOT NULL,
    probability {real} NOT NULL,
    se          {real} NOT NULL,
    PRIMARY KEY (task, target, year)
){by_key};

CREATE TABLE first_hits (
    task       {whole} NOT NULL REFERENCES runs ON DELETE CASCADE,
    event      {text} NOT NULL,
    year       {whole} NOT NULL,
    month      {whole} NOT NULL,
    p_first    {real} NOT NULL,
    p_by       {real} NOT NULL,
    mean_month {real},
    PRIMARY KEY (task, event, year, month)
){by_key};

CREATE TABLE projects (
    task             {whole} NOT NULL REFERENCES runs ON DELETE CASCADE,
    project          {text} NOT NULL,
    name_zh          {text} NOT NULL,
    name_en          {text} NOT NULL,
    total_investment {real} NOT NULL,
    p_finished       {real} NOT NULL,
    finish_p10       {real},
    finish_p50       {real},
    finish_p90       {real},
    p_late           {real},
    p_suspended      {real} NOT NULL,
    p_cancelled      {real} NOT NULL,
    funded_share     {real} NOT NULL,
    p_short          {real} NOT NULL,
    PRIMARY KEY (task, project)
){by_key};

CREATE TABLE diagnostics (
    task          {whole} NOT NULL REFERENCES tasks ON DELETE CASCADE,
    number        {whole} NOT NULL,
    severity      {text} NOT NULL CHECK (severity IN ('error', 'warning')),
    file          {text} NOT NULL,
    line          {whole} NOT NULL,
    "column"      {whole} NOT NULL,
    problem_zh    {text} NOT NULL,
    problem_en    {text} NOT NULL,
    why_zh        {text} NOT NULL,
    why_en        {text} NOT NULL,
    suggestion_zh {text} NOT NULL,
    suggestion_en {text} NOT NULL,
    PRIMARY KEY (task, number)
){by_key};

CREATE TABLE manifests (
    task     {whole} PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    manifest {text} NOT NULL
){plain};

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
           p99, max, es05, es95, es05_se, es95_se, reference_path
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

constexpr const char* step_2 = R"sql(
CREATE TABLE queue (
    task   {whole} PRIMARY KEY REFERENCES tasks ON DELETE CASCADE,
    place  {whole} NOT NULL,
    cost   {real} NOT NULL,
    worker {text},
    since  {whole},
    until  {whole}
){plain};
CREATE INDEX queue_by_place ON queue (place);
)sql";

// Results of earlier programs keep the first year of a target's span alone: their period is ''.
constexpr const char* step_3 = R"sql(
ALTER TABLE targets ADD COLUMN period {text} NOT NULL DEFAULT '';
ALTER TABLE targets ADD COLUMN "over" {text} NOT NULL DEFAULT '';

DROP VIEW IF EXISTS latest_targets;
DROP VIEW IF EXISTS all_targets;
DROP VIEW IF EXISTS target_changes;

CREATE VIEW all_targets AS
    SELECT wanted.night, wanted.plan, wanted.variant, target, name_zh, name_en, indicator,
           dimension, year, relation, value, probability, se, period, "over"
    FROM night_tasks AS wanted JOIN targets USING (task);
CREATE VIEW latest_targets AS
    SELECT * FROM all_targets WHERE night = (SELECT night FROM latest_night);

CREATE VIEW target_changes AS
    SELECT pairs.night, pairs.before, now.plan, now.variant, t.target, t.year,
           was_t.probability AS probability_before, t.probability,
           t.probability - was_t.probability AS change, was_t.se AS se_before, t.se, t.period,
           t."over"
    FROM night_pairs AS pairs
    JOIN night_tasks AS now ON now.night = pairs.night
    JOIN night_tasks AS was ON was.night = pairs.before AND was.plan = now.plan
                           AND was.variant = now.variant AND was.task <> now.task
    JOIN targets AS t ON t.task = now.task
    JOIN targets AS was_t ON was_t.task = was.task AND was_t.target = t.target
                         AND was_t.year = t.year AND was_t.period IN (t.period, '')
                         AND was_t."over" IN (t."over", '');
)sql";

// Seals say what belongs to a row, so that rows that are gone are missed; what earlier programs
// wrote has none (''). Plans are compared with the last night that has figures of them: the night
// before, as a rule.
constexpr const char* step_4 = R"sql(
ALTER TABLE tasks ADD COLUMN files {text} NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN seal {text} NOT NULL DEFAULT '';

CREATE TABLE ledger (
    night {text} PRIMARY KEY,
    seal  {text} NOT NULL
){plain};
INSERT INTO ledger SELECT night, '' FROM nights;
INSERT INTO queue (task, place, cost) SELECT task, task, 0.0 FROM tasks
    WHERE state IN ('waiting', 'running') AND task NOT IN (SELECT task FROM queue);

CREATE INDEX night_tasks_by_plan ON night_tasks (plan, variant, night);

CREATE VIEW compared AS
    SELECT now.night, now.plan, now.variant, now.task, was.night AS before, was.task AS task_before
    FROM night_tasks AS now
    JOIN night_tasks AS was ON was.plan = now.plan AND was.variant = now.variant AND was.night = (
        SELECT earlier.night FROM night_tasks AS earlier
        JOIN nights ON nights.night = earlier.night JOIN tasks ON tasks.task = earlier.task
        WHERE earlier.plan = now.plan AND earlier.variant = now.variant
          AND earlier.night < now.night AND nights.state = 'complete' AND tasks.state = 'done'
        ORDER BY earlier.night DESC LIMIT 1)
    WHERE now.night IN (SELECT night FROM nights WHERE state = 'complete');

DROP VIEW figure_changes;
DROP VIEW target_changes;

CREATE VIEW figure_changes AS
    SELECT pairs.night, pairs.before, pairs.plan, pairs.variant, series.indicator, series.dimension,
           f.year, f.month, was_f.mean AS mean_before, f.mean, f.mean - was_f.mean AS change,
           was_f.p05 AS p05_before, f.p05, was_f.p95 AS p95_before, f.p95
    FROM compared AS pairs
    JOIN figures AS f ON f.task = pairs.task
    JOIN figures AS was_f ON was_f.task = pairs.task_before AND was_f.series = f.series
                         AND was_f.year = f.year AND was_f.month = f.month
    JOIN series ON series.series = f.series
    WHERE pairs.task <> pairs.task_before;

CREATE VIEW target_changes AS
    SELECT pairs.night, pairs.before, pairs.plan, pairs.variant, t.target, t.year,
           was_t.probability AS probability_before, t.probability,
           t.probability - was_t.probability AS change, was_t.se AS se_before, t.se, t.period,
           t."over"
    FROM compared AS pairs
    JOIN targets AS t ON t.task = pairs.task
    JOIN targets AS was_t ON was_t.task = pairs.task_before AND was_t.target = t.target
                         AND was_t.year = t.year AND was_t.period IN (t.period, '')
                         AND was_t."over" IN (t."over", '')
    WHERE pairs.task <> pairs.task_before;
)sql";

std::string spelt(std::string text, const Words& words) {
    const std::array<std::pair<const char*, const char*>, 6> spellings{
        {{"{text}", words.text},
         {"{whole}", words.whole},
         {"{real}", words.real},
         {"{row_number}", words.row_number},
         {"{plain}", words.plain},
         {"{by_key}", words.by_key}}};
    for (const auto& [word, spelling] : spellings) {
        const std::string_view mark = word;
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
            text.replace(at, mark.size(), spelling);
        }
    }
    return text;
}

}  // namespace

std::vector<std::string> migrations(const Words& words) {
    return {spelt(step_1, words), spelt(step_2, words), spelt(step_3, words), spelt(step_4, words)};
}

}  // namespace coffer::store
