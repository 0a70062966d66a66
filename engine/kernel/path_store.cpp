#include "coffer/kernel/path_store.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <sys/mman.h>

#include "coffer/model/indicators.hpp"

namespace coffer::kernel {

namespace {

constexpr std::size_t line = 64;  ///< bytes of a cache line

[[nodiscard]] std::size_t bytes_of(SampleTable::Kind kind) {
    return kind == SampleTable::Kind::count ? sizeof(float) : sizeof(double);
}

/// What the columns of a plan's yearly slots hold. On the median path funnels hold expected
/// numbers, which are not whole.
[[nodiscard]] SampleTable::Kind kind_of(const plan::Plan& plan, const plan::Slot& slot) {
    const bool counts = model::info(slot.indicator).unit == model::Unit::count && !plan.median;
    return counts ? SampleTable::Kind::count : SampleTable::Kind::figure;
}

[[nodiscard]] std::vector<SampleTable::Kind> yearly_kinds(const plan::Plan& plan) {
    std::vector<SampleTable::Kind> kinds;
    for (const auto& slot : plan.slots) {
        kinds.insert(kinds.end(), static_cast<std::size_t>(plan.years), kind_of(plan, slot));
    }
    return kinds;
}

[[nodiscard]] std::vector<SampleTable::Kind> monthly_kinds(const plan::Plan& plan) {
    return std::vector(plan::month_slots * static_cast<std::size_t>(plan.months),
                       SampleTable::Kind::figure);
}

/// Writes past the caches, which a block's state needs: nobody reads samples before the run's end.
inline void write_lines(double* to, const double* values, Eigen::Index count, double factor) {
    Eigen::Index i = 0;
#ifdef __SSE2__
    if (reinterpret_cast<std::uintptr_t>(to) % 16 == 0) {
        const __m128d scale = _mm_set1_pd(factor);
        for (; i + 2 <= count; i += 2) {
            _mm_stream_pd(to + i, _mm_mul_pd(_mm_loadu_pd(values + i), scale));
        }
    }
#endif
    for (; i < count; ++i) to[i] = values[i] * factor;
}

}  // namespace

SampleTable::SampleTable(Eigen::Index rows, const std::vector<Kind>& columns) : rows_(rows) {
    std::size_t bytes = 0;
    for (const Kind kind : columns) {
        columns_.push_back({kind, bytes});
        const auto needed = static_cast<std::size_t>(rows) * bytes_of(kind);
        bytes += (needed + line - 1) / line * line;
    }
    bytes = std::max(bytes, line);
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    memory_ = std::unique_ptr<std::byte, Unmap>(static_cast<std::byte*>(memory), Unmap{bytes});
    // A hint: where it is refused, ordinary pages do. A small table would waste most of one.
    constexpr std::size_t huge_page = 2UL << 20U;
    if (bytes >= huge_page) static_cast<void>(madvise(memory, bytes, MADV_HUGEPAGE));
}

void SampleTable::Unmap::operator()(std::byte* memory) const { munmap(memory, bytes); }

double SampleTable::operator()(Eigen::Index row, Eigen::Index column) const {
    const Column& from = columns_[static_cast<std::size_t>(column)];
    return from.kind == Kind::count ? static_cast<double>(data<float>(from)[row])
                                    : data<double>(from)[row];
}

std::span<const double> SampleTable::values(Eigen::Index column,
                                            std::vector<double>& scratch) const {
    const Column& from = columns_[static_cast<std::size_t>(column)];
    const auto rows = static_cast<std::size_t>(rows_);
    if (from.kind == Kind::figure) return {data<double>(from), rows};
    scratch.assign(data<float>(from), data<float>(from) + rows);
    return scratch;
}

Eigen::ArrayXd SampleTable::col(Eigen::Index column) const {
    std::vector<double> scratch;
    const auto sample = values(column, scratch);
    return Eigen::Map<const Eigen::ArrayXd>(sample.data(), rows_);
}

void SampleTable::write(Eigen::Index column, Eigen::Index first, Eigen::Index count,
                        const double* values, double factor) {
    double largest = 0.0;
    for (Eigen::Index i = 0; i < count; ++i) largest = std::max(largest, std::abs(values[i]));
    if (largest == 0.0) return;
    const Column& to = columns_[static_cast<std::size_t>(column)];
    if (to.kind == Kind::figure) {
        write_lines(data<double>(to) + first, values, count, factor);
        return;
    }
    float* counts = data<float>(to) + first;
    for (Eigen::Index i = 0; i < count; ++i) counts[i] = static_cast<float>(values[i] * factor);
}

void SampleTable::settle_writes() {
#ifdef __SSE2__
    _mm_sfence();
#endif
}

PathStore::PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted)
    : yearly(paths, yearly_kinds(plan)),
      monthly(paths, monthly_kinds(plan)),
      finish(paths, static_cast<Eigen::Index>(plan.projects.size())),
      totals(plan.projects.size()),
      first_hit(paths, static_cast<Eigen::Index>(plan.first_hits())),
      first_year_fai_sum(plan.projects.size() + plan.pipelines.size()),
      out_of_range(Flags::Zero(paths, 1)),
      detail(wanted) {
    if (detail == Detail::traced) {
        for (auto* table :
             {&first_year_fai, &first_year_unmet, &first_year_price, &first_year_unreported}) {
            table->setZero(paths, static_cast<Eigen::Index>(first_year_fai_sum.size()));
        }
    }
}

std::uint64_t PathStore::bytes_per_path(const plan::Plan& plan) {
    std::uint64_t bytes = 0;
    for (const auto kind : yearly_kinds(plan)) bytes += bytes_of(kind);
    for (const auto kind : monthly_kinds(plan)) bytes += bytes_of(kind);
    return bytes + plan.first_hits() * sizeof(float) + plan.projects.size() * sizeof(float);
}

}  // namespace coffer::kernel
