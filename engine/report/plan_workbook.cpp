#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/plan_files.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "plan_cell.hpp"
#include "xlsx.hpp"

namespace coffer::report {
namespace {

using scenario::Content;
using scenario::Field;
using scenario::TableSchema;

constexpr unsigned dark = 0x1F4E79;
constexpr unsigned light = 0xDCE6F1;
constexpr unsigned faint = 0x6B7280;
constexpr lxw_row_t last_row = 1048575;
constexpr std::ptrdiff_t most_notes_above = 8;

const Style heading_needed{
    .bold = true, .wrap = true, .box = true, .colour = 0xFFFFFF, .fill = dark};
const Style heading_optional{.bold = true, .wrap = true, .box = true, .fill = light};
const Style body_style{.box = true};
const Style note_style{.italic = true, .colour = faint};

/// What kind of value a column wants, for its comment.
Text kind_of(const Field& field) {
    switch (field.holds.content) {
        case Content::id:
            return {"编号", "id"};
        case Content::reference: {
            Text text = {"引用：", "id of: "};
            for (const std::string& name : field.holds.tables) {
                const bool first = &name == &field.holds.tables.front();
                text.zh += (first ? "" : "、") + scenario::find_table(name)->zh;
                text.en += (first ? "" : ", ") + name;
            }
            return text;
        }
        case Content::choice:
            return {"从下拉列表选择", "choose from the list"};
        case Content::amount:
            return {"金额：按“设置”里的单位，或自带单位，如 2.2亿",
                    "amount, in the unit of the settings or its own: 2.2亿"};
        case Content::amounts:
            return {"各年金额，用分号隔开，末值延用，如 1.8亿;0",
                    "amounts by year, separated by ;, the last one holds on"};
        case Content::ratio:
            return {"比例，如 35% 或 0.35", "ratio: 35% or 0.35"};
        case Content::ratios:
            return {"各年比例，用分号隔开，末值延用", "ratios by year, separated by ;"};
        case Content::number:
            return {"数字", "number"};
        case Content::numbers:
            return {"各年数字，用分号隔开，末值延用", "numbers by year, separated by ;"};
        case Content::whole:
            return {"整数", "whole number"};
        case Content::month:
            return {"月份，如 2026-03", "month: 2026-03"};
        case Content::period:
            return {"年份或月份，如 2026 或 2026-03", "year or month: 2026 or 2026-03"};
        case Content::distribution:
            return {
                "数字或分布：三角分布(8,10,16)、均匀分布(4,8)、PERT分布(4,6,12)、"
                "对数正态分布(5,9)",
                "number or distribution: triangular(8,10,16), uniform(4,8), pert(4,6,12), "
                "lognormal(5,9)"};
        case Content::s_curve:
            return {"如 贝塔(2,3)", "such as beta(2,3)"};
        case Content::indicator:
            return {"从下拉列表选择指标", "choose an indicator from the list"};
        case Content::dimension:
            return {"合计、一般债务、区域:编号 等", "total, general, district:id and so on"};
        case Content::target_value:
            return {"按指标的单位", "in the indicator's unit"};
        default:
            return {"文字", "text"};
    }
}

/// Columns of words to choose from, on a sheet of their own.
class Words {
  public:
    Words(Xlsx& xlsx, Language language) : xlsx_(xlsx), language_(language) {}

    /// The sheet comes last.
    void write() {
        lxw_worksheet* sheet = xlsx_.add_sheet(name());
        worksheet_hide(sheet);
        int column = 0;
        for (const auto& words : scenario::enumerations()) {
            xlsx_.text(sheet, 0, column, heading_of(words.name), heading_optional);
            int row = 0;
            for (const auto& word : words.words) {
                xlsx_.text(sheet, ++row, column,
                           language_ == Language::chinese ? word.zh : word.name, body_style);
            }
            ++column;
        }
        for (const Joined& each : joined_) {
            xlsx_.text(sheet, 0, column, each.title, heading_optional);
            for (int row = 0; row < joined_rows; ++row) write_joined(sheet, row + 1, column, each);
            ++column;
        }
    }

