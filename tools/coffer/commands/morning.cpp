// coffer morning: what the last night changed, why, and who needs to be looked at.
#include "coffer/batch/morning.hpp"

#include "coffer/scenario/wording.hpp"
#include "command.hpp"
#include "commands/morning/render.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::string store;
    std::optional<std::string> night;
    std::uint64_t plans = 10;
};

void describe(Usage& usage, Options& options) {
    usage.argument("STORE", file(options.store),
                   {"coffer batch 写的存储：文件，或 postgresql:// 地址",
                    "a store of coffer batch: a file, or postgresql://..."});
    usage.option(
        "--night", "LABEL", word(options.night),
        {"哪一夜，默认最近完整的一夜", "which night; the latest complete one when left out"});
    usage.option("--plans", "N", whole(options.plans, 0, 100000),
                 {"列出最需要关注的方案几个，默认 10",
                  "how many of the plans most in danger to list; 10 when left out"});
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const auto store = store::open(options.store, store::Access::read, diagnostics);
    std::optional<batch::Morning> morning;
    try {
        if (store) morning = batch::morning(*store, options.night, options.plans, diagnostics);
    } catch (const store::Failure& error) {
        const std::string what = error.what();
        diagnostics.error({store::shown(options.store), 0, 0},
                          {"存储读不了", "the store cannot be read"},
                          scenario::say("{}", "{}", what),
                          {"文件可能已损坏：coffer store STORE verify 会检查它。",
                           "The file may be damaged; coffer store STORE verify checks it."});
        print(diagnostics, speech);
        return failure;
    }
    print(diagnostics, speech);
    if (!morning) return mistake;
    if (!speech.quiet() &&
        !print(speech.output == Output::json ? morning_json(*morning)
                                             : morning_text(*morning, speech.language))) {
        return failure;
    }
    return morning->alerts() ? alert : success;
}

}  // namespace

Command morning() {
    return define<Options>(
        {.name = "morning",
         .chapter = Chapter::many,
         .summary = {"晨报：这一夜变了什么、为什么、谁需要关注",
                     "what a night changed, why, and who needs to be looked at"},
         .examples = {{"coffer morning province.db",
                       {"与前一夜相比；有事要看时退出码为 3",
                        "against the night before; exit code 3 when somebody should look"}},
                      {"coffer morning province.db --json | mail -s coffer finance@example.org",
                       {"一行 JSON，供邮件任务使用", "a line of JSON for a mail job"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
