// Catches: results that come back other than they were written; keys that forget an input; nights
// called complete that are not; a changed figure that verify believes.
#include "coffer/store/store.hpp"

#include <SQLiteCpp/Database.h>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "example.hpp"
#include "support/temporary_folder.hpp"

using namespace coffer;
using store::Access;
using testing::example_record;
using testing::opened;
using testing::planned;
using testing::taken;

namespace {

const store::Night night = testing::night_of("n1");

}  // namespace

TEST_CASE("a record comes back as it was written, and its digest tells every field") {
    const testing::TemporaryFolder place;
    const auto base = opened(place.at("s.db"), Access::batch);
    base->plan_night(night, {planned("a", "A")});
    const auto task = taken(*base, "n1").task;
    base->finish({{task, example_record(), {2.5, 1000}}});
    const auto back = base->read(task);
    REQUIRE(back);
    CHECK(store::digest_of(*back) == store::digest_of(example_record()));
    CHECK(back->seed == example_record().seed);
    CHECK(back->figures.size() == 2);
    CHECK(back->targets[0].period == "2026/2028");
    CHECK(back->targets[0].over == "every");
    CHECK(back->name.zh == "甲县\t方案\\N");
    CHECK(back->name.en == "Plan of \"Jia\"\r\nand a line \\x00 \\xFF");
    CHECK(base->verify().empty());

    // Negative control.
    auto other = example_record();
    other.figures[1].summary.es95_se = 1e-300;
    CHECK(store::digest_of(other) != store::digest_of(example_record()));
    other = example_record();
    other.targets[0].period = "2026/2027";
    CHECK(store::digest_of(other) != store::digest_of(example_record()));
    other = example_record();
    other.first_hits[1].mean_month.reset();
    CHECK(store::digest_of(other) != store::digest_of(example_record()));
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
    const auto file = place.at("s.db");
    {
        const auto base = opened(file, Access::batch);
        // Two plans of one content are one task.
        base->plan_night(night, {planned("a", "A"), planned("b", "A"), planned("c", "C")});
        REQUIRE(base->open_tasks("n1").size() == 2);
        CHECK(base->counts("n1").waiting == 3);
        base->finish({{taken(*base, "n1").task, example_record(), {9.0, 1}}});
        CHECK(taken(*base, "n1").planned.plan == "c");
        CHECK_FALSE(base->take("n1", {}).task);
        CHECK(base->end_night("n1", "later") == store::NightState::stopped);
        // The process ends here with a task begun.
    }
    const auto base = opened(file, Access::batch);
    Diagnostics refused;
    CHECK_FALSE(store::open(file, Access::batch, refused));
    CHECK(refused.has_errors());

    base->plan_night(night, {planned("a", "A"), planned("b", "A"), planned("c", "C")});
    const auto open = taken(*base, "n1");
    CHECK(open.planned.plan == "c");
    CHECK(open.attempts == 1);
    base->finish({{open.task, example_record().diagnostics, {}}});
    CHECK(base->end_night("n1", "later") == store::NightState::complete);
    CHECK(base->counts("n1").done == 2);
    CHECK(base->counts("n1").invalid == 1);

    store::Night second = night;
    second.night = "n2";
    base->plan_night(second, {planned("a", "A2"), planned("b", "A")});
    const auto again = base->open_tasks("n2");
    REQUIRE(again.size() == 1);
    CHECK(again[0].seconds == 9.0);  // what this plan took the night before
    base->remove({"n1"});
    CHECK(base->counts("n1").all() == 0);
    CHECK(base->counts("n2").done == 1);
    CHECK(base->verify().empty());
}

TEST_CASE("a task in which the process ended too often has failed") {
    const testing::TemporaryFolder place;
    const auto file = place.at("s.db");
    const store::Terms terms{3, 60.0};
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto base = opened(file, Access::batch, terms);
        base->plan_night(night, {planned("a", "A")});
        CHECK(taken(*base, "n1").attempts == attempt);
    }
    const auto base = opened(file, Access::batch, terms);
    base->plan_night(night, {planned("a", "A")});
    CHECK(base->open_tasks("n1").empty());
    CHECK(base->counts("n1").failed == 1);
}

TEST_CASE(
    "what ended stays ended, what is given back does not count, what is put back comes last") {
    const testing::TemporaryFolder place;
    const auto base = opened(place.at("s.db"), Access::batch);
    base->plan_night(night, {planned("a", "A"), planned("b", "B")});
    auto first = taken(*base, "n1");
    CHECK(first.planned.plan == "a");
    base->give_back(first.task);
    first = taken(*base, "n1");
    CHECK(first.planned.plan == "a");
    CHECK(first.attempts == 0);
    base->put_back(first.task);
    CHECK(taken(*base, "n1").planned.plan == "b");
    first = taken(*base, "n1");
    CHECK(first.attempts == 1);
    CHECK_FALSE(base->ended(first.task));
    base->finish({{first.task, Text{"坏", "bad"}, {}}});
    base->finish({{first.task, example_record(), {}}});
    const auto ended = base->ended(first.task);
    REQUIRE(ended);
    CHECK(std::get<Text>(ended->result).en == "bad");
    CHECK_FALSE(base->read(first.task));

    // The plan has changed: what it wanted is nobody's, and results of it are dropped.
    base->replan("n1", planned("b", "B2"));
    const auto other = taken(*base, "n1");
    CHECK(other.planned.inputs.plan_sha256 == "B2");
    CHECK(base->verify().empty());
}

