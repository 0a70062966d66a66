#pragma once
// A province of invented counties, and one county of it by itself.
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/batch/province.hpp"
#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/document.hpp"
#include "support/scenario_files.hpp"

namespace coffer::test {

namespace fs = std::filesystem;
using model::Indicator;

inline constexpr int counties = 20;
inline constexpr std::uint64_t paths = 1000;

/// scenarios/minimal as a county over a province that has the drivers: `size` is a factor of its
/// money, `id` its name.
inline Files county_files(const std::string& id, double size) {
    Files files = minimal_files();
    replace(files, "scenario.toml", "format = 1\n", "format = 1\nextends = \"../../province\"\n");
    replace(files, "scenario.toml", "id = \"minimal\"", "id = \"" + id + "\"");
    replace(files, "scenario.toml", "opening_general = 2000",
            "opening_general = " + std::to_string(static_cast<int>(2000 * size)));
    replace(files, "revenue.csv", "general,own,6000",
            "general,own," + std::to_string(static_cast<int>(6000 * size)));
    replace(files, "debt.csv", "special,6000",
            "special," + std::to_string(static_cast<int>(60000 * size)));
    files.erase("drivers.csv");
    files.erase("correlations.csv");
    return files;
}

inline void write_plan(const fs::path& folder, const Files& files) {
    fs::create_directories(folder);
    for (const auto& [name, content] : files) testing::put(folder / name, content);
}

/// A province of invented counties.
struct Invented {
    TemporaryFolder folder;
    batch::ProvinceOptions options;

    explicit Invented(int number = counties) {
        const Files whole = minimal_files();
        write_plan(
            folder.path() / "province",
            {{"scenario.toml", "format = 1\n[scenario]\nfirst_year = 2020\nunit = \"万元\"\n"},
             {"drivers.csv", whole.at("drivers.csv")},
             {"correlations.csv", whole.at("correlations.csv")}});
        for (int i = 0; i < number; ++i) {
            const std::string id = "c" + std::to_string(10 + i);
            write_plan(folder.path() / "counties" / id, county_files(id, 0.6 + 0.05 * i));
            options.plans.push_back({"counties/" + id, folder.path() / "counties" / id});
        }
        options.figures = batch::usual_province_figures();
        options.paths = paths;
        options.seed = 11;
        options.threads = 2;
        options.memory = 4ULL << 30U;
    }

    [[nodiscard]] batch::Province computed() const {
        Diagnostics diagnostics;
        auto province = batch::run_province(options, nullptr, diagnostics);
        INFO(shown(diagnostics));
        REQUIRE(province);
        return std::move(*province);
    }
};

struct Alone {
    plan::Plan plan;
    kernel::PathStore store;
};

/// One county by itself, as `coffer run --set simulation.region=...` computes it.
inline Alone alone(const fs::path& place, const std::string& region, std::uint64_t seed,
                   std::uint64_t number, const std::vector<std::string>& changes = {}) {
    scenario::Change change;
    if (!region.empty()) {
        change.statements.push_back({"simulation.region=" + region, {"test", 0, 0}});
    }
    for (const auto& each : changes) change.statements.push_back({each, {"test", 0, 0}});
    Diagnostics diagnostics;
    const auto document = scenario::parse(place, {change}, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE(document);
    const auto model = model::build(*document, diagnostics);
    INFO(shown(diagnostics));
    REQUIRE(model);
    auto plan = plan::compile(*model, diagnostics);
    REQUIRE(plan);
    run::Options how;
    how.paths = number;
    how.draws = kernel::Draws::of(model->simulation, seed);
    how.threads = 2;
    auto simulated = run::simulate(*plan, how, nullptr);
    REQUIRE(simulated);
    return {std::move(*plan), std::move(simulated->store)};
}

inline Eigen::ArrayXd figure(const Alone& county, Indicator indicator, int year,
                             const std::string& dimension = "total") {
    for (std::size_t slot = 0; slot < county.plan.slots.size(); ++slot) {
        if (county.plan.slots[slot].indicator == indicator &&
            county.plan.slots[slot].dimension.text() == dimension) {
            return county.store.yearly.col(kernel::PathStore::year_column(county.plan, slot, year));
        }
    }
    FAIL("no such figure");
    return {};
}

}  // namespace coffer::test
