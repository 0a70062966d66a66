#include "coffer/report/balance.hpp"

#include "coffer/report/figures.hpp"
#include "coffer/report/text_table.hpp"

namespace coffer::report {

std::string balance_text(const std::vector<audit::BalanceYear>& years, Language language) {
    const bool chinese = language == Language::chinese;
    const auto title = [chinese](const char* zh, const char* en) {
        return Column{chinese ? zh : en};
    };
    TextTable table({{chinese ? "年份" : "year", Align::left},
                     title("综合财力", "capacity"),
                     title("三保", "3 guarantees"),
                     title("付息", "interest"),
                     title("还本", "principal"),
                     title("其他支出", "other"),
                     title("财政项目资金", "fiscal projects"),
                     title("缺口", "gap"),
                     title("年末库款", "cash")});
    for (const audit::BalanceYear& year : years) {
        table.add({std::to_string(year.year), in_yi(year.revenue), in_yi(year.three_guarantees),
                   in_yi(year.interest), in_yi(year.principal), in_yi(year.other),
                   in_yi(year.projects), in_yi(year.gap), in_yi(year.cash)});
    }
    return (chinese ? "收支平衡表（没有任何不确定性时，亿元；还本已扣再融资）\n"
                    : "Balance when nothing is uncertain (100 million yuan; principal after "
                      "refinancing)\n") +
           table.render();
}

}  // namespace coffer::report
