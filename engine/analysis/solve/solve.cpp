#include "coffer/analysis/solve.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace coffer::analysis {
namespace {

/// Ends and points between at which it is first looked whether the requirement changes once only.
constexpr int first_points = 5;
constexpr int most_bisections = 8;
/// Rounds in which it is looked beside the point that comes nearest to a value never reached.
constexpr int nearer_rounds = 4;
/// Steps of a lever that moves in steps, looked at on either side of the last one that holds.
constexpr int most_steps = 6;
/// A bracket is narrow enough at this share of the range, or of what sampling leaves open.
constexpr double narrow = 1.0 / 4096.0;
constexpr double narrow_for_sampling = 0.25;

/// Of the interval of an estimate; none: the estimate itself.
enum class Edge { lower, none, upper };

double value_at(Edge edge, const statistics::Estimate& estimate) {
    const double error = statistics::errors_either_side * estimate.se;
    switch (edge) {
        case Edge::lower:
            return estimate.interval.low.value_or(estimate.value - error);
        case Edge::upper:
            return estimate.interval.high.value_or(estimate.value + error);
        default:
            return estimate.value;
    }
}

class Solver {
  public:
    Solver(const Case& base, const Lever& lever, const Requirement& requirement, Runner& runner,
           Diagnostics& diagnostics)
        : base_(base),
          lever_(lever),
          requirement_(requirement),
          runner_(runner),
          diagnostics_(diagnostics),
          how_(runner.options()) {}

    std::optional<Solution> solve(const SolveOptions& options) {
        if (!look(lever_.range().low, lever_.range().high, first_points)) return ended();
        if (changes().empty() && !look_nearer()) return ended();
        const auto places = changes();
        if (places.size() != 1) {
            solution_.outcome = places.size() > 1            ? Solution::Outcome::not_monotone
                                : evaluations_.front().holds ? Solution::Outcome::always
                                                             : Solution::Outcome::never;
            return finished();
        }
        if (!narrow_down() || (!solution_.in_steps && !sharpen())) return ended();
        while (!is_as_wanted(options)) {
            if (!more_paths(options)) break;
            if (interrupted_ || failed_) return ended();
        }
        solution_.as_wanted = is_as_wanted(options);
        if (!verify(options)) return ended();
        return finished();
    }

  private:
    /// The figure at x with the current number of paths.
    bool evaluate(double x) {
        for (const Evaluation& known : evaluations_) {
            if (known.x == x) return true;
        }
        auto evaluation = measured(x, how_);
        if (!evaluation) return false;
        const auto place =
            std::lower_bound(evaluations_.begin(), evaluations_.end(), x,
                             [](const Evaluation& left, double right) { return left.x < right; });
        evaluations_.insert(place, *evaluation);
        return true;
    }

    std::optional<Evaluation> measured(double x, const run::Options& how) {
        // The plan itself, which no change writes to, is a point like any other.
        auto varied = vary(base_.document, {lever_.at(x)}, diagnostics_);
        if (!varied.changed) {
            if (!diagnostics_.has_errors()) {
                diagnostics_.error(
                    lever_.change().at, {"手段没有改到任何东西", "the lever changes nothing"},
                    {"方案里没有它所选的行", "the plan has none of the rows it selects"},
                    {"请检查方括号里的条件。", "Check the conditions in its brackets."});
            }
            failed_ = true;
            return std::nullopt;
        }
        const plan::Plan& plan = varied.changed->plan;
        if (!has(plan, requirement_.measure)) {
            diagnostics_.error(
                lever_.change().at,
                {"改动后的方案没有要看的指标", "the changed plan lacks the figure asked for"},
                {requirement_.measure.text, requirement_.measure.text},
                {"请换一个手段或指标。", "Choose another lever or figure."});
            failed_ = true;
            return std::nullopt;
        }
        const auto paths = runner_.run(plan, how);
        if (!paths) {
            interrupted_ = true;
            return std::nullopt;
        }
        Evaluation evaluation;
        evaluation.x = x;
        evaluation.estimate =
            estimate_of(requirement_.measure, values_on(plan, *paths, requirement_.measure));
        evaluation.holds = requirement_.holds(evaluation.estimate.value);
        return evaluation;
    }

    bool look(double low, double high, int points) {
        for (int i = 0; i < points; ++i) {
            const double share = static_cast<double>(i) / (points - 1);
            if (!evaluate(low + share * (high - low))) return false;
        }
        return true;
    }

