// coffer upgrade: a plan of an earlier build, rewritten for this one.
#include "coffer/model/upgrade.hpp"

#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "coffer/model/build.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/results/folder.hpp"
#include "coffer/scenario/changes.hpp"
#include "coffer/scenario/source.hpp"
#include "command.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::filesystem::path from, to;
};

void describe(Usage& usage, Options& options) {
    usage.argument(
        "OLD", folder(options.from),
        {"早先版本的方案目录，不改动", "folder of a plan of an earlier build; not changed"});
    usage.argument("NEW", written(folder(options.to)), {"要新建的目录", "the folder to make"});
}

/// What is still wrong with the rewritten plan.
Diagnostics mistakes_in(scenario::Source source, const model::PlanTexts& texts,
                        const std::filesystem::path& place) {
    Diagnostics diagnostics;
    source.place = place;
    source.files = texts;
    const auto document = scenario::parse_source(source, {}, diagnostics);
    if (document) static_cast<void>(model::build(*document, diagnostics));
    return diagnostics;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    static_cast<void>(results::check_folder(options.to, std::nullopt, diagnostics));
    auto source = scenario::read_source(options.from, diagnostics);
    if (source && source->workbook) {
        diagnostics.error({options.from.string(), 0, 0}, {"这是工作簿", "this is a workbook"},
                          {"早先的版本没有工作簿", "earlier builds had none"},
                          {"请给出方案的目录。", "Name the folder of a plan."});
    }
    if (!source || diagnostics.has_errors()) {
        print(diagnostics, speech);
        return mistake;
    }
    model::PlanTexts texts = source->files;
    const std::vector<Text> done = model::upgrade(texts);
    std::vector<results::File> files;
    for (const auto& [name, text] : texts) files.push_back({name, text});
    if (!results::write_folder(options.to, files, std::nullopt, diagnostics)) {
        print(diagnostics, speech);
        return failure;
    }
    const Diagnostics left = mistakes_in(*source, texts, options.to);
    print(left, speech);
    if (!speech.quiet()) {
        std::string text;
        for (const Text& each : done) text += "  " + each.in(speech.language) + "\n";
        const auto count = files.size();
        const std::string to = report::printable(options.to.string());
        text += speech.chinese()
                    ? fmt::format("已写入 {}（{} 个文件，改写了 {} 个）\n", to, count, done.size())
                    : fmt::format("Written to {} ({} files, {} of them rewritten)\n", to, count,
                                  done.size());
        if (!print(text)) return failure;
    }
    return left.has_errors() ? alert : success;
}

}  // namespace

Command upgrade() {
    return define<Options>(
        {.name = "upgrade",
         .chapter = Chapter::prepare,
         .summary = {"把早先版本的方案改写成今天的写法，注释和次序不变",
                     "rewrite a plan of an earlier build for this one, comments and order kept"},
         .examples = {{"coffer upgrade my-county my-county-new",
                       {"旧目录不动，新目录可以直接推演",
                        "the old folder stays, the new one can be run"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
