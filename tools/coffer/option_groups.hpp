#pragma once
// Options that several commands share: each group is a struct with its values, and `describe`
// lists them in a command's usage.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/money_unit.hpp"
#include "coffer/model/model.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "usage.hpp"

namespace coffer::tool {

/// --set and --change: what is changed in a plan before anything else looks at it.
struct ChangeOptions {
    std::vector<std::string> set;    ///< statements of the change language
    std::vector<std::string> files;  ///< FILE or FILE#id,id

    void describe(Usage& usage);
    /// The changes of the files in their order, then the statements. What is wrong is reported.
    [[nodiscard]] std::vector<scenario::Change> read(Diagnostics& diagnostics) const;
    /// The options as a shell takes them again, each after a space.
    [[nodiscard]] std::string typed() const;
};
/// --seed
void describe_seed(Usage& usage, std::optional<std::uint64_t>& seed);

/// --unit: in what readers see money.
struct UnitOption {
    std::optional<MoneyUnit> unit;

    void describe(Usage& usage);
    /// What the user left out is the plan's unit.
    [[nodiscard]] MoneyUnit of(const scenario::Document& document) const;
};

/// PLAN, --set and --change. A command that reads several scenarios names its arguments
/// itself, describes ChangeOptions, and fills one of these for each.
struct ScenarioOptions {
    std::filesystem::path folder;
    ChangeOptions changes;
    UnitOption unit;  ///< described by the commands that tell amounts

    void describe(Usage& usage);
};

/// --paths, --seed, --threads, --max-memory.
struct RunOptions {
    std::optional<std::uint64_t> paths;
    std::optional<std::uint64_t> seed;
    int threads = 0;  ///< 0: as many as the machine offers
    std::optional<std::uint64_t> max_memory;

    void describe(Usage& usage);
    /// What the user left out is the scenario's.
    [[nodiscard]] run::Options of(const model::Simulation& simulation) const;
};

/// --out and --force: where results go, and what they may replace.
struct OutOptions {
    std::optional<std::filesystem::path> folder;
    bool force = false;

    /// `ending` is what the command adds to the folder's name, "-path-K".
    void describe(Usage& usage, const std::string& ending = "");
    /// The user's folder, or out/<name of the scenario's folder><ending>.
    [[nodiscard]] std::filesystem::path for_scenario(const std::filesystem::path& scenario,
                                                     const std::string& ending = "") const;
};

}  // namespace coffer::tool