    /// Places in `evaluations_` after which the requirement changes.
    [[nodiscard]] std::vector<std::size_t> changes() const {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i + 1 < evaluations_.size(); ++i) {
            if (evaluations_[i].holds != evaluations_[i + 1].holds) places.push_back(i);
        }
        return places;
    }

    /// Where nothing changes among the first points it may between them: looks beside the one that
    /// comes nearest to the value, as long as that brings it nearer.
    bool look_nearer() {
        const auto away = [this](const Evaluation& evaluation) {
            return std::fabs(evaluation.estimate.value - requirement_.condition.value);
        };
        const auto nearest = [&] {
            return static_cast<std::size_t>(
                std::min_element(evaluations_.begin(), evaluations_.end(),
                                 [&](const auto& a, const auto& b) { return away(a) < away(b); }) -
                evaluations_.begin());
        };
        for (int round = 0; round < nearer_rounds && changes().empty(); ++round) {
            const std::size_t place = nearest();
            const double x = evaluations_[place].x;
            const double best = away(evaluations_[place]);
            const double before = place > 0 ? evaluations_[place - 1].x : x;
            const double after = place + 1 < evaluations_.size() ? evaluations_[place + 1].x : x;
            if (before < x && !evaluate((before + x) / 2.0)) return false;
            if (after > x && !evaluate((x + after) / 2.0)) return false;
            if (away(evaluations_[nearest()]) >= best) break;
        }
        return true;
    }

    /// Whether the lever writes the same at both: it moves in steps, as round(x) does.
    [[nodiscard]] bool is_one_step(double a, double b) const {
        const auto first = lever_.at(a).statements;
        const auto second = lever_.at(b).statements;
        return std::equal(
            first.begin(), first.end(), second.begin(), second.end(),
            [](const auto& left, const auto& right) { return left.text == right.text; });
    }

    [[nodiscard]] double width() const { return lever_.range().high - lever_.range().low; }

    /// Halves the bracket, or cuts it where a straight line would cross, if that is safely inside.
    bool narrow_down() {
        for (int i = 0; i < most_bisections; ++i) {
            const std::size_t place = changes().front();
            const Evaluation& left = evaluations_[place];
            const Evaluation& right = evaluations_[place + 1];
            settle();
            if (right.x - left.x <= narrow * width() ||
                (i > 2 && right.x - left.x <= narrow_for_sampling * sampling_width())) {
                break;
            }
            const double share = std::clamp(crossing(left, right, Edge::none), 0.1, 0.9);
            // Every third step halves, so that a bend cannot hold the bracket open.
            const double cut = i % 3 == 2 ? 0.5 : share;
            const double at = left.x + cut * (right.x - left.x);
            if (is_one_step(at, left.x) || is_one_step(at, right.x)) return narrow_to_a_step();
            if (!evaluate(at)) return false;
            if (changes().size() != 1) break;
        }
        settle();
        return true;
    }

    /// Of a lever that moves in steps: two neighbouring steps between which the requirement
    /// changes, then on either side the nearest step of which sampling leaves no doubt.
    bool narrow_to_a_step() {
        solution_.in_steps = true;
        const double resolution = narrow * width();
        for (int i = 0; i < 64; ++i) {
            const std::size_t place = changes().front();
            const double left = evaluations_[place].x;
            const double right = evaluations_[place + 1].x;
            const auto between = step_between(left, right, resolution);
            if (!between) break;
            if (!evaluate(*between)) return false;
            if (changes().size() != 1) break;
        }
        const std::size_t place = changes().front();
        const Evaluation left = evaluations_[place];
        const Evaluation right = evaluations_[place + 1];
        solution_.meets = left.holds ? left.x : right.x;
        solution_.misses = left.holds ? right.x : left.x;
        solution_.x = solution_.meets;
        const auto low = sure_step(left.x, lever_.range().low, resolution);
        const auto high = sure_step(right.x, lever_.range().high, resolution);
        if (failed_ || interrupted_) return false;
        solution_.interval = {low, high};
        const auto& sure = left.holds ? low : high;
        solution_.advised = sure.value_or(solution_.meets);
        solution_.sure = sure.has_value();
        return true;
    }

