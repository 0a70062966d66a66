#include "coffer/report/reader_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "answers/pieces.hpp"
#include "coffer/analysis/measure.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/results/core_tables.hpp"
#include "coffer/results/csv.hpp"
#include "coffer/results/numbers.hpp"
#include "coffer/results/tables.hpp"
#include "sections.hpp"
#include "unit_of_column.hpp"

namespace coffer::report {
namespace {

using results::Answered;
using results::AnswerRow;
using results::Quantity;
using results::Sheet;
using statistics::SeriesSummary;

class ReaderTables {
  public:
    explicit ReaderTables(const results::RunResults& results)
        : results_(results),
          chinese_{results.forecast, results.manifest, Language::chinese},
          english_{results.forecast, results.manifest, Language::english} {
        for (const SeriesSummary& series : results.forecast.series) {
            if (series.month != 0) continue;
            by_year_[{series.indicator, series.dimension}][series.year] = &series;
            if (series.summary.min != 0.0 || series.summary.max != 0.0) {
                telling_.insert({series.indicator, series.dimension});
            }
            const Key key{series.indicator, series.dimension};
            if (order_.empty() || order_.back() != key) order_.push_back(key);
        }
    }

    results::Answer all() {
        results::Answer answer;
        answer.telling = {results_.manifest.start(), results_.manifest.unit};
        const auto add = [&](Sheet sheet) {
            if (!sheet.rows.empty()) answer.sheets.push_back(std::move(sheet));
        };
        add(indicators());
        add(targets());
        add(projects());
        add(first_hits());
        add(tiers());
        for (const auto& table : results::core_tables(results_)) add(core(table));
        add(cash());
        add(months());
        add(first_year());
        add(intervals());
        add(hits_by_month());
        add(books());
        add(assumptions());
        add(warnings());
        return answer;
    }

  private:
    using Key = std::pair<model::Indicator, std::string>;

    [[nodiscard]] int first() const { return results_.manifest.first_year; }
    [[nodiscard]] int end() const { return first() + results_.manifest.years; }
    [[nodiscard]] Text name(const Key& key) const {
        return {chinese_.name(key.first, key.second), english_.name(key.first, key.second)};
    }
    [[nodiscard]] const SeriesSummary* find(const Key& key, int year) const {
        const auto years = by_year_.find(key);
        if (years == by_year_.end()) return nullptr;
        const auto found = years->second.find(year);
        return found == years->second.end() ? nullptr : found->second;
    }
    /// What the figures of a row are counted in.
    [[nodiscard]] Text unit_of(model::Indicator indicator) const {
        switch (quantity_of(indicator)) {
            case Quantity::money:
                return unit_name(results_.manifest.unit);
            case Quantity::ratio:
            case Quantity::probability:
                return {"%", "%"};
            case Quantity::multiple:
                return {"倍", "times"};
            case Quantity::months:
                return name_of(CountedIn::months, results_.manifest.unit);
            default:
                return {"个", "number"};
        }
    }
    static Sheet sheet(std::string id, Text title, std::vector<results::AnswerColumn> columns) {
        Sheet made;
        made.id = std::move(id);
        made.title = std::move(title);
        made.columns = std::move(columns);
        return made;
    }
    static results::AnswerColumn column(std::string id, Text title, bool interval = false) {
        results::AnswerColumn made;
        made.id = std::move(id);
        made.title = std::move(title);
        made.interval = interval;
        return made;
    }
    /// The registered columns of a table of results, by id.
    template <class Columns>
    static results::AnswerColumn named(const Columns& columns, std::string_view id,
                                       bool interval = false) {
        return column(std::string(id), results::heading(columns, id), interval);
    }

