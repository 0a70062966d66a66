#include "coffer/batch/quota.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"
#include "coffer/run/parallel.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/wording.hpp"
#include "counties.hpp"
#include "province_sums.hpp"

namespace coffer::batch {
namespace {

using scenario::say;
using statistics::Difference;

/// A value on each path; of money in whole parts, so that sums do not depend on their order.
using Sample = std::vector<double>;

/// The mean of the worst twentieth.
double mean_of_worst(std::span<const double> values, Side side) {
    constexpr std::size_t one_of = 20;
    std::vector<double> worst(values.begin(), values.end());
    const std::size_t count = (worst.size() + one_of - 1) / one_of;
    const auto border = worst.begin() + static_cast<std::ptrdiff_t>(count);
    if (side == Side::high) {
        std::partial_sort(worst.begin(), border, worst.end(), std::greater<>());
    } else {
        std::partial_sort(worst.begin(), border, worst.end());
    }
    return std::accumulate(worst.begin(), border, 0.0) / static_cast<double>(count);
}

/// What is to come down, or up.
class Goal {
  public:
    explicit Goal(const QuotaOptions& options)
        : red_(options.red),
          indicator_(options.province.tail),
          side_(options.red ? Side::high : bad_side(options.province.tail)) {}

    [[nodiscard]] std::optional<Sample> of(const ReadCounty& read, const kernel::PathStore& store,
                                           int year) const {
        if (red_) {
            const auto red = paths_in_danger(read.plan, store, Danger::red, year);
            return Sample(red.begin(), red.end());
        }
        const auto parts = parts_of_year(read.plan, store, indicator_, year);
        if (!parts) return std::nullopt;
        return Sample(parts->begin(), parts->end());
    }

    [[nodiscard]] double value(const Sample& sums) const {
        if (!red_) return mean_of_worst(sums, side_);
        const Sample met = shares(sums);
        return std::accumulate(met.begin(), met.end(), 0.0) / static_cast<double>(met.size());
    }
    /// Whether `a` is better than `b`.
    [[nodiscard]] bool better(double a, double b) const {
        return side_ == Side::high ? a < b : a > b;
    }

    /// In units of the indicator.
    [[nodiscard]] double in_units(double value) const { return value / parts(); }
    [[nodiscard]] Difference difference(const Sample& before, const Sample& after) const {
        if (red_) return statistics::share_difference(shares(before), shares(after));
        const Side side = side_;
        return statistics::figure_difference(
            scaled(before), scaled(after),
            [side](std::span<const double> values) { return mean_of_worst(values, side); });
    }

  private:
    [[nodiscard]] double parts() const {
        return red_ ? 1.0 : kernel::parts_of(model::info(indicator_).unit);
    }
    [[nodiscard]] Sample shares(const Sample& counties) const {
        Sample met(counties.size());
        std::transform(counties.begin(), counties.end(), met.begin(), [this](double count) {
            return count >= static_cast<double>(*red_) ? 1.0 : 0.0;
        });
        return met;
    }
    [[nodiscard]] Sample scaled(const Sample& sums) const {
        Sample values(sums.size());
        const double divisor = parts();
        std::transform(sums.begin(), sums.end(), values.begin(),
                       [divisor](double each) { return each / divisor; });
        return values;
    }

    std::optional<std::size_t> red_;
    model::Indicator indicator_;
    Side side_;
};

void add_to(Sample& sums, const Sample& county) {
    for (std::size_t path = 0; path < sums.size(); ++path) sums[path] += county[path];
}
/// Of whole numbers, so that nothing is lost.
void exchange(Sample& sums, const Sample& from, const Sample& to) {
    for (std::size_t path = 0; path < sums.size(); ++path) sums[path] += to[path] - from[path];
}
Sample exchanged(Sample sums, const Sample& from, const Sample& to) {
    exchange(sums, from, to);
    return sums;
}

const char* word_of(model::Source::Kind kind) {
    return kind == model::Source::Kind::general_bond ? "general_bond" : "special_bond";
}

class Splitting {
  public:
    Splitting(const QuotaOptions& options, const ProvinceProgress& progress,
              Diagnostics& diagnostics)
        : options_(options),
          plans_(options.province.plans),
          progress_(progress),
          diagnostics_(diagnostics),
          threads_(run::threads_of(options.province.threads)),
          memory_(options.province.memory),
          counties_(plans_.size()),
          goal_(options),
          sources_(plans_.size()),
          quota_(plans_.size(), 0.0),
          steps_(plans_.size(), 0) {}

