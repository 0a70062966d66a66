#include "coffer/analysis/books.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "coffer/base/calendar.hpp"
#include "coffer/model/names.hpp"
#include "coffer/plan/planned_spending.hpp"
#include "coffer/results/core_tables.hpp"

namespace coffer::analysis {
namespace {

struct BookWord {
    std::string_view id, zh, en;
};

constexpr auto account_words =
    std::to_array<BookWord>({{"general", "一般公共预算账户", "General account"},
                             {"fund", "政府性基金账户", "Government-fund account"},
                             {"state_capital", "国有资本经营账户", "State-capital account"},
                             {"platform", "平台公司", "Platform company"},
                             {"payables", "应付未付", "Payables"},
                             {"supplier_payables", "拖欠账款", "Payables to suppliers"},
                             {"contractor_payables", "拖欠工程款", "Payables to contractors"},
                             {"suppliers", "供应商", "suppliers"},
                             {"reserve", "预备费", "Budget reserve"},
                             {"stabilisation", "预算稳定调节基金", "Stabilisation fund"},
                             {"settlement", "年终结算", "Year-end settlement"},
                             {"advances", "上级库款调度", "Treasury advances"},
                             {"fai", "待统计投资", "Investment to be reported"},
                             {"pool", "资金来源", "Source"},
                             {"debt", "债务", "Debt"},
                             {"arrears", "逾期债务", "Arrears"},
                             {"special", "专项债务", "special debt"},
                             {"bank", "银行贷款", "bank loans"},
                             {"hidden", "隐性债务", "hidden debt"},
                             {"three_guarantees", "“三保”支出", "three guarantees"},
                             {"contractors", "施工方", "contractors"},
                             {"other", "其他", "other"}});

constexpr auto item_words =
    std::to_array<BookWord>({{"opening", "年初余额", "Opening"},
                             {"closing", "年末余额", "Closing"},
                             {"arrival", "资金到位", "Arrival"},
                             {"receipt", "专项到账", "Receipt"},
                             {"investors", "投资者资金", "Investors"},
                             {"drawn", "拨付", "Drawn"},
                             {"revenue", "收入", "Revenue"},
                             {"expenditure", "支出", "Expenditure"},
                             {"interest", "付息", "Interest"},
                             {"principal", "还本", "Principal"},
                             {"project", "项目支出", "Project"},
                             {"project_tax", "项目税收", "Project tax"},
                             {"tax", "税收", "Tax"},
                             {"operating_revenue", "经营收入", "Operating revenue"},
                             {"operating_cost", "运营支出", "Operating cost"},
                             {"land_sale", "供地收入", "Land sale"},
                             {"deposit_interest", "存款利息", "Deposit interest"},
                             {"issued", "发行", "Issued"},
                             {"bond", "债券", "Bond"},
                             {"repaid", "偿还", "Repaid"},
                             {"refinanced_in", "再融资借入", "Refinancing, new"},
                             {"refinanced_out", "再融资偿还", "Refinancing, old"},
                             {"capitalised", "资本化利息", "Capitalised interest"},
                             {"income", "经营收入", "Income"},
                             {"subsidy", "补贴", "Subsidy"},
                             {"deposited", "存入", "Deposited"},
                             {"set_aside", "计提", "Set aside"},
                             {"released", "转回", "Released"},
                             {"unpaid", "未付", "Unpaid"},
                             {"used", "动用", "Used"},
                             {"paid", "支付", "Paid"},
                             {"penalty", "罚息", "Penalty"},
                             {"remittance", "上解", "Remittance"},
                             {"taken_back", "收回结转资金", "Taken back"},
                             {"left", "留待结算", "Left to settle"},
                             {"settled", "结算", "Settled"},
                             {"moved_in", "调入", "Moved in"},
                             {"moved_out", "调出", "Moved out"},
                             {"due", "到期", "Due"},
                             {"taxpayer", "重点税源", "Taxpayer"},
                             {"deficit_bond", "弥补缺口的债券", "Deficit bond"},
                             {"deficit_covered", "债券弥补的缺口", "Deficit covered"},
                             {"negative_interest", "负利率收息", "Interest received"},
                             {"payables", "补付拖欠", "Payables paid"},
                             {"call", "代偿", "Call"},
                             {"unpaid_interest", "欠付利息", "Interest not paid"},
                             {"unpaid_principal", "欠付本金", "Principal not paid"},
                             {"cleared_interest", "补付利息", "Interest arrears paid"},
                             {"cleared_principal", "补付本金", "Principal arrears paid"},
                             {"deductions", "上级扣款", "deductions"},
                             {"known_projects", "已知月份的项目用款", "projects in known months"},
                             {"carried_in", "以前年度完成的投资", "work of earlier years"},
                             {"lapsed", "到期收回", "Lapsed"},
                             {"counted", "计入", "Counted"},
                             {"reported", "统计", "Reported"}});

template <std::size_t size>
std::optional<Text> find_word(const std::array<BookWord, size>& words, std::string_view id) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const BookWord& word) { return word.id == id; });
    if (found == words.end()) return std::nullopt;
    return Text{std::string(found->zh), std::string(found->en)};
}

