#pragma once
// A plan as it stands some months after it began: what happened is near what was planned.
#include <algorithm>

#include "model_fields.hpp"

namespace coffer::testing {

/// Whether something may be known of a project: it costs something.
inline bool may_be_known(const model::Model& model, std::size_t project) {
    return model.projects[project].total_investment > Money{};
}

/// What a project drew and how far it came: some money each month, some months of progress.
inline void know_project(model::Project& project, int months, Choices& choices) {
    project.actuals.emplace();
    const double total = static_cast<double>(project.total_investment.fen());
    for (std::size_t row = 0; row < project.funding.size(); ++row) {
        project.actuals->drawn.emplace_back();
        for (int m = 0; m < months; ++m) {
            const double share = static_cast<double>(choices.below(8)) / 100.0;
            project.actuals->drawn.back().push_back(
                Money::from_fen(static_cast<std::int64_t>(total * share)));
        }
    }
    std::size_t stage = 0;
    double share = project.progress;
    for (int m = 0; m < months; ++m) {
        if (choices.below(3) != 0) continue;
        share = std::min(1.0, share + static_cast<double>(choices.below(60)) / 100.0);
        if (share >= 1.0 && stage + 1 < project.stages.size() && choices.below(2) == 0) {
            ++stage;
            share = static_cast<double>(choices.below(50)) / 100.0;
        }
        project.actuals->progress.push_back({m, stage, share});
    }
}

/// Knows the first `months` months of most lines, and of some drivers and projects.
inline void put_under_way(model::Model& model, int months, Choices& choices) {
    model.known_months = months;
    const auto know = [&](model::Flow& flow) {
        flow.known.clear();
        if (choices.below(4) == 0) return;
        for (int m = 0; m < months; ++m) {
            const auto year = static_cast<std::size_t>(m / 12);
            const double planned = static_cast<double>(flow.annual.at(year).fen()) *
                                   flow.profile[static_cast<std::size_t>(m % 12)];
            // From nothing to twice the plan.
            const double times = static_cast<double>(choices.below(201)) / 100.0;
            flow.known.push_back(Money::from_fen(static_cast<std::int64_t>(planned * times)));
        }
    };
    for (auto& line : model.revenue) know(line.flow);
    for (auto& taxpayer : model.taxpayers) know(taxpayer.output);
    for (auto& line : model.expenditure) {
        if (!line.of_revenue) know(line.flow);
    }
    for (auto& source : model.sources) {
        if (!source.unlimited) know(source.arrival);
    }
    for (auto& pipeline : model.pipelines) know(pipeline.need);
    for (std::size_t p = 0; p < model.projects.size(); ++p) {
        if (may_be_known(model, p)) {
            know_project(model.projects[p], months, choices);
        }
    }
    for (auto& driver : model.drivers) {
        driver.known.clear();
        if (choices.below(2) == 0) continue;
        for (int m = 0; m < months; ++m) {
            const double off = (static_cast<double>(choices.below(201)) - 100.0) / 2000.0;
            driver.known.push_back(
                std::max(0.001, driver.mean.at(static_cast<std::size_t>(m / 12)) + off));
        }
    }
}

}  // namespace coffer::testing
