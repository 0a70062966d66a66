// A model in memory: sources, contracts of existing and new debt, refinancing, limits, coverage,
// rules on debt.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "checking.hpp"
#include "coffer/scenario/wording.hpp"
#include "rules.hpp"

namespace coffer::model {
namespace {

using Repayment = LoanTerms::Repayment;

/// Rates a year later are sums, which round.
constexpr Bounds stepped_rate{ranges::rate.least - 1e-9, ranges::rate.most + 1e-9};

bool divides_a_year(int payments) {
    return payments == 1 || payments == 2 || payments == 4 || payments == 12;
}

bool by_periods(const LoanTerms& loan) {
    return loan.repayment == Repayment::equal_principal ||
           loan.repayment == Repayment::level_payment;
}

bool repays_apart(const LoanTerms& loan) {
    return loan.repayment == Repayment::bullet || loan.repayment == Repayment::custom;
}

void check_rates(Checking& check, const Subject& row, const LoanTerms& loan) {
    if (loan.rate_driver) check.driver(row, "rate_driver", *loan.rate_driver, Driver::Kind::rate);
    check.number(row, "rate", loan.rate.per_year, ranges::rate);
    for (const double step : loan.rate_steps) {
        check.number(row, "rate", loan.rate.per_year + step, stepped_rate);
    }
    check.must(loan.rate_steps.empty() || loan.rate_steps.front() == 0.0, row, "rate",
               {"第一年的利率不是 rate", "the rate of the first year is not `rate`"},
               {"rate_steps 从 0 开始", "rate_steps begin with 0"});
    if (loan.rate_floor) check.number(row, "rate_floor", *loan.rate_floor, ranges::rate);
    check.idle(loan.rate_floor.has_value(), loan.rate_driver.has_value(), row, "rate_floor",
               {"固定利率没有下限可言", "a fixed rate needs no floor"});
    check.word(row, "day_count", loan.day_count, DayCount::actual_actual_icma);
}

/// Payments a year and how principal is repaid; false where periods cannot be counted.
bool check_payments(Checking& check, const Subject& row, const LoanTerms& loan) {
    constexpr Words why = {"须是 1、2、4 或 12", "it must be 1, 2, 4 or 12"};
    bool ok = check.word(row, "repayment", loan.repayment, Repayment::custom);
    ok = check.must(divides_a_year(loan.payments_per_year), row, "payments_per_year",
                    {"一年付息的次数不对", "interest cannot be paid so many times a year"}, why) &&
         ok;
    ok = check.must(loan.principal_per_year == 0 || divides_a_year(loan.principal_per_year), row,
                    "principal_per_year",
                    {"一年还本的次数不对", "principal cannot be repaid so many times a year"},
                    why) &&
         ok;
    check.idle(loan.principal_per_year != 0, by_periods(loan), row, "principal_per_year",
               {"只有 equal_principal 和 level_payment 分期还本",
                "only equal_principal and level_payment repay by periods"});
    check.number(row, "balloon", loan.balloon, ranges::share);
    check.idle(loan.balloon != 0.0, by_periods(loan), row, "balloon",
               {"只有 equal_principal 和 level_payment 可以把一部分留到到期",
                "only equal_principal and level_payment leave a part for maturity"});
    const bool level = loan.repayment == Repayment::level_payment;
    check.must(!level || !loan.interest_at_maturity, row, "payments_per_year",
               {"等额付款不能到期才付息", "level payments cannot pay interest at maturity"},
               {"每次付款含利息和本金", "each payment holds interest and principal"});
    check.must(
        !level || loan.principal_per_year == 0 || loan.principal_per_year == loan.payments_per_year,
        row, "principal_per_year",
        {"等额付款的还本与付息不能分开", "level payments pay interest and principal together"},
        {"每次付款含利息和本金", "each payment holds both"});
    check.must(!loan.interest_at_maturity || loan.repayment != Repayment::equal_principal ||
                   loan.principal_per_year > 0,
               row, "principal_per_year",
               {"没有说还本多久一次", "how often principal is repaid is not said"},
               {"利息到期才付", "interest is paid at maturity"});
    check.must(!loan.interest_at_maturity || loan.payments_per_year == 1, row, "payments_per_year",
               {"到期付息时一年付息的次数没有意义",
                "interest that is paid at maturity has no number of payments a year"},
               {"须是 1", "it must be 1"});
    return ok;
}

/// Months counted from `first` to before `end`, the last payment.
void check_holiday(Checking& check, const Subject& row, const LoanTerms& loan, int first, int end) {
    if (!loan.holiday) return;
    const PaymentHoliday& holiday = *loan.holiday;
    check.word(row, "holiday_interest", holiday.interest, PaymentHoliday::Interest::forgiven);
    check.must(holiday.stops_interest || holiday.stops_principal, row, "holiday",
               {"停付期什么也不停", "the holiday stops nothing"},
               {"须停付利息、本金或两者", "it stops interest, principal or both"});
    check.must(holiday.stops_interest || !repays_apart(loan), row, "holiday",
               {"没有可停的还本", "no payment of principal could stop"},
               {"bullet 到期一次还本，custom 按所列的年月还本",
                "a bullet repays at its end, custom debt in the months or years listed"});
    check.must(
        holiday.from >= first && holiday.to >= holiday.from && holiday.to < end, row, "holiday",
        {"停付期不在开始与到期之间", "the holiday does not lie between the beginning and maturity"},
        {"最后一次付款要还清", "the last payment settles everything"});
}

void check_redemption(Checking& check, const Subject& row, const NewDebtTerms& terms) {
    const bool custom = terms.loan.repayment == Repayment::custom;
    check.idle(!terms.redemption.empty(), custom, row, "redemption",
               {"只有 custom 按 redemption 还本", "only custom debt is redeemed by it"});
    if (!custom) return;
    double sum = 0.0;
    for (const double share : terms.redemption) {
        if (check.number(row, "redemption", share, ranges::share)) sum += share;
    }
    check.must(std::abs(sum - 1.0) <= share_tolerance, row, "redemption",
               {"各年还本比例合计不是 100%", "the shares do not sum to 100 %"},
               {"须还清全部本金", "the whole principal is redeemed"});
    check.must(static_cast<int>(terms.redemption.size()) <= (terms.tenor_months + 11) / 12, row,
               "redemption", {"还本的年数超过期限", "it has more years than the tenor"},
               {"到期之后没有还本", "nothing is redeemed after maturity"});
}

void check_grace(Checking& check, const Subject& row, const NewDebtTerms& terms) {
    if (terms.grace_payments == 0) return;
    check.idle(true, !repays_apart(terms.loan), row, "grace_months",
               {"bullet 到期一次还本，custom 按 redemption，没有宽限期可言",
                "a bullet repays nothing before its end anyway, custom debt by redemption"});
    check.whole(row, "grace_months", terms.grace_payments, {0, ranges::within_a_tenor.most});
    const long long months =
        static_cast<long long>(terms.grace_payments) * terms.loan.principal_period();
    check.must(months < terms.tenor_months, row, "grace_months",
               {"宽限期没有剩下还本的付款", "the grace leaves no payment for the principal"},
               {"最后一次付款要还本", "the last payment repays"});
}

void check_new_debt(Checking& check, const Subject& row, const NewDebtTerms& terms) {
    check_rates(check, row, terms.loan);
    const bool periods = check_payments(check, row, terms.loan);
    if (terms.reset_months != 0) {
        check.whole(row, "reset_months", terms.reset_months, ranges::reset_months);
        check.idle(true, terms.loan.rate_driver.has_value(), row, "reset_months",
                   {"固定利率没有重定价", "a fixed rate is never reset"});
    }
    const bool tenor = check.whole(row, "tenor_months", terms.tenor_months, ranges::tenor_months);
    if (terms.issue_day != 0) {
        check.whole(row, "issue_day", terms.issue_day, ranges::day_of_month);
    }
    if (terms.payment_month != 0) {
        check.whole(row, "payment_month", terms.payment_month, ranges::month_of_year);
        check.idle(true, !terms.loan.interest_at_maturity, row, "payment_month",
                   {"利息到期才付", "interest is paid at maturity"});
    }
    check.number(row, "issue_price", terms.issue_price, ranges::issue_price);
    check.number(row, "issue_fee", terms.issue_fee, ranges::issue_fee);
    check_redemption(check, row, terms);
    const bool declining = terms.loan.repayment == Repayment::declining;
    check.idle(
        !terms.repayment_share.empty(), declining, row, "repayment_share",
        {"只有 declining 按余额的比例还本", "only declining debt repays a share of its balance"});
    if (declining) {
        check.series(row, "repayment_share", terms.repayment_share, ranges::share);
        check.must(terms.loan.payments_per_year == 1, row, "payments_per_year",
                   {"declining 一年还一次", "declining debt pays once a year"},
                   {"repayment_share 是一年的比例", "repayment_share is a share a year"});
    }
    if (!periods || !tenor) return;
    check_grace(check, row, terms);
    check_holiday(check, row, terms.loan, 1, terms.tenor_months);
}

bool is_statutory_bond(const Source& source) {
    return source.kind == Source::Kind::special_bond || source.kind == Source::Kind::general_bond;
}
bool is_debt(const Source& source) {
    return is_statutory_bond(source) || source.kind == Source::Kind::platform_bond ||
           source.kind == Source::Kind::bank_loan;
}

/// What only some kinds of source have.
void check_kind(Checking& check, const Subject& row, const Source& source) {
    using Kind = Source::Kind;
    const bool loan = source.kind == Kind::bank_loan;
    const bool bond = is_statutory_bond(source);
    const bool covers = !source.deficit_share.empty();
    check.must(source.debt.has_value() == is_debt(source), row, "kind",
               {"债务要有借款条件，别的来源没有", "debt has terms, and other sources have none"},
               {"kind 与 debt 不符", "kind and debt do not go together"});
    check.must(source.kind != Kind::platform_bond || check.model.platform, row, "kind",
               {"平台公司没有自己的账", "the platform company has no ledger of its own"},
               {"方案没有 platform", "the plan has no platform"});
    check.must(!source.unlimited || covers || source.kind == Kind::platform ||
                   source.kind == Kind::investor,
               row, "annual", {"这类来源要有 annual", "a source of this kind needs annual"},
               {"只有 platform 和 investor 可以没有额度",
                "only platform and investor may be without a limit"});
    check.must(
        !covers || (bond && source.unlimited), row, "deficit_share",
        {"只有没有 annual 的债券可以弥补赤字", "only bonds without annual can cover the deficit"},
        {"弥补赤字的来源缺多少借多少", "a source that covers the deficit borrows what is lacking"});
    if (covers) check.series(row, "deficit_share", source.deficit_share, ranges::share);
    if (source.carry_years) {
        check.whole(row, "unused_quota", *source.carry_years, ranges::carry_years);
        check.idle(true, source.kind == Kind::fiscal || source.kind == Kind::grant, row,
                   "unused_quota",
                   {"只有财政资金和上级补助有年限", "only fiscal funds and grants have years"});
    }
    using LapsedTo = Source::LapsedTo;
    check.word(row, "lapsed_to", source.lapsed_to, LapsedTo::stabilisation);
    check.idle(source.lapsed_to != LapsedTo::higher_level,
               source.kind == Kind::grant && source.carry_years.has_value(), row, "lapsed_to",
               {"只有会失效的上级补助才有去向", "only grants whose unused money lapses have it"});
    check.must(source.lapsed_to != LapsedTo::stabilisation || check.model.stabilisation, row,
               "lapsed_to", {"方案没有预算稳定调节基金", "there is no stabilisation fund"},
               {"没有地方可以补充", "there is nothing to add it to"});
    check.idle(source.carries_quota, bond && !source.unlimited, row, "unused_quota",
               {"只有有额度的债券有这一项", "only bonds with a quota have it"});
    check.number(row, "deposit_rate", source.deposit_rate.per_year, ranges::share);
    check.idle(source.deposit_rate.per_year != 0.0, bond && !source.unlimited, row, "deposit_rate",
               {"只有有额度的债券先发行、后使用",
                "only bonds with a quota are issued before they are used"});
    check.idle(source.capitalises_interest, loan, row, "construction_interest",
               {"只有银行贷款有这一项", "only bank loans have it"});
    check.idle(source.capital_first, loan, row, "capital_first",
               {"只有银行贷款有这一项", "only bank loans have it"});
    check.must(!source.counts_as_capital || !loan, row, "counts_as_capital",
               {"银行贷款不能作项目资本金", "a bank loan cannot be project capital"},
               {"债务性资金不得充当资本金，专项债券除外",
                "debt may not serve as capital, special bonds in allowed sectors excepted"});
    if (source.asset_life_years) {
        check.whole(row, "asset_life_years", *source.asset_life_years, ranges::asset_life_years);
        check.idle(true, is_debt(source) && !loan, row, "asset_life_years",
                   {"只有债券有这一项", "only bonds have it"});
        check.must(!source.debt || 12 * *source.asset_life_years >= source.debt->tenor_months, row,
                   "asset_life_years",
                   {"债券的期限超过资产寿命", "the bond outlives what it pays for"},
                   {"资产寿命不短于期限", "it lasts as long as the tenor at least"});
    }
}

void check_source(Checking& check, const Subject& row, const Source& source) {
    if (!check.word(row, "kind", source.kind, Source::Kind::asset_disposal)) return;
    check_kind(check, row, source);
    validate_flow(check, row, source.arrival, "source");
    const Uncertainty& luck = source.arrival.uncertainty;
    check.idle(!source.arrival.sensitivities.empty() || luck.annual_sd > 0.0 || luck.month_sd > 0.0,
               !source.unlimited, row, "annual_sd",
               {"没有 annual 的来源用多少到多少，没有可以变化的东西",
                "a source without annual arrives when drawn: there is nothing that could vary"});
    if (!source.debt) return;
    check_new_debt(check, row, *source.debt);
    if (source.kind == Source::Kind::bank_loan) {
        check.idle(source.debt->issue_price != 1.0 || source.debt->issue_fee != 0.0, false, row,
                   "issue_price", {"贷款按面值提取", "loans are drawn at their face"});
    }
    check.idle(
        source.debt->issue_day != 0, !source.capitalises_interest, row, "issue_day",
        {"建设期内逐月提款，没有单一的发行日", "it is drawn month by month, on no day of issue"});
    check.idle(source.debt->reset_months != 0, !source.capitalises_interest, row, "reset_months",
               {"建设期利率逐月随驱动因素变化，完工后固定",
                "during construction the rate follows the driver each month, afterwards it is "
                "fixed"});
}

void check_day(Checking& check, const Subject& row, const char* field, const ContractDay& day) {
    check.whole(row, field, day.month, ranges::month_index);
    check.whole(row, field, day.day, {0, ranges::day_of_month.most});
}

void check_days(Checking& check, const Subject& row, const Instrument& instrument) {
    check.whole(row, "maturity", instrument.maturity, {0, ranges::month_index.most});
    check.whole(row, "maturity", instrument.payment_day, {0, ranges::day_of_month.most});
    if (instrument.issued) {
        check_day(check, row, "issued", *instrument.issued);
        check.must(instrument.issued->month < 0, row, "issued",
                   {"存量债务的发行日在计划之内", "existing debt is issued within the plan"},
                   {"新债是来源的事", "new debt is a matter of sources"});
    }
    check.must(instrument.issued ||
                   (!instrument.loan.interest_at_maturity && instrument.loan.rate_steps.empty()),
               row, "issued", {"没有发行日", "the day of issue is not given"},
               {"到期付息和逐年不同的利率都从它算起",
                "interest paid at maturity and rates by year are counted from it"});
    if (!instrument.first_payment) return;
    check_day(check, row, "first_payment", *instrument.first_payment);
    check.must(
        instrument.first_payment->month <= instrument.maturity &&
            (!instrument.issued || instrument.first_payment->month >= instrument.issued->month),
        row, "first_payment",
        {"首次付息不在发行与到期之间", "the first payment does not lie between issue and maturity"},
        {"到期后没有付款，发行前也没有", "no payment is made after maturity or before issue"});
}

void check_resets(Checking& check, const Subject& row, const Instrument& instrument) {
    if (!instrument.loan.rate_driver) {
        check.idle(
            instrument.reset_months != 0 || instrument.first_reset || instrument.current_rate,
            false, row, "reset_months", {"固定利率没有重定价", "a fixed rate is never reset"});
        return;
    }
    check.whole(row, "reset_months", instrument.reset_months, ranges::reset_months);
    if (instrument.first_reset) check_day(check, row, "first_reset", *instrument.first_reset);
    if (instrument.current_rate) {
        check.number(row, "current_rate", *instrument.current_rate, ranges::rate);
    }
}

void check_principal_from(Checking& check, const Subject& row, const Instrument& instrument) {
    const int from = instrument.principal_from;
    if (from == 0) return;
    check.idle(true, !repays_apart(instrument.loan), row, "principal_from",
               {"bullet 到期一次还本，custom 按 schedule 还本",
                "a bullet repays at its end, a custom one by its schedule"});
    const int payment =
        instrument.first_payment ? instrument.first_payment->month : instrument.maturity;
    const bool in_time = check.must(
        from >= 0 && from <= instrument.maturity, row, "principal_from",
        {"首次还本不在计划开始与到期之间", "it does not lie between the plan's start and maturity"},
        {"到期前要还本", "principal is repaid before maturity"});
    if (!in_time) return;
    check.must(
        (payment - from) % instrument.loan.principal_period() == 0 || from == instrument.maturity,
        row, "principal_from", {"这个月没有付款", "no payment is made in this month"},
        {"付款月从首次付息（没有则从到期）起按还本间隔数",
         "months of payment are counted by periods from the first payment, or maturity"});
}

void check_schedule(Checking& check, const Subject& row, const Instrument& instrument) {
    const bool custom = instrument.loan.repayment == Repayment::custom;
    check.idle(!instrument.schedule.empty(), custom, row, "schedule",
               {"它的还本计划由 repayment 决定", "its repayment follows from its type"});
    if (!custom) return;
    Money sum;
    int before = -1;
    for (const auto& [month, principal] : instrument.schedule) {
        if (!check.must(
                month > before, row, "schedule",
                {"还本月的次序不对，或重复", "months are out of order or stand twice"},
                {"从计划开始起逐月向后", "they follow one another from the plan's start"}) ||
            !check.amount(row, "schedule", principal)) {
            return;
        }
        before = month;
        sum += principal;
        if (sum > instrument.principal) break;
    }
    check.must(sum == instrument.principal, row, "schedule",
               {"还本计划合计不等于本金", "the schedule does not sum to the principal"},
               {"须还清全部本金", "the whole principal is repaid"});
    check.must(
        instrument.schedule.empty() || instrument.schedule.back().first == instrument.maturity, row,
        "schedule", {"最后还本月不是到期月", "the last repayment is not at maturity"},
        {"到期还清", "the last payment settles everything"});
}

void check_instrument(Checking& check, const Subject& row, const Instrument& instrument) {
    check.word(row, "class", instrument.debt_class, DebtClass::other);
    check.amount(row, "principal", instrument.principal);
    check_days(check, row, instrument);
    check_rates(check, row, instrument.loan);
    check_resets(check, row, instrument);
    const bool periods = check_payments(check, row, instrument.loan);
    check.must(instrument.loan.repayment != Repayment::declining, row, "repayment",
               {"存量债务没有 declining", "existing debt is not declining"},
               {"repayment_share 是新债的", "repayment_share belongs to new debt"});
    check_holiday(check, row, instrument.loan, 0, instrument.maturity);
    if (periods) check_principal_from(check, row, instrument);
    if (instrument.asset_life_end) {
        check.whole(row, "asset_life_end", *instrument.asset_life_end,
                    {0, ranges::month_index.most});
    }
    if (!instrument.refinancing_share.empty()) {
        check.series(row, "refinancing_share", instrument.refinancing_share, ranges::share);
    }
    check_schedule(check, row, instrument);
}

void check_refinancing(Checking& check) {
    static const std::string none;
    const auto& all = check.model.refinancing;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Refinancing& each = all[i];
        const Subject row{"refinancing", &none, i};
        check.word(row, "class", each.debt_class, DebtClass::other);
        if (each.into) check.word(row, "into", *each.into, DebtClass::other);
        check.whole(row, "rank", each.rank, ranges::refinancing_rank);
        check.series(row, "share", each.share, ranges::share);
        if (each.quota) check.amounts(row, "quota", *each.quota);
        check_new_debt(check, row, each.terms);
        check.number(row, "issue_price", each.terms.issue_price, ranges::refinancing_price);
        check.idle(each.terms.reset_months != 0, false, row, "reset_months",
                   {"再融资的利率在发行时确定", "its rate is fixed at issue"});
        check.must(i == 0 || std::pair(all[i - 1].debt_class, all[i - 1].rank) <
                                 std::pair(each.debt_class, each.rank),
                   row, "class", {"再融资的次序不对，或重复", "it is out of order or stands twice"},
                   {"按类别和 rank 排列", "rows stand by class and rank"});
    }
}

void check_limits(Checking& check) {
    static const std::string none;
    const auto& limits = check.model.debt_limits;
    for (std::size_t i = 0; i < limits.size(); ++i) {
        const Subject row{"debt_limits", &none, i};
        check.must(
            limits[i].debt_class == DebtClass::general ||
                limits[i].debt_class == DebtClass::special,
            row, "class", {"这一类债务没有法定限额", "debt of this class has no statutory limit"},
            {"限额只管一般债务和专项债务", "limits are approved for general and special debt"});
        check.must(i == 0 || limits[i - 1].debt_class < limits[i].debt_class, row, "class",
                   {"这一类债务重复，或次序不对", "this class stands twice or out of order"},
                   {"每类一行", "there is one row a class"});
        check.amounts(row, "limit", limits[i].limit);
    }
}

void check_coverages(Checking& check) {
    const Model& model = check.model;
    check.ordered("coverage", model.coverages);
    std::array<std::set<std::size_t>, 5> used;
    for (std::size_t i = 0; i < model.coverages.size(); ++i) {
        const Coverage& coverage = model.coverages[i];
        const Subject row{"coverage", &coverage.id, i};
        const auto list = [&](const char* field, const std::vector<std::size_t>& places,
                              std::size_t size, std::set<std::size_t>& taken) {
            for (const std::size_t place : places) {
                check.refers(row, field, place, size);
                check.must(taken.insert(place).second, row, field,
                           {"写了两次，或已属于另一个项目",
                            "it stands there twice or belongs to another project"},
                           {"一笔收入、成本或债券只能属于一个项目",
                            "an income, a cost or a bond belongs to one project"});
            }
        };
        list("income", coverage.revenue, model.revenue.size(), used[0]);
        list("cost", coverage.expenditure, model.expenditure.size(), used[1]);
        list("income", coverage.project_income, model.project_income.size(), used[2]);
        list("bonds", coverage.instruments, model.debt.size(), used[3]);
        list("bonds", coverage.sources, model.sources.size(), used[4]);
    }
}

void check_accounts(Checking& check, const char* field, const PayingAccounts& accounts) {
    const Subject debt{"debt"};
    check.must(!accounts.empty(), debt, field, {"是空的", "is empty"},
               {"没有账户就没有钱还债", "without an account nothing pays the debt"});
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        check.word(debt, field, accounts[i], Account::state_capital);
        check.must(std::find(accounts.begin(), accounts.begin() + static_cast<std::ptrdiff_t>(i),
                             accounts[i]) == accounts.begin() + static_cast<std::ptrdiff_t>(i),
                   debt, field, {"账户出现两次", "an account appears twice"},
                   {"每项至多一次", "each item stands at most once"});
    }
}

