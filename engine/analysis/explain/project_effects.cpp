#include "project_effects.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "coffer/model/names.hpp"
#include "next_stage.hpp"

namespace coffer::analysis {
namespace {

/// Ranks, equal values sharing theirs.
std::vector<double> ranks_of(const Eigen::ArrayXd& values) {
    std::vector<std::size_t> order(static_cast<std::size_t>(values.size()));
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto at = [&](std::size_t path) { return values[static_cast<Eigen::Index>(path)]; };
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return at(a) < at(b); });
    std::vector<double> ranks(order.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && at(order[end]) == at(order[i])) ++end;
        const double shared = static_cast<double>(i + end - 1) / 2.0;
        for (; i < end; ++i) ranks[order[i]] = shared;
    }
    return ranks;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : 0.0;
}

scenario::Change change_of(std::vector<std::string> statements) {
    scenario::Change change;
    for (std::string& text : statements) change.statements.push_back({std::move(text), {}});
    return change;
}

std::string month_text(const plan::Plan& plan, int month) {
    return to_string(month_after(plan.start, month));
}

/// The next stage that has not begun does so six months after it would by plan; none where there is
/// no such stage, or it lies beyond the plan.
std::optional<scenario::Change> delay_of(const plan::Plan& plan, const plan::ProjectPlan& project) {
    const auto next = next_stage(plan, project);
    if (!next) return std::nullopt;
    const auto& stage = plan.stages[*next];
    const double begin = planned_begin(stage);
    if (begin >= plan.months) return std::nullopt;
    return change_of(
        {fmt::format("stages[{},{}].not_before={}", project.id, model::name_of(stage.kind),
                     month_text(plan, static_cast<int>(begin) + 6))});
}

/// Money without end for this project alone, asked first.
scenario::Change money_for(const plan::ProjectPlan& project) {
    scenario::Change change;
    const auto cell = [](const std::string& text) { return scenario::Cell{text, {}}; };
    change.rows.push_back({"sources",
                           {{"id", cell("coffer_full_funding")},
                            {"name_zh", cell("全额到位")},
                            {"name_en", cell("full funding")},
                            {"kind", cell("investor")},
                            {"counts_as_capital", cell("yes")}},
                           {}});
    change.rows.push_back({"funding",
                           {{"project", cell(project.id)},
                            {"source", cell("coffer_full_funding")},
                            {"rank", cell("0")},
                            {"cap", cell("100%")}},
                           {}});
    return change;
}

class ProjectQuestions {
  public:
    ProjectQuestions(const Case& base, const Subject& subject, const Eigen::ArrayXd& values,
                     Runner& runner)
        : base_(base),
          subject_(subject),
          values_(values),
          runner_(runner),
          resamples_(static_cast<std::size_t>(runner.options().paths), 99) {}

    /// None where the plan cannot be changed so; `stopped` when runs were interrupted.
    std::optional<statistics::Difference> ask(const scenario::Change& change, bool& stopped) {
        Diagnostics unused;
        const auto varied = vary(base_.document, {change}, unused);
        if (!varied.changed || !has(varied.changed->plan, subject_.measure)) return std::nullopt;
        const auto paths = runner_.run(varied.changed->plan);
        if (!paths) {
            stopped = true;
            return std::nullopt;
        }
        return difference_of(subject_.measure, values_,
                             values_on(varied.changed->plan, *paths, subject_.measure), resamples_);
    }

  private:
    const Case& base_;
    const Subject& subject_;
    const Eigen::ArrayXd& values_;
    Runner& runner_;
    statistics::Resamples resamples_;
};

}  // namespace

bool project_effects(const Case& base, const Subject& subject, const kernel::PathStore& paths,
                     const Eigen::ArrayXd& miss, const std::optional<Eigen::ArrayXd>& figure,
                     Runner& runner, std::vector<ProjectEffect>& effects) {
    const Eigen::ArrayXd values = values_on(base.plan, paths, subject.measure);
    const auto figure_ranks = ranks_of(figure ? *figure : miss);
    ProjectQuestions questions(base, subject, values, runner);
    const double missed = miss.sum(), others = static_cast<double>(miss.size()) - missed;
    const bool miss_tells = varies(miss);
    for (std::size_t p = 0; p < base.plan.projects.size(); ++p) {
        const auto& project = base.plan.projects[p];
        const Eigen::ArrayXd finish = paths.finish.col(static_cast<Eigen::Index>(p));
        const auto& last = base.plan.stages[project.last_stage];
        // The end of the month of its deadline, as a forecast counts; moments are thousandths.
        const double latest =
            (last.deadline >= 0 ? static_cast<double>(last.deadline) : last.planned_finish) + 1.0 +
            0.5 / kernel::parts_of_month;
        ProjectEffect effect;
        effect.id = project.id;
        effect.name = project.name;
        double late_on_miss = 0.0, late = 0.0;
        for (Eigen::Index path = 0; path < finish.size(); ++path) {
            if (finish[path] <= latest) continue;
            late += 1.0;
            late_on_miss += miss[path];
        }
        if (miss_tells) {
            effect.criticality = late_on_miss / missed;
            effect.usual = (late - late_on_miss) / others;
        }
        if (figure || miss_tells) {
            effect.cruciality = correlation(ranks_of(finish), figure_ranks);
        }
        bool stopped = false;
        effect.dropped = questions.ask(change_of({"drop projects[" + project.id + "]"}), stopped);
        if (const auto delay = delay_of(base.plan, project)) {
            effect.delayed = questions.ask(*delay, stopped);
        }
        effect.funded = questions.ask(money_for(project), stopped);
        if (stopped) return false;
        effects.push_back(std::move(effect));
    }
    const auto weight = [](const ProjectEffect& effect) {
        double most = 0.0;
        for (const auto* difference : {&effect.dropped, &effect.delayed, &effect.funded}) {
            if (*difference && (*difference)->clear()) {
                most = std::max(most, std::fabs((*difference)->change));
            }
        }
        return most;
    };
    std::stable_sort(effects.begin(), effects.end(),
                     [&](const auto& a, const auto& b) { return weight(a) > weight(b); });
    return true;
}

}  // namespace coffer::analysis
