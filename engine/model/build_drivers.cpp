#include <algorithm>
#include <cmath>

#include "building.hpp"
#include "cholesky.hpp"
#include "coffer/scenario/wording.hpp"
#include "nearest_correlation.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// Cholesky takes their cube in time.
constexpr std::size_t most_drivers = 256;

void read_tails(FieldReader& row, Driver& driver) {
    // Near 2 the variance rests on values too rare to be drawn.
    constexpr double least = 2.5;
    if (!row.given("degrees_of_freedom")) return;
    driver.degrees_of_freedom = row.number("degrees_of_freedom", least, {0.0, 1000.0});
    if (*driver.degrees_of_freedom >= least) return;
    row.error(
        "degrees_of_freedom",
        say("{} 个自由度太少", "{} degrees of freedom are too few", *driver.degrees_of_freedom),
        say("自由度不大于 2 时方差无穷大；须不小于 {}",
            "up to 2 the variance is infinite; it must be at least {}", least),
        {"月度宏观数据常用 4 至 10；留空为正态分布。",
         "Monthly macro data suggest 4 to 10; blank is the normal distribution."});
}

void read_crisis(Building& building, FieldReader& row, Driver& driver) {
    if (!building.model.crisis) {
        row.must_be_blank({"crisis_shift", "crisis_volatility"},
                          {"scenario.toml 没有 crisis.entry，不会发生危机",
                           "scenario.toml has no crisis.entry, there is never a crisis"});
        return;
    }
    driver.crisis_shift = row.ratio("crisis_shift", 0.0, {-1.0, 1.0});
    driver.crisis_volatility = row.number("crisis_volatility", 1.0, {0.0, 10.0});
}

void read_jumps(FieldReader& row, Driver& driver) {
    // At most one half, so that the median path has none.
    driver.jump_probability = row.ratio("jump_probability", 0.0, {0.0, 0.5});
    driver.jump_mean = row.ratio("jump_mean", 0.0, {-10.0, 10.0});
    driver.jump_sd = row.ratio("jump_sd", 0.0, {0.0, 10.0});
    if (!row.ok()) return;
    if (!row.given("jump_probability")) {
        row.must_be_blank({"jump_mean", "jump_sd"}, {"没有 jump_probability，不会有跳跃",
                                                     "without jump_probability there is no jump"});
    } else if (driver.jump_mean == 0.0 && driver.jump_sd == 0.0) {
        row.error("jump_probability", {"跳跃没有大小", "the jumps have no size"},
                  {"jump_mean 和 jump_sd 都为 0", "jump_mean and jump_sd are both 0"},
                  {"请填写其中之一，或将 jump_probability 留空。",
                   "Give one of them, or leave jump_probability blank."});
    }
}

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
    read_tails(row, driver);
    read_crisis(building, row, driver);
    read_jumps(row, driver);
    if (row.ok() && driver.volatility == 0.0) {
        row.must_be_blank({"degrees_of_freedom", "crisis_volatility"},
                          {"volatility 为 0，没有随机波动", "volatility is 0, nothing varies"});
    }
    return driver;
}

/// A crisis in which nothing changes is surely not meant.
void check_crisis(Building& building) {
    if (!building.model.crisis || building.report.has_errors()) return;
    for (const Driver& driver : building.model.drivers) {
        if (driver.crisis_shift != 0.0 || driver.crisis_volatility != 1.0) return;
    }
    building.report.warning(building.document.settings.at("crisis.entry").items.front().at,
                            {"没有驱动因素在危机中变化", "no driver changes in a crisis"},
                            {"drivers.csv 中没有 crisis_shift 或 crisis_volatility",
                             "drivers.csv gives neither a crisis_shift nor a crisis_volatility"},
                            {"请填写，或删去 crisis.entry 和 crisis.exit。",
                             "Give one, or delete crisis.entry and crisis.exit."});
}

/// The correlations as they are written: every pair given, and the place of its value.
struct Correlations {
    Matrix matrix;
    std::map<std::pair<std::size_t, std::size_t>, Position> places;
};

