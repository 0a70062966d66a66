// The only file that knows the command-line library.
#include "command_line.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

namespace coffer::tool {
namespace {

constexpr std::uint64_t most_paths = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t most_threads = 1024;

/// Reads option values; what is wrong becomes a diagnostic.
class Values {
  public:
    explicit Values(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    std::optional<std::uint64_t> whole(const std::string& option, const std::string& text,
                                       std::uint64_t least, std::uint64_t most) {
        if (const auto value = digits(text); value && *value >= least && *value <= most) {
            return value;
        }
        complain(option, text,
                 {fmt::format("应是 {} 到 {} 的整数", least, most),
                  fmt::format("it must be a whole number from {} to {}", least, most)});
        return std::nullopt;
    }

    /// "512M", "4G": K, M, G, T stand for powers of 1024.
    std::optional<std::uint64_t> bytes(const std::string& option, const std::string& text) {
        constexpr std::string_view units = "KMGT";
        std::string_view rest = text;
        if (rest.ends_with('B') || rest.ends_with('b')) rest.remove_suffix(1);
        int shift = 0;
        if (!rest.empty()) {
            const auto place = units.find(static_cast<char>(rest.back() & ~0x20));
            if (place != std::string_view::npos) {
                shift = 10 * (static_cast<int>(place) + 1);
                rest.remove_suffix(1);
            }
        }
        const auto value = digits(std::string(rest));
        if (value && *value > 0 && *value <= (std::numeric_limits<std::uint64_t>::max() >> shift)) {
            return *value << shift;
        }
        complain(option, text, {"应是字节数，如 512M 或 4G", "it must be a size like 512M or 4G"});
        return std::nullopt;
    }

    scenario::Overrides overrides(const std::vector<std::string>& texts) {
        scenario::Overrides result;
        for (const std::string& text : texts) {
            const auto equals = text.find('=');
            if (equals == std::string::npos || equals == 0) {
                complain("--set", text,
                         {"应写成 键=值，如 treasury.cash_floor=500万",
                          "write key=value, like treasury.cash_floor=500万"});
                continue;
            }
            result.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        }
        return result;
    }

    void complain(const std::string& option, const std::string& text, Text why) {
        diagnostics_.error({},
                           {"选项 " + option + " 的值“" + text + "”不对",
                            "option " + option + " cannot be \"" + text + "\""},
                           std::move(why), {});
    }

  private:
    static std::optional<std::uint64_t> digits(const std::string& text) {
        std::uint64_t value = 0;
        const char* end = text.data() + text.size();
        const auto result = std::from_chars(text.data(), end, value);
        if (text.empty() || result.ec != std::errc{} || result.ptr != end) return std::nullopt;
        return value;
    }

    Diagnostics& diagnostics_;
};

/// The raw texts behind the options, as the library fills them in.
struct Texts {
    std::string folder, paths, seed, path, threads, out, max_memory, lang;
    std::vector<std::string> set;
    bool quiet = false;
    bool json = false;
};

/// The library's own usage line calls every argument optional.
class HelpFormatter : public CLI::Formatter {
  public:
    explicit HelpFormatter(std::string options) : options_(std::move(options)) {}

    std::string make_usage(const CLI::App* app, std::string name) const override {
        std::string line = get_label("Usage") + ": " + name;
        if (!app->get_subcommands([](const CLI::App*) { return true; }).empty()) {
            line += " " + get_label("SUBCOMMAND");
        }
        const auto is_positional = [](const CLI::Option* option) {
            return option->get_positional();
        };
        for (const CLI::Option* argument : app->get_options(is_positional)) {
            line += " " + argument->get_name();
        }
        return line + " " + options_ + "\n";
    }

