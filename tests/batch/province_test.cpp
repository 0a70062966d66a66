// Catches: sums that are not those of the counties, luck that counties share, macro luck that they
// do not, shares of the tail that do not add up, counties that go missing in silence.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "invented_province.hpp"

using namespace coffer;
using namespace coffer::test;
using model::Indicator;

namespace {

double correlation(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
    const Eigen::ArrayXd x = a - a.mean(), y = b - b.mean();
    return (x * y).sum() / std::sqrt((x * x).sum() * (y * y).sum());
}

/// Whether a sample correlation is what chance makes of independent samples: sqrt(n) r is normal
/// for large n, and beyond 4.89 less than once in a million.
bool independent(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
    return std::abs(correlation(a, b)) * std::sqrt(static_cast<double>(a.size())) < 4.89;
}

const batch::ProvinceFigure& figure_of(const batch::Province& province, Indicator indicator,
                                       int year) {
    const auto found = std::find_if(
        province.figures.begin(), province.figures.end(),
        [&](const auto& each) { return each.indicator == indicator && each.year == year; });
    REQUIRE(found != province.figures.end());
    return *found;
}

const batch::ProvinceDanger& danger_of(const batch::Province& province, batch::Danger danger,
                                       int year) {
    const auto found =
        std::find_if(province.dangers.begin(), province.dangers.end(),
                     [&](const auto& each) { return each.danger == danger && each.year == year; });
    REQUIRE(found != province.dangers.end());
    return *found;
}

}  // namespace

TEST_CASE("A province is the sum of its counties, path by path", "[province]") {
    const Invented invented;
    const auto province = invented.computed();
    REQUIRE(province.counties.size() == counties);
    CHECK(province.left_out.empty());
    std::vector<Alone> all;
    for (const auto& county : province.counties) {
        CHECK(county.region == county.id);
        all.push_back(alone(invented.folder.path() / county.plan, county.id, 11, paths));
    }
    for (const Indicator indicator : invented.options.figures) {
        for (int year = 0; year < province.years; ++year) {
            INFO(model::info(indicator).id << " " << 2020 + year);
            // In fen, as whole numbers: exact in any order.
            Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(paths);
            for (const Alone& each : all) sum += (figure(each, indicator, year) * 100.0).round();
            sum /= 100.0;
            const auto& told = figure_of(province, indicator, 2020 + year).summary;
            const auto expected = statistics::summarise({sum.data(), paths});
            CHECK(told.mean == expected.mean);
            CHECK(told.sd == expected.sd);
            CHECK(told.quantiles == expected.quantiles);
        }
    }
    // Dangers, by counting.
    for (int year = 0; year < province.years; ++year) {
        std::vector<std::uint64_t> arrears(counties + 1, 0), orange(counties + 1, 0);
        for (Eigen::Index path = 0; path < static_cast<Eigen::Index>(paths); ++path) {
            std::size_t owing = 0, worse = 0;
            for (const Alone& each : all) {
                owing += figure(each, Indicator::arrears, year)[path] > 0.0 ? 1 : 0;
                worse += figure(each, Indicator::debt_tier, year, "orange")[path] +
                                     figure(each, Indicator::debt_tier, year, "red")[path] >
                                 0.0
                             ? 1
                             : 0;
            }
            ++arrears[owing];
            ++orange[worse];
        }
        const auto& told = danger_of(province, batch::Danger::arrears, 2020 + year);
        CHECK(told.paths == arrears);
        CHECK(danger_of(province, batch::Danger::orange, 2020 + year).paths == orange);
        CHECK(told.at_least(0) == 1.0);
        CHECK(told.at_least(1) == Approx(1.0 - static_cast<double>(arrears[0]) / paths));
    }
    // The tail: the fifty paths of the largest sums, and each county's mean on them.
    Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(paths);
    for (const Alone& each : all) sum += (figure(each, Indicator::debt_total, 2) * 100.0).round();
    std::vector<std::size_t> order(paths);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return sum[static_cast<Eigen::Index>(a)] > sum[static_cast<Eigen::Index>(b)];
    });
    order.resize(paths / 20);
    std::sort(order.begin(), order.end());
    const auto& tail = province.tail;
    CHECK(tail.year == 2022);
    CHECK(tail.side == batch::Side::high);
    CHECK(std::equal(order.begin(), order.end(), tail.paths.begin(), tail.paths.end()));
    REQUIRE(tail.contributions.size() == counties);
    double means = 0.0, in_tail = 0.0;
    for (std::size_t i = 0; i < counties; ++i) {
        const Eigen::ArrayXd debt = figure(all[i], Indicator::debt_total, 2);
        double there = 0.0;
        for (const std::size_t path : order) there += debt[static_cast<Eigen::Index>(path)];
        CHECK(tail.contributions[i].mean == Approx(debt.mean()).epsilon(1e-12));
        CHECK(tail.contributions[i].in_tail ==
              Approx(there / static_cast<double>(order.size())).epsilon(1e-12));
        means += tail.contributions[i].mean;
        in_tail += tail.contributions[i].in_tail;
    }
    CHECK(means == Approx(tail.mean).epsilon(1e-12));
    CHECK(in_tail == Approx(tail.in_tail).epsilon(1e-12));
    CHECK(tail.in_tail ==
          Approx(figure_of(province, Indicator::debt_total, 2022).summary.es95).epsilon(1e-12));
}

