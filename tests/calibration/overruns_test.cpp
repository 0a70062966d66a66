// Catches: finished projects that are read wrongly, own ones that count for more or less than their
// number against a class's ten, a change file that a plan does not take.
#include "coffer/calibration/overruns.hpp"

#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "coffer/scenario/changes.hpp"
#include "support/complaints.hpp"

using namespace coffer;

namespace {

constexpr std::array<double, 3> reference{0.8, 1.0, 1.25};

std::optional<calibration::FinishedTable> read(const std::string& text, Diagnostics& diagnostics) {
    return calibration::read_finished(text, "finished.csv", "planned", "actual", diagnostics);
}

}  // namespace

TEST_CASE("own finished projects lean on a class that counts for ten", "[calibration]") {
    Diagnostics diagnostics;
    // Two of 2.0 and two of 0.5: a mean of 0 and a sum of squares of 4 ln(2)^2.
    const auto table =
        read("id,planned,actual\na,10,20\nb,4,8\nc,10,5\nd,6,3\ne,,5\nf,3,\ng,0,1\n", diagnostics);
    REQUIRE(table.has_value());
    CHECK(table->left_out == 3);
    CHECK(table->projects.projects == 4.0);
    const auto next = calibration::next_project_of(table->projects, reference);
    // By hand: ln(1.25/0.8) / (2 * 1.2815516) = 0.174116; (10 * 0.174116^2 + 4 * 0.480453) / 14
    // = 0.158927, times 15/14 = 0.170279, its root 0.412649; t of 14 degrees has 1.345030.
    CHECK(next.centre == Approx(0.0).margin(1e-12));
    CHECK(next.sd == Approx(0.412649).epsilon(1e-5));
    CHECK(next.quantiles()[2] == Approx(std::exp(0.412649 * 1.345030)).epsilon(2e-4));
    // A hundred times as many speak for themselves, two hardly.
    auto many = table->projects;
    many.projects = 400.0;
    many.mean = 0.5;
    CHECK(calibration::next_project_of(many, reference).centre == Approx(0.5).epsilon(0.03));
    auto few = many;
    few.projects = 2.0;
    CHECK(calibration::next_project_of(few, reference).centre == Approx(0.5 * 2.0 / 12.0));
}

TEST_CASE("tables of finished projects that say nothing are mistakes", "[calibration]") {
    for (const auto& [text, problem] : std::initializer_list<std::pair<const char*, const char*>>{
             {"", "empty"},
             {"id,planned\na,1\n", "no column"},
             {"planned,actual\n1,x\n2,3\n4,5\n", "not a number"},
             {"planned,actual\n1,2\n,3\n", "fewer than two"}}) {
        Diagnostics diagnostics;
        INFO(text);
        CHECK_FALSE(read(text, diagnostics).has_value());
        REQUIRE(diagnostics.has_errors());
        bool told = false;
        for (const auto& each : diagnostics.sorted()) {
            told = told || each.problem.en.find(problem) != std::string::npos;
        }
        CHECK(told);
    }
}
