// Catches: a count of days that differs from the one that the market publishes.
#include "coffer/base/day_count.hpp"

#include <catch2/catch.hpp>

using coffer::Date;
using coffer::DayCount;
using coffer::year_fraction;

namespace {

constexpr Date on(int year, int month, int day) { return {12 * year + month - 1, day}; }

struct Example {
    Date from, to, period_end;
    int period_months;
    double isda, icma;
};

}  // namespace

TEST_CASE("actual/actual counts as in the published examples", "[plan][daycount]") {
    // ISDA, "EMU and Market Conventions: Recent Developments" (1998), as in the test suite of
    // QuantLib (daycounters.cpp).
    const Example examples[] = {
        {on(2003, 11, 1), on(2004, 5, 1), on(2004, 5, 1), 6, 0.497724380567, 0.5},
        {on(1999, 2, 1), on(1999, 7, 1), on(1999, 7, 1), 12, 0.410958904110, 0.410958904110},
        {on(1999, 7, 1), on(2000, 7, 1), on(2000, 7, 1), 12, 1.001377348600, 1.0},
        {on(2002, 8, 15), on(2003, 7, 15), on(2003, 7, 15), 6, 0.915068493151, 0.915760869565},
        {on(2003, 7, 15), on(2004, 1, 15), on(2004, 1, 15), 6, 0.504004790778, 0.5},
        {on(1999, 7, 30), on(2000, 1, 30), on(2000, 1, 30), 6, 0.503892506924, 0.5},
        {on(2000, 1, 30), on(2000, 6, 30), on(2000, 7, 30), 6, 0.415300546448, 0.417582417582}};
    for (const auto& [from, to, end, months, isda, icma] : examples) {
        CAPTURE(from.months, from.day);
        CHECK(year_fraction(DayCount::actual_actual, from, to, {end, months}) ==
              Approx(isda).margin(1e-11));
        CHECK(year_fraction(DayCount::actual_actual_icma, from, to, {end, months}) ==
              Approx(icma).margin(1e-11));
    }
}

TEST_CASE("months of thirty days follow the rules at the ends of months", "[plan][daycount]") {
    struct Days {
        Date from, to;
        double bond, euro;
    };
    // 30E/360: QuantLib's testThirty360_EurobondBasis. 30/360: the SIA rule, which also takes the
    // last day of February for the thirtieth.
    const Days examples[] = {
        {on(2006, 8, 20), on(2007, 2, 20), 180, 180}, {on(2006, 8, 31), on(2007, 2, 28), 178, 178},
        {on(2007, 2, 28), on(2007, 8, 31), 180, 182}, {on(2008, 2, 29), on(2008, 8, 31), 180, 181},
        {on(2006, 2, 26), on(2007, 2, 26), 360, 360}, {on(2006, 2, 28), on(2007, 2, 28), 360, 360},
        {on(2006, 1, 31), on(2006, 2, 28), 28, 28},   {on(2006, 1, 15), on(2006, 1, 31), 16, 15}};
    for (const auto& [from, to, bond, euro] : examples) {
        CAPTURE(from.months, from.day, to.months, to.day);
        CHECK(year_fraction(DayCount::thirty_360, from, to, {to, 6}) * 360.0 == Approx(bond));
        CHECK(year_fraction(DayCount::thirty_e_360, from, to, {to, 6}) * 360.0 == Approx(euro));
    }
    // A contract that pays on the last day of every month pays the same each month.
    for (const auto count : {DayCount::thirty_360, DayCount::thirty_e_360, DayCount::months}) {
        for (int month = 0; month < 24; ++month) {
            const Date from{12 * 2023 + month, 0};
            CHECK(year_fraction(count, from, from.after(1), {from.after(1), 1}) ==
                  Approx(1.0 / 12.0).margin(1e-15));
        }
    }
}

TEST_CASE("days between dates", "[plan][daycount]") {
    // 1 January 1900 to 1 January 2000 is 36,524 days: 24 leap years, 1900 being none.
    CHECK(coffer::day_number(on(2000, 1, 1)) - coffer::day_number(on(1900, 1, 1)) == 36524);
    CHECK(coffer::days_in_month(12 * 2024 + 1) == 29);
    CHECK(coffer::days_in_month(12 * 2100 + 1) == 28);
    // The day agreed on survives a shorter month.
    CHECK(coffer::day_number(on(2023, 1, 31).after(1)) == coffer::day_number(on(2023, 2, 28)));
    CHECK(coffer::day_number(on(2023, 1, 31).after(2)) == coffer::day_number(on(2023, 3, 31)));
}
