#include "coffer/results/tables.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "support/forecast_sample.hpp"

using namespace coffer;
using namespace coffer::results;

namespace {

/// Every column has an id of its own and names in both languages, and gives back what it took.
template <class Row>
void check_columns(const Columns<Row>& columns, const std::vector<Row>& rows) {
    std::set<std::string> ids;
    for (const Column<Row>& column : columns) {
        INFO(column.id);
        CHECK(ids.insert(column.id).second);
        CHECK_FALSE(column.name.zh.empty());
        CHECK_FALSE(column.name.en.empty());
    }
    REQUIRE_FALSE(rows.empty());
    for (const Row& row : rows) {
        Row copy{};
        for (const Column<Row>& column : columns) CHECK(column.set(copy, column.get(row)));
        for (const Column<Row>& column : columns) {
            INFO(column.id);
            CHECK(column.get(copy) == column.get(row));
        }
    }
}

template <class Row>
const Column<Row>& column_of(const Columns<Row>& columns, const std::string& id) {
    for (const Column<Row>& column : columns) {
        if (column.id == id) return column;
    }
    throw std::runtime_error("no column " + id);
}

}  // namespace

// Catches a column whose way in is not its way out, such as one bound to a neighbour's member.
TEST_CASE("columns give back what they took") {
    const auto forecast = test::forecast();
    check_columns(series_columns(), forecast.series);
    check_columns(target_columns(), forecast.targets);
    check_columns(project_columns(), forecast.projects);
    check_columns(first_year_columns(), forecast.first_year);
}

TEST_CASE("what a column cannot be is refused") {
    statistics::SeriesSummary series;
    const auto columns = series_columns();
    CHECK_FALSE(column_of(columns, "indicator").set(series, std::string("no_such")));
    CHECK(column_of(columns, "indicator").set(series, std::string("fai")));
    for (const char* wrong : {"", "20", "2020-", "2020-13", "2020-0", "2020x", "x"}) {
        INFO(wrong);
        CHECK_FALSE(column_of(columns, "period").set(series, std::string(wrong)));
    }
    CHECK(column_of(columns, "period").set(series, std::string("2020-07")));
    CHECK(series.year == 2020);
    CHECK(series.month == 7);
    CHECK_FALSE(column_of(columns, "n").set(series, 3.0));
    statistics::TargetResult target;
    CHECK_FALSE(column_of(target_columns(), "relation").set(target, std::string("=")));
    for (const char* wrong : {"", "2020-13", "2020/", "/2020", "2020/x"}) {
        INFO(wrong);
        CHECK_FALSE(column_of(target_columns(), "period").set(target, std::string(wrong)));
    }
    CHECK(column_of(target_columns(), "period").set(target, std::string("2020-07/2021-12")));
    CHECK(target.span == model::Span{{2020, 7}, {2021, 12}});
    CHECK_FALSE(column_of(target_columns(), "over").set(target, std::string("all")));
}
