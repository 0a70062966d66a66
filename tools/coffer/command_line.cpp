// The only file that knows the command-line library. What there is to read stands in the
// descriptions that commands give of themselves; here are the words for what users write (PLAN),
// and in the help as a whole which commands to begin with and what exit codes mean.
#include "command_line.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "coffer/report/figures.hpp"
#include "paths_apart.hpp"

namespace coffer::tool {
namespace {

/// What the help in a language calls what a user is to write: "PLAN" is 方案.
std::string placeholder(const std::string& name, Language language) {
    if (language == Language::english) return name;
    static constexpr auto chinese = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"PLAN", "方案"},
         {"RESULT", "结果"},
         {"UNIT", "单位"},
         {"FILE", "文件"},
         {"FILE[#ID]", "文件[#编号]"},
         {"FILE[#ID,...]", "文件[#编号,...]"},
         {"DIR", "文件夹"},
         {"COLUMN", "列"},
         {"ID", "编号"},
         {"NAME", "名称"},
         {"SIZE", "大小"},
         {"STORE", "库"},
         {"NIGHT", "夜"},
         {"LABEL", "标签"},
         {"CONDITION", "条件"},
         {"FIGURE", "指标"},
         {"INDICATOR", "指标"},
         {"PRECISION", "精度"},
         {"SECONDS", "秒"},
         {"SHARE", "份额"},
         {"CLASS", "类别"},
         {"CHANGE", "改动"},
         {"LIST", "列表"},
         {"HISTORY", "历史"},
         {"NEW", "新方案"},
         {"ACTION", "操作"},
         {"PATH", "路径"},
         {"KIND", "种类"},
         {"MONTH", "月份"},
         {"FROM-TO", "起-止"},
         {"LOW..HIGH", "低..高"},
         {"TABLE[ID]", "表[编号]"}});
    const auto found = std::find_if(chinese.begin(), chinese.end(),
                                    [&](const auto& pair) { return pair.first == name; });
    return found == chinese.end() ? name : std::string(found->second);
}

/// The library's own usage line calls every argument optional.
class HelpFormatter : public CLI::Formatter {
  public:
    HelpFormatter(std::string options, Language language)
        : options_(std::move(options)), language_(language) {}

    /// The library has no name for an argument that may be left out.
    void may_be_left_out(const CLI::Option* argument) { left_out_.insert(argument); }

    std::string make_usage(const CLI::App* app, std::string name) const override {
        std::string line = get_label("Usage") + ": " + name;
        if (!app->get_subcommands([](const CLI::App*) { return true; }).empty()) {
            line += " " + get_label("SUBCOMMAND");
        }
        const auto is_positional = [](const CLI::Option* option) {
            return option->get_positional();
        };
        for (const CLI::Option* argument : app->get_options(is_positional)) {
            const bool optional = left_out_.contains(argument);
            const bool many = argument->get_expected_max() > 1;
            line += optional ? " [" : " ";
            line += placeholder(argument->get_name(), language_) + (many ? "..." : "") +
                    (optional ? "]" : "");
        }
        return line + " " + options_ + "\n";
    }

    /// As the library does, but by the cells that Chinese takes.
    std::string make_option(const CLI::Option* option, bool is_positional) const override {
        std::string left =
            "  " + make_option_name(option, is_positional) + make_option_opts(option);
        const std::string text = make_option_desc(option);
        const std::size_t width = report::display_width(left);
        if (text.empty()) return left + "\n";
        const bool fits = width < get_column_width();
        left += fits ? std::string(get_column_width() - width, ' ')
                     : "\n" + std::string(get_column_width(), ' ');
        return left + text + "\n";
    }
    std::string make_option_name(const CLI::Option* option, bool is_positional) const override {
        const std::string name = CLI::Formatter::make_option_name(option, is_positional);
        return is_positional ? placeholder(name, language_) : name;
    }

  private:
    std::string options_;
    Language language_;
    std::set<const CLI::Option*> left_out_;
};

