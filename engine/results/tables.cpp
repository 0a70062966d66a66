#include "coffer/results/tables.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "coffer/base/calendar.hpp"
#include "coffer/base/contract.hpp"
#include "coffer/model/indicators.hpp"
#include "coffer/results/files.hpp"

namespace coffer::results {
namespace {

using model::Indicator;
using statistics::FirstYearRow;
using statistics::ProjectResult;
using statistics::SeriesSummary;
using statistics::TargetResult;
using Relation = model::Target::Relation;

std::string text_in(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string{} : *text;
}

std::optional<double> number_in(const Value& value) {
    const auto* number = std::get_if<double>(&value);
    return number == nullptr ? std::nullopt : std::optional(*number);
}

/// A number that is not finite is written as nothing.
double number_or_nan(const Value& value) {
    return number_in(value).value_or(std::numeric_limits<double>::quiet_NaN());
}

template <class Row>
Column<Row> text(std::string id, Text name, std::string Row::* member) {
    return {std::move(id), std::move(name), Kind::text,
            [member](const Row& row) -> Value { return row.*member; },
            [member](Row& row, const Value& value) {
                row.*member = text_in(value);
                return true;
            }};
}

/// A name takes a column for each language.
template <class Row>
Column<Row> name(Language language, Text Row::* member) {
    const bool chinese = language == Language::chinese;
    std::string Text::* const part = chinese ? &Text::zh : &Text::en;
    return {chinese ? "name_zh" : "name_en",
            chinese ? Text{"名称", "Name in Chinese"} : Text{"英文名称", "Name in English"},
            Kind::text, [=](const Row& row) -> Value { return row.*member.*part; },
            [=](Row& row, const Value& value) {
                row.*member.*part = text_in(value);
                return true;
            }};
}

/// A number of the row, wherever `at` finds it.
template <class Row, class At>
Column<Row> number_at(std::string id, Text name, At at) {
    return {std::move(id), std::move(name), Kind::number,
            [at](const Row& row) -> Value { return at(row); },
            [at](Row& row, const Value& value) {
                at(row) = number_or_nan(value);
                return true;
            }};
}

template <class Row>
Column<Row> number(std::string id, Text name, double Row::* member) {
    return number_at<Row>(std::move(id), std::move(name),
                          [member](auto& row) -> auto& { return row.*member; });
}

/// A number that a row may lack.
template <class Row>
Column<Row> number(std::string id, Text name, std::optional<double> Row::* member) {
    return {std::move(id), std::move(name), Kind::number,
            [member](const Row& row) -> Value {
                if (row.*member) return *(row.*member);
                return std::monostate{};
            },
            [member](Row& row, const Value& value) {
                row.*member = number_in(value);
                return true;
            }};
}

template <class Row>
Column<Row> indicator() {
    return {"indicator",
            {"指标", "Indicator"},
            Kind::text,
            [](const Row& row) -> Value { return std::string(model::info(row.indicator).id); },
            [](Row& row, const Value& value) {
                const auto& all = model::indicator_register();
                const std::string id = text_in(value);
                const auto found = std::find_if(all.begin(), all.end(),
                                                [&](const auto& info) { return info.id == id; });
                if (found == all.end()) return false;
                row.indicator = found->indicator;
                return true;
            }};
}

/// "2020" or "2020-07"; month 0 is the year as a whole.
std::optional<Month> period_in(const std::string& text) {
    const auto part = [](std::string_view digits) -> std::optional<int> {
        int value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return {};
        return value;
    };
    constexpr std::size_t year_digits = 4;
    const std::string_view whole = text;
    const auto year = part(whole.substr(0, year_digits));
    if (!year) return std::nullopt;
    if (whole.size() == year_digits) return Month{*year, 0};
    const auto month =
        whole[year_digits] == '-' ? part(whole.substr(year_digits + 1)) : std::nullopt;
    if (!month || *month < 1 || *month > 12) return std::nullopt;
    return Month{*year, *month};
}

Column<SeriesSummary> series_period() {
    return {"period",
            {"时期", "Period"},
            Kind::text,
            [](const SeriesSummary& row) -> Value {
                return row.month == 0 ? std::to_string(row.year)
                                      : to_string(Month{row.year, row.month});
            },
            [](SeriesSummary& row, const Value& value) {
                const auto period = period_in(text_in(value));
                if (!period) return false;
                row.year = period->year;
                row.month = period->month;
                return true;
            }};
}

Column<TargetResult> target_period() {
    return {"period",
            {"时期", "Period"},
            Kind::text,
            [](const TargetResult& row) -> Value { return period_text(row.span); },
            [](TargetResult& row, const Value& value) {
                const std::string both = text_in(value);
                const std::size_t slash = both.find('/');
                const auto first = period_in(both.substr(0, slash));
                const auto last =
                    slash == std::string::npos ? first : period_in(both.substr(slash + 1));
                if (!first || !last) return false;
                row.span = {*first, *last};
                return true;
            }};
}

/// Blank for a single period.
Column<TargetResult> target_over() {
    using Over = model::Target::Over;
    return {"over",
            {"汇总", "Over"},
            Kind::text,
            [](const TargetResult& row) -> Value {
                return row.span.several() ? std::string(word(row.over)) : std::string{};
            },
            [](TargetResult& row, const Value& value) {
                if (text_in(value).empty()) return true;
                for (const Over over :
                     {Over::every, Over::any, Over::sum, Over::mean, Over::min, Over::max}) {
                    if (word(over) != text_in(value)) continue;
                    row.over = over;
                    return true;
                }
                return false;
            }};
}

Column<TargetResult> relation() {
    return {"relation",
            {"关系", "Relation"},
            Kind::text,
            [](const TargetResult& row) -> Value { return std::string(symbol(row.relation)); },
            [](TargetResult& row, const Value& value) {
                for (const Relation relation :
                     {Relation::at_least, Relation::above, Relation::at_most, Relation::below}) {
                    if (symbol(relation) != text_in(value)) continue;
                    row.relation = relation;
                    return true;
                }
                return false;
            }};
}

/// The standard error goes with a probability that is there.
Column<ProjectResult> late_error() {
    auto column = number("p_late_se", {"延期概率的标准误", "Std. error of late"},
                         &ProjectResult::probability_late_se);
    column.get = [](const ProjectResult& row) -> Value {
        if (!row.probability_late) return std::monostate{};
        return row.probability_late_se;
    };
    column.set = [](ProjectResult& row, const Value& value) {
        row.probability_late_se = number_in(value).value_or(0.0);
        return true;
    };
    return column;
}

}  // namespace

Columns<SeriesSummary> series_columns() {
    using statistics::Summary;
    const auto figure = [](std::string id, Text name, double Summary::* member) {
        return number_at<SeriesSummary>(
            std::move(id), std::move(name),
            [member](auto& row) -> auto& { return row.summary.*member; });
    };
    Columns<SeriesSummary> columns{
        indicator<SeriesSummary>(),
        text("dimension", {"维度", "Dimension"}, &SeriesSummary::dimension), series_period()};
    columns.push_back({"n",
                       {"路径数", "Paths"},
                       Kind::count,
                       [](const SeriesSummary& row) -> Value { return row.summary.n; },
                       [](SeriesSummary& row, const Value& value) {
                           const auto* count = std::get_if<std::uint64_t>(&value);
                           if (count == nullptr) return false;
                           row.summary.n = *count;
                           return true;
                       }});
    columns.push_back(figure("mean", {"均值", "Mean"}, &Summary::mean));
    columns.push_back(figure("se", {"标准误", "Std. error"}, &Summary::se));
    columns.push_back(figure("sd", {"标准差", "Std. deviation"}, &Summary::sd));
    columns.push_back(figure("min", {"最小", "Least"}, &Summary::min));
    for (std::size_t i = 0; i < statistics::quantile_names.size(); ++i) {
        std::string heading = statistics::quantile_names[i];
        heading.front() = 'P';
        columns.push_back(
            number_at<SeriesSummary>(statistics::quantile_names[i], {heading, heading},
                                     [i](auto& row) -> auto& { return row.summary.quantiles[i]; }));
    }
    columns.push_back(figure("max", {"最大", "Greatest"}, &Summary::max));
    columns.push_back(figure("es05", {"最低 5% 均值", "Mean of lowest 5%"}, &Summary::es05));
    columns.push_back(figure("es95", {"最高 5% 均值", "Mean of highest 5%"}, &Summary::es95));
    columns.push_back(
        number("reference_path", {"参考路径", "Reference path"}, &SeriesSummary::reference_path));
    return columns;
}

Columns<TargetResult> target_columns() {
    return {text("target", {"目标", "Target"}, &TargetResult::id),
            name(Language::chinese, &TargetResult::name),
            name(Language::english, &TargetResult::name),
            target_period(),
            number("probability", {"概率", "Probability"}, &TargetResult::probability),
            number("se", {"标准误", "Std. error"}, &TargetResult::standard_error),
            indicator<TargetResult>(),
            text("dimension", {"维度", "Dimension"}, &TargetResult::dimension),
            relation(),
            number("value", {"目标值", "Value"}, &TargetResult::value),
            target_over(),
            number("low", {"95% 下限", "95% from"}, &TargetResult::low),
            number("high", {"95% 上限", "95% to"}, &TargetResult::high)};
}

Columns<ProjectResult> project_columns() {
    using Row = ProjectResult;
    return {text("project", {"项目", "Project"}, &Row::id),
            name(Language::chinese, &Row::name),
            name(Language::english, &Row::name),
            number("total_investment", {"总投资", "Investment"}, &Row::total_investment),
            number("planned_start", {"计划开工", "Planned start"}, &Row::planned_start),
            number("planned_finish", {"计划完工", "Planned"}, &Row::planned_finish),
            number("p_finished", {"完工概率", "Finished"}, &Row::probability_finished),
            number("finish_p10", {"P10 完工", "P10"}, &Row::finish_p10),
            number("finish_p50", {"P50 完工", "P50"}, &Row::finish_p50),
            number("finish_p90", {"P90 完工", "P90"}, &Row::finish_p90),
            number("p_late", {"延期", "Late"}, &Row::probability_late),
            late_error(),
            number("p_suspended", {"停工", "Stopped"}, &Row::probability_suspended),
            number("funded_share", {"资金到位", "Funded"}, &Row::funded_share),
            number("p_short", {"资金不足", "Short"}, &Row::probability_short),
            number("p_cancelled", {"取消", "Cancelled"}, &Row::probability_cancelled)};
}

Columns<statistics::JointRow> joint_columns() {
    using Row = statistics::JointRow;
    return {number("budget_share", {"占计划投资", "Of the budget"}, &Row::budget_share),
            number("cost", {"造价不超过", "Cost at most"}, &Row::cost),
            number("months_later", {"比计划晚", "Months later"}, &Row::months_later),
            number("finish", {"完工不晚于", "Finished by"}, &Row::finish),
            number("probability", {"概率", "Probability"}, &Row::probability),
            number("low", {"95% 下限", "95% from"}, &Row::low),
            number("high", {"95% 上限", "95% to"}, &Row::high)};
}

Columns<FirstYearRow> first_year_columns() {
    using Row = FirstYearRow;
    return {text("project", {"项目", "Project"}, &Row::id),
            name(Language::chinese, &Row::name),
            name(Language::english, &Row::name),
            number("planned", {"计划", "Plan"}, &Row::planned),
            number("reference_path", {"参考路径", "Reference path"}, &Row::reference_path),
            number("unfunded", {"缺钱", "Unfunded"}, &Row::unfunded),
            number("price_effect", {"价格", "Price"}, &Row::price_effect),
            number("reported_later", {"统计时滞", "Reporting"}, &Row::reported_later),
            number("mean", {"均值", "Mean"}, &Row::mean),
            text("basis", {"依据", "Basis"}, &Row::basis)};
}

template <class Row>
const Text& heading(const Columns<Row>& columns, std::string_view id) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column<Row>& column) { return column.id == id; });
    COFFER_EXPECT(found != columns.end());
    return found->name;
}

template const Text& heading(const Columns<TargetResult>&, std::string_view);
template const Text& heading(const Columns<ProjectResult>&, std::string_view);
template const Text& heading(const Columns<FirstYearRow>&, std::string_view);

}  // namespace coffer::results
