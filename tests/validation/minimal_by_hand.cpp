// Catches: an engine whose figures are not those of docs/model.md. scenarios/minimal is worked out
// month by month on a sheet: the numbers below were computed outside this project with 40 digits
// and rounded to fen, the comments give every step, and the first test case derives each column
// again with the formulas of the document. The engine takes no part in the sheet. With every draw
// at its median all volatilities are without effect. Every amount is in fen and must agree to the
// fen.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "coffer/run/run.hpp"
#include "support/scenarios.hpp"

namespace {

using namespace coffer;
using Fen = std::int64_t;

constexpr Fen wan = 1'000'000;  // 1万元 in fen
constexpr std::size_t months = 36;

// ---------------------------------------------------------------------------------------------
// Sheet 1: flows.
//
//   Prices grow by 2 % a year: in year y (0 = 2020) every month lies at 1.02^(y+1) of the same
//   month of 2019. taxes      6000万/12 = 500万 a month, times 1.02^(y+1)           2020:
//   510.0000万 mill       10亿/12 = 8333.33万 a month, times 1.02^(y+1)         2020: 8500.0000万
//   mill tax   mill * 10 % * 50 %                                    2020: 425.0000万
//   wages      2.4亿/12 = 2000万 a month, times 1.02^((y+1)/2)       2020: 2019.9010万; what
//   rounding to whole fen leaves over goes on to the next month of the year
//   transfers  2.4亿 in quarters: 6000万 in March, June, September and December, in 2022 times 0.9
//   upkeep is due with 100万 a month
struct Flows {
    Fen taxes, mill, mill_tax, wages;
};
constexpr std::array<Flows, months> flows{{
    {510000000, 8500000000, 425000000, 2019900988},  // 2020
    {510000000, 8500000000, 425000000, 2019900987},
    {510000000, 8500000000, 425000000, 2019900988},
    {510000000, 8500000000, 425000000, 2019900988},
    {510000000, 8500000000, 425000000, 2019900987},
    {510000000, 8500000000, 425000000, 2019900988},
    {510000000, 8500000000, 425000000, 2019900988},
    {510000000, 8500000000, 425000000, 2019900987},
    {510000000, 8500000000, 425000000, 2019900988},
    {510000000, 8500000000, 425000000, 2019900988},
    {510000000, 8500000000, 425000000, 2019900987},
    {510000000, 8500000000, 425000000, 2019900988},
    {520200000, 8670000000, 433500000, 2040000000},  // 2021
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {520200000, 8670000000, 433500000, 2040000000},
    {530604000, 8843400000, 442170000, 2060299007},  // 2022
    {530604000, 8843400000, 442170000, 2060299008},
    {530604000, 8843400000, 442170000, 2060299007},
    {530604000, 8843400000, 442170000, 2060299008},
    {530604000, 8843400000, 442170000, 2060299007},
    {530604000, 8843400000, 442170000, 2060299008},
    {530604000, 8843400000, 442170000, 2060299007},
    {530604000, 8843400000, 442170000, 2060299007},
    {530604000, 8843400000, 442170000, 2060299008},
    {530604000, 8843400000, 442170000, 2060299007},
    {530604000, 8843400000, 442170000, 2060299008},
    {530604000, 8843400000, 442170000, 2060299007},
}};

constexpr Fen transfers(std::size_t m) {
    if (m % 3 != 2) return 0;
    return m < 24 ? 6000 * wan : 5400 * wan;
}

// ---------------------------------------------------------------------------------------------
// Sheet 2: debt, projects, cash.
//
// Loan: 4000万 at 4 % + 0.5 % = 4.5 %, monthly until 2024-12: 60 payments. i = 0.375 % a month,
//   payment 4000 * 0.00375 / (1 - 1.00375^-60) = 74.5721万 (recomputed each month from what is
//   owed, which leaves it the same but for the rounding). January 2020: interest 15.0000万,
//   principal 59.5721万.
// Bond of 2015: 6000万 at 3.5 %, once a year in June: interest 210万 in 2020-06 and 2021-06, when
// the
//   principal falls due too: 5400万 are refinanced (90 %) and 600万 paid. The new 5400万 at 3.2 %
//   pay 172.8万 in June 2022.
// New bonds: 1250万 in each of March, June, September, December 2020 and 2021, at 4 % - 0.5 % =
//   3.5 % in two payments a year: 21.875万 each. Paid (issues that pay) in
//   2020-09 (1), -12 (1); 2021-03 (2), -06 (2), -09 (3), -12 (3); 2022-03, -06, -09, -12 (4 each).
//
// Road: 1.2亿, overrun median 1. Work left: land 4 months, half of it done, construction with the
//   median of pert(10,12,20) = 10 + 10 * 0.276672259393 = 12.766722593925 months (0.2767: the
//   median of Beta(1.8, 4.2)). No work in January and February, half a month in December: 9.5
//   months a year. 2020: from 2 to 11.5 months of work; 2021: from 11.5; the end, 16.766723, is
//   reached 5.266723 months after 1 March 2021: at moment 14 + 5.266722593925 = 19.266722593925
//   (August 2021). Cost share at x months of work: F(x) = 0.2 S(x/4) + 0.8 S((x-4)/12.766723), S(u)
//   = 3u^2 - 2u^3. F(2) = 0.1 stands for the 1000万 already spent: g0 = 1/12. The plan wants 6000万
//   in 2020, q = 1/2, while F(11.5) = 0.703887165752 (u = 7.5/12.766723 = 0.587465):
//     before:  a = 0.5 / (0.703887 - 0.1)            = 0.827969243853
//     after:   b = (1 - 1/12 - 0.5) / (1 - 0.703887) = 1.407121267555
//   A month costs 12000万 * 1.02^((m+1)/12) * a (or b) * (F(new x) - F(old x)).
//   March 2020: F(3) = 0.2 * 0.84375 = 0.16875; 12000 * 1.02^0.25 * 0.827969 * 0.06875 =
//   686.4647万.
// Of the road the bonds pay first, up to 70 % of all it cost so far: March 2020 480.5253万. They
// are
//   used up in November 2020 and April 2021, have nothing in May 2021, and being below 70 % by then
//   pay all of December 2020 and of June to August 2021.
// Plant: 8000万 * (1.4 - sqrt(0.1)) = 8670.1779万. Approval takes the median 3 months (until April
//   2020, no cost), construction the median 16 - sqrt(24) = 11.101020514 months, commissioning 2.
//   Its construction may start a month after the road's end, at moment 20.266722593925 (later than
//   July 2020): 0.733277 months are left of September 2021. Cost share P(x) = 0.9 (2u - u^2) + 0.1
//   (2v - v^2), u = (x-3)/11.101021, v = (x-14.101021)/2. September 2021: u = 0.066055, 0.9 *
//   (0.132110 - 0.004363) = 0.114972; 8670.1779 * 1.02^1.75 * 0.114972 = 1031.9778万.
// Fiscal funds may spend 500万 more each month (250万 in 2022); road, plant, small works in this
// order.
//   In February 2022 the authority is used up: small works still get 79.0873万. From then on the
//   plant takes all 250万 a month, except in October 2022, when it needs 148.7498万 only: 100万 for
//   the small works, 1.2502万 left over. It is not finished by the end of 2022.
// February 2020: cash 1640.5269 + 935.0000 - 2019.9010 - 74.5721 = 481.0539万 is below the floor of
//   500万: nothing for small works and upkeep; upkeep's 100万 are a financing gap.
struct Month {
    Fen interest, principal, road, road_bonds, plant, small_works, upkeep, cash;
};
constexpr std::array<Month, months> sheet{{
    {15000000, 59572077, 0, 0, 0, 100000000, 100000000, 1640526935},  // 2020
    {14776605, 59795472, 0, 0, 0, 0, 0, 481053871},
    {14552372, 60019705, 686464679, 480525276, 0, 100000000, 100000000, 4915641403},
    {14327298, 60244779, 312544741, 218781318, 0, 100000000, 100000000, 3462404915},
    {14101380, 60470697, 139810314, 97867220, 0, 100000000, 100000000, 2060988757},
    {223874615, 60697462, 389260728, 272482510, 0, 100000000, 100000000, 6374737474},
    {13646999, 60925078, 593163873, 415214711, 0, 100000000, 100000000, 4837315247},
    {13418530, 61153547, 751292033, 525904423, 0, 100000000, 100000000, 3252454573},
    {35064204, 61382873, 863416737, 604391716, 0, 100000000, 100000000, 7612081487},
    {12959019, 61613058, 929308758, 650516131, 0, 100000000, 100000000, 5973815795},
    {12727970, 61844107, 948738113, 484316695, 0, 100000000, 100000000, 4149921313},
    {34371054, 62076023, 467263089, 467263089, 0, 100000000, 100000000, 8768573248},
    {12263269, 62308808, 0, 0, 0, 100000000, 100000000, 7407701171},  // 2021
    {12029611, 62542466, 0, 0, 0, 100000000, 100000000, 6046829094},
    {55545077, 62777000, 1519237696, 1103087444, 0, 100000000, 100000000, 10226056765},
    {11559663, 63012414, 1352445901, 929649467, 0, 100000000, 100000000, 8442388254},
    {11323367, 63248710, 1104981164, 0, 0, 100000000, 100000000, 5976535013},
    {264836184, 6063485893, 776445147, 776445147, 0, 100000000, 100000000, 9761912936},
    {10848112, 63723965, 366438190, 366438190, 0, 100000000, 100000000, 8401040859},
    {10609147, 63962930, 18027148, 18027148, 0, 100000000, 100000000, 7040168782},
    {75994286, 64202791, 0, 0, 1031977776, 100000000, 100000000, 10581693929},
    {10128526, 64443551, 0, 0, 1295864278, 100000000, 100000000, 7924957574},
    {9886862, 64685215, 0, 0, 1166464344, 100000000, 100000000, 5397621153},
    {75269293, 64927784, 0, 0, 1036633446, 100000000, 100000000, 8934490630},
    {9400813, 65171264, 0, 0, 906370513, 100000000, 100000000, 6666023033},  // 2022
    {9156421, 65415656, 0, 0, 775674473, 79087344, 100000000, 4549164131},
    {96411113, 65660964, 0, 0, 250000000, 0, 100000000, 8349567047},
    {8664884, 65907193, 0, 0, 250000000, 0, 100000000, 6837469962},
    {8417732, 66154345, 0, 0, 250000000, 0, 100000000, 5325372878},
    {268469653, 66402424, 0, 0, 250000000, 0, 100000000, 8952975793},
    {7920644, 66651433, 0, 0, 250000000, 0, 100000000, 7440878709},
    {7670701, 66901376, 0, 0, 250000000, 0, 100000000, 5928781625},
    {94919821, 67152256, 0, 0, 250000000, 0, 100000000, 9729184540},
    {7168000, 67404077, 0, 0, 148749782, 100000000, 100000000, 8218337674},
    {6915235, 67656842, 0, 0, 251250218, 0, 100000000, 6704990371},
    {94161522, 67910555, 0, 0, 250000000, 0, 100000000, 10505393287},
}};
constexpr Fen opening_cash = 3000 * wan;  // 2000万 general, 1000万 fund
constexpr Fen refinanced = 5400 * wan;    // June 2021

// ---------------------------------------------------------------------------------------------
// The formulas again.

constexpr double beta_median = 0.27667225939251884;  // of Beta(1.8, 4.2), checked below
constexpr double construction = 10.0 + 10.0 * beta_median;
constexpr double road_end = 4.0 + construction;
constexpr double road_finish = 14.0 + (road_end - 11.5);
constexpr double plant_start = road_finish + 1.0;
const double plant_construction = 16.0 - std::sqrt(24.0);
const double plant_overrun = 1.4 - std::sqrt(0.1);

double prices(double years) { return std::pow(1.02, years); }
double escalation(std::size_t m) { return prices(static_cast<double>(m + 1) / 12.0); }
double index_of(std::size_t m) { return prices(static_cast<double>(m / 12 + 1)); }
Fen whole(double fen) { return std::llrint(fen); }  // half to even, as the document says

double part(double x) { return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x; }
double road_share(double x) {
    const auto s = [](double u) { return u * u * (3.0 - 2.0 * u); };
    return 0.2 * s(part(x / 4.0)) + 0.8 * s(part((x - 4.0) / construction));
}
double plant_share(double x) {
    const auto s = [](double u) { return u * (2.0 - u); };
    return 0.9 * s(part((x - 3.0) / plant_construction)) +
           0.1 * s(part((x - 3.0 - plant_construction) / 2.0));
}
double road_work(std::size_t m) {
    return m % 12 < 2 ? 0.0 : m % 12 == 11 ? 0.5 : 1.0;  // months of work in a month
}
/// Issues of 1250万 made before month m on which interest falls due in it.
Fen issues_paying(std::size_t m) {
    Fen count = 0;
    for (std::size_t issue = 2; issue < 24; issue += 3) {
        if (m > issue && (m - issue) % 6 == 0) ++count;
    }
    return count;
}

/// Simpson's rule on x^0.8 (1-x)^3.2 with x = t^5, which has no kink at zero.
double beta_weight(double from, double to) {
    const auto f = [](double t) {
        return 5.0 * std::pow(t, 8.0) * std::pow(std::max(0.0, 1.0 - std::pow(t, 5.0)), 3.2);
    };
    constexpr int pieces = 20000;
    const double step = (to - from) / pieces;
    double sum = f(from) + f(to);
    for (int k = 1; k < pieces; ++k) sum += (k % 2 == 1 ? 4.0 : 2.0) * f(from + k * step);
    return sum * step / 3.0;
}

Fen revenue(std::size_t m) { return flows[m].taxes + flows[m].mill_tax; }

/// A column of a sheet in plan year y.
template <class Column>
Fen year_sum(std::size_t y, Column column) {
    Fen sum = 0;
    for (std::size_t m = 12 * y; m < 12 * y + 12; ++m) sum += column(m);
    return sum;
}

// ---------------------------------------------------------------------------------------------
// The engine's side.

const testing::Overrides at_median{{"simulation.draws", "median"}};

statistics::Forecast forecast_of_minimal(const testing::Overrides& overrides) {
    run::Options options;
    options.paths = 1;
    options.threads = 1;
    options.draws = kernel::Draws::of(testing::load_model("minimal", overrides).simulation, 1);
    auto outcome = run::run(testing::load_plan("minimal", overrides), options, {});
    REQUIRE(outcome.has_value());
    return std::move(outcome->forecast);
}

const statistics::SeriesSummary& series(const statistics::Forecast& forecast, const std::string& id,
                                        const std::string& dimension, int year, int month = 0) {
    for (const auto& entry : forecast.series) {
        if (model::info(entry.indicator).id == id && entry.dimension == dimension &&
            entry.year == year && entry.month == month) {
            return entry;
        }
    }
    throw std::runtime_error("no " + id + " " + dimension);
}

/// The three plan years of an indicator, as reported and on the reference path, in fen.
void check_money(const statistics::Forecast& forecast, const std::string& id,
                 const std::string& dimension, const std::array<Fen, 3>& expected) {
    for (int y = 0; y < 3; ++y) {
        const auto& entry = series(forecast, id, dimension, 2020 + y);
        INFO(id << " " << dimension << " " << 2020 + y);
        CHECK(whole(entry.summary.mean * 100.0) == expected[static_cast<std::size_t>(y)]);
        CHECK(whole(entry.reference_path * 100.0) == expected[static_cast<std::size_t>(y)]);
    }
}

void check_ratio(const statistics::Forecast& forecast, const std::string& id,
                 const std::array<double, 3>& expected) {
    for (int y = 0; y < 3; ++y) {
        INFO(id << " " << 2020 + y);
        // Samples keep ratios to a billionth.
        CHECK(series(forecast, id, "total", 2020 + y).summary.mean ==
              Approx(expected[static_cast<std::size_t>(y)]).epsilon(0.0).margin(0.501e-9));
    }
}

}  // namespace

