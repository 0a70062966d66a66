// One mistake at a time in the minimal scenario: where it is reported, and in which words.
#include <algorithm>

#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::Files;

namespace {

struct Mistake {
    std::string file;
    std::string from;  ///< "" for the end of the file
    std::string to;    ///< the mark § stands where the diagnostic should point, and is not written
    /// "error" or "warning", with "+" when others may follow from it; with "file:line:column: " in
    /// front when it points elsewhere than into `to`.
    std::string expected;
    std::vector<std::string> words;  ///< all in that one diagnostic, in either language
};

const std::vector<Mistake>& mistakes() {
    static const std::vector<Mistake> all = {
        // values
        {"projects.csv", "1.2亿", "§1.2亿亿", "error", {"total_investment", "not a number"}},
        {"projects.csv", "1.2亿", "§-5", "error", {"negative"}},
        {"projects.csv", "1.2亿", "§nan", "error", {"not a number"}},
        {"projects.csv", "1.2亿", "§inf", "error", {"not a number"}},
        {"projects.csv", "1.2亿", "§9e99", "error", {"22.5 trillion"}},
        {"projects.csv", "1.2亿", "§1e999", "error", {"exponent"}},
        {"projects.csv", "1.2亿", "§300000亿", "error", {"22.5 trillion"}},
        {"projects.csv", "1.2亿", "\"§12,34\"", "error", {"commas do not group"}},
        {"projects.csv", "1.2亿", "§", "error", {"total_investment is blank"}},
        {"projects.csv", "90%", "§90", "error", {"9000%", "Write 90%"}},
        {"projects.csv", "90%", "§120%", "error", {"at most 100%"}},
        {"sources.csv", "-0.5%", "§-1", "error", {"rate cannot be", "-20%"}},
        {"stages.csv", "road,land,4", "road,land,§four", "error", {"not a number"}},
        {"stages.csv", "uniform(2,4)", "§uniform(4,2)", "error", {"least must be below"}},
        {"stages.csv", "pert(10,12,20)", "§pert(10,22,20)", "error", {"mode must lie"}},
        {"stages.csv", "pert(10,12,20)", "§pert(10,20)", "error", {"takes 3 parameters"}},
        {"stages.csv", "pert(10,12,20)", "§beta(10,20)", "error", {"neither a number"}},
        {"stages.csv", "road,land,4", "road,land,§-4", "error", {"between 0 and 1200"}},
        {"projects.csv", "lognormal(1,1.2)", "§lognormal(1.2,1)", "error", {"p50 < p90"}},
        {"stages.csv", "uniform(2,4)", "§lognormal(3,2,4)", "error", {"p10 < p50 < p90"}},
        {"stages.csv",
         "\"uniform(2,4)\"",
         "§china.transprt(3)",
         "error",
         {"unknown reference class", "Did you mean \"china.transport\"?"}},
        {"stages.csv",
         "\"uniform(2,4)\"",
         "§china.transport",
         "error",
         {"takes the planned months", "china.transport(24)"}},
        {"stages.csv", "\"uniform(2,4)\"", "§china.water(0)", "error", {"planned months"}},
        {"projects.csv",
         "\"lognormal(1,1.2)\"",
         "§china.transport(12)",
         "error",
         {"without a parameter"}},
        {"projects.csv",
         "\"lognormal(1,1.2)\"",
         "§a.b",
         "error",
         {"The classes are: china.energy"}},
        {"projects.csv", "beta(2,2)", "§beta(2,4)", "error", {"from 1 to 3"}},
        {"projects.csv", "\"lognormal(1,1.2)\"", "§0", "error", {"cost factor is 0"}},
        {"stages.csv", "2021-12", "§2021-13", "error", {"not a month"}},
        {"stages.csv", "2021-12", "§Dec-21", "error", {"Write 2020-07"}},
        {"stages.csv", "2021-12", "§1021-12", "error", {"must lie in 1900 to 2399"}},
        {"projects.csv", "road,道路", "road,\"§道\n路\"", "error", {"a line break or a tab"}},
        {"projects.csv", "road,道路", "§ro ad,道路", "error+", {"an id has letters"}},
        {"revenue.csv", "1;1;0.9", "1;§x;0.9", "error", {"not a number"}},
        {"revenue.csv", "1;1;0.9", "§1;1;1;0.9", "warning", {"4 values for 3 plan years"}},
        {"revenue.csv", "1;1;0.9", "§1e9", "error", {"at most"}},
        {"revenue.csv", "2.4亿,1;1;0.9", "20000亿,§1;1;900000", "error", {"too large"}},
        {"expenditure.csv",
         "three_guarantees,general",
         "§three_guarantee,general",
         "error",
         {"Did you mean \"three_guarantees\"?"}},
        {"expenditure.csv", "5%,A2", "§400%,A2", "error", {"at most 300%"}},
        // scenario.toml
        {"scenario.toml", "years = 3", "years = §31", "error", {"from 1 to 30"}},
        {"scenario.toml", "format = 1", "format = §2", "error", {"from 1 to 1"}},
        {"scenario.toml", "\"万元\"", "§\"千元\"", "error", {"万元", "one of"}},
        {"scenario.toml", "\"minimal\"", "§\"../up\"", "error", {"an id has letters"}},
        {"scenario.toml", "paths = 10000", "paths = §0", "error", {"from 1 to 4294967295"}},
        {"scenario.toml", "fai = 12000", "fai = §0", "error", {"cannot be 0"}},
        {"scenario.toml",
         "",
         "\n[budget]\ngeneral_revenue = §\"11000;0\"\n",
         "error",
         {"budget.general_revenue of 2021 is 0", "2021 年的 budget.general_revenue 是 0"}},
        {"scenario.toml",
         "",
         "\n[budget]\ngeneral_revenue = §\"x;11000\"\n",
         "error",
         {"not a number"}},
        {"scenario.toml", "", "\n[budget]\ngeneral_revenue = §-1\n", "error", {"negative"}},
        {"scenario.toml", "\"6%\"", "§6", "error", {"600%"}},
        {"scenario.toml", "\"other\"]", "§\"interest\"]", "error", {"appears twice"}},
        {"scenario.toml", "\"other\"]", "§\"others\"]", "error", {"Did you mean \"other\"?"}},
        {"scenario.toml", ", \"other\"]", "]", "scenario.toml:28:14: error", {"lacks other"}},
        {"scenario.toml", "\"prices\"", "§\"lpr\"", "error", {"a growth is wanted"}},
        {"scenario.toml", "\"prices\"", "§\"price\"", "error", {"Did you mean \"prices\"?"}},
        {"scenario.toml", "", "\n[tiers]\norange = §0.9\n", "error", {"yellow < orange < red"}},
        {"scenario.toml", "", "\n[§restructuring]\n", "warning", {"[restructuring] is empty"}},
        {"scenario.toml", "", "\n[tiers]\nred = §300\n", "warning", {"Did you mean 3.0 or 300%?"}},
        {"scenario.toml", "", "\n[reserve]\nshare = §0.005\n", "warning", {"0.5 %", "art. 40"}},
        {"scenario.toml",
         "",
         "\n[reserve]\nshare = §\"2%;4%\"\n",
         "warning",
         {"预备费占支出的 4%"}},
        {"scenario.toml", "", "\n[reserve]\nshare = §\"120%\"\n", "error+", {"at most 100%"}},
        {"scenario.toml",
         "",
         "\n[stabilisation]\ndeposit_share = 0.5\n",
         "scenario.toml: error",
         {"stabilisation.opening is blank"}},
        {"scenario.toml",
         "",
         "\n[stabilisation]\nopening = §0\n",
         "error",
         {"is always empty", "始终是空的"}},
        {"scenario.toml",
         "",
         "\n[stabilisation]\nopening = 5\nceiling_share = §0.05\n",
         "error",
         {"has no meaning here", "never grows"}},
        {"scenario.toml",
         "",
         "\n[advances]\nlimit = 500\n",
         "scenario.toml: error",
         {"advances.repay_months is blank"}},
        {"scenario.toml",
         "",
         "\n[advances]\nrepay_months = §3\n",
         "error",
         {"has no meaning here", "nothing is advanced"}},
        {"scenario.toml",
         "",
         "\n[advances]\nlimit = 500\nrepay_months = §61\n",
         "error",
         {"from 1 to 60"}},
        {"scenario.toml",
         "",
         "\n[advances]\nlimit = §\"0;0\"\nrepay_months = 3\n",
         "error",
         {"is always 0"}},
        {"scenario.toml", "\"Minimal example\"", "§\"a\\u202eb\"", "error", {"U+202E"}},
        {"scenario.toml", "", "restart_cost = §\"120%\"\n", "error", {"at most 100%"}},
        {"scenario.toml", "", "restart_months = §-1\n", "error", {"at least 0"}},
        {"scenario.toml", "", "restart_months = §200\n", "error", {"at most 120"}},
        {"scenario.toml", "", "cancellation_hazard = §0.6\n", "error", {"at most 50%"}},
        // drivers
        {"drivers.csv", "growth,2%,,", "growth,2%,§1%,", "error", {"initial has no meaning"}},
        {"drivers.csv", "growth,2%", "growth,§-100%", "error", {"at least -99%"}},
        {"drivers.csv", "0.95", "§1", "error", {"below 100%"}},
        {"drivers.csv", "lpr,贷款", "§prices,贷款", "error+", {"is taken", "s/drivers.csv:4"}},
        {"correlations.csv", "0.5", "§120%", "error", {"at most 100%"}},
        {"correlations.csv", "prices,lpr", "prices,§prices", "error", {"paired with itself"}},
        {"correlations.csv",
         "",
         "§lpr,prices,0.2,A1\n",
         "error",
         {"stands twice", "correlations.csv:2"}},
        {"correlations.csv",
         "prices,lpr",
         "prices,§lqr",
         "error",
         {"unknown driver", "Did you mean \"lpr\"?"}},
        // calendars
        {"calendars.csv",
         "25%,0,0,25%",
         "25%,0,0,35%",
         "calendars.csv:4:19: error",
         {"sum to 110.0000 %"}},
        {"calendars.csv",
         "north,work,0,0,1,1,1,1,1,1,1,1,1,0.5",
         "north,work,§0,0,0,0,0,0,0,0,0,0,0,0",
         "error",
         {"no month of the year"}},
        {"projects.csv", "north", "§quarterly", "error", {"a work calendar is wanted"}},
        {"revenue.csv", "quarterly", "§north", "error", {"a profile is wanted"}},
        {"projects.csv", "north", "§nord", "error", {"unknown calendar", "\"north\""}},
        // projects and stages
        {"projects.csv", "plant,工厂", "§road,工厂", "error+", {"is taken"}},
        {"projects.csv", "1.2亿,1000", "1.2亿,§13000", "error", {"more is spent"}},
        {"projects.csv", "1000,6000", "1000,§11500", "error", {"exceed the total"}},
        {"projects.csv", "1000,6000,50%", ",§11900,50%", "error", {"by the S-curve 10.00 %"}},
        {"projects.csv", "2亿,3%,6,", ",§3%,,", "error", {"tax_rate has no meaning here"}},
        {"projects.csv", "2亿,3%,6,", ",,§6,", "error", {"ramp_up_months has no meaning here"}},
        {"projects.csv", "50%", "§100%", "error", {"at most 99.9%"}},
        {"stages.csv",
         "4,20%",
         "4,30%",
         "stages.csv:3:1: error",
         {"cost shares of project \"road\"", "110.0000 %"}},
        {"stages.csv",
         "plant,commissioning,2",
         "plant,commissioning,§0",
         "error",
         {"takes no time"}},
        {"stages.csv",
         "plant,commissioning",
         "plant,§construction",
         "error",
         {"stage twice", "stages.csv:6"}},
        {"stages.csv",
         "plant,commissioning",
         "plant,§comissioning",
         "error",
         {"Did you mean \"commissioning\"?"}},
        {"stages.csv",
         "plant,commissioning",
         "§plent,commissioning",
         "error",
         {"unknown project", "Did you mean \"plant\"?"}},
        {"stages.csv", "2021-12", "§2019-12", "error", {"lies before the plan"}},
        {"stages.csv", "2020-07,,A2", "2020-07,§2020-05,A2", "error", {"before not_before"}},
        {"stages.csv", "2020-07,,A2", "§2019-07,,A2", "warning", {"lies before the plan"}},
        {"stages.csv", "2020-07,,A2", "§2023-01,,A2", "warning", {"after the plan"}},
        {"stages.csv", "2022-12", "§2023-01", "warning", {"deadline lies after", "not assessed"}},
        {"stages.csv", "4,20%,,,A2", "4,20%,§2020-03,,A2", "warning", {"under way"}},
        {"projects.csv",
         "",
         "§idle,闲,Idle,,,0,,,,,,,,,,,A2\n",
         "error",
         {"project \"idle\" has no stages", "no row for it"}},
        // links
        {"links.csv",
         "construction,plant,construction",
         "construction,plant,§land",
         "error",
         {"lists no stage land"}},
        {"links.csv", "construction,plant", "§building,plant", "error", {"one of: reserve"}},
        {"links.csv",
         "road,construction",
         "§raod,construction",
         "error",
         {"Did you mean \"road\"?"}},
        {"links.csv", "road,construction", "§small-works,", "error", {"is a pipeline"}},
        {"links.csv",
         "road,construction,plant,construction,1,A2",
         "plant,approval,road,§land,,A2",
         "warning",
         {"is under way", "the rest of its work waits"}},
        {"links.csv",
         "",
         "plant,construction,road,construction,,A2\n",
         "links.csv:3:1: error",
         {"road/construction → plant/construction → road/construction", "cycle"}},
        {"links.csv",
         "",
         "§road,,plant,construction,,A2\n",
         "error",
         {"stands twice", "links.csv:3"}},
        {"links.csv",
         "road,construction",
         "road,§commissioning",
         "warning",
         {"has still to do land"}},
        {"links.csv",
         "lag_months,basis\nroad,construction,plant,construction,1,",
         "lag_months,kind,basis\nroad,construction,plant,construction,1,§finish_middle,",
         "error",
         {"one of: finish_start, start_start, finish_finish, start_finish"}},
        {"links.csv",
         "lag_months,basis\nroad,construction,plant,construction,1,A2",
         "lag_months,kind,basis\nroad,construction,plant,construction,1,finish_finish,A2\n"
         "plant,construction,road,construction,,finish_finish,A2",
         "links.csv:3:1: error",
         {"road/construction → plant/construction (finish_finish) → road/construction"}},
        {"links.csv",
         "lag_months,basis\nroad,construction,plant,construction,1,A2",
         "lag_months,kind,basis\nroad,construction,plant,construction,1,start_start,A2\n"
         "road,,plant,construction,,finish_start,A2\n"
         "road,construction,plant,construction,,start_start,A2",
         "links.csv:5:1: error",
         {"stands twice", "links.csv:3"}},
        {"links.csv",
         "lag_months,basis\nroad,construction,plant,construction,1,A2",
         "lag_months,kind,basis\nroad,construction,plant,construction,1,start_start,A2\n"
         "plant,,road,§land,,start_start,A2",
         "warning",
         {"is under way"}},
        {"stages.csv",
         "deadline,basis\nroad,land,4,20%,,,A2\nroad,construction,\"pert(10,12,20)\",80%,,2021-12,"
         "A2\n"
         "plant,approval,\"uniform(2,4)\",,,,A2\n"
         "plant,construction,\"triangular(8,10,16)\",90%,2020-07,,A2\n"
         "plant,commissioning,2,10%,,2022-12,A2",
         "deadline,condition,basis\nroad,land,4,20%,,,§some,A2\nroad,construction,\"pert(10,12,20)"
         "\",80%,,2021-12,,A2\n"
         "plant,approval,\"uniform(2,4)\",,,,,A2\n"
         "plant,construction,\"triangular(8,10,16)\",90%,2020-07,,,A2\n"
         "plant,commissioning,2,10%,,2022-12,,A2",
         "error",
         {"one of: all, any"}},
        {"stages.csv",
         "deadline,basis\nroad,land,4,20%,,,A2\nroad,construction,\"pert(10,12,20)\",80%,,2021-12,"
         "A2\n"
         "plant,approval,\"uniform(2,4)\",,,,A2\n"
         "plant,construction,\"triangular(8,10,16)\",90%,2020-07,,A2\n"
         "plant,commissioning,2,10%,,2022-12,A2",
         "deadline,condition,basis\nroad,land,4,20%,,,§any,A2\nroad,construction,\"pert(10,12,20)"
         "\",80%,,2021-12,,A2\n"
         "plant,approval,\"uniform(2,4)\",,,,,A2\n"
         "plant,construction,\"triangular(8,10,16)\",90%,2020-07,,,A2\n"
         "plant,commissioning,2,10%,,2022-12,,A2",
         "warning",
         {"condition any has no effect"}},
        // sources and funding
        {"sources.csv",
         "fiscal,6000;6000;3000",
         "fiscal,§",
         "error",
         {"annual is blank", "platform and investor"}},
        {"sources.csv",
         "3000,,,,,,,,A2",
         "3000,,,,§3%,,,,A2",
         "error",
         {"rate has no meaning", "no debt"}},
        {"sources.csv", "-0.5%,10,bullet", "-0.5%,§,bullet", "error", {"tenor_years is blank"}},
        {"sources.csv", "lpr,-0.5%", ",§-0.5%", "warning", {"is below zero"}},
        {"sources.csv", "lpr,-0.5%", "§prices,-0.5%", "error", {"a growth cannot price debt"}},
        {"sources.csv", "10,bullet,2", "10,bullet,§3", "error", {"one of: 1, 2, 4, 12"}},
        {"sources.csv",
         "fiscal,6000;6000;3000,,",
         "investor,,§quarterly,",
         "error",
         {"profile has no meaning"}},
        {"sources.csv", "budget,财政", "§taxes,财政", "error+", {"is taken", "revenue.csv"}},
        {"sources.csv", "", "§gift,赠,Gift,grant,5,,,,,,,,A2\n", "warning", {"is not used"}},
        {"funding.csv", "road,bonds", "road,§bond", "error", {"Did you mean \"bonds\"?"}},
        {"funding.csv", "plant,budget", "§plants,budget", "error", {"unknown project or pipeline"}},
        {"funding.csv", "", "road,§budget,3,,A2\n", "error", {"stands twice"}},
        {"funding.csv", "plant,budget,1,", "plant,budget,1,§60%", "warning", {"sum to 60.00 %"}},
        {"funding.csv",
         "plant,budget,1,,A2",
         "# none",
         "projects.csv:5:1: warning",
         {"has no funding"}},
        {"pipelines.csv", "small-works,", "plant,", "projects.csv:5:1: error+", {"is taken"}},
        // flows
        {"taxpayers.csv", "6%,0,", "6%,1%,§", "error", {"outage_duration is blank"}},
        {"taxpayers.csv", "6%,0,,,", "6%,,§3,,", "error", {"outage_duration has no meaning"}},
        {"taxpayers.csv", "6%,0,,,", "6%,,,§50%,", "error", {"no outage will ever begin"}},
        {"sensitivities.csv", "mill,prices", "§mil,prices", "error", {"Did you mean \"mill\"?"}},
        {"sensitivities.csv", "mill,prices", "mill,§lpr", "error", {"a growth is wanted"}},
        {"sensitivities.csv", "mill,prices", "taxes,§prices", "error", {"stands twice"}},
        {"sensitivities.csv", "mill,prices,1,", "mill,prices,§,", "error", {"elasticity is blank"}},
        // debt
        {"debt.csv", "2021-06", "§2019-06", "error", {"before the plan"}},
        {"debt.csv", "3.5%,,bullet", "3.5%,§12,bullet", "error", {"reset_months has no meaning"}},
        {"debt.csv", "0.5%,12,", "0.5%,§,", "error", {"reset_months is blank"}},
        {"debt.csv", "bullet", "custom", "debt.csv:4:1: error", {"does not sum to its principal"}},
        {"debt.csv", "class", "§klass", "error", {"Did you mean \"class\"?"}},
        {"refinancing.csv", "", "§special,50%,,3%,5,bullet,1,A2\n", "error", {"stands twice"}},
        {"refinancing.csv", "special,90%", "special,§90", "error", {"9000%"}},
        // targets
        {"targets.csv", "debt_ratio", "§dept_ratio", "error", {"Did you mean \"debt_ratio\"?"}},
        {"targets.csv",
         "fai,named",
         "fai,§district:north",
         "error",
         {"district:east", "no dimension"}},
        {"targets.csv", "debt_tier,green", "debt_tier,§", "error", {"green, yellow, orange, red"}},
        {"targets.csv", "<,120%", "<,§120", "warning", {"Did you mean 120%?"}},
        {"targets.csv", "2022,<=", "§2023,<=", "error", {"from 2020 to 2022"}},
        {"targets.csv", "2022,<=", "2022,§=", "error", {"one of: >=, >, <=, <"}},
        {"targets.csv",
         "fai,named,2020,>=,6000",
         "first_year_execution,,§2021,>=,90%",
         "error",
         {"first year only"}},
        {"targets.csv",
         "fai,named,2020,>=,6000",
         "§general_revenue_execution,,2020,>=,100%",
         "error",
         {"budget.general_revenue is not given", "没有 budget.general_revenue"}},
        {"targets.csv",
         "fai,named,2020,>=,6000",
         "§gdp_growth,,2020,>=,5%",
         "error",
         {"economy.gdp is not given", "没有 economy.gdp"}},
        {"targets.csv",
         "fai,named,2020,>=,6000",
         "§gdp,,2020,>=,6000",
         "error",
         {"economy.gdp is not given"}},
        {"targets.csv",
         "fai,named,2020,>=,6000",
         "§reserve_used,,2020,<=,0",
         "error",
         {"there is no [reserve]"}},
        {"targets.csv",
         "fai,named,2020,>=,6000",
         "§stabilisation_used,,2020,<=,0",
         "error",
         {"there is no [stabilisation]"}},
        {"targets.csv",
         "fai,named,2020,>=,6000",
         "§advances,,2020,<=,0",
         "error",
         {"there is no [advances]"}},
        {"targets.csv",
         "fai,named,2020,",
         "fai,named,§2020-07,",
         "error",
         {"not known month by month"}},
        {"targets.csv", "fai,named,2020,", "fai,,§2023-01,", "error", {"outside the plan"}},
        {"targets.csv", "<=,0,", "<=,§,", "error", {"value is blank"}},
        {"targets.csv", ">=,6000", ">=,§60%", "error", {"Write an amount"}},
        // basis
        {"revenue.csv",
         "6%,A2",
         "6%,§见A3。",
         "error",
         {"unknown assumption \"A3\"", "Did you mean"}},
        {"assumptions.csv", "", "§A9,闲,Idle,x,y\n", "warning", {"is not used"}},
        {"assumptions.csv", "", "§B9,闲,Idle,x,y\n", "error", {"A and digits"}},
    };
    return all;
}

/// Takes the mark out and tells where it was; counts characters on its own.
std::optional<Position> take_mark(Files& files, const std::string& file) {
    std::string& text = files[file];
    const std::string mark = "§";
    const auto place = text.find(mark);
    if (place == std::string::npos) return std::nullopt;
    text.erase(place, mark.size());
    Position at{"s/" + file, 1, 1};
    for (const char c : text.substr(0, place)) {
        if (c == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
    return at;
}

}  // namespace

TEST_CASE("each mistake is reported where it stands", "[model][diagnostics]") {
    for (const Mistake& mistake : mistakes()) {
        Files files = test::minimal_files();
        if (mistake.from.empty()) {
            files[mistake.file] += mistake.to;
        } else {
            test::replace(files, mistake.file, mistake.from, mistake.to);
        }
        const auto mark = take_mark(files, mistake.file);
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
        REQUIRE(document);
        const auto model = model::build(*document, diagnostics);
        INFO(mistake.file << ": \"" << mistake.from << "\" -> \"" << mistake.to << "\"\n"
                          << test::shown(diagnostics));
        const bool is_error = mistake.expected.find("error") != std::string::npos;
        const bool alone = !mistake.expected.ends_with("+");
        CHECK(model.has_value() == !is_error);
        bool found = false;
        for (const Diagnostic& diagnostic : diagnostics.sorted()) {
            CHECK(test::is_complete(diagnostic));
            const std::string text = test::shown(diagnostic);
            bool matches = (diagnostic.severity == Severity::error) == is_error;
            if (mark) {
                matches = matches && diagnostic.at == *mark;
            } else {
                const auto place =
                    "s/" + mistake.expected.substr(0, mistake.expected.rfind(':') + 1);
                matches = matches && text.starts_with(place);
            }
            for (const auto& word : mistake.words) {
                matches = matches && text.find(word) != std::string::npos;
            }
            found = found || matches;
        }
        CHECK(found);
        // One slip, one message: what merely follows from it would bury it.
        if (alone) CHECK(diagnostics.sorted().size() == 1);
    }
}

TEST_CASE("what refers to a table that could not be read is not unknown", "[model][diagnostics]") {
    for (const auto& [name, original] : test::minimal_files()) {
        if (!name.ends_with(".csv")) continue;
        for (const std::string& broken : {std::string("\xFF\xFF"), std::string("a;b;c\n1;2;3\n"),
                                          std::string(), original + "\"never closed\n"}) {
            Files files = test::minimal_files();
            files[name] = broken;
            Diagnostics diagnostics;
            const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
            REQUIRE(document);
            CHECK(document->unread.size() == 1);
            CHECK_FALSE(model::build(*document, diagnostics));
            INFO(name << "\n" << test::shown(diagnostics));
            CHECK(diagnostics.sorted().size() == 1);
        }
    }
}

// Each slip is told however many others there are, and nothing that merely follows from one.
TEST_CASE("mistakes do not hide one another", "[model][diagnostics]") {
    struct Case {
        std::vector<Mistake> slips;  ///< file, from ("" for the end), to
        std::vector<std::string> told;
    };
    const std::string back = "plant,construction,road,construction,0,A2\n";
    const std::string cycle = "road/construction → plant/construction → road/construction";
    const std::vector<Case> cases = {
        // A cycle through a project or link with another mistake is still a cycle.
        {{{"projects.csv", "90%", "190%", "", {}}, {"links.csv", "", back, "", {}}},
         {"fai_share cannot be", cycle}},
        {{{"stages.csv", "pert(10,12,20)", "pert(10,22,20)", "", {}},
          {"links.csv", "", back, "", {}}},
         {"mode must lie", cycle}},
        {{{"links.csv", "construction,1,A2", "construction,x,A2", "", {}},
          {"links.csv", "", back, "", {}}},
         {"lag_months cannot be", cycle}},
        // A row of an unknown project leaves only the one it was meant for incomplete.
        {{{"stages.csv", "16)\",90%", "16)\",95%", "", {}},
          {"stages.csv", "", "roaad,reserve,4,,,,A2\n", "", {}}},
         {"the cost shares of project \"plant\"", "Did you mean \"road\"?"}},
        {{{"stages.csv", "road,land,4,20%", "roaad,land,4,20%", "", {}}},
         {"Did you mean \"road\"?"}},
        // What names a row that was refused names it rightly.
        {{{"revenue.csv", "taxes,", "budget,", "", {}},
          {"sensitivities.csv", "taxes,", "budget,", "", {}}},
         {"the id \"budget\" is taken"}},
        {{{"pipelines.csv", "small-works,", "road,", "", {}},
          {"funding.csv", "small-works,budget,1,,A2\n", "", "", {}}},
         {"the id \"road\" is taken"}},
        {{{"sources.csv", "budget,", "BUDGET,", "", {}}}, {"Did you mean \"BUDGET\"?"}},
    };
    for (const Case& each : cases) {
        Files files = test::minimal_files();
        for (const Mistake& slip : each.slips) {
            if (slip.from.empty()) {
                files[slip.file] += slip.to;
            } else {
                test::replace(files, slip.file, slip.from, slip.to);
            }
        }
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
        REQUIRE(document);
        CHECK_FALSE(model::build(*document, diagnostics));
        INFO(test::shown(diagnostics));
        for (const auto& words : each.told) {
            CHECK(test::shown(diagnostics).find(words) != std::string::npos);
        }
        for (const Diagnostic& diagnostic : diagnostics.sorted()) {
            const std::string text = test::shown(diagnostic);
            CHECK(std::any_of(each.told.begin(), each.told.end(), [&text](const auto& words) {
                return text.find(words) != std::string::npos;
            }));
        }
    }
}
