#include "reporter.hpp"

#include "coffer/scenario/wording.hpp"

namespace coffer::model {

bool Reporter::admit(const Position& at, Severity severity) {
    const int count = ++counts_[{{at.file, at.sheet}, severity}];
    if (count == most_a_file + 1) {
        Text problem = {"这个文件还有更多问题", "there is more wrong with this file"};
        Text why = scenario::say("只列出前 {} 个", "only the first {} are listed", most_a_file);
        Text suggestion = {"请先改正列出的。", "Correct those first."};
        const Position whole = {at.file, 0, 0, at.sheet};
        if (severity == Severity::error) {
            diagnostics_.error(whole, std::move(problem), std::move(why), std::move(suggestion));
        } else {
            diagnostics_.warning(whole, std::move(problem), std::move(why), std::move(suggestion));
        }
    }
    return count <= most_a_file;
}

void Reporter::error(const Position& at, Text problem, Text why, Text suggestion) {
    if (!admit(at, Severity::error)) return;
    add({Severity::error, at, std::move(problem), std::move(why), std::move(suggestion)});
}

void Reporter::warning(const Position& at, Text problem, Text why, Text suggestion) {
    if (!admit(at, Severity::warning)) return;
    add({Severity::warning, at, std::move(problem), std::move(why), std::move(suggestion)});
}

/// A message names tables, columns and words as the document does.
void Reporter::add(Diagnostic entry) {
    naming_.put_into(entry);
    if (entry.severity == Severity::error) {
        diagnostics_.error(std::move(entry.at), std::move(entry.problem), std::move(entry.why),
                           std::move(entry.suggestion));
    } else {
        diagnostics_.warning(std::move(entry.at), std::move(entry.problem), std::move(entry.why),
                             std::move(entry.suggestion));
    }
}

}  // namespace coffer::model
