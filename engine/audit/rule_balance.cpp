// The plan as a whole when nothing is uncertain: what comes in against what must go out, and the
// first year against the year before it.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using model::Indicator;
using scenario::quote;
using scenario::say;

double on_reference(const Trial& trial, Indicator indicator, const std::string& dimension,
                    int year) {
    for (const auto& series : trial.forecast.series) {
        if (series.indicator == indicator && series.dimension == dimension && series.year == year &&
            series.month == 0) {
            return series.reference_path;
        }
    }
    return 0.0;
}

/// A line of a sum, with the place of the amount behind it.
struct Term {
    double amount = 0.0;  ///< yuan a year
    std::string place;
    Position at;
    std::string text;
    std::string factor = {};  ///< what it is multiplied by
    std::string column = {};
};

double sum_of(const std::vector<Term>& terms) {
    double sum = 0.0;
    for (const Term& term : terms) sum += term.amount;
    return sum;
}

double first(const model::YearMoney& annual) {
    return annual.empty() ? 0.0 : annual.front().yuan();
}

Term term_of(const Tables& tables, const std::string& table, const std::string& id,
             const char* column, double amount) {
    const auto line = tables.find(table, id);
    if (!line) return {amount, table + "/" + id, {}, id, {}, column};
    return {amount, line->place(), line->at(column), line->text(column), {}, column};
}

std::vector<Term> own_revenue(const Subject& subject) {
    std::vector<Term> terms;
    for (const auto& line : subject.model.revenue) {
        if (line.platform || line.account != model::Account::general ||
            line.category != model::RevenueLine::Category::own) {
            continue;
        }
        terms.push_back(
            term_of(subject.tables, "revenue", line.id, "base", first(line.flow.annual)));
    }
    for (const auto& payer : subject.model.taxpayers) {
        terms.push_back(
            term_of(subject.tables, "taxpayers", payer.id, "output",
                    first(payer.output.annual) * payer.tax_rate * payer.retained_share));
    }
    return terms;
}

bool is_of_fund(const Tables& tables, const Term& term) {
    for (const Line& line : tables.lines("revenue")) {
        if (line.place() == term.place) return line.text("account") == "fund";
    }
    return false;
}

double general_revenue_of(const Subject& subject) {
    double sum = sum_of(own_revenue(subject));
    for (const auto& line : subject.model.revenue) {
        if (line.account == model::Account::general && !line.platform &&
            line.category != model::RevenueLine::Category::own) {
            sum += first(line.flow.annual);
        }
    }
    return sum;
}

std::vector<Term> all_revenue(const Subject& subject) {
    std::vector<Term> terms = own_revenue(subject);
    for (const auto& line : subject.model.revenue) {
        const bool own_general = line.account == model::Account::general &&
                                 line.category == model::RevenueLine::Category::own;
        if (line.platform || own_general) continue;
        terms.push_back(
            term_of(subject.tables, "revenue", line.id, "base", first(line.flow.annual)));
    }
    return terms;
}

std::vector<Term> spending(const Subject& subject) {
    std::vector<Term> terms;
    for (const auto& line : subject.model.expenditure) {
        const auto row = subject.tables.find("expenditure", line.id);
        const bool by_number = row && row->text("base").empty();
        // Of a number times a price the price has the unit that may be wrong.
        terms.push_back(term_of(subject.tables, "expenditure", line.id,
                                line.of_revenue ? "share"
                                : by_number     ? "unit_cost"
                                                : "base",
                                first(line.flow.annual)));
        if (by_number && !line.of_revenue) terms.back().factor = row->text("quantity");
    }
    for (const auto& source : subject.model.sources) {
        if (source.kind != model::Source::Kind::fiscal || source.unlimited) continue;
        terms.push_back(
            term_of(subject.tables, "sources", source.id, "annual", first(source.arrival.annual)));
    }
    return terms;
}

/// Terms that are out by a power of ten, by the number of plan years, or that should not be there:
/// each alone explains a ratio that is not usual. Put right, it brings the sum to where `fits`
/// holds, and what agrees already (`keeps`) still agrees.
template <class Fits, class Keeps>
std::vector<const Term*> suspects(const std::vector<Term>& terms, int years, bool too_large,
                                  Fits fits, Keeps keeps) {
    const double sum = sum_of(terms);
    const std::vector<double> factors = {10.0, static_cast<double>(std::max(years, 2)), 100.0, 1e3,
                                         1e4};
    std::vector<const Term*> found;
    for (const double factor : factors) {
        for (const Term& term : terms) {
            if (term.amount <= 0.0) continue;
            const double mended = too_large ? term.amount / factor : term.amount * factor;
            if (fits(sum - term.amount + mended) && keeps(term, mended)) found.push_back(&term);
        }
        if (!found.empty()) break;
    }
    return found;
}