void check_tier_rules(Checking& check, const TierRules& rules) {
    const Subject tiers{"tiers"};
    check.stream(tiers, rules.stream, "plan", "market");
    check.word(tiers, "initial", rules.initial, Tier::red);
    for (const TierRule& rule : rules.rules) {
        check.number(tiers, "spread", rule.spread, ranges::share);
        check.number(tiers, "market_closes", rule.market_closes, ranges::up_to_half);
        check.number(tiers, "market_opens", rule.market_opens, ranges::share);
        check.number(tiers, "borrowing_limit", rule.borrowing_limit, ranges::share);
    }
    check.must(!rules.full_calibre || check.model.debt_policy.full_calibre, tiers, "measure",
               {"没有说哪些债务计入全口径", "what counts as full-calibre debt is not given"},
               {"等级按全口径债务率", "the tiers follow the full-calibre debt ratio"});
}

void check_restructuring(Checking& check, const Restructuring& rule) {
    const Subject row{"restructuring"};
    check.number(row, "general_threshold", rule.general_threshold, ranges::share_above_zero);
    check.number(row, "special_threshold", rule.special_threshold, ranges::share_above_zero);
    check.number(row, "other_cut", rule.other_cut, ranges::share);
    check.number(row, "new_project_cut", rule.new_project_cut, ranges::share);
    check.number(row, "running_project_cut", rule.running_project_cut, ranges::share);
    check.number(row, "pipeline_cut", rule.pipeline_cut, ranges::share);
    check.whole(row, "exit_years", rule.exit_years, ranges::exit_years);
}

