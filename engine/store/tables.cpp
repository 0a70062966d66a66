// What leaves a store as tables.
#include "coffer/store/store.hpp"

namespace coffer::store {

const std::vector<Table>& tables_of_night() {
    static const std::vector<Table> tables{
        {"plans",
         "SELECT night, plan, variant, state, plan_id, name_zh, name_en, first_year, years, seed, "
         "paths, seconds, attempts, key FROM all_plans WHERE night = ?1 ORDER BY plan, variant"},
        {"figures",
         "SELECT * FROM all_figures WHERE night = ?1 "
         "ORDER BY plan, variant, indicator, dimension, year, month"},
        {"targets",
         "SELECT * FROM all_targets WHERE night = ?1 ORDER BY plan, variant, year, target"},
        {"first_hits",
         "SELECT night, plan, variant, event, year, month, p_first, p_by, mean_month "
         "FROM night_tasks JOIN first_hits USING (task) WHERE night = ?1 "
         "ORDER BY plan, variant, event, year, month"},
        {"projects",
         "SELECT night, plan, variant, project, name_zh, name_en, total_investment, p_finished, "
         "finish_p10, finish_p50, finish_p90, p_late, p_suspended, p_cancelled, funded_share, "
         "p_short FROM night_tasks JOIN projects USING (task) WHERE night = ?1 "
         "ORDER BY plan, variant, project"},
        {"diagnostics",
         "SELECT night, plan, variant, severity, file, line, \"column\", problem_zh, why_zh, "
         "suggestion_zh, problem_en, why_en, suggestion_en "
         "FROM night_tasks JOIN diagnostics USING (task) WHERE night = ?1 "
         "ORDER BY plan, variant, number"},
        {"figure_changes",
         "SELECT * FROM figure_changes WHERE night = ?1 "
         "ORDER BY plan, variant, indicator, dimension, year, month"},
        {"target_changes",
         "SELECT * FROM target_changes WHERE night = ?1 ORDER BY plan, variant, year, target"},
        {"league",
         "SELECT * FROM league WHERE night = ?1 "
         "ORDER BY variant, indicator, dimension, year, place, plan"}};
    return tables;
}

const std::vector<Table>& dump_tables() {
    static const std::vector<Table> tables{
        {"nights", "SELECT night, name_zh, name_en, program, state FROM nights ORDER BY night"},
        {"night_tasks",
         "SELECT night, plan, variant, variant_zh, variant_en, key "
         "FROM night_tasks JOIN tasks USING (task) ORDER BY night, plan, variant"},
        {"tasks",
         "SELECT key, plan_sha256, changes_sha256, draws, paths, keep, program, state, trouble_zh, "
         "trouble_en FROM tasks ORDER BY key"},
        {"inputs", "SELECT plan_sha256, file, sha256 FROM inputs ORDER BY plan_sha256, file"},
        {"runs",
         "SELECT key, plan_id, name_zh, name_en, sha256, first_year, years, seed, runs.paths, "
         "digest FROM runs JOIN tasks USING (task) ORDER BY key"},
        {"figures",
         "SELECT key, indicator, dimension, year, month, mean, se, sd, min, p01, p05, p10, p25, "
         "p50, p75, p90, p95, p99, max, es05, es95, es05_se, es95_se, reference_path "
         "FROM figures JOIN series USING (series) JOIN tasks USING (task) "
         "ORDER BY key, indicator, dimension, year, month"},
        {"targets",
         "SELECT key, target, name_zh, name_en, indicator, dimension, year, relation, value, "
         "probability, se, period, \"over\" FROM targets JOIN tasks USING (task) ORDER BY key, "
         "target, year"},
        {"first_hits",
         "SELECT key, event, year, month, p_first, p_by, mean_month "
         "FROM first_hits JOIN tasks USING (task) ORDER BY key, event, year, month"},
        {"projects",
         "SELECT key, project, name_zh, name_en, total_investment, p_finished, finish_p10, "
         "finish_p50, finish_p90, p_late, p_suspended, p_cancelled, funded_share, p_short "
         "FROM projects JOIN tasks USING (task) ORDER BY key, project"},
        {"diagnostics",
         "SELECT key, number, severity, file, line, \"column\", problem_zh, problem_en, why_zh, "
         "why_en, suggestion_zh, suggestion_en FROM diagnostics JOIN tasks USING (task) "
         "ORDER BY key, number"}};
    return tables;
}

}  // namespace coffer::store
