// Catches: drivers that are called common and differ between regions; draws that follow a region's
// name where none is given.
#include <catch2/catch.hpp>

#include "coffer/base/stream.hpp"
#include "coffer/kernel/draws.hpp"
#include "support/built_model.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using namespace coffer::test;

namespace {

Files with_drivers(const std::string& prices, const std::string& lpr) {
    Files files = minimal_files();
    files["drivers.csv"] =
        "id,kind,mean,initial,persistence,annual_sd,draws,basis\n"
        "prices,growth,2%,,0.9,1%," +
        prices + ",A1\nlpr,rate,4%,4%,0.95,0.3%," + lpr + ",A1\n";
    return files;
}

std::string complaints(const Files& files) {
    Diagnostics diagnostics;
    static_cast<void>(build(files, diagnostics));
    for (const Diagnostic& each : diagnostics.sorted()) CHECK(is_complete(each));
    return shown(diagnostics);
}

}  // namespace

TEST_CASE("A common driver follows no local one", "[regions]") {
    // lpr stands before prices, which is correlated with it and so follows it.
    const std::string found = complaints(with_drivers("common", "local"));
    CHECK(found.find("the common driver \"prices\" follows the local driver \"lpr\"") !=
          std::string::npos);
    CHECK(complaints(with_drivers("local", "common")).empty());
    CHECK(complaints(with_drivers("common", "common")).empty());
    CHECK(complaints(with_drivers("", "")).empty());
    Files spilling = with_drivers("local", "common");
    spilling["correlations.csv"] = "driver_a,driver_b,correlation,basis\n";
    spilling["spillovers.csv"] = "driver,on,coefficient,basis\nlpr,prices,0.01,A1\n";
    CHECK(complaints(spilling).find("delete the spillover") != std::string::npos);
    CHECK(complaints(with_drivers("shared", "")).find("draws") != std::string::npos);
}

TEST_CASE("A region has draws of its own, but those of common streams", "[regions]") {
    using random::Purpose;
    Diagnostics diagnostics;
    Files files = with_drivers("common", "common");
    const auto plain = build(files, diagnostics);
    replace(files, "scenario.toml", "seed = 1", "seed = 1\nregion = \"a\"");
    const auto a = build(files, diagnostics);
    replace(files, "scenario.toml", "region = \"a\"", "region = \"乙县\"");
    const auto b = build(files, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE((plain && a && b));
    const auto local = stream_of("project", "road");
    const auto driver = stream_of("driver", "lpr");
    const auto all = kernel::Draws::of(plain->simulation, 7);
    const auto of_a = kernel::Draws::of(a->simulation, 7);
    const auto of_b = kernel::Draws::of(b->simulation, 7);
    const auto seed_of = [](const kernel::Draws& draws, std::uint32_t stream) {
        return draws.key(stream, Purpose::driver_innovation).seed;
    };
    CHECK(seed_of(all, local) == 7);
    CHECK(seed_of(all, driver) == 7);
    CHECK(seed_of(of_a, driver) == 7);
    CHECK(seed_of(of_b, driver) == 7);
    CHECK(seed_of(of_a, a->drivers_stream) == 7);
    CHECK(seed_of(of_a, local) == region_seed(7, "a"));
    CHECK(seed_of(of_a, local) != 7);
    CHECK(seed_of(of_a, local) != seed_of(of_b, local));
    CHECK(of_a.seed() == 7);
    // What a question chooses goes before.
    auto chosen = of_a;
    chosen.choose(local, {99, false});
    CHECK(seed_of(chosen, local) == 99);
    CHECK(seed_of(chosen, stream_of("project", "plant")) == region_seed(7, "a"));
    CHECK(seed_of(chosen, driver) == 7);
}
