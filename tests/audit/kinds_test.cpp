// Catches: a rule that falls silent. Each row plants one mistake in a scenario of the repository
// and names the code of the warning that must stand at its place.
#include <catch2/catch.hpp>

#include "coffer/audit/audit.hpp"
#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/scenario/document.hpp"
#include "planted.hpp"

using namespace coffer;
using test::Files;

namespace {

struct Mistake {
    const char* scenario;
    const char* file;
    const char* row;   ///< what its line begins with
    const char* from;  ///< what it says in the repository
    const char* to;
    const char* code;
};

const std::vector<Mistake>& mistakes() {
    static const std::vector<Mistake> all = {
        // names against classes
        {"wanghua-2021", "expenditure.csv", "remitted,", "remittance,", "other,",
         "remittance-class"},
        {"guzhang-2020", "expenditure.csv", "wages,", ",general,", ",fund,", "guarantee-account"},
        {"guzhang-2020", "expenditure.csv", "wages,", "three_guarantees,", "contracted,",
         "guarantee-as-other"},
        {"guzhang-2020", "expenditure.csv", "platform_subsidy,", ",platform_subsidy,", ",other,",
         "subsidy-class"},
        {"guzhang-2020", "revenue.csv", "platform_income,", ",platform,", ",general,",
         "platform-in-budget"},
        {"guzhang-2020", "debt.csv", "bank_loans,", ",bank,", ",special,", "bond-class"},
        {"wanghua-2021", "debt.csv", "platform_debt,", ",platform,", ",general,", "bond-class"},
        {"guzhang-2020", "sources.csv", "bank_dev,", ",bank_loan,", ",special_bond,",
         "source-kind"},
        {"wanghua-2021", "sources.csv", "inv_developers,", ",investor,", ",fiscal,", "source-kind"},
        {"guzhang-2020", "project_income.csv", "y_g43_fee,", "operating_revenue", "operating_cost",
         "income-kind"},
        {"guzhang-2020", "project_income.csv", "y_g43_run,", "operating_cost", "operating_revenue",
         "income-kind"},
        {"guzhang-2020", "drivers.csv", "land,", ",land,A10", ",gdp,A10", "kind-of-history"},
        {"guzhang-2020", "sensitivities.csv", "land_sale,land,", "land,1.0", "nominal,1.0",
         "driver-use"},
        {"guzhang-2020", "sensitivities.csv", "tax_own,", "1.0", "-1.0", "elasticity"},
        // terms
        {"guzhang-2020", "debt.csv", "bank_loans,", "0.25%", "4.90%", "rate-spread"},
        {"guzhang-2020", "debt.csv", "bank_loans,", "lpr5y", "lgb10y", "rate-base"},
        {"guzhang-2020", "tiers.csv", "yellow,", "0.10%", "2%", "tier-order"},
        {"guzhang-2020", "tiers.csv", "orange,", "40%", "0.4%", "tier"},
        {"guzhang-2020", "sources.csv", "bond_special,", "15,bullet", "1,bullet", "tenor"},
        {"guzhang-2020", "drivers.csv", "construction,", ",2%", ",20%", "construction-prices"},
        {"guzhang-2020", "calendars.csv", "xiangxi,", "0.65", "0.65%", "work-calendar"},
        // amounts
        {"guzhang-2020", "expenditure.csv", "wages,", "6.30", "0.63", "guarantee-share"},
        {"guzhang-2020", "sources.csv", "grant_upper,", "3.8;4.0", "3.8;40", "jump-in-series"},
        {"guzhang-2020", "sources.csv", "bond_special,", "0.9;1.0", "9;10", "bonds-beyond-limit"},
        {"guzhang-2020", "debt_limits.csv", "general,", "9.10;", "13.10;", "jump-in-series"},
        {"guzhang-2020", "debt.csv", "gen_bonds,", "7.90", "0.79", "debt-limit"},
        {"wanghua-2021", "taxpayers.csv", "other_above_scale,", ",40,", ",0.4,", "out-of-class"},
        {"guzhang-2020", "projects.csv", "g03,", "0.60", "60", "out-of-class"},
        {"guzhang-2020", "projects.csv", "g22,", "0.7,1.0", "0.7,0.1", "first-year-investment"},
        {"guzhang-2020", "projects.csv", "g24,", "20%", "2%", "spending-without-progress"},
        {"guzhang-2020", "project_income.csv", "y_g41_land,", ",300,", ",300000,", "land-sale"},
        // targets
        {"guzhang-2020", "targets.csv", "fg04_landed,", ">=,5", ">=,2020", "target"},
        {"wanghua-2021", "targets.csv", "tw02_retail,", "5%,TW02", "50%,TW02", "target"},
        {"wanghua-2021", "targets.csv", "ratio_2025,", "120%,A26", "12%,A26", "target"},
    };
    return all;
}

/// The file with the mistake, and its line; 0 when the scenario does not say `from` there.
std::pair<std::string, int> planted(const std::string& text, const Mistake& mistake) {
    std::size_t begin = 0;
    for (int line = 1; begin < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (text.compare(begin, std::string(mistake.row).size(), mistake.row) == 0) {
            const std::size_t at = text.find(mistake.from, begin);
            if (at >= end) return {text, 0};
            std::string changed = text;
            return {changed.replace(at, std::string(mistake.from).size(), mistake.to), line};
        }
        begin = end + 1;
    }
    return {text, 0};
}

audit::Findings findings_of(const Files& files) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    const auto model = model::build(*document, diagnostics);
    const auto plan = model ? plan::compile(*model, diagnostics) : std::nullopt;
    const auto trial = plan ? audit::try_out(*plan, audit::StructuralTest::no) : std::nullopt;
    return trial ? audit::audit(*document, *model, *trial) : audit::audit_tables(*document);
}

