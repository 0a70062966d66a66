#include "usage.hpp"

#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "coffer/base/contract.hpp"

namespace coffer::tool {
namespace {

/// All of `text` as a number, without sign, blanks or exponent of whole numbers.
template <class T>
std::optional<T> read(std::string_view text) {
    T value{};
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (text.empty() || result.ec != std::errc{} || result.ptr != end) return std::nullopt;
    return value;
}

}  // namespace

Parsed<std::uint64_t> parse_whole(const std::string& text, std::uint64_t least,
                                  std::uint64_t most) {
    if (const auto value = read<std::uint64_t>(text); value && *value >= least && *value <= most) {
        return {value, {}};
    }
    return {std::nullopt,
            {fmt::format("应是 {} 到 {} 的整数", least, most),
             fmt::format("it must be a whole number from {} to {}", least, most)}};
}

Parsed<double> parse_number(const std::string& text, double least, double most) {
    // Written so that "nan" fails.
    if (const auto value = read<double>(text); value && *value >= least && *value <= most) {
        return {value, {}};
    }
    return {std::nullopt,
            {fmt::format("应是 {} 到 {} 的数", least, most),
             fmt::format("it must be a number from {} to {}", least, most)}};
}

Parsed<std::uint64_t> parse_bytes(const std::string& text) {
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
    const auto value = read<std::uint64_t>(rest);
    if (value && *value > 0 && *value <= (std::numeric_limits<std::uint64_t>::max() >> shift)) {
        return {*value << shift, {}};
    }
    return {std::nullopt, {"应是字节数，如 512M 或 4G", "it must be a size like 512M or 4G"}};
}

Parsed<std::string> parse_name(const std::string& text, const Text& what) {
    if (text.empty()) return {std::nullopt, what};
    return {text, {}};
}

Text one_of(const std::vector<std::string>& words) {
    Text text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size();
        if (i > 0) {
            text.zh += last ? " 或 " : "、";
            text.en += last ? " or " : ", ";
        }
        text.zh += words[i];
        text.en += words[i];
    }
    return {"应是 " + text.zh, "it must be " + text.en};
}

void Usage::argument(std::string name, Value value, Text help, std::size_t least) {
    // Otherwise nobody can say where one argument ends and the next begins.
    COFFER_EXPECT(arguments_.empty() || !arguments_.back().value.repeats);
    arguments_.push_back({std::move(name), std::move(value), std::move(help), least});
}

void Usage::option(std::string name, std::string kind, Value value, Text help, std::string letter) {
    COFFER_EXPECT(!kind.empty());
    options_.push_back({std::move(name), std::move(kind), std::move(value), std::move(help),
                        std::nullopt, std::move(letter)});
}

void Usage::required_option(std::string name, std::string kind, Value value, Text help, Text why,
                            Text suggestion) {
    option(std::move(name), std::move(kind), std::move(value), std::move(help));
    options_.back().required.emplace(std::move(why), std::move(suggestion));
}

void Usage::flag(std::string name, bool& target, Text help) {
    Value value{[&target](const std::string&) -> std::optional<Text> {
        target = true;
        return std::nullopt;
    }};
    options_.push_back({std::move(name), "", std::move(value), std::move(help), std::nullopt});
}

void Usage::rule(std::function<void(Diagnostics&)> check) { rules_.push_back(std::move(check)); }

}  // namespace coffer::tool
