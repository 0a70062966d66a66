// What contracts of existing and of new debt have in common, and the terms of new debt.
#include <algorithm>
#include <cmath>

#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;
using Repayment = LoanTerms::Repayment;

constexpr int long_bond_months = 120;

const Choices<DayCount>& day_counts() {
    static const Choices<DayCount> choices = {{"months", DayCount::months},
                                              {"actual/365", DayCount::actual_365},
                                              {"actual/360", DayCount::actual_360},
                                              {"30/360", DayCount::thirty_360},
                                              {"30E/360", DayCount::thirty_e_360},
                                              {"actual/actual", DayCount::actual_actual},
                                              {"actual/actual-icma", DayCount::actual_actual_icma}};
    return choices;
}

/// Payments a year where the contract says nothing: local-government bonds of ten years and more
/// pay half-yearly, shorter ones yearly (their notices of issue); bank loans settle interest by
/// quarters; enterprise bonds pay yearly. Nothing where there is no usual way.
std::optional<int> usual_payments(std::optional<DebtClass> debt_class,
                                  std::optional<int> tenor_months) {
    if (!debt_class) return std::nullopt;
    switch (*debt_class) {
        case DebtClass::general:
        case DebtClass::special:
            if (!tenor_months) return std::nullopt;
            return *tenor_months >= long_bond_months ? 2 : 1;
        case DebtClass::bank:
            return 4;
        case DebtClass::platform:
            return 1;
        default:
            return std::nullopt;
    }
}

/// `rate`: one, or one for each year since issue.
void read_rates(FieldReader& row, LoanTerms& loan, bool years_known) {
    const std::vector<double> rates = row.ratios("rate", ranges::rate);
    if (rates.empty()) return;
    loan.rate.per_year = rates.front();
    if (rates.front() < 0.0 && !row.given("rate_driver")) {
        row.warning(
            "rate", {"固定利率为负", "the fixed rate is below zero"},
            {"利息由债权人付给政府", "the lender pays interest to the county"},
            {"若是相对基准的点差，请填 rate_driver。", "If it is a spread, name its rate_driver."});
    }
    if (rates.size() == 1) return;
    for (const double rate : rates) loan.rate_steps.push_back(rate - rates.front());
    if (years_known) return;
    row.error("rate",
              {"利率逐年不同，但不知道从哪一年算起",
               "the rate changes by year since issue, "
               "and the issue is not known"},
              {"各值是发行后第一年、第二年……的利率",
               "the values are those of the first, second … "
               "year since issue"},
              {"请在 issued 填发行日期。", "Give the day of issue in issued."});
}

/// Years since issue, the last of which may be cut short.
std::size_t years_begun(int tenor_months) {
    return static_cast<std::size_t>((tenor_months + 11) / 12);
}

/// In years or in months.
int read_tenor(FieldReader& row) {
    const int months = row.integer("tenor_months", 12, ranges::tenor_months);
    if (row.given("tenor_months")) {
        row.must_be_blank({"tenor_years"},
                          {"期限已写在 tenor_months", "tenor_months says how long it runs"});
        return months;
    }
    row.must_be_given({"tenor_years"}, {"新债要有期限：年数，或在 tenor_months 写月数",
                                        "new debt needs a tenor: years here, or months in "
                                        "tenor_months"});
    return 12 * row.integer("tenor_years", 1, ranges::tenor_years);
}

/// The rest of what new debt must say of redemption by year since issue.
void read_redemption(FieldReader& row, NewDebtTerms& terms) {
    if (terms.loan.repayment != Repayment::custom) {
        row.must_be_blank({"redemption"},
                          {"只有 custom 按 redemption 还本", "only custom debt is redeemed by it"});
        return;
    }
    row.must_be_given({"redemption"}, {"custom 要说每年还本的比例",
                                       "custom debt needs the share redeemed in each year"});
    terms.redemption = row.ratios("redemption", ranges::share);
    if (!row.ok()) return;
    double sum = 0.0;
    for (const double share : terms.redemption) sum += share;
    if (std::abs(sum - 1.0) > share_tolerance) {
        row.error("redemption",
                  say("各年还本比例合计 {:.4f}%", "the shares sum to {:.4f} %", sum * 100),
                  {"须还清全部本金", "the whole principal is redeemed"},
                  {"请让合计为 100%。", "Make them sum to 100 %."});
    } else if (terms.redemption.size() > years_begun(terms.tenor_months)) {
        row.error(
            "redemption",
            say("redemption 有 {} 年，期限只有 {} 年", "redemption has {} years, the tenor {}",
                terms.redemption.size(), years_begun(terms.tenor_months)),
            {"到期之后没有还本", "nothing is redeemed after maturity"},
            {"请改正其中一个。", "Correct one of the two."});
    }
}

