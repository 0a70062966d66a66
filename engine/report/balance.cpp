#include "coffer/report/balance.hpp"

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/text_table.hpp"

namespace coffer::report {

std::string balance_text(const std::vector<audit::BalanceYear>& years, MoneyUnit unit,
                         Language language) {
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
    const auto money = [unit](double yuan) { return amount_in(yuan, unit); };
    for (const audit::BalanceYear& year : years) {
        table.add({std::to_string(year.year), money(year.revenue), money(year.three_guarantees),
                   money(year.interest), money(year.principal), money(year.other),
                   money(year.projects), money(year.gap), money(year.cash)});
    }
    return fmt::format(
               fmt::runtime(chinese ? "收支平衡表（没有任何不确定性时，{}；还本已扣再融资）\n"
                                    : "Balance when nothing is uncertain ({}; principal after "
                                      "refinancing)\n"),
               unit_name(unit).in(language)) +
           table.render();
}

}  // namespace coffer::report
