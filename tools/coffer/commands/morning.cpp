// coffer morning: what the last night changed, why, and who needs to be looked at.
#include "coffer/batch/morning.hpp"

#include "coffer/report/answer_page.hpp"
#include "coffer/report/answer_text.hpp"
#include "coffer/report/answer_workbook.hpp"
#include "coffer/report/morning_answer.hpp"
#include "coffer/scenario/wording.hpp"
#include "command.hpp"
#include "commands/morning/json.hpp"
#include "report_file.hpp"
#include "workbook_file.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::string store;
    std::optional<std::string> night;
    std::uint64_t plans = 10;
    std::optional<std::filesystem::path> workbook;
    ReportOption report;
    bool force = false;
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
    usage.option("--xlsx", "FILE", written(file(options.workbook)),
                 {"另写一个工作簿：结论，和每个表一页",
                  "write a workbook too: the verdict, and a sheet for each table"});
    options.report.describe(usage);
    usage.flag("--force", options.force,
               {"替换已有的文件，每夜写同一个文件时用",
                "replace files that are there, as when every night writes the same"});
}

/// The page of a morning: there is no plan, seed or number of paths that would be all items'.
report::AnswerFrame frame_of(const batch::Morning& morning, const Options& options) {
    const std::string place = store::shown(options.store);
    report::page::TableBlock origin;
    origin.title = {"这一夜", "This night"};
    origin.columns = {{{"项", "Item"}, std::nullopt, false},
                      {{"值", "Value"}, std::nullopt, false}};
    origin.rows = {{Text{"存储", "Store"}, place}};
    return {{morning.name.zh + " 晨报", morning.name.en + ": the morning"},
            {morning.night, morning.night},
            {},
            std::move(origin)};
}

/// Workbook and page, where they are asked for.
bool write_files(const batch::Morning& morning, const results::Answer& answer,
                 const Options& options, const Speech& speech) {
    Diagnostics troubles;
    if (options.workbook) {
        const Text title{morning.name.zh + " " + morning.night + " 晨报",
                         morning.name.en + ", morning of " + morning.night};
        const auto existing = options.force ? report::Existing::replace : report::Existing::keep;
        static_cast<void>(write_workbook(report::answer_workbook(answer, title, speech.language),
                                         *options.workbook, existing, troubles));
    }
    if (options.report.file && !troubles.has_errors()) {
        auto page = report::answer_page(answer, frame_of(morning, options));
        page.command = report::without_folders(speech.typed);
        static_cast<void>(
            write_report(page, {*options.report.file, {}}, speech.language, troubles));
    }
    print(troubles, speech);
    return !troubles.has_errors();
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    if (options.workbook) {
        static_cast<void>(report::check_file(
            *options.workbook, options.force ? report::Existing::replace : report::Existing::keep,
            diagnostics));
    }
    if (options.report.file) {
        check_report({*options.report.file, {}}, options.force ? IfThere::replace : IfThere::refuse,
                     diagnostics);
    }
    if (diagnostics.has_errors()) {
        print(diagnostics, speech);
        return mistake;
    }
    std::optional<batch::Morning> morning;
    try {
        const auto store = store::open(options.store, store::Access::read, diagnostics);
        if (store) morning = batch::morning(*store, options.night, options.plans, diagnostics);
    } catch (const store::Failure& error) {
        diagnostics.error({store::shown(options.store), 0, 0},
                          {"存储读不了", "the store cannot be read"}, error.why(),
                          {"文件可能已损坏：coffer store STORE verify 会检查它。",
                           "The file may be damaged; coffer store STORE verify checks it."});
        print(diagnostics, speech);
        return failure;
    }
    print(diagnostics, speech);
    if (!morning) return mistake;
    const results::Answer answer = report::morning_answer(*morning);
    if (!write_files(*morning, answer, options, speech)) return failure;
    if (!speech.quiet() &&
        !print(speech.output == Output::json ? morning_json(*morning)
                                             : report::answer_text(answer, speech.language))) {
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
         .examples =
             {{"coffer morning province.db",
               {"与前一夜相比；有事要看时退出码为 3",
                "against the night before; exit code 3 when somebody should look"}},
              {"coffer morning province.db --xlsx morning.xlsx --report morning.html --force",
               {"另写工作簿和网页", "as a workbook and a page, too"}},
              {"coffer morning province.db --json | mail -s coffer finance@example.org",
               {"一行 JSON，供邮件任务使用", "a line of JSON for a mail job"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