template <class Fits>
std::vector<const Term*> suspects(const std::vector<Term>& terms, int years, bool too_large,
                                  Fits fits) {
    return suspects(terms, years, too_large, fits, [](const Term&, double) { return true; });
}

Warning at_term(const char* code, const Term& term, Text problem, Text why, Text meant) {
    return {code, term.place, term.at, std::move(problem), std::move(why), std::move(meant)};
}

Text probably(const Term& term) {
    if (!term.factor.empty()) {
        return {"最可能是这一行的 " + quote(term.text) + " 差了 10 倍或 10,000 倍，或数量 " +
                    quote(term.factor) + " 不对；请核对。",
                "Most likely " + quote(term.text) +
                    " of this row is out by ten or 10,000, or its quantity " + quote(term.factor) +
                    " is wrong: check them."};
    }
    return {"最可能是这一行的 " + quote(term.text) +
                " 差了 10 倍、10,000 倍，或把各年合计写成了一年；请核对。",
            "Most likely " + quote(term.text) +
                " of this row is out by ten or 10,000, or is a total of all years: check it."};
}

/// Several that could be meant, none more than the others: their cells; "" where they are too many
/// to be a help.
Text one_of(const std::vector<const Term*>& terms) {
    constexpr std::size_t most = 4;
    if (terms.empty() || terms.size() > most) return {};
    std::string zh;
    std::string en;
    for (const Term* term : terms) {
        const std::string cell = where_in_plan(term->at) + " " + term->column + " ";
        zh += (zh.empty() ? "" : "、") + cell + quote(term->text);
        en += (en.empty() ? "" : ", ") + cell + quote(term->text);
    }
    return {"以下任何一处差了 10 倍、10,000 倍或多写了一行，都能解释：" + zh + "；请逐一核对。",
            "Any of these would explain it, were it out by ten or 10,000 or a row too many: " + en +
                ". Check each."};
}

/// One of the three guarantees that stand beside each other in their usual shares: a slip of ten in
/// it would be seen there.
bool is_usual_guarantee(const Tables& tables, const Term& term) {
    std::size_t parts = 0;
    bool is_one = false;
    for (const Line& line : tables.lines("expenditure")) {
        if (line.text("category") != "three_guarantees") continue;
        ++parts;
        is_one = is_one || line.place() == term.place;
    }
    return is_one && parts >= 3;
}

/// Where one slip alone would make up most of the sum that is too large, it is that one.
void keep_most(std::vector<const Term*>& terms, double sum) {
    constexpr double most = 0.5;
    const auto large = std::find_if(terms.begin(), terms.end(),
                                    [sum](const Term* term) { return term->amount > most * sum; });
    if (large != terms.end()) terms = {*large};
}

/// Where money in and out comes from and goes to.
const Warning* named_amount(const Subject& subject) {
    return subject.named_in({"revenue", "taxpayers", "expenditure", "debt", "debt_schedule",
                             "sources", "drivers", "sensitivities", "receipts", "account_transfers",
                             "project_income", "refinancing"});
}

}  // namespace

std::vector<BalanceYear> balance(const model::Model& model, const Trial& trial) {
    std::vector<BalanceYear> years;
    for (int y = 0; y < model.years; ++y) {
        BalanceYear row;
        row.year = model.first_year + y;
        const auto value = [&](Indicator indicator) {
            return on_reference(trial, indicator, "total", row.year);
        };
        row.revenue = value(Indicator::fiscal_capacity);
        row.three_guarantees = value(Indicator::three_guarantees);
        row.interest = value(Indicator::interest);
        row.principal = value(Indicator::principal) - value(Indicator::refinanced);
        row.other = value(Indicator::expenditure) - row.three_guarantees;
        row.projects = value(Indicator::fiscal_project_spending);
        row.gap = value(Indicator::financing_gap);
        row.cash = value(Indicator::cash);
        years.push_back(row);
    }
    return years;
}