  private:
    std::string options_;
};

/// Builds the description of the command line in one language.
class Description {
  public:
    Description(CLI::App& app, Texts& texts, Language language)
        : app_(app), texts_(texts), language_(language) {
        auto formatter = std::make_shared<HelpFormatter>(say("[选项]", "[OPTION...]"));
        formatter->column_width(34);
        if (language == Language::chinese) {
            formatter->label("Usage", "用法");
            formatter->label("SUBCOMMAND", "命令");
            formatter->label("Positionals", "参数");
        } else {
            formatter->label("SUBCOMMAND", "COMMAND");
            formatter->label("Positionals", "Arguments");
        }
        app.formatter(formatter);
        app.name("coffer");
        app.description(say("县级政府投资计划的蒙特卡洛推演",
                            "Monte Carlo forecasts of county public-investment plans"));
        app.set_help_flag("-h,--help", say("显示帮助并退出", "show this help and exit"))
            ->group(options());
        app.set_version_flag("--version", "coffer " COFFER_VERSION,
                             say("显示版本并退出", "show the version and exit"))
            ->group(options());
        add_language(app);
        app.allow_extras();
        app.footer(
            say("示例：\n"
                "  coffer init my-county                 写一个可以直接运行的小情景\n"
                "  coffer check my-county                检查情景，列出所有错误\n"
                "  coffer run my-county                  推演，写入 out/<情景 id>\n"
                "  coffer replay my-county --path 17     重放第 17 条路径的逐月账本\n"
                "每个命令的选项：coffer 命令 --help\n",
                "Examples:\n"
                "  coffer init my-county                 write a small scenario that runs\n"
                "  coffer check my-county                list every mistake of a scenario\n"
                "  coffer run my-county                  forecast, written to out/<scenario id>\n"
                "  coffer replay my-county --path 17     the monthly books of path 17\n"
                "Options of a command: coffer COMMAND --help\n") +
            exit_codes());
        add_run();
        add_check();
        add_replay();
        add_init();
    }

  private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(language_ == Language::chinese ? zh : en);
    }
    [[nodiscard]] std::string options() const { return say("选项", "Options"); }
    [[nodiscard]] std::string exit_codes() const {
        return say(
            "退出码：0 成功；1 内部或读写故障；2 输入或命令行有错（什么也没写）；"
            "130 被 Ctrl-C 停止（什么也没写）",
            "Exit codes: 0 success; 1 internal or input/output failure; 2 mistakes in the input\n"
            "or the command line (nothing written); 130 stopped by Ctrl-C (nothing written)");
    }

    CLI::App& command(const char* name, std::string_view zh, std::string_view en,
                      const std::string& examples) {
        CLI::App& made = *app_.add_subcommand(name, say(zh, en));
        made.group(say("命令", "Commands"));
        made.set_help_flag("-h,--help", say("显示帮助并退出", "show this help and exit"))
            ->group(options());
        made.allow_extras();
        made.footer(say("示例：\n", "Examples:\n") + examples + exit_codes());
        return made;
    }
    void add_folder(CLI::App& app, const char* name, std::string_view zh, std::string_view en) {
        app.add_option(name, texts_.folder, say(zh, en))->type_name("");
    }
    void add(CLI::App& app, const char* name, std::string& text, const char* kind,
             std::string_view zh, std::string_view en) {
        app.add_option(name, text, say(zh, en))->type_name(kind)->group(options());
    }
    void add_language(CLI::App& app) {
        app.add_option("--lang", texts_.lang, say("语言，默认 zh", "language; zh when left out"))
            ->type_name("zh|en")
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
            ->group(options());
    }
    void add_scenario(CLI::App& app) {
        add_folder(app, "SCENARIO", "情景目录", "folder of the scenario");
        app.add_option("--set", texts_.set,
                       say("改 scenario.toml 的一个值，可重复",
                           "change a value of scenario.toml; repeatable"))
            ->type_name("KEY=VALUE")
            ->expected(1)
            ->allow_extra_args(false)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->group(options());
    }
    void add_quiet(CLI::App& app) {
        app.add_flag("--quiet", texts_.quiet, say("只打印错误", "print nothing but errors"))
            ->group(options());
    }