/// What stands behind the colon of an account or an item is an id of one of these tables.
struct Behind {
    std::string_view account;  ///< of items: kind of account; "": any
    std::string_view word;
    std::vector<std::string_view> tables;
};

/// The first that fits holds.
const std::vector<Behind>& things_of_items() {
    static const std::vector<Behind> all{
        {"contractor_payables", "paid", {"projects"}},
        {"contractor_payables", "unpaid", {"projects"}},
        {"debt", "drawn", {"sources"}},
        {"", "drawn", {"projects", "pipelines"}},
        {"", "project", {"projects", "pipelines"}},
        {"", "project_tax", {"projects"}},
        {"", "counted", {"projects", "pipelines"}},
        {"", "reported", {"projects", "pipelines"}},
        {"", "receipt", {"receipts"}},
        {"", "investors", {"funnels"}},
        {"", "taxpayer", {"taxpayers"}},
        {"", "moved_in", {"account_transfers"}},
        {"", "moved_out", {"account_transfers"}},
        {"", "issued", {"sources"}},
        {"", "bond", {"sources"}},
        {"", "deficit_bond", {"sources"}},
        {"", "deposit_interest", {"sources"}},
        {"", "capitalised", {"sources"}},
        {"", "taken_back", {"sources"}},
        {"", "revenue", {"revenue"}},
        {"", "income", {"revenue", "project_income"}},
        {"", "left", {"revenue", "expenditure"}},
        {"", "settled", {"revenue", "expenditure"}},
        {"", "tax", {"project_income"}},
        {"", "operating_revenue", {"project_income"}},
        {"", "operating_cost", {"project_income"}},
        {"", "land_sale", {"project_income"}},
    };
    return all;
}

/// Payments that are no thing of the plan have words.
constexpr std::array<std::string_view, 2> tables_of_payments{"expenditure", "project_income"};

/// The part before the colon, and what stands behind it where there is one.
std::pair<std::string_view, std::optional<std::string_view>> parts_of(std::string_view id) {
    const auto colon = id.find(':');
    if (colon == std::string_view::npos) return {id, std::nullopt};
    return {id.substr(0, colon), id.substr(colon + 1)};
}

using Categories = std::map<std::string, std::string, std::less<>>;

/// Categories of lines of the budget, by item.
Categories categories_of(const model::Model& model) {
    using Spending = model::ExpenditureLine::Category;
    constexpr std::array<const char*, 5> words{"three_guarantees", "other", "platform_subsidy",
                                               "contracted", "remittance"};
    static_assert(static_cast<std::size_t>(Spending::remittance) + 1 == words.size());
    Categories categories;
    for (const auto& line : model.revenue) {
        const bool transfer = line.category == model::RevenueLine::Category::transfer;
        for (const char* item : {"revenue:", "settled:"}) {
            categories[item + line.id] = transfer ? "transfer" : "own";
        }
    }
    for (const auto& line : model.expenditure) {
        for (const char* item : {"expenditure:", "remittance:"}) {
            categories[item + line.id] = words[static_cast<std::size_t>(line.category)];
        }
    }
    return categories;
}

