#include "coffer/scenario/former_names.hpp"

#include <algorithm>

#include "coffer/scenario/wording.hpp"

namespace coffer::scenario {

using Of = FormerName::Of;

const std::vector<FormerName>& former_names() {
    static const std::vector<FormerName> names{{Of::table, "yields", "project_income"},
                                               {Of::group, "common_shocks", "common_factors"}};
    return names;
}

std::string todays_name(Of of, const std::string& name) {
    for (const FormerName& each : former_names()) {
        if (each.of == of && each.was == name) return std::string(each.is);
    }
    return name;
}

void answer_former_name(Of of, const std::string& name, const Position& at,
                        Diagnostics& diagnostics) {
    const std::string today = todays_name(of, name);
    if (today == name) return;
    diagnostics.warning(at, say("{} 现在叫 {}", "{} is called {} now", name, today),
                        {"旧名照样读取", "the former name was read all the same"},
                        {"请改名；coffer upgrade 可以代劳。",
                         "Use the new name; coffer upgrade writes it for you."});
}

std::string with_todays_groups(const std::string& settings) {
    std::string result;
    for (std::size_t begin = 0; begin < settings.size();) {
        const std::size_t end = std::min(settings.find('\n', begin), settings.size() - 1) + 1;
        std::string line = settings.substr(begin, end - begin);
        begin = end;
        const std::size_t key = line.find_first_not_of(" \t[");
        for (const FormerName& each : former_names()) {
            if (each.of != Of::group || key == std::string::npos) continue;
            if (line.compare(key, each.was.size(), each.was) != 0) continue;
            // A header, or a dotted key: "[common_shocks]", "common_shocks.cost_year = 0.3".
            const std::size_t after = line.find_first_not_of(" \t", key + each.was.size());
            if (after == std::string::npos || (line[after] != ']' && line[after] != '.')) continue;
            line.replace(key, each.was.size(), each.is);
        }
        result += line;
    }
    return result;
}

}  // namespace coffer::scenario
