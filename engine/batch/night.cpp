#include "coffer/batch/night.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "coffer/batch/compute.hpp"
#include "coffer/batch/shards.hpp"
#include "coffer/batch/survey.hpp"
#include "coffer/run/parallel.hpp"
#include "coffer/scenario/wording.hpp"
#include "memory.hpp"

namespace coffer::batch {
namespace {

using store::OpenTask;

/// The threads of a night and what they share.
class Crew {
  public:
    /// `to_do` items of the night are open; `plans_night`: tasks of changed plans are replanned.
    Crew(const scenario::NightFile& night, const std::vector<PlanPlace>& plans, store::Store& store,
         const NightOptions& options, const Surroundings& surroundings, std::size_t to_do,
         bool plans_night)
        : store_(store),
          options_(options),
          surroundings_(surroundings),
          plans_night_(plans_night),
          memory_(options.memory),
          to_do_(to_do) {
        for (const PlanPlace& plan : plans) places_.emplace(plan.plan, plan);
        for (const scenario::Change* variant : variants_of(night)) {
            variants_.emplace(variant == nullptr ? "" : variant->id, variant);
        }
        threads_ = run::threads_of(options.threads);
        method_.night = &night;
        method_.coffer_version = options.coffer_version;
        method_.program = options.program;
        method_.label = options.label;
        method_.memory = {[this](std::uint64_t bytes) { return memory_.take(bytes); },
                          [this](std::uint64_t bytes) { memory_.release(bytes); }};
        method_.stop_requested = [this] { return stopping(); };
    }

    /// Until nothing waits or the user stops.
    void work() {
        if (to_do_ == 0) return;
        {
            const auto hands = std::min(static_cast<std::size_t>(threads_), to_do_);
            // A few large plans: the threads that find no task of their own help inside one.
            method_.threads = std::max(1, threads_ / static_cast<int>(hands));
            std::jthread heart;
            if (const auto pulse = store_.pulse()) {
                heart = std::jthread([this, pulse](const std::stop_token& over) {
                    guarded([&] { beat(*pulse, over); });
                });
            }
            std::vector<std::jthread> crew;
            for (std::size_t hand = 0; hand < hands; ++hand) {
                crew.emplace_back([this] { guarded([&] { hand_work(); }); });
            }
        }
        if (failure_) std::rethrow_exception(failure_);
    }

    [[nodiscard]] bool plans_night() const { return plans_night_; }
    [[nodiscard]] std::size_t computed() const { return computed_; }
    [[nodiscard]] double seconds() const { return seconds_; }
    /// Why tasks are left.
    [[nodiscard]] Unfinished why_left() const {
        if (surroundings_.stop_requested()) return Unfinished::interrupted;
        return unable_.empty() ? Unfinished::elsewhere : Unfinished::not_as_planned;
    }

  private:
    [[nodiscard]] bool stopping() { return failed_ || surroundings_.stop_requested(); }

    template <class Work>
    void guarded(const Work& work) {
        try {
            work();
        } catch (...) {
            // The database: nothing can be written any more, so all stop.
            const std::scoped_lock lock(mutex_);
            if (!failure_) failure_ = std::current_exception();
            failed_ = true;
        }
    }

    void hand_work() {
        while (!stopping()) {
            auto taken = next();
            if (taken.task) {
                attempt(std::move(*taken.task));
            } else if (taken.later) {
                // Somebody else's may come free.
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
            } else {
                return;
            }
        }
    }

    /// Tells the store which tasks are still in hand.
    void beat(double pulse, const std::stop_token& over) {
        std::unique_lock lock(mutex_);
        while (!over.stop_requested()) {
            ended_.wait_for(lock, over, std::chrono::duration<double>(pulse), [] { return false; });
            if (!over.stop_requested() && !failed_) store_.beat({held_.begin(), held_.end()});
        }
    }

    store::Taken next() {
        const std::scoped_lock lock(mutex_);
        auto taken = store_.take(options_.label, {unable_.begin(), unable_.end()});
        if (taken.task) held_.insert(taken.task->task);
        return taken;
    }

    void attempt(OpenTask task) {
        const auto place = places_.find(task.planned.plan);
        const auto variant = variants_.find(task.planned.variant);
        if (place == places_.end() || variant == variants_.end()) return not_ours(task);
        const auto begin = std::chrono::steady_clock::now();
        Computed computed;
        try {
            computed = compute(task.planned, place->second, variant->second, method_);
        } catch (const std::exception& error) {
            const std::string what = error.what();
            computed.result = Failed{scenario::say("程序出错：{}", "the program failed: {}", what)};
            if (task.attempts + 1 < options_.most_attempts) return again(task);
        }
        const store::Cost cost{
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
            computed.bytes};
        const std::scoped_lock lock(mutex_);
        held_.erase(task.task);
        std::visit([&](auto& result) { end(task, result, cost); }, computed.result);
    }

    void again(const OpenTask& task) {
        const std::scoped_lock lock(mutex_);
        held_.erase(task.task);
        store_.put_back(task.task);
    }

    /// Another host's files, or what was planned has changed: whoever planned the night decides.
    void not_ours(const OpenTask& task) {
        const std::scoped_lock lock(mutex_);
        held_.erase(task.task);
        unable_.insert(task.task);
        store_.give_back(task.task);
    }

