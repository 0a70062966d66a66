#include <chrono>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace coffer::tool::test;
using nlohmann::json;

namespace {

const std::set<std::string> result_files{"first_hits.csv",
                                         "indicators.csv",
                                         "intervals.csv",
                                         "manifest.json",
                                         "monthly.csv",
                                         "projects.csv",
                                         "targets.csv",
                                         "first_year.csv",
                                         "names.csv",
                                         "books.csv",
                                         "assumptions.csv",
                                         "funds.csv",
                                         "debt_service.csv",
                                         "balance.csv",
                                         "joint.csv",
                                         "progress.csv",
                                         "debt_due.csv",
                                         "debt_instruments.csv",
                                         "spending.csv",
                                         "department_progress.csv",
                                         "表"};

std::set<std::string> files_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.insert(entry.path().filename().string());
    }
    return names;
}

/// A workplace with the scenario of `coffer init` as "county".
class County : public TemporaryFolder {
  public:
    County() { REQUIRE(call(*this, {"init", "county", "--quiet", "--lang", "en"}).code == 0); }
};

}  // namespace

TEST_CASE("init, check and run work one after the other") {
    const County place;
    const Result checked = call(place, {"check", "county"});
    CHECK(checked.code == 0);
    CHECK(has(checked.out, "方案检查通过"));
    CHECK(has(call(place, {"check", "county", "--lang", "en"}).out, "No mistakes"));
    CHECK(place.names().count("out") == 0);

    const Result ran = call(place, {"run", "county", "--paths", "200"});
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    for (const char* part : {"主要指标", "目标实现的概率", "月末库款", "债务风险等级",
                             "延期或资金不足", "计划与参考路径对照", "结果已写入 out/"}) {
        INFO(part);
        CHECK(has(ran.out, part));
    }
    CHECK_FALSE(has(ran.err, "\x1b"));  // no progress bar: not a terminal
    const fs::path out = place.path() / "out" / "county";
    CHECK(files_in(out) == result_files);
    const json manifest = json::parse(read_text(out / "manifest.json"));
    CHECK(manifest["complete"] == true);
    CHECK(manifest["paths"] == 200);
    CHECK(manifest["scenario"]["folder"] == "county");
    CHECK(manifest["scenario"]["sha256"].get<std::string>().size() == 64);
    // Beside the tables of programs, without the manifest itself, those of people.
    std::size_t for_programs = 0;
    for (const json& file : manifest["files"]) {
        for_programs += has(file["name"].get<std::string>(), "/") ? 0 : 1;
    }
    CHECK(for_programs == result_files.size() - 2);
    for (const json& file : manifest["files"]) {
        CHECK(read_text(out / file["name"].get<std::string>()).size() == file["bytes"]);
    }
    CHECK(has(call(place, {"run", "county", "--paths", "50", "--lang", "en"}).out,
              "Main indicators"));
}

TEST_CASE("the figures depend on plan, seed and paths only") {
    const County place;
    std::map<std::string, std::string> tables;
    const auto run = [&](const std::string& out, std::vector<std::string> more) {
        tables.clear();
        std::vector<std::string> arguments{"run", "county", "--quiet", "--paths",
                                           "300", "--out",  out};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Result result = call(place, arguments);
        INFO(result.err);
        REQUIRE(result.code == 0);
        CHECK(result.out.empty());
        CHECK(result.err.empty());
        std::string all;
        for (const std::string& name : result_files) {
            const fs::path file = place.path() / out / name;
            if (name != "manifest.json" && fs::is_regular_file(file)) all += read_text(file);
        }
        for (const auto& entry : fs::directory_iterator(place.path() / out / "表")) {
            tables[entry.path().filename().string()] += read_text(entry.path());
        }
        return all;
    };
    const std::string one = run("a", {"--threads", "1", "--seed", "5"});
    const auto tables_of_one = tables;
    CHECK(run("b", {"--threads", "3", "--seed", "5"}) == one);
    CHECK(tables == tables_of_one);
    CHECK(run("c", {"--seed", "6"}) != one);
    const json manifest = json::parse(read_text(place.path() / "b" / "manifest.json"));
    CHECK(manifest["threads"] == 3);
    CHECK(manifest["seed"] == 5);
}

