// Dimensions as text, and which of them a model has a use for.
#include <algorithm>

#include "coffer/model/dimension.hpp"
#include "coffer/model/model.hpp"

namespace coffer::model {

std::string Dimension::text() const {
    std::string result = scenario::words_of(kind).word;
    if (!id.empty()) result += ":" + id;
    return result + coverage_case_names[coverage_case];
}

std::optional<Dimension> Dimension::parse(std::string_view text) {
    using Id = scenario::DimensionWords::Id;
    const auto colon = text.find(':');
    const auto kind = scenario::dimension_kind(text.substr(0, colon));
    if (!kind) return std::nullopt;
    const Id rule = scenario::words_of(*kind).id;
    if (colon == std::string_view::npos) {
        return rule == Id::needed ? std::nullopt : std::optional<Dimension>(*kind);
    }
    std::string_view id = text.substr(colon + 1);
    std::size_t which = 0;
    if (*kind == Kind::project) {
        for (std::size_t each = 1; each < coverage_cases; ++each) {
            if (id.ends_with(coverage_case_names[each])) which = each;
        }
        id.remove_suffix(std::string_view(coverage_case_names[which]).size());
    }
    if (rule == Id::none || id.empty()) return std::nullopt;
    return Dimension{*kind, std::string(id), which};
}

std::vector<std::string> texts_of(const std::vector<Dimension>& dimensions) {
    std::vector<std::string> texts;
    texts.reserve(dimensions.size());
    for (const Dimension& each : dimensions) texts.push_back(each.text());
    return texts;
}

std::set<std::string> Model::revenue_districts() const {
    std::set<std::string> districts;
    for (const RevenueLine& line : revenue) districts.insert(line.district);
    for (const Taxpayer& taxpayer : taxpayers) districts.insert(taxpayer.district);
    for (const Project& project : projects) {
        if (project.new_output > Money{} && project.tax_rate > 0.0) {
            districts.insert(project.district);
        }
    }
    for (const ProjectIncome& income : project_income) {
        const bool own = income.kind != ProjectIncome::Kind::operating_cost && !income.platform;
        if (own && income.account == Account::general) {
            districts.insert(projects[income.project.value].district);
        }
    }
    districts.erase("");
    return districts;
}

std::set<std::string> Model::investing_districts() const {
    std::set<std::string> districts;
    for (const Project& project : projects) districts.insert(project.district);
    for (const Pipeline& pipeline : pipelines) districts.insert(pipeline.district);
    districts.erase("");
    return districts;
}

}  // namespace coffer::model
