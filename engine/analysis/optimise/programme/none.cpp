#include "coffer/analysis/programme.hpp"

namespace coffer::analysis {

bool programmes_are_solved() { return false; }

std::vector<Choice> best_choices(const Programme& /*programme*/, std::size_t /*count*/) {
    return {};
}

}  // namespace coffer::analysis
