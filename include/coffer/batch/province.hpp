#pragma once
// A province: counties on the same paths, added up path by path. Drivers that counties have in
// common are the same in all of them on a path, everything else is each county's own
// (docs/decisions/0073-draws-of-a-region.md).
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"
#include "coffer/batch/survey.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/statistics/summary.hpp"

namespace coffer::batch {

/// What may befall a county in a year.
enum class Danger {
    orange,            ///< debt tier orange or red at the year's end
    red,               ///< debt tier red at the year's end
    arrears,           ///< arrears at the year's end
    cash_below_floor,  ///< cash below its floor by the year's end
    restructuring      ///< fiscal restructuring entered by the year's end
};
inline constexpr std::size_t danger_count = 5;
[[nodiscard]] std::string id_of(Danger danger);

/// Which end of a figure hurts.
enum class Side { low, high };
/// Of an indicator that more, or less, of is better.
[[nodiscard]] Side bad_side(model::Indicator indicator);
/// Reports an indicator that has no worst paths, because neither more nor less of it is better.
bool check_tail(model::Indicator indicator, Diagnostics& diagnostics);

/// The figures that are added up when none are named.
[[nodiscard]] std::vector<model::Indicator> usual_province_figures();

struct ProvinceOptions {
    std::vector<PlanPlace> plans;
    const scenario::Change* variant = nullptr;             ///< null: plans as they are
    std::vector<model::Indicator> figures;                 ///< their totals; no ratios
    model::Indicator tail = model::Indicator::debt_total;  ///< one of `figures`
    std::optional<int> tail_year;                          ///< the last when left out
    std::uint64_t paths = 10000;
    std::uint64_t seed = 1;
    int threads = 0;           ///< 0: as many as the machine offers
    std::uint64_t memory = 0;  ///< bytes that runs may hold at once
};

struct County {
    std::string plan;
    std::string id;
    Text name;
    std::string region;  ///< whose draws it has: simulation.region, or the plan's id
    std::string sha256;  ///< of what the plan says
};

/// A plan that is in no sum, and why.
struct LeftOut {
    std::string plan;
    std::vector<Diagnostic> diagnostics;
};

/// A sum over all counties at the end of a year, or of the year.
struct ProvinceFigure {
    model::Indicator indicator = model::Indicator::fai;
    int year = 0;
    statistics::Summary summary;
    std::size_t without = 0;  ///< counties that do not have the figure, and count as 0
};

/// On how many paths exactly k counties are in danger, by k from 0 to all of them.
struct ProvinceDanger {
    Danger danger = Danger::red;
    int year = 0;
    std::vector<std::uint64_t> paths;

    [[nodiscard]] double mean() const;
    /// P(at least k counties).
    [[nodiscard]] double at_least(std::size_t counties) const;
};

/// What a county has to do with the province's tail.
struct Contribution {
    std::size_t county = 0;
    double mean = 0.0;     ///< of its figure
    double in_tail = 0.0;  ///< its mean on the paths of the tail: marginal expected shortfall
    double error = 0.0;    ///< standard error of that mean

    [[nodiscard]] double excess() const { return in_tail - mean; }
};

/// The paths on which the sum is worst: one of twenty.
struct ProvinceTail {
    model::Indicator indicator = model::Indicator::debt_total;
    int year = 0;
    Side side = Side::high;
    std::vector<std::uint64_t> paths;         ///< ascending
    double threshold = 0.0;                   ///< the least bad sum among them
    double mean = 0.0;                        ///< of the sum, on all paths
    double in_tail = 0.0;                     ///< of the sum, on these
    std::vector<Contribution> contributions;  ///< by county; they add up to the two means
};

struct Province {
    int first_year = 0;
    int first_month = 1;
    int years = 0;
    std::uint64_t paths = 0;
    std::uint64_t seed = 0;
    std::vector<County> counties;  ///< by plan
    std::vector<LeftOut> left_out;
    std::vector<ProvinceFigure> figures;  ///< by figure, then year
    std::vector<ProvinceDanger> dangers;  ///< by danger, then year
    ProvinceTail tail;
};

/// Called now and then, never twice at once; returning false stops the run.
using ProvinceProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// Reads all plans, computes each on the same paths and adds up while it runs: memory does not grow
/// with the number of counties. Then computes each once more on the paths of the tail alone, which
/// come out as before to the bit. Plans with mistakes, or of other years than the first, are left
/// out. None, with diagnostics, when no county is left, two have the same region, or a plan changed
/// meanwhile; none without any when stopped. Figures do not depend on threads or order.
[[nodiscard]] std::optional<Province> run_province(const ProvinceOptions& options,
                                                   const ProvinceProgress& progress,
                                                   Diagnostics& diagnostics);

}  // namespace coffer::batch
