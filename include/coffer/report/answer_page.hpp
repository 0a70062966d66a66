#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coffer/report/page.hpp"
#include "coffer/results/answer.hpp"
#include "coffer/results/manifest.hpp"

namespace coffer::report {

/// What stands around an answer on its page.
struct AnswerFrame {
    Text title, subtitle;
    std::vector<std::pair<Text, Text>> facts;  ///< name and value, under the title
    std::optional<page::TableBlock> origin;    ///< what made it
};

[[nodiscard]] page::Page answer_page(const results::Answer& answer, const AnswerFrame& frame);

/// A command line for readers elsewhere, to whom folders of this machine say nothing.
[[nodiscard]] std::string without_folders(const std::string& typed);

/// The answer to a question as a page: its sentences, its tables, what made it.
[[nodiscard]] page::Page answer_page(const results::Answer& answer,
                                     const results::Manifest& manifest);

}  // namespace coffer::report
