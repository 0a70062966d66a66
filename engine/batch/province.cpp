#include "coffer/batch/province.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "coffer/base/contract.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/run/parallel.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/wording.hpp"
#include "counties.hpp"
#include "province_sums.hpp"

namespace coffer::batch {
namespace {

using scenario::say;

/// The threads of a province, and what they share.
class Computing {
  public:
    Computing(const ProvinceOptions& options, const ProvinceProgress& progress,
              Diagnostics& diagnostics)
        : options_(options),
          progress_(progress),
          diagnostics_(diagnostics),
          threads_(run::threads_of(options.threads)),
          memory_(options.memory),
          counties_(options.plans.size()) {
        if (options.variant != nullptr) changes_.push_back(*options.variant);
    }

    std::optional<Province> compute() {
        read_all();
        if (stopped_) return std::nullopt;
        if (!agree()) return std::nullopt;
        ProvinceSums sums(options_, province_.years);
        const int tail_year = options_.tail_year.value_or(frame_year(province_.years - 1));
        const int place = tail_year - province_.first_year;
        if (place < 0 || place >= province_.years) {
            diagnostics_.error({}, say("{} 年不在方案里", "{} is no year of the plans", tail_year),
                               say("方案从 {} 年到 {} 年", "they cover {} to {}",
                                   province_.first_year, frame_year(province_.years - 1)),
                               {"请换一年。", "Name another year."});
            return std::nullopt;
        }
        add_all(sums, place);
        if (stopped_ || changed()) return std::nullopt;
        collect();
        if (province_.counties.empty()) {
            counties_.tell_none_left(diagnostics_);
            return std::nullopt;
        }
        sums.describe(province_.counties.size(), province_.first_year, threads_, province_);
        province_.tail = sums.worst_paths(options_.tail, place, bad_side(options_.tail));
        province_.tail.year = tail_year;
        look_at_tail(sums, place);
        if (stopped_ || changed()) return std::nullopt;
        return std::move(province_);
    }

  private:
    [[nodiscard]] int frame_year(int year) const { return province_.first_year + year; }

    [[nodiscard]] bool going() const { return !stopped_ && changed_ == none; }

    /// Each county. Says when the user stops.
    template <class Work>
    void each_county(const Work& work) {
        run::for_each_apart(
            options_.plans.size(), threads_, [this] { return going(); },
            [&](std::size_t place) {
                work(place);
                report_one_done();
            });
    }

    void report_one_done() {
        const std::scoped_lock lock(reporting_);
        ++done_;
        if (stopped_ || !progress_) return;
        if (!progress_(done_, 3 * options_.plans.size())) stopped_ = true;
    }

    /// Every mistake is known before anything is computed.
    void read_all() {
        each_county([&](std::size_t place) {
            Diagnostics found;
            auto read = read_county(options_.plans[place], changes_, found);
            if (read) {
                counties_.frames[place] = Frame(read->model);
                counties_.found[place] = std::move(read->county);
            } else {
                counties_.left[place] = found.sorted();
            }
        });
    }

    bool agree() {
        const auto frame = counties_.agree(options_.plans, diagnostics_);
        if (!frame) return false;
        province_.first_year = frame->first_year;
        province_.first_month = frame->first_month;
        province_.years = frame->years;
        return true;
    }

    /// The county as it was read before; none when it is another now.
    std::optional<ReadCounty> again(std::size_t place) {
        Diagnostics later;
        auto read = read_county(options_.plans[place], changes_, later);
        if (read && read->county.sha256 == counties_.found[place]->sha256) return read;
        const std::scoped_lock lock(reporting_);
        changed_ = std::min<std::size_t>(changed_, place);
        return std::nullopt;
    }

    /// True, and reported, when a plan was saved meanwhile: its sums would be of two plans.
    bool changed() {
        if (changed_ == none) return false;
        diagnostics_.error({options_.plans[changed_].place.generic_string(), 0, 0},
                           {"方案在推演中被改了", "the plan was changed while it was computed"},
                           {"前后两遍须是同一个方案", "it is read twice and must be the same plan"},
                           {"请再运行一次。", "Run it once more."});
        return true;
    }

    run::Options options_of(const ReadCounty& read) const {
        run::Options how;
        how.paths = options_.paths;
        how.draws = kernel::Draws::of(read.model.simulation, options_.seed);
        // Few large counties: threads that find no county of their own help inside one.
        const auto counties = std::max<std::size_t>(options_.plans.size(), 1);
        how.threads = std::max(1, threads_ / static_cast<int>(counties));
        return how;
    }

    void add_all(ProvinceSums& sums, int tail_year) {
        means_.resize(options_.plans.size());
        each_county([&](std::size_t place) {
            if (!counties_.found[place]) return;
            const auto read = again(place);
            if (!read) return;
            const run::Options how = options_of(*read);
            const std::uint64_t bytes = run::memory_needed(read->plan, how);
            const Lent memory(memory_, bytes);
            if (!memory) {
                return counties_.leave_out(place,
                                           no_memory(options_.plans[place], how.paths, bytes));
            }
            const auto paths =
                run::simulate(read->plan, how, [this](auto, auto) { return going(); });
            if (!paths) return;
            if (!paths->out_of_range) {
                means_[place] = sums.add(read->plan, paths->store, options_.tail, tail_year);
                return;
            }
            counties_.leave_out(place, beyond_range(options_.plans[place], *paths->out_of_range));
        });
    }

