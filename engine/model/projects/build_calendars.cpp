#include <algorithm>
#include <cmath>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::say;

constexpr const char* month_names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};

void check_profile(FieldReader& row, MonthProfile& months) {
    double sum = 0.0;
    for (const double share : months) sum += share;
    if (std::abs(sum - 1.0) > share_tolerance) {
        row.error("jan", {"各月占比之和不是 100%", "the shares do not sum to 100 %"},
                  say("现在是 {:.4f}%", "they sum to {:.4f} %", sum * 100.0),
                  {"请调整，使十二个月合计 100%。", "Adjust them so that the twelve make 100 %."});
    } else if (std::abs(sum - 1.0) > 1e-12) {
        for (double& share : months) share /= sum;
    }
}

}  // namespace

void build_calendars(Building& building) {
    building.each_row("calendars", [&building](FieldReader& row) {
        static const Choices<bool> kinds = {{"profile", true}, {"work", false}};
        const std::string id = Building::define(row, building.calendars);
        Building::Calendar calendar;
        calendar.is_profile = row.choice("kind", kinds, true);
        for (std::size_t month = 0; month < 12; ++month) {
            calendar.months[month] = row.share(month_names[month]);
        }
        if (row.ok() && calendar.is_profile) check_profile(row, calendar.months);
        if (row.ok() && !calendar.is_profile && calendar.months == MonthProfile{}) {
            row.error("jan", {"全年没有一个月能施工", "no month of the year allows any work"},
                      {"项目永远完不成", "a project would never finish"},
                      {"请至少给一个月大于 0 的工效。", "Give at least one month more than 0."});
        }
        // The model counts months from the beginning of a budget year.
        std::rotate(calendar.months.begin(),
                    calendar.months.begin() + (building.frame.first_month - 1),
                    calendar.months.end());
        if (!id.empty()) building.calendar_values[id] = calendar;
    });
}

}  // namespace coffer::model
