// coffer batch: many plans, each under many changes, into one store.
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "coffer/base/sha256.hpp"
#include "coffer/batch/night.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/scenario/source.hpp"
#include "coffer/scenario/wording.hpp"
#include "command.hpp"
#include "commands/batch/shard_folder.hpp"
#include "commands/batch/slurm.hpp"
#include "memory.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::filesystem::path night_file;
    std::optional<std::string> store;
    std::optional<std::string> night;
    bool worker = false;
    bool slurm = false;
    std::optional<std::filesystem::path> shards;
    std::optional<std::size_t> shard;
    bool merge = false;
    std::uint64_t lease = 60;
    int threads = 0;
    std::optional<std::uint64_t> max_memory;
};

void describe(Usage& usage, Options& options) {
    constexpr std::uint64_t most_threads = 1024;
    usage.argument("NIGHT", file(options.night_file),
                   {"批量文件（TOML），写法见 docs/night.zh-CN.md",
                    "the night file (TOML); docs/night.md shows how it is written"});
    usage.option(
        "--store", "STORE", word(options.store),
        {"存储：文件，或 postgresql:// 地址；默认为批量文件中的 store，再没有则为同名的 .db",
         "the store: a file, or postgresql://...; the night file's when left out, and else "
         "NIGHT with the ending .db"});
    usage.option(
        "--night", "LABEL", word(options.night),
        {"这一夜的名字，各夜按它排序；默认为今天的日期",
         "what the night is called; nights are ordered by it; today's date when left out"});
    usage.flag(
        "--worker", options.worker,
        {"不计划，只分担：从 PostgreSQL 存储中领取另一个 coffer batch 计划的任务",
         "plan nothing, but take tasks of a night that another coffer batch has planned from "
         "a PostgreSQL store"});
    usage.flag("--slurm", options.slurm,
               {"交给 Slurm：每个分片约一分钟的计算，全部结束后合并入存储",
                "by Slurm: jobs of about a minute's work each, and one that merges their results "
                "into the store"});
    usage.option("--shards", "DIR", folder(options.shards),
                 {"--slurm 建立的分片目录，供它的作业使用",
                  "a folder of shards that --slurm has made; for its jobs"});
    usage.option("--shard", "K", whole(options.shard, 1, 1000000),
                 {"只算 --shards 中的第 K 个分片", "compute shard K of --shards"});
    usage.flag("--merge", options.merge,
               {"把 --shards 中算好的分片合并入存储",
                "merge the shards of --shards that are there into the store"});
    usage.rule([&options](Diagnostics& diagnostics) {
        const int ways = (options.worker ? 1 : 0) + (options.slurm ? 1 : 0) +
                         (options.shard ? 1 : 0) + (options.merge ? 1 : 0);
        const bool of_shards = options.shard.has_value() || options.merge;
        if (ways <= 1 && of_shards == options.shards.has_value()) return;
        diagnostics.error(
            {}, {"选项不能这样组合", "these options do not go together"},
            {"--worker、--slurm、--shard、--merge 只能取一个；后两个须与 --shards 同用",
             "one of --worker, --slurm, --shard, --merge; the last two with --shards"},
            {"请删去多余的。", "Leave out what is too much."});
    });
    usage.option("--lease", "SECONDS", whole(options.lease, 1, 86400),
                 {"PostgreSQL：多久没有音信就当作已中断，也是等待服务器恢复的时间；默认 60 秒",
                  "PostgreSQL: after how long without a sign a worker is taken for dead, and how "
                  "long a server that is away is waited for; 60 when left out"});
    usage.option("--threads", "T", whole(options.threads, 1, most_threads),
                 {"线程数，默认用满机器", "threads; all of the machine when left out"});
    usage.option("--max-memory", "SIZE", bytes(options.max_memory),
                 {"各方案同时占用的内存上限，如 4G；默认为当前可用内存",
                  "memory that plans may hold at once, like 4G; what is free now when left out"});
}

std::string time_text(const char* form, bool utc) {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    utc ? ::gmtime_r(&now, &parts) : ::localtime_r(&now, &parts);
    char text[64];
    return {text, std::strftime(text, sizeof text, form, &parts)};
}