TEST_CASE("text that no database holds is written in bytes, and once only") {
    CHECK(store::storable("方案 a\\b \xF0\x9F\x98\x80") == "方案 a\\b \xF0\x9F\x98\x80");
    CHECK(store::storable(std::string("a\0b", 3)) == "a\\x00b");
    // Cut short, overlong, a surrogate, GB18030.
    CHECK(store::storable("\xE6\x96") == "\\xE6\\x96");
    CHECK(store::storable("\xC0\xAF") == "\\xC0\\xAF");
    CHECK(store::storable("\xED\xA0\x80") == "\\xED\\xA0\\x80");
    CHECK(store::storable("\xCF\xD8.csv") == "\\xCF\\xD8.csv");
    CHECK(store::storable(store::storable("\xFF")) == store::storable("\xFF"));
}

TEST_CASE("files of a plan whose names are alike when they are stored do not end the night") {
    const testing::TemporaryFolder place;
    const auto base = opened(place.at("s.db"), Access::batch);
    auto task = planned("\xFF", "A");
    task.files = {{"\xFF.csv", "x"}, {"\\xFF.csv", "y"}, {"scenario.toml", "A"}};
    base->plan_night(night, {task});
    CHECK(taken(*base, "n1").planned.plan == "\\xFF");
}

TEST_CASE("a store of the schema before is brought up to date by the next batch") {
    const testing::TemporaryFolder place;
    const auto file = place.at("s.db");
    auto before = example_record();
    before.targets[0].period = before.targets[0].over = "";
    {
        const auto base = opened(file, Access::batch);
        base->plan_night(night, {planned("a", "A"), planned("b", "B")});
        base->finish({{taken(*base, "n1").task, before, {}}});
    }
    {
        // What the migrations since have added; views of then that they replace stand empty.
        SQLite::Database raw(file, SQLite::OPEN_READWRITE);
        raw.exec(
            "DROP VIEW target_changes; DROP VIEW figure_changes; DROP VIEW compared; "
            "DROP TABLE ledger; "
            "DROP INDEX night_tasks_by_plan; ALTER TABLE tasks DROP COLUMN files; "
            "ALTER TABLE tasks DROP COLUMN seal; "
            "DROP TABLE queue; DROP VIEW latest_targets; DROP VIEW all_targets; ALTER TABLE "
            "targets DROP COLUMN period; "
            "ALTER TABLE targets DROP COLUMN \"over\"; "
            "CREATE VIEW figure_changes AS SELECT 1; PRAGMA user_version = 1");
    }
    Diagnostics diagnostics;
    CHECK_FALSE(store::open(file, Access::read, diagnostics));
    const auto base = opened(file, Access::batch);
    base->plan_night(night, {planned("a", "A"), planned("b", "B")});
    CHECK(base->open_tasks("n1").size() == 1);
    CHECK(taken(*base, "n1").planned.plan == "b");
    // Results of then are what they were.
    CHECK(base->verify().empty());
}

TEST_CASE("a row that is gone from a file is missed, of whichever table") {
    for (const std::string& loss : testing::losses()) {
        const testing::TemporaryFolder place;
        const auto file = place.at("s.db");
        testing::fill_with_every_kind(*opened(file, Access::batch));
        CHECK(opened(file, Access::inspect)->verify().empty());
        INFO(loss);
        {
            SQLite::Database raw(file, SQLite::OPEN_READWRITE);
            raw.exec("PRAGMA foreign_keys = OFF");
            CHECK(raw.exec(loss) > 0);
        }
        CHECK_FALSE(opened(file, Access::inspect)->verify().empty());
    }
}