// Catches: a table that people are not given, headings and months that only programs read, amounts
// in yuan under the heading of another unit, a folder that an edited table of people does not keep.
TEST_CASE("a run writes every table once more, as people open it") {
    const County place;
    const auto run = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"run", "county", "--quiet", "--paths", "50"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return call(place, arguments);
    };
    REQUIRE(run({"--unit", "万元"}).code == 0);
    const fs::path tables = place.path() / "out" / "county" / "表";
    const auto names = files_in(tables);
    for (const char* name :
         {"指标.csv", "目标.csv", "项目.csv", "首次发生.csv", "债务风险等级.csv", "收支平衡表.csv",
          "年度资金安排表.csv", "偿债计划表.csv", "逐笔偿债计划表.csv", "序时进度表.csv",
          "月末库款.csv", "首年对照.csv", "抽样误差.csv", "参考路径账目.csv", "假设.csv"}) {
        INFO(name);
        CHECK(names.count(name) == 1);
    }
    const std::string projects = read_text(tables / "项目.csv");
    CHECK(projects.starts_with("\xEF\xBB\xBF编号,名称,总投资（万元）,计划开工,计划完工,"));
    CHECK(has(projects, ",2020-"));
    CHECK(has(read_text(tables / "收支平衡表.csv"), "账户,类别,项目,口径,2020（万元）"));
    put(tables / "项目.csv", projects + "\n");
    const Result again = run({});
    CHECK(again.code == 2);
    CHECK(has(again.err, "“表/项目.csv”写出之后被改过"));
    REQUIRE(run({"--force", "--lang", "en"}).code == 0);
    CHECK(files_in(place.path() / "out" / "county" / "tables").count("balance.csv") == 1);
    CHECK_FALSE(fs::exists(tables));
}

TEST_CASE("the option --set changes the plan and stands in the manifest") {
    const County place;
    REQUIRE(call(place, {"run", "--set", "scenario.years=6", "--set", "simulation.paths=20",
                         "county", "--quiet"})
                .code == 0);
    const json manifest = json::parse(read_text(place.path() / "out" / "county" / "manifest.json"));
    CHECK(manifest["scenario"]["years"] == 6);
    CHECK(manifest["paths"] == 20);
    REQUIRE(manifest["changes"].size() == 2);
    CHECK(manifest["changes"][0] == "scenario.years=6");
    CHECK(manifest["changes"][1] == "simulation.paths=20");
}

TEST_CASE("the option --json prints one document and nothing else on standard output") {
    const County place;
    const Result result = call(place, {"run", "county", "--paths", "100", "--json"});
    REQUIRE(result.code == 0);
    const json document = json::parse(result.out);
    CHECK(document["manifest"]["complete"] == true);
    CHECK(document["manifest"]["files"].size() > result_files.size());
    CHECK_FALSE(document["indicators"].empty());
    for (const json& row : document["indicators"]) {
        CHECK(row["period"].get<std::string>().size() == 4);
        CHECK(row["n"] == 100);
    }
    CHECK(document.contains("targets"));
    CHECK(document.contains("projects"));
    CHECK(document.contains("first_year"));
    CHECK(files_in(place.path() / "out" / "county") == result_files);
}

