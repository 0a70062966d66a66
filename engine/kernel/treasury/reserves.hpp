#pragma once
// What stands behind a month's mandatory payments when cash runs short (docs/model.md section 5):
// the budget reserve (预备费), a part of the cash that others leave; the stabilisation fund
// (预算稳定调节基金) and treasury advances of the higher level (上级库款调度), ledgers of their
// own. A plan without them does nothing here.
#include <algorithm>
#include <string>
#include <string_view>

#include "coffer/kernel/recorder.hpp"
#include "core/block.hpp"
#include "core/lanes.hpp"
#include "core/ledger.hpp"

namespace coffer::kernel {

template <int width>
struct ReservesState {
    Table<width> reserve, stabilisation;
    /// Outstanding; of them the advances of the last repay_months; each of those months' advance,
    /// in the column month mod repay_months.
    Table<width> advances, recent_advances, advanced;

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.zeroed({&reserve}, plan.reserve.empty() ? 0 : 1);
        layout.zeroed({&stabilisation}, plan.stabilisation ? 1 : 0);
        layout.zeroed({&advances, &recent_advances}, plan.advances ? 1 : 0);
        layout.zeroed({&advanced},
                      plan.advances ? static_cast<std::size_t>(plan.advances->repay_months) : 0);
    }
};

/// Any account pays, as for the three guarantees.
inline constexpr plan::PayingAccounts every_account{
    {model::Account::general, model::Account::fund, model::Account::state_capital},
    model::account_count,
    false};

/// The reserve is no more than the cash above the floor; `fallen` is by how much it falls.
template <int width, class Observer>
void limit_reserve(Block<width, Observer>& block, double* fallen) {
    const auto& plan = block.plan;
    double* reserve = lanes_of<width>(block.state.reserve, 0);
    double cash[width];
    cash_within_reach(block, Reach::all_cash, cash);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double left = std::min(reserve[lane], std::max(0.0, cash[lane] - plan.cash_floor));
        fallen[lane] = reserve[lane] - left;
        reserve[lane] = left;
    }
}

/// After payments that may use the reserve.
template <int width, class Observer>
void use_reserve(Block<width, Observer>& block, const char* purpose) {
    if (block.plan.reserve.empty()) return;
    double used[width];
    limit_reserve(block, used);
    add_lanes<width>(block.slot(block.plan.reserve_slots, plan::ReserveSlot::used), used);
    if constexpr (Observer::enabled) {
        record(block, {Book::Kind::reserve, 0}, std::string("used:") + purpose, -used[0]);
        if (used[0] > 0.0) {
            block.observer.event(block.month, "reserve", EventKind::reserve_used,
                                 Cause(CauseKind::cash_above_used_by, {purpose}), used[0] / 100.0);
        }
    }
}

/// January: what is to be set aside, of which the deficit that is borrowed takes account.
template <int width, class Observer>
void plan_reserve(Block<width, Observer>& block) {
    if (block.plan.reserve.empty() || block.month % 12 != 0) return;
    fill_lanes<width>(lanes_of<width>(block.state.reserve, 0),
                      block.plan.reserve[static_cast<std::size_t>(block.year())]);
}

/// January: as much of it as there is cash for.
template <int width, class Observer>
void set_reserve_aside(Block<width, Observer>& block) {
    if (block.plan.reserve.empty() || block.month % 12 != 0) return;
    double missing[width];
    limit_reserve(block, missing);
    if constexpr (Observer::enabled) {
        const double reserve = lanes_of<width>(block.state.reserve, 0)[0];
        record(block, {Book::Kind::reserve, 0}, "set_aside", reserve);
        block.observer.event(
            block.month, "reserve", EventKind::reserve_set_aside,
            missing[0] > 0.0 ? CauseKind::what_lies_above_floor : CauseKind::as_planned,
            reserve / 100.0);
    }
}

/// A drawing on what stands behind the accounts enters the general one and is taken off `lack`.
template <int width, class Observer>
void draw_backing(Block<width, Observer>& block, Book::Kind book, std::string_view name,
                  std::string_view purpose, const double* draw, double* lack) {
    receive(block, model::Account::general, draw, "drawn", name);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) lack[lane] -= draw[lane];
    if constexpr (Observer::enabled) {
        const bool owed = book == Book::Kind::advances;
        record(block, {book, 0}, "drawn", owed ? draw[0] : -draw[0]);
        if (draw[0] > 0.0) {
            block.observer.event(block.month, std::string(name),
                                 owed ? EventKind::advances_drawn : EventKind::stabilisation_drawn,
                                 Cause(CauseKind::cash_used_by, {std::string(purpose)}),
                                 draw[0] / 100.0);
        }
    } else {
        static_cast<void>(book);
        static_cast<void>(purpose);
    }
}

