#include "coffer/batch/survey.hpp"

#include <algorithm>
#include <glob.h>
#include <map>
#include <memory>

#include "coffer/base/sha256.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::batch {
namespace {

namespace fs = std::filesystem;
using scenario::say;

/// A text in which each part is framed by its length.
class Framed {
  public:
    Framed& operator<<(const std::string& part) {
        text_ += std::to_string(part.size()) + ":" + part;
        return *this;
    }
    [[nodiscard]] std::string sha256() const { return coffer::sha256(text_); }

  private:
    std::string text_;
};

/// What the pattern reaches, in no order.
std::vector<fs::path> reached(const fs::path& pattern) {
    glob_t found{};
    const std::unique_ptr<glob_t, decltype(&::globfree)> release(&found, &::globfree);
    std::vector<fs::path> places;
    if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) != 0) return places;
    for (std::size_t i = 0; i < found.gl_pathc; ++i) places.emplace_back(found.gl_pathv[i]);
    return places;
}

/// Folder names of users may hold what glob takes for a pattern.
std::string literal(const std::string& folder) {
    std::string text;
    for (const char c : folder) {
        if (c == '*' || c == '?' || c == '[' || c == '\\') text += '\\';
        text += c;
    }
    return text;
}

std::string plan_sha256(const scenario::Source& source) {
    Framed all;
    for (const auto& [name, bytes] : source.files) all << name << bytes;
    for (const scenario::Source& base : source.bases) {
        all << "extends" << base.extended_as;
        for (const auto& [name, bytes] : base.files) all << name << bytes;
    }
    return all.sha256();
}

std::string changes_sha256(const scenario::Change* variant) {
    if (variant == nullptr) return "";
    Framed all;
    all << (variant->where_present ? "where present" : "");
    for (const auto& statement : variant->statements) all << "set" << statement.text;
    for (const auto& row : variant->rows) {
        all << "row" << row.table;
        for (const auto& [column, cell] : row.cells) all << column << cell.text;
    }
    return all.sha256();
}

std::string draws_of(const scenario::NightFile& night) {
    return night.seed ? "seed " + std::to_string(*night.seed) : "plan";
}

std::string keep_of(const scenario::NightFile& night) {
    std::string keep = "figures";
    if (night.keep_months) keep += " months";
    if (night.keep_projects) keep += " projects";
    return keep;
}

}  // namespace

std::vector<PlanPlace> plans_of(const scenario::NightFile& night, Diagnostics& diagnostics) {
    const fs::path home = night.file.parent_path();
    std::vector<PlanPlace> plans;
    std::map<std::string, std::string> seen;  // by the name in the store, as it is on disk
    for (const scenario::Cell& pattern : night.plans) {
        const fs::path whole = fs::path(pattern.text).is_absolute()
                                   ? fs::path(pattern.text)
                                   : fs::path(literal(home.string())) / pattern.text;
        bool any = false;
        for (const fs::path& place : reached(whole)) {
            std::error_code unknown;
            const bool is_plan = fs::is_directory(place, unknown) ||
                                 (scenario::is_workbook_name(place.filename().string()) &&
                                  fs::is_regular_file(place, unknown));
            any |= is_plan;
            // Beside plans there may lie a note to read; to name one is a mistake.
            if (!is_plan) continue;
            fs::path name = place.lexically_normal();
            if (!name.has_filename()) name = name.parent_path();
            const fs::path base = home.empty() ? fs::path(".") : home;
            const fs::path relative = name.lexically_relative(base.lexically_normal());
            const std::string on_disk = pattern.text.starts_with('/') || relative.empty()
                                            ? name.generic_string()
                                            : relative.generic_string();
            const std::string plan = store::storable(on_disk);
            const auto [known, is_new] = seen.emplace(plan, on_disk);
            if (is_new) {
                plans.push_back({plan, place});
            } else if (known->second != on_disk) {
                diagnostics.error(
                    pattern.at,
                    say("有两个方案的名字都写作 {}", "the names of two plans are both written {}",
                        scenario::quote(plan)),
                    {"名字里有不是 UTF-8 的字节，写成 \\xHH 后就分不开了",
                     "they hold bytes that are no UTF-8; written as \\xHH they are alike"},
                    {"请改名。", "Rename one."});
            }
        }
        if (!any) {
            diagnostics.error(
                pattern.at,
                say("{} 没有匹配任何方案", "{} reaches no plan", scenario::quote(pattern.text)),
                {"方案是文件夹或 .xlsx，路径从批量文件所在的文件夹算起",
                 "a plan is a folder or an .xlsx; paths begin at the folder of the night file"},
                {"请检查路径。", "Check the path."});
        }
    }
    std::sort(plans.begin(), plans.end(),
              [](const PlanPlace& a, const PlanPlace& b) { return a.plan < b.plan; });
    return plans;
}

