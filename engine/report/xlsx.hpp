#pragma once
// A workbook being written; the only door to libxlsxwriter.
#include <map>
#include <optional>
#include <string>
#include <xlsxwriter.h>

#include "temporary_file.hpp"

namespace coffer::report {

/// Look of a cell. Two cells that look the same share a format.
struct Style {
    bool bold = false;
    bool italic = false;
    bool wrap = false;
    bool top = false;  ///< vertically; else in the middle
    bool box = false;  ///< a thin border
    int size = 11;
    unsigned colour = 0x1F2328;         ///< of the text
    std::optional<unsigned> fill = {};  ///< behind it
    std::string number = {};            ///< its number format
    lxw_format_alignments align = LXW_ALIGN_NONE;

    friend auto operator<=>(const Style&, const Style&) = default;
};

/// Thread-compatible. The same calls give the same bytes: no clock is read.
class Xlsx {
  public:
    Xlsx();
    ~Xlsx();
    Xlsx(const Xlsx&) = delete;
    Xlsx& operator=(const Xlsx&) = delete;
    Xlsx(Xlsx&&) = delete;
    Xlsx& operator=(Xlsx&&) = delete;

    [[nodiscard]] lxw_workbook* book() { return book_; }
    [[nodiscard]] lxw_worksheet* add_sheet(const std::string& name);
    [[nodiscard]] lxw_format* format(const Style& style);

    /// Text as text, whatever it begins with. Longer than a cell can be (32,767 characters) it is
    /// not written, and `ok` says so.
    void text(lxw_worksheet* sheet, int row, int column, const std::string& text,
              const Style& style);
    void number(lxw_worksheet* sheet, int row, int column, double number, const Style& style);
    /// A live formula with its result, which viewers show that do not compute.
    void formula(lxw_worksheet* sheet, int row, int column, const std::string& formula,
                 double result, const Style& style);
    [[nodiscard]] bool ok() const { return ok_; }

    /// The finished workbook; nothing may be added any more. None when it could not be made.
    [[nodiscard]] std::optional<std::string> bytes();

  private:
    TemporaryFile file_;  ///< the library writes files only
    lxw_workbook* book_ = nullptr;
    std::map<Style, lxw_format*> formats_;
    bool ok_ = true;
};

}  // namespace coffer::report