/// `grace_months` as a number of payments; some payment must be left to repay principal.
int read_grace(FieldReader& row, const NewDebtTerms& terms) {
    const int months = row.integer("grace_months", 0, ranges::within_a_tenor);
    if (!row.given("grace_months") || months == 0) return 0;
    if (terms.loan.repayment == Repayment::bullet || terms.loan.repayment == Repayment::custom) {
        row.must_be_blank({"grace_months"},
                          {"bullet 到期一次还本，custom 按 redemption，没有宽限期可言",
                           "a bullet repays nothing before its end anyway, custom "
                           "debt by redemption"});
        return 0;
    }
    if (!row.ok()) return 0;
    const int period = terms.loan.principal_period();
    if (months % period != 0) {
        row.error("grace_months",
                  say("宽限期 {} 个月不是付款间隔的整数倍",
                      "a grace of {} months is no whole number of payment periods", months),
                  say("每 {} 个月付款一次", "payments are {} months apart", period),
                  say("请写 {} 的倍数。", "Write a multiple of {}.", period));
    } else if (months >= terms.tenor_months) {
        row.error("grace_months",
                  say("宽限期 {} 个月，没有剩下还本的付款",
                      "a grace of {} months leaves no payment for the principal", months),
                  say("期限是 {} 个月，最后一次付款要还本",
                      "the tenor is {} months, the last payment repays", terms.tenor_months),
                  say("请写至多 {}，或改为 bullet。", "Write at most {}, or make it a bullet.",
                      std::max(0, terms.tenor_months - period)));
    }
    return months / period;
}

/// A holiday of new debt: so many months, after so many since issue.
void read_new_holiday(FieldReader& row, NewDebtTerms& terms) {
    terms.loan.holiday = read_holiday(row, terms.loan);
    const int after = row.integer("holiday_after_months", 0, ranges::within_a_tenor);
    const int months = row.integer("holiday_months", 0, {1, ranges::within_a_tenor.most});
    if (!terms.loan.holiday) {
        row.must_be_blank({"holiday_months", "holiday_after_months"},
                          {"没有 holiday", "there is no holiday"});
        return;
    }
    row.must_be_given({"holiday_months"}, {"要说停付多久", "a holiday has a length"});
    if (!row.ok()) return;
    terms.loan.holiday->from = after + 1;
    terms.loan.holiday->to = after + months;
    if (after + months < terms.tenor_months) return;
    row.error("holiday_months", {"停付到期后才结束", "the holiday outlasts the debt"},
              say("期限是 {} 个月，最后一次付款要还清",
                  "the tenor is {} months, the last payment "
                  "settles everything",
                  terms.tenor_months),
              {"请缩短停付期。", "Shorten the holiday."});
}

void read_repayment_share(FieldReader& row, NewDebtTerms& terms) {
    if (terms.loan.repayment != Repayment::declining) {
        row.must_be_blank({"repayment_share"},
                          {"只有 declining 按余额的比例还本",
                           "only declining debt repays a share of its balance"});
        return;
    }
    row.must_be_given({"repayment_share"},
                      {"declining 要说每年还余额的多少",
                       "declining debt needs the share of its balance repaid each year"});
    terms.repayment_share = row.ratio_series("repayment_share", ranges::share);
    if (row.given("payments_per_year") && terms.loan.payments_per_year != 1) {
        row.error("payments_per_year", {"declining 一年还一次", "declining debt pays once a year"},
                  {"repayment_share 是一年的比例", "repayment_share is a share a year"},
                  {"请写 1。", "Write 1."});
    }
}

}  // namespace

