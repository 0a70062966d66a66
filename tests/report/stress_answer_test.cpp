// What the answer to a stress test says, from a test made by hand.
#include "coffer/report/stress_answer.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

#include "coffer/report/answer_text.hpp"

using namespace coffer;

namespace {

/// Two events; the second moves under a stress so little that its interval holds zero.
analysis::StressTest two_events() {
    analysis::StressTest test;
    test.measures = {analysis::probability_of_event("arrears"),
                     analysis::probability_of_event("restructuring_general")};
    test.base = {0.1, 0.0};
    analysis::StressRow row;
    row.stress.id = "rates";
    row.stress.name = {"利率高一个点", "Rates 1 point higher"};
    row.cells.resize(2);
    row.cells[1].difference.change = 0.093;
    row.harm = 0.093;
    test.rows = {row};
    return test;
}

const results::Sheet& sheet_of(const results::Answer& answer, const std::string& id) {
    for (const auto& sheet : answer.sheets) {
        if (sheet.id == id) return sheet;
    }
    throw std::runtime_error("no sheet " + id);
}

}  // namespace

// Catches: harm of an event that has no column, which nothing on the page explains.
TEST_CASE("harm is taken apart, also where the heat table has no column") {
    const plan::Plan plan{};
    const auto answer =
        report::stress_answer(two_events(), plan, {"县", "County"}, 100, MoneyUnit::yi);
    const auto& heat = sheet_of(answer, "heat");
    CHECK(heat.columns.size() == 5);  // id, name, harm, whether it applies, why not
    const auto& harm = sheet_of(answer, "harm");
    REQUIRE(harm.rows.size() == 1);
    CHECK(harm.rows[0].shown);
    const Text& parts = harm.rows[0].cells.back().words;
    CHECK(parts.zh.ends_with(" +9.3"));
    CHECK(parts.en.ends_with(" +9.3"));
    CHECK(parts.en.find(';') == std::string::npos);  // the other event adds nothing
    CHECK(report::answer_text(answer, Language::english).find(parts.en) != std::string::npos);
}

// Catches: a case that the plan cannot bear told as one that selects nothing, or without its
// reason.
TEST_CASE("a case that does not apply says why, in its table and in words") {
    auto test = two_events();
    analysis::StressRow broken;
    broken.stress.name = {"负收入", "Negative revenue"};
    broken.applies = false;
    broken.mistakes = {{Severity::error, {}, {"小于零", "below zero"}, {"因为", "because"}, {}}};
    test.rows.push_back(broken);
    const plan::Plan plan{};
    const auto answer = report::stress_answer(test, plan, {"县", "County"}, 100, MoneyUnit::yi);
    const auto& heat = sheet_of(answer, "heat");
    REQUIRE(heat.rows.size() == 2);
    CHECK(heat.rows[1].cells.back().words.en == "below zero (because)");
    CHECK(report::answer_text(answer, Language::chinese).find("小于零（因为）") !=
          std::string::npos);
    CHECK(report::answer_text(answer, Language::english).find("nothing it selects") ==
          std::string::npos);
}

TEST_CASE("what one measure adds to harm has the sign of bad news") {
    analysis::StressCell cell;
    cell.difference.change = 0.25;
    CHECK(analysis::harm_of(analysis::probability_of_event("arrears"), cell) == 0.25);
    CHECK(analysis::harm_of(analysis::probability_of_target("t"), cell) == -0.25);
    CHECK(analysis::harm_of(analysis::mean_of(model::Indicator::fai, 2020), cell) == 0.0);
    // Catches: P(a gap beyond so much) counted as relief where it grows.
    analysis::Measure condition;
    condition.kind = analysis::Measure::Kind::condition;
    condition.quantity.indicator = model::Indicator::financing_gap;
    condition.condition.relation = model::Target::Relation::above;
    CHECK(analysis::harm_of(condition, cell) == 0.25);
    condition.condition.relation = model::Target::Relation::at_most;
    CHECK(analysis::harm_of(condition, cell) == -0.25);
    condition.quantity.indicator = model::Indicator::fai;
    CHECK(analysis::harm_of(condition, cell) == 0.25);
    condition.quantity.indicator = model::Indicator::refinanced;
    CHECK(analysis::harm_of(condition, cell) == 0.0);
    cell.missing = true;
    CHECK(analysis::harm_of(analysis::probability_of_event("arrears"), cell) == 0.0);
}
