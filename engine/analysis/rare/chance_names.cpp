#include "chance_names.hpp"

#include <algorithm>

#include "coffer/analysis/factors.hpp"

namespace coffer::analysis {

Text name_of(const Case& base, const kernel::Chance& chance) {
    using random::Purpose;
    const auto factors = factors_of(base.plan, base.model, base.plan.years - 1);
    const bool luck = chance.purpose == Purpose::flow_noise;
    // Number 0 of luck is the base year's own, so that a plan year's has the number after its own.
    const int number = luck ? chance.number - 1 : chance.number;
    const bool of_a_year = chance.of_year || luck;
    const auto of_line = [&](const Factor& factor) {
        return factor.stream == chance.stream &&
               (factor.kind == Factor::Kind::noise || factor.kind == Factor::Kind::driver);
    };
    const auto exactly = std::find_if(factors.begin(), factors.end(), [&](const Factor& factor) {
        if (factor.number != number) return false;
        if (of_a_year) return of_line(factor);
        return factor.stream == chance.stream && factor.purpose == chance.purpose;
    });
    if (exactly != factors.end()) return exactly->name;
    Text line{"各项", "all lines"};
    const auto same = std::find_if(factors.begin(), factors.end(), of_line);
    if (same != factors.end()) line = same->name;
    switch (chance.purpose) {
        case Purpose::flow_noise:
            return {line.zh + "（基年）", line.en + " (of the base year)"};
        case Purpose::start:
            return {line.zh + "（期初位置）", line.en + " (where it stands at the start)"};
        case Purpose::spread:
            return {line.zh + "（波动幅度）", line.en + " (how wide it moves)"};
        case Purpose::driver_tail: {
            const std::string year = std::to_string(base.plan.first_year + chance.number);
            return {"宏观因子 " + year + " 年的波动幅度", "how wide drivers move in " + year};
        }
        case Purpose::drift:
            return {"长期增速的不确定", "growth that is not known for sure"};
        default:
            return line;
    }
}

}  // namespace coffer::analysis