const Files& clean(const std::string& scenario) {
    static std::map<std::string, Files> all;
    const auto [files, is_new] = all.try_emplace(scenario);
    if (is_new) files->second = test::files_of(scenario);
    return files->second;
}

bool told(const audit::Findings& findings, const std::string& file, int line,
          const std::string& code) {
    for (const audit::Warning& warning : findings.warnings) {
        if (warning.code == code && warning.at.file == "s/" + file &&
            (line == 0 || warning.at.line == line)) {
            return true;
        }
    }
    return false;
}

/// Guzhang with a table that the repository's plans do not have.
audit::Findings with_table(const std::string& table, const std::string& text,
                           const std::string& settings = "") {
    Files files = clean("guzhang-2020");
    files[table] = text;
    if (!settings.empty()) {
        std::string& toml = files["scenario.toml"];
        const std::size_t at = toml.find("[scenario]\n");
        REQUIRE(at != std::string::npos);
        toml.insert(at + 11, settings);
    }
    return findings_of(files);
}

}  // namespace

TEST_CASE("every kind of mistake is told by its code at its place", "[audit]") {
    for (const Mistake& mistake : mistakes()) {
        CAPTURE(mistake.scenario, mistake.file, mistake.row, mistake.to, mistake.code);
        Files files = clean(mistake.scenario);
        auto [text, line] = planted(files[mistake.file], mistake);
        CHECK(line > 0);
        files[mistake.file] = std::move(text);
        CHECK(told(findings_of(files), mistake.file, line, mistake.code));
    }
}

TEST_CASE("transfers between accounts are held against names and money", "[audit]") {
    const std::string heading = "id,name_zh,name_en,from,to,annual,basis\n";
    const auto with = [&heading](const std::string& row) {
        return with_table("account_transfers.csv", heading + row);
    };
    const std::string table = "account_transfers.csv";
    CHECK_FALSE(told(with("t,基金调入,Fund to general,fund,general,0.2,x\n"), table, 0,
                     "transfer-direction"));
    CHECK(told(with("t,基金调入,Fund to general,general,fund,0.2,x\n"), table, 2,
               "transfer-direction"));
    CHECK(told(with("t,基金调入,Fund to general,fund,general,4,x\n"), table, 2,
               "transfer-beyond-account"));
}

TEST_CASE("a known month is held against the plan's", "[audit]") {
    const std::string heading = "kind,id,month,source,stage,amount,value\n";
    const auto with = [&heading](const std::string& march) {
        return with_table("actuals.csv",
                          heading + "revenue,tax_own,2020-01,,,0.15,\n" +
                              "revenue,tax_own,2020-02,,,0.09,\n" + "revenue,tax_own,2020-03,,," +
                              march + ",\n",
                          "as_of = \"2020-03\"\n");
    };
    CHECK_FALSE(told(with("0.12"), "actuals.csv", 0, "actuals"));
    CHECK(told(with("1.2"), "actuals.csv", 4, "actuals"));
    CHECK(told(with("0.012"), "actuals.csv", 4, "actuals"));
    CHECK(told(with("0.36"), "actuals.csv", 4, "actuals"));  // the sum since January
}

TEST_CASE("a later value of a series is named by its cell in a workbook", "[audit]") {
    // Catches: characters within a cell counted as columns of the sheet; a refused cell of one
    // sheet that silences the same cell of another.
    Files files = clean("guzhang-2020");
    std::string& sources = files["sources.csv"];
    const std::size_t at = sources.find("3.4;3.8;4.0");
    REQUIRE(at != std::string::npos);
    sources.replace(at, 11, "3.4;38000;4.0");
    Diagnostics diagnostics;
    auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    for (auto& row : document->tables.at("sources").rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            row.cells[i].at.column = static_cast<int>(i) + 1;
            row.cells[i].at.sheet = "资金来源";
        }
    }
    const auto findings = audit::audit_tables(*document);
    REQUIRE_FALSE(findings.warnings.empty());
    for (const audit::Warning& warning : findings.warnings) {
        CHECK(where(warning.at) == "s/sources.csv:资金来源!E4");
    }
    Diagnostics with_error;
    Position elsewhere = findings.warnings.front().at;
    elsewhere.sheet = "债务";
    with_error.error(elsewhere, {}, {}, {});
    audit::add_to(with_error, findings);
    CHECK(with_error.sorted().size() == findings.warnings.size() + 1);
}
