#include <stdexcept>

#include <catch2/catch.hpp>

#include "coffer/run/run.hpp"

using namespace coffer;

// Catches: options of an embedding program that end its process, or are quietly taken for others.
TEST_CASE("options that no run can be done with are diagnosed, all at once") {
    Diagnostics diagnostics;
    CHECK(run::check({}, diagnostics));
    run::Options wrong;
    wrong.paths = 0;
    wrong.threads = -1;
    wrong.block_width = 7;
    CHECK_FALSE(run::check(wrong, diagnostics));
    CHECK(diagnostics.error_count() == 3);
    wrong.paths = run::most_paths + 1;
    CHECK_FALSE(run::check(wrong, diagnostics));
    CHECK(diagnostics.error_count() == 6);
    const plan::Plan none{};
    CHECK_THROWS_AS(run::simulate(none, wrong, {}), std::invalid_argument);
    CHECK_THROWS_AS(run::run(none, wrong, {}), std::invalid_argument);
}