Warnings investment_against_base_year(const Subject& subject) {
    constexpr double low = 0.3;
    constexpr double high = 3.0;
    const double base = subject.model.base_year.fai ? subject.model.base_year.fai->yuan() : 0.0;
    if (base <= 0.0) return {};
    std::vector<Term> terms;
    for (const auto& row : subject.trial.forecast.first_year) {
        const bool project = subject.tables.find("projects", row.id).has_value();
        terms.push_back(term_of(subject.tables, project ? "projects" : "pipelines", row.id,
                                project ? "first_year_investment" : "annual", row.planned));
    }
    const double ratio = sum_of(terms) / base;
    if (ratio >= low && ratio <= high) return {};
    if (subject.named_in({"projects", "pipelines", "scenario/base_year.fai"})) return {};
    const auto fits = [base](double sum) { return sum > 0.5 * base && sum < 2.0 * base; };
    const auto found = suspects(terms, subject.model.years, ratio > high, fits);
    const Term own{0.0,
                   "scenario/base_year.fai",
                   subject.tables.at_setting("base_year.fai"),
                   subject.tables.setting_text("base_year.fai"),
                   {},
                   "base_year.fai"};
    // Too little may as well be too much the year before; too much is the row that carries it.
    const Term* term = ratio > high && found.size() == 1 ? found.front() : nullptr;
    Text meant = probably(term == nullptr ? own : *term);
    if (term == nullptr && !found.empty()) {
        std::vector<const Term*> all = {&own};
        all.insert(all.end(), found.begin(), found.end());
        meant = one_of(all);
        if (meant.zh.empty()) {
            meant = {"请核对上年数，以及各项目首年投资的单位。",
                     "Check the year before, and the units of the first year."};
        }
    }
    const Text planned = subject.tables.money(sum_of(terms));
    const Text before = subject.tables.money(base);
    return {
        at_term("fai-growth", term == nullptr ? own : *term,
                {fmt::format("首年计划投资 {}，上年 {}，增长 {}", planned.zh, before.zh,
                             percent_text(ratio - 1.0)),
                 fmt::format("{} are planned for the first year after {}: growth of {}", planned.en,
                             before.en, percent_text(ratio - 1.0))},
                {"283 个城市 2003–2013 年投资对数增长的标准差是 0.12；三倍或三成以外少见",
                 "log growth of investment in 283 cities 2003–2013 has sd 0.12; beyond threefold "
                 "or below a third it is rare"},
                std::move(meant))};
}

Warnings revenue_against_base_year(const Subject& subject) {
    constexpr double low = 0.8;
    constexpr double high = 1.35;
    const auto& given = subject.model.base_year.general_revenue;
    const double base = given ? given->yuan() : 0.0;
    if (base <= 0.0) return {};
    const std::vector<Term> terms = own_revenue(subject);
    const double ratio = sum_of(terms) / base;
    if (terms.empty() || (ratio >= low && ratio <= high)) return {};
    if (subject.named_in({"revenue", "taxpayers", "sensitivities", "drivers",
                          "scenario/base_year.general_revenue"})) {
        return {};
    }
    const auto fits = [base](double sum) { return sum > 0.75 * base && sum < 1.35 * base; };
    const auto alone = suspects(terms, subject.model.years, ratio > high, fits);
    const Term* term = alone.size() == 1 ? alone.front() : nullptr;
    const Term own{0.0, "scenario/base_year.general_revenue",
                   subject.tables.at_setting("base_year.general_revenue"),
                   subject.tables.setting_text("base_year.general_revenue")};
    const Text now = subject.tables.money(sum_of(terms));
    const Text before = subject.tables.money(base);
    const Text problem = {
        fmt::format("首年一般公共预算收入约 {}，上年 {}，增长 {}", now.zh, before.zh,
                    percent_text(ratio - 1.0)),
        fmt::format("general revenue is about {} in the first year after {}: growth "
                    "of {}",
                    now.en, before.en, percent_text(ratio - 1.0))};
    const Text why = {
        "五省 2016–2024 年一般公共预算收入对数增长的均值 4.8%、标准差 6.4%",
        "log growth of budget revenue of five provinces 2016–2024 has mean 4.8 % and sd "
        "6.4 %"};
    // Revenue that agrees with the budget is not what is wrong.
    const auto& budget = subject.model.budget.general_revenue;
    const double agreed =
        budget && !budget->empty() ? budget->front().yuan() / std::max(sum_of(terms), 1.0) : 0.0;
    // Without one, revenue that is said to be low and pays for everything is right as well.
    const std::vector<BalanceYear> years = balance(subject.model, subject.trial);
    const bool short_of_money = std::any_of(years.begin(), years.end(), [](const auto& year) {
        return year.gap > 0.01 * std::max(year.revenue, 1.0);
    });
    const bool revenue_is_right =
        (agreed > low && agreed < high) || (agreed == 0.0 && ratio < low && !short_of_money);
    if (term == nullptr || revenue_is_right) {
        Text meant = revenue_is_right ? Text{} : one_of(alone);
        if (meant.zh.empty()) {
            meant = {"请核对上年数与收入表各行的单位。",
                     "Check the unit of the year before and of the revenue lines."};
        }
        return {at_term("revenue-growth", own, problem, why, std::move(meant))};
    }
    return {at_term("revenue-growth", *term, problem, why, probably(*term))};
}