    /// The cells that hold an enumeration.
    [[nodiscard]] std::string range(const std::string& enumeration) const {
        const auto& all = scenario::enumerations();
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].name == enumeration) return range(i, all[i].words.size());
        }
        return {};
    }

    /// Ids of two tables below each other, which no list of a cell can be made of otherwise.
    struct Ids {
        std::string sheet;
        int first = 2;                   ///< the row of the first
        std::vector<std::string> there;  ///< so far
        [[nodiscard]] std::string cells() const {
            return fmt::format("'{}'!$A${}:$A$5000", sheet, first);
        }
    };
    /// The cells that will hold both, as the tables are filled.
    std::string joined(const std::string& title, Ids first, Ids second) {
        const auto known = std::find_if(joined_.begin(), joined_.end(),
                                        [&](const Joined& each) { return each.title == title; });
        const auto place = static_cast<std::size_t>(known - joined_.begin());
        const std::string letters = letters_of(scenario::enumerations().size() + place);
        const std::string list =
            fmt::format("=OFFSET('{0}'!${1}$2,0,0,MAX(1,COUNTA({2})+COUNTA({3})),1)", name(),
                        letters, first.cells(), second.cells());
        if (known == joined_.end()) joined_.push_back({title, std::move(first), std::move(second)});
        return list;
    }

  private:
    [[nodiscard]] std::string name() const {
        return language_ == Language::chinese ? "词表" : "words";
    }
    static std::string letters_of(std::size_t column) {
        std::string letters = cell_name(1, static_cast<int>(column) + 1);
        letters.pop_back();
        return letters;
    }
    [[nodiscard]] std::string range(std::size_t column, std::size_t count) const {
        return fmt::format("='{0}'!${1}$2:${1}${2}", name(), letters_of(column), count + 1);
    }
    /// "项目.有无收益": the first column that takes the words.
    [[nodiscard]] std::string heading_of(const std::string& words) const {
        if (language_ == Language::english) return words;
        for (const auto& table : scenario::table_schemas()) {
            for (const Field& field : table.columns) {
                if (field.holds.words == words) return table.zh + "." + field.zh;
            }
        }
        for (const Field& field : scenario::setting_fields()) {
            if (field.holds.words == words) return field.zh;
        }
        return words;
    }

    struct Joined {
        std::string title;
        Ids first, second;
    };
    static constexpr int joined_rows = 500;
    void write_joined(lxw_worksheet* sheet, int row, int column, const Joined& each) {
        const std::string formula = fmt::format(
            "=IF({2}<=COUNTA({0}),INDEX({0},{2}),IF({2}<=COUNTA({0})+COUNTA({1}),INDEX({1},{2}-"
            "COUNTA({0})),\"\"))",
            each.first.cells(), each.second.cells(), row);
        const auto at = static_cast<std::size_t>(row - 1);
        const auto& one = each.first.there;
        const auto& two = each.second.there;
        const std::string shown = at < one.size()                ? one[at]
                                  : at < one.size() + two.size() ? two[at - one.size()]
                                                                 : "";
        worksheet_write_formula_str(sheet, static_cast<lxw_row_t>(row),
                                    static_cast<lxw_col_t>(column), formula.c_str(),
                                    xlsx_.format(body_style), shown.c_str());
    }

    Xlsx& xlsx_;
    Language language_;
    std::vector<Joined> joined_;
};

class PlanBook {
  public:
    PlanBook(const scenario::Document& document, Language language, Diagnostics& diagnostics)
        : document_(document),
          language_(language),
          chinese_(language == Language::chinese),
          diagnostics_(diagnostics),
          words_(xlsx_, language) {}

    std::optional<std::string> write() {
        if (!xlsx_.ok() || !check_lengths()) return std::nullopt;
        const auto order = sheets_in_order();
        write_index(order);
        write_settings();
        for (const TableSchema* schema : order) write_table(*schema);
        words_.write();
        auto bytes = xlsx_.bytes();
        if (!bytes) {
            diagnostics_.error({}, {"工作簿没有写成", "the workbook could not be made"},
                               {"临时文件夹 /tmp 写不了，或磁盘已满",
                                "/tmp cannot be written, or the disk is full"},
                               {"请检查磁盘空间。", "Check disk space."});
        }
        return bytes;
    }

  private:
    [[nodiscard]] std::string say(const std::string& zh, const std::string& en) const {
        return chinese_ ? zh : en;
    }
    [[nodiscard]] const std::string& title(const TableSchema& schema) const {
        return chinese_ ? schema.zh : schema.name;
    }
    [[nodiscard]] const scenario::Table* table_of(const TableSchema& schema) const {
        const auto found = document_.tables.find(schema.name);
        return found == document_.tables.end() ? nullptr : &found->second;
    }
    [[nodiscard]] std::size_t rows_of(const TableSchema& schema) const {
        const scenario::Table* table = table_of(schema);
        return table == nullptr ? 0 : table->rows.size();
    }