    /// Years side by side; what is zero on every path in every year is left out.
    [[nodiscard]] Sheet indicators() const {
        Sheet made =
            sheet("indicators", {"指标", "Indicators"},
                  {column("indicator", {"指标", "Indicator"}), column("figure", {"口径", "Figure"}),
                   column("unit", {"单位", "Unit"})});
        made.columns.front().widest = 40;
        for (int year = first(); year < end(); ++year) {
            const std::string text = std::to_string(year);
            made.columns.push_back(column(text, {text, text}));
        }
        using Figure = std::pair<Text, std::function<double(const SeriesSummary&)>>;
        const auto quantile = [](std::size_t place) {
            return [place](const SeriesSummary& series) { return series.summary.quantiles[place]; };
        };
        const Figure mean{{"平均", "Mean"},
                          [](const SeriesSummary& series) { return series.summary.mean; }};
        const std::vector<Figure> figures{
            {{"中位数 P50", "Median P50"}, quantile(p50_place)},
            {{"P5", "P5"}, quantile(p05_place)},
            {{"P95", "P95"}, quantile(p95_place)},
            mean,
            {{"参考路径", "Reference path"},
             [](const SeriesSummary& series) { return series.reference_path; }}};
        const std::vector<Figure> of_chance{{{"概率", "Probability"}, mean.second}};
        for (const Key& key : order_) {
            if (!telling_.contains(key)) continue;
            for (const auto& [figure, of] :
                 model::info(key.first).values.is_chance ? of_chance : figures) {
                AnswerRow row;
                row.cells = {results::words(name(key)), results::words(figure),
                             results::words(unit_of(key.first))};
                for (int year = first(); year < end(); ++year) {
                    const SeriesSummary* const series = find(key, year);
                    row.cells.push_back(results::amount(
                        quantity_of(key.first),
                        series == nullptr ? std::nullopt : std::optional(of(*series))));
                }
                made.rows.push_back(std::move(row));
            }
        }
        made.notes.push_back({"各路径各年均为零的指标不列。",
                              "Indicators that are zero on every path in every year are left "
                              "out."});
        return made;
    }

    [[nodiscard]] Sheet targets() const {
        const auto columns = results::target_columns();
        Sheet made = sheet(
            "targets", {"目标", "Targets"},
            {named(columns, "target"), named(columns, "period"),
             column("condition", {"条件", "Condition"}), named(columns, "probability", true)});
        made.columns[0].widest = 34;
        made.columns[2].widest = 44;
        for (const auto& target : results_.forecast.targets) {
            Answered chance = results::amount(Quantity::probability, target.probability);
            chance.low = target.low;
            chance.high = target.high;
            made.rows.push_back(
                {{results::words(target.name), results::words(results::period_text(target.span)),
                  results::words({chinese_.condition(target), english_.condition(target)}),
                  chance}});
        }
        return made;
    }

    [[nodiscard]] Sheet projects() const {
        const auto columns = results::project_columns();
        Sheet made = sheet("projects", {"项目", "Projects"},
                           {column("id", {"编号", "Id"}), column("project", {"名称", "Name"})});
        made.columns[1].widest = 36;
        for (const char* id : {"total_investment", "planned_start", "planned_finish", "finish_p10",
                               "finish_p50", "finish_p90", "p_finished", "p_late", "p_suspended",
                               "p_short", "funded_share", "p_cancelled"}) {
            made.columns.push_back(named(columns, id));
        }
        for (const auto& project : results_.forecast.projects) {
            AnswerRow row;
            row.cells = {results::words(project.id), results::words(project.name),
                         results::amount(Quantity::money, project.total_investment)};
            // What starts as a month begins starts in that month; what finishes then, in the last.
            std::optional<double> start = project.planned_start;
            if (start) start = middle_of_month(std::floor(*start));
            for (const auto& moment : {start, project.planned_finish, project.finish_p10,
                                       project.finish_p50, project.finish_p90}) {
                row.cells.push_back(results::amount(Quantity::moment, moment));
                row.cells.back().words = {"规划期外", "beyond"};
            }
            for (const std::optional<double> share :
                 {std::optional(project.probability_finished), project.probability_late,
                  std::optional(project.probability_suspended),
                  std::optional(project.probability_short), std::optional(project.funded_share),
                  std::optional(project.probability_cancelled)}) {
                row.cells.push_back(results::amount(Quantity::probability, share));
            }
            made.rows.push_back(std::move(row));
        }
        return made;
    }

