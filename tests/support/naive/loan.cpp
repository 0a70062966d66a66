#include <algorithm>
#include <chrono>
#include <cmath>

#include <support/naive/loan.hpp>

namespace coffer::naive {
namespace {

using Repayment = model::LoanTerms::Repayment;
using Holiday = model::PaymentHoliday;

double whole(double fen) { return std::nearbyint(fen); }

std::chrono::year_month calendar_month(Month plan_start, int month) {
    return std::chrono::year{plan_start.year} / plan_start.month + std::chrono::months{month};
}

double annuity(double balance, double i, int n) {
    // A coupon that steps to nothing may leave a rate of the size of rounding.
    if (std::abs(i) < 1e-12) return balance / n;
    return balance * i / (1.0 - std::pow(1.0 + i, -n));
}

}  // namespace

Loan::Loan(const model::Instrument& instrument, Month plan_start, RateOf driver)
    : loan_(instrument.loan),
      plan_start_(plan_start),
      existing_(&instrument),
      driver_(std::move(driver)) {
    end_ = {instrument.maturity, instrument.payment_day};
    anchor_ = end_;
    if (instrument.first_payment) {
        first_ = Day{instrument.first_payment->month, instrument.first_payment->day};
        anchor_ = *first_;
    }
    face_ = balance_ = static_cast<double>(instrument.principal.fen());
    principal_from_ = std::max(0, instrument.principal_from);
    // The last payment before the plan, or issue.
    if (instrument.issued) issue_ = {instrument.issued->month, instrument.issued->day};
    if (loan_.interest_at_maturity) {
        start_ = issue_;
    } else {
        const int period = 12 / loan_.payments_per_year;
        int month = anchor_.month;
        while (month >= 0) month -= period;
        while (month + period < 0) month += period;
        start_ = {month, anchor_.day};
        if (first_ && month < first_->month) start_ = {first_->month - period, first_->day};
        if (instrument.issued && (first_ && month < first_->month)) start_ = issue_;
        if (instrument.issued && number(start_) < number(issue_)) start_ = issue_;
    }
    if (!instrument.issued) issue_ = end_;
    if (loan_.rate_driver && instrument.first_reset) reset_day_ = instrument.first_reset->day;
    counted_until_ = start_;
}

Loan::Loan(const model::NewDebtTerms& terms, double fen, double rate, int issued, int tenor_months,
           Month plan_start, RateOf driver, double margin)
    : loan_(terms.loan),
      plan_start_(plan_start),
      fresh_(&terms),
      driver_(std::move(driver)),
      margin_(margin) {
    start_ = issue_ = anchor_ = {issued, terms.issue_day};
    end_ = {issued + tenor_months, terms.issue_day};
    tenor_ = tenor_months;
    if (terms.payment_month > 0) {
        const std::chrono::month wanted{static_cast<unsigned>(terms.payment_month)};
        while (calendar_month(plan_start_, anchor_.month).month() != wanted) --anchor_.month;
    }
    const int apart =
        12 / (loan_.principal_per_year > 0 ? loan_.principal_per_year : loan_.payments_per_year);
    principal_from_ = issued + 1 + terms.grace_payments * apart;
    principal_from_ = std::min(principal_from_, end_.month);
    face_ = balance_ = fen;
    rate_ = rate;
    counted_until_ = start_;
}

Loan::Loan(const model::NewDebtTerms& terms, double fen, double rate, int issued, int tenor_months,
           Month plan_start, double built)
    : Loan(terms, fen, rate, issued, tenor_months, plan_start) {
    built_ = built;
}

/// What was counted before the plan, at the rate in force when it begins: known in its first month.
void Loan::begin() {
    rate_ = loan_.rate.per_year;
    if (loan_.rate_driver) {
        rate_ += driver_(0);
        if (loan_.rate_floor) rate_ = std::max(rate_, *loan_.rate_floor);
        if (existing_->current_rate) rate_ = *existing_->current_rate;
    }
    // The coupon may have changed since then.
    for (int m = start_.month; m < 0; ++m) {
        const int day = real_day({m, issue_.day});
        if (number({m, day}) <= number(start_)) continue;
        if (steps_on(m, day)) count(m, day);
    }
}

bool Loan::settles_in(int month) const {
    for (const int day : days_to_look_at(month)) {
        if (pays_interest(month, day)) return true;
    }
    return false;
}

double years_of_month(DayCount count, Month plan_start, int month) {
    const auto this_month = calendar_month(plan_start, month);
    const auto last = this_month / std::chrono::last;
    const double days = static_cast<unsigned>(last.day());
    const auto year_length = [](std::chrono::year year) { return year.is_leap() ? 366.0 : 365.0; };
    switch (count) {
        case DayCount::actual_365:
            return days / 365.0;
        case DayCount::actual_360:
            return days / 360.0;
        case DayCount::actual_actual: {
            // From the last day of the month before, which January finds in another year.
            const auto before = calendar_month(plan_start, month - 1).year();
            return 1.0 / year_length(before) + (days - 1.0) / year_length(this_month.year());
        }
        default:
            return 1.0 / 12.0;
    }
}

int Loan::month_length(int month) const {
    const auto last = calendar_month(plan_start_, month) / std::chrono::last;
    return static_cast<int>(static_cast<unsigned>(last.day()));
}

int Loan::real_day(Day day) const {
    const int length = month_length(day.month);
    return day.day == 0 ? length : std::min(day.day, length);
}

/// Days since some day long ago.
long Loan::number(Day day) const {
    const auto first = calendar_month(plan_start_, day.month) / std::chrono::day{1};
    return std::chrono::sys_days{first}.time_since_epoch().count() + real_day(day) - 1;
}

/// The days of a month on which anything can happen, in order.
std::vector<int> Loan::days_to_look_at(int month) const {
    std::vector<int> days;
    for (const int agreed : {anchor_.day, end_.day, issue_.day, reset_day_}) {
        days.push_back(real_day({month, agreed}));
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

bool Loan::falls_on(Day what, int month, int day) const {
    return what.month == month && real_day(what) == day;
}

/// Whether it is a whole number of periods from the anchor, or the last day.
bool Loan::on_grid(int month, int day, int period) const {
    if (falls_on(end_, month, day)) return true;
    const long today = number({month, day});
    if (today >= number(end_) || today <= number(start_)) return false;
    if (first_ && today < number(*first_)) return false;
    return (month - anchor_.month) % period == 0 && real_day({month, anchor_.day}) == day;
}

bool Loan::pays_interest(int month, int day) const {
    if (loan_.interest_at_maturity) return falls_on(end_, month, day);
    return on_grid(month, day, 12 / loan_.payments_per_year);
}

bool Loan::in_holiday(int month, bool principal) const {
    if (!loan_.holiday) return false;
    const int since = existing_ != nullptr ? month : month - issue_.month;
    if (since < loan_.holiday->from || since > loan_.holiday->to) return false;
    return principal ? loan_.holiday->stops_principal : loan_.holiday->stops_interest;
}

double Loan::listed_principal(int month, int day) const {
    double sum = 0.0;
    if (existing_ != nullptr) {
        for (const auto& [when, principal] : existing_->schedule) {
            if (falls_on({when, end_.day}, month, day)) {
                sum += static_cast<double>(principal.fen());
            }
        }
        return sum;
    }
    for (std::size_t year = 0; year < fresh_->redemption.size(); ++year) {
        const int after = 12 * static_cast<int>(year + 1);
        if (after < tenor_ && falls_on({issue_.month + after, issue_.day}, month, day)) {
            sum += whole(face_ * fresh_->redemption[year]);
        }
    }
    return sum;
}

bool Loan::repays(int month, int day) const {
    // Listed months are what was agreed on, holiday or not.
    const bool missed = in_holiday(month, true) && loan_.repayment != Repayment::custom;
    return owes_principal(month, day) && (falls_on(end_, month, day) || !missed);
}

/// A payment of principal by the contract, before a holiday that leaves it out.
bool Loan::owes_principal(int month, int day) const {
    if (falls_on(end_, month, day)) return true;
    if (loan_.repayment == Repayment::bullet) return false;
    if (loan_.repayment == Repayment::custom) return listed_principal(month, day) != 0.0;
    const int a_year =
        loan_.principal_per_year > 0 ? loan_.principal_per_year : loan_.payments_per_year;
    return month >= principal_from_ && on_grid(month, day, 12 / a_year);
}

int Loan::payments_left(int month, int day) const {
    int left = 0;
    for (int m = month; m <= end_.month; ++m) {
        for (const int d : days_to_look_at(m))
            left += (m > month || d >= day) && owes_principal(m, d);
    }
    return left;
}

/// What instalments leave to the last day.
double Loan::left_over() const { return std::min(balance_, whole(loan_.balloon * face_)); }

/// What the contract adds to its rate up to and including this day.
double Loan::step_rate(int month, int day) const {
    double added = 0.0;
    for (std::size_t year = 0; year < loan_.rate_steps.size(); ++year) {
        const Day begins{issue_.month + 12 * static_cast<int>(year), issue_.day};
        // The day on which a year begins ends the year before.
        if (number(begins) < number({month, day})) added = loan_.rate_steps[year];
    }
    return added;
}

/// Whether the coupon changes after this day.
bool Loan::steps_on(int month, int day) const {
    bool steps = false;
    for (std::size_t year = 1; year < loan_.rate_steps.size(); ++year) {
        steps |= loan_.rate_steps[year] != loan_.rate_steps[year - 1] &&
                 falls_on({issue_.month + 12 * static_cast<int>(year), issue_.day}, month, day);
    }
    return steps;
}

/// Which of the contract's days this is: the one agreed on, which a shorter month may lack; that of
/// the payment, if one is made, then that of the year of the coupon.
Loan::Day Loan::agreed_on(int month, int day) const {
    const int a_year =
        loan_.principal_per_year > 0 ? loan_.principal_per_year : loan_.payments_per_year;
    const bool instalments =
        loan_.repayment != Repayment::bullet && loan_.repayment != Repayment::custom;
    if (falls_on(end_, month, day)) return {month, end_.day};
    if (pays_interest(month, day) || (instalments && on_grid(month, day, 12 / a_year))) {
        return {month, anchor_.day};
    }
    if (loan_.repayment == Repayment::custom && listed_principal(month, day) != 0.0) {
        return {month, fresh_ != nullptr ? issue_.day : end_.day};
    }
    const bool anniversary = fresh_ != nullptr && real_day({month, issue_.day}) == day;
    if (steps_on(month, day) || anniversary) return {month, issue_.day};
    if (reset_day_ != 0 && real_day({month, reset_day_}) == day) return {month, reset_day_};
    return {month, day};
}

double Loan::years_until(int month, int day) const {
    const Day from = counted_until_;
    const Day to{month, day};
    const auto days = static_cast<double>(number(to) - number(from));
    const int d1 = real_day(from);
    const int d2 = day;
    const double month_days = 30.0 * (month - from.month);
    switch (loan_.day_count) {
        case DayCount::actual_365:
            return days / 365.0;
        case DayCount::actual_360:
            return days / 360.0;
        case DayCount::thirty_e_360: {
            const int first = from.day == 0 ? 30 : std::min(d1, 30);
            const int second = agreed_on(month, day).day == 0 ? 30 : std::min(d2, 30);
            return (month_days + second - first) / 360.0;
        }
        case DayCount::thirty_360: {
            const bool february1 = month_length(from.month) < 30 && d1 == month_length(from.month);
            const bool february2 = month_length(month) < 30 && d2 == month_length(month);
            const int first = february1 || d1 == 31 || from.day == 0 ? 30 : d1;
            int second = february1 && february2 ? 30 : d2;
            if (second == 31 && first == 30) second = 30;
            if (agreed_on(month, day).day == 0) second = 30;
            return (month_days + second - first) / 360.0;
        }
        case DayCount::actual_actual: {
            double years = 0.0;
            for (int m = from.month; m <= month; ++m) {
                const int since = m == from.month ? d1 : 1;
                const int until = m == month ? d2 : month_length(m) + 1;
                years += (until - since) /
                         (calendar_month(plan_start_, m).year().is_leap() ? 366.0 : 365.0);
            }
            return years;
        }
        case DayCount::actual_actual_icma: {
            // Back from the next payment, a regular period at a time.
            const int period = loan_.interest_at_maturity ? 12 : 12 / loan_.payments_per_year;
            Day end = to;
            while (!pays_interest(end.month, end.day)) {
                if (++end.day > month_length(end.month)) end = {end.month + 1, 1};
            }
            end.day = end.month == end_.month ? end_.day : anchor_.day;
            if (falls_on(end_, end.month, real_day(end)) && !loan_.interest_at_maturity) {
                // The last one may be cut short: its regular period ends a whole number of
                // periods from the first payment.
                Day regular = anchor_;
                while (number(regular) >= number(end)) regular.month -= period;
                while (number(regular) < number(end)) regular.month += period;
                end = regular;
            }
            double periods = 0.0;
            while (number(end) > number(from)) {
                const Day begin{end.month - period, end.day};
                const long a = std::max(number(begin), number(from));
                const long b = std::min(number(end), number(to));
                if (b > a) {
                    periods += static_cast<double>(b - a) /
                               static_cast<double>(number(end) - number(begin));
                }
                end = begin;
            }
            return periods * period / 12.0;
        }
        case DayCount::months:
            break;
    }
    const auto of_thirty = [&](Day agreed, int real) {
        // The day agreed on counts, be the month shorter or not; the last day is the thirtieth.
        if (agreed.day == 0) return 30;
        return std::min(std::max(agreed.day, real), 30);
    };
    const Day agreed = agreed_on(month, day);
    return (month_days + of_thirty(agreed, day) - of_thirty(from, d1)) / 360.0;
}

void Loan::count(int month, int day) {
    double years = 0.0;
    if (built_) {
        // Whole months after the one in which it was built, and what was left of that one.
        const int then = static_cast<int>(*built_);
        for (int each = then; each <= month; ++each) {
            const double part = each == then ? 1.0 - (*built_ - then) : 1.0;
            years += part * years_of_month(loan_.day_count, plan_start_, each);
        }
        built_.reset();
    } else {
        years = years_until(month, day);
    }
    counted_ += balance_ * ((rate_ + step_rate(month, day)) * years);
    counted_until_ = agreed_on(month, day);
}

void Loan::on_day(int month, int day, Due& due) {
    const bool pays = pays_interest(month, day);
    const bool principal = repays(month, day);
    if (!principal && owes_principal(month, day)) form_anew_ = true;
    const bool steps = steps_on(month, day);
    bool resets = false;
    if (loan_.rate_driver && existing_ != nullptr && existing_->first_reset &&
        existing_->first_reset->day != 0) {
        const Day first{existing_->first_reset->month, existing_->first_reset->day};
        const int months = month - first.month;
        resets = months >= 0 && months % existing_->reset_months == 0 &&
                 real_day({month, first.day}) == day && number({month, day}) < number(end_);
    }
    if (fresh_ != nullptr && fresh_->reset_months > 0) {
        const int months = month - issue_.month;
        resets = months > 0 && months % fresh_->reset_months == 0 &&
                 real_day({month, issue_.day}) == day && number({month, day}) < number(end_);
    }
    if (!pays && !principal && !steps && !resets) return;
    count(month, day);
    double charge = 0.0;
    const bool last = falls_on(end_, month, day);
    if (pays) {
        charge = whole(counted_);
        counted_ = 0.0;
        if (last || !in_holiday(month, false)) {
            due.interest += charge + deferred_;
            deferred_ = 0.0;
        } else if (loan_.holiday->interest == Holiday::Interest::capitalised) {
            due.capitalised += charge + deferred_;
            balance_ += charge + deferred_;
            deferred_ = 0.0;
            form_anew_ = true;
        } else if (loan_.holiday->interest == Holiday::Interest::deferred) {
            deferred_ += charge;
        }
    }
    if (in_holiday(month, true)) form_anew_ = true;
    if (principal) {
        const int left = payments_left(month, day);
        double repaid = balance_;
        if (!last && loan_.repayment == Repayment::custom) {
            repaid = std::min(balance_, listed_principal(month, day));
        } else if (!last && loan_.repayment == Repayment::declining) {
            const int year = std::max(0, month) / 12;
            const auto& shares = fresh_->repayment_share;
            repaid = whole(balance_ *
                           shares[std::min(static_cast<std::size_t>(year), shares.size() - 1)]);
        } else if (!last && loan_.repayment == Repayment::equal_principal) {
            if (form_anew_) instalment_ = whole((balance_ - left_over()) / left);
            repaid = std::min(balance_, instalment_);
        } else if (!last && loan_.repayment == Repayment::level_payment) {
            const bool floats =
                existing_ != nullptr ? loan_.rate_driver.has_value() : fresh_->reset_months > 0;
            if (form_anew_ || floats) {
                const double rate = rate_ + step_rate(month, day);
                // Of each payment the interest on what is left over buys nothing.
                const double i = rate / loan_.payments_per_year;
                instalment_ = whole(annuity(balance_ - left_over(), i, left) + i * left_over());
            }
            repaid = std::min(balance_, std::max(0.0, instalment_ - charge));
        }
        form_anew_ = false;
        balance_ -= repaid;
        due.principal += repaid;
    }
    if (steps) form_anew_ = true;
    if (resets) {
        rate_ = driver_(month) + (existing_ != nullptr ? loan_.rate.per_year : margin_);
        if (loan_.rate_floor) rate_ = std::max(rate_, *loan_.rate_floor);
    }
}

Loan::Due Loan::serve(int month) {
    Due due;
    if (month > end_.month) return due;
    // A bond repaid between two days of interest still owes what it has counted.
    if (balance_ == 0.0 && counted_ == 0.0 && deferred_ == 0.0) return due;
    if (existing_ != nullptr && month == 0) begin();
    // A month of reset stands for its beginning.
    if (loan_.rate_driver && existing_ != nullptr &&
        (!existing_->first_reset || existing_->first_reset->day == 0)) {
        const int first = existing_->first_reset ? existing_->first_reset->month : 0;
        const int months = month - first;
        if (months >= 0 && months % existing_->reset_months == 0) {
            const int last = month_length(month - 1);
            if (number({month - 1, last}) > number(counted_until_)) {
                count(month - 1, last);
                counted_until_.day = 0;
            }
            rate_ = driver_(month) + loan_.rate.per_year;
            if (loan_.rate_floor) rate_ = std::max(rate_, *loan_.rate_floor);
        }
    }
    // Most months are none of its own.
    const auto far = [&](int period) {
        return month != end_.month && (month - anchor_.month) % period != 0;
    };
    const bool plain = loan_.rate_steps.empty() && loan_.repayment != Repayment::custom &&
                       (fresh_ == nullptr || fresh_->reset_months == 0);
    const int a_year =
        loan_.principal_per_year > 0 ? loan_.principal_per_year : loan_.payments_per_year;
    if (plain && reset_day_ == 0 && far(12 / loan_.payments_per_year) && far(12 / a_year)) {
        return due;
    }
    for (const int day : days_to_look_at(month)) on_day(month, day, due);
    return due;
}

}  // namespace coffer::naive
