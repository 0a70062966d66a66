#pragma once
// What tests of stores write, and where.
#include <filesystem>
#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/store/store.hpp"

namespace coffer::testing {

inline store::PlannedTask planned(const std::string& plan, const std::string& content) {
    store::PlannedTask task;
    task.plan = plan;
    task.inputs = {content, "", "plan", "plan", "figures", "1+a"};
    task.key = store::key_of(task.inputs);
    task.files = {{"scenario.toml", content}};
    return task;
}

inline store::Record example_record() {
    store::Record record;
    record.plan_id = "甲县";
    // What COPY must escape; then a NUL, and a byte that is no UTF-8.
    record.name = {"甲县\t方案\\N", std::string("Plan of \"Jia\"\r\nand a line \0 \xFF", 29)};
    record.sha256 = "content";
    record.first_year = 2026;
    record.years = 5;
    record.seed = 18446744073709551615ULL;  // does not fit a database's integer
    record.paths = 10000;
    store::FigureRow figure{"fai", "total", 2026, 0, {}, -0.0};
    figure.summary.mean = 0.1 + 0.2;
    figure.summary.se = 5e-324;
    figure.summary.quantiles.fill(1e15);
    record.figures = {figure, figure};
    record.figures[1].year = 2025;
    record.targets = {{"green",
                       {"绿", "green"},
                       "debt_tier",
                       "green",
                       2026,
                       "2026/2028",
                       "every",
                       ">=",
                       1,
                       0.25,
                       0.004}};
    record.first_hits = {{"arrears", 2026, 3, 0.1, 0.1, std::nullopt},
                         {"arrears", 0, 0, 0.1, 0.1, 2.0}};
    record.projects = {{"g1", {"路", "road"}, 1e8, 0.9, std::nullopt, 12.5, 14.0, 0.1, 0, 0, 1, 0}};
    record.diagnostics = {
        {Severity::warning, {"projects.csv", 3, 7}, {"甲", "a"}, {}, {"乙", "b"}}};
    record.manifest = "{}";
    return record;
}

inline std::unique_ptr<store::Store> opened(const std::string& place, store::Access access,
                                            const store::Terms& terms = {}) {
    Diagnostics diagnostics;
    auto result = store::open(place, access, diagnostics, terms);
    for (const auto& each : diagnostics.sorted()) UNSCOPED_INFO(format(each, Language::english));
    REQUIRE_FALSE(diagnostics.has_errors());
    return result;
}

/// The next task, which must be there.
inline store::OpenTask taken(store::Store& store, const std::string& night) {
    const auto taken = store.take(night, {});
    REQUIRE(taken.task);
    return *taken.task;
}

inline store::Night night_of(const std::string& label) {
    return {label, {"夜", "night"}, "1+a", "2026-01-01T00:00:00Z", {}, {}};
}

/// One row of each table of a store that holds every kind of task, by statements that take it away
/// as a tool would that does not look after what refers to it.
inline std::vector<std::string> losses() {
    return {"DELETE FROM nights WHERE night = 'n1'",
            "DELETE FROM ledger WHERE night = 'n1'",
            "DELETE FROM night_tasks WHERE plan = 'b' AND night = 'n1'",
            "DELETE FROM tasks WHERE task = (SELECT min(task) FROM runs)",
            "DELETE FROM inputs WHERE plan_sha256 = 'C'",
            "DELETE FROM runs WHERE task = (SELECT min(task) FROM runs)",
            "DELETE FROM series WHERE series = (SELECT min(series) FROM figures)",
            "DELETE FROM figures WHERE task = (SELECT min(task) FROM runs) AND year = 2025",
            "DELETE FROM targets WHERE task = (SELECT min(task) FROM runs)",
            "DELETE FROM first_hits WHERE task = (SELECT min(task) FROM runs) AND month = 3",
            "DELETE FROM projects WHERE task = (SELECT min(task) FROM runs)",
            "DELETE FROM diagnostics WHERE task = (SELECT min(task) FROM runs)",
            "DELETE FROM diagnostics WHERE task = (SELECT task FROM tasks WHERE state = 'invalid')",
            "DELETE FROM manifests WHERE task = (SELECT min(task) FROM runs)",
            "DELETE FROM queue WHERE task = (SELECT min(task) FROM queue)",
            "UPDATE tasks SET trouble_en = '' WHERE state = 'failed'"};
}

/// Nights with every kind of task: two results of one key, mistakes, a failure, one left open.
inline void fill_with_every_kind(store::Store& base) {
    base.plan_night(night_of("n1"), {planned("a", "A"), planned("b", "A"), planned("c", "C"),
                                     planned("d", "D"), planned("丁", "E")});
    std::vector<store::Ended> ended;
    while (auto task = base.take("n1", {}).task) {
        const auto& plan = task->planned.plan;
        if (plan == "a") ended.push_back({task->task, example_record(), {1.5, 10}});
        if (plan == "c") ended.push_back({task->task, example_record().diagnostics, {0.5, 1}});
        if (plan == "d") ended.push_back({task->task, Text{"坏", "bad"}, {0.5, 1}});
        if (plan == "丁") ended.push_back({task->task, example_record(), {2.5, 10}});
    }
    base.finish(ended);
    CHECK(base.end_night("n1", "later") == store::NightState::complete);
    base.plan_night(night_of("n2"), {planned("a", "A2"), planned("丁", "E")});
}

/// Everything that two stores are compared by.
inline std::string dump_of(store::Store& store) {
    std::string text;
    for (const store::Table& table : store::dump_tables()) {
        text += "# " + table.name + "\n";
        store.query(table.sql, {}, [&](const auto&, const std::vector<store::Value>& row) {
            for (const store::Value& value : row) {
                if (const auto* cell = std::get_if<std::string>(&value)) text += *cell;
                if (const auto* number = std::get_if<double>(&value)) {
                    text += fmt::format("{}", *number);
                }
                if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                    text += fmt::format("{}", *whole);
                }
                text += '|';
            }
            text += '\n';
        });
    }
    return text;
}

}  // namespace coffer::testing
