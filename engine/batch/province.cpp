#include "coffer/batch/province.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "coffer/base/contract.hpp"
#include "coffer/kernel/simulate.hpp"
#include "coffer/model/build.hpp"
#include "coffer/plan/compile.hpp"
#include "coffer/run/run.hpp"
#include "coffer/scenario/wording.hpp"
#include "memory.hpp"
#include "province_sums.hpp"

namespace coffer::batch {
namespace {

using scenario::say;

/// A county that can be computed.
struct ReadCounty {
    County county;
    model::Model model;
    plan::Plan plan;
};

std::optional<ReadCounty> read_county(const PlanPlace& place, const scenario::Change* variant,
                                      Diagnostics& diagnostics) {
    const auto source = scenario::read_source(place.place, diagnostics);
    if (!source || diagnostics.has_errors()) return std::nullopt;
    std::vector<scenario::Change> changes;
    if (variant != nullptr) changes.push_back(*variant);
    const auto document = scenario::parse_source(*source, changes, diagnostics);
    if (!document) return std::nullopt;
    auto model = model::build(*document, diagnostics);
    if (!model) return std::nullopt;
    auto plan = plan::compile(*model, diagnostics);
    if (!plan || diagnostics.has_errors()) return std::nullopt;
    if (model->simulation.region.empty()) model->simulation.region = model->id;
    return ReadCounty{
        {place.plan, model->id, model->name, model->simulation.region, document->sha256},
        std::move(*model),
        std::move(*plan)};
}

Diagnostic reason(const PlanPlace& place, Text problem, Text why, Text suggestion) {
    return {Severity::error,
            {place.place.generic_string(), 0, 0},
            std::move(problem),
            std::move(why),
            std::move(suggestion)};
}

struct Frame {
    int first_year = 0;
    int first_month = 1;
    int years = 0;

    explicit Frame(const model::Model& model)
        : first_year(model.first_year), first_month(model.first_month), years(model.years) {}
    friend bool operator==(const Frame&, const Frame&) = default;
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

/// The threads of a province, and what they share.
class Computing {
  public:
    Computing(const ProvinceOptions& options, const ProvinceProgress& progress,
              Diagnostics& diagnostics)
        : options_(options),
          progress_(progress),
          diagnostics_(diagnostics),
          threads_(options.threads > 0
                       ? options.threads
                       : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))),
          memory_(options.memory),
          found_(options.plans.size()),
          left_(options.plans.size()) {}

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
        if (province_.counties.empty()) return none_left();
        sums.describe(province_.counties.size(), province_.first_year, threads_, province_);
        province_.tail = sums.worst_paths(options_.tail, place, bad_side(options_.tail));
        province_.tail.year = tail_year;
        look_at_tail(sums, place);
        if (stopped_ || changed()) return std::nullopt;
        return std::move(province_);
    }

  private:
    [[nodiscard]] int frame_year(int year) const { return province_.first_year + year; }

    [[nodiscard]] bool going() const { return !stopped_ && changed_ == none && !failed_; }

    /// Each county, on threads of our own: one that waits for memory must not be one that another
    /// run counts on. Says when the user stops.
    template <class Work>
    void each_county(const Work& work) {
        std::atomic<std::size_t> next{0};
        std::exception_ptr failure;
        const auto hand = [&] {
            for (std::size_t place = next++; place < options_.plans.size() && going();
                 place = next++) {
                try {
                    work(place);
                    report_one_done();
                } catch (...) {
                    const std::scoped_lock lock(reporting_);
                    if (!failure) failure = std::current_exception();
                    failed_ = true;
                }
            }
        };
        {
            std::vector<std::jthread> hands;
            const auto wanted =
                std::min<std::size_t>(static_cast<std::size_t>(threads_), options_.plans.size());
            for (std::size_t i = 0; i < wanted; ++i) hands.emplace_back(hand);
        }
        if (failure) std::rethrow_exception(failure);
    }

    void report_one_done() {
        const std::scoped_lock lock(reporting_);
        ++done_;
        if (stopped_ || !progress_) return;
        if (!progress_(done_, 3 * options_.plans.size())) stopped_ = true;
    }

    /// Every mistake is known before anything is computed.
    void read_all() {
        frames_.resize(options_.plans.size());
        each_county([&](std::size_t place) {
            Diagnostics found;
            auto read = read_county(options_.plans[place], options_.variant, found);
            if (read) {
                frames_[place] = Frame(read->model);
                found_[place] = std::move(read->county);
            } else {
                left_[place] = found.sorted();
            }
        });
    }

    /// Sums are of the same years, and nobody's luck is another's.
    bool agree() {
        const auto first = std::find_if(frames_.begin(), frames_.end(),
                                        [](const auto& frame) { return frame.has_value(); });
        if (first == frames_.end()) {
            static_cast<void>(none_left());
            return false;
        }
        province_.first_year = (*first)->first_year;
        province_.first_month = (*first)->first_month;
        province_.years = (*first)->years;
        std::map<std::string, std::size_t> regions;
        for (std::size_t place = 0; place < found_.size(); ++place) {
            if (!found_[place]) continue;
            if (frames_[place] != *first) {
                leave_out(place,
                          reason(options_.plans[place],
                                 {"规划期与别的县不同", "its years are not those of the others"},
                                 say("它从 {} 年 {} 月起 {} 年，第一个县从 {} 年 {} 月起 {} 年",
                                     "it begins in {}-{:02} and has {} years, the first county in "
                                     "{}-{:02} and has {}",
                                     frames_[place]->first_year, frames_[place]->first_month,
                                     frames_[place]->years, province_.first_year,
                                     province_.first_month, province_.years),
                                 {"请统一 first_year、first_month 和 years。",
                                  "Make first_year, first_month and years the same."}));
                continue;
            }
            const auto [other, is_new] = regions.emplace(found_[place]->region, place);
            if (is_new) continue;
            const std::string& region = found_[place]->region;
            diagnostics_.error(
                {options_.plans[place].place.generic_string(), 0, 0},
                say("与 {} 同为地区 {}", "it is region {1}, as {0} is",
                    options_.plans[other->second].plan, scenario::quote(region)),
                {"两个县的抽样会完全一样，合计的风险就偏大",
                 "both would have the same luck, and the sum too wide a distribution"},
                {"请给每个县自己的 simulation.region 或 scenario.id。",
                 "Give each a simulation.region or scenario.id of its own."});
        }
        return !diagnostics_.has_errors();
    }

