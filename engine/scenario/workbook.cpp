#include "workbook.hpp"

#include <map>

#include "coffer/scenario/wording.hpp"
#include "limits.hpp"
#include "shared_parts.hpp"
#include "sheet_reader.hpp"
#include "xml.hpp"

namespace coffer::scenario {
namespace {

struct Relation {
    std::string type;
    std::string target;  ///< a part's name
};
using Relations = std::map<std::string, Relation>;  // by id

std::string folder_of(const std::string& part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

/// A target, which is relative to the part that names it unless it begins with a slash.
std::string resolved(const std::string& part, std::string target) {
    if (target.starts_with('/')) return target.substr(1);
    std::string folder = folder_of(part);
    while (target.starts_with("../")) {
        target.erase(0, 3);
        folder = folder.empty() ? "" : folder_of(folder.substr(0, folder.size() - 1));
    }
    if (target.starts_with("./")) target.erase(0, 2);
    return folder + target;
}

class WorkbookReader {
  public:
    WorkbookReader(const Package& package, const std::string& file, Diagnostics& diagnostics)
        : package_(package), file_(file), diagnostics_(diagnostics) {}

    std::optional<std::vector<Sheet>> read() {
        const std::string main = main_part();
        pugi::xml_document document;
        if (main.ends_with(".bin")) {
            refuse({"这是二进制工作簿 (.xlsb)", "it is a binary workbook (.xlsb)"});
            return std::nullopt;
        }
        if (!load(main, document)) return std::nullopt;
        const pugi::xml_node root = document.document_element();
        const Relations relations = relations_of(main);
        SharedParts shared;
        shared.from_1904 = attribute_of(child_of(root, "workbookPr"), "date1904").as_bool();
        for (const auto& [id, relation] : relations) {
            if (!read_shared(relation, shared)) return std::nullopt;
        }
        std::vector<Sheet> sheets;
        std::size_t text_room = limits::file_bytes;
        for (const pugi::xml_node node : child_of(root, "sheets").children()) {
            Sheet sheet;
            sheet.name = attribute_of(node, "name").as_string();
            const std::string_view state = attribute_of(node, "state").as_string();
            sheet.hidden = state == "hidden" || state == "veryHidden";
            const auto relation = relations.find(attribute_of(node, "id").as_string());
            if (relation == relations.end() || !relation->second.type.ends_with("/worksheet")) {
                continue;  // a sheet that is a chart
            }
            read_part(relation->second.target, shared, text_room, sheet);
            sheets.push_back(std::move(sheet));
        }
        return sheets;
    }

    std::optional<WorkbookParts> parts() {
        const std::string main = main_part();
        pugi::xml_document document;
        if (!load(main, document)) return std::nullopt;
        const Relations relations = relations_of(main);
        WorkbookParts parts;
        for (const auto& [id, relation] : relations) {
            if (relation.type.ends_with("/styles")) parts.styles = relation.target;
        }
        for (const pugi::xml_node node :
             child_of(document.document_element(), "sheets").children()) {
            const auto relation = relations.find(attribute_of(node, "id").as_string());
            if (relation == relations.end()) continue;
            parts.sheets[attribute_of(node, "name").as_string()] = relation->second.target;
        }
        return parts;
    }

  private:
    std::string main_part() {
        for (const auto& [id, relation] : relations_of("")) {
            if (relation.type.ends_with("/officeDocument")) return relation.target;
        }
        return "xl/workbook.xml";
    }

    Relations relations_of(const std::string& part) {
        const std::string folder = folder_of(part);
        const std::string name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
        Relations relations;
        pugi::xml_document document;
        if (!package_.contains(name) || !load(name, document)) return relations;
        for (const pugi::xml_node node : document.document_element().children()) {
            if (std::string_view(attribute_of(node, "TargetMode").as_string()) == "External") {
                continue;
            }
            relations[attribute_of(node, "Id").as_string()] = {
                attribute_of(node, "Type").as_string(),
                resolved(part, attribute_of(node, "Target").as_string())};
        }
        return relations;
    }

    bool read_shared(const Relation& relation, SharedParts& shared) {
        const bool strings = relation.type.ends_with("/sharedStrings");
        const bool styles = relation.type.ends_with("/styles");
        if (!strings && !styles) return true;
        pugi::xml_document document;
        if (!load(relation.target, document)) return false;
        if (strings) read_strings(document.document_element(), shared);
        if (styles) read_styles(document.document_element(), shared);
        return true;
    }

    void read_part(const std::string& part, const SharedParts& shared, std::size_t& text_room,
                   Sheet& sheet) {
        pugi::xml_document document;
        if (!load(part, document)) {
            sheet.records.whole = false;
            return;
        }
        read_sheet(document.document_element(), shared, file_, text_room, sheet, diagnostics_);
    }

    bool load(const std::string& part, pugi::xml_document& document) {
        const auto found = package_.find(part);
        if (found == package_.end()) {
            refuse(say("没有部件 {}", "there is no part {}", quote(part)));
            return false;
        }
        return load_xml(document, found->second, part, file_, diagnostics_);
    }

    void refuse(Text why) {
        diagnostics_.error({file_, 0, 0}, {"工作簿读不出来", "the workbook cannot be read"},
                           std::move(why),
                           {"请在 Excel 或 WPS 中另存为“Excel 工作簿 (.xlsx)”。",
                            "Save it as an Excel workbook (.xlsx)."});
    }

    const Package& package_;
    const std::string& file_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::optional<std::vector<Sheet>> read_sheets(const Package& package, const std::string& file,
                                              Diagnostics& diagnostics) {
    return WorkbookReader(package, file, diagnostics).read();
}

std::optional<WorkbookParts> sheet_parts(const Package& package, const std::string& file,
                                         Diagnostics& diagnostics) {
    return WorkbookReader(package, file, diagnostics).parts();
}

}  // namespace coffer::scenario
