#include "coffer/kernel/path_store.hpp"

#include <new>

#include <sys/mman.h>

namespace coffer::kernel {

SampleTable::SampleTable(Eigen::Index rows, Eigen::Index columns) : rows_(rows), columns_(columns) {
    constexpr std::size_t huge_page = 2UL << 20U;
    const auto bytes = static_cast<std::size_t>(rows * columns) * sizeof(double);
    // A small table in huge pages would waste most of one.
    const std::size_t page = bytes >= huge_page ? huge_page : 64;
    const std::size_t rounded = (bytes / page + 1) * page;
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): owned by the pointer it is put into.
    memory_.reset(static_cast<double*>(std::aligned_alloc(page, rounded)));
    if (!memory_) throw std::bad_alloc();
    // A hint: where it is refused, ordinary pages do.
    if (page == huge_page) static_cast<void>(madvise(memory_.get(), rounded, MADV_HUGEPAGE));
}

PathStore::PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted)
    : yearly(paths, static_cast<Eigen::Index>(plan.slots.size()) * plan.years),
      monthly(paths, static_cast<Eigen::Index>(plan::month_slots) * plan.months),
      finish(paths, static_cast<Eigen::Index>(plan.projects.size())),
      funded_share(paths, static_cast<Eigen::Index>(plan.projects.size())),
      late(paths, static_cast<Eigen::Index>(plan.projects.size())),
      suspended(paths, static_cast<Eigen::Index>(plan.projects.size())),
      cancelled(Flags::Zero(paths, static_cast<Eigen::Index>(plan.projects.size()))),
      short_of_money(paths, static_cast<Eigen::Index>(plan.projects.size())),
      first_hit(paths, static_cast<Eigen::Index>(plan.first_hits())),
      first_year_fai(paths,
                     static_cast<Eigen::Index>(plan.projects.size() + plan.pipelines.size())),
      out_of_range(Flags::Zero(paths, 1)),
      detail(wanted) {
    if (detail == Detail::traced) {
        first_year_unmet.setZero(paths, first_year_fai.cols());
        first_year_price.setZero(paths, first_year_fai.cols());
    }
}

std::uint64_t PathStore::bytes_per_path(const plan::Plan& plan) {
    const auto years = static_cast<std::uint64_t>(plan.years);
    const auto months = static_cast<std::uint64_t>(plan.months);
    return plan.slots.size() * years * sizeof(double) +
           plan::month_slots * months * sizeof(double) + plan.first_hits() * sizeof(float) +
           plan.projects.size() * (2 * sizeof(float) + 4) +
           (plan.projects.size() + plan.pipelines.size()) * sizeof(float);
}

}  // namespace coffer::kernel
