#pragma once
// The audit: is what a plan says plausible? A colleague who has seen many plans reads it and asks.
// Every rule and every usual range stands in docs/audit.md.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "coffer/analysis/structure.hpp"
#include "coffer/base/diagnostic.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/scenario/document.hpp"
#include "coffer/statistics/forecast.hpp"

namespace coffer::audit {

/// Something that may be right and probably is not.
struct Warning {
    std::string code;  ///< stable, of docs/audit.md: "bond-rate"
    std::string
        place;  ///< "debt/gen_bonds", "scenario/base_year.fai": what an acknowledgement names
    Position at;
    Text problem;  ///< what stands there
    Text why;      ///< why it is odd
    Text meant;    ///< what was probably meant, or what to do
    /// The rows it follows from, by place: it is not told when one of them is named by its own
    /// range, whose slip explains it.
    std::vector<std::string> follows_from = {};
    /// Cells of which nothing else is told: what is odd or refused there follows from this.
    std::vector<Position> explains = {};
};

/// What the plan comes to when nothing is uncertain; the rules on the plan as a whole ask it.
struct Trial {
    statistics::Forecast forecast;  ///< of one path; `reference_path` is the reference path
    analysis::FinancingProblem problem;
    analysis::Structure structure;
};

/// None when an amount leaves the range that is exact: then nothing can be said. Without the
/// structural test, which takes long for thousands of pipelines, `structure` is empty and rules
/// have nothing to say of financing.
enum class StructuralTest { yes, no };
[[nodiscard]] std::optional<Trial> try_out(const plan::Plan& plan,
                                           StructuralTest test = StructuralTest::yes);

struct Findings {
    std::vector<Warning> warnings;  ///< by file, line and column
    std::size_t acknowledged = 0;   ///< left out: acknowledgements.csv has them
};

/// What can be asked of the tables alone; also of a scenario that `build` refuses.
[[nodiscard]] Findings audit_tables(const scenario::Document& document);

/// All rules. `model` and `plan` are those of `document`.
[[nodiscard]] Findings audit(const scenario::Document& document, const model::Model& model,
                             const Trial& trial);

/// Adds each finding as a warning that ends with its code and place in brackets. One that explains
/// others holds them back, and is an error where it holds back an error.
void add_to(Diagnostics& diagnostics, const Findings& findings);

/// One year of the reference path, yuan (收支平衡表).
struct BalanceYear {
    int year = 0;
    double revenue = 0.0;           ///< comprehensive fiscal capacity
    double three_guarantees = 0.0;  ///< paid
    double interest = 0.0;          ///< due
    double principal = 0.0;         ///< due, after refinancing
    double other = 0.0;             ///< other expenditure paid
    double projects = 0.0;          ///< fiscal funds drawn by projects
    double gap = 0.0;               ///< due and not paid
    double cash = 0.0;              ///< at the end of the year
};
[[nodiscard]] std::vector<BalanceYear> balance(const model::Model& model, const Trial& trial);

}  // namespace coffer::audit
