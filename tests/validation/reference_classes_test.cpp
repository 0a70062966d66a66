// Catches: reference classes that do not have the quantiles of the projects they are made from, in
// the table or as the kernel draws them. The number of n projects below a quantile p is binomial; a
// class fails when that number lies outside the central 1 - 1e-4, so that 24 such checks raise one
// false alarm in 400 data sets of the kind.
#include "coffer/model/reference_classes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "coffer/plan/compile.hpp"
#include "support/checks.hpp"
#include "support/folders.hpp"
#include "support/model_builder.hpp"

namespace {

using namespace coffer;

struct Ratios {
    std::vector<double> cost, duration;
};

/// By class; empty when the shared data is not here.
std::map<std::string, Ratios> world_bank() {
    std::ifstream file(testing::shared_folder() / "data/china/world_bank_china_overruns.csv");
    std::map<std::string, Ratios> ratios;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
        REQUIRE(cells.size() == 9);
        const std::map<std::string, std::string> classes{{"Transportation", "china.transport"},
                                                         {"Water", "china.water"},
                                                         {"Energy", "china.energy"}};
        for (const auto& id : {classes.at(cells[1]), std::string("china.infrastructure")}) {
            ratios[id].cost.push_back(std::stod(cells[3]) / std::stod(cells[2]));
            ratios[id].duration.push_back(std::stod(cells[8]) / std::stod(cells[7]));
        }
    }
    return ratios;
}

/// Whether as many of the sample lie below the quantiles as chance allows. Half a unit of the
/// table's last digit either way: many projects took exactly the planned time.
bool agrees(const std::vector<double>& sample, const std::array<double, 3>& quantiles) {
    constexpr double half_rate = 0.5e-4;
    const double levels[] = {0.1, 0.5, 0.9};
    for (std::size_t i = 0; i < 3; ++i) {
        double below = 0.0, up_to = 0.0;
        for (const double value : sample) {
            below += value < quantiles[i] - 0.005 ? 1.0 : 0.0;
            up_to += value <= quantiles[i] + 0.005 ? 1.0 : 0.0;
        }
        const boost::math::binomial count(static_cast<double>(sample.size()), levels[i]);
        if (boost::math::cdf(count, up_to) < half_rate) return false;
        if (below > 0.0 &&
            boost::math::cdf(boost::math::complement(count, below - 1.0)) < half_rate) {
            return false;
        }
    }
    return true;
}

double quantile(std::vector<double> sample, double level) {
    std::sort(sample.begin(), sample.end());
    const double place = level * static_cast<double>(sample.size() - 1);
    const auto i = static_cast<std::size_t>(place);
    const double next = sample[std::min(i + 1, sample.size() - 1)];
    return sample[i] + (place - static_cast<double>(i)) * (next - sample[i]);
}

}  // namespace

TEST_CASE("reference classes have the quantiles of their projects", "[validation][classes]") {
    const auto data = world_bank();
    if (data.empty()) {
        WARN("SKIPPED: ../shared/data/china is not here");
        return;
    }
    REQUIRE(data.at("china.infrastructure").cost.size() == 81);
    for (const auto& [id, ratios] : data) {
        const auto* found = model::find_reference_class(id);
        REQUIRE(found != nullptr);
        CAPTURE(id);
        CHECK(static_cast<std::size_t>(found->projects) == ratios.cost.size());
        CHECK(agrees(ratios.cost, found->cost));
        CHECK(agrees(ratios.duration, found->duration));
        const double levels[] = {0.1, 0.5, 0.9};
        for (std::size_t i = 0; i < 3; ++i) {  // the table itself, to its last digit
            CHECK(std::abs(quantile(ratios.cost, levels[i]) - found->cost[i]) < 0.006);
            CHECK(std::abs(quantile(ratios.duration, levels[i]) - found->duration[i]) < 0.006);
        }
    }
    // Negative controls: durations against the quantiles of costs, and the reverse. (Durations of
    // china.adb are no control: 81 projects cannot tell them from these.)
    const auto& all = *model::find_reference_class("china.infrastructure");
    CHECK_FALSE(agrees(data.at("china.infrastructure").duration, all.cost));
    CHECK_FALSE(agrees(data.at("china.infrastructure").cost, all.duration));
}

TEST_CASE("the kernel draws a reference class with its quantiles", "[validation][classes]") {
    using namespace coffer::testing;
    constexpr int paths = 40000;
    for (const auto& each : model::reference_classes()) {
        auto model = empty_model(6);
        add_unlimited(model, "money");
        auto& project = add_project(model, "a", 1.0e8, 12.0);
        project.stages[0].duration = model::distribution_of(each.duration, 24.0);
        project.cost_overrun = model::distribution_of(each.cost, 1.0);
        add_funding(model, project, "money");
        Diagnostics diagnostics;
        const auto plan = plan::compile(model, diagnostics);
        REQUIRE(plan.has_value());
        kernel::PathStore store(*plan, paths);
        kernel::simulate_paths(*plan, 81, 0, paths, 64, store);
        std::vector<double> cost, duration;
        for (Eigen::Index path = 0; path < paths; ++path) {
            double spent = 0.0;
            for (int year = 0; year < 6; ++year) {
                spent += store.yearly(path, kernel::PathStore::year_column(*plan, 0, year));
            }
            cost.push_back(spent / 1.0e8);
            duration.push_back(store.finish(path, 0) / 24.0);
        }
        CAPTURE(each.id);
        // The whole distribution function, at a false-alarm rate of 1e-6 each.
        const auto cdf_of = [](const std::array<double, 3>& q) {
            return [q](double x) {
                const double decile = x < q[1] ? q[1] / q[0] : q[2] / q[1];
                return support::normal_cdf(std::log(x / q[1]) / std::log(decile) *
                                           1.2815515655446004);
            };
        };
        CHECK(support::distance_to(cost, cdf_of(each.cost)) < support::dkw_bound(paths));
        CHECK(support::distance_to(duration, cdf_of(each.duration)) < support::dkw_bound(paths));
        // Negative control: a median that is two percent off.
        auto wrong = each.cost;
        wrong[1] *= 1.02;
        CHECK(support::distance_to(cost, cdf_of(wrong)) > support::dkw_bound(paths));
    }
}
