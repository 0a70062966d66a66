// coffer check: every mistake and every doubt about a scenario; what it holds, whether it balances
// and can be financed.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "coffer/audit/audit.hpp"
#include "coffer/report/balance.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/report/names.hpp"
#include "coffer/report/structure.hpp"
#include "coffer/scenario/schema.hpp"
#include "colleague.hpp"
#include "command.hpp"
#include "forecast.hpp"
#include "load.hpp"
#include "mark.hpp"

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
        if (name == "acknowledgements") continue;
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

/// What the reference path says about the first plan year.
struct FirstYear {
    double planned = 0.0;
    double debt_service = 0.0;
};

FirstYear first_year(const statistics::Forecast& forecast, int year) {
    FirstYear result;
    for (const auto& row : forecast.first_year) result.planned += row.planned;
    for (const auto& series : forecast.series) {
        if (series.indicator == model::Indicator::debt_service && series.dimension == "total" &&
            series.year == year && series.month == 0) {
            result.debt_service = series.reference_path;
        }
    }
    return result;
}

std::string summary(const Loaded& loaded, const FirstYear& year, MoneyUnit unit,
                    Language language) {
    const bool chinese = language == Language::chinese;
    const model::Model& model = loaded.model;
    const BasisCount basis = count_basis(loaded.document);
    std::size_t stages = 0;
    for (const model::Project& project : model.projects) stages += project.stages.size();
    const std::string name = report::printable(model.name.in(language));
    const int last_year = model.first_year + model.years - 1;
    const std::string planned = report::amount_in(year.planned, unit);
    const std::string service = report::amount_in(year.debt_service, unit);
    const std::string unit_name = report::unit_name(unit).in(language);

    if (chinese) {
        return fmt::format(
            "方案检查通过：{}（{}）  {}-{}\n"
            "  项目 {}（阶段 {}，衔接 {}），项目池 {}，资金来源 {}\n"
            "  收入 {}，重点税源 {}，支出 {}，存量债务 {}，驱动因素 {}，目标 {}\n"
            "  {} 行数据中 {} 行写明依据，其中 {} 行引用假设；假设共 {} 条\n"
            "  {} 年计划固定资产投资 {} {}，参考路径上还本付息 {} {}\n"
            "  {}\n"
            "  sha256 {}\n",
            name, model.id, model.first_year, last_year, model.projects.size(), stages,
            model.links.size(), model.pipelines.size(), model.sources.size(), model.revenue.size(),
            model.taxpayers.size(), model.expenditure.size(), model.debt.size(),
            model.drivers.size(), model.targets.size(), basis.rows, basis.with_basis,
            basis.with_assumption, basis.assumptions, model.first_year, planned, unit_name, service,
            unit_name, report::reference_path_note().zh, loaded.document.sha256);
    }
    return fmt::format(
        "No mistakes: {} ({})  {}-{}\n"
        "  {} projects ({} stages, {} links), {} pipelines, {} sources\n"
        "  {} revenue lines, {} key taxpayers, {} expenditure lines, "
        "{} debt instruments, {} drivers, {} targets\n"
        "  {} of {} rows have a basis, {} of these cite an assumption; "
        "{} assumptions\n"
        "  {}: planned fixed-asset investment {}, debt service on the reference path {} "
        "({})\n"
        "  {}\n"
        "  sha256 {}\n",
        name, model.id, model.first_year, last_year, model.projects.size(), stages,
        model.links.size(), model.pipelines.size(), model.sources.size(), model.revenue.size(),
        model.taxpayers.size(), model.expenditure.size(), model.debt.size(), model.drivers.size(),
        model.targets.size(), basis.with_basis, basis.rows, basis.with_assumption,
        basis.assumptions, model.first_year, planned, service, unit_name,
        report::reference_path_note().en, loaded.document.sha256);
}

struct Options {
    ScenarioOptions scenario;
    StrictOption strict;
    MarkOption mark;
};

