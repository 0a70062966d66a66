#pragma once
// Fields that name several lines of other tables.
#include <set>
#include <string>
#include <vector>

#include "building.hpp"

namespace coffer::model {

/// Sorts the ids of a field into lists by what they name.
class LineFinder {
  public:
    struct Space {
        const Names* names;
        std::vector<std::size_t>* into;
    };
    /// With `used` an id belongs to one row only.
    LineFinder(const Building& building, FieldReader& row, std::set<std::string>* used = nullptr)
        : building_(building), row_(row), used_(used) {}

    void find(const std::string& field, const std::vector<Space>& spaces);

  private:
    void report_unknown(const std::string& id, const Position& at,
                        const std::vector<Space>& spaces);

    const Building& building_;
    FieldReader& row_;
    std::set<std::string>* used_;
};

}  // namespace coffer::model
