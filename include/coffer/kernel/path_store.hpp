#pragma once
#include <cstdint>
#include <cstdlib>
#include <memory>

#include <Eigen/Core>

#include "coffer/plan/plan.hpp"

namespace coffer::kernel {

enum class Detail { forecast, traced };

/// A large (path, column) table of doubles, in huge pages where the system grants them: writing a
/// forecast's samples for the first time otherwise costs a page fault every 4 KiB, a tenth of the
/// whole run. Not initialised.
class SampleTable {
  public:
    using View = Eigen::Map<Eigen::ArrayXXd>;
    using ConstView = Eigen::Map<const Eigen::ArrayXXd>;

    SampleTable(Eigen::Index rows, Eigen::Index columns);

    [[nodiscard]] View view() { return {memory_.get(), rows_, columns_}; }
    [[nodiscard]] ConstView view() const { return {memory_.get(), rows_, columns_}; }
    [[nodiscard]] auto col(Eigen::Index column) { return View{at(column), rows_, 1}.col(0); }
    [[nodiscard]] auto col(Eigen::Index column) const {
        return ConstView{at(column), rows_, 1}.col(0);
    }
    [[nodiscard]] double operator()(Eigen::Index row, Eigen::Index column) const {
        return at(column)[row];
    }
    [[nodiscard]] Eigen::Index rows() const { return rows_; }
    [[nodiscard]] const double* column_data(Eigen::Index column) const { return at(column); }

  private:
    struct Free {
        // Aligned to huge pages, so not from operator new.
        // NOLINTNEXTLINE(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory)
        void operator()(double* memory) const { std::free(memory); }
    };
    [[nodiscard]] double* at(Eigen::Index column) const { return memory_.get() + column * rows_; }

    Eigen::Index rows_;
    Eigen::Index columns_;
    std::unique_ptr<double, Free> memory_;
};

/// What every path is remembered by: one row a path, one column a figure, so that a column is a
/// sample in path order. Blocks write disjoint rows; thread-safe on these terms. Money in yuan.
struct PathStore {
    using Flags = Eigen::Array<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;

    PathStore(const plan::Plan& plan, Eigen::Index paths, Detail wanted = Detail::forecast);

    /// Column of a yearly slot.
    [[nodiscard]] static Eigen::Index year_column(const plan::Plan& plan, std::size_t slot,
                                                  int year) {
        return static_cast<Eigen::Index>(slot) * plan.years + year;
    }
    [[nodiscard]] static Eigen::Index month_column(const plan::Plan& plan, std::size_t slot,
                                                   int month) {
        return static_cast<Eigen::Index>(slot) * plan.months + month;
    }
    /// Bytes a path takes.
    [[nodiscard]] static std::uint64_t bytes_per_path(const plan::Plan& plan);

    SampleTable yearly;   ///< (path, year_column)
    SampleTable monthly;  ///< (path, month_column)
    // One column a project. Single precision: moments to a thousandth of a month, shares.
    Eigen::ArrayXXf finish;        ///< moment, or a value above the horizon when not finished
    Eigen::ArrayXXf funded_share;  ///< received / (received + what its latest need lacked)
    Flags late, suspended, cancelled, short_of_money;
    /// One column a plan::FirstHit: its month, or `never`.
    Eigen::ArrayXXf first_hit;
    // One column a project, then one a pipeline.
    Eigen::ArrayXXf first_year_fai;

    /// One column: 1 where an amount left the range in which whole fen are exact, so that the
    /// path's figures mean nothing.
    Flags out_of_range;

    // Only with Detail::traced (one path): the first year's need unmet at its end (of its last
    // month for a project, of all months for a pipeline) and the price escalation, as far as they
    // count as FAI.
    Detail detail;
    Eigen::ArrayXXd first_year_unmet, first_year_price;
};

/// A finish moment that means "not within the horizon".
inline constexpr double never = 1e9;

}  // namespace coffer::kernel
