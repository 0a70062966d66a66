// What two records, or two sets of inputs, are compared by: each field framed by its length, so
// that no two run together to the same text.
#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "coffer/base/sha256.hpp"
#include "coffer/scenario/characters.hpp"
#include "coffer/store/rows.hpp"
#include "seal.hpp"

namespace coffer::store {
namespace {

class Canon {
  public:
    void add(const std::string& text) { frame(storable(text)); }
    // Nearly all of a record: without the detour by a text of its own.
    void add(std::uint64_t number) { add(fmt::format_int(number)); }
    void add(int number) { add(fmt::format_int(number)); }
    /// By its bits, but -0 as 0: a database keeps whole numbers without the sign of zero.
    void add(double number) { add(std::bit_cast<std::uint64_t>(number + 0.0)); }
    void add(const std::optional<double>& number) {
        number ? add(*number) : add(std::string("none"));
    }
    void add(const Text& text) {
        add(text.zh);
        add(text.en);
    }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    void add(const fmt::format_int& digits) { frame({digits.data(), digits.size()}); }
    void frame(std::string_view text) {
        const fmt::format_int size(text.size());
        text_.append(size.data(), size.size()).append(1, ':').append(text);
    }

    std::string text_;
};

void add(const FigureRow& row, Canon& canon) {
    canon.add(row.indicator);
    canon.add(row.dimension);
    canon.add(row.year);
    canon.add(row.month);
    const auto& summary = row.summary;
    for (const double value :
         {summary.mean, summary.se, summary.sd, summary.min, summary.max, summary.es05,
          summary.es95, summary.es05_se, summary.es95_se, row.reference_path}) {
        canon.add(value);
    }
    for (const double quantile : summary.quantiles) canon.add(quantile);
}

void add(const TargetRow& row, Canon& canon) {
    canon.add(row.target);
    canon.add(row.name);
    canon.add(row.indicator);
    canon.add(row.dimension);
    canon.add(row.year);
    canon.add(row.relation);
    for (const double value : {row.value, row.probability, row.standard_error}) canon.add(value);
    // Digests of results that kept the first year alone stay what they were.
    if (row.period.empty()) return;
    canon.add(row.period);
    canon.add(row.over);
}

void add(const FirstHitRow& row, Canon& canon) {
    canon.add(row.event);
    canon.add(row.year);
    canon.add(row.month);
    canon.add(row.p_first);
    canon.add(row.p_by);
    canon.add(row.mean_month);
}

void add(const ProjectRow& row, Canon& canon) {
    canon.add(row.project);
    canon.add(row.name);
    canon.add(row.total_investment);
    canon.add(row.p_finished);
    for (const auto& value : {row.finish_p10, row.finish_p50, row.finish_p90, row.p_late}) {
        canon.add(value);
    }
    for (const double value : {row.p_suspended, row.p_cancelled, row.funded_share, row.p_short}) {
        canon.add(value);
    }
}

void add(const Diagnostic& row, Canon& canon) {
    canon.add(static_cast<int>(row.severity));
    canon.add(row.at.file);
    canon.add(row.at.line);
    canon.add(row.at.column);
    canon.add(row.problem);
    canon.add(row.why);
    canon.add(row.suggestion);
}

/// Rows come back from a table in the order of its key, not in the one they were written in.
template <class Row>
void add_rows(const std::vector<Row>& rows, Canon& canon) {
    std::vector<std::string> texts;
    texts.reserve(rows.size());
    for (const Row& row : rows) {
        Canon own;
        add(row, own);
        texts.push_back(own.text());
    }
    std::sort(texts.begin(), texts.end());
    canon.add(static_cast<std::uint64_t>(texts.size()));
    for (const std::string& text : texts) canon.add(text);
}

}  // namespace

std::string storable(const std::string& text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = text[i] == '\0' ? 0 : scenario::character_length(text, i);
        if (length == 0) {
            result += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[i++]));
        } else {
            result.append(text, i, length);
            i += length;
        }
    }
    return result;
}

std::string key_of(const Inputs& inputs) {
    Canon canon;
    canon.add(std::string("coffer task 1"));
    for (const std::string* each : {&inputs.plan_sha256, &inputs.changes_sha256, &inputs.draws,
                                    &inputs.paths, &inputs.keep, &inputs.program}) {
        canon.add(*each);
    }
    return coffer::sha256(canon.text());
}

std::string digest_of(const Record& record) {
    Canon canon;
    canon.add(record.plan_id);
    canon.add(record.name);
    canon.add(record.sha256);
    canon.add(record.first_year);
    canon.add(record.years);
    canon.add(record.seed);
    canon.add(record.paths);
    add_rows(record.figures, canon);
    add_rows(record.targets, canon);
    add_rows(record.first_hits, canon);
    add_rows(record.projects, canon);
    add_rows(record.diagnostics, canon);
    return coffer::sha256(canon.text());
}

std::string seal_of(const std::vector<InputFile>& files) {
    std::map<std::string, std::string> each;
    // Names that differ in broken bytes alone may be one when they are stored: the first stays.
    for (const InputFile& file : files) each.emplace(storable(file.name), file.sha256);
    Canon canon;
    canon.add(std::string("coffer files 1"));
    for (const auto& [name, sha256] : each) {
        canon.add(name);
        canon.add(sha256);
    }
    return coffer::sha256(canon.text());
}

std::string seal_of(const Ended& ended, const std::string& digest) {
    Canon canon;
    canon.add(std::string("coffer end 1"));
    if (const auto* record = std::get_if<Record>(&ended.result)) {
        canon.add(std::string("record"));
        canon.add(digest);
        canon.add(record->manifest);
    } else if (const auto* told = std::get_if<std::vector<Diagnostic>>(&ended.result)) {
        canon.add(std::string("mistakes"));
        add_rows(*told, canon);
    } else {
        canon.add(std::get<Text>(ended.result));
    }
    return coffer::sha256(canon.text());
}

std::string seal_of(const std::vector<std::vector<Value>>& rows) {
    Canon canon;
    canon.add(std::string("coffer night 1"));
    for (const auto& row : rows) {
        for (const Value& cell : row) canon.add(std::get<std::string>(cell));
    }
    return coffer::sha256(canon.text());
}

const char* name_of(TaskState state) {
    switch (state) {
        case TaskState::waiting:
            return "waiting";
        case TaskState::running:
            return "running";
        case TaskState::done:
            return "done";
        case TaskState::invalid:
            return "invalid";
        case TaskState::failed:
            return "failed";
    }
    return "";
}

}  // namespace coffer::store
