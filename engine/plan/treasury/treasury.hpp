#pragma once
#include "coffer/model/model.hpp"
#include "coffer/plan/debt.hpp"
#include "coffer/plan/treasury.hpp"
#include "drivers/drivers.hpp"

namespace coffer::plan {

/// What the accounts hold, and the floor that is kept.
void add_accounts(const model::Model& model, TreasuryPart& plan);

/// Lines of expenditure, and the figures that their categories bring.
void add_expenditure(const model::Model& model, const FlowCompiler& flow, FiguresPart& figures,
                     TreasuryPart& plan);

/// What of transfers and remittance is settled in the year after; while lines of the model stand in
/// its order.
void add_settlements(const model::Model& model, RevenuePart& revenue, TreasuryPart& plan);

/// The order of payments; once the classes of debt in use are known.
void add_waterfall(const model::Model& model, const DebtPart& debt, TreasuryPart& plan);

}  // namespace coffer::plan