TEST_CASE("mistakes in the plan are all reported with their places") {
    const County place;
    put(place.path() / "county" / "targets.csv",
        "id,name_zh,name_en,indicator,year,relation,value,basis\n"
        "t1,甲,A,no_such,2020,>=,1,\n"
        "t2,乙,B,fai,1800,>=,1,\n");
    const auto before = place.names();
    for (const char* command : {"run", "check"}) {
        const Result result = call(place, {command, "county", "--lang", "en"});
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        CHECK(has(result.err, "targets.csv:2:"));
        CHECK(has(result.err, "targets.csv:3:"));
        CHECK(result.err.find("targets.csv:2:") < result.err.find("targets.csv:3:"));
        CHECK(has(result.err, "errors, "));
        CHECK(result.err.ends_with("\n"));
        const Result quiet = call(place, {command, "county", "--quiet"});
        CHECK(quiet.code == 2);
        CHECK(has(quiet.err, "targets.csv:2:"));
    }
    CHECK(place.names() == before);
}

// Catches: a command that goes on with figures that mean nothing.
TEST_CASE("amounts beyond what is exact are refused by every command") {
    const County place;
    const auto file = place.path() / "county" / "revenue.csv";
    std::string revenue = read_text(file);
    const auto at = revenue.find("own,6000,");
    REQUIRE(at != std::string::npos);
    // 22 trillion yuan may be written; with a year's growth it is beyond 22.5.
    revenue.replace(at, 9, "own,220000亿,");
    put(file, revenue);
    const auto before = place.names();
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{"check", "county"},
                                               {"check", "county", "--quiet"},
                                               {"run", "county"},
                                               {"replay", "county", "--path", "0"}}) {
        auto arguments = command;
        arguments.insert(arguments.end(), {"--lang", "en"});
        const Result result = call(place, arguments);
        INFO(command.front() << result.out << result.err);
        CHECK(result.code == 2);
        CHECK(has(result.err, "beyond 22.5 trillion yuan"));
        CHECK_FALSE(has(result.out, "No mistakes"));
    }
    CHECK(place.names() == before);
}

TEST_CASE("the folder for the results is refused before any work when it is not coffer's") {
    const County place;
    fs::create_directory(place.path() / "mine");
    put(place.path() / "mine" / "notes.txt", "mine");
    put(place.path() / "file", "mine");
    fs::create_symlink("nothing", place.path() / "link");
    const auto before = place.names();
    for (const char* out : {"mine", "file", "file/deeper", ".", "..", "link", "link/deeper"}) {
        INFO(out);
        const Result result = call(place, {"run", "county", "--paths", "4000000000", "--max-memory",
                                           "1000000T", "--out", out, "--lang", "en"});
        CHECK(result.code == 2);
        CHECK(has(result.err, out));
        CHECK(call(place, {"replay", "county", "--path", "0", "--out", out}).code == 2);
    }
    CHECK(place.names() == before);
    CHECK(read_text(place.path() / "mine" / "notes.txt") == "mine");
}

TEST_CASE("results replace earlier results of the same command only") {
    const County place;
    const fs::path manifest = place.path() / "empty" / "manifest.json";
    fs::create_directory(place.path() / "empty");
    REQUIRE(call(place, {"run", "county", "--paths", "9", "--quiet", "--out", "empty"}).code == 0);
    REQUIRE(call(place, {"run", "county", "--paths", "8", "--quiet", "--out", "empty/"}).code == 0);
    CHECK(json::parse(read_text(manifest))["paths"] == 8);
    const Result replayed =
        call(place, {"replay", "county", "--path", "1", "--out", "empty", "--lang", "en"});
    CHECK(replayed.code == 2);
    CHECK(has(replayed.err, "it holds results of coffer run"));
    CHECK(json::parse(read_text(manifest))["command"] == "run");

    REQUIRE(call(place, {"replay", "county", "--path", "1", "--quiet", "--out", "p"}).code == 0);
    REQUIRE(call(place, {"replay", "county", "--path", "2", "--quiet", "--out", "p"}).code == 0);
    const Result ran = call(place, {"run", "county", "--paths", "9", "--out", "p"});
    CHECK(ran.code == 2);
    CHECK(has(ran.err, "其中是 coffer replay 的结果"));
    CHECK(files_in(place.path() / "p") ==
          std::set<std::string>{"events.csv", "ledger.csv", "manifest.json", "表"});
    CHECK(files_in(place.path()) == std::set<std::string>{"county", "empty", "p"});
}

