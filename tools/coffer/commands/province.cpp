// coffer province: counties added up path by path.
#include "coffer/batch/province.hpp"

#include <algorithm>

#include "coffer/base/sha256.hpp"
#include "coffer/batch/quota.hpp"
#include "coffer/report/province_answer.hpp"
#include "coffer/report/quota_answer.hpp"
#include "coffer/scenario/night_file.hpp"
#include "coffer/scenario/wording.hpp"
#include "memory.hpp"
#include "question.hpp"

namespace coffer::tool::commands {
namespace {

struct Options {
    std::filesystem::path night_file;
    std::optional<std::string> variant;
    std::vector<std::string> figures;
    std::optional<std::string> tail;
    std::optional<int> year;
    std::optional<model::Source::Kind> split;  ///< the question is about this quota
    std::optional<std::uint64_t> red;
    std::optional<double> step;
    std::optional<std::uint64_t> moves;
    MoneyUnit unit = MoneyUnit::yi;
    RunOptions run;  // where NIGHT says nothing else
    OutOptions out;
    ReportOption report;
};

void describe(Usage& usage, Options& options) {
    usage.argument("NIGHT", file(options.night_file),
                   {"列出各县方案的批量文件（TOML），写法见 docs/night.zh-CN.md",
                    "the night file (TOML) that lists the counties' plans; docs/night.md shows how "
                    "it is written"});
    usage.option("--variant", "ID", word(options.variant),
                 {"批量文件中的一个变体，用于每个县；默认为原方案",
                  "a variant of NIGHT, for every county; plans as they are when left out"});
    usage.option(
        "--figure", "INDICATOR", words(options.figures),
        {"另加一个要合计的指标，可重复；总有债务、投资、收入、欠付和库款",
         "one more indicator to add up, repeatable; debt, investment, revenue, arrears and "
         "cash are always there"});
    usage.option("--tail", "INDICATOR", word(options.tail),
                 {"按哪个指标的合计看最坏的路径和各县的份额；默认 debt_total",
                  "whose sum tells the worst paths and the counties' shares in them; debt_total "
                  "when left out"});
    usage.option("--year", "Y", whole(options.year, 1900, 2200),
                 {"看哪一年的最坏路径；默认最后一年",
                  "the year of the worst paths; the last when left out"});
    usage.option("--split", "KIND",
                 choice<model::Source::Kind>(options.split,
                                             {{"专项债券", model::Source::Kind::special_bond},
                                              {"special_bond", model::Source::Kind::special_bond},
                                              {"一般债券", model::Source::Kind::general_bond},
                                              {"general_bond", model::Source::Kind::general_bond}}),
                 {"换一个问题：这种债券的额度在各县之间怎样分配，最坏路径上的 --tail 最好",
                  "another question: which split of the quota of these bonds over the counties "
                  "makes --tail least bad on its worst paths"});
    usage.option("--red", "K", whole(options.red, 1, 100000),
                 {"--split：改为降低 --year 年末至少 K 个县为红色的概率",
                  "--split: lower the probability that at least K counties are red at the end of "
                  "--year instead"});
    usage.option("--step", "SHARE", number(options.step, 0.001, 10.0),
                 {"--split：每步移动平均每县额度的多少，默认 0.25",
                  "--split: what moves at once, as a share of an average county's quota; 0.25 "
                  "when left out"});
    usage.option("--moves", "N", whole(options.moves, 1, 1000000),
                 {"--split：最多移动几步，默认 100",
                  "--split: how many steps to make at most; 100 when left out"});
    usage.rule([&options](Diagnostics& diagnostics) {
        const bool of_split = options.red || options.step || options.moves;
        if ((options.split || !of_split) && !(options.red && options.tail)) return;
        diagnostics.error(
            {}, {"选项不能这样组合", "these options do not go together"},
            {"--red、--step、--moves 须与 --split 同用；--red 与 --tail 只能取一个",
             "--red, --step and --moves go with --split; --red and --tail are two goals"},
            {"请补上 --split，或删去多余的。", "Add --split, or leave out what is too much."});
    });
    std::vector<std::pair<std::string, MoneyUnit>> units;
    for (const MoneyUnitInfo& each : money_units) {
        units.emplace_back(each.zh, each.unit);
        units.emplace_back(each.id, each.unit);
    }
    usage.option("--unit", "UNIT", choice<MoneyUnit>(options.unit, std::move(units)),
                 {"看到的金额用亿元、万元还是元；默认亿元",
                  "yi, wan or yuan (10^8, 10^4, 1): in what amounts are shown; yi when left out"});
    usage.option("--paths", "N", whole(options.run.paths, 1, run::most_paths),
                 {"每个县的路径数；默认用批量文件的，没有则 10000",
                  "paths of each county; NIGHT's when left out, else 10000"});
    usage.option(
        "--seed", "S", whole(options.run.seed),
        {"随机种子；默认用批量文件的，没有则 1", "random seed; NIGHT's when left out, else 1"});
    usage.option("--threads", "T",
                 whole(options.run.threads, 1, static_cast<std::uint64_t>(run::most_threads)),
                 {"线程数，默认用满机器", "threads; all of the machine when left out"});
    usage.option(
        "--max-memory", "SIZE", bytes(options.run.max_memory),
        {"各县同时占用的内存上限，如 4G；默认为当前可用内存",
         "memory that counties may hold at once, like 4G; what is free now when left out"});
    options.out.describe(usage, "-province");
    options.report.describe(usage);
}

/// An indicator whose totals may be added up.
std::optional<model::Indicator> summable(const std::string& id, const char* option,
                                         Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const auto& info : model::indicator_register()) {
        if (adds_up(info)) known.push_back(info.id);
        if (info.id != id) continue;
        if (adds_up(info)) return info.indicator;
        diagnostics.error(
            {option, 0, 0}, scenario::say("{} 是比率", "{} is a ratio", id),
            {"各县的比率不能相加", "ratios of counties do not add up"},
            {"请用它的分子或分母，如 debt_total。", "Take what it is made of, like debt_total."});
        return std::nullopt;
    }
    diagnostics.error({option, 0, 0},
                      scenario::say("没有指标 {}", "there is no indicator {}", scenario::quote(id)),
                      {"不能合计", "it cannot be added up"},
                      scenario::did_you_mean(id, known,
                                             {"docs/indicators.zh-CN.md 列出了指标。",
                                              "docs/indicators.md lists them."}));
    return std::nullopt;
}

const scenario::Change* variant_named(const scenario::NightFile& night, const std::string& id,
                                      Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const scenario::Change& each : night.variants) {
        if (each.id == id) return &each;
        known.push_back(each.id);
    }
    diagnostics.error({"--variant", 0, 0},
                      scenario::say("批量文件没有变体 {}", "the night file has no variant {}",
                                    scenario::quote(id)),
                      scenario::say("变体有：{}", "it has: {}", scenario::listed(known)),
                      scenario::did_you_mean(id, known, {"请改正。", "Correct it."}));
    return nullptr;
}

