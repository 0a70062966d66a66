#pragma once
// The register of what a recorder is told of: each kind of event and of cause once, with its code
// in files. What they are called is known to reports alone (engine/report/replay/event_words.cpp).
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace coffer::kernel {

enum class EventKind : std::uint8_t {
    driver,
    jump,
    crisis_begins,
    crisis_ends,
    yearly_noise,
    sector_shock,
    approval_year_shock,
    draw_duration,
    draw_overrun,
    draw_ramp_up,
    draw_output,
    draw_amount,
    draw_delay,
    draw_receipt,
    receipt_refused,
    receipt,
    output_fails,
    outage,
    land_released,
    transfer_cut,
    investors_arrive,
    market_closes,
    market_opens,
    tier_changes,
    issue_limited,
    issue_waits,
    issue_lapses,
    issue_cut,
    quota_lapsed,
    deficit_covered,
    deficit_not_covered,
    refinancing_cut,
    refinancing_refused,
    loan_repayment_begins,
    restructuring_test,
    restructuring_begins,
    restructuring_ends,
    slowed_down,
    held_back,
    waits,
    waited,
    gate_open,
    started,
    work_finished,
    stage_finished,
    completed,
    funding_shortfall,
    suspended,
    restarted,
    cancelled,
    reserve_set_aside,
    reserve_used,
    stabilisation_drawn,
    advances_drawn,
    advances_deducted,
    advances_overdue,
    fallback_interest,
    fallback_principal,
    unpaid_interest,
    unpaid_principal,
    unpaid_expenditure,
    expenditure_cut,
    contingent_call,
    shortfall_not_called,
    first_hit,
    count
};
inline constexpr auto event_kinds = static_cast<std::size_t>(EventKind::count);

/// What the amount of an event counts.
enum class EventAmount : std::uint8_t {
    nothing,  ///< a number that tells no more than the event
    money,    ///< yuan
    months,
    moment,  ///< months since the start
    month,   ///< the index of a month
    share,
    number
};

/// Whom an event concerns: where its subject's id stands.
enum class EventSubject : std::uint8_t {
    driver,
    line,  ///< whatever varies by year: revenue, taxpayers, expenditure, sources, pipelines, series
    sector,         ///< "sector:<sector>"
    approval_year,  ///< "approved:<year>"
    project,
    fundable,  ///< a project or pipeline
    receipt,
    taxpayer,
    income,
    transfer,
    funnel,
    source,
    debt_class,
    expenditure,
    plan  ///< the plan as a whole, or a part of which it has one
};

struct EventInfo {
    EventKind kind{};
    const char* code = "";
    EventSubject subject{};
    EventAmount amount{};
    bool draw = false;  ///< a draw, which explains what happens; else something that happens
};

inline constexpr std::array<EventInfo, event_kinds> event_register{{
    {EventKind::driver, "driver", EventSubject::driver, EventAmount::share, true},
    {EventKind::jump, "jump", EventSubject::driver, EventAmount::share},
    {EventKind::crisis_begins, "crisis_begins", EventSubject::plan, EventAmount::nothing},
    {EventKind::crisis_ends, "crisis_ends", EventSubject::plan, EventAmount::nothing},
    {EventKind::yearly_noise, "yearly_noise", EventSubject::line, EventAmount::number, true},
    {EventKind::sector_shock, "sector_shock", EventSubject::sector, EventAmount::number, true},
    {EventKind::approval_year_shock, "approval_year_shock", EventSubject::approval_year,
     EventAmount::number, true},
    {EventKind::draw_duration, "draw_duration", EventSubject::project, EventAmount::months, true},
    {EventKind::draw_overrun, "draw_overrun", EventSubject::project, EventAmount::number, true},
    {EventKind::draw_ramp_up, "draw_ramp_up", EventSubject::project, EventAmount::months, true},
    {EventKind::draw_output, "draw_output", EventSubject::project, EventAmount::number, true},
    {EventKind::draw_amount, "draw_amount", EventSubject::receipt, EventAmount::money, true},
    {EventKind::draw_delay, "draw_delay", EventSubject::receipt, EventAmount::months, true},
    {EventKind::draw_receipt, "draw_receipt", EventSubject::receipt, EventAmount::money, true},
    {EventKind::receipt_refused, "receipt_refused", EventSubject::receipt, EventAmount::nothing},
    {EventKind::receipt, "receipt", EventSubject::receipt, EventAmount::money},
    {EventKind::output_fails, "output_fails", EventSubject::project, EventAmount::nothing},
    {EventKind::outage, "outage", EventSubject::taxpayer, EventAmount::months},
    {EventKind::land_released, "land_released", EventSubject::income, EventAmount::money},
    {EventKind::transfer_cut, "transfer_cut", EventSubject::transfer, EventAmount::money},
    {EventKind::investors_arrive, "investors_arrive", EventSubject::funnel, EventAmount::number},
    {EventKind::market_closes, "market_closes", EventSubject::plan, EventAmount::nothing},
    {EventKind::market_opens, "market_opens", EventSubject::plan, EventAmount::nothing},
    {EventKind::tier_changes, "tier_changes", EventSubject::plan, EventAmount::share},
    {EventKind::issue_limited, "issue_limited", EventSubject::source, EventAmount::money},
    {EventKind::issue_waits, "issue_waits", EventSubject::source, EventAmount::money},
    {EventKind::issue_lapses, "issue_lapses", EventSubject::source, EventAmount::money},
    {EventKind::issue_cut, "issue_cut", EventSubject::source, EventAmount::money},
    {EventKind::quota_lapsed, "quota_lapsed", EventSubject::source, EventAmount::money},
    {EventKind::deficit_covered, "deficit_covered", EventSubject::source, EventAmount::money},
    {EventKind::deficit_not_covered, "deficit_not_covered", EventSubject::source,
     EventAmount::money},
    {EventKind::refinancing_cut, "refinancing_cut", EventSubject::debt_class, EventAmount::money},
    {EventKind::refinancing_refused, "refinancing_refused", EventSubject::debt_class,
     EventAmount::money},
    {EventKind::loan_repayment_begins, "loan_repayment_begins", EventSubject::source,
     EventAmount::money},
    {EventKind::restructuring_test, "restructuring_test", EventSubject::plan, EventAmount::share},
    {EventKind::restructuring_begins, "restructuring_begins", EventSubject::plan,
     EventAmount::nothing},
    {EventKind::restructuring_ends, "restructuring_ends", EventSubject::plan, EventAmount::nothing},
    {EventKind::slowed_down, "slowed_down", EventSubject::project, EventAmount::share},
    {EventKind::held_back, "held_back", EventSubject::project, EventAmount::nothing},
    {EventKind::waits, "waits", EventSubject::project, EventAmount::moment},
    {EventKind::waited, "waited", EventSubject::project, EventAmount::months},
    {EventKind::gate_open, "gate_open", EventSubject::project, EventAmount::moment},
    {EventKind::started, "started", EventSubject::project, EventAmount::month},
    {EventKind::work_finished, "work_finished", EventSubject::project, EventAmount::moment},
    {EventKind::stage_finished, "stage_finished", EventSubject::project, EventAmount::moment},
    {EventKind::completed, "completed", EventSubject::project, EventAmount::moment},
    {EventKind::funding_shortfall, "funding_shortfall", EventSubject::fundable, EventAmount::money},
    {EventKind::suspended, "suspended", EventSubject::project, EventAmount::months},
    {EventKind::restarted, "restarted", EventSubject::project, EventAmount::share},
    {EventKind::cancelled, "cancelled", EventSubject::project, EventAmount::money},
    {EventKind::reserve_set_aside, "reserve_set_aside", EventSubject::plan, EventAmount::money},
    {EventKind::reserve_used, "reserve_used", EventSubject::plan, EventAmount::money},
    {EventKind::stabilisation_drawn, "stabilisation_drawn", EventSubject::plan, EventAmount::money},
    {EventKind::advances_drawn, "advances_drawn", EventSubject::plan, EventAmount::money},
    {EventKind::advances_deducted, "advances_deducted", EventSubject::plan, EventAmount::money},
    {EventKind::advances_overdue, "advances_overdue", EventSubject::plan, EventAmount::money},
    {EventKind::fallback_interest, "fallback_interest", EventSubject::debt_class,
     EventAmount::money},
    {EventKind::fallback_principal, "fallback_principal", EventSubject::debt_class,
     EventAmount::money},
    {EventKind::unpaid_interest, "unpaid_interest", EventSubject::debt_class, EventAmount::money},
    {EventKind::unpaid_principal, "unpaid_principal", EventSubject::debt_class, EventAmount::money},
    {EventKind::unpaid_expenditure, "unpaid_expenditure", EventSubject::expenditure,
     EventAmount::money},
    {EventKind::expenditure_cut, "expenditure_cut", EventSubject::expenditure, EventAmount::money},
    {EventKind::contingent_call, "contingent_call", EventSubject::plan, EventAmount::money},
    {EventKind::shortfall_not_called, "shortfall_not_called", EventSubject::plan,
     EventAmount::money},
    {EventKind::first_hit, "first_hit", EventSubject::plan, EventAmount::month},
}};

enum class CauseKind : std::uint8_t {
    fixed,
    drawn,
    drawn_with_others,
    chance,
    innovation,
    luck,
    jump_chance,
    crisis_entry,
    crisis_exit,
    receipt_chance,
    output_chance,
    outage_chance,
    cancellation_chance,
    market_change,
    call_made,
    call_not_made,
    year_ended_in,
    tier_by_statutory,
    tier_by_full_calibre,
    market_closed,
    limit_reached,
    not_issued_in_time,
    short_of_budget,
    quota_or_limit,
    no_remaining_life,
    project_cancelled,
    project_finished,
    loan_matures,
    general_interest_share,
    special_interest_share,
    test_hit,
    years_without_hit,
    restructuring,
    restructuring_speed,
    stage,
    stage_waits,
    stage_finished_at,
    last_stage,
    first_work,
    actuals,
    received_share,
    funded_below,
    pause_over,
    into_pool,
    funnel,
    account_holds_less,
    as_planned,
    what_lies_above_floor,
    cash_above_used_by,
    cash_used_by,
    general_used_up,
    repay_time_over,
    account_used_up,
    company_used_up,
    its_accounts_used_up,
    all_accounts_used_up,
    no_cash_above_floor,
    first_hit,
    count
};
inline constexpr auto cause_kinds = static_cast<std::size_t>(CauseKind::count);

/// What an argument of a cause is: a number to be read in some way, or a name.
enum class ArgumentKind : std::uint8_t {
    none,
    chance,  ///< a uniform draw, or what it is held against
    share,
    number,
    whole,
    months,
    moment,   ///< months since the start
    stage,    ///< model::stage_names
    drawing,  ///< a stage, or what else is drawn
    tier,
    account,
    debt_class,
    purpose,   ///< of a payment: a part of the waterfall, or a line of expenditure
    hit,       ///< plan::first_hit_names
    capacity,  ///< or "capital"
    project,
    source,
    shock
};
[[nodiscard]] constexpr bool is_name(ArgumentKind kind) { return kind >= ArgumentKind::stage; }

struct CauseInfo {
    CauseKind kind{};
    const char* code = "";  ///< "{}" for each argument
    std::array<ArgumentKind, 3> arguments{};
};

inline constexpr std::array<CauseInfo, cause_kinds> cause_register{{
    {CauseKind::fixed, "{} fixed", {ArgumentKind::drawing}},
    {CauseKind::drawn, "{} u={}", {ArgumentKind::drawing, ArgumentKind::chance}},
    {CauseKind::drawn_with_others,
     "{} u={}, with common factors u={}",
     {ArgumentKind::drawing, ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::chance, "u={}", {ArgumentKind::chance}},
    {CauseKind::innovation, "innovation {}", {ArgumentKind::number}},
    {CauseKind::luck, "shock {} luck={}", {ArgumentKind::shock, ArgumentKind::number}},
    {CauseKind::jump_chance,
     "jump_start u={} below {}",
     {ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::crisis_entry,
     "crisis_change u={} below entry {}",
     {ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::crisis_exit,
     "crisis_change u={} below exit {}",
     {ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::receipt_chance,
     "receipt_happens u={} against probability {}",
     {ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::output_chance,
     "output_begins u={} against probability {}",
     {ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::outage_chance,
     "outage_start u={} below hazard {}",
     {ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::cancellation_chance,
     "suspended; cancellation u={} below hazard {}",
     {ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::market_change,
     "market_change u={} below {} after a year that ended {}",
     {ArgumentKind::chance, ArgumentKind::chance, ArgumentKind::tier}},
    {CauseKind::call_made,
     "cash of the company used up by {}; contingent_call u={} below {}",
     {ArgumentKind::purpose, ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::call_not_made,
     "cash of the company used up by {}; contingent_call u={} not below {}",
     {ArgumentKind::purpose, ArgumentKind::chance, ArgumentKind::chance}},
    {CauseKind::year_ended_in, "the year before ended {}", {ArgumentKind::tier}},
    {CauseKind::tier_by_statutory,
     "from {} to {} by the statutory debt ratio",
     {ArgumentKind::tier, ArgumentKind::tier}},
    {CauseKind::tier_by_full_calibre,
     "from {} to {} by the full-calibre debt ratio",
     {ArgumentKind::tier, ArgumentKind::tier}},
    {CauseKind::market_closed, "the bond market is closed", {}},
    {CauseKind::limit_reached, "limit on {} debt reached", {ArgumentKind::debt_class}},
    {CauseKind::not_issued_in_time, "not issued by the end of its year", {}},
    {CauseKind::short_of_budget, "cash above the floor falls short of this month's budget", {}},
    {CauseKind::quota_or_limit, "quota or limit reached", {}},
    {CauseKind::no_remaining_life, "no remaining life of what the debt paid for", {}},
    {CauseKind::project_cancelled, "{} is cancelled", {ArgumentKind::project}},
    {CauseKind::project_finished, "{} is finished", {ArgumentKind::project}},
    {CauseKind::loan_matures, "{} is not finished, the loan matures", {ArgumentKind::project}},
    {CauseKind::general_interest_share,
     "general-debt interest over general-budget expenditure above {}",
     {ArgumentKind::share}},
    {CauseKind::special_interest_share,
     "special-debt interest over government-fund expenditure above {}",
     {ArgumentKind::share}},
    {CauseKind::test_hit, "a test was hit", {}},
    {CauseKind::years_without_hit, "{} year ends without a hit", {ArgumentKind::whole}},
    {CauseKind::restructuring, "fiscal restructuring", {}},
    {CauseKind::restructuring_speed, "fiscal restructuring: share of its speed for the year", {}},
    {CauseKind::stage, "{}", {ArgumentKind::stage}},
    {CauseKind::stage_waits, "{} for {}", {ArgumentKind::stage, ArgumentKind::capacity}},
    {CauseKind::stage_finished_at, "stage finished at {}", {ArgumentKind::moment}},
    {CauseKind::last_stage, "last stage finished", {}},
    {CauseKind::first_work, "first month of work", {}},
    {CauseKind::actuals, "actuals", {}},
    {CauseKind::received_share, "received {} of need", {ArgumentKind::share}},
    {CauseKind::funded_below,
     "funded below {} of need for {} months",
     {ArgumentKind::share, ArgumentKind::whole}},
    {CauseKind::pause_over,
     "its pause is over; restarting takes {} months of work and this share of its cost",
     {ArgumentKind::months}},
    {CauseKind::into_pool, "into the pool of {}", {ArgumentKind::source}},
    {CauseKind::funnel, "funnel", {}},
    {CauseKind::account_holds_less, "the account holds less", {}},
    {CauseKind::as_planned, "as planned", {}},
    {CauseKind::what_lies_above_floor, "as much as lies above the floor", {}},
    {CauseKind::cash_above_used_by, "cash above it used up by {}", {ArgumentKind::purpose}},
    {CauseKind::cash_used_by, "cash used up by {}", {ArgumentKind::purpose}},
    {CauseKind::general_used_up, "general account used up", {}},
    {CauseKind::repay_time_over, "repay_months are over", {}},
    {CauseKind::account_used_up, "account {} used up", {ArgumentKind::account}},
    {CauseKind::company_used_up, "cash of the company used up", {}},
    {CauseKind::its_accounts_used_up, "cash of its accounts used up", {}},
    {CauseKind::all_accounts_used_up, "cash of all accounts used up", {}},
    {CauseKind::no_cash_above_floor, "no cash above the floor", {}},
    {CauseKind::first_hit, "{}", {ArgumentKind::hit}},
}};

/// Whether a table has a row for each of an enumeration, in its order.
template <class Row, std::size_t size>
[[nodiscard]] constexpr bool in_order(const std::array<Row, size>& rows) {
    for (std::size_t i = 0; i < size; ++i) {
        if (static_cast<std::size_t>(rows[i].kind) != i) return false;
    }
    return true;
}
static_assert(in_order(event_register) && in_order(cause_register));

[[nodiscard]] constexpr const EventInfo& info(EventKind kind) {
    return event_register[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr const CauseInfo& info(CauseKind kind) {
    return cause_register[static_cast<std::size_t>(kind)];
}

/// A number or a name, as the register says.
struct CauseArgument {
    CauseArgument(double value) : number(value) {}                  // NOLINT(*-explicit-*)
    CauseArgument(std::string called) : name(std::move(called)) {}  // NOLINT(*-explicit-*)
    CauseArgument(const char* called) : name(called) {}             // NOLINT(*-explicit-*)

    double number = 0.0;
    std::string name;
};

/// Why something happened: the draw, trigger or shortfall behind it.
struct Cause {
    Cause(CauseKind of, std::initializer_list<CauseArgument> with = {})  // NOLINT(*-explicit-*)
        : kind(of), arguments(with) {}

    CauseKind kind;
    std::vector<CauseArgument> arguments;
};

/// The cause as files tell it: "received 0.454811 of need".
[[nodiscard]] std::string code(const Cause& cause);

}  // namespace coffer::kernel
