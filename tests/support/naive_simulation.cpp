#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <Random123/philox.h>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>

#include <support/naive_loan.hpp>
#include <support/naive_simulation.hpp>

// Section numbers below are those of docs/model.md. Amounts are in fen throughout; the results are
// turned into yuan at the very end.
namespace coffer::naive {
namespace {

using Category = model::ExpenditureLine::Category;
using model::DebtClass;
using model::Distribution;
using model::LoanTerms;
using model::WaterfallStep;

double fen(double x) { return std::nearbyint(x); }
double up(double x) { return std::ceil(x); }
double amount(Money money) { return static_cast<double>(money.fen()); }

template <class Enum>
constexpr std::size_t index_of(Enum value) {
    return static_cast<std::size_t>(value);
}

constexpr double one_yuan = 100.0;

// ---------------------------------------------------------------------------------------------
// Section 1: draws and distributions

enum Purpose : std::uint32_t {
    driver_innovation = 1,
    yearly_noise = 2,
    outage_start = 3,
    outage_length = 4,
    stage_duration = 5,
    cost_overrun = 6,
    tail_width = 20,
    crisis_switch = 21,
    jump_happens = 22,
    jump_height = 23,
    shock_of_sector = 24,
    shock_of_year = 25,
    giving_up = 26,
    prospect_moves = 30,
    prospect_appears = 32,
    receipt_comes = 36,
    receipt_size = 37,
    receipt_lateness = 38,
    market_switch = 42,
    start_held_back = 43,
    call_on_county = 44,
    beginning = 60,
    share_of_month = 61,
    width_of_spread = 62,
    growth_missed = 63
};

using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
const boost::math::normal_distribution<double, Policy> standard_normal;

double inverse_normal(double u) {
    return u == 0.5 ? 0.0 : boost::math::quantile(standard_normal, u);
}

class Draws {
  public:
    Draws(std::uint64_t seed, std::uint64_t path, bool median)
        : key_{{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}},
          path_(static_cast<std::uint32_t>(path)),
          median_(median) {}

    double u(std::uint32_t stream, Purpose purpose, int number) const {
        if (median_) return 0.5;
        const auto n = static_cast<std::uint32_t>(number);
        const r123::Philox4x32::ctr_type counter{{path_, stream, n / 2, purpose}};
        const r123::Philox4x32::ctr_type w = r123::Philox4x32{}(counter, key_);
        const std::uint64_t hi = n % 2 == 0 ? w[0] : w[2];
        const std::uint64_t lo = n % 2 == 0 ? w[1] : w[3];
        return (static_cast<double>((hi << 32 | lo) >> 12) + 0.5) * 0x1p-52;
    }
    double z(std::uint32_t stream, Purpose purpose, int number) const {
        return median_ ? 0.0 : inverse_normal(u(stream, purpose, number));
    }

  private:
    r123::Philox4x32::key_type key_;
    std::uint32_t path_;
    bool median_;
};

/// The quantile function of Beta(alpha, beta) on [0, 1], at equally spaced z.
class BetaTable {
  public:
    BetaTable(double alpha, double beta) {
        using boost::math::cdf;
        for (int i = 0; i <= intervals; ++i) {
            const double z = -reach + 2.0 * reach * i / intervals;
            // The upper half through the complement, where 1 - p would lose digits.
            table_.push_back(
                z <= 0.0
                    ? boost::math::ibeta_inv(alpha, beta, cdf(standard_normal, z), Policy())
                    : boost::math::ibetac_inv(alpha, beta, cdf(standard_normal, -z), Policy()));
        }
    }
    double at(double z) const {
        const double place = (std::clamp(z, -reach, reach) + reach) / (2.0 * reach) * intervals;
        const auto i = static_cast<std::size_t>(
            std::min(std::floor(place), static_cast<double>(intervals - 1)));
        const double weight = place - static_cast<double>(i);
        return table_[i] + weight * (table_[i + 1] - table_[i]);
    }

  private:
    static constexpr int intervals = 1024;
    static constexpr double reach = 6.0;
    std::vector<double> table_;
};

/// Section 2: the square root of (nu - 2) over a chi-squared variable, falling as that rises, at
/// equally spaced normals and on straight lines between them.
class TailWidth {
  public:
    explicit TailWidth(double nu) {
        const boost::math::chi_squared_distribution<double, Policy> chi_squared(nu);
        for (int i = 0; i <= 1024; ++i) {
            const double w = (i - 512) * (12.0 / 1024.0);
            const double p = cdf(standard_normal, -w);
            const double q = w > 0.0 ? quantile(chi_squared, p)
                                     : quantile(complement(chi_squared, cdf(standard_normal, w)));
            widths_.push_back(std::sqrt((nu - 2.0) / q));
        }
    }
    double at(double w) const {
        const double steps = (std::min(std::max(w, -6.0), 6.0) + 6.0) * (1024.0 / 12.0);
        const auto below = static_cast<std::size_t>(std::min(steps, 1023.0));
        const double part = steps - static_cast<double>(below);
        return (1.0 - part) * widths_[below] + part * widths_[below + 1];
    }

  private:
    std::vector<double> widths_;
};

/// Section 2: what the growth of a year's sum makes of the index's twelve steps before and after
/// the end of a year, and where the index stands then over the sum.
struct YearOfSteps {
    double year_sd = 0.0;  ///< K
    double with_deviation = 0.0, beside_it = 0.0;

    YearOfSteps(const model::MonthProfile& profile, double rho) {
        double all = 0.0;
        for (const double share : profile) all += share;
        std::vector<double> P(13, 0.0);  // P[k]: share of the first k months
        for (std::size_t k = 1; k <= 12; ++k) P[k] = P[k - 1] + profile[k - 1] / all;
        std::vector<double> w;
        for (std::size_t k = 1; k <= 11; ++k) w.push_back(P[k]);
        const auto before = static_cast<int>(w.size());
        w.push_back(1.0);
        for (std::size_t k = 1; k <= 11; ++k) w.push_back(1.0 - P[k]);
        double growth = 0.0;
        double start = 0.0;
        for (int i = 0; i < static_cast<int>(w.size()); ++i) {
            for (int j = 0; j < static_cast<int>(w.size()); ++j) {
                const double part = w[static_cast<std::size_t>(i)] *
                                    w[static_cast<std::size_t>(j)] *
                                    std::pow(rho, std::abs(i - j)) / 144.0;
                growth += part;
                if (i < before && j < before) start += part;
            }
            if (i < before) {
                with_deviation +=
                    w[static_cast<std::size_t>(i)] * std::pow(rho, before - 1 - i) / 12.0;
            }
        }
        year_sd = std::sqrt(growth);
        beside_it = std::sqrt(std::max(0.0, start - with_deviation * with_deviation));
    }
};

double monthly_persistence(double half_life) {
    return half_life > 0.0 ? std::pow(0.5, 1.0 / half_life) : 0.0;
}

/// Tables are slow to make, and stages share their shapes.
using BetaTables = std::map<std::pair<double, double>, BetaTable>;

class Sampler {
  public:
    Sampler(const Distribution& d, BetaTables& tables) : d_(d) {
        if (d.shape != Distribution::Shape::pert || !(d.b > d.a)) return;
        const double alpha = 1.0 + 4.0 * (d.mode - d.a) / (d.b - d.a);
        const double beta = 1.0 + 4.0 * (d.b - d.mode) / (d.b - d.a);
        table_ = &tables.try_emplace({alpha, beta}, alpha, beta).first->second;
    }

    double at(double u) const {
        const double a = d_.a;
        const double b = d_.b;
        const double mode = d_.mode;
        switch (d_.shape) {
            case Distribution::Shape::fixed:
                return a;
            case Distribution::Shape::uniform:
                return a + (b - a) * u;
            case Distribution::Shape::triangular:
                if (!(b > a)) return a;
                return u * (b - a) < mode - a ? a + std::sqrt(u * (b - a) * (mode - a))
                                              : b - std::sqrt((1.0 - u) * (b - a) * (b - mode));
            case Distribution::Shape::pert:
                return table_ == nullptr ? a : a + (b - a) * table_->at(inverse_normal(u));
            case Distribution::Shape::lognormal:
                return a * std::exp(std::log(b / a) / inverse_normal(0.9) * inverse_normal(u));
            case Distribution::Shape::split_lognormal: {
                // The decile on its side is reached at the same number of deviations.
                const double decile = u < 0.5 ? a : b;
                return mode *
                       std::pow(decile / mode, std::abs(inverse_normal(u)) / inverse_normal(0.9));
            }
        }
        return a;
    }
    double median() const { return at(0.5); }

  private:
    Distribution d_;
    const BetaTable* table_ = nullptr;  // pert only; a map's elements stay where they are
};

// ---------------------------------------------------------------------------------------------
// Section 4: calendar, S-curve, spending curve

/// C(t) and its inverse. Behind the last tabulated month everything is full work.
class WorkCalendar {
  public:
    WorkCalendar(const model::MonthProfile& productivity, int months) {
        c_.push_back(0.0);
        for (int m = 0; m < months; ++m) {
            c_.push_back(c_.back() + productivity[static_cast<std::size_t>(m % 12)]);
        }
    }
    double work(double t) const {
        const auto last = static_cast<double>(c_.size() - 1);
        if (t >= last) return c_.back() + (t - last);
        const auto m = static_cast<std::size_t>(t);
        return c_[m] + (t - static_cast<double>(m)) * (c_[m + 1] - c_[m]);
    }
    double at_month(int m) const { return c_[static_cast<std::size_t>(m)]; }
    /// The moment at which work goes on when c is done: the largest t with C(t) <= c.
    double last_moment(double c) const {
        if (c >= c_.back()) return static_cast<double>(c_.size() - 1) + (c - c_.back());
        const auto above = std::upper_bound(c_.begin(), c_.end(), c + 1e-9);
        if (above == c_.end()) return static_cast<double>(c_.size() - 1);
        const auto m = static_cast<std::size_t>(above - c_.begin()) - 1;
        return static_cast<double>(m) + std::max(0.0, (c - c_[m]) / (c_[m + 1] - c_[m]));
    }
    /// The smallest moment t with C(t) >= c.
    double moment(double c) const {
        if (c <= 0.0) return 0.0;
        if (c > c_.back()) return static_cast<double>(c_.size() - 1) + (c - c_.back());
        const auto above = std::lower_bound(c_.begin(), c_.end(), c);  // first C(m) >= c
        const auto m = static_cast<std::size_t>(above - c_.begin()) - 1;
        return static_cast<double>(m) + (c - c_[m]) / (c_[m + 1] - c_[m]);
    }

  private:
    std::vector<double> c_;  // at the beginning of each month
};

/// The distribution function of Beta(a, b) with whole a and b from 1 to 3: at least a of n = a+b-1
/// uniform draws lie below t.
double s_curve(int a, int b, double t) {
    static constexpr std::array<std::array<double, 6>, 6> binomial{{{1, 0, 0, 0, 0, 0},
                                                                    {1, 1, 0, 0, 0, 0},
                                                                    {1, 2, 1, 0, 0, 0},
                                                                    {1, 3, 3, 1, 0, 0},
                                                                    {1, 4, 6, 4, 1, 0},
                                                                    {1, 5, 10, 10, 5, 1}}};
    const int n = a + b - 1;
    double sum = 0.0;
    for (int j = a; j <= n; ++j) {
        double term = binomial[static_cast<std::size_t>(n)][static_cast<std::size_t>(j)];
        for (int i = 0; i < j; ++i) term *= t;
        for (int i = j; i < n; ++i) term *= 1.0 - t;
        sum += term;
    }
    return sum;
}

/// What is the same for a project on every path.
struct ProjectSetup {
    const model::Project* project = nullptr;
    WorkCalendar calendar;
    std::vector<Sampler> durations;
    Sampler overrun;
    std::vector<std::vector<const model::Link*>> incoming;  // by stage, into its start
    std::vector<std::vector<const model::Link*>> into_end;  // by stage, into its finish
    std::vector<bool> gated;                                // by stage
    std::vector<double> earliest;                           // by stage, months
    double F0 = 0.0;
    double g0 = 0.0;
    double F1 = 1.0;
    double a = 1.0;
    double b = 0.0;
    std::size_t district = 0;  // series of its district, 0 when none
    int approval_year = 0;     // calendar year
    // Shares of cost between which money goes into land that does not count: of F and of G.
    double land_from = 0.0;
    double land_to = 0.0;
    double land_money_from = 0.0;
    double land_money_to = 0.0;

    std::size_t stages() const { return project->stages.size(); }

    /// F(x) for the stage ends B.
    double share_of_cost(double x, const std::vector<double>& B) const {
        double sum = 0.0;
        double begin = 0.0;
        for (std::size_t k = 0; k < stages(); ++k) {
            const double cost_share = project->stages[k].cost_share;
            if (cost_share != 0.0) {
                const double duration = B[k] - begin;
                const double done = duration > 0.0 ? std::clamp((x - begin) / duration, 0.0, 1.0)
                                    : x >= B[k]    ? 1.0
                                                   : 0.0;
                sum += cost_share * s_curve(project->s_curve_a, project->s_curve_b, done);
            }
            begin = B[k];
        }
        return sum;
    }
    /// G(F)
    double share_of_spending(double F) const {
        return g0 + a * std::min(F - F0, F1 - F0) + b * std::max(F - F1, 0.0);
    }
};

bool needs_capital(const model::Project& project, const model::Stage& stage) {
    return stage.kind == model::StageKind::construction && !project.minimum_capital.empty() &&
           project.total_investment > Money{};
}

std::vector<double> stage_ends(const std::vector<double>& durations) {
    std::vector<double> B;
    double sum = 0.0;
    for (const double d : durations) B.push_back(sum += d);
    return B;
}

// ---------------------------------------------------------------------------------------------
// Section 8: the rows of the result. The first ones have fixed places, districts follow.

enum Series : std::size_t {
    fai,
    fai_named,
    fai_pipeline,
    fai_growth,
    first_year_execution,
    funding_shortfall,
    projects_started,
    projects_completed,
    projects_suspended,
    projects_cancelled,
    new_capacity,
    new_output,
    taxpayer_output,
    general_revenue,
    general_revenue_growth,
    general_revenue_execution,
    transfers,
    fund_revenue,
    state_capital_revenue,
    fiscal_capacity,
    expenditure,
    three_guarantees,
    three_guarantees_cover,
    fiscal_project_spending,
    financing_gap,
    cash,
    cash_min,
    gdp,
    gdp_growth,
    debt_statutory,
    debt_statutory_general,
    debt_statutory_special,
    debt_total,
    new_debt,
    debt_ratio,
    debt_to_gdp,
    tier_green,
    tier_yellow,
    tier_orange,
    tier_red,
    debt_service,
    interest,
    implicit_interest_rate,
    principal,
    refinanced,
    arrears,
    // Series that not every scenario has; `Setup::defined` says which. They are always kept.
    market_closed,
    bonds_refused,
    refinancing_refused,
    debt_full_calibre,
    debt_ratio_full_calibre,
    full_green,
    full_yellow,
    full_orange,
    full_red,
    special_coverage,
    special_fallback,
    restructuring_months,
    general_interest_share,
    special_interest_share,
    general_hit,
    special_hit,
    projects_held_back,
    platform_cash,
    platform_income,
    platform_subsidy,
    platform_shortfall,
    contingent_calls,
    reserve_used,
    stabilisation_fund,
    stabilisation_used,
    advances_outstanding,
    advances_drawn,
    account_transfers,
    payables_all,
    payables_suppliers,
    payables_guaranteed,
    remittance,
    cash_held,
    cash_cover,
    fixed_series_count
};

/// Series of rules that not every scenario has, behind the districts.
struct OptionalSeries {
    std::size_t general_room = 0, special_room = 0, idle_bonds = 0, capitalised = 0;  // 0: none
    std::map<model::Yield::Kind, std::size_t> yields;
    std::size_t life_coverage = 0;  // 0: none
    std::size_t resolved = 0;
    std::size_t issue_costs = 0;
    std::vector<std::array<std::size_t, 3>> coverages;  // as it is, less income, more cost
};

const std::array<const char*, fixed_series_count * 2> fixed_names{
    "fai",
    "total",  //
    "fai",
    "named",  //
    "fai",
    "pipeline",  //
    "fai_growth",
    "total",  //
    "first_year_execution",
    "total",  //
    "funding_shortfall",
    "total",  //
    "projects_started",
    "total",  //
    "projects_completed",
    "total",  //
    "projects_suspended",
    "total",  //
    "projects_cancelled",
    "total",  //
    "new_capacity",
    "total",  //
    "new_output",
    "total",  //
    "taxpayer_output",
    "total",  //
    "general_revenue",
    "total",  //
    "general_revenue_growth",
    "total",  //
    "general_revenue_execution",
    "total",  //
    "transfers",
    "total",  //
    "fund_revenue",
    "total",  //
    "state_capital_revenue",
    "total",  //
    "fiscal_capacity",
    "total",  //
    "expenditure",
    "total",  //
    "three_guarantees",
    "total",  //
    "three_guarantees_cover",
    "total",  //
    "fiscal_project_spending",
    "total",  //
    "financing_gap",
    "total",  //
    "cash",
    "total",  //
    "cash_min",
    "total",  //
    "gdp",
    "total",  //
    "gdp_growth",
    "total",  //
    "debt_statutory",
    "total",  //
    "debt_statutory",
    "general",  //
    "debt_statutory",
    "special",  //
    "debt_total",
    "total",  //
    "new_debt",
    "total",  //
    "debt_ratio",
    "total",  //
    "debt_to_gdp",
    "total",  //
    "debt_tier",
    "green",  //
    "debt_tier",
    "yellow",  //
    "debt_tier",
    "orange",  //
    "debt_tier",
    "red",  //
    "debt_service",
    "total",  //
    "interest",
    "total",  //
    "implicit_interest_rate",
    "total",  //
    "principal",
    "total",  //
    "refinanced",
    "total",  //
    "arrears",
    "total",  //
    "market_closed",
    "total",  //
    "bonds_refused",
    "total",  //
    "refinancing_refused",
    "total",  //
    "debt_full_calibre",
    "total",  //
    "debt_ratio_full_calibre",
    "total",  //
    "debt_tier_full_calibre",
    "green",  //
    "debt_tier_full_calibre",
    "yellow",  //
    "debt_tier_full_calibre",
    "orange",  //
    "debt_tier_full_calibre",
    "red",  //
    "special_coverage",
    "total",  //
    "special_fallback",
    "total",  //
    "restructuring",
    "total",  //
    "interest_share",
    "general",  //
    "interest_share",
    "special",  //
    "restructuring_hit",
    "general",  //
    "restructuring_hit",
    "special",  //
    "projects_held_back",
    "total",  //
    "platform_cash",
    "total",  //
    "platform_income",
    "total",  //
    "platform_subsidy",
    "total",  //
    "platform_shortfall",
    "total",  //
    "contingent_calls",
    "total",  //
    "reserve_used",
    "total",  //
    "stabilisation_fund",
    "total",  //
    "stabilisation_used",
    "total",  //
    "advances",
    "total",  //
    "advances_drawn",
    "total",  //
    "account_transfers",
    "total",  //
    "payables",
    "total",  //
    "payables",
    "suppliers",  //
    "payables",
    "three_guarantees",  //
    "remittance",
    "total",  //
    "cash_held",
    "total",  //
    "cash_cover",
    "total",  //
};

bool counts_fen(std::size_t series) {
    switch (series) {
        case fai_growth:
        case first_year_execution:
        case projects_started:
        case projects_completed:
        case projects_suspended:
        case projects_cancelled:
        case general_revenue_growth:
        case general_revenue_execution:
        case gdp_growth:
        case three_guarantees_cover:
        case cash_cover:
        case debt_ratio:
        case debt_to_gdp:
        case implicit_interest_rate:
        case tier_green:
        case tier_yellow:
        case tier_orange:
        case tier_red:
        case market_closed:
        case debt_ratio_full_calibre:
        case full_green:
        case full_yellow:
        case full_orange:
        case full_red:
        case special_coverage:
        case restructuring_months:
        case general_interest_share:
        case special_interest_share:
        case general_hit:
        case special_hit:
        case projects_held_back:
            return false;
        default:
            return true;
    }
}

enum Monthly : std::size_t {
    monthly_fai,
    monthly_general_revenue,
    monthly_debt_service,
    monthly_cash,
    monthly_count
};
const std::array<const char*, monthly_count> monthly_names{"fai", "general_revenue", "debt_service",
                                                           "cash"};

/// A project or a pipeline in the order of allocation.
struct Claimant {
    bool is_project = false;
    std::size_t index = 0;
    const model::Fundable* fundable = nullptr;
};

}  // namespace

// ---------------------------------------------------------------------------------------------

struct Simulator::Setup {
    const model::Model& model;
    int months;
    BetaTables beta_tables;
    std::vector<ProjectSetup> projects;
    std::vector<std::size_t> pipeline_district;
    std::vector<Claimant> claimants;
    std::vector<Sampler> outage_durations;               // by taxpayer
    std::vector<Sampler> receipt_sizes, receipt_delays;  // by receipt
    std::vector<std::vector<double>> mean_log_index;     // by driver, month
    std::vector<std::optional<TailWidth>> tail_widths;   // by driver; none: normal
    std::map<double, TailWidth> spread_widths;           // by degrees of freedom
    std::vector<SeriesName> series;
    double first_year_plan = 0.0;  // sum of first_year_investment
    bool has_asset_lives = false;
    bool has_special_debt = false;
    OptionalSeries optional;
    std::size_t funnel_series = 0;  // the first of seven, with funnels

