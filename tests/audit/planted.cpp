#include "planted.hpp"

#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace coffer::test {
namespace {

using Cells = std::vector<std::string>;

/// A table as lines of cells; what is no row of it (comments) is kept as it is.
class Sheet {
  public:
    explicit Sheet(const std::string& text) {
        std::size_t begin = 0;
        while (begin < text.size()) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            lines_.push_back(split(text.substr(begin, end - begin)));
            begin = end + 1;
        }
        while (header_ < lines_.size() && lines_[header_].front().starts_with("#")) ++header_;
    }

    [[nodiscard]] std::size_t column(const std::string& name) const {
        for (std::size_t i = 0; i < lines_[header_].size(); ++i) {
            if (lines_[header_][i] == name) return i;
        }
        return none;
    }
    [[nodiscard]] bool has(const std::string& name) const { return column(name) != none; }
    /// Lines of the rows.
    [[nodiscard]] std::vector<std::size_t> rows() const {
        std::vector<std::size_t> all;
        for (std::size_t i = header_ + 1; i < lines_.size(); ++i) {
            if (!lines_[i].front().starts_with("#")) all.push_back(i);
        }
        return all;
    }
    [[nodiscard]] const std::string& get(std::size_t row, const std::string& name) const {
        return lines_[row][column(name)];
    }
    void set(std::size_t row, const std::string& name, const std::string& text) {
        lines_[row][column(name)] = text;
    }
    std::size_t insert(std::size_t before, Cells cells) {
        lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(before), std::move(cells));
        return before;
    }
    void erase(std::size_t row) { lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(row)); }
    [[nodiscard]] const Cells& cells(std::size_t row) const { return lines_[row]; }
    [[nodiscard]] std::size_t width() const { return lines_[header_].size(); }
    [[nodiscard]] std::size_t end() const { return lines_.size(); }

    [[nodiscard]] std::string text() const {
        std::string all;
        for (const Cells& line : lines_) {
            for (std::size_t i = 0; i < line.size(); ++i) {
                const bool comment = line.size() == 1 && line[0].starts_with("#");
                const bool quoted = !comment && line[i].find(',') != std::string::npos;
                all += (i > 0 ? "," : "") + (quoted ? '"' + line[i] + '"' : line[i]);
            }
            all += '\n';
        }
        return all;
    }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

  private:
    static Cells split(const std::string& line) {
        if (line.starts_with("#")) return {line};
        Cells cells(1);
        bool quoted = false;
        for (const char c : line) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.emplace_back();
            } else if (c != '\r') {
                cells.back() += c;
            }
        }
        return cells;
    }

    std::vector<Cells> lines_;
    std::size_t header_ = 0;
};

double yuan_of(std::string text, double unit) {
    for (const auto& [word, value] : {std::pair{"亿", 1e8}, std::pair{"万", 1e4}}) {
        if (const auto at = text.find(word); at != std::string::npos) {
            text.erase(at);
            unit = value;
        }
    }
    return text.empty() ? 0.0 : std::stod(text) * unit;
}

std::string scaled(const std::string& text, double factor) {
    std::string all;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(';', begin), text.size());
        std::string item = text.substr(begin, end - begin);
        std::string unit;
        for (const char* word : {"亿", "万", "元", "%"}) {
            if (const auto at = item.find(word); at != std::string::npos) {
                unit = item.substr(at);
                item.erase(at);
            }
        }
        all += (begin > 0 ? ";" : "") + fmt::format("{:.10g}", std::stod(item) * factor) + unit;
        begin = end + 1;
    }
    return all;
}

bool is_plain(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789.;亿万元%-") == std::string::npos;
}

class Generator {
  public:
    Generator() {
        for (const char* name : {"minimal", "guzhang-2020", "wanghua-2021"}) {
            clean_[name] = files_of(name);
        }
        units_ = {{"minimal", 1e4}, {"guzhang-2020", 1e8}, {"wanghua-2021", 1e8}};
    }

    std::vector<Planted> all() {
        magnitudes();
        percents();
        factors();
        times();
        totals_of_years();
        progress();
        total_rows();
        balance();
        targets();
        files();
        unused();
        bookings();
        blanks();
        return std::move(planted_);
    }

