#pragma once
// The engine held against the naive implementation, path by path. Both round flows to fen, so they
// may differ by last-bit effects only, where half a fen is rounded: the tolerance is 1e-9 of the
// figure plus one yuan, of ratios what a yuan is of ten million, and of finish moments 1e-6 of a
// month.
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <string>
#include <tuple>

#include <catch2/catch.hpp>

#include "coffer/kernel/simulate.hpp"
#include "support/finishes.hpp"
#include "support/naive/simulation.hpp"

namespace coffer::testing {

/// Figures that differ, counted up to ten; `scenario` names it in messages.
inline int differences_between(const std::string& scenario, const model::Model& model,
                               const plan::Plan& plan, std::uint64_t seed, std::uint64_t naive_seed,
                               int count) {
    kernel::PathStore store(plan, count);
    kernel::simulate_paths(plan, kernel::Draws::of(model.simulation, seed), 0,
                           static_cast<std::uint64_t>(count), 64, store);
    int differences = 0;
    for (int path = 0; path < count && differences < 10; ++path) {
        const auto naive = naive::simulate(model, naive_seed, static_cast<std::uint64_t>(path));
        const auto compare = [&](const std::string& what, double engine, double other,
                                 double tolerance) {
            if (std::abs(engine - other) <= tolerance) return;
            ++differences;
            UNSCOPED_INFO(scenario << " path " << path << " " << what << ": engine "
                                   << std::setprecision(12) << engine << ", naive " << other);
        };
        std::size_t compared = 0;
        for (std::size_t slot = 0; slot < plan.slots.size(); ++slot) {
            const auto& info = model::info(plan.slots[slot].indicator);
            for (int year = 0; year < plan.years; ++year) {
                if (!plan.reported(slot, year)) continue;
                const auto key = std::make_tuple(info.id, plan.slots[slot].dimension.text(), year);
                const auto found = naive.annual.find(key);
                if (found == naive.annual.end()) {
                    ++differences;
                    UNSCOPED_INFO("naive lacks " << info.id << " "
                                                 << plan.slots[slot].dimension.text() << " year "
                                                 << year);
                    continue;
                }
                const double engine =
                    store.yearly(path, kernel::PathStore::year_column(plan, slot, year));
                const bool ratio = info.unit == model::Unit::ratio;
                const double slack = info.unit == model::Unit::money ? 1.0 : ratio ? 1e-7 : 1e-9;
                compare(
                    info.id + "/" + plan.slots[slot].dimension.text() + "/" + std::to_string(year),
                    engine, found->second, slack + (ratio ? 1e-7 : 1e-9) * std::abs(found->second));
                ++compared;
            }
        }
        if (compared != naive.annual.size()) {
            ++differences;
            UNSCOPED_INFO("engine reports " << compared << " yearly figures, naive "
                                            << naive.annual.size());
        }
        for (std::size_t slot = 0; slot < plan::usual_months; ++slot) {
            const auto& id = model::info(plan::indicator_of(static_cast<plan::MonthSlot>(slot))).id;
            for (int month = 0; month < plan.months; ++month) {
                compare(id + "/month " + std::to_string(month),
                        store.monthly(path, kernel::PathStore::month_column(plan, slot, month)),
                        naive.monthly.at(id)[static_cast<std::size_t>(month)], 1.0);
            }
        }
        for (std::size_t hit = 0; hit < plan.first_hits(); ++hit) {
            const auto found = naive.first_hit.find(plan::first_hit_names[hit]);
            compare(
                std::string("first ") + plan::first_hit_names[hit],
                store.first_hit(path, static_cast<Eigen::Index>(hit)),
                found == naive.first_hit.end() ? kernel::PathStore::beyond(plan) : found->second,
                0.0);
        }
        for (std::size_t p = 0; p < plan.projects.size(); ++p) {
            const double finish = finish_of(plan, store, path, p);
            const auto found = naive.finish.find(plan.projects[p].id);
            const double other = found == naive.finish.end() ? kernel::never : found->second;
            compare("finish " + plan.projects[p].id, finish, other, half_a_thousandth);
        }
    }
    return differences;
}

}  // namespace coffer::testing