    explicit Setup(const model::Model& m) : model(m), months(m.months()) {
        for (const model::Instrument& instrument : model.debt) {
            if (instrument.asset_life_end) has_asset_lives = true;
            if (instrument.debt_class == DebtClass::special) has_special_debt = true;
        }
        for (const model::Source& source : model.sources) {
            if (source.kind == model::Source::Kind::special_bond) has_special_debt = true;
            if (source.asset_life_years) has_asset_lives = true;
        }
        for (const model::Refinancing& each : model.refinancing) {
            if (each.into == DebtClass::special) has_special_debt = true;
        }
        name_series();
        for (const model::Project& project : model.projects) set_up_project(project);
        set_up_first_years();
        for (const model::Pipeline& pipeline : model.pipelines) {
            pipeline_district.push_back(district_series(pipeline.district));
        }
        order_claimants();
        for (const model::Taxpayer& taxpayer : model.taxpayers) {
            outage_durations.emplace_back(taxpayer.outage_duration, beta_tables);
        }
        for (const model::Receipt& receipt : model.receipts) {
            receipt_sizes.emplace_back(receipt.amount, beta_tables);
            receipt_delays.emplace_back(receipt.delay, beta_tables);
        }
        const auto know = [this](double years) {
            if (years > 0.0) spread_widths.try_emplace(10.0 + years, 10.0 + years);
        };
        for (const auto& each : model.drivers) know(each.history_years);
        for (const auto& each : model.revenue) know(each.flow.uncertainty.history_years);
        for (const auto& each : model.taxpayers) know(each.output.uncertainty.history_years);
        for (const auto& each : model.expenditure) know(each.flow.uncertainty.history_years);
        for (const auto& each : model.sources) know(each.arrival.uncertainty.history_years);
        for (const auto& each : model.pipelines) know(each.need.uncertainty.history_years);
        for (const auto& each : model.yields) know(each.flow.uncertainty.history_years);
        for (const auto& each : model.economic_series) know(each.flow.uncertainty.history_years);
        for (const model::Driver& driver : model.drivers) {
            tail_widths.emplace_back();
            if (driver.degrees_of_freedom) tail_widths.back().emplace(*driver.degrees_of_freedom);
            mean_log_index.emplace_back();
            for (int month = 0; month < months; ++month) {
                double l = 0.0;
                for (int year = 0; year <= month / 12; ++year)
                    l += std::log(1.0 + driver.mean[static_cast<std::size_t>(year)]);
                mean_log_index.back().push_back(l);
            }
        }
    }

    void name_series() {
        for (std::size_t i = 0; i < fixed_series_count; ++i) {
            series.push_back({fixed_names[2 * i], fixed_names[2 * i + 1]});
        }
        std::set<std::string> districts;
        for (const auto& project : model.projects) districts.insert(project.district);
        for (const auto& pipeline : model.pipelines) districts.insert(pipeline.district);
        districts.erase("");
        for (const std::string& district : districts) {
            series.push_back({"fai", "district:" + district});
        }
        std::set<std::string> towns;
        for (const auto& line : model.revenue) towns.insert(line.district);
        for (const auto& taxpayer : model.taxpayers) towns.insert(taxpayer.district);
        for (const auto& project : model.projects) {
            if (amount(project.new_output) * project.tax_rate > 0.0) towns.insert(project.district);
        }
        for (const auto& yield : model.yields) {
            if (yield.kind == model::Yield::Kind::operating_cost || yield.platform) continue;
            if (yield.account != model::Account::general) continue;
            towns.insert(model.projects[yield.project.value].district);
        }
        towns.erase("");
        for (const std::string& town : towns) {
            series.push_back({"general_revenue", "district:" + town});
        }
        for (const auto& each : model.economic_series) {
            series.push_back({"economy", "series:" + each.id});
            series.push_back({"economy_growth", "series:" + each.id});
        }
        const auto add = [this](const char* indicator, const char* dimension) {
            series.push_back({indicator, dimension});
            return series.size() - 1;
        };
        bool idle = !model.debt_limits.empty();
        bool capitalises = false;
        const auto adds_interest = [&capitalises](const LoanTerms& loan) {
            capitalises |= loan.holiday && loan.holiday->stops_interest &&
                           loan.holiday->interest == model::PaymentHoliday::Interest::capitalised;
        };
        for (const model::Instrument& each : model.debt) adds_interest(each.loan);
        for (const model::Refinancing& each : model.refinancing) adds_interest(each.terms.loan);
        for (const model::Source& source : model.sources) {
            if (source.debt) adds_interest(source.debt->loan);
            idle = idle || source.deposit_rate.per_year > 0.0;
            // Only a loan that some project may draw.
            for (const model::Project& project : model.projects) {
                for (const model::Funding& row : project.funding) {
                    capitalises |=
                        source.capitalises_interest && &model.sources[row.source.value] == &source;
                }
            }
        }
        for (const model::DebtLimit& limit : model.debt_limits) {
            if (limit.debt_class == DebtClass::general) {
                optional.general_room = add("debt_limit_room", "general");
            } else {
                optional.special_room = add("debt_limit_room", "special");
            }
        }
        if (idle) optional.idle_bonds = add("idle_bond_money", "total");
        if (capitalises) optional.capitalised = add("capitalised_interest", "total");
        const std::map<model::Yield::Kind, const char*> kinds{
            {model::Yield::Kind::operating_revenue, "operating_revenue"},
            {model::Yield::Kind::operating_cost, "operating_cost"},
            {model::Yield::Kind::land_sale, "land_sales"}};
        for (const auto& yield : model.yields) {
            const auto kind = kinds.find(yield.kind);
            if (kind == kinds.end() || optional.yields.contains(yield.kind)) continue;
            optional.yields[yield.kind] = add(kind->second, "total");
        }
        for (const model::Refinancing& each : model.refinancing) {
            if (each.into.value_or(each.debt_class) == each.debt_class) continue;
            if (optional.resolved == 0) optional.resolved = add("refinanced", "changed_class");
        }
        bool costs = false;
        for (const model::Source& each : model.sources) {
            costs |= each.debt && each.debt->issue_price - each.debt->issue_fee != 1.0;
        }
        for (const model::Refinancing& each : model.refinancing) {
            costs |= each.terms.issue_price - each.terms.issue_fee != 1.0;
        }
        if (costs) optional.issue_costs = add("issue_costs", "total");
        if (has_special_debt) optional.life_coverage = add("special_coverage", "life");
        for (const model::Coverage& each : model.coverages) {
            optional.coverages.emplace_back();
            std::size_t which = 0;
            for (const char* name : {"", ":income-10%", ":cost+10%"}) {
                series.push_back({"special_coverage", "project:" + each.id + name});
                optional.coverages.back()[which++] = series.size() - 1;
            }
        }
        funnel_series = series.size();
        if (!model.funnels.empty()) {
            series.push_back({"investment_attracted", "total"});
            for (const char* step :
                 {"negotiating", "signed", "landed", "arrived", "newly_signed", "newly_landed"}) {
                series.push_back({"prospects", step});
            }
            for (const auto& funnel : model.funnels) {
                if (model.funnels.size() < 2) break;
                if (funnel.source) {
                    series.push_back({"investment_attracted", "funnel:" + funnel.id});
                }
                // What can never be other than 0 is not told.
                double come = 0.0;
                for (const double rate : funnel.new_prospects) come += rate;
                const auto tell = [&](const char* step, const char* next) {
                    if (come == 0.0) return;
                    series.push_back({"prospects", step + (":" + funnel.id)});
                    series.push_back({"prospects", next + (":" + funnel.id)});
                };
                come += funnel.initial[0];
                tell("negotiating", "newly_signed");
                come += funnel.initial[1];
                tell("signed", "newly_landed");
                come += funnel.initial[2];
                tell("landed", "arrived");
            }
        }
    }
    std::size_t series_of(const std::string& indicator, const std::string& dimension) const {
        for (std::size_t i = fixed_series_count; i < series.size(); ++i) {
            if (series[i].indicator == indicator && series[i].dimension == dimension) return i;
        }
        return 0;
    }
    std::size_t district_series(const std::string& district) const {
        return series_of("fai", "district:" + district);
    }

    void set_up_project(const model::Project& project) {
        ProjectSetup s{&project, WorkCalendar(project.productivity, months),
                       {},       Sampler(project.cost_overrun, beta_tables),
                       {},       {},
                       {},       {}};
        for (const model::Stage& stage : project.stages) {
            s.durations.emplace_back(stage.duration, beta_tables);
            s.gated.push_back(stage.not_before.has_value() || !stage.demands.empty() ||
                              needs_capital(project, stage) ||
                              stage.timing != model::Stage::Timing::early);
            s.earliest.push_back(std::max(0, stage.not_before.value_or(0)));
            double& earliest = s.earliest.back();
            if (stage.timing == model::Stage::Timing::must_start) {
                earliest = std::max(earliest, static_cast<double>(stage.dated));
            }
            if (stage.timing == model::Stage::Timing::must_finish) {
                const double work = s.calendar.work(stage.dated + 1.0);
                earliest = std::max(earliest, s.calendar.last_moment(std::max(
                                                  0.0, work - s.durations.back().median())));
            }
            s.incoming.emplace_back();
            s.into_end.emplace_back();
        }
        const std::size_t place = projects.size();
        for (const model::Link& link : model.links) {
            if (link.to_project.value != place) continue;
            if (link.to_finish()) {
                s.into_end[link.to_stage].push_back(&link);
                continue;
            }
            s.incoming[link.to_stage].push_back(&link);
            s.gated[link.to_stage] = true;
        }
        if (project.progress > 0.0) s.gated[0] = false;
        s.district = district_series(project.district);
        projects.push_back(std::move(s));
    }

    /// The spending curve of each project; needs the planned schedule of all of them.
    void set_up_first_years() {
        std::vector<std::vector<double>> B;
        for (const ProjectSetup& s : projects) {
            std::vector<double> medians;
            for (const Sampler& duration : s.durations) medians.push_back(duration.median());
            B.push_back(stage_ends(medians));
        }
        std::vector<double> position_at_12;
        std::vector<double> planned_finish;
        std::vector<std::vector<double>> planned_start;
        delay_late_stages(B);
        plan_schedule(B, position_at_12, planned_finish, planned_start);
        for (std::size_t i = 0; i < projects.size(); ++i) find_approval(i, planned_start[i]);

        for (std::size_t i = 0; i < projects.size(); ++i) {
            ProjectSetup& s = projects[i];
            const model::Project& project = *s.project;
            const double total = amount(project.total_investment);
            s.F0 = project.stages[0].cost_share *
                   s_curve(project.s_curve_a, project.s_curve_b, project.progress);
            s.g0 = project.spent_to_date && total > 0.0 ? amount(*project.spent_to_date) / total
                                                        : s.F0;
            s.F1 = 1.0;
            s.a = s.F0 < 1.0 ? (1.0 - s.g0) / (1.0 - s.F0) : 0.0;
            s.b = 0.0;
            if (project.first_year_investment) {
                first_year_plan += amount(*project.first_year_investment);
            }
            if (project.first_year_investment && total > 0.0) {
                const double q = amount(*project.first_year_investment) / total;
                if (planned_finish[i] > 12.0) s.F1 = s.share_of_cost(position_at_12[i], B[i]);
                s.a = s.F1 > s.F0 ? q / (s.F1 - s.F0) : 0.0;
                s.b = s.F1 < 1.0 ? (1.0 - s.g0 - q) / (1.0 - s.F1) : 0.0;
            }
            if (!model.fai.land_counts) find_land(s);
        }
    }

    /// Stages follow each other, so land is bought with one piece of the money.
    static void find_land(ProjectSetup& s) {
        double before = 0.0;
        for (const model::Stage& stage : s.project->stages) {
            if (stage.kind == model::StageKind::land) {
                s.land_from = before;
                s.land_to = before + stage.cost_share;
            }
            before += stage.cost_share;
        }
        s.land_money_from = s.share_of_spending(std::max(s.F0, s.land_from));
        s.land_money_to = s.share_of_spending(std::max(s.F0, s.land_to));
    }

    /// The year in which the approval starts as planned, or what comes first where it is not
    /// listed.
    void find_approval(std::size_t i, const std::vector<double>& planned_start) {
        const model::Project& project = model.projects[i];
        std::size_t approval = 0;
        for (std::size_t k = 0; k < project.stages.size(); ++k) {
            if (project.stages[k].kind == model::StageKind::approval) approval = k;
        }
        const bool done_before = approval == 0 && project.progress > 0.0;
        const double year = std::floor((planned_start[approval] + 1e-6) / 12.0);
        projects[i].approval_year = model.first_year + (done_before ? -1 : static_cast<int>(year));
    }

    /// Releases a link whose earlier stage started or finished at t.
    double after_lag(const model::Link& link, double t) const {
        using LagTime = model::Link::LagTime;
        const double lag = link.lag_months;
        if (link.lag_time == LagTime::elapsed) return t + lag;
        const bool before = link.lag_time == LagTime::predecessor;
        const auto& calendar =
            projects[(before ? link.from_project : link.to_project).value].calendar;
        const double then = calendar.moment(calendar.work(t) + lag);
        return lag < 0.0 ? std::min(t, then) : std::max(t, then);
    }

