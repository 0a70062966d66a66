#pragma once
// What a night wants: every plan that its patterns reach, under every variant, each with the hash
// of all that decides its figures.
#include <filesystem>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/night_file.hpp"
#include "coffer/scenario/source.hpp"
#include "coffer/store/rows.hpp"

namespace coffer::batch {

/// A plan that a pattern reached.
struct PlanPlace {
    std::string plan;             ///< relative to the night file's folder where it can be
    std::filesystem::path place;  ///< from here
};

/// The plans of the night, sorted by name, each once. A pattern that reaches nothing is an error:
/// a plan must not go missing in silence.
[[nodiscard]] std::vector<PlanPlace> plans_of(const scenario::NightFile& night,
                                              Diagnostics& diagnostics);

/// "" first, for the plan as it is, then the ids of the changes.
[[nodiscard]] std::vector<const scenario::Change*> variants_of(const scenario::NightFile& night);

/// What is told of a plan, in the order of places, without where it lies: its own files are named
/// as in its folder, those of plans that it extends as it leads to them, so that the same content
/// has the same bytes in the store. `source` null: it could not be read.
[[nodiscard]] std::vector<Diagnostic> told_of(const PlanPlace& plan, const scenario::Source* source,
                                              const Diagnostics& diagnostics);

/// `variant` is null for the plan as it is.
[[nodiscard]] store::PlannedTask task_of(const scenario::NightFile& night, const PlanPlace& plan,
                                         const scenario::Source& source,
                                         const scenario::Change* variant,
                                         const std::string& program);
/// Of a plan whose files cannot be read: as long as it is told the same, nothing has changed.
[[nodiscard]] store::PlannedTask task_of_unreadable(const scenario::NightFile& night,
                                                    const PlanPlace& plan,
                                                    const std::vector<Diagnostic>& told,
                                                    const scenario::Change* variant,
                                                    const std::string& program);

/// Every task of the night; reads every plan's files.
[[nodiscard]] std::vector<store::PlannedTask> survey(const scenario::NightFile& night,
                                                     const std::vector<PlanPlace>& plans,
                                                     const std::string& program);

}  // namespace coffer::batch
