#include "coffer/report/names.hpp"

#include <algorithm>
#include <array>

namespace coffer::report {
namespace {

struct DimensionName {
    std::string_view id, zh, en;
};

constexpr std::array<DimensionName, 17> dimension_names{
    {{"green", "绿", "green"},
     {"yellow", "黄", "yellow"},
     {"orange", "橙", "orange"},
     {"red", "红", "red"},
     {"named", "列名项目", "named projects"},
     {"pipeline", "项目池", "pipelines"},
     {"general", "一般", "general"},
     {"special", "专项", "special"},
     {"negotiating", "洽谈", "negotiating"},
     {"signed", "签约", "signed"},
     {"landed", "落地", "landed"},
     {"arrived", "到位", "arrived"},
     {"newly_signed", "新签约", "newly signed"},
     {"newly_landed", "新落地", "newly landed"},
     {"suppliers", "供应商", "suppliers"},
     {"contractors", "施工方", "contractors"},
     {"three_guarantees", "“三保”", "three guarantees"}}};
constexpr std::string_view district_prefix = "district:";
constexpr std::string_view series_prefix = "series:";
constexpr std::string_view funnel_prefix = "funnel:";
constexpr std::string_view refinancing_prefix = "refinancing:";
constexpr std::array own_names{series_prefix, funnel_prefix, std::string_view("project:"),
                               std::string_view("instrument:"), std::string_view("source:")};

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
    const bool chinese = language == Language::chinese;
    if (dimension.starts_with(district_prefix)) {
        return (chinese ? "区域 " : "district ") +
               std::string(dimension.substr(district_prefix.size()));
    }
    if (dimension.starts_with(refinancing_prefix)) {
        return (chinese ? "再融资：" : "refinancing: ") +
               dimension_name(dimension.substr(refinancing_prefix.size()), language);
    }
    if (const auto colon = dimension.find(':'); colon != std::string_view::npos) {
        const std::string id(dimension.substr(colon + 1));
        const auto named = names.find(id);
        const std::string whose = named == names.end() ? id : named->second.in(language);
        if (std::any_of(own_names.begin(), own_names.end(), [&](std::string_view prefix) {
                return dimension.starts_with(prefix) && id.find(':') == std::string::npos;
            })) {
            return whose;
        }
        // A step of one funnel among several.
        return whose + " " + dimension_name(dimension.substr(0, colon), language);
    }
    const DimensionName* const end = dimension_names.data() + dimension_names.size();
    const DimensionName* const found =
        std::find_if(dimension_names.data(), end,
                     [&](const DimensionName& candidate) { return candidate.id == dimension; });
    if (found == end) return std::string(dimension);
    return std::string(chinese ? found->zh : found->en);
}

Text with_dimension(model::Indicator indicator, const std::string& dimension) {
    const Text& name = model::info(indicator).name;
    if (dimension == "total") return name;
    return {name.zh + "（" + dimension_name(dimension, Language::chinese) + "）",
            name.en + " (" + dimension_name(dimension, Language::english) + ")"};
}

}  // namespace coffer::report