/// The version, and a hash of the program file: a rebuilt program may compute other figures.
std::string program_identity() {
    std::ifstream stream("/proc/self/exe", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (bytes.empty()) throw std::runtime_error("cannot read /proc/self/exe");
    return std::string(COFFER_VERSION) + "+" + coffer::sha256(bytes).substr(0, 12);
}

/// A first lines' worth of plans with mistakes; `coffer morning` tells of all.
std::string troubles(store::Store& store, const std::string& night, Language language) {
    constexpr std::size_t most = 10;
    std::string text;
    std::size_t count = 0;
    const bool chinese = language == Language::chinese;
    store.query(
        "SELECT plan, variant, file, line, problem_zh, problem_en FROM night_tasks JOIN "
        "diagnostics AS d USING (task) JOIN tasks USING (task) WHERE night = ?1 AND "
        "state = 'invalid' AND severity = 'error' AND number = (SELECT min(number) FROM "
        "diagnostics AS f WHERE f.task = d.task AND f.severity = 'error') "
        "UNION ALL SELECT plan, variant, '', 0, trouble_zh, trouble_en FROM night_tasks JOIN tasks "
        "USING (task) WHERE night = ?1 AND state = 'failed' ORDER BY 1, 2",
        {night}, [&](const auto&, const std::vector<store::Value>& row) {
            if (++count > most) return;
            const auto get = [&](std::size_t i) { return std::get<std::string>(row[i]); };
            // A workbook's own places are named from the folder that it lies in.
            std::filesystem::path plan(get(0));
            if (!get(2).empty() && scenario::is_workbook_name(plan.filename().string())) {
                plan = plan.parent_path();
            }
            std::string place = get(2).empty() ? get(0) : (plan / get(2)).generic_string();
            if (const auto line = std::get<std::int64_t>(row[3]); line > 0) {
                place += ":" + std::to_string(line);
            }
            const std::string variant = get(1).empty() ? "" : " [" + get(1) + "]";
            text += "  " +
                    report::printable(place + variant + (chinese ? "：" : ": ") +
                                      get(chinese ? 4 : 5)) +
                    "\n";
        });
    if (count > most) {
        text += fmt::format(fmt::runtime(chinese ? "  ……另有 {} 项\n" : "  ... and {} more\n"),
                            count - most);
    }
    return text;
}

/// What has no outcome, whoever has it.
std::size_t open_items(const store::Counts& counts) { return counts.waiting + counts.running; }

nlohmann::ordered_json id_of(batch::Unfinished why) {
    switch (why) {
        case batch::Unfinished::nothing:
            return nullptr;
        case batch::Unfinished::interrupted:
            return "interrupted";
        case batch::Unfinished::not_as_planned:
            return "not_as_planned";
        case batch::Unfinished::elsewhere:
            return "elsewhere";
        case batch::Unfinished::missing:
            return "missing";
    }
    return nullptr;
}

/// Says why the night is not complete, also where nothing else is printed. Returns the exit code.
ExitCode unfinished(const batch::NightResult& result, const std::string& night,
                    const Speech& speech) {
    Text why, suggestion;
    switch (result.why) {
        case batch::Unfinished::nothing:
            return success;
        case batch::Unfinished::interrupted:
            why = {"收到了停止的要求（Ctrl-C 或 SIGTERM）",
                   "it was asked to stop (Ctrl-C or SIGTERM)"};
            suggestion = {"再运行一次，会接着算。", "Run it again, and it goes on from there."};
            break;
        case batch::Unfinished::not_as_planned:
            why = {"有方案在这里与计划时不同，或不在这里",
                   "plans are not here, or not what they were when the night was planned"};
            suggestion = {
                "计划这一夜的 coffer batch 会算它们，或再运行它一次；各主机的方案须相同。",
                "The coffer batch that planned the night computes them, or run that "
                "again; plans must be the same on every host."};
            break;
        case batch::Unfinished::elsewhere:
            why = {"其余的任务由别的进程领取", "other processes have what is left, or will"};
            suggestion = {"等它们算完，或再运行一次；coffer store 列出各夜的情况。",
                          "Wait for them, or run it again; coffer store lists how nights stand."};
            break;
        case batch::Unfinished::missing:
            why = {"有分片没有结果：它的作业失败了，或还没有结束",
                   "shards have no results: their jobs failed, or have not ended"};
            suggestion = {"请看分片目录中的日志；再运行 coffer batch --slurm，会补交没有算的。",
                          "Look at the logs in the folder of shards; coffer batch --slurm submits "
                          "what is missing again."};
            break;
    }
    Diagnostics diagnostics;
    diagnostics.error({}, scenario::say("{} 没有算完", "{} is not complete", night), std::move(why),
                      std::move(suggestion));
    print(diagnostics, speech);
    return result.why == batch::Unfinished::interrupted ? stopped : alert;
}

std::string summary(const batch::NightResult& result, const std::string& night,
                    const std::string& place, store::Store& store, Language language) {
    const auto& counts = result.counts;
    const bool complete = result.state == store::NightState::complete;
    std::string text;
    if (language == Language::chinese) {
        text = fmt::format(
            "{}：{}，共 {} 项（方案 × 变体）\n"
            "  完成 {}，方案有错 {}，失败 {}，未算 {}\n"
            "  本次计算 {} 个任务（共 {:.1f} 秒），存储中已有 {} 项\n",
            night, complete ? "已算完" : "没有算完", counts.all(), counts.done, counts.invalid,
            counts.failed, open_items(counts), result.computed, result.seconds, result.known);
    } else {
        text = fmt::format(
            "{}: {}, {} items (plans × variants)\n"
            "  done {}, with mistakes {}, failed {}, not computed {}\n"
            "  {} tasks computed now (in {:.1f} s), {} items were in the store already\n",
            night, complete ? "complete" : "not complete", counts.all(), counts.done,
            counts.invalid, counts.failed, open_items(counts), result.computed, result.seconds,
            result.known);
    }
    text += troubles(store, night, language);
    text += fmt::format(fmt::runtime(language == Language::chinese
                                         ? "存储：{0}（查看变化：coffer morning {0}）\n"
                                         : "Store: {0} (what changed: coffer morning {0})\n"),
                        report::printable(place));
    return text;
}

std::string json(const batch::NightResult& result, const std::string& night,
                 const std::string& place) {
    const auto& counts = result.counts;
    const nlohmann::ordered_json json = {{"night", night},
                                         {"complete", result.state == store::NightState::complete},
                                         {"store", place},
                                         {"items", counts.all()},
                                         {"done", counts.done},
                                         {"invalid", counts.invalid},
                                         {"failed", counts.failed},
                                         {"not_computed", open_items(counts)},
                                         {"unfinished", id_of(result.why)},
                                         {"computed_now", result.computed},
                                         {"known", result.known},
                                         {"seconds", result.seconds}};
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// The last night that is not complete; else today's, which others may plan yet.
std::string open_night(store::Store& store) {
    std::string label = time_text("%Y-%m-%d", false);
    for (const store::Night& night : store.nights()) {
        if (night.state != store::NightState::complete) label = night.night;
    }
    return label;
}

batch::NightOptions night_options(const Options& options, std::string label) {
    constexpr std::uint64_t where_unknown = 4ULL << 30U;
    return {std::move(label), COFFER_VERSION, program_identity(), options.threads,
            options.max_memory ? *options.max_memory : available_memory().value_or(where_unknown)};
}

batch::Surroundings surroundings_of(ProgressBar& bar) {
    return {[] { return time_text("%Y-%m-%dT%H:%M:%SZ", true); },
            [&bar](std::size_t done, std::size_t total) { bar.show(done, total); }, stop_requested};
}

ExitCode told(const batch::NightResult& result, const std::string& label, const std::string& place,
              store::Store& store, const Speech& speech) {
    if (!speech.quiet()) {
        const std::string text = speech.output == Output::json
                                     ? json(result, label, place)
                                     : summary(result, label, place, store, speech.language);
        if (!print(text)) return failure;
    }
    if (result.state != store::NightState::complete) return unfinished(result, label, speech);
    return result.counts.invalid + result.counts.failed > 0 ? alert : success;
}

/// Here, alone or beside workers.
ExitCode compute(const Options& options, const scenario::NightFile& night, const std::string& place,
                 const Speech& speech, Diagnostics& diagnostics) {
    store::Terms terms;
    terms.lease = static_cast<double>(options.lease);
    const auto store = store::open(
        place, options.worker ? store::Access::work : store::Access::batch, diagnostics, terms);
    if (!store) return mistake;
    const std::string label =
        options.night.value_or(options.worker ? open_night(*store) : time_text("%Y-%m-%d", false));
    const auto how = night_options(options, label);
    std::optional<batch::NightResult> result;
    {
        ProgressBar bar(speech);
        result = options.worker
                     ? batch::work_on_night(night, *store, how, surroundings_of(bar), diagnostics)
                     : batch::run_night(night, *store, how, surroundings_of(bar), diagnostics);
    }
    if (!result) return mistake;
    return told(*result, label, store::shown(place), *store, speech);
}

/// By jobs of Slurm.
ExitCode send(const Options& options, const scenario::NightFile& night, const std::string& place,
              const Speech& speech, Diagnostics& diagnostics) {
    constexpr double shard_seconds = 60.0;
    constexpr std::size_t most_shards = 1000;  // an array of Slurm may have, unless it says more
    const std::string label = options.night.value_or(time_text("%Y-%m-%d", false));
    const int threads = std::max(1, options.threads);
    const auto store = store::open(place, store::Access::shards, diagnostics);
    if (!store) return mistake;
    ProgressBar bar(speech);
    const auto surroundings = surroundings_of(bar);
    const auto how = night_options(options, label);
    const auto shards = batch::plan_shards(night, *store, how, surroundings,
                                           shard_seconds * threads, most_shards, diagnostics);
    if (!shards) return mistake;
    if (shards->empty()) {
        batch::NightResult result;
        result.state = store->end_night(label, surroundings.now());
        result.counts = store->counts(label);
        result.known = result.counts.all();
        if (result.state != store::NightState::complete) result.why = batch::Unfinished::elsewhere;
        return told(result, label, store::shown(place), *store, speech);
    }
    const std::string whole_place =
        store::is_server(place) ? place : std::filesystem::absolute(place).string();
    const auto folder =
        write_shard_folder(options.night_file, {label, whole_place, how.program, *shards});
    SlurmRequest request;
    request.command = {std::filesystem::read_symlink("/proc/self/exe").string(),
                       "batch",
                       std::filesystem::absolute(options.night_file).string(),
                       "--shards",
                       folder.string(),
                       "--threads",
                       std::to_string(threads)};
    if (options.max_memory) {
        request.command.insert(request.command.end(),
                               {"--max-memory", std::to_string(*options.max_memory)});
    }
    request.folder = folder;
    request.name = "coffer";
    request.shards = shards->size();
    request.threads = threads;
    request.memory = options.max_memory;
    const auto jobs = submit(request, diagnostics);
    if (!jobs) return failure;
    if (speech.quiet()) return success;
    const std::string text =
        speech.output == Output::json
            ? nlohmann::ordered_json{{"night", label},
                                     {"shards", shards->size()},
                                     {"folder", folder.string()},
                                     {"array_job", jobs->shards},
                                     {"merge_job", jobs->merge}}
                      .dump(1) +
                  "\n"
            : fmt::format(
                  fmt::runtime(speech.chinese()
                                   ? "{}：已提交 {} 个分片（任务 {}），随后合并（任务 {}）\n"
                                     "日志：{}\n"
                                   : "{}: {} shards submitted (job {}), then a merge (job "
                                     "{})\nLogs: {}\n"),
                  label, shards->size(), jobs->shards, jobs->merge,
                  report::printable(folder.string()));
    return print(text) ? success : failure;
}

/// One shard, into a file of its own that has its name only when it is whole: a job may run twice.
ExitCode compute_shard(const Options& options, const scenario::NightFile& night,
                       const ShardFolder& shards, const Speech& speech, Diagnostics& diagnostics) {
    const auto file = shard_file(*options.shards, *options.shard);
    if (std::filesystem::exists(file)) return success;
    if (*options.shard > shards.shards.size()) {
        diagnostics.error({}, {"没有这个分片", "there is no such shard"},
                          scenario::say("共 {} 个", "there are {}", shards.shards.size()),
                          {"分片从 1 数起。", "Shards count from 1."});
        return mistake;
    }
    std::string host(256, '\0');
    ::gethostname(host.data(), host.size() - 1);
    const std::string part =
        file.string() + "." + host.c_str() + "-" + std::to_string(::getpid()) + ".part";
    std::optional<batch::NightResult> result;
    {
        const auto store = store::open(part, store::Access::shards, diagnostics);
        if (!store) return mistake;
        ProgressBar bar(speech);
        result = batch::run_shard(night, shards.shards[*options.shard - 1], *store,
                                  night_options(options, shards.night), surroundings_of(bar),
                                  diagnostics);
    }
    std::filesystem::remove(part + ".lock");
    if (!result) return mistake;
    if (result->state != store::NightState::complete) {
        std::filesystem::remove(part);
        return unfinished(*result, shards.night, speech);
    }
    std::filesystem::rename(part, file);
    return success;
}

/// Loads a shard's file into the store; what is damaged, when it is.
std::optional<Text> merge_file(const std::filesystem::path& file, store::Store& store,
                               const batch::NightOptions& how) {
    Diagnostics of_shard;
    // Of one that is damaged inside, what is sound is loaded.
    const auto shard = store::open(file.string(), store::Access::inspect, of_shard);
    if (shard) return batch::merge_shard(*shard, store, how);
    return of_shard.sorted().front().why;
}

/// Merges what is there of a shard. One that is damaged is computed again, here.
void merge_one(const Options& options, std::size_t number, const scenario::NightFile& night,
               const ShardFolder& shards, store::Store& store, const Speech& speech,
               Diagnostics& diagnostics) {
    const auto file = shard_file(*options.shards, number);
    if (!std::filesystem::exists(file)) return;
    const auto how = night_options(options, shards.night);
    const auto damage = merge_file(file, store, how);
    if (!damage) return;
    diagnostics.warning(
        {file.generic_string(), 0, 0},
        {"分片损坏，其中的任务已重新计算", "a shard is damaged, and its tasks are computed again"},
        *damage,
        {"请检查磁盘；其余分片不受影响。", "Look after the disk; other shards are whole."});
    std::filesystem::remove(file);
    Options again = options;
    again.shard = number;
    if (compute_shard(again, night, shards, speech, diagnostics) != success) return;
    if (const auto still = merge_file(file, store, how)) {
        diagnostics.warning({file.generic_string(), 0, 0},
                            {"分片再次损坏", "the shard is damaged again"}, *still,
                            {"请检查磁盘，再运行 coffer batch --slurm。",
                             "Look after the disk, then run coffer batch --slurm again."});
    }
}

ExitCode merge(const Options& options, const scenario::NightFile& night, const ShardFolder& shards,
               const Speech& speech, Diagnostics& diagnostics) {
    const auto store = store::open(shards.store, store::Access::shards, diagnostics);
    if (!store) return mistake;
    const store::Counts before = store->counts(shards.night);
    for (std::size_t number = 1; number <= shards.shards.size(); ++number) {
        merge_one(options, number, night, shards, *store, speech, diagnostics);
    }
    batch::NightResult result;
    result.state = store->end_night(shards.night, time_text("%Y-%m-%dT%H:%M:%SZ", true));
    result.counts = store->counts(shards.night);
    result.computed =
        before.waiting + before.running - result.counts.waiting - result.counts.running;
    result.known = result.counts.all() - before.waiting - before.running;
    const bool complete = result.state == store::NightState::complete;
    if (complete) {
        std::filesystem::remove_all(*options.shards);
    } else {
        result.why = stop_requested() ? batch::Unfinished::interrupted : batch::Unfinished::missing;
    }
    // A job that ends with another code is failed to Slurm; what the night needs is in the log and
    // the store.
    const ExitCode code = told(result, shards.night, store::shown(shards.store), *store, speech);
    if (code != alert) return code;
    return complete ? success : failure;
}

ExitCode act(const Options& options, const Speech& speech, Diagnostics& diagnostics) {
    const auto night = scenario::read_night_file(options.night_file, diagnostics);
    if (!night) return mistake;
    if (options.shards) {
        const auto shards = read_shard_folder(*options.shards, program_identity(), diagnostics);
        if (!shards) return mistake;
        return options.shard ? compute_shard(options, *night, *shards, speech, diagnostics)
                             : merge(options, *night, *shards, speech, diagnostics);
    }
    const std::string place = options.store.value_or(night->store.value_or(
        std::filesystem::path(options.night_file).replace_extension(".db").string()));
    return options.slurm ? send(options, *night, place, speech, diagnostics)
                         : compute(options, *night, place, speech, diagnostics);
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    ExitCode code = failure;
    const auto failed = [&](const Text& why) {
        diagnostics.error({options.night_file.generic_string(), 0, 0},
                          {"存储写不下去了", "the store could not be written"}, why,
                          {"已写入的都完好；排除故障后再运行一次，会接着算。",
                           "What was written is whole; run again when the cause is gone, and it "
                           "goes on from there."});
    };
    try {
        code = act(options, speech, diagnostics);
    } catch (const store::Failure& error) {
        failed(error.why());
    } catch (const std::filesystem::filesystem_error& error) {
        const std::string what = error.what();
        failed({what, what});
    }
    print(diagnostics, speech);
    return code;
}

}  // namespace

Command batch() {
    return define<Options>(
        {.name = "batch",
         .chapter = Chapter::many,
         .summary = {"推演许多方案及其变体，结果存入一个文件",
                     "forecast many plans under many changes into one store"},
         .examples =
             {{"coffer batch province.toml",
               {"算出今天的一夜，写入 province.db；已有的不再算",
                "compute today's night into province.db; what is there is not computed "
                "again"}},
              {"coffer batch province.toml --store /data/province.db --night 2026-11-29",
               {"另一个存储，指定这一夜的名字", "another store, and the night's name"}},
              {"coffer batch province.toml --store postgresql://db.example.org/nights",
               {"存入 PostgreSQL 数据库", "into a PostgreSQL database"}},
              {"coffer batch province.toml --store postgresql://db.example.org/nights --worker",
               {"在另一台主机上分担这一夜", "share that night's work on another host"}},
              {"coffer batch province.toml --slurm",
               {"由 Slurm 的各节点计算", "compute it on the nodes of a Slurm cluster"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