    void add_run() {
        CLI::App& app = command(
            "run", "推演情景，打印结果表并写出文件",
            "forecast a scenario: print tables and write files",
            "  coffer run scenarios/minimal\n"
            "  coffer run my-county --paths 50000 --seed 7 --out results/base\n"
            "  coffer run my-county --set treasury.cash_floor=500万 --json | jq .targets\n");
        add_scenario(app);
        add(app, "--paths", texts_.paths, "N", "路径数，默认取自情景",
            "number of paths; the scenario's when left out");
        add(app, "--seed", texts_.seed, "S", "随机种子，默认取自情景",
            "random seed; the scenario's when left out");
        add(app, "--threads", texts_.threads, "T", "线程数，默认用满机器",
            "threads; all of the machine when left out");
        add(app, "--out", texts_.out, "DIR", "结果目录，默认 out/<情景 id>",
            "folder of the results; out/<scenario id> when left out");
        add(app, "--max-memory", texts_.max_memory, "SIZE", "内存上限，如 4G；默认为当前可用内存",
            "memory limit like 4G; what is free now when left out");
        app.add_flag("--json", texts_.json,
                     say("在标准输出打印一个 JSON 文档代替表格",
                         "print one JSON document on standard output instead of tables"))
            ->group(options());
        add_quiet(app);
        add_language(app);
    }
    void add_check() {
        CLI::App& app = command("check", "检查情景，列出全部错误和概况",
                                "check a scenario: every mistake, or a summary",
                                "  coffer check my-county\n"
                                "  coffer check my-county --set scenario.years=10 --lang en\n");
        add_scenario(app);
        add_quiet(app);
        add_language(app);
    }
    void add_replay() {
        CLI::App& app = command("replay", "重放一条路径：逐月账本与事件",
                                "replay one path: its monthly books and events",
                                "  coffer replay my-county --path 17\n"
                                "  coffer replay my-county --path 17 --seed 7 --out why-17\n");
        add_scenario(app);
        add(app, "--path", texts_.path, "K", "路径号，从 0 数起（必需）",
            "number of the path, from 0 (required)");
        add(app, "--seed", texts_.seed, "S", "随机种子，默认取自情景",
            "random seed; the scenario's when left out");
        add(app, "--out", texts_.out, "DIR", "结果目录，默认 out/<情景 id>-path-K",
            "folder of the results; out/<scenario id>-path-K when left out");
        add_quiet(app);
        add_language(app);
    }
    void add_init() {
        CLI::App& app =
            command("init", "写一个带注释、可运行的小情景",
                    "write a small commented scenario that runs", "  coffer init my-county\n");
        add_folder(app, "DIR", "要新建的目录", "the folder to make");
        add_quiet(app);
        add_language(app);
    }

    CLI::App& app_;
    Texts& texts_;
    Language language_;
};

const std::map<std::string, Command>& commands() {
    static const std::map<std::string, Command> all{{"run", Command::run},
                                                    {"check", Command::check},
                                                    {"replay", Command::replay},
                                                    {"init", Command::init}};
    return all;
}

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const auto& [name, command] : commands()) names.push_back(name);
    return names;
}

Text did_you_mean(const std::string& word, const std::vector<std::string>& candidates,
                  const std::string& help) {
    const std::string best = nearest(word, candidates);
    if (!best.empty()) return {"是不是想写 " + best + "？", "Did you mean " + best + "?"};
    return {"见 " + help + "。", "See " + help + "."};
}

/// What no option or argument of `app` takes.
void complain_about_extras(const CLI::App& app, const std::string& name, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_lnames().empty()) known.push_back("--" + option->get_lnames().front());
    }
    bool may_be_value = false;  // of the unknown option before it
    for (const std::string& word : app.remaining()) {
        const std::string option = word.substr(0, word.find('='));
        if (word.starts_with('-')) {
            diagnostics.error({}, {"不认识选项 " + option, "option " + option + " is not known"},
                              {name + " 没有它", name + " has no such option"},
                              did_you_mean(option, known, name + " --help"));
        } else if (!may_be_value) {
            diagnostics.error({}, {"多出来的“" + word + "”", "unexpected \"" + word + "\""},
                              {name + " 不需要它", name + " takes no such argument"},
                              {"见 " + name + " --help。", "See " + name + " --help."});
        }
        may_be_value = word.starts_with('-') && option == word;
    }
}

/// The value of every --lang.
std::vector<std::string> languages_in(const std::vector<std::string>& arguments) {
    constexpr std::string_view option = "--lang";
    std::vector<std::string> values;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word.starts_with(std::string(option) + "=")) {
            values.push_back(word.substr(option.size() + 1));
        } else if (word == option && i + 1 < arguments.size()) {
            values.push_back(arguments[++i]);
        }
    }
    return values;
}

}  // namespace

Language language_of(const std::vector<std::string>& arguments) {
    Language language = Language::chinese;
    for (const std::string& value : languages_in(arguments)) {
        if (value == "en") language = Language::english;
        if (value == "zh") language = Language::chinese;
    }
    return language;
}