Correlations read_correlations(Building& building) {
    const std::size_t n = building.model.drivers.size();
    Correlations result{Matrix(n, std::vector<double>(n, 0.0)), {}};
    auto& [matrix, places] = result;
    for (std::size_t i = 0; i < n; ++i) matrix[i][i] = 1.0;
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
                say("已在 {}", "it stands at {}", where(place->second)),
                {"请删去一行；次序不同也算同一对。", "Delete one; the order does not matter."});
            return;
        }
        matrix[*a][*b] = matrix[*b][*a] = correlation;
    });
    return result;
}

/// Drivers that correlations tie together, directly or through others; each in ascending order.
std::vector<std::vector<std::size_t>> groups_of(const Matrix& matrix) {
    std::vector<std::vector<std::size_t>> groups;
    std::vector<bool> seen(matrix.size(), false);
    for (std::size_t first = 0; first < matrix.size(); ++first) {
        if (seen[first]) continue;
        std::vector<std::size_t> group{first};
        seen[first] = true;
        for (std::size_t at = 0; at < group.size(); ++at) {
            for (std::size_t other = 0; other < matrix.size(); ++other) {
                if (seen[other] || matrix[group[at]][other] == 0.0) continue;
                seen[other] = true;
                group.push_back(other);
            }
        }
        std::sort(group.begin(), group.end());
        groups.push_back(std::move(group));
    }
    return groups;
}

/// What to write instead: the nearest valid matrix, or one factor when that has too many entries to
/// be read.
Text proposal_for(const Matrix& matrix, const std::vector<const Driver*>& drivers) {
    constexpr int decimals = 4;
    constexpr std::size_t most_listed = 12;
    if (drivers.size() > most_listed) {
        return say("请把这 {0} 个因素之间的相关系数都乘以 {1:.{2}f}，或修正矛盾的几对。",
                   "Multiply all correlations among these {0} drivers by {1:.{2}f}, or correct "
                   "the pairs that contradict each other.",
                   drivers.size(), largest_factor(matrix, decimals), decimals);
    }
    const Matrix valid = rounded_nearest_correlation(matrix, decimals);
    std::string rows;
    for (std::size_t i = 0; i < drivers.size(); ++i) {
        for (std::size_t j = i + 1; j < drivers.size(); ++j) {
            rows += fmt::format("{}{},{},{:.{}f}", rows.empty() ? "" : "; ", drivers[i]->id,
                                drivers[j]->id, valid[i][j], decimals);
        }
    }
    return {"最接近的可用取值如下（driver_a,driver_b,correlation）：" + rows,
            "The nearest valid values are (driver_a,driver_b,correlation): " + rows};
}

/// Reports a group whose matrix is not positive semidefinite, at the strongest tie of the first
/// driver that does not fit to those before it.
void check_group(Building& building, const Correlations& all,
                 const std::vector<std::size_t>& group) {
    Matrix matrix(group.size(), std::vector<double>(group.size()));
    std::vector<const Driver*> drivers;
    for (std::size_t i = 0; i < group.size(); ++i) {
        drivers.push_back(&building.model.drivers[group[i]]);
        for (std::size_t j = 0; j < group.size(); ++j)
            matrix[i][j] = all.matrix[group[i]][group[j]];
    }
    const auto failed = cholesky(matrix).failed_row;
    if (!failed) return;
    const std::size_t k = *failed;
    std::size_t with = 0;
    for (std::size_t j = 1; j < k; ++j) {
        if (std::abs(matrix[k][j]) > std::abs(matrix[k][with])) with = j;
    }
    building.report.error(
        all.places.at({group[with], group[k]}),
        say("相关系数互相矛盾，见 {} 与 {}", "the correlations contradict each other at {} and {}",
            quote(drivers[with]->id), quote(drivers[k]->id)),
        {"没有随机变量能同时有这些相关系数（相关矩阵有负的特征值）",
         "no random variables have all of them (the matrix has a negative eigenvalue)"},
        proposal_for(matrix, drivers));
}

void build_correlations(Building& building) {
    const Correlations correlations = read_correlations(building);
    CholeskyResult result = cholesky(correlations.matrix);
    if (result.failed_row) {
        for (const auto& group : groups_of(correlations.matrix)) {
            check_group(building, correlations, group);
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
    check_crisis(building);
    build_correlations(building);
}

}  // namespace coffer::model
