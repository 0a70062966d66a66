// Uses coffer as a library: loads a plan, changes a cell of it in memory, runs it, and prints how
// much debt there is at the end.
//
//     embed scenarios/minimal 'revenue[taxes].base*=0.9'
#include <cstdint>
#include <iostream>

#include <coffer/model/build.hpp>
#include <coffer/plan/compile.hpp>
#include <coffer/results/figures.hpp>
#include <coffer/results/numbers.hpp>
#include <coffer/run/run.hpp>
#include <coffer/scenario/changes.hpp>

using namespace coffer;

namespace {

/// All that is wrong with the plan, the change or the options, at once.
int complain(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        std::cerr << format(diagnostic, Language::english) << '\n';
    }
    return 2;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: embed PLAN CHANGE\n";
        return 2;
    }
    Diagnostics diagnostics;
    auto document = scenario::parse(arguments[1], {}, diagnostics);
    if (!document) return complain(diagnostics);
    scenario::apply({scenario::command_line_statement(arguments[2])}, false, *document,
                    diagnostics);
    const auto model = model::build(*document, diagnostics);
    if (!model) return complain(diagnostics);
    const auto plan = plan::compile(*model, diagnostics);
    run::Options options;
    options.paths = 1000;
    if (!plan || !run::check(options, diagnostics)) return complain(diagnostics);

    const auto outcome = run::run(*plan, options, {});
    if (!outcome || outcome->out_of_range) return 1;
    const results::Figures figures(outcome->forecast);
    const int last_year = model->first_year + model->years - 1;
    const auto* debt = figures.find({model::Indicator::debt_total, "total", last_year});
    if (debt == nullptr) return 1;
    std::cout << "debt at the end of " << last_year << ", yuan: median "
              << results::number(debt->summary.quantiles[4]) << ", mean "
              << results::number(debt->summary.mean) << '\n';
}
