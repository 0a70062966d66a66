// coffer init: a small scenario to begin with.
#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/write.hpp"
#include "minimal_scenario.hpp"
#include "request.hpp"
#include "terminal.hpp"

namespace coffer::tool {

ExitCode init(const Request& request) {
    const Show show = request.output == Output::quiet ? Show::errors : Show::everything;
    Diagnostics diagnostics;
    if (!report::check_folder(request.folder, report::MayReplace::nothing, diagnostics)) {
        print(diagnostics, request.language, show);
        return mistake;
    }
    auto files = minimal_scenario();
    for (auto& file : files) {
        // Without the mark Excel takes a UTF-8 table for the local encoding and garbles Chinese.
        if (file.name.ends_with(".csv")) file.content.insert(0, "\xEF\xBB\xBF");
    }
    if (!report::write_folder(request.folder, files, report::MayReplace::nothing, diagnostics)) {
        print(diagnostics, request.language, show);
        return failure;
    }
    if (request.output == Output::quiet) return success;
    const std::string place = report::printable(request.folder.string());
    const bool chinese = request.language == Language::chinese;
    const std::string text = fmt::format(
        fmt::runtime(
            chinese ? "已写入 {0}（{1} 个文件）。接下来：\n  coffer check {0}\n  coffer run {0}\n"
                    : "Written to {0} ({1} files). Next:\n  coffer check {0}\n  coffer run {0}\n"),
        place, files.size());
    return print(text) ? success : failure;
}

}  // namespace coffer::tool
