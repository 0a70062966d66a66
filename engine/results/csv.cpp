#include "coffer/results/csv.hpp"

#include <algorithm>

#include "coffer/results/numbers.hpp"

namespace coffer::results {

CsvWriter::CsvWriter(std::string_view header) : content_(header) { content_ += '\n'; }

void CsvWriter::separate() {
    if (!row_is_empty_) content_ += ',';
    row_is_empty_ = false;
}

CsvWriter& CsvWriter::text(std::string_view cell) {
    std::string safe(cell);
    if (!safe.empty() &&
        std::string_view("=+-@\t\r").find(safe.front()) != std::string_view::npos) {
        safe.insert(safe.begin(), '\'');
    }
    separate();
    if (safe.find_first_of("\",\r\n") == std::string::npos) {
        content_ += safe;
        return *this;
    }
    content_ += '"';
    for (const char c : safe) {
        if (c == '"') content_ += '"';
        content_ += c;
    }
    content_ += '"';
    return *this;
}

CsvWriter& CsvWriter::raw(std::string_view cell) {
    separate();
    content_ += cell;
    return *this;
}

CsvWriter& CsvWriter::value(double cell) { return raw(number(cell)); }

CsvWriter& CsvWriter::value(const std::optional<double>& cell) { return raw(number(cell)); }

CsvWriter& CsvWriter::value(std::uint64_t cell) { return raw(std::to_string(cell)); }

void CsvWriter::end_row() {
    content_ += '\n';
    row_is_empty_ = true;
}

std::string CsvWriter::content_for_spreadsheets() const {
    const bool ascii = std::all_of(content_.begin(), content_.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return (ascii ? "" : "\xEF\xBB\xBF") + content_;
}

}  // namespace coffer::results
