#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <Eigen/Core>

namespace coffer::kernel {

/// A large (path, column) table that begins as zeros and loses nothing but the sign of zeros: all
/// other values come back bit for bit. It is kept in pieces of 64 rows of a column, each as its
/// least value and as many bytes above it as the piece needs where all values are whole (amounts in
/// fen, counts, small parts of ratios and months), else as doubles. Most amounts of 64 paths lie
/// within five bytes of each other, and many figures are alike on all of them: two fifths of the
/// memory that doubles take (docs/performance.md).
class SampleTable {
    /// Without bytes all rows hold `least`; with eight they are doubles, else what is above it.
    struct Piece {
        double least = 0.0;
        std::uint32_t line = 0;  ///< where its bytes begin, in lines of the memory
        std::uint8_t bytes = 0;  ///< a row
    };

  public:
    static constexpr Eigen::Index piece_rows = 64;

    /// One column a unit, by which its values are divided when they are read. Of a column that is
    /// known to be the same on all rows, `alike` gives what is read: nothing is kept of it, and
    /// what is written to it is not looked at.
    SampleTable(Eigen::Index rows, std::vector<double> units,
                std::vector<std::optional<double>> alike = {});

    [[nodiscard]] Eigen::Index rows() const { return rows_; }
    [[nodiscard]] Eigen::Index cols() const { return static_cast<Eigen::Index>(units_.size()); }
    /// The value of a column that is the same on all rows; none where it differs, or where rows
    /// were written one by one.
    [[nodiscard]] std::optional<double> alike(Eigen::Index column) const;
    [[nodiscard]] double operator()(Eigen::Index row, Eigen::Index column) const;
    /// Writes a column's values in row order to where there is room for `rows`.
    void copy(Eigen::Index column, double* to) const;
    /// The same before values are divided by the column's unit.
    void copy_parts(Eigen::Index column, double* to) const;
    [[nodiscard]] Eigen::ArrayXd col(Eigen::Index column) const;

    /// What one thread writes with: all columns of whole pieces, or of rows inside one piece. The
    /// table must outlive it.
    class Writer {
      public:
        explicit Writer(SampleTable& table) : table_(table) {}
        Writer(const Writer&) = delete;
        Writer& operator=(const Writer&) = delete;
        Writer(Writer&&) = delete;
        Writer& operator=(Writer&&) = delete;
        ~Writer() { publish(); }

        /// Writes `count` values into a column whose rows from `first` on, all of one piece, still
        /// hold zeros. Thread-safe for different pieces.
        void write(Eigen::Index column, Eigen::Index first, Eigen::Index count,
                   const double* values);
        /// The same of whole numbers, for which there is less to find out.
        void write_whole(Eigen::Index column, Eigen::Index first, Eigen::Index count,
                         const std::int32_t* values);
        /// Lets whoever this thread tells of it see what was written past the caches.
        static void publish();

      private:
        [[nodiscard]] std::uint32_t take_lines(std::uint32_t count);
        /// Whole rows of a piece, packed.
        void keep(Piece& piece, double least, std::uint8_t bytes, const std::byte* lines);

        SampleTable& table_;
        std::uint32_t next_ = 0, end_ = 0;  ///< lines taken from the table and not used yet
    };

    /// Bytes that `rows` rows take at most, beside the end of each writer's memory (64 KiB).
    [[nodiscard]] static std::uint64_t most_bytes(std::uint64_t rows, std::uint64_t columns);

  private:
    struct Unmap {
        std::size_t bytes;
        void operator()(void* memory) const;
    };
    /// Zeros that cost no memory, nor the time to find it, until they are written to.
    template <class Item>
    using Zeros = std::unique_ptr<Item[], Unmap>;
    template <class Item>
    [[nodiscard]] static Zeros<Item> zeros(std::size_t count);

    [[nodiscard]] std::size_t place(Eigen::Index row, Eigen::Index column) const {
        return static_cast<std::size_t>(row / piece_rows) * kept_ +
               kept_place_[static_cast<std::size_t>(column)];
    }
    void copy_divided(Eigen::Index column, double unit, double* to) const;
    [[nodiscard]] const std::optional<double>& known(Eigen::Index column) const {
        return alike_[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] std::byte* bytes_of(const Piece& piece) const;

    Eigen::Index rows_;
    std::vector<double> units_;
    std::vector<std::optional<double>> alike_;  ///< by column
    std::vector<std::size_t> kept_place_;       ///< by column: its place among those that are kept
    std::size_t kept_ = 0;                      ///< how many are
    Zeros<Piece> pieces_;                       ///< piece by piece, all kept columns of each
    std::uint32_t lines_ = 0;                   ///< of the memory given to writers; atomically
    Zeros<std::byte> memory_;
};

}  // namespace coffer::kernel
