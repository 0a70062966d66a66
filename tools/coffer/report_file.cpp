#include "report_file.hpp"

#include <fstream>
#include <system_error>

#include "coffer/base/system_text.hpp"
#include "coffer/report/html.hpp"
#include "pdf_file.hpp"
#include "report_shell.hpp"

namespace coffer::tool {
namespace {

namespace fs = std::filesystem;

/// Beside `file` first, then under its name in one step.
std::error_code write_whole(const fs::path& file, const std::string& content) {
    fs::path beside = file;
    beside += ".part";
    std::error_code error;
    {
        std::ofstream stream(beside, std::ios::binary);
        stream << content;
        stream.close();
        if (!stream) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) fs::rename(beside, file, error);
    if (error) {
        std::error_code ignored;  // the first trouble is the one to tell
        fs::remove(beside, ignored);
    }
    return error;
}

/// Nothing else stands at `file`.
void check_place(const fs::path& file, IfThere if_there, Diagnostics& diagnostics) {
    std::error_code error;
    if (fs::is_directory(file, error)) {
        diagnostics.error({file.string(), 0, 0},
                          {"不能写到这里", "the report cannot be written here"},
                          {"这是一个目录", "it is a folder"},
                          {"请写出文件名，如 report.html。", "Name a file, like report.html."});
    } else if (if_there == IfThere::refuse && fs::exists(file, error)) {
        diagnostics.error({file.string(), 0, 0},
                          {"不能写到这里", "the report cannot be written here"},
                          {"文件已存在", "the file is there already"},
                          {"请换一个文件名；coffer report 可以用 --force 替换它。",
                           "Name another; coffer report can replace it with --force."});
    }
}

}  // namespace

void ReportOption::describe(Usage& usage) {
    usage.option("--report", "FILE", written(tool::file(file)),
                 {"同时把结果写成一个可以离线打开的网页报告",
                  "write the results as one HTML file too that opens offline"});
}

void check_report(const ReportFiles& files, IfThere if_there, Diagnostics& diagnostics) {
    if (report_shell().empty()) {
        diagnostics.error({}, {"这个 coffer 不能写报告", "this coffer cannot write reports"},
                          {"它编译时没有带网页（COFFER_PAGE=OFF）",
                           "it was built without the page (COFFER_PAGE=OFF)"},
                          {"请在装有 npm 的机器上重新编译。", "Build it again where npm is."});
    }
    check_place(files.page, if_there, diagnostics);
    if (!files.pdf) return;
    check_place(*files.pdf, if_there, diagnostics);
    check_browser(diagnostics);
}

std::optional<std::size_t> write_report(const report::page::Page& page, const ReportFiles& files,
                                        Language language, Diagnostics& diagnostics) {
    return write_report(report::html(page, report_shell(), language), files, diagnostics);
}

std::optional<std::size_t> write_report(const std::string& content, const ReportFiles& files,
                                        Diagnostics& diagnostics) {
    if (const std::error_code error = write_whole(files.page, content)) {
        diagnostics.error({files.page.string(), 0, 0},
                          {"写不出报告", "the report could not be written"},
                          system_text(error.value()),
                          {"请检查目录、权限和磁盘空间。",
                           "See whether the folder is there, may be written and has room."});
        return std::nullopt;
    }
    if (files.pdf && !write_pdf(content, *files.pdf, diagnostics)) return std::nullopt;
    return content.size();
}

}  // namespace coffer::tool
