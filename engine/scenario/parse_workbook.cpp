// A workbook as a document: a sheet a table, and one of settings.
#include <algorithm>
#include <array>

#include "coffer/scenario/document.hpp"
#include "coffer/scenario/former_names.hpp"
#include "coffer/scenario/schema.hpp"
#include "coffer/scenario/wording.hpp"
#include "layers.hpp"
#include "limits.hpp"
#include "settings_reader.hpp"
#include "table_reader.hpp"
#include "workbook.hpp"

namespace coffer::scenario {
namespace {

bool is_settings(const std::string& sheet) {
    static constexpr std::array<std::string_view, 5> names = {"设置", "参数", "settings",
                                                              "scenario.toml", "scenario"};
    return std::find(names.begin(), names.end(), sheet) != names.end();
}

/// Sheets that are not for the program: an index, lists to choose from, and whatever a person marks
/// as a note.
bool is_aside(const std::string& sheet) {
    static constexpr std::array<std::string_view, 8> names = {"目录",  "词表",  "说明",  "填表说明",
                                                              "index", "words", "notes", "样例"};
    return sheet.starts_with('#') || std::find(names.begin(), names.end(), sheet) != names.end();
}

std::vector<std::string> known_sheets() {
    std::vector<std::string> names = {"设置"};
    for (const TableSchema& table : table_schemas()) names.push_back(table.zh);
    return names;
}

/// Sheets of workings are common in workbooks, and not read; one whose name is nearly a table's is
/// a slip.
void report_unknown(const Sheet& sheet, const Position& at, Document& document,
                    Diagnostics& diagnostics) {
    std::vector<std::string> english;
    for (const TableSchema& table : table_schemas()) english.push_back(table.name);
    std::string meant = nearest(sheet.name, english);
    if (meant.empty()) meant = nearest(sheet.name, known_sheets());
    const Text why = {"不会被读取", "it is not read"};
    if (const TableSchema* table = find_table(meant)) {
        document.unread.insert(table->name);
        diagnostics.error(at, {"没有这个名字的表", "no table has this name"}, why,
                          say("您是否想写 {}？草稿请在表名前加 #。",
                              "Did you mean {}? Begin the name of a draft with #.", quote(meant)));
        return;
    }
    diagnostics.warning(at, {"这个工作表没有读", "this sheet was not read"},
                        {"没有这个名字的表", "no table has this name"},
                        {"表只能是：" + listed(known_sheets()) + "。不是表的请在名前加 #。",
                         "Begin the name of a sheet that is no table with #."});
}

/// Titles above the headings, notes between rows and signatures below them may well be merged; the
/// headings and rows may not.
void report_merged(const Sheet& sheet, const Table& table, Diagnostics& diagnostics) {
    std::vector<int> lines{table.at.line};
    for (const Row& row : table.rows) lines.push_back(row.at.line);
    std::size_t reported = 0;
    for (const auto& [first, last_line] : sheet.merged) {
        const auto line = std::lower_bound(lines.begin(), lines.end(), first.line);
        if (line == lines.end() || *line > last_line) continue;
        if (++reported > limits::malformed_rows) break;
        diagnostics.error(first, {"合并单元格", "merged cells"},
                          {"只有左上角的单元格有值，其余是空的",
                           "only the top left cell has the value, the others are blank"},
                          {"请取消合并，每一行都填上。", "Unmerge them and fill every row."});
    }
}

void read_table_sheet(const TableSchema& schema, Sheet sheet, const Position& at,
                      Document& document, std::vector<Cell>& units, Diagnostics& diagnostics) {
    if (document.tables.contains(schema.name)) {
        diagnostics.error(at, {"同一张表有两个工作表", "two sheets are the same table"},
                          {"无法判断用哪一个", "it is unclear which one counts"},
                          {"请合并成一个。", "Make them one."});
        return;
    }
    if (sheet.hidden && sheet.records.records.size() > 1) {
        diagnostics.warning(at, {"这个工作表是隐藏的", "this sheet is hidden"},
                            {"它的内容照样读取", "it is read all the same"},
                            {"请取消隐藏，或在表名前加 # 使它不被读取。",
                             "Unhide it, or begin its name with # to leave it out."});
    }
    if (sheet.records.records.empty() && sheet.records.whole) return;  // as good as left out
    ReadTable read = read_table(schema, std::move(sheet.records), Origin::sheet,
                                {at.file, 1, 1, at.sheet}, diagnostics);
    if (!read.whole) document.unread.insert(schema.name);
    report_merged(sheet, read.table, diagnostics);
    units.insert(units.end(), read.units.begin(), read.units.end());
    document.tables.emplace(schema.name, std::move(read.table));
}

}  // namespace

std::optional<Layer> read_workbook_layer(const std::string& bytes,
                                         const std::filesystem::path& path,
                                         Diagnostics& diagnostics) {
    const std::string file = path.generic_string();
    const auto package = unpack(bytes, file, diagnostics);
    if (!package) return std::nullopt;
    auto sheets = read_sheets(*package, file, diagnostics);
    if (!sheets) return std::nullopt;
    // Without it this is some other workbook, whose sheets may be called as tables are: results,
    // say.
    if (std::none_of(sheets->begin(), sheets->end(),
                     [](const Sheet& sheet) { return is_settings(sheet.name); })) {
        diagnostics.error({file, 0, 0}, {"没有工作表“设置”", "there is no sheet 设置 (settings)"},
                          {"起始年份和金额单位在那里；推演结果的工作簿不是方案",
                           "first year and unit are given there; a workbook of results is no plan"},
                          {"coffer workbook --template book.xlsx 给出样表。",
                           "coffer workbook --template book.xlsx gives an example."});
        return std::nullopt;
    }
    Layer layer;
    Document& document = layer.document;
    std::vector<Cell>& units = layer.units;
    document.folder = path;
    bool has_settings = false;
    for (Sheet& sheet : *sheets) {
        const Position at = {file, 0, 0, sheet.name};
        if (is_settings(sheet.name) && !has_settings) {
            has_settings = true;
            document.settings_at = at;
            read_settings_sheet(sheet.records, document, diagnostics);
        } else if (const TableSchema* schema = find_table(sheet.name)) {
            answer_former_name(FormerName::Of::table, sheet.name, at, diagnostics);
            read_table_sheet(*schema, std::move(sheet), at, document, units, diagnostics);
        } else if (!is_aside(sheet.name) && !sheet.records.records.empty()) {
            report_unknown(sheet, at, document, diagnostics);
        }
    }
    return layer;
}

}  // namespace coffer::scenario
