// Columns about the terms of debt that the plan issues, alike for sources and refinancing.
#include <algorithm>
#include <iterator>

#include "schema_parts.hpp"

namespace coffer::scenario {
namespace {

std::vector<Field> issue_terms() {
    using namespace parts;
    return {
        {"rate_floor",
         "利率下限",
         optional,
         ratio,
         {"有基准利率时的最低利率；空着为不设下限",
          "with rate_driver: least rate; none when blank"}},
        {"tenor_months",
         "期限（月）",
         optional,
         whole,
         {"代替“期限（年）”：1 到 360", "in place of tenor_years: 1–360"}},
        {"balloon",
         "到期一次还的比例",
         optional,
         ratio,
         {"还本方式为“等额本金”“等额本息”时：面值中留到到期一次还的比例；空着为 0",
          "equal_principal, level_payment: share of the face that is left for maturity; 0"}},
        {"redemption",
         "分年还本比例",
         optional,
         ratios,
         {"还本方式为“自定义”时：发行后各年末还本占面值的比例，合计 100%，用分号隔开",
          "with custom: share of the face redeemed at the end of each year since issue, in all "
          "100 %"}},
        {"principal_per_year",
         "每年还本次数",
         optional,
         choice("principal_per_year"),
         {"1、2、4 或 12；空着与付息次数相同", "1, 2, 4 or 12; as often as interest when blank"}},
        {"payment_month",
         "付款月份",
         optional,
         whole,
         {"某一个付款的日历月（1–12），其余由它推算；空着从发行月推算",
          "a calendar month with a payment, from which the others are counted; from issue when "
          "blank"}},
        {"issue_day",
         "发行日",
         optional,
         whole,
         {"发行和付款在当月的第几日；空着为月末",
          "day of the month of issue and of payments; the last "
          "day when blank"}},
        {"issue_price",
         "发行价格",
         optional,
         ratio,
         {"发行价格占面值的比例，50%–150%；空着为 100%",
          "price at issue over the face, 50-150 %; 100 %"}},
        {"issue_fee",
         "发行费率",
         optional,
         ratio,
         {"发行费用占面值的比例，至多 10%；空着为 0",
          "cost of issue over the face, at most 10 %; 0"}},
        {"day_count",
         "计息方式",
         optional,
         choice("day_count"),
         {"利息怎样计算天数；空着按月", "how interest counts time; by months when blank"}},
        {"holiday",
         "暂停支付",
         optional,
         choice("holiday"),
         {"有一段时间不付的是什么", "what is not paid for a time"}},
        {"holiday_after_months",
         "暂停起始（月）",
         optional,
         whole,
         {"发行后第几个月开始暂停；空着为 0", "months from issue to the holiday; 0"}},
        {"holiday_months",
         "暂停月数",
         optional,
         whole,
         {"暂停多少个月", "its length, less than what the tenor leaves"}},
        {"holiday_interest",
         "暂停期利息",
         optional,
         choice("holiday_interest"),
         {"暂停期的利息以后补付、计入本金还是免除",
          "whether interest of the holiday is paid after it, added to the debt or not owed"}},
    };
}

}  // namespace

TableSchema with_issue_terms(TableSchema table) {
    auto terms = issue_terms();
    const auto last = std::find_if(table.columns.begin(), table.columns.end(),
                                   [](const Field& field) { return field.name == "basis"; });
    table.columns.insert(last, std::make_move_iterator(terms.begin()),
                         std::make_move_iterator(terms.end()));
    return table;
}

}  // namespace coffer::scenario