// Catches a run that takes away what a user has done or what another plan has computed.
// Catches: an output written over the plan it is made of, or over another output.
TEST_CASE("what --force does not replace: what is read, and one output by another") {
    const TemporaryFolder place;
    REQUIRE(call(place, {"init", "county"}).code == 0);
    REQUIRE(call(place, {"workbook", "county", "county.xlsx"}).code == 0);
    REQUIRE(call(place, {"run", "county", "--paths", "64", "--quiet", "--out", "r"}).code == 0);
    const std::string book = read_text(place.path() / "county.xlsx");
    const std::string table = read_text(place.path() / "county" / "债务.csv");
    const std::vector<std::vector<std::string>> wrong{
        {"run", "county.xlsx", "--xlsx", "county.xlsx", "--force"},
        {"run", "county.xlsx", "--xlsx", "./county/../county.xlsx", "--force"},
        {"run", "county.xlsx", "--report", "county.xlsx", "--force"},
        {"run", "county", "--xlsx", "county/债务.csv", "--force"},
        {"run", "county", "--out", "county", "--force"},
        {"run", "county", "--out", "county/", "--force"},
        {"run", "county", "--out", ".", "--force"},
        {"run", "county", "--xlsx", "x.xlsx", "--report", "x.xlsx", "--force"},
        {"compare", "county", "county.xlsx", "--report", "county.xlsx"},
        {"report", "r", "--output", "r/manifest.json", "--force"},
        {"workbook", "county.xlsx", "county.xlsx", "--force"},
        {"check", "county.xlsx", "--mark", "county.xlsx", "--force"},
    };
    for (const auto& command : wrong) {
        CAPTURE(command);
        const Result result = call(place, command);
        CHECK(result.code == 2);
        CHECK(has(result.err, "--force 只替换以前的结果"));
        CHECK(read_text(place.path() / "county.xlsx") == book);
        CHECK(read_text(place.path() / "county" / "债务.csv") == table);
    }
    // Beside what is read a new file may stand.
    CHECK(call(place, {"report", "r", "--output", "county/r.html", "--quiet"}).code == 0);
}

TEST_CASE("results that are not just this plan's are kept until --force") {
    const County place;
    fs::create_directory(place.path() / "b");
    REQUIRE(call(place, {"init", "b/county", "--quiet", "--lang", "en"}).code == 0);
    const auto run = [&](const std::string& scenario, std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"run",     scenario, "--paths", "9",
                                           "--quiet", "--lang", "en"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return call(place, arguments);
    };
    REQUIRE(run("county").code == 0);
    CHECK(files_in(place.path() / "out") == std::set<std::string>{"county"});
    // The same folder under other names.
    REQUIRE(run("./county/").code == 0);
    REQUIRE(run(place.at("county")).code == 0);

    const fs::path out = place.path() / "out" / "county";
    const auto refused = [&](const std::string& scenario, const std::string& why) {
        const auto before = place.names();
        const Result result = run(scenario);
        CHECK(result.code == 2);
        INFO(result.err);
        CHECK(has(result.err, why));
        CHECK(has(result.err, "--force"));
        CHECK(place.names() == before);
    };
    refused("b/county", "it holds results of another plan, ");
    put(out / "notes.txt", "mine");
    refused("county", "coffer did not write \"notes.txt\"");
    fs::remove(out / "notes.txt");
    REQUIRE(run("county").code == 0);
    put(out / "targets.csv", read_text(out / "targets.csv") + "\n");
    refused("county", "\"targets.csv\" in it was changed");
    REQUIRE(run("b/county", {"--force"}).code == 0);
    CHECK(json::parse(read_text(out / "manifest.json"))["scenario"]["folder"] == "b/county");
}

