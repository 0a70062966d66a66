#pragma once
// One loan or bond, written down from docs/model.md section 5 day by day: the independent check of
// the engine's schedules. It shares nothing with the engine beyond the model's terms.
#include <functional>
#include <optional>
#include <vector>

#include <coffer/model/model.hpp>

namespace coffer::naive {

class Loan {
  public:
    /// What happens in a month, in fen.
    struct Due {
        double interest = 0.0, principal = 0.0, capitalised = 0.0;
    };
    /// A driver's value in a month of the plan.
    using RateOf = std::function<double(int)>;

    /// Existing debt; `plan_start` is the plan's first month.
    Loan(const model::Instrument& instrument, Month plan_start, RateOf driver);
    /// New debt of `fen` issued in a month of the plan at a rate fixed then.
    Loan(const model::NewDebtTerms& terms, double fen, double rate, int issued, int tenor_months,
         Month plan_start, RateOf driver = {}, double margin = 0.0);

    /// The same once what it paid for is built, at a moment of the plan: what it owes then, with
    /// interest from then on.
    Loan(const model::NewDebtTerms& terms, double fen, double rate, int issued, int tenor_months,
         Month plan_start, double built);

    /// Whether it has a day of payment of interest in a month.
    [[nodiscard]] bool settles_in(int month) const;
    /// The month's payments; months in order, from the first one of the plan or after issue.
    Due serve(int month);
    [[nodiscard]] double balance() const { return balance_; }
    [[nodiscard]] int last_month() const { return end_.month; }

  private:
    struct Day {
        int month = 0;  // of the plan, negative before it
        int day = 0;    // 0: the last one
    };

    [[nodiscard]] int month_length(int month) const;
    [[nodiscard]] int real_day(Day day) const;
    [[nodiscard]] long number(Day day) const;
    [[nodiscard]] std::vector<int> days_to_look_at(int month) const;
    [[nodiscard]] Day agreed_on(int month, int day) const;
    [[nodiscard]] bool falls_on(Day what, int month, int day) const;
    [[nodiscard]] bool on_grid(int month, int day, int period) const;
    [[nodiscard]] bool pays_interest(int month, int day) const;
    [[nodiscard]] bool repays(int month, int day) const;
    [[nodiscard]] bool owes_principal(int month, int day) const;
    [[nodiscard]] bool in_holiday(int month, bool principal) const;
    [[nodiscard]] int payments_left(int month, int day) const;
    [[nodiscard]] double left_over() const;
    [[nodiscard]] double years_until(int month, int day) const;
    [[nodiscard]] double listed_principal(int month, int day) const;
    [[nodiscard]] double step_rate(int month, int day) const;
    [[nodiscard]] bool steps_on(int month, int day) const;
    void begin();
    void count(int month, int day);
    void on_day(int month, int day, Due& due);

    const model::LoanTerms& loan_;
    Month plan_start_;
    const model::Instrument* existing_ = nullptr;
    const model::NewDebtTerms* fresh_ = nullptr;
    RateOf driver_;

    Day start_, end_, anchor_, issue_;
    std::optional<Day> first_;
    int principal_from_ = 0;
    int tenor_ = 0;
    int reset_day_ = 0;
    double face_ = 0.0;

    double balance_ = 0.0;
    double rate_ = 0.0;
    double margin_ = 0.0;  // new debt: over the driver at its resets
    Day counted_until_;
    double counted_ = 0.0;
    double deferred_ = 0.0;
    double instalment_ = 0.0;
    bool form_anew_ = true;
    std::optional<double> built_;
};

/// The part of a year that a month of the plan is.
[[nodiscard]] double years_of_month(DayCount count, Month plan_start, int month);

}  // namespace coffer::naive
