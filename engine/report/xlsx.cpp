#include "xlsx.hpp"

namespace coffer::report {

Xlsx::Xlsx() {
    if (!file_.path().empty()) book_ = workbook_new(file_.path().c_str());
    ok_ = book_ != nullptr;
    if (!ok_) return;
    lxw_doc_properties properties{};
    char company[] = "coffer";
    properties.company = company;
    properties.created = 1577836800;  // 2020-01-01: the same bytes every time
    workbook_set_properties(book_, &properties);
}

Xlsx::~Xlsx() {
    if (book_ != nullptr) lxw_workbook_free(book_);
}

lxw_worksheet* Xlsx::add_sheet(const std::string& name) {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
    ok_ = ok_ && sheet != nullptr;
    return sheet;
}

lxw_format* Xlsx::format(const Style& style) {
    const auto known = formats_.find(style);
    if (known != formats_.end()) return known->second;
    lxw_format* format = workbook_add_format(book_);
    format_set_font_name(format, "等线");
    format_set_font_size(format, style.size);
    format_set_font_color(format, style.colour);
    if (style.bold) format_set_bold(format);
    if (style.italic) format_set_italic(format);
    if (style.wrap) format_set_text_wrap(format);
    format_set_align(format, style.top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (style.align != LXW_ALIGN_NONE) format_set_align(format, style.align);
    if (style.fill) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_fg_color(format, *style.fill);
        format_set_bg_color(format, *style.fill);
    }
    if (style.box) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, 0xC4C9CF);
    }
    if (!style.number.empty()) format_set_num_format(format, style.number.c_str());
    formats_.emplace(style, format);
    return format;
}

namespace {

/// A workbook's text writes characters it cannot hold as _xHHHH_ (ECMA-376, ST_Xstring): text that
/// looks so by itself gets its first underscore written that way.
std::string escaped(const std::string& text) {
    constexpr std::size_t length = 7;
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool looks_so =
            text[i] == '_' && i + length <= text.size() && text[i + 1] == 'x' &&
            text[i + length - 1] == '_' &&
            text.substr(i + 2, 4).find_first_not_of("0123456789ABCDEFabcdef") == std::string::npos;
        result += looks_so ? "_x005F_" : std::string(1, text[i]);
    }
    return result;
}

}  // namespace

void Xlsx::text(lxw_worksheet* sheet, int row, int column, const std::string& text,
                const Style& style) {
    const auto error =
        worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                               escaped(text).c_str(), format(style));
    ok_ = ok_ && error == LXW_NO_ERROR;
}

void Xlsx::number(lxw_worksheet* sheet, int row, int column, double number, const Style& style) {
    const auto error = worksheet_write_number(
        sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), number, format(style));
    ok_ = ok_ && error == LXW_NO_ERROR;
}

void Xlsx::formula(lxw_worksheet* sheet, int row, int column, const std::string& formula,
                   double result, const Style& style) {
    const auto error = worksheet_write_formula_num(sheet, static_cast<lxw_row_t>(row),
                                                   static_cast<lxw_col_t>(column), formula.c_str(),
                                                   format(style), result);
    ok_ = ok_ && error == LXW_NO_ERROR;
}

std::optional<std::string> Xlsx::bytes() {
    if (book_ == nullptr) return std::nullopt;
    const auto error = workbook_close(book_);
    book_ = nullptr;
    if (error != LXW_NO_ERROR || !ok_) return std::nullopt;
    return file_.bytes();
}

}  // namespace coffer::report