Text title(Chapter chapter) {
    switch (chapter) {
        case Chapter::prepare:
            return {"编制与检查", "Prepare a plan"};
        case Chapter::forecast:
            return {"推演", "Forecast"};
        case Chapter::question:
            return {"分析与决策", "Ask about a plan"};
        case Chapter::history:
            return {"历史数据与校准", "Learn from history"};
        case Chapter::exchange:
            return {"文件与报告", "Files and reports"};
        case Chapter::many:
            return {"批量与存储", "Many plans"};
    }
    return {};
}

/// A command with its options bound, and what the library calls it.
struct Bound {
    const Command* command = nullptr;
    Usage usage;
    Work work;
    bool quiet = false;
    bool json = false;
    CLI::App* app = nullptr;
};

/// Describes the command line to the library, in one language.
class Description {
  public:
    Description(CLI::App& app, const std::vector<Command>& commands, Language language)
        : app_(app), language_(language) {
        formatter_ = std::make_shared<HelpFormatter>(say("[选项]", "[OPTION...]"), language_);
        formatter_->column_width(34);
        if (language == Language::chinese) {
            formatter_->label("Usage", "用法");
            formatter_->label("SUBCOMMAND", "命令");
            formatter_->label("Positionals", "参数");
        } else {
            formatter_->label("SUBCOMMAND", "COMMAND");
            formatter_->label("Positionals", "Arguments");
        }
        app.formatter(formatter_);
        app.name("coffer");
        app.description(say("县级政府投资计划的蒙特卡洛推演",
                            "Monte Carlo forecasts of county public-investment plans"));
        add_help(app);
        app.set_version_flag("--version", "coffer " COFFER_VERSION,
                             say("显示版本并退出", "show the version and exit"))
            ->group(options());
        add_language(app);
        app.allow_extras();
        app.footer(
            say("示例：\n"
                "  coffer init my-county                 写一个可以直接运行的小方案\n"
                "  coffer check my-county                检查方案，列出所有错误\n"
                "  coffer run my-county                  推演，写入 out/my-county\n"
                "  coffer replay my-county --path 17     重放第 17 条路径的逐月账本\n"
                "每个命令的选项：coffer 命令 --help\n",
                "Examples:\n"
                "  coffer init my-county                 write a small plan that runs\n"
                "  coffer check my-county                list every mistake of a plan\n"
                "  coffer run my-county                  forecast, written to out/my-county\n"
                "  coffer replay my-county --path 17     the monthly books of path 17\n"
                "Options of a command: coffer COMMAND --help\n") +
            exit_codes());
        for (const Command& command : commands) add_command(command);
    }

    /// None when no command was named.
    [[nodiscard]] Bound* chosen() {
        for (Bound& bound : bound_) {
            if (bound.app->parsed()) return &bound;
        }
        return nullptr;
    }