    /// Of an event, the probability that it has happened by the end of each month of the plan.
    static std::vector<double> by_month(const statistics::FirstHitResult& hit) {
        std::vector<double> chances;
        double by = 0.0;
        for (const double probability : hit.probability) {
            chances.push_back(by = std::min(1.0, by + probability));
        }
        return chances;
    }

    [[nodiscard]] Sheet first_hits() const {
        Sheet made = sheet("first_hits", {"首次发生", "First hits"},
                           {column("event", {"事件", "Event"}),
                            column("within_year", {"第一年内", "In the first year"}),
                            column("within_plan", {"规划期内", "Within the plan"}),
                            column("month", {"首次月份（平均）", "First month (mean)"})});
        made.columns[0].widest = 40;
        for (const auto& hit : results_.forecast.first_hits) {
            const auto chances = by_month(hit);
            if (chances.empty()) continue;
            std::optional<double> month = hit.mean_month;
            if (month) month = middle_of_month(*month);
            made.rows.push_back(
                {{results::words(analysis::event_name(hit.event)),
                  results::amount(Quantity::probability,
                                  chances[std::min<std::size_t>(12, chances.size()) - 1]),
                  results::amount(Quantity::probability, chances.back()),
                  results::amount(Quantity::moment, month)}});
        }
        return made;
    }

    [[nodiscard]] Sheet hits_by_month() const {
        Sheet made = sheet("hits_by_month", {"逐月首次发生", "First hits by month"},
                           {column("month", {"截至月份", "By the end of"})});
        std::vector<std::vector<double>> chances;
        for (const auto& hit : results_.forecast.first_hits) {
            chances.push_back(by_month(hit));
            if (chances.back().empty() || chances.back().back() == 0.0) {
                chances.pop_back();
                continue;
            }
            made.columns.push_back(column(hit.event, analysis::event_name(hit.event)));
        }
        for (std::size_t month = 0; !chances.empty() && month < chances.front().size(); ++month) {
            AnswerRow row{{results::amount(Quantity::moment, static_cast<double>(month) + 0.5)}};
            for (const auto& each : chances) {
                row.cells.push_back(results::amount(Quantity::probability, each[month]));
            }
            made.rows.push_back(std::move(row));
        }
        return made;
    }

    [[nodiscard]] Sheet tiers() const {
        constexpr std::array<const char*, 4> all{"green", "yellow", "orange", "red"};
        Sheet made = sheet("tiers", {"债务风险等级", "Debt tiers"},
                           {column("by", {"口径", "By"}), column("year", {"年份", "Year"})});
        made.columns[0].widest = 24;
        for (const char* tier : all) {
            made.columns.push_back(column(tier, {dimension_name(tier, Language::chinese),
                                                 dimension_name(tier, Language::english)}));
        }
        for (const auto indicator :
             {model::Indicator::debt_tier, model::Indicator::debt_tier_full_calibre}) {
            for (int year = first(); year < end(); ++year) {
                AnswerRow row{{results::words(model::info(indicator).name),
                               results::words(std::to_string(year))}};
                bool known = false;
                for (const char* tier : all) {
                    const SeriesSummary* const series = find({indicator, tier}, year);
                    known = known || series != nullptr;
                    row.cells.push_back(results::amount(
                        Quantity::probability,
                        series == nullptr ? std::nullopt : std::optional(series->summary.mean)));
                }
                if (known) made.rows.push_back(std::move(row));
            }
        }
        made.notes.push_back(
            {"年末处在各等级的概率。", "The probability of each tier at the year's end."});
        return made;
    }