const std::vector<std::string>& new_debt_columns() {
    static const std::vector<std::string> columns = {"rate_driver",
                                                     "tenor_months",
                                                     "balloon",
                                                     "rate_floor",
                                                     "grace_months",
                                                     "repayment_share",
                                                     "redemption",
                                                     "payments_per_year",
                                                     "principal_per_year",
                                                     "day_count",
                                                     "issue_day",
                                                     "issue_price",
                                                     "issue_fee",
                                                     "payment_month",
                                                     "holiday",
                                                     "holiday_months",
                                                     "holiday_after_months",
                                                     "holiday_interest"};
    return columns;
}

void read_loan(Building& building, FieldReader& row, LoanTerms& loan, bool years_known) {
    loan.rate_driver = building.refer_driver(row, "rate_driver", Driver::Kind::rate);
    read_rates(row, loan, years_known);
    if (row.given("rate_floor")) loan.rate_floor = row.ratio("rate_floor", 0.0, ranges::rate);
    if (!row.given("rate_driver")) {
        row.must_be_blank({"rate_floor"}, {"固定利率没有下限可言", "a fixed rate needs no floor"});
    }
    loan.day_count = row.choice("day_count", day_counts(), DayCount::months);
}

void read_payments(FieldReader& row, LoanTerms& loan, std::optional<DebtClass> debt_class,
                   std::optional<int> tenor_months) {
    constexpr int at_maturity = 0;
    static const Choices<int> choices = {
        {"1", 1}, {"2", 2}, {"4", 4}, {"12", 12}, {"maturity", at_maturity}};
    const auto usual = loan.repayment == Repayment::declining
                           ? std::optional<int>{1}
                           : usual_payments(debt_class, tenor_months);
    const int payments = row.choice("payments_per_year", choices, usual.value_or(1));
    loan.interest_at_maturity = payments == at_maturity;
    loan.payments_per_year = loan.interest_at_maturity ? 1 : payments;
    if (row.given("payments_per_year") || usual || !debt_class) return;
    const bool bond = *debt_class == DebtClass::general || *debt_class == DebtClass::special;
    row.error("payments_per_year", {"payments_per_year 没有填", "payments_per_year is blank"},
              bond
                  ? Text{"地方政府债券 10 年期及以上半年付息、以下按年付息，要知道发行日期才能判断",
                         "local-government bonds of ten years and more pay half-yearly, shorter "
                         "ones yearly: without the day of issue it is not known which"}
                  : Text{"这一类债务没有通行的付息方式", "this class has no usual way to pay"},
              bond ? Text{"请填 payments_per_year，或在 issued 填发行日期。",
                          "Fill it in, or give the day of issue in issued."}
                   : Text{"请补上。", "Fill it in."});
}

namespace {

/// What instalments leave for maturity.
void read_balloon(FieldReader& row, LoanTerms& loan, bool by_period) {
    if (!by_period) {
        row.must_be_blank({"balloon"},
                          {"只有 equal_principal 和 level_payment 可以把一部分留到到期",
                           "only equal_principal and level_payment leave a part for "
                           "maturity"});
        return;
    }
    loan.balloon = row.ratio("balloon", 0.0, ranges::share);
}

}  // namespace

void read_principal_payments(FieldReader& row, LoanTerms& loan) {
    static const Choices<int> choices = {{"1", 1}, {"2", 2}, {"4", 4}, {"12", 12}};
    const bool by_period =
        loan.repayment == Repayment::equal_principal || loan.repayment == Repayment::level_payment;
    read_balloon(row, loan, by_period);
    if (!by_period) {
        row.must_be_blank({"principal_per_year"},
                          {"只有 equal_principal 和 level_payment 分期还本",
                           "only equal_principal and level_payment repay by periods"});
        return;
    }
    if (loan.interest_at_maturity) {
        if (loan.repayment == Repayment::level_payment) {
            row.error("payments_per_year",
                      {"等额付款不能到期才付息", "level payments cannot pay interest at maturity"},
                      {"每次付款含利息和本金", "each payment holds interest and principal"},
                      {"请写一年付几次。", "Say how often they are made."});
        }
        row.must_be_given({"principal_per_year"}, {"利息到期才付，还本多久一次要另说",
                                                   "interest is paid at maturity: say how often "
                                                   "principal is repaid"});
    }
    if (!row.given("principal_per_year")) return;
    loan.principal_per_year = row.choice("principal_per_year", choices, loan.payments_per_year);
    if (loan.repayment == Repayment::level_payment &&
        loan.principal_per_year != loan.payments_per_year) {
        row.error(
            "principal_per_year",
            {"等额付款的还本与付息不能分开", "level payments pay interest and principal together"},
            {"每次付款含利息和本金", "each payment holds both"}, {"请留空。", "Leave it blank."});
    }
}

