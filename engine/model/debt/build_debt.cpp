#include "building.hpp"
#include "coffer/scenario/wording.hpp"

namespace coffer::model {
namespace {

using scenario::quote;
using scenario::say;
using Repayment = LoanTerms::Repayment;

/// What the schedule is checked against once its rows are read.
struct InstrumentNotes {
    Position at;
    bool ok = false;
};
using Notes = std::map<std::string, InstrumentNotes>;

void read_maturity(Building& building, FieldReader& row, Instrument& instrument) {
    const auto maturity = row.day("maturity");
    if (!maturity) return;
    instrument.maturity = maturity->month;
    instrument.payment_day = maturity->day;
    if (maturity->month >= 0) return;
    row.error("maturity", {"到期月早于计划开始", "the maturity lies before the plan"},
              say("计划从 {} 开始", "the plan starts in {}", to_string(building.frame.start())),
              {"已还清的债务请删去；逾期的请写计划内的月份。",
               "Delete debt that is repaid; give overdue debt a month of the plan."});
}

/// A day of issue before the plan and a first payment between it and maturity.
void read_first_days(Building& building, FieldReader& row, Instrument& instrument) {
    instrument.issued = row.day("issued");
    instrument.first_payment = row.day("first_payment");
    if (instrument.issued && instrument.issued->month >= 0) {
        row.error("issued",
                  {"存量债务的发行日在计划之内", "existing debt is issued within the plan"},
                  say("计划从 {} 开始", "the plan starts in {}", to_string(building.frame.start())),
                  {"新债请写在 sources.csv。", "New debt stands in sources.csv."});
    }
    if (!instrument.first_payment || !row.ok()) return;
    const int first = instrument.first_payment->month;
    if (first > instrument.maturity || (instrument.issued && first < instrument.issued->month)) {
        row.error(
            "first_payment",
            {"首次付息不在发行与到期之间",
             "the first payment does not lie between issue and maturity"},
            {"到期后没有付款，发行前也没有", "no payment is made after maturity or before issue"},
            {"请改正日期。", "Correct the dates."});
    }
}

/// What several columns need of the day of issue.
void check_issued(FieldReader& row, const Instrument& instrument) {
    if (instrument.issued || !instrument.loan.interest_at_maturity) return;
    row.must_be_given({"issued"}, {"到期付息要知道从哪一天起算",
                                   "interest paid at maturity is counted from the day of issue"});
}

void read_resets(FieldReader& row, Instrument& instrument) {
    if (!row.given("rate_driver")) {
        row.must_be_blank({"reset_months", "first_reset", "current_rate"},
                          {"固定利率没有重定价", "a fixed rate is never reset"});
        return;
    }
    row.must_be_given({"reset_months"},
                      {"浮动利率要有重定价周期", "a floating rate needs its reset period"});
    instrument.reset_months = row.integer("reset_months", 12, ranges::reset_months);
    instrument.first_reset = row.day("first_reset");
    if (row.given("current_rate")) {
        instrument.current_rate = row.ratio("current_rate", 0.0, ranges::rate);
    }
}

/// Months in which an existing contract lets payments be missed.
void read_existing_holiday(FieldReader& row, Instrument& instrument) {
    auto holiday = read_holiday(row, instrument.loan);
    const auto from = row.month("holiday_from");
    const auto to = row.month("holiday_to");
    if (!holiday) {
        row.must_be_blank({"holiday_from", "holiday_to"}, {"没有 holiday", "there is no holiday"});
        return;
    }
    row.must_be_given({"holiday_to"}, {"要说停付到哪个月", "a holiday has an end"});
    if (!row.ok() || !to) return;
    holiday->from = from.value_or(0);
    holiday->to = *to;
    instrument.loan.holiday = holiday;
    if (holiday->from < 0 || holiday->to < holiday->from || holiday->to >= instrument.maturity) {
        row.error("holiday_to",
                  {"停付期不在计划开始与到期之间",
                   "the holiday does not lie between the plan's start and maturity"},
                  {"最后一次付款要还清", "the last payment settles everything"},
                  {"请改正月份。", "Correct the months."});
    }
}

/// By when refinancing must be repaid.
void read_asset_life(Building& building, FieldReader& row, Instrument& instrument) {
    instrument.asset_life_end = row.month("asset_life_end");
    if (!instrument.asset_life_end) return;
    if (*instrument.asset_life_end >= 0) {
        if (*instrument.asset_life_end < instrument.maturity) {
            row.warning(
                "asset_life_end",
                {"资产寿命在债务到期前结束", "the asset's life ends before the debt matures"},
                {"此后到期的本金不能再融资",
                 "principal that falls due after it cannot be refinanced"},
                {"请检查这两个月份。", "Check the two months."});
        }
        return;
    }
    row.error("asset_life_end",
              {"资产寿命早于计划开始就结束", "the asset's life ends before the plan"},
              say("计划从 {} 开始", "the plan starts in {}", to_string(building.frame.start())),
              {"请写资产还能用到的月份，或留空。",
               "Give the month to which the asset lasts, or leave it blank."});
}

/// From which payment on principal is repaid.
void read_principal_from(Building& building, FieldReader& row, Instrument& instrument) {
    const auto from = row.month("principal_from");
    if (!from || !row.ok()) return;
    if (instrument.loan.repayment == Repayment::bullet ||
        instrument.loan.repayment == Repayment::custom) {
        row.must_be_blank({"principal_from"},
                          {"bullet 到期一次还本，custom 按 debt_schedule.csv 还本",
                           "a bullet repays at its end, a custom one by debt_schedule.csv"});
        return;
    }
    const int period = instrument.loan.principal_period();
    const int payment =
        instrument.first_payment ? instrument.first_payment->month : instrument.maturity;
    if (*from < 0) {
        row.error("principal_from",
                  {"宽限期在计划开始前已经结束", "grace has ended before the plan"},
                  say("计划从 {} 开始", "the plan starts in {}", to_string(building.frame.start())),
                  {"请留空：本金已在偿还。", "Leave it blank: principal is being repaid."});
    } else if (*from > instrument.maturity) {
        row.error("principal_from",
                  {"到期前没有还本的付款", "no payment is left to repay principal"},
                  {"首次还本月晚于 maturity", "principal_from lies after maturity"},
                  {"请改正其中一个。", "Correct one of the two."});
    } else if ((payment - *from) % period != 0 && *from != instrument.maturity) {
        row.error("principal_from", {"这个月没有付款", "no payment is made in this month"},
                  instrument.first_payment
                      ? say("付款月是 first_payment 以及往后每 {} 个月",
                            "payments are made at first_payment and every {} months after", period)
                      : say("付款月是 maturity 以及往前每 {} 个月",
                            "payments are made at maturity and every {} months before", period),
                  {"请写合同上首次还本的付款月。",
                   "Write the payment month in which the contract first repays principal."});
    } else {
        instrument.principal_from = *from;
    }
}

void read_instrument(Building& building, FieldReader& row, Notes& notes) {
    static const Choices<Repayment> repayments = {{"bullet", Repayment::bullet},
                                                  {"equal_principal", Repayment::equal_principal},
                                                  {"level_payment", Repayment::level_payment},
                                                  {"custom", Repayment::custom}};
    Instrument instrument;
    instrument.id = Building::define(row, building.instruments);
    instrument.name = row.names();
    instrument.debt_class = row.choice("class", debt_class_choices(), DebtClass::general);
    instrument.principal = row.amount("principal");
    read_maturity(building, row, instrument);
    read_first_days(building, row, instrument);
    read_loan(building, row, instrument.loan, instrument.issued.has_value());
    read_resets(row, instrument);
    instrument.loan.repayment = row.choice("repayment", repayments, Repayment::bullet);
    const bool class_known = row.ok();
    std::optional<int> tenor;
    if (instrument.issued) tenor = instrument.maturity - instrument.issued->month;
    // What has ten years left had at least as many.
    if (!instrument.issued && instrument.maturity >= 120) tenor = instrument.maturity;
    read_payments(row, instrument.loan,
                  class_known ? std::optional{instrument.debt_class} : std::nullopt, tenor);
    read_principal_payments(row, instrument.loan);
    check_issued(row, instrument);
    read_existing_holiday(row, instrument);
    read_principal_from(building, row, instrument);
    read_asset_life(building, row, instrument);
    if (row.given("refinancing_share")) {
        instrument.refinancing_share = row.ratio_series("refinancing_share", ranges::share);
    }
    if (instrument.id.empty()) return;
    notes[instrument.id] = {row.at("id"), row.ok()};
    building.model.debt.push_back(std::move(instrument));
}

/// True when every row could be read.
bool read_schedule(Building& building) {
    bool all_ok = !building.is_unread("debt_schedule");
    building.each_row("debt_schedule", [&](FieldReader& row) {
        const auto index = building.refer(row, "instrument", building.instruments);
        const auto month = row.month("month");
        const std::string& written = row.raw("principal");
        if (written.starts_with("-") || written.starts_with("−") || written.starts_with("－")) {
            row.error("principal", {"还本额是负数", "a repayment below zero"},
                      {"这一行会使债务增加；看来是利息转入本金",
                       "the row would add to the debt; it seems to be capitalised interest"},
                      {"请在 debt.csv 用 holiday、holiday_to 和 holiday_interest = capitalised "
                       "写宽限期，还本方式照合同（如 level_payment），不必逐笔写。",
                       "Say so in debt.csv with holiday, holiday_to and holiday_interest = "
                       "capitalised, and repay as the contract does, as by level_payment."});
            all_ok = false;
            return;
        }
        const Money principal = row.amount("principal");
        if (month && *month < 0) {
            row.error(
                "month", {"还本月早于计划开始", "the month lies before the plan"},
                say("计划从 {} 开始", "the plan starts in {}", to_string(building.frame.start())),
                {"只写还没有还的本金。", "List only principal still to be repaid."});
        }
        if (row.ok() && index && month) {
            Instrument& instrument = building.model.debt[*index];
            const auto same = [&month](const auto& entry) { return entry.first == *month; };
            if (instrument.loan.repayment != Repayment::custom) {
                row.error(
                    "instrument",
                    say("债务 {} 不是 custom", "instrument {} is not custom", quote(instrument.id)),
                    {"它的还本计划由 repayment 决定", "its repayment follows from its type"},
                    {"请在 debt.csv 改为 custom，或删去这一行。",
                     "Make it custom in debt.csv or delete the row."});
            } else if (std::any_of(instrument.schedule.begin(), instrument.schedule.end(), same)) {
                row.error("month",
                          say("债务 {} 的这个月重复", "instrument {} has this month twice",
                              quote(instrument.id)),
                          {"一个月只能有一行", "a month stands at most once"},
                          {"请合并成一行。", "Merge the rows."});
            } else {
                instrument.schedule.emplace_back(*month, principal);
            }
        }
        all_ok = all_ok && row.ok();
    });
    return all_ok;
}

void check_schedule(Building& building, const Instrument& instrument, const Position& at) {
    Money sum;
    for (const auto& [month, principal] : instrument.schedule) sum += principal;
    if (sum != instrument.principal) {
        building.report.error(
            at,
            say("债务 {} 的还本计划合计不等于本金",
                "the schedule of {} does not sum to its principal", quote(instrument.id)),
            say("计划合计 {}，本金 {}", "rows sum to {}, the principal is {}",
                scenario::exact_money_text(sum.yuan(), money_unit(building.frame.unit)),
                scenario::exact_money_text(instrument.principal.yuan(),
                                           money_unit(building.frame.unit))),
            {"请补全 debt_schedule.csv。", "Complete debt_schedule.csv."});
    } else if (!instrument.schedule.empty() &&
               instrument.schedule.back().first != instrument.maturity) {
        building.report.error(
            at,
            say("债务 {} 的最后还本月不是到期月", "the last repayment of {} is not at its maturity",
                quote(instrument.id)),
            say("最后一行是 {}", "the last row is {}",
                to_string(month_after(building.frame.start(), instrument.schedule.back().first))),
            {"请改正 maturity 或还本计划。", "Correct maturity or the schedule."});
    }
}

}  // namespace

void build_debt(Building& building) {
    Notes notes;
    building.each_row("debt", [&](FieldReader& row) { read_instrument(building, row, notes); });
    Building::sort_by_id(building.model.debt, building.instruments);
    const bool schedule_ok = read_schedule(building);
    for (Instrument& instrument : building.model.debt) {
        std::sort(instrument.schedule.begin(), instrument.schedule.end());
        const InstrumentNotes& note = notes[instrument.id];
        if (schedule_ok && note.ok && instrument.loan.repayment == Repayment::custom) {
            check_schedule(building, instrument, note.at);
        }
    }
}

namespace {

/// Rules on the refinancing of what is never refinanced would be read and forgotten.
void check_rights(Building& building, const std::set<DebtClass>& refinanced) {
    if (building.is_unread("refinancing")) return;
    const auto refuse = [&building](const Position& at, const std::string& field,
                                    const std::string& id) {
        building.report.error(
            at, say("{1} 的 {0} 没有意义", "{} of {} has no meaning", field, quote(id)),
            {"refinancing.csv 中没有这一类债务，到期本金不再融资",
             "refinancing.csv has no row for its class: it is not refinanced"},
            {"请删去它，或在 refinancing.csv 加一行。",
             "Delete it or add a row to refinancing.csv."});
    };
    for (const Instrument& instrument : building.model.debt) {
        if (refinanced.contains(instrument.debt_class)) continue;
        const Position& at = building.instruments.entries[instrument.id].at;
        if (instrument.asset_life_end) refuse(at, "asset_life_end", instrument.id);
        if (!instrument.refinancing_share.empty()) refuse(at, "refinancing_share", instrument.id);
    }
    for (const Source& source : building.model.sources) {
        if (!source.asset_life_years || refinanced.contains(debt_class_of(source.kind))) continue;
        refuse(building.sources.entries[source.id].at, "asset_life_years", source.id);
    }
}

}  // namespace

namespace {

/// A way to replace debt of a class, and where it stands: each class has its ranks once.
void read_refinancing(Building& building, FieldReader& row,
                      std::map<std::pair<DebtClass, int>, Position>& places) {
    Refinancing refinancing;
    refinancing.debt_class = row.choice("class", debt_class_choices(), DebtClass::general);
    const bool from_ok = row.ok();
    if (row.given("into")) {
        refinancing.into = row.choice("into", debt_class_choices(), refinancing.debt_class);
    }
    const bool class_ok = row.ok();
    refinancing.rank = row.integer("rank", 1, ranges::refinancing_rank);
    refinancing.share = row.ratio_series("share", ranges::share);
    if (row.given("quota")) refinancing.quota = row.amount_series("quota");
    refinancing.terms = read_new_debt(
        building, row, class_ok ? std::optional{refinancing.new_class()} : std::nullopt);
    if (refinancing.terms.issue_price > ranges::refinancing_price.most) {
        row.error("issue_price", {"再融资不能溢价", "refinancing cannot be issued above its face"},
                  {"所得会多于到期本金", "it would bring in more than falls due"},
                  {"请写至多 100%。", "Write at most 100 %."});
    }
    if (!from_ok) return;
    const auto [place, is_new] =
        places.emplace(std::pair(refinancing.debt_class, refinancing.rank), row.at());
    if (!is_new) {
        row.error("class", {"这一类债务重复", "this class stands twice"},
                  say("已在 {}", "it stands at {}", where(place->second)),
                  {"一类债务有几种再融资方式时，请用 rank 排先后。",
                   "Where a class is refinanced in several ways, number them with rank."});
        return;
    }
    building.model.refinancing.push_back(std::move(refinancing));
}

}  // namespace

void build_refinancing(Building& building) {
    std::map<std::pair<DebtClass, int>, Position> places;
    building.each_row("refinancing",
                      [&](FieldReader& row) { read_refinancing(building, row, places); });
    std::set<DebtClass> refinanced;
    for (const auto& [place, at] : places) refinanced.insert(place.first);
    check_rights(building, refinanced);
    std::sort(building.model.refinancing.begin(), building.model.refinancing.end(),
              [](const Refinancing& a, const Refinancing& b) {
                  return std::pair(a.debt_class, a.rank) < std::pair(b.debt_class, b.rank);
              });
}

}  // namespace coffer::model