    std::optional<QuotaSplit> compute() {
        read_all();
        if (stopped_ || !agree()) return std::nullopt;
        std::vector<Level> begin;
        for (std::size_t place = 0; place < plans_.size(); ++place) {
            if (!counties_.found[place]) continue;
            begin.emplace_back(place, 0);
            if (may_take(place)) begin.emplace_back(place, 1);
            if (may_give(place)) begin.emplace_back(place, -1);
        }
        if (!remember(begin)) return std::nullopt;
        drop_unfinished();
        if (counties_.those_found().empty()) {
            counties_.tell_none_left(diagnostics_);
            return std::nullopt;
        }
        sums_ = Sample(static_cast<std::size_t>(options_.province.paths), 0.0);
        for (std::size_t place = 0; place < plans_.size(); ++place) {
            if (counties_.found[place]) add_to(sums_, at(place, 0));
        }
        const Sample before = sums_;
        number_counties();
        tell_effects();
        if (!move_all()) return std::nullopt;
        split_.found = goal_.difference(before, sums_);
        if (!check()) return std::nullopt;
        tell_shares();
        return std::move(split_);
    }

  private:
    /// A county by its place among the plans, and steps of quota more or less than it has.
    using Level = std::pair<std::size_t, int>;

    [[nodiscard]] bool going() const { return !stopped_ && !failed_; }

    void report_one_done() {
        const std::scoped_lock lock(mutex_);
        ++done_;
        if (stopped_ || !progress_) return;
        // How many steps there will be is not known: as many as there are counties.
        const std::uint64_t all = std::max(done_ + 1, std::uint64_t{8} * plans_.size());
        if (!progress_(done_, all)) stopped_ = true;
    }

    void read_all() {
        run::for_each_apart(
            plans_.size(), threads_, [this] { return going(); },
            [this](std::size_t place) {
                Diagnostics found;
                auto source = scenario::read_source(plans_[place].place, found);
                std::optional<ReadCounty> read;
                if (source && !found.has_errors()) {
                    read = read_county(plans_[place], *source, changes_of(place, 0), found);
                }
                if (read) {
                    for (const auto& each : read->model.sources) {
                        if (each.kind != options_.kind) continue;
                        for (const Money& year : each.arrival.annual) quota_[place] += year.yuan();
                    }
                    counties_.frames[place] = Frame(read->model);
                    counties_.found[place] = std::move(read->county);
                    sources_[place] = std::move(source);
                } else {
                    counties_.left[place] = found.sorted();
                }
                report_one_done();
            });
    }

    bool agree() {
        const auto frame = counties_.agree(plans_, diagnostics_);
        if (!frame) return false;
        split_.first_year = frame->first_year;
        split_.first_month = frame->first_month;
        split_.years = frame->years;
        const int last = frame->first_year + frame->years - 1;
        split_.year = options_.province.tail_year.value_or(last);
        if (split_.year < frame->first_year || split_.year > last) {
            diagnostics_.error(
                {}, say("{} 年不在方案里", "{} is no year of the plans", split_.year),
                say("方案从 {} 年到 {} 年", "they cover {} to {}", frame->first_year, last),
                {"请换一年。", "Name another year."});
            return false;
        }
        std::size_t with = 0;
        for (std::size_t place = 0; place < plans_.size(); ++place) {
            if (!counties_.found[place] || quota_[place] <= 0.0) continue;
            ++with;
            split_.total += quota_[place];
        }
        if (with < 2) {
            diagnostics_.error({}, {"没有额度可以分配", "there is no quota to split"},
                               say("有 {} 的县只有 {} 个", "{1} counties have a source of kind {0}",
                                   word_of(options_.kind), with),
                               {"至少要有两个县的 sources.csv 有这种债券。",
                                "At least two counties must have such bonds in sources.csv."});
            return false;
        }
        split_.step = options_.step * split_.total / static_cast<double>(with);
        return true;
    }

    [[nodiscard]] bool may_take(std::size_t place) const { return quota_[place] > 0.0; }
    [[nodiscard]] bool may_give(std::size_t place) const {
        // What is left must not be less than nothing; what rounding leaves is nothing.
        constexpr double crumb = 1e-9;
        return quota_[place] > 0.0 &&
               quota_[place] + (steps_[place] - 1) * split_.step >= -crumb * quota_[place];
    }

    [[nodiscard]] std::string statement(std::size_t place, int steps) const {
        const double factor = std::max(0.0, 1.0 + steps * split_.step / quota_[place]);
        return fmt::format("sources[kind={}].annual*={:.12g}", word_of(options_.kind), factor);
    }

    [[nodiscard]] std::vector<scenario::Change> changes_of(std::size_t place, int steps) const {
        std::vector<scenario::Change> changes;
        if (options_.province.variant != nullptr) changes.push_back(*options_.province.variant);
        if (steps == 0) return changes;
        scenario::Change quota;
        quota.statements.push_back({statement(place, steps), {plans_[place].plan, 0, 0}});
        changes.push_back(std::move(quota));
        return changes;
    }

