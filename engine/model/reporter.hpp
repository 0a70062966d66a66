#pragma once
#include <map>
#include <string>

#include "coffer/base/diagnostic.hpp"
#include "coffer/scenario/naming.hpp"

namespace coffer::model {

/// Passes diagnostics on, at most `most_a_file` errors and warnings each for a file or sheet, so
/// that a broken table of 200,000 rows does not bury what matters (nor fill the memory).
/// Thread-compatible.
class Reporter {
  public:
    Reporter(const scenario::Document& document, Diagnostics& diagnostics)
        : naming_(document), diagnostics_(diagnostics) {}

    void error(const Position& at, Text problem, Text why, Text suggestion);
    void warning(const Position& at, Text problem, Text why, Text suggestion);
    [[nodiscard]] bool has_errors() const { return diagnostics_.has_errors(); }

  private:
    static constexpr int most_a_file = 500;
    [[nodiscard]] bool admit(const Position& at, Severity severity);
    void add(Diagnostic entry);

    scenario::Naming naming_;
    Diagnostics& diagnostics_;
    using Place = std::pair<std::string, std::string>;  // file and sheet
    std::map<std::pair<Place, Severity>, int> counts_;
};

}  // namespace coffer::model
