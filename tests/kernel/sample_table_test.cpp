// Catches: a value that does not come back bit for bit, whatever its neighbours need; a piece that
// overwrites another one's memory; a narrow block's rows that are lost; a zero whose sign depends
// on its neighbours.
#include "coffer/kernel/sample_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using coffer::kernel::SampleTable;

namespace {

constexpr Eigen::Index rows = 64 * 3 + 17;  // whole pieces and a rest

/// Columns that ask for every way of keeping a piece.
std::vector<std::vector<double>> awkward_columns() {
    std::mt19937_64 generator(20201128);
    std::vector<std::vector<double>> columns;
    const auto add = [&](auto value_of) {
        std::vector<double> column(static_cast<std::size_t>(rows));
        for (double& value : column) value = value_of();
        columns.push_back(std::move(column));
    };
    const auto below = [&](std::uint64_t bound) {
        return static_cast<double>(generator() % bound);
    };
    // Whole numbers of every width, one less and one more than a byte holds, of either sign.
    for (int bits = 1; bits <= 51; ++bits) {
        for (const std::uint64_t range : {(1ULL << bits) - 1, 1ULL << bits, (1ULL << bits) + 1}) {
            add([&] { return below(range + 1); });
            // Both ends of the range in every piece.
            for (std::size_t row = 0; row + 1 < columns.back().size(); row += 10) {
                columns.back()[row] = 0.0;
                columns.back()[row + 1] = static_cast<double>(range);
            }
            add([&, centre = below(1ULL << 50)] { return below(range) - centre; });
        }
    }
    add([] { return 0.0; });
    add([] { return -7.0; });
    add([] { return 1e300; });
    add([&] { return below(3) * 1e300; });
    add([&] { return below(1000) / 7.0; });
    add([&] { return below(2) * 0x1.0p60 + below(5); });
    add([&] { return below(1ULL << 40) + 0.5; });
    add([&] { return 1.0 + below(2) * 0x1.0p-52; });
    // Their difference rounds up to just below 2^52.
    add([&] { return below(2) == 0.0 ? 1.375 : 0x1.0p52 + 1.0; });
    add([&] { return below(2) == 0.0 ? 1.0 : 0x1.0p52 + 1.0 + below(2); });
    add([&] { return below(2) == 0.0 ? 0.0 : 0x1.0p52 - 1.0; });
    // One fraction among whole numbers, and one huge amount among small ones.
    add([&] { return below(100); });
    columns.back()[70] = 0.1;
    columns.back()[130] = 0x1.0p62;
    return columns;
}

/// A table of the columns, written in blocks of `width` rows.
SampleTable table_of(const std::vector<std::vector<double>>& columns, double unit,
                     Eigen::Index width) {
    SampleTable table(rows, std::vector<double>(columns.size(), unit));
    SampleTable::Writer writer(table);
    for (Eigen::Index first = 0; first < rows; first += width) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
            writer.write(static_cast<Eigen::Index>(c), first, std::min(width, rows - first),
                         columns[c].data() + first);
        }
    }
    return table;
}

/// Values that differ in any bit from what was written, in the unit.
int differences(const SampleTable& table, const std::vector<std::vector<double>>& columns,
                double unit) {
    int count = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto column = static_cast<Eigen::Index>(c);
        const Eigen::ArrayXd all = table.col(column);
        for (Eigen::Index row = 0; row < table.rows(); ++row) {
            const auto expected =
                std::bit_cast<std::uint64_t>(columns[c][static_cast<std::size_t>(row)] / unit);
            count += std::bit_cast<std::uint64_t>(all[row]) != expected ? 1 : 0;
            count += std::bit_cast<std::uint64_t>(table(row, column)) != expected ? 1 : 0;
        }
    }
    return count;
}

}  // namespace

TEST_CASE("samples come back bit for bit, whatever the block's width", "[kernel]") {
    const auto columns = awkward_columns();
    for (const double unit : {1.0, 100.0}) {
        for (const Eigen::Index width : {1, 16, 64}) {
            CAPTURE(unit, width);
            CHECK(differences(table_of(columns, unit, width), columns, unit) == 0);
        }
    }
    // The comparison sees the smallest difference.
    auto other = columns;
    other[5][100] = std::nextafter(other[5][100], 1e18);
    CHECK(differences(table_of(columns, 1.0, 64), other, 1.0) == 2);
}

TEST_CASE("whole numbers written as such come back as any others do", "[kernel]") {
    const std::vector<std::int32_t> ranges{0,     1,        255,      256,       65535,
                                           65536, 16777215, 16777216, 2147483647};
    std::mt19937_64 generator(20201129);
    std::vector<std::vector<std::int32_t>> whole;
    std::vector<std::vector<double>> columns;
    for (const auto range : ranges) {
        for (const std::int32_t least : {0, -1000}) {
            if (range == ranges.back() && least < 0) continue;
            whole.emplace_back();
            for (Eigen::Index row = 0; row < rows; ++row) {
                const auto above = generator() % (static_cast<std::uint64_t>(range) + 1);
                const auto end = row % 10 == 0   ? 0U
                                 : row % 10 == 1 ? static_cast<unsigned>(range)
                                                 : above;
                whole.back().push_back(least + static_cast<std::int32_t>(end));
            }
            columns.emplace_back(whole.back().begin(), whole.back().end());
        }
    }
    SampleTable table(rows, std::vector<double>(columns.size(), 1000.0));
    SampleTable::Writer writer(table);
    for (Eigen::Index first = 0; first < rows; first += 64) {
        for (std::size_t c = 0; c < whole.size(); ++c) {
            writer.write_whole(static_cast<Eigen::Index>(c), first,
                               std::min<Eigen::Index>(64, rows - first), whole[c].data() + first);
        }
    }
    CHECK(differences(table, columns, 1000.0) == 0);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        std::vector<double> parts(static_cast<std::size_t>(rows));
        table.copy_parts(static_cast<Eigen::Index>(c), parts.data());
        CHECK(parts == columns[c]);
    }
}