  private:
    using Edit = std::function<std::optional<std::string>(const std::string&)>;

    void add(const std::string& kind, const std::string& scenario, const std::string& what,
             Files files, const std::string& file, int line) {
        planted_.push_back({kind, scenario, what, std::move(files), {}, file, line});
    }

    /// Edits one cell of up to `most` rows, spread over the table, whose cell `edit` can change.
    void cells(const std::string& kind, const std::string& scenario, const std::string& table,
               const std::string& column, std::size_t most, const Edit& edit,
               const std::function<bool(const Sheet&, std::size_t)>& wanted = {}) {
        const std::string file = table + ".csv";
        if (!clean_[scenario].contains(file)) return;
        const Sheet sheet(clean_[scenario][file]);
        if (!sheet.has(column)) return;
        std::vector<std::pair<std::size_t, std::string>> edits;
        for (const std::size_t row : sheet.rows()) {
            if (wanted && !wanted(sheet, row)) continue;
            const auto text = edit(sheet.get(row, column));
            if (text) edits.emplace_back(row, *text);
        }
        const std::size_t step =
            std::max<std::size_t>(1, edits.size() / std::max<std::size_t>(most, 1));
        for (std::size_t i = 0, done = 0; i < edits.size() && done < most; i += step, ++done) {
            Sheet wrong = sheet;
            const std::string before = sheet.get(edits[i].first, column);
            wrong.set(edits[i].first, column, edits[i].second);
            Files files = clean_[scenario];
            files[file] = wrong.text();
            add(kind, scenario,
                file + " " + column + " of " + wrong.get(edits[i].first, name_column(sheet)) +
                    ": " + before + " -> " + edits[i].second,
                std::move(files), file, static_cast<int>(edits[i].first) + 1);
        }
    }
    static std::string name_column(const Sheet& sheet) {
        for (const char* name : {"id", "project", "item", "class", "sector"}) {
            if (sheet.has(name)) return name;
        }
        return "basis";
    }
    void everywhere(const std::string& kind, const std::string& table, const std::string& column,
                    std::size_t most, const Edit& edit,
                    const std::function<bool(const Sheet&, std::size_t)>& wanted = {}) {
        for (const auto& [scenario, files] : clean_) {
            cells(kind, scenario, table, column, most, edit, wanted);
        }
    }
    /// Replaces the value of a key of scenario.toml.
    void key(const std::string& kind, const std::string& scenario, const std::string& section,
             const std::string& name, const Edit& edit) {
        Files files = clean_[scenario];
        std::string& text = files["scenario.toml"];
        const auto begin = text.find("[" + section + "]");
        if (begin == std::string::npos) return;
        const auto at = text.find("\n" + name + " = ", begin);
        if (at == std::string::npos) return;
        const std::size_t value = at + name.size() + 4;
        const std::size_t end = text.find_first_of(" \n", value);
        std::string before = text.substr(value, end - value);
        const bool quoted = before.starts_with('"');
        if (quoted) before = before.substr(1, before.size() - 2);
        const auto after = edit(before);
        if (!after) return;
        text.replace(value, end - value, quoted ? '"' + *after + '"' : *after);
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(value), '\n');
        add(kind, scenario, section + "." + name + ": " + before + " -> " + *after,
            std::move(files), "scenario.toml", static_cast<int>(line));
    }
    void keys(const std::string& kind, const std::string& section, const std::string& name,
              const Edit& edit) {
        for (const auto& [scenario, files] : clean_) key(kind, scenario, section, name, edit);
    }

    static Edit times_factor(double factor) {
        return [factor](const std::string& text) -> std::optional<std::string> {
            if (!is_plain(text) || std::stod(text) == 0.0) return std::nullopt;
            return scaled(text, factor);
        };
    }
    static Edit becomes(const std::string& value) {
        return [value](const std::string& text) -> std::optional<std::string> {
            if (text.empty() || text == value) return std::nullopt;
            return value;
        };
    }

    void magnitudes() {
        const std::vector<std::pair<std::string, std::string>> amounts = {
            {"revenue", "base"},       {"expenditure", "base"},          {"taxpayers", "output"},
            {"debt", "principal"},     {"projects", "total_investment"}, {"pipelines", "annual"},
            {"sources", "annual"},     {"debt_limits", "limit"},         {"economy", "base"},
            {"projects", "new_output"}};
        for (const auto& [table, column] : amounts) {
            everywhere("万 typed as 亿", table, column, 2, times_factor(1e4));
            everywhere("亿 typed as 万", table, column, 2, times_factor(1e-4));
        }
        for (const auto& [section, name] :
             {std::pair{"base_year", "fai"}, std::pair{"base_year", "general_revenue"},
              std::pair{"economy", "gdp"}}) {
            keys("万 typed as 亿", section, name, times_factor(1e4));
            keys("亿 typed as 万", section, name, times_factor(1e-4));
            keys("decimal point", section, name, times_factor(0.1));
            keys("decimal point", section, name, times_factor(10.0));
        }
        keys("万 typed as 亿", "treasury", "opening_general", times_factor(1e4));
        keys("decimal point", "treasury", "cash_floor", times_factor(100.0));
        keys("unit of the plan", "scenario", "unit", [](const std::string& text) {
            return std::optional<std::string>(text == "亿元" ? "元" : "亿元");
        });
        // The lines that carry their class: ten times as much is seen in the whole.
        const auto large = [this](const std::string& column) {
            return [this, column](const Sheet& sheet, std::size_t row) {
                double sum = 0.0;
                for (const std::size_t other : sheet.rows())
                    sum += yuan_of(sheet.get(other, column), 1.0);
                return yuan_of(sheet.get(row, column), 1.0) > 0.25 * sum;
            };
        };
        everywhere("ten times its class", "revenue", "base", 2, times_factor(10.0), large("base"));
        everywhere("ten times its class", "expenditure", "base", 2, times_factor(10.0),
                   large("base"));
        everywhere("ten times its class", "taxpayers", "output", 2, times_factor(10.0),
                   large("output"));
        everywhere("ten times its class", "debt", "principal", 2, times_factor(10.0),
                   large("principal"));
        everywhere("limit below the balance", "debt_limits", "limit", 2, times_factor(0.1));
    }

    void percents() {
        const auto fixed = [](const Sheet& sheet, std::size_t row) {
            return !sheet.has("rate_driver") || sheet.get(row, "rate_driver").empty();
        };
        everywhere("bond rate 38 %", "debt", "rate", 3, times_factor(10.0), fixed);
        everywhere(
            "percent without %", "debt", "rate", 2,
            [](const std::string& text) {
                return std::optional<std::string>(text.substr(0, text.find('%')));
            },
            fixed);
        everywhere("percent without %", "drivers", "mean", 2, [](const std::string& text) {
            return std::optional<std::string>(text.substr(0, text.find('%')));
        });
        everywhere("growth", "drivers", "mean", 2, times_factor(10.0),
                   [](const Sheet& sheet, std::size_t row) {
                       return std::abs(std::stod(sheet.get(row, "mean"))) >= 3.0;
                   });
        everywhere("volatility", "revenue", "annual_sd", 2, becomes("95%"));
        everywhere("volatility", "drivers", "annual_sd", 2, becomes("0.9"));
        everywhere("refinancing share", "refinancing", "share", 2, becomes("0.86%"));
        everywhere("minimum capital", "capital", "minimum_share", 2, becomes("0.2%"));
        everywhere("funding cap", "funding", "cap", 1, becomes("0.7%"));
        keys("penalty", "treasury", "penalty_rate", becomes("60%"));
    }

    void factors() {
        everywhere("multiplier 103", "revenue", "multiplier", 2, becomes("103"));
        everywhere("multiplier 0.03", "expenditure", "multiplier", 2, becomes("0.03"));
        everywhere("multiplier among years", "revenue", "multiplier", 2,
                   [](const std::string& text) -> std::optional<std::string> {
                       if (std::count(text.begin(), text.end(), ';') < 2) return std::nullopt;
                       return text.substr(0, text.find(';')) + ";108;1.1";
                   });
        everywhere("elasticity 15", "sensitivities", "elasticity", 2, becomes("15"));
        everywhere("elasticity 0", "sensitivities", "elasticity", 1, becomes("0"));
        everywhere("tax 25 % of output", "taxpayers", "tax_rate", 2, becomes("25%"));
        everywhere("tax 25 % of output", "projects", "tax_rate", 2, becomes("25%"));
        everywhere("cost factor 0.3", "projects", "cost_overrun", 2, becomes("0.3"));
        everywhere("cost factor 0.1", "projects", "cost_overrun", 2, becomes("0.1"));
        everywhere("mean and sd", "projects", "cost_overrun", 1, becomes("lognormal(0.3,1.2)"));
        everywhere("mean and sd", "projects", "cost_overrun", 1, becomes("lognormal(1.2,0.3)"));
    }

    void times() {
        const auto construction = [](const Sheet& sheet, std::size_t row) {
            return sheet.get(row, "stage") == "construction";
        };
        everywhere("days as months", "stages", "duration", 3, becomes("540"), construction);
        everywhere("days as months", "stages", "duration", 2, becomes("\"lognormal(120,200)\""),
                   [](const Sheet& sheet, std::size_t row) {
                       return sheet.get(row, "stage") == "approval";
                   });
        for (auto& mistake : planted_) {  // the sheet quotes by itself
            for (auto& [file, text] : mistake.files) {
                for (std::size_t at;
                     (at = text.find("\"\"lognormal(120,200)\"\"")) != std::string::npos;) {
                    text.replace(at, 22, "\"lognormal(120,200)\"");
                }
            }
        }
        everywhere("days as months", "funnels", "negotiating_months", 1, becomes("270"));
        everywhere("maturity beyond 30 years", "debt", "maturity", 2, [](const std::string& text) {
            return std::optional<std::string>("2092" + text.substr(4));
        });
        everywhere("Excel serial date", "debt", "maturity", 1, becomes("47331.7"));
        everywhere("grace in years", "sources", "grace_months", 1, becomes("2"));
        // Large projects of which little is done.
        const std::vector<std::pair<std::string, std::string>> large = {
            {"guzhang-2020", "g25"}, {"guzhang-2020", "g24"}, {"guzhang-2020", "g35"},
            {"wanghua-2021", "w01"}, {"wanghua-2021", "w20"}, {"wanghua-2021", "w02"}};
        for (const auto& [scenario, id] : large) {
            const std::string project = id;
            cells("years as months", scenario, "stages", "duration", 1, becomes("2"),
                  [project](const Sheet& sheet, std::size_t row) {
                      return sheet.get(row, "project") == project &&
                             sheet.get(row, "stage") == "construction";
                  });
        }
    }

    void totals_of_years() {
        const auto sum = [](const std::string& text) {
            double total = 0.0;
            std::size_t begin = 0;
            while (begin <= text.size()) {
                const std::size_t end = std::min(text.find(';', begin), text.size());
                total += std::stod(text.substr(begin, end - begin));
                begin = end + 1;
            }
            return total;
        };
        const Edit among = [sum](const std::string& text) -> std::optional<std::string> {
            if (std::count(text.begin(), text.end(), ';') < 4 || !is_plain(text))
                return std::nullopt;
            if (text.find_first_of("亿万") != std::string::npos) return std::nullopt;
            const std::string front = text.substr(0, text.rfind(';'));
            return front + ";" + fmt::format("{:.10g}", sum(front));
        };
        everywhere("total among the years", "sources", "annual", 3, among);
        everywhere("total among the years", "pipelines", "annual", 3, among);
        everywhere(
            "total after the years", "pipelines", "annual", 2,
            [sum](const std::string& text) -> std::optional<std::string> {
                if (!is_plain(text) || text.find(';') == std::string::npos) return std::nullopt;
                return text + ";" + fmt::format("{:.10g}", sum(text));
            },
            [](const Sheet& sheet, std::size_t row) {
                return std::count(sheet.get(row, "annual").begin(), sheet.get(row, "annual").end(),
                                  ';') == 4;
            });
        for (const auto& [scenario, id] :
             {std::pair<std::string, std::string>{"guzhang-2020", "transfer_general"},
              {"wanghua-2021", "transfer_upper"},
              {"minimal", "transfer"},
              {"guzhang-2020", "tax_own"},
              {"wanghua-2021", "industry_other"}}) {
            const std::string line = id;
            cells("five years as one", scenario, "revenue", "base", 1, times_factor(5.0),
                  [line](const Sheet& sheet, std::size_t row) {
                      return sheet.get(row, "id") == line;
                  });
        }
        everywhere("five years as one", "expenditure", "base", 1, times_factor(5.0));
        everywhere("five years as one", "taxpayers", "output", 1, times_factor(5.0));
    }

    void progress() {
        const auto begun = [](const Sheet& sheet, std::size_t row) {
            const std::string& text = sheet.get(row, "progress");
            return !text.empty() && std::stod(text) >= 30.0 &&
                   !sheet.get(row, "spent_to_date").empty() &&
                   std::stod(sheet.get(row, "spent_to_date")) > 0.0;
        };
        everywhere("progress without spending", "projects", "spent_to_date", 4, becomes("0"),
                   begun);
        everywhere("spending without progress", "projects", "progress", 3, becomes(""),
                   [begun](const Sheet& sheet, std::size_t row) {
                       return begun(sheet, row) &&
                              std::stod(sheet.get(row, "spent_to_date")) >
                                  0.35 * yuan_of(sheet.get(row, "total_investment"), 1.0);
                   });
        everywhere("more spent than the total", "projects", "spent_to_date", 2, times_factor(1e4),
                   begun);
    }

    void total_rows() {
        const std::vector<std::pair<std::string, std::string>> tables = {
            {"revenue", "base"},     {"expenditure", "base"},
            {"debt", "principal"},   {"projects", "total_investment"},
            {"taxpayers", "output"}, {"pipelines", "annual"}};
        const std::vector<std::pair<std::string, std::string>> names = {
            {"合计", "Total"},
            {"小计", "Subtotal"},
            {"总计", "Grand total"},
            {"其中：重点部分", "of which"},
            {"全部各项", "All of them"}};
        std::size_t next = 0;
        for (const auto& [table, column] : tables) {
            for (auto& [scenario, clean] : clean_) {
                if (!clean.contains(table + ".csv")) continue;
                const Sheet sheet(clean[table + ".csv"]);
                const auto rows = sheet.rows();
                if (rows.size() < 2) continue;
                const auto& name = names[next++ % names.size()];
                if (column == "annual" && name.first == "全部各项") continue;
                double sum = 0.0;
                for (const std::size_t row : rows) {
                    sum += yuan_of(sheet.get(row, column), units_[scenario]) / units_[scenario];
                }
                Sheet wrong = sheet;
                const std::size_t at =
                    wrong.insert(sheet.rows().back() + 1, sheet.cells(rows.front()));
                wrong.set(at, "id", "sum_row");
                wrong.set(at, "name_zh", name.first);
                wrong.set(at, "name_en", name.second);
                wrong.set(at, column, fmt::format("{:.10g}", sum));
                for (const char* extra : {"multiplier", "spent_to_date", "first_year_investment",
                                          "progress", "asset_life_end"}) {
                    if (wrong.has(extra)) wrong.set(at, extra, "");
                }
                Files files = clean;
                files[table + ".csv"] = wrong.text();
                add("total row", scenario, table + ": " + name.first, std::move(files),
                    table + ".csv", static_cast<int>(at) + 1);
            }
        }
        for (const char* table : {"revenue", "expenditure", "debt", "projects"}) {
            for (auto& [scenario, clean] : clean_) {
                const Sheet sheet(clean[std::string(table) + ".csv"]);
                // A project whose amounts stand, the first row else.
                std::size_t row = sheet.rows().front();
                if (std::string(table) == "projects") {
                    for (const std::size_t each : sheet.rows()) {
                        if (sheet.get(each, "total_investment") != "0") row = each;
                    }
                }
                Sheet wrong = sheet;
                const std::size_t at = wrong.insert(sheet.rows().back() + 1, sheet.cells(row));
                wrong.set(at, "id", sheet.get(row, "id") + "_2");
                Files files = clean;
                files[std::string(table) + ".csv"] = wrong.text();
                add("row twice", scenario, std::string(table) + " " + sheet.get(row, "id"),
                    std::move(files), std::string(table) + ".csv", static_cast<int>(at) + 1);
            }
        }
    }

    void balance() {
        // Spending far beyond the means, and revenue that is not there.
        for (const auto& [scenario, id] : {std::pair<std::string, std::string>{"minimal", "wages"},
                                           {"guzhang-2020", "wages"},
                                           {"wanghua-2021", "wages"},
                                           {"guzhang-2020", "livelihood_basic"}}) {
            const std::string line = id;
            cells("cannot balance", scenario, "expenditure", "base", 1, times_factor(6.0),
                  [line](const Sheet& sheet, std::size_t row) {
                      return sheet.get(row, "id") == line;
                  });
        }
        for (const auto& [scenario, id] :
             {std::pair<std::string, std::string>{"minimal", "transfer"},
              {"guzhang-2020", "transfer_general"}}) {
            const std::string line = id;
            cells("cannot balance", scenario, "revenue", "base", 1, times_factor(0.1),
                  [line](const Sheet& sheet, std::size_t row) {
                      return sheet.get(row, "id") == line;
                  });
        }
    }

    void targets() {
        const auto of = [](std::initializer_list<const char*> indicators) {
            std::set<std::string> all(indicators.begin(), indicators.end());
            return [all](const Sheet& sheet, std::size_t row) {
                return all.contains(sheet.get(row, "indicator"));
            };
        };
        const Edit turned = [](const std::string& text) {
            return std::optional<std::string>(text.starts_with(">") ? "<=" : ">=");
        };
        everywhere("relation reversed", "targets", "relation", 3, turned,
                   of({"debt_ratio", "fai", "general_revenue", "arrears", "fai_growth",
                       "new_capacity", "taxpayer_output"}));
        everywhere("target in another unit", "targets", "value", 2, times_factor(1e4),
                   of({"fai", "general_revenue", "new_capacity", "taxpayer_output", "transfers"}));
        everywhere("target in another unit", "targets", "value", 2, times_factor(1e-4),
                   of({"fai", "general_revenue", "new_capacity", "taxpayer_output", "transfers"}));
        everywhere(
            "target without %", "targets", "value", 2,
            [](const std::string& text) {
                return std::optional<std::string>(text.substr(0, text.find('%')));
            },
            of({"debt_ratio", "fai_growth", "general_revenue_growth", "economy_growth"}));
    }

    void files() {
        for (auto& [scenario, clean] : clean_) {
            for (const char* name : {"debt.xlsx", "debt.csv.txt", "revenue - 副本.xlsx",
                                     "funding.csv.bak", "projects (1).xls"}) {
                planted_.push_back({"file not read", scenario, name, clean, {name}, name, 0});
            }
            Files files = clean;
            files["revenue - 副本.csv"] = clean["revenue.csv"];
            planted_.push_back({"file not read",
                                scenario,
                                "revenue - 副本.csv",
                                std::move(files),
                                {},
                                "revenue - 副本.csv",
                                0});
        }
    }

    void unused() {
        for (auto& [scenario, clean] : clean_) {
            Sheet drivers(clean["drivers.csv"]);
            std::size_t at = drivers.insert(drivers.end(), drivers.cells(drivers.rows().front()));
            drivers.set(at, "id", "tourism");
            drivers.set(at, "name_zh", "旅游");
            Files files = clean;
            files["drivers.csv"] = drivers.text();
            add("driver that moves nothing", scenario, "tourism", std::move(files), "drivers.csv",
                static_cast<int>(at) + 1);

            Sheet sources(clean["sources.csv"]);
            at = sources.insert(sources.end(), sources.cells(sources.rows().front()));
            sources.set(at, "id", "nobodys");
            sources.set(at, "name_zh", "无人使用的资金");
            files = clean;
            files["sources.csv"] = sources.text();
            add("source nobody may use", scenario, "nobodys", std::move(files), "sources.csv",
                static_cast<int>(at) + 1);

            // A project whose rows in funding.csv were forgotten.
            const Sheet projects(clean["projects.csv"]);
            std::size_t row = 0;
            for (const std::size_t each : projects.rows()) {
                if (projects.get(each, "total_investment") != "0" && row == 0) row = each;
            }
            const std::string id = projects.get(row, "id");
            Sheet funding(clean["funding.csv"]);
            for (std::size_t i = funding.end(); i-- > 0;) {
                if (funding.cells(i).front() == id) funding.erase(i);
            }
            files = clean;
            files["funding.csv"] = funding.text();
            add("project nobody may fund", scenario, id, std::move(files), "projects.csv",
                static_cast<int>(row) + 1);
        }
    }

    void bookings() {
        const auto named = [](std::initializer_list<const char*> ids) {
            std::set<std::string> all(ids.begin(), ids.end());
            return [all](const Sheet& sheet, std::size_t row) {
                return all.contains(sheet.get(row, "id"));
            };
        };
        everywhere("transfer booked as own", "revenue", "category", 2, becomes("own"),
                   named({"transfer", "transfer_general", "transfer_special", "transfer_upper",
                          "fund_transfer"}));
        everywhere("own booked as transfer", "revenue", "category", 1, becomes("transfer"),
                   named({"tax_own", "land_sale", "taxes"}));
        everywhere("land revenue in the general account", "revenue", "account", 1,
                   becomes("general"), named({"land_sale"}));
        everywhere("tax in the fund account", "revenue", "account", 1, becomes("fund"),
                   named({"tax_own"}));
        everywhere(
            "bonds confused", "debt", "class", 2,
            [](const std::string& text) -> std::optional<std::string> {
                return text == "general" ? "special" : "general";
            },
            named({"gen_bonds", "spec_bonds", "bond-2015"}));
        everywhere("loan booked as bonds", "debt", "class", 2, becomes("special"),
                   named({"bank_loans", "platform_debt", "loan"}));
        everywhere(
            "bonds confused", "sources", "kind", 2,
            [](const std::string& text) -> std::optional<std::string> {
                return text == "general_bond" ? "special_bond" : "general_bond";
            },
            named({"bond_general", "bond_special", "bonds"}));
        everywhere("three guarantees as other", "expenditure", "category", 2, becomes("other"),
                   named({"wages", "operation", "livelihood_basic"}));
        everywhere("land cost in the general account", "expenditure", "account", 1,
                   becomes("general"), named({"land_cost"}));
    }

    void blanks() {
        for (auto& [scenario, clean] : clean_) {
            // Merged cells: of each project only the first row of stages.csv keeps its id.
            Sheet stages(clean["stages.csv"]);
            std::string before;
            std::size_t first = 0;
            for (const std::size_t row : stages.rows()) {
                const std::string id = stages.get(row, "project");
                if (id == before) {
                    stages.set(row, "project", "");
                    if (first == 0) first = row;
                }
                before = id;
            }
            Files files = clean;
            files["stages.csv"] = stages.text();
            add("merged cells", scenario, "stages.csv project", std::move(files), "stages.csv",
                static_cast<int>(first) + 1);

            Sheet projects(clean["projects.csv"]);
            const char* column = projects.has("sector") ? "sector" : "district";
            before.clear();
            first = 0;
            for (const std::size_t row : projects.rows()) {
                const std::string word = projects.get(row, column);
                if (word == before) {
                    projects.set(row, column, "");
                    if (first == 0) first = row;
                }
                before = word;
            }
            if (scenario == "minimal") continue;  // two projects: no pattern to see
            files = clean;
            files["projects.csv"] = projects.text();
            add("merged cells", scenario, std::string("projects.csv ") + column, std::move(files),
                "projects.csv", static_cast<int>(first) + 1);
        }
    }

    std::map<std::string, Files> clean_;
    std::map<std::string, double> units_;
    std::vector<Planted> planted_;
};

}  // namespace

Files files_of(const std::string& scenario) {
    Files files;
    for (const auto& entry :
         std::filesystem::directory_iterator(testing::source_folder() / "scenarios" / scenario)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".csv") || name == "scenario.toml")
            files[name] = read_text(entry.path());
    }
    return files;
}

std::vector<Planted> planted_mistakes() { return Generator().all(); }

}  // namespace coffer::test
