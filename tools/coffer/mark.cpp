#include "mark.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/write_file.hpp"
#include "coffer/scenario/mark.hpp"

namespace coffer::tool {
namespace {

report::Existing existing(const MarkOption& option) {
    return option.force ? report::Existing::replace : report::Existing::keep;
}

}  // namespace

void MarkOption::describe(Usage& usage) {
    usage.option(
        "--mark", "FILE", written(coffer::tool::file(file)),
        {"把问题标在工作簿的副本里：有问题的单元格着色并加批注",
         "write a copy of the workbook with the cells in question coloured and commented"});
    usage.flag("--force", force,
               {"--mark 的文件已有时替换它", "replace the file of --mark when it is there"});
}

bool check_mark(const MarkOption& option, const std::filesystem::path& plan,
                Diagnostics& diagnostics) {
    if (!option.file) return true;
    std::error_code failed;
    if (!std::filesystem::is_regular_file(plan, failed)) {
        diagnostics.error({}, {"--mark 只用于工作簿", "--mark is for workbooks"},
                          {"方案是一个目录", "the plan is a folder"},
                          {"可先写成工作簿：coffer workbook 目录 book.xlsx",
                           "Make it one first: coffer workbook FOLDER book.xlsx"});
        return false;
    }
    return report::check_file(*option.file, existing(option), diagnostics);
}

bool write_marked(const MarkOption& option, const std::filesystem::path& plan,
                  const Diagnostics& found, const Speech& speech) {
    if (!option.file) return true;
    std::ifstream stream(plan, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    Diagnostics troubles;
    const auto all = found.sorted();
    const auto marked =
        scenario::mark_workbook(bytes, plan.generic_string(), all, speech.language, troubles);
    if (!marked || !report::write_file(*option.file, *marked, existing(option), troubles)) {
        print(troubles, speech);
        return false;
    }
    if (speech.quiet()) return true;
    const auto cells = std::count_if(all.begin(), all.end(), [&](const Diagnostic& diagnostic) {
        return !diagnostic.at.sheet.empty() && diagnostic.at.file == plan.generic_string();
    });
    print_error(fmt::format(
        fmt::runtime(speech.chinese() ? "已把 {} 处问题标在 {}\n" : "Marked {} places in {}\n"),
        cells, report::printable(option.file->string())));
    return true;
}

}  // namespace coffer::tool
