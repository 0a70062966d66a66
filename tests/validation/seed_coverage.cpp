// Catches: a seed figure that was forgotten, that docs/seed-coverage.md claims to use and does not,
// a number of the founding scenarios without a source, and sums that no longer are the text's.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/csv_rows.hpp"
#include "support/folders.hpp"

namespace {

using coffer::testing::csv_rows;
using coffer::testing::CsvRow;
using coffer::testing::CsvTable;
using coffer::testing::file_text;
using coffer::testing::series;

namespace fs = std::filesystem;

const fs::path source_dir = coffer::testing::source_folder();
const fs::path seeds_dir = coffer::testing::shared_folder() / "seeds";

const std::vector<std::string> founding{"guzhang-2020", "wanghua-2021"};

const std::vector<std::string> seed_files{"seed_guzhang_projects.csv", "seed_wanghua_projects.csv",
                                          "seed_finance.csv", "seed_indicators.csv",
                                          "seed_other.csv"};

bool part_of_word(const char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Whether `text` names `id` as a word: G1 does not occur in G12 or TG1.
bool names(const std::string& text, const std::string& id) {
    for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id, at + 1)) {
        const std::size_t end = at + id.size();
        if ((at == 0 || !part_of_word(text[at - 1])) &&
            (end == text.size() || !part_of_word(text[end]))) {
            return true;
        }
    }
    return false;
}

/// All words of the form letters-digits(letter) that begin with one of `prefixes`.
std::vector<std::string> ids_in(const std::string& text, const std::string& pattern) {
    std::vector<std::string> ids;
    const std::regex id("(" + pattern + ")");
    for (std::sregex_iterator it(text.begin(), text.end(), id), end; it != end; ++it) {
        const auto from = static_cast<std::size_t>(it->position());
        const auto to = from + static_cast<std::size_t>(it->length());
        const bool word = (from == 0 || !part_of_word(text[from - 1])) &&
                          (to == text.size() || !part_of_word(text[to]));
        if (word) ids.push_back(it->str());
    }
    return ids;
}

const std::string seed_pattern = "(?:FW|FG|IW|TW|TG|OW|OG|G|W)[0-9]+[a-z]?";
const std::string assumption_pattern = "A[0-9]+";

struct CoverageRow {
    std::string id;
    std::string status;
};

std::vector<CoverageRow> coverage() {
    std::vector<CoverageRow> rows;
    std::istringstream text(file_text(source_dir / "docs" / "seed-coverage.md"));
    for (std::string line; std::getline(text, line);) {
        std::vector<std::string> cells;
        std::istringstream stream(line);
        for (std::string cell; std::getline(stream, cell, '|');) cells.push_back(cell);
        if (cells.size() != 5) continue;  // before, id, item zh, item en, status
        for (auto& cell : cells) {
            cell.erase(0, cell.find_first_not_of(' '));
            cell.erase(cell.find_last_not_of(' ') + 1);
        }
        if (cells[1] == "id" || cells[1].starts_with("-")) continue;
        rows.push_back({cells[1], cells[4]});
    }
    return rows;
}

/// A row is found by its id, or by its first columns joined with '/' where the table has none.
std::string key_of(const CsvTable& table, const CsvRow& row) {
    if (row.contains("id")) return row.at("id");
    if (row.contains("class")) return row.at("class");
    return row.at(table.columns[0]) + "/" + row.at(table.columns[1]);
}

/// Where the seed id must stand: the row's basis, the source of an assumption, or the line of the
/// key in scenario.toml. An empty text when the place does not exist.
std::string evidence(const std::string& file, const std::string& key) {
    const fs::path path = source_dir / file;
    if (!fs::exists(path)) return {};
    if (path.extension() == ".toml") {
        const auto dot = key.find('.');
        if (dot == std::string::npos) return {};
        std::istringstream text(file_text(path));
        std::string group;
        for (std::string line; std::getline(text, line);) {
            if (line.starts_with("[")) group = line.substr(1, line.find(']') - 1);
            if (group == key.substr(0, dot) && line.starts_with(key.substr(dot + 1) + " "))
                return line;
        }
        return {};
    }
    const auto table = csv_rows(path);
    for (const auto& row : table.rows) {
        if (key_of(table, row) != key) continue;
        return row.contains("basis") ? row.at("basis") : row.at("source");
    }
    return {};
}

