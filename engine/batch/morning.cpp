#include "coffer/batch/morning.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "coffer/scenario/wording.hpp"
#include "coffer/statistics/summary.hpp"

namespace coffer::batch {
namespace {

using scenario::say;
using store::Value;

/// A row of an answer, column after column.
class Reader {
  public:
    explicit Reader(const std::vector<Value>& values) : values_(values) {}

    std::string text() {
        const auto* held = std::get_if<std::string>(&next());
        return held == nullptr ? std::string() : *held;
    }
    Text both() {
        std::string zh = text();
        return {std::move(zh), text()};
    }
    std::optional<double> maybe() {
        const Value& value = next();
        if (const auto* number = std::get_if<double>(&value)) return *number;
        if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            return static_cast<double>(*whole);
        }
        return std::nullopt;
    }
    double number() { return maybe().value_or(0.0); }
    bool flag() { return number() != 0.0; }

  private:
    const Value& next() { return values_[place_++]; }

    const std::vector<Value>& values_;
    std::size_t place_ = 0;
};

template <class Row>
void each(store::Store& store, const char* sql, const std::vector<Value>& parameters,
          const Row& row) {
    store.query(sql, parameters,
                [&](const std::vector<std::string>&, const std::vector<Value>& values) {
                    Reader reader(values);
                    row(reader);
                });
}

Reason reason_of(bool plan, bool changes, bool settings) {
    if (plan) return Reason::inputs;
    if (changes) return Reason::changes;
    return settings ? Reason::settings : Reason::program;
}

/// Files that differ between two contents of a plan, came or went.
std::vector<std::string> changed_files(store::Store& store, const std::string& now,
                                       const std::string& was) {
    std::vector<std::string> files;
    each(store,
         "SELECT file FROM (SELECT file, sha256 FROM inputs WHERE plan_sha256 = ?1 "
         "UNION SELECT file, sha256 FROM inputs WHERE plan_sha256 = ?2) AS files "
         "WHERE NOT EXISTS (SELECT 1 FROM inputs AS a JOIN inputs AS b ON "
         "a.file = b.file AND a.sha256 = b.sha256 WHERE a.plan_sha256 = ?1 AND "
         "b.plan_sha256 = ?2 AND a.file = files.file) GROUP BY file ORDER BY file",
         {now, was}, [&](Reader& file) { files.push_back(file.text()); });
    return files;
}

/// Items of the night against the night before, and where that has no figures to compare with,
/// against the last night that has.
void find_changes(store::Store& store, Morning& morning) {
    each(store,
         "SELECT plan, variant, night_before, last, wanted_before, has_figures, "
         "t.task = w.task, t.plan_sha256 <> w.plan_sha256, t.changes_sha256 <> w.changes_sha256, "
         "t.draws <> w.draws OR t.paths <> w.paths OR t.keep <> w.keep, t.plan_sha256, "
         "w.plan_sha256 FROM (SELECT now.plan, now.variant, now.task, b.state = 'done' AS "
         "has_figures, y.task IS NOT NULL AS wanted_before, "
         // What has no figures itself is told of beside what the night before was.
         "CASE WHEN y.task IS NOT NULL AND (y.state = 'done' OR b.state <> 'done' OR "
         "c.task_before IS NULL) THEN ?2 ELSE c.before END AS night_before, "
         "CASE WHEN y.task IS NOT NULL AND (y.state = 'done' OR b.state <> 'done' OR "
         "c.task_before IS NULL) THEN y.task ELSE c.task_before END AS task_before, "
         "c.before AS last "
         "FROM night_tasks AS now JOIN tasks AS b ON b.task = now.task "
         "LEFT JOIN (SELECT n.plan, n.variant, n.task, s.state FROM night_tasks AS n JOIN tasks "
         "AS s ON s.task = n.task WHERE n.night = ?2) AS y ON y.plan = now.plan AND y.variant = "
         "now.variant "
         "LEFT JOIN compared AS c ON c.night = now.night AND c.plan = now.plan AND c.variant = "
         "now.variant WHERE now.night = ?1) AS pairs "
         "JOIN tasks AS t ON t.task = pairs.task LEFT JOIN tasks AS w ON w.task = "
         "pairs.task_before ORDER BY plan, variant",
         {morning.night, *morning.before}, [&](Reader& row) {
             PlanChange change;
             change.plan = row.text();
             change.variant = row.text();
             change.compared = row.text();
             const bool had_figures = !row.text().empty();
             const bool wanted_before = row.flag();
             const bool has_figures = row.flag();
             const bool same = row.flag();
             const bool plan = row.flag();
             const bool changes = row.flag();
             const bool settings = row.flag();
             const std::string now_files = row.text();
             const std::string was_files = row.text();
             if (same && change.compared == *morning.before) {
                 ++morning.unchanged;
                 return;
             }
             if (change.compared.empty()) {
                 change.reason = Reason::added;
             } else if (wanted_before && has_figures && !had_figures) {
                 change.reason = Reason::first;
             } else {
                 change.reason = same ? Reason::again : reason_of(plan, changes, settings);
             }
             if (!change.compared.empty() && plan) {
                 change.files = changed_files(store, now_files, was_files);
             }
             morning.changes.push_back(std::move(change));
         });
    each(store,
         "SELECT was.plan, was.variant FROM night_tasks AS was LEFT JOIN night_tasks AS now ON "
         "now.night = ?1 AND now.plan = was.plan AND now.variant = was.variant "
         "WHERE was.night = ?2 AND now.task IS NULL AND was.plan IN (SELECT plan FROM night_tasks "
         "WHERE night = ?1) ORDER BY was.plan, was.variant",
         {morning.night, *morning.before}, [&](Reader& row) {
             std::string plan = row.text();
             std::string variant = row.text();
             morning.changes.push_back(
                 {std::move(plan), std::move(variant), Reason::removed, {}, *morning.before});
         });
    each(store,
         "SELECT was.plan, count(*), (SELECT max(n.night) FROM night_tasks AS n JOIN nights USING "
         "(night) JOIN tasks USING (task) WHERE n.plan = was.plan AND n.night <= ?2 AND "
         "nights.state = 'complete' AND tasks.state = 'done') "
         "FROM night_tasks AS was WHERE was.night = ?2 AND was.plan NOT IN "
         "(SELECT plan FROM night_tasks WHERE night = ?1) GROUP BY was.plan ORDER BY was.plan",
         {morning.night, *morning.before}, [&](Reader& row) {
             std::string plan = row.text();
             const auto items = static_cast<std::size_t>(row.number());
             morning.gone.push_back({std::move(plan), items, row.text()});
         });
}

void largest_first(std::vector<Moved>& moved) {
    std::stable_sort(moved.begin(), moved.end(), [](const Moved& a, const Moved& b) {
        return std::abs(a.now - a.before) > std::abs(b.now - b.before);
    });
}

void find_moved_targets(store::Store& store, Morning& morning) {
    each(store,
         "SELECT now.plan, now.variant, now.before, t.target, t.name_zh, t.name_en, t.year, "
         "t.period, w.probability, t.probability, wr.paths, tr.paths FROM compared AS now "
         "JOIN targets AS t ON t.task = now.task JOIN targets AS w ON w.task = now.task_before AND "
         "w.target = t.target AND w.year = t.year AND w.indicator = t.indicator AND "
         "w.dimension = t.dimension AND w.relation = t.relation AND w.value = t.value AND "
         "w.period IN (t.period, '') AND w.\"over\" IN (t.\"over\", '') "
         "JOIN runs AS tr ON tr.task = now.task JOIN runs AS wr ON wr.task = now.task_before "
         "WHERE now.night = ?1 AND now.task <> now.task_before "
         "ORDER BY now.plan, now.variant, t.year, t.target",
         {morning.night}, [&](Reader& row) {
             Moved moved;
             moved.plan = row.text();
             moved.variant = row.text();
             moved.compared = row.text();
             moved.id = row.text();
             moved.name = row.both();
             moved.year = static_cast<int>(row.number());
             moved.period = row.text();
             moved.before = row.number();
             moved.now = row.number();
             const double paths_before = row.number();
             moved.error = error_of_change(moved.before, paths_before, moved.now, row.number());
             const double change = moved.now - moved.before;
             if (change < -moved.error) morning.falls.push_back(moved);
             if (change > moved.error) morning.rises.push_back(moved);
         });
    largest_first(morning.falls);
    largest_first(morning.rises);
}

void find_new_hits(store::Store& store, Morning& morning) {
    each(store,
         "SELECT now.plan, now.variant, now.before, h.event, w.p_by, h.p_by, wr.paths, hr.paths "
         "FROM compared AS now JOIN first_hits AS h ON h.task = now.task AND h.year = 0 "
         "JOIN first_hits AS w ON w.task = now.task_before AND w.event = h.event AND w.year = 0 "
         "JOIN runs AS hr ON hr.task = now.task JOIN runs AS wr ON wr.task = "
         "now.task_before WHERE now.night = ?1 AND now.task <> now.task_before "
         "ORDER BY now.plan, now.variant, h.event",
         {morning.night}, [&](Reader& row) {
             Moved moved;
             moved.plan = row.text();
             moved.variant = row.text();
             moved.compared = row.text();
             moved.id = row.text();
             moved.before = row.number();
             moved.now = row.number();
             const double paths_before = row.number();
             moved.error = error_of_change(moved.before, paths_before, moved.now, row.number());
             if (moved.now - moved.before > moved.error) morning.new_hits.push_back(moved);
         });
    largest_first(morning.new_hits);
}

void find_troubles(store::Store& store, Morning& morning) {
    each(store,
         "SELECT n.plan, n.variant, state = 'invalid', trouble_zh, trouble_en, "
         "(SELECT count(*) FROM diagnostics AS d WHERE d.task = t.task AND severity = 'error'), "
         "d.file, d.line, d.problem_zh, d.problem_en, c.before "
         "FROM night_tasks AS n JOIN tasks AS t ON t.task = n.task LEFT JOIN compared AS c ON "
         "c.night = n.night AND c.plan = n.plan AND c.variant = n.variant LEFT JOIN diagnostics AS "
         "d ON "
         "d.task = t.task AND d.number = (SELECT min(number) FROM diagnostics AS f WHERE "
         "f.task = t.task AND f.severity = 'error') "
         "WHERE n.night = ? AND state IN ('invalid', 'failed') ORDER BY n.plan, n.variant",
         {morning.night}, [&](Reader& row) {
             Trouble trouble;
             trouble.plan = row.text();
             trouble.variant = row.text();
             trouble.invalid = row.flag();
             const Text failure = row.both();
             trouble.errors = static_cast<std::size_t>(row.number());
             const std::string file = row.text();
             const int line = static_cast<int>(row.number());
             const Text problem = row.both();
             trouble.last = row.text();
             trouble.what = trouble.invalid ? problem : failure;
             trouble.place = line > 0 ? file + ":" + std::to_string(line) : file;
             morning.troubles.push_back(std::move(trouble));
         });
}

void find_worst(store::Store& store, std::size_t most, Morning& morning) {
    each(store,
         "SELECT * FROM (SELECT plan, name_zh, name_en, "
         "(SELECT p_by FROM first_hits AS h WHERE h.task = r.task AND event = 'arrears' AND "
         "year = 0) AS arrears, "
         "(SELECT p_by FROM first_hits AS h WHERE h.task = r.task AND "
         "event = 'cash_below_floor' AND year = 0) AS floor, "
         "(SELECT mean FROM figures AS f JOIN series USING (series) WHERE f.task = r.task AND "
         "indicator = 'debt_tier' AND dimension = 'red' AND month = 0 ORDER BY year DESC LIMIT 1) "
         "AS red, "
         "(SELECT min(probability) FROM targets AS t WHERE t.task = r.task) AS lowest "
         "FROM night_tasks JOIN runs AS r USING (task) WHERE night = ? AND variant = '') AS "
         "standings ORDER BY coalesce(arrears, 0) DESC, coalesce(red, 0) DESC, coalesce(floor, 0) "
         "DESC, "
         "coalesce(lowest, 1), plan LIMIT ?",
         {morning.night, static_cast<std::int64_t>(most)}, [&](Reader& row) {
             Standing standing;
             standing.plan = row.text();
             standing.name = row.both();
             standing.arrears = row.maybe();
             standing.below_floor = row.maybe();
             standing.red = row.maybe();
             standing.lowest_target = row.maybe();
             morning.worst.push_back(std::move(standing));
         });
}

}  // namespace