    static Sheet core(const results::CoreTable& table) {
        // Names of sheets and files are short and have no brackets.
        Sheet made = sheet(
            table.id, {table.title.zh.substr(0, table.title.zh.find("（")), table.title.en}, {});
        for (const auto& head : table.heads) {
            made.columns.push_back(column(head.id, head.title));
            made.columns.back().widest = head.is_id ? 12 : 28;
        }
        for (const auto& each : table.columns) made.columns.push_back(column(each.id, each.title));
        for (const auto& each : table.rows) {
            AnswerRow row;
            for (const Text& head : each.heads) row.cells.push_back(results::words(head));
            for (std::size_t i = 0; i < each.values.size(); ++i) {
                row.cells.push_back(results::amount(
                    table.columns[i].is_share ? Quantity::ratio : Quantity::money, each.values[i]));
                row.cells.back().words = {};
            }
            made.rows.push_back(std::move(row));
        }
        if (!table.note.zh.empty()) made.notes.push_back(table.note);
        return made;
    }

    /// Figures that are kept by month, side by side.
    [[nodiscard]] Sheet of_months(std::string id, Text title,
                                  const std::function<bool(model::Indicator)>& is_wanted) const {
        Sheet made = sheet(std::move(id), std::move(title), {column("month", {"月份", "Month"})});
        std::map<Month, std::map<Key, const SeriesSummary*>> months;
        std::vector<Key> keys;
        for (const SeriesSummary& series : results_.forecast.series) {
            if (series.month == 0 || !is_wanted(series.indicator)) continue;
            const Key key{series.indicator, series.dimension};
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
            months[{series.year, series.month}][key] = &series;
        }
        struct Figure {
            Text name;
            double (*of)(const statistics::Summary&);
        };
        static const std::array<Figure, 4> figures{
            {{{"平均", "mean"}, [](const statistics::Summary& of) { return of.mean; }},
             {{"P5", "P5"}, [](const statistics::Summary& of) { return of.quantiles[p05_place]; }},
             {{"P50", "P50"},
              [](const statistics::Summary& of) { return of.quantiles[p50_place]; }},
             {{"P95", "P95"},
              [](const statistics::Summary& of) { return of.quantiles[p95_place]; }}}};
        for (const Key& key : keys) {
            const Text what = name(key);
            for (const Figure& figure : figures) {
                made.columns.push_back(
                    column(model::info(key.first).id,
                           {what.zh + " " + figure.name.zh, what.en + " " + figure.name.en}));
            }
        }
        for (const auto& [month, cells] : months) {
            AnswerRow row{{results::amount(Quantity::moment,
                                           months_since(results_.manifest.start(), month) + 0.5)}};
            for (const Key& key : keys) {
                const auto found = cells.find(key);
                for (const Figure& figure : figures) {
                    row.cells.push_back(results::amount(
                        quantity_of(key.first),
                        found == cells.end() ? std::nullopt
                                             : std::optional(figure.of(found->second->summary))));
                }
            }
            made.rows.push_back(std::move(row));
        }
        return made;
    }
    [[nodiscard]] Sheet cash() const {
        return of_months("cash", {"月末库款", "Cash by month"}, [](model::Indicator indicator) {
            return indicator == model::Indicator::cash;
        });
    }
    [[nodiscard]] Sheet months() const {
        return of_months(
            "monthly", {"逐月指标", "Other figures by month"},
            [](model::Indicator indicator) { return indicator != model::Indicator::cash; });
    }

    [[nodiscard]] Sheet first_year() const {
        const auto columns = results::first_year_columns();
        Sheet made = sheet("first_year", {"首年对照", "First year against the plan"},
                           {named(columns, "project")});
        made.columns[0].widest = 36;
        for (const char* id : {"planned", "reference_path", "mean", "unfunded", "price_effect",
                               "reported_later", "basis"}) {
            made.columns.push_back(named(columns, id));
        }
        for (const auto& each : results_.forecast.first_year) {
            AnswerRow row{{results::words(each.name)}};
            for (const double amount : {each.planned, each.reference_path, each.mean, each.unfunded,
                                        each.price_effect, each.reported_later}) {
                row.cells.push_back(results::amount(Quantity::money, amount));
            }
            row.cells.push_back(results::words(each.basis));
            made.rows.push_back(std::move(row));
        }
        return made;
    }

