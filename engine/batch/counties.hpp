#pragma once
// The counties of a province as they are read, for all that adds them up.
#include <optional>
#include <vector>

#include "coffer/batch/province.hpp"
#include "coffer/model/model.hpp"
#include "coffer/plan/plan.hpp"
#include "coffer/scenario/source.hpp"
#include "memory.hpp"

namespace coffer::batch {

/// A county that can be computed.
struct ReadCounty {
    County county;
    model::Model model;
    plan::Plan plan;
};

/// None, with what is wrong, when it cannot be computed.
[[nodiscard]] std::optional<ReadCounty> read_county(const PlanPlace& place,
                                                    const scenario::Source& source,
                                                    const std::vector<scenario::Change>& changes,
                                                    Diagnostics& diagnostics);
/// The same from its files.
[[nodiscard]] std::optional<ReadCounty> read_county(const PlanPlace& place,
                                                    const std::vector<scenario::Change>& changes,
                                                    Diagnostics& diagnostics);

/// Why a county is in no sum.
[[nodiscard]] Diagnostic reason(const PlanPlace& place, Text problem, Text why, Text suggestion);
[[nodiscard]] Diagnostic no_memory(const PlanPlace& place, std::uint64_t paths,
                                   std::uint64_t bytes);
[[nodiscard]] Diagnostic beyond_range(const PlanPlace& place, std::uint64_t path);

struct Frame {
    int first_year = 0;
    int first_month = 1;
    int years = 0;

    Frame() = default;
    explicit Frame(const model::Model& model)
        : first_year(model.first_year), first_month(model.first_month), years(model.years) {}
    friend bool operator==(const Frame&, const Frame&) = default;
};

/// What the plans are, each by its place in the list of plans.
struct Counties {
    std::vector<std::optional<County>> found;
    std::vector<std::vector<Diagnostic>> left;  ///< why one is not found
    std::vector<std::optional<Frame>> frames;

    explicit Counties(std::size_t plans) : found(plans), left(plans), frames(plans) {}

    void leave_out(std::size_t place, Diagnostic why) {
        left[place].push_back(std::move(why));
        found[place].reset();
    }
    /// Leaves out those of other years than the first. None, with diagnostics, when none is left or
    /// two have the same region: sums are of the same years, and nobody's luck is another's.
    [[nodiscard]] std::optional<Frame> agree(const std::vector<PlanPlace>& plans,
                                             Diagnostics& diagnostics);
    void tell_none_left(Diagnostics& diagnostics) const;
    /// Those that are found, and those that are not.
    [[nodiscard]] std::vector<County> those_found() const;
    [[nodiscard]] std::vector<LeftOut> those_left(const std::vector<PlanPlace>& plans) const;
};

/// Memory that a run was granted, until the end of the scope.
class Lent {
  public:
    Lent(MemoryBudget& budget, std::uint64_t bytes)
        : budget_(budget), bytes_(bytes), granted_(budget.take(bytes)) {}
    ~Lent() {
        if (granted_) budget_.release(bytes_);
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    Lent(Lent&&) = delete;
    Lent& operator=(Lent&&) = delete;
    explicit operator bool() const { return granted_; }

  private:
    MemoryBudget& budget_;
    std::uint64_t bytes_;
    bool granted_;
};

}  // namespace coffer::batch
