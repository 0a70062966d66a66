#pragma once
// Where money for projects comes from: sources, single receipts, funnels of investors.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coffer/base/index.hpp"
#include "coffer/base/money.hpp"
#include "coffer/base/text.hpp"
#include "coffer/model/debt.hpp"
#include "coffer/model/dimension.hpp"
#include "coffer/model/distribution.hpp"
#include "coffer/model/drivers.hpp"
#include "coffer/model/frame.hpp"
#include "coffer/model/projects.hpp"

namespace coffer::model {

struct Source {
    enum class Kind {
        fiscal,
        grant,
        special_bond,
        general_bond,
        platform_bond,  ///< into the platform company's cash
        bank_loan,
        platform,
        investor,
        land_quota,
        asset_disposal
    };

    std::string id;
    Text name;
    Kind kind = Kind::fiscal;
    bool unlimited = false;  ///< no `annual`: arrives when drawn
    Flow arrival;            ///< all zero when unlimited
    bool counts_as_capital = false;
    std::optional<NewDebtTerms> debt;
    YearSeries deficit_share;  ///< share of the budget deficit it borrows; empty for none
    /// Fiscal and grant: years beyond its own for which money may wait unused; none: no limit.
    std::optional<int> carry_years;
    /// Grants that lapse: who gets what was not used.
    enum class LapsedTo { higher_level, general, stabilisation };
    LapsedTo lapsed_to = LapsedTo::higher_level;
    bool carries_quota = false;  ///< bonds: what a limit kept from being issued outlives its year
    Rate deposit_rate;           ///< bonds: earned by money that waits in the pool
    bool capitalises_interest = false;  ///< bank loan: until the project is finished
    bool capital_first = false;         ///< bank loan: drawn once the project has spent its capital
    /// Bonds: years from issue by which refinancing must be repaid; none: no limit.
    std::optional<int> asset_life_years;
};

/// Whether money of the kind lies in the treasury until it is spent. Fiscal funds are an authority
/// to spend, loans a credit limit; the other kinds are not the county's.
[[nodiscard]] constexpr bool lies_in_treasury(Source::Kind kind) {
    using Kind = Source::Kind;
    return kind == Kind::grant || kind == Kind::special_bond || kind == Kind::general_bond ||
           kind == Kind::land_quota || kind == Kind::asset_disposal;
}

/// The class of debt that a debt kind of source creates.
[[nodiscard]] constexpr DebtClass debt_class_of(Source::Kind kind) {
    if (kind == Source::Kind::special_bond) return DebtClass::special;
    if (kind == Source::Kind::general_bond) return DebtClass::general;
    if (kind == Source::Kind::platform_bond) return DebtClass::platform;
    return DebtClass::bank;
}

/// Steps of investment attraction before the money arrives.
inline constexpr std::size_t funnel_steps = 3;  // negotiating, signed, landed
/// Of a funnel within the plan: the inversion of a binomial takes as many steps at most.
inline constexpr int most_prospects = 10'000;

/// A stream of prospective investors. Each leaves its step in a month with probability 1/months and
/// then goes on to the next with the step's probability, or is lost.
struct Funnel {
    std::string id;
    Text name;
    std::uint32_t stream = 0;                 ///< hash of "funnel/<id>"
    std::array<int, funnel_steps> initial{};  ///< prospects at the start
    YearSeries new_prospects;                 ///< a month
    std::array<double, funnel_steps> months{1.0, 1.0, 1.0};
    std::array<double, funnel_steps> probability{};
    Money investment;                     ///< brought by each whose money arrives
    std::optional<Index<Source>> source;  ///< into whose pool

    /// Names of its counts of prospects that are not always 0.
    [[nodiscard]] std::vector<Dimension::Kind> counts() const;
    /// The most prospects that it may have within the plan.
    [[nodiscard]] double all_prospects() const;
};

/// A single amount that a source may receive: a grant applied for, the sale of an asset.
struct Receipt {
    std::string id;
    Text name;
    std::uint32_t stream = 0;  ///< hash of "receipt/<id>"
    Index<Source> source;
    Distribution amount;  ///< fen
    double probability = 1.0;
    int month = 0;                          ///< month index since the start
    Distribution delay;                     ///< months after the beginning of that month
    std::optional<Index<Project>> project;  ///< the only one that may use it
};

struct FundingPart {
    std::vector<Source> sources;    ///< by id
    std::vector<Receipt> receipts;  ///< by id
    std::vector<Funnel> funnels;    ///< by id

    /// The most units that may ever fill a capacity that others fill (Capacity::inflow).
    [[nodiscard]] double most_inflow(const Capacity& capacity) const;
};

}  // namespace coffer::model