TEST_CASE("columns that are alike on all rows", "[kernel]") {
    // The first is known before, the second found, the others differ.
    SampleTable table(rows, {1.0, 100.0, 1.0, 1.0}, {7.5});
    const double sevens[64] = {}, others[64] = {3.0};
    std::vector<double> fen(64, 250.0);
    {
        SampleTable::Writer writer(table);
        for (Eigen::Index first = 0; first < rows; first += 64) {
            const auto count = std::min<Eigen::Index>(64, rows - first);
            writer.write(0, first, count, others);
            writer.write(1, first, count, fen.data());
            writer.write(2, first, count, first == 64 ? others : sevens);
        }
        writer.write(3, 5, 1, others);
    }
    CHECK(table.alike(0) == 7.5);
    CHECK((table.col(0) == 7.5).all());
    CHECK(table(70, 0) == 7.5);
    CHECK(table.alike(1) == 2.5);
    CHECK((table.col(1) == 2.5).all());
    CHECK_FALSE(table.alike(2).has_value());
    CHECK(table(64, 2) == 3.0);
    CHECK_FALSE(table.alike(3).has_value());
}

TEST_CASE("zeros have no sign, whatever stands beside them", "[kernel]") {
    for (const double neighbour : {-0.0, 5.0, 0.5}) {
        for (const Eigen::Index width : {1, 64}) {
            std::vector<double> column(static_cast<std::size_t>(rows), neighbour);
            for (std::size_t row = 0; row < column.size(); row += 3) column[row] = -0.0;
            const auto table = table_of({column}, 100.0, width);
            const Eigen::ArrayXd all = table.col(0);
            CAPTURE(neighbour, width);
            CHECK_FALSE(std::signbit(all[0]));
            CHECK_FALSE(std::signbit(all[1]));
            CHECK_FALSE(std::signbit(table(0, 0)));
        }
    }
}

TEST_CASE("rows that were never written are zero", "[kernel]") {
    SampleTable table(100, {100.0});
    SampleTable::Writer writer(table);
    const double five[] = {5.0, 6.0};
    writer.write(0, 66, 2, five);
    for (Eigen::Index row = 0; row < 100; ++row) {
        CHECK(table(row, 0) == (row == 66 ? 5.0 / 100.0 : row == 67 ? 6.0 / 100.0 : 0.0));
    }
}

// Catches: fen times 0.01, which misses the number nearest to a seventh of all amounts in yuan: a
// target met to the fen fails.
TEST_CASE("amounts are read as the numbers nearest to them in yuan", "[kernel]") {
    SampleTable table(1, {100.0});
    SampleTable::Writer writer(table);
    const double fen = 12'152'714'424.0;
    writer.write(0, 0, 1, &fen);
    CHECK(table(0, 0) == 121'527'144.24);
    CHECK(fen * 0.01 != 121'527'144.24);
}

TEST_CASE("writers of different pieces do not disturb each other", "[kernel]") {
    constexpr Eigen::Index pieces = 400;
    constexpr Eigen::Index size = pieces * SampleTable::piece_rows - 5;
    constexpr int columns = 7;
    SampleTable table(size, std::vector<double>(columns, 1.0));
    const auto value = [](Eigen::Index row, int column) {
        const auto mixed = static_cast<std::uint64_t>(row) * 2654435761U;
        return static_cast<double>(mixed % (1ULL << (8 * column))) / (column + 1);
    };
    const auto write_every_second = [&](Eigen::Index from) {
        for (Eigen::Index piece = from; piece < pieces; piece += 2) {
            SampleTable::Writer writer(table);  // one a piece leaves the most memory unused
            const Eigen::Index first = piece * SampleTable::piece_rows;
            const Eigen::Index count = std::min(SampleTable::piece_rows, size - first);
            std::vector<double> values(static_cast<std::size_t>(count));
            for (int column = 0; column < columns; ++column) {
                for (std::size_t row = 0; row < values.size(); ++row) {
                    values[row] = value(first + static_cast<Eigen::Index>(row), column);
                }
                writer.write(column, first, count, values.data());
            }
        }
    };
    std::thread other(write_every_second, 1);
    write_every_second(0);
    other.join();
    int different = 0;
    for (int column = 0; column < columns; ++column) {
        const Eigen::ArrayXd all = table.col(column);
        for (Eigen::Index row = 0; row < size; ++row) {
            different += all[row] != value(row, column) ? 1 : 0;
        }
    }
    CHECK(different == 0);
}