    /// How far figures may be off because paths are not without end.
    [[nodiscard]] Sheet intervals() const {
        Sheet made =
            sheet("intervals", {"抽样误差", "Sampling errors"},
                  {column("indicator", {"指标", "Indicator"}), column("unit", {"单位", "Unit"}),
                   column("year", {"年份", "Year"}), column("p50", {"P50", "P50"}, true),
                   column("p05", {"P5", "P5"}, true), column("p95", {"P95", "P95"}, true)});
        made.columns[0].widest = 36;
        for (const Key& key : order_) {
            if (!telling_.contains(key) || model::info(key.first).values.is_chance) continue;
            for (int year = first(); year < end(); ++year) {
                const SeriesSummary* const series = find(key, year);
                if (series == nullptr) continue;
                AnswerRow row{{results::words(name(key)), results::words(unit_of(key.first)),
                               results::words(std::to_string(year))}};
                bool any = false;
                for (const std::size_t place : {p50_place, p05_place, p95_place}) {
                    Answered cell =
                        results::amount(quantity_of(key.first), series->summary.quantiles[place]);
                    const auto& interval = series->summary.intervals[place];
                    if (interval.low && interval.high) {
                        cell.low = interval.low;
                        cell.high = interval.high;
                        any = true;
                    }
                    row.cells.push_back(cell);
                }
                if (any) made.rows.push_back(std::move(row));
            }
        }
        made.notes.push_back({"多算一些路径，区间就窄一些。", "More paths make them narrower."});
        return made;
    }

    [[nodiscard]] Sheet books() const {
        Sheet made =
            sheet("books", {"参考路径账目", "Books of the reference path"},
                  {column("year", {"年份", "Year"}), column("account", {"账户", "Account"}),
                   column("item", {"项目", "Item"}), column("amount", {"金额", "Amount"})});
        made.columns[1].widest = 28;
        made.columns[2].widest = 36;
        for (const auto& each : results_.books) {
            made.rows.push_back(
                {{results::words(std::to_string(each.year)), results::words(each.account_name),
                  results::words(each.item_name), results::amount(Quantity::money, each.amount)}});
        }
        return made;
    }

    [[nodiscard]] Sheet assumptions() const {
        Sheet made =
            sheet("assumptions", {"假设", "Assumptions"},
                  {column("id", {"编号", "Id"}), column("statement", {"假设", "Assumption"}),
                   column("reason", {"理由", "Reason"}), column("source", {"来源", "Source"}),
                   column("used_by", {"用于", "Used by"})});
        for (std::size_t i = 1; i < made.columns.size(); ++i) made.columns[i].widest = 44;
        for (const auto& each : results_.assumptions) {
            made.rows.push_back({{results::words(each.id), results::words(each.statement),
                                  results::words(each.reason), results::words(each.source),
                                  results::words(results::told_uses(each.used_by))}});
        }
        return made;
    }

    [[nodiscard]] Sheet warnings() const {
        Sheet made =
            sheet("warnings", {"检查提示", "Warnings of the check"},
                  {column("at", {"位置", "Place"}), column("problem", {"提示", "Warning"}),
                   column("why", {"原因", "Why"}), column("suggestion", {"建议", "Advice"})});
        for (auto& each : made.columns) each.widest = 44;
        made.columns[0].widest = 24;
        for (const Diagnostic& warning : results_.manifest.warnings) {
            made.rows.push_back(
                {{results::words(where(warning.at)), results::words(warning.problem),
                  results::words(warning.why), results::words(warning.suggestion)}});
        }
        return made;
    }

