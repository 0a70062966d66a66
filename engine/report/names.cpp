#include "coffer/report/names.hpp"

#include <array>

namespace coffer::report {
namespace {

const std::array<Text, model::coverage_cases> case_names{
    {{}, {"（收入减 10%）", " (income -10 %)"}, {"（成本加 10%）", " (cost +10 %)"}}};

}  // namespace
Text over_name(model::Target::Over over) {
    using Over = model::Target::Over;
    switch (over) {
        case Over::every:
            return {"（每期）", "(in every period)"};
        case Over::any:
            return {"（任一期）", "(in any period)"};
        case Over::sum:
            return {"（合计）", "(sum)"};
        case Over::mean:
            return {"（平均）", "(mean)"};
        case Over::min:
            return {"（最低）", "(lowest)"};
        case Over::max:
            break;
    }
    return {"（最高）", "(highest)"};
}

Text reference_path_note() {
    return {"参考路径：每次抽样都取中位数的那条路径，它本身不是任何指标的中位数。",
            "Reference path: the path on which every draw is its median; it is the median of no "
            "figure."};
}

std::string dimension_name(std::string_view dimension, Language language,
                           const std::map<std::string, Text>& names) {
    const auto part = model::Dimension::parse(dimension);
    if (!part) return std::string(dimension);
    const auto& words = scenario::words_of(part->kind);
    const std::string shown = words.shown.in(language);
    if (part->id.empty()) return shown;
    if (part->kind == model::Dimension::Kind::district) return shown + part->id;
    if (part->kind == model::Dimension::Kind::refinancing) {
        return shown + dimension_name(part->id, language);
    }
    const auto named = names.find(std::string(dimension));
    std::string whose = named == names.end() ? part->id : named->second.in(language);
    if (part->coverage_case > 0) whose += case_names[part->coverage_case].in(language);
    // A step of one among several.
    return words.shown_by_id ? whose : whose + " " + shown;
}

Text with_dimension(model::Indicator indicator, const std::string& dimension) {
    const Text& name = model::info(indicator).name;
    if (dimension == "total") return name;
    return {name.zh + "（" + dimension_name(dimension, Language::chinese) + "）",
            name.en + " (" + dimension_name(dimension, Language::english) + ")"};
}

}  // namespace coffer::report
