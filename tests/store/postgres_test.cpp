// Catches: a PostgreSQL store that differs from an SQLite one in a row or in the order of rows;
// cells that COPY spoils; tasks that two workers get, or that none gets after one has died; bulk
// loading that is no faster than rows.
#include <array>
#include <chrono>
#include <cstdio>
#include <libpq-fe.h>
#include <thread>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "example.hpp"
#include "support/folders.hpp"
#include "support/temporary_folder.hpp"

using namespace coffer;
using store::Access;
using testing::example_record;
using testing::opened;
using testing::planned;
using testing::taken;

namespace {

const store::Night night = testing::night_of("n1");

/// A server of the test's own, started when it is made; no URL where there is none.
class Server {
  public:
    Server() : url_(called("start")) {
        if (url_.starts_with("SKIPPED: ")) {
            std::puts(url_.c_str());
            url_.clear();
        }
    }
    ~Server() {
        if (!url_.empty()) static_cast<void>(called("stop"));
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    [[nodiscard]] const std::string& url() const { return url_; }

  private:
    [[nodiscard]] std::string called(const std::string& action) const {
        const std::string command = "'" + testing::source_folder().string() +
                                    "/tests/support/postgres_server' " + action + " '" +
                                    place_.at("pg") + "' 2>&1";
        FILE* pipe = ::popen(command.c_str(), "r");
        REQUIRE(pipe != nullptr);
        std::string text;
        std::array<char, 4096> piece{};
        while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) text += piece.data();
        ::pclose(pipe);
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return text.substr(text.rfind('\n') + 1);
    }

    testing::TemporaryFolder place_;
    std::string url_;
};

void fill(const std::string& place) {
    const auto base = opened(place, Access::batch);
    testing::fill_with_every_kind(*base);
    auto other = example_record();
    other.targets[0].probability = 0.2;
    base->finish({{taken(*base, "n2").task, other, {}}});
    CHECK(base->end_night("n2", "later") == store::NightState::complete);
    base->plan_night(testing::night_of("n3"), {planned("z", "Z")});
    base->give_back(taken(*base, "n3").task);
    CHECK(base->end_night("n3", "later") == store::NightState::stopped);
    CHECK(base->verify().empty());
}

std::string exported(store::Store& store, const std::string& label) {
    std::string text;
    for (const store::Table& table : store::tables_of_night()) {
        store.query(table.sql, {label}, [&](const auto& columns, const auto& row) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                text += columns[i] + "=";
                if (const auto* cell = std::get_if<std::string>(&row[i])) text += *cell;
                if (const auto* real = std::get_if<double>(&row[i])) {
                    text += fmt::format("{}", *real);
                }
                if (const auto* whole = std::get_if<std::int64_t>(&row[i])) {
                    text += fmt::format("{}", *whole);
                }
                text += "|";
            }
            text += "\n";
        });
    }
    return text;
}

}  // namespace

TEST_CASE("PostgreSQL holds what SQLite holds, in the same order") {
    const Server server;
    if (server.url().empty()) return;
    const testing::TemporaryFolder place;
    fill(place.at("s.db"));
    fill(server.url());
    const auto file = opened(place.at("s.db"), Access::read);
    const auto base = opened(server.url(), Access::read);
    const std::string dump = testing::dump_of(*base);
    CHECK(dump.size() > 4000);
    CHECK(dump == testing::dump_of(*file));
    for (const char* label : {"n1", "n2"}) CHECK(exported(*base, label) == exported(*file, label));
    CHECK(exported(*base, "n2").find("probability_before") != std::string::npos);
    CHECK(base->verify().empty());

    {  // Negative control: one figure changed by another hand.
        const std::unique_ptr<PGconn, decltype(&::PQfinish)> other(
            ::PQconnectdb(server.url().c_str()), &::PQfinish);
        ::PQclear(::PQexec(other.get(), "UPDATE targets SET probability = 0.123"));
    }
    CHECK_FALSE(base->verify().empty());
    CHECK(testing::dump_of(*base) != dump);

    opened(server.url(), Access::write)->remove({"n1", "n3"});
    CHECK(base->counts("n1").all() == 0);
    CHECK(base->nights().size() == 1);
}

