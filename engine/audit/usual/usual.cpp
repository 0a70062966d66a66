#include "usual/usual.hpp"

#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace coffer::audit {
namespace {

template <class Each>
void append(std::vector<Each>& all, std::vector<Each>& some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
}

std::string shown(Measure measure, double value) {
    switch (measure) {
        case Measure::class_share:
        case Measure::ratio:
            return fmt::format("{:g} %", value * 100.0);
        case Measure::months:
            return fmt::format("{:g} months", value);
        case Measure::years_ahead:
            return fmt::format("{:g} years", value);
        case Measure::scale:
            return fmt::format("{:g} of the plan", value);
        case Measure::yuan:
            return fmt::format("{:g} yuan", value);
        case Measure::number:
        case Measure::factor:
        case Measure::spread:
            break;
    }
    return fmt::format("{:g}", value);
}

}  // namespace

const Usual& usual() {
    static const Usual made = [] {
        Usual all;
        for (const auto& of_feature : {usual_drivers, usual_revenue, usual_debt, usual_projects,
                                       usual_funding, usual_treasury}) {
            Usual some = of_feature();
            append(all.ranges, some.ranges);
            append(all.series, some.series);
            append(all.classes, some.classes);
        }
        return all;
    }();
    return made;
}

const std::vector<UsualRange>& usual_ranges() { return usual().ranges; }

std::string range_text(const UsualRange& range) {
    return shown(range.measure, range.low) + " – " + shown(range.measure, range.high);
}

}  // namespace coffer::audit