TEST_CASE("too many paths for the memory are a mistake, not a crash") {
    const County place;
    const auto before = place.names();
    const Result asked =
        call(place, {"run", "county", "--paths", "1000000", "--max-memory", "10M", "--lang", "en"});
    CHECK(asked.code == 2);
    CHECK(has(asked.err, "not enough memory"));
    CHECK(has(asked.err, "--paths"));
    const Result most = call(place, {"run", "county", "--paths", "4294967295"});
    CHECK(most.code == 2);
    CHECK(has(most.err, "内存不够"));
    // Also where the limit promises more than there is.
    const Result promised =
        call(place, {"run", "county", "--paths", "4294967295", "--max-memory", "9999T"});
    CHECK(promised.code == 1);
    CHECK(has(promised.err, "not enough memory"));
    CHECK(place.names() == before);
}

TEST_CASE("Ctrl-C stops a run with code 130 and nothing written") {
    const County place;
    const auto before = place.names();
    for (const int signal : {SIGINT, SIGTERM}) {
        Process process(place.path(), {"run", "county", "--paths", "300000", "--threads", "1",
                                       "--max-memory", "100T", "--lang", "en"});
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        process.signal(signal);
        CHECK(process.wait() == 130);
        CHECK(process.out().empty());
        CHECK(has(process.err(), "Stopped; nothing was written."));
        CHECK(place.names() == before);
    }
}

TEST_CASE("standard output that cannot be written is a failure") {
    if (!fs::exists("/dev/full")) return;
    const County place;
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--help"},
          {"check", "county"},
          {"run", "county", "--paths", "10"},
          {"run", "county", "--paths", "10", "--json"}}) {
        Process process(place.path(), arguments, "/dev/full");
        CHECK(process.wait() == 1);
    }
}

TEST_CASE("a folder that cannot be written is a failure with a diagnostic") {
    if (!fs::exists("/proc/self")) return;
    const County place;
    const Result result =
        call(place, {"run", "county", "--paths", "10", "--out", "/proc/coffer-out"});
    // For root the rights do not tell beforehand.
    const bool root = ::geteuid() == 0;
    CHECK(result.code == (root ? 1 : 2));
    CHECK(has(result.err, root ? "无法写入结果" : "没有写入 /proc 的权限"));
    CHECK(result.out.empty());
}

// Catches: --unit that reaches one face and not the others, or files that change with it.
TEST_CASE("readers choose the unit of money, files stay in yuan") {
    const County place;
    const auto run = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"run", "county", "--paths", "50", "--lang", "en"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Result result = call(place, arguments);
        INFO(result.err);
        REQUIRE(result.code == 0);
        return result.out;
    };
    // The small plan is written in 万元.
    CHECK(has(run({"--out", "own"}), "money in 10,000 yuan"));
    CHECK(has(run({"--out", "yi", "--unit", "亿元", "--report", "yi.html", "--xlsx", "yi.xlsx"}),
              "money in 100 million yuan"));
    CHECK(has(run({"--out", "yuan", "--unit", "yuan"}), "money in yuan"));
    for (const std::string name : {"indicators.csv", "funds.csv", "balance.csv"}) {
        INFO(name);
        const std::string own = read_text(place.path() / "own" / name);
        CHECK(own == read_text(place.path() / "yi" / name));
        CHECK(own == read_text(place.path() / "yuan" / name));
    }
    CHECK(json::parse(read_text(place.path() / "own" / "manifest.json"))["unit"] == "wan");
    CHECK(has(read_text(place.path() / "yi.html"), "\"unit\":\"yi\""));
    CHECK(call(place, {"report", "own", "-o", "own.html"}).code == 0);
    CHECK(has(read_text(place.path() / "own.html"), "\"unit\":\"wan\""));
    CHECK(call(place, {"report", "own", "-o", "other.html", "--unit", "元"}).code == 0);
    CHECK(has(read_text(place.path() / "other.html"), "\"unit\":\"yuan\""));
    CHECK(has(call(place, {"check", "county", "--unit", "亿元"}).out,
              "收支平衡表（没有任何不确定性时，亿元"));
    CHECK(has(call(place, {"check", "county"}).out, "收支平衡表（没有任何不确定性时，万元"));
    const Result wrong = call(place, {"run", "county", "--unit", "dollar", "--out", "no"});
    CHECK(wrong.code == 2);
    CHECK_FALSE(fs::exists(place.path() / "no"));
}

