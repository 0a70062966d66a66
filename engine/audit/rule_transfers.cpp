// Money between accounts, and what has been booked month by month, against what the plan says.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "coffer/scenario/wording.hpp"
#include "reading.hpp"
#include "rules.hpp"

namespace coffer::audit {
namespace {

using scenario::quote;
using scenario::say;

/// First year of a line by its base and multiplier, or its number and cost.
double first_year_of(const Tables& tables, const Line& line) {
    const std::string& multiplier = line.text("multiplier");
    const double factor =
        multiplier.empty() ? 1.0 : number_in(item_of_year(multiplier, 0)).value_or(1.0);
    if (!line.text("base").empty()) return tables.yuan(line, "base") * factor;
    const std::string& number = line.text("quantity");
    if (number.empty()) return 0.0;
    return number_in(item_of_year(number, 0)).value_or(0.0) * tables.yuan(line, "unit_cost");
}

/// What an account earns in the first year, less what is spent from it.
std::map<std::string, double> left_in_accounts(const Tables& tables) {
    std::map<std::string, double> left;
    std::map<std::string, double> lines;
    for (const Line& line : tables.lines("revenue")) {
        const double amount = first_year_of(tables, line);
        left[line.text("account")] += amount;
        lines[line.text("id")] = amount;
    }
    for (const Line& line : tables.lines("expenditure")) {
        double& account = left[line.text("account")];
        const std::string& of = line.text("share_of");
        if (of.empty()) {
            account -= first_year_of(tables, line);
            continue;
        }
        const double share = ratio_in(item_of_year(line.text("share"), 0)).value_or(0.0);
        for (const Item& item : items_of(of)) account -= share * lines[item.text];
    }
    for (const char* account : {"general", "fund", "state_capital"}) {
        const std::string cash = tables.setting_text("treasury.opening_" + std::string(account));
        left[account] += tables.yuan_in(cash).value_or(0.0);
    }
    return left;
}

struct AccountWord {
    const char* account;
    Words words;
};

const std::array<AccountWord, 3>& account_words() {
    static const std::array<AccountWord, 3> all = {{
        {"general", {"一般公共预算", "一般预算", "公共预算", "general"}},
        {"fund", {"政府性基金", "基金", "fund"}},
        {"state_capital", {"国有资本", "国资", "state capital", "state-capital"}},
    }};
    return all;
}

/// The account that a piece of a name speaks of; "" for none or several.
std::string account_named(const std::string& text) {
    std::string found;
    for (const auto& [account, words] : account_words()) {
        if (!has_any(text, words)) continue;
        if (!found.empty()) return {};
        found = account;
    }
    return found;
}

/// From and to by a name, "政府性基金调入一般公共预算", "Fund to general"; "" where it does not
/// say.
std::pair<std::string, std::string> direction_in(const Line& line) {
    for (const char* column : {"name_zh", "name_en"}) {
        std::string name = line.text(column);
        for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        for (const std::string& word : Words{"调入", "转入", "补充", "调出至", "→", " to "}) {
            const std::size_t at = name.find(word);
            if (at == std::string::npos) continue;
            const std::string from = account_named(name.substr(0, at));
            const std::string to = account_named(name.substr(at + word.size()));
            if (!from.empty() || !to.empty()) return {from, to};
        }
    }
    return {};
}

/// A plan line behind actuals.
struct Booked {
    double year = 0.0;  ///< what the plan says of a year, yuan
    std::string profile;
    bool lumpy = false;  ///< land, transfers, projects: months differ by far
};

std::optional<Booked> plan_of(const Tables& tables, const Line& actual, std::size_t year) {
    const std::string& kind = actual.text("kind");
    const std::string& id = actual.text("id");
    const std::string table = kind == "spending" ? "projects" : kind;
    const auto line = tables.find(table, id);
    if (!line) return std::nullopt;
    Booked booked;
    booked.profile = line->text("profile");
    if (kind == "revenue" || kind == "expenditure") {
        booked.year = first_year_of(tables, *line);
        booked.lumpy = line->text("account") != "general" || line->text("category") == "transfer" ||
                       (kind == "expenditure" && line->text("category") == "other");
    } else if (kind == "taxpayers") {
        booked.year = tables.yuan(*line, "output");
    } else if (kind == "sources" || kind == "pipelines") {
        const std::string& annual = line->text("annual");
        if (annual.empty()) return std::nullopt;
        booked.year = tables.yuan_in(item_of_year(annual, year)).value_or(0.0);
        booked.lumpy = true;
    } else if (kind == "spending") {
        const double total = tables.yuan(*line, "total_investment");
        booked.year = std::max(tables.yuan(*line, "first_year_investment"),
                               0.5 * (total - tables.yuan(*line, "spent_to_date")));
        booked.lumpy = true;
    }
    if (booked.year <= 0.0) return std::nullopt;
    return booked;
}

struct MonthBooked {
    const Line* line = nullptr;
    Month month;
    double amount = 0.0;
    double planned = 0.0;
};

void tell_actual(const Tables& tables, const MonthBooked& booked, Text problem, Text meant,
                 Warnings& found) {
    const Text amount = tables.money(booked.amount);
    const Text planned = tables.money(booked.planned);
    found.push_back(
        {"actuals",
         booked.line->place(),
         booked.line->at("amount"),
         std::move(problem),
         {"这个月是 " + amount.zh + "，按方案这个月约 " + planned.zh,
          "the month has " + amount.en + ", the plan puts about " + planned.en + " into it"},
         std::move(meant)});
}

void look_at_months(const Tables& tables, const std::vector<MonthBooked>& months, bool lumpy,
                    Warnings& found) {
    const double much = lumpy ? 8.0 : 4.0;
    const double little = lumpy ? 0.01 : 0.12;
    constexpr double more_than_usual = 1.6;
    bool rising = months.size() >= 3;
    for (std::size_t i = 1; i < months.size(); ++i) {
        rising = rising && months[i].amount > 1.2 * months[i - 1].amount;
    }
    double before = 0.0;
    for (std::size_t i = 0; i < months.size(); ++i) {
        const MonthBooked& month = months[i];
        const auto fits = [&month](double rest) {
            return rest > 0.5 * month.planned && rest < 1.6 * month.planned;
        };
        const bool over = month.amount > more_than_usual * month.planned;
        const bool added_up =
            i > 0 && over && !lumpy && month.amount > before &&
            (fits(month.amount - before) || fits(month.amount - months[i - 1].amount));
        const bool whole_row = rising && over && i + 1 == months.size();
        if (added_up || whole_row) {
            tell_actual(tables, month,
                        say("{} 这个月像是累计数", "{}: the month looks like a sum since January",
                            quote(month.line->text("id"))),
                        {"请写当月数，不写累计数。", "Write the month's own amount."}, found);
        } else if (month.amount > much * month.planned ||
                   (month.amount > 0.0 && month.amount < little * month.planned)) {
            tell_actual(
                tables, month,
                say("{} 这个月是方案的 {:.3g} 倍", "{}: the month is {:.3g} times the plan's",
                    quote(month.line->text("id")), month.amount / month.planned),
                {"请核对单位和小数点，以及是不是当月数。",
                 "Check its unit and decimal point, and that it is the month's own."},
                found);
        }
        before += month.amount;
    }
}

}  // namespace

Warnings transfers_between_accounts(const Tables& tables) {
    std::map<std::string, double> left = left_in_accounts(tables);
    Warnings found;
    for (const Line& line : tables.lines("account_transfers")) {
        const std::string& from = line.text("from");
        const std::string& to = line.text("to");
        const auto [named_from, named_to] = direction_in(line);
        const bool against_name =
            (!named_from.empty() && named_from != from) || (!named_to.empty() && named_to != to);
        const bool upwards = from == "general" && named_from != "general";
        if (against_name || upwards) {
            found.push_back({"transfer-direction",
                             line.place(),
                             line.at("from"),
                             say("{} 从 {} 调到 {}", "{} moves money from {} to {}",
                                 quote(line.text("id")), from, to),
                             against_name
                                 ? Text{"与名称所说的方向不同", "its name says otherwise"}
                                 : Text{"通常由政府性基金和国有资本经营预算调入一般公共预算",
                                        "usually the fund and state-capital budgets give to the "
                                        "general one"},
                             {"请核对 from 和 to。", "Check from and to."}});
        }
        double most = 0.0;
        for (const Item& item : items_of(line.text("annual"))) {
            most = std::max(most, tables.yuan_in(item.text).value_or(0.0));
        }
        const auto account = left.find(from);
        if (account == left.end() || from == "general" || most <= std::max(0.0, account->second)) {
            continue;
        }
        const Text moved = tables.money(most);
        const Text there = tables.money(std::max(0.0, account->second));
        found.push_back({"transfer-beyond-account",
                         line.place(),
                         line.at("annual"),
                         {fmt::format("{} 一年调出 {}，这个账户首年收支相抵加期初库款只有 {}",
                                      quote(line.text("id")), moved.zh, there.zh),
                          fmt::format("{} moves {} in a year out of an account that has {} with "
                                      "its opening cash after its own spending",
                                      quote(line.text("id")), moved.en, there.en)},
                         {"账户里没有这么多钱", "the money is not there"},
                         {"请核对单位和小数点。", "Check its unit and decimal point."}});
    }
    return found;
}

Warnings actuals_against_plan(const Tables& tables) {
    std::map<std::string, std::vector<MonthBooked>> by_line;
    std::map<std::string, bool> lumpy;
    const std::vector<Line> lines = tables.lines("actuals");
    for (const Line& line : lines) {
        const auto month = month_in(line.text("month"));
        if (!month || line.text("amount").empty()) continue;
        const int ahead = months_since(tables.start(), *month);
        if (ahead < 0) continue;
        const auto plan = plan_of(tables, line, static_cast<std::size_t>(ahead / 12));
        if (!plan) continue;
        const std::string key = line.text("kind") + "/" + line.text("id") + "/" +
                                line.text("source") + "/" + std::to_string(ahead / 12);
        lumpy[key] = plan->lumpy;
        by_line[key].push_back({&line, *month, tables.yuan(line, "amount"),
                                plan->year * share_of_month(tables, plan->profile, month->month)});
    }
    Warnings found;
    for (auto& [key, months] : by_line) {
        std::sort(months.begin(), months.end(),
                  [](const MonthBooked& a, const MonthBooked& b) { return a.month < b.month; });
        std::erase_if(months, [](const MonthBooked& month) { return month.planned <= 0.0; });
        look_at_months(tables, months, lumpy[key], found);
    }
    return found;
}

}  // namespace coffer::audit
