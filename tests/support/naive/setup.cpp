// What every path of a plan shares.
#include <algorithm>
#include <tuple>

#include <support/naive/setup.hpp>

namespace coffer::naive {

Simulator::Setup::Setup(const model::Model& m) : model(m), months(m.months()) {
    for (const model::Instrument& instrument : model.debt) {
        if (instrument.asset_life_end) has_asset_lives = true;
        if (instrument.debt_class == DebtClass::special) has_special_debt = true;
    }
    for (const model::Source& source : model.sources) {
        if (source.kind == model::Source::Kind::special_bond) has_special_debt = true;
        if (source.asset_life_years) has_asset_lives = true;
    }
    for (const model::Refinancing& each : model.refinancing) {
        if (each.into == DebtClass::special) has_special_debt = true;
    }
    name_series();
    for (const model::Project& project : model.projects) set_up_project(project);
    set_up_first_years();
    for (const model::Pipeline& pipeline : model.pipelines) {
        pipeline_district.push_back(district_series(pipeline.district));
    }
    order_claimants();
    for (const model::Taxpayer& taxpayer : model.taxpayers) {
        outage_durations.emplace_back(taxpayer.outage_duration, beta_tables);
    }
    for (const model::Receipt& receipt : model.receipts) {
        receipt_sizes.emplace_back(receipt.amount, beta_tables);
        receipt_delays.emplace_back(receipt.delay, beta_tables);
    }
    const auto know = [this](double years) {
        if (years > 0.0) spread_widths.try_emplace(10.0 + years, 10.0 + years);
    };
    for (const auto& each : model.drivers) know(each.history_years);
    for (const auto& each : model.revenue) know(each.flow.uncertainty.history_years);
    for (const auto& each : model.taxpayers) know(each.output.uncertainty.history_years);
    for (const auto& each : model.expenditure) know(each.flow.uncertainty.history_years);
    for (const auto& each : model.sources) know(each.arrival.uncertainty.history_years);
    for (const auto& each : model.pipelines) know(each.need.uncertainty.history_years);
    for (const auto& each : model.project_income) know(each.flow.uncertainty.history_years);
    for (const auto& each : model.economic_series) know(each.flow.uncertainty.history_years);
    for (const model::Driver& driver : model.drivers) {
        tail_widths.emplace_back();
        if (driver.degrees_of_freedom) tail_widths.back().emplace(*driver.degrees_of_freedom);
        mean_log_index.emplace_back();
        for (int month = 0; month < months; ++month) {
            double l = 0.0;
            for (int year = 0; year <= month / 12; ++year)
                l += std::log(1.0 + driver.mean[static_cast<std::size_t>(year)]);
            mean_log_index.back().push_back(l);
        }
    }
    if (model.known_months > 0) learn_what_is_known();
}

void Simulator::Setup::order_claimants() {
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        claimants.push_back({true, i, &model.projects[i]});
    }
    for (std::size_t i = 0; i < model.pipelines.size(); ++i) {
        claimants.push_back({false, i, &model.pipelines[i]});
    }
    std::sort(claimants.begin(), claimants.end(), [](const Claimant& a, const Claimant& b) {
        return std::tie(a.fundable->priority, a.fundable->id) <
               std::tie(b.fundable->priority, b.fundable->id);
    });
}

}  // namespace coffer::naive
