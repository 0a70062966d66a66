#include "coffer/report/answer_workbook.hpp"

#include <algorithm>

#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "unit_of_column.hpp"
#include "xlsx.hpp"

namespace coffer::report {
namespace {

using results::Answered;
using results::Quantity;

constexpr unsigned answer_ink = 0x1F4E79;

class AnswerBook {
  public:
    AnswerBook(const results::Answer& answer, const Text& title, Language language)
        : answer_(answer), title_(title), language_(language) {}

    std::optional<std::string> write() {
        if (!xlsx_.ok()) return std::nullopt;
        write_sentences();
        const auto names = sheet_names(answer_, language_);
        for (std::size_t i = 0; i < answer_.sheets.size(); ++i) {
            if (!answer_.sheets[i].rows.empty()) write_sheet(answer_.sheets[i], names[i]);
        }
        return xlsx_.bytes();
    }

  private:
    [[nodiscard]] std::string say(const char* zh, const char* en) const {
        return language_ == Language::chinese ? zh : en;
    }

    void write_sentences() {
        lxw_worksheet* sheet = xlsx_.add_sheet(say("结论", "verdict"));
        worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
        worksheet_set_column(sheet, 0, 0, 110, nullptr);
        int row = 0;
        xlsx_.text(sheet, row++, 0, title_.in(language_),
                   {.bold = true, .size = 16, .colour = answer_ink});
        for (const auto* sentences : {&answer_.lead, &answer_.last}) {
            ++row;
            for (const Text& each : *sentences) {
                xlsx_.text(sheet, row++, 0, each.in(language_), {.wrap = true, .size = 12});
            }
        }
    }

    void write_sheet(const results::Sheet& sheet, const std::string& name) {
        lxw_worksheet* page = xlsx_.add_sheet(name);
        worksheet_gridlines(page, LXW_HIDE_ALL_GRIDLINES);
        worksheet_set_landscape(page);
        worksheet_set_paper(page, 9);  // A4
        worksheet_fit_to_pages(page, 1, 0);
        xlsx_.text(page, 0, 0, sheet.title.in(language_),
                   {.bold = true, .size = 16, .colour = answer_ink});
        int column = 0;
        for (const auto& each : sheet.columns) {
            if (!each.shown) continue;
            const auto place = static_cast<std::size_t>(&each - sheet.columns.data());
            const std::string title = UnitOfColumn(sheet, place, answer_.telling)
                                          .heading(each.title.in(language_), language_);
            const double width = std::clamp(static_cast<double>(each.widest), 12.0, 60.0);
            head(page, column++, title, is_words(sheet, each) ? width : 14.0);
            if (!each.interval) continue;
            head(page, column++, say("95% 下限", "95 % from"), 12.0);
            head(page, column++, say("95% 上限", "95 % to"), 12.0);
        }
        int row = 2;
        for (const auto& each : sheet.rows) write_row(page, row++, sheet, each);
        worksheet_freeze_panes(page, 2, 1);
        worksheet_repeat_rows(page, 1, 1);
        worksheet_autofilter(page, 1, 0, static_cast<lxw_row_t>(row - 1),
                             static_cast<lxw_col_t>(std::max(0, column - 1)));
        std::vector<Text> notes = sheet.notes;
        if (Text units = note_of_units(sheet, answer_.telling); !units.zh.empty()) {
            notes.push_back(std::move(units));
        }
        for (const Text& note : notes) {
            xlsx_.text(page, ++row, 0, note.in(language_), {.colour = 0x6B7280});
        }
    }

    static bool is_words(const results::Sheet& sheet, const results::AnswerColumn& column) {
        const auto place = static_cast<std::size_t>(&column - sheet.columns.data());
        return sheet.rows.front().cells[place].quantity == Quantity::words;
    }

    void head(lxw_worksheet* page, int column, const std::string& name, double width) {
        const auto at = static_cast<lxw_col_t>(column);
        worksheet_set_column(page, at, at, width, nullptr);
        xlsx_.text(page, 1, column, name,
                   {.bold = true,
                    .wrap = true,
                    .box = true,
                    .colour = 0xFFFFFF,
                    .fill = answer_ink,
                    .align = LXW_ALIGN_CENTER});
    }

    void write_row(lxw_worksheet* page, int row, const results::Sheet& sheet,
                   const results::AnswerRow& cells) {
        int column = 0;
        for (std::size_t i = 0; i < cells.cells.size(); ++i) {
            if (!sheet.columns[i].shown) continue;
            const Answered& cell = cells.cells[i];
            write_cell(page, row, column++, cell, cell.value);
            if (!sheet.columns[i].interval) continue;
            write_cell(page, row, column++, cell, cell.low);
            write_cell(page, row, column++, cell, cell.high);
        }
    }

    /// A number stays one; what is a month or a word is text.
    void write_cell(lxw_worksheet* page, int row, int column, const Answered& cell,
                    const std::optional<double>& value) {
        const bool is_text = cell.quantity == Quantity::words || cell.quantity == Quantity::moment;
        if (is_text || !value) {
            const bool own = is_text || !cell.value;
            xlsx_.text(page, row, column,
                       own ? cell_text(cell, answer_.telling, language_) : std::string(),
                       {.box = true});
            return;
        }
        Style style{.box = true};
        double shown = *value;
        switch (cell.quantity) {
            case Quantity::money:
                shown /= info(answer_.telling.unit).yuan;
                style.number = answer_.telling.unit == MoneyUnit::yuan ? "#,##0" : "#,##0.00";
                break;
            case Quantity::ratio:
            case Quantity::probability:
                style.number = "0.0%";
                break;
            default:
                style.number = "General";
        }
        xlsx_.number(page, row, column, shown, style);
    }

    const results::Answer& answer_;
    const Text& title_;
    Language language_;
    Xlsx xlsx_;
};

}  // namespace

std::optional<std::string> answer_workbook(const results::Answer& answer, const Text& title,
                                           Language language) {
    return AnswerBook(answer, title, language).write();
}

}  // namespace coffer::report
