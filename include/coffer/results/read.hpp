#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/results/files.hpp"
#include "coffer/results/manifest.hpp"
#include "coffer/results/plan_facts.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::results {

/// All that a run found out, as it is written to a folder and read back.
struct RunResults {
    Manifest manifest;
    statistics::Forecast forecast;
    std::vector<BookRow> books;
    std::vector<DebtDue> dues;
    std::vector<DepartmentMonth> departments;  ///< by department, then month
    std::vector<Assumption> assumptions;
};

/// The tables of a run.
[[nodiscard]] std::vector<File> run_files(const RunResults& results);

struct ReadResults {
    RunResults results;
    std::vector<std::string> changed;  ///< files whose bytes are not those that were written
};

/// Reads the results of `coffer run` back. None, with diagnostics, when `folder` holds none, or
/// something in them cannot be read. What an older version did not write stays empty.
[[nodiscard]] std::optional<ReadResults> read_run(const std::filesystem::path& folder,
                                                  Diagnostics& diagnostics);

}  // namespace coffer::results