/// Before a mandatory payment out of `accounts`: what they lack for `owed` comes from the
/// stabilisation fund, then from an advance, as far as these reach.
template <int width, class Observer>
void back_payment(Block<width, Observer>& block, const plan::PayingAccounts& accounts,
                  const double* owed, std::string_view purpose) {
    const auto& plan = block.plan;
    if (!plan.stabilisation && !plan.advances) return;
    const model::Account* const first = accounts.order.data();
    const model::Account* const end = first + accounts.count;
    if (std::find(first, end, model::Account::general) == end) return;
    auto& state = block.state;
    double lack[width], draw[width];
    std::copy_n(owed, width, lack);
    for (std::size_t i = 0; i < accounts.count; ++i) {
        const double* cash =
            lanes_of<width>(state.cash, static_cast<std::size_t>(accounts.order[i]));
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) lack[lane] -= cash[lane];
    }
    double most = 0.0;
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        lack[lane] = std::max(0.0, lack[lane]);
        most = std::max(most, lack[lane]);
    }
    if (most == 0.0) return;
    if (plan.stabilisation) {
        double* fund = lanes_of<width>(state.stabilisation, 0);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            draw[lane] = std::min(lack[lane], fund[lane]);
            fund[lane] -= draw[lane];
        }
        draw_backing(block, Book::Kind::stabilisation, "stabilisation", purpose, draw, lack);
        add_lanes<width>(block.slot(plan.stabilisation_slots, plan::StabilisationSlot::used), draw);
    }
    if (plan.advances) {
        double* outstanding = lanes_of<width>(state.advances, 0);
        double* recent = lanes_of<width>(state.recent_advances, 0);
        const double limit = plan.advances->limit[static_cast<std::size_t>(block.year())];
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            const bool overdue = outstanding[lane] > recent[lane];
            const double room = overdue ? 0.0 : std::max(0.0, limit - outstanding[lane]);
            draw[lane] = std::min(lack[lane], room);
            outstanding[lane] += draw[lane];
            recent[lane] += draw[lane];
        }
        add_lanes<width>(lanes_of<width>(state.advanced, block.month % plan.advances->repay_months),
                         draw);
        draw_backing(block, Book::Kind::advances, "advances", purpose, draw, lack);
        add_lanes<width>(block.slot(plan.advances_slots, plan::AdvancesSlot::drawn), draw);
    }
}

/// Pays what must be paid out of `accounts`, one after the other, with what stands behind them;
/// `fallback` is what others than the first paid. The books call it `kind:id`,
/// and `purpose` is what used up the cash.
template <int width, class Observer>
void pay_mandatory(Block<width, Observer>& block, const plan::PayingAccounts& accounts,
                   const double* owed, const char* kind, std::string_view id,
                   std::string_view purpose, double* paid, double* fallback) {
    back_payment(block, accounts, owed, purpose);
    pay_in_order(block, accounts, owed, kind, id, paid, fallback);
}

/// The same out of all accounts, that of its budget first.
template <int width, class Observer>
void pay_mandatory(Block<width, Observer>& block, model::Account home, const double* owed,
                   const char* kind, std::string_view id, std::string_view purpose, double* paid) {
    back_payment(block, every_account, owed, purpose);
    pay(block, home, Reach::all_cash, owed, kind, id, paid);
}

/// Repays advances out of the general account, which holds as much.
template <int width, class Observer>
void repay_advances(Block<width, Observer>& block, const double* amounts) {
    double* outstanding = lanes_of<width>(block.state.advances, 0);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) outstanding[lane] -= amounts[lane];
    take_cash(block, model::Account::general, amounts, "repaid", "advances");
    record(block, {Book::Kind::advances, 0}, "repaid", -amounts[0]);
}

/// At the beginning of step 4: interest on advances, and what of them the higher level deducts
/// because it is due.
template <int width, class Observer>
void deduct_advances(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (!plan.advances) return;
    auto& state = block.state;
    double* outstanding = lanes_of<width>(state.advances, 0);
    double* recent = lanes_of<width>(state.recent_advances, 0);
    // What was repaid early is still to be forgotten when its months are over.
    if ((random::flag_bits<width>(outstanding) | random::flag_bits<width>(recent)) == 0) return;
    double* old = lanes_of<width>(state.advanced, block.month % plan.advances->repay_months);
    const double* general = lanes_of<width>(state.cash, 0);
    double interest[width], due[width], paid[width];
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        interest[lane] = round_fen(outstanding[lane] * plan.advances->monthly_rate);
        outstanding[lane] += interest[lane];
        recent[lane] -= old[lane];
        old[lane] = 0.0;
        due[lane] = std::max(0.0, outstanding[lane] - recent[lane]);
        paid[lane] = std::min(due[lane], general[lane]);
    }
    record(block, {Book::Kind::advances, 0}, "interest", interest[0]);
    repay_advances(block, paid);
    if constexpr (Observer::enabled) {
        if (due[0] > 0.0) {
            const bool overdue = due[0] > paid[0];
            block.observer.event(
                block.month, "advances",
                overdue ? EventKind::advances_overdue : EventKind::advances_deducted,
                overdue ? CauseKind::general_used_up : CauseKind::repay_time_over,
                (overdue ? due[0] - paid[0] : paid[0]) / 100.0);
        }
    }
}

