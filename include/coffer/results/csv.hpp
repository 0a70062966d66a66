#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace coffer::results {

/// Builds one CSV file (RFC 4180 quoting, LF line ends, UTF-8). Thread-compatible.
class CsvWriter {
  public:
    CsvWriter() = default;
    /// Column names, comma separated, as they stand in the first line.
    explicit CsvWriter(std::string_view header);

    /// Text from a user. A cell that a spreadsheet would run as a formula (it starts with = + - @,
    /// a tab or a carriage return) gets an apostrophe in front.
    CsvWriter& text(std::string_view cell);
    CsvWriter& value(double cell);
    CsvWriter& value(const std::optional<double>& cell);
    CsvWriter& value(std::uint64_t cell);
    /// Text this program made: numbers, months.
    CsvWriter& raw(std::string_view cell);
    void end_row();

    [[nodiscard]] const std::string& content() const { return content_; }
    /// The content, with a byte order mark in front if it holds anything but ASCII: spreadsheets
    /// in China take a file without one for GB18030.
    [[nodiscard]] std::string content_for_spreadsheets() const;

  private:
    void separate();

    std::string content_;
    bool row_is_empty_ = true;
};

}  // namespace coffer::results
