#include "coffer/results/read.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <sstream>
#include <system_error>

#include "coffer/base/calendar.hpp"
#include "coffer/base/from_chars.hpp"
#include "coffer/base/sha256.hpp"
#include "coffer/results/core_tables.hpp"
#include "coffer/results/tables.hpp"
#include "coffer/scenario/csv.hpp"

namespace coffer::results {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = 256u << 20u;

Text not_results() {
    return {"不是 coffer run 的完整结果", "these are no whole results of coffer run"};
}
Text run_again() { return {"请用 coffer run 重新推演。", "Run coffer run again."}; }

std::optional<std::string> bytes_of(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > largest_file) {
        return std::nullopt;
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(stream), {}};
}

/// A table of results: cells by the name of their column.
class ResultTable {
  public:
    ResultTable(const std::string& text, const std::string& file, Diagnostics& diagnostics)
        : file_(file), diagnostics_(diagnostics) {
        // Files that people open in a spreadsheet begin with a byte order mark.
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        const std::string content = text.starts_with(mark) ? text.substr(mark.size()) : text;
        auto records = scenario::split_csv(content, file, diagnostics).records;
        if (records.empty()) return;
        for (const scenario::Cell& cell : records.front()) columns_.push_back(cell.text);
        records.erase(records.begin());
        rows_ = std::move(records);
    }

    [[nodiscard]] std::size_t rows() const { return rows_.size(); }

    [[nodiscard]] std::string text(std::size_t row, std::string_view column) const {
        const scenario::Cell* const cell = find(row, column);
        if (cell == nullptr) return {};
        // CsvWriter::text puts an apostrophe before what a spreadsheet would run.
        const std::string& text = cell->text;
        const bool guarded = text.size() > 1 && text[0] == '\'' &&
                             std::string_view("=+-@").find(text[1]) != std::string_view::npos;
        return guarded ? text.substr(1) : text;
    }

    [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view column) {
        const scenario::Cell* const cell = find(row, column);
        if (cell == nullptr || cell->text.empty()) return std::nullopt;
        double value = 0.0;
        const char* const end = cell->text.data() + cell->text.size();
        const auto read = from_chars(cell->text.data(), end, value);
        if (read.ec == std::errc{} && read.ptr == end) return value;
        diagnostics_.error(cell->at,
                           {"“" + cell->text + "”不是数", "\"" + cell->text + "\" is no number"},
                           {"结果文件被改动过", "the file has been edited"}, run_again());
        return std::nullopt;
    }

    /// False, with a diagnostic, when the heading lacks the column.
    [[nodiscard]] bool has(std::string_view column) {
        if (std::find(columns_.begin(), columns_.end(), column) != columns_.end()) return true;
        diagnostics_.error({file_, 1, 0},
                           {"没有列 " + std::string(column), "no column " + std::string(column)},
                           {"结果文件被改动过", "the file has been edited"}, run_again());
        return false;
    }
    [[nodiscard]] Value value_of(std::size_t row, std::string_view column, Kind kind) {
        if (kind == Kind::text) return text(row, column);
        const auto read = number(row, column);
        if (!read) return std::monostate{};
        if (kind == Kind::count) return static_cast<std::uint64_t>(*read);
        return *read;
    }
    void complain(std::size_t row, std::string_view column, const Text& name) {
        const scenario::Cell* const cell = find(row, column);
        if (cell == nullptr) return;
        diagnostics_.error(
            cell->at,
            {"“" + cell->text + "”不是" + name.zh, "\"" + cell->text + "\" is no " + name.en},
            {"这个版本的 coffer 不认识它", "this version of coffer does not know it"}, run_again());
    }

    /// 0 where the column is not there.
    [[nodiscard]] double value(std::size_t row, std::string_view column) {
        return number(row, column).value_or(0.0);
    }

  private:
    [[nodiscard]] const scenario::Cell* find(std::size_t row, std::string_view column) const {
        const auto found = std::find(columns_.begin(), columns_.end(), column);
        const auto place = static_cast<std::size_t>(found - columns_.begin());
        return place < rows_[row].size() ? &rows_[row][place] : nullptr;
    }

    std::string file_;
    std::vector<std::string> columns_;
    std::vector<std::vector<scenario::Cell>> rows_;
    Diagnostics& diagnostics_;
};

/// Why these are not the results of a finished run; none when they are.
std::optional<Text> why_not(const ReadManifest& read) {
    switch (read.state) {
        case ManifestState::foreign:
            return Text{"其中没有 coffer run 写完的 manifest.json",
                        "it holds no manifest.json that coffer run has finished"};
        case ManifestState::other_format:
            return Text{"其中的 manifest.json 没有写完，或是另一版本的 coffer 写的",
                        "its manifest.json is not finished, or of another version of coffer"};
        case ManifestState::changed:
            return Text{"其中的 manifest.json 写出之后被改过",
                        "its manifest.json was changed after it was written"};
        case ManifestState::whole:
            break;
    }
    if (read.manifest.command == "run") return std::nullopt;
    return Text{"其中是 coffer " + read.manifest.command + " 的结果",
                "it holds results of coffer " + read.manifest.command};
}

/// "2020" or "2020-07".
Month period_of(const std::string& text) {
    Month period{0, 0};
    const char* const end = text.data() + text.size();
    const auto year = std::from_chars(text.data(), end, period.year);
    if (year.ptr != end) std::from_chars(year.ptr + 1, end, period.month);
    return period;
}