/// December: what is left of the reserve, and a share of other cash, into the stabilisation fund.
template <int width, class Observer>
void deposit_surplus(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    auto& state = block.state;
    if (!plan.stabilisation) return;
    const auto year = static_cast<std::size_t>(block.year());
    const double share = plan.stabilisation->deposit_share[year];
    const double ceiling = plan.stabilisation->ceiling[year];
    const double* general = lanes_of<width>(state.cash, 0);
    double* fund = lanes_of<width>(state.stabilisation, 0);
    double cash[width], reserve[width], deposit[width];
    cash_within_reach(block, Reach::all_cash, cash);
    fill_lanes<width>(reserve, 0.0);
    if (!plan.reserve.empty()) std::copy_n(lanes_of<width>(state.reserve, 0), width, reserve);
    COFFER_INDEPENDENT_LANES
    for (int lane = 0; lane < width; ++lane) {
        const double surplus = std::max(0.0, std::min(general[lane], cash[lane] - plan.cash_floor));
        const double unused = std::min(reserve[lane], surplus);
        deposit[lane] = std::min(unused + round_fen(share * (surplus - unused)),
                                 std::max(0.0, ceiling - fund[lane]));
        fund[lane] += deposit[lane];
    }
    take_cash(block, model::Account::general, deposit, "deposited", "stabilisation");
    record(block, {Book::Kind::stabilisation, 0}, "deposited", deposit[0]);
}

/// After the waterfall: advances are repaid with what it left; December ends the reserve and fills
/// the fund.
template <int width, class Observer>
void settle_reserves(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    const bool december = block.month % 12 == 11;
    if (plan.advances) {
        const double* outstanding = lanes_of<width>(block.state.advances, 0);
        const double* general = lanes_of<width>(block.state.cash, 0);
        double amounts[width];
        cash_within_reach(block, Reach::above_floor, amounts);
        if (december && !plan.reserve.empty()) {
            // The reserve is released.
            cash_within_reach(block, Reach::all_cash, amounts);
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                amounts[lane] = std::max(0.0, amounts[lane] - plan.cash_floor);
            }
        }
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            amounts[lane] = std::min({amounts[lane], outstanding[lane], general[lane]});
        }
        repay_advances(block, amounts);
    }
    if (!december) return;
    deposit_surplus(block);
    if (plan.reserve.empty()) return;
    double* reserve = lanes_of<width>(block.state.reserve, 0);
    record(block, {Book::Kind::reserve, 0}, "released", -reserve[0]);
    fill_lanes<width>(reserve, 0.0);
}

/// At the beginning of step 4, before the month's budget is known to lack anything.
template <int width, class Observer>
void open_reserves(Block<width, Observer>& block) {
    deduct_advances(block);
    use_reserve(block, "deductions");
    plan_reserve(block);
}

/// Calls `show(book, balance)` for each of them.
template <int width, class Observer, class Show>
void show_reserves(Block<width, Observer>& block, const Show& show) {
    auto& state = block.state;
    const auto balance = [&](auto& table) { return lanes_of<width>(table, 0)[0]; };
    if (!block.plan.reserve.empty()) show(Book{Book::Kind::reserve, 0}, balance(state.reserve));
    if (block.plan.stabilisation) {
        show(Book{Book::Kind::stabilisation, 0}, balance(state.stabilisation));
    }
    if (block.plan.advances) show(Book{Book::Kind::advances, 0}, balance(state.advances));
}

/// The stocks of the year.
template <int width, class Observer>
void close_reserves(Block<width, Observer>& block) {
    const auto& plan = block.plan;
    if (plan.stabilisation) {
        std::copy_n(lanes_of<width>(block.state.stabilisation, 0), width,
                    block.slot(plan.stabilisation_slots, plan::StabilisationSlot::fund));
    }
    if (plan.advances) {
        std::copy_n(lanes_of<width>(block.state.advances, 0), width,
                    block.slot(plan.advances_slots, plan::AdvancesSlot::outstanding));
    }
}

}  // namespace coffer::kernel
