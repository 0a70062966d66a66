// Correlations of what is drawn each month: of drivers, and of the shocks that lines share.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"
#include "drivers/cholesky.hpp"
#include "drivers/nearest_correlation.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;

/// The correlations as they are written: every pair given, and the place of its value. Drivers
/// come first, in their order, then the shocks that are correlated with anything.
struct Correlations {
    Matrix matrix;
    std::map<std::pair<std::size_t, std::size_t>, Position> places;
    std::vector<std::string> ids;
    std::vector<std::size_t> shocks;  ///< of each row behind the drivers
};

/// Own shocks of a county's accounts, from the histories of 140 cities and 23 regions: unless the
/// plan says otherwise (docs/line-kinds.md).
struct UsualCorrelation {
    const char* a;
    const char* b;
    double value;
};
constexpr const char* the_gdp_driver = "";
constexpr UsualCorrelation usual_correlations[] = {{"expenditure", "general", 0.44},
                                                   {"fund", "general", 0.17},
                                                   {"general", "investment", 0.27},
                                                   {the_gdp_driver, "general", 0.36},
                                                   {the_gdp_driver, "investment", 0.22}};

std::optional<std::size_t> row_of(const Correlations& all, const std::string& id) {
    const auto place = std::find(all.ids.begin(), all.ids.end(), id);
    if (place == all.ids.end()) return std::nullopt;
    return static_cast<std::size_t>(place - all.ids.begin());
}

/// The driver or shock that a field names; a driver goes before a shock of the same name.
std::optional<std::size_t> refer_row(Building& building, FieldReader& row, const char* field,
                                     Correlations& all) {
    const std::string id = row.text(field);
    if (id.empty() || building.drivers.refused.contains(id)) return std::nullopt;
    if (const auto known = row_of(all, id)) return known;
    const auto shock = building.shocks.entries.find(id);
    if (shock == building.shocks.entries.end()) {
        // The shock of lines that do not vary, as in a what-if, is known and moves nothing.
        const auto& lines = building.line_shocks;
        const bool still = std::any_of(lines.begin(), lines.end(),
                                       [&](const auto& line) { return line.second == id; });
        if (!still) building.report_unknown(row, field, {&building.drivers, &building.shocks});
        return std::nullopt;
    }
    all.ids.push_back(id);
    all.shocks.push_back(shock->second.index);
    for (auto& each : all.matrix) each.push_back(0.0);
    all.matrix.emplace_back(all.ids.size(), 0.0);
    all.matrix.back().back() = 1.0;
    return all.ids.size() - 1;
}

/// Shocks as the model has them, not as rows happened to name them: which comes first decides whose
/// normals are mixed into whose.
Correlations in_order_of_shocks(const Correlations& read, std::size_t drivers) {
    std::vector<std::size_t> order(read.ids.size());  // new place: the one it was read at
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(drivers), order.end(),
              [&](std::size_t a, std::size_t b) {
                  return read.shocks[a - drivers] < read.shocks[b - drivers];
              });
    std::vector<std::size_t> place(order.size());
    Correlations result;
    for (std::size_t i = 0; i < order.size(); ++i) {
        place[order[i]] = i;
        result.ids.push_back(read.ids[order[i]]);
        if (i >= drivers) result.shocks.push_back(read.shocks[order[i] - drivers]);
        result.matrix.emplace_back();
        for (const std::size_t from : order) {
            result.matrix.back().push_back(read.matrix[order[i]][from]);
        }
    }
    for (const auto& [pair, at] : read.places) {
        const auto moved = std::minmax(place[pair.first], place[pair.second]);
        result.places.emplace(std::pair(moved.first, moved.second), at);
    }
    return result;
}

