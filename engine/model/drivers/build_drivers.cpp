#include <algorithm>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

void read_tails(FieldReader& row, Driver& driver) {
    constexpr double least = ranges::degrees_of_freedom.least;
    if (!row.given("degrees_of_freedom")) return;
    driver.degrees_of_freedom =
        row.number("degrees_of_freedom", least, {0.0, ranges::degrees_of_freedom.most});
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
    driver.crisis_shift = row.ratio("crisis_shift", 0.0, ranges::crisis_shift);
    driver.crisis_volatility = row.number("crisis_volatility", 1.0, ranges::crisis_volatility);
}

void read_jumps(FieldReader& row, Driver& driver) {
    driver.jump_probability = row.ratio("jump_probability", 0.0, ranges::up_to_half);
    driver.jump_mean = row.ratio("jump_mean", 0.0, ranges::jump_mean);
    driver.jump_sd = row.ratio("jump_sd", 0.0, ranges::jump_sd);
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
    driver.mean = row.ratio_series("mean", growth ? ranges::mean_growth : ranges::mean_rate);
    if (growth) {
        row.must_be_blank({"initial"},
                          {"只有 rate 有初值；growth 从均值开始",
                           "only a rate has an initial value; a growth starts at its mean"});
    } else if (row.given("initial")) {
        driver.initial_deviation =
            row.ratio("initial", driver.mean.front(), ranges::mean_rate) - driver.mean.front();
    }
    static const Choices<bool> draws = {{"common", true}, {"local", false}};
    if (row.choice("draws", draws, false)) {
        building.model.simulation.common.push_back(driver.stream);
    }
    read_driver_uncertainty(row, driver);
    read_tails(row, driver);
    read_crisis(building, row, driver);
    read_jumps(row, driver);
    if (row.ok() && driver.volatility == 0.0) {
        row.must_be_blank({"degrees_of_freedom", "crisis_volatility"},
                          {"annual_sd 为 0，没有随机波动", "annual_sd is 0, nothing varies"});
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
    auto& common = building.model.simulation.common;
    // What drivers have in common, crises and how well growth is known, is as common as they are.
    if (!common.empty()) common.push_back(building.model.drivers_stream);
    std::sort(common.begin(), common.end());
    check_crisis(building);
}

}  // namespace coffer::model