    /// The county as it was read before; none when it is another now.
    std::optional<ReadCounty> again(std::size_t place) {
        Diagnostics later;
        auto read = read_county(options_.plans[place], options_.variant, later);
        if (read && read->county.sha256 == found_[place]->sha256) return read;
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
            if (!found_[place]) return;
            const auto read = again(place);
            if (!read) return;
            const run::Options how = options_of(*read);
            const std::uint64_t bytes = run::memory_needed(read->plan, how);
            const Lent memory(memory_, bytes);
            if (!memory) {
                return leave_out(place,
                                 reason(options_.plans[place], {"内存不够", "not enough memory"},
                                        say("{} 条路径最多需要 {} MB", "{} paths may need {} MB",
                                            how.paths, bytes / 1'000'000),
                                        {"请减少路径数，或放宽 --max-memory。",
                                         "Ask for fewer paths, or raise --max-memory."}));
            }
            const auto paths =
                run::simulate(read->plan, how, [this](auto, auto) { return going(); });
            if (!paths) return;
            if (!paths->out_of_range) {
                means_[place] = sums.add(read->plan, paths->store, options_.tail, tail_year);
                return;
            }
            leave_out(place, reason(options_.plans[place],
                                    say("路径 {} 上有金额超过 22.5 万亿元",
                                        "an amount on path {} is beyond 22.5 trillion yuan",
                                        *paths->out_of_range),
                                    {"超过后不能精确到分，结果不可用",
                                     "beyond it amounts are not exact to the fen"},
                                    {"请检查金额单位、增长率、波动率和弹性。",
                                     "Check units of amounts, growth, volatilities and "
                                     "elasticities."}));
        });
    }

    void leave_out(std::size_t place, Diagnostic why) {
        left_[place].push_back(std::move(why));
        found_[place].reset();
    }

    void collect() {
        province_.paths = options_.paths;
        province_.seed = options_.seed;
        for (std::size_t place = 0; place < found_.size(); ++place) {
            if (found_[place]) {
                province_.counties.push_back(*found_[place]);
            } else {
                province_.left_out.push_back({options_.plans[place].plan, left_[place]});
            }
        }
    }

    std::optional<Province> none_left() {
        // A mistake of what all extend is one mistake.
        std::set<std::string> told;
        for (const auto& diagnostics : left_) {
            for (const Diagnostic& each : diagnostics) {
                if (each.severity != Severity::error) continue;
                if (!told.insert(format(each, Language::english)).second) continue;
                diagnostics_.error(each.at, each.problem, each.why, each.suggestion);
            }
        }
        diagnostics_.error({}, {"没有一个县可以推演", "no county can be computed"},
                           {"每个方案都有错误", "every plan has mistakes"},
                           {"请先改正；coffer check 逐个检查。",
                            "Correct them first; coffer check tells of each."});
        return std::nullopt;
    }

    /// Each county on the paths of the tail alone.
    void look_at_tail(const ProvinceSums& sums, int year) {
        ProvinceTail& tail = province_.tail;
        std::vector<Contribution> contributions(options_.plans.size());
        std::vector<std::int64_t> total(tail.paths.size(), 0);
        std::mutex adding;
        each_county([&](std::size_t place) {
            if (!found_[place]) return;
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
        for (std::size_t place = 0; place < found_.size(); ++place) {
            if (!found_[place]) continue;
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
    std::vector<std::optional<County>> found_;   ///< by plan
    std::vector<std::vector<Diagnostic>> left_;  ///< by plan
    std::vector<std::optional<Frame>> frames_;   ///< by plan
    std::vector<double> means_;                  ///< by plan, of the tail's figure
    std::mutex reporting_;
    std::uint64_t done_ = 0;
    std::atomic<bool> stopped_{false}, failed_{false};
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
    using model::Indicator;
    static constexpr Indicator burdens[] = {
        Indicator::debt_statutory,     Indicator::debt_total,
        Indicator::new_debt,           Indicator::debt_service,
        Indicator::interest,           Indicator::principal,
        Indicator::refinanced,         Indicator::arrears,
        Indicator::debt_full_calibre,  Indicator::financing_gap,
        Indicator::funding_shortfall,  Indicator::payables,
        Indicator::expenditure,        Indicator::projects_suspended,
        Indicator::projects_cancelled, Indicator::advances,
        Indicator::advances_drawn,     Indicator::contingent_calls,
        Indicator::reserve_used,       Indicator::capitalised_interest,
        Indicator::issue_costs,        Indicator::bonds_refused,
        Indicator::platform_shortfall, Indicator::refinancing_refused};
    const bool burden =
        std::find(std::begin(burdens), std::end(burdens), indicator) != std::end(burdens);
    return burden ? Side::high : Side::low;
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
    return Computing(options, progress, diagnostics).compute();
}

}  // namespace coffer::batch
