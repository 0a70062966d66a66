#pragma once
// A plan may say `extends`: then its settings and rows lie over those of another plan, its base,
// which may have a base of its own. A layer is what one of them says by itself.
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "coffer/scenario/document.hpp"

namespace coffer::scenario {

struct Layer {
    Document document;
    std::vector<Cell> units;  ///< in headings of its tables, against its own unit
};

/// One layer from bytes, changes and all checks of the whole left out.
[[nodiscard]] std::optional<Layer> read_texts_layer(const std::map<std::string, std::string>& files,
                                                    const std::filesystem::path& folder,
                                                    Diagnostics& diagnostics);
[[nodiscard]] std::optional<Layer> read_workbook_layer(const std::string& bytes,
                                                       const std::filesystem::path& path,
                                                       Diagnostics& diagnostics);
/// From a folder or a workbook on disk.
[[nodiscard]] std::optional<Layer> read_layer(const std::filesystem::path& place,
                                              Diagnostics& diagnostics);

/// Reports an `extends` that may not lead where it says.
void refuse_base(const Cell& extends, Text why, Text suggestion, Diagnostics& diagnostics);

/// The setting `extends`, when there is one that says something.
[[nodiscard]] const Cell* extends_of(const Document& document);

/// The places that were reached through `extends`, the plan itself first.
class Chain {
  public:
    explicit Chain(const std::filesystem::path& plan);

    /// Where `extends` of the last place leads; none, and reported, when it may not lead there:
    /// an absolute path, one that goes far up, one that was there before, too many.
    [[nodiscard]] std::optional<std::filesystem::path> follow(const Cell& extends,
                                                              Diagnostics& diagnostics);

  private:
    std::vector<std::filesystem::path> places_;
    std::vector<std::filesystem::path> real_;  ///< without links, to find circles
};

/// Reads the layer that `extends` leads to; null where nothing can be read beside the plan.
using BaseReader = std::function<std::optional<Layer>(const Cell& extends, Diagnostics&)>;

/// All layers as one document, with the changes, checked.
[[nodiscard]] Document join_layers(Layer plan, const BaseReader& read_base,
                                   const std::vector<Change>& changes, Diagnostics& diagnostics);

}  // namespace coffer::scenario
