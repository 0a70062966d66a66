#include "coffer/base/sha256.hpp"
#include "coffer/results/folder.hpp"
#include "staging.hpp"

namespace coffer::results {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::string default_name(const fs::path& scenario) {
    const fs::path path = resolved(scenario);
    std::error_code error;
    const fs::path name = fs::is_directory(path, error) ? path.filename() : path.stem();
    return name.empty() ? "results" : name.string();
}

bool write_folder(const fs::path& folder, const std::vector<File>& files,
                  const std::optional<Claim>& claim, Diagnostics& diagnostics) {
    Staging staging(folder, claim, diagnostics);
    if (!staging.is_open()) return false;
    for (const File& file : files) {
        if (!staging.add(file.name, file.content)) return false;
    }
    return staging.publish();
}

std::optional<Manifest> write(const fs::path& folder, const std::vector<File>& files,
                              Manifest manifest, bool force, const std::function<double()>& seconds,
                              Diagnostics& diagnostics) {
    Staging staging(folder, Claim{manifest.command, manifest.scenario_folder, force}, diagnostics);
    if (!staging.is_open()) return std::nullopt;
    manifest.scenario_from_here =
        resolved(manifest.scenario_folder).lexically_relative(resolved(folder)).string();
    manifest.files.clear();
    for (const File& file : files) {
        if (!staging.add(file.name, file.content)) return std::nullopt;
        manifest.files.push_back({file.name, file.content.size(), sha256(file.content)});
    }
    manifest.timings.write = seconds();
    if (!staging.add(std::string(manifest_name), manifest_json(manifest))) return std::nullopt;
    if (!staging.publish()) return std::nullopt;
    return manifest;
}

}  // namespace coffer::results
