#include <cmath>

#include "building.hpp"
#include "cholesky.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// Cholesky takes their cube in time.
constexpr std::size_t most_drivers = 256;

Driver read_driver(Building& building, FieldReader& row, const std::string& id) {
    using Kind = Driver::Kind;
    static const Choices<Kind> kinds = {{"growth", Kind::growth}, {"rate", Kind::rate}};
    Driver driver;
    driver.id = id;
    driver.name = row.names();
    driver.stream = building.stream(row, "driver", id);
    driver.kind = row.choice("kind", kinds, Kind::growth);
    const bool growth = driver.kind == Kind::growth;
    // A growth needs ln(1 + mean).
    driver.mean = row.ratio_series("mean", growth ? Bounds{-0.99, 10.0} : Bounds{-1.0, 10.0});
    if (growth) {
        row.must_be_blank({"initial"},
                          {"只有 rate 有初值；growth 从均值开始",
                           "only a rate has an initial value; a growth starts at its mean"});
    } else if (row.given("initial")) {
        driver.initial_deviation =
            row.ratio("initial", driver.mean.front(), {-1.0, 10.0}) - driver.mean.front();
    }
    driver.persistence = row.ratio("persistence", 0.0, {0.0, 1.0, false, true});
    driver.volatility = row.ratio("volatility", 0.0, {0.0, 3.0});
    return driver;
}

void build_correlations(Building& building) {
    const std::size_t n = building.model.drivers.size();
    std::vector<std::vector<double>> matrix(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) matrix[i][i] = 1.0;
    std::map<std::pair<std::size_t, std::size_t>, Position> places;
    building.each_row("correlations", [&](FieldReader& row) {
        const auto a = building.refer(row, "driver_a", building.drivers);
        const auto b = building.refer(row, "driver_b", building.drivers);
        const double correlation = row.ratio("correlation", 0.0, {-1.0, 1.0});
        if (!a || !b || *a >= n || *b >= n) return;
        if (*a == *b) {
            row.error("driver_b", {"一个驱动因素与自己相关", "a driver is paired with itself"},
                      {"它与自己的相关系数总是 1", "that correlation is always 1"},
                      {"请删去这一行。", "Delete the row."});
            return;
        }
        const auto pair = std::minmax(*a, *b);
        const auto [place, is_new] =
            places.emplace(std::pair(pair.first, pair.second), row.at("correlation"));
        if (!is_new) {
            row.error(
                "driver_a", {"这一对驱动因素重复", "this pair stands twice"},
                say("已在 {}:{}", "it stands at {}:{}", place->second.file, place->second.line),
                {"请删去一行；次序不同也算同一对。", "Delete one; the order does not matter."});
            return;
        }
        matrix[*a][*b] = matrix[*b][*a] = correlation;
    });
    CholeskyResult result = cholesky(matrix);
    if (result.failed_row) {
        const std::size_t k = *result.failed_row;
        std::size_t with = k;  // the strongest tie of the failing driver to those before it
        for (std::size_t j = 0; j < k; ++j) {
            if (!places.contains({j, k})) continue;
            if (with == k || std::abs(matrix[k][j]) > std::abs(matrix[k][with])) with = j;
        }
        if (with < k) {
            building.report.error(
                places[{with, k}],
                say("相关系数互相矛盾，见 {} 与 {}",
                    "the correlations contradict each other at {} and {}",
                    quote(building.model.drivers[with].id), quote(building.model.drivers[k].id)),
                {"相关矩阵不是正定的", "the correlation matrix is not positive definite"},
                {"请减小这一对或它们与其他驱动因素的相关系数。",
                 "Bring this pair, or their ties to other drivers, closer to 0."});
        }
    }
    building.model.correlation_factor = std::move(result.factor);
}

}  // namespace

void build_drivers(Building& building) {
    std::vector<Driver>& drivers = building.model.drivers;
    building.each_row("drivers", [&](FieldReader& row) {
        const std::string id = Building::define(row, building.drivers);
        Driver driver = read_driver(building, row, id);
        if (id.empty()) return;
        if (drivers.size() == most_drivers) {
            row.error("id",
                      say("驱动因素超过 {} 个", "there are more than {} drivers", most_drivers),
                      {"超出上限", "beyond the limit"}, {"请合并。", "Merge some."});
        }
        if (drivers.size() < most_drivers) drivers.push_back(std::move(driver));
    });
    Building::sort_by_id(drivers, building.drivers);
    build_correlations(building);
}

}  // namespace coffer::model
