// Catches: rows of a morning that are shown nowhere, spans of targets cut to a year, a page or a
// workbook that lacks what the terminal has.
#include "coffer/report/morning_answer.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "coffer/report/answer_page.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/answer_workbook.hpp"

using namespace coffer;

namespace {

batch::Morning invented() {
    batch::Morning morning;
    morning.night = "n2";
    morning.name = {"每夜", "Night"};
    morning.before = "n1";
    morning.counts.done = 30;
    morning.unchanged = 5;
    for (int i = 0; i < 25; ++i) {
        batch::Moved fall;
        fall.plan = "counties/c" + std::to_string(i);
        fall.id = "green";
        fall.name = {"绿", "Green"};
        fall.year = 2026;
        fall.period = "2026/2028";
        fall.before = 0.5;
        fall.now = 0.25;
        fall.error = 0.01;
        morning.falls.push_back(fall);
    }
    morning.changes.push_back({"counties/c1", "", batch::Reason::inputs, {"debt.csv"}, "n1"});
    morning.changes.push_back({"counties/c2", "", batch::Reason::program, {}, "n1"});
    batch::Trouble trouble;
    trouble.plan = "counties/c9";
    trouble.errors = 2;
    trouble.place = "debt.csv:3";
    trouble.what = {"没有这一列", "no such column"};
    morning.troubles.push_back(trouble);
    morning.worst.push_back({"counties/c3", {"丙县", "Bing"}, 0.9, 0.1, std::nullopt, 0.2});
    return morning;
}

}  // namespace

TEST_CASE("a morning is told in sentences and tables") {
    const auto answer = report::morning_answer(invented());
    const std::string text = report::answer_text(answer, Language::english);
    INFO(text);
    for (const char* part :
         {"Against n1: 5 items unchanged", "the program only: 1 items", "counties/c1 ", "debt.csv",
          "Targets that fell by more than their error", "2026/2028", "-25.0", "counties/c19 ",
          "5 more rows in --json", "no such column", "Plans to look at first", "Bing"}) {
        CHECK(text.find(part) != std::string::npos);
    }
    CHECK(text.find("counties/c24") == std::string::npos);
    CHECK(report::answer_text(answer, Language::chinese).find("实现概率下降超过误差的目标") !=
          std::string::npos);

    // The page and the workbook have every row.
    const auto page = report::answer_page(answer, report::AnswerFrame{});
    std::size_t rows = 0;
    for (const auto& section : page.sections) {
        // What readers look for first, and where there is more, all of it.
        std::size_t most = 0;
        for (const auto& block : section.blocks) {
            if (const auto* table = std::get_if<report::page::TableBlock>(&block)) {
                most = std::max(most, table->rows.size());
            }
        }
        rows += most;
    }
    CHECK(rows == 25 + 1 + 1 + 1);
    const Text title{"晨报", "Morning"};
    const auto book = report::answer_workbook(answer, title, Language::chinese);
    REQUIRE(book);
    CHECK(book->starts_with("PK"));
    CHECK(*book == *report::answer_workbook(answer, title, Language::chinese));
}

TEST_CASE("a first morning has nothing to compare with") {
    batch::Morning morning = invented();
    morning.before.reset();
    morning.changes.clear();
    morning.falls.clear();
    const std::string text =
        report::answer_text(report::morning_answer(morning), Language::english);
    CHECK(text.find("There is no complete night before it") != std::string::npos);
    CHECK(text.find("No target fell") == std::string::npos);
}
