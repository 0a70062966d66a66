// Which dimensions of indicators a model has a use for.
#include <algorithm>

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

std::vector<std::string> Funnel::counts() const {
    constexpr std::array steps = {"negotiating", "signed", "landed"};
    constexpr std::array left_to = {"newly_signed", "newly_landed", "arrived"};
    std::vector<std::string> result;
    bool anybody = std::any_of(new_prospects.begin(), new_prospects.end(),
                               [](double rate) { return rate > 0.0; });
    for (std::size_t step = 0; step < funnel_steps; ++step) {
        anybody = anybody || initial[step] > 0;
        if (!anybody) continue;
        result.insert(result.end(), {steps[step], left_to[step]});
    }
    return result;
}

}  // namespace coffer::model
