// Workbooks as Excel, WPS and LibreOffice write them, and as hostile people do.
#include <catch2/catch.hpp>

#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/document.hpp"
#include "support/books.hpp"
#include "support/scenario_files.hpp"

using namespace coffer;
using namespace coffer::test;

namespace {

using Rows = std::vector<std::vector<std::string>>;

const Rows stages_header = {{"项目", "阶段", "工期（月）", "最早开始", "造价占比"}};

/// The texts of a row of a table, which must be there.
std::vector<std::string> texts(const ReadBook& read, const std::string& table, std::size_t row) {
    INFO(shown(read.diagnostics));
    REQUIRE(read.document);
    REQUIRE(read.document->tables.contains(table));
    const auto& rows = read.document->tables.at(table).rows;
    REQUIRE(row < rows.size());
    std::vector<std::string> all;
    for (const auto& cell : rows[row].cells) all.push_back(cell.text);
    return all;
}

/// The one complaint of a book, in English.
std::string only_complaint(const ReadBook& read) {
    const auto all = read.diagnostics.sorted();
    INFO(shown(read.diagnostics));
    REQUIRE(all.size() == 1);
    CHECK(is_complete(all.front()));
    return format(all.front(), Language::english);
}

bool complains(const ReadBook& read, const std::string& of) {
    const bool found = shown(read.diagnostics).find(of) != std::string::npos;
    INFO(shown(read.diagnostics));
    CHECK(found);
    return found;
}

}  // namespace

TEST_CASE("A book with Chinese names is the same document as one with English names",
          "[workbook]") {
    const ReadBook chinese = read_book(book_with(
        "阶段",
        {stages_header.front(), {"水厂", "施工", "三角分布（8，10，16）", "2026-03", "100%"}}));
    HandmadeBook book;
    book.table("settings", {{"key", "value"},
                            {"format", "1"},
                            {"scenario.id", "book"},
                            {"scenario.first_year", "2026"},
                            {"scenario.unit", "万元"}});
    book.table("stages", {{"cost_share", "project", "stage", "duration", "not_before", "basis"},
                          {"100%", "水厂", "construction", "triangular(8,10,16)", "2026-03"}});
    const ReadBook english = read_book(book);
    CHECK(texts(chinese, "stages", 0) == std::vector<std::string>{"水厂", "construction",
                                                                  "triangular(8,10,16)", "2026-03",
                                                                  "100%"});
    REQUIRE(english.document);
    CHECK(english.document->sha256 == chinese.document->sha256);
    CHECK_FALSE(chinese.diagnostics.has_errors());
    // Negative control: another word is another document.
    book.table("stages", {{"project", "stage", "duration"}, {"水厂", "land", "6"}});
    CHECK(read_book(book).document->sha256 != english.document->sha256);
}

TEST_CASE("Positions are sheet and cell", "[workbook]") {
    const ReadBook read = read_book(book_with(
        "阶段", {{}, {"", "项目", "阶段", "工期（月）", "颜色"}, {"", "水厂", "施工", "6"}}));
    const std::string message = only_complaint(read);
    CHECK(message.starts_with("plan.xlsx:阶段!E2: error: unknown column \"颜色\""));
}

TEST_CASE("Shared, rich and inline strings, and what XML cannot hold, are read", "[workbook]") {
    HandmadeBook book = book_with("阶段", stages_header);
    book.strings =
        "<si><t>水厂</t><rPh sb=\"0\" eb=\"1\"><t>shui</t></rPh></si>"
        "<si><r><t>施</t></r><r><rPr><b/></rPr><t>工</t></r></si>"
        "<si><t xml:space=\"preserve\"> 一_x000A_二_x005F_x0041_ </t></si>";
    book.sheets["阶段"] =
        "<sheetData>" + sheet_rows(stages_header) +
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"
        "<c t=\"inlineStr\"><is><r><t>6</t></r></is></c></row>"
        "<row><c t=\"s\"><v>2</v></c><c t=\"s\"><v>99</v></c></row></sheetData>";
    const ReadBook read = read_book(book);
    CHECK(texts(read, "stages", 0) ==
          std::vector<std::string>{"水厂", "construction", "6", "", ""});
    CHECK(texts(read, "stages", 1)[0] == "一\n二_x0041_");
}

