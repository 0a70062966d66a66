// Catches: moments of stages in networks of all four kinds of links, with lags and leads in elapsed
// and in working time, that differ from a forward pass written from their definition - in months
// gone through one by one, in schedules passed ahead of them, on the planned schedule or in the
// naive implementation. The two implementations read the same page; what that has wrong only
// another source can tell.
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "coffer/plan/by_month.hpp"
#include "support/model_builder.hpp"
#include "support/moments.hpp"
#include "support/simulation.hpp"

namespace {

using namespace coffer;
using namespace coffer::testing;
using Kind = model::Link::Kind;
using LagTime = model::Link::LagTime;
using model::StageKind;

constexpr int plan_years = 14;

/// Small whole choices of a seeded generator.
class Choices {
  public:
    explicit Choices(unsigned seed) : random_(seed) {}
    [[nodiscard]] int below(int bound) {
        return static_cast<int>(random_() % static_cast<unsigned>(bound));
    }
    [[nodiscard]] bool one_in(int chance) { return below(chance) == 0; }
    template <class Item>
    [[nodiscard]] Item of(const std::vector<Item>& items) {
        return items[static_cast<std::size_t>(below(static_cast<int>(items.size())))];
    }

  private:
    std::minstd_rand random_;
};

/// Work that fits between two moments, and the reverse, month by month.
class Clock {
  public:
    explicit Clock(const model::MonthProfile& work) : work_(work) {}
    /// The first moment by which `amount` of work is done that goes on at `from`.
    [[nodiscard]] double after(double from, double amount) const {
        double t = from;
        while (amount > rounding) {
            const double end = std::floor(t + rounding) + 1.0;
            const double fits = (end - t) * rate(t);
            if (fits >= amount - rounding) return t + amount / rate(t);
            amount -= fits;
            t = end;
        }
        return t;
    }
    /// The last moment from which on `amount` of work lies before `until`; 0 where there is less.
    [[nodiscard]] double before(double until, double amount) const {
        double t = until;
        while (amount > rounding && t > 0.0) {
            const double begin = std::ceil(t - rounding) - 1.0;
            const double fits = (t - begin) * rate(begin + rounding);
            const bool enough = fits >= amount - rounding;
            t = enough ? t - amount / rate(begin + rounding) : begin;
            amount = enough ? 0.0 : amount - fits;
        }
        // The first moment with so much work done: not within or behind months without any.
        while (t > rounding && rate(t - 1e-6) <= 0.0) t = std::ceil(t - rounding) - 1.0;
        return std::max(0.0, t);
    }
    /// Where work goes on, past months without any.
    [[nodiscard]] double next_work(double t) const {
        while (rate(t) <= 0.0) t = std::floor(t + rounding) + 1.0;
        return t;
    }