    /// Stages that are late, tried out: each begins as late as leaves every other stage's planned
    /// moments and its own deadline as they are, found by halving, until none moves any more.
    void delay_late_stages(const std::vector<std::vector<double>>& B) {
        struct Moments {
            std::vector<std::vector<double>> starts, finishes;
        };
        const auto planned = [&] {
            Moments moments;
            std::vector<double> position, finish;
            plan_schedule(B, position, finish, moments.starts, &moments.finishes);
            return moments;
        };
        const auto is_planned_late = [&](std::size_t i, std::size_t k) {
            return projects[i].project->stages[k].timing == model::Stage::Timing::late;
        };
        std::vector<std::pair<std::size_t, std::size_t>> late;
        for (std::size_t i = 0; i < projects.size(); ++i) {
            for (std::size_t k = 0; k < projects[i].stages(); ++k) {
                if (is_planned_late(i, k)) late.emplace_back(i, k);
            }
        }
        const auto latest = [&](std::size_t i, std::size_t k) {
            const Moments before = planned();
            const auto& stage = projects[i].project->stages[k];
            double& earliest = projects[i].earliest[k];
            const auto harmless = [&] {
                const Moments now = planned();
                if (stage.deadline && now.finishes[i][k] > *stage.deadline + 1.0 + 1e-9) {
                    return false;
                }
                for (std::size_t j = 0; j < projects.size(); ++j) {
                    for (std::size_t n = 0; n < projects[j].stages(); ++n) {
                        if (j == i && n == k) continue;
                        if (now.starts[j][n] > before.starts[j][n] + 1e-9) return false;
                        if (now.finishes[j][n] > before.finishes[j][n] + 1e-9) return false;
                    }
                }
                return true;
            };
            double kept = earliest;
            double refused = 2.0 * months;
            for (int halving = 0; halving < 50; ++halving) {
                earliest = 0.5 * (kept + refused);
                (harmless() ? kept : refused) = earliest;
            }
            earliest = kept;
            return planned().starts[i][k] > before.starts[i][k] + 1e-6;
        };
        for (bool moved = true; moved;) {
            moved = false;
            for (const auto& [i, k] : late) moved = latest(i, k) || moved;
        }
        // What ends with the last month before a winter must not end a rounding after it.
        constexpr double rounding = 1e-7;
        for (const auto& [i, k] : late) {
            const double first = std::max(0, projects[i].project->stages[k].not_before.value_or(0));
            projects[i].earliest[k] = std::max(first, projects[i].earliest[k] - rounding);
        }
    }

    /// All durations at their medians, all money there, in continuous time: stages in topological
    /// order of "the stage before" and links.
    void plan_schedule(const std::vector<std::vector<double>>& B,
                       std::vector<double>& position_at_12, std::vector<double>& planned_finish,
                       std::vector<std::vector<double>>& planned_start,
                       std::vector<std::vector<double>>* finishes = nullptr) const {
        struct Planned {
            bool begun = false;
            bool done = false;
            double start = 0.0;
            double cursor = 0.0;  // value of C at its beginning, then at its end
            double finish = 0.0;
        };
        std::vector<std::vector<Planned>> stages(projects.size());
        position_at_12.assign(projects.size(), 0.0);
        planned_finish.assign(projects.size(), 0.0);
        for (std::size_t i = 0; i < projects.size(); ++i) stages[i].resize(projects[i].stages());

        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t i = 0; i < projects.size(); ++i) {
                const ProjectSetup& s = projects[i];
                for (std::size_t k = 0; k < s.stages(); ++k) {
                    if (stages[i][k].done) continue;
                    // Every link's moment must be known, with the condition `any` too: the first
                    // one is not known to be the first before that.
                    const auto opening_of = [&](const std::vector<const model::Link*>& links) {
                        std::optional<double> result;
                        for (const model::Link* link : links) {
                            const Planned& from =
                                stages[link->from_project.value][link->from_stage];
                            const bool by_start = link->from_start();
                            if (by_start ? !from.begun : !from.done) return std::optional(-1.0);
                            const double moment =
                                after_lag(*link, by_start ? from.start : from.finish);
                            if (!result) result = moment;
                            result = s.project->stages[k].any_link ? std::min(*result, moment)
                                                                   : std::max(*result, moment);
                        }
                        return std::optional(std::max(0.0, result.value_or(0.0)));
                    };
                    const double x0 = k == 0 ? s.project->progress * B[i][0] : B[i][k - 1];
                    const double work = B[i][k] - x0;
                    Planned& stage = stages[i][k];
                    if (!stage.begun) {
                        const double opening = *opening_of(s.incoming[k]);
                        if (opening < 0.0) break;
                        stage.cursor = k == 0 ? 0.0 : stages[i][k - 1].cursor;
                        if (s.gated[k]) {
                            stage.cursor = std::max(
                                stage.cursor, s.calendar.work(std::max(s.earliest[k], opening)));
                        }
                        stage.begun = true;
                        stage.start = s.calendar.last_moment(stage.cursor);
                        if (work <= 0.0) stage.start = s.calendar.moment(stage.cursor);
                        moved = true;
                    }
                    const double end_opening = *opening_of(s.into_end[k]);
                    if (end_opening < 0.0) break;
                    const double cursor = stage.cursor;
                    stage.done = true;
                    stage.finish = std::max(end_opening, s.calendar.moment(cursor + work));
                    stage.cursor = std::max(cursor + work, s.calendar.work(end_opening));
                    const double until_12 = s.calendar.at_month(12) - cursor;
                    if (k == 0) position_at_12[i] = x0;
                    if (until_12 > 0.0) position_at_12[i] = x0 + std::min(work, until_12);
                    planned_finish[i] = stages[i][k].finish;
                    moved = true;
                }
            }
        }
        for (const auto& of_project : stages) {
            planned_start.emplace_back();
            for (const Planned& stage : of_project) planned_start.back().push_back(stage.start);
            if (finishes == nullptr) continue;
            finishes->emplace_back();
            for (const Planned& stage : of_project) finishes->back().push_back(stage.finish);
        }
    }

    void order_claimants() {
        for (std::size_t i = 0; i < model.projects.size(); ++i) {
            claimants.push_back({true, i, &model.projects[i]});
        }
        for (std::size_t i = 0; i < model.pipelines.size(); ++i) {
            claimants.push_back({false, i, &model.pipelines[i]});
        }
        std::sort(claimants.begin(), claimants.end(), [](const Claimant& a, const Claimant& b) {
            return std::tie(a.fundable->priority, a.fundable->id) <
                   std::tie(b.fundable->priority, b.fundable->id);
        });
    }

    bool defined(std::size_t which, int year) const {
        switch (which) {
            case fai_growth:
                return year > 0 || model.base_year.fai.has_value();
            case general_revenue_growth:
                return year > 0 || model.base_year.general_revenue.has_value();
            case first_year_execution:
                return year == 0 && first_year_plan > 0.0;
            case general_revenue_execution:
                return model.budget.general_revenue.has_value();
            case gdp:
            case gdp_growth:
            case debt_to_gdp:
                return model.economy.gdp.has_value();
            case market_closed:
            case bonds_refused:
                return model.tier_rules.has_value();
            case refinancing_refused:
                return model.tier_rules.has_value() || has_asset_lives;
            case debt_full_calibre:
            case debt_ratio_full_calibre:
            case full_green:
            case full_yellow:
            case full_orange:
            case full_red:
                return model.debt_policy.full_calibre.has_value();
            case payables_all:
            case payables_suppliers:
            case payables_guaranteed:
                return model.has_expenditure(Category::contracted);
            case remittance:
                return model.has_expenditure(Category::remittance);
            case account_transfers:
                return !model.account_transfers.empty();
            case special_coverage:
            case special_fallback:
                return has_special_debt;
            case restructuring_months:
            case general_interest_share:
            case special_interest_share:
            case general_hit:
            case special_hit:
            case projects_held_back:
                return model.restructuring.has_value();
            case platform_cash:
            case platform_income:
            case platform_subsidy:
            case platform_shortfall:
            case contingent_calls:
                return model.platform.has_value();
            case reserve_used:
                return model.reserve.has_value();
            case stabilisation_fund:
            case stabilisation_used:
                return model.stabilisation.has_value();
            case advances_outstanding:
            case advances_drawn:
                return model.advances.has_value();
            default:
                return true;
        }
    }
};

// ---------------------------------------------------------------------------------------------

/// One path: its state, and the steps of a month (section 6) as functions.
struct Simulator::Path {
    struct ProjectState {
        std::vector<double> B;
        std::vector<double> stage_finish;  // of the stages done
        std::vector<double> stage_start;   // of all stages, negative when not begun
        std::vector<char> passed;          // gates
        std::vector<char> end_open;        // what held back the end of a stage does no more
        double held_until = 0.0;           // moment of the last one that opened
        double at_gate_since = 0.0;        // a: earliest moment of passing the gate it stands at
        bool waits_at_end = false;         // the work of `stage` is done, its finish is held back
        std::size_t stage = 0;             // the first one that is not finished
        double final_cost = 0.0;
        double x = 0.0;
        double cursor = 0.0;
        double g = 0.0;
        double finish = -1.0;
        bool started = false;  // has worked (or had before the plan)
        bool running = false;  // is served by running_projects
        int short_months = 0;
        int pause = 0;                     // months of suspension left
        bool kept_back = false;            // this month, by fiscal restructuring
        bool kept_back_this_year = false;  // in some month of it
        bool suspended_this_year = false;
        bool cancelled = false;
        bool restarts_now = false;    // its pause is over, and it had begun
        double restart_unpaid = 0.0;  // share of final cost
        double restart_until = 0.0;   // value of C at which it has restarted
        double restart_asked = 0.0;   // of the current month, part of its need
        // of the current month
        bool asks = false;
        std::size_t last = 0;  // stage it may work on
        double limit = 0.0;    // its end
        double target = 0.0;   // x'
        double speed = 1.0;    // v, work for a unit of its time
        double rise = 0.0;     // max(0, G(F(x')) - g)
    };
    /// Units of a renewable capacity from a moment to another, or to no known one.
    struct Holding {
        std::size_t capacity = 0;
        std::size_t project = 0;
        std::size_t stage = 0;
        double units = 0.0;
        double from = 0.0;
        std::optional<double> to;
    };
    struct Claim {
        bool is_project = false;
        double need = 0.0;
        double paid = 0.0;
        double spent = 0.0;         // so far in the plan
        std::vector<double> drawn;  // so far, by row of funding
        std::vector<double> tied;   // in the source's pool for this claim alone, likewise
        /// A loan that grows by its interest, likewise: balance, this month's drawings, interest
        /// not added yet, month of the first drawing (-1: none).
        std::vector<double> loan, loan_drawn, loan_interest;
        std::vector<int> loan_begun;
        /// Capital that the project brought up and has not drawn yet, by row of funding: this is
        /// how far drawings go that are committed.
        std::vector<double> committed_to;
    };
    /// A receipt that comes on this path.
    struct Promise {
        const model::Receipt* receipt = nullptr;
        double arrives = 0.0;  // a moment
        double size = 0.0;
    };
    /// Debt of a class, existing or new, with what its principal may be replaced by.
    struct Debt {
        DebtClass debt_class = DebtClass::general;
        naive::Loan loan;
        std::optional<int> asset_life_end;
        model::YearSeries share;  // of principal that is refinanced, if not that of its class
        const model::Source* source = nullptr;          // where it is new and no refinancing
        const model::Instrument* instrument = nullptr;  // where it is not
    };
    /// Principal that falls due this month and has a right of its own.
    struct Maturing {
        DebtClass debt_class = DebtClass::general;
        std::optional<int> asset_life_end;
        model::YearSeries share;
        double principal = 0.0;
    };

    const Setup& setup;
    const model::Model& model;
    const Draws draws;
    FlatResult& out;
    int m = 0;
    std::size_t y = 0;

    std::vector<double> x, log_index;        // by driver
    std::vector<std::vector<double>> value;  // v(m) by driver, month
    /// What a line has of luck, by its stream.
    struct Luck {
        const model::Flow* flow = nullptr;
        double start = 0.0;   // over its base year's sum when the plan begins
        double spread = 1.0;  // how wide this path takes its standard deviation
        double persistence = 0.0, walk_sd = 0.0;
        double deviation = 0.0, index = 0.0;
        double of_year = 0.0;  // exponent that lasts for the year
        double share_mean = 0.0;
        double exponents = 0.0;  // of the year's months, added up
    };
    std::map<std::uint32_t, Luck> lucks;
    std::vector<double> driver_spread;
    double gdp_exponents = 0.0, gdp_start = 0.0;
    std::vector<double> land_sold;  // by yield; a share
    std::vector<int> outage_left;   // by taxpayer
    std::array<double, model::account_count> account{};
    std::vector<double> pool;                          // by source
    std::vector<std::vector<double>> untied_arrivals;  // by source and plan year
    std::vector<double> bank_drawn;                    // by source, this month
    std::vector<double> unissued;                      // by source: quota that a limit kept back
    double payables = 0.0;                             // unpaid three guarantees, remittance
    double owed_to_suppliers = 0.0;                    // unpaid contracts
    double year_paid_out = 0.0;                        // what left the treasury this year
    std::vector<double> came_by_line, came_by_payer, came_by_yield;  // this month
    std::vector<double> line_due;  // by expenditure line, this month
    std::vector<Debt> loans;
    std::array<double, model::debt_class_count> interest_arrears{}, principal_arrears{};
    std::array<double, model::debt_class_count> interest_due{}, principal_due{};
    std::vector<ProjectState> projects;
    std::vector<std::array<double, 4>> prospects;  // by funnel: in three steps, arrived this month
    std::vector<double> units_left;  // of each quota (this year) and throughput (this month)
    std::vector<Holding> holdings;
    std::vector<Claim> claims;  // in the order of setup.claimants
    std::vector<double> lacking = std::vector<double>(setup.claimants.size(), 0.0);  // likewise
    double first_year_spending = 0.0;
    std::vector<std::vector<double>> counted;  // FAI by claimant and month, before it is reported
    std::vector<double> innovations;
    bool in_crisis = false;
    std::vector<Maturing> maturing;
    model::Tier last_tier = model::Tier::green;  // in which the year before ended
    bool closed = false;                         // the bond market
    std::vector<double> waiting;                 // by source, bonds that wait for the market
    double company_cash = 0.0;                   // of the platform company
    double set_aside = 0.0;                      // budget reserve
    double fund_for_bad_years = 0.0;             // stabilisation fund
    double owed_above = 0.0;                     // advances of the higher level
    std::vector<double> advanced;                // by month, as they were
    bool in_restructuring = false;
    int clear_years = 0;
    // Of the year: interest falling due, expenditure of the two budgets.
    double year_general_interest = 0.0, year_special_interest = 0.0;
    double year_general_budget = 0.0, year_fund_budget = 0.0;
    double year_special_service = 0.0;
    std::vector<Promise> promises;
    std::vector<double> quota_left = std::vector<double>(model.refinancing.size(), 0.0);
    std::vector<double> bonds_earned, bonds_cost, bonds_owed;  // by project of bonds
    double special_income = 0.0, special_service = 0.0;        // since the plan began

    Path(const Setup& s, std::uint64_t seed, std::uint64_t path, FlatResult& result)
        : setup(s), model(s.model), draws(seed, path, s.model.simulation.median), out(result) {
        const auto months = static_cast<std::size_t>(setup.months);
        out.annual.assign(setup.series.size() * static_cast<std::size_t>(model.years), 0.0);
        out.monthly.assign(monthly_count * months, 0.0);
        out.finish.assign(model.projects.size(), -1.0);
        out.first_hit.clear();

        for (const model::Driver& driver : model.drivers) {
            x.push_back(driver.initial_deviation);
            log_index.push_back(0.0);
            value.emplace_back(months, 0.0);
            driver_spread.push_back(spread(driver.history_years, driver.stream));
        }
        for (std::size_t d = 0; d < model.drivers.size(); ++d) {
            if (model.drivers[d].drawn_start)
                x[d] =
                    model.drivers[d].volatility * driver_spread[d] * driver_normal(d, beginning, 0);
        }
        for_all_flows([this](const model::Flow& f) { begin_luck(f); });
        if (model.economy.gdp) {
            model::MonthProfile even;
            even.fill(1.0 / 12.0);
            gdp_start = start_of(model.economy.gdp_driver->value, even);
        }
        innovations.assign(model.drivers.size(), 0.0);
        land_sold.assign(model.yields.size(), 0.0);
        came_by_line.assign(model.revenue.size(), 0.0);
        came_by_payer.assign(model.taxpayers.size(), 0.0);
        came_by_yield.assign(model.yields.size(), 0.0);
        outage_left.assign(model.taxpayers.size(), 0);
        pool.assign(model.sources.size(), 0.0);
        untied_arrivals.assign(model.sources.size(),
                               std::vector<double>(static_cast<std::size_t>(model.years), 0.0));
        bank_drawn.assign(model.sources.size(), 0.0);
        waiting.assign(model.sources.size(), 0.0);
        if (model.tier_rules) last_tier = model.tier_rules->initial;
        if (model.platform) company_cash = amount(model.platform->opening_cash);
        if (model.stabilisation) fund_for_bad_years = amount(model.stabilisation->opening);
        advanced.assign(months, 0.0);
        unissued.assign(model.sources.size(), 0.0);
        line_due.assign(model.expenditure.size(), 0.0);
        for (std::size_t a = 0; a < model::account_count; ++a) {
            account[a] = amount(model.treasury.opening[a]);
        }
        for (auto* each : {&bonds_earned, &bonds_cost, &bonds_owed}) {
            each->assign(model.coverages.size(), 0.0);
        }
        for (const model::Instrument& instrument : model.debt) take_over(instrument);
        for (const ProjectSetup& project : setup.projects) begin_project(project);
        for (const model::Funnel& funnel : model.funnels) {
            prospects.push_back({static_cast<double>(funnel.initial[0]),
                                 static_cast<double>(funnel.initial[1]),
                                 static_cast<double>(funnel.initial[2]), 0.0});
        }
        units_left.assign(model.capacities.size(), 0.0);
        for (std::size_t i = 0; i < model.projects.size(); ++i) {
            const model::Project& project = model.projects[i];
            if (project.progress > 0.0) hold(i, 0, project.stages[0], 0.0);
        }
        for (const Claimant& claimant : setup.claimants) {
            counted.emplace_back(months, 0.0);
            claims.emplace_back();
            claims.back().is_project = claimant.is_project;
            claims.back().drawn.assign(claimant.fundable->funding.size(), 0.0);
            claims.back().tied.assign(claimant.fundable->funding.size(), 0.0);
            for (auto* each :
                 {&claims.back().loan, &claims.back().loan_drawn, &claims.back().loan_interest}) {
                each->assign(claimant.fundable->funding.size(), 0.0);
            }
            claims.back().loan_begun.assign(claimant.fundable->funding.size(), -1);
            claims.back().committed_to.assign(claimant.fundable->funding.size(), 0.0);
        }
        for (std::size_t i = 0; i < model.receipts.size(); ++i) {
            const model::Receipt& receipt = model.receipts[i];
            // With certainty u is always below 1.
            if (draws.u(receipt.stream, receipt_comes, 0) >= receipt.probability) continue;
            const double delay =
                setup.receipt_delays[i].at(draws.u(receipt.stream, receipt_lateness, 0));
            promises.push_back(
                {&receipt, receipt.month + delay,
                 fen(setup.receipt_sizes[i].at(draws.u(receipt.stream, receipt_size, 0)))});
        }
    }