double error_of_change(double before, double paths_before, double now, double paths_now) {
    const double share = (before * paths_before + now * paths_now) / (paths_before + paths_now);
    const double variance = share * (1.0 - share) * (1.0 / paths_before + 1.0 / paths_now);
    return statistics::errors_either_side * std::sqrt(std::max(0.0, variance));
}

std::optional<Morning> morning(store::Store& store, const std::optional<std::string>& night,
                               std::size_t most_worst, Diagnostics& diagnostics) {
    const auto nights = store.nights();
    std::vector<const store::Night*> complete;
    for (const store::Night& each : nights) {
        const bool wanted = !night || each.night <= *night;
        if (wanted && each.state == store::NightState::complete) complete.push_back(&each);
    }
    if (complete.empty() || (night && complete.back()->night != *night)) {
        diagnostics.error({}, {"没有可以报告的一夜", "there is no night to report"},
                          night ? say("没有完整的 {}", "{} is not there, or not complete", *night)
                                : Text{"还没有一夜是完整的", "no night has been completed yet"},
                          {"coffer store 列出各夜；coffer batch 接着算没有算完的。",
                           "coffer store lists the nights; coffer batch goes on with one."});
        return std::nullopt;
    }
    Morning morning;
    morning.night = complete.back()->night;
    morning.name = complete.back()->name;
    if (complete.size() > 1) morning.before = complete[complete.size() - 2]->night;
    if (!night && nights.back().night > morning.night) morning.incomplete = nights.back().night;
    morning.counts = store.counts(morning.night);
    if (morning.before) {
        find_changes(store, morning);
        find_moved_targets(store, morning);
        find_new_hits(store, morning);
    }
    find_troubles(store, morning);
    find_worst(store, most_worst, morning);
    return morning;
}

}  // namespace coffer::batch
