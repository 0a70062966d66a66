#pragma once
// Words for the parts that indicators have. They stand in this floor, and nowhere else, because a
// document may write them in either language; what a part is of a model is the model's
// (coffer/model/dimension.hpp).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coffer/base/text.hpp"

namespace coffer::scenario {

enum class DimensionKind : unsigned char {
    total,
    general,
    special,
    green,
    yellow,
    orange,
    red,
    named,
    pipeline,
    negotiating,
    signed_up,
    landed,
    arrived,
    newly_signed,
    newly_landed,
    district,
    series,
    funnel,
    project,
    instrument,
    source,
    refinancing,
    suppliers,
    contractors,
    three_guarantees,
    life,
    changed_class,
    count
};

struct DimensionWords {
    /// Whether the id of a thing stands behind the word, as in "project:g36".
    enum class Id { none, optional, needed };

    DimensionKind kind;
    std::string word;
    std::string zh;  ///< for documents
    Text shown;      ///< for readers of results
    Id id = Id::none;
    std::string table = {};              ///< that has the thing, where one does
    bool shown_by_id = false;            ///< readers see the thing's name alone
    std::vector<std::string> also = {};  ///< other Chinese words that are understood
};

/// In the order of the kinds.
[[nodiscard]] const std::vector<DimensionWords>& dimension_kinds();
[[nodiscard]] const DimensionWords& words_of(DimensionKind kind);
[[nodiscard]] std::optional<DimensionKind> dimension_kind(std::string_view word);

}  // namespace coffer::scenario