    /// Tables that are used stand first.
    [[nodiscard]] std::vector<const TableSchema*> sheets_in_order() const {
        std::vector<const TableSchema*> order;
        for (const TableSchema& schema : scenario::table_schemas()) order.push_back(&schema);
        std::stable_partition(order.begin(), order.end(),
                              [this](const TableSchema* schema) { return rows_of(*schema) > 0; });
        return order;
    }

    /// A cell of a workbook holds 32,767 characters, of which none has more than four bytes.
    bool check_lengths() {
        constexpr std::size_t most = 32767;
        bool fits = true;
        for (const auto& [name, table] : document_.tables) {
            for (const scenario::Row& row : table.rows) {
                for (const scenario::Cell& cell : row.cells) {
                    if (cell.text.size() <= most) continue;
                    fits = false;
                    diagnostics_.error(
                        cell.at, {"文字太长", "the text is too long"},
                        scenario::say("工作簿的单元格至多 {} 个字",
                                      "a cell of a workbook holds {} characters", most),
                        {"请缩短。", "Shorten it."});
                }
            }
        }
        return fits;
    }

    void write_index(const std::vector<const TableSchema*>& order) {
        lxw_worksheet* sheet = xlsx_.add_sheet(say("目录", "index"));
        worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
        worksheet_set_column(sheet, 0, 0, 18, nullptr);
        worksheet_set_column(sheet, 1, 1, 8, nullptr);
        worksheet_set_column(sheet, 2, 2, 78, nullptr);
        int row = 0;
        xlsx_.text(sheet, row++, 0, plan_name(), {.bold = true, .size = 16, .colour = dark});
        for (const std::string& line : guidance()) {
            xlsx_.text(sheet, row++, 0, line, {.colour = faint});
        }
        ++row;
        const std::array<std::string, 3> headings = {say("工作表", "sheet"), say("行数", "rows"),
                                                     say("内容", "what it holds")};
        for (int i = 0; i < 3; ++i) {
            xlsx_.text(sheet, row, i, headings[static_cast<std::size_t>(i)], heading_needed);
        }
        ++row;
        link(sheet, row, say("设置", "settings"));
        const Style count_style{.box = true, .align = LXW_ALIGN_CENTER};
        xlsx_.number(sheet, row, 1, static_cast<double>(document_.settings.size()), count_style);
        xlsx_.text(sheet, row++, 2,
                   say("起始年份、金额单位、库款和各项规则",
                       "first year, unit of amounts, treasury and rules"),
                   body_style);
        for (const TableSchema* schema : order) {
            link(sheet, row, title(*schema));
            xlsx_.number(sheet, row, 1, static_cast<double>(rows_of(*schema)), count_style);
            xlsx_.text(sheet, row++, 2, schema->meaning.in(language_), body_style);
        }
        print_on_pages(sheet);
    }

    [[nodiscard]] std::string plan_name() const {
        for (const char* key : {chinese_ ? "scenario.name_zh" : "scenario.name_en",
                                "scenario.name_zh", "scenario.id"}) {
            const auto found = document_.settings.find(key);
            if (found == document_.settings.end() || found->second.items.empty()) continue;
            if (!found->second.items.front().text.empty()) return found->second.items.front().text;
        }
        return say("投资计划", "Investment plan");
    }

    [[nodiscard]] std::vector<std::string> guidance() const {
        if (!chinese_) {
            return {
                "Dark headings must be filled, light ones may stay blank; comments on the "
                "headings say what is meant.",
                "A row that begins with # is a comment; so is a sheet whose name does. Rows and "
                "columns may stand in any order.",
                "Check: coffer check this-file.xlsx    Run: coffer run this-file.xlsx"};
        }
        return {"深色列必填，浅色列可空；鼠标移到列名上看说明，带箭头的单元格可从列表选择。",
                "以 # 开头的行是注释，名称以 # 开头的工作表不读；行、列可以任意排序，"
                "“目录”和“词表”只供查看。",
                "检查：coffer check 本文件.xlsx    推演：coffer run 本文件.xlsx"};
    }

