#pragma once
// Single receipts: whether they come, how much and when, is drawn before the first month.
#include <algorithm>
#include <cmath>
#include <string>

#include "coffer/base/money.hpp"
#include "core/block.hpp"
#include "core/draw_values.hpp"
#include "core/draws.hpp"

namespace coffer::kernel {

template <int width>
struct ReceiptsState {
    Table<width> receipt_amount,
        receipt_month;  ///< what will arrive (0 for nothing), and its month

    void lay_out(Layout<width>& layout, const plan::Plan& plan) {
        layout.set_by_steps({&receipt_amount, &receipt_month}, plan.receipts.size());
    }
};

/// Draws which receipts come, how much and when (docs/model.md section 6, step 3).
template <int width, class Observer>
void begin_receipts(Block<width, Observer>& block) {
    using random::Purpose;
    const auto& plan = block.plan;
    for (std::size_t r = 0; r < plan.receipts.size(); ++r) {
        const auto& receipt = plan.receipts[r];
        double* amounts = lanes_of<width>(block.state.receipt_amount, r);
        double* months = lanes_of<width>(block.state.receipt_month, r);
        draw_values(block, receipt.amount, receipt.stream, receipt.id,
                    {Purpose::receipt_amount, 0, EventKind::draw_amount, "receipt_amount", 100.0},
                    amounts);
        draw_values(block, receipt.delay, receipt.stream, receipt.id,
                    {Purpose::receipt_delay, 0, EventKind::draw_delay, "receipt_delay"}, months);
        for (int lane = 0; lane < width; ++lane) {
            amounts[lane] = round_fen(std::min(largest_fen, amounts[lane]));
            months[lane] = receipt.month + std::floor(months[lane]);
        }
        if (receipt.probability >= 1.0) continue;
        double uniforms[width];
        draw_chances(block, receipt.stream, Purpose::receipt_happens, 0, uniforms);
        COFFER_INDEPENDENT_LANES
        for (int lane = 0; lane < width; ++lane) {
            amounts[lane] = uniforms[lane] < receipt.probability ? amounts[lane] : 0.0;
        }
        if constexpr (Observer::enabled) {
            block.observer.event(
                0, receipt.id,
                amounts[0] > 0.0 ? EventKind::draw_receipt : EventKind::receipt_refused,
                Cause(CauseKind::receipt_chance, {uniforms[0], receipt.probability}),
                amounts[0] / 100.0);
        }
    }
}

}  // namespace coffer::kernel
