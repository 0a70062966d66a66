#include <cmath>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"
#include "support/folders.hpp"

using namespace coffer::tool::test;

namespace {

/// Yuan with two decimals as whole fen.
long long fen(const std::string& text) {
    const auto point = text.find('.');
    REQUIRE(point != std::string::npos);
    REQUIRE(text.size() == point + 3);
    const long long size =
        std::llabs(std::stoll(text.substr(0, point))) * 100 + std::stoll(text.substr(point + 1));
    return text.starts_with('-') ? -size : size;
}

}  // namespace

TEST_CASE("replay writes books that balance to the fen") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet", "--lang", "en"}).code == 0);
    const Result result =
        call(place, {"replay", "county", "--path", "3", "--seed", "7", "--out", "p"});
    INFO(result.err);
    REQUIRE(result.code == 0);
    CHECK(has(result.out, "路径 3"));
    CHECK(has(result.out, "结果已写入 p"));

    const auto manifest = nlohmann::json::parse(read_text(place.path() / "p" / "manifest.json"));
    CHECK(manifest["command"] == "replay");
    CHECK(manifest["path"] == 3);
    CHECK(manifest["seed"] == 7);

    std::istringstream ledger(read_text(place.path() / "p" / "ledger.csv"));
    std::string line;
    std::getline(ledger, line);
    CHECK(line.ends_with("month,account,item,amount"));
    struct Book {
        long long opening = 0, flows = 0, closing = 0;
    };
    std::map<std::string, Book> books;
    while (std::getline(ledger, line)) {
        const auto month = line.find(',');
        const auto account = line.find(',', month + 1);
        const auto last = line.rfind(',');
        const std::string item = line.substr(account + 1, last - account - 1);
        const long long amount = fen(line.substr(last + 1));
        Book& book = books[line.substr(0, account)];
        (item == "opening"   ? book.opening
         : item == "closing" ? book.closing
                             : book.flows) += amount;
    }
    CHECK(books.size() >= 60u * 3u);
    for (const auto& [name, book] : books) {
        INFO(name);
        CHECK(book.opening + book.flows == book.closing);
    }
    CHECK(has(read_text(place.path() / "p" / "events.csv"), "month,subject,event,cause,amount\n"));
}

// Catches: codes and yuan for readers, a unit that is not heard, files for programs that follow it.
TEST_CASE("replay speaks to readers in their language and unit") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet", "--lang", "en"}).code == 0);
    const Result zh =
        call(place, {"replay", "county", "--path", "3", "--unit", "元", "--out", "zh"});
    const Result en =
        call(place, {"replay", "county", "--path", "3", "--lang", "en", "--out", "en"});
    INFO(zh.err + en.err);
    REQUIRE(zh.code == 0);
    REQUIRE(en.code == 0);
    CHECK(has(zh.out, "4 项目标中，这条路径实现 3 项。"));
    CHECK(has(zh.out, "“设施养护”（upkeep）被压减支出"));
    CHECK(has(zh.out, "元（库款底线以上没有余款）"));
    CHECK_FALSE(has(zh.out, "expenditure_cut"));
    CHECK(has(en.out, "\"Upkeep\" (upkeep) is cut by"));
    for (const char* file : {"ledger.csv", "events.csv"}) {
        CHECK(read_text(place.path() / "zh" / file) == read_text(place.path() / "en" / file));
    }
    const std::string mark = "\xEF\xBB\xBF";
    CHECK(read_text(place.path() / "zh" / "表" / "账目.csv")
              .starts_with(mark + "月份,账户,项目,金额（元）\n"));
    CHECK(read_text(place.path() / "en" / "tables" / "ledger.csv")
              .starts_with("Month,Account,Item,\"Amount (10,000 yuan)\"\n"));
    CHECK(read_text(place.path() / "zh" / "表" / "事件.csv")
              .starts_with(mark + "月份,类别,对象,编号,事件,数额,单位,原因\n"));

    const Result page = call(place, {"report", "zh"});
    CHECK(page.code == 2);
    CHECK(has(page.err, "coffer run county"));
    CHECK_FALSE(has(page.err, "另一版本"));
}

TEST_CASE("a replay is named after its path and can be repeated exactly") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county", "--quiet", "--lang", "en"}).code == 0);
    REQUIRE(call(place, {"replay", "county", "--path", "12", "--lang", "en"}).code == 0);
    fs::path first;
    for (const auto& entry : fs::directory_iterator(place.path() / "out")) first = entry.path();
    CHECK(first.filename().string().ends_with("-path-12"));
    REQUIRE(call(place, {"replay", "county", "--path", "12", "--out", "again"}).code == 0);
    CHECK(read_text(first / "ledger.csv") == read_text(place.path() / "again" / "ledger.csv"));
    CHECK(read_text(first / "events.csv") == read_text(place.path() / "again" / "events.csv"));
}

TEST_CASE("init writes the small plan as it stands in the repository") {
    const TemporaryFolder place;
    const Result result = call(place, {"init", "county", "--lang", "en"});
    REQUIRE(result.code == 0);
    CHECK(has(result.out, "coffer check county"));
    const fs::path original = coffer::testing::source_folder() / "scenarios" / "minimal";
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(original)) {
        INFO(entry.path().string());
        // Tables carry a byte order mark for Excel.
        const std::string mark = entry.path().extension() == ".csv" ? "\xEF\xBB\xBF" : "";
        CHECK(read_text(place.path() / "county" / entry.path().filename()) ==
              mark + read_text(entry.path()));
        ++files;
    }
    CHECK(files > 1);
    CHECK(place.names().size() == files + 1);

    // A second time it refuses; into an empty folder it writes.
    CHECK(call(place, {"init", "county"}).code == 2);
    fs::create_directory(place.path() / "empty");
    CHECK(call(place, {"init", "empty"}).code == 0);
}

// Catches: English headings for Chinese readers, a translation that says something else.
TEST_CASE("init in Chinese writes the same plan with Chinese tables, headings and words") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "zh", "--lang", "zh"}).code == 0);
    REQUIRE(call(place, {"init", "en", "--lang", "en"}).code == 0);
    const std::string projects = read_text(place.path() / "zh" / "项目.csv");
    CHECK(
        projects.starts_with("\xEF\xBB\xBF"
                             "项目编号,项目名称,"));
    CHECK(has(projects, "# 道路已开工"));
    CHECK_FALSE(has(projects, "The road is under way"));
    CHECK_FALSE(has(projects, "total_investment"));
    CHECK(has(read_text(place.path() / "zh" / "scenario.toml"), "# 最小示例"));
    const Result zh = call(place, {"check", "zh", "--lang", "zh"});
    const Result en = call(place, {"check", "en", "--lang", "zh"});
    INFO(zh.err);
    REQUIRE(zh.code == 0);
    CHECK(zh.out == en.out);  // with the sha256 of what they say
}
