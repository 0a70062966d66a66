#include "coffer/report/answer_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/text_table.hpp"
#include "unit_of_column.hpp"

namespace coffer::report {
namespace {

using results::Answered;
using results::Quantity;

std::string number_text(double value) {
    if (value == std::round(value) && std::fabs(value) < 1e9) return fmt::format("{:.0f}", value);
    return fmt::format("{:.{}f}", value, std::fabs(value) < 10.0 ? 2 : 1);
}

/// In percentage points, finer where it is small.
std::string points_text(double ratio) {
    const double points = ratio * 100.0;
    if (points == 0.0) return "0";
    return fmt::format("{:.{}f}", points, std::fabs(points) < 0.1 ? 2 : 1);
}

std::string bare(const Answered& cell, double value, const results::Telling& telling,
                 Language language) {
    switch (cell.quantity) {
        case Quantity::money:
            return amount_in(value, telling.unit);
        case Quantity::ratio:
            return cell.change ? points_text(value) : percent(value);
        case Quantity::probability:
            return cell.change ? points_text(value) : probability(value);
        case Quantity::months:
            return fmt::format("{:.1f}", value);
        case Quantity::moment:
            if (telling.months > 0 && value >= telling.months) {
                return Text{"规划期内不会", "not within the plan"}.in(language);
            }
            return month_of_moment(value, telling.start);
        case Quantity::multiple:
            return times_text(value).in(language);
        case Quantity::factor:
            return fmt::format("{:.5g}", value);
        case Quantity::number:
        case Quantity::words:
            break;
    }
    return number_text(value);
}

std::string signed_text(const Answered& cell, double value, const results::Telling& telling,
                        Language language) {
    const std::string text = bare(cell, value, telling, language);
    return cell.change && value > 0.0 && text != "0" ? "+" + text : text;
}

/// Lines that a terminal can show, each indented.
std::string lines(const std::vector<Text>& texts, Language language, const char* indent) {
    std::string text;
    for (const Text& each : texts) text += indent + printable(each.in(language)) + "\n";
    return text;
}

/// A title without the number in brackets before it and what it explains after its first words;
/// none that is longer than Excel allows, or has what neither it nor file systems do.
std::string short_title(std::string title) {
    constexpr std::string_view open = "（", close = "）";
    if (title.starts_with(open)) {
        const auto end = title.find(close);
        title = end == std::string::npos ? "" : title.substr(end + close.size());
    }
    for (const std::string_view ends : {open, std::string_view("："), std::string_view(" [")}) {
        title = title.substr(0, title.find(ends));
    }
    constexpr std::ptrdiff_t longest = 31;
    const auto length = std::count_if(title.begin(), title.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    const bool fits =
        length <= longest && title.find_first_of("[]:*?/\\'<>|\"") == std::string::npos;
    return fits ? title : "";
}

std::string sheet_text(const results::Sheet& sheet, const std::string& name,
                       const results::Answer& answer, Language language) {
    const results::Telling& telling = answer.telling;
    std::vector<Column> columns;
    std::vector<Text> numbered;
    std::vector<UnitOfColumn> units;
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        units.emplace_back(sheet, i, telling);
        if (!sheet.columns[i].shown) continue;
        const bool is_words =
            sheet.rows.empty() || sheet.rows.front().cells[i].quantity == Quantity::words;
        Text title = sheet.columns[i].title;
        const bool told = !sheet.columns[i].interval &&
                          sheet.title.en.find(unit_name(telling.unit).en) != std::string::npos;
        if (!told) {
            title = {units.back().heading(title.zh, Language::chinese),
                     units.back().heading(title.en, Language::english)};
        }
        if (sheet.columns[i].numbered) {
            const std::string head = "[" + std::to_string(numbered.size() + 1) + "]";
            numbered.push_back({head + " " + title.zh, head + " " + title.en});
            title = {head, head};
        }
        columns.push_back({title.in(language), is_words ? Align::left : Align::right,
                           sheet.columns[i].widest, sheet.columns[i].wraps});
    }
    TextTable table(std::move(columns));
    std::size_t left_out = 0;
    for (const auto& row : sheet.rows) {
        if (!row.shown) {
            ++left_out;
            continue;
        }
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (sheet.columns[i].shown) {
                std::string cell = cell_text(row.cells[i], telling, language);
                // Amounts and points are told of once, below the table.
                if (counted_in(row.cells[i]) == CountedIn::months) {
                    cell += units[i].after(row.cells[i], language);
                }
                cells.push_back(std::move(cell));
            }
        }
        table.add(std::move(cells));
    }
    std::string text = sheet.title.in(language) + "\n";
    if (table.rows() > 0) text += table.render();
    if (left_out > 0) {
        const std::string place = answer.in_files ? reader_file_name(name, language) : "--json";
        text +=
            "  " + fmt::format(fmt::runtime(language == Language::chinese ? "另有 {} 行，见 {}\n"
                                                                          : "{} more rows in {}\n"),
                               left_out, place);
    }
    std::vector<Text> notes = sheet.notes;
    if (Text units_told = note_of_units(sheet, telling); !units_told.zh.empty()) {
        notes.push_back(std::move(units_told));
    }
    return text + lines(numbered, language, "  ") + lines(notes, language, "  ");
}

}  // namespace

std::vector<std::string> sheet_names(const results::Answer& answer, Language language) {
    std::vector<std::string> names;
    for (const results::Sheet& sheet : answer.sheets) {
        std::string name = language == Language::chinese ? short_title(sheet.title.zh) : "";
        const bool taken = std::find(names.begin(), names.end(), name) != names.end();
        if (name.empty() || taken) name = sheet.id;
        names.push_back(std::move(name));
    }
    return names;
}

std::string reader_file_name(const std::string& sheet, Language language) {
    return (language == Language::chinese ? "表/" : "tables/") + sheet + ".csv";
}

std::string cell_text(const Answered& cell, const results::Telling& telling, Language language) {
    if (cell.quantity == Quantity::words || !cell.value) return printable(cell.words.in(language));
    std::string text = signed_text(cell, *cell.value, telling, language);
    if (cell.low && cell.high && *cell.low != *cell.high) {
        text += " [" + signed_text(cell, *cell.low, telling, language) + ", " +
                signed_text(cell, *cell.high, telling, language) + "]";
    }
    return text;
}

Text told_cell(const Answered& cell, const results::Telling& telling) {
    Text text{cell_text(cell, telling, Language::chinese),
              cell_text(cell, telling, Language::english)};
    if (cell.quantity == Quantity::months && cell.value) {
        return {text.zh + " 个月", text.en + " months"};
    }
    if (cell.quantity != Quantity::money || !cell.value) return text;
    const bool alone = !cell.change && !cell.low && !cell.high;
    if (alone) return money_text(*cell.value, telling.unit);
    const Text unit = unit_name(telling.unit);
    return {text.zh + " " + unit.zh, text.en + " (" + unit.en + ")"};
}

std::string answer_text(const results::Answer& answer, Language language) {
    std::string text = lines(answer.lead, language, "");
    const auto names = sheet_names(answer, language);
    for (std::size_t i = 0; i < answer.sheets.size(); ++i) {
        const results::Sheet& sheet = answer.sheets[i];
        if (sheet.rows.empty() && sheet.notes.empty()) continue;
        bool any = !sheet.notes.empty();
        for (const auto& row : sheet.rows) any = any || row.shown;
        if (any) text += "\n" + sheet_text(sheet, names[i], answer, language);
    }
    const std::string last = lines(answer.last, language, "");
    return last.empty() ? text : text + "\n" + last;
}

}  // namespace coffer::report