TEST_CASE("the sheet for minimal follows from the formulas of the document", "[validation]") {
    // The median of Beta(1.8, 4.2) halves its weight.
    const double edge = std::pow(beta_median, 0.2);
    CHECK(beta_weight(0.0, edge) / beta_weight(0.0, 1.0) == Approx(0.5).epsilon(1e-12));
    CHECK(road_finish == Approx(19.266722593925188).epsilon(1e-14));

    const double knee = road_share(11.5);
    const double before = 0.5 / (knee - 0.1);
    const double after = (1.0 - 1.0 / 12.0 - 0.5) / (1.0 - knee);
    CHECK(road_share(2.0) == Approx(0.1).epsilon(1e-15));
    CHECK(before == Approx(0.827969243853).epsilon(1e-11));
    CHECK(after == Approx(1.407121267555).epsilon(1e-11));

    Fen loan = 4000 * wan;
    Fen cash = opening_cash;
    Fen authority = 0;                           // fiscal funds not used so far
    Fen bond_money = 0;                          // of new bonds, not used so far
    Fen road_paid = 0;                           // since the start of the plan
    Fen bonds_paid = 0;                          // of it from bonds
    double road_at = 2.0;                        // months of work done
    double road_wanted = 0.0, road_spent = 0.0;  // shares of its cost: in whole fen, so not equal
    double plant_at = 3.0;
    double plant_spent = 0.0;  // share of its cost
    Fen plant_lacking = 0;     // unmet part of its latest need
    for (std::size_t m = 0; m < months; ++m) {
        INFO("month " << m);
        const auto& flow = flows[m];
        const auto& month = sheet[m];
        // Flows.
        CHECK(flow.taxes == whole(500.0 * wan * index_of(m)));
        CHECK(flow.mill == whole(100000.0 * wan / 12.0 * index_of(m)));
        CHECK(flow.mill_tax == whole(static_cast<double>(flow.mill) / 20.0));
        const double wages = 2000.0 * wan * std::sqrt(index_of(m));
        const auto of_year = static_cast<double>(m % 12);
        CHECK(flow.wages == whole(wages * (of_year + 1.0)) - whole(wages * of_year));
        // Debt service.
        const double owed = static_cast<double>(loan);
        const double left = 60.0 - static_cast<double>(m);
        const Fen loan_interest = whole(owed * 0.00375);
        const Fen payment = whole(owed * 0.00375 / (1.0 - std::pow(1.00375, -left)));
        const Fen old_bond = m == 5 || m == 17 ? 210 * wan : 0;
        const Fen rolled_over = m == 29 ? 1'728'000'00 : 0;
        CHECK(month.interest ==
              loan_interest + old_bond + rolled_over + issues_paying(m) * 218'750'00);
        CHECK(month.principal == payment - loan_interest + (m == 17 ? 6000 * wan : 0));
        loan -= payment - loan_interest;
        // Road: always has the money it needs.
        const double road_to = std::min(road_end, road_at + road_work(m));
        const double slope = m < 12 ? before : after;
        road_wanted += slope * (road_share(road_to) - road_share(road_at));
        const double road_cost = 12000.0 * wan * escalation(m);
        CHECK(month.road == whole(road_cost * (road_wanted - road_spent)));
        road_spent += static_cast<double>(month.road) / road_cost;
        road_at = road_to;
        road_paid += month.road;
        if (m < 24 && m % 3 == 2) bond_money += 1250 * wan;
        const Fen at_most = (7 * road_paid + 9) / 10 - bonds_paid;  // 70 %, up to the next fen
        CHECK(month.road_bonds == std::min({month.road, at_most, bond_money}));
        bond_money -= month.road_bonds;
        bonds_paid += month.road_bonds;
        authority += (m < 24 ? 500 * wan : 250 * wan) - (month.road - month.road_bonds);
        // Plant. After a short month the share spent and the work done are no longer on the curve:
        // both have moved by the funded part of what was wanted.
        if (m >= 20) {
            const double step = m == 20 ? 21.0 - plant_start : 1.0;
            const double wanted = plant_share(plant_at + step) - plant_spent;
            const double plant_cost = 8000.0 * wan * plant_overrun * escalation(m);
            const Fen need = whole(plant_cost * wanted);
            CHECK(month.plant == std::min(need, authority));
            plant_lacking = need - month.plant;
            const double funded = static_cast<double>(month.plant) / static_cast<double>(need);
            CHECK(funded > 0.3);  // so it is never suspended
            plant_at += funded * step;
            plant_spent += static_cast<double>(month.plant) / plant_cost;
        } else {
            CHECK(month.plant == 0);
        }
        authority -= month.plant;
        // Cash: first wages and debt service, then projects and upkeep above the floor.
        cash += revenue(m) + transfers(m) - flow.wages - month.interest - month.principal +
                (m == 17 ? refinanced : 0);
        REQUIRE(cash > 0);
        cash -= month.road - month.road_bonds + month.plant;
        const Fen free = std::max<Fen>(0, cash - 500 * wan);
        CHECK(month.small_works == std::min({100 * wan, authority, free}));
        authority -= month.small_works;
        CHECK(month.upkeep == std::min(100 * wan, free - month.small_works));
        cash -= month.small_works + month.upkeep;
        CHECK(cash == month.cash);
        CHECK((cash >= 500 * wan || m == 1));
    }
    CHECK(plant_at < 3.0 + plant_construction + 2.0);  // not finished
    CHECK(plant_lacking == 250891055);                 // of December 2022
    CHECK(plant_at == Approx(14.698558).margin(1e-6));
}