    void link(lxw_worksheet* sheet, int row, const std::string& name) {
        worksheet_write_url_opt(
            sheet, static_cast<lxw_row_t>(row), 0, ("internal:'" + name + "'!A1").c_str(),
            xlsx_.format({.box = true, .colour = 0x0563C1}), name.c_str(), nullptr);
    }

    static void print_on_pages(lxw_worksheet* sheet) {
        worksheet_set_landscape(sheet);
        worksheet_set_paper(sheet, 9);  // A4
        worksheet_fit_to_pages(sheet, 1, 0);
    }

    void write_settings() {
        lxw_worksheet* sheet = xlsx_.add_sheet(say("设置", "settings"));
        worksheet_set_tab_color(sheet, dark);
        const std::array<std::string, 4> headings = {say("项", "key"), say("值", "value"),
                                                     say("说明", "meaning"),
                                                     say("英文名", "Chinese name")};
        for (int i = 0; i < 4; ++i) {
            xlsx_.text(sheet, 0, i, headings[static_cast<std::size_t>(i)], heading_needed);
        }
        worksheet_set_column(sheet, 0, 0, 34, nullptr);
        worksheet_set_column(sheet, 1, 1, 30, nullptr);
        worksheet_set_column(sheet, 2, 2, 84, nullptr);
        worksheet_set_column(sheet, 3, 3, 34, nullptr);
        worksheet_freeze_panes(sheet, 1, 1);
        int row = 1;
        for (const Field& field : scenario::setting_fields()) write_setting(sheet, row++, field);
        print_on_pages(sheet);
    }

    void write_setting(lxw_worksheet* sheet, int row, const Field& field) {
        const Style key =
            field.required ? Style{.bold = true, .box = true, .fill = light} : body_style;
        xlsx_.text(sheet, row, 0, chinese_ ? field.zh : field.name, key);
        const auto setting = document_.settings.find(field.name);
        if (setting == document_.settings.end()) {
            worksheet_write_blank(sheet, static_cast<lxw_row_t>(row), 1, xlsx_.format(body_style));
        } else if (setting->second.is_list) {
            xlsx_.text(sheet, row, 1, joined(field, setting->second), body_style);
        } else {
            write_cell(sheet, row, 1, field, setting->second.items.front().text);
        }
        xlsx_.text(sheet, row, 2, field.meaning.in(language_), {.wrap = true, .box = true});
        xlsx_.text(sheet, row, 3, chinese_ ? field.name : field.zh, {.box = true, .colour = faint});
        if (!field.is_list)
            add_list(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_row_t>(row), 1, field);
    }

    [[nodiscard]] std::string joined(const Field& field, const scenario::Setting& setting) const {
        if (setting.items.empty()) return say("无", "none");
        std::string all;
        for (const auto& item : setting.items) {
            all += (all.empty() ? "" : say("、", ", ")) + shown(field, item.text);
        }
        return all;
    }

    [[nodiscard]] std::string shown(const Field& field, const std::string& text) const {
        if (!chinese_) return text;
        return scenario::in_chinese(field, text);
    }

    void write_cell(lxw_worksheet* sheet, int row, int column, const Field& field,
                    const std::string& text) {
        const PlanCell cell = plan_cell(field, shown(field, text));
        Style style = body_style;
        style.number = cell.number_format;
        if (const double* number = std::get_if<double>(&cell.value)) {
            xlsx_.number(sheet, row, column, *number, style);
        } else {
            xlsx_.text(sheet, row, column, std::get<std::string>(cell.value), style);
        }
    }

    /// The row of the headings. Notes on the whole table stand above, where they are no choice of
    /// lists made of the ids below; reading takes both places for the same.
    [[nodiscard]] int heading_row(const TableSchema& schema) const {
        const scenario::Table* table = table_of(schema);
        if (table == nullptr) return 0;
        const auto above = std::count_if(table->notes.begin(), table->notes.end(),
                                         [](const auto& note) { return note.before == 0; });
        // Among the first ten rows headings are looked for.
        return static_cast<int>(std::min<std::ptrdiff_t>(above, most_notes_above));
    }
    /// Columns that are no more stand in books whose plans still have them, and so do those without
    /// which a table says something else than where they are blank.
    [[nodiscard]] std::vector<const Field*> fields_of(const TableSchema& schema) const {
        const scenario::Table* table = table_of(schema);
        std::vector<const Field*> fields;
        for (const Field& field : schema.columns) {
            const bool used = table != nullptr &&
                              std::find(table->columns.begin(), table->columns.end(), field.name) !=
                                  table->columns.end();
            const bool only_if_used = field.zh.find("已取消") != std::string::npos ||
                                      (rows_of(schema) > 0 && !field.without.empty());
            if (used || !only_if_used) fields.push_back(&field);
        }
        return fields;
    }

