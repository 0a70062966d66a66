#include "coffer/base/calendar.hpp"

namespace coffer {

std::string to_string(Month month) {
    return std::to_string(month.year) + (month.month < 10 ? "-0" : "-") +
           std::to_string(month.month);
}

}  // namespace coffer