Correlations read_correlations(Building& building) {
    const std::size_t n = building.model.drivers.size();
    Correlations result{Matrix(n, std::vector<double>(n, 0.0)), {}, {}, {}};
    auto& [matrix, places, ids, shocks] = result;
    for (std::size_t i = 0; i < n; ++i) {
        matrix[i][i] = 1.0;
        ids.push_back(building.model.drivers[i].id);
    }
    building.each_row("correlations", [&](FieldReader& row) {
        const auto a = refer_row(building, row, "driver_a", result);
        const auto b = refer_row(building, row, "driver_b", result);
        const double correlation = row.ratio("correlation", 0.0, ranges::correlation);
        if (!a || !b) return;
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
    return in_order_of_shocks(result, n);
}

/// Adds what is usual for pairs that the plan says nothing of. Usual values give way to written
/// ones: they are shrunk until the matrix is a correlation matrix.
CholeskyResult add_usual(Building& building, Correlations& all) {
    const auto& model = building.model;
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    std::vector<double> values;
    const auto place_of = [&](const std::string& id) -> std::optional<std::size_t> {
        if (id == the_gdp_driver) {
            if (!model.economy.gdp_driver) return std::nullopt;
            return model.economy.gdp_driver->value;
        }
        const auto shock = building.shocks.entries.find(id);
        if (shock == building.shocks.entries.end()) return std::nullopt;
        for (std::size_t i = 0; i < all.shocks.size(); ++i) {
            if (all.shocks[i] == shock->second.index) return model.drivers.size() + i;
        }
        all.ids.push_back(id);
        all.shocks.push_back(shock->second.index);
        for (auto& each : all.matrix) each.push_back(0.0);
        all.matrix.emplace_back(all.ids.size(), 0.0);
        all.matrix.back().back() = 1.0;
        return all.ids.size() - 1;
    };
    for (const auto& usual : usual_correlations) {
        const auto first = place_of(usual.a);
        const auto second = first ? place_of(usual.b) : std::nullopt;
        if (!first || !second) continue;
        const auto pair = std::minmax(*first, *second);
        if (all.places.contains({pair.first, pair.second})) continue;
        pairs.emplace_back(pair.first, pair.second);
        values.push_back(usual.value);
    }
    constexpr int tries = 20;
    CholeskyResult result;
    for (int attempt = 0; attempt <= tries; ++attempt) {
        const double factor = 1.0 - static_cast<double>(attempt) / tries;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const auto& [a, b] = pairs[i];
            all.matrix[a][b] = all.matrix[b][a] = factor * values[i];
        }
        result = cholesky(all.matrix);
        if (!result.failed_row) break;
    }
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
Text proposal_for(const Matrix& matrix, const std::vector<std::string>& ids) {
    constexpr int decimals = 4;
    constexpr std::size_t most_listed = 12;
    if (ids.size() > most_listed) {
        return say("请把这 {0} 个因素之间的相关系数都乘以 {1:.{2}f}，或修正矛盾的几对。",
                   "Multiply all correlations among these {0} drivers by {1:.{2}f}, or correct "
                   "the pairs that contradict each other.",
                   ids.size(), largest_factor(matrix, decimals), decimals);
    }
    const Matrix valid = rounded_nearest_correlation(matrix, decimals);
    std::string rows;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        for (std::size_t j = i + 1; j < ids.size(); ++j) {
            rows += fmt::format("{}{},{},{:.{}f}", rows.empty() ? "" : "; ", ids[i], ids[j],
                                valid[i][j], decimals);
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
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < group.size(); ++i) {
        ids.push_back(all.ids[group[i]]);
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
            quote(ids[with]), quote(ids[k])),
        {"没有随机变量能同时有这些相关系数（相关矩阵有负的特征值）",
         "no random variables have all of them (the matrix has a negative eigenvalue)"},
        proposal_for(matrix, ids));
}

/// Gives drivers their rows of the factor, and shocks theirs; positions of shocks in a row are
/// those of the model's shocks behind the drivers.
void hand_out(const Correlations& all, const Matrix& factor, Model& model) {
    const std::size_t n = model.drivers.size();
    model.correlation_factor.clear();
    for (std::size_t d = 0; d < n; ++d) {
        model.correlation_factor.emplace_back(factor[d].begin(),
                                              factor[d].begin() + static_cast<std::ptrdiff_t>(n));
    }
    const std::size_t shocks = all.shocks.size();
    Matrix among(shocks, std::vector<double>(shocks));
    for (std::size_t i = 0; i < shocks; ++i) {
        for (std::size_t j = 0; j < shocks; ++j) among[i][j] = all.matrix[n + i][n + j];
    }
    const auto yearly = cholesky(among);
    for (std::size_t i = 0; i < shocks; ++i) {
        Shock& shock = model.shocks[all.shocks[i]];
        for (std::size_t from = 0; from <= n + i; ++from) {
            const double weight = factor[n + i][from];
            if (weight == 0.0) continue;
            shock.factor.emplace_back(from < n ? from : n + all.shocks[from - n], weight);
        }
        for (std::size_t from = 0; from <= i; ++from) {
            const double weight = yearly.factor[i][from];
            if (weight != 0.0) shock.year_factor.emplace_back(all.shocks[from], weight);
        }
    }
}

}  // namespace

void build_correlations(Building& building) {
    Correlations all = read_correlations(building);
    const CholeskyResult written = cholesky(all.matrix);
    if (written.failed_row) {
        for (const auto& group : groups_of(all.matrix)) check_group(building, all, group);
        return;
    }
    const CholeskyResult result = add_usual(building, all);
    hand_out(all, result.factor, building.model);
}

}  // namespace coffer::model