std::vector<fs::path> tables_of(const std::string& scenario) {
    std::vector<fs::path> tables;
    for (const auto& entry : fs::directory_iterator(source_dir / "scenarios" / scenario)) {
        if (entry.path().extension() == ".csv") tables.push_back(entry.path());
    }
    std::sort(tables.begin(), tables.end());
    return tables;
}

CsvTable table_of(const std::string& scenario, const std::string& table) {
    return csv_rows(source_dir / "scenarios" / scenario / (table + ".csv"));
}

const CsvRow& row_of(const CsvTable& table, const std::string& id) {
    for (const auto& row : table.rows) {
        if (row.at("id") == id) return row;
    }
    FAIL("no row " << id);
    return table.rows.front();
}

double sum_of(const CsvTable& table, const std::string& column) {
    double sum = 0.0;
    for (const auto& row : table.rows) {
        if (!row.at(column).empty()) sum += std::stod(row.at(column));
    }
    return sum;
}

double setting(const std::string& scenario, const std::string& key) {
    const auto line = evidence("scenarios/" + scenario + "/scenario.toml", key);
    INFO(scenario << " " << key);
    REQUIRE_FALSE(line.empty());
    return std::stod(line.substr(line.find('=') + 1));
}

/// Amounts are in 1e8 yuan with two decimals; sums may err by the last bits.
Approx amount(double value) { return Approx(value).epsilon(0.0).margin(1e-9); }

}  // namespace

TEST_CASE("every seed row stands once in docs/seed-coverage.md", "[validation][seeds]") {
    if (!fs::exists(seeds_dir)) {
        WARN("SKIPPED: ../shared/seeds is not here");
        return;
    }
    std::map<std::string, int> found;
    for (const auto& row : coverage()) ++found[row.id];
    std::set<std::string> seeds;
    for (const auto& file : seed_files) {
        for (const auto& row : csv_rows(seeds_dir / file).rows) {
            seeds.insert(row.at("id"));
            INFO(file << " " << row.at("id"));
            CHECK(found[row.at("id")] == 1);
        }
    }
    REQUIRE(seeds.size() > 200);
    for (const auto& [id, count] : found) {
        INFO("unknown seed id " << id << " in docs/seed-coverage.md");
        CHECK(seeds.contains(id));
    }
    for (const auto& scenario : founding) {
        for (const auto& path : tables_of(scenario)) {
            for (const auto& row : csv_rows(path).rows) {
                if (!row.contains("basis")) continue;
                for (const auto& id : ids_in(row.at("basis"), seed_pattern)) {
                    INFO(path.string() << " names the unknown seed id " << id);
                    CHECK(seeds.contains(id));
                }
            }
        }
    }
}

TEST_CASE("docs/seed-coverage.md tells the truth", "[validation][seeds]") {
    const auto rows = coverage();
    REQUIRE(rows.size() > 200);
    const std::regex place("`([^` ]+) ([^`]+)`");
    int used = 0;
    for (const auto& row : rows) {
        INFO(row.id << ": " << row.status);
        if (row.status.starts_with("not yet: ") || row.status.starts_with("outside: ")) {
            CHECK(row.status.size() > 20);  // a reason, not only the word
            continue;
        }
        REQUIRE(row.status.starts_with("used: "));
        int places = 0;
        for (std::sregex_iterator it(row.status.begin(), row.status.end(), place), end; it != end;
             ++it) {
            ++places;
            const std::string text = evidence((*it)[1], (*it)[2]);
            INFO((*it)[1] << " " << (*it)[2] << " says: " << text);
            CHECK(names(text, row.id));
        }
        CHECK(places > 0);
        ++used;
    }
    CHECK(used > 100);
    // The control: a row that exists without naming the seed, a row and a key that do not exist.
    CHECK_FALSE(names(evidence("scenarios/guzhang-2020/projects.csv", "g20"), "G21"));
    CHECK(evidence("scenarios/guzhang-2020/projects.csv", "g999").empty());
    CHECK(evidence("scenarios/guzhang-2020/scenario.toml", "base_year.none").empty());
}