TEST_CASE("Numbers are read as a person sees them", "[workbook]") {
    // Serial numbers from Microsoft's and LibreOffice's documentation: 43831 is 2020-01-01.
    struct Case {
        std::string format;
        std::string number;
        std::string text;
    };
    const std::vector<Case> cases = {
        {"0%", "0.35", "35%"},
        {"0.00%", "7.0000000000000007E-2", "7%"},
        {"General", "0.30000000000000004", "0.3"},
        {"#,##0.00", "1350", "1350"},
        {"yyyy&quot;年&quot;m&quot;月&quot;", "43831", "2020-01"},
        {"[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@", "43862", "2020-02"},
        {"yyyy/m/d", "43831", "2020-01-01"},
        {"mmm-yy", "43831.75", "2020-01"},
        {"0.0&quot;个月&quot;", "6", "6"},
        {"[Red]0", "12", "12"},
        {"yyyy-mm", "12", "12"}};
    for (const Case& each : cases) {
        INFO(each.format << " " << each.number);
        HandmadeBook book = book_with("阶段", stages_header);
        book.styles = "<numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"" + each.format +
                      "\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs>";
        book.sheets["阶段"] =
            "<sheetData>" + sheet_rows(stages_header) +
            "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>B9</f><v>水厂</v></c><c r=\"D2\" s=\"1\"><v>" +
            each.number + "</v></c></row></sheetData>";
        CHECK(texts(read_book(book), "stages", 0)[3] == each.text);
    }
}

TEST_CASE("Books of the Macintosh count days from 1904", "[workbook]") {
    HandmadeBook book = book_with("阶段", stages_header);
    book.properties = "<workbookPr date1904=\"1\"/>";
    book.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"57\"/></cellXfs>";
    book.sheets["阶段"] = "<sheetData>" + sheet_rows(stages_header) +
                          "<row r=\"2\"><c r=\"D2\" s=\"1\"><v>42369</v></c></row></sheetData>";
    CHECK(texts(read_book(book), "stages", 0)[3] == "2020-01");
}

TEST_CASE("Titles, notes, blank rows and blank columns around a table are passed over",
          "[workbook]") {
    HandmadeBook book = book_with("阶段", {{"某县重点项目阶段表"},
                                           {"单位：亿元"},  // of nothing: there are no amounts
                                           {},
                                           {"", "项目*", "", "阶段", "工期"},
                                           {"# 第一批"},
                                           {"", "水厂", "", "施工", "6"},
                                           {},
                                           {"", "学校", "", "用地", "4"},
                                           {"", "注：学校尚未批准"},
                                           {"", "填表人：王", "", "审核：李"},
                                           {"填报单位:", "发改局"}});
    book.sheets["阶段"] +=
        "<mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"B9:E9\"/>"
        "<mergeCell ref=\"B10:C10\"/><mergeCell ref=\"D10:E10\"/>"
        "<mergeCell ref=\"A12:E14\"/></mergeCells>";
    const ReadBook read = read_book(book);
    CHECK(texts(read, "stages", 0) == std::vector<std::string>{"水厂", "construction", "6"});
    CHECK(texts(read, "stages", 1) == std::vector<std::string>{"学校", "land", "4"});
    CHECK(read.document->tables.at("stages").rows.size() == 2);
    CHECK(read.document->tables.at("stages").notes.size() == 4);
    CHECK(read.diagnostics.sorted().empty());
}

TEST_CASE("Merged cells in a table, and rows of totals, are mistakes", "[workbook]") {
    HandmadeBook book = book_with(
        "阶段",
        {stages_header.front(), {"水厂", "用地", "6", "", "10%"}, {"", "施工", "6", "", "90%"}});
    book.sheets["阶段"] += "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>";
    CHECK(only_complaint(read_book(book)).starts_with("plan.xlsx:阶段!A2: error: merged cells"));
    const ReadBook total = read_book(
        book_with("项目", {{"项目编号", "总投资（万元）"}, {"水厂", "100"}, {"合计", "100"}}));
    CHECK(only_complaint(total).starts_with("plan.xlsx:项目!A3: error: this is a row of totals"));
    CHECK(total.document->tables.at("projects").rows.size() == 1);
}

TEST_CASE("A unit in a heading must be the plan's", "[workbook]") {
    const Rows right = {{"项目编号", "总投资（万元）"}, {"水厂", "100"}};
    CHECK(read_book(book_with("项目", right)).diagnostics.sorted().empty());
    const Rows wrong = {{"项目编号", "总投资(亿元)"}, {"水厂", "100"}};
    CHECK(only_complaint(read_book(book_with("项目", wrong))).starts_with("plan.xlsx:项目!B1"));
    const Rows above = {{"单位：亿元"}, {"项目编号", "总投资"}, {"水厂", "100"}};
    CHECK(only_complaint(read_book(book_with("项目", above))).starts_with("plan.xlsx:项目!A1"));
}