    /// None when stopped, or with a reason among the county's.
    std::optional<Sample> simulate(const Level& level, std::uint64_t seed) {
        const std::size_t place = level.first;
        const auto steps = level.second;
        Diagnostics found;
        const auto read =
            read_county(plans_[place], *sources_[place], changes_of(place, steps), found);
        const auto refuse = [&](Diagnostic why) {
            const std::scoped_lock lock(mutex_);
            unfinished_[place].push_back(std::move(why));
            return std::nullopt;
        };
        if (!read) return refuse(found.sorted().front());
        run::Options how;
        how.paths = options_.province.paths;
        how.draws = kernel::Draws::of(read->model.simulation, seed);
        how.threads = 1;
        const std::uint64_t bytes = run::memory_needed(read->plan, how);
        const Lent memory(memory_, bytes);
        if (!memory) return refuse(no_memory(plans_[place], how.paths, bytes));
        const auto paths = run::simulate(read->plan, how, [this](auto, auto) { return going(); });
        if (!paths) return std::nullopt;
        if (paths->out_of_range) return refuse(beyond_range(plans_[place], *paths->out_of_range));
        auto sample = goal_.of(*read, paths->store, split_.year - split_.first_year);
        // A county without the figure adds nothing, as in the sums of a province.
        return sample ? std::move(*sample) : Sample(static_cast<std::size_t>(how.paths), 0.0);
    }

    /// Computes the levels that are not known; false when stopped or there is no memory for them.
    bool remember(const std::vector<Level>& levels) {
        std::vector<Level> fresh;
        for (const Level& level : levels) {
            if (!samples_.contains(level)) fresh.push_back(level);
        }
        const std::uint64_t bytes =
            (samples_.size() + fresh.size()) * options_.province.paths * sizeof(double);
        if (bytes > options_.province.memory) {
            diagnostics_.error({}, {"内存不够", "not enough memory"},
                               say("{} 个县各档额度的路径要占 {} MB",
                                   "the paths of {} counties under their quotas take {} MB",
                                   plans_.size(), bytes / 1'000'000),
                               {"请减少路径数，或放宽 --max-memory。",
                                "Ask for fewer paths, or raise --max-memory."});
            return false;
        }
        run::for_each_apart(
            fresh.size(), threads_, [this] { return going(); },
            [&](std::size_t i) {
                auto sample = simulate(fresh[i], options_.province.seed);
                if (sample) {
                    const std::scoped_lock lock(mutex_);
                    samples_.emplace(fresh[i], std::move(*sample));
                }
                report_one_done();
            });
        return !stopped_;
    }

    [[nodiscard]] bool known(const Level& level) const { return samples_.contains(level); }
    [[nodiscard]] const Sample& at(std::size_t place, int steps) const {
        const auto found = samples_.find({place, steps});
        COFFER_EXPECT(found != samples_.end());
        return found->second;
    }

    /// A county that cannot be computed as it is is left out; one whose quota cannot be changed
    /// keeps what it has.
    void drop_unfinished() {
        for (auto& [place, why] : unfinished_) {
            if (known({place, 0})) continue;
            for (Diagnostic& each : why) counties_.leave_out(place, std::move(each));
        }
    }

    void number_counties() {
        split_.counties = counties_.those_found();
        split_.left_out = counties_.those_left(plans_);
        split_.paths = options_.province.paths;
        split_.seed = options_.province.seed;
        split_.fresh_seed = options_.fresh_seed;
        number_.assign(plans_.size(), 0);
        std::size_t next = 0;
        for (std::size_t place = 0; place < plans_.size(); ++place) {
            if (!counties_.found[place]) continue;
            number_[place] = next;
            QuotaShare share;
            share.county = next++;
            share.now = quota_[place];
            split_.shares.push_back(std::move(share));
        }
    }

    /// One county alone has a step more or less: paired with what is, path by path.
    void tell_effects() {
        run::for_each_apart(
            plans_.size(), threads_, [this] { return going(); },
            [this](std::size_t place) {
                if (!counties_.found[place]) return;
                QuotaShare& share = split_.shares[number_[place]];
                const auto effect = [&](int steps) -> std::optional<Difference> {
                    if (!known({place, steps})) return std::nullopt;
                    return goal_.difference(sums_,
                                            exchanged(sums_, at(place, 0), at(place, steps)));
                };
                share.more = effect(1);
                share.less = effect(-1);
            });
    }

    struct Single {
        double value = 0.0;
        std::size_t place = 0;
    };