    void collect() {
        province_.paths = options_.paths;
        province_.seed = options_.seed;
        province_.counties = counties_.those_found();
        province_.left_out = counties_.those_left(options_.plans);
    }

    /// Each county on the paths of the tail alone.
    void look_at_tail(const ProvinceSums& sums, int year) {
        ProvinceTail& tail = province_.tail;
        std::vector<Contribution> contributions(options_.plans.size());
        std::vector<std::int64_t> total(tail.paths.size(), 0);
        std::mutex adding;
        each_county([&](std::size_t place) {
            if (!counties_.found[place]) return;
            const auto read = again(place);
            if (!read) return;
            kernel::PathStore store(read->plan, static_cast<Eigen::Index>(tail.paths.size()));
            kernel::simulate_chosen(read->plan, options_of(*read).draws, tail.paths, store);
            const auto parts = parts_of_year(read->plan, store, tail.indicator, year);
            if (!parts) return;
            std::vector<double> values;
            for (const std::int64_t each : *parts) {
                values.push_back(static_cast<double>(each) /
                                 kernel::parts_of(model::info(tail.indicator).unit));
            }
            contributions[place].in_tail = mean_of_parts(*parts, tail.indicator);
            contributions[place].error = statistics::summarise(values).se;
            const std::scoped_lock lock(adding);
            for (std::size_t row = 0; row < total.size(); ++row) total[row] += (*parts)[row];
        });
        if (!going()) return;
        // A path alone is the path of the run: the same to the fen, or the shares mean nothing.
        COFFER_EXPECT(total == sums.sums_on(tail, year));
        std::size_t county = 0;
        for (std::size_t place = 0; place < counties_.found.size(); ++place) {
            if (!counties_.found[place]) continue;
            contributions[place].county = county++;
            contributions[place].mean = means_[place];
            tail.contributions.push_back(contributions[place]);
        }
    }

    const ProvinceOptions& options_;
    const ProvinceProgress& progress_;
    Diagnostics& diagnostics_;
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    int threads_;
    MemoryBudget memory_;
    std::vector<scenario::Change> changes_;  ///< of every plan
    Counties counties_;
    std::vector<double> means_;  ///< by plan, of the tail's figure
    std::mutex reporting_;
    std::uint64_t done_ = 0;
    std::atomic<bool> stopped_{false};
    std::atomic<std::size_t> changed_{none};  ///< the first plan that is not what it was
    Province province_;
};

}  // namespace

std::string id_of(Danger danger) {
    switch (danger) {
        case Danger::orange:
            return "orange";
        case Danger::red:
            return "red";
        case Danger::arrears:
            return "arrears";
        case Danger::cash_below_floor:
            return "cash_below_floor";
        case Danger::restructuring:
            return "restructuring";
    }
    return {};
}

Side bad_side(model::Indicator indicator) {
    const model::Better better = model::info(indicator).better;
    COFFER_EXPECT(better != model::Better::neither);
    return better == model::Better::less ? Side::high : Side::low;
}

bool check_tail(model::Indicator indicator, Diagnostics& diagnostics) {
    const model::IndicatorInfo& info = model::info(indicator);
    if (info.better != model::Better::neither) return true;
    diagnostics.error({"--tail", 0, 0}, say("{} 没有最坏的路径", "{} has no worst paths", info.id),
                      {info.name.zh + "多了少了都说不上好坏",
                       "neither more nor less of it is better: " + info.name.en},
                      {"请换一个指标，如 debt_total。", "Name another one, like debt_total."});
    return false;
}

std::vector<model::Indicator> usual_province_figures() {
    using model::Indicator;
    return {Indicator::debt_total, Indicator::fai, Indicator::general_revenue, Indicator::arrears,
            Indicator::cash};
}

double ProvinceDanger::mean() const {
    double sum = 0.0, all = 0.0;
    for (std::size_t k = 0; k < paths.size(); ++k) {
        sum += static_cast<double>(k) * static_cast<double>(paths[k]);
        all += static_cast<double>(paths[k]);
    }
    return sum / all;
}

double ProvinceDanger::at_least(std::size_t counties) const {
    double met = 0.0, all = 0.0;
    for (std::size_t k = 0; k < paths.size(); ++k) {
        all += static_cast<double>(paths[k]);
        if (k >= counties) met += static_cast<double>(paths[k]);
    }
    return met / all;
}

std::optional<Province> run_province(const ProvinceOptions& options,
                                     const ProvinceProgress& progress, Diagnostics& diagnostics) {
    if (!check_tail(options.tail, diagnostics)) return std::nullopt;
    return Computing(options, progress, diagnostics).compute();
}

}  // namespace coffer::batch