TEST_CASE("every row of the founding plans has a basis", "[validation][seeds]") {
    for (const auto& scenario : founding) {
        std::set<std::string> assumptions;
        for (const auto& row : table_of(scenario, "assumptions").rows) {
            INFO(scenario << " " << row.at("id"));
            CHECK(assumptions.insert(row.at("id")).second);
            CHECK_FALSE(row.at("reason").empty());
            CHECK_FALSE(row.at("source").empty());
        }
        std::set<std::string> named;
        const auto check = [&](const std::string& text) {
            for (const auto& id : ids_in(text, assumption_pattern)) {
                INFO("assumption " << id);
                CHECK(assumptions.contains(id));
                named.insert(id);
            }
        };
        for (const auto& path : tables_of(scenario)) {
            if (path.stem() == "assumptions") continue;
            const auto table = csv_rows(path);
            for (const auto& row : table.rows) {
                INFO(path.string() << " " << key_of(table, row));
                const auto& basis = row.at("basis");
                CHECK_FALSE((ids_in(basis, assumption_pattern).empty() &&
                             ids_in(basis, seed_pattern).empty()));
                check(basis);
            }
        }
        check(file_text(source_dir / "scenarios" / scenario / "scenario.toml"));
        for (const auto& id : assumptions) {
            INFO(scenario << ": nothing is based on " << id);
            CHECK(named.contains(id));
        }
    }
}

TEST_CASE("Guzhang's sums are the text's", "[validation][seeds]") {
    const auto projects = table_of("guzhang-2020", "projects");
    const auto pipelines = table_of("guzhang-2020", "pipelines");
    CHECK(sum_of(projects, "new_output") == amount(6.54));
    const double named = sum_of(projects, "first_year_investment");
    CHECK(named == amount(16.58));
    double unnamed = 0.0;
    for (const auto& row : pipelines.rows) unnamed += series(row.at("annual")).front();
    CHECK(unnamed == amount(13.42));
    CHECK(named + unnamed == amount(30.0));
    // 20 % above the base year.
    CHECK(setting("guzhang-2020", "base_year.fai") * 1.2 == amount(30.0));
    // Shared amounts are split once, doubles are one project.
    const auto year = [&](const std::string& id) {
        return std::stod(row_of(projects, id).at("first_year_investment"));
    };
    CHECK(year("g21") + year("g22") == amount(2.0));
    CHECK(year("g23") + year("g24") == amount(2.2));
    CHECK(year("g26") + year("g27") + year("g28") == amount(1.4));
    CHECK(year("g29a") + year("g29b") + year("g29c") == amount(1.8));
    CHECK(year("g32") + year("g33") == amount(0.7));
    CHECK(year("g35") + year("g36") + year("g37") == amount(0.98));
    for (const auto& row : projects.rows) {
        CHECK((row.at("id") != "g12" && row.at("id") != "g15" && row.at("id") != "g31"));
    }
    // 800 mu of land quota for 1.8e8 yuan.
    const auto quota = row_of(table_of("guzhang-2020", "sources"), "quota_trade");
    CHECK(series(quota.at("quantity")).front() == amount(800.0));
    CHECK(quota.at("unit_price") == "22.5万");
    CHECK(800.0 * 22.5e4 == Approx(1.8e8));
}

