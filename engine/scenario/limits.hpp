#pragma once
#include <cstddef>

/// Bounds on input, generous for any real plan: a folder from elsewhere must not exhaust memory.
namespace coffer::scenario::limits {

inline constexpr std::size_t file_bytes = std::size_t{64} << 20U;
inline constexpr std::size_t settings_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t rows = 200'000;
inline constexpr std::size_t columns = 500;
inline constexpr std::size_t cells = 2'000'000;      ///< about 120 bytes of memory each
inline constexpr std::size_t record_cells = 16'384;  ///< columns of a spreadsheet, blank ones too
inline constexpr std::size_t cell_bytes = std::size_t{64} << 10U;
inline constexpr std::size_t notes = 10'000;  ///< comment lines of a table that are kept
inline constexpr std::size_t package_bytes = std::size_t{96} << 20U;  ///< a workbook, unpacked
inline constexpr std::size_t package_parts = 2000;
inline constexpr std::size_t part_bytes = std::size_t{24} << 20U;  ///< of XML; 9 times it in memory
inline constexpr std::size_t xml_marks = 3'000'000;                ///< tags in a part
inline constexpr std::size_t xml_depth = 64;
inline constexpr std::size_t list_items = 64;
inline constexpr std::size_t key_parts = 64;  ///< dotted parts of a TOML key, and nesting of values
inline constexpr std::size_t bases = 4;       ///< plans that a plan extends, one through another
inline constexpr std::size_t extends_up = 4;  ///< folders that a path to one goes up
inline constexpr std::size_t malformed_rows = 200;  ///< reported one by one in a table

}  // namespace coffer::scenario::limits