Warnings budget_against_revenue(const Subject& subject) {
    constexpr double low = 0.6;
    constexpr double high = 1.7;
    if (!subject.model.budget.general_revenue) return {};
    const auto& budget = *subject.model.budget.general_revenue;
    for (std::size_t y = 0; y < budget.size(); ++y) {
        const int year = subject.model.first_year + static_cast<int>(y);
        const double revenue =
            on_reference(subject.trial, Indicator::general_revenue, "total", year);
        const double ratio = budget[y].yuan() / std::max(revenue, 1.0);
        if (ratio >= low && ratio <= high) continue;
        if (subject.named_in({"revenue", "taxpayers", "sensitivities", "drivers",
                              "scenario/budget.general_revenue"})) {
            return {};
        }
        const Text planned = subject.tables.money(budget[y].yuan());
        const Text expected = subject.tables.money(revenue);
        return {{"budget",
                 "scenario/budget.general_revenue",
                 subject.tables.at_setting("budget.general_revenue"),
                 {fmt::format("{} 年收入预算 {}，收入表推算 {}", year, planned.zh, expected.zh),
                  fmt::format("the budget of {} is {}, the revenue lines come to {}", year,
                              planned.en, expected.en)},
                 {"县区决算与预算之比见过 0.85 和 1.16",
                  "outturn over budget was 0.85 and 1.16 in two counties"},
                 {"请核对单位，以及预算是否含转移支付（不应含）。",
                  "Check its unit, and that it holds no transfers."}}};
    }
    return {};
}

Warnings revenue_against_spending(const Subject& subject) {
    constexpr double most = 1.35;  // spending over revenue in the first year
    constexpr double least = 0.6;
    constexpr double small_gap = 0.01;  // of a year's revenue: months out of step, no more
    const std::vector<Term> revenue = all_revenue(subject);
    const std::vector<Term> costs = spending(subject);
    // A plan of a line or two is no county's budget.
    if (revenue.empty() || costs.empty() || subject.tables.scale() == 0.0) return {};
    const std::vector<BalanceYear> years = balance(subject.model, subject.trial);
    const double service = years.front().interest + std::max(0.0, years.front().principal);
    const double income = sum_of(revenue);
    const double needed = sum_of(costs) + service;
    const double ratio = needed / std::max(income, 1.0);

    const MoneyUnit unit = subject.tables.unit();
    std::string gaps;
    for (const BalanceYear& year : years) {
        if (year.gap <= small_gap * std::max(year.revenue, 1.0)) continue;
        gaps += (gaps.empty() ? "" : "; ") + std::to_string(year.year) + " " +
                scenario::plain_number(year.gap / info(unit).yuan, 4);
    }
    if (gaps.empty() && ratio >= least) return {};

    const auto fits_costs = [&](double sum) {
        return sum + service < 1.15 * income && sum + service > 0.6 * income;
    };
    const auto fits_revenue = [&](double sum) { return needed < 1.15 * sum && needed > 0.6 * sum; };
    const bool short_of_money = !gaps.empty();
    const Warning* const named = named_amount(subject);
    std::vector<const Term*> alone;
    if (named == nullptr && (ratio > most || ratio < least)) {
        const auto& base_year = subject.model.base_year.general_revenue;
        const double before = base_year ? base_year->yuan() : 0.0;
        const double own = sum_of(own_revenue(subject));
        const auto agrees = [before](double sum) {
            return before <= 0.0 || (sum > 0.8 * before && sum < 1.25 * before);
        };
        const bool own_is_right = agrees(own);
        const std::size_t own_lines = own_revenue(subject).size();
        const double general = general_revenue_of(subject);
        const auto keeps = [&](const Term& term, double mended) {
            // The fund account of a county does not outgrow its general budget.
            if (is_of_fund(subject.tables, term) && mended > general) return false;
            // Own revenue comes first in `revenue`: what agrees with the year before stays so.
            const bool is_own = &term >= revenue.data() && &term < revenue.data() + own_lines;
            return !is_own || !own_is_right || agrees(own - term.amount + mended);
        };
        const auto in_class = [&](const Term& term, double) {
            return !is_usual_guarantee(subject.tables, term);
        };
        alone = suspects(costs, subject.model.years, short_of_money, fits_costs, in_class);
        const auto lines =
            suspects(revenue, subject.model.years, !short_of_money, fits_revenue, keeps);
        alone.insert(alone.end(), lines.begin(), lines.end());
        keep_most(alone, short_of_money ? needed : income);
    }
    const Term* term = alone.size() == 1 ? alone.front() : nullptr;
    const Text in_text = subject.tables.money(income);
    const Text out_text = subject.tables.money(needed);
    const std::string unit_name(info(unit).zh);
    const Text problem =
        short_of_money
            ? Text{"没有任何不确定性时也收不抵支，缺口（" + unit_name + "）：" + gaps,
                   "the plan does not balance without any uncertainty; gaps in " + unit_name +
                       ": " + gaps}
            : Text{"收入是必要支出的 " + number_text(1.0 / ratio) + " 倍",
                   "revenue is " + number_text(1.0 / ratio) + " times what must be paid"};
    const Text why = {
        fmt::format("首年收入约 {}，支出、还本付息和财政项目资金约 {}", in_text.zh, out_text.zh),
        fmt::format("in the first year about {} come in; expenditure, debt service and "
                    "fiscal project funds need about {}",
                    in_text.en, out_text.en)};
    const char* code = short_of_money ? "unbalanced" : "surplus";
    if (term != nullptr) return {at_term(code, *term, problem, why, probably(*term))};
    const Position at =
        subject.tables.naming().at_table(short_of_money ? "expenditure" : "revenue");
    if (named != nullptr) {
        const std::string place = where_in_plan(named->at);
        return {{code,
                 "plan/balance",
                 at,
                 problem,
                 why,
                 {"请先核对 " + place + " 处已提示的数。",
                  "Check first what is warned of at " + place + "."}}};
    }
    if (Text meant = one_of(alone); !meant.zh.empty()) {
        return {{code, "plan/balance", at, problem, why, std::move(meant)}};
    }
    return {{code, "plan/balance", at, problem, why,
             short_of_money
                 ? Text{"请看 coffer check "
                        "打印的收支平衡表，压减支出、增加再融资或补上漏写的收入。",
                        "See the balance that coffer check prints; cut spending, refinance "
                        "more, or add revenue that is missing."}
                 : Text{"请核对收入的单位，或补上漏写的支出。",
                        "Check the units of revenue, or add spending that is missing."}}};
}

