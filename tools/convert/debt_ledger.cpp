// Converts the yearly debt ledger of a province (a row a region and year: balances, issues,
// repayment and interest of general and special debt) into a scenario without randomness: the last
// five years of the ledger, from the balances at the end of the year before. Flows fall in
// December, because the ledger counts in whole years.
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
const std::vector<std::string> figures{"issue_new_", "issue_refi_", "repay_", "interest_", "bal_"};

std::vector<std::string> needed_columns() {
    std::vector<std::string> columns{"region", "year"};
    for (const auto& figure : figures) {
        for (const auto& debt_class : classes) columns.push_back(figure + debt_class);
    }
    return columns;
}

/// The region's figures by year; a year with a figure missing, or no number, is left out.
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
        std::map<std::string, double> values;
        for (const auto& figure : figures) {
            for (const auto& debt_class : classes) {
                const auto column = row.find(figure + debt_class);
                const auto value =
                    column == row.end() ? std::nullopt : convert::number(column->second);
                if (value && *value >= 0.0) values[figure + debt_class] = *value;
            }
        }
        if (!year || values.size() != figures.size() * classes.size()) continue;
        if (!ledger.emplace(static_cast<int>(*year), values).second) {
            convert::refuse(diagnostics, file.name, line,
                            fmt::format("{} has {} twice", region, static_cast<int>(*year)));
        }
    }
    if (ledger.empty()) {
        convert::refuse(diagnostics, file.name, 0,
                        fmt::format("has no whole year of {}; it has {}", region, regions));
        return ledger;
    }
    const int last = ledger.rbegin()->first;
    for (int year = last - plan_years; year <= last; ++year) {
        if (ledger.contains(year)) continue;
        convert::refuse(
            diagnostics, file.name, 0,
            fmt::format("{} lacks a whole year {}; six years in a row are needed", region, year));
    }
    return ledger;
}

/// One class of debt over the plan.
struct ClassHistory {
    double opening = 0.0;
    double stock_rate = 0.0;         ///< of the debt at the start
    std::vector<double> repaid;      ///< all of it of that debt
    std::vector<double> refinanced;  ///< share of `repaid`
    std::vector<double> new_issues;
    std::vector<double> swapped;     ///< refinancing bonds beyond what matured: debt taken over
    std::vector<double> taken_over;  ///< what the balance grew by beyond the flows
    std::vector<double> coupon;      ///< of the bonds issued in the year
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
    if (history.opening <= 0.0) {
        convert::refuse(diagnostics, file, 0,
                        fmt::format("there is no {} debt at the end of {}", debt_class, before));
        return history;
    }
    history.stock_rate = at("interest_", before + 1) / history.opening;
    double left = history.opening;
    double on_new_bonds = 0.0;  // interest a year on the bonds issued so far
    for (int year = before + 1; year <= last; ++year) {
        const double due = at("repay_", year);
        const double refinancing = at("issue_refi_", year);
        // Balances of a ledger do not quite follow from its flows (exchange rates, debt taken over
        // or written off): what is missing is taken over, what is too much is repaid.
        const double difference =
            at("bal_", year) - at("bal_", year - 1) - refinancing - at("issue_new_", year) + due;
        const double repaid = due + std::max(0.0, -difference);
        left -= repaid;
        history.repaid.push_back(repaid);
        history.refinanced.push_back(repaid > 0.0 ? std::min(due, refinancing) / repaid : 0.0);
        history.new_issues.push_back(at("issue_new_", year));
        history.swapped.push_back(std::max(0.0, refinancing - due));
        history.taken_over.push_back(std::max(0.0, difference));
        // The ledger has no coupons: the one that explains next year's interest, within reason.
        const double issued = at("issue_new_", year) + refinancing + history.taken_over.back();
        double coupon = history.coupon.empty() ? history.stock_rate : history.coupon.back();
        if (year < last && issued > 0.0) {
            const double unexplained =
                at("interest_", year + 1) - left * history.stock_rate - on_new_bonds;
            coupon = std::clamp(unexplained / issued, 0.005, 0.08);
        }
        history.coupon.push_back(coupon);
        on_new_bonds += issued * coupon;
    }
    if (left < 0.0) {
        convert::refuse(diagnostics, file, 0,
                        fmt::format("more {} debt is repaid in {} to {} than stood at the start",
                                    debt_class, before + 1, last));
    }
    return history;
}