TEST_CASE("a row that is gone from a database is missed, of whichever table") {
    const Server server;
    if (server.url().empty()) return;
    testing::fill_with_every_kind(*opened(server.url(), Access::batch));
    CHECK(opened(server.url(), Access::inspect)->verify().empty());
    const auto losses = testing::losses();
    for (std::size_t i = 0; i < losses.size(); ++i) {
        INFO(losses[i]);
        const std::string name = "loss" + std::to_string(i);
        const auto url_of = [&](const std::string& database) {
            std::string url = server.url();
            return url.replace(url.find("nights"), 6, database);
        };
        const auto done = [&](const std::string& database, const std::string& sql) {
            const std::unique_ptr<PGconn, decltype(&::PQfinish)> other(
                ::PQconnectdb(url_of(database).c_str()), &::PQfinish);
            // As a restore that leaves rows out: references are not looked at.
            ::PQclear(::PQexec(other.get(), "SET session_replication_role = replica"));
            const std::unique_ptr<PGresult, decltype(&::PQclear)> answer(
                ::PQexec(other.get(), sql.c_str()), &::PQclear);
            CHECK(::PQresultStatus(answer.get()) == PGRES_COMMAND_OK);
            return std::string(::PQcmdTuples(answer.get()));
        };
        done("postgres", "CREATE DATABASE " + name + " TEMPLATE nights");
        CHECK(done(name, losses[i]) != "0");
        CHECK_FALSE(opened(url_of(name), Access::inspect)->verify().empty());
    }
}

TEST_CASE("workers share a night, and what a dead one held comes free") {
    const Server server;
    if (server.url().empty()) return;
    const store::Terms brief{5, 1.0};
    Diagnostics none;
    CHECK_FALSE(store::open(server.url(), Access::work, none));  // no night yet
    const auto batch = opened(server.url(), Access::batch, brief);
    Diagnostics refused;
    CHECK_FALSE(store::open(server.url(), Access::batch, refused));
    CHECK(refused.has_errors());
    const auto worker = opened(server.url(), Access::work, brief);

    batch->plan_night(night, {planned("a", "A"), planned("b", "B")});
    const auto mine = taken(*batch, "n1");
    const auto other = taken(*worker, "n1");
    CHECK(mine.task != other.task);
    CHECK(batch->take("n1", {}).later);
    REQUIRE(batch->pulse());
    // The batch beats, the worker is silent for longer than its lease.
    for (int i = 0; i < 6; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(250));
        batch->beat({mine.task});
    }
    const auto inherited = taken(*batch, "n1");
    CHECK(inherited.task == other.task);
    CHECK(inherited.attempts == 1);
    CHECK_FALSE(worker->take("n1", {}).task);  // what is beaten for stays held
    // The worker was only slow: its result counts, and the second is the same.
    worker->finish({{other.task, example_record(), {}}});
    batch->finish({{inherited.task, example_record(), {}}});
    batch->finish({{mine.task, example_record(), {}}});
    CHECK(batch->counts("n1").done == 2);
    CHECK_FALSE(worker->take("n1", {}).later);
    CHECK(batch->verify().empty());
}

// Catches: a worker that leaves, and ends the night, because the last task was just being taken.
TEST_CASE("a task that another is taking at this moment is waited for") {
    const Server server;
    if (server.url().empty()) return;
    const auto batch = opened(server.url(), Access::batch);
    batch->plan_night(night, {planned("a", "A")});
    const std::unique_ptr<PGconn, decltype(&::PQfinish)> other(::PQconnectdb(server.url().c_str()),
                                                               &::PQfinish);
    ::PQclear(::PQexec(other.get(), "BEGIN; SELECT task FROM queue FOR UPDATE"));
    const auto passed_over = batch->take("n1", {});
    CHECK_FALSE(passed_over.task);
    CHECK(passed_over.later);
    ::PQclear(::PQexec(other.get(), "ROLLBACK"));
    const auto mine = taken(*batch, "n1");
    batch->give_back(mine.task);
    // What is not ours to do is nothing to wait for.
    CHECK_FALSE(batch->take("n1", {mine.task}).later);
}