Warnings service_against_capacity(const Subject& subject) {
    constexpr double most_service = 0.45;  // of comprehensive fiscal capacity, before refinancing
    constexpr double most_debt = 6.0;
    const model::Instrument* largest = nullptr;
    double owed = 0.0;
    for (const auto& instrument : subject.model.debt) {
        owed += instrument.principal.yuan();
        if (largest == nullptr || instrument.principal > largest->principal) largest = &instrument;
    }
    if (largest == nullptr || subject.tables.scale() == 0.0) return {};
    if (named_amount(subject) != nullptr) return {};
    for (int y = 0; y < subject.model.years; ++y) {
        const int year = subject.model.first_year + y;
        const double capacity =
            std::max(1.0, on_reference(subject.trial, Indicator::fiscal_capacity, "total", year));
        const double service = on_reference(subject.trial, Indicator::debt_service, "total", year);
        const bool heavy = service > most_service * capacity;
        if (!heavy && (y > 0 || owed <= most_debt * capacity)) continue;
        const Term term = term_of(subject.tables, "debt", largest->id, "principal", 0.0);
        const Text due = subject.tables.money(heavy ? service : owed);
        const Text income = subject.tables.money(capacity);
        return {at_term(
            "debt-service", term,
            {fmt::format("{} 年{} {}，综合财力 {}", year, heavy ? "还本付息" : "初债务", due.zh,
                         income.zh),
             fmt::format("{}: {} of {}, fiscal capacity {}", year,
                         heavy ? "debt service" : "debt at the start", due.en, income.en)},
            {fmt::format("还本付息（再融资前）超过综合财力的 {}，或债务超过 {} 倍，均属罕见",
                         percent_text(most_service), most_debt),
             fmt::format("service before refinancing above {} of capacity, or debt above "
                         "{} times it, is rare",
                         percent_text(most_service), most_debt)},
            {"最大的一笔是这一行；请核对它的单位和到期月份。",
             "This row is the largest: check its unit and its maturity."})};
    }
    return {};
}

}  // namespace coffer::audit