  private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(language_ == Language::chinese ? zh : en);
    }
    [[nodiscard]] std::string options() const { return say("选项", "Options"); }
    [[nodiscard]] std::string exit_codes() const {
        return say(
            "退出码：0 成功；1 内部或读写故障；2 输入或命令行有错（什么也没写）；"
            "3 已完成，但有事要看（batch、province、morning）；130 被 Ctrl-C 停止（什么也没写）",
            "Exit codes: 0 success; 1 internal or input/output failure; 2 mistakes in the input\n"
            "or the command line (nothing written); 3 done, and somebody should look (batch,\n"
            "province, morning); 130 stopped by Ctrl-C (nothing written)");
    }
    void add_help(CLI::App& app) {
        app.set_help_flag("-h,--help", say("显示帮助并退出", "show this help and exit"))
            ->group(options());
    }
    void add_language(CLI::App& app) {
        // Read by languages_in, wherever it stands; here for the help and so that it is known.
        add_option(app, {"--lang",
                         "zh|en",
                         {nullptr, true},
                         {"语言，默认 zh", "language; zh when left out"},
                         {}});
    }
    void add_option(CLI::App& app, const Option& option) {
        // Given twice is ours to complain about, in the user's language.
        app.add_option(option.forms(), texts_.emplace_back(), option.help.in(language_))
            ->type_name(placeholder(option.kind, language_))
            ->expected(1)
            ->allow_extra_args(false)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->group(options());
    }
    void add_argument(CLI::App& app, const Argument& argument) {
        const int most = argument.value.repeats ? CLI::detail::expected_max_vector_size : 1;
        // The library gives a word only to who expects one; `take` knows how many there must be.
        CLI::Option* const option =
            app.add_option(argument.name, texts_.emplace_back(), argument.help.in(language_))
                ->type_name("")
                ->expected(1, most)
                ->allow_extra_args(argument.value.repeats)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        if (argument.least == 0) formatter_->may_be_left_out(option);
    }

    void add_command(const Command& command) {
        CLI::App& app = *app_.add_subcommand(command.name, command.summary.in(language_));
        Bound& bound = bound_.emplace_back();
        bound.command = &command;
        bound.app = &app;
        bound.work = command.bind(bound.usage);
        app.group(title(command.chapter).in(language_));
        add_help(app);
        app.allow_extras();
        std::string footer = say("示例：\n", "Examples:\n");
        for (const Example& example : command.examples) {
            footer += "  " + example.line + "\n      " + example.what.in(language_) + "\n";
        }
        app.footer(footer + exit_codes());

        if (command.json) {
            bound.usage.flag("--json", bound.json,
                             {"在标准输出打印一个 JSON 文档代替表格",
                              "print one JSON document on standard output instead of tables"});
        }
        bound.usage.flag("--quiet", bound.quiet, {"只打印错误", "print nothing but errors"});
        for (const Argument& argument : bound.usage.arguments()) add_argument(app, argument);
        for (const Option& option : bound.usage.options()) {
            if (option.kind.empty()) {
                app.add_flag(option.name, option.help.in(language_))->group(options());
            } else {
                add_option(app, option);
            }
        }
        add_language(app);
    }

    CLI::App& app_;
    Language language_;
    std::shared_ptr<HelpFormatter> formatter_;
    std::deque<Bound> bound_;
    std::deque<std::vector<std::string>> texts_;  ///< what the library fills; read as results()
};

