// Converts the yearly debt ledger of a province (a row a region and year: balances, issues,
// repayment and interest of general and special debt) into a scenario without randomness that rolls
// it forward over its last five years. It is given what was known beforehand: the balances when
// those years begin, what the debt cost in the year before, what is issued and repaid, and the
// coupons of the national market. Closing balances and interest of the five years are the answers
// and are not read. Flows fall in December, because the ledger counts in whole years.
#include <algorithm>
#include <cmath>

#include "figures_file.hpp"

namespace {

using namespace coffer;
using convert::decimal;
using convert::series;

constexpr int plan_years = 5;

using Ledger = std::map<int, std::map<std::string, double>>;

const std::vector<std::string> classes{"general", "special"};
/// What happens in a year of the plan, and what else is read of the two years before it.
const std::vector<std::string> flows{"issue_new_", "issue_refi_", "repay_"};
const std::vector<std::string> opening{"interest_", "bal_"};

std::vector<std::string> needed_columns() {
    std::vector<std::string> columns{"region", "year"};
    for (const auto& figures : {flows, opening}) {
        for (const auto& figure : figures) {
            for (const auto& debt_class : classes) columns.push_back(figure + debt_class);
        }
    }
    return columns;
}

/// The region's figures by year, those that are numbers.
Ledger read_ledger(const convert::FiguresFile& file, const std::string& region,
                   Diagnostics& diagnostics) {
    Ledger ledger;
    std::string regions;
    int line = 1;
    for (const auto& row : file.rows) {
        ++line;
        const std::string& name = row.at("region");
        if (name != region) {
            if (regions.find(name) == std::string::npos)
                regions += (regions.empty() ? "" : ", ") + name;
            continue;
        }
        const auto year = convert::number(row.at("year"));
        if (!year) continue;
        std::map<std::string, double> values;
        for (const auto& column : needed_columns()) {
            const auto value = convert::number(row.at(column));
            if (value && *value >= 0.0) values[column] = *value;
        }
        if (!ledger.emplace(static_cast<int>(*year), values).second) {
            convert::refuse(diagnostics, file.name, line,
                            fmt::format("{} has {} twice", region, static_cast<int>(*year)));
        }
    }
    if (ledger.empty()) {
        convert::refuse(diagnostics, file.name, 0,
                        fmt::format("has nothing of {}; it has {}", region, regions));
        return ledger;
    }
    const int before = ledger.rbegin()->first - plan_years;
    const auto demand = [&](const std::vector<std::string>& figures, int year) {
        for (const auto& figure : figures) {
            for (const auto& debt_class : classes) {
                const auto row = ledger.find(year);
                if (row != ledger.end() && row->second.contains(figure + debt_class)) continue;
                convert::refuse(
                    diagnostics, file.name, 0,
                    fmt::format("{} lacks {}{} of {}", region, figure, debt_class, year));
            }
        }
    };
    for (int year = before + 1; year <= before + plan_years; ++year) demand(flows, year);
    demand(opening, before);
    demand({"bal_"}, before - 1);
    return ledger;
}

/// What the national market paid in a year, weighted by amounts; months are `2021-01`.
double market_coupon(const convert::FiguresFile& market, int year, Diagnostics& diagnostics) {
    double issued = 0.0;
    double paid = 0.0;
    for (const auto& row : market.rows) {
        if (!row.at("period").starts_with(fmt::format("{}-", year))) continue;
        const auto amount = convert::number(row.at("issue_bn"));
        const auto rate = convert::number(row.at("rate_pct"));
        if (!amount || !rate) continue;
        issued += *amount;
        paid += *amount * *rate / 100.0;
    }
    if (issued > 0.0) return paid / issued;
    convert::refuse(diagnostics, market.name, 0,
                    fmt::format("has no issues and coupons of {}", year));
    return 0.0;
}

/// One class of debt over the plan.
struct ClassHistory {
    double opening = 0.0;
    double stock_rate = 0.0;         ///< of the debt at the start
    std::vector<double> repaid;      ///< all of it of that debt
    std::vector<double> refinanced;  ///< share of `repaid`
    std::vector<double> new_issues;
    std::vector<double> swapped;  ///< refinancing bonds beyond what matured: other debt
};

ClassHistory history_of(const Ledger& ledger, const std::string& debt_class,
                        const std::string& file, Diagnostics& diagnostics) {
    const int last = ledger.rbegin()->first;
    const int before = last - plan_years;
    const auto at = [&](const std::string& figure, int year) {
        return ledger.at(year).at(figure + debt_class);
    };
    ClassHistory history;
    history.opening = at("bal_", before);
    if (history.opening <= 0.0 || at("bal_", before - 1) <= 0.0) {
        convert::refuse(diagnostics, file, 0,
                        fmt::format("there is no {} debt at the end of {} or of the year before",
                                    debt_class, before));
        return history;
    }
    history.stock_rate = at("interest_", before) / at("bal_", before - 1);
    double left = history.opening;
    for (int year = before + 1; year <= last; ++year) {
        const double repaid = at("repay_", year);
        const double refinancing = at("issue_refi_", year);
        left -= repaid;
        history.repaid.push_back(repaid);
        history.refinanced.push_back(repaid > 0.0 ? std::min(1.0, refinancing / repaid) : 0.0);
        history.new_issues.push_back(at("issue_new_", year));
        history.swapped.push_back(std::max(0.0, refinancing - repaid));
    }
    if (left < 0.0) {
        convert::refuse(diagnostics, file, 0,
                        fmt::format("more {} debt is repaid in {} to {} than stood at the start",
                                    debt_class, before + 1, last));
    }
    return history;
}

std::vector<results::File> scenario_files(int first, const std::string& region,
                                          const std::vector<double>& coupons,
                                          const std::map<std::string, ClassHistory>& histories) {
    const int last = first + plan_years - 1;
    const std::string drivers =
        "id,name_zh,name_en,kind,mean\ncoupon,地方债票面利率,Coupon of local-government "
        "bonds,rate," +
        series(coupons) + "\n";
    std::string debt =
        "id,name_zh,name_en,class,principal,rate,repayment,payments_per_year,maturity\n";
    std::string schedule = "instrument,month,principal\n";
    std::string refinancing =
        "class,share,rate_driver,rate,tenor_years,repayment,payments_per_year\n";
    std::string sources =
        "id,name_zh,name_en,kind,annual,profile,rate_driver,rate,tenor_years,repayment,"
        "payments_per_year\n";
    std::string pipelines = "id,name_zh,name_en,annual,profile,fai_share\n";
    std::string funding = "project,source\n";
    // The ledger says nothing of revenue: enough for what is repaid and a tenth of the debt.
    std::vector<double> revenue(plan_years, 0.0);
    for (const auto& [id, history] : histories) {
        debt += fmt::format("stock_{0},{0},{0} debt at the start,{0},{1},{2},custom,1,{3}-12\n", id,
                            decimal(history.opening), decimal(history.stock_rate), last + 1);
        double left = history.opening;
        for (std::size_t y = 0; y < history.repaid.size(); ++y) {
            const double repaid = std::round(history.repaid[y] * 1e6) / 1e6;
            schedule +=
                fmt::format("stock_{},{}-12,{:.6f}\n", id, first + static_cast<int>(y), repaid);
            left -= repaid;
            revenue[y] += history.repaid[y] + 0.1 * history.opening;
        }
        schedule += fmt::format("stock_{},{}-12,{:.6f}\n", id, last + 1, left);
        refinancing +=
            fmt::format("{0},{1},coupon,0,10,bullet,1\n", id, series(history.refinanced));
        const auto bonds = [&](const std::string& kind, const std::string& name,
                               const std::vector<double>& annual, const char* fai) {
            sources += fmt::format("{0}_{1},{2},{2},{1}_bond,{3},december,coupon,0,10,bullet,1\n",
                                   kind, id, name, series(annual));
            pipelines += fmt::format("{0}_{1}_use,{2},{2},{3},december,{4}\n", kind, id,
                                     "use of " + name, series(annual), fai);
            funding += fmt::format("{0}_{1}_use,{0}_{1}\n", kind, id);
        };
        bonds("new", "new " + id + " bonds", history.new_issues, "100%");
        bonds("swap", id + " swap bonds", history.swapped, "0");
    }
    return {
        {"scenario.toml",
         fmt::format("format = 1\n\n[scenario]\nid = \"debt_ledger\"\nname_zh = \"{0}债务台账\"\n"
                     "name_en = \"Debt ledger of {0}\"\nfirst_year = {1}\nyears = {2}\n"
                     "unit = \"亿元\"\n\n[simulation]\npaths = 1\ndraws = \"median\"\n",
                     region, first, plan_years)},
        {"calendars.csv",
         "id,kind,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
         "december,profile,0,0,0,0,0,0,0,0,0,0,0,100%\n"},
        {"drivers.csv", drivers},
        {"debt.csv", debt},
        {"debt_schedule.csv", schedule},
        {"refinancing.csv", refinancing},
        {"sources.csv", sources},
        {"pipelines.csv", pipelines},
        {"funding.csv", funding},
        {"revenue.csv",
         "id,name_zh,name_en,account,category,base,multiplier,profile\n"
         "for_debt_service,还本付息财力,Revenue for debt service,general,own,1," +
             series(revenue) + ",december\n"},
    };
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 4 || arguments[0].starts_with("-")) {
        std::cerr
            << "usage: debt_ledger LEDGER.csv MARKET.csv REGION DIR\n"
               "Rolls a region's debt ledger (columns region, year, issue_new_*, issue_refi_*,\n"
               "repay_*, interest_*, bal_* of general and special debt, in 100 million yuan)\n"
               "forward over its last five years, at the coupons of the national market by month\n"
               "(columns period, issue_bn, rate_pct), as a coffer plan in the new folder DIR.\n"
               "example: tools/convert/debt_ledger ledger.csv market.csv 浙江省 /tmp/zhejiang\n";
        return arguments.size() == 1 && arguments[0] == "--help" ? EXIT_SUCCESS : 2;
    }
    const std::string& region = arguments[2];
    const std::string& folder = arguments[3];
    Diagnostics diagnostics;
    if (region.find_first_of("\"\\\n\r,") != std::string::npos) {
        convert::refuse(diagnostics, region, 0, "is no name of a region");
        return convert::finish(folder, {}, diagnostics);
    }
    const auto file = convert::read_figures(arguments[0], needed_columns(), diagnostics);
    const auto market =
        convert::read_figures(arguments[1], {"period", "issue_bn", "rate_pct"}, diagnostics);
    Ledger ledger;
    if (!diagnostics.has_errors()) ledger = read_ledger(file, region, diagnostics);
    if (diagnostics.has_errors()) return convert::finish(folder, {}, diagnostics);
    const int first = ledger.rbegin()->first - plan_years + 1;
    std::vector<double> coupons;
    for (int y = 0; y < plan_years; ++y) {
        coupons.push_back(market_coupon(market, first + y, diagnostics));
    }
    std::map<std::string, ClassHistory> histories;
    for (const auto& debt_class : classes) {
        histories[debt_class] = history_of(ledger, debt_class, file.name, diagnostics);
    }
    if (diagnostics.has_errors()) return convert::finish(folder, {}, diagnostics);
    return convert::finish(folder, scenario_files(first, region, coupons, histories), diagnostics);
}