/// A debt class, or what a payment is for.
Text word_behind(std::string_view id) {
    if (id == "general") return {"一般债务", "general debt"};
    if (const auto word = find_word(account_words, id)) return *word;
    return find_word(item_words, id).value_or(Text{std::string(id), std::string(id)});
}

template <std::size_t size>
Text word_of(const std::array<BookWord, size>& words, std::string_view id) {
    return find_word(words, id).value_or(Text{std::string(id), std::string(id)});
}

Text joined(const Text& word, const Text& whose) {
    return {word.zh + "：" + whose.zh, word.en + ": " + whose.en};
}

struct YearOfBook {
    double opening = 0.0, closing = 0.0;
    std::map<std::string, double> flows;
};

}  // namespace

BookNames::BookNames(const model::Model& model) : names_(model) {}

Text BookNames::account(std::string_view id) const {
    const auto [kind, behind] = parts_of(id);
    const Text word = word_of(account_words, kind);
    if (!behind) return word;
    return joined(word, names_.find("sources", *behind).value_or(word_behind(*behind)));
}

Text BookNames::item(std::string_view account, std::string_view id) const {
    const auto [kind, behind] = parts_of(id);
    const Text word = word_of(item_words, kind);
    if (!behind) return word;
    const std::string_view where = parts_of(account).first;
    const auto& all = things_of_items();
    const auto of = std::find_if(all.begin(), all.end(), [&, first = kind](const Behind& each) {
        return each.word == first && (each.account.empty() || each.account == where);
    });
    const std::span<const std::string_view> tables =
        of == all.end() ? std::span<const std::string_view>(tables_of_payments) : of->tables;
    const auto name = names_.find(tables, *behind);
    return joined(word, name.value_or(word_behind(*behind)));
}

Text BookNames::purpose(std::string_view id) const {
    return names_.find(tables_of_payments, id).value_or(word_behind(id));
}

std::vector<results::BookRow> yearly_books(const Replay& replay, const model::Model& model) {
    constexpr int months = 12;
    std::vector<std::string> order;
    std::map<std::string, std::map<int, YearOfBook>> books;
    for (const LedgerRow& row : replay.ledger) {
        if (!books.contains(row.account)) order.push_back(row.account);
        YearOfBook& year = books[row.account][row.month / months];
        if (row.item == "opening") {
            if (row.month % months == 0) year.opening = row.fen;
        } else if (row.item == "closing") {
            year.closing = row.fen;
        } else {
            year.flows[row.item] += row.fen;
        }
    }
    const BookNames names(model);
    const Categories categories = categories_of(model);
    std::vector<results::BookRow> rows;
    for (const std::string& account : order) {
        const auto& years = books[account];
        const bool used = std::any_of(years.begin(), years.end(), [](const auto& entry) {
            return !entry.second.flows.empty() || entry.second.opening != 0.0;
        });
        if (!used) continue;
        const Text account_name = names.account(account);
        for (const auto& entry : years) {
            const int number = entry.first;
            const YearOfBook& year = entry.second;
            const auto add = [&](const std::string& item, double fen) {
                const auto category = categories.find(item);
                rows.push_back({model.first_year + number, account, item, account_name,
                                names.item(account, item), fen / 100.0,
                                category == categories.end() ? "" : category->second});
            };
            add("opening", year.opening);
            std::vector<std::pair<std::string, double>> flows(year.flows.begin(), year.flows.end());
            std::stable_sort(flows.begin(), flows.end(), [](const auto& a, const auto& b) {
                return std::abs(a.second) > std::abs(b.second);
            });
            for (const auto& [item, fen] : flows) add(item, fen);
            add("closing", year.closing);
        }
    }
    return rows;
}

