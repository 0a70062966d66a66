#include "coffer/calibration/proposal.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace coffer::calibration {
namespace {

constexpr double ninety_percent = 1.6448536269514722;

/// Of a standard deviation known with so many degrees of freedom: the log is about normal.
Estimate spread_estimate(double sd, double degrees) {
    const double factor = std::exp(ninety_percent / std::sqrt(2.0 * degrees));
    return {sd, sd / factor, sd * factor};
}

/// The years that a panel's places count for beside the kind, when it is asked how far a place of
/// theirs strays: however many they are, all live through the same years. One alone says it itself.
double years_of_peers(const Fit& fit) {
    return fit.alone ? 0.0 : static_cast<double>(fit.peers.size());
}

std::string percent(double share) { return fmt::format("{:.2f}%", 100.0 * share); }

std::string interval(const Estimate& estimate) {
    return fmt::format("{} ({} - {})", percent(estimate.value), percent(estimate.low),
                       percent(estimate.high));
}

std::string counted(std::size_t n, std::string_view thing) {
    return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}

/// "，其中存疑 1 格（甲 2012）" of the cells left out for that reason; nothing where there are
/// none.
Text named(const std::vector<LeftOut>& cells, WhyLeftOut why, const Text& what) {
    constexpr std::size_t most = 12;
    std::string list;
    std::size_t n = 0;
    for (const LeftOut& cell : cells) {
        if (cell.why != why || ++n > most) continue;
        list += (list.empty() ? "" : ", ") + (cell.unit.empty() ? "" : cell.unit + " ") +
                std::to_string(cell.year);
    }
    if (n == 0) return {};
    if (n > most) list += ", …";
    return {fmt::format("，其中{} {} 格（{}）", what.zh, n, list),
            fmt::format(", {} of them {} ({})", n, what.en, list)};
}

/// How many cells are left out, and which of them are in doubt.
Text told(const std::vector<LeftOut>& cells) {
    Text text{fmt::format("{} 格", cells.size()), counted(cells.size(), "cell")};
    for (const auto& part :
         {named(cells, WhyLeftOut::suspect, {"存疑", "suspect"}),
          named(cells, WhyLeftOut::jump,
                {"与前后年份相差三倍以上", "over three times off the years beside"})}) {
        text.zh += part.zh;
        text.en += part.en;
    }
    return text;
}

std::string toml_text(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) quoted += c;
    }
    return quoted + "\"";
}

}  // namespace

std::optional<Proposal> propose(const Panel& panel, const std::string& place_name,
                                const model::LineKindInfo& kind) {
    const std::string& unit =
        panel.series.size() == 1 && place_name.empty() ? panel.series.front().unit : place_name;
    const bool any = unit.empty() && panel.series.size() > 1;
    int until = panel.last_year;
    for (const auto& series : panel.series) {
        if (!any && series.unit == unit) until = series.logs.rbegin()->first;
    }
    const auto seen = fit(panel, until, kind, kind.own_sd);
    if (!seen) return std::nullopt;
    const double peers_count = years_of_peers(*seen);
    const auto known = fit(panel, until, kind,
                           std::sqrt((prior_years * kind.own_sd * kind.own_sd +
                                      peers_count * seen->pool_sd * seen->pool_sd) /
                                     (prior_years + peers_count)));
    Proposal result;
    result.unit = unit;
    result.first_year = panel.first_year;
    result.last_year = until;
    result.left_out = panel.left_out;
    result.places = panel.series.size();
    result.alone = known->alone;
    const auto peer_years = static_cast<double>(known->peers.size());
    const double growth = expected_growth(*known, kind, 1);
    const double yearly = known->alone && !known->units.empty()
                              ? std::hypot(known->units.front().own_sd, known->common_sd)
                              : known->common_sd;
    const double miss = ninety_percent * yearly / std::sqrt(peer_years);
    result.growth = {std::exp(growth) - 1.0, std::exp(growth - miss) - 1.0,
                     std::exp(growth + miss) - 1.0};
    double sd = 0.0;
    if (any) {
        // A place like these: what they stray by, and the kind.
        double sum = 0.0;
        for (const auto& each : known->units) sum += each.own_sd * each.own_sd;
        if (known->units.empty()) return std::nullopt;
        result.peers_weight = peers_count / (prior_years + peers_count);
        sd = std::sqrt(sum / static_cast<double>(known->units.size()));
    } else {
        const auto place = std::find_if(known->units.begin(), known->units.end(),
                                        [&](const UnitFit& each) { return each.unit == unit; });
        if (place == known->units.end()) return std::nullopt;
        result.own_years = place->years;
        result.own_weight = place->years / (prior_years + place->years);
        result.peers_weight = (1.0 - result.own_weight) * peers_count / (prior_years + peers_count);
        sd = place->own_sd;
    }
    result.own_sd = spread_estimate(sd, prior_years + (any ? peers_count : result.own_years));
    result.common_sd = spread_estimate(known->common_sd, prior_years + peer_years);
    result.permanent = kind.own_permanent;
    result.common_permanent = kind.common_permanent;
    result.common_half_life = kind.common_half_life;
    return result;
}