    const results::RunResults& results_;
    Report chinese_, english_;
    std::map<Key, std::map<int, const SeriesSummary*>> by_year_;
    std::set<Key> telling_;
    std::vector<Key> order_;
};

/// A number in the reader's unit, as a spreadsheet reads it, but for what it is counted in where
/// only the cell can say that.
std::string number_in_file(const Answered& cell, double value, const results::AnswerColumn& column,
                           const UnitOfColumn& unit, const results::Telling& telling,
                           Language language) {
    const auto rounded = [](double number, int decimals) {
        const double scale = std::pow(10.0, decimals);
        return results::number(std::round(number * scale) / scale);
    };
    const std::string after = unit.after(cell, language);
    switch (cell.quantity) {
        case Quantity::money: {
            // Ten thousand yuan of 亿元 and a hundred of 万元 are as fine as people write them.
            const int decimals = telling.unit == MoneyUnit::yi ? 4 : 2;
            const double yuan = info(telling.unit).yuan;
            const int all = 2 + static_cast<int>(std::lround(std::log10(yuan)));
            return rounded(value / yuan, column.to_the_fen ? all : decimals) + after;
        }
        case Quantity::ratio:
        case Quantity::probability:
            return rounded(100.0 * value, 2) + (cell.change ? after : "%");
        case Quantity::moment:
            return month_of_moment(value, telling.start);
        default:
            return rounded(value, 4) + after;
    }
}

std::string words_in_file(const Answered& cell, Language language) {
    const bool own = cell.quantity == Quantity::words || !cell.value;
    const std::string text = own ? cell.words.in(language) : "";
    return text == "-" ? "" : text;  // a blank cell is no text among numbers
}

void add_cell(const Answered& cell, const std::optional<double>& value,
              const results::AnswerColumn& column, const UnitOfColumn& unit,
              const results::Telling& telling, Language language, results::CsvWriter& csv) {
    // Numbers may begin with a minus; text is guarded.
    if (value && cell.quantity != Quantity::words) {
        csv.raw(number_in_file(cell, *value, column, unit, telling, language));
    } else {
        csv.text(words_in_file(cell, language));
    }
}

/// What has no name is for programs.
results::File reader_file(const Sheet& sheet, std::string name, const results::Telling& telling,
                          Language language) {
    const bool chinese = language == Language::chinese;
    std::vector<std::size_t> places;
    std::vector<UnitOfColumn> units;
    results::CsvWriter csv;
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        const results::AnswerColumn& column = sheet.columns[i];
        if (column.title.zh.empty()) continue;
        places.push_back(i);
        units.emplace_back(sheet, i, telling);
        std::string title = column.title.in(language);
        // Its interval has columns of its own.
        if (column.interval) title = title.substr(0, title.find(" ["));
        csv.text(units.back().heading(title, language));
        if (!column.interval) continue;
        csv.text(chinese ? "95% 下限" : "95% from").text(chinese ? "95% 上限" : "95% to");
    }
    csv.end_row();
    for (const AnswerRow& row : sheet.rows) {
        for (std::size_t k = 0; k < places.size(); ++k) {
            const Answered& cell = row.cells[places[k]];
            const results::AnswerColumn& column = sheet.columns[places[k]];
            add_cell(cell, cell.value, column, units[k], telling, language, csv);
            if (!column.interval) continue;
            add_cell(cell, cell.low, column, units[k], telling, language, csv);
            add_cell(cell, cell.high, column, units[k], telling, language, csv);
        }
        csv.end_row();
    }
    return {std::move(name), csv.content_for_spreadsheets()};
}

}  // namespace

results::Answer reader_tables(const results::RunResults& results) {
    return ReaderTables(results).all();
}

std::vector<results::File> reader_files(const results::Answer& tables, Language language) {
    const auto names = sheet_names(tables, language);
    std::vector<results::File> files;
    for (std::size_t i = 0; i < tables.sheets.size(); ++i) {
        if (tables.sheets[i].rows.empty()) continue;
        files.push_back(reader_file(tables.sheets[i], reader_file_name(names[i], language),
                                    tables.telling, language));
    }
    return files;
}

}  // namespace coffer::report
