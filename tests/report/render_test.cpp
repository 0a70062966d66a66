#include "coffer/report/render.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::report;
namespace test = coffer::results::test;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("both languages render every section") {
    const std::string zh = render(test::forecast(), test::manifest(), Language::chinese);
    const std::string en = render(test::forecast(), test::manifest(), Language::english);
    for (const char* part :
         {"示范县（demo）  2020-2021", "主要指标", "目标实现的概率", "每年最差月份的月末库款",
          "债务风险等级的概率", "最可能延期或资金不足的项目", "首个规划年（2020）", "资金未到位",
          "依据：G20; A3", "高速公路"}) {
        INFO(part);
        CHECK(has(zh, part));
    }
    for (const char* part :
         {"Demo County (demo)  2020-2021", "Main indicators", "Probability of reaching each target",
          "worst month", "each debt tier", "late or unfunded", "First plan year (2020)", "unfunded",
          "Basis: G20; A3", "Motorway"}) {
        INFO(part);
        CHECK(has(en, part));
    }
    // Nothing of the other language.
    for (const char c : en) CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("the figures are the forecast's") {
    const std::string en = render(test::forecast(), test::manifest(), Language::english);
    CHECK(has(en, "30.12"));                        // FAI 2020
    CHECK(has(en, "0.35"));                         // FAI 2021
    CHECK(has(en, "87.5%"));                        // target
    CHECK(has(en, "85.0-90.0%"));                   // its interval
    CHECK(has(en, "2020-02"));                      // the tightest month
    CHECK(has(en, "25.0%   75.0%    0.0%  0.0%"));  // tiers
    CHECK(has(en, "2021-06"));                      // planned finish, moment 18
    CHECK(has(en, "beyond"));                       // no P90
    CHECK(has(en, "Zero on every path:"));          // arrears
    CHECK(has(en, ">= 30.00"));
}

TEST_CASE("the first year's difference adds up by cause") {
    const std::string en = render(test::forecast(), test::manifest(), Language::english);
    std::istringstream lines(en);
    std::string line;
    bool seen_row = false;
    bool seen_total = false;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string name;
        double planned = 0.0, median = 0.0, mean = 0.0, difference = 0.0, money = 0.0, price = 0.0,
               work = 0.0;
        words >> name >> planned >> median >> mean >> difference >> money >> price >> work;
        if (!words || (name != "Motorway" && name != "Total")) continue;
        (name == "Total" ? seen_total : seen_row) = true;
        CHECK(median - planned == Approx(difference));
        CHECK(money + price + work == Approx(difference));
        CHECK(money == Approx(-1.5));
        CHECK(price == Approx(0.2));
        CHECK(work == Approx(-0.7));
    }
    CHECK(seen_row);
    CHECK(seen_total);
    CHECK(has(en, "Others (1)"));
    CHECK(has(en, "reaches 93.3% of the plan; mean over all paths 28.50"));
}

TEST_CASE("the parts of the first year's difference are explained below it") {
    const std::string zh = render(test::forecast(), test::manifest(), Language::chinese);
    const std::string en = render(test::forecast(), test::manifest(), Language::english);
    CHECK(has(zh, "  进度和造价  "));
    CHECK(has(zh, "\n  缺钱：年末仍未到位的资金。价格：物价变动。进度和造价：其余部分"));
    CHECK(
        has(en, "\n  Unfunded: need not met at year end. Price: escalation. Work, cost: the rest"));
    statistics::Forecast forecast = test::forecast();
    forecast.first_year = {{"g01", {"路", "Road"}, "", 1e9, 1.5e9, 0.0, 0.0, 1.5e9}};
    CHECK(has(render(forecast, test::manifest(), Language::chinese), "进度快或造价高"));
    CHECK(
        has(render(forecast, test::manifest(), Language::english), "earlier work or higher cost"));
}