// Catches: an indicator whose worst end is said elsewhere than in its register, or is guessed.
TEST_CASE("The bad side of whatever may be summed is the register's", "[province]") {
    for (const auto& info : model::indicator_register()) {
        if (!model::adds_up(info)) continue;
        INFO(info.id);
        Diagnostics diagnostics;
        const bool has_one = info.better != model::Better::neither;
        CHECK(batch::check_tail(info.indicator, diagnostics) == has_one);
        CHECK(diagnostics.has_errors() != has_one);
        if (!has_one) continue;
        const bool less = info.better == model::Better::less;
        CHECK(batch::bad_side(info.indicator) == (less ? batch::Side::high : batch::Side::low));
    }
    Invented invented(2);
    invented.options.tail = Indicator::expenditure;
    Diagnostics diagnostics;
    CHECK_FALSE(batch::run_province(invented.options, nullptr, diagnostics));
    CHECK_THAT(shown(diagnostics), Catch::Contains("expenditure has no worst paths"));
}

// Catches: best paths that are called the worst; the first five once were.
TEST_CASE("The worst paths of a burden are those that have most of it", "[province]") {
    for (const Indicator burden :
         {Indicator::restructuring, Indicator::restructuring_hit, Indicator::market_closed,
          Indicator::projects_held_back, Indicator::special_fallback, Indicator::new_capacity}) {
        INFO(model::info(burden).id);
        const bool less = burden != Indicator::new_capacity;
        CHECK(batch::bad_side(burden) == (less ? batch::Side::high : batch::Side::low));
    }
    Invented invented(2);
    invented.options.figures = {Indicator::special_fallback};
    invented.options.tail = Indicator::special_fallback;
    const auto tail = invented.computed().tail;
    CHECK(tail.in_tail >= tail.mean);
}

TEST_CASE("A province does not depend on threads or the order of its plans", "[province]") {
    Invented invented(6);
    const auto first = invented.computed();
    invented.options.threads = 3;
    std::reverse(invented.options.plans.begin(), invented.options.plans.end());
    auto second = invented.computed();
    REQUIRE(first.figures.size() == second.figures.size());
    for (std::size_t i = 0; i < first.figures.size(); ++i) {
        CHECK(first.figures[i].summary.mean == second.figures[i].summary.mean);
        CHECK(first.figures[i].summary.quantiles == second.figures[i].summary.quantiles);
    }
    CHECK(first.tail.paths == second.tail.paths);
    std::reverse(second.tail.contributions.begin(), second.tail.contributions.end());
    for (std::size_t i = 0; i < first.tail.contributions.size(); ++i) {
        CHECK(first.tail.contributions[i].in_tail == second.tail.contributions[i].in_tail);
    }
    // Negative control: another seed is another province.
    invented.options.seed = 12;
    CHECK(invented.computed().tail.paths != first.tail.paths);
}

