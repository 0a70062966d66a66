// CBC's branch and cut, without the heuristics of its program, which go by the clock. Next-best
// choices are found by excluding those found before (no-good cuts).
#include <CbcModel.hpp>
#include <CoinPackedVector.hpp>
#include <OsiClpSolverInterface.hpp>

#include "coffer/analysis/programme.hpp"

namespace coffer::analysis {
namespace {

/// Of the search tree, of programs that have some dozens of decisions; then the best so far.
constexpr int most_nodes = 20'000;

/// Binaries of levels, decision after decision, then what each row lacks.
class Columns {
  public:
    explicit Columns(const Programme& programme) {
        for (const auto& levels : programme.worth) {
            first_.push_back(count_);
            count_ += static_cast<int>(levels.size());
        }
    }
    [[nodiscard]] int of(std::size_t decision, std::size_t level) const {
        return first_[decision] + static_cast<int>(level);
    }
    [[nodiscard]] int lack_of(std::size_t row) const { return count_ + static_cast<int>(row); }

  private:
    std::vector<int> first_;
    int count_ = 0;
};

void add_columns(const Programme& programme, OsiClpSolverInterface& solver) {
    const CoinPackedVector nothing;
    for (std::size_t d = 0; d < programme.worth.size(); ++d) {
        for (std::size_t level = 0; level < programme.worth[d].size(); ++level) {
            solver.addCol(nothing, 0.0, programme.offered[d][level] ? 1.0 : 0.0,
                          -programme.worth[d][level]);
            solver.setInteger(solver.getNumCols() - 1);
        }
    }
    for (std::size_t row = 0; row < programme.rows.size(); ++row) {
        solver.addCol(nothing, 0.0, solver.getInfinity(), missing_cost);
    }
}

void exclude(const Choice& choice, const Columns& columns, OsiClpSolverInterface& solver) {
    CoinPackedVector chosen;
    for (std::size_t d = 0; d < choice.size(); ++d) chosen.insert(columns.of(d, choice[d]), 1.0);
    solver.addRow(chosen, -solver.getInfinity(), static_cast<double>(choice.size()) - 1.0);
}

void add_rows(const Programme& programme, const Columns& columns, OsiClpSolverInterface& solver) {
    for (std::size_t d = 0; d < programme.worth.size(); ++d) {
        CoinPackedVector one;
        for (std::size_t level = 0; level < programme.worth[d].size(); ++level) {
            one.insert(columns.of(d, level), 1.0);
        }
        solver.addRow(one, 1.0, 1.0);
    }
    for (std::size_t r = 0; r < programme.rows.size(); ++r) {
        const Programme::Row& row = programme.rows[r];
        CoinPackedVector sum;
        for (std::size_t d = 0; d < row.effects.size(); ++d) {
            for (std::size_t level = 0; level < row.effects[d].size(); ++level) {
                if (row.effects[d][level] == 0.0) continue;
                sum.insert(columns.of(d, level), row.effects[d][level]);
            }
        }
        sum.insert(columns.lack_of(r), 1.0);
        solver.addRow(sum, row.least, solver.getInfinity());
    }
    for (const Choice& choice : programme.known) exclude(choice, columns, solver);
}

}  // namespace

bool programmes_are_solved() { return true; }

std::vector<Choice> best_choices(const Programme& programme, std::size_t count) {
    std::vector<Choice> choices;
    const Columns columns(programme);
    OsiClpSolverInterface solver;
    solver.messageHandler()->setLogLevel(0);
    add_columns(programme, solver);
    add_rows(programme, columns, solver);
    while (choices.size() < count) {
        CbcModel model(solver);
        model.setLogLevel(0);
        model.setMaximumNodes(most_nodes);
        model.setCutoffIncrement(1e-8);  // better is what is better by so much
        model.branchAndBound();
        const double* best = model.bestSolution();
        if (best == nullptr) break;  // there are no more
        Choice choice;
        for (std::size_t d = 0; d < programme.worth.size(); ++d) {
            std::size_t level = 0;
            while (level + 1 < programme.worth[d].size() && best[columns.of(d, level)] < 0.5) {
                ++level;
            }
            choice.push_back(static_cast<std::uint8_t>(level));
        }
        exclude(choice, columns, solver);
        choices.push_back(std::move(choice));
    }
    return choices;
}

}  // namespace coffer::analysis