    /// A point between two at which the lever writes something else than at both.
    [[nodiscard]] std::optional<double> step_between(double left, double right,
                                                     double resolution) const {
        if (std::fabs(right - left) <= resolution) return std::nullopt;
        const double middle = (left + right) / 2.0;
        if (is_one_step(middle, left)) return step_between(middle, right, resolution);
        if (is_one_step(middle, right)) return step_between(left, middle, resolution);
        return middle;
    }

    /// From a step towards an end of the range, step by step: the first that is beyond doubt.
    std::optional<double> sure_step(double from, double end, double resolution) {
        double x = from;
        for (int i = 0; i < most_steps; ++i) {
            if (!evaluate(x)) return std::nullopt;
            for (const Evaluation& each : evaluations_) {
                if (each.x == x && requirement_.is_settled_by(each.estimate)) return x;
            }
            const auto next = next_step(x, end, resolution);
            if (!next) break;
            x = *next;
        }
        return std::nullopt;
    }

    /// A point of the next step on the way to `end`.
    [[nodiscard]] std::optional<double> next_step(double from, double end,
                                                  double resolution) const {
        if (is_one_step(from, end)) return std::nullopt;
        double same = from, other = end;
        while (std::fabs(other - same) > resolution) {
            const double middle = (same + other) / 2.0;
            (is_one_step(from, middle) ? same : other) = middle;
        }
        return other;
    }

    /// The share of the way from left to right at which the figure, or that edge of its interval,
    /// has the wanted value; outside of 0 to 1, or not a number, where it has it nowhere between.
    [[nodiscard]] double crossing(const Evaluation& left, const Evaluation& right,
                                  Edge edge) const {
        const double wanted = requirement_.condition.value;
        const double first = value_at(edge, left.estimate) - wanted;
        const double second = value_at(edge, right.estimate) - wanted;
        return first / (first - second);
    }

    void settle() {
        const std::size_t place = changes().front();
        const Evaluation& left = evaluations_[place];
        const Evaluation& right = evaluations_[place + 1];
        solution_.meets = left.holds ? left.x : right.x;
        solution_.misses = left.holds ? right.x : left.x;
        solution_.x =
            left.x + std::clamp(crossing(left, right, Edge::none), 0.0, 1.0) * (right.x - left.x);
        solution_.interval = {};
        for (const auto end : {bound(Edge::upper), bound(Edge::lower)}) {
            if (end && *end <= solution_.x) solution_.interval.low = *end;
            if (end && *end >= solution_.x) solution_.interval.high = *end;
        }
        const auto& sure = left.holds ? solution_.interval.low : solution_.interval.high;
        solution_.advised = left.holds ? std::min(left.x, sure.value_or(left.x))
                                       : std::max(right.x, sure.value_or(right.x));
        solution_.sure = sure.has_value();
    }

    /// Between the few points far from x the figure need not be straight.
    bool sharpen() {
        constexpr double settled = 0.1;  // of the distance from x: closer is good enough
        for (const Edge edge : {Edge::upper, Edge::lower}) {
            bool straight = true;
            for (int i = 0; i < most_bisections; ++i) {
                const auto end = bound(edge);
                if (!end || std::fabs(*end - solution_.x) <= narrow * width()) break;
                const auto [left, right] = around(*end);
                if (i > 0 && straight) break;
                if (i > 0 && right - left <= settled * std::fabs(*end - solution_.x)) break;
                // Where it moves in steps, straight lines between points say nothing: halve.
                const double at = i == 0 ? *end : (left + right) / 2.0;
                const double sides = std::min(gap(edge, left), gap(edge, right));
                if (!evaluate(at)) return false;
                if (changes().size() != 1) return true;
                straight = i == 0 && gap(edge, at) <= 0.5 * sides;
                settle();
            }
        }
        return true;
    }

    /// How far that edge of the figure lies from the value at a point looked at.
    [[nodiscard]] double gap(Edge edge, double x) const {
        for (const Evaluation& evaluation : evaluations_) {
            if (evaluation.x != x) continue;
            return std::fabs(value_at(edge, evaluation.estimate) - requirement_.condition.value);
        }
        return 0.0;
    }

    /// The points looked at on either side of x.
    [[nodiscard]] std::pair<double, double> around(double x) const {
        std::pair<double, double> sides{lever_.range().low, lever_.range().high};
        for (const Evaluation& evaluation : evaluations_) {
            if (evaluation.x <= x) sides.first = evaluation.x;
            if (evaluation.x >= x) {
                sides.second = evaluation.x;
                break;
            }
        }
        return sides;
    }

