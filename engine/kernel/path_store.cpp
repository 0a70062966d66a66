#include "coffer/kernel/path_store.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <sys/mman.h>

namespace coffer::kernel {

namespace {

constexpr Eigen::Index line = 8;  ///< doubles in a cache line

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

SampleTable::SampleTable(Eigen::Index rows, Eigen::Index columns)
    : rows_(rows), columns_(columns), stride_((rows + line - 1) / line * line) {
    const auto bytes =
        std::max<std::size_t>(1, static_cast<std::size_t>(stride_ * columns_)) * sizeof(double);
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    memory_ = std::unique_ptr<double, Unmap>(static_cast<double*>(memory), Unmap{bytes});
    // A hint: where it is refused, ordinary pages do. A small table would waste most of one.
    constexpr std::size_t huge_page = 2UL << 20U;
    if (bytes >= huge_page) static_cast<void>(madvise(memory, bytes, MADV_HUGEPAGE));
}

void SampleTable::Unmap::operator()(double* memory) const { munmap(memory, bytes); }

void SampleTable::write(Eigen::Index column, Eigen::Index first, Eigen::Index count,
                        const double* values, double factor) {
    double largest = 0.0;
    for (Eigen::Index i = 0; i < count; ++i) largest = std::max(largest, std::abs(values[i]));
    if (largest == 0.0) return;
    write_lines(memory_.get() + column * stride_ + first, values, count, factor);
}

PathStore::PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted)
    : yearly(paths, static_cast<Eigen::Index>(plan.slots.size()) * plan.years),
      monthly(paths, static_cast<Eigen::Index>(plan::month_slots) * plan.months),
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
    const auto years = static_cast<std::uint64_t>(plan.years);
    const auto months = static_cast<std::uint64_t>(plan.months);
    return plan.slots.size() * years * sizeof(double) +
           plan::month_slots * months * sizeof(double) + plan.first_hits() * sizeof(float) +
           plan.projects.size() * sizeof(float);
}

}  // namespace coffer::kernel
