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

void find_changes(store::Store& store, Morning& morning) {
    const std::vector<Value> nights{morning.night, *morning.before};
    each(store,
         "SELECT now.plan, now.variant, was.task IS NULL, now.task = was.task, "
         "t.plan_sha256 <> w.plan_sha256, t.changes_sha256 <> w.changes_sha256, "
         "t.draws <> w.draws OR t.paths <> w.paths OR t.keep <> w.keep, t.plan_sha256, "
         "w.plan_sha256 "
         "FROM night_tasks AS now JOIN tasks AS t ON t.task = now.task "
         "LEFT JOIN night_tasks AS was ON was.night = ?2 AND was.plan = now.plan AND "
         "was.variant = now.variant LEFT JOIN tasks AS w ON w.task = was.task "
         "WHERE now.night = ?1 ORDER BY now.plan, now.variant",
         nights, [&](Reader& row) {
             PlanChange change;
             change.plan = row.text();
             change.variant = row.text();
             const bool added = row.flag();
             const bool same = row.flag();
             const bool plan = row.flag();
             const bool changes = row.flag();
             const bool settings = row.flag();
             const std::string now_files = row.text();
             const std::string was_files = row.text();
             if (same) {
                 ++morning.unchanged;
                 return;
             }
             change.reason = added ? Reason::added : reason_of(plan, changes, settings);
             if (!added && plan) {
                 each(store,
                      "SELECT file FROM (SELECT file, sha256 FROM inputs WHERE plan_sha256 = ?1 "
                      "UNION SELECT file, sha256 FROM inputs WHERE plan_sha256 = ?2) AS files "
                      "WHERE NOT EXISTS (SELECT 1 FROM inputs AS a JOIN inputs AS b ON "
                      "a.file = b.file AND a.sha256 = b.sha256 WHERE a.plan_sha256 = ?1 AND "
                      "b.plan_sha256 = ?2 AND a.file = files.file) GROUP BY file ORDER BY file",
                      {now_files, was_files},
                      [&](Reader& file) { change.files.push_back(file.text()); });
             }
             morning.changes.push_back(std::move(change));
         });
    each(store,
         "SELECT was.plan, was.variant FROM night_tasks AS was LEFT JOIN night_tasks AS now ON "
         "now.night = ?1 AND now.plan = was.plan AND now.variant = was.variant "
         "WHERE was.night = ?2 AND now.task IS NULL ORDER BY was.plan, was.variant",
         nights, [&](Reader& row) {
             std::string plan = row.text();
             morning.changes.push_back({std::move(plan), row.text(), Reason::removed, {}});
         });
}

void largest_first(std::vector<Moved>& moved) {
    std::stable_sort(moved.begin(), moved.end(), [](const Moved& a, const Moved& b) {
        return std::abs(a.now - a.before) > std::abs(b.now - b.before);
    });
}

void find_moved_targets(store::Store& store, Morning& morning) {
    each(store,
         "SELECT now.plan, now.variant, t.target, t.name_zh, t.name_en, t.year, t.period, "
         "w.probability, "
         "t.probability, wr.paths, tr.paths "
         "FROM night_tasks AS now JOIN night_tasks AS was ON was.night = ?2 AND "
         "was.plan = now.plan AND was.variant = now.variant AND was.task <> now.task "
         "JOIN targets AS t ON t.task = now.task JOIN targets AS w ON w.task = was.task AND "
         "w.target = t.target AND w.year = t.year AND w.indicator = t.indicator AND "
         "w.dimension = t.dimension AND w.relation = t.relation AND w.value = t.value AND "
         "w.period IN (t.period, '') AND w.\"over\" IN (t.\"over\", '') "
         "JOIN runs AS tr ON tr.task = now.task JOIN runs AS wr ON wr.task = was.task "
         "WHERE now.night = ?1 ORDER BY now.plan, now.variant, t.year, t.target",
         {morning.night, *morning.before}, [&](Reader& row) {
             Moved moved;
             moved.plan = row.text();
             moved.variant = row.text();
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
         "SELECT now.plan, now.variant, h.event, w.p_by, h.p_by, wr.paths, hr.paths "
         "FROM night_tasks AS now JOIN night_tasks AS was ON was.night = ?2 AND "
         "was.plan = now.plan AND was.variant = now.variant AND was.task <> now.task "
         "JOIN first_hits AS h ON h.task = now.task AND h.year = 0 "
         "JOIN first_hits AS w ON w.task = was.task AND w.event = h.event AND w.year = 0 "
         "JOIN runs AS hr ON hr.task = now.task JOIN runs AS wr ON wr.task = was.task "
         "WHERE now.night = ?1 ORDER BY now.plan, now.variant, h.event",
         {morning.night, *morning.before}, [&](Reader& row) {
             Moved moved;
             moved.plan = row.text();
             moved.variant = row.text();
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
         "SELECT plan, variant, state = 'invalid', trouble_zh, trouble_en, "
         "(SELECT count(*) FROM diagnostics AS d WHERE d.task = t.task AND severity = 'error'), "
         "d.file, d.line, d.problem_zh, d.problem_en "
         "FROM night_tasks JOIN tasks AS t USING (task) LEFT JOIN diagnostics AS d ON "
         "d.task = t.task AND d.number = (SELECT min(number) FROM diagnostics AS f WHERE "
         "f.task = t.task AND f.severity = 'error') "
         "WHERE night = ? AND state IN ('invalid', 'failed') ORDER BY plan, variant",
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
