// What stands behind mandatory payments: the budget reserve, the stabilisation fund, treasury
// advances.
#include "building.hpp"
#include "checking.hpp"
#include "coffer/scenario/wording.hpp"
#include "figures/register.hpp"
#include "ranges.hpp"

namespace coffer::model {
namespace {

using scenario::say;

/// Budget Law, art. 40.
constexpr double least_lawful_reserve = 0.01;
constexpr double most_lawful_reserve = 0.03;

template <class Series>
bool all_zero(const Series& series) {
    using Value = typename Series::value_type;
    return std::all_of(series.begin(), series.end(), [](const Value& v) { return v == Value{}; });
}

void read_reserve(Building& building, FieldReader& settings) {
    const std::string key = "reserve.share";
    if (!settings.given(key)) return;
    const Reserve reserve{settings.ratio_series(key, ranges::share)};
    // What could not be read is an error already.
    for (const double share : settings.ok() ? reserve.share : YearSeries{}) {
        if (share >= least_lawful_reserve && share <= most_lawful_reserve) continue;
        settings.warning(
            key,
            say("预备费占支出的 {:g}%", "the budget reserve is {:g} % of expenditure",
                share * 100.0),
            {"《预算法》第四十条：按本级一般公共预算支出额的 1% 至 3% 设置预备费",
             "by the Budget Law, art. 40, it is 1 to 3 % of general-budget "
             "expenditure"},
            {"请核对；确有依据可以保留。", "Check it; keep it when there is a reason."});
        break;
    }
    building.model.reserve = reserve;
}

void read_stabilisation(Building& building, FieldReader& settings) {
    const std::string opening = "stabilisation.opening";
    const std::string deposit = "stabilisation.deposit_share";
    const std::string ceiling = "stabilisation.ceiling_share";
    if (!settings.given(opening) && !settings.given(deposit) && !settings.given(ceiling)) return;
    settings.must_be_given({opening}, {"基金有自己的账，要有期初余额；没有余额写 0",
                                       "the fund has a ledger, which needs an opening balance; "
                                       "write 0 for none"});
    StabilisationFund fund;
    fund.opening = settings.amount(opening);
    fund.deposit_share = settings.ratio_series(deposit, ranges::share);
    if (settings.given(ceiling)) fund.ceiling_share = settings.ratio_series(ceiling, ranges::share);
    const bool filled = !all_zero(fund.deposit_share) || building.model.reserve.has_value();
    if (!filled) {
        settings.must_be_blank({ceiling}, {"没有 stabilisation.deposit_share，也没有 [reserve]，"
                                           "基金不会增加，上限不起作用",
                                           "without stabilisation.deposit_share and without "
                                           "[reserve] the fund never grows towards a ceiling"});
    }
    if (settings.given(opening) && settings.ok() && !filled && fund.opening == Money{}) {
        settings.error(opening,
                       {"预算稳定调节基金始终是空的", "the stabilisation fund is always empty"},
                       {"没有期初余额、补充比例，也没有预备费",
                        "it has no opening balance, no deposits and no budget reserve"},
                       {"请写 stabilisation.deposit_share，或删去 [stabilisation]。",
                        "Write stabilisation.deposit_share or delete [stabilisation]."});
    }
    building.model.stabilisation = fund;
}

void read_advances(Building& building, FieldReader& settings) {
    const std::string limit = "advances.limit";
    if (!settings.given(limit)) {
        settings.must_be_blank(
            {"advances.repay_months", "advances.rate"},
            {"没有 advances.limit，上级不调度库款", "without advances.limit nothing is advanced"});
        return;
    }
    settings.must_be_given({"advances.repay_months"},
                           {"要写明多少个月后扣回", "when advances are deducted must be said"});
    Advances advances;
    advances.limit = settings.amount_series(limit);
    advances.repay_months = settings.integer("advances.repay_months", 1, ranges::repay_months);
    advances.rate.per_year = settings.ratio("advances.rate", 0.0, ranges::share);
    if (settings.ok() && all_zero(advances.limit)) {
        settings.error(limit, {"库款调度的限额各年都是 0", "the limit of advances is always 0"},
                       {"这样的限额不起作用", "such a limit has no effect"},
                       {"请改正，或删去 [advances]。", "Correct it or delete [advances]."});
    }
    building.model.advances = advances;
}

}  // namespace

void build_reserves(Building& building, FieldReader& settings) {
    read_reserve(building, settings);
    read_stabilisation(building, settings);
    read_advances(building, settings);
}

void check_reserves(Building& building) {
    if (building.is_unread("expenditure")) return;
    for (const auto& line : building.model.expenditure) {
        if (line.category == ExpenditureLine::Category::remittance) continue;
        if (line.account == Account::general && !all_zero(line.flow.annual)) return;
    }
    for (const char* key : {"reserve.share", "stabilisation.ceiling_share"}) {
        const auto setting = building.document.settings.find(key);
        if (setting == building.document.settings.end() || setting->second.items.empty()) continue;
        building.report.error(
            setting->second.items.front().at,
            say("{} 没有可以乘的支出", "{} is a share of nothing", key),
            {"expenditure.csv 没有一般账户的支出",
             "expenditure.csv has nothing in the account "
             "general"},
            {"请补上支出，或删去这一行。", "Add the expenditure or delete the line."});
    }
}

void validate_reserves(Checking& check) {
    const Model& model = check.model;
    if (model.reserve) {
        check.series({"reserve"}, "share", model.reserve->share, ranges::share);
    }
    if (model.stabilisation) {
        const Subject fund{"stabilisation"};
        check.amount(fund, "opening", model.stabilisation->opening);
        check.series(fund, "deposit_share", model.stabilisation->deposit_share, ranges::share);
        if (const auto& ceiling = model.stabilisation->ceiling_share) {
            check.series(fund, "ceiling_share", *ceiling, ranges::share);
        }
    }
    if (model.advances) {
        const Subject advances{"advances"};
        check.amounts(advances, "limit", model.advances->limit);
        check.whole(advances, "repay_months", model.advances->repay_months, ranges::repay_months);
        check.number(advances, "rate", model.advances->rate.per_year, ranges::share);
    }
}

namespace {

std::optional<Text> without_reserve(const Model& model) {
    if (model.reserve) return std::nullopt;
    return Text{"没有 [reserve]", "there is no [reserve]"};
}

std::optional<Text> without_stabilisation(const Model& model) {
    if (model.stabilisation) return std::nullopt;
    return Text{"没有 [stabilisation]", "there is no [stabilisation]"};
}

std::optional<Text> without_advances(const Model& model) {
    if (model.advances) return std::nullopt;
    return Text{"没有 [advances]", "there is no [advances]"};
}

}  // namespace

std::vector<IndicatorInfo> reserve_indicators() {
    using I = Indicator;
    return {
        {I::reserve_used,
         "reserve_used",
         Unit::money,
         Better::less,
         {"当年必须支付的款项动用的预备费",
          "Budget reserve that mandatory payments of the year used"},
         {.missing = without_reserve}},
        {I::stabilisation_fund,
         "stabilisation_fund",
         Unit::money,
         Better::more,
         {"年末预算稳定调节基金余额", "Balance of the stabilisation fund at the end of the year"},
         {.missing = without_stabilisation}},
        {I::stabilisation_used,
         "stabilisation_used",
         Unit::money,
         Better::less,
         {"当年必须支付的款项动用的预算稳定调节基金",
          "What the stabilisation fund paid in the year for mandatory payments"},
         {.missing = without_stabilisation}},
        {I::advances,
         "advances",
         Unit::money,
         Better::less,
         {"年末尚未归还的上级库款调度", "Treasury advances outstanding at the end of the year"},
         {.missing = without_advances}},
        {I::advances_drawn,
         "advances_drawn",
         Unit::money,
         Better::less,
         {"当年收到的上级库款调度", "Treasury advances received in the year"},
         {.missing = without_advances}}};
}

}  // namespace coffer::model
