#pragma once
// The parts of a workbook that marks go into, as trees that are changed in place.
#include <map>
#include <string>
#include <vector>

#include "coffer/scenario/package.hpp"
#include "xml.hpp"

namespace coffer::scenario {

/// What is to be said about one cell.
struct Mark {
    int row = 1;
    int column = 1;
    bool error = false;
    std::string text;
};

/// Cell styles that look as before but for the colour behind the cell.
class MarkStyles {
  public:
    explicit MarkStyles(pugi::xml_node root);
    /// The style's number like `style`, red for an error, yellow for a warning.
    [[nodiscard]] int like(int style, bool error);

  private:
    [[nodiscard]] int add_fill(const char* colour);

    pugi::xml_node fills_;
    pugi::xml_node styles_;
    int red_ = 0;
    int yellow_ = 0;
    std::map<std::pair<int, bool>, int> known_;
};

/// Colours the cells of a sheet, which are made where they are missing.
void colour_cells(pugi::xml_node sheet, const std::vector<Mark>& marks, MarkStyles& styles);

/// Puts comments on the cells of the sheet in part `sheet_part`, beside those that it has.
void add_comments(Package& package, const std::string& sheet_part, pugi::xml_node sheet,
                  const std::vector<Mark>& marks, const std::string& file,
                  Diagnostics& diagnostics);

[[nodiscard]] std::string text_of_xml(const pugi::xml_document& document);
/// "xl/worksheets/_rels/sheet1.xml.rels" for "xl/worksheets/sheet1.xml".
[[nodiscard]] std::string relations_part(const std::string& part);

}  // namespace coffer::scenario