void check_rules(Checking& check) {
    const Model& model = check.model;
    const Subject tiers{"tiers"};
    check.number(tiers, "yellow", model.tiers.yellow, ranges::tier);
    check.number(tiers, "orange", model.tiers.orange, ranges::tier);
    check.number(tiers, "red", model.tiers.red, ranges::tier);
    check.must(model.tiers.yellow < model.tiers.orange && model.tiers.orange < model.tiers.red,
               tiers, "orange", {"债务风险等级的界限没有递增", "the tiers do not rise"},
               {"须 yellow < orange < red", "yellow < orange < red must hold"});
    if (model.tier_rules) check_tier_rules(check, *model.tier_rules);
    if (model.restructuring) check_restructuring(check, *model.restructuring);
    if (model.platform) {
        const Subject platform{"platform"};
        check.amount(platform, "opening_cash", model.platform->opening_cash);
        check.number(platform, "call_probability", model.platform->call_probability, ranges::share);
        check.stream(platform, model.platform->stream, "plan", "platform");
    }
    check_accounts(check, "general_accounts", model.debt_policy.general);
    check_accounts(check, "special_accounts", model.debt_policy.special);
    if (const auto& counted = model.debt_policy.full_calibre) {
        check.must((*counted)[0] && (*counted)[1], {"debt"}, "full_calibre",
                   {"法定债务没有计入全口径", "statutory debt does not count"},
                   {"全口径债务含一般债务和专项债务",
                    "full-calibre debt includes general and special debt"});
    }
}

}  // namespace