    /// Counties by how good the goal becomes when one alone moves by a step; the best few.
    std::vector<Single> best_few(int step) const {
        constexpr std::size_t few = 8;
        std::vector<Single> singles;
        for (std::size_t place = 0; place < plans_.size(); ++place) {
            if (!counties_.found[place] || !known({place, steps_[place] + step})) continue;
            if (step < 0 && !may_give(place)) continue;
            singles.push_back({goal_.value(exchanged(sums_, at(place, steps_[place]),
                                                     at(place, steps_[place] + step))),
                               place});
        }
        std::stable_sort(singles.begin(), singles.end(), [this](const Single& a, const Single& b) {
            return goal_.better(a.value, b.value);
        });
        singles.resize(std::min(singles.size(), few));
        return singles;
    }

    /// Moves as long as that helps; false when stopped.
    bool move_all() {
        double value = goal_.value(sums_);
        for (;;) {
            std::optional<std::pair<std::size_t, std::size_t>> best;  // from, to
            double best_value = value;
            const auto givers = best_few(-1);
            for (const Single& taker : best_few(1)) {
                const Sample with = exchanged(sums_, at(taker.place, steps_[taker.place]),
                                              at(taker.place, steps_[taker.place] + 1));
                for (const Single& giver : givers) {
                    if (giver.place == taker.place) continue;
                    const double tried =
                        goal_.value(exchanged(with, at(giver.place, steps_[giver.place]),
                                              at(giver.place, steps_[giver.place] - 1)));
                    if (!goal_.better(tried, best_value)) continue;
                    best_value = tried;
                    best.emplace(giver.place, taker.place);
                }
            }
            if (!best) return true;
            if (split_.moves.size() == options_.most_moves) {
                split_.ended = false;
                return true;
            }
            const auto [from, to] = *best;
            exchange(sums_, at(from, steps_[from]), at(from, steps_[from] - 1));
            exchange(sums_, at(to, steps_[to]), at(to, steps_[to] + 1));
            --steps_[from];
            ++steps_[to];
            value = best_value;
            split_.moves.push_back({number_[from], number_[to], goal_.in_units(value)});
            std::vector<Level> next{{to, steps_[to] + 1}, {from, steps_[from] + 1}};
            for (const std::size_t place : {best->first, best->second}) {
                if (may_give(place)) next.emplace_back(place, steps_[place] - 1);
            }
            if (!remember(next)) return false;
        }
    }

    /// Both splits on paths on which nothing was looked for.
    bool check() {
        Sample before(sums_.size(), 0.0), after(sums_.size(), 0.0);
        std::mutex adding;
        run::for_each_apart(
            plans_.size(), threads_, [this] { return going(); },
            [&](std::size_t place) {
                if (!counties_.found[place]) return;
                const auto as_is = simulate({place, 0}, options_.fresh_seed);
                const auto split = steps_[place] == 0
                                       ? as_is
                                       : simulate({place, steps_[place]}, options_.fresh_seed);
                report_one_done();
                if (!as_is || !split) {
                    failed_ = true;
                    return;
                }
                const std::scoped_lock lock(adding);
                add_to(before, *as_is);
                add_to(after, *split);
            });
        if (stopped_) return false;
        if (failed_) {
            for (const auto& [place, why] : unfinished_) {
                const Diagnostic& last = why.back();
                diagnostics_.error(last.at, last.problem, last.why, last.suggestion);
            }
            return false;
        }
        split_.checked = goal_.difference(before, after);
        return true;
    }

    void tell_shares() {
        for (std::size_t place = 0; place < plans_.size(); ++place) {
            if (!counties_.found[place]) continue;
            QuotaShare& share = split_.shares[number_[place]];
            share.then = std::max(0.0, quota_[place] + steps_[place] * split_.step);
            if (steps_[place] != 0) share.statement = statement(place, steps_[place]);
        }
    }

    const QuotaOptions& options_;
    const std::vector<PlanPlace>& plans_;
    const ProvinceProgress& progress_;
    Diagnostics& diagnostics_;
    int threads_;
    MemoryBudget memory_;
    Counties counties_;
    Goal goal_;
    std::vector<std::optional<scenario::Source>> sources_;  ///< by plan, as is all that follows
    std::vector<double> quota_;                             ///< yuan
    std::vector<int> steps_;                                ///< that the split gives a county
    std::vector<std::size_t> number_;                       ///< among the counties that are found
    std::map<Level, Sample> samples_;
    std::map<std::size_t, std::vector<Diagnostic>> unfinished_;
    Sample sums_;
    std::mutex mutex_;
    std::uint64_t done_ = 0;
    std::atomic<bool> stopped_{false}, failed_{false};
    QuotaSplit split_;
};

}  // namespace

std::optional<QuotaSplit> split_quota(const QuotaOptions& options, const ProvinceProgress& progress,
                                      Diagnostics& diagnostics) {
    if (!options.red && !check_tail(options.province.tail, diagnostics)) return std::nullopt;
    return Splitting(options, progress, diagnostics).compute();
}

}  // namespace coffer::batch
