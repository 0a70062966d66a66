// coffer check: every mistake of a scenario, or what it holds and whether it can be financed.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "coffer/analysis/structure.hpp"
#include "coffer/base/contract.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/structure.hpp"
#include "coffer/run/run.hpp"
#include "command.hpp"
#include "forecast.hpp"
#include "load.hpp"

namespace coffer::tool::commands {
namespace {

struct BasisCount {
    std::size_t rows = 0;
    std::size_t with_basis = 0;
    std::size_t with_assumption = 0;
    std::size_t assumptions = 0;
};

/// "G20; A3" cites the assumption A3.
bool cites_assumption(std::string_view basis) {
    const auto is_word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t begin = 0;
    while (begin < basis.size()) {
        std::size_t end = begin;
        while (end < basis.size() && is_word(basis[end])) ++end;
        const std::string_view word = basis.substr(begin, end - begin);
        if (word.size() >= 2 && word.front() == 'A' &&
            std::all_of(word.begin() + 1, word.end(), is_digit)) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

BasisCount count_basis(const scenario::Document& document) {
    BasisCount count;
    for (const auto& [name, table] : document.tables) {
        if (name == "assumptions") {
            count.assumptions = table.rows.size();
            continue;
        }
        const auto found = std::find(table.columns.begin(), table.columns.end(), "basis");
        const auto column = static_cast<std::size_t>(found - table.columns.begin());
        for (const scenario::Row& row : table.rows) {
            ++count.rows;
            if (column >= row.cells.size() || row.cells[column].text.empty()) continue;
            ++count.with_basis;
            if (cites_assumption(row.cells[column].text)) ++count.with_assumption;
        }
    }
    return count;
}

/// What one path says about the first plan year.
struct FirstYear {
    double planned = 0.0;
    double debt_service = 0.0;
};

/// None when an amount leaves the range that is exact.
std::optional<FirstYear> first_year(const Loaded& loaded) {
    run::Options options;
    options.paths = 1;
    options.threads = 1;
    options.block_width = 1;
    const auto outcome = run::run(loaded.plan, options, [](auto, auto) { return true; });
    COFFER_EXPECT(outcome);  // nobody stops it
    if (outcome->out_of_range) return std::nullopt;
    FirstYear result;
    for (const auto& row : outcome->forecast.first_year) result.planned += row.planned;
    for (const auto& series : outcome->forecast.series) {
        if (series.indicator == model::Indicator::debt_service && series.dimension == "total" &&
            series.year == loaded.model.first_year && series.month == 0) {
            result.debt_service = series.median_path;
        }
    }
    return result;
}

std::string summary(const Loaded& loaded, const FirstYear& year, Language language) {
    const bool chinese = language == Language::chinese;
    const model::Model& model = loaded.model;
    const BasisCount basis = count_basis(loaded.document);
    std::size_t stages = 0;
    for (const model::Project& project : model.projects) stages += project.stages.size();
    const std::string name = report::printable(model.name.in(language));
    const int last_year = model.first_year + model.years - 1;

    if (chinese) {
        return fmt::format(
            "情景检查通过：{}（{}）  {}-{}\n"
            "  项目 {}（阶段 {}，衔接 {}），无名项目包 {}，资金来源 {}\n"
            "  收入 {}，重点纳税人 {}，支出 {}，存量债务 {}，驱动因素 {}，目标 {}\n"
            "  {} 行数据中 {} 行写明依据，其中 {} 行引用假设；假设共 {} 条\n"
            "  {} 年计划固定资产投资 {} 亿元，中位路径上还本付息 {} 亿元\n"
            "  sha256 {}\n",
            name, model.id, model.first_year, last_year, model.projects.size(), stages,
            model.links.size(), model.pipelines.size(), model.sources.size(), model.revenue.size(),
            model.taxpayers.size(), model.expenditure.size(), model.debt.size(),
            model.drivers.size(), model.targets.size(), basis.rows, basis.with_basis,
            basis.with_assumption, basis.assumptions, model.first_year, report::in_yi(year.planned),
            report::in_yi(year.debt_service), loaded.document.sha256);
    }
    return fmt::format(
        "No mistakes: {} ({})  {}-{}\n"
        "  {} projects ({} stages, {} links), {} pipelines, {} sources\n"
        "  {} revenue lines, {} key taxpayers, {} expenditure lines, "
        "{} debt instruments, {} drivers, {} targets\n"
        "  {} of {} rows have a basis, {} of these cite an assumption; "
        "{} assumptions\n"
        "  {}: planned fixed-asset investment {}, debt service on the median path {} "
        "(100 million yuan)\n"
        "  sha256 {}\n",
        name, model.id, model.first_year, last_year, model.projects.size(), stages,
        model.links.size(), model.pipelines.size(), model.sources.size(), model.revenue.size(),
        model.taxpayers.size(), model.expenditure.size(), model.debt.size(), model.drivers.size(),
        model.targets.size(), basis.with_basis, basis.rows, basis.with_assumption,
        basis.assumptions, model.first_year, report::in_yi(year.planned),
        report::in_yi(year.debt_service), loaded.document.sha256);
}

/// The warning that is counted; the details stand in the summary.
void warn(const analysis::Structure& structure, Diagnostics& diagnostics) {
    const std::string missing = report::in_yi(static_cast<double>(structure.shortfall) / 100.0);
    diagnostics.warning(
        {},
        {"计划筹不足资金，缺 " + missing + " 亿元",
         "the plan cannot be financed, " + missing + " (100 million yuan) is missing"},
        {"即使没有任何不确定性，各来源按适用范围、上限和到位年份也不够",
         "even without uncertainty the sources do not suffice, given who may use them, their caps "
         "and the years they arrive in"},
        {"见下面的资金结构检验。", "See the structural test below."});
}

ExitCode execute(const ScenarioOptions& options, const Speech& speech) {
    Diagnostics diagnostics;
    results::Timings timings;
    const auto loaded = load(options, timings, diagnostics);
    const auto year = loaded ? first_year(*loaded) : std::nullopt;
    if (!year || speech.quiet()) print(diagnostics, speech);
    if (!loaded) return mistake;
    if (!year) return report_out_of_range(speech, 0);
    if (speech.quiet()) return success;
    const auto problem = analysis::financing_problem(loaded->plan);
    const auto structure = analysis::structural_test(problem);
    if (structure.shortfall > 0) warn(structure, diagnostics);
    print(diagnostics, speech);
    const std::string text =
        summary(*loaded, *year, speech.language) +
        report::structure_text(structure, problem, loaded->model.first_year, speech.language);
    return print(text) ? success : failure;
}

}  // namespace

Command check() {
    return define<ScenarioOptions>(
        {.name = "check",
         .chapter = Chapter::prepare,
         .summary = {"检查情景，列出全部错误和概况",
                     "check a scenario: every mistake, or a summary"},
         .examples = {{"coffer check my-county",
                       {"列出全部错误；没有错误时列出概况和资金结构检验",
                        "list every mistake, or what it holds and whether it can be financed"}},
                      {"coffer check my-county --set scenario.years=10 --lang en",
                       {"检查改成十年后的情景，用英文", "check it with ten years, in English"}}},
         .describe = [](Usage& usage, ScenarioOptions& options) { options.describe(usage); },
         .execute = execute});
}

}  // namespace coffer::tool::commands
