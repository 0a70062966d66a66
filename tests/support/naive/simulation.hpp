#pragma once
// The independent check of the engine: docs/model.md written down literally, one path at a time,
// one project at a time, one draw at a time. It shares no code with the engine beyond the
// immutable Model, and it is the baseline that the engine's speed is measured against.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <coffer/model/model.hpp>

namespace coffer::naive {

struct PathResult {
    /// By (indicator id, dimension, plan year index). Money in yuan. A value that is not defined
    /// (growth over an unknown base year ...) has no entry.
    std::map<std::tuple<std::string, std::string, int>, double> annual;
    /// "fai", "general_revenue", "debt_service" and "cash" (month-end, all accounts), in yuan.
    std::map<std::string, std::vector<double>> monthly;
    /// Project id -> finish moment in months; absent when not finished.
    std::map<std::string, double> finish;
    /// Event id -> first month; absent when it did not happen.
    std::map<std::string, int> first_hit;
};

/// The same figures without names, for runs of many paths; overwritten by every run.
struct FlatResult {
    std::vector<double> annual;   ///< annual[series * years + y]; `Simulator::series` names them
    std::vector<double> monthly;  ///< monthly[which * months + m], in the order of PathResult's
                                  ///< comment: fai, general_revenue, debt_service, cash
    std::vector<double> finish;   ///< by project in the model's order; -1 when not finished
    std::map<std::string, int> first_hit;
};

/// Name of a row of FlatResult::annual.
struct SeriesName {
    std::string indicator;
    std::string dimension;
};

/// Does what does not depend on the path once. Keeps a reference to the model. `run` is safe to
/// call from several threads.
class Simulator {
  public:
    explicit Simulator(const model::Model& model);
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    void run(std::uint64_t seed, std::uint64_t path, FlatResult& result) const;
    void run(std::uint64_t seed, std::uint64_t path, PathResult& result) const;

    [[nodiscard]] const std::vector<SeriesName>& series() const;
    /// Whether the figure is defined (see PathResult::annual).
    [[nodiscard]] bool defined(std::size_t series, int year) const;

  private:
    struct Setup;
    struct Path;
    std::unique_ptr<const Setup> setup_;
};

/// One path, set-up included.
[[nodiscard]] PathResult simulate(const model::Model& model, std::uint64_t seed,
                                  std::uint64_t path);

}  // namespace coffer::naive