std::variant<Request, Answer> read_command_line(const std::vector<std::string>& arguments,
                                                Language language, Diagnostics& diagnostics) {
    CLI::App app;
    Texts texts;
    const Description description(app, texts, language);
    try {
        // The library takes them from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp&) {
        // An unknown command is a mistake even when help is asked for it.
        const auto commands = command_names();
        const auto& first = arguments.front();
        if (first.starts_with('-') ||
            std::find(commands.begin(), commands.end(), first) != commands.end()) {
            return Answer{app.help()};
        }
    } catch (const CLI::CallForVersion& version) {
        return Answer{std::string(version.what()) + "\n"};
    } catch (const CLI::ParseError& error) {
        diagnostics.error({}, {"命令行有错", "the command line is wrong"},
                          {error.what(), error.what()},
                          {"见 coffer --help。", "See coffer --help."});
        return Answer{};
    }

    Request request;
    request.language = language;
    const auto chosen = app.get_subcommands();
    if (chosen.empty()) {
        const auto words = app.remaining();
        if (words.empty()) {
            diagnostics.error({}, {"没有写命令", "there is no command"},
                              {"第一个词说做什么", "the first word says what to do"},
                              {"如 coffer run 情景目录；见 coffer --help。",
                               "For example coffer run SCENARIO; see coffer --help."});
        } else if (words.front().starts_with('-')) {
            complain_about_extras(app, "coffer", diagnostics);
        } else {
            diagnostics.error(
                {},
                {"没有命令“" + words.front() + "”",
                 "there is no command \"" + words.front() + "\""},
                {"命令只有 check、init、replay、run", "the commands are check, init, replay, run"},
                did_you_mean(words.front(), command_names(), "coffer --help"));
        }
        return request;
    }
    const CLI::App& sub = *chosen.front();
    const std::string help = "coffer " + sub.get_name() + " --help";
    request.command = commands().at(sub.get_name());
    complain_about_extras(app, "coffer", diagnostics);
    complain_about_extras(sub, "coffer " + sub.get_name(), diagnostics);

    Values values(diagnostics);
    for (const std::string& value : languages_in(arguments)) {
        if (value == "zh" || value == "en") continue;
        values.complain("--lang", value, {"应是 zh 或 en", "it must be zh or en"});
    }
    const auto given = [&](const char* option) {
        const CLI::Option* found = sub.get_option_no_throw(option);
        return found != nullptr && found->count() > 0;
    };
    const std::string folder_name = request.command == Command::init ? "DIR" : "SCENARIO";
    request.folder = texts.folder;
    if (texts.folder.empty()) {
        diagnostics.error(
            {}, {"缺少参数 " + folder_name, "the argument " + folder_name + " is missing"},
            {"它说明用哪个目录", "it names the folder to work on"},
            {"见 " + help + "。", "See " + help + "."});
    }
    request.overrides = values.overrides(texts.set);
    constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
    if (given("--paths")) request.paths = values.whole("--paths", texts.paths, 1, most_paths);
    if (given("--seed")) request.seed = values.whole("--seed", texts.seed, 0, any);
    if (given("--path")) request.path = values.whole("--path", texts.path, 0, most_paths - 1);
    if (given("--threads")) {
        request.threads =
            static_cast<int>(values.whole("--threads", texts.threads, 1, most_threads).value_or(0));
    }
    if (given("--max-memory")) request.max_memory = values.bytes("--max-memory", texts.max_memory);
    if (given("--out")) {
        if (texts.out.empty()) {
            values.complain("--out", texts.out, {"应是目录名", "it must name a folder"});
        }
        request.out = texts.out;
    }
    if (request.command == Command::replay && !given("--path")) {
        diagnostics.error({}, {"缺少选项 --path", "the option --path is missing"},
                          {"要知道重放哪一条路径", "it says which path to replay"},
                          {"如 --path 0。", "For example --path 0."});
    }
    if (texts.quiet && texts.json) {
        diagnostics.error(
            {}, {"--quiet 与 --json 不能同时使用", "--quiet and --json exclude each other"},
            {"一个什么也不印，另一个要印文档", "one prints nothing, the other a document"},
            {"去掉其中一个。", "Leave one of them out."});
    }
    request.output = texts.json ? Output::json : texts.quiet ? Output::quiet : Output::table;
    return request;
}

}  // namespace coffer::tool
