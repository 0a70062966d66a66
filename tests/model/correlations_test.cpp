// Correlations that contradict each other: the proposal is the nearest correlation matrix, and it
// is accepted when written back.
#include <cmath>
#include <sstream>

#include <catch2/catch.hpp>

#include "coffer/model/build.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using test::Files;

namespace {

/// The minimal scenario with `drivers` growths d0, d1, ... more and these rows of correlations.csv.
Files with_correlations(int drivers, const std::string& rows) {
    Files files = test::minimal_files();
    for (int d = 0; d < drivers; ++d) {
        files["drivers.csv"] += "d" + std::to_string(d) + ",因素,Driver,growth,2%,,0.9,1%,A1\n";
    }
    files["correlations.csv"] = "driver_a,driver_b,correlation\n" + rows;
    return files;
}

std::vector<Diagnostic> diagnostics_of(const Files& files) {
    Diagnostics diagnostics;
    const auto document = scenario::parse_texts(files, "s", {}, diagnostics);
    REQUIRE(document);
    const bool valid = model::build(*document, diagnostics).has_value();
    CHECK(valid == diagnostics.sorted().empty());
    return diagnostics.sorted();
}

/// The rows that a suggestion ends with, one a line.
std::string proposed_rows(const Diagnostic& diagnostic) {
    const std::string& text = diagnostic.suggestion.en;
    const std::string heading = "correlation): ";
    const auto begin = text.find(heading);
    REQUIRE(begin != std::string::npos);
    std::string rows = text.substr(begin + heading.size());
    CHECK(diagnostic.suggestion.zh.ends_with(rows));
    for (auto end = rows.find("; "); end != std::string::npos; end = rows.find("; ")) {
        rows.replace(end, 2, "\n");
    }
    return rows + "\n";
}

std::vector<double> values_of(const std::string& rows) {
    std::vector<double> values;
    std::istringstream lines(rows);
    for (std::string line; std::getline(lines, line);) {
        values.push_back(std::stod(line.substr(line.rfind(',') + 1)));
    }
    return values;
}

}  // namespace

TEST_CASE("the proposal is the nearest correlation matrix: Higham 2002", "[model][diagnostics]") {
    const auto found = diagnostics_of(with_correlations(3, "d0,d1,1\nd1,d2,1\n"));
    REQUIRE(found.size() == 1);
    // d0 and d1 may be one; that d1 and d2 are one and d0 and d2 are not is what contradicts them.
    CHECK(found[0].at.line == 3);
    CHECK(found[0].problem.en.find("\"d1\" and \"d2\"") != std::string::npos);
    const auto values = values_of(proposed_rows(found[0]));
    REQUIRE(values.size() == 3);
    // Higham, IMA J. Numer. Anal. 22 (2002), section 4: distance 0.5278 from [1 1 0; 1 1 1; 0 1 1].
    // The proposal keeps its least eigenvalue above 1e-4, which moves an entry by as much.
    const double published[] = {0.7607, 0.1573, 0.7607};
    for (std::size_t i = 0; i < 3; ++i) CHECK(std::abs(values[i] - published[i]) < 2e-4);
    const auto distance = [](double a, double b, double c) {
        return std::sqrt(2.0 * ((1 - a) * (1 - a) + b * b + (1 - c) * (1 - c)));
    };
    CHECK(distance(values[0], values[1], values[2]) == Approx(0.5278).margin(3e-4));
    // Negative control: pulling all three towards 0 is valid as well, but further away.
    CHECK(distance(std::sqrt(0.5), 0.0, std::sqrt(0.5)) > 0.5278 + 0.05);
}

