#include "xml.hpp"

#include <algorithm>
#include <optional>

#include "coffer/scenario/wording.hpp"
#include "limits.hpp"

namespace coffer::scenario {
namespace {

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct Refusal {
    Text why;
    Text advice;
};

Text fewer_cells() {
    return {"请删去表格下方和右侧多余的（空白但带格式的）行列，再另存。",
            "Delete rows and columns that are blank but formatted, and save again."};
}

/// What Excel and WPS never write.
Text not_of_a_spreadsheet() {
    return {
        "Excel 和 WPS 不会这样写：请在其中打开，另存为“Excel 工作簿 "
        "(.xlsx)”；来路不明的文件不要打开。",
        "Excel and WPS do not write this: open the book there and save it anew, unless you do "
        "not know where it comes from."};
}

/// Counts tags and their depth without building anything.
class TagScanner {
  public:
    explicit TagScanner(const std::string& text) : text_(text) {}

    /// Why the text is refused; nothing when it is not.
    std::optional<Refusal> refusal() {
        if (text_.size() > limits::part_bytes) {
            return Refusal{say("大于 {} MiB", "larger than {} MiB", limits::part_bytes >> 20U),
                           fewer_cells()};
        }
        std::size_t marks = 0;
        for (at_ = text_.find('<'); at_ != std::string::npos; at_ = text_.find('<', at_ + 1)) {
            if (++marks > limits::xml_marks) {
                return Refusal{say("标记多于 {} 个", "more than {} tags", limits::xml_marks),
                               fewer_cells()};
            }
            if (!pass_tag()) {
                return Refusal{{"含有文档类型或实体声明", "it declares entities"},
                               not_of_a_spreadsheet()};
            }
            if (depth_ > limits::xml_depth) {
                return Refusal{say("嵌套超过 {} 层", "nested more than {} deep", limits::xml_depth),
                               not_of_a_spreadsheet()};
            }
        }
        return std::nullopt;
    }

  private:
    bool follows(std::string_view mark) const {
        return text_.compare(at_ + 1, mark.size(), mark) == 0;
    }

    void skip_to(std::string_view end) { at_ = std::min(text_.find(end, at_), text_.size() - 1); }

    /// False at a declaration.
    bool pass_tag() {
        if (follows("?")) return skip_to("?>"), true;
        if (follows("!--")) return skip_to("-->"), true;
        if (follows("![CDATA[")) return skip_to("]]>"), true;
        if (follows("!")) return false;
        if (follows("/")) {
            depth_ -= depth_ > 0 ? 1 : 0;
            return true;
        }
        ++depth_;
        char quote = 0;
        std::size_t end = at_ + 1;
        for (; end < text_.size() && (quote != 0 || text_[end] != '>'); ++end) {
            const char c = text_[end];
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            }
        }
        if (text_[end - 1] == '/') --depth_;
        at_ = end - 1;
        return true;
    }

    const std::string& text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace

bool load_xml(pugi::xml_document& document, const std::string& text, const std::string& part,
              const std::string& file, Diagnostics& diagnostics) {
    if (auto refusal = TagScanner(text).refusal()) {
        diagnostics.error({file, 0, 0},
                          say("部件 {} 没有读", "the part {} was not read", quote(part)),
                          std::move(refusal->why), std::move(refusal->advice));
        return false;
    }
    const auto result = document.load_buffer(text.data(), text.size(),
                                             pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (result) return true;
    diagnostics.error({file, 0, 0}, say("部件 {} 不是 XML", "the part {} is no XML", quote(part)),
                      say("{}", "{}", result.description()),
                      {"请在 Excel 或 WPS 中重新保存。", "Save it again in Excel or WPS."});
    return false;
}

std::string_view local_name(const pugi::xml_node& node) { return without_prefix(node.name()); }

std::string_view local_name(const pugi::xml_attribute& attribute) {
    return without_prefix(attribute.name());
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_node child : node.children()) {
        if (local_name(child) == name) return child;
    }
    return {};
}

pugi::xml_attribute attribute_of(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
        if (local_name(attribute) == name) return attribute;
    }
    return {};
}

}  // namespace coffer::scenario
