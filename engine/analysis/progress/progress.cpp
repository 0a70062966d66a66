#include "coffer/analysis/progress.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <span>

#include "coffer/analysis/replay.hpp"
#include "coffer/base/contract.hpp"
#include "coffer/plan/compile.hpp"

namespace coffer::analysis {
namespace {

constexpr double fen_a_yuan = 100.0;
constexpr int months_a_year = 12;

/// Keeps at most the first `months` of a series that is known.
template <class Series>
void keep(Series& series, int months) {
    series.resize(std::min(series.size(), static_cast<std::size_t>(months)));
}

void keep(model::Project& project, int months) {
    if (!project.actuals) return;
    if (months == 0) {
        project.actuals.reset();
        return;
    }
    for (auto& drawn : project.actuals->drawn) keep(drawn, months);
    std::erase_if(project.actuals->progress,
                  [months](const auto& point) { return point.month >= months; });
}

/// The reference path of a plan, its books open.
Replay reference(const plan::Plan& plan) { return replay(plan, kernel::Draws::at_median(), 0); }

struct Amounts {
    double of_year = 0.0, to_date = 0.0;  ///< yuan
};

/// What flowed in the months of the year under any of some items.
class YearOfLedger {
  public:
    YearOfLedger(const Replay& replay, int first_month, int known)
        : first_(first_month), known_(known) {
        for (const LedgerRow& row : replay.ledger) {
            if (row.month < first_ || row.month >= first_ + months_a_year) continue;
            const bool pool = row.account.starts_with("pool:");
            const std::string key = pool ? row.account + "|" + row.item : row.item;
            add(key, row);
            if (pool && row.item.starts_with("drawn:")) add(row.item, row);
        }
    }

    [[nodiscard]] Amounts of(const std::string& item) const {
        const auto found = amounts_.find(item);
        return found == amounts_.end() ? Amounts{} : found->second;
    }

  private:
    void add(const std::string& key, const LedgerRow& row) {
        Amounts& amounts = amounts_[key];
        const double yuan = std::abs(row.fen) / fen_a_yuan;
        amounts.of_year += yuan;
        if (row.month < known_) amounts.to_date += yuan;
    }