batch::ProvinceOptions wanted(const Options& options, const scenario::NightFile& night,
                              Diagnostics& diagnostics) {
    batch::ProvinceOptions how;
    how.plans = batch::plans_of(night, diagnostics);
    if (options.variant) how.variant = variant_named(night, *options.variant, diagnostics);
    how.figures = batch::usual_province_figures();
    const auto add = [&](const std::string& id, const char* option) {
        const auto indicator = summable(id, option, diagnostics);
        if (!indicator) return how.tail;
        if (std::find(how.figures.begin(), how.figures.end(), *indicator) == how.figures.end()) {
            how.figures.push_back(*indicator);
        }
        return *indicator;
    };
    for (const std::string& id : options.figures) static_cast<void>(add(id, "--figure"));
    if (options.tail) how.tail = add(*options.tail, "--tail");
    batch::check_tail(how.tail, diagnostics);
    how.tail_year = options.year;
    how.paths = options.run.paths ? *options.run.paths : night.paths.value_or(how.paths);
    how.seed = options.run.seed ? *options.run.seed : night.seed.value_or(how.seed);
    how.threads = options.run.threads;
    constexpr std::uint64_t where_unknown = 4ULL << 30U;
    how.memory = options.run.max_memory ? *options.run.max_memory
                                        : available_memory().value_or(where_unknown);
    return how;
}

/// `Sums` is a Province or a QuotaSplit: what they have in common.
template <class Sums>
results::Manifest manifest_of(const Sums& province, const scenario::NightFile& night,
                              const Options& options, const Speech& speech) {
    results::Manifest manifest;
    manifest.coffer_version = COFFER_VERSION;
    manifest.command = "province";
    manifest.typed = speech.typed;
    manifest.scenario_id = night.file.stem().string();
    manifest.scenario_name = night.name;
    manifest.scenario_folder = night.file.string();
    manifest.first_year = province.first_year;
    manifest.first_month = province.first_month;
    manifest.years = province.years;
    manifest.unit = options.unit;
    if (options.variant) manifest.changes.push_back(*options.variant);
    manifest.seed = province.seed;
    manifest.paths = province.paths;
    std::string all;
    for (const batch::County& county : province.counties) {
        manifest.others.push_back(
            {county.plan, {"simulation.region=" + county.region}, county.sha256});
        all += county.region + " " + county.sha256 + "\n";
    }
    manifest.scenario_sha256 = sha256(all);
    for (const batch::LeftOut& each : province.left_out) {
        manifest.warnings.insert(manifest.warnings.end(), each.diagnostics.begin(),
                                 each.diagnostics.end());
    }
    return manifest;
}