TEST_CASE("Formulas that failed or were never computed are mistakes", "[workbook]") {
    HandmadeBook book = book_with("阶段", stages_header);
    book.sheets["阶段"] = "<sheetData>" + sheet_rows(stages_header) +
                          "<row r=\"2\"><c r=\"A2\" t=\"e\"><f>X</f><v>#REF!</v></c></row>"
                          "<row r=\"3\"><c r=\"A3\"><f>B1</f></c></row>"
                          // openpyxl writes so; the last has a result, which is no text.
                          "<row r=\"4\"><c r=\"A4\"><f>B1</f><v></v></c></row>"
                          "<row r=\"5\"><c r=\"A5\" t=\"str\"><f>B1</f><v></v></c></row>"
                          "</sheetData>";
    const ReadBook read = read_book(book);
    CHECK(read.diagnostics.error_count() == 3);
    complains(read, "plan.xlsx:阶段!A2: error: the failed formula");
    complains(read, "plan.xlsx:阶段!A3: error: a formula without its result");
    complains(read, "plan.xlsx:阶段!A4: error: a formula without its result");
}

TEST_CASE("Text that looks like a formula stays text", "[workbook]") {
    for (const std::string text : {"=1+1", "+86", "-x", "@me", "=HYPERLINK(\"http://x\")"}) {
        const ReadBook read = read_book(
            book_with("假设", {{"编号", "假设内容", "理由", "来源"}, {"A1", text, "x", "y"}}));
        CHECK(texts(read, "assumptions", 0)[1] == text);
    }
}

TEST_CASE("Sheets: asides are skipped, hidden ones read with a warning, slips told", "[workbook]") {
    HandmadeBook book = book_with("阶段", {stages_header.front(), {"水厂", "施工", "6"}});
    book.table("目录", {{"x"}});
    book.table("#草稿", {{"x"}});
    book.table("Sheet1", {});
    book.states["阶段"] = "hidden";
    const ReadBook read = read_book(book);
    CHECK(only_complaint(read).starts_with("plan.xlsx:阶段: warning: this sheet is hidden"));
    book.states.clear();
    book.table("汇总", {{"x"}});
    CHECK(only_complaint(read_book(book)).starts_with("plan.xlsx:汇总: warning"));
    book.sheets.erase("汇总");
    book.table("project", {{"id", "total_investment"}, {"a", "1"}});
    CHECK(only_complaint(read_book(book)).find("Did you mean \"projects\"?") != std::string::npos);
    book.sheets.erase("project");
    book.table("stages", {{"project", "stage", "duration"}});
    CHECK(only_complaint(read_book(book)).find("two sheets are the same table") !=
          std::string::npos);
}

TEST_CASE("Settings of a book: lists, slips and repeats", "[workbook]") {
    HandmadeBook book;
    Rows rows = settings_rows();
    rows.insert(rows.begin(), {"某县方案"});
    rows.push_back({"【债务】"});
    rows.push_back({"debt.full_calibre", "平台债务、hidden"});
    rows.push_back({"债务.专项债务偿还账户", "无"});
    rows.push_back({"方案.年数", ""});
    book.table("设置", rows);
    const ReadBook read = read_book(book);
    INFO(shown(read.diagnostics));
    REQUIRE(read.document);
    CHECK(read.diagnostics.sorted().empty());
    const auto& settings = read.document->settings;
    REQUIRE(settings.contains("debt.full_calibre"));
    CHECK(settings.at("debt.full_calibre").items.size() == 2);
    CHECK(settings.at("debt.full_calibre").items[0].text == "platform");
    CHECK(settings.at("debt.special_accounts").items.empty());
    CHECK_FALSE(settings.contains("scenario.years"));
    rows.push_back({"方案.年输", "5"});
    rows.push_back({"scenario.unit", "亿元"});
    rows.push_back({"", "5"});
    book.table("设置", rows);
    const ReadBook wrong = read_book(book);
    CHECK(wrong.diagnostics.error_count() == 3);
    complains(wrong, "您是否想写 \"方案.年数\"");
    complains(wrong, "scenario.unit appears twice");
    complains(wrong, "this value has no key");
}