TEST_CASE("Guzhang's debt agrees with 2.2 of service and a safe ratio", "[validation][seeds]") {
    const auto debt = table_of("guzhang-2020", "debt");
    double principal = 0.0;
    double interest = 0.0;
    double statutory = 0.0;
    for (const auto& row : debt.rows) {
        const double amount_due = std::stod(row.at("principal"));
        double rate = std::stod(row.at("rate")) / 100.0;
        if (row.at("rate_driver") == "lpr5y") rate += 0.0465;
        principal += amount_due;
        interest += amount_due * rate;
        if (row.at("class") == "general" || row.at("class") == "special") statutory += amount_due;
    }
    CHECK(principal == Approx(16.0).margin(0.5));
    CHECK(interest / principal == Approx(0.042).margin(0.005));
    CHECK(principal / 10.0 + interest == Approx(2.2).margin(0.1));
    double capacity = 0.0;
    for (const auto& row : table_of("guzhang-2020", "revenue").rows) {
        if (row.at("account") != "platform") capacity += std::stod(row.at("base"));
    }
    CHECK(statutory / capacity < 1.0);  // well below 120 %
}

TEST_CASE("Wanghua's sums are the text's", "[validation][seeds]") {
    const double fai = setting("wanghua-2021", "base_year.fai");
    const double revenue = setting("wanghua-2021", "base_year.general_revenue");
    CHECK(fai * 1.10 == amount(22.33));
    CHECK(fai * 1.10 >= 22.0);
    CHECK(revenue / 1.16 == amount(7.5));
    // Budgets grow as the target of 2021 asks for (A18), to a tenth of a million.
    const auto line = evidence("scenarios/wanghua-2021/scenario.toml", "budget.general_revenue");
    const auto quoted = line.find('"') + 1;
    double budget = revenue;
    for (const double value : series(line.substr(quoted, line.find('"', quoted) - quoted))) {
        CHECK(value == Approx(budget *= 1.05).epsilon(0.0).margin(0.0005));
    }
    CHECK(budget == Approx(revenue * std::pow(1.05, 5.0)));
    // Base revenue: own lines and the retained part of the key taxpayers' total tax.
    double own = 0.0;
    double industry = 0.0;
    for (const auto& row : table_of("wanghua-2021", "revenue").rows) {
        if (row.at("account") != "general" || row.at("category") != "own") continue;
        own += std::stod(row.at("base"));
        const bool of_industry = row.at("id") != "non_industry" && row.at("id") != "tayu_revenue";
        if (of_industry) industry += std::stod(row.at("base"));
    }
    const auto taxpayers = table_of("wanghua-2021", "taxpayers");
    for (const auto& row : taxpayers.rows) {
        const double tax = std::stod(row.at("output")) * std::stod(row.at("tax_rate")) / 100.0;
        const double retained = tax * std::stod(row.at("retained_share")) / 100.0;
        own += retained;
        industry += retained;
    }
    CHECK(own == amount(revenue));
    CHECK(industry / own == Approx(0.83).margin(0.005));
    const auto tax_of = [&](const std::string& id) {
        const auto& row = row_of(taxpayers, id);
        return std::stod(row.at("output")) * std::stod(row.at("tax_rate")) / 100.0;
    };
    CHECK(tax_of("xingang") == amount(4.8));
    CHECK(tax_of("tegang") == amount(3.2));
    // 64 smaller projects, 30 of signed projects, at least 100 of planned total.
    const auto pipelines = table_of("wanghua-2021", "pipelines");
    const auto total = [&](const std::string& id) {
        double sum = 0.0;
        for (const double value : series(row_of(pipelines, id).at("annual"))) sum += value;
        return sum;
    };
    CHECK(total("small64") == amount(73.7 - 57.9));
    CHECK(total("signed5") == amount(30.0));
    const auto projects = table_of("wanghua-2021", "projects");
    CHECK(sum_of(projects, "total_investment") + total("small64") + total("zone3") >= 100.0);
    for (const auto& row : projects.rows) CHECK(row.at("id") != "w04b");
}
