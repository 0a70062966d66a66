#include "coffer/batch/night.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "coffer/batch/compute.hpp"
#include "coffer/batch/survey.hpp"
#include "coffer/scenario/wording.hpp"
#include "memory.hpp"

namespace coffer::batch {
namespace {

using store::OpenTask;

/// Costliest first: a long task begun last keeps one thread busy while the others have nothing to
/// do. What the store has no cost of stands at the mean of the others. Tasks in which a process
/// has ended before come last: if one of them is the cause, all others are done by then.
void order_tasks(std::vector<OpenTask>& tasks) {
    double sum = 0.0;
    std::size_t known = 0;
    for (const OpenTask& task : tasks) {
        sum += task.seconds;
        known += task.seconds > 0.0 ? 1 : 0;
    }
    const double mean = known > 0 ? sum / static_cast<double>(known) : 0.0;
    const auto cost = [mean](const OpenTask& task) {
        return task.seconds > 0.0 ? task.seconds : mean;
    };
    std::stable_sort(tasks.begin(), tasks.end(), [&](const OpenTask& a, const OpenTask& b) {
        return a.attempts != b.attempts ? a.attempts < b.attempts : cost(a) > cost(b);
    });
}

/// The threads of a night and what they share.
class Crew {
  public:
    Crew(const scenario::NightFile& night, const std::vector<PlanPlace>& plans, store::Store& store,
         const NightOptions& options, const Surroundings& surroundings, std::vector<OpenTask> tasks,
         std::size_t all)
        : store_(store),
          options_(options),
          surroundings_(surroundings),
          memory_(options.memory),
          waiting_(std::make_move_iterator(tasks.begin()), std::make_move_iterator(tasks.end())),
          all_(all),
          open_(waiting_.size()) {
        for (const PlanPlace& plan : plans) places_.emplace(plan.plan, plan);
        for (const scenario::Change* variant : variants_of(night)) {
            variants_.emplace(variant == nullptr ? "" : variant->id, variant);
        }
        const int machine = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
        threads_ = options.threads > 0 ? options.threads : machine;
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
        {
            const std::size_t hands =
                std::min<std::size_t>(static_cast<std::size_t>(threads_), waiting_.size());
            // A few large plans: the threads that find no task of their own help inside one.
            method_.threads = hands == 0 ? 1 : std::max(1, threads_ / static_cast<int>(hands));
            std::vector<std::jthread> crew;
            for (std::size_t hand = 0; hand < hands; ++hand) {
                crew.emplace_back([this] { hand_work(); });
            }
        }
        if (failure_) std::rethrow_exception(failure_);
    }

    [[nodiscard]] std::size_t computed() const { return computed_; }
    [[nodiscard]] double seconds() const { return seconds_; }

  private:
    [[nodiscard]] bool stopping() { return failed_ || surroundings_.stop_requested(); }

    void hand_work() {
        try {
            while (!stopping()) {
                auto task = next();
                if (!task) return;
                attempt(std::move(*task));
            }
        } catch (...) {
            // The database: nothing can be written any more, so all stop.
            const std::scoped_lock lock(mutex_);
            if (!failure_) failure_ = std::current_exception();
            failed_ = true;
        }
    }

    std::optional<OpenTask> next() {
        const std::scoped_lock lock(mutex_);
        if (waiting_.empty()) return std::nullopt;
        OpenTask task = std::move(waiting_.front());
        waiting_.pop_front();
        store_.begin(task.task);
        ++task.attempts;
        return task;
    }

    void attempt(OpenTask task) {
        const auto begin = std::chrono::steady_clock::now();
        const PlanPlace& place = places_.at(task.planned.plan);
        Computed computed;
        try {
            computed = compute(task.planned, place, variants_.at(task.planned.variant), method_);
        } catch (const std::exception& error) {
            const std::string what = error.what();
            computed.result = Failed{scenario::say("程序出错：{}", "the program failed: {}", what)};
            if (task.attempts < most_attempts) return again(std::move(task));
        }
        const store::Cost cost{
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
            computed.bytes};
        const std::scoped_lock lock(mutex_);
        std::visit([&](const auto& result) { end(task, result, cost); }, computed.result);
    }

    void again(OpenTask task) {
        const std::scoped_lock lock(mutex_);
        waiting_.push_back(std::move(task));
    }

    void end(const OpenTask& task, const store::Record& record, const store::Cost& cost) {
        store_.finish(task.task, record, cost);
        count(cost);
    }
    void end(const OpenTask& task, const Invalid& invalid, const store::Cost& cost) {
        store_.finish_invalid(task.task, invalid.diagnostics, cost);
        count(cost);
    }
    void end(const OpenTask& task, const Failed& failed, const store::Cost& cost) {
        store_.fail(task.task, failed.why, cost);
        count(cost);
    }
    void end(const OpenTask& task, const Stopped& /*stopped*/, const store::Cost& /*cost*/) {
        store_.give_back(task.task);
    }
    void end(const OpenTask& task, const Changed& changed, const store::Cost& /*cost*/) {
        store_.give_back(task.task);
        if (auto other = store_.replan(options_.label, changed.now)) {
            // Another plan of the same content may have put it there already.
            const bool known =
                std::any_of(waiting_.begin(), waiting_.end(),
                            [&](const OpenTask& each) { return each.task == other->task; });
            if (!known) waiting_.push_back(std::move(*other));
        }
        if (auto rest = still_wanted(task)) waiting_.push_back(std::move(*rest));
    }

    /// Plans with the content that this one had may still want its task.
    std::optional<OpenTask> still_wanted(const OpenTask& task) {
        for (OpenTask& open : store_.open_tasks(options_.label)) {
            if (open.task == task.task) return std::move(open);
        }
        return std::nullopt;
    }

    void count(const store::Cost& cost) {
        ++computed_;
        seconds_ += cost.seconds;
        surroundings_.progress(std::min(all_, all_ - open_ + computed_), all_);
    }

    store::Store& store_;
    const NightOptions& options_;
    const Surroundings& surroundings_;
    MemoryBudget memory_;
    std::map<std::string, PlanPlace> places_;
    std::map<std::string, const scenario::Change*> variants_;
    Method method_;
    int threads_ = 1;

    std::mutex mutex_;  ///< of the store and of what follows
    std::deque<OpenTask> waiting_;
    std::size_t all_;
    std::size_t open_;
    std::size_t computed_ = 0;
    double seconds_ = 0.0;
    std::exception_ptr failure_;
    std::atomic<bool> failed_{false};
};

}  // namespace

std::optional<NightResult> run_night(const scenario::NightFile& night, store::Store& store,
                                     const NightOptions& options, const Surroundings& surroundings,
                                     Diagnostics& diagnostics) {
    const auto plans = plans_of(night, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    const auto wanted = survey(night, plans, options.program, options.label);
    store.plan_night({options.label, night.name, options.program, surroundings.now(), {}, {}},
                     wanted, most_attempts);
    auto open = store.open_tasks(options.label);
    order_tasks(open);
    NightResult result;
    const std::size_t to_do = store.counts(options.label).waiting;
    result.known = wanted.size() - to_do;
    Crew crew(night, plans, store, options, surroundings, std::move(open), to_do);
    crew.work();
    result.state = store.end_night(options.label, surroundings.now());
    result.counts = store.counts(options.label);
    result.computed = crew.computed();
    result.seconds = crew.seconds();
    return result;
}

}  // namespace coffer::batch