TEST_CASE("Counties share the luck of the province and no other", "[province]") {
    // 20,000 paths: independence is refused falsely twice in a million (two figures at 1e-6), and a
    // correlation of 0.07 is found with 99.99 %.
    constexpr std::uint64_t many = 20000;
    const Invented invented(1);
    const fs::path place = invented.folder.path() / "counties" / "c10";
    // GDP follows a driver alone; revenue and projects follow no driver.
    const std::vector<std::string> apart = {"economy.gdp=10亿", "economy.gdp_driver=prices",
                                            "drop sensitivities[driver=prices]",
                                            "projects.cost_driver="};
    std::vector<std::string> still = apart;
    still.erase(still.begin(), still.begin() + 2);
    const Alone a = alone(place, "a", 5, many, apart), b = alone(place, "b", 5, many, apart);
    CHECK((figure(a, Indicator::gdp, 2) == figure(b, Indicator::gdp, 2)).all());
    const Alone c = alone(place, "a", 5, many, still), d = alone(place, "b", 5, many, still);
    const Eigen::ArrayXd revenue = figure(c, Indicator::general_revenue, 1);
    const Eigen::ArrayXd other = figure(d, Indicator::general_revenue, 1);
    CHECK(independent(revenue, other));
    CHECK(independent(figure(c, Indicator::fai, 0), figure(d, Indicator::fai, 0)));
    // Negative controls: without regions the counties have one luck; a twentieth of it is found;
    // and drivers that are not common differ.
    const Alone e = alone(place, "", 5, many, still);
    CHECK_FALSE(independent(figure(alone(place, "", 5, many, still), Indicator::fai, 0),
                            figure(e, Indicator::fai, 0)));
    CHECK_FALSE(independent(revenue, other + 0.07 * revenue));
    std::vector<std::string> local = apart;
    local.emplace_back("drivers[*].draws=local");
    const Alone f = alone(place, "a", 5, many, local), g = alone(place, "b", 5, many, local);
    CHECK(independent(figure(f, Indicator::gdp, 2), figure(g, Indicator::gdp, 2)));
}

TEST_CASE("Nothing is missing from a province in silence", "[province]") {
    Invented invented(4);
    testing::put(invented.folder.path() / "counties" / "c11" / "debt.csv", "id\nx\n");
    Files other = county_files("c12", 1.0);
    replace(other, "scenario.toml", "years = 3", "years = 4");
    write_plan(invented.folder.path() / "counties" / "c12", other);
    const auto province = invented.computed();
    CHECK(province.counties.size() == 2);
    REQUIRE(province.left_out.size() == 2);
    CHECK(province.left_out[0].plan == "counties/c11");
    CHECK(province.left_out[1].plan == "counties/c12");
    for (const auto& each : province.left_out) {
        REQUIRE_FALSE(each.diagnostics.empty());
        for (const Diagnostic& one : each.diagnostics) CHECK(is_complete(one));
    }
    // The others are what they would be alone.
    Invented two(4);
    two.options.plans = {two.options.plans[0], two.options.plans[3]};
    CHECK(two.computed().tail.mean == province.tail.mean);
    // Two counties of one region would have one luck.
    write_plan(invented.folder.path() / "counties" / "c13", county_files("c10", 1.0));
    Diagnostics diagnostics;
    CHECK_FALSE(batch::run_province(invented.options, nullptr, diagnostics));
    CHECK(shown(diagnostics).find("it is region \"c10\"") != std::string::npos);
    // Too little memory is a reason, and none left a mistake.
    two.options.memory = 1000;
    Diagnostics none_left;
    CHECK_FALSE(batch::run_province(two.options, nullptr, none_left));
    CHECK(shown(none_left).find("not enough memory") != std::string::npos);
    two.options.memory = 4ULL << 30U;
    two.options.tail_year = 2030;
    Diagnostics no_year;
    CHECK_FALSE(batch::run_province(two.options, nullptr, no_year));
    CHECK(shown(no_year).find("2030 is no year of the plans") != std::string::npos);
    // Stopped by the user: nothing, and nothing wrong.
    Diagnostics stopped;
    two.options.tail_year.reset();
    CHECK_FALSE(
        batch::run_province(two.options, [](auto done, auto) { return done < 3; }, stopped));
    CHECK(stopped.error_count() == 0);
}

TEST_CASE("Chosen paths are the paths of the run", "[province]") {
    const Invented invented(1);
    const fs::path place = invented.folder.path() / "counties" / "c10";
    const Alone all = alone(place, "a", 3, 300);
    scenario::Change change;
    change.statements.push_back({"simulation.region=a", {"test", 0, 0}});
    Diagnostics diagnostics;
    const auto model = model::build(*scenario::parse(place, {change}, diagnostics), diagnostics);
    const std::vector<std::uint64_t> chosen = {299, 3, 64, 65, 128, 7, 250};
    kernel::PathStore store(all.plan, static_cast<Eigen::Index>(chosen.size()));
    kernel::simulate_chosen(all.plan, kernel::Draws::of(model->simulation, 3), chosen, store);
    for (Eigen::Index column = 0; column < store.yearly.cols(); ++column) {
        for (std::size_t row = 0; row < chosen.size(); ++row) {
            CHECK(store.yearly(static_cast<Eigen::Index>(row), column) ==
                  all.store.yearly(static_cast<Eigen::Index>(chosen[row]), column));
        }
    }
}
