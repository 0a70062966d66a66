// Which dimensions of indicators a model has a use for.
#include "coffer/model/model.hpp"

namespace coffer::model {

std::set<std::string> Model::revenue_districts() const {
    std::set<std::string> districts;
    for (const RevenueLine& line : revenue) districts.insert(line.district);
    for (const Taxpayer& taxpayer : taxpayers) districts.insert(taxpayer.district);
    for (const Project& project : projects) {
        if (project.new_output > Money{} && project.tax_rate > 0.0) {
            districts.insert(project.district);
        }
    }
    for (const Yield& yield : yields) {
        const bool own = yield.kind != Yield::Kind::operating_cost && !yield.platform;
        if (own && yield.account == Account::general) {
            districts.insert(projects[yield.project.value].district);
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