/// Rows as their columns describe them.
template <class Row>
void read_rows(ResultTable table, const Columns<Row>& columns, std::vector<Row>& rows) {
    for (const Column<Row>& column : columns) {
        if (!table.has(column.id)) return;
    }
    for (std::size_t index = 0; index < table.rows(); ++index) {
        Row row{};
        for (const Column<Row>& column : columns) {
            if (!column.set(row, table.value_of(index, column.id, column.kind))) {
                table.complain(index, column.id, column.name);
            }
        }
        rows.push_back(std::move(row));
    }
}

void read_first_hits(ResultTable table, Month start, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string event = table.text(row, "event");
        if (forecast.first_hits.empty() || forecast.first_hits.back().event != event) {
            forecast.first_hits.push_back({event, start, {}, {}});
        }
        auto& hit = forecast.first_hits.back();
        if (table.text(row, "period") == "plan") {
            hit.mean_month = table.number(row, "mean_month");
        } else {
            hit.probability.push_back(table.value(row, "p_first"));
        }
    }
}

void read_books(ResultTable table, std::vector<BookRow>& books) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        books.push_back({period_of(table.text(row, "year")).year,
                         table.text(row, "account"),
                         table.text(row, "item"),
                         {table.text(row, "account_zh"), table.text(row, "account_en")},
                         {table.text(row, "item_zh"), table.text(row, "item_en")},
                         table.value(row, "amount"),
                         table.text(row, "category")});
    }
}

void read_dues(ResultTable table, std::vector<DebtDue>& dues) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        dues.push_back({period_of(table.text(row, "year")).year,
                        table.text(row, "debt"),
                        {table.text(row, "name_zh"), table.text(row, "name_en")},
                        table.value(row, "interest"),
                        table.value(row, "principal")});
    }
}

void read_departments(ResultTable table, std::vector<DepartmentMonth>& departments) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        departments.push_back({period_of(table.text(row, "month")), table.text(row, "department"),
                               table.value(row, "planned"), table.value(row, "forecast")});
    }
}

/// Of "projects 3; stages 12".
std::vector<UseOfAssumption> uses_in(const std::string& text) {
    std::vector<UseOfAssumption> uses;
    std::istringstream words(text);
    std::string table, rows;
    while (words >> table >> rows) {
        if (rows.ends_with(';')) rows.pop_back();
        std::size_t count = 0;
        std::from_chars(rows.data(), rows.data() + rows.size(), count);
        uses.push_back({table, count});
    }
    return uses;
}

void read_assumptions(const ResultTable& table, std::vector<Assumption>& assumptions) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        assumptions.push_back({table.text(row, "id"),
                               {table.text(row, "statement_zh"), table.text(row, "statement_en")},
                               table.text(row, "reason"),
                               table.text(row, "source"),
                               uses_in(table.text(row, "used_by"))});
    }
}

void read_names(const ResultTable& table, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        forecast.names[table.text(row, "dimension")] = {table.text(row, "name_zh"),
                                                        table.text(row, "name_en")};
    }
}

}  // namespace

std::optional<ReadResults> read_run(const fs::path& folder, Diagnostics& diagnostics) {
    const auto text = bytes_of(folder / manifest_name);
    ReadManifest manifest = text ? read_manifest(*text) : ReadManifest{};
    if (auto why = why_not(manifest)) {
        diagnostics.error({folder.string(), 0, 0}, not_results(), *std::move(why), run_again());
        return std::nullopt;
    }
    ReadResults read;
    RunResults& results = read.results;
    results.manifest = std::move(manifest.manifest);
    statistics::Forecast& forecast = results.forecast;
    forecast.paths = results.manifest.paths;
    const Month start = results.manifest.start();
    using Reader = std::function<void(ResultTable)>;
    const std::map<std::string, Reader> readers{
        {"indicators.csv",
         [&](ResultTable table) {
             read_rows(std::move(table), series_columns(), forecast.series);
         }},
        {"targets.csv",
         [&](ResultTable table) {
             read_rows(std::move(table), target_columns(), forecast.targets);
         }},
        {"projects.csv",
         [&](ResultTable table) {
             read_rows(std::move(table), project_columns(), forecast.projects);
         }},
        {"joint.csv",
         [&](ResultTable table) { read_rows(std::move(table), joint_columns(), forecast.joint); }},
        {"first_hits.csv",
         [&](ResultTable table) { read_first_hits(std::move(table), start, forecast); }},
        {"first_year.csv",
         [&](ResultTable table) {
             read_rows(std::move(table), first_year_columns(), forecast.first_year);
         }},
        {"names.csv", [&](const ResultTable& table) { read_names(table, forecast); }},
        {"books.csv", [&](ResultTable table) { read_books(std::move(table), results.books); }},
        {"debt_due.csv", [&](ResultTable table) { read_dues(std::move(table), results.dues); }},
        {"spending.csv",
         [&](ResultTable table) { read_departments(std::move(table), results.departments); }},
        {"assumptions.csv",
         [&](const ResultTable& table) { read_assumptions(table, results.assumptions); }}};
    for (const FileEntry& entry : results.manifest.files) {
        const auto reader = readers.find(entry.name);
        if (reader == readers.end()) continue;
        const auto content = bytes_of(folder / entry.name);
        if (!content) {
            diagnostics.error({(folder / entry.name).string(), 0, 0}, not_results(),
                              {"manifest.json 列出的这个文件不在了，或不能读",
                               "manifest.json lists this file, and it cannot be read"},
                              run_again());
            continue;
        }
        if (sha256(*content) != entry.sha256) read.changed.push_back(entry.name);
        reader->second(ResultTable(*content, (folder / entry.name).string(), diagnostics));
    }
    if (diagnostics.has_errors()) return std::nullopt;
    return read;
}

}  // namespace coffer::results
