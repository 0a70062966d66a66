// manifest.json, written and read.
#include "coffer/results/manifest.hpp"

#include "coffer/base/sha256.hpp"
#include "json_text.hpp"

namespace coffer::results {
namespace {

constexpr int manifest_format = 4;
constexpr const char* seal = "sha256";

Json json_of(const Diagnostic& diagnostic) {
    return {{"file", diagnostic.at.file},
            {"line", diagnostic.at.line},
            {"column", diagnostic.at.column},
            {"message_zh", format(diagnostic, Language::chinese)},
            {"message_en", format(diagnostic, Language::english)},
            {"problem_zh", diagnostic.problem.zh},
            {"problem_en", diagnostic.problem.en},
            {"why_zh", diagnostic.why.zh},
            {"why_en", diagnostic.why.en},
            {"suggestion_zh", diagnostic.suggestion.zh},
            {"suggestion_en", diagnostic.suggestion.en}};
}

std::string string_in(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

template <class Number>
Number number_in(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<Number>() : Number{};
}

/// An object or array; an empty one when it is not there.
Json part_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_structured() ? *found : Json();
}

std::vector<std::string> strings_in(const Json& object, const char* key) {
    std::vector<std::string> texts;
    for (const Json& each : part_of(object, key)) {
        if (each.is_string()) texts.push_back(each.get<std::string>());
    }
    return texts;
}

Diagnostic warning_of(const Json& json) {
    Diagnostic warning;
    warning.severity = Severity::warning;
    warning.at = {string_in(json, "file"), number_in<int>(json, "line"),
                  number_in<int>(json, "column")};
    warning.problem = {string_in(json, "problem_zh"), string_in(json, "problem_en")};
    warning.why = {string_in(json, "why_zh"), string_in(json, "why_en")};
    warning.suggestion = {string_in(json, "suggestion_zh"), string_in(json, "suggestion_en")};
    return warning;
}

Manifest manifest_of(const Json& json) {
    Manifest manifest;
    manifest.coffer_version = string_in(json, "coffer_version");
    manifest.command = string_in(json, "command");
    const Json scenario = part_of(json, "scenario");
    manifest.scenario_id = string_in(scenario, "id");
    manifest.scenario_name = {string_in(scenario, "name_zh"), string_in(scenario, "name_en")};
    manifest.scenario_folder = string_in(scenario, "folder");
    manifest.scenario_from_here = string_in(scenario, "folder_from_here");
    manifest.scenario_sha256 = string_in(scenario, "sha256");
    manifest.first_year = number_in<int>(scenario, "first_year");
    manifest.first_month = number_in<int>(scenario, "first_month");
    manifest.years = number_in<int>(scenario, "years");
    manifest.unit = money_unit_named(string_in(json, "unit")).value_or(MoneyUnit::yi);
    manifest.changes = strings_in(json, "changes");
    manifest.typed = string_in(json, "typed");
    for (const Json& other : part_of(json, "others")) {
        manifest.others.push_back(
            {string_in(other, "label"), strings_in(other, "changes"), string_in(other, "sha256")});
    }
    manifest.seed = number_in<std::uint64_t>(json, "seed");
    if (json.contains("fresh_seed")) {
        manifest.fresh_seed = number_in<std::uint64_t>(json, "fresh_seed");
    }
    manifest.paths = number_in<std::uint64_t>(json, "paths");
    if (json.contains("path")) manifest.path = number_in<std::uint64_t>(json, "path");
    for (const Json& entry : part_of(json, "precision")) {
        manifest.precision.push_back({string_in(entry, "asked"), number_in<double>(entry, "most"),
                                      number_in<double>(entry, "se"),
                                      entry.value("reached", Json()) == true});
    }
    manifest.even_draws = json.value("even_draws", Json()) == true;
    manifest.figures = strings_in(json, "figures");
    manifest.sketch = json.value("sketch", Json()) == true;
    manifest.threads = number_in<int>(json, "threads");
    const Json seconds = part_of(json, "seconds");
    manifest.timings = {
        number_in<double>(seconds, "parse"),      number_in<double>(seconds, "build"),
        number_in<double>(seconds, "compile"),    number_in<double>(seconds, "simulate"),
        number_in<double>(seconds, "first_path"), number_in<double>(seconds, "summarise"),
        number_in<double>(seconds, "write")};
    for (const Json& entry : part_of(json, "warnings")) {
        manifest.warnings.push_back(warning_of(entry));
    }
    for (const Json& entry : part_of(json, "files")) {
        manifest.files.push_back({string_in(entry, "name"),
                                  number_in<std::uint64_t>(entry, "bytes"),
                                  string_in(entry, "sha256")});
    }
    return manifest;
}

}  // namespace

std::string json_text(const Json& json) {
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json json_of(const Manifest& manifest) {
    Json json = {{"made_by", "coffer"},
                 {"format", manifest_format},
                 {"coffer_version", manifest.coffer_version},
                 {"command", manifest.command},
                 {"scenario",
                  {{"id", manifest.scenario_id},
                   {"name_zh", manifest.scenario_name.zh},
                   {"name_en", manifest.scenario_name.en},
                   {"folder", manifest.scenario_folder},
                   {"folder_from_here", manifest.scenario_from_here},
                   {"sha256", manifest.scenario_sha256},
                   {"first_year", manifest.first_year},
                   {"first_month", manifest.first_month},
                   {"years", manifest.years}}}};
    json["unit"] = info(manifest.unit).id;
    json["changes"] = manifest.changes;
    if (!manifest.typed.empty()) json["typed"] = manifest.typed;
    if (!manifest.others.empty()) {
        json["others"] = Json::array();
        for (const OtherPlan& other : manifest.others) {
            json["others"].push_back(
                {{"label", other.label}, {"changes", other.changes}, {"sha256", other.sha256}});
        }
    }
    json["seed"] = manifest.seed;
    if (manifest.fresh_seed) json["fresh_seed"] = *manifest.fresh_seed;
    if (manifest.path) {
        json["path"] = *manifest.path;
    } else {
        json["paths"] = manifest.paths;
    }
    for (const PrecisionEntry& entry : manifest.precision) {
        json["precision"].push_back({{"asked", entry.asked},
                                     {"most", entry.most},
                                     {"se", entry.se},
                                     {"reached", entry.reached}});
    }
    if (manifest.even_draws) json["even_draws"] = true;
    if (manifest.sketch) json["sketch"] = true;
    if (!manifest.figures.empty()) json["figures"] = manifest.figures;
    json["threads"] = manifest.threads;
    json["seconds"] = {{"parse", manifest.timings.parse},
                       {"build", manifest.timings.build},
                       {"compile", manifest.timings.compile},
                       {"simulate", manifest.timings.simulate},
                       {"first_path", manifest.timings.first_path},
                       {"summarise", manifest.timings.summarise},
                       {"write", manifest.timings.write}};
    json["warnings"] = Json::array();
    for (const Diagnostic& warning : manifest.warnings)
        json["warnings"].push_back(json_of(warning));
    json["files"] = Json::array();
    for (const FileEntry& file : manifest.files) {
        json["files"].push_back(
            {{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    }
    json["complete"] = true;
    return json;
}

std::string manifest_json(const Manifest& manifest) {
    Json json = json_of(manifest);
    json[seal] = sha256(json_text(json));
    return json_text(json);
}

ReadManifest read_manifest(std::string_view text) {
    Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || string_in(json, "made_by") != "coffer") return {};
    if (number_in<int>(json, "format") != manifest_format ||
        json.value("complete", Json()) != true) {
        return {ManifestState::other_format, {}};
    }
    const std::string sealed = string_in(json, seal);
    json.erase(seal);
    if (sha256(json_text(json)) != sealed) return {ManifestState::changed, {}};
    return {ManifestState::whole, manifest_of(json)};
}

}  // namespace coffer::results