    void run() {
        for (m = 0; m < setup.months; ++m) {
            y = static_cast<std::size_t>(m / 12);
            if (m % 12 == 0) begin_year();
            move_drivers();
            move_luck();
            move_market();
            receive_revenue();
            receive_new_money();
            attract_investors();
            return_advances_that_are_due();
            let_debt_fall_due();
            borrow_the_deficit();
            set_the_reserve_aside();
            give_up_projects();
            share_capacities();
            form_needs();
            pay_in_order();
            return_advances_from_what_is_left();
            if (m % 12 == 11) fill_the_fund();
            book_bank_loans();
            progress_projects();
            let_building_loans_grow();
            end_month();
            if (m % 12 == 11) end_year();
        }
        for (std::size_t s = 0; s < setup.series.size(); ++s) {
            if (!counts_fen(s) || setup.series[s].indicator == "economy_growth" ||
                setup.series[s].indicator == "special_coverage" ||
                setup.series[s].indicator == "prospects") {
                continue;
            }
            for (int year = 0; year < model.years; ++year) {
                annual(s, static_cast<std::size_t>(year)) /= 100.0;
            }
        }
        for (double& figure : out.monthly) figure /= 100.0;
    }

    // --- results ---

    double& annual(std::size_t series, std::size_t year) {
        return out.annual[series * static_cast<std::size_t>(model.years) + year];
    }
    double& year(std::size_t series) { return annual(series, y); }
    double& month(Monthly which) {
        return out
            .monthly[which * static_cast<std::size_t>(setup.months) + static_cast<std::size_t>(m)];
    }

    // --- step 1 ---

    template <class Do>
    void for_all_flows(Do act) {
        for (const auto& each : model.revenue) act(each.flow);
        for (const auto& each : model.taxpayers) act(each.output);
        for (const auto& each : model.expenditure) act(each.flow);
        for (const auto& each : model.account_transfers) act(each.flow);
        for (const auto& each : model.sources) {
            if (!each.unlimited) act(each.arrival);
        }
        for (const auto& each : model.pipelines) act(each.need);
        for (const auto& each : model.yields) act(each.flow);
        for (const auto& each : model.economic_series) act(each.flow);
    }

    /// Section 2: a spread known from some years, nu = 10 + years.
    double spread(double history_years, std::uint32_t stream) const {
        if (history_years <= 0.0) return 1.0;
        const double nu = 10.0 + history_years;
        return setup.spread_widths.at(nu).at(draws.z(stream, width_of_spread, 0)) *
               std::sqrt(nu / (nu - 2.0));
    }
    double driver_normal(std::size_t d, Purpose purpose, int number) const {
        double z = 0.0;
        for (std::size_t j = 0; j <= d; ++j) {
            z += model.correlation_factor[d][j] * draws.z(model.drivers[j].stream, purpose, number);
        }
        return z;
    }
    /// A shock's normal with its correlations: with drivers and shocks, or yearly with shocks
    /// alone.
    double shock_normal(std::size_t s, Purpose purpose, int number, bool yearly) const {
        const model::Shock& shock = model.shocks[s];
        const auto& factor = yearly ? shock.year_factor : shock.factor;
        if (factor.empty()) return draws.z(shock.stream, purpose, number);
        double z = 0.0;
        for (const auto& [place, weight] : factor) {
            const std::size_t n = yearly ? 0 : model.drivers.size();
            const std::uint32_t stream =
                place < n ? model.drivers[place].stream : model.shocks[place - n].stream;
            z += weight * draws.z(stream, purpose, number);
        }
        return z;
    }
    /// How far a line with this profile stands, for its driver, over the base year's sum.
    double start_of(std::size_t d, const model::MonthProfile& profile) const {
        const model::Driver& driver = model.drivers[d];
        if (!driver.drawn_start) return 0.0;
        const YearOfSteps steps(profile, driver.persistence);
        return driver.volatility * driver_spread[d] *
               (steps.with_deviation * driver_normal(d, beginning, 0) +
                steps.beside_it * driver_normal(d, beginning, 1));
    }
    void begin_luck(const model::Flow& f) {
        Luck luck;
        luck.flow = &f;
        for (const auto& sensitivity : f.sensitivities) {
            luck.start += sensitivity.elasticity * start_of(sensitivity.driver.value, f.profile);
        }
        const model::Uncertainty& u = f.uncertainty;
        if (u.shock) {
            const std::size_t s = u.shock->value;
            luck.spread = spread(u.history_years, model.shocks[s].stream);
            luck.persistence = monthly_persistence(u.half_life_months);
            if (u.annual_sd > 0.0 && u.permanent > 0.0) {
                const YearOfSteps steps(f.profile, luck.persistence);
                luck.walk_sd = u.annual_sd * std::sqrt(u.permanent) / steps.year_sd;
                const double first = shock_normal(s, beginning, 0, false);
                const double second = shock_normal(s, beginning, 1, false);
                luck.deviation = luck.spread * first;
                luck.start += luck.walk_sd * luck.spread *
                              (steps.with_deviation * first + steps.beside_it * second);
            }
        }
        lucks[f.stream] = luck;
    }
    double month_noise(std::size_t s, int month_of_plan) const {
        return std::sqrt(3.0) *
               (2.0 * draws.u(model.shocks[s].stream, share_of_month, month_of_plan) - 1.0);
    }
    void begin_year_of(Luck& luck) {
        const model::Uncertainty& u = luck.flow->uncertainty;
        const int year_number = static_cast<int>(y) + 1;
        luck.of_year = luck.start;
        luck.exponents = 0.0;
        if (u.history_years > 0.0) {
            luck.of_year += 0.02 * year_number * draws.z(model.drivers_stream, growth_missed, 0);
        }
        if (!u.shock) return;
        const std::size_t s = u.shock->value;
        if (u.annual_sd > 0.0 && u.permanent < 1.0) {
            luck.of_year += u.annual_sd * std::sqrt((1.0 - u.permanent) / 2.0) * luck.spread *
                            (shock_normal(s, yearly_noise, year_number, true) -
                             shock_normal(s, yearly_noise, 0, true));
        }
        double all = 0.0;
        luck.share_mean = 0.0;
        for (int month = 0; month < 12; ++month) {
            const double share = luck.flow->profile[static_cast<std::size_t>(month)];
            all += share;
            luck.share_mean += share * month_noise(s, 12 * static_cast<int>(y) + month);
        }
        luck.share_mean /= all;
    }

    /// After the drivers have moved.
    void move_luck() {
        for (auto& [stream, luck] : lucks) {
            if (m % 12 == 0) begin_year_of(luck);
            if (luck.walk_sd > 0.0) {
                const double innovation =
                    shock_normal(luck.flow->uncertainty.shock->value, driver_innovation, m, false);
                luck.deviation =
                    luck.persistence * luck.deviation +
                    std::sqrt(1.0 - luck.persistence * luck.persistence) * luck.spread * innovation;
                luck.index += luck.deviation / 12.0;
            }
            luck.exponents += exponent_of(*luck.flow, luck);
        }
        if (m % 12 == 0) gdp_exponents = 0.0;
        if (model.economy.gdp) gdp_exponents += log_index[model.economy.gdp_driver->value];
    }

    double exponent_of(const model::Flow& f, const Luck& luck) const {
        double exponent = luck.of_year + luck.walk_sd * luck.index;
        for (const model::Sensitivity& s : f.sensitivities) {
            const std::size_t d = s.driver.value;
            const double mean_path =
                f.around_mean_path ? setup.mean_log_index[d][static_cast<std::size_t>(m)] : 0.0;
            exponent += s.elasticity * (log_index[d] - mean_path);
        }
        return exponent;
    }

    void begin_year() {
        for (ProjectState& p : projects) p.suspended_this_year = p.kept_back_this_year = false;
        year_general_interest = year_special_interest = 0.0;
        year_general_budget = year_fund_budget = year_special_service = 0.0;
    }

    const model::TierRule& tier_rule() const {
        return model.tier_rules->rules[static_cast<std::size_t>(last_tier)];
    }

    void move_market() {
        if (model.tier_rules) {
            const double u = draws.u(model.tier_rules->stream, market_switch, m);
            if (closed) {
                closed = u >= tier_rule().market_opens;
            } else {
                closed = u < tier_rule().market_closes;
            }
        }
        if (closed) year(market_closed) += 1.0;
        if (in_restructuring) year(restructuring_months) += 1.0;
    }

    void move_drivers() {
        const std::size_t n = model.drivers.size();
        for (std::size_t d = 0; d < n; ++d) {
            innovations[d] = draws.z(model.drivers[d].stream, driver_innovation, m);
        }
        const std::vector<double> before = x;
        if (model.crisis) {
            const double u = draws.u(model.drivers_stream, crisis_switch, m);
            if (!in_crisis) {
                in_crisis = u < model.crisis->entry;
            } else if (u < model.crisis->exit) {
                in_crisis = false;
            }
        }
        for (std::size_t d = 0; d < n; ++d) {
            const model::Driver& driver = model.drivers[d];
            double epsilon = 0.0;
            for (std::size_t j = 0; j <= d; ++j) {
                epsilon += model.correlation_factor[d][j] * innovations[j];
            }
            if (setup.tail_widths[d]) {
                epsilon *= setup.tail_widths[d]->at(
                    draws.z(model.drivers_stream, tail_width, static_cast<int>(y)));
            }
            epsilon *= driver_spread[d];
            const double rho = driver.persistence;
            double sigma = driver.volatility;
            if (in_crisis) sigma *= driver.crisis_volatility;
            x[d] = rho * before[d] + sigma * std::sqrt(1.0 - rho * rho) * epsilon;
            for (const model::Spillover& spillover : driver.spillovers) {
                x[d] += spillover.coefficient * before[spillover.from.value];
            }
            if (draws.u(driver.stream, jump_happens, m) < driver.jump_probability) {
                x[d] += driver.jump_mean + driver.jump_sd * draws.z(driver.stream, jump_height, m);
            }
            const double off_the_mean = x[d] + (in_crisis ? driver.crisis_shift : 0.0);
            value[d][static_cast<std::size_t>(m)] = driver.mean[y] + off_the_mean;
            if (m % 12 == 0) {
                log_index[d] += std::log(1.0 + driver.mean[y]);
                const int now = static_cast<int>(y) + 1;
                log_index[d] += driver.annual_sd * std::sqrt((1.0 - driver.permanent) / 2.0) *
                                driver_spread[d] *
                                (draws.z(driver.stream, yearly_noise, now) -
                                 draws.z(driver.stream, yearly_noise, now - 1));
                if (driver.history_years > 0.0) {
                    log_index[d] += 0.02 * draws.z(model.drivers_stream, growth_missed, 0);
                }
            }
            log_index[d] += off_the_mean / 12.0;
        }
    }

