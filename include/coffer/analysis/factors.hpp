#pragma once
// The chances of a plan, one by one: every stream and what it is drawn for. Draws are functions of
// their keys, so a factor's values are made again from the seed without a run.
#include <cstdint>
#include <string>
#include <vector>

#include "coffer/base/text.hpp"
#include "coffer/kernel/draws.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"

namespace coffer::analysis {

struct Factor {
    enum class Kind {
        driver,    ///< mean deviation of a driver in a plan year, without crises and jumps
        noise,     ///< own luck of a line in a year, as a share of its amount
        duration,  ///< of a stage, in months of work, as far as it is its own
        overrun,   ///< of a project's cost, as far as it is its own, or of its output, as a factor
        common,    ///< what a sector or a year of approval has in common, standard normal
        receipt,   ///< uniform: below its probability a receipt comes, or a project produces
        chance     ///< least uniform of the months so far: events happen below a probability
    };
    Kind kind = Kind::noise;
    std::string id;  ///< "revenue/land_sale@2021"
    Text name;
    std::uint32_t stream = 0;
    random::Purpose purpose{};
    int number = 0;  ///< of the draw; of a driver its plan year
    std::size_t driver = 0;
    const plan::FlowPlan* flow = nullptr;  ///< of noise; a line of the plan the factor is of
    // Of durations and overruns: what is made of the normal, and how much of it is their own.
    const plan::DistributionPlan* drawn_from = nullptr;
    double own = 1.0;
};

/// Every factor that acts before the end of `last_year` (a plan year).
[[nodiscard]] std::vector<Factor> factors_of(const plan::Plan& plan, const model::Model& model,
                                             int last_year);

/// Its value on each of the first `paths` paths, as this run drew it.
[[nodiscard]] std::vector<double> values_of(const plan::Plan& plan, const Factor& factor,
                                            const kernel::Draws& draws, std::size_t paths);

/// Chances that are independent of those of other groups.
struct Group {
    std::string id;
    Text name;
    struct Part {
        std::uint32_t stream = 0;
        std::vector<random::Purpose> purposes;  ///< none: all
    };
    std::vector<Part> parts;

    /// Draws the group with this key; all other streams as before.
    void draw_with(const kernel::Draws::Key& key, kernel::Draws& draws) const;
};

/// Drivers, revenue, taxpayers, spending, money for projects, durations, costs, what projects have
/// in common, events: every stream in one of them. Groups without a stream are left out.
[[nodiscard]] std::vector<Group> groups_of(const plan::Plan& plan);
/// Each stream a group of its own.
[[nodiscard]] std::vector<Group> streams_of(const plan::Plan& plan, const model::Model& model);

}  // namespace coffer::analysis
