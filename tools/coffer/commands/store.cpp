// coffer store: what a store holds; export, prune, verify.
#include "coffer/store/store.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "coffer/report/text_table.hpp"
#include "coffer/scenario/wording.hpp"
#include "command.hpp"
#include "commands/store/export.hpp"

namespace coffer::tool::commands {
namespace {

enum class Action { list, write_csv, prune, verify, dump };

struct Options {
    std::string store;
    Action action = Action::list;
    std::optional<std::string> night;
    std::optional<std::filesystem::path> out;
    std::optional<std::uint64_t> days;
};

void describe(Usage& usage, Options& options) {
    usage.argument("STORE", file(options.store),
                   {"coffer batch 写的存储：文件，或 postgresql:// 地址",
                    "a store of coffer batch: a file, or postgresql://..."});
    usage.argument("ACTION",
                   choice<Action>(options.action, {{"list", Action::list},
                                                   {"export", Action::write_csv},
                                                   {"prune", Action::prune},
                                                   {"verify", Action::verify},
                                                   {"dump", Action::dump}}),
                   {"list 列出各夜（默认）；export 导出一夜为 CSV；prune 删去旧的；verify 检查；"
                    "dump 按固定顺序打印全部内容，供比较",
                    "list the nights (when left out); export one as CSV; prune old ones; verify; "
                    "dump everything in a fixed order, to compare"},
                   0);
    usage.option("--night", "LABEL", word(options.night),
                 {"export：哪一夜，默认最近完整的一夜",
                  "export: which night; the latest complete "
                  "one when left out"});
    usage.option("--out", "DIR", written(folder(options.out)),
                 {"export：写到这个新目录，默认 <夜>-csv",
                  "export: the new folder to write; <night>-csv when left out"});
    usage.option("--days", "N", whole(options.days, 1, 100000),
                 {"prune：删去 N 天以前开始的各夜（最近完整的一夜总会留下）",
                  "prune: remove nights that began more than N days ago (the latest complete one "
                  "always stays)"});
    usage.rule([&options](Diagnostics& diagnostics) {
        if (options.action == Action::prune && !options.days) {
            diagnostics.error({}, {"prune 缺少 --days", "prune needs --days"},
                              {"要说明删去多久以前的", "it must be said how old is too old"},
                              {"如 --days 90。", "Like --days 90."});
        }
    });
}

Text name_of(store::NightState state) {
    switch (state) {
        case store::NightState::running:
            return {"进行中或已中断", "running or broken off"};
        case store::NightState::stopped:
            return {"没有算完", "stopped"};
        case store::NightState::complete:
            return {"完整", "complete"};
    }
    return {};
}

std::optional<std::string> latest_complete(store::Store& store) {
    std::optional<std::string> latest;
    for (const store::Night& night : store.nights()) {
        if (night.state == store::NightState::complete) latest = night.night;
    }
    return latest;
}

ExitCode list(store::Store& store, const Speech& speech) {
    if (speech.quiet()) return success;
    const bool zh = speech.chinese();
    report::TextTable table({{zh ? "夜" : "night", report::Align::left},
                             {zh ? "名称" : "name", report::Align::left},
                             {zh ? "状态" : "state", report::Align::left},
                             {zh ? "完成" : "done"},
                             {zh ? "有错" : "mistakes"},
                             {zh ? "失败" : "failed"},
                             {zh ? "未算" : "open"},
                             {zh ? "程序" : "program", report::Align::left}});
    for (const store::Night& night : store.nights()) {
        const store::Counts counts = store.counts(night.night);
        table.add({report::printable(night.night),
                   report::printable(night.name.in(speech.language)),
                   name_of(night.state).in(speech.language), std::to_string(counts.done),
                   std::to_string(counts.invalid), std::to_string(counts.failed),
                   std::to_string(counts.waiting + counts.running), night.program});
    }
    return print(table.render()) ? success : failure;
}

ExitCode write_csv(store::Store& store, const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const auto nights = store.nights();
    const auto night = options.night ? options.night : latest_complete(store);
    const bool there = night && std::any_of(nights.begin(), nights.end(),
                                            [&](const auto& each) { return each.night == *night; });
    if (!there) {
        diagnostics.error({}, {"没有这一夜", "there is no such night"},
                          night ? scenario::say("{}", "{}", *night)
                                : Text{"还没有完整的一夜", "no night is complete yet"},
                          {"coffer store 列出各夜。", "coffer store lists the nights."});
    } else {
        const auto folder = options.out.value_or(*night + "-csv");
        if (export_night(store, *night, folder, diagnostics)) {
            if (speech.quiet()) return success;
            return print(fmt::format(
                       fmt::runtime(speech.chinese() ? "{} 已写入 {}\n" : "{} written to {}\n"),
                       report::printable(*night), report::printable(folder.string())))
                       ? success
                       : failure;
        }
    }
    print(diagnostics, speech);
    return mistake;
}

ExitCode prune(store::Store& store, const Options& options, const Speech& speech) {
    constexpr std::time_t day = 24 * 60 * 60;
    const std::time_t border = std::time(nullptr) - static_cast<std::time_t>(*options.days) * day;
    std::tm parts{};
    ::gmtime_r(&border, &parts);
    char text[64];
    const std::string before(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts));
    const auto latest = latest_complete(store);
    std::vector<std::string> old;
    for (const store::Night& night : store.nights()) {
        if (night.started < before && night.night != latest) old.push_back(night.night);
    }
    if (!old.empty()) store.remove(old);
    if (speech.quiet()) return success;
    return print(fmt::format(
               fmt::runtime(speech.chinese() ? "删去了 {} 夜\n" : "{} nights removed\n"),
               old.size()))
               ? success
               : failure;
}

ExitCode verify(store::Store& store, const Speech& speech) {
    const std::vector<Text> troubles = store.verify();
    for (const Text& trouble : troubles) {
        print_error(report::printable(trouble.in(speech.language)) + "\n");
    }
    if (!troubles.empty()) return failure;
    if (speech.quiet()) return success;
    return print(speech.chinese() ? "完好：每一项结果都与写入时相同。\n"
                                  : "Sound: every result is what was written.\n")
               ? success
               : failure;
}

ExitCode act(store::Store& store, const Options& options, const Speech& speech) {
    switch (options.action) {
        case Action::list:
            return list(store, speech);
        case Action::write_csv:
            return write_csv(store, options, speech);
        case Action::prune:
            return prune(store, options, speech);
        case Action::verify:
            return verify(store, speech);
        case Action::dump:
            return dump(store) ? success : failure;
    }
    return failure;
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    // Pruning beside a batch could take away what it counts on.
    const auto access = options.action == Action::prune    ? store::Access::write
                        : options.action == Action::verify ? store::Access::inspect
                                                           : store::Access::read;
    try {
        const auto store = store::open(options.store, access, diagnostics);
        if (store) return act(*store, options, speech);
        print(diagnostics, speech);
        return mistake;
    } catch (const store::Failure& error) {
        diagnostics.error({store::shown(options.store), 0, 0},
                          {"存储读写失败", "the store cannot be read or written"}, error.why(),
                          error.no_room()
                              ? Text{"存储没有变；请腾出空间后再运行一次。",
                                     "The store is as it was; free some room and run it again."}
                              : Text{"文件可能已损坏：请从备份恢复，或换一个文件重新计算。",
                                     "The file may be damaged: restore a backup, or compute again "
                                     "into another file."});
        print(diagnostics, speech);
        return failure;
    }
}

}  // namespace

Command store() {
    return define<Options>(
        {.name = "store",
         .chapter = Chapter::many,
         .summary = {"列出、导出、清理、检查存储", "list, export, prune and verify a store"},
         .examples = {{"coffer store province.db", {"列出各夜", "list the nights"}},
                      {"coffer store province.db export --night 2026-11-29 --out tables",
                       {"把一夜导出为 CSV", "write a night as CSV files"}},
                      {"coffer store province.db prune --days 90",
                       {"删去 90 天以前的各夜", "remove nights older than 90 days"}}},
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