std::vector<results::File> scenario_files(const Ledger& ledger, const std::string& region,
                                          const std::map<std::string, ClassHistory>& histories) {
    const int last = ledger.rbegin()->first;
    const int first = last - plan_years + 1;
    std::string drivers = "id,name_zh,name_en,kind,mean\n";
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
    std::vector<double> service(plan_years, 0.0);
    for (const auto& [id, history] : histories) {
        drivers += fmt::format("coupon_{0},{0} bond coupon,{0} bond coupon,rate,{1}\n", id,
                               series(history.coupon));
        debt += fmt::format("stock_{0},{0},{0} debt at the start,{0},{1},{2},custom,1,{3}-12\n", id,
                            decimal(history.opening), decimal(history.stock_rate), last + 1);
        double left = history.opening;
        for (std::size_t y = 0; y < history.repaid.size(); ++y) {
            const double repaid = std::round(history.repaid[y] * 1e6) / 1e6;
            schedule +=
                fmt::format("stock_{},{}-12,{:.6f}\n", id, first + static_cast<int>(y), repaid);
            left -= repaid;
            service[y] += history.repaid[y];
            service[y] += ledger.at(first + static_cast<int>(y)).at("interest_" + id);
        }
        schedule += fmt::format("stock_{},{}-12,{:.6f}\n", id, last + 1, left);
        refinancing +=
            fmt::format("{0},{1},coupon_{0},0,10,bullet,1\n", id, series(history.refinanced));
        const auto bonds = [&](const std::string& kind, const std::string& name,
                               const std::vector<double>& annual, const char* fai) {
            sources +=
                fmt::format("{0}_{1},{2},{2},{1}_bond,{3},december,coupon_{1},0,10,bullet,1\n",
                            kind, id, name, series(annual));
            pipelines += fmt::format("{0}_{1}_use,{2},{2},{3},december,{4}\n", kind, id,
                                     "use of " + name, series(annual), fai);
            funding += fmt::format("{0}_{1}_use,{0}_{1}\n", kind, id);
        };
        bonds("new", "new " + id + " bonds", history.new_issues, "100%");
        bonds("swap", id + " swap bonds", history.swapped, "0");
        bonds("other", id + " debt taken over", history.taken_over, "0");
    }
    // The ledger says nothing of revenue: what debt service needs, with room for rounding.
    for (double& amount : service) amount *= 1.1;
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
             series(service) + ",december\n"},
    };
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 3 || arguments[0].starts_with("-")) {
        std::cerr
            << "usage: debt_ledger LEDGER.csv REGION DIR\n"
               "Writes the last five years of a region's debt ledger (columns region, year,\n"
               "issue_new_*, issue_refi_*, repay_*, interest_*, bal_* of general and special\n"
               "debt, in 100 million yuan) as a coffer plan into the new folder DIR.\n"
               "example: tools/convert/debt_ledger ledger.csv 浙江省 /tmp/zhejiang\n";
        return arguments.size() == 1 && arguments[0] == "--help" ? EXIT_SUCCESS : 2;
    }
    const std::string& region = arguments[1];
    Diagnostics diagnostics;
    if (region.find_first_of("\"\\\n\r,") != std::string::npos) {
        convert::refuse(diagnostics, region, 0, "is no name of a region");
        return convert::finish(arguments[2], {}, diagnostics);
    }
    const auto file = convert::read_figures(arguments[0], needed_columns(), diagnostics);
    Ledger ledger;
    if (!diagnostics.has_errors()) ledger = read_ledger(file, region, diagnostics);
    if (diagnostics.has_errors()) return convert::finish(arguments[2], {}, diagnostics);
    std::map<std::string, ClassHistory> histories;
    for (const auto& debt_class : classes) {
        histories[debt_class] = history_of(ledger, debt_class, file.name, diagnostics);
    }
    if (diagnostics.has_errors()) return convert::finish(arguments[2], {}, diagnostics);
    return convert::finish(arguments[2], scenario_files(ledger, region, histories), diagnostics);
}