TEST_CASE("zero volatility equals a plan computed by hand for minimal", "[validation]") {
    const auto forecast = forecast_of_minimal(at_median);

    SECTION("fiscal capacity") {
        for (std::size_t y = 0; y < 3; ++y) {
            CHECK(whole(series(forecast, "general_revenue", "total", 2020 + static_cast<int>(y))
                            .summary.mean *
                        100.0) == year_sum(y, revenue));
        }
        // Sums of sheet 1, in fen:        2020            2021            2022
        //   taxes                   6120000000      6242400000      6367248000
        //   mill tax                5100000000      5202000000      5306040000
        check_money(forecast, "general_revenue", "total", {11220000000, 11444400000, 11673288000});
        //   output                102000000000    104040000000    106120800000
        check_money(forecast, "taxpayer_output", "total",
                    {102000000000, 104040000000, 106120800000});
        // Transfers 4 * 6000万, 4 * 6000万, 4 * 5400万. No grants, no fund or state-capital
        // revenue.
        check_money(forecast, "transfers", "total", {24000 * wan, 24000 * wan, 21600 * wan});
        check_money(forecast, "fund_revenue", "total", {0, 0, 0});
        check_money(forecast, "state_capital_revenue", "total", {0, 0, 0});
        check_money(forecast, "new_output", "total", {0, 0, 0});  // the plant is not finished
        // 11220000000 + 24000000000, 11444400000 + 24000000000, 11673288000 + 21600000000
        check_money(forecast, "fiscal_capacity", "total", {35220000000, 35444400000, 33273288000});
        // 1.122亿 / 1.1亿 - 1, and year over year: the growth of prices
        check_ratio(forecast, "general_revenue_growth", {0.02, 0.02, 0.02});
    }
    SECTION("expenditure") {
        // Wages, always paid in full: the sums of their column.
        check_money(forecast, "three_guarantees", "total", {24238811852, 24480000000, 24723588089});
        // Upkeep 11 months of 100万 in 2020 (not February), then 12.
        check_money(forecast, "expenditure", "total", {25338811852, 25680000000, 25923588089});
        check_money(forecast, "financing_gap", "total", {100 * wan, 0, 0});
        // Road's fiscal part + plant + small works:
        //   2020: 6081263065 - 4217263089            + 1100000000 = 2963999976
        //   2021: 5137575246 - 3193647396 + 4530939844 + 1200000000 = 7674867694
        //   2022:                           4082044986 +  279087344 = 4361132330
        check_money(forecast, "fiscal_project_spending", "total",
                    {2963999976, 7674867694, 4361132330});
    }
    SECTION("debt") {
        // 2020: loan 156.3200 + old bond 210 + new bonds 2 * 21.875 = 418.820046万
        // 2021: loan 131.5434... + 210 + 10 * 21.875; 2022: loan + 172.8 + 16 * 21.875
        check_money(forecast, "interest", "total", {418820046, 560293397, 619276539});
        // Of the loan; 2021 and the 6000万 of the old bond.
        check_money(forecast, "principal", "total", {729794878, 6763321527, 798388385});
        // Sums; without the old bond's principal and interest 2020 is 12 * 74.5721 + 253.75.
        check_money(forecast, "debt_service", "total", {1148614924, 7323614924, 1417664924});
        check_money(forecast, "refinanced", "total", {0, 5400 * wan, 0});
        check_money(forecast, "new_debt", "total", {5000 * wan, 5000 * wan, 0});
        // Special: 6000 + 5000; + 5000 - 600; the same. Bank: 4000万 less the principal so far:
        // 3270205122, 2506883595, 1708495210.
        check_money(forecast, "debt_statutory", "special", {11000 * wan, 15400 * wan, 15400 * wan});
        check_money(forecast, "debt_statutory", "general", {0, 0, 0});
        check_money(forecast, "debt_statutory", "total", {11000 * wan, 15400 * wan, 15400 * wan});
        check_money(forecast, "debt_total", "total", {14270205122, 17906883595, 17108495210});
        check_money(forecast, "arrears", "total", {0, 0, 0});
        // Statutory debt over capacity: 31.23 %, 43.45 %, 46.28 %: green.
        check_ratio(forecast, "debt_ratio",
                    {11000000000.0 / 35220000000.0, 15400000000.0 / 35444400000.0,
                     15400000000.0 / 33273288000.0});
        for (const char* tier : {"green", "yellow", "orange", "red"}) {
            for (int year = 2020; year < 2023; ++year) {
                CHECK(series(forecast, "debt_tier", tier, year).summary.mean ==
                      (std::string(tier) == "green" ? 1.0 : 0.0));
            }
        }
    }
    SECTION("investment") {
        // Road 90 %, month by month rounded: 5473136759 and 4623817720; plant 4530939844 in 2021,
        // 4082044986 in 2022.
        check_money(forecast, "fai", "named", {5473136759, 9154757565, 4082044986});
        check_money(forecast, "fai", "district:east", {5473136759, 9154757565, 4082044986});
        // Small works: 11 * 100万; 12 * 100万; 100 + 79.087344 + 100万 (January, February,
        // October).
        check_money(forecast, "fai", "pipeline", {1100 * wan, 1200 * wan, 279087344});
        check_money(forecast, "fai", "district:west", {1100 * wan, 1200 * wan, 279087344});
        check_money(forecast, "fai", "total", {6573136759, 10354757565, 4361132330});
        check_ratio(forecast, "fai_growth",
                    {6573136759.0 / 12000000000.0 - 1.0, 10354757565.0 / 6573136759.0 - 1.0,
                     4361132330.0 / 10354757565.0 - 1.0});
        // Small works of February 2020. In 2022 small works miss 1200000000 - 279087344 = 920912656
        // and at its end the plant lacks 250891055.
        check_money(forecast, "funding_shortfall", "total", {100 * wan, 0, 920912656 + 250891055});
        // 6081.263065万 spent on the road for 6000万 in the plan: the prices of 2020.
        CHECK(series(forecast, "first_year_execution", "total", 2020).summary.mean ==
              Approx(6081263065.0 / 6000000000.0).epsilon(0.0).margin(0.501e-9));
        for (int y = 0; y < 3; ++y) {
            CHECK(series(forecast, "projects_completed", "total", 2020 + y).summary.mean ==
                  (y == 1 ? 1.0 : 0.0));
            CHECK(series(forecast, "projects_suspended", "total", 2020 + y).summary.mean == 0.0);
        }
        check_money(forecast, "new_capacity", "total", {0, 0, 0});  // the road makes nothing
    }
    SECTION("cash") {
        check_money(forecast, "cash", "total", {8768573248, 8934490630, 10505393287});
        // Lowest: February 2020, November 2021, February 2022.
        check_money(forecast, "cash_min", "total", {sheet[1].cash, sheet[22].cash, sheet[25].cash});
    }
    SECTION("every month") {
        for (std::size_t m = 0; m < months; ++m) {
            const int year = 2020 + static_cast<int>(m) / 12;
            const int month = static_cast<int>(m) % 12 + 1;
            INFO(year << "-" << month);
            const auto fen = [&](const char* id) {
                return whole(series(forecast, id, "total", year, month).summary.mean * 100.0);
            };
            CHECK(fen("general_revenue") == revenue(m));
            CHECK(fen("debt_service") == sheet[m].interest + sheet[m].principal);
            CHECK(fen("cash") == sheet[m].cash);
            CHECK(fen("fai") == whole(0.9 * static_cast<double>(sheet[m].road)) + sheet[m].plant +
                                    sheet[m].small_works);
        }
    }
    SECTION("finish moments") {
        REQUIRE(forecast.projects.size() == 2);
        const auto& first = forecast.projects[0];
        const auto& road = first.id == "road" ? first : forecast.projects[1];
        const auto& plant = first.id == "road" ? forecast.projects[1] : first;
        // Kept to a thousandth of a month.
        REQUIRE(road.finish_p50.has_value());
        CHECK(*road.finish_p50 == Approx(road_finish).epsilon(0.0).margin(0.000501));
        CHECK(road.planned_finish == Approx(road_finish).margin(1e-9));
        CHECK(road.probability_finished == 1.0);
        CHECK(road.probability_late.value() == 0.0);  // 2021-12 is kept
        CHECK(road.funded_share == 1.0);
        // With all its money the plant would be ready in October 2022, at 20.2667 + 13.1010.
        CHECK(plant.planned_finish == Approx(plant_start + plant_construction + 2.0).margin(1e-9));
        CHECK_FALSE(plant.finish_p50.has_value());
        CHECK(plant.probability_finished == 0.0);
        CHECK(plant.probability_late.value() == 1.0);  // 2022-12 is missed
        // It got 4530939844 + 4082044986 = 8612984830 and lacks 250891055 in the end.
        CHECK(plant.funded_share ==
              Approx(8612984830.0 / (8612984830.0 + 250891055.0)).epsilon(1e-6));
    }
    SECTION("the first year against the plan") {
        REQUIRE(forecast.first_year.size() == 3);
        for (const auto& row : forecast.first_year) {
            INFO(row.id);
            if (row.id == "road") {
                // Plan 6000万 * 0.9. Spent is the plan times escalation, so a month's price part is
                // p - p / 1.02^((m+1)/12).
                double price = 0.0;
                for (std::size_t m = 0; m < 12; ++m) {
                    price += static_cast<double>(sheet[m].road) * (1.0 - 1.0 / escalation(m));
                }
                CHECK(row.planned == Approx(54e6));
                CHECK(row.reference_path == Approx(54731367.59).epsilon(1e-7));
                CHECK(row.unfunded == 0.0);
                CHECK(row.price_effect == Approx(0.9 * price / 100.0).margin(1.0));
                CHECK(row.planned + row.price_effect == Approx(row.reference_path).margin(5.0));
            } else if (row.id == "plant") {
                CHECK(row.planned == 0.0);
                CHECK(row.reference_path == 0.0);
                CHECK(row.unfunded == 0.0);
            } else {
                CHECK(row.id == "small-works");
                CHECK(row.planned == Approx(12e6));
                CHECK(row.reference_path == Approx(11e6));
                CHECK(row.unfunded == Approx(1e6));
                CHECK(row.price_effect == 0.0);
            }
        }
    }
}