void describe(Usage& usage, Options& options) {
    options.scenario.describe(usage);
    options.scenario.unit.describe(usage);
    options.strict.describe(usage);
    options.mark.describe(usage);
}

/// What came from the plans that this one extends.
std::string bases_text(const scenario::Document& document, Language language) {
    const bool chinese = language == Language::chinese;
    std::string text;
    for (const scenario::Base& base : document.bases) {
        std::string tables;
        for (const auto& [name, rows] : base.rows) {
            const auto* schema = scenario::find_table(name);
            tables += chinese ? fmt::format("，{} {} 行", schema->zh, rows)
                              : fmt::format(", {} {}", name, rows);
        }
        const std::string place = report::printable(base.place.generic_string());
        text += chinese ? fmt::format("  来自 {}：设置 {} 项{}\n", place, base.settings, tables)
                        : fmt::format("  from {}: {} settings; rows{}\n", place, base.settings,
                                      tables.empty() ? " none" : tables.substr(1));
    }
    return text;
}

std::string acknowledged_text(std::size_t count, Language language) {
    if (count == 0) return {};
    return language == Language::chinese
               ? fmt::format("  {} 处存疑已在 acknowledgements.csv 中确认\n", count)
               : fmt::format("  {} doubts are acknowledged in acknowledgements.csv\n", count);
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    results::Timings timings;
    const std::filesystem::path& plan = options.scenario.folder;
    if (!check_mark(options.mark, plan, diagnostics)) {
        print(diagnostics, speech);
        return mistake;
    }
    const auto loaded = load(options.scenario, timings, diagnostics);
    if (!loaded) {
        print(diagnostics, speech);
        return write_marked(options.mark, plan, diagnostics, speech) ? mistake : failure;
    }
    const auto trial = audit::try_out(loaded->plan);
    if (!trial) {
        // Which amount is beyond all bounds the rules on single values know.
        audit::add_to(diagnostics, audit::audit_tables(loaded->document));
        if (!write_marked(options.mark, plan, diagnostics, speech)) return failure;
        print(diagnostics, speech);
        return report_out_of_range(speech, 0);
    }
    const audit::Findings findings = audit::audit(loaded->document, loaded->model, *trial);
    audit::add_to(diagnostics, findings);
    diagnostics = options.strict.applied_to(diagnostics);
    if (!write_marked(options.mark, plan, diagnostics, speech)) return failure;
    print(diagnostics, speech);
    if (diagnostics.has_errors()) return mistake;
    if (speech.quiet()) return success;
    const int year = loaded->model.first_year;
    const MoneyUnit unit = options.scenario.unit.of(loaded->document);
    const std::string text =
        summary(*loaded, first_year(trial->forecast, year), unit, speech.language) +
        bases_text(loaded->document, speech.language) +
        acknowledged_text(findings.acknowledged, speech.language) +
        report::balance_text(audit::balance(loaded->model, *trial), unit, speech.language) +
        report::structure_text(trial->structure, trial->problem, year, unit, speech.language);
    return print(text) ? success : failure;
}

}  // namespace

Command check() {
    return define<Options>(
        {.name = "check",
         .chapter = Chapter::prepare,
         .summary = {"检查方案，列出全部错误和概况", "check a plan: every mistake, or a summary"},
         .examples = {{"coffer check my-county",
                       {"列出全部错误；没有错误时列出概况和资金结构检验",
                        "list every mistake, or what it holds and whether it can be financed"}},
                      {"coffer check my-county --strict",
                       {"有任何警告也算不通过（退出码 2）",
                        "any warning fails it, too (exit code 2)"}},
                      {"coffer check plan.xlsx --mark marked.xlsx",
                       {"把问题标在工作簿的副本里", "mark the mistakes in a copy of the workbook"}},
                      {"coffer check my-county --set scenario.years=10 --lang en",
                       {"检查改成十年后的方案，用英文", "check it with ten years, in English"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