    void write_table(const TableSchema& schema) {
        lxw_worksheet* sheet = xlsx_.add_sheet(title(schema));
        const scenario::Table* table = table_of(schema);
        worksheet_set_tab_color(sheet, rows_of(schema) > 0 ? 0x2E75B6 : 0xBFBFBF);
        const auto fields = fields_of(schema);
        const int top = heading_row(schema);
        for (int i = 0; i < top; ++i) {
            xlsx_.text(sheet, i, 0, table->notes[static_cast<std::size_t>(i)].text, note_style);
        }
        for (std::size_t i = 0; i < fields.size(); ++i) {
            write_heading(sheet, top, static_cast<int>(i), *fields[i], table);
        }
        const bool named = fields.size() > 1 && fields[1]->name == "name_zh";
        worksheet_freeze_panes(sheet, static_cast<lxw_row_t>(top + 1), named ? 2 : 1);
        worksheet_set_row(sheet, static_cast<lxw_row_t>(top), 32, nullptr);
        worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:AZ1048576");
        const int rows = table == nullptr ? top : write_rows(sheet, top, fields, *table);
        worksheet_autofilter(sheet, static_cast<lxw_row_t>(top), 0,
                             static_cast<lxw_row_t>(std::max(rows, top + 1)),
                             static_cast<lxw_col_t>(fields.size() - 1));
        worksheet_repeat_rows(sheet, static_cast<lxw_row_t>(top), static_cast<lxw_row_t>(top));
        print_on_pages(sheet);
    }

    /// "总投资（万元）": amounts without a unit of their own are in the plan's.
    [[nodiscard]] std::string heading_of(const Field& field) const {
        const std::string& name = chinese_ ? field.zh : field.name;
        if (field.holds.content != Content::amount && field.holds.content != Content::amounts) {
            return name;
        }
        const auto unit = document_.settings.find("scenario.unit");
        if (!chinese_ || unit == document_.settings.end() || unit->second.items.empty())
            return name;
        return name + "（" + unit->second.items.front().text + "）";
    }

    void write_heading(lxw_worksheet* sheet, int top, int column, const Field& field,
                       const scenario::Table* table) {
        const std::string name = heading_of(field);
        xlsx_.text(sheet, top, column, name, field.required ? heading_needed : heading_optional);
        const Text kind = kind_of(field);
        const std::string comment =
            chinese_ ? fmt::format("{}\n{}\n{}　{}", field.meaning.zh, kind.zh,
                                   field.required ? "必填" : "可空", field.name)
                     : fmt::format("{}\n{}\n{}  {}", field.meaning.en, kind.en,
                                   field.required ? "required" : "optional", field.zh);
        char author[] = "coffer";
        lxw_comment_options options{};
        options.x_scale = 2.0;
        options.y_scale = 1.4;
        options.author = author;
        worksheet_write_comment_opt(sheet, static_cast<lxw_row_t>(top),
                                    static_cast<lxw_col_t>(column), comment.c_str(), &options);
        const auto at = static_cast<lxw_col_t>(column);
        worksheet_set_column(sheet, at, at, width_of(name, field, table),
                             xlsx_.format({.number = blank_format(field)}));
        add_list(sheet, static_cast<lxw_row_t>(top + 1), last_row, at, field);
    }

    [[nodiscard]] double width_of(const std::string& name, const Field& field,
                                  const scenario::Table* table) const {
        std::size_t widest = display_width(name) + 3;
        if (table != nullptr) {
            const auto found = std::find(table->columns.begin(), table->columns.end(), field.name);
            const auto place = static_cast<std::size_t>(found - table->columns.begin());
            constexpr std::size_t looked_at = 500;
            for (std::size_t i = 0; i < std::min(looked_at, table->rows.size()); ++i) {
                if (place >= table->rows[i].cells.size()) break;
                widest = std::max(
                    widest, display_width(shown(field, table->rows[i].cells[place].text)) + 1);
            }
        }
        return static_cast<double>(std::clamp<std::size_t>(widest, 8, 44));
    }

