// coffer batch: many plans, each under many changes, into one store.
#include <ctime>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "coffer/base/sha256.hpp"
#include "coffer/batch/night.hpp"
#include "coffer/report/figures.hpp"
#include "coffer/scenario/wording.hpp"
#include "command.hpp"
#include "memory.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::filesystem::path night_file;
    std::optional<std::filesystem::path> store;
    std::optional<std::string> night;
    int threads = 0;
    std::optional<std::uint64_t> max_memory;
};

void describe(Usage& usage, Options& options) {
    constexpr std::uint64_t most_threads = 1024;
    usage.argument("NIGHT", file(options.night_file),
                   {"批量文件（TOML），写法见 docs/night.zh-CN.md",
                    "the night file (TOML); docs/night.md shows how it is written"});
    usage.option("--store", "FILE", file(options.store),
                 {"存储，默认与批量文件同名的 .db",
                  "the store; NIGHT with the ending .db when "
                  "left out"});
    usage.option(
        "--night", "LABEL", word(options.night),
        {"这一夜的名字，各夜按它排序；默认为今天的日期",
         "what the night is called; nights are ordered by it; today's date when left out"});
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
            std::string place = get(0);
            if (!get(2).empty()) place += "/" + get(2);
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

std::string summary(const batch::NightResult& result, const std::string& night,
                    const std::filesystem::path& place, store::Store& store, Language language) {
    const auto& counts = result.counts;
    const bool complete = result.state == store::NightState::complete;
    std::string text;
    if (language == Language::chinese) {
        text = fmt::format(
            "{}：{}，共 {} 项（方案 × 变体）\n"
            "  完成 {}，方案有错 {}，失败 {}，未算 {}\n"
            "  本次计算 {} 个任务（共 {:.1f} 秒），存储中已有 {} 项\n",
            night, complete ? "已算完" : "没有算完", counts.all(), counts.done, counts.invalid,
            counts.failed, counts.waiting, result.computed, result.seconds, result.known);
    } else {
        text = fmt::format(
            "{}: {}, {} items (plans × variants)\n"
            "  done {}, with mistakes {}, failed {}, not computed {}\n"
            "  {} tasks computed now (in {:.1f} s), {} items were in the store already\n",
            night, complete ? "complete" : "not complete", counts.all(), counts.done,
            counts.invalid, counts.failed, counts.waiting, result.computed, result.seconds,
            result.known);
    }
    text += troubles(store, night, language);
    text += fmt::format(fmt::runtime(language == Language::chinese
                                         ? "存储：{0}（查看变化：coffer morning {0}）\n"
                                         : "Store: {0} (what changed: coffer morning {0})\n"),
                        report::printable(place.string()));
    return text;
}

std::string json(const batch::NightResult& result, const std::string& night,
                 const std::filesystem::path& place) {
    const auto& counts = result.counts;
    const nlohmann::ordered_json json = {{"night", night},
                                         {"complete", result.state == store::NightState::complete},
                                         {"store", place.string()},
                                         {"items", counts.all()},
                                         {"done", counts.done},
                                         {"invalid", counts.invalid},
                                         {"failed", counts.failed},
                                         {"not_computed", counts.waiting},
                                         {"computed_now", result.computed},
                                         {"known", result.known},
                                         {"seconds", result.seconds}};
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const auto night = scenario::read_night_file(options.night_file, diagnostics);
    if (!night) {
        print(diagnostics, speech);
        return mistake;
    }
    const auto place =
        options.store.value_or(std::filesystem::path(options.night_file).replace_extension(".db"));
    const std::string label = options.night.value_or(time_text("%Y-%m-%d", false));
    const auto store = store::open(place, store::Access::batch, diagnostics);
    if (!store) {
        print(diagnostics, speech);
        return mistake;
    }
    constexpr std::uint64_t where_unknown = 4ULL << 30U;
    const batch::NightOptions how{
        label, COFFER_VERSION, program_identity(), options.threads,
        options.max_memory ? *options.max_memory : available_memory().value_or(where_unknown)};
    std::optional<batch::NightResult> result;
    try {
        ProgressBar bar(speech);
        result = batch::run_night(
            *night, *store, how,
            {[] { return time_text("%Y-%m-%dT%H:%M:%SZ", true); },
             [&](std::size_t done, std::size_t total) { bar.show(done, total); }, stop_requested},
            diagnostics);
    } catch (const store::Failure& error) {
        const std::string what = error.what();
        diagnostics.error({place.generic_string(), 0, 0},
                          {"存储写不下去了", "the store could not be written"},
                          scenario::say("{}", "{}", what),
                          {"已写入的都完好；排除故障后再运行一次，会接着算。",
                           "What was written is whole; run again when the cause is gone, and it "
                           "goes on from there."});
        print(diagnostics, speech);
        return failure;
    }
    print(diagnostics, speech);
    if (!result) return mistake;
    if (!speech.quiet()) {
        const bool printed = print(speech.output == Output::json
                                       ? json(*result, label, place)
                                       : summary(*result, label, place, *store, speech.language));
        if (!printed) return failure;
    }
    if (result->state != store::NightState::complete) return stopped;
    return result->counts.invalid + result->counts.failed > 0 ? alert : success;
}

}  // namespace

Command batch() {
    return define<Options>(
        {.name = "batch",
         .chapter = Chapter::many,
         .summary = {"推演许多方案及其变体，结果存入一个文件",
                     "forecast many plans under many changes into one store"},
         .examples = {{"coffer batch province.toml",
                       {"算出今天的一夜，写入 province.db；已有的不再算",
                        "compute today's night into province.db; what is there is not computed "
                        "again"}},
                      {"coffer batch province.toml --store /data/province.db --night 2026-11-29",
                       {"另一个存储，指定这一夜的名字", "another store, and the night's name"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
