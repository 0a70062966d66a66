#pragma once
// What the things of a model are called. Ids are unique within a table of the plan, not beyond it:
// who looks a name up says of which table.
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "coffer/base/text.hpp"
#include "coffer/model/dimension.hpp"
#include "coffer/model/model.hpp"

namespace coffer::model {

/// Thread-safe once made.
class ThingNames {
  public:
    explicit ThingNames(const Model& model);

    /// `table` as the plan names it: "revenue". Income of a project that has no name of its own is
    /// called like its project.
    [[nodiscard]] std::optional<Text> find(std::string_view table, std::string_view id) const;
    /// Of the first of these tables that has the id.
    [[nodiscard]] std::optional<Text> find(std::span<const std::string_view> tables,
                                           std::string_view id) const;
    /// Its id where it has no name.
    [[nodiscard]] Text of(std::string_view table, std::string_view id) const;
    /// Of the thing that a dimension is of; none of a dimension of no thing.
    [[nodiscard]] std::optional<Text> of(const Dimension& dimension) const;

  private:
    using ById = std::map<std::string, Text, std::less<>>;
    std::map<std::string, ById, std::less<>> tables_;
};

}  // namespace coffer::model