std::vector<results::DebtDue> yearly_dues(const Replay& replay, const plan::Plan& plan,
                                          const model::Model& model) {
    constexpr int months = 12;
    struct Due {
        double interest = 0.0, principal = 0.0;
    };
    std::map<std::string, std::map<int, Due>> dues;
    const auto add = [&](const std::string& debt, int year, double interest, double principal) {
        if (interest == 0.0 && principal == 0.0) return;
        Due& due = dues[debt][year];
        due.interest += interest;
        due.principal += principal;
    };
    for (const plan::InstrumentService& each : plan.instrument_service) {
        for (std::size_t year = 0; year < each.interest.size(); ++year) {
            add(each.debt, static_cast<int>(year), each.interest[year], each.principal[year]);
        }
    }
    for (const DueRow& row : replay.dues) {
        add(row.debt, row.month / months, row.interest, row.principal);
    }
    std::vector<results::DebtDue> rows;
    const auto tell = [&](const std::string& debt, const Text& name) {
        const auto found = dues.find(debt);
        if (found == dues.end()) return;
        for (const auto& [year, due] : found->second) {
            rows.push_back(
                {model.first_year + year, debt, name, due.interest / 100.0, due.principal / 100.0});
        }
    };
    for (const auto& instrument : model.debt) tell("instrument:" + instrument.id, instrument.name);
    for (const auto& source : model.sources) tell("source:" + source.id, source.name);
    for (const char* debt_class : model::debt_class_names) {
        const std::string debt = std::string("refinancing:") + debt_class;
        const bool platform = std::string_view(debt_class) == "platform";
        tell(debt, platform ? Text{"平台公司债务", "platform debt"} : word_behind(debt_class));
    }
    return rows;
}

std::vector<results::DepartmentMonth> monthly_spending(const Replay& replay, const plan::Plan& plan,
                                                       const model::Model& model) {
    struct Spent {
        std::vector<double> planned, drawn;  ///< fen, by month
    };
    const auto months = static_cast<std::size_t>(plan.months);
    std::map<std::string, Spent> departments;
    std::map<std::string, std::string> department_of;
    const auto spent_of = [&](const model::Fundable& of) -> Spent& {
        department_of["drawn:" + of.id] = of.department;
        Spent& spent = departments[of.department];
        spent.planned.resize(months, 0.0);
        spent.drawn.resize(months, 0.0);
        return spent;
    };
    for (std::size_t p = 0; p < model.projects.size(); ++p) {
        Spent& spent = spent_of(model.projects[p]);
        double before = 0.0;
        for (std::size_t m = 0; m < months; ++m) {
            const double by_now = plan::planned_spending_by(plan, p, static_cast<int>(m) + 1);
            spent.planned[m] += by_now - before;
            before = by_now;
        }
    }
    for (std::size_t p = 0; p < model.pipelines.size(); ++p) {
        Spent& spent = spent_of(model.pipelines[p]);
        double by_now = 0.0;  // rounded as a whole, so that the months sum to it
        for (std::size_t m = 0; m < months; ++m) {
            const double before = std::round(by_now);
            by_now += plan.pipelines[p].need.amount[m];
            spent.planned[m] += std::round(by_now) - before;
        }
    }
    for (const LedgerRow& row : replay.ledger) {
        if (!row.account.starts_with("pool:")) continue;
        const auto found = department_of.find(row.item);
        if (found == department_of.end()) continue;
        departments[found->second].drawn[static_cast<std::size_t>(row.month)] -= row.fen;
    }
    std::vector<results::DepartmentMonth> rows;
    const auto tell = [&](const std::string& name, const Spent& spent) {
        const auto is_zero = [](double fen) { return fen == 0.0; };
        if (std::all_of(spent.planned.begin(), spent.planned.end(), is_zero) &&
            std::all_of(spent.drawn.begin(), spent.drawn.end(), is_zero)) {
            return;
        }
        for (std::size_t m = 0; m < months; ++m) {
            rows.push_back({month_after(plan.start, static_cast<int>(m)), name,
                            spent.planned[m] / 100.0, spent.drawn[m] / 100.0});
        }
    };
    for (const auto& [name, spent] : departments) {
        if (!name.empty()) tell(name, spent);
    }
    const auto others = departments.find("");
    if (others != departments.end()) tell("", others->second);
    return rows;
}

}  // namespace coffer::analysis