// Catches: a what-if that holds lines still and thereby makes a row of another table a mistake, and
// words of a message with nothing between their commas.
TEST_CASE("the shock of lines that do not vary is known, and moves nothing", "[model]") {
    const auto said_of = [](const std::string& row, bool still) {
        Files files = with_correlations(1, row);
        std::string& revenue = files["revenue.csv"];
        for (std::size_t at; still && (at = revenue.find(",6%,")) != std::string::npos;) {
            revenue.replace(at, 4, ",0,");
        }
        for (std::size_t at; still && (at = revenue.find(",5%,")) != std::string::npos;) {
            revenue.replace(at, 4, ",0,");
        }
        Diagnostics diagnostics;
        static_cast<void>(
            model::build(*scenario::parse_texts(files, "s", {}, diagnostics), diagnostics));
        return test::shown(diagnostics);
    };
    CHECK(said_of("d0,general,0.3", false).empty());
    CHECK(said_of("d0,general,0.3", true).empty());
    const std::string said = said_of("d0,nobody,0.3", true);
    INFO(said);
    CHECK(said.find("unknown driver or shock \"nobody\"") != std::string::npos);
    CHECK(said.find("it is not in drivers.csv") != std::string::npos);
}

TEST_CASE("two drivers that are one have the same innovations, to the bit", "[model]") {
    // Published: a correlation matrix with eigenvalues 2 and 0 is valid (numpy#13658).
    for (const auto& [written, sign] : {std::pair{"1", 1.0}, std::pair{"-1", -1.0}}) {
        Diagnostics diagnostics;
        const auto document = scenario::parse_texts(
            with_correlations(2, std::string("d0,d1,") + written), "s", {}, diagnostics);
        REQUIRE(document);
        const auto model = model::build(*document, diagnostics);
        INFO(test::shown(diagnostics));
        REQUIRE(model);
        CHECK(model->correlation_factor[1][0] == sign);
        CHECK(model->correlation_factor[1][1] == 0.0);
    }
}

TEST_CASE("a singular matrix of three is accepted, one that is not quite is refused", "[model]") {
    // d2 = 0.6 d0 + 0.8 d1 with d0 and d1 independent.
    CHECK(diagnostics_of(with_correlations(3, "d0,d2,0.6\nd1,d2,0.8\n")).empty());
    CHECK(diagnostics_of(with_correlations(3, "d0,d2,0.6\nd1,d2,0.801\n")).size() == 1);
}

TEST_CASE("a proposal is accepted when it is written back", "[model][diagnostics]") {
    for (const std::string rows :
         {"d0,d1,1\nd1,d2,1\n", "d0,d1,-0.9\nd1,d2,-0.9\nd0,d2,-0.9\n",
          "d0,d1,1\nd1,d2,-1\nd2,d3,1\nd3,d4,0.99\nd4,d0,0.95\n",
          "d0,d1,0.9\nd0,d2,0.9\nd0,d3,0.9\nd0,d4,0.9\nd1,d2,-0.5\nd3,d4,-0.5\n"}) {
        const auto found = diagnostics_of(with_correlations(5, rows));
        INFO(rows);
        REQUIRE(found.size() == 1);
        CHECK(test::is_complete(found[0]));
        CHECK(diagnostics_of(with_correlations(5, proposed_rows(found[0]))).empty());
    }
}

TEST_CASE("each group of correlations has its own proposal", "[model][diagnostics]") {
    const std::string rows = "d0,d1,1\nd1,d2,1\nd3,d4,1\nd4,d5,1\nlpr,prices,0.5\n";
    const auto found = diagnostics_of(with_correlations(6, rows));
    REQUIRE(found.size() == 2);
    const std::string both = proposed_rows(found[0]) + proposed_rows(found[1]);
    CHECK(both.find("prices") == std::string::npos);
    CHECK(diagnostics_of(with_correlations(6, both + "lpr,prices,0.5\n")).empty());
}

TEST_CASE("a group too large to be listed is told one factor", "[model][diagnostics]") {
    // d0 tied to 19 others that are independent: valid up to 1/sqrt(19) = 0.2294.
    const auto rows = [](const std::string& correlation) {
        std::string text;
        for (int d = 1; d < 20; ++d) {
            text += "d0,d" + std::to_string(d) + "," + correlation + "\n";
        }
        return text;
    };
    const auto found = diagnostics_of(with_correlations(20, rows("0.5")));
    REQUIRE(found.size() == 1);
    // 0.2294 / 0.5, rounded down.
    CHECK(found[0].suggestion.en.find("by 0.4588,") != std::string::npos);
    CHECK(diagnostics_of(with_correlations(20, rows("0.2294"))).empty());
    CHECK(diagnostics_of(with_correlations(20, rows("0.2295"))).size() == 1);
}
