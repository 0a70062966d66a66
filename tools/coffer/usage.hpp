#pragma once
// The command line of one command, as data. A command lists its arguments and options here, each
// bound to the typed value it fills; command_line.cpp turns the list into help and reads it.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "coffer/base/diagnostic.hpp"
#include "coffer/base/text.hpp"

namespace coffer::tool {

/// Fills one typed value from what the user wrote.
struct Value {
    /// Takes one text; says what the text should have been when it is wrong.
    std::function<std::optional<Text>(const std::string& text)> take;
    bool repeats = false;  ///< may be given any number of times
    bool written = false;  ///< names a file or folder that the command makes or replaces
};

/// `value` names what the command writes, so it may not be what the command reads or writes
/// elsewhere (paths_apart.hpp).
[[nodiscard]] inline Value written(Value value) {
    value.written = true;
    return value;
}

/// A text as a T, or what is wrong with it.
template <class T>
struct Parsed {
    std::optional<T> value;
    Text wrong;
};

[[nodiscard]] Parsed<std::uint64_t> parse_whole(const std::string& text, std::uint64_t least,
                                                std::uint64_t most);
[[nodiscard]] Parsed<double> parse_number(const std::string& text, double least, double most);
/// "512M", "4G": K, M, G, T stand for powers of 1024.
[[nodiscard]] Parsed<std::uint64_t> parse_bytes(const std::string& text);
/// Anything but nothing; `what` is what it should name.
[[nodiscard]] Parsed<std::string> parse_name(const std::string& text, const Text& what);
[[nodiscard]] Text one_of(const std::vector<std::string>& words);

/// Each of these makes a Value of `target`, a T or a std::optional<T> that outlives it. An optional
/// tells a value left out from one that is given.
template <class T, class Target>
Value value(Target& target, std::function<Parsed<T>(const std::string&)> parse) {
    return {[&target, parse = std::move(parse)](const std::string& text) -> std::optional<Text> {
        auto parsed = parse(text);
        if (!parsed.value) return parsed.wrong;
        if constexpr (std::is_arithmetic_v<Target>) {
            target = static_cast<Target>(*parsed.value);
        } else {
            target = std::move(*parsed.value);
        }
        return std::nullopt;
    }};
}

/// The same for a list: the option or argument may be repeated, and `targets` has all of them.
template <class T, class Element>
Value values(std::vector<Element>& targets, std::function<Parsed<T>(const std::string&)> parse) {
    return {[&targets, parse = std::move(parse)](const std::string& text) -> std::optional<Text> {
                auto parsed = parse(text);
                if (!parsed.value) return parsed.wrong;
                targets.emplace_back(std::move(*parsed.value));
                return std::nullopt;
            },
            true};
}

template <class Target>
Value whole(Target& target, std::uint64_t least = 0,
            std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) {
    return value<std::uint64_t>(
        target, [least, most](const std::string& text) { return parse_whole(text, least, most); });
}

template <class Target>
Value number(Target& target, double least, double most) {
    return value<double>(
        target, [least, most](const std::string& text) { return parse_number(text, least, most); });
}

template <class Target>
Value bytes(Target& target) {
    return value<std::uint64_t>(target, parse_bytes);
}

/// `target` is a path, a string or an optional of them.
template <class Target>
Value folder(Target& target) {
    return value<std::string>(target, [](const std::string& text) {
        return parse_name(text, {"应是目录名", "it must name a folder"});
    });
}

template <class Target>
Value file(Target& target) {
    return value<std::string>(target, [](const std::string& text) {
        return parse_name(text, {"应是文件名", "it must name a file"});
    });
}

/// Any text that is not empty, such as an id.
template <class Target>
Value word(Target& target) {
    return value<std::string>(target, [](const std::string& text) {
        return parse_name(text, {"不能是空的", "it must not be empty"});
    });
}

/// One of a few words, each with the value it stands for.
template <class T, class Target = T>
Value choice(Target& target, std::vector<std::pair<std::string, T>> words) {
    return value<T>(target, [words = std::move(words)](const std::string& text) -> Parsed<T> {
        std::vector<std::string> names;
        for (const auto& [name, meaning] : words) {
            if (name == text) return {meaning, {}};
            names.push_back(name);
        }
        return {std::nullopt, one_of(names)};
    });
}

/// Texts, paths or anything else made of a string.
template <class Element>
Value folders(std::vector<Element>& targets) {
    return values<std::string>(targets, [](const std::string& text) {
        return parse_name(text, {"应是目录名", "it must name a folder"});
    });
}

template <class Element>
Value words(std::vector<Element>& targets) {
    return values<std::string>(targets, [](const std::string& text) {
        return parse_name(text, {"不能是空的", "it must not be empty"});
    });
}

/// A positional argument. `least` of it must be there; only the last argument may repeat.
struct Argument {
    std::string name;  ///< as the help shows it, "PLAN"
    Value value;
    Text help;
    std::size_t least = 1;
};

struct Option {
    std::string name;  ///< with its dashes, "--paths"
    std::string kind;  ///< what the help shows for its value, "N"; "" for a flag
    Value value;       ///< of a flag: takes "" when the flag is there
    Text help;
    /// Why it must be given and what to write, for an option that must.
    std::optional<std::pair<Text, Text>> required;
    std::string letter = {};  ///< a short form with its dash, "-o"; "" for none

    /// How the library wants both forms.
    [[nodiscard]] std::string forms() const { return letter.empty() ? name : letter + "," + name; }
};

/// What a command takes. Values are filled in the order of this list.
class Usage {
  public:
    void argument(std::string name, Value value, Text help, std::size_t least = 1);
    void option(std::string name, std::string kind, Value value, Text help,
                std::string letter = {});
    void required_option(std::string name, std::string kind, Value value, Text help, Text why,
                         Text suggestion);
    /// `target` becomes true when the flag is there.
    void flag(std::string name, bool& target, Text help);
    /// A rule between options, asked when all values are filled.
    void rule(std::function<void(Diagnostics& diagnostics)> check);

    [[nodiscard]] const std::vector<Argument>& arguments() const { return arguments_; }
    [[nodiscard]] const std::vector<Option>& options() const { return options_; }
    [[nodiscard]] const std::vector<std::function<void(Diagnostics&)>>& rules() const {
        return rules_;
    }

  private:
    std::vector<Argument> arguments_;
    std::vector<Option> options_;
    std::vector<std::function<void(Diagnostics&)>> rules_;
};

}  // namespace coffer::tool