TEST_CASE("a thousand results load much faster than row by row", "[slow]") {
    const Server server;
    if (server.url().empty()) return;
    constexpr int results = 1000;
    auto record = example_record();  // as large as one of a plan of 58 projects, five years
    record.figures.resize(1);
    for (int year = 2026; year < 2031; ++year) {
        for (int series = 0; series < 60; ++series) {
            auto row = record.figures.front();
            row.indicator = fmt::format("indicator_{}", series);
            row.year = year;
            row.summary.mean = 1e9 / (series + year);
            record.figures.push_back(row);
        }
    }
    for (int project = 0; project < 58; ++project) {
        record.projects.push_back(record.projects.front());
        record.projects.back().project = fmt::format("project-{}", project);
    }
    std::vector<store::PlannedTask> tasks;
    for (int i = 0; i < results; ++i) {
        tasks.push_back(planned(fmt::format("p{}", i), fmt::format("content {}", i)));
    }
    const auto base = opened(server.url(), Access::batch);
    base->plan_night(night, tasks);
    std::vector<store::Ended> ended;
    for (const auto& open : base->open_tasks("n1")) ended.push_back({open.task, record, {}});

    const auto seconds_of = [](const auto& work) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    const double in_bulk = seconds_of([&] { base->finish(ended); });
    CHECK(base->counts("n1").done == results);

    // Row by row: the same rows again into the same tables, one transaction for each result, which
    // has its digest taken; of a tenth of the results, half by statements that are prepared.
    const std::unique_ptr<PGconn, decltype(&::PQfinish)> rows(::PQconnectdb(server.url().c_str()),
                                                              &::PQfinish);
    const auto command = [&](const std::string& sql) {
        ::PQclear(::PQexec(rows.get(), sql.c_str()));
    };
    command("DELETE FROM figures WHERE task <= 100");
    command("DELETE FROM projects WHERE task <= 100");
    const auto inserts = [](const std::string& table, int columns) {
        std::string sql = "INSERT INTO " + table + " VALUES ($1";
        for (int i = 2; i <= columns; ++i) sql += fmt::format(",${}", i);
        return sql + ")";
    };
    const std::string figure = inserts("figures", 23), project = inserts("projects", 14);
    ::PQclear(::PQprepare(rows.get(), "figure", figure.c_str(), 0, nullptr));
    ::PQclear(::PQprepare(rows.get(), "project", project.c_str(), 0, nullptr));
    const auto insert = [&](const char* prepared, const std::string& sql,
                            const std::vector<std::string>& cells) {
        std::vector<const char*> values;
        for (const auto& cell : cells) values.push_back(cell.c_str());
        const auto count = static_cast<int>(values.size());
        PGresult* done =
            prepared != nullptr
                ? ::PQexecPrepared(rows.get(), prepared, count, values.data(), nullptr, nullptr, 0)
                : ::PQexecParams(rows.get(), sql.c_str(), count, nullptr, values.data(), nullptr,
                                 nullptr, 0);
        REQUIRE(::PQresultStatus(done) == PGRES_COMMAND_OK);
        ::PQclear(done);
    };
    constexpr int share = 20;
    const auto by_row = [&](bool prepared) {
        return share * seconds_of([&] {
                   const int first = prepared ? 1 : 51;
                   for (int task = first; task < first + results / share; ++task) {
                       command("BEGIN");
                       CHECK(store::digest_of(record).size() == 64);
                       for (std::size_t i = 0; i < record.figures.size(); ++i) {
                           const auto& row = record.figures[i];
                           std::vector<std::string> cells{
                               std::to_string(task), std::to_string(i == 0 ? 61 : (i - 1) % 60 + 1),
                               std::to_string(row.year), "0"};
                           cells.resize(23, fmt::format("{}", row.summary.mean));
                           insert(prepared ? "figure" : nullptr, figure, cells);
                       }
                       for (const auto& row : record.projects) {
                           std::vector<std::string> cells{std::to_string(task), row.project, "路",
                                                          "road"};
                           cells.resize(14, "0.5");
                           insert(prepared ? "project" : nullptr, project, cells);
                       }
                       command("COMMIT");
                   }
               });
    };
    const double with_prepared = by_row(true), plain = by_row(false);
    std::printf(
        "1,000 results: in bulk %.2f s; row by row %.2f s, ratio %.1f; by prepared "
        "statements %.2f s, ratio %.1f\n",
        in_bulk, plain, plain / in_bulk, with_prepared, with_prepared / in_bulk);
    // Five and more on a quiet machine (docs/night.md); rows that are not loaded in bulk give one.
    CHECK(plain >= 2.0 * in_bulk);
}
