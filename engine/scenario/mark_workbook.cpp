#include <algorithm>
#include <map>

#include "coffer/scenario/mark.hpp"
#include "coffer/scenario/wording.hpp"
#include "marks.hpp"
#include "workbook.hpp"

namespace coffer::scenario {
namespace {

/// What a reader of the sheet needs: not the place, which is where the comment is.
std::string comment_text(const Diagnostic& diagnostic, Language language) {
    Diagnostic without_place = diagnostic;
    without_place.at = {};
    return format(without_place, language);
}

/// One mark a cell; a sheet as a whole is marked at its first cell.
std::map<std::string, std::vector<Mark>> marks_by_sheet(const std::string& file,
                                                        const std::vector<Diagnostic>& found,
                                                        Language language) {
    std::map<std::string, std::map<std::pair<int, int>, Mark>> sheets;
    for (const Diagnostic& diagnostic : found) {
        // A book that this one extends may have sheets of the same names.
        if (diagnostic.at.sheet.empty() || diagnostic.at.file != file) continue;
        const int row = std::max(diagnostic.at.line, 1);
        const int column = std::max(diagnostic.at.column, 1);
        Mark& mark = sheets[diagnostic.at.sheet][{row, column}];
        mark.row = row;
        mark.column = column;
        mark.error = mark.error || diagnostic.severity == Severity::error;
        mark.text += (mark.text.empty() ? "" : "\n") + comment_text(diagnostic, language);
    }
    std::map<std::string, std::vector<Mark>> result;
    for (auto& [sheet, marks] : sheets) {
        for (auto& [place, mark] : marks) result[sheet].push_back(std::move(mark));
    }
    return result;
}

class Marker {
  public:
    Marker(Package& package, const std::string& file, Diagnostics& diagnostics)
        : package_(package), file_(file), diagnostics_(diagnostics) {}

    bool mark(const std::vector<Diagnostic>& found, Language language) {
        const auto parts = sheet_parts(package_, file_, diagnostics_);
        if (!parts) return false;
        pugi::xml_document styles;
        const std::string styles_part = parts->styles;
        if (!load(styles_part, styles)) return false;
        MarkStyles colours(styles.document_element());
        for (const auto& [name, marks] : marks_by_sheet(file_, found, language)) {
            const auto part = parts->sheets.find(name);
            if (part == parts->sheets.end()) continue;
            pugi::xml_document sheet;
            if (!load(part->second, sheet)) return false;
            colour_cells(sheet.document_element(), marks, colours);
            add_comments(package_, part->second, sheet.document_element(), marks, file_,
                         diagnostics_);
            package_[part->second] = text_of_xml(sheet);
        }
        package_[styles_part] = text_of_xml(styles);
        return true;
    }

  private:
    bool load(const std::string& part, pugi::xml_document& document) {
        const auto found = package_.find(part);
        if (found != package_.end()) {
            return load_xml(document, found->second, part, file_, diagnostics_);
        }
        diagnostics_.error(
            {file_, 0, 0}, say("没有部件 {}", "there is no part {}", quote(part)),
            {"工作簿不完整，无法标注", "the workbook is not whole and cannot be marked"},
            {"请在 Excel 或 WPS 中重新保存。", "Save it again in Excel or WPS."});
        return false;
    }

    Package& package_;
    const std::string& file_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::optional<std::string> mark_workbook(const std::string& bytes, const std::string& file,
                                         const std::vector<Diagnostic>& found, Language language,
                                         Diagnostics& diagnostics) {
    auto package = unpack(bytes, file, diagnostics);
    if (!package) return std::nullopt;
    if (!Marker(*package, file, diagnostics).mark(found, language)) return std::nullopt;
    return pack(*package);
}

}  // namespace coffer::scenario