void validate_debt(Checking& check) {
    const Model& model = check.model;
    check.ordered("sources", model.sources);
    for (std::size_t i = 0; i < model.sources.size(); ++i) {
        check_source(check, {"sources", &model.sources[i].id, i}, model.sources[i]);
    }
    check.ordered("debt", model.debt);
    for (std::size_t i = 0; i < model.debt.size(); ++i) {
        check_instrument(check, {"debt", &model.debt[i].id, i}, model.debt[i]);
    }
    check_refinancing(check);
    check_limits(check);
    check_coverages(check);
    check_rules(check);
}

namespace {

/// The whole deficit is borrowed, no more and no less.
void check_deficit(Checking& check) {
    const auto& sources = check.model.sources;
    const auto covers = [](const Source& source) { return !source.deficit_share.empty(); };
    const auto first = std::find_if(sources.begin(), sources.end(), covers);
    if (first == sources.end()) return;
    const Subject row{"sources", &first->id, static_cast<std::size_t>(first - sources.begin())};
    for (std::size_t year = 0; year < first->deficit_share.size(); ++year) {
        double sum = 0.0;
        for (const Source& source : sources) {
            if (covers(source)) sum += source.deficit_share[year];
        }
        check.must(
            std::abs(sum - 1.0) <= 1e-9, row, "deficit_share",
            {"各来源的 deficit_share 之和不是 100%", "the deficit shares do not sum to 100 %"},
            {"赤字要全部借到，不多也不少", "the whole deficit is borrowed, no more and no less"});
    }
}

/// Rules on the refinancing of what is never refinanced would be read and forgotten.
void check_rights(Checking& check) {
    const Model& model = check.model;
    std::set<DebtClass> refinanced;
    for (const Refinancing& each : model.refinancing) refinanced.insert(each.debt_class);
    constexpr Words why = {"这一类债务到期本金不再融资", "debt of its class is not refinanced"};
    for (std::size_t i = 0; i < model.debt.size(); ++i) {
        const Instrument& instrument = model.debt[i];
        const Subject row{"debt", &instrument.id, i};
        const bool is = refinanced.contains(instrument.debt_class);
        check.idle(instrument.asset_life_end.has_value(), is, row, "asset_life_end", why);
        check.idle(!instrument.refinancing_share.empty(), is, row, "refinancing_share", why);
    }
    for (std::size_t i = 0; i < model.sources.size(); ++i) {
        const Source& source = model.sources[i];
        check.idle(source.asset_life_years.has_value(),
                   refinanced.contains(debt_class_of(source.kind)), {"sources", &source.id, i},
                   "asset_life_years", why);
    }
}

}  // namespace

