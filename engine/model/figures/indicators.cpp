#include "coffer/model/indicators.hpp"

#include <algorithm>

#include "coffer/base/contract.hpp"
#include "coffer/scenario/indicator_names.hpp"
#include "figures/register.hpp"

namespace coffer::model {

namespace {

std::vector<IndicatorInfo> all_indicators() {
    std::vector<IndicatorInfo> all;
    for (auto& some : {project_indicators(), revenue_indicators(), debt_indicators(),
                       funding_indicators(), treasury_indicators(), reserve_indicators()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    std::sort(all.begin(), all.end(), [](const IndicatorInfo& a, const IndicatorInfo& b) {
        return a.indicator < b.indicator;
    });
    const auto& names = scenario::indicator_names();
    COFFER_EXPECT(all.size() == names.size());
    for (std::size_t place = 0; place < all.size(); ++place) {
        const bool each_is_entered_once = static_cast<std::size_t>(all[place].indicator) == place;
        COFFER_EXPECT(each_is_entered_once);
        COFFER_EXPECT(all[place].id == names[place].id);
        all[place].name = names[place].name;
    }
    return all;
}

}  // namespace

std::vector<Dimension> IndicatorInfo::Extent::only_total(const Model& /*model*/) {
    return {Dimension::Kind::total};
}

std::optional<Text> IndicatorInfo::Extent::nothing(const Model& /*model*/) { return std::nullopt; }

bool IndicatorInfo::has(const Model& model, const Dimension& dimension) const {
    if (extent.missing(model)) return false;
    const auto dimensions = extent.dimensions(model);
    return std::find(dimensions.begin(), dimensions.end(), dimension) != dimensions.end();
}

// tests/docs/indicators.cpp holds this against docs/indicators.md.
const std::vector<IndicatorInfo>& indicator_register() {
    static const std::vector<IndicatorInfo> all = all_indicators();
    return all;
}

const IndicatorInfo& info(Indicator indicator) {
    const auto place = static_cast<std::size_t>(indicator);
    COFFER_EXPECT(place < indicator_register().size());
    return indicator_register()[place];
}

bool adds_up(const IndicatorInfo& info) { return info.unit != Unit::ratio; }

const IndicatorInfo* find_indicator(std::string_view called) {
    for (const IndicatorInfo& each : indicator_register()) {
        if (each.id == called || each.name.zh == called || each.name.en == called) return &each;
    }
    return nullptr;
}

std::vector<std::string> names_of_indicators() {
    std::vector<std::string> names;
    for (const IndicatorInfo& each : indicator_register()) {
        names.push_back(each.id);
        names.push_back(each.name.zh);
    }
    return names;
}

}  // namespace coffer::model
