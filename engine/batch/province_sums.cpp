#include "province_sums.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "coffer/run/parallel.hpp"

namespace coffer::batch {
namespace {

using plan::YearSlot;

std::vector<double> yearly_column(const plan::Plan& plan, const kernel::PathStore& store,
                                  std::size_t slot, int year) {
    std::vector<double> values(static_cast<std::size_t>(store.yearly.rows()));
    store.yearly.copy(kernel::PathStore::year_column(plan, slot, year), values.data());
    return values;
}

double in_units(std::int64_t parts, model::Indicator indicator) {
    return static_cast<double>(parts) / kernel::parts_of(model::info(indicator).unit);
}

}  // namespace

std::vector<bool> paths_in_danger(const plan::Plan& plan, const kernel::PathStore& store,
                                  Danger danger, int year) {
    const auto paths = static_cast<std::size_t>(store.yearly.rows());
    std::vector<bool> in_danger(paths, false);
    const auto mark = [&](YearSlot slot) {
        const auto values = yearly_column(plan, store, static_cast<std::size_t>(slot), year);
        for (std::size_t path = 0; path < paths; ++path) {
            if (values[path] > 0.0) in_danger[path] = true;
        }
    };
    const auto mark_hit = [&](plan::FirstHit hit) {
        const auto place = static_cast<std::size_t>(hit);
        if (place >= plan.first_hits()) return;
        std::vector<double> months(paths);
        store.first_hit.copy(static_cast<Eigen::Index>(place), months.data());
        for (std::size_t path = 0; path < paths; ++path) {
            if (months[path] < 12.0 * (year + 1)) in_danger[path] = true;
        }
    };
    switch (danger) {
        case Danger::orange:
            mark(YearSlot::tier_orange);
            mark(YearSlot::tier_red);
            break;
        case Danger::red:
            mark(YearSlot::tier_red);
            break;
        case Danger::arrears:
            mark(YearSlot::arrears);
            break;
        case Danger::cash_below_floor:
            mark_hit(plan::FirstHit::cash_below_floor);
            break;
        case Danger::restructuring:
            mark_hit(plan::FirstHit::restructuring_general);
            mark_hit(plan::FirstHit::restructuring_special);
            break;
    }
    return in_danger;
}

std::optional<std::vector<std::int64_t>> parts_of_year(const plan::Plan& plan,
                                                       const kernel::PathStore& store,
                                                       model::Indicator indicator, int year) {
    for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
        if (plan.slots[slot].indicator != indicator ||
            plan.slots[slot].dimension != model::Dimension()) {
            continue;
        }
        if (!plan.reported(slot, year)) return std::nullopt;
        const auto values = yearly_column(plan, store, slot, year);
        const double parts = kernel::parts_of(model::info(indicator).unit);
        std::vector<std::int64_t> whole(values.size());
        for (std::size_t path = 0; path < values.size(); ++path) {
            whole[path] = std::llround(values[path] * parts);
        }
        return whole;
    }
    return std::nullopt;
}

double mean_of_parts(const std::vector<std::int64_t>& parts, model::Indicator indicator) {
    constexpr int half = 24;
    std::int64_t upper = 0, lower = 0;
    for (const std::int64_t each : parts) {
        const std::int64_t above = each >> half;
        upper += above;
        lower += each - (above << half);
    }
    const double sum = std::ldexp(static_cast<double>(upper), half) + static_cast<double>(lower);
    return sum / kernel::parts_of(model::info(indicator).unit) / static_cast<double>(parts.size());
}

ProvinceSums::ProvinceSums(const ProvinceOptions& options, int years)
    : figures_(options.figures),
      paths_(static_cast<std::size_t>(options.paths)),
      years_(years),
      sums_(figures_.size() * static_cast<std::size_t>(years),
            std::vector<std::int64_t>(paths_, 0)),
      without_(sums_.size(), 0),
      dangers_(danger_count * static_cast<std::size_t>(years),
               std::vector<std::uint32_t>(paths_, 0)) {}