TEST_CASE("with random draws the reference path is still the plan by hand", "[validation]") {
    const auto forecast = forecast_of_minimal({});
    for (int y = 0; y < 3; ++y) {
        const auto& cash = series(forecast, "cash", "total", 2020 + y);
        CHECK(whole(cash.reference_path * 100.0) ==
              sheet[static_cast<std::size_t>(12 * y + 11)].cash);
        // Negative control: a drawn path is another one.
        CHECK(whole(cash.summary.mean * 100.0) != whole(cash.reference_path * 100.0));
    }
}

TEST_CASE("minimal's revenue against a budget, by hand", "[validation]") {
    auto overrides = at_median;
    overrides.push_back({"budget.general_revenue", "1亿;11000"});  // 万元; the last one holds
    check_ratio(forecast_of_minimal(overrides), "general_revenue_execution",
                {1.122, 1.0404, 1.061208});
    CHECK_THROWS(
        series(forecast_of_minimal(at_median), "general_revenue_execution", "total", 2020));
}

TEST_CASE("the hand computation notices a plan that differs a little", "[validation]") {
    for (const testing::Overrides& overrides :
         {testing::Overrides{{"simulation.draws", "median"}, {"treasury.cash_floor", "481万"}},
          testing::Overrides{{"simulation.draws", "median"},
                             {"treasury.opening_general", "2000.0001万"}}}) {
        const auto forecast = forecast_of_minimal(overrides);
        CHECK(whole(series(forecast, "cash", "total", 2020).summary.mean * 100.0) !=
              sheet[11].cash);
    }
}