TEST_CASE("a reporting lag is a part of the first year's difference") {
    statistics::Forecast forecast = test::forecast();
    const auto shown = [&] { return render(forecast, test::manifest(), Language::english); };
    CHECK_FALSE(has(shown(), "Reporting"));
    forecast.first_year = {{"g01", {"路", "Road"}, "", 1e9, 7e8, 0.0, 0.0, 7e8, 3e8},
                           {"fai.carried_in", {"前", "Before"}, "", 0.0, 2e8, 0.0, 0.0, 2e8, -2e8}};
    const std::string en = shown();
    std::istringstream lines(en);
    std::string line;
    int rows = 0;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string name;
        double planned = 0.0, median = 0.0, mean = 0.0, difference = 0.0, money = 0.0, price = 0.0,
               work = 0.0, lag = 0.0;
        words >> name >> planned >> median >> mean >> difference >> money >> price >> work >> lag;
        if (!words || (name != "Road" && name != "Before")) continue;
        ++rows;
        CHECK(difference == Approx(median - planned));
        CHECK(lag == Approx(difference));
        CHECK(work == 0.0);
        CHECK(has(line, "reporting lag"));
    }
    CHECK(rows == 2);
}

TEST_CASE("projects at risk are in the order of their likeliest trouble") {
    statistics::Forecast forecast = test::forecast();
    auto project = forecast.projects.front();
    project.probability_late.reset();
    project.probability_suspended = 0.02;
    project.funded_share = 1.0;
    project.probability_finished = 1.0;
    const auto add = [&](const char* name) -> statistics::ProjectResult& {
        project.id = name;
        project.name = {name, name};
        return forecast.projects.emplace_back(project);
    };
    forecast.projects.clear();
    add("Safe").probability_suspended = 0.0;  // no trouble at all: not in the table
    add("Quiet");
    add("Beyond").probability_finished = 0.1;  // and was never to finish within the plan
    forecast.projects.back().planned_finish = 30.0;
    add("Stopped").probability_suspended = 0.3;
    add("Unfinished").probability_finished = 0.6;
    forecast.projects.back().probability_suspended = 0.0;  // and no other trouble
    add("Never").planned_finish.reset();
    add("Late").probability_late = 0.5;
    const std::string en = render(forecast, test::manifest(), Language::english);
    std::size_t place = en.find("late or unfunded");
    for (const char* name : {"Late ", "Unfinished", "Stopped ", "Quiet", "Beyond", "Never"}) {
        INFO(name);
        const std::size_t next = en.find(std::string("\n  ") + name, place);
        REQUIRE(next != std::string::npos);
        place = next;
    }
    CHECK_FALSE(has(en, "Safe"));
    CHECK(has(en, "Late: misses the deadline of any of its stages; -: has none"));
}

TEST_CASE("when something happens for the first time") {
    statistics::Forecast forecast = test::forecast();
    const auto shown = [&](Language language) {
        return render(forecast, test::manifest(), language);
    };
    CHECK_FALSE(has(shown(Language::english), "for the first time"));
    std::vector<double> months(24, 0.0);
    months[1] = 0.25;
    months[20] = 0.125;
    forecast.first_hits = {{"arrears", {2020, 1}, months, 22.0 / 3.0},
                           {"restructuring_special", {2020, 1}, std::vector<double>(24, 0.0), 0.0}};
    const std::string en = shown(Language::english);
    CHECK(has(en, "When it happens for the first time"));
    CHECK(has(en, "25.0%"));
    CHECK(has(en, "37.5%"));
    CHECK(has(en, "2020-08"));
    CHECK(has(shown(Language::chinese), "财政重整(专项债务利息)"));
}

TEST_CASE("only what is zero in every year is called zero") {
    statistics::Forecast forecast = test::forecast();
    auto manifest = test::manifest();
    manifest.years = 8;
    CHECK(has(render(forecast, manifest, Language::english), "Zero on every path: Arrears"));
    forecast.series.push_back(test::series(model::Indicator::arrears, "total", 2027, 0, 1e9));
    CHECK_FALSE(has(render(forecast, manifest, Language::english), "Zero on every path"));
}

