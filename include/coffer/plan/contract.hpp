#pragma once
// A loan or bond as the list of days on which something happens to it (docs/model.md section 5):
// interest is counted, paid or added, principal is repaid, the rate is set anew. Written once for
// the tables of existing debt, for cohorts of new debt and for floating loans: those who walk along
// it differ only in where rates come from and where payments go. Whatever depends on the calendar
// is a number here already.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "coffer/base/money.hpp"
#include "coffer/plan/amortisation.hpp"
#include "coffer/random/lanes.hpp"

namespace coffer::plan {

/// What happens to the interest counted since it was last dealt with.
enum class InterestRule : std::uint8_t { count, pay, defer, capitalise, forgive };
enum class PrincipalRule : std::uint8_t {
    none,
    part,     ///< equal parts of the balance at the first of them, but for `value` of the face
    level,    ///< what a level payment leaves after interest; `value` of the face is left over
    balance,  ///< `value` of the balance
    face,     ///< `value` of what was borrowed, or outstanding when the plan began
    rest
};

struct ContractStep {
    int month = 0;            ///< after issue; existing debt: of the plan
    double years = 0.0;       ///< since the step before, by the contract's count of days
    double added_rate = 0.0;  ///< in force until now, beside the contract's rate
    InterestRule interest = InterestRule::count;
    PrincipalRule principal = PrincipalRule::none;
    bool anew = false;      ///< equal parts and level payments are formed again from what is left
    bool resets = false;    ///< afterwards a floating rate is set
    int payments_left = 0;  ///< of principal, this one included
    double value = 0.0;
};

struct ContractSchedule {
    std::vector<ContractStep> steps;  ///< in time
    double payments_per_year = 1.0;   ///< of level payments
};

/// Below every rate; finite, since the kernel's loops are compiled for finite numbers.
inline constexpr double no_floor = std::numeric_limits<double>::lowest();

/// Where the debt of `width` lanes stands between two steps. `counted` is interest since the last
/// day of payment, not rounded; `owed` what was deferred, in whole fen.
struct ContractLanes {
    double* balance;
    double* face;
    double* counted;
    double* owed;
    double* part;
};

/// One step for all lanes. The three results are what falls due and what joins the balance, fen.
template <int width>
void take_step(const ContractStep& step, double payments_per_year, const double* rates,
               const ContractLanes& at, double* interest, double* principal, double* capitalised) {
    double charge[width];
    const double years = step.years;
    const double added = step.added_rate;
    const auto counted = [&](int lane) {
        return at.counted[lane] + at.balance[lane] * ((rates[lane] + added) * years);
    };
    for (int lane = 0; lane < width; ++lane) capitalised[lane] = 0.0;
    switch (step.interest) {
        case InterestRule::count:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                at.counted[lane] = counted(lane);
                charge[lane] = 0.0;
                interest[lane] = 0.0;
            }
            break;
        case InterestRule::pay:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                charge[lane] = round_fen(counted(lane));
                at.counted[lane] = 0.0;
                interest[lane] = at.owed[lane] + charge[lane];
                at.owed[lane] = 0.0;
            }
            break;
        case InterestRule::forgive:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                charge[lane] = round_fen(counted(lane));
                at.counted[lane] = 0.0;
                interest[lane] = 0.0;
            }
            break;
        case InterestRule::defer:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                charge[lane] = round_fen(counted(lane));
                at.counted[lane] = 0.0;
                interest[lane] = 0.0;
                at.owed[lane] += charge[lane];
            }
            break;
        case InterestRule::capitalise:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                charge[lane] = round_fen(counted(lane));
                at.counted[lane] = 0.0;
                interest[lane] = 0.0;
                capitalised[lane] = at.owed[lane] + charge[lane];
                at.balance[lane] += capitalised[lane];
                at.owed[lane] = 0.0;
            }
            break;
    }
    const int left = step.payments_left;
    // What instalments leave for maturity, as far as it is still owed.
    const auto kept = [&](int lane) {
        return std::min(at.balance[lane], round_fen(at.face[lane] * step.value));
    };
    switch (step.principal) {
        case PrincipalRule::none:
            for (int lane = 0; lane < width; ++lane) principal[lane] = 0.0;
            return;
        case PrincipalRule::part:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                if (step.anew) at.part[lane] = round_fen((at.balance[lane] - kept(lane)) / left);
                principal[lane] = std::min(at.balance[lane], at.part[lane]);
            }
            break;
        case PrincipalRule::level:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                if (step.anew) {
                    const double rate = (rates[lane] + added) / payments_per_year;
                    const double over = kept(lane);
                    at.part[lane] =
                        round_fen(level_payment(at.balance[lane] - over, rate, left) + rate * over);
                }
                principal[lane] =
                    std::min(at.balance[lane], std::max(0.0, at.part[lane] - charge[lane]));
            }
            break;
        case PrincipalRule::balance:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                principal[lane] = round_fen(at.balance[lane] * step.value);
            }
            break;
        case PrincipalRule::face:
            COFFER_INDEPENDENT_LANES
            for (int lane = 0; lane < width; ++lane) {
                principal[lane] = std::min(at.balance[lane], round_fen(at.face[lane] * step.value));
            }
            break;
        case PrincipalRule::rest:
            for (int lane = 0; lane < width; ++lane) principal[lane] = at.balance[lane];
            break;
    }
    for (int lane = 0; lane < width; ++lane) at.balance[lane] -= principal[lane];
}

}  // namespace coffer::plan