std::optional<PaymentHoliday> read_holiday(FieldReader& row, const LoanTerms& loan) {
    enum class Stops { both, interest, principal };
    static const Choices<Stops> choices = {
        {"both", Stops::both}, {"interest", Stops::interest}, {"principal", Stops::principal}};
    using Interest = PaymentHoliday::Interest;
    static const Choices<Interest> treatments = {{"deferred", Interest::deferred},
                                                 {"capitalised", Interest::capitalised},
                                                 {"forgiven", Interest::forgiven}};
    PaymentHoliday holiday;
    const Stops stops = row.choice("holiday", choices, Stops::both);
    holiday.stops_interest = stops != Stops::principal;
    holiday.stops_principal = stops != Stops::interest;
    holiday.interest = row.choice("holiday_interest", treatments, Interest::deferred);
    if (!row.given("holiday")) {
        row.must_be_blank({"holiday_interest"}, {"没有 holiday", "there is no holiday"});
        return std::nullopt;
    }
    if (holiday.stops_interest) {
        row.must_be_given(
            {"holiday_interest"},
            {"停付的利息怎么办要说清楚：以后付、计入本金或免除",
             "say what becomes of interest that is not paid: paid later, added to the "
             "debt, or forgiven"});
    } else {
        row.must_be_blank({"holiday_interest"}, {"利息照付", "interest is paid all the same"});
    }
    const bool repays_apart =
        loan.repayment == Repayment::bullet || loan.repayment == Repayment::custom;
    if (stops == Stops::principal && repays_apart) {
        row.error("holiday", {"没有可停的还本", "no payment of principal could stop"},
                  {"bullet 到期一次还本，custom 按所列的年月还本",
                   "a bullet repays at its end, custom debt in the months or years listed"},
                  {"请改写还本计划，或写 interest。", "Change what is listed, or write interest."});
    }
    return holiday;
}

NewDebtTerms read_new_debt(Building& building, FieldReader& row,
                           std::optional<DebtClass> debt_class) {
    static const Choices<Repayment> repayments = {{"bullet", Repayment::bullet},
                                                  {"equal_principal", Repayment::equal_principal},
                                                  {"level_payment", Repayment::level_payment},
                                                  {"declining", Repayment::declining},
                                                  {"custom", Repayment::custom}};
    NewDebtTerms terms;
    read_loan(building, row, terms.loan, true);
    terms.tenor_months = read_tenor(row);
    terms.loan.repayment = row.choice("repayment", repayments, Repayment::bullet);
    read_payments(row, terms.loan, debt_class, terms.tenor_months);
    read_principal_payments(row, terms.loan);
    terms.issue_day = row.integer("issue_day", 0, ranges::day_of_month);
    terms.issue_price = row.multiple("issue_price", 1.0, ranges::issue_price);
    terms.issue_fee = row.ratio("issue_fee", 0.0, ranges::issue_fee);
    terms.payment_month = row.integer("payment_month", 0, ranges::month_of_year);
    if (terms.loan.interest_at_maturity) {
        row.must_be_blank({"payment_month"}, {"利息到期才付", "interest is paid at maturity"});
    }
    terms.grace_payments = read_grace(row, terms);
    read_redemption(row, terms);
    read_repayment_share(row, terms);
    read_new_holiday(row, terms);
    return terms;
}

}  // namespace coffer::model