    /// The month's share of a year's amount in whole fen: rounded down, and one more where few
    /// enough months have a larger remainder, so that the months sum to the year. Where the shares
    /// are no parts of one whole (a profile of ones) the product as it is.
    static double part_of_year(double whole, const model::MonthProfile& shares, std::size_t now) {
        double sum = 0.0, left = whole;
        for (const double share : shares) {
            sum += share;
            left -= std::floor(whole * share);
        }
        if (std::abs(sum - 1.0) > 1e-9) return whole * shares[now];
        const auto remainder = [&](std::size_t i) {
            return whole * shares[i] - std::floor(whole * shares[i]);
        };
        double before = 0.0;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const bool larger = remainder(i) > remainder(now);
            before += larger || (remainder(i) == remainder(now) && i < now) ? 1.0 : 0.0;
        }
        double part = std::floor(whole * shares[now]);
        if (before < left) part += 1.0;
        if (left < 0.0 && before >= 12.0 + left) part -= 1.0;
        return part;
    }

    double flow(const model::Flow& f) const {
        const auto now = static_cast<std::size_t>(m % 12);
        const bool moved = !f.sensitivities.empty() || f.uncertainty.annual_sd != 0.0 ||
                           f.uncertainty.month_sd != 0.0 || f.uncertainty.history_years != 0.0;
        const double planned = moved ? amount(f.annual[y]) * f.profile[now]
                                     : part_of_year(amount(f.annual[y]), f.profile, now);
        const Luck& luck = lucks.at(f.stream);
        double share = 1.0;
        if (f.uncertainty.month_sd > 0.0) {
            share += f.uncertainty.month_sd *
                     (month_noise(f.uncertainty.shock->value, m) - luck.share_mean);
        }
        return planned * std::exp(exponent_of(f, luck)) * share;
    }

    // --- step 2 ---

    void receive_revenue() {
        for (std::size_t i = 0; i < model.revenue.size(); ++i) {
            const model::RevenueLine& line = model.revenue[i];
            const double received = fen(flow(line.flow));
            came_by_line[i] = received;
            count_for_bonds(&model::Coverage::revenue, i, received, 0.0, 0.0);
            if (line.platform) {
                company_cash += received;
                year(platform_income) += received;
                continue;
            }
            account[index_of(line.account)] += received;
            if (line.category == model::RevenueLine::Category::transfer) {
                year(transfers) += received;
            } else if (line.account == model::Account::general) {
                count_general_revenue(received, line.district);
            } else if (line.account == model::Account::fund) {
                year(fund_revenue) += received;
            } else {
                year(state_capital_revenue) += received;
            }
        }
        for (std::size_t i = 0; i < model.taxpayers.size(); ++i) tax(i);
        for (std::size_t i = 0; i < model.projects.size(); ++i) {
            const model::Project& project = model.projects[i];
            const double finish = projects[i].finish;
            if (finish < 0.0 || finish > m) continue;
            const double c =
                std::min(1.0, (m + 1 - finish) / std::max(1.0, project.ramp_up_months));
            const double output = amount(project.new_output) / 12.0 * c;
            const double tax = fen(output * project.tax_rate);
            year(new_output) += fen(output);
            account[index_of(model::Account::general)] += tax;
            count_general_revenue(tax, project.district);
        }
        for (std::size_t i = 0; i < model.yields.size(); ++i) receive_yield(i);
        for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
            const model::ExpenditureLine& line = model.expenditure[i];
            if (line.category != Category::remittance) continue;
            const double due = expenditure_due(i);
            payables += due - pay(line.account, due, treasury());
            year(remittance) += due;
        }
        for (const model::AccountTransfer& each : model.account_transfers) {
            const double wanted =
                each.of_revenue ? part_of_revenue(*each.of_revenue) : fen(flow(each.flow));
            double& from = account[index_of(each.from)];
            const double moved = from > 0.0 ? std::min(wanted, from) : 0.0;
            from -= moved;
            account[index_of(each.to)] += moved;
            year(account_transfers) += moved;
        }
    }

    /// What of this month's revenue is the share.
    double part_of_revenue(const model::RevenueShare& of) const {
        double came = 0.0;
        for (const std::size_t i : of.revenue) came += came_by_line[i];
        for (const std::size_t i : of.taxpayers) came += came_by_payer[i];
        for (const std::size_t i : of.yields) came += came_by_yield[i];
        return fen(came * of.share[y]);
    }

    /// How much of a yield flows by the end of the month: nothing until its stage is known to be
    /// finished, all of it after its months.
    double share_in_flow(const model::Yield& yield) const {
        const std::vector<double>& finishes = projects[yield.project.value].stage_finish;
        if (yield.stage >= finishes.size()) return 0.0;
        const double since = m + 1 - finishes[yield.stage];
        return yield.months > 1.0 ? std::min(since / yield.months, 1.0) : std::min(since, 1.0);
    }

    /// What a project earns, costs and owes on its bonds, since the plan began.
    void count_for_bonds(std::vector<std::size_t> model::Coverage::* list, std::size_t index,
                         double earned, double cost, double owed) {
        for (std::size_t c = 0; c < model.coverages.size(); ++c) {
            for (const std::size_t each : model.coverages[c].*list) {
                if (each != index) continue;
                bonds_earned[c] += earned;
                bonds_cost[c] += cost;
                bonds_owed[c] += owed;
            }
        }
    }
    void receive_yield(std::size_t i) {
        const model::Yield& yield = model.yields[i];
        if (yield.kind == model::Yield::Kind::operating_cost) return;
        double part = share_in_flow(yield);
        if (yield.kind == model::Yield::Kind::land_sale) {
            part -= land_sold[i];
            land_sold[i] += part;
        }
        const double received = fen(flow(yield.flow) * part);
        came_by_yield[i] = received;
        if (setup.optional.yields.contains(yield.kind)) {
            year(setup.optional.yields.at(yield.kind)) += received;
        }
        count_for_bonds(&model::Coverage::yields, i, received, 0.0, 0.0);
        if (yield.platform) {
            company_cash += received;
            year(platform_income) += received;
            return;
        }
        account[index_of(yield.account)] += received;
        switch (yield.account) {
            case model::Account::general:
                count_general_revenue(received, model.projects[yield.project.value].district);
                break;
            case model::Account::fund:
                year(fund_revenue) += received;
                break;
            case model::Account::state_capital:
                year(state_capital_revenue) += received;
                break;
        }
    }

    void tax(std::size_t i) {
        const model::Taxpayer& taxpayer = model.taxpayers[i];
        const std::uint32_t stream = taxpayer.output.stream;
        if (outage_left[i] == 0 && taxpayer.outage_hazard > 0.0 &&
            draws.u(stream, outage_start, m) < taxpayer.outage_hazard) {
            const double length = setup.outage_durations[i].at(draws.u(stream, outage_length, m));
            outage_left[i] = static_cast<int>(std::max(1.0, std::nearbyint(length)));
        }
        const double loss = outage_left[i] > 0 ? taxpayer.outage_loss : 0.0;
        if (outage_left[i] > 0) --outage_left[i];
        const double output = fen(flow(taxpayer.output) * (1.0 - loss));
        const double kept = fen(output * taxpayer.tax_rate * taxpayer.retained_share);
        came_by_payer[i] = kept;
        year(taxpayer_output) += output;
        account[index_of(model::Account::general)] += kept;
        count_general_revenue(kept, taxpayer.district);
    }

    void count_general_revenue(double received, const std::string& district) {
        year(general_revenue) += received;
        if (!district.empty()) {
            year(setup.series_of("general_revenue", "district:" + district)) += received;
        }
        month(monthly_general_revenue) += received;
    }

    // --- step 3 ---

    void receive_new_money() {
        using Kind = model::Source::Kind;
        for (std::size_t i = 0; i < model.sources.size(); ++i) {
            const model::Source& source = model.sources[i];
            if (source.unlimited) continue;
            if (source.carry_years && m % 12 == 0) drop_what_lapsed(i, *source.carry_years);
            double tied_now = 0.0;
            double arrived = fen(flow(source.arrival));
            if (source.kind == Kind::special_bond || source.kind == Kind::general_bond ||
                source.kind == Kind::platform_bond) {
                arrived = issued(i, arrived);
            }
            if (source.kind == Kind::platform_bond) {
                company_cash += proceeds(*source.debt, arrived);
                borrow(source, arrived);
                year(new_debt) += arrived;
                continue;
            }
            for (const Promise& promise : promises) {
                if (promise.receipt->source.value != i) continue;
                if (promise.arrives < m || promise.arrives >= m + 1) continue;
                arrived += promise.size;
                if (!promise.receipt->project) continue;
                tie(*promise.receipt, promise.size);
                tied_now += promise.size;
            }
            if (source.kind == Kind::special_bond || source.kind == Kind::general_bond) {
                const bool special = source.kind == Kind::special_bond;
                const double earned = fen(pool[i] * source.deposit_rate.per_year / 12.0);
                account[index_of(special ? model::Account::fund : model::Account::general)] +=
                    earned;
                if (special) {
                    year(fund_revenue) += earned;
                } else {
                    count_general_revenue(earned, "");
                }
                arrived = issue(i, arrived);
            }
            const bool bond =
                source.kind == Kind::special_bond || source.kind == Kind::general_bond;
            pool[i] += bond ? proceeds(*source.debt, arrived) : arrived;
            untied_arrivals[i][static_cast<std::size_t>(m / 12)] += arrived - tied_now;
            if (source.kind == Kind::grant) year(transfers) += arrived;
            if (source.kind == Kind::land_quota) year(fund_revenue) += arrived;
            if (source.kind == Kind::asset_disposal) year(state_capital_revenue) += arrived;
            if (source.kind == Kind::special_bond || source.kind == Kind::general_bond) {
                borrow(source, arrived);
                year(new_debt) += arrived;
            }
        }
    }

    /// What is received for a face of new debt.
    double proceeds(const model::NewDebtTerms& terms, double face) {
        const double share = terms.issue_price - terms.issue_fee;
        const double received = share == 1.0 ? face : fen(face * share);
        if (setup.optional.issue_costs > 0) year(setup.optional.issue_costs) += face - received;
        return received;
    }

    /// What of a bond source's amount can be issued this month.
    double issued(std::size_t source, double planned) {
        if (!model.tier_rules) return planned;
        const double allowed = fen(planned * tier_rule().borrowing_limit);
        year(bonds_refused) += planned - allowed;
        waiting[source] += allowed;
        double out_now = 0.0;
        if (!closed) std::swap(out_now, waiting[source]);
        if (m % 12 == 11 && !model.sources[source].carries_quota) {
            year(bonds_refused) += waiting[source];
            waiting[source] = 0.0;
        }
        return out_now;
    }
    const model::DebtLimit* limit_of(DebtClass debt_class) const {
        for (const model::DebtLimit& limit : model.debt_limits) {
            if (limit.debt_class == debt_class) return &limit;
        }
        return nullptr;
    }
    static DebtClass class_of(const model::Source& bond) {
        return bond.kind == model::Source::Kind::special_bond ? DebtClass::special
                                                              : DebtClass::general;
    }
    /// All that is owed in a class, what falls due this month included.
    double owed_in(DebtClass debt_class) const {
        double sum = principal_arrears[index_of(debt_class)] + principal_due[index_of(debt_class)];
        for (const Debt& debt : loans) {
            if (debt.debt_class == debt_class) sum += debt.loan.balance();
        }
        return sum;
    }
    /// As much as the limit of the class allows.
    double within_limit(DebtClass debt_class, double wanted) const {
        const model::DebtLimit* limit = limit_of(debt_class);
        if (limit == nullptr) return wanted;
        return std::min(wanted, std::max(0.0, amount(limit->limit[y]) - owed_in(debt_class)));
    }
    /// What a bond source issues of this month's quota and of what is left of earlier ones.
    double issue(std::size_t i, double quota) {
        const model::Source& bond = model.sources[i];
        if (m % 12 == 0 && !bond.carries_quota) unissued[i] = 0.0;
        // What was cut is offered again in the next window in which the market is open.
        const bool window = bond.arrival.profile[static_cast<std::size_t>(m % 12)] != 0.0;
        double wanted = quota;
        if (window && !closed) {
            wanted += unissued[i];
            unissued[i] = 0.0;
        }
        const double out_now = within_limit(class_of(bond), wanted);
        unissued[i] += wanted - out_now;
        return out_now;
    }

    /// Interest during construction: half of the month's drawings bear it (建设项目经济评价方法与
    /// 参数), until the project is finished; it is added on the loan's days of payment.
    void let_building_loans_grow() {
        for (std::size_t c = 0; c < claims.size(); ++c) {
            const Claimant& claimant = setup.claimants[c];
            for (std::size_t j = 0; j < claims[c].loan.size(); ++j) {
                double& balance = claims[c].loan[j];
                double& drawn = claims[c].loan_drawn[j];
                double& interest = claims[c].loan_interest[j];
                int& begun = claims[c].loan_begun[j];
                if (balance + drawn == 0.0) continue;
                if (begun < 0) begun = m;
                const model::Source& source =
                    model.sources[claimant.fundable->funding[j].source.value];
                const model::NewDebtTerms& terms = *source.debt;
                double rate = terms.loan.rate.per_year;
                if (const auto driver = terms.loan.rate_driver) {
                    rate += value[driver->value][static_cast<std::size_t>(m)];
                }
                if (model.tier_rules) rate += tier_rule().spread;
                if (terms.loan.rate_floor) rate = std::max(rate, *terms.loan.rate_floor);
                const ProjectState& project = projects[claimant.index];
                double moment = m + 1.0;  // until when it is being built
                bool ended = false;
                if (project.cancelled) {
                    moment = m;
                    ended = true;
                } else if (project.finish >= 0.0 && project.finish <= m + 1.0) {
                    moment = std::max(project.finish, static_cast<double>(m));
                    ended = true;
                }
                interest += (balance + 0.5 * drawn) * rate *
                            (naive::years_of_month(terms.loan.day_count, model.first_year, m) *
                             (moment - m));
                balance += drawn;
                drawn = 0.0;
                const int term = 12 * terms.tenor_years;
                const naive::Loan contract(terms, balance, rate, begun - 1, term, model.first_year);
                if (m - (begun - 1) >= term - 1) ended = true;
                if (!ended && !contract.settles_in(m)) continue;
                const double added = fen(interest);
                interest = 0.0;
                balance += added;
                year(setup.optional.capitalised) += added;
                if (!ended) continue;
                loans.push_back(
                    {DebtClass::bank,
                     naive::Loan(terms, balance, rate, begun - 1, term, model.first_year, moment),
                     std::nullopt,
                     {}});
                loans.back().source = &source;
                balance = 0.0;
                begun = -1;
            }
        }
    }

    /// The oldest money is spent first, so what is left is the youngest; of it stays what is tied
    /// to somebody and what arrived in the last `years` years.
    void drop_what_lapsed(std::size_t i, int years) {
        double may_stay = 0.0;
        for (std::size_t c = 0; c < claims.size(); ++c) {
            const auto& funding = setup.claimants[c].fundable->funding;
            for (std::size_t j = 0; j < funding.size(); ++j) {
                if (funding[j].source.value == i) may_stay += claims[c].tied[j];
            }
        }
        const int now = m / 12;
        for (int then = std::max(0, now - years); then < now; ++then) {
            may_stay += untied_arrivals[i][static_cast<std::size_t>(then)];
        }
        pool[i] = std::min(pool[i], may_stay);
    }

    void tie(const model::Receipt& receipt, double size) {
        for (std::size_t c = 0; c < claims.size(); ++c) {
            const Claimant& claimant = setup.claimants[c];
            if (!claimant.is_project || claimant.index != receipt.project->value) continue;
            for (std::size_t j = 0; j < claimant.fundable->funding.size(); ++j) {
                if (claimant.fundable->funding[j].source == receipt.source) {
                    claims[c].tied[j] += size;
                }
            }
        }
    }

    /// Money in a pool that is set aside for others than this claim.
    double tied_to_others(std::size_t source, const Claim& mine) const {
        double sum = 0.0;
        for (std::size_t c = 0; c < claims.size(); ++c) {
            if (&claims[c] == &mine) continue;
            const auto& funding = setup.claimants[c].fundable->funding;
            for (std::size_t j = 0; j < funding.size(); ++j) {
                if (funding[j].source.value == source) sum += claims[c].tied[j];
            }
        }
        return sum;
    }

    /// The smallest count with at least u of the probability.
    static int binomial(int n, double p, double u) {
        if (n == 0) return 0;
        const boost::math::binomial_distribution<double, Policy> counts(n, p);
        int k = 0;
        while (k < n && cdf(counts, k) < u) ++k;
        return k;
    }

    void attract_investors() {
        for (std::size_t f = 0; f < model.funnels.size(); ++f) {
            const model::Funnel& funnel = model.funnels[f];
            std::array<double, 4>& counts = prospects[f];
            std::array<double, 3> leaving{};
            std::array<double, 3> going_on{};
            for (std::size_t s = 0; s < 3; ++s) {
                const int number = 2 * (3 * m + static_cast<int>(s));
                if (model.simulation.median) {
                    leaving[s] = counts[s] / funnel.months[s];
                    going_on[s] = leaving[s] * funnel.probability[s];
                    continue;
                }
                leaving[s] = binomial(static_cast<int>(counts[s]), 1.0 / funnel.months[s],
                                      draws.u(funnel.stream, prospect_moves, number));
                going_on[s] = binomial(static_cast<int>(leaving[s]), funnel.probability[s],
                                       draws.u(funnel.stream, prospect_moves, number + 1));
            }
            counts[3] = 0;
            for (std::size_t s = 0; s < 3; ++s) {
                counts[s] -= leaving[s];
                counts[s + 1] += going_on[s];
            }
            const double rate = funnel.new_prospects[y];
            const double part = rate - std::floor(rate);
            if (model.simulation.median) {
                counts[0] += rate;
            } else {
                counts[0] += std::floor(rate);
                if (draws.u(funnel.stream, prospect_appears, m) < part) ++counts[0];
            }

            const double money = funnel.source ? fen(counts[3] * amount(funnel.investment)) : 0.0;
            if (funnel.source) pool[funnel.source->value] += money;
            year(setup.funnel_series) += money;
            note_of_funnel(f, "investment_attracted", "funnel:", money);
            const auto note = [&](std::size_t place, const char* count, double number) {
                year(setup.funnel_series + place) += number;
                note_of_funnel(f, "prospects", count + std::string(":"), number);
            };
            if (m % 12 == 11) {
                note(1, "negotiating", counts[0]);
                note(2, "signed", counts[1]);
                note(3, "landed", counts[2]);
            }
            note(4, "arrived", counts[3]);
            note(5, "newly_signed", going_on[0]);
            note(6, "newly_landed", going_on[1]);
        }
    }
    /// A figure of one funnel, where it is told.
    void note_of_funnel(std::size_t f, const std::string& indicator, const std::string& prefix,
                        double number) {
        const std::size_t place = setup.series_of(indicator, prefix + model.funnels[f].id);
        if (place != 0) year(place) += number;
    }

    // --- section 5 ---

    void take_over(const model::Instrument& instrument) {
        loans.push_back({instrument.debt_class,
                         naive::Loan(instrument, model.first_year,
                                     [this, &instrument](int month) {
                                         return value[instrument.loan.rate_driver->value]
                                                     [static_cast<std::size_t>(month)];
                                     }),
                         instrument.asset_life_end, instrument.refinancing_share, nullptr,
                         &instrument});
    }

    void borrow(DebtClass debt_class, double borrowed, const model::NewDebtTerms& terms) {
        borrow(debt_class, borrowed, terms, 12 * terms.tenor_years, std::nullopt);
    }
    /// A bond of a source.
    void borrow(const model::Source& source, double borrowed) {
        const DebtClass debt_class = source.kind == model::Source::Kind::platform_bond
                                         ? DebtClass::platform
                                         : class_of(source);
        std::optional<int> end;
        if (source.asset_life_years) {
            end = m + 12 * *source.asset_life_years;
            int longest = 0;
            for (const model::Refinancing& rule : model.refinancing) {
                longest = std::max(longest, 12 * rule.terms.tenor_years);
            }
            if (*end >= 12 * model.years - 1 + longest) end.reset();
        }
        borrow(debt_class, borrowed, *source.debt, 12 * source.debt->tenor_years, end);
        if (borrowed != 0.0) loans.back().source = &source;
    }
    /// With a term of its own in months.
    void borrow(DebtClass debt_class, double borrowed, const model::NewDebtTerms& terms, int term,
                std::optional<int> asset_life_end) {
        if (borrowed == 0.0) return;
        double margin = terms.loan.rate.per_year;
        if (model.tier_rules) margin += tier_rule().spread;
        double rate = margin;
        naive::Loan::RateOf driver;
        if (terms.loan.rate_driver) {
            const auto& values = value[terms.loan.rate_driver->value];
            rate += values[static_cast<std::size_t>(m)];
            driver = [&values](int month) { return values[static_cast<std::size_t>(month)]; };
        }
        if (terms.loan.rate_floor) rate = std::max(rate, *terms.loan.rate_floor);
        loans.push_back(
            {debt_class,
             naive::Loan(terms, borrowed, rate, m, term, model.first_year, driver, margin),
             asset_life_end,
             {}});
    }

    void serve(Debt& debt) {
        const naive::Loan::Due due = debt.loan.serve(m);
        interest_due[index_of(debt.debt_class)] += due.interest;
        principal_due[index_of(debt.debt_class)] += due.principal;
        if (due.capitalised != 0.0) year(setup.optional.capitalised) += due.capitalised;
        const double service = due.interest + due.principal;
        if (debt.source != nullptr) {
            count_for_bonds(&model::Coverage::sources,
                            static_cast<std::size_t>(debt.source - model.sources.data()), 0.0, 0.0,
                            service);
        }
        if (debt.instrument != nullptr) {
            count_for_bonds(&model::Coverage::instruments,
                            static_cast<std::size_t>(debt.instrument - model.debt.data()), 0.0, 0.0,
                            service);
        }
        if (!debt.asset_life_end && debt.share.empty()) return;
        for (Maturing& same : maturing) {
            if (same.debt_class != debt.debt_class || same.asset_life_end != debt.asset_life_end ||
                same.share != debt.share) {
                continue;
            }
            same.principal += due.principal;
            return;
        }
        maturing.push_back({debt.debt_class, debt.asset_life_end, debt.share, due.principal});
    }

    // --- step 4 ---

    void let_debt_fall_due() {
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            interest_arrears[c] += fen((interest_arrears[c] + principal_arrears[c]) *
                                       model.treasury.penalty_rate.per_year / 12.0);
        }
        interest_due.fill(0.0);
        principal_due.fill(0.0);
        maturing.clear();
        for (Debt& debt : loans) serve(debt);
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            year(interest) += interest_due[c];
            year(principal) += principal_due[c];
            year(debt_service) += interest_due[c] + principal_due[c];
            month(monthly_debt_service) += interest_due[c] + principal_due[c];
        }
        year_general_interest += interest_due[index_of(DebtClass::general)];
        year_special_interest += interest_due[index_of(DebtClass::special)];
        year_special_service += interest_due[index_of(DebtClass::special)] +
                                principal_due[index_of(DebtClass::special)];
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            if (interest_due[c] >= 0.0) continue;
            if (model.platform && c == index_of(DebtClass::platform)) {
                company_cash -= interest_due[c];
            } else {
                account[index_of(accounts_for(c).front())] -= interest_due[c];
            }
            interest_due[c] = 0.0;
        }
        for (std::size_t r = 0; r < model.refinancing.size(); ++r) {
            if (m % 12 == 0 && model.refinancing[r].quota) {
                quota_left[r] = amount((*model.refinancing[r].quota)[y]);
            }
        }
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            refinance(static_cast<DebtClass>(c));
        }
    }

    /// Principal of a class that falls due, what has a right of its own by itself, is replaced in
    /// the ways of its class by rank.
    void refinance(DebtClass debt_class) {
        double rest = principal_due[index_of(debt_class)];
        std::vector<Maturing> parts;
        for (const Maturing& part : maturing) {
            if (part.debt_class == debt_class) parts.push_back(part);
        }
        std::sort(parts.begin(), parts.end(), [](const Maturing& one, const Maturing& other) {
            const int never = std::numeric_limits<int>::max();
            const int end = one.asset_life_end.value_or(never);
            const int other_end = other.asset_life_end.value_or(never);
            return end != other_end ? end < other_end : one.share < other.share;
        });
        for (const Maturing& part : parts) {
            rest -= part.principal;
            replace(part);
        }
        replace({debt_class, std::nullopt, {}, rest});
    }

    void replace(const Maturing& part) {
        double left = part.principal;
        bool first = true;
        for (std::size_t r = 0; r < model.refinancing.size(); ++r) {
            const model::Refinancing& rule = model.refinancing[r];
            if (rule.debt_class != part.debt_class) continue;
            if (!first && !part.share.empty()) break;
            const double share = part.share.empty() ? rule.share[y] : part.share[y];
            first = false;
            double wanted = std::min(left, fen(share * part.principal));
            int term = 12 * rule.terms.tenor_years;
            if (part.asset_life_end) {
                const int step = rule.terms.loan.principal_period();
                const int life = std::max(0, *part.asset_life_end - m);
                term = std::min(term, life - life % step);
            }
            if (closed || term == 0) {
                year(refinancing_refused) += wanted;
                continue;
            }
            const DebtClass into = rule.into.value_or(rule.debt_class);
            if (into != rule.debt_class) wanted = within_limit(into, wanted);
            if (rule.quota) {
                wanted = std::min(wanted, quota_left[r]);
                quota_left[r] -= wanted;
            }
            // The end goes on only where the new class is refinanced at all.
            std::optional<int> end = part.asset_life_end;
            if (std::none_of(model.refinancing.begin(), model.refinancing.end(),
                             [into](const auto& each) { return each.debt_class == into; })) {
                end.reset();
            }
            borrow(into, wanted, rule.terms, term, end);
            const double repaid = proceeds(rule.terms, wanted);
            left -= repaid;
            principal_due[index_of(rule.debt_class)] -= repaid;
            year(refinanced) += repaid;
            if (into != rule.debt_class) year(setup.optional.resolved) += repaid;
        }
    }

    /// What expenditure and debt service need beyond cash above the floor.
    void borrow_the_deficit() {
        double needed = amount(model.treasury.cash_floor) + payables + owed_to_suppliers;
        for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
            if (model.expenditure[i].category != Category::remittance) needed += expenditure_due(i);
        }
        for (std::size_t i = 0; i < model.yields.size(); ++i) needed += operating_due(i);
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            if (model.platform && c == index_of(DebtClass::platform)) continue;
            needed += interest_due[c] + principal_due[c];
            needed += interest_arrears[c] + principal_arrears[c];
        }
        needed += m % 12 == 0 ? reserve_planned() : set_aside;
        const double short_of = std::max(0.0, needed - treasury());
        for (const model::Source& source : model.sources) {
            if (source.deficit_share.empty()) continue;
            double borrowed = up(short_of * source.deficit_share[y] /
                                 (source.debt->issue_price - source.debt->issue_fee));
            if (closed) {
                year(bonds_refused) += borrowed;
                borrowed = 0.0;
            }
            borrowed = within_limit(class_of(source), borrowed);
            borrow(source, borrowed);
            account[index_of(model::Account::general)] += proceeds(*source.debt, borrowed);
            year(new_debt) += borrowed;
        }
    }

    /// This month's amount of an expenditure line, after the cuts of a restructuring.
    double expenditure_due(std::size_t i) const {
        const model::ExpenditureLine& line = model.expenditure[i];
        const double planned =
            line.of_revenue ? part_of_revenue(*line.of_revenue) : fen(flow(line.flow));
        const bool is_owed = line.category == Category::three_guarantees ||
                             line.category == Category::contracted ||
                             line.category == Category::remittance;
        return is_owed ? planned : after_cuts(planned);
    }
    double after_cuts(double planned) const {
        return in_restructuring ? fen(planned * (1.0 - model.restructuring->other_cut)) : planned;
    }
    /// This month's cost of running a finished project; 0 for yields that are no cost.
    double operating_due(std::size_t i) const {
        const model::Yield& yield = model.yields[i];
        if (yield.kind != model::Yield::Kind::operating_cost) return 0.0;
        return after_cuts(fen(flow(yield.flow) * share_in_flow(yield)));
    }
    void count_budget(model::Account of, double paid) {
        if (of == model::Account::general) year_general_budget += paid;
        if (of == model::Account::fund) year_fund_budget += paid;
    }

    // --- step 5 ---

    /// The uniform whose normal is partly that of the sector and of the year of approval.
    double together(const ProjectSetup& s, double u, double by_sector, double by_year) const {
        if (s.project->sector.empty()) by_sector = 0.0;
        if (by_sector == 0.0 && by_year == 0.0) return u;
        const double of_sector = draws.z(s.project->sector_stream, shock_of_sector, 0);
        const double of_year = draws.z(model.projects_stream, shock_of_year, s.approval_year);
        const double alone =
            std::sqrt(std::max(0.0, 1.0 - by_sector * by_sector - by_year * by_year));
        return cdf(standard_normal,
                   alone * inverse_normal(u) + by_sector * of_sector + by_year * of_year);
    }

    void begin_project(const ProjectSetup& s) {
        ProjectState p;
        std::vector<double> durations;
        const model::CommonShocks& shocks = model.common_shocks;
        for (std::size_t k = 0; k < s.stages(); ++k) {
            const auto number = static_cast<int>(s.project->stages[k].kind);
            const double u = draws.u(s.project->stream, stage_duration, number);
            durations.push_back(
                s.durations[k].at(together(s, u, shocks.duration_sector, shocks.duration_year)));
        }
        p.B = stage_ends(durations);
        p.passed.assign(s.stages(), 0);
        p.end_open.assign(s.stages(), 0);
        p.stage_start.assign(s.stages(), -1.0);
        p.final_cost = amount(s.project->total_investment) *
                       s.overrun.at(together(s, draws.u(s.project->stream, cost_overrun, 0),
                                             shocks.cost_sector, shocks.cost_year));
        p.x = s.project->progress * p.B[0];
        p.g = s.g0;
        p.started = p.running = s.project->progress > 0.0;
        projects.push_back(std::move(p));
    }

    bool at_gate(const ProjectSetup& s, const ProjectState& p) const {
        return s.gated[p.stage] && p.passed[p.stage] == 0;
    }

    /// The moment of a link, nothing when it is not known yet.
    std::optional<double> moment_of(const model::Link& link) const {
        const ProjectState& from = projects[link.from_project.value];
        if (link.from_start()) {
            const double start = from.stage_start[link.from_stage];
            return start < 0.0 ? std::nullopt : std::optional(setup.after_lag(link, start));
        }
        if (link.from_stage >= from.stage) return std::nullopt;
        return setup.after_lag(link, from.stage_finish[link.from_stage]);
    }
    /// The moment of a gate: of the last of its links, or with `any` of the first one known.
    std::optional<double> opening_of(const std::vector<const model::Link*>& links, bool any) const {
        if (links.empty()) return 0.0;
        std::vector<double> known;
        for (const model::Link* link : links) {
            if (const auto moment = moment_of(*link)) known.push_back(*moment);
        }
        if (any) {
            if (known.empty()) return std::nullopt;
            return *std::min_element(known.begin(), known.end());
        }
        if (known.size() < links.size()) return std::nullopt;
        return *std::max_element(known.begin(), known.end());
    }

    // Section 4, Capacities.

    void hold(std::size_t i, std::size_t k, const model::Stage& stage, double from) {
        for (const model::Demand& demand : stage.demands) {
            const std::size_t c = demand.capacity.value;
            if (model.capacities[c].kind != model::Capacity::Kind::renewable) continue;
            holdings.push_back({c, i, k, demand.units, from, std::nullopt});
        }
    }
    void let_go(std::size_t i, std::size_t k, double moment) {
        for (Holding& each : holdings) {
            if (each.project == i && each.stage == k) each.to = std::max(each.from, moment);
        }
    }
    /// What is held of a capacity in the instants after a moment.
    double held_after(std::size_t capacity, double moment) const {
        double sum = 0.0;
        for (const Holding& each : holdings) {
            if (each.capacity != capacity || each.from > moment) continue;
            if (!each.to || *each.to > moment) sum += each.units;
        }
        return sum;
    }
    /// Whether `units` more could be held from a moment on for ever.
    bool spare_from(std::size_t capacity, double units, double moment) const {
        std::vector<double> changes{moment};
        for (const Holding& each : holdings) {
            if (each.from > moment) changes.push_back(each.from);
            if (each.to && *each.to > moment) changes.push_back(*each.to);
        }
        for (std::size_t later = 0; later <= y; ++later) {
            if (12.0 * static_cast<double>(later) > moment) {
                changes.push_back(12.0 * static_cast<double>(later));
            }
        }
        return std::all_of(changes.begin(), changes.end(), [&](double change) {
            const auto year = std::min(y, static_cast<std::size_t>(change / 12.0));
            return held_after(capacity, change) + units <= model.capacities[capacity].amount[year];
        });
    }

    /// Cancellations; what such a project holds is free from the beginning of the month.
    void give_up_projects() {
        for (std::size_t i = 0; i < projects.size(); ++i) {
            ProjectState& p = projects[i];
            if (p.pause == 0 || p.cancelled) continue;
            const double u = draws.u(model.projects[i].stream, giving_up, m);
            if (u >= model.project_policy.cancellation_hazard) continue;
            p.cancelled = true;
            year(projects_cancelled) += 1.0;
            let_go(i, p.stage, m);
        }
        // Nothing is kept for them any more, nor what is meant for them and arrives later.
        for (std::size_t i = 0; i < projects.size(); ++i) {
            if (!projects[i].cancelled) continue;
            Claim& claim = claim_of(i);
            std::fill(claim.tied.begin(), claim.tied.end(), 0.0);
            std::fill(claim.committed_to.begin(), claim.committed_to.end(), 0.0);
        }
    }

    void share_capacities() {
        using Kind = model::Capacity::Kind;
        for (std::size_t c = 0; c < units_left.size(); ++c) {
            const model::Capacity& capacity = model.capacities[c];
            if (capacity.kind == Kind::throughput) units_left[c] = capacity.amount[y];
            if (capacity.kind == Kind::investors) {
                units_left[c] += 1000.0 * prospects[capacity.funnel][3];
            }
            if (capacity.kind == Kind::quota && m % 12 == 0) {
                units_left[c] = capacity.amount[y] + (capacity.carries_over ? units_left[c] : 0.0);
            }
        }
        std::vector<std::size_t> order;
        for (const bool running : {true, false}) {
            for (std::size_t i = 0; i < projects.size(); ++i) {
                if (projects[i].running == running) order.push_back(i);
            }
        }
        for (const std::size_t i : order) {
            const ProjectSetup& s = setup.projects[i];
            ProjectState& p = projects[i];
            if (p.finish >= 0.0 || p.cancelled || !at_gate(s, p)) continue;
            const model::Stage& stage = s.project->stages[p.stage];
            const bool capital = needs_capital(*s.project, stage);
            if (stage.demands.empty() && !capital) continue;
            const auto known = opening_of(s.incoming[p.stage], stage.any_link);
            if (!known) continue;
            const double ready = std::max({p.at_gate_since, *known, s.earliest[p.stage]});
            if (ready >= m + 1) continue;
            if (!capital) {
                take(i, stage, ready);
                continue;
            }
            std::vector<double> parts;
            if (raise_capital(i, parts)) {
                Claim& claim = claim_of(i);
                if (!take(i, stage, ready)) continue;
                for (std::size_t j = 0; j < parts.size(); ++j) {
                    if (parts[j] > 0.0) claim.committed_to[j] = claim.drawn[j] + parts[j];
                }
            } else {
                p.at_gate_since = m + 1.0;
            }
        }
    }

    // Section 4, Capital.

    Claim& claim_of(std::size_t project) {
        for (std::size_t k = 0; k < claims.size(); ++k) {
            const Claimant& claimant = setup.claimants[k];
            if (claimant.is_project && claimant.index == project) return claims[k];
        }
        return claims.front();  // every project is a claimant
    }

    /// What of a source's pool and of its planned arrivals nobody has brought up as capital, and
    /// is not set aside for others than `mine`.
    double unpledged(std::size_t s, const Claim& mine) {
        const model::Source& source = model.sources[s];
        if (source.unlimited) return 1e18;
        double sum = pool[s];
        const auto commitment = model.project_policy.capital_commitment;
        int last = m;
        if (commitment == model::CapitalCommitment::year) last = m / 12 * 12 + 11;
        if (commitment == model::CapitalCommitment::plan) last = setup.months - 1;
        for (int later = m + 1; later <= last; ++later) {
            sum += std::floor(amount(source.arrival.annual[static_cast<std::size_t>(later / 12)]) *
                              source.arrival.profile[static_cast<std::size_t>(later % 12)]);
        }
        for (std::size_t k = 0; k < claims.size(); ++k) {
            const auto& rows = setup.claimants[k].fundable->funding;
            for (std::size_t j = 0; j < rows.size(); ++j) {
                if (rows[j].source.value != s) continue;
                const double pledged = claims[k].committed_to[j] - claims[k].drawn[j];
                sum -= std::max(&claims[k] == &mine ? 0.0 : claims[k].tied[j], pledged);
            }
        }
        return std::max(0.0, sum);
    }

    /// Whether a project's capital is there, and what each row of its funding brings to it.
    bool raise_capital(std::size_t i, std::vector<double>& parts) {
        const model::Project& project = model.projects[i];
        const Claim& claim = claim_of(i);
        const double total = amount(project.total_investment);
        double missing = up(project.minimum_capital[y] * total) - fen(setup.projects[i].g0 * total);
        const auto counts = [&](std::size_t j) {
            return model.sources[project.funding[j].source.value].counts_as_capital;
        };
        parts.assign(project.funding.size(), 0.0);
        for (std::size_t j = 0; j < parts.size(); ++j) {
            if (counts(j)) missing -= claim.drawn[j];
        }
        for (std::size_t j = 0; j < parts.size(); ++j) {
            if (!counts(j) || missing <= 0.0) continue;
            const double within_cap = up(project.funding[j].cap * total) - claim.drawn[j];
            parts[j] = std::max(0.0, std::min(within_cap, missing));
            parts[j] = std::min(parts[j], unpledged(project.funding[j].source.value, claim));
            missing -= parts[j];
        }
        return missing <= 0.0;
    }

    bool take(std::size_t i, const model::Stage& stage, double ready) {
        using Kind = model::Capacity::Kind;
        ProjectState& p = projects[i];
        bool all_there = true;
        // The moments at which something changes are the only ones that can be the earliest.
        std::vector<double> candidates{ready};
        for (const Holding& each : holdings) {
            if (each.to && *each.to > ready) candidates.push_back(*each.to);
        }
        if (12.0 * static_cast<double>(y) > ready) {
            candidates.push_back(12.0 * static_cast<double>(y));
        }
        for (std::size_t before = 1; before < y; ++before) {
            candidates.push_back(std::max(ready, 12.0 * static_cast<double>(before)));
        }
        std::sort(candidates.begin(), candidates.end());
        for (const model::Demand& demand : stage.demands) {
            const std::size_t c = demand.capacity.value;
            if (model.capacities[c].kind == Kind::renewable) {
                if (!spare_from(c, demand.units, m + 2.0)) all_there = false;
            } else if (units_left[c] < demand.units) {
                all_there = false;
                p.at_gate_since = m + 1.0;
            }
        }
        if (!all_there) return false;
        const auto moment = std::find_if(candidates.begin(), candidates.end(), [&](double t) {
            return std::all_of(stage.demands.begin(), stage.demands.end(),
                               [&](const model::Demand& demand) {
                                   const std::size_t c = demand.capacity.value;
                                   return model.capacities[c].kind != Kind::renewable ||
                                          spare_from(c, demand.units, t);
                               });
        });
        for (const model::Demand& demand : stage.demands) {
            const std::size_t c = demand.capacity.value;
            if (model.capacities[c].kind != Kind::renewable) units_left[c] -= demand.units;
        }
        hold(i, p.stage, stage, *moment);
        p.passed[p.stage] = 1;
        p.cursor = std::max(p.cursor, setup.projects[i].calendar.work(*moment));
        return true;
    }

    void try_gate(const ProjectSetup& s, ProjectState& p) {
        const model::Stage& stage = s.project->stages[p.stage];
        // Passed in share_capacities or not at all.
        if (!stage.demands.empty() || needs_capital(*s.project, stage)) return;
        const auto known = opening_of(s.incoming[p.stage], stage.any_link);
        if (!known) return;
        const double opening = std::max({0.0, *known, s.earliest[p.stage]});
        if (opening >= m + 1) return;
        p.passed[p.stage] = 1;
        p.cursor = std::max(p.cursor, s.calendar.work(opening));
    }

    /// Finishes that are held back: the one the project waits at opens within the month, those
    /// ahead when their moment lies before it.
    void try_ends(const ProjectSetup& s, ProjectState& p) {
        for (std::size_t k = p.stage; k < s.stages(); ++k) {
            if (s.into_end[k].empty() || p.end_open[k] != 0) continue;
            const auto known = opening_of(s.into_end[k], s.project->stages[k].any_link);
            if (!known) continue;
            if (k == p.stage && p.waits_at_end) {
                if (*known >= m + 1) continue;
                p.waits_at_end = false;
                p.held_until = *known;
                p.cursor = std::max(p.cursor, s.calendar.work(*known));
            } else if (*known > m) {
                continue;
            }
            p.end_open[k] = 1;
        }
    }

    bool held_back(const ProjectSetup& s, const ProjectState& p, std::size_t k) const {
        return !s.into_end[k].empty() && p.end_open[k] == 0;
    }

    double escalation() const {
        if (!model.project_policy.cost_driver) return 1.0;
        const std::size_t c = model.project_policy.cost_driver->value;
        // Costs rise by a twelfth of the year's growth each month.
        double steady = 0.0;
        for (int month = 0; month <= m; ++month) {
            steady += std::log(1.0 + model.drivers[c].mean[static_cast<std::size_t>(month / 12)]);
        }
        const double off = log_index[c] - setup.mean_log_index[c][static_cast<std::size_t>(m)];
        return std::exp(steady / 12.0 + off);
    }

    /// Section 5: restructuring leaves alone what investors alone pay for.
    bool has_public_money(const model::Fundable& fundable) const {
        for (const auto& funding : fundable.funding) {
            if (model.sources[funding.source.value].kind != model::Source::Kind::investor)
                return true;
        }
        return false;
    }

    void form_needs() {
        const double esc = escalation();
        for (std::size_t i = 0; i < claims.size(); ++i) {
            const Claimant& claimant = setup.claimants[i];
            Claim& claim = claims[i];
            claim.paid = 0.0;
            claim.need = claimant.is_project ? project_need(setup.projects[claimant.index],
                                                            projects[claimant.index], esc)
                                             : fen(flow(model.pipelines[claimant.index].need));
            if (!claimant.is_project && in_restructuring &&
                has_public_money(model.pipelines[claimant.index])) {
                claim.need = fen(claim.need * (1.0 - model.restructuring->pipeline_cut));
            }
        }
    }

    double project_need(const ProjectSetup& s, ProjectState& p, double esc) {
        p.asks = false;
        p.kept_back = false;
        p.restart_asked = 0.0;
        if (p.finish >= 0.0 || p.cancelled) return 0.0;
        if (p.restarts_now) {
            p.restarts_now = false;
            p.restart_unpaid = model.project_policy.restart_cost;
            p.restart_until = s.calendar.at_month(m) + model.project_policy.restart_months;
            p.cursor = p.restart_until;
        }
        p.held_until = 0.0;
        if (at_gate(s, p)) try_gate(s, p);
        try_ends(s, p);
        if (in_restructuring && !p.started && !at_gate(s, p) && !p.waits_at_end &&
            has_public_money(*s.project) && amount(s.project->total_investment) > 0.0 &&
            draws.u(s.project->stream, start_held_back, static_cast<int>(y)) <
                model.restructuring->new_project_cut) {
            p.kept_back = true;
            p.pause = std::max(p.pause, 1);
            if (!p.kept_back_this_year) year(projects_held_back) += 1.0;
            p.kept_back_this_year = true;
        }
        if (p.pause > 0 || at_gate(s, p) || p.waits_at_end) return 0.0;
        p.asks = true;
        p.last = p.stage;
        while (p.last + 1 < s.stages() && !s.gated[p.last + 1] && !held_back(s, p, p.last)) {
            ++p.last;
        }
        p.limit = p.B[p.last];
        p.speed = 1.0;
        if (in_restructuring && p.started && has_public_money(*s.project) &&
            amount(s.project->total_investment) > 0.0) {
            p.speed = 1.0 - model.restructuring->running_project_cut;
        }
        const double time = std::max(0.0, s.calendar.at_month(m + 1) - p.cursor);
        p.target = std::min(p.limit, p.x + p.speed * time);
        const double G = s.share_of_spending(s.share_of_cost(p.target, p.B));
        p.rise = std::max(0.0, G - p.g);
        p.restart_asked = fen(p.final_cost * esc * p.restart_unpaid);
        return p.restart_asked + fen(p.final_cost * esc * p.rise);
    }

    // --- step 6 ---

    const std::vector<model::Account> any_account{model::Account::general, model::Account::fund,
                                                  model::Account::state_capital};
    double treasury() const { return account[0] + account[1] + account[2]; }
    double above_floor() const {
        return std::max(0.0, treasury() - amount(model.treasury.cash_floor) - set_aside);
    }

    // Section 5: budget reserve, stabilisation fund, advances.

    double planned_general_expenditure() const {
        double sum = 0.0;
        for (const model::ExpenditureLine& line : model.expenditure) {
            if (line.category == Category::remittance) continue;
            if (line.account == model::Account::general) sum += amount(line.flow.annual[y]);
        }
        return sum;
    }
    double reserve_planned() const {
        return model.reserve ? fen(model.reserve->share[y] * planned_general_expenditure()) : 0.0;
    }
    double above_floor_with_reserve() const {
        return std::max(0.0, treasury() - amount(model.treasury.cash_floor));
    }
    void set_the_reserve_aside() {
        if (m % 12 == 0) set_aside = std::min(reserve_planned(), above_floor_with_reserve());
    }
    void let_the_reserve_be_used() {
        const double still = std::min(set_aside, above_floor_with_reserve());
        year(reserve_used) += set_aside - still;
        set_aside = still;
    }
    /// Advances that are not due yet at the beginning of a month, and those of that month.
    double advances_not_due() const {
        double sum = 0.0;
        for (int i = 0; i < model.advances->repay_months && i <= m; ++i) {
            sum += advanced[static_cast<std::size_t>(m - i)];
        }
        return sum;
    }
    double general_cash() const { return account[index_of(model::Account::general)]; }
    void return_advances_that_are_due() {
        if (!model.advances) return;
        owed_above += fen(owed_above * model.advances->rate.per_year / 12.0);
        const double due = std::max(0.0, owed_above - advances_not_due());
        give_back(due, general_cash());
        let_the_reserve_be_used();
    }
    /// A mandatory payment is about to be made from these accounts.
    void help_with(double owed, const std::vector<model::Account>& accounts) {
        double there = 0.0;
        bool general = false;
        for (const model::Account which : accounts) {
            there += account[index_of(which)];
            general = general || which == model::Account::general;
        }
        if (!general || owed <= there) return;
        const double lacks = owed - there;
        const double from_fund = std::min(lacks, fund_for_bad_years);
        fund_for_bad_years -= from_fund;
        account[index_of(model::Account::general)] += from_fund;
        if (model.stabilisation) year(stabilisation_used) += from_fund;
        if (!model.advances || owed_above > advances_not_due()) return;
        const double limit = amount(model.advances->limit[y]);
        if (limit <= owed_above) return;
        const double more = std::min(lacks - from_fund, limit - owed_above);
        owed_above += more;
        advanced[static_cast<std::size_t>(m)] += more;
        account[index_of(model::Account::general)] += more;
        year(advances_drawn) += more;
    }
    /// What goes back to the higher level is no payment of the year.
    void give_back(double owed, double available) {
        const double paid_out = year_paid_out;
        owed_above -= pay(model::Account::general, owed, available);
        year_paid_out = paid_out;
    }
    void return_advances_from_what_is_left() {
        const double spare = m % 12 == 11 ? above_floor_with_reserve() : above_floor();
        give_back(owed_above, std::min(spare, general_cash()));
    }
    void fill_the_fund() {
        if (model.stabilisation) {
            double& general = account[index_of(model::Account::general)];
            const double own = std::min(general, above_floor_with_reserve());
            const double unused = std::min(set_aside, own);
            double put_in = unused + fen(model.stabilisation->deposit_share[y] * (own - unused));
            if (model.stabilisation->ceiling_share) {
                const double ceiling =
                    fen((*model.stabilisation->ceiling_share)[y] * planned_general_expenditure());
                put_in = std::min(put_in, std::max(0.0, ceiling - fund_for_bad_years));
            }
            general -= put_in;
            fund_for_bad_years += put_in;
        }
        set_aside = 0.0;
    }
    /// Pays as much of `owed` as `available` and the accounts allow; returns what was paid.
    double pay(model::Account home, double owed, double available) {
        double left = std::min(owed, available);
        const auto take = [&](std::size_t a) {
            const double part = std::min(left, account[a]);
            account[a] -= part;
            left -= part;
        };
        take(index_of(home));
        for (std::size_t a = 0; a < model::account_count; ++a) take(a);
        year_paid_out += std::min(owed, available) - left;
        return std::min(owed, available) - left;
    }

    void pay_in_order() {
        for (const model::WaterfallPayment& payment : model.treasury.waterfall) {
            switch (payment.step) {
                case WaterfallStep::three_guarantees:
                    pay_three_guarantees();
                    let_the_reserve_be_used();
                    break;
                case WaterfallStep::interest:
                    pay_debt(payment, interest_due, interest_arrears, true);
                    let_the_reserve_be_used();
                    break;
                case WaterfallStep::principal:
                    pay_debt(payment, principal_due, principal_arrears, false);
                    let_the_reserve_be_used();
                    break;
                case WaterfallStep::running_projects:
                    allocate(true);
                    break;
                case WaterfallStep::new_projects:
                    allocate(false);
                    break;
                case WaterfallStep::other:
                    pay_other();
                    break;
            }
        }
    }

    std::vector<std::size_t> lines_by_rank() const {
        std::map<std::pair<int, std::string>, std::size_t> order;
        for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
            order[{model.expenditure[i].rank, model.expenditure[i].id}] = i;
        }
        std::vector<std::size_t> result;
        for (const auto& [key, i] : order) result.push_back(i);
        return result;
    }

    void pay_three_guarantees() {
        help_with(payables, any_account);
        const double old = pay(model::Account::general, payables, treasury());
        payables -= old;
        count_budget(model::Account::general, old);
        double due = 0.0;
        double paid = old;
        for (const std::size_t i : lines_by_rank()) {
            const model::ExpenditureLine& line = model.expenditure[i];
            if (line.category != Category::three_guarantees) continue;
            const double this_month = expenditure_due(i);
            count_for_bonds(&model::Coverage::expenditure, i, 0.0, this_month, 0.0);
            help_with(this_month, any_account);
            const double part = pay(line.account, this_month, treasury());
            payables += this_month - part;
            count_budget(line.account, part);
            due += this_month;
            paid += part;
        }
        year(three_guarantees) += paid;
        year(expenditure) += paid;
        year(financing_gap) += std::max(0.0, due - paid);
    }

    /// The accounts that serve a class of debt, first to last.
    std::vector<model::Account> accounts_for(std::size_t c) const {
        using A = model::Account;
        if (c == index_of(DebtClass::general) && !model.debt_policy.general.empty()) {
            return model.debt_policy.general;
        }
        if (c != index_of(DebtClass::special)) return {A::general, A::fund, A::state_capital};
        if (!model.debt_policy.special.empty()) return model.debt_policy.special;
        return {A::fund, A::general, A::state_capital};
    }

    /// A whole step serves the classes that no payment of its kind names.
    bool serves(const model::WaterfallPayment& payment, std::size_t c) const {
        if (payment.debt_class) return index_of(*payment.debt_class) == c;
        for (const model::WaterfallPayment& other : model.treasury.waterfall) {
            if (other.step != payment.step || !other.debt_class) continue;
            if (index_of(*other.debt_class) == c) return false;
        }
        return true;
    }

    void pay_debt(const model::WaterfallPayment& payment,
                  const std::array<double, model::debt_class_count>& due,
                  std::array<double, model::debt_class_count>& owed_before, bool is_interest) {
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            if (!serves(payment, c)) continue;
            const double owed = owed_before[c] + due[c];
            double paid = 0.0;
            if (model.platform && c == index_of(DebtClass::platform)) {
                paid = pay_company_debt(owed_before[c], due[c]);
                owed_before[c] = owed - paid;
                year(financing_gap) += std::max(0.0, due[c] - paid);
                continue;
            }
            help_with(owed, accounts_for(c));
            for (const model::Account which : accounts_for(c)) {
                double& has = account[index_of(which)];
                const double part = std::min(owed - paid, has);
                has -= part;
                paid += part;
                year_paid_out += part;
                if (c == index_of(DebtClass::special) && which != accounts_for(c).front()) {
                    year(special_fallback) += part;
                }
            }
            owed_before[c] = owed - paid;
            year(financing_gap) += std::max(0.0, due[c] - paid);
            if (!is_interest) continue;
            if (c == index_of(DebtClass::general)) count_budget(model::Account::general, paid);
            if (c == index_of(DebtClass::special)) count_budget(model::Account::fund, paid);
        }
    }

    /// The platform company pays what it owes, old debts first; the county what it is called for.
    double pay_company_debt(double old, double due) {
        const auto pay_from_cash = [this](double owed) {
            const double part = std::min(owed, company_cash);
            company_cash -= part;
            return part;
        };
        const double old_paid = pay_from_cash(old);
        const double due_paid = pay_from_cash(due);
        const double lacks = due - due_paid;
        year(platform_shortfall) += lacks;
        if (draws.u(model.platform->stream, call_on_county, m) >=
            model.platform->call_probability) {
            return old_paid + due_paid;
        }
        year(contingent_calls) += lacks;
        help_with(lacks, any_account);
        return old_paid + due_paid + pay(model::Account::general, lacks, treasury());
    }

    void pay_other() {
        const double old = pay(model::Account::general, owed_to_suppliers, above_floor());
        owed_to_suppliers -= old;
        count_budget(model::Account::general, old);
        year(expenditure) += old;
        // Lines and costs of finished projects together, by rank and id.
        std::map<std::pair<int, std::string>, std::pair<bool, std::size_t>> bills;
        for (std::size_t i = 0; i < model.expenditure.size(); ++i) {
            const model::ExpenditureLine& line = model.expenditure[i];
            if (line.category == Category::three_guarantees) continue;
            if (line.category == Category::remittance) continue;
            bills[{line.rank, line.id}] = {false, i};
        }
        for (std::size_t i = 0; i < model.yields.size(); ++i) {
            if (model.yields[i].kind != model::Yield::Kind::operating_cost) continue;
            bills[{model::default_rank, model.yields[i].id}] = {true, i};
        }
        for (const auto& [id, bill] : bills) {
            const auto [of_project, i] = bill;
            const double due = of_project ? operating_due(i) : expenditure_due(i);
            count_for_bonds(of_project ? &model::Coverage::yields : &model::Coverage::expenditure,
                            i, 0.0, due, 0.0);
            const model::Account home =
                of_project ? model.yields[i].account : model.expenditure[i].account;
            const double paid = pay(home, due, above_floor());
            if (of_project) {
                year(setup.optional.yields.at(model::Yield::Kind::operating_cost)) += paid;
            } else if (model.expenditure[i].category == Category::contracted) {
                owed_to_suppliers += due - paid;
            } else if (model.expenditure[i].category == Category::platform_subsidy) {
                company_cash += paid;
                year(platform_subsidy) += paid;
            }
            count_budget(home, paid);
            year(expenditure) += paid;
            year(financing_gap) += std::max(0.0, due - paid);
        }
    }

    // --- step 7 ---

    void allocate(bool running) {
        for (std::size_t i = 0; i < claims.size(); ++i) {
            const Claimant& claimant = setup.claimants[i];
            const bool is_running = claimant.is_project ? projects[claimant.index].running : true;
            if (is_running == running && claims[i].need > 0.0) {
                fund(*claimant.fundable, claims[i]);
            }
        }
    }

    /// How much more a project may draw from sources that are no capital, from this one.
    double other_money_allowed(const model::Source& source, const Claim& claim) const {
        const std::size_t i =
            setup.claimants[static_cast<std::size_t>(&claim - claims.data())].index;
        const model::Project& project = model.projects[i];
        const double total = amount(project.total_investment);
        if (project.minimum_capital.empty() || total == 0.0) return 1e18;
        const double before = fen(setup.projects[i].g0 * total);
        const double share = project.minimum_capital[y];
        double own = before;
        double others = 0.0;
        for (std::size_t j = 0; j < claim.drawn.size(); ++j) {
            const bool counts = model.sources[project.funding[j].source.value].counts_as_capital;
            (counts ? own : others) += claim.drawn[j];
        }
        if (source.capital_first && own < up(share * total)) return 0.0;
        if (!project.bars_debt) return 1e18;
        return std::max(0.0, up((1.0 - share) * (before + claim.spent + claim.need)) - others);
    }

    void fund(const model::Fundable& fundable, Claim& claim) {
        using Kind = model::Source::Kind;
        for (std::size_t j = 0; j < fundable.funding.size(); ++j) {
            const model::Funding& row = fundable.funding[j];
            const std::size_t s = row.source.value;
            const model::Source& source = model.sources[s];
            double draw = claim.need - claim.paid;
            draw = std::min(draw, up(row.cap * (claim.spent + claim.need)) - claim.drawn[j]);
            if (claim.is_project && !source.counts_as_capital) {
                draw = std::min(draw, other_money_allowed(source, claim));
            }
            if (!source.unlimited) draw = std::min(draw, pool[s] - tied_to_others(s, claim));
            if (source.kind == Kind::fiscal) draw = std::min(draw, above_floor());
            const bool of_company = source.kind == Kind::platform && model.platform.has_value();
            if (of_company) draw = std::min(draw, company_cash);
            if (draw <= 0.0) continue;
            if (!source.unlimited) pool[s] -= draw;
            if (of_company) company_cash -= draw;
            if (source.kind == Kind::grant || source.kind == Kind::special_bond ||
                source.kind == Kind::general_bond || source.kind == Kind::land_quota ||
                source.kind == Kind::asset_disposal) {
                year_paid_out += draw;
            }
            if (source.kind == Kind::fiscal) {
                pay(model::Account::general, draw, draw);
                year(fiscal_project_spending) += draw;
            }
            const bool grows = source.capitalises_interest && claim.is_project;
            if (grows) {
                claim.loan_drawn[j] += draw;
                year(new_debt) += draw;
            } else if (source.kind == Kind::bank_loan) {
                bank_drawn[s] += draw;
            }
            if (source.kind == Kind::grant || source.kind == Kind::general_bond ||
                source.kind == Kind::fiscal) {
                count_budget(model::Account::general, draw);
            }
            if (source.kind == Kind::special_bond || source.kind == Kind::land_quota) {
                count_budget(model::Account::fund, draw);
            }
            claim.drawn[j] += draw;
            claim.tied[j] -= std::min(claim.tied[j], draw);
            claim.paid += draw;
        }
        claim.spent += claim.paid;
    }

    void book_bank_loans() {
        for (std::size_t s = 0; s < model.sources.size(); ++s) {
            if (bank_drawn[s] == 0.0) continue;
            borrow(DebtClass::bank, bank_drawn[s], *model.sources[s].debt);
            if (bank_drawn[s] != 0.0) loans.back().source = &model.sources[s];
            year(new_debt) += bank_drawn[s];
            bank_drawn[s] = 0.0;
        }
    }

    // --- step 8 ---

    void progress_projects() {
        for (std::size_t i = 0; i < claims.size(); ++i) {
            const Claimant& claimant = setup.claimants[i];
            const Claim& claim = claims[i];
            if (claimant.is_project) {
                const ProjectState before = projects[claimant.index];
                progress(claimant.index, claim);
                counted[i][static_cast<std::size_t>(m)] =
                    countable(claimant.index, claim, before, projects[claimant.index]);
            } else {
                counted[i][static_cast<std::size_t>(m)] =
                    fen(claim.paid * claimant.fundable->fai_share);
            }
            const int of = m - model.fai.lag_months;
            const double invested = of < 0 ? 0.0 : counted[i][static_cast<std::size_t>(of)];
            year(fai) += invested;
            month(monthly_fai) += invested;
            year(claimant.is_project ? fai_named : fai_pipeline) += invested;
            const std::size_t district = claimant.is_project
                                             ? setup.projects[claimant.index].district
                                             : setup.pipeline_district[claimant.index];
            if (district != 0) year(district) += invested;
            if (claim.need > 0.0) {
                const double unmet = claim.need - claim.paid;
                lacking[i] = claimant.is_project ? unmet : lacking[i] + unmet;
            }
            if (!claimant.is_project) continue;
            if (m < 12 && model.projects[claimant.index].first_year_investment) {
                first_year_spending += claim.paid;
            }
        }
        if (m < model.fai.lag_months) {
            const auto until = [&](int n) {
                return fen(amount(model.fai.carried_in) * n / model.fai.lag_months);
            };
            const double from_before = until(m + 1) - until(m);
            year(fai) += from_before;
            month(monthly_fai) += from_before;
            year(fai_pipeline) += from_before;
        }
    }

    /// What a project's month counts as FAI.
    double countable(std::size_t i, const Claim& claim, const ProjectState& before,
                     const ProjectState& after) const {
        const ProjectSetup& s = setup.projects[i];
        const double share = s.project->fai_share;
        const auto part_within = [](double from, double to, double low, double high) {
            return std::max(0.0, std::min(to, high) - std::max(from, low));
        };
        if (model.fai.basis == model::FaiPolicy::Basis::progress) {
            const double from = s.share_of_cost(before.x, before.B);
            const double to = s.share_of_cost(after.x, after.B);
            const double land = part_within(from, to, s.land_from, s.land_to);
            return fen(amount(s.project->total_investment) * (to - from - land) * share);
        }
        const double land = part_within(before.g, after.g, s.land_money_from, s.land_money_to);
        const double for_work = claim.paid - std::min(claim.paid, before.restart_asked);
        if (land <= 0.0 || for_work <= 0.0) return fen(claim.paid * share);
        return fen((claim.paid - for_work * land / (after.g - before.g)) * share);
    }

    void progress(std::size_t i, const Claim& claim) {
        const ProjectSetup& s = setup.projects[i];
        ProjectState& p = projects[i];
        if (p.finish >= 0.0 || p.cancelled) return;
        if (p.pause > 0) {
            --p.pause;
            p.restarts_now = p.pause == 0 && p.started;
            if (!p.kept_back) p.suspended_this_year = true;
            p.cursor = s.calendar.at_month(m + 1);
        }
        if (!p.asks) return;

        const double funded_share = claim.need > 0.0 ? claim.paid / claim.need : 1.0;
        // The restart is paid first; work gets the rest, and nothing before all of it is paid.
        const double for_work = claim.paid - std::min(claim.paid, p.restart_asked);
        const double work_need = claim.need - p.restart_asked;
        double r = work_need > 0.0 ? for_work / work_need : 1.0;
        if (claim.paid < p.restart_asked) {
            r = 0.0;
            p.restart_unpaid *= (p.restart_asked - claim.paid) / p.restart_asked;
        } else {
            p.restart_unpaid = 0.0;
        }
        const double x_old = p.x;
        p.x += r * (p.target - p.x);
        p.g += r * p.rise;
        // The value of C at which the position b was reached.
        const double pace = r * p.speed;
        const auto clock = [&](double b) {
            return pace > 0.0 ? p.cursor + (b - x_old) / pace : p.cursor;
        };

        // Starts: the first month with work on the stage.
        for (std::size_t k = p.stage; k <= p.last; ++k) {
            const double begin = k == 0 ? 0.0 : p.B[k - 1];
            const bool works = pace > 0.0 && (p.x > begin + 1e-9 || p.x >= p.B[k] - 1e-9);
            if (!works || p.stage_start[k] >= 0.0) continue;
            const double moment = s.calendar.moment(begin > x_old ? clock(begin) : p.cursor);
            p.stage_start[k] = std::max(static_cast<double>(m), std::min(m + 1.0, moment));
        }

        bool finished_stage = false;
        while (pace > 0.0 && p.stage < s.stages() && !at_gate(s, p) && p.x >= p.B[p.stage] - 1e-9) {
            if (held_back(s, p, p.stage)) {
                p.waits_at_end = true;
                finished_stage = true;
                break;
            }
            // By definition not after this month; rounding of C at a month's end must not carry
            // the moment over a winter stop.
            const double done = std::min(m + 1.0, s.calendar.moment(clock(p.B[p.stage])));
            p.stage_finish.push_back(finished_stage ? done : std::max(p.held_until, done));
            p.at_gate_since = p.stage_finish.back();
            let_go(i, p.stage, p.at_gate_since);
            ++p.stage;
            finished_stage = true;
        }
        if (p.stage == s.stages()) {
            p.finish = p.stage_finish.back();
            out.finish[i] = p.finish;
            year(projects_completed) += 1.0;
        }
        if (!p.started && ((p.target > x_old && r > 0.0) || finished_stage)) {
            p.started = p.running = true;
            year(projects_started) += 1.0;
        }
        p.cursor = pace > 0.0 && p.x >= p.limit - 1e-9
                       ? clock(p.limit)
                       : std::max(s.calendar.at_month(m + 1), p.restart_until);

        if (claim.need > 0.0 && funded_share < model.project_policy.suspension_threshold) {
            if (++p.short_months >= model.project_policy.suspension_after_months) {
                p.pause = model.project_policy.suspension_pause_months;
                p.short_months = 0;
            }
        } else {
            p.short_months = 0;
        }
    }

    // --- step 9 ---

    void end_month() {
        principal_due.fill(0.0);  // paid, or in arrears
        const double now = treasury();
        month(monthly_cash) = now;
        year(cash_min) = m % 12 == 0 ? now : std::min(year(cash_min), now);
        // emplace leaves what is there already.
        if (now < amount(model.treasury.cash_floor)) out.first_hit.emplace("cash_below_floor", m);
        double owed = payables + owed_to_suppliers;
        for (const double arrear : interest_arrears) owed += arrear;
        for (const double arrear : principal_arrears) owed += arrear;
        if (owed > 0.0) out.first_hit.emplace("arrears", m);
    }

    /// Growth over the year before; none over a year below one yuan.
    double growth(std::size_t series, const std::optional<Money>& base) {
        if (y == 0 && !base) return 0.0;
        const double before = y == 0 ? amount(*base) : annual(series, y - 1);
        return before < one_yuan ? 0.0 : year(series) / before - 1.0;
    }

    void end_year() {
        year(fai_growth) = growth(fai, model.base_year.fai);
        year(general_revenue_growth) = growth(general_revenue, model.base_year.general_revenue);
        if (model.budget.general_revenue) {
            year(general_revenue_execution) =
                year(general_revenue) / amount((*model.budget.general_revenue)[y]);
        }
        if (y == 0 && setup.first_year_plan > 0.0) {
            year(first_year_execution) = first_year_spending / setup.first_year_plan;
        }
        for (std::size_t i = 0; i < projects.size(); ++i) {
            const ProjectState& p = projects[i];
            if (p.suspended_this_year) year(projects_suspended) += 1.0;
            if (p.finish >= 0.0 && p.finish <= 12.0 * static_cast<double>(y + 1)) {
                year(new_capacity) += amount(model.projects[i].new_output);
            }
        }
        for (std::size_t i = 0; i < setup.claimants.size(); ++i) {
            const bool given_up =
                setup.claimants[i].is_project && projects[setup.claimants[i].index].cancelled;
            if (!given_up) year(funding_shortfall) += lacking[i];
            if (!setup.claimants[i].is_project) lacking[i] = 0.0;
        }
        year(cash) = treasury();
        year(cash_held) = treasury();
        for (std::size_t i = 0; i < model.sources.size(); ++i) {
            const auto kind = model.sources[i].kind;
            const bool outside =
                kind == model::Source::Kind::fiscal || kind == model::Source::Kind::bank_loan ||
                kind == model::Source::Kind::platform ||
                kind == model::Source::Kind::platform_bond || kind == model::Source::Kind::investor;
            if (!outside) year(cash_held) += pool[i];
        }
        year(cash_cover) =
            std::min(100.0, year(cash_held) / std::max(one_yuan, year_paid_out / 12.0));
        year_paid_out = 0.0;
        year(platform_cash) = company_cash;
        year(stabilisation_fund) = fund_for_bad_years;
        year(advances_outstanding) = owed_above;
        year(fiscal_capacity) = year(general_revenue) + year(transfers) + year(fund_revenue) +
                                year(state_capital_revenue) - year(remittance);
        year(payables_suppliers) = owed_to_suppliers;
        year(payables_guaranteed) = payables;
        year(payables_all) = owed_to_suppliers + payables;

        std::array<double, model::debt_class_count> debt = principal_arrears;
        for (const Debt& each : loans) debt[index_of(each.debt_class)] += each.loan.balance();
        for (const Claim& claim : claims) {
            for (const double balance : claim.loan) debt[index_of(DebtClass::bank)] += balance;
        }
        for (const model::DebtLimit& limit : model.debt_limits) {
            const bool general = limit.debt_class == DebtClass::general;
            year(general ? setup.optional.general_room : setup.optional.special_room) =
                amount(limit.limit[y]) - debt[index_of(limit.debt_class)];
        }
        for (std::size_t i = 0; i < model.sources.size() && setup.optional.idle_bonds != 0; ++i) {
            const auto kind = model.sources[i].kind;
            if (kind == model::Source::Kind::special_bond ||
                kind == model::Source::Kind::general_bond) {
                year(setup.optional.idle_bonds) += pool[i];
            }
        }
        year(debt_statutory_general) = debt[index_of(DebtClass::general)];
        year(debt_statutory_special) = debt[index_of(DebtClass::special)];
        year(debt_statutory) = year(debt_statutory_general) + year(debt_statutory_special);
        for (std::size_t c = 0; c < model::debt_class_count; ++c) {
            year(debt_total) += debt[c];
            year(arrears) += interest_arrears[c] + principal_arrears[c];
        }
        double before = 0.0;
        for (const model::Instrument& instrument : model.debt)
            before += amount(instrument.principal);
        if (y > 0) before = annual(debt_total, y - 1);
        year(implicit_interest_rate) = before < one_yuan ? 0.0 : year(interest) / before;
        if (model.economy.gdp) {
            year(gdp) =
                fen(amount(*model.economy.gdp) * std::exp(gdp_start + gdp_exponents / 12.0)) +
                fen(model.economy.gdp_new_output_share * year(new_output));
            year(gdp_growth) = growth(gdp, model.economy.gdp);
            year(debt_to_gdp) = year(debt_statutory) / std::max(year(gdp), one_yuan);
        }
        const double claimed = year(three_guarantees) + payables;
        year(three_guarantees_cover) = claimed > 0.0 ? year(three_guarantees) / claimed : 1.0;
        for (const auto& each : model.economic_series) {
            const double exponent = lucks.at(each.flow.stream).exponents / 12.0;
            const std::size_t level = setup.series_of("economy", "series:" + each.id);
            year(level) = fen(amount(each.flow.annual[0]) * std::exp(exponent)) +
                          fen(each.new_output_share * year(new_output));
            year(setup.series_of("economy_growth", "series:" + each.id)) =
                growth(level, each.flow.annual[0]);
        }
        const double ratio = year(debt_statutory) / std::max(year(fiscal_capacity), one_yuan);
        year(debt_ratio) = ratio;
        const std::size_t tier = ratio >= model.tiers.red      ? tier_red
                                 : ratio >= model.tiers.orange ? tier_orange
                                 : ratio >= model.tiers.yellow ? tier_yellow
                                                               : tier_green;
        year(tier) = 1.0;
        close_debt_rules(debt, ratio);
    }

    std::size_t tier_number(double ratio) const {
        std::size_t number = 0;
        for (const double bound : {model.tiers.yellow, model.tiers.orange, model.tiers.red}) {
            if (ratio >= bound) ++number;
        }
        return number;
    }

    void close_debt_rules(const std::array<double, model::debt_class_count>& debt, double ratio) {
        if (model.debt_policy.full_calibre) {
            for (std::size_t c = 0; c < model::debt_class_count; ++c) {
                if ((*model.debt_policy.full_calibre)[c]) year(debt_full_calibre) += debt[c];
            }
            const double wide = year(debt_full_calibre) / std::max(year(fiscal_capacity), one_yuan);
            year(debt_ratio_full_calibre) = wide;
            year(full_green + tier_number(wide)) = 1.0;
            if (model.tier_rules && model.tier_rules->full_calibre) ratio = wide;
        }
        if (model.tier_rules) last_tier = static_cast<model::Tier>(tier_number(ratio));
        year(special_coverage) =
            std::min(100.0, year(fund_revenue) / std::max(one_yuan, year_special_service));
        special_income += year(fund_revenue);
        special_service += year_special_service;
        const auto covered = [](double income, double service) {
            return std::min(100.0, income / std::max(one_yuan, service));
        };
        if (setup.optional.life_coverage > 0) {
            year(setup.optional.life_coverage) = covered(special_income, special_service);
        }
        for (std::size_t c = 0; c < model.coverages.size(); ++c) {
            const auto& [as_it_is, less_income, more_cost] = setup.optional.coverages[c];
            year(as_it_is) = covered(bonds_earned[c] - bonds_cost[c], bonds_owed[c]);
            year(less_income) = covered(0.9 * bonds_earned[c] - bonds_cost[c], bonds_owed[c]);
            year(more_cost) = covered(bonds_earned[c] - 1.1 * bonds_cost[c], bonds_owed[c]);
        }
        if (!model.restructuring) return;
        const model::Restructuring& rule = *model.restructuring;
        year(general_interest_share) =
            year_general_interest / std::max(one_yuan, year_general_budget);
        year(special_interest_share) = year_special_interest / std::max(one_yuan, year_fund_budget);
        const bool general_is_hit = year(general_interest_share) > rule.general_threshold;
        const bool special_is_hit = year(special_interest_share) > rule.special_threshold;
        year(general_hit) = general_is_hit ? 1.0 : 0.0;
        year(special_hit) = special_is_hit ? 1.0 : 0.0;
        if (general_is_hit) out.first_hit.emplace("restructuring_general", m);
        if (special_is_hit) out.first_hit.emplace("restructuring_special", m);
        if (general_is_hit || special_is_hit) {
            in_restructuring = true;
            clear_years = 0;
        } else if (++clear_years >= rule.exit_years) {
            in_restructuring = false;
        }
    }
};