    /// Of cells that are blank yet: text stays as it is typed, months show as months.
    static std::string blank_format(const Field& field) {
        switch (field.holds.content) {
            case Content::month:
                return "yyyy-mm";
            case Content::id:
            case Content::line:
            case Content::text:
            case Content::reference:
                return "@";
            default:
                return "General";
        }
    }

    /// Returns the last row written.
    int write_rows(lxw_worksheet* sheet, int top, const std::vector<const Field*>& fields,
                   const scenario::Table& table) {
        int row = top;
        auto note = static_cast<std::size_t>(top);  // those above are written
        const auto add_notes = [&](std::size_t before) {
            for (; note < table.notes.size() && table.notes[note].before <= before; ++note) {
                xlsx_.text(sheet, ++row, 0, table.notes[note].text, note_style);
            }
        };
        std::vector<std::size_t> places;
        for (const Field* field : fields) {
            const auto found = std::find(table.columns.begin(), table.columns.end(), field->name);
            places.push_back(static_cast<std::size_t>(found - table.columns.begin()));
        }
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            add_notes(i);
            ++row;
            for (std::size_t column = 0; column < places.size(); ++column) {
                const auto& cells = table.rows[i].cells;
                if (places[column] >= cells.size() || cells[places[column]].text.empty()) {
                    worksheet_write_blank(
                        sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                        xlsx_.format({.box = true, .number = blank_format(*fields[column])}));
                    continue;
                }
                write_cell(sheet, row, static_cast<int>(column), *fields[column],
                           cells[places[column]].text);
            }
        }
        add_notes(table.rows.size());
        return row;
    }

    /// The ids that a table has, in its first column.
    [[nodiscard]] Words::Ids ids_of(const std::string& name) const {
        const TableSchema& schema = *scenario::find_table(name);
        Words::Ids ids{title(schema), heading_row(schema) + 2, {}};
        const scenario::Table* table = table_of(schema);
        if (table == nullptr) return ids;
        const auto id =
            std::find(table->columns.begin(), table->columns.end(), schema.columns.front().name);
        if (id == table->columns.end()) return ids;
        const auto place = static_cast<std::size_t>(id - table->columns.begin());
        for (const auto& row : table->rows) ids.there.push_back(row.cells[place].text);
        return ids;
    }

    /// A list to choose from; other texts are taken after a warning (English words, ids to come).
    void add_list(lxw_worksheet* sheet, lxw_row_t first, lxw_row_t last, lxw_col_t column,
                  const Field& field) {
        std::string formula;
        if (field.holds.content == Content::choice) formula = words_.range(field.holds.words);
        if (field.holds.content == Content::indicator) formula = words_.range("indicator");
        if (field.holds.content == Content::reference && field.holds.tables.size() == 1) {
            const Words::Ids ids = ids_of(field.holds.tables.front());
            formula = fmt::format("=OFFSET('{0}'!$A${1},0,0,MAX(1,COUNTA({2})),1)", ids.sheet,
                                  ids.first, ids.cells());
        }
        if (field.holds.content == Content::reference && field.holds.tables.size() == 2) {
            const Words::Ids one = ids_of(field.holds.tables[0]);
            const Words::Ids two = ids_of(field.holds.tables[1]);
            const std::string both = one.sheet + say("或", " or ") + two.sheet;
            formula = words_.joined(both, one, two);
        }
        if (formula.empty()) return;
        std::string error_title = say("不在列表中", "not in the list");
        std::string message =
            say("请从下拉列表中选择；确认无误也可以保留。",
                "Choose from the list; keep what you typed when you are sure of it.");
        lxw_data_validation validation{};
        validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        validation.value_formula = formula.data();
        validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
        validation.error_title = error_title.data();
        validation.error_message = message.data();
        worksheet_data_validation_range(sheet, first, column, last, column, &validation);
    }

    const scenario::Document& document_;
    Language language_;
    bool chinese_;
    Diagnostics& diagnostics_;
    Xlsx xlsx_;
    Words words_;
};

}  // namespace

std::optional<std::string> plan_workbook(const scenario::Document& document, Language language,
                                         Diagnostics& diagnostics) {
    return PlanBook(document, language, diagnostics).write();
}

}  // namespace coffer::report
