#pragma once
// Moving money on the books: every change of a balance goes through one of these, so that the
// recorder sees each flow exactly once.
#include <algorithm>
#include <string>
#include <string_view>

#include "coffer/kernel/recorder.hpp"
#include "coffer/model/names.hpp"
#include "core/lanes.hpp"
#include "core/state.hpp"

namespace coffer::kernel {

template <int width, class Observer>
void record(Block<width, Observer>& block, Book book, std::string_view item, double fen,
            FlowKind kind = FlowKind::other) {
    if constexpr (Observer::enabled) {
        if (fen != 0.0) block.observer.flow(block.month, book, kind, std::string(item), fen);
    }
}

template <int width, class Observer>
void receive(Block<width, Observer>& block, model::Account account, const double* amounts,
             const char* kind, std::string_view id) {
    const auto index = static_cast<std::size_t>(account);
    add_lanes<width>(lanes_of<width>(block.state.cash, index), amounts);
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::cash, index}, std::string(kind) + ":" + std::string(id),
               amounts[0]);
    }
}

/// Cash that a payment may use: all of it, or what lies above the floor and the budget reserve.
enum class Reach { all_cash, above_floor };

/// Cash within reach, per lane.
template <int width, class Observer>
void cash_within_reach(const Block<width, Observer>& block, Reach reach, double* available) {
    auto& cash = block.state.cash;
    const double* general = lanes_of<width>(cash, 0);
    const double* fund = lanes_of<width>(cash, 1);
    const double* capital = lanes_of<width>(cash, 2);
    const double floor = reach == Reach::above_floor ? block.plan.cash_floor : 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        available[lane] = std::max(0.0, general[lane] + fund[lane] + capital[lane] - floor);
    }
    if (reach == Reach::all_cash || block.plan.reserve.empty()) return;
    const double* reserve = lanes_of<width>(block.state.reserve, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        available[lane] = std::max(0.0, available[lane] - reserve[lane]);
    }
}

/// Takes from one account as much of `left` as it holds; `taken` is what that is. Returns whether
/// any lane still has something to pay.
template <int width, class Observer>
bool take_from(Block<width, Observer>& block, std::size_t account, const char* kind,
               std::string_view id, double* left, double* taken) {
    double* cash = lanes_of<width>(block.state.cash, account);
    double most_left = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        taken[lane] = std::min(left[lane], cash[lane]);
        cash[lane] -= taken[lane];
        left[lane] -= taken[lane];
        most_left = std::max(most_left, left[lane]);
    }
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::cash, account}, std::string(kind) + ":" + std::string(id),
               -taken[0]);
    }
    return most_left > 0.0;
}

/// Takes `amounts` (already within reach) from the home account first, then from the others in
/// order.
template <int width, class Observer>
void take_cash(Block<width, Observer>& block, model::Account home, const double* amounts,
               const char* kind, std::string_view id) {
    double left[width], taken[width];
    std::copy_n(amounts, width, left);
    const auto home_index = static_cast<std::size_t>(home);
    bool unpaid = take_from(block, home_index, kind, id, left, taken);
    for (std::size_t account = 0; unpaid && account < model::account_count; ++account) {
        if (account != home_index) unpaid = take_from(block, account, kind, id, left, taken);
    }
}

/// Pays as much of `owed` as the accounts hold, one after the other. `fallback` is what others than
/// the first one paid.
template <int width, class Observer>
void pay_in_order(Block<width, Observer>& block, const plan::PayingAccounts& accounts,
                  const double* owed, const char* kind, std::string_view id, double* paid,
                  double* fallback) {
    double left[width], taken[width];
    std::copy_n(owed, width, left);
    fill_lanes<width>(paid, 0.0);
    fill_lanes<width>(fallback, 0.0);
    bool unpaid = true;
    for (std::size_t i = 0; unpaid && i < accounts.count; ++i) {
        unpaid =
            take_from(block, static_cast<std::size_t>(accounts.order[i]), kind, id, left, taken);
        add_lanes<width>(paid, taken);
        add_lanes<width>(lanes_of<width>(block.state.paid_out, 0), taken);
        if (i > 0) add_lanes<width>(fallback, taken);
    }
}

/// Pays as much of `owed` as is within reach; `paid` may be the same array.
template <int width, class Observer>
void pay(Block<width, Observer>& block, model::Account home, Reach reach, const double* owed,
         const char* kind, std::string_view id, double* paid) {
    double available[width];
    cash_within_reach(block, reach, available);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) paid[lane] = std::min(owed[lane], available[lane]);
    take_cash(block, home, paid, kind, id);
    add_lanes<width>(lanes_of<width>(block.state.paid_out, 0), paid);
}

/// Money of the platform company, which has a ledger of its own.
template <int width, class Observer>
void receive_platform(Block<width, Observer>& block, const double* amounts, const char* kind,
                      std::string_view id) {
    add_lanes<width>(lanes_of<width>(block.state.platform_cash, 0), amounts);
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::platform, 0}, std::string(kind) + ":" + std::string(id),
               amounts[0]);
    }
}

/// A project's drawing on the company: at most its cash.
template <int width, class Observer>
void draw_platform(Block<width, Observer>& block, std::string_view project, double* draw) {
    double* cash = lanes_of<width>(block.state.platform_cash, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        draw[lane] = std::min(draw[lane], cash[lane]);
        cash[lane] -= draw[lane];
    }
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::platform, 0}, "project:" + std::string(project), -draw[0]);
    }
}

}  // namespace coffer::kernel
