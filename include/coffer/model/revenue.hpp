#pragma once
// Revenue and expenditure lines, taxpayers, series of the economy, what projects bring in, and the
// figures of the year before that they are compared with.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/index.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/distribution.hpp"
#include "coffer/model/drivers.hpp"
#include "coffer/model/frame.hpp"

namespace coffer::model {

struct Project;

/// What of a year is settled with the higher level in the year after (年终结算).
struct Settlement {
    double share = 0.0;  ///< of each month's amount
    Money unsettled;     ///< of the year before the plan
};

struct RevenueLine {
    enum class Category { own, transfer };

    std::string id;
    Text name;
    std::string district;  ///< "" when none
    Account account = Account::general;
    Category category = Category::own;
    bool platform = false;  ///< income of the platform company, not the county's
    Flow flow;
    std::optional<Settlement> settlement;  ///< of transfers
};

struct Taxpayer {
    std::string id;
    Text name;
    std::string district;  ///< "" when none
    Flow output;
    double tax_rate = 0.0;
    double retained_share = 0.0;
    double outage_hazard = 0.0;
    Distribution outage_duration;
    double outage_loss = 1.0;
};

/// A figure of the local economy that no money of the plan flows through: retail sales, value
/// added of industry, foreign trade.
struct EconomicSeries {
    std::string id;
    Text name;
    Flow flow;                      ///< the amount of the year before the plan in every year
    double new_output_share = 0.0;  ///< share of completed projects' output that adds to it
};

/// A share of what lines of revenue bring in a month. Places in the model's lists.
struct RevenueShare {
    YearSeries share;
    std::vector<std::size_t> revenue, taxpayers, project_income;
};

/// The rank of lines that say nothing, and of operating costs.
inline constexpr int default_rank = 100;

struct ExpenditureLine {
    /// Other expenditure lapses where it is not paid, what was contracted stays owed to suppliers.
    /// A platform subsidy is paid as other expenditure, to the platform company. Remittance (上解)
    /// is deducted before anything is paid.
    enum class Category { three_guarantees, other, platform_subsidy, contracted, remittance };

    std::string id;
    Text name;
    Category category = Category::other;
    Account account = Account::general;
    int rank = default_rank;  ///< the first within a step is paid first; of one rank, by id
    Flow flow;                ///< with `of_revenue` its planned amounts only
    std::optional<RevenueShare> of_revenue;
    std::optional<Settlement> settlement;  ///< of remittance
};

/// Money that moves from one account to another every month (调入、调出).
struct AccountTransfer {
    std::string id;
    Text name;
    Account from = Account::fund;
    Account to = Account::general;
    Flow flow;  ///< with `of_revenue` its planned amounts only
    std::optional<RevenueShare> of_revenue;
};

/// What a project brings or costs once it, or one of its stages, is finished (docs/model.md section
/// 3).
struct ProjectIncome {
    enum class Kind { operating_revenue, tax, operating_cost, land_sale };

    std::string id;
    Text name;
    Kind kind = Kind::operating_revenue;
    Index<Project> project;
    std::size_t stage = 0;  ///< position in the project's stages: whose finish begins it
    Account account = Account::general;
    bool platform = false;  ///< income of the platform company, not the county's
    Flow flow;              ///< land: the price of all that is sold, with a profile of ones
    double months = 0.0;    ///< land: from that finish until all of it is sold
};

struct BaseYear {
    std::optional<Money> fai;
    std::optional<Money> general_revenue;
};

/// What the people's congress has adopted: figures are measured against it, nothing follows it.
struct Budget {
    std::optional<YearMoney> general_revenue;
};

/// Nominal gross domestic product of the region; both or neither.
struct Economy {
    std::optional<Money> gdp;  ///< of the year before the plan
    std::optional<Index<Driver>> gdp_driver;
    double gdp_new_output_share = 0.0;  ///< value added of completed projects' new output
    /// Of what completed projects produce, the share that comes on top of the growth of lines, GDP
    /// and series: the rest their trends contain already, or it takes the place of other output. A
    /// half is the "medium" displacement of the ready reckoner of the Additionality Guide of the
    /// Homes and Communities Agency (4th edition, 2014).
    double additional_share = 0.5;
};

struct RevenuePart {
    BaseYear base_year;
    Budget budget;
    Economy economy;
    std::vector<RevenueLine> revenue;
    std::vector<Taxpayer> taxpayers;
    std::vector<ExpenditureLine> expenditure;
    std::vector<AccountTransfer> account_transfers;  ///< by id
    std::vector<EconomicSeries> economic_series;
    std::vector<ProjectIncome> project_income;  ///< by id

    [[nodiscard]] bool has_expenditure(ExpenditureLine::Category category) const {
        return std::any_of(
            expenditure.begin(), expenditure.end(),
            [category](const ExpenditureLine& line) { return line.category == category; });
    }
    /// Whether something of a year is settled in the year after.
    [[nodiscard]] bool settles_later() const {
        const auto settled = [](const auto& line) { return line.settlement.has_value(); };
        return std::any_of(revenue.begin(), revenue.end(), settled) ||
               std::any_of(expenditure.begin(), expenditure.end(), settled);
    }
};

}  // namespace coffer::model
