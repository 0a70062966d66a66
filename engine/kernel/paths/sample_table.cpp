#include "coffer/kernel/sample_table.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "coffer/base/contract.hpp"
#include "paths/zero_pages.hpp"

namespace coffer::kernel {

namespace {

constexpr std::size_t rows_a_piece = SampleTable::piece_rows;
constexpr std::size_t cache_line = 64;  ///< bytes: one of each row of a piece
constexpr std::uint8_t whole_double = sizeof(double);

/// Whole numbers below 2^52 are the last bits of what they make when added to it.
constexpr double two_to_52 = 0x1.0p52;
constexpr std::uint64_t bits_of_two_to_52 = 0x4330000000000000ULL;

using PieceRows = std::array<double, rows_a_piece>;
using WholeRows = std::array<std::uint64_t, rows_a_piece>;

template <class Part, class Whole>
[[nodiscard]] std::byte* put_part(const std::array<Whole, rows_a_piece>& above, unsigned shift,
                                  std::byte* to) {
    Part part[rows_a_piece];
    for (std::size_t row = 0; row < rows_a_piece; ++row) {
        part[row] = static_cast<Part>(above[row] >> shift);
    }
    std::memcpy(to, part, sizeof(part));
    return to + sizeof(part);
}

template <class Part>
[[nodiscard]] const std::byte* get_part(const std::byte* from, unsigned shift, WholeRows& above) {
    Part part[rows_a_piece];
    std::memcpy(part, from, sizeof(part));
    for (std::size_t row = 0; row < rows_a_piece; ++row) {
        above[row] |= static_cast<std::uint64_t>(part[row]) << shift;
    }
    return from + sizeof(part);
}

/// What rows are kept as.
struct Packed {
    double least = 0.0;
    std::uint8_t bytes = 0;  ///< a row
};

/// Writes to `lines` what rows are beside the least of them: of each row four bytes, then two, then
/// one, as far as they are needed; or doubles. Room for a double a row.
[[nodiscard]] Packed pack(const double* rows, std::byte* lines) {
    const Eigen::Map<const Eigen::Array<double, SampleTable::piece_rows, 1>> all(rows);
    const double least = all.minCoeff(), most = all.maxCoeff();
    if (least == most) return {least, 0};
    WholeRows above;
    double differs = most - least < 0x1.0p51 ? 0.0 : 1.0;
    for (std::size_t row = 0; row < rows_a_piece; ++row) {
        const double shifted = (rows[row] - least) + two_to_52;
        above[row] = std::bit_cast<std::uint64_t>(shifted) & ~bits_of_two_to_52;
        const double back = (shifted - two_to_52) + least;
        differs = std::max(differs, back != rows[row] ? 1.0 : 0.0);
    }
    if (differs != 0.0) {
        std::memcpy(lines, rows, sizeof(PieceRows));
        return {least, whole_double};
    }
    const auto range = static_cast<std::uint64_t>(most - least);
    const unsigned bytes = (static_cast<unsigned>(std::bit_width(range)) + 7U) / 8U;
    if ((bytes & 4U) != 0) lines = put_part<std::uint32_t>(above, 0, lines);
    if ((bytes & 2U) != 0) lines = put_part<std::uint16_t>(above, 8 * (bytes & 4U), lines);
    if ((bytes & 1U) != 0) lines = put_part<std::uint8_t>(above, 8 * (bytes & 6U), lines);
    return {least, static_cast<std::uint8_t>(bytes)};
}

/// A zero without its sign, which pieces of doubles keep and others do not. Of integers: compilers
/// that are told not to care for the signs of zeros would see through a choice of doubles.
[[nodiscard]] inline double unsigned_zero(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return std::bit_cast<double>(bits == std::bit_cast<std::uint64_t>(-0.0) ? 0 : bits);
}

/// `pack` of whole numbers.
[[nodiscard]] Packed pack_whole(const std::int32_t* rows, std::byte* lines) {
    const Eigen::Map<const Eigen::Array<std::int32_t, SampleTable::piece_rows, 1>> all(rows);
    const std::int32_t least = all.minCoeff(), most = all.maxCoeff();
    if (least == most) return {static_cast<double>(least), 0};
    std::array<std::uint32_t, rows_a_piece> above;
    for (std::size_t row = 0; row < rows_a_piece; ++row) {
        above[row] = static_cast<std::uint32_t>(rows[row]) - static_cast<std::uint32_t>(least);
    }
    const auto range = static_cast<std::uint32_t>(most) - static_cast<std::uint32_t>(least);
    const unsigned bytes = (static_cast<unsigned>(std::bit_width(range)) + 7U) / 8U;
    if ((bytes & 4U) != 0) lines = put_part<std::uint32_t>(above, 0, lines);
    if ((bytes & 2U) != 0) lines = put_part<std::uint16_t>(above, 0, lines);
    if ((bytes & 1U) != 0) lines = put_part<std::uint8_t>(above, 8 * (bytes & 2U), lines);
    return {static_cast<double>(least), static_cast<std::uint8_t>(bytes)};
}

void unpack(double least, unsigned bytes, const std::byte* from, double unit, double* rows) {
    if (bytes == whole_double) {
        std::memcpy(rows, from, sizeof(PieceRows));
        for (std::size_t row = 0; row < rows_a_piece; ++row) {
            rows[row] = unsigned_zero(rows[row] / unit);
        }
        return;
    }
    WholeRows above;
    above.fill(bits_of_two_to_52);
    if ((bytes & 4U) != 0) from = get_part<std::uint32_t>(from, 0, above);
    if ((bytes & 2U) != 0) from = get_part<std::uint16_t>(from, 8 * (bytes & 4U), above);
    if ((bytes & 1U) != 0) from = get_part<std::uint8_t>(from, 8 * (bytes & 6U), above);
    if (unit == 1.0) {
        // A division takes as long as all the rest.
        for (std::size_t row = 0; row < rows_a_piece; ++row) {
            rows[row] = unsigned_zero((std::bit_cast<double>(above[row]) - two_to_52) + least);
        }
        return;
    }
    for (std::size_t row = 0; row < rows_a_piece; ++row) {
        const double value = (std::bit_cast<double>(above[row]) - two_to_52) + least;
        rows[row] = unsigned_zero(value / unit);
    }
}

/// Writes past the caches, which a block's state needs: nobody reads samples before the run's end.
void write_lines(std::byte* to, const std::byte* from, std::size_t bytes) {
#ifdef __SSE2__
    for (std::size_t at = 0; at < bytes; at += sizeof(__m128i)) {
        _mm_stream_si128(reinterpret_cast<__m128i*>(to + at),
                         _mm_load_si128(reinterpret_cast<const __m128i*>(from + at)));
    }
#else
    std::memcpy(to, from, bytes);
#endif
}

[[nodiscard]] std::uint64_t pieces_of(std::uint64_t rows) {
    return (rows + rows_a_piece - 1) / rows_a_piece;
}

/// Lines that a writer takes from the table at once: enough to forget the cost of asking, and no
/// more than 64 rows of all columns could need.
[[nodiscard]] std::uint32_t lines_at_once(std::size_t columns) {
    constexpr std::size_t most = 1024;
    return static_cast<std::uint32_t>(std::min(most, whole_double * columns));
}

}  // namespace

SampleTable::SampleTable(Eigen::Index rows, std::vector<double> units,
                         std::vector<std::optional<double>> alike)
    : rows_(rows), units_(std::move(units)), alike_(std::move(alike)) {
    alike_.resize(units_.size());
    for (const auto& value : alike_) kept_place_.push_back(value ? kept_ : kept_++);
    // Lines that pieces can need, and the rest of a writer's last take; what is left of earlier
    // takes, less than a piece each, is made up for by the rows' own eight lines a piece: a take of
    // L lines serves at least L / 8 pieces. Only what is written to costs memory.
    const std::uint64_t columns = kept_;
    const std::uint64_t blocks = pieces_of(static_cast<std::uint64_t>(rows));
    const std::uint64_t lines_a_block = whole_double * columns + lines_at_once(kept_);
    const std::uint64_t bytes = std::max<std::uint64_t>(blocks * lines_a_block, 1) * cache_line;
    const std::uint64_t pieces = std::max<std::uint64_t>(blocks * columns, 1);
    if (bytes / cache_line > std::numeric_limits<std::uint32_t>::max() ||
        std::max(bytes, pieces * sizeof(Piece)) > std::numeric_limits<std::size_t>::max()) {
        throw std::bad_alloc();
    }
    memory_ = zeros<std::byte>(static_cast<std::size_t>(bytes));
    pieces_ = zeros<Piece>(static_cast<std::size_t>(pieces));
}

template <class Item>
SampleTable::Zeros<Item> SampleTable::zeros(std::size_t count) {
    const std::size_t bytes = count * sizeof(Item);
    void* memory = take_zero_pages(bytes);
    if (memory == nullptr) throw std::bad_alloc();
    return {static_cast<Item*>(memory), Unmap{bytes}};
}

void SampleTable::Unmap::operator()(void* memory) const { give_back_zero_pages(memory, bytes); }

std::byte* SampleTable::bytes_of(const Piece& piece) const {
    return memory_.get() + std::size_t{piece.line} * cache_line;
}

std::optional<double> SampleTable::alike(Eigen::Index column) const {
    if (known(column) || rows_ == 0) return known(column);
    const double least = pieces_[place(0, column)].least;
    for (Eigen::Index first = 0; first < rows_; first += piece_rows) {
        const Piece& piece = pieces_[place(first, column)];
        if (piece.bytes != 0 || piece.least != least) return std::nullopt;
    }
    return unsigned_zero(least / units_[static_cast<std::size_t>(column)]);
}

double SampleTable::operator()(Eigen::Index row, Eigen::Index column) const {
    if (known(column)) return *known(column);
    const Piece& piece = pieces_[place(row, column)];
    PieceRows rows;
    unpack(piece.least, piece.bytes, bytes_of(piece), units_[static_cast<std::size_t>(column)],
           rows.data());
    return rows[static_cast<std::size_t>(row % piece_rows)];
}

void SampleTable::copy(Eigen::Index column, double* to) const {
    if (known(column)) {
        std::fill_n(to, rows_, *known(column));
        return;
    }
    copy_divided(column, units_[static_cast<std::size_t>(column)], to);
}

void SampleTable::copy_parts(Eigen::Index column, double* to) const {
    if (known(column)) {
        std::fill_n(to, rows_, *known(column) * units_[static_cast<std::size_t>(column)]);
        return;
    }
    copy_divided(column, 1.0, to);
}

void SampleTable::copy_divided(Eigen::Index column, double unit, double* to) const {
    for (Eigen::Index first = 0; first < rows_; first += piece_rows) {
        // Pieces of a column lie far apart: the next ones are asked for in time.
        constexpr Eigen::Index ahead = 8 * piece_rows;
        if (first + ahead < rows_) {
            const Piece& later = pieces_[place(first + ahead, column)];
            for (std::size_t k = 0; k < later.bytes; ++k) {
                __builtin_prefetch(bytes_of(later) + k * cache_line);
            }
        }
        const Piece& piece = pieces_[place(first, column)];
        if (first + piece_rows <= rows_) {
            unpack(piece.least, piece.bytes, bytes_of(piece), unit, to + first);
        } else {
            PieceRows rows;
            unpack(piece.least, piece.bytes, bytes_of(piece), unit, rows.data());
            std::copy_n(rows.data(), rows_ - first, to + first);
        }
    }
}

Eigen::ArrayXd SampleTable::col(Eigen::Index column) const {
    Eigen::ArrayXd values(rows_);
    copy(column, values.data());
    return values;
}

std::uint32_t SampleTable::Writer::take_lines(std::uint32_t count) {
    if (end_ - next_ < count) {
        const auto more = lines_at_once(table_.kept_);
        next_ = std::atomic_ref(table_.lines_).fetch_add(more, std::memory_order_relaxed);
        end_ = next_ + more;
        COFFER_EXPECT(std::size_t{end_} * cache_line <= table_.memory_.get_deleter().bytes);
    }
    return std::exchange(next_, next_ + count);
}

void SampleTable::Writer::keep(Piece& piece, double least, std::uint8_t bytes,
                               const std::byte* lines) {
    piece.least = least;
    piece.bytes = bytes;
    if (bytes == 0) return;
    piece.line = take_lines(bytes);
    write_lines(table_.bytes_of(piece), lines, bytes * cache_line);
}

void SampleTable::Writer::write(Eigen::Index column, Eigen::Index first, Eigen::Index count,
                                const double* values) {
    if (table_.known(column)) return;
    Piece& piece = table_.pieces_[table_.place(first, column)];
    const auto at = static_cast<std::size_t>(first % piece_rows);
    const auto size = static_cast<std::size_t>(count);
    COFFER_EXPECT(at + size <= rows_a_piece);
    if (at == 0 && (count == piece_rows || first + count == table_.rows_)) {
        PieceRows padded;
        if (count < piece_rows) {
            std::copy_n(values, size, padded.data());
            std::fill(padded.begin() + count, padded.end(), values[0]);
            values = padded.data();
        }
        alignas(cache_line) std::byte lines[sizeof(PieceRows)];
        const Packed packed = pack(values, lines);
        keep(piece, packed.least, packed.bytes, lines);
        return;
    }
    // Narrow blocks fill a piece bit by bit.
    if (piece.bytes == 0) {
        piece.bytes = whole_double;
        piece.line = take_lines(whole_double);
    }
    std::memcpy(table_.bytes_of(piece) + at * sizeof(double), values, size * sizeof(double));
}

void SampleTable::Writer::write_whole(Eigen::Index column, Eigen::Index first, Eigen::Index count,
                                      const std::int32_t* values) {
    if (first % piece_rows != 0 || count != piece_rows || table_.known(column)) {
        PieceRows rows;
        std::copy_n(values, count, rows.data());
        write(column, first, count, rows.data());
        return;
    }
    alignas(cache_line) std::byte lines[sizeof(PieceRows)];
    const Packed packed = pack_whole(values, lines);
    keep(table_.pieces_[table_.place(first, column)], packed.least, packed.bytes, lines);
}

void SampleTable::Writer::publish() {
#ifdef __SSE2__
    _mm_sfence();
#endif
}

std::uint64_t SampleTable::most_bytes(std::uint64_t rows, std::uint64_t columns) {
    return pieces_of(rows) * columns * (sizeof(PieceRows) + sizeof(Piece));
}

}  // namespace coffer::kernel
