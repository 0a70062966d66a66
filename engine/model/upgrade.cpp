#include "coffer/model/upgrade.hpp"

#include <optional>

#include <fmt/format.h>

#include "coffer/scenario/former_names.hpp"
#include "coffer/scenario/rewrite.hpp"
#include "drivers/former_noise.hpp"
#include "values.hpp"

namespace coffer::model {
namespace {

std::optional<double> former_ratio(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto parsed = parse_ratio(text, true);
    const auto* value = std::get_if<double>(&parsed);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::string cell_of(const scenario::RecordCells& row, const std::string& heading) {
    const auto found = row.find(heading);
    return found == row.end() ? std::string() : found->second;
}

/// As many digits as it takes to come back to the same figures.
std::string in_percent(double share) { return fmt::format("{:.6g}%", share * 100.0); }

std::string driver_sd(const scenario::RecordCells& row) {
    const std::string was = cell_of(row, "volatility");
    const auto volatility = former_ratio(was);
    if (!volatility) return was;
    double persistence = former_ratio(cell_of(row, "persistence")).value_or(0.0);
    const auto half_life = parse_number(cell_of(row, "half_life_months"));
    if (const auto* months = std::get_if<double>(&half_life)) persistence = persistence_of(*months);
    return in_percent(cell_of(row, "kind") == "rate" ? rate_sd_of(*volatility, persistence)
                                                     : growth_sd_of(*volatility, persistence));
}

/// A line that said nothing did not vary; today it would take what history says of its kind.
std::string line_sd(const scenario::RecordCells& row) {
    const std::string was = cell_of(row, "volatility");
    const auto volatility = former_ratio(was);
    // A source without annual arrives when it is drawn: nothing of it can vary.
    const bool unlimited = row.contains("annual") && cell_of(row, "annual").empty() &&
                           cell_of(row, "quantity").empty();
    if (unlimited && was.empty()) return ",";
    if (!volatility || *volatility == 0.0) return (was.empty() || volatility ? "0" : was) + ",";
    return in_percent(line_sd_of(*volatility)) + ",0";
}

/// `volatility` became `annual_sd`, and of lines `permanent`
/// (docs/decisions/0035-fans-of-years.md).
void replace_volatility(PlanTexts& plan, std::vector<Text>& done) {
    for (auto& [name, text] : plan) {
        if (!name.ends_with(".csv")) continue;
        const bool drivers = name == "drivers.csv";
        std::string now =
            drivers ? scenario::rewrite_column(text, "volatility", "annual_sd", driver_sd)
                    : scenario::rewrite_column(text, "volatility", "annual_sd,permanent", line_sd);
        if (now == text) continue;
        text = std::move(now);
        done.push_back({fmt::format("{}：volatility 改写为{}，波动不变", name,
                                    drivers ? " annual_sd" : " annual_sd 和 permanent"),
                        fmt::format("{}: volatility became {}, the same noise", name,
                                    drivers ? "annual_sd" : "annual_sd and permanent")});
    }
}

/// Tables and groups of keys under today's names (coffer/scenario/former_names.hpp).
void rename_tables_and_groups(PlanTexts& plan, std::vector<Text>& done) {
    for (const scenario::FormerName& each : scenario::former_names()) {
        if (each.of != scenario::FormerName::Of::table) continue;
        auto file = plan.extract(fmt::format("{}.csv", each.was));
        if (file.empty()) continue;
        file.key() = fmt::format("{}.csv", each.is);
        plan.insert(std::move(file));
        done.push_back({fmt::format("{}.csv 改名为 {}.csv", each.was, each.is),
                        fmt::format("{}.csv became {}.csv", each.was, each.is)});
    }
    const auto settings = plan.find("scenario.toml");
    if (settings == plan.end()) return;
    std::string now = scenario::with_todays_groups(settings->second);
    if (now == settings->second) return;
    settings->second = std::move(now);
    done.push_back({"scenario.toml：各组键改用现在的名称",
                    "scenario.toml: groups of keys have their names of today"});
}

}  // namespace

std::vector<Text> upgrade(PlanTexts& plan) {
    std::vector<Text> done;
    replace_volatility(plan, done);
    rename_tables_and_groups(plan, done);
    return done;
}

}  // namespace coffer::model