std::vector<const scenario::Change*> variants_of(const scenario::NightFile& night) {
    std::vector<const scenario::Change*> variants;
    if (night.as_they_are) variants.push_back(nullptr);
    for (const scenario::Change& change : night.variants) variants.push_back(&change);
    return variants;
}

std::vector<Diagnostic> told_of(const PlanPlace& plan, const scenario::Source* source,
                                const Diagnostics& diagnostics) {
    const bool workbook =
        scenario::is_workbook_name(plan.place.filename().string()) && !fs::is_directory(plan.place);
    const fs::path folder = (workbook ? plan.place.parent_path() : plan.place).lexically_normal();
    const auto name = [&](std::string& file) {
        const fs::path path(file);
        for (std::size_t i = 0; source != nullptr && i < source->bases.size(); ++i) {
            const scenario::Source& base = source->bases[i];
            const std::string place = base.place.generic_string();
            if (file != place && path.parent_path() != base.place) continue;
            file.replace(0, place.size(), base.extended_as);
            return;
        }
        // A place that could not be read is as far from the plan as `extends` says. Names of the
        // command line, as of changes, stay.
        if (path.is_absolute() != folder.is_absolute()) return;
        const fs::path from_plan =
            path.lexically_normal().lexically_relative(folder.empty() ? "." : folder);
        const bool inside = !from_plan.empty() && *from_plan.begin() != "..";
        if (inside || source == nullptr) file = from_plan == "." ? "" : from_plan.generic_string();
    };
    auto told = diagnostics.sorted();
    for (Diagnostic& each : told) {
        if (!each.at.file.empty()) name(each.at.file);
    }
    return told;
}

namespace {

store::PlannedTask planned(const scenario::NightFile& night, const PlanPlace& plan,
                           std::string plan_sha256, const scenario::Change* variant,
                           const std::string& program) {
    store::PlannedTask task;
    task.plan = plan.plan;
    if (variant != nullptr) {
        task.variant = variant->id;
        task.variant_name = variant->name;
    }
    task.inputs.plan_sha256 = std::move(plan_sha256);
    task.inputs.changes_sha256 = changes_sha256(variant);
    task.inputs.draws = draws_of(night);
    task.inputs.paths = night.paths ? std::to_string(*night.paths) : "plan";
    task.inputs.keep = keep_of(night);
    task.inputs.program = program;
    task.key = store::key_of(task.inputs);
    return task;
}

}  // namespace

store::PlannedTask task_of(const scenario::NightFile& night, const PlanPlace& plan,
                           const scenario::Source& source, const scenario::Change* variant,
                           const std::string& program) {
    store::PlannedTask task = planned(night, plan, plan_sha256(source), variant, program);
    for (const auto& [name, bytes] : source.files) {
        task.files.push_back({name, coffer::sha256(bytes)});
    }
    for (const scenario::Source& base : source.bases) {
        for (const auto& [name, bytes] : base.files) {
            const std::string file = base.workbook ? "" : "/" + name;
            task.files.push_back({base.extended_as + file, sha256(bytes)});
        }
    }
    return task;
}

store::PlannedTask task_of_unreadable(const scenario::NightFile& night, const PlanPlace& plan,
                                      const std::vector<Diagnostic>& told,
                                      const scenario::Change* variant, const std::string& program) {
    Framed all;
    for (const Diagnostic& each : told) all << format(each, Language::english);
    return planned(night, plan, "unreadable: " + plan.plan + ": " + all.sha256(), variant, program);
}

std::vector<store::PlannedTask> survey(const scenario::NightFile& night,
                                       const std::vector<PlanPlace>& plans,
                                       const std::string& program) {
    std::vector<store::PlannedTask> tasks;
    for (const PlanPlace& plan : plans) {
        // What cannot be read is told of when the task is computed.
        Diagnostics later;
        auto source = scenario::read_source(plan.place, later);
        const bool whole = source && !later.has_errors();
        const auto told = told_of(plan, source ? &*source : nullptr, later);
        std::optional<store::PlannedTask> first;
        for (const scenario::Change* variant : variants_of(night)) {
            if (!first) {
                first = whole ? task_of(night, plan, *source, variant, program)
                              : task_of_unreadable(night, plan, told, variant, program);
                tasks.push_back(*first);
                continue;
            }
            // The files are the same under every variant: hashed once.
            store::PlannedTask task = *first;
            task.variant = variant->id;
            task.variant_name = variant->name;
            task.inputs.changes_sha256 = changes_sha256(variant);
            task.key = store::key_of(task.inputs);
            tasks.push_back(std::move(task));
        }
    }
    return tasks;
}

}  // namespace coffer::batch
