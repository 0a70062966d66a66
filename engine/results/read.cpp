#include "coffer/results/read.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <system_error>

#include "coffer/base/calendar.hpp"
#include "coffer/results/sha256.hpp"
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
        : diagnostics_(diagnostics) {
        auto records = scenario::split_csv(text, file, diagnostics).records;
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
        const auto read = std::from_chars(cell->text.data(), end, value);
        if (read.ec == std::errc{} && read.ptr == end) return value;
        diagnostics_.error(cell->at,
                           {"“" + cell->text + "”不是数", "\"" + cell->text + "\" is no number"},
                           {"结果文件被改动过", "the file has been edited"}, run_again());
        return std::nullopt;
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

std::optional<model::Indicator> indicator_named(std::string_view id) {
    const auto& all = model::indicator_register();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& info) { return info.id == id; });
    if (found == all.end()) return std::nullopt;
    return found->indicator;
}

model::Target::Relation relation_named(const std::string& symbol_text) {
    using Relation = model::Target::Relation;
    for (const Relation relation : {Relation::above, Relation::at_most, Relation::below}) {
        if (symbol(relation) == symbol_text) return relation;
    }
    return Relation::at_least;
}

/// "2020" or "2020-07".
Month period_of(const std::string& text) {
    Month period{0, 0};
    const char* const end = text.data() + text.size();
    const auto year = std::from_chars(text.data(), end, period.year);
    if (year.ptr != end) std::from_chars(year.ptr + 1, end, period.month);
    return period;
}

void read_indicators(ResultTable table, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        // An indicator of a later version is none of this one's business.
        const auto indicator = indicator_named(table.text(row, "indicator"));
        if (!indicator) continue;
        statistics::SeriesSummary series;
        series.indicator = *indicator;
        series.dimension = table.text(row, "dimension");
        const Month period = period_of(table.text(row, "period"));
        series.year = period.year;
        series.month = period.month;
        statistics::Summary& summary = series.summary;
        summary.n = static_cast<std::uint64_t>(table.value(row, "n"));
        summary.mean = table.value(row, "mean");
        summary.se = table.value(row, "se");
        summary.sd = table.value(row, "sd");
        summary.min = table.value(row, "min");
        for (std::size_t i = 0; i < summary.quantiles.size(); ++i) {
            summary.quantiles[i] = table.value(row, statistics::quantile_names[i]);
        }
        summary.max = table.value(row, "max");
        summary.es05 = table.value(row, "es05");
        summary.es95 = table.value(row, "es95");
        series.median_path = table.value(row, "median_path");
        forecast.series.push_back(std::move(series));
    }
}

void read_targets(ResultTable table, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto indicator = indicator_named(table.text(row, "indicator"));
        if (!indicator) continue;
        statistics::TargetResult target;
        target.id = table.text(row, "target");
        target.name = {table.text(row, "name_zh"), table.text(row, "name_en")};
        if (target.name.zh.empty() && target.name.en.empty()) target.name = {target.id, target.id};
        target.indicator = *indicator;
        target.dimension = table.text(row, "dimension");
        target.year = period_of(table.text(row, "period")).year;
        target.relation = relation_named(table.text(row, "relation"));
        target.value = table.value(row, "value");
        target.probability = table.value(row, "probability");
        target.standard_error = table.value(row, "se");
        forecast.targets.push_back(std::move(target));
    }
}

void read_projects(ResultTable table, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        statistics::ProjectResult project;
        project.id = table.text(row, "project");
        project.name = {table.text(row, "name_zh"), table.text(row, "name_en")};
        project.total_investment = table.value(row, "total_investment");
        project.planned_start = table.number(row, "planned_start");
        project.planned_finish = table.number(row, "planned_finish");
        project.probability_finished = table.value(row, "p_finished");
        project.finish_p10 = table.number(row, "finish_p10");
        project.finish_p50 = table.number(row, "finish_p50");
        project.finish_p90 = table.number(row, "finish_p90");
        project.probability_late = table.number(row, "p_late");
        project.probability_late_se = table.value(row, "p_late_se");
        project.probability_suspended = table.value(row, "p_suspended");
        project.funded_share = table.value(row, "funded_share");
        project.probability_short = table.value(row, "p_short");
        project.probability_cancelled = table.value(row, "p_cancelled");
        forecast.projects.push_back(std::move(project));
    }
}

void read_first_hits(ResultTable table, int first_year, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string event = table.text(row, "event");
        if (forecast.first_hits.empty() || forecast.first_hits.back().event != event) {
            forecast.first_hits.push_back({event, first_year, {}, {}});
        }
        auto& hit = forecast.first_hits.back();
        if (table.text(row, "period") == "plan") {
            hit.mean_month = table.number(row, "mean_month");
        } else {
            hit.probability.push_back(table.value(row, "p_first"));
        }
    }
}

void read_first_year(ResultTable table, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        statistics::FirstYearRow read;
        read.id = table.text(row, "project");
        read.name = {table.text(row, "name_zh"), table.text(row, "name_en")};
        read.basis = table.text(row, "basis");
        read.planned = table.value(row, "planned");
        read.median_path = table.value(row, "median_path");
        read.unfunded = table.value(row, "unfunded");
        read.price_effect = table.value(row, "price_effect");
        read.reported_later = table.value(row, "reported_later");
        read.mean = table.value(row, "mean");
        forecast.first_year.push_back(std::move(read));
    }
}

void read_books(ResultTable table, std::vector<BookRow>& books) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        books.push_back({period_of(table.text(row, "year")).year,
                         table.text(row, "account"),
                         table.text(row, "item"),
                         {table.text(row, "account_zh"), table.text(row, "account_en")},
                         {table.text(row, "item_zh"), table.text(row, "item_en")},
                         table.value(row, "amount")});
    }
}

void read_assumptions(const ResultTable& table, std::vector<Assumption>& assumptions) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        assumptions.push_back({table.text(row, "id"),
                               {table.text(row, "statement_zh"), table.text(row, "statement_en")},
                               table.text(row, "reason"),
                               table.text(row, "source"),
                               table.text(row, "used_by")});
    }
}

void read_names(const ResultTable& table, statistics::Forecast& forecast) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        forecast.names[table.text(row, "id")] = {table.text(row, "name_zh"),
                                                 table.text(row, "name_en")};
    }
}

}  // namespace

std::vector<File> run_files(const RunResults& results) {
    auto files = forecast_files(results.forecast);
    files.push_back(books_file(results.books));
    files.push_back(assumptions_file(results.assumptions));
    return files;
}

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
    const int first_year = results.manifest.first_year;
    using Reader = std::function<void(ResultTable)>;
    const std::map<std::string, Reader> readers{
        {"indicators.csv", [&](ResultTable table) { read_indicators(std::move(table), forecast); }},
        {"targets.csv", [&](ResultTable table) { read_targets(std::move(table), forecast); }},
        {"projects.csv", [&](ResultTable table) { read_projects(std::move(table), forecast); }},
        {"first_hits.csv",
         [&](ResultTable table) { read_first_hits(std::move(table), first_year, forecast); }},
        {"first_year.csv", [&](ResultTable table) { read_first_year(std::move(table), forecast); }},
        {"names.csv", [&](const ResultTable& table) { read_names(table, forecast); }},
        {"books.csv", [&](ResultTable table) { read_books(std::move(table), results.books); }},
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
