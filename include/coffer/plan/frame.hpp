#pragma once
// What a plan is called, and the months it spans.
#include <string>

#include "coffer/base/calendar.hpp"
#include "coffer/base/text.hpp"

namespace coffer::plan {

struct Frame {
    std::string id;
    Text name;
    int first_year = 2020;
    Month start{2020, 1};  ///< first month of the first budget year
    int years = 5;
    int months = 60;
};

}  // namespace coffer::plan
