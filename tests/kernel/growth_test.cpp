// Catches: growth that depends on the month in which a line falls, or that mixes the rates of two
// years. Values of the shared case "growth of a seasonal line": 1060.00 and 1123.60 whatever the
// season, X(t) = X(t-1) (1 + g).
#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "support/figures.hpp"
#include "support/model_builder.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;

/// What the month brings, in yuan.
double revenue_of(const kernel::PathStore& store, const model::Model& model, int month) {
    const auto slot = static_cast<Eigen::Index>(plan::MonthSlot::general_revenue);
    return store.monthly(0, slot * model.months() + month);
}

}  // namespace

TEST_CASE("every month lies one year's growth above the same month a year before", "[kernel]") {
    model::MonthProfile late{};
    late[5] = late[8] = 0.2;
    late[11] = 0.6;
    for (const auto& profile : {even_profile(), all_in_month(11), all_in_month(0), late}) {
        auto model = empty_model(3, 2024);
        const auto growth = add_growth(model, "g", 0.06);
        model.drivers[0].mean = {0.06, 0.06, -0.02};
        model.economy.gdp = yuan(1e6);
        model.economy.gdp_driver = growth;
        auto& line = add_revenue(model, "line", 1e7);
        line.flow.sensitivities = {{growth, 1.0}};
        line.flow.profile = profile;
        const auto store = simulated(model, 1);
        double year = 1e7;
        for (int y = 0; y < 3; ++y) {
            year *= 1.0 + model.drivers[0].mean[static_cast<std::size_t>(y)];
            for (int m = 0; m < 12; ++m) {
                const double share = profile[static_cast<std::size_t>(m)];
                CHECK(revenue_of(store, model, 12 * y + m) == Approx(year * share).margin(0.006));
            }
            const Figures figures(model, 1);
            CHECK(figures.figure(model::Indicator::general_revenue, y) ==
                  Approx(year).margin(0.07));
            CHECK(figures.figure(model::Indicator::gdp_growth, y) ==
                  Approx(model.drivers[0].mean[static_cast<std::size_t>(y)]).margin(1e-9));
        }
    }
}
