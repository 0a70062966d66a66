#include "revenue/revenue.hpp"

#include "coffer/model/growth_weights.hpp"
#include "figures/slots.hpp"

namespace coffer::plan {

void add_revenue(const model::Model& model, const FlowCompiler& flow,
                 DistributionCompiler& distributions, const FiguresPart& figures,
                 RevenuePart& plan) {
    if (model.base_year.general_revenue) {
        plan.base_general_revenue = static_cast<double>(model.base_year.general_revenue->fen());
    }
    if (model.budget.general_revenue) {
        for (const auto& budget : *model.budget.general_revenue) {
            plan.general_revenue_budget.push_back(static_cast<double>(budget.fen()));
        }
    }
    for (const auto& line : model.revenue) {
        plan.revenue.push_back({line.id, line.account,
                                line.category == model::RevenueLine::Category::transfer,
                                line.platform, flow(line.flow),
                                find_slot(figures.slots, model::Indicator::general_revenue,
                                          {model::Dimension::Kind::district, line.district})});
    }
    for (const auto& taxpayer : model.taxpayers) {
        plan.taxpayers.push_back({taxpayer.id,
                                  find_slot(figures.slots, model::Indicator::general_revenue,
                                            {model::Dimension::Kind::district, taxpayer.district}),
                                  flow(taxpayer.output),
                                  taxpayer.tax_rate * taxpayer.retained_share,
                                  taxpayer.outage_hazard, taxpayer.outage_loss,
                                  distributions(taxpayer.outage_duration)});
    }
}

void add_gdp(const model::Model& model, const Frame& frame, const FlowCompiler& flow,
             EconomyPart& plan) {
    if (!model.economy.gdp) return;
    plan.base_gdp = static_cast<double>(model.economy.gdp->fen());
    plan.gdp_driver = model.economy.gdp_driver->value;
    plan.gdp_new_output_share = model.economy.gdp_new_output_share * model.economy.additional_share;
    model::Flow gdp;
    gdp.annual.assign(static_cast<std::size_t>(frame.years), *model.economy.gdp);
    gdp.profile = model::even_months();
    gdp.sensitivities = {{*model.economy.gdp_driver, 1.0}};
    plan.gdp = flow(gdp);
}

void add_economic_series(const model::Model& model, const FlowCompiler& flow,
                         const FiguresPart& figures, EconomyPart& plan) {
    for (const auto& series : model.economic_series) {
        const model::Dimension dimension{model::Dimension::Kind::series, series.id};
        plan.economic_series.push_back(
            {series.id, flow(series.flow), static_cast<double>(series.flow.annual.front().fen()),
             series.new_output_share * model.economy.additional_share,
             find_slot(figures.slots, model::Indicator::economy, dimension),
             find_slot(figures.slots, model::Indicator::economy_growth, dimension)});
    }
}

}  // namespace coffer::plan