void validate_between_debts(Checking& check) {
    const Model& model = check.model;
    check_deficit(check);
    check_rights(check);
    for (std::size_t i = 0; i < model.coverages.size(); ++i) {
        const Coverage& coverage = model.coverages[i];
        for (const std::size_t source : coverage.sources) {
            check.must(model.sources[source].debt.has_value(), {"coverage", &coverage.id, i},
                       "bonds", {"来源不是债务", "a source is no debt"},
                       {"只有债券和贷款有本息", "only bonds and loans have a service"});
        }
    }
    const auto& listed = model.treasury.waterfall;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto before = listed.begin() + static_cast<std::ptrdiff_t>(i);
        check.must(std::find(listed.begin(), before, listed[i]) == before, {"treasury"},
                   "waterfall", {"支付步骤出现两次", "a step appears twice"},
                   {"每一步至多一次", "each step stands at most once"});
    }
    for (const WaterfallPayment& payment : unlisted_payments(model, listed)) {
        const std::string word = word_of(payment);
        check.error({"treasury"}, "waterfall",
                    scenario::say("支付顺序缺少 {}", "the waterfall lacks {}", word),
                    {"方案中有这样的支付，没有它就永远不付",
                     "the plan has such payments, which would never be made"},
                    {"请补上。", "Add it."});
    }
}

}  // namespace coffer::model