namespace {

/// The rows of an indicator, as they stand in the file.
std::string rows_of(const std::string& table, const std::string& indicator) {
    std::string rows;
    for (std::size_t begin = 0; begin < table.size();) {
        const std::size_t end = std::min(table.find('\n', begin), table.size() - 1) + 1;
        const std::string row = table.substr(begin, end - begin);
        if (row.starts_with(indicator + ",")) rows += row;
        begin = end;
    }
    return rows;
}

}  // namespace

TEST_CASE("a run keeps the indicators asked for, by any name, and refuses others") {
    const County place;
    REQUIRE(call(place, {"run", "county", "--paths", "300", "--quiet", "--out", "all"}).code == 0);
    const Result few = call(place, {"run", "county", "--paths", "300", "--figures", "fai，年末库款",
                                    "--out", "few", "--xlsx", "few.xlsx", "--report", "few.html"});
    INFO(few.out << few.err);
    REQUIRE(few.code == 0);
    const auto table = [&](const char* folder) {
        return read_text(place.path() / folder / "indicators.csv");
    };
    CHECK_FALSE(rows_of(table("all"), "fai").empty());
    CHECK(rows_of(table("few"), "fai") == rows_of(table("all"), "fai"));
    CHECK(rows_of(table("few"), "cash") == rows_of(table("all"), "cash"));
    CHECK_FALSE(rows_of(table("all"), "interest").empty());
    CHECK(rows_of(table("few"), "interest").empty());
    CHECK(read_text(place.path() / "few" / "targets.csv") ==
          read_text(place.path() / "all" / "targets.csv"));
    const json manifest = json::parse(read_text(place.path() / "few" / "manifest.json"));
    CHECK(manifest["figures"] == json{"fai", "cash"});
    // Results with few indicators can be read back.
    CHECK(call(place, {"report", "few", "-o", "again.html", "--quiet"}).code == 0);

    const Result wrong = call(place, {"run", "county", "--figures", "cash,fay,advances", "--out",
                                      "wrong", "--lang", "en"});
    CHECK(wrong.code == 2);
    CHECK(has(wrong.err, "there is no indicator \"fay\""));
    CHECK(has(wrong.err, "fai"));
    CHECK(has(wrong.err, "the plan has no indicator advances"));
    CHECK_FALSE(fs::exists(place.path() / "wrong"));
}

TEST_CASE("more paths than memory holds can be counted") {
    const County place;
    const std::vector<std::string> many{"run",  "county", "--paths", "200000", "--max-memory",
                                        "120M", "--out",  "many",    "--lang", "en"};
    const Result refused = call(place, many);
    CHECK(refused.code == 2);
    CHECK(has(refused.err, "--sketch"));
    auto counted = many;
    counted.insert(counted.end(), {"--sketch", "--figures", "fai,cash"});
    const Result ran = call(place, counted);
    INFO(ran.out << ran.err);
    REQUIRE(ran.code == 0);
    CHECK(has(ran.out, "come from counts"));
    const json manifest = json::parse(read_text(place.path() / "many" / "manifest.json"));
    CHECK(manifest["sketch"] == true);
    CHECK(manifest["paths"] == 200000);
    CHECK(call(place, {"run", "county", "--sketch", "--until", "se(P(t))<=1%"}).code == 2);
    CHECK(call(place, {"run", "county", "--sketch", "--even-draws"}).code == 2);
}