TEST_CASE("a place is shown without its password") {
    CHECK(store::shown("a:b@c.db") == "a:b@c.db");
    CHECK(store::shown("postgresql://u:secret@h/d") == "postgresql://u:***@h/d");
    CHECK(store::shown("postgresql://h/d?user=u&password=secret&x=1") ==
          "postgresql://h/d?user=u&password=***&x=1");
    CHECK(store::shown("postgresql://u@h:5432/d") == "postgresql://u@h:5432/d");
    // Keys are written in codes as values are, and other keywords are secret, too.
    CHECK(store::shown("postgresql://h/d?pass%77ord=secret") == "postgresql://h/d?pass%77ord=***");
    CHECK(store::shown("postgres://h/d?%70ASSWORD=secret&user=u") ==
          "postgres://h/d?%70ASSWORD=***&user=u");
    CHECK(store::shown("postgresql://h/d?sslpassword=secret") ==
          "postgresql://h/d?sslpassword=***");
    // The user ends at the @ before the first /, also behind a ?; what is mistyped is no less
    // secret.
    CHECK(store::shown("postgresql://u:se?cr@h/d") == "postgresql://u:***@h/d");
    CHECK(store::shown("postgresql://u:se@cret@h/d") == "postgresql://u:***@h/d");
    CHECK(store::shown("postgresql://u:se/cret@h/d") == "postgresql://u:***@h/d");
    CHECK(store::shown("PostgreSQL://u:secret@h/d") == "PostgreSQL://u:***@h/d");
    CHECK(store::shown("--store=postgresql://u:secret@h/d") == "--store=postgresql://u:***@h/d");
    // As a path is written that was given where a file should stand.
    CHECK(store::shown("postgresql:/u:secret@/d?password=x") ==
          "postgresql:/u:***@/d?password=***");
    // Negative control: what is no password stays, also a key of another name.
    CHECK(store::shown("postgresql://h/d?passfile=/p&application_name=password") ==
          "postgresql://h/d?passfile=/p&application_name=password");
}

TEST_CASE("what PostgreSQL says of a URL has no password in it") {
    // Each is refused before a server is asked, with a message that quotes what is wrong in it.
    for (const char* url :
         {"postgresql://u:hidden%zz@h/d", "postgresql://u:hidden/x@h/d",
          "postgresql://h/d?password=hidden%zz", "postgresql://u:x@hidden@nowhere.invalid/d"}) {
        INFO(url);
        Diagnostics diagnostics;
        CHECK_FALSE(store::open(url, Access::read, diagnostics));
        REQUIRE(diagnostics.has_errors());
        for (const auto& each : diagnostics.sorted()) {
            CHECK(format(each, Language::english).find("hidden") == std::string::npos);
        }
    }
}

TEST_CASE("a store is one however it is named") {
    const testing::TemporaryFolder place;
    std::filesystem::create_directory(place.at("data"));
    // Links to the file, before it is there, and to its folder.
    std::filesystem::create_symlink("data/s.db", place.at("link.db"));
    std::filesystem::create_symlink("link.db", place.at("link-of-link.db"));
    std::filesystem::create_symlink("data", place.at("folder"));
    const auto base = opened(place.at("link-of-link.db"), Access::batch);
    for (const char* name : {"data/s.db", "link.db", "folder/s.db", "folder/../data/s.db"}) {
        Diagnostics diagnostics;
        CHECK_FALSE(store::open(place.at(name), Access::batch, diagnostics));
        REQUIRE(diagnostics.has_errors());
        CHECK(diagnostics.sorted().front().why.en == "another coffer batch is at work on it");
    }
    Diagnostics other;  // negative control
    CHECK(store::open(place.at("data/t.db"), Access::batch, other));
}

TEST_CASE("what is no store is refused and left alone") {
    const testing::TemporaryFolder place;
    const auto file = place.at("s.db");
    const std::string noise(5000, 'x');
    testing::put(file, noise);
    for (const Access access : {Access::read, Access::write, Access::batch}) {
        Diagnostics diagnostics;
        CHECK_FALSE(store::open(file, access, diagnostics));
        CHECK(diagnostics.has_errors());
    }
    CHECK(testing::read_text(file) == noise);
    Diagnostics diagnostics;
    CHECK_FALSE(store::open(place.at("none.db"), Access::read, diagnostics));
    CHECK(diagnostics.has_errors());
}

TEST_CASE("a store that is damaged inside is not opened for a night") {
    const testing::TemporaryFolder place;
    const auto file = place.at("s.db");
    {
        const auto base = opened(file, Access::batch);
        std::vector<store::PlannedTask> tasks;
        for (int i = 0; i < 50; ++i) {
            tasks.push_back(planned("p" + std::to_string(i), "A" + std::to_string(i)));
        }
        base->plan_night(night, tasks);
        for (int i = 0; i < 50; ++i) {
            base->finish({{taken(*base, "n1").task, example_record(), {2.5, 1000}}});
        }
        (void)base->end_night("n1", "2026-01-01T00:00:00Z");
    }
    std::string bytes = testing::read_text(file);
    REQUIRE(bytes.size() > 100000);
    const std::size_t begin = bytes.size() / 4 * 3;
    for (std::size_t i = begin; i < begin + 20000; ++i) {
        bytes[i] = static_cast<char>(i * 37 + i / 255);
    }
    testing::put(file, bytes);
    for (const Access access : {Access::read, Access::write, Access::batch}) {
        Diagnostics diagnostics;
        CHECK_FALSE(store::open(file, access, diagnostics));
        CHECK(diagnostics.has_errors());
    }
    // Only to be looked at, where the damage leaves anything to look at.
    Diagnostics diagnostics;
    const auto damaged = store::open(file, Access::inspect, diagnostics);
    CHECK((damaged ? !damaged->verify().empty() : diagnostics.has_errors()));
}
