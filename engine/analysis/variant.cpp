#include "coffer/analysis/variant.hpp"

#include <algorithm>

#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::analysis {
namespace {

/// The whole progress is told in this many steps.
constexpr double steps = 1e6;

}  // namespace

std::optional<Case> make_case(scenario::Document document, Diagnostics& diagnostics) {
    auto model = model::build(document, diagnostics);
    if (!model) return std::nullopt;
    auto plan = plan::compile(*model, diagnostics);
    if (!plan || diagnostics.has_errors()) return std::nullopt;
    return Case{std::move(document), std::move(*model), std::move(*plan)};
}

Varied vary(const scenario::Document& document, const std::vector<scenario::Change>& changes,
            Diagnostics& diagnostics) {
    Varied varied;
    Diagnostics found;
    scenario::Document changed = document;
    std::size_t misfits = 0;
    for (const auto& change : changes) {
        const auto applied = scenario::apply(change, changed, found);
        varied.cells += applied.cells;
        misfits += applied.misfits;
        varied.unmatched.insert(varied.unmatched.end(), applied.unmatched.begin(),
                                applied.unmatched.end());
    }
    const bool well_written = found.error_count() == misfits;
    if (!found.has_errors() && varied.cells > 0)
        varied.changed = make_case(std::move(changed), found);
    varied.unfit_here = well_written && found.has_errors();
    const auto is_at_a_statement = [&](const Position& at) {
        return std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
            return std::any_of(change.statements.begin(), change.statements.end(),
                               [&](const auto& statement) { return statement.at == at; });
        });
    };
    for (const Diagnostic& each : found.sorted()) {
        if (each.severity == Severity::error) {
            diagnostics.error(each.at, each.problem, each.why, each.suggestion);
        } else if (is_at_a_statement(each.at)) {
            varied.warnings.push_back(each);
        }
    }
    return varied;
}

bool are_the_same(const kernel::PathStore& first, const kernel::PathStore& second) {
    const auto same = [](const auto& a, const auto& b) {
        if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
        for (Eigen::Index column = 0; column < a.cols(); ++column) {
            const Eigen::ArrayXd left = a.col(column), right = b.col(column);
            if (!(left == right).all()) return false;
        }
        return true;
    };
    return same(first.yearly, second.yearly) && same(first.first_hit, second.first_hit) &&
           same(first.finish, second.finish);
}

void warn_of_no_effect(const Position& at, const std::string& what, std::uint64_t paths,
                       const std::vector<Diagnostic>& warnings, Diagnostics& diagnostics) {
    Text why{"它写进了方案，但没有一个数字因此不同",
             "it is written into the plan, but no figure differs for it"};
    if (!warnings.empty()) why = warnings.front().problem;
    diagnostics.warning(
        at,
        scenario::say("{} 在 {} 条路径上什么也没有改变", "{} changes nothing on {} paths",
                      scenario::quote(what), paths),
        std::move(why),
        {"请检查它改的是否还能改。", "Check whether what it changes can still be changed."});
}

Runner::Runner(run::Options options, run::Progress progress, std::uint64_t runs)
    : options_(std::move(options)),
      progress_(std::move(progress)),
      expected_(static_cast<double>(runs)) {}

std::optional<kernel::PathStore> Runner::run(const plan::Plan& plan) { return run(plan, options_); }

std::optional<kernel::PathStore> Runner::run(const plan::Plan& plan, const kernel::Draws& draws) {
    run::Options options = options_;
    options.draws = draws;
    return run(plan, options);
}

std::optional<kernel::PathStore> Runner::run(const plan::Plan& plan, const run::Options& options) {
    if (interrupted_) return std::nullopt;
    const double weight = static_cast<double>(options.paths) / static_cast<double>(options_.paths);
    const auto tell = [&](std::uint64_t done, std::uint64_t total) {
        if (!progress_) return true;
        const double share = static_cast<double>(done) / static_cast<double>(total);
        const double all = std::max(expected_, done_ + weight);
        return progress_(static_cast<std::uint64_t>((done_ + weight * share) / all * steps),
                         static_cast<std::uint64_t>(steps));
    };
    auto paths = run::simulate(plan, options, tell);
    if (!paths || paths->out_of_range) {
        interrupted_ = Interrupted{paths ? paths->out_of_range : std::nullopt};
        return std::nullopt;
    }
    done_ += weight;
    return std::move(paths->store);
}

}  // namespace coffer::analysis