TEST_CASE("tiers by full-calibre debt have a table of their own") {
    statistics::Forecast forecast = test::forecast();
    CHECK(has(render(forecast, test::manifest(), Language::english), "by statutory debt"));
    CHECK_FALSE(has(render(forecast, test::manifest(), Language::english), "by full-calibre debt"));
    auto red = test::tier("red", 2020, 0.125);
    red.indicator = model::Indicator::debt_tier_full_calibre;
    forecast.series.push_back(red);
    const std::string zh = render(forecast, test::manifest(), Language::chinese);
    CHECK(has(zh, "按全口径债务率"));
    CHECK(has(zh, "12.5%"));
}

TEST_CASE("dimensions are named in the language of the table") {
    CHECK(dimension_name("green", Language::chinese) == "绿");
    CHECK(dimension_name("yellow", Language::chinese) == "黄");
    CHECK(dimension_name("orange", Language::chinese) == "橙");
    CHECK(dimension_name("red", Language::chinese) == "红");
    CHECK(dimension_name("general", Language::chinese) == "一般");
    CHECK(dimension_name("special", Language::chinese) == "专项");
    CHECK(dimension_name("pipeline", Language::chinese) == "项目池");
    CHECK(dimension_name("pipeline", Language::english) == "pipelines");
    CHECK(dimension_name("funnel:east", Language::chinese) == "east");
    CHECK(dimension_name("signed:east", Language::chinese) == "east 签约");
    CHECK(dimension_name("newly_landed:east", Language::english) == "east newly landed");
    CHECK(dimension_name("unknown", Language::chinese) == "unknown");
    const std::map<std::string, Text> names{{"funnel:east", {"东部招商", "East"}},
                                            {"signed:east", {"东部招商", "East"}},
                                            {"series:loans", {"贷款余额", "Loan balance"}}};
    CHECK(dimension_name("funnel:east", Language::chinese, names) == "东部招商");
    CHECK(dimension_name("signed:east", Language::english, names) == "East signed");
    CHECK(dimension_name("series:loans", Language::chinese, names) == "贷款余额");
    CHECK(dimension_name("series:other", Language::chinese, names) == "other");

    statistics::Forecast forecast = test::forecast();
    const auto with = [&](model::Indicator indicator, const char* dimension, Language language) {
        forecast.targets[0].indicator = indicator;
        forecast.targets[0].dimension = dimension;
        return render(forecast, test::manifest(), language);
    };
    using model::Indicator;
    CHECK(has(with(Indicator::debt_tier, "green", Language::chinese), "债务风险等级（绿）"));
    CHECK(has(with(Indicator::fai, "named", Language::chinese), "固定资产投资（列名项目）"));
    // Long conditions are wrapped.
    CHECK(has(with(Indicator::fai, "named", Language::english), "(named"));
    CHECK_FALSE(has(with(Indicator::fai, "total", Language::english), "(named"));
    CHECK(has(with(Indicator::fai, "district:a1", Language::chinese), "固定资产投资（区域 a1）"));
    CHECK(has(with(Indicator::fai, "district:a1", Language::english), "(district a1)"));
}

TEST_CASE("a probability stands beside its interval, which has a width at 0 and 100 % too") {
    statistics::Forecast forecast = test::forecast();
    CHECK(has(render(forecast, test::manifest(), Language::english), "  87.5%    85.0-90.0%\n"));
    forecast.targets[0].probability = 0.0;
    forecast.targets[0].low = 0.0;
    forecast.targets[0].high = 0.000384;
    CHECK(has(render(forecast, test::manifest(), Language::english), "   0.0%    0.00-0.04%\n"));
}