double ProvinceSums::add(const plan::Plan& plan, const kernel::PathStore& store,
                         model::Indicator tail, int tail_year) {
    double mean = 0.0;
    for (std::size_t f = 0; f < figures_.size(); ++f) {
        for (int year = 0; year < years_; ++year) {
            const auto parts = parts_of_year(plan, store, figures_[f], year);
            if (parts && figures_[f] == tail && year == tail_year) {
                mean = mean_of_parts(*parts, tail);
            }
            const std::scoped_lock lock(mutex_);
            if (!parts) {
                ++without_[column(f, year)];
                continue;
            }
            auto& sums = sums_[column(f, year)];
            for (std::size_t path = 0; path < paths_; ++path) sums[path] += (*parts)[path];
        }
    }
    for (std::size_t d = 0; d < danger_count; ++d) {
        for (int year = 0; year < years_; ++year) {
            const auto in_danger = paths_in_danger(plan, store, static_cast<Danger>(d), year);
            const std::scoped_lock lock(mutex_);
            auto& counts = dangers_[column(d, year)];
            for (std::size_t path = 0; path < paths_; ++path) {
                counts[path] += in_danger[path] ? 1U : 0U;
            }
        }
    }
    return mean;
}

void ProvinceSums::describe(std::size_t counties, int first_year, int threads,
                            Province& province) const {
    const statistics::QuantileBounds bounds(paths_);
    province.figures.resize(sums_.size());
    run::for_each(sums_.size(), threads, [&](std::size_t place) {
        const model::Indicator indicator = figures_[place / static_cast<std::size_t>(years_)];
        std::vector<double> values(paths_);
        for (std::size_t path = 0; path < paths_; ++path) {
            values[path] = in_units(sums_[place][path], indicator);
        }
        const int year = first_year + static_cast<int>(place) % years_;
        province.figures[place] = {indicator, year, statistics::summarise(values, &bounds),
                                   without_[place]};
    });
    for (std::size_t place = 0; place < dangers_.size(); ++place) {
        ProvinceDanger danger;
        danger.danger = static_cast<Danger>(place / static_cast<std::size_t>(years_));
        danger.year = first_year + static_cast<int>(place) % years_;
        danger.paths.assign(counties + 1, 0);
        for (const std::uint32_t count : dangers_[place]) ++danger.paths[count];
        province.dangers.push_back(std::move(danger));
    }
}

const std::vector<std::int64_t>& ProvinceSums::sums_of(model::Indicator indicator, int year) const {
    const auto figure = static_cast<std::size_t>(
        std::find(figures_.begin(), figures_.end(), indicator) - figures_.begin());
    return sums_[column(figure, year)];
}

std::vector<std::int64_t> ProvinceSums::sums_on(const ProvinceTail& tail, int year) const {
    const auto& sums = sums_of(tail.indicator, year);
    std::vector<std::int64_t> chosen;
    for (const std::uint64_t path : tail.paths) chosen.push_back(sums[path]);
    return chosen;
}

ProvinceTail ProvinceSums::worst_paths(model::Indicator indicator, int year, Side side) const {
    const auto& sums = sums_of(indicator, year);
    std::vector<std::uint64_t> order(paths_);
    std::iota(order.begin(), order.end(), std::uint64_t{0});
    // Equal sums go by path, so that the tail is one set.
    std::sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) {
        if (sums[a] != sums[b]) return side == Side::high ? sums[a] > sums[b] : sums[a] < sums[b];
        return a < b;
    });
    constexpr std::size_t one_of = 20;
    ProvinceTail tail;
    tail.indicator = indicator;
    tail.side = side;
    order.resize((paths_ + one_of - 1) / one_of);
    tail.threshold = in_units(sums[order.back()], indicator);
    std::sort(order.begin(), order.end());
    tail.paths = std::move(order);
    tail.in_tail = mean_of_parts(sums_on(tail, year), indicator);
    tail.mean = mean_of_parts(sums, indicator);
    return tail;
}

}  // namespace coffer::batch