    /// Where that edge of the figure's interval crosses the value, nearest to x; none: outside.
    [[nodiscard]] std::optional<double> bound(Edge edge) const {
        std::optional<double> best;
        for (std::size_t i = 0; i + 1 < evaluations_.size(); ++i) {
            const double share = crossing(evaluations_[i], evaluations_[i + 1], edge);
            if (!(share >= 0.0 && share <= 1.0)) continue;
            const double x =
                evaluations_[i].x + share * (evaluations_[i + 1].x - evaluations_[i].x);
            if (!best || std::fabs(x - solution_.x) < std::fabs(*best - solution_.x)) best = x;
        }
        return best;
    }

    /// The interval of x as far as it is known; none of it while it leaves the points looked at.
    [[nodiscard]] double sampling_width() const {
        if (!solution_.interval.low || !solution_.interval.high) return 0.0;
        return *solution_.interval.high - *solution_.interval.low;
    }

    [[nodiscard]] double half_width() const {
        if (!solution_.interval.low || !solution_.interval.high) return width();
        return std::max((*solution_.interval.high - *solution_.interval.low) / 2.0,
                        std::fabs(solution_.meets - solution_.misses) / 2.0);
    }

    [[nodiscard]] bool is_as_wanted(const SolveOptions& options) const {
        // Steps are as near as steps come.
        return options.within <= 0.0 || solution_.in_steps || half_width() <= options.within;
    }

    /// As many paths as the square of the widths asks for, looked at only around the crossing.
    bool more_paths(const SolveOptions& options) {
        const double factor = std::pow(half_width() / options.within, 2.0) * 1.2;
        const auto wanted = static_cast<std::uint64_t>(
            std::min(static_cast<double>(how_.paths) * std::clamp(factor, 2.0, 16.0),
                     static_cast<double>(options.most_paths)));
        if (wanted <= how_.paths) return false;
        how_.paths = wanted;
        const double reach = 1.5 * half_width();
        const double low = std::max(lever_.range().low, solution_.x - reach);
        const double high = std::min(lever_.range().high, solution_.x + reach);
        evaluations_.clear();
        if (!look(low, high, 3)) return true;
        if (changes().size() != 1) {
            evaluations_.clear();
            if (!look(lever_.range().low, lever_.range().high, first_points)) return true;
            if (changes().size() != 1) return false;
        }
        return (narrow_down() && sharpen()) || true;
    }

    /// The advice in as many digits as its interval has, on the side that holds.
    [[nodiscard]] double rounded(double x) const {
        const double interval = 2.0 * half_width();
        const double step = std::pow(10.0, std::floor(std::log10(interval / 20.0)));
        if (!(step > 0.0)) return x;
        const bool down = solution_.meets < solution_.misses;
        const double steps = down ? std::floor(x / step) : std::ceil(x / step);
        return std::clamp(steps * step, lever_.range().low, lever_.range().high);
    }

    bool verify(const SolveOptions& options) {
        if (!solution_.in_steps) solution_.advised = rounded(solution_.advised);
        run::Options fresh = how_;
        fresh.draws = kernel::Draws(options.fresh_seed);
        solution_.verified = measured(solution_.advised, fresh);
        return solution_.verified.has_value();
    }

    std::optional<Solution> ended() {
        if (interrupted_) return std::nullopt;
        solution_.outcome = Solution::Outcome::impossible;
        return finished();
    }

    Solution finished() {
        solution_.evaluations = evaluations_;
        solution_.paths = how_.paths;
        solution_.runs = runner_.done();
        return std::move(solution_);
    }

    const Case& base_;
    const Lever& lever_;
    const Requirement& requirement_;
    Runner& runner_;
    Diagnostics& diagnostics_;
    run::Options how_;
    std::vector<Evaluation> evaluations_;
    Solution solution_;
    bool interrupted_ = false, failed_ = false;
};

}  // namespace

std::optional<Solution> solve(const Case& base, const Lever& lever, const Requirement& requirement,
                              const SolveOptions& options, Runner& runner,
                              Diagnostics& diagnostics) {
    return Solver(base, lever, requirement, runner, diagnostics).solve(options);
}

}  // namespace coffer::analysis
