#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/base/money_unit.hpp"
#include "coffer/base/text.hpp"

namespace coffer::results {

/// Wall-clock seconds of each phase, measured by the caller.
struct Timings {
    double parse = 0.0;
    double build = 0.0;
    double compile = 0.0;
    double simulate = 0.0;
    double first_path = 0.0;  ///< part of simulate
    double summarise = 0.0;
    double write = 0.0;
};

struct FileEntry {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< hex
};

/// Another plan that a question was about.
struct OtherPlan {
    std::string label;                 ///< its folder, or the id of what changed the first plan
    std::vector<std::string> changes;  ///< statements that made it
    std::string sha256;                ///< of its contents; "" when only the statements are told
};

/// A standard error that a run was asked for, and how far it came.
struct PrecisionEntry {
    std::string asked;  ///< as the user wrote it
    double most = 0.0;  ///< yuan, a ratio, a number or months
    double se = 0.0;    ///< with the paths of the run
    bool reached = false;
};

/// Where results come from: all that is needed to compute them again.
struct Manifest {
    std::string coffer_version;
    std::string command;  ///< the command that made them, "run"
    std::string typed;    ///< of a question: the command line as typed
    std::vector<OtherPlan> others;
    std::string scenario_id;
    Text scenario_name;
    std::string scenario_folder;  ///< as the user named it
    /// The scenario's folder as seen from the results, so that the two know each other again when
    /// both are moved; filled in by `write`.
    std::string scenario_from_here;
    std::string scenario_sha256;
    int first_year = 0;
    int first_month = 1;  ///< in which budget years begin
    [[nodiscard]] Month start() const { return begin_of_year(first_year, first_month); }
    int years = 0;
    MoneyUnit unit = MoneyUnit::yi;  ///< in which readers see money; the files are in yuan
    /// What was changed in the plan, in this order: FILE#id of --change, then statements of --set.
    std::vector<std::string> changes;
    std::uint64_t seed = 0;
    std::optional<std::uint64_t> fresh_seed;  ///< on which a question checked what it found
    std::uint64_t paths = 0;                  ///< of a run
    std::optional<std::uint64_t> path;        ///< of a replay
    bool even_draws = false;                  ///< --even-draws
    std::vector<std::string> figures;         ///< indicators of --figures; all when empty
    bool sketch = false;                      ///< --sketch
    std::vector<PrecisionEntry> precision;    ///< of a run with --until
    int threads = 0;
    Timings timings;
    std::vector<Diagnostic> warnings;
    std::vector<FileEntry> files;  ///< filled in by `write`
};

inline constexpr std::string_view manifest_name = "manifest.json";

/// The text of manifest.json. Its last key is the SHA-256 of the document without that key, so that
/// a change is noticed.
[[nodiscard]] std::string manifest_json(const Manifest& manifest);

enum class ManifestState {
    foreign,       ///< no manifest of coffer
    other_format,  ///< of another version of coffer, or not finished
    changed,       ///< edited since it was written
    whole
};

struct ReadManifest {
    ManifestState state = ManifestState::foreign;
    Manifest manifest;  ///< when whole
};

/// Reads what manifest_json wrote; anything else is a state.
[[nodiscard]] ReadManifest read_manifest(std::string_view text);

}  // namespace coffer::results
