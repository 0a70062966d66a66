// Catches: results that come back other than they were written; keys that forget an input; nights
// called complete that are not; a changed figure that verify believes.
#include "coffer/store/store.hpp"

#include <catch2/catch.hpp>

#include "support/temporary_folder.hpp"

using namespace coffer;
using store::Access;

namespace {

store::PlannedTask planned(const std::string& plan, const std::string& content) {
    store::PlannedTask task;
    task.plan = plan;
    task.inputs = {content, "", "plan", "plan", "figures", "1+a"};
    task.key = store::key_of(task.inputs);
    task.files = {{"scenario.toml", content}};
    return task;
}

store::Record record() {
    store::Record record;
    record.plan_id = "甲县";
    record.name = {"甲县方案", "Plan of Jia"};
    record.sha256 = "content";
    record.first_year = 2026;
    record.years = 5;
    record.seed = 18446744073709551615ULL;  // does not fit a database's integer
    record.paths = 10000;
    store::FigureRow figure{"fai", "total", 2026, 0, {}, -0.0};
    figure.summary.mean = 0.1 + 0.2;
    figure.summary.quantiles.fill(1e15);
    record.figures = {figure, figure};
    record.figures[1].year = 2025;
    record.targets = {{"green", {"绿", "green"}, "debt_tier", "green", 2026, ">=", 1, 0.25, 0.004}};
    record.first_hits = {{"arrears", 2026, 3, 0.1, 0.1, std::nullopt},
                         {"arrears", 0, 0, 0.1, 0.1, 2.0}};
    record.projects = {{"g1", {"路", "road"}, 1e8, 0.9, std::nullopt, 12.5, 14.0, 0.1, 0, 0, 1, 0}};
    record.diagnostics = {
        {Severity::warning, {"projects.csv", 3, 7}, {"甲", "a"}, {}, {"乙", "b"}}};
    record.manifest = "{}";
    return record;
}

std::unique_ptr<store::Store> opened(const std::filesystem::path& file, Access access) {
    Diagnostics diagnostics;
    auto result = store::open(file, access, diagnostics);
    REQUIRE_FALSE(diagnostics.has_errors());
    return result;
}

const store::Night night{"n1", {"夜", "night"}, "1+a", "2026-01-01T00:00:00Z", {}, {}};

}  // namespace

TEST_CASE("a record comes back as it was written, and its digest tells every field") {
    const testing::TemporaryFolder place;
    const auto base = opened(place.path() / "s.db", Access::batch);
    base->plan_night(night, {planned("a", "A")}, 5);
    const auto open = base->open_tasks("n1");
    REQUIRE(open.size() == 1);
    base->begin(open[0].task);
    base->finish(open[0].task, record(), {2.5, 1000});
    const auto back = base->read(open[0].task);
    REQUIRE(back);
    CHECK(store::digest_of(*back) == store::digest_of(record()));
    CHECK(back->seed == record().seed);
    CHECK(back->figures.size() == 2);
    CHECK(base->verify().empty());

    // Negative control.
    auto other = record();
    other.figures[1].summary.es95_se = 1e-300;
    CHECK(store::digest_of(other) != store::digest_of(record()));
    other = record();
    other.first_hits[1].mean_month.reset();
    CHECK(store::digest_of(other) != store::digest_of(record()));
}

TEST_CASE("a key knows each of its inputs and where one ends") {
    const store::Inputs inputs{"ab", "c", "plan", "plan", "figures", "1"};
    const std::string key = store::key_of(inputs);
    CHECK(key == store::key_of(inputs));
    for (std::string store::Inputs::* const part :
         {&store::Inputs::plan_sha256, &store::Inputs::changes_sha256, &store::Inputs::draws,
          &store::Inputs::paths, &store::Inputs::keep, &store::Inputs::program}) {
        store::Inputs other = inputs;
        other.*part += "x";
        CHECK(store::key_of(other) != key);
    }
    CHECK(store::key_of({"a", "bc", "plan", "plan", "figures", "1"}) != key);
}

TEST_CASE("a night is complete when nothing waits, and what is known is not wanted again") {
    const testing::TemporaryFolder place;
    const auto file = place.path() / "s.db";
    {
        const auto base = opened(file, Access::batch);
        // Two plans of one content are one task.
        base->plan_night(night, {planned("a", "A"), planned("b", "A"), planned("c", "C")}, 5);
        auto open = base->open_tasks("n1");
        REQUIRE(open.size() == 2);
        CHECK(base->counts("n1").waiting == 3);
        base->begin(open[0].task);
        base->finish(open[0].task, record(), {9.0, 1});
        base->begin(open[1].task);
        CHECK(base->end_night("n1", "later") == store::NightState::stopped);
        // The process ends here with a task begun.
    }
    const auto base = opened(file, Access::batch);
    Diagnostics refused;
    CHECK_FALSE(store::open(file, Access::batch, refused));
    CHECK(refused.has_errors());

    base->plan_night(night, {planned("a", "A"), planned("b", "A"), planned("c", "C")}, 5);
    auto open = base->open_tasks("n1");
    REQUIRE(open.size() == 1);
    CHECK(open[0].planned.plan == "c");
    CHECK(open[0].attempts == 1);
    base->begin(open[0].task);
    base->finish_invalid(open[0].task, record().diagnostics, {});
    CHECK(base->end_night("n1", "later") == store::NightState::complete);
    CHECK(base->counts("n1").done == 2);
    CHECK(base->counts("n1").invalid == 1);

    store::Night second = night;
    second.night = "n2";
    base->plan_night(second, {planned("a", "A2"), planned("b", "A")}, 5);
    open = base->open_tasks("n2");
    REQUIRE(open.size() == 1);
    CHECK(open[0].seconds == 9.0);  // what this plan took the night before
    base->remove({"n1"});
    CHECK(base->counts("n1").all() == 0);
    CHECK(base->counts("n2").done == 1);
    CHECK(base->verify().empty());
}

TEST_CASE("a task in which the process ended too often has failed") {
    const testing::TemporaryFolder place;
    const auto file = place.path() / "s.db";
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto base = opened(file, Access::batch);
        base->plan_night(night, {planned("a", "A")}, 3);
        const auto open = base->open_tasks("n1");
        REQUIRE(open.size() == 1);
        base->begin(open[0].task);
    }
    const auto base = opened(file, Access::batch);
    base->plan_night(night, {planned("a", "A")}, 3);
    CHECK(base->open_tasks("n1").empty());
    CHECK(base->counts("n1").failed == 1);
}

TEST_CASE("what is no store is refused and left alone") {
    const testing::TemporaryFolder place;
    const auto file = place.path() / "s.db";
    const std::string noise(5000, 'x');
    testing::put(file, noise);
    for (const Access access : {Access::read, Access::write, Access::batch}) {
        Diagnostics diagnostics;
        CHECK_FALSE(store::open(file, access, diagnostics));
        CHECK(diagnostics.has_errors());
    }
    CHECK(testing::read_text(file) == noise);
    Diagnostics diagnostics;
    CHECK_FALSE(store::open(place.path() / "none.db", Access::read, diagnostics));
    CHECK(diagnostics.has_errors());
}
