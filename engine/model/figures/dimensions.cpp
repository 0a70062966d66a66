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
