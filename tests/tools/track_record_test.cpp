// The track record, from the first forecast to the score, as a user goes: a night computes the plan
// before anything is known, months become known, and `coffer progress` scores the night. Catches
// scores that depend on where the forecast was kept, places that are passed over in silence.
#include <sstream>

#include <catch2/catch.hpp>

#include "program.hpp"

namespace {

using namespace coffer::tool::test;

/// Rows of a file, without their first cell (where the forecast was kept).
std::vector<std::string> scores(const fs::path& file) {
    std::vector<std::string> rows;
    std::istringstream text(read_text(file));
    std::string row;
    std::getline(text, row);
    while (std::getline(text, row)) rows.push_back(row.substr(row.find(',')));
    return rows;
}

}  // namespace

TEST_CASE("progress says what is not learnt from known months") {
    const TemporaryFolder place;
    const fs::path source = coffer::testing::source_folder();
    const std::vector<std::string> asked{
        "progress", (source / "scenarios" / "minimal").string(),
        "--change", (source / "examples" / "under-way.toml").string(),
        "--paths",  "100",
        "--lang",   "en",
        "--out",    "out"};
    const Result plain = call(place, asked);
    REQUIRE(plain.code == 0);
    CHECK_FALSE(has(plain.out, "keep their own draws"));
    auto tails = asked;
    tails.back() = "out2";
    tails.insert(tails.end(), {"--set", "drivers[prices].degrees_of_freedom=5"});
    const Result with_tails = call(place, tails);
    INFO(with_tails.err);
    REQUIRE(with_tails.code == 0);
    CHECK(has(with_tails.out, "the plan's heavy tails keep their own draws"));
}

TEST_CASE("a store of nights and a folder of results have the same track record") {
    const TemporaryFolder place;
    const fs::path source = coffer::testing::source_folder();
    fs::copy(source / "scenarios" / "minimal", place.path() / "minimal");
    fs::copy(source / "examples" / "under-way.toml", place.path() / "under-way.toml");
    put(place.path() / "night.toml",
        "format = 1\nname_zh = \"夜\"\nname_en = \"Night\"\nplans = [\"minimal\"]\npaths = 400\n"
        "keep = [\"months\"]\n");
    REQUIRE(call(place, {"batch", "night.toml", "--night", "2019-12-31", "--quiet"}).code == 0);
    // The next night computes nothing new and is no second forecast.
    REQUIRE(call(place, {"batch", "night.toml", "--night", "2020-01-01", "--quiet"}).code == 0);
    REQUIRE(call(place, {"run", "minimal", "--paths", "400", "--out", "before", "--quiet"}).code ==
            0);
    const auto record_of = [&](const std::string& kept, const std::string& out) {
        return call(place, {"progress", "minimal", "--change", "under-way.toml", "--paths", "400",
                            "--record", kept, "--out", out, "--lang", "en"});
    };
    const Result of_store = record_of("night.db", "of-store");
    INFO(of_store.out << of_store.err);
    REQUIRE(of_store.code == 0);
    CHECK(has(of_store.out, "1 earlier forecasts: of "));
    CHECK(has(of_store.out, "night.db 2019-12-31"));
    REQUIRE(record_of("before", "of-folder").code == 0);
    const auto kept = scores(place.path() / "of-store" / "track_record.csv");
    CHECK(kept.size() > 2);
    CHECK(kept == scores(place.path() / "of-folder" / "track_record.csv"));

    // A store that never computed the plan is a mistake, not an empty record.
    fs::copy(place.path() / "minimal", place.path() / "other");
    std::string settings = read_text(place.path() / "other" / "scenario.toml");
    const std::string id = "id = \"minimal\"";
    REQUIRE(has(settings, id));
    settings.replace(settings.find(id), id.size(), "id = \"other\"");
    put(place.path() / "other" / "scenario.toml", settings);
    const Result of_other = call(place, {"progress", "other", "--change", "under-way.toml",
                                         "--paths", "400", "--record", "night.db"});
    CHECK(of_other.code != 0);
    CHECK(has(of_other.err, "存储里没有这个方案的结果"));
    const Result of_none = call(place, {"progress", "minimal", "--change", "under-way.toml",
                                        "--paths", "400", "--record", "nowhere.db"});
    CHECK(of_none.code != 0);
    CHECK(has(of_none.err, "nowhere.db"));
}
