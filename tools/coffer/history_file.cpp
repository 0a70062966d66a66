#include "history_file.hpp"

#include <fstream>
#include <sstream>

#include "coffer/scenario/wording.hpp"

namespace coffer::tool {

std::optional<std::string> read_history(const std::string& path, Diagnostics& diagnostics) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file) content << file.rdbuf();
    if (!file || content.bad()) {
        diagnostics.error({path, 0, 0}, {"读不了这个文件", "the file cannot be read"},
                          {"它不存在，或没有读取权限", "it is not there, or may not be read"},
                          {"请检查路径。", "Check the path."});
        return std::nullopt;
    }
    std::string text = content.str();
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
}

const model::LineKindInfo* kind_of(const std::optional<std::string>& like,
                                   const std::string& column, Diagnostics& diagnostics) {
    if (like) {
        std::string ids;
        for (const auto& kind : model::line_kinds()) {
            if (kind.id == *like) return &kind;
            ids += (ids.empty() ? "" : ", ") + std::string(kind.id);
        }
        diagnostics.error(
            {"--like", 0, 0},
            scenario::say("没有名为 {} 的类别", "there is no kind {}", scenario::quote(*like)),
            scenario::say("类别有：{}", "the kinds are: {}", ids), {"请改正。", "Correct it."});
        return nullptr;
    }
    using model::LineKind;
    const auto has = [&column](const char* word) { return column.find(word) != std::string::npos; };
    if (has("gdp")) return &model::info(LineKind::gdp);
    if (has("fai") || has("investment")) return &model::info(LineKind::investment);
    if (has("expenditure") || has("spending")) return &model::info(LineKind::expenditure);
    if (has("fund") || has("land")) return &model::info(LineKind::land);
    if (has("transfer")) return &model::info(LineKind::transfer);
    if (has("non_tax") || has("nontax")) return &model::info(LineKind::non_tax);
    if (has("tax")) return &model::info(LineKind::tax);
    return &model::info(LineKind::general_revenue);
}

}  // namespace coffer::tool
