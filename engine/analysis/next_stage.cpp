#include "next_stage.hpp"

#include <algorithm>

namespace coffer::analysis {

std::optional<std::size_t> next_stage(const plan::Plan& plan, const plan::ProjectPlan& project) {
    std::size_t next = project.first_stage + (project.progress > 0.0 ? 1 : 0);
    if (project.actuals && !project.actuals->stage.empty()) {
        const std::size_t known = project.actuals->stage.back();
        if (known != plan::nowhere) {
            next = std::max(next, known + (project.actuals->share.back() > 0.0 ? 1 : 0));
        }
    }
    // What holds a finish back is no stage of its own.
    while (next <= project.last_stage && plan.stages[next].closing) ++next;
    if (next > project.last_stage) return std::nullopt;
    return next;
}

double planned_begin(const plan::StagePlan& stage) {
    return std::max({stage.not_before, stage.planned_start, 0.0});
}

}  // namespace coffer::analysis