TEST_CASE("A book without settings, and what is no book, is refused", "[workbook]") {
    HandmadeBook book;
    book.table("项目", {{"项目编号", "总投资"}});
    const ReadBook none = read_book(book);
    CHECK_FALSE(none.document);
    complains(none, "there is no sheet 设置");
    for (const std::string& bytes :
         {std::string(), std::string("PK\x03\x04 not a zip"), std::string("id,name\n1,2\n"),
          "\xD0\xCF\x11\xE0" + std::string(600, '\0')}) {
        const ReadBook read = read_book(bytes);
        CHECK_FALSE(read.document);
        CHECK(only_complaint(read).find("this is no .xlsx workbook") != std::string::npos);
    }
    const auto whole = scenario::pack(book_with("阶段", stages_header).package());
    REQUIRE(whole);
    for (std::size_t cut = 100; cut < whole->size(); cut += 97) {
        const ReadBook read = read_book(whole->substr(0, cut));
        CHECK_FALSE(read.document);
        CHECK(read.diagnostics.has_errors());
    }
}

TEST_CASE("Parts that lead out of the archive or are missing are refused", "[workbook]") {
    auto parts = book_with("阶段", stages_header).package();
    for (const std::string name : {"../evil", "/etc/passwd", "xl/../../evil", "xl\\..\\evil"}) {
        auto hostile = parts;
        hostile[name] = "x";
        const ReadBook read = read_book(hostile);
        CHECK_FALSE(read.document);
        complains(read, "the part name");
    }
    auto outside = parts;
    const std::string target = "worksheets/sheet1.xml";
    std::string& rels = outside["xl/_rels/workbook.xml.rels"];
    rels.replace(rels.find(target), target.size(), "../../../../etc/passwd");
    complains(read_book(outside), "there is no part \"etc/passwd\"");
}

TEST_CASE("Bombs are refused within bounded memory", "[workbook]") {
    auto parts = book_with("阶段", stages_header).package();
    const std::string sheet = "xl/worksheets/sheet2.xml";
    REQUIRE(parts.contains(sheet));
    const auto refused = [&](const std::string& xml, const std::string& why) {
        auto hostile = parts;
        hostile[sheet] = xml;
        const ReadBook read = read_book(hostile);
        CHECK(read.diagnostics.has_errors());
        complains(read, why);
    };
    const std::string open = "<worksheet><sheetData>";
    refused(
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet>&b;</worksheet>",
        "it declares entities");
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += "<a>";
    refused(deep, "nested more than 64 deep");
    refused(open + std::string(std::size_t{25} << 20U, ' '), "larger than 24 MiB");
    std::string many = open;
    for (int i = 0; i < 1'100'000; ++i) many += "<row><c/></row>";
    refused(many + "</sheetData></worksheet>", "more than 3000000 tags");
    refused(open + "<row", "is no XML");
    // A million rows, each with a cell.
    std::string rows = open;
    for (int i = 0; i < 300'000; ++i) rows += "<row><c><v>1</v></c></row>";
    refused(rows + "</sheetData></worksheet>", "more than 200000 rows");
    // One long shared string, repeated without end.
    auto repeated = book_with("阶段", stages_header);
    repeated.strings = "<si><t>" + std::string(60000, 'x') + "</t></si>";
    std::string cells = "<sheetData>";
    for (int i = 0; i < 2000; ++i) cells += "<row><c t=\"s\"><v>0</v></c></row>";
    repeated.sheets["阶段"] = cells + "</sheetData>";
    complains(read_book(repeated), "64 MiB of text");
    // A part that unpacks to far more than its archive.
    auto bomb = parts;
    bomb["xl/media/image1.png"] = std::string(std::size_t{100} << 20U, 'x');
    const auto packed = scenario::pack(bomb);
    REQUIRE(packed);
    CHECK(packed->size() < (std::size_t{1} << 20U));
    const ReadBook read = read_book(*packed);
    CHECK_FALSE(read.document);
    complains(read, "unpacks to more than 96 MiB");
    auto crowd = parts;
    for (int i = 0; i < 2001; ++i) crowd["x" + std::to_string(i)] = "x";
    complains(read_book(crowd), "parts");
}

TEST_CASE("The same parts pack to the same bytes", "[workbook]") {
    const auto parts = book_with("阶段", stages_header).package();
    CHECK(scenario::pack(parts) == scenario::pack(parts));
}