// ---------------------------------------------------------------------------------------------

Simulator::Simulator(const model::Model& model) : setup_(std::make_unique<const Setup>(model)) {}
Simulator::~Simulator() = default;

void Simulator::run(std::uint64_t seed, std::uint64_t path, FlatResult& result) const {
    Path(*setup_, seed, path, result).run();
}

void Simulator::run(std::uint64_t seed, std::uint64_t path, PathResult& result) const {
    FlatResult flat;
    run(seed, path, flat);
    result = {};
    const model::Model& model = setup_->model;
    for (std::size_t s = 0; s < setup_->series.size(); ++s) {
        const SeriesName& name = setup_->series[s];
        for (int y = 0; y < model.years; ++y) {
            if (!defined(s, y)) continue;
            result.annual[{name.indicator, name.dimension, y}] =
                flat.annual[s * static_cast<std::size_t>(model.years) +
                            static_cast<std::size_t>(y)];
        }
    }
    for (std::size_t which = 0; which < monthly_count; ++which) {
        const auto begin =
            flat.monthly.begin() + static_cast<std::ptrdiff_t>(which) * setup_->months;
        result.monthly[monthly_names[which]].assign(begin, begin + setup_->months);
    }
    for (std::size_t i = 0; i < model.projects.size(); ++i) {
        if (flat.finish[i] >= 0.0) result.finish[model.projects[i].id] = flat.finish[i];
    }
    result.first_hit = flat.first_hit;
}

const std::vector<SeriesName>& Simulator::series() const { return setup_->series; }

bool Simulator::defined(std::size_t series, int year) const {
    return setup_->defined(series, year);
}

PathResult simulate(const model::Model& model, std::uint64_t seed, std::uint64_t path) {
    PathResult result;
    Simulator(model).run(seed, path, result);
    return result;
}

}  // namespace coffer::naive
