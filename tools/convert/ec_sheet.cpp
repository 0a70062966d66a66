// Converts a country sheet of the European Commission's debt sustainability monitor (long form:
// section, variable, year, value) into a scenario without randomness. All flows fall in December,
// because the sheet counts in whole years; amounts are on a GDP of 10,000 in the year before.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "figures_file.hpp"

namespace {

using namespace coffer;
using convert::decimal;
using convert::series;

constexpr double base_gdp = 10000.0;
constexpr int longest_plan = 30;

/// Names are compared in lower case and without spaces: `(3 ) Stock flow …` is `(3)stockflow…`.
std::string plain(const std::string& name) {
    std::string result;
    for (const char c : name) {
        if (c != ' ') result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

/// A variable as every sheet of the form has it: the beginning of its name, since names carry
/// footnotes, and one more of its section, since several sections have a growth rate or a gross
/// debt. What sections are called is not asked.
struct Variable {
    const char* name;
    const char* companion;
};

constexpr Variable growth_rate{"growth rate", "nominal implicit interest rate"};
constexpr Variable implicit_rate{"nominal implicit interest rate", "growth rate"};
constexpr Variable short_rate{"short-term interest rate", "growth rate"};
constexpr Variable long_rate{"long-term interest rate", "growth rate"};
constexpr Variable maturing_share{"share of long-term debt that matures", "growth rate"};
constexpr Variable gross_debt{"gross debt", "(1)"};
constexpr Variable primary_balance{"(1)", "gross debt"};
constexpr Variable exchange_effect{"(2.4)", "gross debt"};
constexpr Variable adjustment{"(3)", "gross debt"};
constexpr Variable rolled_over_short{"rolled over short-term debt", "gross debt"};
constexpr Variable rolled_over_long{"rolled over long-term debt", "gross debt"};
constexpr Variable new_short{"new short-term debt", "gross debt"};
constexpr Variable new_long{"new long-term debt", "gross debt"};
constexpr Variable short_share_of_debt{"share of short-term debt", "rolled over"};
constexpr Variable long_stock_rate{"long-term implicit interest rate", "rolled over"};

/// The figures of the sheet by variable and year.
class Sheet {
  public:
    Sheet(const convert::FiguresFile& file, Diagnostics& diagnostics)
        : name_(file.name), diagnostics_(diagnostics) {
        for (const auto& row : file.rows) {
            const auto year = convert::number(row.at("year"));
            const auto value = convert::number(row.at("value"));
            if (!year || !value) continue;
            sections_[row.at("section")][row.at("variable")][static_cast<int>(*year)] = *value;
        }
    }

    [[nodiscard]] double at(const Variable& variable, int year) {
        const Years* years = find(variable);
        if (years == nullptr) return 0.0;
        const auto found = years->find(year);
        if (found != years->end()) return found->second;
        refuse(fmt::format("has no figure for \"{}\" in {}", variable.name, year));
        return 0.0;
    }

    [[nodiscard]] int last_year() {
        const Years* years = find(gross_debt);
        return years == nullptr ? 0 : years->rbegin()->first;
    }

  private:
    using Years = std::map<int, double>;
    using Section = std::map<std::string, Years>;

    static const Years* in_section(const Section& section, const char* name) {
        for (const auto& [variable, years] : section) {
            if (plain(variable).starts_with(plain(name))) return &years;
        }
        return nullptr;
    }

    /// The variable, in the only section that has it or the only one that has its companion too.
    const Years* find(const Variable& variable) {
        std::vector<std::pair<std::string, const Years*>> all, accompanied;
        for (const auto& [title, section] : sections_) {
            const Years* years = in_section(section, variable.name);
            if (years == nullptr) continue;
            all.emplace_back(title, years);
            if (in_section(section, variable.companion) != nullptr) {
                accompanied.emplace_back(title, years);
            }
        }
        if (accompanied.size() == 1) return accompanied.front().second;
        if (all.size() == 1) return all.front().second;
        if (all.empty()) {
            refuse(fmt::format("has no variable \"{}\"", variable.name));
            return nullptr;
        }
        std::string titles;
        for (const auto& [title, years] : all) titles += (titles.empty() ? "" : ", ") + title;
        refuse(
            fmt::format("has \"{}\" in more than one section ({}), and it is not one of them "
                        "alone that has \"{}\" too",
                        variable.name, titles, variable.companion));
        return nullptr;
    }

    /// Once for each problem.
    void refuse(const std::string& problem) {
        if (refused_.insert(problem).second) convert::refuse(diagnostics_, name_, 0, problem);
    }

    std::string name_;
    Diagnostics& diagnostics_;
    std::map<std::string, Section> sections_;
    std::set<std::string> refused_;
};

/// The years of the plan and what they have in common.
struct Frame {
    std::vector<int> years;
    std::vector<double> growth;    ///< nominal
    std::vector<double> borrowed;  ///< primary deficit and stock-flow adjustment, on `base_gdp`
    double opening_debt = 0.0;
};

Frame read_frame(Sheet& sheet, int first, int last) {
    Frame frame;
    double gdp = base_gdp;
    for (int year = first; year <= last; ++year) {
        frame.years.push_back(year);
        frame.growth.push_back(sheet.at(growth_rate, year) / 100.0);
        gdp *= 1.0 + frame.growth.back();
        const double lacking = sheet.at(adjustment, year) + sheet.at(exchange_effect, year) -
                               sheet.at(primary_balance, year);
        frame.borrowed.push_back(gdp * lacking / 100.0);
    }
    frame.opening_debt = base_gdp * sheet.at(gross_debt, first - 1) / 100.0;
    return frame;
}

std::string settings(const Frame& frame, bool own_stock) {
    return fmt::format(
        "format = 1\n\n[scenario]\nid = \"ec_sheet\"\nname_zh = \"欧盟委员会债务表\"\n"
        "name_en = \"European Commission debt sheet{}\"\nfirst_year = {}\nyears = {}\n"
        "unit = \"亿元\"\n\n[simulation]\npaths = 1\ndraws = \"median\"\n\n"
        "[economy]\ngdp = {}\ngdp_driver = \"gdp\"\n",
        own_stock ? ", own stock" : "", frame.years.front(), frame.years.size(), decimal(base_gdp));
}

std::string flow_table(const char* header, const char* row, const std::vector<double>& amounts) {
    if (std::none_of(amounts.begin(), amounts.end(), [](double a) { return a > 0.0; })) {
        return std::string(header) + "\n";
    }
    return fmt::format("{}\n{}1,{},december\n", header, row, series(amounts));
}

std::vector<results::File> common_files(const Frame& frame, bool own_stock) {
    std::vector<double> deficits, surpluses;
    for (const double amount : frame.borrowed) {
        deficits.push_back(std::max(0.0, amount));
        surpluses.push_back(std::max(0.0, -amount));
    }
    return {
        {"scenario.toml", settings(frame, own_stock)},
        {"calendars.csv",
         "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
         "december,profile,0,0,0,0,0,0,0,0,0,0,0,100%\n"},
        {"expenditure.csv",
         flow_table("id,name_zh,name_en,category,account,base,multiplier,profile",
                    "deficit,基本赤字和存流量调整,Primary deficit and stock-flow "
                    "adjustment,other,general,",
                    deficits)},
        {"revenue.csv", flow_table("id,name_zh,name_en,account,category,base,multiplier,profile",
                                   "surplus,基本盈余和存流量调整,Primary surplus and stock-flow "
                                   "adjustment,general,own,",
                                   surpluses)}};
}

std::string driver_row(const char* id, const char* name, const char* kind,
                       const std::vector<double>& mean) {
    return fmt::format("{},{},{},{},{}\n", id, name, name, kind, series(mean));
}

constexpr const char* driver_header = "id,name_zh,name_en,kind,mean\n";
constexpr const char* debt_header =
    "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity\n";
constexpr const char* source_header =
    "id,name_zh,name_en,kind,deficit_share,rate_driver,rate,tenor_years,repayment,"
    "repayment_share,payments_per_year\n";

/// The whole stock matures every December and is issued again at the implicit rate of the year to
/// come, which it then bears.
std::vector<results::File> given_rate(Sheet& sheet, const Frame& frame) {
    std::vector<double> next;
    for (const int year : frame.years) {
        next.push_back(sheet.at(implicit_rate, std::min(year + 1, frame.years.back())) / 100.0);
    }
    auto files = common_files(frame, false);
    files.push_back({"drivers.csv",
                     driver_header + driver_row("gdp", "GDP", "growth", frame.growth) +
                         driver_row("implicit", "Implicit rate of the year after", "rate", next)});
    files.push_back(
        {"debt.csv",
         debt_header + fmt::format("stock,存量债务,Debt stock,general,{},{},bullet,1,{}-12\n",
                                   decimal(frame.opening_debt),
                                   decimal(sheet.at(implicit_rate, frame.years.front()) / 100.0),
                                   frame.years.front())});
    files.push_back({"sources.csv", std::string(source_header) +
                                        "bond,国债,Government bond,general_bond,100%,implicit,0,"
                                        "1,bullet,,1\n"});
    return files;
}

/// Short debt of a year, and long debt of which the sheet's share matures every year. The sheet
/// charges a year's market rates for the whole year on what is renewed in it, so here debt is
/// renewed at the turn of the year, in December, at the rates of the year that begins; all that is
/// lacking is issued with it.
std::vector<results::File> own_stock(Sheet& sheet, const Frame& frame) {
    const int before = frame.years.front() - 1;
    const int last = frame.years.back();
    const auto rate_of = [&](const Variable& term, int year) {
        return sheet.at(term, std::min(year, last)) / 100.0;
    };
    const auto maturing_in = [&](int year) {
        return sheet.at(maturing_share, std::min(year, last));
    };
    std::vector<double> short_rates, long_rates, short_share, long_share, maturing;
    for (std::size_t y = 0; y < frame.years.size(); ++y) {
        const int year = frame.years[y];
        const int next = std::min(year + 1, last);
        short_rates.push_back(rate_of(short_rate, next));
        long_rates.push_back(rate_of(long_rate, next));
        maturing.push_back(maturing_in(next));
        const double growth = frame.growth[std::min(y + 1, frame.growth.size() - 1)];
        const auto issued = [&](const Variable& rolled_over, const Variable& fresh) {
            return std::max(0.0,
                            sheet.at(rolled_over, next) * (1.0 + growth) + sheet.at(fresh, year));
        };
        const double short_issues = issued(rolled_over_short, new_short);
        const double long_issues = issued(rolled_over_long, new_long);
        const double all = short_issues + long_issues;
        short_share.push_back(all > 0.0 ? short_issues / all : 1.0);
        long_share.push_back(1.0 - short_share.back());
    }
    const double short_debt = frame.opening_debt * sheet.at(short_share_of_debt, before);
    const double long_debt = frame.opening_debt - short_debt;
    const double renewed = long_debt * maturing_in(frame.years.front());
    std::string schedule = "instrument,month,principal\n";
    const auto add_schedule = [&](const char* id, double balance) {
        for (std::size_t y = 0; y < frame.years.size(); ++y) {
            const double repaid = std::round(balance * maturing[y] * 1e10) / 1e10;
            schedule += fmt::format("{},{}-12,{:.10f}\n", id, frame.years[y], repaid);
            balance -= repaid;
        }
        schedule += fmt::format("{},{}-12,{:.10f}\n", id, last + 1, balance);
    };
    add_schedule("long", long_debt - renewed);
    add_schedule("renewed", renewed);
    const auto debt_row = [](const char* names, double principal, double rate,
                             const char* repayment, int year) {
        return fmt::format("{},general,{:.10f},{},{},1,{}-12\n", names, principal, decimal(rate),
                           repayment, year);
    };

    auto files = common_files(frame, true);
    files.push_back(
        {"drivers.csv",
         driver_header + driver_row("gdp", "GDP", "growth", frame.growth) +
             driver_row("short_rate", "Short-term rate of the year after", "rate", short_rates) +
             driver_row("long_rate", "Long-term rate of the year after", "rate", long_rates)});
    files.push_back(
        {"debt.csv",
         debt_header +
             debt_row("short,短期债务,Short debt", short_debt,
                      rate_of(short_rate, frame.years.front()), "bullet", frame.years.front()) +
             debt_row("long,长期债务,Long debt", long_debt - renewed,
                      sheet.at(long_stock_rate, before) / 100.0, "custom", last + 1) +
             debt_row("renewed,年初续发的长期债务,Long debt renewed at the turn of the year",
                      renewed, rate_of(long_rate, frame.years.front()), "custom", last + 1)});
    files.push_back({"debt_schedule.csv", schedule});
    files.push_back(
        {"sources.csv",
         source_header +
             fmt::format(
                 "short_bond,短期国债,Short bond,general_bond,{},short_rate,0,1,bullet,,1\n",
                 series(short_share)) +
             fmt::format(
                 "long_bond,长期国债,Long bond,general_bond,{},long_rate,0,30,declining,{},1\n",
                 series(long_share), series(maturing))});
    return files;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto option = std::find(arguments.begin(), arguments.end(), "--own-stock");
    const bool own = option != arguments.end();
    if (own) arguments.erase(option);
    double first_year = own ? 2026 : 2025;
    const auto from = std::find(arguments.begin(), arguments.end(), "--from");
    if (from != arguments.end() && from + 1 != arguments.end()) {
        const auto year = convert::number(*(from + 1));
        first_year = year && *year >= 1900.0 && *year <= 2200.0 ? std::floor(*year) : 0.0;
        arguments.erase(from, from + 2);
    }
    if (first_year == 0.0 || arguments.size() != 2 || arguments[0].starts_with("-")) {
        std::cerr << "usage: ec_sheet LONG.csv DIR [--own-stock] [--from YEAR]\n"
                     "Writes a debt sheet of the European Commission (columns section, variable,\n"
                     "year, value) as a coffer plan into the new folder DIR: from 2025 at the\n"
                     "sheet's implicit rate; with --own-stock from 2026 with interest from the\n"
                     "short and long debt itself. --from begins in another year of the sheet.\n"
                     "example: tools/convert/ec_sheet finland.csv /tmp/finland --own-stock\n";
        return arguments.size() == 1 && arguments[0] == "--help" ? EXIT_SUCCESS : 2;
    }
    Diagnostics diagnostics;
    const auto file =
        convert::read_figures(arguments[0], {"section", "variable", "year", "value"}, diagnostics);
    if (diagnostics.has_errors()) return convert::finish(arguments[1], {}, diagnostics);
    Sheet sheet(file, diagnostics);
    const int first = static_cast<int>(first_year);
    const int last = sheet.last_year();
    if (diagnostics.has_errors()) return convert::finish(arguments[1], {}, diagnostics);
    if (last < first || last >= first + longest_plan) {
        convert::refuse(diagnostics, file.name, 0,
                        fmt::format("its gross debt ends in {}, not in {} to {}", last, first,
                                    first + longest_plan - 1));
        return convert::finish(arguments[1], {}, diagnostics);
    }
    const Frame frame = read_frame(sheet, first, last);
    const auto files = own ? own_stock(sheet, frame) : given_rate(sheet, frame);
    return convert::finish(arguments[1], files, diagnostics);
}