std::vector<std::string> names_of(const std::vector<Command>& commands) {
    std::vector<std::string> names;
    for (const Command& command : commands) names.push_back(command.name);
    std::sort(names.begin(), names.end());
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

void complain_about_value(const Text& subject, const std::string& text, Text why,
                          Diagnostics& diagnostics) {
    diagnostics.error(
        {}, {subject.zh + " 的值“" + text + "”不对", subject.en + " cannot be \"" + text + "\""},
        std::move(why), {});
}

void complain_about_no_command(const CLI::App& app, const std::vector<std::string>& names,
                               Diagnostics& diagnostics) {
    const auto words = app.remaining();
    if (words.empty()) {
        diagnostics.error({}, {"没有写命令", "there is no command"},
                          {"第一个词说做什么", "the first word says what to do"},
                          {"如 coffer run 方案；见 coffer --help。",
                           "For example coffer run PLAN; see coffer --help."});
        return;
    }
    if (words.front().starts_with('-')) return complain_about_extras(app, "coffer", diagnostics);
    diagnostics.error(
        {}, {"没有命令“" + words.front() + "”", "there is no command \"" + words.front() + "\""},
        {fmt::format("命令只有 {}", fmt::join(names, "、")),
         fmt::format("the commands are {}", fmt::join(names, ", "))},
        did_you_mean(words.front(), names, "coffer --help"));
}

/// Words of any option but a flag may name something to read.
void note_paths(const std::string& name, const Value& value, const std::vector<std::string>& texts,
                std::vector<NamedPath>& paths) {
    for (const std::string& text : texts) {
        if (!text.empty()) paths.push_back({name, text, value.written});
    }
}

void take(const Argument& argument, const std::vector<std::string>& texts, const std::string& help,
          Diagnostics& diagnostics) {
    const std::string& name = argument.name;
    if (texts.size() < argument.least) {
        diagnostics.error({}, {"缺少参数 " + name, "the argument " + name + " is missing"},
                          argument.help, {"见 " + help + "。", "See " + help + "."});
    }
    for (const std::string& text : texts) {
        if (auto why = argument.value.take(text)) {
            complain_about_value({"参数 " + name, "argument " + name}, text, *std::move(why),
                                 diagnostics);
        }
    }
}

void take(const Option& option, const CLI::Option& read, Diagnostics& diagnostics) {
    const Text subject{"选项 " + option.name, "option " + option.name};
    if (option.kind.empty()) {
        if (read.count() > 0) (void)option.value.take("");
        return;
    }
    const auto& texts = read.results();
    if (texts.empty() && option.required) {
        diagnostics.error({}, {"缺少" + subject.zh, "the " + subject.en + " is missing"},
                          option.required->first, option.required->second);
    }
    if (texts.size() > 1 && !option.value.repeats) {
        diagnostics.error({},
                          {fmt::format("{} 写了 {} 次", subject.zh, texts.size()),
                           fmt::format("{} is given {} times", subject.en, texts.size())},
                          {"它只能有一个值", "it has one value"},
                          {"只留一个。", "Keep one of them."});
    }
    for (const std::string& text : texts) {
        if (auto why = option.value.take(text)) {
            complain_about_value(subject, text, *std::move(why), diagnostics);
        }
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

/// The library knows two mistakes by itself: an option without its value, and what we do not
/// foresee.
void complain_about_line(const CLI::ParseError& error, Diagnostics& diagnostics) {
    const std::string what = error.what();
    const auto colon = what.find(':');
    if (error.get_name() == "ArgumentMismatch" && colon != std::string::npos) {
        const std::string option = what.substr(0, colon);
        diagnostics.error({},
                          {"选项 " + option + " 后面没有值", "option " + option + " has no value"},
                          {"值写在选项后面", "the value follows the option"},
                          {"见 coffer --help。", "See coffer --help."});
        return;
    }
    diagnostics.error({}, {"命令行有错", "the command line is wrong"}, {what, what},
                      {"见 coffer --help。", "See coffer --help."});
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

std::variant<Call, Answer> read_command_line(const std::vector<Command>& commands,
                                             const std::vector<std::string>& arguments,
                                             Language language, Diagnostics& diagnostics) {
    CLI::App app;
    const auto names = names_of(commands);
    Description description(app, commands, language);
    try {
        // The library takes them from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp&) {
        // An unknown command is a mistake even when help is asked for it.
        const auto& first = arguments.front();
        if (first.starts_with('-') || std::find(names.begin(), names.end(), first) != names.end()) {
            return Answer{app.help()};
        }
    } catch (const CLI::CallForVersion& version) {
        return Answer{std::string(version.what()) + "\n"};
    } catch (const CLI::ParseError& error) {
        complain_about_line(error, diagnostics);
        return Answer{};
    }

    Bound* chosen = description.chosen();
    if (chosen == nullptr) {
        complain_about_no_command(app, names, diagnostics);
        return Answer{};
    }
    const std::string name = "coffer " + chosen->command->name;
    complain_about_extras(app, "coffer", diagnostics);
    complain_about_extras(*chosen->app, name, diagnostics);
    for (const std::string& value : languages_in(arguments)) {
        if (value == "zh" || value == "en") continue;
        complain_about_value({"选项 --lang", "option --lang"}, value, one_of({"zh", "en"}),
                             diagnostics);
    }
    std::vector<NamedPath> paths;
    for (const Argument& argument : chosen->usage.arguments()) {
        const auto& texts = chosen->app->get_option(argument.name)->results();
        take(argument, texts, name + " --help", diagnostics);
        note_paths(argument.name, argument.value, texts, paths);
    }
    for (const Option& option : chosen->usage.options()) {
        const CLI::Option& read = *chosen->app->get_option(option.name);
        take(option, read, diagnostics);
        if (!option.kind.empty()) note_paths(option.name, option.value, read.results(), paths);
    }
    check_paths_apart(paths, diagnostics);
    if (chosen->quiet && chosen->json) {
        diagnostics.error(
            {}, {"--quiet 与 --json 不能同时使用", "--quiet and --json exclude each other"},
            {"一个什么也不印，另一个要印文档", "one prints nothing, the other a document"},
            {"去掉其中一个。", "Leave one of them out."});
    }
    for (const auto& rule : chosen->usage.rules()) rule(diagnostics);
    const Output output = chosen->json    ? Output::json
                          : chosen->quiet ? Output::quiet
                                          : Output::table;
    return Call{chosen->work, {language, output, {}}};
}

}  // namespace coffer::tool