ExitCode tell_province(const Options& options, const scenario::NightFile& night,
                       const batch::ProvinceOptions& how, const std::filesystem::path& folder,
                       const Speech& speech) {
    Diagnostics diagnostics;
    std::optional<batch::Province> province;
    {
        ProgressBar bar(speech);
        province = batch::run_province(how, progress_on(bar), diagnostics);
    }
    print(diagnostics, speech);
    if (!province) return diagnostics.has_errors() ? mistake : report_stop(speech);
    const Delivery delivery{folder, options.out.force, options.report.file,
                            manifest_of(*province, night, options, speech)};
    return deliver(delivery, report::province_answer(*province, night.name, options.unit), speech,
                   province->left_out.empty() ? success : alert);
}

ExitCode tell_split(const Options& options, const scenario::NightFile& night,
                    batch::ProvinceOptions how, const std::filesystem::path& folder,
                    const Speech& speech) {
    batch::QuotaOptions question;
    question.fresh_seed = fresh_seed(how.seed);
    question.province = std::move(how);
    question.kind = *options.split;
    if (options.red) question.red = static_cast<std::size_t>(*options.red);
    question.step = options.step.value_or(question.step);
    if (options.moves) question.most_moves = static_cast<std::size_t>(*options.moves);
    Diagnostics diagnostics;
    std::optional<batch::QuotaSplit> split;
    {
        ProgressBar bar(speech);
        split = batch::split_quota(question, progress_on(bar), diagnostics);
    }
    print(diagnostics, speech);
    if (!split) return diagnostics.has_errors() ? mistake : report_stop(speech);
    const Delivery delivery{folder, options.out.force, options.report.file,
                            manifest_of(*split, night, options, speech)};
    return deliver(delivery, report::quota_answer(*split, question, night.name, options.unit),
                   speech, split->left_out.empty() ? success : alert);
}

ExitCode execute(const Options& options, const Speech& speech) {
    Diagnostics diagnostics;
    const auto night = scenario::read_night_file(options.night_file, diagnostics);
    if (!night) {
        print(diagnostics, speech);
        return mistake;
    }
    const auto how = wanted(options, *night, diagnostics);
    const auto folder =
        options.out.for_scenario(options.night_file, options.split ? "-split" : "-province");
    const bool may_write = results::check_folder(
        folder, results::Claim{"province", options.night_file, options.out.force}, diagnostics);
    if (options.report.file) {
        check_report({*options.report.file, {}},
                     options.out.force ? IfThere::replace : IfThere::refuse, diagnostics);
    }
    if (!may_write || diagnostics.has_errors()) {
        print(diagnostics, speech);
        return mistake;
    }
    return options.split ? tell_split(options, *night, how, folder, speech)
                         : tell_province(options, *night, how, folder, speech);
}

}  // namespace

Command province() {
    return define<Options>(
        {.name = "province",
         .chapter = Chapter::many,
         .summary = {"把各县按路径合计：全省的分布、几个县同时出事的概率、风险来自哪些县",
                     "add counties up path by path: the province's distribution, how many are in "
                     "danger at once, whom the tail comes from"},
         .examples = {{"coffer province province.toml",
                       {"合计 province.toml 列出的各县，写入 out/province-province/",
                        "add up the counties of province.toml, into out/province-province/"}},
                      {"coffer province province.toml --tail fai --year 2027 --variant land-30",
                       {"土地收入减三成时，2027 年投资最低的路径上缺口来自哪些县",
                        "with land revenue down by 30 %, which counties are behind the lowest "
                        "investment of 2027"}},
                      {"coffer province province.toml --split special_bond --tail arrears",
                       {"专项债额度在各县之间怎样分配，最坏时的欠付最少",
                        "which split of the special-bond quota leaves the least arrears in the "
                        "worst paths"}}},
         .json = true,
         .describe = describe,
         .execute = execute});
}

}  // namespace coffer::tool::commands
