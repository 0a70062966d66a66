#include "marks.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <sstream>

namespace coffer::scenario {
namespace {

constexpr const char* main_namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The prefix that the document's elements carry ("x:" in "x:row"), often none.
std::string prefix_of(const pugi::xml_node& node) {
    const std::string name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string::npos ? "" : name.substr(0, colon + 1);
}

pugi::xml_node named_child(pugi::xml_node parent, const char* name) {
    pugi::xml_node found = child_of(parent, name);
    if (!found) found = parent.append_child((prefix_of(parent) + name).c_str());
    return found;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
    pugi::xml_attribute attribute = node.attribute(name);
    if (!attribute) attribute = node.append_attribute(name);
    attribute.set_value(value.c_str());
}

int count_children(const pugi::xml_node& node) {
    return static_cast<int>(std::distance(node.children().begin(), node.children().end()));
}

/// A child with the number, in its place among the others.
pugi::xml_node numbered(pugi::xml_node parent, const char* name, int number,
                        int (*number_of)(const pugi::xml_node&)) {
    pugi::xml_node after;
    for (pugi::xml_node child : parent.children()) {
        if (local_name(child) != name) continue;
        const int there = number_of(child);
        if (there == number) return child;
        if (there > number) {
            after = child;
            break;
        }
    }
    const std::string full = prefix_of(parent) + name;
    return after ? parent.insert_child_before(full.c_str(), after)
                 : parent.append_child(full.c_str());
}

int row_number(const pugi::xml_node& row) { return attribute_of(row, "r").as_int(); }

int column_number(const pugi::xml_node& cell) {
    int column = 0;
    for (const char* c = attribute_of(cell, "r").as_string(); *c >= 'A' && *c <= 'Z'; ++c) {
        column = column * 26 + (*c - 'A' + 1);
    }
    return column;
}

}  // namespace

std::string text_of_xml(const pugi::xml_document& document) {
    std::ostringstream text;
    document.save(text, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + text.str();
}

std::string relations_part(const std::string& part) {
    const std::size_t slash = part.rfind('/');
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    return part.substr(0, begin) + "_rels/" + part.substr(begin) + ".rels";
}

MarkStyles::MarkStyles(pugi::xml_node root)
    : fills_(named_child(root, "fills")), styles_(named_child(root, "cellXfs")) {
    red_ = add_fill("FFFFC7CE");
    yellow_ = add_fill("FFFFEB9C");
}

int MarkStyles::add_fill(const char* colour) {
    const std::string prefix = prefix_of(fills_);
    pugi::xml_node pattern = fills_.append_child((prefix + "fill").c_str())
                                 .append_child((prefix + "patternFill").c_str());
    pattern.append_attribute("patternType") = "solid";
    pattern.append_child((prefix + "fgColor").c_str()).append_attribute("rgb") = colour;
    pattern.append_child((prefix + "bgColor").c_str()).append_attribute("indexed") = 64;
    set(fills_, "count", std::to_string(count_children(fills_)));
    return count_children(fills_) - 1;
}

int MarkStyles::like(int style, bool error) {
    const auto known = known_.find({style, error});
    if (known != known_.end()) return known->second;
    pugi::xml_node original;
    int number = 0;
    for (const pugi::xml_node each : styles_.children()) {
        if (number++ == style) original = each;
    }
    pugi::xml_node copy = original ? styles_.append_copy(original)
                                   : styles_.append_child((prefix_of(styles_) + "xf").c_str());
    set(copy, "fillId", std::to_string(error ? red_ : yellow_));
    set(copy, "applyFill", "1");
    const int made = count_children(styles_) - 1;
    set(styles_, "count", std::to_string(made + 1));
    known_[{style, error}] = made;
    return made;
}

void colour_cells(pugi::xml_node sheet, const std::vector<Mark>& marks, MarkStyles& styles) {
    const pugi::xml_node data = named_child(sheet, "sheetData");
    for (const Mark& mark : marks) {
        const pugi::xml_node row = numbered(data, "row", mark.row, row_number);
        set(row, "r", std::to_string(mark.row));
        const pugi::xml_node cell = numbered(row, "c", mark.column, column_number);
        set(cell, "r", cell_name(mark.row, mark.column));
        set(cell, "s", std::to_string(styles.like(attribute_of(cell, "s").as_int(), mark.error)));
    }
}

namespace {

constexpr const char* relation_type =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr const char* package_relations =
    "http://schemas.openxmlformats.org/package/2006/relationships";

std::string joined_path(const std::string& part, const std::string& target) {
    if (target.starts_with('/')) return target.substr(1);
    std::string folder = part.substr(0, part.rfind('/') + 1);
    std::string rest = target;
    while (rest.starts_with("../")) {
        rest.erase(0, 3);
        if (!folder.empty()) folder.pop_back();
        folder = folder.substr(0, folder.rfind('/') + 1);
    }
    return folder + rest;
}

/// A part that a sheet refers to: its name and the id of the relation. Made when there is none.
struct Related {
    std::string part;
    std::string id;
};

Related related(pugi::xml_node relations, const std::string& sheet_part, const std::string& kind,
                const std::string& name) {
    int highest = 0;
    for (const pugi::xml_node node : relations.children()) {
        const std::string type = attribute_of(node, "Type").as_string();
        const std::string id = attribute_of(node, "Id").as_string();
        if (type.ends_with("/" + kind)) {
            return {joined_path(sheet_part, attribute_of(node, "Target").as_string()), id};
        }
        if (id.starts_with("rId")) highest = std::max(highest, std::atoi(id.c_str() + 3));
    }
    pugi::xml_node node = relations.append_child("Relationship");
    const std::string id = "rId" + std::to_string(highest + 1);
    node.append_attribute("Id") = id.c_str();
    node.append_attribute("Type") = (std::string(relation_type) + "/" + kind).c_str();
    node.append_attribute("Target") = ("/" + name).c_str();
    return {name, id};
}

/// A part's tree, or a new one.
void open_part(const Package& package, const std::string& part, const std::string& otherwise,
               pugi::xml_document& document, const std::string& file, Diagnostics& diagnostics) {
    const auto found = package.find(part);
    if (found != package.end() && load_xml(document, found->second, part, file, diagnostics)) {
        return;
    }
    document.reset();
    document.load_string(otherwise.c_str());
}

void write_comment(pugi::xml_node root, const Mark& mark) {
    const std::string prefix = prefix_of(root);
    const std::string at = cell_name(mark.row, mark.column);
    pugi::xml_node list = child_of(root, "commentList");
    pugi::xml_node comment;
    for (const pugi::xml_node each : list.children()) {
        if (at == attribute_of(each, "ref").as_string()) comment = each;
    }
    const bool there = !comment.empty();
    if (!there) {
        comment = list.append_child((prefix + "comment").c_str());
        comment.append_attribute("ref") = at.c_str();
        comment.append_attribute("authorId") = "0";
    }
    pugi::xml_node text = child_of(comment, "text");
    if (!text) text = comment.append_child((prefix + "text").c_str());
    // Runs may follow runs, but not plain text.
    if (const pugi::xml_node plain = child_of(text, "t")) {
        const std::string old = plain.child_value();
        text.remove_child(plain);
        text.append_child((prefix + "r").c_str())
            .append_child((prefix + "t").c_str())
            .text()
            .set(old.c_str());
    }
    pugi::xml_node run =
        text.append_child((prefix + "r").c_str()).append_child((prefix + "t").c_str());
    run.append_attribute("xml:space") = "preserve";
    run.text().set(((there ? "\n" : "") + mark.text).c_str());
}

/// The box that old spreadsheets, and all of them still, draw a comment in.
std::string comment_shape(const Mark& mark) {
    const std::string row = std::to_string(mark.row - 1);
    const std::string column = std::to_string(mark.column - 1);
    return "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" "
           "xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
           "xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id=\"_coffer_" +
           column + "_" + row +
           "\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;"
           "width:240pt;height:90pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" "
           "o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" "
           "obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox/><x:ClientData "
           "ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>" +
           std::to_string(mark.column) + ", 15, " + row + ", 4, " +
           std::to_string(mark.column + 4) + ", 15, " + std::to_string(mark.row + 5) +
           ", 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>" + row + "</x:Row><x:Column>" +
           column + "</x:Column></x:ClientData></v:shape>";
}

void declare_types(Package& package, const std::string& comments, const std::string& file,
                   Diagnostics& diagnostics) {
    pugi::xml_document types;
    open_part(package, "[Content_Types].xml",
              "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
              types, file, diagnostics);
    pugi::xml_node root = types.document_element();
    bool has_vml = false;
    bool has_comments = false;
    for (const pugi::xml_node node : root.children()) {
        has_vml = has_vml || std::string_view(node.attribute("Extension").as_string()) == "vml";
        has_comments = has_comments || node.attribute("PartName").as_string() == "/" + comments;
    }
    if (!has_vml) {
        pugi::xml_node node = root.prepend_child("Default");
        node.append_attribute("Extension") = "vml";
        node.append_attribute("ContentType") =
            "application/vnd.openxmlformats-officedocument.vmlDrawing";
    }
    if (!has_comments) {
        pugi::xml_node node = root.append_child("Override");
        node.append_attribute("PartName") = ("/" + comments).c_str();
        node.append_attribute("ContentType") =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
    }
    package["[Content_Types].xml"] = text_of_xml(types);
}

/// The sheet's pointer to the drawing, in its place among the last elements.
void point_to_drawing(pugi::xml_node sheet, const std::string& id) {
    if (child_of(sheet, "legacyDrawing")) return;
    static constexpr std::array<std::string_view, 8> after = {
        "legacyDrawingHF", "drawingHF",  "picture",         "oleObjects",
        "controls",        "tableParts", "webPublishItems", "extLst"};
    pugi::xml_node next;
    for (const pugi::xml_node child : sheet.children()) {
        if (!next && std::find(after.begin(), after.end(), local_name(child)) != after.end()) {
            next = child;
        }
    }
    const std::string name = prefix_of(sheet) + "legacyDrawing";
    pugi::xml_node drawing =
        next ? sheet.insert_child_before(name.c_str(), next) : sheet.append_child(name.c_str());
    set(sheet, "xmlns:r", relation_type);
    drawing.append_attribute("r:id") = id.c_str();
}

}  // namespace

void add_comments(Package& package, const std::string& sheet_part, pugi::xml_node sheet,
                  const std::vector<Mark>& marks, const std::string& file,
                  Diagnostics& diagnostics) {
    const std::string stem = sheet_part.substr(sheet_part.rfind('/') + 1,
                                               sheet_part.rfind('.') - sheet_part.rfind('/') - 1);
    pugi::xml_document relations;
    open_part(package, relations_part(sheet_part),
              std::string("<Relationships xmlns=\"") + package_relations + "\"/>", relations, file,
              diagnostics);
    pugi::xml_node root = relations.document_element();
    const Related comments =
        related(root, sheet_part, "comments", "xl/comments_coffer_" + stem + ".xml");
    const Related drawing =
        related(root, sheet_part, "vmlDrawing", "xl/drawings/vml_coffer_" + stem + ".vml");
    package[relations_part(sheet_part)] = text_of_xml(relations);

    pugi::xml_document list;
    open_part(package, comments.part,
              std::string("<comments xmlns=\"") + main_namespace +
                  "\"><authors><author>coffer</author></authors><commentList/></comments>",
              list, file, diagnostics);
    pugi::xml_document shapes;
    open_part(package, drawing.part,
              "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" "
              "xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
              "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype "
              "id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" "
              "path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path "
              "gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype></xml>",
              shapes, file, diagnostics);
    std::vector<std::string> commented;
    for (const pugi::xml_node each : child_of(list.document_element(), "commentList").children()) {
        commented.emplace_back(attribute_of(each, "ref").as_string());
    }
    for (const Mark& mark : marks) {
        write_comment(list.document_element(), mark);
        const std::string at = cell_name(mark.row, mark.column);
        if (std::find(commented.begin(), commented.end(), at) != commented.end()) continue;
        commented.push_back(at);
        pugi::xml_document shape;
        shape.load_string(comment_shape(mark).c_str());
        shapes.document_element().append_copy(shape.document_element());
    }
    package[comments.part] = text_of_xml(list);
    package[drawing.part] = text_of_xml(shapes);
    declare_types(package, comments.part, file, diagnostics);
    point_to_drawing(sheet, drawing.id);
}

}  // namespace coffer::scenario