    void end(const OpenTask& task, store::Record& record, const store::Cost& cost) {
        store_.finish({{task.task, std::move(record), cost}});
        count(cost);
    }
    void end(const OpenTask& task, Invalid& invalid, const store::Cost& cost) {
        store_.finish({{task.task, std::move(invalid.diagnostics), cost}});
        count(cost);
    }
    void end(const OpenTask& task, Failed& failed, const store::Cost& cost) {
        store_.finish({{task.task, std::move(failed.why), cost}});
        count(cost);
    }
    void end(const OpenTask& task, Stopped& /*stopped*/, const store::Cost& /*cost*/) {
        store_.give_back(task.task);
    }
    void end(const OpenTask& task, Changed& changed, const store::Cost& /*cost*/) {
        store_.give_back(task.task);
        if (plans_night_) {
            store_.replan(options_.label, changed.now);
        } else {
            unable_.insert(task.task);
        }
    }

    void count(const store::Cost& cost) {
        ++computed_;
        seconds_ += cost.seconds;
        surroundings_.progress(std::min(to_do_, computed_), to_do_);
    }

    store::Store& store_;
    const NightOptions& options_;
    const Surroundings& surroundings_;
    bool plans_night_;
    MemoryBudget memory_;
    std::map<std::string, PlanPlace> places_;
    std::map<std::string, const scenario::Change*> variants_;
    Method method_;
    int threads_ = 1;
    std::size_t to_do_;

    std::mutex mutex_;  ///< of the store and of what follows
    std::condition_variable_any ended_;
    std::set<std::int64_t> held_;
    std::set<std::int64_t> unable_;  ///< tasks whose plans are not here as they were planned
    std::size_t computed_ = 0;
    double seconds_ = 0.0;
    std::exception_ptr failure_;
    std::atomic<bool> failed_{false};
};

/// Works off what is open and says what became of it.
NightResult worked(Crew& crew, std::size_t known, store::Store& store, const NightOptions& options,
                   const Surroundings& surroundings) {
    crew.work();
    NightResult result;
    result.known = known;
    result.counts = store.counts(options.label);
    const bool open = result.counts.waiting + result.counts.running > 0;
    // A worker that leaves early does not end the night for the others.
    if (!open || crew.plans_night()) {
        result.state = store.end_night(options.label, surroundings.now());
    }
    if (result.state != store::NightState::complete) result.why = crew.why_left();
    result.computed = crew.computed();
    result.seconds = crew.seconds();
    return result;
}

NightResult planned_and_worked(const scenario::NightFile& night,
                               const std::vector<PlanPlace>& plans,
                               const std::vector<store::PlannedTask>& wanted, store::Store& store,
                               const NightOptions& options, const Surroundings& surroundings) {
    store.plan_night({options.label, night.name, options.program, surroundings.now(), {}, {}},
                     wanted);
    const store::Counts counts = store.counts(options.label);
    const std::size_t to_do = counts.waiting + counts.running;
    Crew crew(night, plans, store, options, surroundings, to_do, true);
    return worked(crew, wanted.size() - to_do, store, options, surroundings);
}

}  // namespace

std::optional<NightResult> run_night(const scenario::NightFile& night, store::Store& store,
                                     const NightOptions& options, const Surroundings& surroundings,
                                     Diagnostics& diagnostics) {
    const auto plans = plans_of(night, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    return planned_and_worked(night, plans, survey(night, plans, options.program), store, options,
                              surroundings);
}

std::optional<NightResult> run_shard(const scenario::NightFile& night, const Shard& shard,
                                     store::Store& store, const NightOptions& options,
                                     const Surroundings& surroundings, Diagnostics& diagnostics) {
    auto plans = plans_of(night, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    std::set<std::pair<std::string, std::string>> items;
    std::set<std::string> names;
    for (const ShardItem& item : shard) {
        items.emplace(item.plan, item.variant);
        names.insert(item.plan);
    }
    // Only the shard's own plans are read.
    std::erase_if(plans, [&](const PlanPlace& plan) { return !names.contains(plan.plan); });
    auto wanted = survey(night, plans, options.program);
    std::erase_if(wanted, [&](const store::PlannedTask& task) {
        return !items.contains({task.plan, task.variant});
    });
    return planned_and_worked(night, plans, wanted, store, options, surroundings);
}

std::optional<NightResult> work_on_night(const scenario::NightFile& night, store::Store& store,
                                         const NightOptions& options,
                                         const Surroundings& surroundings,
                                         Diagnostics& diagnostics) {
    const auto plans = plans_of(night, diagnostics);
    const auto nights = store.nights();
    const auto planned = std::find_if(nights.begin(), nights.end(), [&](const store::Night& each) {
        return each.night == options.label;
    });
    const std::string file = night.file.generic_string();
    if (planned == nights.end()) {
        diagnostics.error(
            {file, 0, 0}, {"没有可分担的任务", "there is nothing to work on"},
            scenario::say("存储中没有 {} 这一夜", "the store has no night {}", options.label),
            {"先不加 --worker 运行 coffer batch。", "Run coffer batch without --worker first."});
    } else if (planned->program != options.program) {
        diagnostics.error(
            {file, 0, 0}, {"不能分担这一夜", "this night cannot be worked on"},
            scenario::say("它由 {} 计划，本程序是 {}", "{} has planned it, and this is {}",
                          planned->program, options.program),
            {"各主机请用同一个程序文件。", "Use the same program file on every host."});
    }
    if (diagnostics.has_errors()) return std::nullopt;
    const store::Counts counts = store.counts(options.label);
    const std::size_t to_do = counts.waiting + counts.running;
    Crew crew(night, plans, store, options, surroundings, to_do, false);
    return worked(crew, counts.all() - to_do, store, options, surroundings);
}

}  // namespace coffer::batch
