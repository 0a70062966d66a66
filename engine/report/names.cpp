#include "coffer/report/names.hpp"

namespace coffer::report {

std::string_view symbol(model::Target::Relation relation) {
    switch (relation) {
        case model::Target::Relation::at_least:
            return ">=";
        case model::Target::Relation::above:
            return ">";
        case model::Target::Relation::at_most:
            return "<=";
        case model::Target::Relation::below:
            return "<";
    }
    return "?";
}

}  // namespace coffer::report