TEST_CASE("what a target asks of several periods is told") {
    statistics::Forecast forecast = test::forecast();
    forecast.targets[0].span = {{2020, 0}, {2021, 0}};
    forecast.targets[0].over = model::Target::Over::min;
    const std::string en = render(forecast, test::manifest(), Language::english);
    CHECK(has(en, "2020/2021"));
    CHECK(has(en, "(lowest)"));  // long conditions are wrapped
    CHECK_FALSE(has(render(test::forecast(), test::manifest(), Language::english), "(lowest)"));
    CHECK(has(render(forecast, test::manifest(), Language::chinese),
              "固定资产投资（最低） >= 30.00"));
}

TEST_CASE("a project without a deadline in the plan has no probability of being late") {
    statistics::Forecast forecast = test::forecast();
    forecast.projects.resize(1);
    forecast.projects[0].probability_late.reset();
    const std::string en = render(forecast, test::manifest(), Language::english);
    CHECK(has(en, "  beyond     -    25.0%"));
}

TEST_CASE("an empty forecast still says what it is of") {
    CHECK(render({}, test::manifest(), Language::english).starts_with("Demo County (demo)"));
}

TEST_CASE("lines fit a wide terminal and long plans are broken into blocks of years") {
    statistics::Forecast forecast = test::forecast();
    results::Manifest manifest = test::manifest();
    manifest.years = 30;
    for (int year = 2021; year < 2050; ++year) {
        forecast.series.push_back(test::series(model::Indicator::fai, "total", year, 0, 3e9));
    }
    for (const Language language : {Language::chinese, Language::english}) {
        const std::string text = render(forecast, manifest, language);
        CHECK(has(text, "2049"));
        std::istringstream lines(text);
        std::string line;
        while (std::getline(lines, line)) {
            INFO(line);
            CHECK(display_width(line) <= 120);
        }
    }
}

// Catches: amounts left in 亿元 when the reader wants 万元, and headings that name the wrong unit.
TEST_CASE("one unit in every table, and its name in the headings") {
    auto manifest = test::manifest();
    manifest.unit = MoneyUnit::wan;
    const std::string zh = render(test::forecast(), manifest, Language::chinese);
    CHECK(has(zh, "301,200"));  // FAI 2020
    CHECK(has(zh, "主要指标（金额：万元"));
    CHECK(has(zh, "月末库款（万元）"));
    CHECK(has(zh, "对照（万元）"));
    CHECK(has(zh, ">= 300,000"));
    CHECK_FALSE(has(zh, "亿元"));
    CHECK_FALSE(has(zh, "30.12"));
    const std::string en = render(test::forecast(), manifest, Language::english);
    CHECK(has(en, "money in 10,000 yuan"));
    CHECK_FALSE(has(en, "million"));
}

// Catches: a table of targets that a terminal of 120 columns breaks, or names that lose their end.
TEST_CASE("targets with long names fit 120 columns and stay whole") {
    auto forecast = test::forecast();
    auto& target = forecast.targets[0];
    target.name = {
        "全县固定资产投资在整个规划期内的每一年都不低于上一年并且达到上级下达的任务数",
        "Fixed-asset investment of the whole county is in every year of the plan no lower "
        "than in the year before"};
    target.dimension = "district:a-district-whose-name-is-rather-long";
    target.span = {{2020, 1}, {2021, 12}};
    for (const Language language : {Language::chinese, Language::english}) {
        const std::string text = render(forecast, test::manifest(), language);
        const auto from =
            text.find(language == Language::chinese ? "目标实现的概率" : "Probability of reaching");
        std::istringstream lines(text.substr(from));
        std::string line, whole;
        std::getline(lines, line);
        while (std::getline(lines, line) && !line.empty()) {
            INFO(line);
            CHECK(display_width(line) <= 120);
            whole += line;
        }
        CHECK(has(whole, language == Language::chinese ? "任务数" : "before"));
        CHECK_FALSE(has(whole, ".."));
    }
}