    int first_, known_;
    std::map<std::string, Amounts> amounts_;
};

double sum_of(const std::vector<Money>& known, int from) {
    double sum = 0.0;
    for (std::size_t m = static_cast<std::size_t>(from); m < known.size(); ++m) {
        sum += known[m].yuan();
    }
    return sum;
}

std::vector<ProgressLine> lines_of(const model::Model& model, const YearOfLedger& before,
                                   const YearOfLedger& now, int first_month) {
    using Kind = ProgressLine::Kind;
    std::vector<ProgressLine> lines;
    const auto add = [&](Kind kind, const auto& thing, const std::string& district,
                         const std::string& item, std::optional<double> actual, double share) {
        const Amounts planned = before.of(item), forecast = now.of(item);
        ProgressLine line{kind,
                          thing.id,
                          thing.name,
                          district,
                          {},
                          planned.of_year,
                          planned.to_date,
                          std::nullopt,
                          forecast.of_year};
        if constexpr (requires { thing.department; }) line.department = thing.department;
        if (actual) line.actual = *actual * share;
        if (line.planned > 0.0 || line.forecast > 0.0 || line.actual.value_or(0.0) > 0.0) {
            lines.push_back(std::move(line));
        }
    };
    const auto known_of = [first_month](const model::Flow& flow) -> std::optional<double> {
        if (flow.known.empty()) return std::nullopt;
        return sum_of(flow.known, first_month);
    };
    for (const auto& line : model.revenue) {
        add(Kind::revenue, line, line.district, (line.platform ? "income:" : "revenue:") + line.id,
            known_of(line.flow), 1.0);
    }
    for (const auto& taxpayer : model.taxpayers) {
        // Its books hold the tax that the county keeps.
        add(Kind::taxpayer, taxpayer, taxpayer.district, "taxpayer:" + taxpayer.id,
            known_of(taxpayer.output), taxpayer.tax_rate * taxpayer.retained_share);
    }
    for (const auto& line : model.expenditure) {
        const bool remittance = line.category == model::ExpenditureLine::Category::remittance;
        add(Kind::expenditure, line, "", (remittance ? "remittance:" : "expenditure:") + line.id,
            known_of(line.flow), 1.0);
    }
    for (const auto& source : model.sources) {
        add(Kind::source, source, "", "pool:" + source.id + "|arrival", known_of(source.arrival),
            1.0);
    }
    for (const auto& project : model.projects) {
        std::optional<double> spent;
        if (project.actuals) {
            spent = 0.0;
            for (const auto& drawn : project.actuals->drawn) *spent += sum_of(drawn, first_month);
        }
        add(Kind::project, project, project.district, "drawn:" + project.id, spent, 1.0);
    }
    for (const auto& pipeline : model.pipelines) {
        add(Kind::pipeline, pipeline, pipeline.district, "drawn:" + pipeline.id,
            known_of(pipeline.need), 1.0);
    }
    return lines;
}

/// Means over paths of a monthly figure, summed over the known months of the year; none where it is
/// not kept by month.
std::optional<double> to_date(const plan::Plan& plan, const kernel::PathStore& paths,
                              const statistics::FigureId& yearly, int first_month, int known) {
    using model::Indicator;
    if (yearly.indicator != Indicator::fai && yearly.indicator != Indicator::general_revenue &&
        yearly.indicator != Indicator::debt_service) {
        return std::nullopt;
    }
    double sum = 0.0;
    for (int m = first_month; m < known; ++m) {
        const Month month = month_after(plan.start, m);
        const auto figure = statistics::find_figure(
            plan, {yearly.indicator, yearly.dimension, month.year, month.month});
        if (!figure) return std::nullopt;
        // In path order: Eigen's sums depend on the instruction set.
        const Eigen::ArrayXd values = statistics::sample_of(paths, *figure);
        sum +=
            std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    }
    return sum;
}

bool is_told(const statistics::FigureId& id, int year) {
    using model::Indicator;
    static const std::set<Indicator> told{Indicator::fai,
                                          Indicator::projects_completed,
                                          Indicator::general_revenue,
                                          Indicator::fund_revenue,
                                          Indicator::transfers,
                                          Indicator::expenditure,
                                          Indicator::debt_service,
                                          Indicator::debt_statutory,
                                          Indicator::debt_ratio,
                                          Indicator::financing_gap,
                                          Indicator::arrears,
                                          Indicator::cash_min};
    return id.year == year && id.dimension == "total" && told.contains(id.indicator);
}

std::optional<plan::Plan> compiled(const model::Model& model) {
    Diagnostics diagnostics;
    auto plan = plan::compile(model, diagnostics);
    // What a plan knows may be left out of it.
    COFFER_EXPECT(plan.has_value());
    return plan;
}

}  // namespace

model::Model with_actuals(const model::Model& model, const KnownMonths& months) {
    model::Model result = model;
    const auto of = [&](Actuals group) { return months[static_cast<std::size_t>(group)]; };
    result.known_months = *std::max_element(months.begin(), months.end());
    for (auto& driver : result.drivers) keep(driver.known, of(Actuals::drivers));
    for (auto& line : result.revenue) keep(line.flow.known, of(Actuals::revenue));
    for (auto& taxpayer : result.taxpayers) keep(taxpayer.output.known, of(Actuals::revenue));
    for (auto& line : result.expenditure) keep(line.flow.known, of(Actuals::expenditure));
    for (auto& source : result.sources) keep(source.arrival.known, of(Actuals::projects));
    for (auto& pipeline : result.pipelines) keep(pipeline.need.known, of(Actuals::projects));
    for (auto& project : result.projects) keep(project, of(Actuals::projects));
    return result;
}

std::optional<ProgressReport> progress(const Case& plan, int since,
                                       const std::vector<const statistics::Forecast*>& earlier,
                                       Runner& runner) {
    const int known = plan.model.known_months;
    COFFER_EXPECT(since >= 0 && since < known);
    ProgressReport report;
    report.known = known;
    report.since = since;
    report.year = plan.model.first_year + (known - 1) / months_a_year;
    const int first_month = (known - 1) / months_a_year * months_a_year;
    report.of_year = known - first_month;

    KnownMonths months{};
    months.fill(since);
    const auto before = compiled(with_actuals(plan.model, months));
    const auto first = runner.run(*before);
    if (!first) return std::nullopt;
    const auto last = runner.run(plan.plan);
    if (!last) return std::nullopt;
    const statistics::Resamples resamples(static_cast<std::size_t>(last->yearly.rows()));
    report.comparison =
        compare(*before, *first, plan.plan, *last, resamples, runner.options().threads);
    for (const FigureChange& change : report.comparison.figures) {
        if (!is_told(change.id, report.year)) continue;
        ProgressFigure figure;
        figure.change = change;
        figure.range = {change.quantiles.front().after, change.quantiles.back().after};
        figure.to_date = to_date(plan.plan, *last, change.id, first_month, known);
        figure.to_date_before = to_date(*before, *first, change.id, first_month, known);
        report.figures.push_back(std::move(figure));
    }
    report.lines = lines_of(plan.model, YearOfLedger(reference(*before), first_month, known),
                            YearOfLedger(reference(plan.plan), first_month, known), first_month);

    for (const statistics::Forecast* forecast : earlier) {
        report.records.push_back(track_record(*forecast, plan.plan, *last, known));
    }

    // What each group did, given those before it.
    std::vector<Eigen::ArrayXd> met;
    const auto meet = [&](const plan::Plan& of, const kernel::PathStore& paths) {
        std::vector<Eigen::ArrayXd> all;
        for (const auto& target : of.targets) all.push_back(statistics::met_on(of, target, paths));
        return all;
    };
    for (const auto& target : plan.plan.targets) report.causes.push_back({target.id, {}});
    auto so_far = meet(*before, *first);
    for (std::size_t group = 0; group < actuals_groups; ++group) {
        months[group] = known;
        std::vector<Eigen::ArrayXd> later;
        if (group + 1 == actuals_groups) {
            later = meet(plan.plan, *last);
        } else {
            const auto step = compiled(with_actuals(plan.model, months));
            const auto paths = runner.run(*step);
            if (!paths) return std::nullopt;
            later = meet(*step, *paths);
        }
        for (std::size_t t = 0; t < report.causes.size(); ++t) {
            const auto span = [](const Eigen::ArrayXd& values) {
                return std::span<const double>(values.data(),
                                               static_cast<std::size_t>(values.size()));
            };
            report.causes[t].steps[group] =
                statistics::share_difference(span(so_far[t]), span(later[t]));
        }
        so_far = std::move(later);
    }
    return report;
}

}  // namespace coffer::analysis