  private:
    static constexpr double rounding = 1e-9;
    [[nodiscard]] double rate(double t) const {
        return work_[static_cast<std::size_t>(std::floor(t + rounding)) % 12];
    }
    model::MonthProfile work_;
};

/// Finish moments by project: each stage as early as the stage before it, its date and its links
/// let it. Stages are gone through in the order of projects, as links go.
std::vector<double> forward_pass(const model::Model& model) {
    struct Moments {
        double start = 0.0, finish = 0.0;
    };
    std::vector<std::vector<Moments>> found;
    std::vector<double> finishes;
    for (std::size_t j = 0; j < model.projects.size(); ++j) {
        const auto& project = model.projects[j];
        const Clock clock(project.productivity);
        found.emplace_back();
        double before = 0.0;
        for (std::size_t k = 0; k < project.stages.size(); ++k) {
            double start =
                std::max(before, static_cast<double>(project.stages[k].not_before.value_or(0)));
            double hold = 0.0;
            for (const auto& link : model.links) {
                if (link.to_project.value != j || link.to_stage != k) continue;
                const auto& from = found[link.from_project.value][link.from_stage];
                double moment = link.from_start() ? from.start : from.finish;
                if (link.lag_time == LagTime::elapsed) {
                    moment += link.lag_months;
                } else {
                    const auto of =
                        link.lag_time == LagTime::predecessor ? link.from_project : link.to_project;
                    const Clock lag(model.projects[of.value].productivity);
                    moment = link.lag_months >= 0.0 ? lag.after(moment, link.lag_months)
                                                    : lag.before(moment, -link.lag_months);
                }
                double& bound = link.to_finish() ? hold : start;
                bound = std::max(bound, moment);
            }
            start = clock.next_work(start);
            const double work = project.stages[k].duration.a;
            before = std::max(hold, clock.after(start, work));
            found.back().push_back({start, before});
        }
        finishes.push_back(before);
    }
    return finishes;
}

/// The same from the engine where it goes through all months.
std::vector<double> moments_by_month(const model::Model& model) {
    const auto plan = plan::all_by_month(compiled(model));
    kernel::PathStore store(plan, 1);
    kernel::simulate_paths(plan, 5, 0, 1, 64, store);
    std::vector<double> result;
    for (std::size_t p = 0; p < plan.projects.size(); ++p) {
        result.push_back(finish_of(plan, store, 0, p));
    }
    return result;
}

/// Three to seven projects of one to three stages of fixed length, some with a winter stop, some
/// with costs and all the money they want; `leads` have some links from finishes count backwards.
model::Model network(unsigned seed, bool costs, bool leads) {
    Choices choose(seed);
    auto model = empty_model(plan_years);
    add_unlimited(model, "money");
    const StageKind kinds[] = {StageKind::approval, StageKind::land, StageKind::construction};
    const int projects = 3 + choose.below(5);
    for (int i = 0; i < projects; ++i) {
        std::vector<model::Stage> stages;
        const int count = 1 + choose.below(3);
        const bool pays = costs && choose.one_in(2);
        for (int k = 0; k < count; ++k) {
            const double months = choose.of<double>({1.0, 2.0, 3.0, 4.0, 2.5, 1.25, 0.4});
            stages.push_back(
                stage(kinds[3 - count + k], fixed(months), pays && k + 1 == count ? 1.0 : 0.0));
        }
        if (choose.one_in(4)) stages[0].not_before = 1 + choose.below(10);
        const std::string name = "p" + std::to_string(i);
        auto& project = add_project(model, name, pays ? 1.2e8 : 0.0, stages);
        if (pays) add_funding(model, project, "money");
        if (choose.one_in(3)) project.productivity = work_except({0, 1, 11});
        if (choose.one_in(4)) project.productivity = work_except({6});
    }
    for (int j = 1; j < projects; ++j) {
        for (int i = 0; i < j; ++i) {
            if (choose.one_in(2)) continue;
            const auto stages_of = [&](int p) {
                return static_cast<int>(model.projects[static_cast<std::size_t>(p)].stages.size());
            };
            const auto kind = choose.of<Kind>(
                {Kind::finish_start, Kind::start_start, Kind::finish_finish, Kind::start_finish});
            double lag = choose.of<double>({0.0, 0.0, 1.0, 2.0, 0.5, 1.5});
            const bool from_finish = kind == Kind::finish_start || kind == Kind::finish_finish;
            if (leads && from_finish && choose.one_in(3)) lag = -lag;
            const auto time = choose.of<LagTime>(
                {LagTime::elapsed, LagTime::elapsed, LagTime::predecessor, LagTime::successor});
            const auto from = static_cast<std::size_t>(choose.below(stages_of(i)));
            const auto to = static_cast<std::size_t>(choose.below(stages_of(j)));
            add_link(model, "p" + std::to_string(i), from, "p" + std::to_string(j), to, lag, kind,
                     time);
        }
    }
    return model;
}

void compare(bool costs, bool leads) {
    int linked = 0;
    for (unsigned seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed, costs, leads);
        const auto model = network(seed, costs, leads);
        const auto expected = forward_pass(model);
        const auto found = moments(model);
        const auto by_month = moments_by_month(model);
        for (std::size_t p = 0; p < expected.size(); ++p) {
            CAPTURE(p);
            CHECK(found.planned[p] == Approx(expected[p]).margin(1e-6));
            CHECK(found.naive[p] == Approx(expected[p]).margin(1e-6));
            CHECK(found.engine[p] == Approx(expected[p]).margin(1e-3));
            CHECK(by_month[p] == Approx(expected[p]).margin(1e-3));
        }
        linked += static_cast<int>(model.links.size());
    }
    CHECK(linked > 500);
}

}  // namespace

TEST_CASE("networks end when a forward pass from the definitions says", "[kernel][links]") {
    compare(false, false);
    compare(true, false);
}

TEST_CASE("leads: the same", "[kernel][links]") {
    compare(false, true);
    compare(true, true);
}

TEST_CASE("a chain of starts keeps the moment of its first", "[kernel][links]") {
    for (const bool costs : {false, true}) {
        CAPTURE(costs);
        auto model = empty_model(4);
        add_unlimited(model, "money");
        for (int i = 0; i < 5; ++i) {
            const bool pays = costs && i % 2 == 1;
            auto& project = add_project(
                model, "p" + std::to_string(i), pays ? 1.2e8 : 0.0,
                {stage(StageKind::construction, fixed(i == 0 ? 10.5 : 3.0), pays ? 1.0 : 0.0)});
            if (pays) add_funding(model, project, "money");
            if (i == 0) continue;
            add_link(model, "p" + std::to_string(i - 1), 0, "p" + std::to_string(i), 0, 0.0,
                     Kind::start_start);
        }
        for (std::size_t p = 1; p < 5; ++p) check_finish(model, p, 3.0);
        // A start inside a month, and a lead from it.
        model.projects[0].stages.insert(model.projects[0].stages.begin(),
                                        stage(StageKind::approval, fixed(3.5)));
        model.links[0].from_stage = 1;
        for (std::size_t p = 1; p < 5; ++p) check_finish(model, p, 6.5);
        model.links[3].lag_months = -2.0;
        check_finish(model, 4, 4.5);
    }
}