std::string change_file(const Proposal& proposal, const model::LineKindInfo& kind,
                        const Place& place, int years, const std::string& value,
                        const std::string& source) {
    const std::string basis =
        fmt::format("{} {}-{}", source, proposal.first_year, proposal.last_year);
    std::string text = "# coffer calibrate: " + basis + "\nformat = 1\n\n[[change]]\n";
    std::string id = "calibrated";
    for (const char c : value) {
        id += id == "calibrated" ? "-" : "";
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        id += plain ? c : '-';
    }
    const Text left_out = told(proposal.left_out);
    Text peers;
    if (proposal.peers_weight > 0.0) {
        const double share = 100.0 * proposal.peers_weight;
        peers = {fmt::format("，表中各地区占 {:.0f}%", share),
                 fmt::format(", the table's places {:.0f} %", share)};
    }
    Text remarks;
    if (proposal.alone) {
        remarks.zh += "（只有一个地区，两者按这类的比例拆开）";
        remarks.en += " (one place: split as of its kind)";
    }
    if (!place.driver) {
        remarks.zh += "，没有写明驱动因素，两者都记在这一行";
        remarks.en += ", both in the line since no driver is named";
    }
    text += "id = " + toml_text(id) + "\n";
    text += "name_zh = " + toml_text("按历史校准：" + value) + "\n";
    text += "name_en = " + toml_text("Calibrated on history: " + value) + "\n";
    text +=
        "reason_zh = " +
        toml_text(fmt::format(
            "{} 年增速 {} 次观测（占{}波动的 {:.0f}%{}，其余依 {} 的历史）；下一年增速 {}；"
            "自身标准差 {}；共同标准差 {}{}；{} 个地区，略去 {}；括号内为 90% 区间",
            value, proposal.own_years, proposal.alone ? "" : "自身", 100.0 * proposal.own_weight,
            peers.zh, kind.name.zh, interval(proposal.growth), interval(proposal.own_sd),
            interval(proposal.common_sd), remarks.zh, proposal.places, left_out.zh)) +
        "\n";
    text +=
        "reason_en = " +
        toml_text(fmt::format(
            "{} growths of {} ({:.0f} % of the {}spread{}, the rest is the history of {}); next "
            "year's growth {}; own sd {}; common sd {}{}; {}, left out: {}; 90 % "
            "intervals in parentheses",
            proposal.own_years, value, 100.0 * proposal.own_weight, proposal.alone ? "" : "own ",
            peers.en, kind.name.en, interval(proposal.growth), interval(proposal.own_sd),
            interval(proposal.common_sd), remarks.en, counted(proposal.places, "place"),
            left_out.en)) +
        "\n";
    text += "source = " + toml_text(basis) + "\nset = [\n";
    const auto set = [&](const std::string& row, const std::string& column,
                         const std::string& cell) {
        text += "  " + toml_text(row + "." + column + "=" + cell) + ",\n";
    };
    // What is common comes with a line's drivers, or stands in the line (docs/line-kinds.md).
    const double own = proposal.own_sd.value * proposal.own_sd.value;
    const double common = place.driver ? 0.0 : proposal.common_sd.value * proposal.common_sd.value;
    const double permanent = own * proposal.permanent + common * proposal.common_permanent;
    set(place.line, "annual_sd", percent(std::sqrt(own + common)));
    set(place.line, "permanent", percent(permanent / (own + common)));
    if (proposal.own_years > 0) {
        set(place.line, "history_years", std::to_string(proposal.own_years));
    }
    set(place.line, "basis", basis);
    if (place.driver) {
        const std::string driver = "drivers[" + *place.driver + "]";
        std::string means;
        double growth = std::log1p(proposal.growth.value);
        const double fades = kind.kind == model::LineKind::land ? 0.5 : 1.0 - fading;
        for (int y = 0; y < years; ++y, growth *= fades) {
            means += (means.empty() ? "" : ";") + percent(std::expm1(growth));
        }
        set(driver, "mean", means);
        set(driver, "annual_sd", percent(proposal.common_sd.value));
        set(driver, "permanent", percent(proposal.common_permanent));
        if (proposal.common_half_life > 0.0) {
            set(driver, "half_life_months", fmt::format("{:g}", proposal.common_half_life));
        }
        set(driver, "basis", basis);
    }
    return text + "]\n";
}

}  // namespace coffer::calibration
